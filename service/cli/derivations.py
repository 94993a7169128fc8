"""The derivation of an answer as a person reads it: each rule, its law, its days and its figures."""

from collections.abc import Iterable

from avtalt.v1.decision_pb2 import Decision
from avtalt.v1.derivation_pb2 import Confidence, Figure, Rule, Step
from service.cli.explanations import print_list
from service.cli.printing import ABSENT, kroner
from service.texts.catalogue import Catalogue


def print_derivation(decision: Decision, texts: Catalogue) -> None:
    """Print every rule that was applied, in order; nothing when the answer has no derivation."""
    print_list("DERIVATION", _lines(decision.derivation, texts), texts)


def _lines(steps: Iterable[Step], texts: Catalogue) -> Iterable[str]:
    for number, step in enumerate(steps, 1):
        place = f" ({texts.say('headings', 'LINE', {})} {step.line_number})" if step.line_number else ""
        place += f" ({texts.say('headings', 'PRACTICE', {})} {step.practice_id})" if step.practice_id else ""
        name = Rule.Name(step.rule).removeprefix("RULE_")
        yield f"{number}. {step.text}{place} [{name}]"
        for basis in step.legal_bases:
            yield f"    {basis.text} {basis.url}".rstrip()
        if step.first_date or step.last_date:
            days = f"{step.first_date}–{step.last_date}"
            yield f"    {texts.say('headings', 'HOLDS', {})} {days}"
        for figure in step.figures:
            yield f"    {_figure(figure, texts)}"


def _figure(figure: Figure, texts: Catalogue) -> str:
    said = " ".join(filter(None, (texts.word(figure.name), figure.subject)))
    value = ABSENT
    if figure.HasField("amount_ore"):
        value = kroner(figure, "amount_ore", texts)
    elif figure.HasField("number"):
        value = f"{figure.number} {texts.word(figure.unit)}".rstrip()
    confidence = texts.word(Confidence.Name(figure.confidence))
    return f"{said}: {value} ({', '.join(filter(None, (figure.source, confidence)))})"
