"""Protos, Python, texts and status codes say the same: no code without its sentence, its example and its keys."""

import json
import re
from pathlib import Path

import pytest

from avtalt.v1 import derivation_pb2
from registry.tariffs import files
from registry.tariffs.reader import read_tables
from service.errors import ErrorReason
from service.pricing.trace import Rule
from service.rpc.errors import status_code
from service.rpc.servicers import SERVICES
from service.texts.catalogue import LANGUAGES, PLACEHOLDER, Catalogue
from service.verification.codes import AssumptionCode, NoticeCode, ReasonCode
from tests.tables import rows

PROTOS = Path(__file__).parent.parent / "protos" / "avtalt" / "v1"
VALUE = re.compile(r"(?P<comment>(?:^  //[^\n]*\n)+)^  (?P<name>[A-Z_0-9]+) = (?P<number>\d+);", re.MULTILINE)

LISTS = rows("""
    file            | prefix          | section     | keys
    reason_code     | REASON_CODE     | reasons     | data
    notice_code     | NOTICE_CODE     | notices     | data
    assumption_code | ASSUMPTION_CODE | assumptions | data
    error_reason    | ERROR_REASON    | errors      | metadata
""")
PYTHON = {"reasons": ReasonCode, "notices": NoticeCode, "assumptions": AssumptionCode, "errors": ErrorReason}


def documented(row: dict[str, str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Each value of an enum with its comment and the data of its worked example."""
    text = (PROTOS / f"{row['file']}.proto").read_text(encoding="utf-8")
    found = {}
    for value in VALUE.finditer(text):
        if value["number"] == "0":
            continue
        comment = re.sub(r"^  // ?", "", value["comment"], flags=re.MULTILINE)
        example = json.loads(comment[comment.index("{") : comment.rindex("}") + 1])
        found[value["name"].removeprefix(f"{row['prefix']}_")] = (comment, example.get(row["keys"], {}))
    return found


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row["file"])
def test_a_code_stands_in_proto_python_and_every_language(row):
    """The same codes everywhere, and every sentence uses only keys of the worked example."""
    codes = documented(row)
    assert set(codes) == {code.value for code in PYTHON[row["section"]]}
    for language in LANGUAGES:
        sentences = sentences_of(language, row["section"])
        assert set(sentences) == set(codes)
        for code, sentence in sentences.items():
            assert set(PLACEHOLDER.findall(sentence)) <= set(codes[code][1]), (language, code)


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row["file"])
def test_every_example_can_be_said(row):
    """The data of each worked example fills the sentence in every language."""
    for language in LANGUAGES:
        texts = Catalogue(language)
        for code, (_, data) in documented(row).items():
            assert "{" not in texts.say(row["section"], code, data)


def test_an_error_has_the_status_that_its_comment_names():
    """The table of status codes agrees with the comments of the contract."""
    for code, (comment, _) in documented(LISTS[-1]).items():
        assert f"Status: {status_code(ErrorReason(code)).name}." in comment


def test_all_languages_have_the_same_tables():
    """No section and no key is missing in a language, and every sentence uses the same data in all."""
    shapes = {
        language: {
            (section, key, frozenset(PLACEHOLDER.findall(text)))
            for section, table in toml(language).items()
            for key, text in table.items()
        }
        for language in LANGUAGES
    }
    assert shapes["nb"] == shapes["nn"] == shapes["en"]


def test_what_helfo_rejects_is_something_that_an_answer_says():
    """Each rejection corresponds to a reason or an assumption, and to data that it carries."""
    keys = {row["section"]: {code: set(data) for code, (_, data) in documented(row).items()} for row in LISTS}
    rejections = read_tables().of(files.REJECTIONS)
    assert rejections
    for row in rejections:
        rejection = row.record
        assert rejection.code in keys[rejection.section], row
        assert not rejection.data_key or rejection.data_key in keys[rejection.section][rejection.code], row


def test_every_rule_is_in_the_contract_and_in_every_language():
    """The rules of a trace, the contract's list and the sentences are the same."""
    names = {name.removeprefix("RULE_") for name in derivation_pb2.Rule.DESCRIPTOR.values_by_name} - {"UNSPECIFIED"}
    assert names == {rule.value for rule in Rule}
    for language in LANGUAGES:
        assert set(sentences_of(language, "rules")) == names


def test_every_method_of_the_contract_has_a_handler():
    """No method of a service is left without a handler, and no handler without a method."""
    for service in SERVICES:
        assert {method.name for method in service.descriptor.methods} == set(service.handlers)


def toml(language: str) -> dict[str, dict[str, str]]:
    """The file of a language."""
    import tomllib

    import service.texts

    return tomllib.loads((Path(service.texts.__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


def sentences_of(language: str, section: str) -> dict[str, str]:
    """The sentences of a section."""
    return toml(language)[section]
