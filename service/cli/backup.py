"""`avtalt backup` and `avtalt restore`: a copy of a SQLite register, taken and put back while it is in use."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from service.cli.failures import refused
from service.cli.importing import RegisterUrl, register_url


def backup(
    copy: Annotated[Path, typer.Argument(help="The new file for the copy.")],
    database: RegisterUrl = None,
) -> None:
    """Copy a SQLite register to a file, as it is at one moment, while others read and write."""
    from registry.backup import back_up

    url = register_url(database)
    with _problems(url, must_exist=True), _progress() as progress:
        back_up(url, copy, progress)
    typer.echo(f"{url} was copied to {copy}.")


def restore(
    copy: Annotated[Path, typer.Argument(help="A file made by `avtalt backup`.")],
    database: RegisterUrl = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the register that is there, with all that it holds.")
    ] = False,
) -> None:
    """Put a copy in the place of a SQLite register; servers that read it go on with what it holds."""
    from registry.backup import restore as put_back
    from service.cli.databases import make_folder

    url = register_url(database)
    with _problems(url, must_exist=False), _progress() as progress:
        make_folder(url)
        put_back(copy, url, overwrite=overwrite, progress=progress)
    typer.echo(f"{url} holds what {copy} does.")


@contextmanager
def _problems(url: str, *, must_exist: bool) -> Iterator[None]:
    from registry.backup import BackupError
    from service.cli.databases import database_problems, refuse_missing

    with database_problems(url):
        if must_exist:
            refuse_missing(url)
        try:
            yield
        except BackupError as error:
            raise refused(str(error)) from None


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal's standard error; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        yield lambda left, total: bar.update(task, total=total, completed=total - left)
