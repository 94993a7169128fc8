"""The trace of a computation put into the contract's words."""

from collections.abc import Iterable

from avtalt.v1 import derivation_pb2, reason_pb2
from registry.tariffs.tariff_set import TariffSet
from service.pricing.explain import Figure, explain
from service.pricing.trace import Step
from service.rpc.enums import RULE_NUMBERS
from service.rpc.write_reason import write_day
from service.texts.catalogue import Catalogue

CONFIDENCES = {
    "verified": derivation_pb2.CONFIDENCE_VERIFIED,
    "one_source": derivation_pb2.CONFIDENCE_ONE_SOURCE,
    "one_source_derived": derivation_pb2.CONFIDENCE_DERIVED,
}


def write_derivation(steps: Iterable[Step], tariffs: TariffSet, texts: Catalogue) -> list[derivation_pb2.Step]:
    """Every step in order, with its text, its law and its figures."""
    return [_write_step(step, tariffs, texts) for step in steps]


def _write_step(step: Step, tariffs: TariffSet, texts: Catalogue) -> derivation_pb2.Step:
    said = explain(step, tariffs)
    return derivation_pb2.Step(
        rule=RULE_NUMBERS[step.rule],  # type: ignore[arg-type]
        line_number=step.line_number,
        text=texts.say("rules", step.rule, step.data),
        legal_bases=[reason_pb2.LegalBasis(text=basis.text, url=basis.url) for basis in said.bases],
        first_date=write_day(said.period.first_date),
        last_date=write_day(said.period.last_date),
        figures=[_write_figure(figure) for figure in said.figures],
        data=step.data,
        practice_id=step.practice_id or "",
    )


def _write_figure(figure: Figure) -> derivation_pb2.Figure:
    written = derivation_pb2.Figure(
        name=figure.name,
        subject=figure.subject,
        unit=figure.unit,
        source=figure.source,
        url=figure.url,
        confidence=CONFIDENCES.get(figure.confidence, derivation_pb2.CONFIDENCE_UNSPECIFIED),
    )
    if figure.amount_ore is not None:
        written.amount_ore = figure.amount_ore
    elif figure.number is not None:
        written.number = figure.number
    return written
