"""
What Helfo refunds for an examination or a sample of a refund category, beside the user fee.

References: FOR-2003-06-27-959, the tables of refund categories: by examination
(radiology) or by analysis (laboratory).
"""

from registry.tariffs.records import RefundCategory
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.claim import Examination, FeeUse
from service.pricing.decision import Amounts, PricedFee
from service.verification.codes import ReasonCode
from service.verification.findings import LegalBasis, Reason, SupplyFact

FITS_ALL = "INTERVENTION"
WIDER = {"PET": "NUCLEAR"}
"""The modality that a group belongs to, where that is not the group itself."""


def refuse_category(examination: Examination, tariffs: TariffSet, tariff: TariffDay, line_number: int) -> Reason | None:
    """Why a line with such a category may not be billed as written; absent when it may, or when none is told."""
    category = examination.refund_category
    if category is None:
        return None
    history = tariffs.category_history(tariff.discipline, category)
    if not history:
        data = {"category": category, "discipline": tariff.discipline.value}
        remedies = (_tell_category(examination, line_number, _candidates(examination, tariff)),)
        return Reason(ReasonCode.REFUND_CATEGORY_UNKNOWN, data, line_number, remedies=remedies)
    newest = history[-1]
    if examination.modality is None or _fits(newest.group, examination.modality):
        return None
    data = {"category": category, "group": newest.group, "modality": examination.modality}
    act = tariffs.acts[newest.act_id]
    remedies = (SupplyFact(f"lines[{line_number - 1}].examination.modality", "CALLER", (_modality(newest.group),)),)
    basis = LegalBasis(act.act_id, act.url)
    return Reason(ReasonCode.REFUND_CATEGORY_OF_OTHER_MODALITY, data, line_number, basis, remedies)


def price_category(category: RefundCategory) -> PricedFee:
    """A category as a fee of its own: all of it is refunded."""
    return PricedFee(FeeUse(category.category), Amounts(category.refund_ore, category.refund_ore, 0))


def refund_not_known(
    examination: Examination, tariffs: TariffSet, tariff: TariffDay, day: str, line_number: int
) -> Reason:
    """Why it is not known what Helfo pays for a covered examination: no category is told, or it has no row that day."""
    category = examination.refund_category
    if category is None:
        told = _tell_category(examination, line_number)
        return Reason(ReasonCode.REFUND_NOT_KNOWN, line_number=line_number, remedies=(told,))
    group = tariffs.category_history(tariff.discipline, category)[0].group
    sources = [
        tariffs.acts[gap.source]
        for gap in tariff.gaps
        if gap.missing == "REFUND_CATEGORIES" and gap.group in (None, group)
    ]
    basis = LegalBasis(sources[0].act_id, sources[0].url) if sources else None
    data = {"category": category, "treatment_date": day}
    remedy = SupplyFact("TARIFF", "REGISTER")
    return Reason(ReasonCode.REFUND_CATEGORY_NOT_ON_RECORD, data, line_number, basis, (remedy,))


def _tell_category(examination: Examination, line_number: int, candidates: tuple[str, ...] = ()) -> SupplyFact:
    kind = "sample" if examination.sample else "examination"
    return SupplyFact(f"lines[{line_number - 1}].{kind}.refund_category", "CALLER", candidates)


def _candidates(examination: Examination, tariff: TariffDay) -> tuple[str, ...]:
    """The categories of the day that an examination may be of; none when its modality is not told."""
    if examination.modality is None:
        return ()
    rows = tariff.refund_categories.values()
    return tuple(row.category for row in rows if _fits(row.group, examination.modality))


def _fits(group: str, modality: str) -> bool:
    """Whether an examination of a modality may be of a category of the group."""
    return group == FITS_ALL or _modality(group) == modality


def _modality(group: str) -> str:
    return WIDER.get(group, group)
