"""
Every printed fee is what the service answers: each row of each table, on its first and on its last day.

The files are read here as text, not by the project's reader, and the prices come
from a server. A row is priced with and without exemption card, for each
competence that opens it, once and as often as its table allows.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from avtalt.v1.decision_pb2 import LINE_COVERAGE_COVERED
from avtalt.v1.reason_code_pb2 import ReasonCode
from registry.store import Store
from tests.databases import NewDatabase
from tests.rpc.open_to_all import HPR_NUMBERS, INSTITUTE, REGIONS, held_by, records
from tests.rpc.servers import Server, serving
from tests.worked_examples.notation import request

DATA = files("registry.tariffs").joinpath("data")
DISCIPLINES = ("PHYSIOTHERAPY", "RADIOLOGY", "LABORATORY")
AT_ONCE = 64
FREELY = 9
ORDINARY, WITH_CARD = "card=no paid=0 member=yes", "card=yes member=yes"
AGES = {"": 40, "CHILD": 10, "CHILD_OR_COMPETENCE": 40, "SENIOR_OR_WHEELCHAIR": 85}
EVENING = "20:00"
TWENTY_MINUTES = ("A3a", "A2a")
"""The treatment of twenty minutes: its code now, and until September 2018."""

REFERRAL = {"first_date": "", "last_date": "2017-12-31"}
"""The days on which physiotherapy asked for a referral."""

Row = Mapping[str, str]
Money = tuple[int | None, ...]


@dataclass(frozen=True)
class Question:
    """A claim whose first line is of a printed row, and what that row says of it in øre, as `figures` has it."""

    claim: dict[str, str]
    expected: Money


@pytest.fixture(scope="module")
def server(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a register in which only the tariff decides."""
    url = new_database("sqlite")
    store = Store(url)
    store.write(records(), note="all in order")
    store.close()
    with serving(url, Path(tmp_path_factory.mktemp("log")) / "server.log") as started:
        yield started


@pytest.mark.parametrize("discipline", DISCIPLINES)
def test_every_fee_is_priced_as_printed(discipline: str, server: Server) -> None:
    """Honorarium, refund and user fee of the line, and who pays what, to the øre."""
    compare(f"{discipline.lower()}.csv", lambda row: questions_about_fee(row, discipline), server)


def test_every_refund_category_is_priced_as_printed(server: Server) -> None:
    """A line of a category alone is the refund of the category; the user fee stands elsewhere."""
    compare("refund_categories.csv", questions_about_category, server)


def compare(name: str, questions: Callable[[Row], list[Question]], server: Server) -> None:
    """Price every row of a file, and tell of all that differ at once."""
    asked = [(number, question) for number, row in numbered(name) for question in questions(row)]
    wrong: list[str] = []
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        calls = [server.begin("PriceClaim", request(question.claim)) for _, question in some]
        for (number, question), call in zip(some, calls, strict=True):
            decision = call.result().decision
            line = decision.lines[0]
            found = figures(line)
            if found != question.expected or line.coverage != LINE_COVERAGE_COVERED:
                why = [(ReasonCode.Name(reason.code), reason.line_number) for reason in decision.reasons]
                wrong.append(
                    f"{name}:{number}: printed {question.expected}, priced {found} øre; {question.claim} {why}"
                )
    assert not wrong, f"{len(wrong)} of {len(asked)} differ:\n" + "\n".join(wrong[:40])
    assert {number for number, _ in asked} == set(range(2, lines_of(name) + 1)), f"rows of {name} were left out"


