"""
Which fee codes may stand together?

The printed lists are not symmetric. Two codes are combinable only when neither
excludes the other, except that a required companion always wins: otherwise some
codes could never be used.
"""

from itertools import combinations

from service.pricing.fee_codes.refusals import Bill, Refusal
from service.pricing.trace import Rule, Trace
from service.verification.codes import ReasonCode
from service.verification.findings import Reason, Remedy, RemoveLine

Conflict = tuple[str, str]
MANY = 100


def conflicts(bill: Bill, codes: set[str], trace: Trace) -> list[Conflict]:
    """The pairs of codes that exclude each other, each pair once, in the order of the alphabet."""
    found = []
    for one, other in combinations(sorted(codes), 2):
        first, second = bill.entries[one], bill.entries[other]
        if other in first.companions or one in second.companions:
            continue
        together = other not in first.excludes and one not in second.excludes
        if not together:
            found.append((one, other))
        if trace:
            data = {"fee_code": one, "other": other, "together": together}
            trace.step(Rule.COMBINATIONS, bill.first_line(one), first.rule, second.rule, **data)
    return found


def refuse_conflicts(bill: Bill, pairs: list[Conflict]) -> list[Refusal]:
    """For each pair, a refusal of both codes with the choice between them as remedy."""
    refusals = []
    for one, other in pairs:
        for code, against in ((one, other), (other, one)):
            remedies: tuple[Remedy, ...] = tuple(
                RemoveLine(bill.first_line(choice)) for choice in (code, against) if len(bill.places[choice]) == 1
            )
            data = {"fee_code": code, "other_fee_code": against}
            reason = Reason(ReasonCode.COMBINATION_NOT_ALLOWED, data, bill.first_line(code), remedies=remedies)
            refusals.append(Refusal(code, reason, undecided=True))
    return refusals


def choices(codes: set[str], pairs: list[Conflict]) -> list[frozenset[str]] | None:
    """
    The largest sets of codes without a conflict: what the biller can choose between.

    Absent when there are more choices than anybody would weigh.

    >>> sorted(map(sorted, choices({"A1a", "A3a", "A3b"}, [("A1a", "A3a"), ("A1a", "A3b")])))
    [['A1a'], ['A3a', 'A3b']]
    """
    against: dict[str, set[str]] = {code: set() for code in codes}
    for one, other in pairs:
        against[one].add(other)
        against[other].add(one)
    sets: list[frozenset[str]] = [frozenset()]
    for code in sorted(codes):
        grown = set()
        for chosen in sets:
            if chosen.isdisjoint(against[code]):
                grown.add(chosen | {code})
            else:
                grown |= {chosen, (chosen - against[code]) | {code}}
        sets = _largest(grown)
        if len(sets) > MANY:
            return None
    return sets


def _largest(sets: set[frozenset[str]]) -> list[frozenset[str]]:
    return [one for one in sets if not any(one < other for other in sets)]
