"""Archives of made-up claims, as CSV and as Parquet."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

COLUMNS = (
    *("booking", "discipline", "hpr_number", "organisation_number", "date", "start_time", "fee_codes", "examination"),
    *("age", "exemption_card", "user_fees_paid", "municipality_code", "requisition", "requisition_date"),
    *("patient_paid", "helfo_paid"),
)
PERFORMERS = [f"90000{number:02}" for number in range(1, 16)]
CODES = ("A3a", "A3a 2xA3b", "A1a", "A8a", "F1", "A3a F1", "C34c", "A3at", "A9x")
DAYS = (date(2024, 7, 1), date(2026, 12, 31))

Row = dict[str, str]


def claims(count: int, seed: int = 1) -> list[Row]:
    """The rows of so many claims; some have several."""
    random = Random(seed)
    return [row for number in range(count) for row in _claim(random, f"k-{number}")]


def _claim(random: Random, booking: str) -> list[Row]:
    day = DAYS[0] + timedelta(random.randrange((DAYS[1] - DAYS[0]).days))
    row = {"booking": booking, "date": day.isoformat(), "age": str(random.randrange(95))}
    row |= {"exemption_card": random.choice(("yes", "no", "")), "user_fees_paid": str(random.randrange(0, 4000))}
    row |= {"patient_paid": random.choice(("144", "0", "", "92.50")), "helfo_paid": random.choice(("94", "0", ""))}
    if random.random() < 0.1:
        return [row | _imaging(random, day)]
    row |= {"hpr_number": random.choice(PERFORMERS), "fee_codes": random.choice(CODES)}
    more = {"booking": booking, "fee_codes": "A3b", "patient_paid": "46", "helfo_paid": "63"}
    return [row, more] if random.random() < 0.2 else [row]


def _imaging(random: Random, day: date) -> Row:
    asked = (day - timedelta(random.randrange(30))).isoformat()
    return {
        **{"discipline": "radiology", "organisation_number": "310000027", "examination": "MR"},
        **{"municipality_code": "0301", "requisition": "doctor", "requisition_date": asked},
    }


def write_csv(path: Path, rows: list[Row]) -> Path:
    """The rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\n", extrasaction="raise")
        out.writeheader()
        out.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[Row]) -> Path:
    """The rows as Parquet, with the types that a database would give them."""
    import pyarrow
    import pyarrow.parquet

    columns = {name: [_typed(name, row.get(name, "")) for row in rows] for name in COLUMNS}
    pyarrow.parquet.write_table(pyarrow.table(columns), path, row_group_size=7)
    return path


def _typed(name: str, text: str) -> object:
    if not text:
        return None
    if name in {"date", "requisition_date"}:
        return date.fromisoformat(text)
    if name in {"age", "hpr_number", "organisation_number", "municipality_code"}:
        return int(text)
    if name in {"user_fees_paid", "patient_paid", "helfo_paid"}:
        return float(text)
    return text == "yes" if name == "exemption_card" else text


def read_rows(path: Path) -> list[Row]:
    """The rows of a result of CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
