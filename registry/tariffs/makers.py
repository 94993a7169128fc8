"""Each kind of tariff file: its columns, and how a row of it becomes a record."""

import re
from collections.abc import Callable

from registry.organisation_number import is_organisation_number
from registry.records import CompetenceKind
from registry.structs import struct
from registry.tariffs import vocabulary
from registry.tariffs.columns import (
    CellError,
    Row,
    choice,
    choices,
    day,
    known_ore,
    link,
    ore,
    period,
    several,
    shaped,
    span,
    text,
    whole,
    word,
    words,
    yes,
)
from registry.tariffs.records import (
    Act,
    Ceiling,
    CombinationMode,
    Country,
    Description,
    Discipline,
    Dispute,
    ExemptionGround,
    Fee,
    FeeRule,
    Gap,
    HealthRegion,
    Irregularity,
    Municipality,
    PatientRule,
    Provision,
    RefundCategory,
    RequisitionProfession,
    Successor,
    TreatmentRow,
)

FREE = "free"
YEAR = re.compile(r"(?:19|20)[0-9]{2}", re.ASCII)
FOUR_DIGITS = re.compile(r"[0-9]{4}", re.ASCII)
NUMBER = "(?:0|[1-9][0-9]?)"
TWO_CAPITALS = re.compile(r"[A-Z]{2}", re.ASCII)


@struct(frozen=True, slots=True)
class FileKind:
    """A file of the folder, its columns in order, and what a row becomes."""

    name: str
    columns: tuple[str, ...]
    make: Callable[[Row], object]


def make_fee(discipline: Discipline) -> Callable[[Row], Fee]:
    """Rows of a discipline's fee table."""

    def make(row: Row) -> Fee:
        return Fee(
            discipline=discipline,
            fee_code=text(row, "fee_code"),
            period=period(row),
            honorarium_ore=ore(row, "honorarium"),
            refund_ore=ore(row, "refund"),
            user_fee_ore=ore(row, "user_fee"),
            percentage=whole(row, "percentage"),
            minutes=whole(row, "minutes"),
            opened_by=choices(row, "opened_by", CompetenceKind),
            patient_rule=choice(row, "patient_rule", PatientRule) if row["patient_rule"] else None,
            per=word(row, "per", vocabulary.PER),
            frequency=word(row, "frequency", vocabulary.FREQUENCIES),
            frequency_count=whole(row, "frequency_count"),
            act_id=text(row, "act_id"),
            where=text(row, "where"),
            confidence=word(row, "confidence", vocabulary.CONFIDENCES),
            confirmed_through=day(row, "confirmed_through"),
            note=row["note"],
        )

    return make


def make_rule(discipline: Discipline) -> Callable[[Row], FeeRule]:
    """Rows of a discipline's table of repetitions, companions and combinations."""

    def make(row: Row) -> FeeRule:
        repetitions = None if row["repetitions"] == FREE else whole(row, "repetitions")
        return FeeRule(
            discipline=discipline,
            fee_code=text(row, "fee_code"),
            period=period(row),
            mode=choice(row, "mode", CombinationMode),
            codes=frozenset(words(row, "codes")),
            max_count=None if repetitions is None else repetitions + 1,
            count_on_record=bool(row["repetitions"]),
            companions=frozenset(words(row, "companions")),
            companion_basis=word(row, "companion_basis", vocabulary.COMPANION_BASES),
            remarks=row["remarks"],
            act_id=text(row, "act_id"),
        )

    return make


def make_act(row: Row) -> Act:
    """A published regulation."""
    return Act(
        text(row, "act_id"),
        text(row, "title"),
        several(row, "disciplines", Discipline),
        day(row, "first_date"),
        link(row, "url"),
    )


def make_irregularity(row: Row) -> Irregularity:
    """A printed row that breaks a rule which all others keep."""
    return Irregularity(
        choice(row, "discipline", Discipline),
        text(row, "fee_code"),
        day(row, "first_date"),
        word(row, "irregularity", vocabulary.IRREGULARITIES),
        text(row, "note"),
    )


def make_gap(row: Row) -> Gap:
    """Days without figures."""
    discipline = choice(row, "discipline", Discipline)
    return Gap(
        discipline,
        row["fee_code"] or None,
        word(row, "missing", vocabulary.MISSING),
        period(row),
        text(row, "note"),
        text(row, "source"),
        word(row, "group", ("", *vocabulary.REFUND_GROUPS.get(discipline, ()))) or None,
    )


def make_refund_category(row: Row) -> RefundCategory:
    """A category of a table of refunds."""
    discipline = choice(row, "discipline", Discipline)
    group = word(row, "group", tuple(vocabulary.REFUND_GROUPS.get(discipline, ())))
    letters = vocabulary.REFUND_GROUPS[discipline][group]
    return RefundCategory(
        discipline=discipline,
        group=group,
        category=shaped(row, "category", re.compile(f"{letters}{NUMBER}", re.ASCII), f"{letters} and a number"),
        period=period(row),
        refund_ore=known_ore(row, "refund"),
        act_id=text(row, "act_id"),
        confidence=word(row, "confidence", vocabulary.CONFIDENCES),
        confirmed_through=day(row, "confirmed_through"),
        note=row["note"],
    )


