"""`serve`, `migrate` and `demo`, as processes of their own."""

import shlex
import subprocess
from pathlib import Path

import pytest

from registry.demo.generator import demo_records
from registry.migrate import migrate
from registry.store import Store
from tests.conftest import AVTALT, wait_for_address
from tests.tables import cases

ROOT = Path(__file__).parent.parent.parent


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `avtalt` in a folder; nothing of the inside is shown."""
    ended = subprocess.run(
        [AVTALT, *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ended.stderr
    assert str(ROOT) not in ended.stderr
    return ended


REFUSED = cases("""
    case                       | file               | environment         | arguments                            | told
    no register                |                    |                     | serve                                | Make one with `avtalt migrate --database sqlite:///var/register.db`
    a file that is no TOML     | not_toml =         |                     | serve                                | avtalt.toml is not TOML
    a port of none             |                    |                     | serve --port 70000                   | --port cannot be used: Input should be less than or equal to 65535
    a port in the environment  |                    | AVTALT_PORT=many    | serve                                | AVTALT_PORT cannot be used: Input should be a valid integer
    a level in the file        | log_level = "loud" |                     | serve                                | log_level in avtalt.toml cannot be used
    a setting of none          | prot = 1           |                     | serve                                | avtalt.toml has a setting prot, which does not exist. Those that exist: database, host, port
    no tariffs                 |                    |                     | serve --tariffs nowhere              | The tariff files cannot be used
    another database           |                    |                     | serve --database mysql://me:secret@x | mysql://me:***@x is neither a SQLite nor a PostgreSQL URL
    migrate another            |                    |                     | migrate --database mysql://x/y       | mysql://x/y is neither a SQLite nor a PostgreSQL URL
    read a text                | port = 1           |                     | providers get 1 --embedded --database sqlite:///avtalt.toml | sqlite:///avtalt.toml cannot be used as a register
    migrate a text             | port = 1           |                     | migrate --database sqlite:///avtalt.toml | sqlite:///avtalt.toml cannot be used as a register
    writes from elsewhere      |                    |                     | serve --host 0.0.0.0 --allow-writes  | --allow-writes cannot be used: it asks for a loopback host
    demo on a wrong port       |                    |                     | demo --port 70000                    | --port cannot be used
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_cannot_be_served_is_told_in_plain_words(row, tmp_path):
    if row["file"]:
        (tmp_path / "avtalt.toml").write_text(row["file"], encoding="utf-8")
    environment = dict([row["environment"].split("=")] if row["environment"] else [])
    ended = run(tmp_path, *row["arguments"].split(), **environment)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert row["told"] in ended.stderr
    assert "secret" not in ended.stderr


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path):
    (tmp_path / "avtalt.toml").write_text('database = "sqlite:///file.db"\nlog_level = "loud"', encoding="utf-8")
    told = run(tmp_path, "serve", AVTALT_LOG_LEVEL="info").stderr
    assert "There is no register at sqlite:///file.db" in told
    told = run(tmp_path, "serve", AVTALT_LOG_LEVEL="info", AVTALT_DATABASE="sqlite:///variable.db").stderr
    assert "There is no register at sqlite:///variable.db" in told
    told = run(tmp_path, "serve", "--log-level", "info", "--database", "sqlite:///flag.db", AVTALT_DATABASE="x").stderr
    assert "There is no register at sqlite:///flag.db" in told


def test_migrate_makes_what_serve_reads(tmp_path):
    (tmp_path / "avtalt.toml").write_text('database = "sqlite:///deep/down/register.db"', encoding="utf-8")
    ended = run(tmp_path, "migrate")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "The tables of sqlite:///deep/down/register.db are up to date.\n"
    assert (tmp_path / "deep" / "down" / "register.db").exists()
    told = run(tmp_path, "serve", "--host", "no.such.host.invalid").stderr
    assert "There is no address no.such.host.invalid" in told


def test_tables_of_another_version_are_not_served(tmp_path):
    (tmp_path / "register.db").touch()
    ended = run(tmp_path, "serve", "--database", "sqlite:///register.db")
    assert ended.returncode == 1
    assert "Run `avtalt migrate --database sqlite:///register.db` first" in ended.stderr


def test_the_demo_says_what_it_serves_and_its_command_prints_a_priced_claim(tmp_path):
    printed = []
    with subprocess.Popen(
        [AVTALT, "demo", "--port", "0", "--database", f"sqlite:///{tmp_path}/new/demo.db", "--providers", "70"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            for line in server.stdout:
                printed.append(line.rstrip())
                if line.startswith("Stop with"):
                    break
            (command,) = [line.strip() for line in printed if line.startswith("  ")]
            words = shlex.split(command)
            assert words[0] == ".venv/bin/avtalt"
            pasted = subprocess.run(
                [AVTALT, *words[1:]], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
            )
        finally:
            server.terminate()
    assert server.returncode == 0
    assert printed[0] == f"A synthetic register was made at sqlite:///{tmp_path}/new/demo.db."
    assert printed[1] == "Providers: 70, all of them synthetic (revision 1)."
    assert printed[2].startswith("Tariffs: real, from 2004-01-01 and confirmed through 20")
    assert pasted.stdout.startswith("Covered: every line is payable as written\n")
    assert pasted.stderr == ""


def test_a_demo_register_is_used_again_as_it_is(tmp_path, demo_database):
    with subprocess.Popen(
        [AVTALT, "demo", "--port", "0", "--database", demo_database, "--providers", "70"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout.readline() == f"The synthetic register at {demo_database} is used as it is.\n"
            assert server.stdout.readline() == "Providers: 60, all of them synthetic (revision 1).\n"
            wait_for_address(server)
        finally:
            server.terminate()


def test_a_register_that_is_no_demo_is_left_alone(tmp_path):
    url = f"sqlite:///{tmp_path}/real.db"
    migrate(url)
    store = Store(url)
    store.write(demo_records(), note="the first contracts")
    store.close()
    ended = run(tmp_path, "demo", "--database", url, "--port", "0")
    assert ended.returncode == 1
    assert f"{url} holds a register that is no demo. Serve it with `avtalt serve --database {url}`" in ended.stderr
