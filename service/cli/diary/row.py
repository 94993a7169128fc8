"""A row of a diary as lines of a claim, and the rows of a booking as its claim."""

from collections.abc import Mapping

from avtalt.v1.claim_pb2 import Claim, ClaimLine, ClaimPerformer, Examination, Patient, Requisition, Sample, Treatment
from service.cli.diary.booking import UnreadableError, booking_name, say
from service.cli.diary.cells import (
    read_category,
    read_choice,
    read_clock,
    read_day,
    read_digits,
    read_fees,
    read_kroner,
    read_truth,
    read_whole,
)
from service.cli.diary.columns import CONTENT
from service.rpc import enums
from service.rpc.fields import hides_identity_number

Cells = Mapping[str, str]
"""The cells of a row that hold something, by column."""

BELONGS_TO = {
    "minutes": ("treatment",),
    "setting": ("treatment",),
    "group_size": ("treatment",),
    "group_place": ("treatment",),
    "refund_category": ("examination", "sample"),
}
"""What says nothing unless one of the other columns does."""

NO_REQUISITION = "NONE"
MUNICIPALITY_DIGITS = 4


def refuse_identity_numbers(cells: Cells) -> None:
    """Refuse a row in which a cell has eleven digits, which may tell who a patient is."""
    for column, text in cells.items():
        if hides_identity_number(text):
            raise UnreadableError(say("ELEVEN_DIGITS", column=column))


def read_lines(cells: Cells) -> list[ClaimLine]:
    """The lines that a row tells: one for each fee code, one for each other thing that is done."""
    if not set(CONTENT) & set(cells):
        raise UnreadableError(say("NOTHING_DONE", columns=", ".join(CONTENT)))
    for column, others in BELONGS_TO.items():
        if column in cells and not set(others) & set(cells):
            raise UnreadableError(say("BELONGS_TO", column=column, columns=", ".join(others)))
    lines = [ClaimLine(fee=fee) for fee in read_fees("fee_codes", cells.get("fee_codes", ""))]
    if "treatment" in cells:
        lines.append(ClaimLine(treatment=_treatment(cells)))
    if "examination" in cells:
        modality = _number("examination", cells["examination"], enums.MODALITIES)
        lines.append(ClaimLine(examination=Examination(modality=modality, refund_category=_category(cells))))  # type: ignore[arg-type]
    if "sample" in cells:
        kind = _number("sample", cells["sample"], enums.SAMPLE_KINDS)
        lines.append(ClaimLine(sample=Sample(kind=kind, refund_category=_category(cells))))  # type: ignore[arg-type]
    if "asking_price" in cells:
        if len(lines) > 1:
            raise UnreadableError(say("ONE_PRICE", column="asking_price"))
        lines[0].asking_price_ore = read_kroner("asking_price", cells["asking_price"])
    return lines


def _treatment(cells: Cells) -> Treatment:
    treatment = Treatment(
        kind=_number("treatment", cells["treatment"], enums.TREATMENT_KINDS),  # type: ignore[arg-type]
        minutes=read_whole("minutes", _need(cells, "minutes")),
    )
    if "setting" in cells:
        treatment.setting = _number("setting", cells["setting"], enums.TREATMENT_SETTINGS)  # type: ignore[assignment]
    if "group_size" in cells:
        treatment.group_size = read_whole("group_size", cells["group_size"])
    if "group_place" in cells:
        treatment.group_place = read_whole("group_place", cells["group_place"])
    return treatment


def _category(cells: Cells) -> str:
    return read_category("refund_category", cells["refund_category"]) if "refund_category" in cells else ""


def read_claim(cells: Cells, lines: list[ClaimLine]) -> Claim:
    """The claim of a booking, from what its rows tell together."""
    claim = Claim(
        claim_id=booking_name(cells.get("booking", "")),
        discipline=_number("discipline", cells.get("discipline", "PHYSIOTHERAPY"), enums.DISCIPLINES),  # type: ignore[arg-type]
        performer=_performer(cells),
        treatment_date=read_day("date", _need(cells, "date")),
        start_time=read_clock("start_time", cells["start_time"]) if "start_time" in cells else "",
        lines=lines,
    )
    patient = _patient(cells)
    if patient.ListFields():
        claim.patient.CopyFrom(patient)
    if "exemption_ground" in cells:
        ground = _number("exemption_ground", cells["exemption_ground"], enums.GROUNDS)
        claim.exemption_grounds.append(ground)  # type: ignore[arg-type]
    requisition = _requisition(cells)
    if requisition.ListFields():
        claim.requisition.CopyFrom(requisition)
    return claim


def _performer(cells: Cells) -> ClaimPerformer:
    performer = ClaimPerformer(practice_id=read_digits("practice_id", cells.get("practice_id", "")))
    numbers = [column for column in ("hpr_number", "organisation_number") if column in cells]
    if len(numbers) != 1:
        raise UnreadableError(say("ONE_PROVIDER", columns="hpr_number, organisation_number"))
    setattr(performer, numbers[0], read_digits(numbers[0], cells[numbers[0]]))
    return performer


def _patient(cells: Cells) -> Patient:
    patient = Patient()
    if "age" in cells and "birth_date" in cells:
        raise UnreadableError(say("ONE_AGE", columns="age, birth_date"))
    if "age" in cells:
        patient.age_years = read_whole("age", cells["age"])
    if "birth_date" in cells:
        patient.birth_date = read_day("birth_date", cells["birth_date"])
    if "exemption_card" in cells:
        held = read_truth("exemption_card", cells["exemption_card"])
        patient.exemption_card = "EXEMPTION_CARD_HELD" if held else "EXEMPTION_CARD_NOT_HELD"  # type: ignore[assignment]
    if "user_fees_paid" in cells:
        patient.user_fees_paid_ore = read_kroner("user_fees_paid", cells["user_fees_paid"])
    if "national_insurance_member" in cells:
        member = read_truth("national_insurance_member", cells["national_insurance_member"])
        patient.national_insurance_member = f"NATIONAL_INSURANCE_MEMBER_{'YES' if member else 'NO'}"  # type: ignore[assignment]
    if "municipality_code" in cells:
        # A spreadsheet takes the code for a number, and drops the zero before it.
        patient.municipality_code = read_digits("municipality_code", cells["municipality_code"]).zfill(
            MUNICIPALITY_DIGITS
        )
    if "wheelchair_user" in cells:
        patient.wheelchair_user = read_truth("wheelchair_user", cells["wheelchair_user"])
    return patient


def _requisition(cells: Cells) -> Requisition:
    requisition = Requisition()
    if "requisition" in cells:
        choices = (*filter(None, enums.PROFESSIONS), NO_REQUISITION)
        profession = read_choice("requisition", cells["requisition"], choices)
        if profession == NO_REQUISITION:
            requisition.none = True
        else:
            requisition.profession = f"REQUISITIONER_PROFESSION_{profession}"  # type: ignore[assignment]
    if "requisition_date" in cells:
        requisition.date = read_day("requisition_date", cells["requisition_date"])
    if "requisition_hpr_number" in cells:
        requisition.hpr_number = read_digits("requisition_hpr_number", cells["requisition_hpr_number"])
    return requisition


def _need(cells: Cells, column: str) -> str:
    if column not in cells:
        raise UnreadableError(say("CELL_EMPTY", column=column))
    return cells[column]


def _number(column: str, text: str, names: tuple[str | None, ...]) -> int:
    """The number of a value of the contract, by its short name or by its word."""
    return names.index(read_choice(column, text, tuple(filter(None, names))))
