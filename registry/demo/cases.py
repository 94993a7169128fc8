"""Reads the hand-made cases of the demo register from the tables in `data/`."""

from collections.abc import Callable
from datetime import date
from importlib.resources import files

from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)

SOURCE = "avtalt demo register (synthetic)"
"""The source of every record in the demo register."""

Row = dict[str, str]


def read_table(name: str) -> list[Row]:
    """The rows of `data/<name>.txt`: aligned columns with a header, an empty cell being an empty string."""
    text = files("registry.demo").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    return [dict(zip(header, cells, strict=True)) for cells in lines]


def hand_made_cases() -> list[Record]:
    """Every record of the hand-made cases, each after those that it names."""
    return [make(row) for table, make in _TABLES.items() for row in read_table(table)]


def period_between(first_date: str, last_date: str) -> Period:
    """The period between two days as written in the tables; an empty one is open."""
    first, last = (date.fromisoformat(day) if day else None for day in (first_date, last_date))
    return Period(first, last)


def _period(row: Row) -> Period:
    """The period of a row."""
    return period_between(row["first_date"], row["last_date"])


def _performer(row: Row) -> Performer:
    """A row of `performers.txt`."""
    return Performer(row["hpr_number"], row["name"], SOURCE)


def _organisation(row: Row) -> Organisation:
    """A row of `organisations.txt`."""
    return Organisation(row["organisation_number"], row["name"], SOURCE)


def _practice(row: Row) -> Practice:
    """A row of `practices.txt`."""
    return Practice(
        row["practice_id"],
        row["name"],
        row["practice_type"],
        row["municipality_code"],
        row["organisation_number"] or None,
        SOURCE,
    )


def _competence(row: Row) -> Competence:
    """A row of `competences.txt`."""
    return Competence(row["hpr_number"], CompetenceKind(row["kind"]), _period(row), SOURCE)


def _affiliation(row: Row) -> Affiliation:
    """A row of `affiliations.txt`."""
    return Affiliation(
        row["hpr_number"],
        row["practice_id"],
        Role(row["role"]),
        row["principal_hpr_number"] or None,
        _period(row),
        SOURCE,
    )


def _agreement(row: Row) -> Agreement:
    """A row of `agreements.txt`."""
    return Agreement(
        row["agreement_id"],
        AgreementKind(row["kind"]),
        row["hpr_number"] or None,
        row["organisation_number"] or None,
        row["counterparty"],
        row["practice_id"] or None,
        row["discipline"] or None,
        _period(row),
        SOURCE,
    )


def _coverage(row: Row) -> Coverage:
    """A row of `coverage.txt`."""
    return Coverage(CoverageKind(row["kind"]), row["area"], _period(row), SOURCE)


_TABLES: dict[str, Callable[[Row], Record]] = {
    "performers": _performer,
    "organisations": _organisation,
    "practices": _practice,
    "competences": _competence,
    "affiliations": _affiliation,
    "agreements": _agreement,
    "coverage": _coverage,
}
