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


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """The URL, up to the name of a database, of a server that runs until the end of the block."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    as_user: list[str] = []
    # The path of a socket may not be long, so the folder is not one of pytest's.
    with tempfile.TemporaryDirectory(prefix="avtalt-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            user = next(name for name in UNPRIVILEGED if _exists(name))
            shutil.chown(folder, user)
            as_user = ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
        data = f"{folder}/data"

        def run(program: str, *arguments: str) -> None:
            command = [*as_user, programs / program, *arguments]
            done = subprocess.run(
                command,
                cwd=folder,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")

        run("initdb", "-D", data, "-A", "trust", "-U", user, "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=200"
        # Without the redirection the server would keep our pipe open, and we would wait for its end.
        run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{user}@/{{name}}?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
