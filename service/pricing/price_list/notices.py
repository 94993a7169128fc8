"""What a patient must be told besides the prices of a list."""

from registry.tariffs.records import Ceiling, Discipline
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Claim
from service.pricing.fee_codes.coding import USER_FEE_CODES
from service.pricing.money.patients import CARD_RULE
from service.pricing.money.regions import assume_region
from service.verification.codes import NoticeCode
from service.verification.findings import Notice, Verdict, basis_of
from service.verification.funding import FundingRoute
from service.verification.reimbursability import missing_agreement_notices
from service.verification.requisitions import LEGAL_BASIS
from service.verification.standing import Settlement, Standing

PHYSIOTHERAPY = Discipline.PHYSIOTHERAPY


def about_prices(
    claim: Claim, tariffs: TariffSet, tariff: TariffDay, standing: Standing, ceiling: Ceiling | None
) -> tuple[Notice, ...]:
    """What follows from who pays, where treatment is reimbursed."""
    provisions = tariff.provisions
    notices = []
    if ceiling:
        data = {
            "ceiling": f"CEILING_{ceiling.group}",
            "ceiling_ore": str(ceiling.amount_ore),
            "year": str(claim.treatment_date.year),
        }
        notices.append(Notice(NoticeCode.USER_FEE_CEILING, data, basis_of(provisions.get(CARD_RULE))))
    if standing.route is FundingRoute.EMPLOYMENT:
        basis = basis_of(provisions.get("user_fee_by_municipality"))
        notices.append(Notice(NoticeCode.MUNICIPALITY_DECIDES_FEE, {}, basis))
    if standing.settlement is Settlement.ON_RECEIPT:
        notices.append(Notice(NoticeCode.CLAIM_ON_RECEIPT, {}, basis_of(provisions.get("receipt_claim"))))
    return (*notices, *_about_region(claim, tariffs, tariff, standing), *_about_requisition(tariff, standing))


def about_no_agreement(claim: Claim, tariffs: TariffSet, tariff: TariffDay, standing: Standing) -> tuple[Notice, ...]:
    """What the patient must be told before treatment that is not reimbursed."""
    if standing.verdict is not Verdict.NOT_HELD:
        return ()
    missing = missing_agreement_notices(tariffs, standing, claim.treatment_date)
    notices = missing or (Notice(NoticeCode.PATIENT_PAYS_WHOLE_FEE),)
    if claim.discipline is PHYSIOTHERAPY:
        basis = basis_of(tariff.provisions.get("where_to_complain"))
        return (*notices, Notice(NoticeCode.WHERE_TO_COMPLAIN, {}, basis))
    return (*notices, Notice(NoticeCode.ASK_FOR_CONTRACTED_INSTITUTES))


def on_display(tariff: TariffDay) -> tuple[Notice, ...]:
    """That the list must hang where patients see it; in the disciplines that have the rule on record."""
    if tariff.discipline is not PHYSIOTHERAPY:
        return ()
    return (Notice(NoticeCode.PRICE_LIST_ON_DISPLAY, {}, basis_of(tariff.provisions.get("price_list"))),)


def _about_region(claim: Claim, tariffs: TariffSet, tariff: TariffDay, standing: Standing) -> tuple[Notice, ...]:
    """Whose patients pay the user fee of an examination."""
    if assume_region(claim, tariffs, standing) is None:
        return ()
    regions = ", ".join(tariffs.region_name(number) or number for number in sorted(standing.health_regions))
    data = {"fee_code": USER_FEE_CODES[claim.discipline], "regions": regions}
    return (Notice(NoticeCode.USER_FEE_OF_REGION, data, basis_of(tariff.provisions.get("user_fee_of_region"))),)


def _about_requisition(tariff: TariffDay, standing: Standing) -> tuple[Notice, ...]:
    """Whether somebody must have asked for the treatment, and who."""
    of_manual_therapist = tariff.discipline is PHYSIOTHERAPY and standing.is_manual_therapist
    if tariff.professions and not of_manual_therapist:
        data = {"professions": ", ".join(sorted(tariff.professions))}
        basis = basis_of(tariff.provisions.get(LEGAL_BASIS[tariff.discipline]))
        return (Notice(NoticeCode.REQUISITION_NEEDED, data, basis),)
    referral = tariff.provisions.get("no_referral_needed")
    if referral and tariff.discipline is PHYSIOTHERAPY:
        return (Notice(NoticeCode.NO_REFERRAL_NEEDED, {}, basis_of(referral)),)
    return ()
