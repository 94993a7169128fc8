"""
A plainly described treatment as fee codes, by the tariff's table of treatments.

The table goes by kind, setting, the performer's method and the day. What it
does not have is a reason, not a guess.
"""

from dataclasses import replace

from registry.records import CompetenceKind
from registry.tariffs.records import TreatmentRow
from registry.tariffs.tariff_set import TariffDay
from service.pricing.claim import Claim, FeeUse, Treatment
from service.pricing.fee_codes.groups import CHILD, fits_group, refuse_group
from service.pricing.fee_codes.not_on_record import tariff_not_on_record
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import Reason, SupplyFact
from service.verification.funding import FundingRoute
from service.verification.standing import Standing

CHILD_AGE = "child_fee_code_age"
ORDINARY = "PHYSIOTHERAPIST"
INTERN = "INTERN"
NAMED_METHODS = {
    "PHYSIOTHERAPY": ORDINARY,
    "MANUAL_THERAPY": "MANUAL_THERAPIST",
    "PSYCHOMOTOR": "PSYCHOMOTOR",
    "CLINICAL_MASTER": "CLINICAL_MASTER",
}
METHOD_NAMES = {method: name for name, method in NAMED_METHODS.items()} | {"MANUAL_THERAPY_2015": "MANUAL_THERAPY"}
SUPPLEMENT_CODES = {"DIAGNOSTIC_ULTRASOUND": "A1i", "SENIOR_OR_WHEELCHAIR": "D40"}
OWN_METHODS = ("MANUAL_THERAPIST", "MANUAL_THERAPY_2015", "PSYCHOMOTOR", "CLINICAL_MASTER")
STANDS_FOR = {
    "MANUAL_THERAPY_EXTRA": "MANUAL_THERAPIST",
    "PSYCHOMOTOR_2015": "PSYCHOMOTOR",
    "ASSOCIATION_SPECIALIST": "CLINICAL_MASTER",
}
"""Competences whose holders treat by the method of another one, once the tariff has it."""
SPECIALIST = "ASSOCIATION_SPECIALIST"


def code_treatment(
    treatment: Treatment, claim: Claim, tariff: TariffDay, standing: Standing, line_number: int, trace: Trace
) -> tuple[tuple[FeeUse, ...], Reason | None]:
    """The fee codes of a treatment, or why there are none."""
    if not tariff.fees:
        return (), tariff_not_on_record(claim, line_number)
    own = own_methods(standing, tariff)
    if treatment.kind == "INDIVIDUAL" and len(own) > 1 and standing.route is not FundingRoute.INTERN:
        return (), _method_not_told(own, line_number)
    for method in _methods(treatment, claim, tariff, standing, own):
        row = _find(tariff.treatments, treatment, method) or _find(tariff.treatments, _unplaced(treatment), method)
        if row:
            refused = refuse_group(treatment, row, claim, tariff, line_number, trace)
            uses = () if refused else _uses(row, treatment)
            _trace_codes(row, treatment, uses, tariff, line_number, trace)
            return uses, refused
    if tariff.lacks_amounts():
        return (), tariff_not_on_record(claim, line_number)
    return (), _not_in_tariff(treatment, claim, line_number)


def _trace_codes(
    row: TreatmentRow, treatment: Treatment, uses: tuple[FeeUse, ...], tariff: TariffDay, line_number: int, trace: Trace
) -> None:
    """Record which codes a treatment became; nothing for one that became none."""
    if uses:
        codes = ", ".join(use.fee_code if use.count == 1 else f"{use.count} x {use.fee_code}" for use in uses)
        data = {"treatment": treatment.kind, "minutes": treatment.minutes, "fee_codes": codes}
        base = tariff.fees.get(row.base_code)
        trace.step(Rule.TREATMENT_AS_CODES, line_number, row, base.fee if base else None, **data)


def own_methods(standing: Standing, tariff: TariffDay) -> tuple[str, ...]:
    """The methods beyond the ordinary one that the performer's competences open, as far as the tariff has them."""
    held = standing.competences.held if standing.competences else frozenset()
    methods = {STANDS_FOR.get(kind, kind.value) for kind in held}
    methods &= {row.method for row in tariff.treatments}
    return tuple(method for method in OWN_METHODS if method in methods)


def _methods(
    treatment: Treatment, claim: Claim, tariff: TariffDay, standing: Standing, own: tuple[str, ...]
) -> tuple[str, ...]:
    """The methods to look for in the table, the most special one first."""
    if standing.route is FundingRoute.INTERN:
        return (INTERN,)
    held = standing.competences.held if standing.competences else frozenset()
    specialist = (SPECIALIST,) if CompetenceKind.ASSOCIATION_SPECIALIST in held else ()
    if treatment.kind in NAMED_METHODS:
        named = NAMED_METHODS[treatment.kind]
        return (*specialist, named) if named == ORDINARY else (named,)
    child = (CHILD,) if is_child(claim, tariff) else ()
    if treatment.kind == "GROUP":
        return (*child, ORDINARY)
    return (*own, *specialist, *child, ORDINARY)


def is_child(claim: Claim, tariff: TariffDay) -> bool:
    """Whether the patient is known to be below the age limit of the codes for children."""
    limit = tariff.provisions.get(CHILD_AGE)
    age = claim.patient.age
    return limit is not None and limit.value is not None and age is not None and age < limit.value


def _find(table: tuple[TreatmentRow, ...], treatment: Treatment, method: str) -> TreatmentRow | None:
    kind = "TREATMENT" if treatment.kind in NAMED_METHODS or treatment.kind == "INDIVIDUAL" else treatment.kind
    return next(
        (
            row
            for row in table
            if row.kind == kind
            and row.setting == treatment.setting
            and row.method == method
            and (row.base_minutes == treatment.minutes or not row.exact)
            and fits_group(row, treatment)
        ),
        None,
    )


def _unplaced(treatment: Treatment) -> Treatment:
    """The treatment without the patient's number in the group, for a number that no group has."""
    return replace(treatment, group_place=None) if treatment.group_place is not None else treatment


def _uses(row: TreatmentRow, treatment: Treatment) -> tuple[FeeUse, ...]:
    beyond = max(0, treatment.minutes - (row.base_minutes or treatment.minutes))
    uses = [FeeUse(row.base_code), *(FeeUse(code) for code in row.always_codes)]
    if beyond and row.extra_code:
        count = -(-beyond // row.extra_minutes) if row.extra_minutes else 1
        uses += [FeeUse(code, count) for code in (row.extra_code, *row.also_extra_codes)]
    uses += [FeeUse(SUPPLEMENT_CODES[name]) for name in dict.fromkeys(treatment.supplements)]
    return tuple(uses)


def _method_not_told(own: tuple[str, ...], line_number: int) -> Reason:
    names = tuple(METHOD_NAMES[method] for method in own)
    remedy = SupplyFact(f"lines[{line_number - 1}].treatment.kind", "CALLER", names)
    return Reason(ReasonCode.METHOD_NOT_TOLD, {"methods": ", ".join(names)}, line_number, remedies=(remedy,))


def _not_in_tariff(treatment: Treatment, claim: Claim, line_number: int) -> Reason:
    data = {
        "treatment": f"{treatment.kind}, {treatment.setting}",
        "minutes": str(treatment.minutes),
        "treatment_date": claim.treatment_date.isoformat(),
    }
    return Reason(ReasonCode.TREATMENT_NOT_IN_TARIFF, data, line_number)
