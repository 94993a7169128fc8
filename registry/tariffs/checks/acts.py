"""Does each row rest on an act of its discipline that started with it?"""

import re
from collections.abc import Iterator, Mapping

from registry.period import next_after
from registry.tariffs import files
from registry.tariffs.checks.figures import is_excused
from registry.tariffs.errors import Problem
from registry.tariffs.known import Key, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Act

NUMBER = re.compile(r"(?:FOR|LOV)-([0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]+)", re.ASCII)


def check_acts(known: Known) -> Iterator[Problem]:
    """An act is named by its number, as is its address, and starts and is about what the rows say that cite it."""
    for row in known.tables.of(files.ACTS):
        act: Act = row.record
        number = NUMBER.fullmatch(act.act_id)
        if number is None:
            yield row.problem(f"act_id is not written FOR-YYYY-MM-DD-number: {act.act_id}")
        elif not act.url.endswith(f"/{number[1]}"):
            yield row.problem(f"the address of {act.act_id} does not end in {number[1]}")
        citing = [each.record for each in known.citing.get(act.act_id, ())]
        if citing and all(each.period.first_date != act.first_date for each in citing):
            yield row.problem(f"no row that cites {act.act_id} starts on {act.first_date}")
        for discipline in sorted({each.discipline for each in citing} - act.disciplines):
            yield row.problem(f"rows of {discipline} cite {act.act_id}, which is not about it")


def check_citations(known: Known) -> Iterator[Problem]:
    """A row of a fee or a rule cites an act of its discipline, on whose first day it starts or which it continues."""
    yield from _check_rows(known, known.fees)
    yield from _check_rows(known, known.rules)


def _check_rows(known: Known, groups: Mapping[Key, list[Placed]]) -> Iterator[Problem]:
    for (discipline, code), rows in groups.items():
        before: Placed | None = None
        for row in rows:
            act = known.acts.get(row.record.act_id)
            if act is None:
                yield row.problem(f"{code}: no act {row.record.act_id} in {files.ACTS.name}")
            elif discipline not in act.disciplines:
                yield row.problem(f"{code}: {act.act_id} is no act of {discipline}")
            elif not starts_with(row, act, before) and not is_excused(known, row.record, "ACT"):
                yield row.problem(f"{code} starts on {row.record.period.first_date}, and {act.act_id} {_started(act)}")
            before = row


def starts_with(row: Placed, act: Act, before: Placed | None) -> bool:
    """
    Whether a row starts with its act, or goes on where the row before it, from the same act, has ended.

    One act does not give two figures: a row that goes on has the same amounts.
    """
    first = row.record.period.first_date
    if first == act.first_date:
        return True
    if before is None or before.record.act_id != act.act_id or before.record.period.last_date is None:
        return False
    return next_after(before.record.period.last_date) == first and _amounts(row) == _amounts(before)


def _amounts(row: Placed) -> tuple[object, ...]:
    return tuple(getattr(row.record, name, None) for name in ("honorarium_ore", "refund_ore", "user_fee_ore"))


def _started(act: Act) -> str:
    return f"on {act.first_date}"
