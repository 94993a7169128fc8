"""What the README shows is what happens."""

import pytest

from tests import gateways
from tests.readme import DOCUMENTED_GATEWAY, ROOT, Block, ReadmeError, Shell, agrees, blocks, normalised

gateway = gateways.gateway
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

SAMPLE = """\
# Sample

```sh
make setup
make run ARGS="--port 1" &
```

```sh
$ export NAME=avtalt
$ mkdir made && cd made
$ echo "hello $NAME" > note
```

The state of the shell is kept:

```sh
cat note
pwd | sed 's:.*/::'
echo '{"decisionId": "ab12"}' at 127.0.0.1:50051
```

```text
hello avtalt
...
{"decisionId": "cd34"} at 127.0.0.1:50051
```

```
a drawing
```
"""


@pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_block_does_what_it_shows(path, demo_target, tmp_path, request):
    text = path.read_text(encoding="utf-8")
    if "clients/node" in text:
        request.getfixturevalue("node_packages")
    shown = blocks(text)
    behind = [request.getfixturevalue("gateway").address] if DOCUMENTED_GATEWAY in text else []
    shell = Shell(tmp_path, demo_target, *behind)
    for block in shown:
        shell.run(block)


def test_the_readme_shows_commands():
    assert blocks(TEXTS[0].read_text(encoding="utf-8"))


def test_blocks_are_found_with_their_lines_and_outputs():
    assert [(block.line, block.targets, bool(block.output)) for block in blocks(SAMPLE)] == [
        (3, ["setup", "run"], False),
        (8, [], False),
        (16, [], True),
    ]


def test_make_is_not_run_inside_its_own_test():
    assert blocks(SAMPLE)[0].script == ""


@pytest.mark.parametrize(
    ("command", "run"),
    [
        (".venv/bin/avtalt gateway", False),
        ("avtalt gateway --port 8080", False),
        ("avtalt gateway --print-config > envoy.json", True),
        ("avtalt price claim.json", True),
    ],
)
def test_what_the_test_stands_for_is_not_run(command, run):
    assert bool(Block(1, command, None).script) is run


def test_a_sample_text_runs(tmp_path):
    shell = Shell(tmp_path, "127.0.0.1:1234")
    for block in blocks(SAMPLE):
        shell.run(block)
    assert (tmp_path / "avtalt" / "made" / "note").read_text() == "hello avtalt\n"


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (Block(7, "echo one", "two"), "line 7: other output"),
        (Block(7, "false", None), "line 7: exit code 1"),
        (Block(7, "false\necho after", None), "line 7: exit code 1"),
        (Block(7, "nonsense-command", None), "line 7: exit code 127"),
    ],
)
def test_what_is_not_as_shown_fails(tmp_path, block, message):
    with pytest.raises(ReadmeError, match=message):
        Shell(tmp_path, "127.0.0.1:1234").run(block)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```text\none\n```\n", "the output of nothing"),
        ("```sh\ntrue\n```\n\nwords\n\n```text\none\n```\n", "the output of nothing"),
        ("```sh\ncd x && make check\n```\n", "must be a line of its own"),
    ],
)
def test_a_block_that_would_silently_not_be_tested_is_refused(text, message):
    with pytest.raises(ReadmeError, match=message):
        blocks(text)


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb", False),
        ("a\n...", "a\nb\nc", True),
        ("...\nc", "a\nb\nc", True),
        ("a\n...\nb", "a\nb", True),
        ("digest 0123456789abcdef", "digest fedcba9876543210", True),
        ("at 2026-01-01T00:00:00Z", "at 2025-05-05T11:11:11.123456Z", True),
        ("on 2026-01-01", "on 2025-05-05", False),
        ("pays 144", "pays 145", False),
    ],
)
def test_only_volatile_fields_may_differ(shown, printed, same):
    assert agrees(shown, printed) is same


def test_normalising_twice_changes_nothing_more():
    assert normalised(normalised(SAMPLE)) == normalised(SAMPLE)
