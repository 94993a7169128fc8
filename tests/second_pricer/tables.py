"""
The printed tables, read as they are: which rows hold on a day, by plain loops.

Days are ISO text, which sorts as days do. An empty first or last day is open.
Amounts are whole øre; absent means not on record.
"""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

Row = dict[str, str]

DATA = Path(__file__).resolve().parents[2] / "registry" / "tariffs" / "data"


def read(name: str) -> list[Row]:
    """The rows of one CSV file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FILES = {"PHYSIOTHERAPY": "physiotherapy", "RADIOLOGY": "radiology", "LABORATORY": "laboratory"}
FEES = {discipline: read(name) for discipline, name in FILES.items()}
RULES = {discipline: read(f"{name}_rules") for discipline, name in FILES.items()}
GAPS = read("gaps")
PROVISIONS = read("provisions")
GROUNDS = read("exemption_grounds")
CEILINGS = read("ceilings")
DISPUTES = read("disputes")
PROFESSIONS = read("requisition_professions")
CANDIDATE_CODES = read("candidate_codes")
SHARED_LIMITS = read("shared_limits")
CATEGORIES = read("refund_categories")
EEA_COUNTRIES = read("eea_countries")
SAME_DAY = read("same_day")
FEE_SHARES = read("fee_shares")
UNSOCIAL_HOURS = read("unsocial_hours")
SPECIAL_DAYS = read("special_days")


def holds(row: Row, day: str) -> bool:
    """Whether a row holds on a day; both its days count."""
    return row["first_date"] <= day and (not row["last_date"] or day <= row["last_date"])


def ore(kroner: str) -> int | None:
    """An amount in øre; absent when it is not printed."""
    return int(Decimal(kroner) * 100) if kroner else None


@cache
def fees(discipline: str, day: str) -> dict[str, Row]:
    """The fee of each code that is in the tariff on a day."""
    return {row["fee_code"]: row for row in FEES[discipline] if holds(row, day)}


@cache
def rules(discipline: str, day: str) -> dict[str, Row]:
    """The printed rule of each code on a day."""
    return {row["fee_code"]: row for row in RULES[discipline] if holds(row, day)}


@cache
def rules_on_record(discipline: str, day: str) -> bool:
    """Whether combinations, repetitions and limits are on record on a day."""
    return not any(gap["discipline"] == discipline and gap["missing"] == "RULES" and holds(gap, day) for gap in GAPS)


@cache
def rows_of(code: str) -> dict[str, list[Row]]:
    """Every row that a code ever had, by discipline; none for a code that never was."""
    found = {name: [row for row in rows if row["fee_code"] == code] for name, rows in FEES.items()}
    return {name: rows for name, rows in found.items() if rows}


@cache
def amount_gaps(discipline: str, code: str) -> list[Row]:
    """The periods whose fees are not on record for a code."""
    return [
        gap
        for gap in GAPS
        if gap["discipline"] == discipline and gap["missing"] == "AMOUNTS" and gap["fee_code"] in {"", code}
    ]


@cache
def provision(name: str, day: str) -> Row | None:
    """A rule of law on a day; absent when it does not hold."""
    for row in PROVISIONS:
        if row["provision_id"] == name and holds(row, day):
            return row
    return None


@cache
def ended(name: str, day: str) -> bool:
    """Whether a rule of law held once and does no longer."""
    last_days = [row["last_date"] or "9999" for row in PROVISIONS if row["provision_id"] == name]
    return max(last_days) < day


def limit(name: str, day: str) -> int:
    """The number that a rule of law sets on a day."""
    row = provision(name, day)
    assert row is not None, f"{name} does not hold on {day}"
    return int(row["value"])


@cache
def grounds(discipline: str, day: str) -> dict[str, Row]:
    """The grounds that free a patient from the user fee on a day."""
    return {row["ground"]: row for row in GROUNDS if row["discipline"] == discipline and holds(row, day)}


@cache
def professions(discipline: str, day: str) -> set[str]:
    """Who may requisition or refer on a day; nobody when no requisition is asked for."""
    return {row["profession"] for row in PROFESSIONS if row["discipline"] == discipline and holds(row, day)}


@cache
def ceiling(discipline: str, year: str) -> int | None:
    """
    The user fee ceiling of a year in øre; absent when none is on record.

    A year after the last one on record has the ceiling of that one until another
    is set.
    """
    of_discipline = [row for row in CEILINGS if discipline in row["disciplines"].split()]
    newest = max(row["year"] for row in of_discipline)
    for row in of_discipline:
        if row["year"] == min(year, newest):
            return ore(row["amount"])
    return None


@cache
def amounts(discipline: str, code: str, day: str, authority: str) -> tuple[int | None, int | None, int | None]:
    """Honorarium, refund and user fee of one use of a code; of two disputed figures those that were asked for."""
    row, whose = fees(discipline, day)[code], ""
    for dispute in DISPUTES:
        if dispute["discipline"] == discipline and dispute["fee_code"] == code and holds(dispute, day):
            row, whose = dispute, f"{authority.lower()}_"
    return ore(row[f"{whose}honorarium"]), ore(row[f"{whose}refund"]), ore(row[f"{whose}user_fee"])


@cache
def disputed(discipline: str, code: str, day: str) -> bool:
    """Whether sources give different figures for a code on a day."""
    return any(row["discipline"] == discipline and row["fee_code"] == code and holds(row, day) for row in DISPUTES)


@cache
def share_a_limit(code: str, day: str) -> set[str]:
    """The code and those that are counted with it."""
    for row in SHARED_LIMITS:
        if holds(row, day) and code in row["codes"].split():
            return set(row["codes"].split())
    return {code}
