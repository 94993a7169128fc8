"""
A PostgreSQL server of our own for the tests, in a temporary folder.

The server refuses to run as root, so root starts it as the user that the
Debian package makes.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
UNPRIVILEGED = ("postgres", "nobody")
MISSING = (
    "PostgreSQL WAS NOT FOUND: everything that is tested on PostgreSQL WAS LEFT OUT. "
    "Install the server (on Debian: apt install postgresql) and run the tests again."
)


def find_server() -> Path | None:
    """The folder of the newest installed server's programs; absent when there is none."""
    found = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()]
    found.sort(
        key=lambda folder: [int(part) for part in folder.parent.name.replace("-", ".").split(".") if part.isdigit()]
    )
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


class Server:
    """
    A server in a folder of its own.

    Without `fsync` it is quick, and forgets what it was told when the machine
    itself fails; that of a process does not matter to it.
    """

    def __init__(self, programs: Path, folder: str, *, fsync: bool = False) -> None:
        """Set it up in an empty folder; it does not run yet."""
        self._programs, self._folder, self._fsync = programs, folder, fsync
        self._user = pwd.getpwuid(os.geteuid()).pw_name
        self._as_user: list[str] = []
        if os.geteuid() == 0:
            self._user = next(name for name in UNPRIVILEGED if _exists(name))
            shutil.chown(folder, self._user)
            group = pwd.getpwnam(self._user).pw_gid
            self._as_user = ["setpriv", f"--reuid={self._user}", f"--regid={group}", "--clear-groups"]
        self._run("initdb", "-A", "trust", "-U", self._user, "-E", "UTF8", "--no-sync")

    @property
    def url(self) -> str:
        """The URL, up to the name of a database."""
        return f"postgresql+psycopg://{self._user}@/{{name}}?host={self._folder}"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = ("listen_addresses=", "max_connections=200", f"fsync={'on' if self._fsync else 'off'}")
        options = " ".join((f"-k {self._folder}", *(f"-c {each}" for each in settings)))
        # Without the redirection the server would keep our pipe open, and we would wait for its end.
        self._run("pg_ctl", "-w", "-l", f"{self._folder}/log", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as in a crash: it finishes nothing, and recovers at the next start."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._as_user, self._programs / program, "-D", f"{self._folder}/data", *arguments],
            cwd=self._folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")


@contextmanager
def new_server(programs: Path, *, fsync: bool = False) -> Iterator[Server]:
    """A server that runs at the start of the block, and must run at its end."""
    # The path of a socket may not be long, so the folder is not one of pytest's.
    with tempfile.TemporaryDirectory(prefix="avtalt-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        server = Server(programs, folder, fsync=fsync)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """The URL, up to the name of a database, of a server that runs until the end of the block."""
    with new_server(programs) as server:
        yield server.url


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
