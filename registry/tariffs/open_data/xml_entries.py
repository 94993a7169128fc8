"""
The entries of an XML document, read without trusting it.

A document with a DOCTYPE is refused at its first character: nothing that a
DOCTYPE can define (entities that swell, files and addresses to fetch) is ever
read. The entries themselves need none.
"""

from xml.etree import ElementTree
from xml.parsers import expat

MARKS = ("takstkode", "fagomraade")


def xml_entries(content: bytes) -> list[dict[str, str]]:
    """The fields of every element that has the fields of an entry; raises `ValueError` for what is no such XML."""
    try:
        _refuse_doctype(content)
        root = ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError, LookupError) as error:
        raise ValueError(f"it is not XML: {error}") from None
    found = [_fields(element) for element in root.iter()]
    return [fields for fields in found if all(mark in fields for mark in MARKS)]


def _refuse_doctype(content: bytes) -> None:
    """Walk the document without building anything; a DOCTYPE stands before the first element or nowhere."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(content, True)


def _refuse(*_: object) -> None:
    raise ValueError("it has a DOCTYPE, which the open data does not need and which is not read")


def _fields(element: ElementTree.Element) -> dict[str, str]:
    """The texts of the elements right below one, by their names without a namespace; a name that stands twice fails."""
    found: dict[str, str] = {}
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if len(child):
            continue
        if name in found:
            found[name] = f"{found[name]}, {(child.text or '').strip()}"
        else:
            found[name] = (child.text or "").strip()
    return found
