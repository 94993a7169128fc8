"""
Two answers compared: what each says that the other does not.

Pure: from messages to names and values. What they are called in words is for
those who print them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from avtalt.v1.agreement_pb2 import Requirement, Verdict
from avtalt.v1.assumption_code_pb2 import AssumptionCode
from avtalt.v1.decision_pb2 import Decision, LineCoverage, LineDecision, Outcome
from avtalt.v1.notice_code_pb2 import NoticeCode
from avtalt.v1.reason_code_pb2 import ReasonCode

SUMS = (
    *("honorarium_ore", "refund_ore", "user_fee_ore", "patient_pays_ore"),
    *("lowest_patient_pays_ore", "highest_patient_pays_ore", "helfo_pays_ore"),
    *("counts_towards_ceiling_ore", "refunded_afterwards_ore", "outside_scheme_ore"),
)
TARIFF_SUMS = SUMS[:3]
"""What the tariff says, whoever pays: by itself no other answer, as where nothing is covered."""

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OF_THE_QUESTION = {"provider", "treatment_date"}
"""Data that repeats what was asked; another question does not make it another reason."""


class What(StrEnum):
    """What can differ."""

    OUTCOME = "OUTCOME"
    VERDICT = "VERDICT"
    CODES = "CODES"
    COVERAGE = "COVERAGE"
    SUM = "SUM"
    PRACTICE = "PRACTICE"
    REASON = "REASON"
    NOTICE = "NOTICE"
    ASSUMPTION = "ASSUMPTION"
    VALID_UNTIL = "VALID_UNTIL"
    REPORT_BY = "REPORT_BY"
    PROVISIONAL = "PROVISIONAL"


BY_THE_WAY = {What.VALID_UNTIL, What.REPORT_BY, What.PROVISIONAL, What.PRACTICE, What.ASSUMPTION}
"""What follows from the day or the place that was asked about, or was taken for granted: by itself no other answer."""

TOLD = {What.REASON, What.NOTICE, What.ASSUMPTION}
"""What comes and goes; all else has a value on both sides."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    What one answer says and the other does not.

    The subject tells which one: a requirement, a line, a sum, or the code of what
    is told. A value is as the contract writes it, for what is told its sentence;
    absent is absent.
    """

    what: What
    subject: str
    before: str | None
    after: str | None


def differences(before: Decision, after: Decision) -> tuple[Difference, ...]:
    """All that differs, what is decided before what is told."""
    return (*_of(facts(before), facts(after)), *_of(_told(before), _told(after)))


def is_other_answer(found: tuple[Difference, ...]) -> bool:
    """Whether the differences make it another answer, and not just the same one about another day."""
    return any(each.what not in BY_THE_WAY and each.subject not in TARIFF_SUMS for each in found)


def _of(before: Mapping[Any, str], after: Mapping[Any, str]) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        # What is told is the same thing when its key is, whatever days its sentence names.
        if old != new and not (key[0] in TOLD and old is not None and new is not None):
            yield Difference(key[0], key[1], old, new)


def facts(decision: Decision) -> dict[tuple[What, str], str]:
    """Each fact of an answer that is there, by what it is."""
    facts = {(What.OUTCOME, ""): _short(Outcome.Name(decision.outcome), "OUTCOME_")}
    for finding in decision.findings:
        requirement = _short(Requirement.Name(finding.requirement), "REQUIREMENT_")
        facts[What.VERDICT, requirement] = _short(Verdict.Name(finding.verdict), "VERDICT_")
    for line in decision.lines:
        facts[What.CODES, str(line.line_number)] = codes_of(line)
        facts[What.COVERAGE, str(line.line_number)] = _short(LineCoverage.Name(line.coverage), "LINE_COVERAGE_")
    for name in SUMS:
        if decision.totals.HasField(name):  # type: ignore[arg-type]
            facts[What.SUM, name] = str(getattr(decision.totals, name))
    days = {
        What.VALID_UNTIL: decision.valid_until,
        What.REPORT_BY: decision.report_by,
        What.PRACTICE: decision.practice_id,
        What.PROVISIONAL: ", ".join(each.subject for each in decision.provisional),
    }
    return facts | {(what, ""): value for what, value in days.items() if value}


def _told(decision: Decision) -> dict[tuple[What, str, str], str]:
    """Each sentence of an answer by its code, its line and what else it is about."""
    named: tuple[tuple[What, str, int, Any], ...] = (
        *((What.REASON, ReasonCode.Name(each.code), each.line_number, each) for each in decision.reasons),
        *((What.NOTICE, NoticeCode.Name(each.code), 0, each) for each in decision.notices),
        *((What.ASSUMPTION, AssumptionCode.Name(each.code), each.line_number, each) for each in decision.assumptions),
    )
    return {(what, code, f"{line} {_about(each.data)}"): each.text for what, code, line, each in named}


def _about(data: Mapping[str, str]) -> str:
    """The data of a sentence without days, and without what was asked."""
    return str(sorted((k, v) for k, v in data.items() if k not in OF_THE_QUESTION and not DAY.fullmatch(v)))


def codes_of(line: LineDecision) -> str:
    """The fee codes of a line, with how often each is used."""
    return ", ".join(fee.fee_code if fee.count == 1 else f"{fee.count} x {fee.fee_code}" for fee in line.fees)


def _short(name: str, prefix: str) -> str:
    return name.removeprefix(prefix)
