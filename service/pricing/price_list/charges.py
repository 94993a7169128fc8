"""
What may be charged outside the scheme, by the rules that a claim's charges are judged by.

References: chapter III of the physiotherapy tariff; FOR-2003-06-27-959 section 10
(radiology). A kind of charge that no rule on record is about is left out.
"""

from registry.tariffs.tariff_set import TariffDay
from service.pricing.charges.at_cost import EQUIPMENT
from service.pricing.charges.judging import NO_SHOW, JudgedCharge, judge_charge
from service.pricing.charges.no_show import NOTICE
from service.pricing.claim import Charge, Claim, Line
from service.pricing.decision import LineCoverage
from service.pricing.price_list.records import ListedCharge, Statement
from service.pricing.trace import SILENT
from service.verification.codes import AssumptionCode
from service.verification.findings import basis_of

KINDS = (
    "CONSUMABLES",
    "COMPRESSION_STOCKINGS",
    "ORTHOTICS",
    "INSOLES",
    "SELF_TRAINING_EQUIPMENT",
    "ADDITIONAL_TREATMENT",
    "NO_SHOW",
    "DISPATCH",
    "BOOKING_SYSTEM",
    "TEXT_MESSAGE",
    "CARD_PAYMENT",
)
"""Every kind of charge, in the order of the contract."""

AT_MOST = "AT_MOST"


def list_charges(claim: Claim, tariff: TariffDay) -> tuple[ListedCharge, ...]:
    """Each kind of charge that a rule on record is about; the claim says for whom, where and when."""
    judged = ((kind, _judge(kind, claim, tariff)) for kind in KINDS)
    return tuple(_listed(kind, charge, tariff) for kind, charge in judged if _has_rule(charge))


def _judge(kind: str, claim: Claim, tariff: TariffDay) -> JudgedCharge:
    """The charge, with all that the law asks of it in order."""
    told = True if kind in EQUIPMENT else None
    charge = Charge(kind, clinical_need_recorded=told, patient_free_to_choose=told)
    return judge_charge(Line(1, charge), charge, claim, tariff, SILENT)


def _has_rule(charge: JudgedCharge) -> bool:
    return all(each.code is not AssumptionCode.CHARGE_RULES_NOT_ON_RECORD for each in charge.assumptions)


def _listed(kind: str, charge: JudgedCharge, tariff: TariffDay) -> ListedCharge:
    if charge.decision.coverage is LineCoverage.NOT_PAYABLE:
        return ListedCharge(kind, Statement(f"CHARGE_{kind}", {}, basis_of(charge.rule)), 0)
    data = {}
    if kind == NO_SHOW:
        data["hours"] = str(tariff.provisions[NOTICE[tariff.discipline]].value)
    name = f"CHARGE_{kind}"
    if charge.lawful_ore is not None:
        data["maximum_ore"], name = str(charge.lawful_ore), f"{name}_{AT_MOST}"
    return ListedCharge(kind, Statement(name, data, basis_of(charge.rule)), charge.lawful_ore)
