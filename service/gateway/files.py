"""The files that a browser gets: the page, its texts, and the description of the API."""

import json
import tomllib
from pathlib import Path

import avtalt
from service.gateway.routes import File
from service.texts.catalogue import FOLDER as TEXTS
from service.texts.catalogue import LANGUAGES

PAGE = Path(__file__).parents[1] / "page"
INDEX = "/index.html"
NOT_FOR_THE_PAGE = ("command_line", "gateway")
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


def page_files(folder: Path = PAGE) -> list[File]:
    """All files of the page, by their place in the folder; the index also at the root."""
    found = [_read(folder, path) for path in sorted(folder.rglob("*")) if path.suffix in CONTENT_TYPES]
    return [*(File("/", file.content, file.content_type) for file in found if file.path == INDEX), *found]


def text_files() -> list[File]:
    """The texts of the page, one file for each language, from the same catalogue as all other texts."""
    return [File(f"/texts/{language}.json", _texts(language), CONTENT_TYPES[".json"]) for language in LANGUAGES]


def openapi_file() -> File:
    """The description of the API, which the build makes from the contract."""
    content = (Path(avtalt.__file__).parent / "openapi.json").read_bytes()
    return File("/openapi.json", content, CONTENT_TYPES[".json"])


def _read(folder: Path, path: Path) -> File:
    return File(f"/{path.relative_to(folder).as_posix()}", path.read_bytes(), CONTENT_TYPES[path.suffix])


def _texts(language: str) -> bytes:
    tables = tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    kept = {section: table for section, table in tables.items() if section not in NOT_FOR_THE_PAGE}
    return json.dumps(kept, ensure_ascii=False).encode()
