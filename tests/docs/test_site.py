"""The site builds without a warning, its links lead somewhere, and the whole contract is in it."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from protos.descriptors import Contract, http_rule, load_contract
from protos.reference.code_lists import SECTIONS, read_code
from protos.reference.pages import write_pages
from service.texts.catalogue import LANGUAGES, Catalogue
from tests.readme import ROOT

DOCS = ROOT / "docs"
OPTIONS = re.findall(r"/sphinx-build (.*) docs dist/docs$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)[
    0
].split()
OUTSIDE = {"http", "https", "mailto"}
LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src")}


class Page(HTMLParser):
    """What stands on a built page: its words, its links, the places to link to, and what it loads."""

    def __init__(self, path: Path) -> None:
        """Read it."""
        super().__init__(convert_charrefs=True)
        self.path, self.text = path, ""
        self.links: list[str] = []
        self.places: set[str] = set()
        self.loads: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.places.add(value or "")
            elif (tag, name) in LOADED:
                self.loads.append(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data

    def says(self, words: str) -> bool:
        """Whether words stand on it, whatever is marked, linked or broken into lines in them."""
        return " ".join(words.replace("`", "").split()) in self.text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Page]:
    """The pages of the site, by their names, built once from nothing, as `make docs` does; a warning is a failure."""
    made = tmp_path_factory.mktemp("site")
    sphinx = [sys.executable, "-m", "sphinx", *OPTIONS, "--keep-going", "-d", str(made / "doctrees")]
    done = subprocess.run(
        [*sphinx, str(DOCS), str(made / "html")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"the site does not build:\n{done.stdout}{done.stderr}"
    built = sorted((made / "html").rglob("*.html"))
    return {str(path.relative_to(made / "html")): Page(path) for path in built if "_static" not in path.parts}


@pytest.fixture(scope="module")
def contract() -> Contract:
    """The contract with its comments."""
    return load_contract()


def test_make_docs_takes_a_warning_for_a_failure():
    assert "-W" in OPTIONS


def test_every_page_that_is_written_is_in_the_site(site):
    written = {f"{path.stem}.html" for path in DOCS.glob("*.md")}
    assert written - set(site) == set()


def test_every_link_within_the_site_leads_to_a_place_that_is_there(site):
    places = {page.path.resolve(): page.places for page in site.values()}
    assert [dead for page in site.values() for dead in dead_links(page, places)] == []


def dead_links(page: Page, places: Mapping[Path, set[str]]) -> Iterator[str]:
    """The links of a page that lead to no file, or to no place in it."""
    for link in page.links:
        target = urlsplit(link)
        if target.scheme in OUTSIDE:
            continue
        path = (page.path.parent / unquote(target.path)).resolve() if target.path else page.path.resolve()
        if not path.is_file() or (target.fragment and unquote(target.fragment) not in places.get(path, ())):
            yield f"{page.path.name}: {link}"


def test_no_page_loads_anything_from_elsewhere(site):
    """The site is read where there is no network."""
    assert [each for page in site.values() for each in page.loads if urlsplit(each).netloc] == []


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_links_between_files_work_on_a_code_host_too(path):
    """There a link leads to a file or a folder of the repository."""
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```", "", path.read_text(), flags=re.S | re.M))
    files = [urlsplit(link).path for link in links if urlsplit(link).scheme not in OUTSIDE]
    assert [name for name in files if name and not (path.parent / name).exists()] == []


def test_every_comment_of_the_contract_is_in_the_reference(site, contract):
    pages = {f"{file.package}.{name}": site[page_of(file)] for file in contract.files for name in declared(file)}
    missing = [
        name for name, comment in contract.comments.items() if not said(pages[".".join(name.split(".")[:3])], comment)
    ]
    assert missing == []
    assert len(contract.comments) > 1000


def test_every_element_of_the_contract_is_in_the_reference(site, contract):
    missing = [
        (file.name, words) for file in contract.files for words in elements(file) if not site[page_of(file)].says(words)
    ]
    assert missing == []


def declared(file: FileDescriptorProto) -> list[str]:
    """The names at the top of a file."""
    return [element.name for element in (*file.service, *file.message_type, *file.enum_type)]


def elements(file: FileDescriptorProto) -> Iterator[str]:
    """What the page of a file must say of each element besides its comment."""
    yield from declared(file)
    for service in file.service:
        for method in service.method:
            yield f"/{file.package}.{service.name}/{method.name}"
            rule = http_rule(method)
            yield from (path for path in (rule.get, rule.post) if path) if rule else ()
    for message in file.message_type:
        yield from (f"{each.name}: " for each in message.field)
        yield from (f"One of {choice.name}" for choice in message.oneof_decl if not choice.name.startswith("_"))
    for enum in file.enum_type:
        yield from (value.name for value in enum.value)


def page_of(file: FileDescriptorProto) -> str:
    return f"reference/{Path(file.name).stem}.html"


def said(page: Page, text: str) -> bool:
    """Whether a page says all paragraphs of a text."""
    return all(page.says(paragraph) for paragraph in text.split("\n\n"))


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_said_in_every_language(site, contract, name, language):
    """The sentence of each code, filled with the data of its example."""
    file, enum = next((file, enum) for file in contract.files for enum in file.enum_type if enum.name == name)
    prefix = enum.value[0].name.removesuffix("UNSPECIFIED")
    texts = Catalogue(language)
    for value in enum.value:
        if value.number and not value.options.deprecated:
            code = read_code(value.name, contract.comments[f"{file.package}.{name}.{value.name}"])
            sentence = texts.say(SECTIONS[name], value.name.removeprefix(prefix), code.data)
            assert said(site[page_of(file)], sentence), value.name


def test_a_name_in_a_comment_is_a_link(site):
    """In a comment names of several words are linked, and in backticks all."""
    links = site["reference/claim_pricing_service.html"].links
    assert {"basis.html#readoptions", "error_reason.html#error-reason-too-many-items", "#priceclaim"} <= set(links)


def test_a_page_of_what_is_gone_is_removed(tmp_path):
    write_pages({"index": "# One\n", "gone": "# Two\n"}, tmp_path)
    write_pages({"index": "# One\n"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.md"]
