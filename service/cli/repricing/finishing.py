"""The whole result in its place, by a rename, so that it is there whole or not at all."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from service.cli.repricing.archive import PARQUET
from service.cli.repricing.job import Basis
from service.cli.repricing.parquet import load_parquet
from service.cli.repricing.part import Places
from service.cli.repricing.result import AMOUNTS, COLUMNS, Result, read_results

ROWS_AT_A_TIME = 65_536
DIGITS, DECIMALS = 12, 2


def finish(places: Places, basis: Basis) -> None:
    """Put the result in its place, and take away what stood there for it."""
    if places.result.suffix.lower() == PARQUET:
        _write_parquet(places.part, places.draft, basis)
        places.draft.replace(places.result)
        places.part.unlink()
    else:
        places.part.replace(places.result)
    places.state.unlink(missing_ok=True)


def _write_parquet(part: Path, draft: Path, basis: Basis) -> None:
    """The rows of a part as Parquet, a group of rows at a time; the same rows give the same bytes."""
    arrow = load_parquet()
    schema = _schema(arrow, basis)
    with (
        part.open(encoding="utf-8", newline="") as file,
        arrow.parquet.ParquetWriter(draft, schema, compression="zstd") as out,
    ):
        for rows in _batches(read_results(file)):
            columns = {name: [_value(name, row) for row in rows] for name in COLUMNS}
            out.write_table(arrow.table(columns, schema=schema), ROWS_AT_A_TIME)


def _schema(arrow: Any, basis: Basis) -> Any:
    """What the columns hold, and what all of it rests on."""
    kinds = dict.fromkeys(COLUMNS, arrow.string()) | {"line": arrow.int64()}
    kinds |= dict.fromkeys(AMOUNTS, arrow.decimal128(DIGITS, DECIMALS))
    told = {"revision": str(basis.revision), "tariff_digest": basis.tariff, "rules_version": basis.rules}
    return arrow.schema(kinds, metadata=told | {"evaluated_at": basis.evaluated_at})


def _batches(rows: Iterable[Result]) -> Iterator[list[Result]]:
    left = iter(rows)
    while batch := list(islice(left, ROWS_AT_A_TIME)):
        yield batch


def _value(name: str, row: Result) -> object:
    """A value of a row; what is empty is absent."""
    found = getattr(row, name)
    if name in AMOUNTS:
        return None if found is None else Decimal(found).scaleb(-DECIMALS)
    return None if found == "" else found
