"""Why an answer is as it is, as a person reads it: the same for a price and for a verification."""

from collections.abc import Iterable, Sequence
from typing import Any

from avtalt.v1.basis_pb2 import Basis
from avtalt.v1.reason_pb2 import Assumption, LegalBasis, Notice, Reason
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, kroner, say
from service.cli.remedies import remedy_text
from service.texts.catalogue import Catalogue


def print_explanations(answer: Any, texts: Catalogue) -> None:
    """Print all reasons, notices and assumptions of an answer."""
    print_list("REASONS", _reason_lines(answer.reasons, texts), texts)
    print_list("NOTICES", _notice_lines(answer.notices), texts)
    print_list("ASSUMPTIONS", _assumption_lines(answer.assumptions, texts), texts)


def print_reasons(reasons: Iterable[Reason], texts: Catalogue) -> None:
    """Print reasons with what can be done about each."""
    print_list("REASONS", _reason_lines(reasons, texts), texts)


def print_list(heading: str, lines: Iterable[str], texts: Catalogue) -> None:
    """Print lines below a heading; nothing when there are none."""
    for place, line in enumerate(lines):
        if place == 0:
            say(f"\n{texts.say('headings', heading, {})}")
        say(line)


def print_foot(parts: Sequence[tuple[str, str]], basis: Basis, texts: Catalogue) -> None:
    """Print what an answer rests on, after what else stands in its last line; nothing where nothing was asked."""
    rests_on = phrase("BASIS", revision=basis.revision, tariff=basis.tariff_digest, rules=basis.rules_version)
    told = [*parts, ("BASIS", rests_on)] if basis.ByteSize() else parts
    if told:
        say("\n" + "; ".join(f"{texts.say('headings', key, {})} {value}" for key, value in told))


def print_feet(bases: Iterable[Basis], texts: Catalogue) -> None:
    """Print what several answers rest on; once what is the same for all."""
    told = {(basis.revision, basis.tariff_digest, basis.rules_version): basis for basis in bases}
    for basis in told.values():
        print_foot([], basis, texts)


def source_of(basis: LegalBasis) -> str:
    """The rule of law behind a sentence, in brackets."""
    return f" [{basis.text}]" if basis.text else ""


def _reason_lines(reasons: Iterable[Reason], texts: Catalogue) -> Iterable[str]:
    for reason in reasons:
        line = f" ({texts.say('headings', 'LINE', {})} {reason.line_number})" if reason.line_number else ""
        yield f"- {reason.text}{line}{source_of(reason.legal_basis)}"
        if reason.HasField("helfo_rejection"):
            yield f"    ! {reason.helfo_rejection.text}"
        for remedy in reason.remedies:
            yield f"    > {remedy_text(remedy, texts)}"


def _notice_lines(notices: Iterable[Notice]) -> Iterable[str]:
    for notice in notices:
        yield f"- {notice.text}{source_of(notice.legal_basis)}"


def _assumption_lines(assumptions: Iterable[Assumption], texts: Catalogue) -> Iterable[str]:
    for assumption in assumptions:
        other = kroner(assumption, "otherwise_patient_pays_ore", texts)
        yield f"- {assumption.text}" + (
            f" ({texts.say('headings', 'OTHERWISE', {})}: {other})" if other != ABSENT else ""
        )
