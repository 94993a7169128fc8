"""What would change an answer, for whoever has to explain it: conditions, remedies, assumptions, and time."""

from collections.abc import Iterator

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.decision_pb2 import Decision
from service.cli.explanations import print_list
from service.cli.printing import kroner
from service.cli.remedies import remedy_text
from service.cli.verdicts import requirement_text, verdict_text
from service.texts.catalogue import Catalogue


def print_would_change(decision: Decision, texts: Catalogue) -> None:
    """Print each change that is known to give another answer; nothing when none is known."""
    print_list("WOULD_CHANGE", dict.fromkeys(_lines(decision, texts)), texts)


def _lines(decision: Decision, texts: Catalogue) -> Iterator[str]:
    for finding in decision.findings:
        if finding.verdict != Verdict.VERDICT_HELD:
            condition, verdict = requirement_text(finding, texts), verdict_text(finding.verdict, texts)
            yield f"- {texts.say('changes', 'CONDITION_MET', {'condition': condition, 'verdict': verdict})}"
    for reason in decision.reasons:
        place = f" ({texts.say('headings', 'LINE', {})} {reason.line_number})" if reason.line_number else ""
        yield from (f"- {remedy_text(remedy, texts)}{place}" for remedy in reason.remedies)
    for assumption in decision.assumptions:
        if assumption.HasField("otherwise_patient_pays_ore"):
            other = kroner(assumption, "otherwise_patient_pays_ore", texts)
            yield f"- {texts.say('changes', 'IF_WRONG', {'assumption': assumption.text, 'kroner': other})}"
    if decision.valid_until:
        yield f"- {texts.say('changes', 'AFTER', {'valid_until': decision.valid_until})}"
