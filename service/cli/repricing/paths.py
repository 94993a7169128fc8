"""The files that a run is asked to read and to write."""

from itertools import combinations
from pathlib import Path

from service.cli.repricing.archive import PARQUET, kind_of
from service.cli.repricing.parquet import load_parquet
from service.cli.repricing.phrases import refuse


def refuse_at_once(archive: Path, result: Path, report: Path | None, *, restart: bool) -> None:
    """Refuse at once what would be refused at the very end."""
    kinds = {kind_of(archive, "ARCHIVE"), kind_of(result, "--out")}
    if PARQUET in kinds:
        load_parquet()
    for path in filter(None, (result, report)):
        if not path.absolute().parent.is_dir():
            raise refuse("NO_FOLDER", path=path)
    for one, other in combinations(filter(None, (archive, result, report)), 2):
        if one.resolve() == other.resolve():
            raise refuse("SAME_FILE", path=one)
    if result.exists() and not restart:
        raise refuse("RESULT_THERE", path=result)
