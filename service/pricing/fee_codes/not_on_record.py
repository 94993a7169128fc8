"""That the tariff of a day is not on record, so that a line has no price and none is borrowed."""

from service.pricing.claim import Claim
from service.verification.codes import ReasonCode
from service.verification.findings import Reason, SupplyFact


def tariff_not_on_record(claim: Claim, line_number: int) -> Reason:
    """The reason, with who can mend it."""
    data = {"discipline": claim.discipline.value, "treatment_date": claim.treatment_date.isoformat()}
    return Reason(ReasonCode.TARIFF_NOT_ON_RECORD, data, line_number, remedies=(SupplyFact("TARIFF", "REGISTER"),))