def make_dispute(row: Row) -> Dispute:
    """Two sources that disagree."""
    return Dispute(
        dispute_id=text(row, "dispute_id"),
        discipline=choice(row, "discipline", Discipline),
        fee_code=text(row, "fee_code"),
        period=period(row),
        default_honorarium_ore=known_ore(row, "default_honorarium"),
        default_refund_ore=known_ore(row, "default_refund"),
        default_user_fee_ore=known_ore(row, "default_user_fee"),
        default_source=text(row, "default_source"),
        regulation_honorarium_ore=known_ore(row, "regulation_honorarium"),
        regulation_refund_ore=known_ore(row, "regulation_refund"),
        regulation_user_fee_ore=known_ore(row, "regulation_user_fee"),
        regulation_source=text(row, "regulation_source"),
        note=row["note"],
    )


def make_provision(row: Row) -> Provision:
    """A dated rule of law."""
    return Provision(
        provision_id=word(row, "provision_id", vocabulary.PROVISIONS),
        period=period(row),
        value=whole(row, "value"),
        unit=word(row, "unit", vocabulary.UNITS),
        legal_basis=text(row, "legal_basis"),
        url=link(row, "url"),
        confidence=word(row, "confidence", vocabulary.CONFIDENCES),
        note=row["note"],
    )


def make_ceiling(row: Row) -> Ceiling:
    """The ceiling of a year."""
    year = shaped(row, "year", YEAR, "a year of our time")
    return Ceiling(
        year=int(year),
        group=word(row, "group", vocabulary.CEILING_GROUPS),
        disciplines=several(row, "disciplines", Discipline),
        amount_ore=known_ore(row, "amount"),
        source=text(row, "source"),
        confidence=word(row, "confidence", vocabulary.CONFIDENCES),
        confirmed_through=day(row, "confirmed_through"),
    )


def make_ground(row: Row) -> ExemptionGround:
    """A ground on which no user fee is paid."""
    return ExemptionGround(
        ground=word(row, "ground", vocabulary.GROUNDS),
        discipline=choice(row, "discipline", Discipline),
        period=period(row),
        under_age=row["under_age"] or None,
        member_required=yes(row, "member_required"),
        claim_code=row["claim_code"],
        legal_basis=text(row, "legal_basis"),
        url=link(row, "url"),
        confidence=word(row, "confidence", vocabulary.CONFIDENCES),
    )


def make_treatment(row: Row) -> TreatmentRow:
    """How a plainly described treatment becomes fee codes."""
    return TreatmentRow(
        kind=word(row, "kind", vocabulary.KINDS),
        setting=word(row, "setting", vocabulary.SETTINGS),
        method=word(row, "method", vocabulary.METHODS),
        period=period(row),
        base_code=text(row, "base_code"),
        base_minutes=whole(row, "base_minutes"),
        exact=yes(row, "exact"),
        extra_code=row["extra_code"] or None,
        extra_minutes=whole(row, "extra_minutes"),
        also_extra_codes=words(row, "also_extra_codes"),
        always_codes=words(row, "always_codes"),
        places=span(row, "places"),
        sizes=span(row, "sizes"),
    )


def make_municipality(row: Row) -> Municipality:
    """A municipality code in a period."""
    return Municipality(
        shaped(row, "municipality_code", FOUR_DIGITS, "four digits"),
        text(row, "name"),
        text(row, "county_name"),
        period(row),
        text(row, "region_organisation_number"),
        text(row, "source"),
    )


def make_description(row: Row) -> Description:
    """What a fee code is for."""
    return Description(
        choice(row, "discipline", Discipline),
        text(row, "fee_code"),
        period(row),
        text(row, "nb"),
        text(row, "nn"),
        text(row, "en"),
    )


def make_profession(row: Row) -> RequisitionProfession:
    """A profession that may requisition."""
    profession = word(row, "profession", vocabulary.PROFESSIONS)
    return RequisitionProfession(choice(row, "discipline", Discipline), profession, period(row))


def make_successor(row: Row) -> Successor:
    """The code that took another's place."""
    return Successor(
        choice(row, "discipline", Discipline), text(row, "fee_code"), day(row, "last_date"), text(row, "successor")
    )


def make_region(row: Row) -> HealthRegion:
    """A regional health authority."""
    number = text(row, "organisation_number")
    if not is_organisation_number(number):
        raise CellError(f"organisation_number has a wrong check digit: {number}")
    return HealthRegion(number, text(row, "name"), text(row, "source"))


def make_country(row: Row) -> Country:
    """A state of the European Economic Area."""
    code = shaped(row, "country_code", TWO_CAPITALS, "two capital letters")
    return Country(code, text(row, "name"), text(row, "source"))