@cache
def numbered(name: str) -> tuple[tuple[int, Row], ...]:
    """The rows of a file with the line that each stands on."""
    with DATA.joinpath(name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return tuple((reader.line_num, row) for row in reader)


def lines_of(name: str) -> int:
    """How many lines a file has."""
    return len(DATA.joinpath(name).read_text(encoding="utf-8").splitlines())


def figures(line: Any) -> Money:
    """Honorarium, refund, user fee; what the patient pays, what Helfo pays, what counts; absent when not known."""
    names = ("honorarium", "refund", "user_fee", "patient_pays", "helfo_pays", "counts_towards_ceiling")
    return tuple(getattr(line, f"{name}_ore") if line.HasField(f"{name}_ore") else None for name in names)


def questions_about_fee(row: Row, discipline: str) -> list[Question]:
    """What to ask about a printed fee."""
    if row["percentage"]:
        return [share(row, day, card) for day in ends(row) for card in (False, True)]
    opened_by = row["opened_by"].split() or [""]
    first_day, last_day = ends(row)
    asked = [(first_day, kind, AGES[row["patient_rule"]]) for kind in opened_by]
    asked.append((last_day, opened_by[0], AGES[row["patient_rule"]]))
    if row["patient_rule"] == "CHILD_OR_COMPETENCE":
        asked += [(day, "PHYSIOTHERAPIST", AGES["CHILD"]) for day in ends(row)]
    return [
        Question(claim(row, discipline, day, kind, age, count, card, authority), expected)
        for day, kind, age in asked
        for count in counts(row, discipline, day)
        for card in (False, True)
        for authority, unit in units(row, discipline, day)
        for expected in [paid([None if one is None else one * count for one in unit], card or age == AGES["CHILD"])]
    ]


def questions_about_category(row: Row) -> list[Question]:
    """What to ask about the refund of a category: all of it is refund, with the user fee on another line or nowhere."""
    refund = ore(row["refund"])
    if row["discipline"] == "RADIOLOGY":
        lines = f"examination(- {row['category']}), 899a"
    else:
        lines = f"sample(received {row['category']})"
    return [
        Question(of_institute(row["discipline"], day, lines, card, AGES[""]), paid([refund, refund, 0], card))
        for day in ends(row)
        for card in (False, True)
    ]


def ends(row: Row) -> tuple[str, str]:
    """The first and the last day of a row; for one without end, the last day that it is confirmed for."""
    return row["first_date"], row["last_date"] or row["confirmed_through"]


def ore(kroner: str) -> int | None:
    """A printed amount in øre; absent when the cell is empty."""
    return int(Decimal(kroner) * 100) if kroner else None


def paid(amounts: list[int | None], exempt: bool) -> Money:
    """The figures of a line, and who pays what of it to a provider with every agreement."""
    honorarium, refund, user_fee = amounts
    return (*amounts, 0, honorarium, 0) if exempt else (*amounts, user_fee, refund, user_fee)


def units(row: Row, discipline: str, day: str) -> list[tuple[str, list[int | None]]]:
    """The figures of one use: as printed, and where sources disagree also those that are used by default."""
    printed = [ore(row[name]) for name in ("honorarium", "refund", "user_fee")]
    for _, dispute in numbered("disputes.csv"):
        if (dispute["discipline"], dispute["fee_code"]) == (discipline, row["fee_code"]) and covers(dispute, day):
            default = [ore(dispute[f"default_{name}"]) for name in ("honorarium", "refund", "user_fee")]
            return [("REGULATION", printed), ("", default)]
    return [("", printed)]


def counts(row: Row, discipline: str, day: str) -> list[int]:
    """Once, and as often as the day's table allows; a table that is not on record says nothing of it."""
    rule = rule_of(row["fee_code"], discipline, day)
    if not rule or not rule["repetitions"]:
        return [1]
    return [1, FREELY] if rule["repetitions"] == "free" else sorted({1, 1 + int(rule["repetitions"])})


def rule_of(code: str, discipline: str, day: str) -> Row | None:
    """What is printed of combinations of a code; absent when not on record."""
    rules = (row for _, row in numbered(f"{discipline.lower()}_rules.csv") if row["fee_code"] == code)
    return next((row for row in rules if covers(row, day)), None)


def fee_of(code: str, day: str) -> Row | None:
    """The row of a code in physiotherapy on a day."""
    return next((row for _, row in numbered("physiotherapy.csv") if row["fee_code"] == code and covers(row, day)), None)


def covers(row: Row, day: str) -> bool:
    """Whether a row is in force on a day."""
    return row["first_date"] <= day <= (row["last_date"] or day)


def claim(
    row: Row, discipline: str, day: str, kind: str, age: int, count: int, card: bool, authority: str
) -> dict[str, str]:
    """A claim with the code on its first line, and what it needs beside it on the others."""
    line = f"{row['fee_code']}*{count}"
    if discipline != "PHYSIOTHERAPY":
        return of_institute(discipline, day, line, card, age)
    lines = ", ".join([line, *companions(row["fee_code"], day, kind, age)])
    return of_performer(day, kind, lines, card, age) | {"authority": authority}


def companions(code: str, day: str, kind: str, age: int) -> list[str]:
    """The first of the codes that a code needs beside it which is open to performer and patient, and what that needs."""
    rule = rule_of(code, "PHYSIOTHERAPY", day)
    if not rule or not rule["companions"]:
        return []
    fees = (fee_of(companion, day) for companion in rule["companions"].split())
    beside = next(fee["fee_code"] for fee in fees if fee and is_open(fee, kind, age))
    return [beside, *companions(beside, day, kind, age)]


def is_open(fee: Row, kind: str, age: int) -> bool:
    """Whether a performer may use a code for a patient."""
    child = age == AGES["CHILD"]
    if child and fee["patient_rule"] == "CHILD_OR_COMPETENCE":
        return True
    fits = AGES[fee["patient_rule"]] in (age, AGES[""])
    return fits and bool(held_by(kind) & set(fee["opened_by"].split()))


def share(row: Row, day: str, card: bool) -> Question:
    """A percentage of a treatment in the evening; how it is divided is not on record."""
    fee = next(found for code in TWENTY_MINUTES if (found := fee_of(code, day)))
    honorarium = int(Decimal(fee["honorarium"]) * int(row["percentage"]))
    made = of_performer(day, "PHYSIOTHERAPIST", f"{row['fee_code']}, {fee['fee_code']}", card, AGES[""])
    return Question(made | {"start": EVENING}, paid([honorarium, None, None], card))


def of_performer(day: str, kind: str, lines: str, card: bool, age: int) -> dict[str, str]:
    """A claim of physiotherapy, with the referral that was needed once."""
    return {
        "date": day,
        "performer": HPR_NUMBERS[kind],
        "patient": f"age={age} {WITH_CARD if card else ORDINARY}",
        "requisition": f"doctor@{day}" if covers(REFERRAL, day) else "",
        "lines": lines,
    }


def of_institute(discipline: str, day: str, lines: str, card: bool, age: int) -> dict[str, str]:
    """A claim of an institute, for a patient of one of its regions, asked for by a doctor."""
    return {
        "discipline": discipline,
        "date": day,
        "performer": INSTITUTE,
        "patient": f"age={age} region={REGIONS[0]} {WITH_CARD if card else ORDINARY}",
        "requisition": f"doctor@{day}",
        "lines": lines,
    }
