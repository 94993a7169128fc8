"""What is said of a bill, in words."""

from avtalt.v1.decision_pb2 import Decision, Outcome
from service.cli.diary.answers import Answer
from service.cli.diary.printing import pays
from service.cli.kuhr.answers import Priced
from service.cli.kuhr.bill import say
from service.cli.kuhr.remarks import Remark, helfo_ore
from service.cli.printing import ABSENT
from service.texts.catalogue import Catalogue


def remark_text(remark: Remark, texts: Catalogue) -> str:
    """A remark as a sentence, with its sums in kroner."""
    sums = {name: texts.kroner(ore) for name, ore in remark.sums.items()}
    return texts.say("kuhr", remark.what, {"code": remark.code} | sums)


def why(priced: Priced, texts: Catalogue) -> str:
    """What differs from what is claimed, and what the answer gives as its reason, one thing a line."""
    told = [remark_text(remark, texts) for remark in priced.remarks]
    return "\n".join(filter(None, (*told, priced.answer.reason)))


def ore_text(ore: int | None, texts: Catalogue) -> str:
    """An amount in kroner; a hyphen when it is not known."""
    return ABSENT if ore is None else texts.kroner(ore)


def patient_pays(decision: Decision | None, texts: Catalogue) -> str:
    """What the patient pays; where nothing is covered it is everything, whether or not the price is known."""
    told = pays(decision, texts)
    if decision is not None and decision.outcome == Outcome.OUTCOME_NOT_COVERED and told == ABSENT:
        return say("EVERYTHING")
    return told


def helfo_pays(decision: Decision | None, texts: Catalogue) -> str:
    """What Helfo pays the provider; nothing for a bill that could not be read."""
    return "" if decision is None else ore_text(helfo_ore(decision), texts)


def claimed_sum(priced: Priced, texts: Catalogue) -> str:
    """What the bill claims; nothing for one that could not be read."""
    return ore_text(priced.claimed.sum_ore, texts) if _is_read(priced.answer) else ""


def user_fee_paid(priced: Priced, texts: Catalogue) -> str:
    """Whether the bill says that the user fee is paid; a hyphen when it does not say."""
    if not _is_read(priced.answer):
        return ""
    paid = priced.claimed.user_fee_paid
    return ABSENT if paid is None else texts.word("yes" if paid else "no")


def _is_read(answer: Answer) -> bool:
    return answer.booking.claim is not None
