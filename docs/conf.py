"""The documentation site: the pages of this folder, and a reference made from the protos."""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from protos.descriptors import load_contract  # noqa: E402 (the folder above is looked in only now)
from protos.reference.pages import reference, write_pages  # noqa: E402
from service.texts.catalogue import catalogue  # noqa: E402

project = "avtalt"
extensions = ["myst_parser"]
exclude_patterns = ["examples"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
smartquotes = False  # commands and codes are to be copied as they stand
suppress_warnings = ["misc.highlighting_failure"]  # an answer that is shown in part is no whole JSON

html_theme = "furo"
html_title = "avtalt"
html_static_path = ["_static"]
html_css_files = ["avtalt.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False

# On a code host a link to a proto leads to the file; here it leads to the page that is made from it.
PROTO_LINK = re.compile(r"\]\(\.\./protos/avtalt/v1/(\w+)\.proto")


def setup(app: Sphinx) -> None:
    """Make the reference before the pages are read."""
    app.connect("builder-inited", _write_reference)
    app.connect("source-read", _to_the_reference)


def _write_reference(app: Sphinx) -> None:
    pages = reference(load_contract(), lambda section, code, data, lang: catalogue(lang).say(section, code, data))
    write_pages(pages, app.srcdir / "reference")


def _to_the_reference(app: Sphinx, page: str, source: list[str]) -> None:  # noqa: ARG001 (Sphinx's signature)
    source[0] = PROTO_LINK.sub(r"](reference/\1.md", source[0])
