"""A verification as a person reads it."""

from typing import Any

from avtalt.v1.agreement_pb2 import Finding, Requirement, Verdict
from avtalt.v1.agreement_service_pb2 import ManualTherapistRight, VerifyReimbursabilityResponse
from service.cli.explanations import print_explanations, print_foot, print_list, print_reasons, source_of
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue

HEADINGS = ("REQUIREMENT", "VERDICT", "AGREEMENT", "FROM", "THROUGH", "VALID_UNTIL")


def print_verdict(response: Any, texts: Catalogue) -> None:
    """Print the findings of one verification, or of all together."""
    if isinstance(response, VerifyReimbursabilityResponse):
        _print_together(response, texts)
        return
    finding = response.finding
    _print_findings([finding], texts)
    print_reasons(finding.reasons, texts)
    print_list("RIGHTS", [_right(right, texts) for right in getattr(response, "rights", ())], texts)
    print_foot([], response.basis, texts)


def _print_together(response: VerifyReimbursabilityResponse, texts: Catalogue) -> None:
    say(f"{texts.say('headings', 'VERDICT', {})}: {verdict_text(response.verdict, texts)}\n")
    _print_findings(list(response.findings), texts)
    print_explanations(response, texts)
    parts = [("VALID_UNTIL", response.valid_until), ("PRACTICE", response.practice_id)]
    print_foot([part for part in parts if part[1]], response.basis, texts)


def _print_findings(findings: list[Finding], texts: Catalogue) -> None:
    print_table([texts.say("headings", key, {}) for key in HEADINGS], [_row(each, texts) for each in findings])


def _row(finding: Finding, texts: Catalogue) -> list[str]:
    agreement = finding.agreement
    return [
        requirement_text(finding, texts),
        verdict_text(finding.verdict, texts),
        agreement.agreement_id or ABSENT,
        agreement.first_date or ABSENT,
        agreement.last_date or ABSENT,
        finding.valid_until or ABSENT,
    ]


def requirement_text(finding: Finding, texts: Catalogue) -> str:
    """What a finding is about, in the words of the texts."""
    requirement = Requirement.Name(finding.requirement).removeprefix("REQUIREMENT_")
    heading = requirement in ("AUTHORISATION", "REQUISITION")
    return texts.say("headings", requirement, {}) if heading else texts.word(requirement)


def verdict_text(verdict: Verdict.ValueType, texts: Catalogue) -> str:
    """A verdict in the words of the texts."""
    return texts.say("headings", Verdict.Name(verdict).removeprefix("VERDICT_"), {})


def _right(right: ManualTherapistRight, texts: Catalogue) -> str:
    """A right with its days and its source."""
    days = (("FROM", right.first_date), ("THROUGH", right.last_date))
    period = ", ".join(f"{texts.say('headings', key, {})} {day}" for key, day in days if day)
    return f"- {right.text}" + (f" ({period})" if period else "") + source_of(right.legal_basis)
