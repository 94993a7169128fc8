"""What changed between two days, on the borders of the tariffs."""

from datetime import date, timedelta

import pytest

from registry.tariffs.differences import (
    category_differences,
    ceiling_difference,
    fee_differences,
    provision_differences,
)
from registry.tariffs.records import Discipline
from tests.tables import cases, rows

CHANGED = rows("""
    discipline    | from       | to         | code | change  | successor | honorarium    | refund        | user fee      | rules
    PHYSIOTHERAPY | 2025-07-01 | 2026-07-01 | A1a  | CHANGED |           | 41400 → 41500 | 21300 → 27100 | 20100 → 14400 | minutes
    PHYSIOTHERAPY | 2025-07-01 | 2026-07-01 | A1h  | ENDED   | A1ha      | 10400 →       | 10400 →       | 0 →           |
    PHYSIOTHERAPY | 2025-07-01 | 2026-07-01 | A1ha | ADDED   |           | → 14600       | → 14600       | → 0           |
    PHYSIOTHERAPY | 2025-07-01 | 2026-07-01 | A10  | CHANGED |           |               |               |               | frequency
    PHYSIOTHERAPY | 2025-07-01 | 2026-07-01 | B3b  | CHANGED |           | 10200 → 10900 | 5600 → 6300   |               | max_count
    PHYSIOTHERAPY | 2025-07-01 | 2026-07-01 | A1d  | CHANGED |           | 51600 → 51700 | 31500 → 32900 | 20100 → 18800 | minutes codes
    PHYSIOTHERAPY | 2025-06-30 | 2025-07-01 | A2k  | ENDED   | A7a       | 6200 →        | 6200 →        | 0 →           |
    PHYSIOTHERAPY | 2025-06-30 | 2025-07-01 | G    | ENDED   |           | →             | →             | →             |
    PHYSIOTHERAPY | 2025-06-30 | 2025-07-01 | B3a  | CHANGED |           | 25100 → 22500 | 10900 → 8100  | 14200 → 14400 | opened_by
    PHYSIOTHERAPY | 2023-06-30 | 2023-07-01 | A1c  | LOST    |           | 16900 →       | 16900 →       | 0 →           |
    PHYSIOTHERAPY | 2023-06-30 | 2023-07-01 | A1a  | CHANGED |           | 34700 →       | 16200 →       | 18500 → 19200 | rules_on_record
    PHYSIOTHERAPY | 2023-06-30 | 2023-07-01 | C34a | ENDED   | C21b      | 8100 →        | 2200 →        | 5900 →        |
    PHYSIOTHERAPY | 2024-06-30 | 2024-07-01 | A1c  | FOUND   |           | → 18300       | → 18300       | → 0           |
    PHYSIOTHERAPY | 2024-06-30 | 2024-07-01 | C21b | ADDED   |           | → 6300        | → 0           | → 6300        |
    PHYSIOTHERAPY | 2018-09-30 | 2018-10-01 | A2a  | ENDED   | A3a       | 15900 →       | 3600 →        | 12300 →       |
    RADIOLOGY     | 2025-12-31 | 2026-01-01 | 899a | CHANGED |           | 28700 → 38700 |               | 28700 → 38700 |
    RADIOLOGY     | 2025-12-31 | 2026-01-01 | 870  | LOST    |           | 5765 →        | 5765 →        | 0 →           |
    LABORATORY    | 2026-06-30 | 2026-07-01 | 707a | CHANGED |           | 1685 → 1567   | 1685 → 1567   |               |
""")

REFUNDS = rows("""
    discipline | from       | to         | category | change  | refund
    RADIOLOGY  | 2025-12-31 | 2026-02-09 | CT2      | CHANGED | 43167 → 33459
    RADIOLOGY  | 2025-12-31 | 2026-01-01 | CT2      | LOST    | 43167 →
    RADIOLOGY  | 2026-02-08 | 2026-02-09 | CT2      | FOUND   | → 33459
    RADIOLOGY  | 2018-06-30 | 2023-07-01 | CT4      | ADDED   | → 86400
    RADIOLOGY  | 2017-12-31 | 2018-01-01 | CT2      | ADDED   | → 33100
    RADIOLOGY  | 2026-06-30 | 2026-07-01 | CT2      |         |
    LABORATORY | 2026-06-30 | 2026-07-01 | MB1      | CHANGED | 503 → 468
    LABORATORY | 2026-06-30 | 2026-07-01 | PATP0    |         |
    LABORATORY | 2025-12-31 | 2026-02-09 | MM0      |         |
""")

