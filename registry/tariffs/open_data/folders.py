"""A tariff folder put in the place of another in one step."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.tariffs.open_data.book import Book


@contextmanager
def draft_of(folder: Path, target: Path) -> Iterator[Path]:
    """A copy of a folder beside the place where it is to stand; what is still a draft at the end is thrown away."""
    prefix = f".{target.name}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent, ignore_cleanup_errors=True) as place:
        draft = Path(place) / target.name
        shutil.copytree(folder, draft, symlinks=True)
        yield draft


def write_book(book: Book, old: Book, folder: Path) -> list[str]:
    """Write the files that have changed; their names."""
    changed = [name for name, sheet in book.sheets.items() if sheet.rows != old.sheets[name].rows]
    for name in changed:
        (folder / name).write_text(book.sheets[name].text(), encoding="utf-8", newline="")
    return changed


def put_in_place(draft: Path, target: Path) -> None:
    """
    Let a draft stand where the target stood.

    Whoever opens the target finds the old folder, for a moment none, or the new
    one, and never some of both. When the second step fails the old one is put
    back; cut off between the two, it stands beside its place under a hidden name.
    """
    if not target.exists():
        draft.rename(target)
        return
    aside = target.with_name(f"{draft.parent.name}.old")
    target.rename(aside)
    try:
        draft.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
