"""Does each intern's code follow the code it stands for?"""

from collections.abc import Iterator

from registry.records import CompetenceKind
from registry.tariffs import vocabulary
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known, row_on
from registry.tariffs.placed import Placed
from registry.tariffs.records import Fee

INTERN = frozenset({CompetenceKind.INTERN})
SAME = ("user_fee_ore", "minutes", "per", "frequency", "frequency_count")


def check_interns(known: Known) -> Iterator[Problem]:
    """An intern's code is opened by interns alone, refunds nothing, and is else like its own code; both are blamed."""
    for key, rows in known.fees.items():
        discipline, code = key
        stem = known.fees.get((discipline, code.removesuffix(vocabulary.INTERN_SUFFIX)), [])
        is_intern = code.endswith(vocabulary.INTERN_SUFFIX)
        for row in rows:
            yield from _check_row(row, stem, is_intern=is_intern)
        if is_intern:
            yield from _check_counts(known.rules.get(key, []), known.rules.get((discipline, code[:-1]), []))


def _check_row(row: Placed, stem: list[Placed], *, is_intern: bool) -> Iterator[Problem]:
    fee: Fee = row.record
    if (fee.opened_by == INTERN) != is_intern:
        yield row.problem(f"{fee.fee_code}: a code is for interns exactly when it ends in {vocabulary.INTERN_SUFFIX}")
    if not is_intern or fee.period.first_date is None:
        return
    if fee.refund_ore:
        yield row.problem(f"{fee.fee_code} refunds something, and interns' codes refund nothing")
    own = row_on(stem, fee.period.first_date)
    if own is None:
        yield row.problem(f"{fee.fee_code} is for interns, and on its first day there is no code that it stands for")
        return
    differing = [name for name in SAME if getattr(fee, name) != getattr(own.record, name)]
    if differing:
        names = " and ".join(name.removesuffix("_ore") for name in differing)
        yield row.problem(f"{fee.fee_code} differs in {names} from line {own.line}, {own.record.fee_code}")
        yield own.problem(f"{own.record.fee_code} differs in {names} from line {row.line}, {fee.fee_code} for interns")


def _check_counts(rules: list[Placed], stem: list[Placed]) -> Iterator[Problem]:
    """An intern's code may be used as often as its own; both are blamed."""
    for row in rules:
        for own in stem:
            one, other = row.record, own.record
            if one.period.meets(other.period) and one.max_count != other.max_count:
                yield row.problem(f"{one.fee_code} may not be used as often as {other.fee_code}, line {own.line}")
                yield own.problem(f"{other.fee_code} may not be used as often as {one.fee_code}, line {row.line}")