NOTHING = cases("""
    case                           | discipline    | from       | to
    the same day                   | PHYSIOTHERAPY | 2026-07-01 | 2026-07-01
    the same day in a gap          | PHYSIOTHERAPY | 2023-12-24 | 2023-12-24
    first and last day of a tariff | PHYSIOTHERAPY | 2025-07-01 | 2026-06-30
    before the first tariff        | PHYSIOTHERAPY | 2010-01-01 | 2017-06-30
    beyond the newest one          | PHYSIOTHERAPY | 2026-07-01 | 2031-01-01
    a border of another discipline | LABORATORY    | 2019-12-31 | 2020-06-30
""")

AMOUNTS = {"honorarium": "honorarium_ore", "refund": "refund_ore", "user fee": "user_fee_ore"}


@pytest.mark.parametrize("row", CHANGED, ids=lambda row: f"{row['code']} {row['to']}")
def test_a_fee_code_changes(row, tariffs):
    days = (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
    found = {each.fee_code: each for each in fee_differences(tariffs, Discipline(row["discipline"]), *days)}
    difference = found[row["code"]]
    assert (difference.change, difference.successor or "") == (row["change"], row["successor"])
    for name, field in AMOUNTS.items():
        assert shown(difference, field) == row[name]
    rules = [altered.name for altered in difference.altered if altered.name not in AMOUNTS.values()]
    assert " ".join(rules) == row["rules"]


def shown(difference, field):
    """An amount on both days, without a number where none is on record; nothing when it stays the same."""
    sides = [getattr(entry.fee, field) if entry else None for entry in (difference.before, difference.after)]
    if difference.before and difference.after and sides[0] == sides[1]:
        return ""
    return " → ".join("" if side is None else str(side) for side in sides).strip()


@pytest.mark.parametrize("row", REFUNDS, ids=lambda row: f"{row['category']} {row['to']}")
def test_a_refund_category_changes(row, tariffs):
    days = (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
    found = {each.category: each for each in category_differences(tariffs, Discipline(row["discipline"]), *days)}
    difference = found.get(row["category"])
    assert (difference.change if difference else "") == row["change"]
    if difference:
        sides = [side.refund_ore if side else None for side in (difference.before, difference.after)]
        assert " → ".join("" if side is None else str(side) for side in sides).strip() == row["refund"]


@pytest.mark.parametrize("row", NOTHING)
def test_nothing_differs(row, tariffs):
    days = (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
    assert fee_differences(tariffs, Discipline(row["discipline"]), *days) == []


@pytest.mark.parametrize("discipline", Discipline)
def test_something_differs_across_each_border_and_nothing_between_two(discipline, tariffs):
    """The differences of neighbouring days tell the same borders as the rows themselves."""
    for run in tariffs.runs(discipline):
        before, here = tariffs.day(discipline, run - timedelta(days=1)), tariffs.day(discipline, run)
        changed = {code for code in before.fees.keys() | here.fees.keys() if what(before, code) != what(here, code)}
        found = {each.fee_code for each in fee_differences(tariffs, discipline, run - timedelta(days=1), run)}
        assert found == changed, run


def what(tariff, code):
    """All that a difference is about, of a code on a day."""
    entry = tariff.fees.get(code)
    if entry is None:
        return None
    fee, rule = entry.fee, entry.rule
    figures = (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore, fee.percentage, fee.minutes, fee.opened_by)
    limits = (fee.patient_rule, fee.per, fee.frequency, fee.frequency_count)
    return *figures, *limits, rule and (rule.mode, rule.codes, rule.companions, rule.max_count, rule.count_on_record)


def test_provisions_and_ceilings_change_too(tariffs):
    days = (date(2026, 7, 31), date(2026, 8, 1))
    ((name, altered),) = provision_differences(tariffs, *days)
    assert (name, altered.name, altered.before, altered.after) == ("child_exemption_age", "YEARS", 16, 18)
    assert ceiling_difference(tariffs, Discipline.RADIOLOGY, *days) is None
    altered = ceiling_difference(tariffs, Discipline.RADIOLOGY, date(2024, 12, 31), date(2025, 1, 1))
    assert (altered.before, altered.after) == (316500, 327800)


def test_a_provision_that_only_holds_or_does_not_is_yes_or_absent(tariffs):
    found = dict(provision_differences(tariffs, date(2020, 12, 31), date(2021, 1, 1)))
    assert (found["receipt_claim"].before, found["receipt_claim"].after) == (True, None)
    assert (found["direct_settlement_required"].before, found["direct_settlement_required"].after) == (None, True)
