"""What a browser gets as files: the page as it stands in its folder, the texts, and the description of the API."""

import json
import tomllib

import pytest

from service.gateway.files import CONTENT_TYPES, openapi_file, page_files, text_files
from service.texts.catalogue import FOLDER, LANGUAGES


def test_the_page_is_served_as_it_stands_in_its_folder(tmp_path):
    (tmp_path / "parts").mkdir()
    for name in ("index.html", "parts/visit.js", "style.css", "notes.txt", ".hidden"):
        (tmp_path / name).write_text(name)
    served = {file.path: (file.content.decode(), file.content_type) for file in page_files(tmp_path)}
    assert served == {
        "/": ("index.html", "text/html; charset=utf-8"),
        "/index.html": ("index.html", "text/html; charset=utf-8"),
        "/parts/visit.js": ("parts/visit.js", "text/javascript; charset=utf-8"),
        "/style.css": ("style.css", "text/css; charset=utf-8"),
    }
    assert page_files(tmp_path / "nowhere") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_are_those_of_the_catalogue(gateway, language):
    texts = gateway.get(f"/texts/{language}.json").json
    recorded = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    assert texts == {section: recorded[section] for section in recorded if section not in ("command_line", "gateway")}
    assert {"headings", "words", "errors"} <= set(texts)


def test_no_file_takes_the_place_of_a_call():
    paths = [file.path for file in [*page_files(), *text_files(), openapi_file()]]
    assert len(paths) == len(set(paths))
    assert not any(path.startswith(("/v1/", "/avtalt.", "/grpc.", "/health")) for path in paths)


def test_every_file_is_served_with_its_type(gateway):
    for file in [*page_files(), *text_files(), openapi_file()]:
        answer = gateway.get(file.path)
        assert (answer.status, answer.body) == (200, file.content)
        assert answer.headers.get("content-type") == file.content_type or not file.content
        assert file.content_type in CONTENT_TYPES.values()


def test_the_description_is_json(gateway):
    assert json.loads(gateway.get("/openapi.json").body)["openapi"].startswith("3.1")
