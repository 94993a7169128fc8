"""
Is a physiotherapist's practice funded by the municipality, and in what way?

References: folketrygdloven section 5-8; FOR-1998-06-18-590 section 6 (locums);
FOR-2011-12-16-1349 sections 11 and 12 (salaried physiotherapists).
"""

from datetime import date
from enum import StrEnum

from registry.entries import PerformerEntry
from registry.records import Affiliation, AgreementKind, Role
from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.tariff_set import TariffSet
from service.verification.agreements import AgreementQuestion, relevant, verify_agreement
from service.verification.findings import Finding, Requirement, Verdict, basis_of


class FundingRoute(StrEnum):
    """In what way a practice is funded."""

    NONE = "NONE"
    CONTRACT = "CONTRACT"
    EMPLOYMENT = "EMPLOYMENT"
    LOCUM = "LOCUM"
    INTERN = "INTERN"
    EDUCATION_CANDIDATE = "EDUCATION_CANDIDATE"
    TEACHER = "TEACHER"


ROUTES = {
    Role.MUNICIPAL_EMPLOYEE: FundingRoute.EMPLOYMENT,
    Role.LOCUM: FundingRoute.LOCUM,
    Role.INTERN: FundingRoute.INTERN,
    Role.EDUCATION_CANDIDATE: FundingRoute.EDUCATION_CANDIDATE,
    Role.TEACHER: FundingRoute.TEACHER,
    Role.SELF_EMPLOYED: FundingRoute.CONTRACT,
}
CONTRACT_REQUIRED = "municipal_contract_required"
NEEDS_NO_CONTRACT = {FundingRoute.EMPLOYMENT, FundingRoute.EDUCATION_CANDIDATE, FundingRoute.TEACHER}


@struct(frozen=True, slots=True)
class Workplace:
    """
    A performer at a practice on a day.

    `affiliation` is absent when the register does not have the performer there
    that day; `contract_holder` is the performer, or the principal of a locum or
    an intern.
    """

    provider: str
    practice_id: str | None
    affiliation: Affiliation | None
    performer: PerformerEntry | None
    contract_holder: PerformerEntry | None

    @property
    def route(self) -> FundingRoute:
        """In what way the practice would be funded; a contract when nothing else is recorded."""
        return ROUTES[self.affiliation.role] if self.affiliation else FundingRoute.CONTRACT

    @property
    def holder(self) -> str:
        """Whose contract is asked about: that of the principal, else of the performer."""
        principal = self.affiliation.principal_hpr_number if self.affiliation else None
        return f"HPR {principal}" if principal else self.provider

    @property
    def settled_by(self) -> str:
        """Whose settlement agreement is asked about: an intern's work is settled by the contract holder."""
        return self.holder if self.route is FundingRoute.INTERN else self.provider


def workplace(
    snapshot: Snapshot, provider: str, entry: PerformerEntry | None, practice_id: str | None, day: date
) -> Workplace:
    """What the register says about the performer at the practice on the day."""
    rows = [
        row
        for row in (entry.affiliations if entry else ())
        if row.practice_id == practice_id and row.period.covers(day)
    ]
    special = [row for row in rows if row.role is not Role.SELF_EMPLOYED]
    affiliation = next(iter(special or rows), None)
    holder = entry
    if affiliation is not None and affiliation.principal_hpr_number:
        holder = snapshot.performer(affiliation.principal_hpr_number)
    return Workplace(provider, practice_id, affiliation, entry, holder)


def verify_funding(snapshot: Snapshot, tariffs: TariffSet, place: Workplace, day: date) -> Finding:
    """The verdict on municipal funding of the performer's work at the practice on the day."""
    end = place.affiliation.period.last_date if place.affiliation else None
    if place.route in NEEDS_NO_CONTRACT:
        return Finding(Requirement.MUNICIPAL_FUNDING, Verdict.HELD, valid_until=end)
    question = AgreementQuestion(
        AgreementKind.MUNICIPAL_FUNDING,
        place.holder,
        day,
        basis_of(tariffs.provision(CONTRACT_REQUIRED, day)),
    )
    practice = snapshot.practice(place.practice_id) if place.practice_id else None
    areas = (practice.municipality_code,) if practice and practice.municipality_code else ()
    agreements = place.contract_holder.agreements if place.contract_holder else ()
    on_record = relevant(agreements, question.kind, place.practice_id)
    return verify_agreement(snapshot, question, on_record, areas)
