"""
May an X-ray institute or a laboratory be reimbursed on a day?

References: folketrygdloven sections 5-1 and 5-5; FOR-2003-06-27-959 section 3,
by which a volume that is agreed does not affect the patient's right: so neither
the register nor any rule knows volumes.
"""

from datetime import date

from registry.records import AgreementKind
from registry.snapshot import Snapshot
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
from service.verification.agreements import AgreementQuestion, relevant, verify_agreement, why_stale
from service.verification.codes import ReasonCode
from service.verification.findings import Finding, Reason, Verdict, basis_of
from service.verification.settlement import REQUIRED, verify_settlement
from service.verification.standing import Settlement, Standing

CONTRACT_REQUIRED = {
    Discipline.RADIOLOGY: "regional_contract_required_radiology",
    Discipline.LABORATORY: "regional_contract_required_laboratory",
}


def institute_standing(
    snapshot: Snapshot,
    tariffs: TariffSet,
    organisation_number: str,
    practice_id: str | None,
    discipline: Discipline,
    day: date,
) -> Standing:
    """What the register says about an institute, at one site or at all, on a day."""
    provider = f"ORG {organisation_number}"
    entry = snapshot.organisation(organisation_number)
    agreements = entry.agreements if entry else ()
    settlement = verify_settlement(snapshot, tariffs, provider, agreements, practice_id, day)
    contract, regions = verify_regional_contract(snapshot, tariffs, organisation_number, practice_id, discipline, day)
    on_receipt = settlement.verdict is Verdict.NOT_HELD and tariffs.provision(REQUIRED, day) is None
    unknown = () if entry else (Reason(ReasonCode.PROVIDER_NOT_IN_REGISTER, {"provider": provider}),)
    return Standing(
        provider=provider,
        practice_id=practice_id,
        findings=(settlement, contract),
        settlement=Settlement.ON_RECEIPT if on_receipt else Settlement.DIRECT,
        health_regions=regions,
        reasons=unknown,
    )


def verify_regional_contract(
    snapshot: Snapshot,
    tariffs: TariffSet,
    organisation_number: str,
    practice_id: str | None,
    discipline: Discipline,
    day: date,
) -> tuple[Finding, frozenset[str]]:
    """The verdict on a contract with any regional health authority, and with which ones it is held."""
    entry = snapshot.organisation(organisation_number)
    question = AgreementQuestion(
        AgreementKind.REGIONAL_HEALTH_AUTHORITY,
        f"ORG {organisation_number}",
        day,
        basis_of(tariffs.provision(CONTRACT_REQUIRED[discipline], day)),
    )
    on_record = relevant(entry.agreements if entry else (), question.kind, practice_id, discipline.value)
    areas = tariffs.region_numbers
    held = [row for row in on_record if row.period.covers(day)]
    regions = frozenset(row.counterparty for row in held if why_stale(snapshot, row, areas, day) is None)
    return verify_agreement(snapshot, question, on_record, areas), regions
