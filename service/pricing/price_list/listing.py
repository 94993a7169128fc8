"""
The price list that a provider must display.

The order is: the tariff of the day, the provider's standing, every fee code as a
claim of its own, the charges besides, who is exempt, what else is to be told.

Reference: FOR-2024-06-17-1184 (that prices must be on display).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from registry.snapshot import Snapshot
from registry.tariffs.records import Ceiling, Discipline
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.decision import Provisional
from service.pricing.money.figures import TariffAuthority
from service.pricing.price_list.charges import list_charges
from service.pricing.price_list.exempt import list_exempt
from service.pricing.price_list.fees import PricedCode, Pricing, price_codes
from service.pricing.price_list.gaps import prices_not_on_record
from service.pricing.price_list.notices import about_no_agreement, about_prices, on_display
from service.pricing.price_list.records import ListedFee, ListedSection, PriceList
from service.pricing.validity import valid_until
from service.verification.codes import AssumptionCode
from service.verification.findings import Assumption, LegalBasis, Reason, SupplyFact, Verdict
from service.verification.funding import FundingRoute
from service.verification.reimbursability import (
    ProviderAtPractice,
    agree,
    practice_not_told,
    practice_of_several,
    standings,
)
from service.verification.requisitions import MANUAL_THERAPIST, Requisition
from service.verification.standing import Standing

OTHER = "OTHER"
"""The section of codes that no section on record has."""


def list_prices(
    provider: ProviderAtPractice,
    discipline: Discipline,
    day: date,
    snapshot: Snapshot,
    tariffs: TariffSet,
    authority: TariffAuthority = TariffAuthority.DEFAULT,
) -> PriceList:
    """The list of a provider on a day, from one revision of the register and one set of tariffs."""
    tariff = tariffs.day(discipline, day)
    claim = Claim(discipline, day, (), provider, requisition=_requisition(tariff, day))
    found = standings(snapshot, tariffs, provider, discipline, day)
    until = valid_until(claim, tariff, (standing.valid_until for standing in found))
    if not agree(found):
        return PriceList(None, Verdict.UNKNOWN, until, (_which_practice(found),), on_display(tariff))
    standing = found[0]
    listed = PriceList(
        practice_id=standing.practice_id if len(found) == 1 else None,
        reimbursed=standing.verdict,
        valid_until=until,
        reasons=_of_standing(standing),
        notices=(*about_no_agreement(claim, tariffs, tariff, standing), *on_display(tariff)),
        assumptions=practice_of_several(found),
    )
    if standing.verdict is not Verdict.HELD:
        return listed
    pricing = Pricing(claim, snapshot, tariffs, tariff, authority)
    return _with_prices(listed, pricing, standing, tuple(price_codes(pricing)))


def _requisition(tariff: TariffDay, day: date) -> Requisition | None:
    """A requisition that counts without being looked up; absent where none is needed."""
    professions = sorted(tariff.professions - {MANUAL_THERAPIST})
    return Requisition(profession=professions[0], day=day) if professions else None


def _which_practice(found: tuple[Standing, ...]) -> Reason:
    """The reason that names the practices, with the remedy in the words of a price list's request."""
    reason = practice_not_told(found)
    practices = tuple(standing.practice_id or "" for standing in found)
    return replace(reason, remedies=(SupplyFact("provider.practice_id", "CALLER", practices),))


def _of_standing(standing: Standing) -> tuple[Reason, ...]:
    return (*standing.reasons, *(reason for finding in standing.findings for reason in finding.reasons))


def _with_prices(listed: PriceList, pricing: Pricing, standing: Standing, priced: Sequence[PricedCode]) -> PriceList:
    """The list of a provider whose treatment is reimbursed, with what patients pay."""
    claim, tariffs, tariff = pricing.claim, pricing.tariffs, pricing.tariff
    fees = [code.fee for code in priced if code.fee]
    ceiling = tariffs.ceiling(claim.discipline, claim.treatment_date)
    return replace(
        listed,
        reasons=(
            *listed.reasons,
            *prices_not_on_record(claim, tariffs, tariff),
            *(reason for code in priced for reason in code.reasons),
        ),
        notices=(*about_prices(claim, tariffs, tariff, standing, ceiling), *listed.notices),
        sections=_sections(fees, tariffs, claim.discipline),
        charges=list_charges(claim, tariff),
        exempt=list_exempt(tariff),
        assumptions=(*listed.assumptions, *_of_municipality(standing)),
        provisional=_provisional(claim.treatment_date, fees, ceiling),
        sources=_sources(fees, tariffs),
    )


def _of_municipality(standing: Standing) -> tuple[Assumption, ...]:
    """That an employer which may charge less charges the whole user fee."""
    if standing.route is not FundingRoute.EMPLOYMENT:
        return ()
    return (Assumption(AssumptionCode.MUNICIPALITY_CHARGES_USER_FEE),)


def _sections(fees: Iterable[ListedFee], tariffs: TariffSet, discipline: Discipline) -> tuple[ListedSection, ...]:
    """The fees by kind of treatment, in printed order; those of no section last."""
    left = {fee.entry.fee.fee_code: fee for fee in fees}
    found = []
    for section in tariffs.sections(discipline):
        own = tuple(left.pop(code) for code in tuple(left) if section.has(code))
        found.append(ListedSection(section.section, own))
    found.append(ListedSection(OTHER, tuple(left.values())))
    return tuple(section for section in found if section.fees)


def _provisional(day: date, fees: Iterable[ListedFee], ceiling: Ceiling | None) -> tuple[Provisional, ...]:
    """Figures used beyond the day through which they are confirmed: the first to end of the fees, and the ceiling."""
    found = []
    through = min((fee.entry.fee.confirmed_through for fee in fees), default=day)
    if day > through:
        found.append(Provisional("PRICE_LIST", "price_list", through))
    if ceiling and day > ceiling.confirmed_through:
        found.append(Provisional("CEILING", "user_fee_ceiling", ceiling.confirmed_through))
    return tuple(found)


def _sources(fees: Iterable[ListedFee], tariffs: TariffSet) -> tuple[LegalBasis, ...]:
    """The acts that the fees are printed in, each once."""
    acts = (tariffs.acts[act_id] for act_id in dict.fromkeys(fee.entry.fee.act_id for fee in fees))
    return tuple(LegalBasis(act.act_id, act.url) for act in acts)
