"""A verification as a person reads it."""

from typing import Any

from avtalt.v1.agreement_pb2 import Finding, Requirement, Verdict
from service.cli.printing import ABSENT, print_table, say
from service.cli.remedies import remedy_text
from service.texts.catalogue import Catalogue


def print_verdict(response: Any, texts: Catalogue) -> None:
    """Print the findings of one verification or of all together."""
    fields = response.DESCRIPTOR.fields_by_name
    findings = list(response.findings) if "findings" in fields else [response.finding]
    if "verdict" in fields:
        say(f"{texts.say('headings', 'VERDICT', {})}: {_verdict(response.verdict, texts)}")
        say()
    headings = ("REQUIREMENT", "VERDICT", "AGREEMENT", "FROM", "THROUGH", "VALID_UNTIL")
    print_table([texts.say("headings", key, {}) for key in headings], [_row(each, texts) for each in findings])
    reasons = list(response.reasons) if "reasons" in fields else list(response.finding.reasons)
    for reason in reasons:
        say(f"- {reason.text}")
        for remedy in reason.remedies:
            say(f"    > {remedy_text(remedy, texts)}")
    for name in ("notices", "assumptions", "rights"):
        for each in getattr(response, name, ()):
            say(f"- {each.text}")


def _row(finding: Finding, texts: Catalogue) -> list[str]:
    agreement = finding.agreement
    requirement = Requirement.Name(finding.requirement).removeprefix("REQUIREMENT_")
    heading = requirement in ("AUTHORISATION", "REQUISITION")
    return [
        texts.say("headings", requirement, {}) if heading else texts.word(requirement),
        _verdict(finding.verdict, texts),
        agreement.agreement_id or ABSENT,
        agreement.first_date or ABSENT,
        agreement.last_date or ABSENT,
        finding.valid_until or ABSENT,
    ]


def _verdict(verdict: Verdict.ValueType, texts: Catalogue) -> str:
    return texts.say("headings", Verdict.Name(verdict).removeprefix("VERDICT_"), {})
