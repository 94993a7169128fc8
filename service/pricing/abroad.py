"""
Treatment outside Norway: paid there, and in the EEA refunded afterwards by Norwegian rules.

References: folketrygdloven section 5-24 a; FOR-2010-11-22-1466.
"""

from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Charge, Claim, Line
from service.pricing.decision import (
    NOTHING,
    Amounts,
    Decision,
    LineCoverage,
    LineDecision,
    Outcome,
    Payee,
    Payment,
    Totals,
    add,
)
from service.pricing.trace import Trace
from service.pricing.validity import valid_until
from service.verification.codes import NoticeCode, ReasonCode
from service.verification.findings import Notice, Reason, basis_of

NOT_ON_RECORD = Amounts(None, None, None)


def price_abroad(claim: Claim, tariffs: TariffSet, tariff: TariffDay, trace: Trace) -> Decision:
    """The answer to a claim for treatment in another country; no Norwegian rule prices it."""
    lines = tuple(_line(line) for line in claim.lines)
    paid = add(*(line.payment.patient_pays_ore for line in lines))
    totals = Totals(
        amounts=NOTHING if not lines else NOT_ON_RECORD,
        payment=Payment(paid, 0, 0),
        lowest_patient_pays_ore=sum(line.payment.patient_pays_ore or 0 for line in lines),
        highest_patient_pays_ore=paid,
        payee=Payee.NOBODY,
        refunded_afterwards_ore=None,
        outside_scheme_ore=None,
        ceiling_ore=None,
    )
    data = {"country_code": claim.country_code}
    return Decision(
        outcome=Outcome.NOT_COVERED,
        lines=lines,
        totals=totals,
        reasons=(Reason(ReasonCode.TREATED_ABROAD, data),),
        notices=(_notice(claim, tariffs, tariff), Notice(NoticeCode.NOT_A_PAYMENT_GUARANTEE)),
        assumptions=(),
        findings=(),
        practice_id=None,
        provisional=(),
        not_considered=(*claim.unread, *_told(claim)),
        valid_until=valid_until(claim, tariff, ()),
        report_by=None,
    )


def _line(line: Line) -> LineDecision:
    price = line.asking_price_ore
    if isinstance(line.content, Charge) and price is None:
        price = line.content.amount_ore
    return LineDecision(line.number, LineCoverage.NOT_COVERED, (), NOT_ON_RECORD, Payment(price, 0, 0))


def _notice(claim: Claim, tariffs: TariffSet, tariff: TariffDay) -> Notice:
    refund = tariff.provisions.get("eea_reimbursement")
    months = tariff.provisions.get("eea_claim_months")
    if claim.country_code not in tariffs.eea_countries or refund is None:
        return Notice(NoticeCode.ABROAD_NOT_REFUNDED, {"country_code": claim.country_code})
    data = {"country_code": claim.country_code, "months": str(months.value if months else "")}
    return Notice(NoticeCode.EEA_REFUND_AFTERWARDS, data, basis_of(refund))


def _told(claim: Claim) -> list[str]:
    """The facts that only Norwegian pricing would have used."""
    patient = claim.patient
    told = {
        "patient.birth_date": patient.birth_date is not None,
        "patient.age_years": patient.birth_date is None and patient.age is not None,
        "patient.exemption_card": patient.card is not None,
        "patient.user_fees_paid_ore": patient.user_fees_paid_ore is not None,
        "patient.national_insurance_member": patient.member is not None,
        "patient.municipality_code": patient.municipality_code is not None,
        "patient.health_region": patient.health_region is not None,
        "patient.wheelchair_user": patient.wheelchair_user is not None,
        "exemption_grounds": bool(claim.grounds),
        "requisition": claim.requisition is not None,
    }
    return [path for path, given in told.items() if given]
