"""May a provider be reimbursed on a day? One standing for each practice that it can be about."""

from datetime import date

from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
from service.verification.codes import AssumptionCode, NoticeCode, ReasonCode
from service.verification.findings import Assumption, Notice, Reason, SupplyFact, Verdict, basis_of
from service.verification.institutes import institute_standing
from service.verification.physiotherapists import physiotherapist_standing
from service.verification.practices import candidate_practices
from service.verification.standing import Standing


@struct(frozen=True, slots=True)
class ProviderAtPractice:
    """Who treats, and where. Exactly one of the numbers; the practice is absent when not told."""

    hpr_number: str | None = None
    organisation_number: str | None = None
    practice_id: str | None = None


def standings(
    snapshot: Snapshot, tariffs: TariffSet, provider: ProviderAtPractice, discipline: Discipline, day: date
) -> tuple[Standing, ...]:
    """
    The standing of a provider at each practice that the question can be about.

    One when the practice is told, when there is only one, or when all give the
    same answer; several otherwise. Never empty.
    """
    if provider.organisation_number is not None:
        number = provider.organisation_number
        return (institute_standing(snapshot, tariffs, number, provider.practice_id, discipline, day),)
    number = provider.hpr_number or ""
    if provider.practice_id is not None:
        return (physiotherapist_standing(snapshot, tariffs, number, provider.practice_id, day),)
    practices = candidate_practices(snapshot, number, day)
    return tuple(physiotherapist_standing(snapshot, tariffs, number, practice, day) for practice in practices)


def agree(found: tuple[Standing, ...]) -> bool:
    """Whether the standings give the same answer."""
    return len({standing.essence for standing in found}) == 1


def practice_not_told(found: tuple[Standing, ...]) -> Reason:
    """The reason that names the practices to choose from."""
    practices = tuple(standing.practice_id or "" for standing in found)
    data = {"provider": found[0].provider, "practices": ", ".join(practices)}
    remedy = SupplyFact("performer.practice_id", "CALLER", practices)
    return Reason(ReasonCode.PRACTICE_NOT_TOLD, data, remedies=(remedy,))


def practice_of_several(found: tuple[Standing, ...]) -> tuple[Assumption, ...]:
    """What is taken for granted when several practices give the same answer."""
    if len(found) == 1:
        return ()
    practices = ", ".join(standing.practice_id or "" for standing in found)
    return (Assumption(AssumptionCode.PRACTICE_OF_SEVERAL, {"practices": practices}),)


def missing_agreement_notices(tariffs: TariffSet, standing: Standing, day: date) -> tuple[Notice, ...]:
    """
    What the patient must be told before treatment by a provider without an agreement.

    Source: helsepersonelloven section 6.
    """
    basis = basis_of(tariffs.provision("information_duty", day))
    return tuple(
        Notice(
            NoticeCode.INFORM_BEFORE_TREATMENT,
            {"provider": standing.provider, "agreement": finding.requirement.value},
            basis,
        )
        for finding in standing.blocking
        if finding.verdict is Verdict.NOT_HELD and finding.requirement.value in _AGREEMENTS
    )


_AGREEMENTS = {"DIRECT_SETTLEMENT", "MUNICIPAL_FUNDING", "REGIONAL_HEALTH_AUTHORITY"}
