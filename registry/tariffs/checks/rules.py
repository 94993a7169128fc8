"""Does each rule stand beside a fee, and name only codes of its days?"""

from collections.abc import Iterator

from registry.period import Period
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Key, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import CombinationMode, FeeRule

WITHOUT_CODES = (CombinationMode.ALL, CombinationMode.NOT_ON_RECORD)


def check_rules(known: Known) -> Iterator[Problem]:
    """Rules and fees cover the same days but for stated gaps, and what a rule names is there on all of its days."""
    yield from _check_fees_without_rule(known)
    there: dict[Period, set[Key]] = {}
    for row in known.tables.rules:
        period = row.record.period
        if period not in there:
            asked = Days.of(period)
            there[period] = {key for key, days in known.fee_days.items() if days.includes(asked)}
        yield from _check_named(known, row, there[period])
        yield from _check_shape(row)


def _check_fees_without_rule(known: Known) -> Iterator[Problem]:
    for key, rows in known.fees.items():
        told = known.rule_days.get(key, NO_DAYS) | known.gap_days(key, "RULES")
        for row in rows:
            untold = Days.of(row.record.period) - told
            if untold:
                yield row.problem(f"{key[1]} has neither a rule nor a stated gap: {untold}")
                for rule in known.rules.get(key, ()):
                    if untold.touches(Days.of(rule.record.period)):
                        yield rule.problem(f"beside this row {key[1]} has neither a rule nor a stated gap: {untold}")


def _check_named(known: Known, row: Placed, there: set[Key]) -> Iterator[Problem]:
    rule: FeeRule = row.record
    for code in sorted({rule.fee_code, *rule.codes, *rule.companions}):
        key = (rule.discipline, code)
        if key not in there:
            lacking = Days.of(rule.period) - known.fee_days.get(key, NO_DAYS)
            yield row.problem(f"{rule.fee_code}: {code} is not in the tariff in these days: {lacking}")


def _check_shape(row: Placed) -> Iterator[Problem]:
    rule: FeeRule = row.record
    if rule.mode in WITHOUT_CODES and rule.codes:
        yield row.problem(f"{rule.fee_code}: the mode {rule.mode} names no codes")
    if rule.mode is CombinationMode.ALL_EXCEPT and not rule.codes:
        yield row.problem(f"{rule.fee_code}: the mode {rule.mode} names at least one code")
    if rule.mode is CombinationMode.NOT_ON_RECORD and not rule.companions:
        yield row.problem(f"{rule.fee_code}: nothing is on record, so there is no rule: leave the row out")
    if rule.fee_code in rule.codes | rule.companions:
        yield row.problem(f"{rule.fee_code} is named by its own rule")
    if bool(rule.companions) != bool(rule.companion_basis):
        yield row.problem(f"{rule.fee_code}: companions and companion_basis are given together or not at all")
    excluded = sorted(code for code in rule.companions if excludes(rule, code))
    if excluded:
        yield row.problem(f"{rule.fee_code} asks for {' '.join(excluded)} as a companion and excludes it")


def excludes(rule: FeeRule, code: str) -> bool:
    """Whether a printed rule excludes a code."""
    match rule.mode:
        case CombinationMode.ALL:
            return True
        case CombinationMode.ALL_EXCEPT:
            return code not in rule.codes
        case CombinationMode.LIST:
            return code in rule.codes
        case CombinationMode.NOT_ON_RECORD:
            return False
