"""The Makefile explains itself, and the README names only what it has."""

import re
import subprocess

import pytest

from tests.readme import ROOT, blocks

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
HELP = dict(re.findall(r"^([a-z]+):.*?## (\S.*)$", MAKEFILE, re.M))
PHONY = re.search(r"^\.PHONY: (help .*)$", MAKEFILE, re.M)[1].split()
RULES = re.findall(r"^([a-z][a-z.-]*):(?!=)", MAKEFILE, re.M)


@pytest.mark.parametrize("target", RULES)
def test_every_target_has_help_text(target):
    assert target in HELP


def test_every_target_is_declared_as_one_that_makes_no_file():
    assert sorted(PHONY) == sorted(RULES)


def test_plain_make_lists_every_target_with_its_help():
    printed = subprocess.check_output(["make", "--no-print-directory"], cwd=ROOT, text=True)
    assert dict(re.split(r" {2,}", line, maxsplit=1) for line in printed.splitlines()) == HELP


def test_the_readme_names_only_targets_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    in_blocks = {target for block in blocks(readme) for target in block.targets}
    in_sentences = set(re.findall(r"`make ([a-z]+)[^`]*`", readme))
    assert (in_blocks | in_sentences) - set(RULES) == set()


def test_ci_runs_what_a_developer_runs():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make .*$", ci, re.M) == ["make check </dev/null"]


@pytest.mark.parametrize(
    "name", ["requirements.txt", "benchmarks/peers/requirements.txt", "pyproject.toml", "Makefile"]
)
def test_no_package_index_is_named(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url\b.*", text) == []
