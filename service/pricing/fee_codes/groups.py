"""
How many may take part in a group, and which of them is the patient?

Until June 2024 the fee followed the patient's number in the group; since then
there is one fee for the group and one for each patient.

Reference: section C of the physiotherapy tariff, chapter II.
"""

from registry.tariffs.records import TreatmentRow
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Claim, Treatment
from service.pricing.trace import Rule, Trace
from service.verification.codes import AssumptionCode, ReasonCode
from service.verification.findings import Assumption, Reason, RemoveLine, SupplyFact, basis_of

GROUP = "GROUP"
CHILD = "CHILD"
MAXIMUM, CHILD_MAXIMUM, EXPECTED = "group_size_maximum", "child_group_size_maximum", "group_size_expected"


def fits_group(row: TreatmentRow, treatment: Treatment) -> bool:
    """Whether a row is for a patient with this number in a group of this size."""
    place, size = treatment.group_place, treatment.group_size
    return (row.places is None or place is None or place in row.places) and (
        row.sizes is None or (size is not None and size in row.sizes)
    )


def refuse_group(
    treatment: Treatment, row: TreatmentRow, claim: Claim, tariff: TariffDay, line_number: int, trace: Trace
) -> Reason | None:
    """Why the group is not billed by the row; nothing when it is."""
    if row.kind != GROUP:
        return None
    limit = tariff.provisions.get(CHILD_MAXIMUM if row.method == CHILD else MAXIMUM)
    size = max(treatment.group_size or 0, treatment.group_place or 0)
    trace.step(Rule.GROUP_SIZE, line_number, limit, size=treatment.group_size, place=treatment.group_place)
    if limit and limit.value is not None and size > limit.value:
        data = {"size": str(size), "maximum": str(limit.value)}
        remedies = (RemoveLine(line_number),)
        return Reason(ReasonCode.GROUP_TOO_LARGE, data, line_number, basis_of(limit), remedies)
    if row.places is not None and treatment.group_place is None and not _all_have_place(row.places, treatment):
        data = {
            "treatment": f"{treatment.kind}, {treatment.setting}",
            "minutes": str(treatment.minutes),
            "treatment_date": claim.treatment_date.isoformat(),
        }
        remedy = SupplyFact(f"lines[{line_number - 1}].treatment.group_place", "CALLER")
        return Reason(ReasonCode.GROUP_PLACE_NOT_TOLD, data, line_number, remedies=(remedy,))
    return None


def _all_have_place(places: range, treatment: Treatment) -> bool:
    """Whether the group is so small that the patient has one of the places, whichever it is."""
    return 1 in places and treatment.group_size in places


def assume_group(treatment: Treatment, tariff: TariffDay, line_number: int) -> tuple[Assumption, ...]:
    """That a group with too few participants was planned for more."""
    expected = tariff.provisions.get(EXPECTED)
    size = treatment.group_size
    if treatment.kind != GROUP or expected is None or size is None or size >= (expected.value or 0):
        return ()
    data = {"size": str(size), "minimum": str(expected.value)}
    return (Assumption(AssumptionCode.GROUP_OF_SEVERAL, data, line_number),)
