"""The page has no words of its own: every one stands in the texts, in all three languages."""

import re
import tomllib
from pathlib import Path

import pytest

from avtalt.v1 import agreement_pb2, claim_pb2, decision_pb2, discipline_pb2, provider_pb2, setup_service_pb2
from service.gateway.files import PAGE
from service.texts.catalogue import FOLDER, LANGUAGES

MODULES = sorted(PAGE.glob("*.js"))
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
ATTRIBUTES = re.compile(r'(?:class|rel|d|role|accept|autocomplete|inputmode): (?:"[^"]*"|`[^`]*`|[^,{}]*\?[^,{}]*)')
SENTENCE = re.compile(r"[A-ZÆØÅ]?[a-zæøå]{2,}[,:]? [a-zæøå]{2,}|[æøåÆØÅ]")
SAID = re.compile(r"\b(say|heading)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
OF_SECTION = re.compile(r'\bof\("(\w+)", "(\w+)"')
INNER = re.compile(r'\w+\([^()]*\)|=== "\w+"')
SECTIONS = {"price_list.js": "price_list"}
KEY = re.compile(r'"([A-Z][A-Z0-9_]*)"')
OF_KEYS = re.compile(r'"(DIARY_[A-Z_]+|FIELD_[A-Z_]+|OTHER_[A-Z_]+_FIELD)"')


def code_of(path: Path) -> str:
    """A module without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def texts(language: str) -> dict[str, dict[str, str]]:
    """All texts of a language."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_has_no_sentence_of_its_own(path):
    code = ATTRIBUTES.sub("", code_of(path))
    literals = [found[0] or re.sub(r"\$\{[^}]*\}", "", found[1]) for found in LITERAL.findall(code)]
    assert [each for each in literals if SENTENCE.search(each)] == []


def test_the_frame_has_no_words_but_the_name():
    """Without a script there are no texts to take them from."""
    frame = (PAGE / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r">([^<>]*\w[^<>]*)<", frame)) == {"avtalt", "avtalt: JavaScript"}


def asked_for() -> set[tuple[str, str]]:
    """Every key that stands whole in a module, with its section."""
    found = set()
    for path in MODULES:
        code = code_of(path)
        found |= set(OF_SECTION.findall(code))
        for called, said in SAID.findall(code):
            keys = INNER.sub("", said.split(", {", maxsplit=1)[0])
            section = "headings" if called == "heading" else SECTIONS.get(path.name, "page")
            found |= {(section, key) for key in KEY.findall(keys)}
        found |= {("page", key) for key in OF_KEYS.findall(code)}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_page_asks_for_exists(language):
    tables = texts(language)
    asked = asked_for()
    assert len(asked) > 200
    assert {(section, key) for section, key in asked if key not in tables[section]} == set()


def names(enum) -> list[str]:
    """The names of an enum without what they all begin with."""
    first, *others = enum.DESCRIPTOR.values
    return [each.name.removeprefix(first.name.removesuffix("UNSPECIFIED")) for each in others]


def listed(module: str, name: str) -> list[str]:
    """A list of names that a module of the page has."""
    found = re.search(rf"const {name} = \[([^\]]*)\]", code_of(PAGE / module))
    assert found, name
    return re.findall(r'"(\w+)"', found[1])


def upper(name: str) -> str:
    """A field of the contract's JSON as a key has it."""
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0]}", name.removesuffix("Ore")).upper()


def families() -> dict[str, list[str]]:
    """Keys that are put together while the page runs: their beginning, and each way in which they go on."""
    return {
        "OUTCOME_": [*(names(decision_pb2.Outcome)), *(f"{each}_MEANS" for each in names(decision_pb2.Outcome))],
        "DIFF_": [
            *map(upper, listed("compare.js", "SUMS")),
            "OUTCOME",
            "CODES",
            "NONE",
            "MORE",
            "LESS",
        ],
        "GONE_": ["REASON", "NOTICE", "ASSUMPTION"],
        "COME_": ["REASON", "NOTICE", "ASSUMPTION"],
        "ROLE_": names(provider_pb2.Role),
        "OTHER_": ["DATE", "PROVIDER", "LENGTH", "MOMENT"],
        "DIARY_OTHER_": listed("diary_other.js", "WAYS"),
        "DISCIPLINE_": names(discipline_pb2.Discipline),
        "KIND_": names(claim_pb2.TreatmentKind),
        "SETTING_": names(claim_pb2.TreatmentSetting),
        "MODALITY_": names(claim_pb2.Modality),
        "SAMPLE_": names(claim_pb2.SampleKind),
        "CHARGE_": listed("visit.js", "CHARGES"),
        "GROUND_": names(claim_pb2.ExemptionGround),
        "FROM_": names(claim_pb2.RequisitionerProfession),
        "CARD_": names(claim_pb2.ExemptionCard),
        "REGION_": listed("visit.js", "REGIONS"),
        "STATUS_": [each for each in names(setup_service_pb2.SetupState) if each != "NOT_CHECKED"],
        "LANGUAGE_": ["NB", "NN", "EN"],
        "VIEW_": [each.replace("-", "_").upper() for each in views()],
        "HISTORY_": ["WHAT", "VALID", "RECORDED", "SUPERSEDED", "THEN"],
        "FIELD_": [upper(each) for each in fields()],
    }


def views() -> list[str]:
    """The views of the page."""
    table = re.search(r"const VIEWS = \{([^}]*)\}", code_of(PAGE / "main.js"))
    assert table
    return re.findall(r'^\s*"?([\w-]+)"?:', table[1], re.MULTILINE)


def fields() -> set[str]:
    """The fields of the form behind fields of the claim, which errors are told at."""
    tables = re.findall(r"const (?:LINE_)?FIELDS = \{([^}]*)\}", code_of(PAGE / "claim.js"))
    assert len(tables) == len(("FIELDS", "LINE_FIELDS"))
    return set(re.findall(r': "(\w+)"', "".join(tables)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_of_keys_are_complete(language):
    page = texts(language)["page"]
    wanted = {beginning + each for beginning, ends in families().items() for each in ends}
    assert {key for key in wanted if key not in page} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_agreements_and_competences_have_words(language):
    words = texts(language)["words"]
    kinds = [*names(agreement_pb2.AgreementKind), *names(provider_pb2.CompetenceKind)]
    assert [kind for kind in kinds if kind not in words] == []
