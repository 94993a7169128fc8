"""Documents of the open data read as entries, and what is none refused in words."""

import pytest

from registry.tariffs.known import known
from registry.tariffs.open_data.documents import DocumentError, read_document
from registry.tariffs.reader import read_tables
from registry.tariffs.records import Discipline
from tests.tables import cases
from tests.tariffs.open_data import as_json, as_xml, entries

BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]><a>&d;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a><t><takstkode>&b;</takstkode></t></a>'

REFUSED = cases("""
    case                  | document                                                     | problem
    nothing               |                                                              | it is not JSON at line 1, column 1
    words                 | takstkoder                                                   | it is not JSON at line 1, column 1
    cut off               | {"takstkoder": [{"takstkode": "A1a"                          | it is not JSON at line 1, column 36
    a bare list           | [{"takstkode": "A1a"}]                                       | it is not an object with a list of objects under takstkoder
    something else        | {"nlkkoder": []}                                             | it is not an object with a list of objects under takstkoder
    entries that are none | {"takstkoder": ["A1a"]}                                      | it is not an object with a list of objects under takstkoder
    no entry              | {"takstkoder": []}                                           | it has no entry
    a field twice         | {"takstkoder": [{"honorar": 1, "honorar": 2}]}               | a field stands twice in one object
    no number             | {"takstkoder": [{"honorar": NaN}]}                           | NaN is not a number
    endless               | {"takstkoder": [{"honorar": Infinity}]}                      | Infinity is not a number
    an object for a text  | {"takstkoder": [{"takstkode": {"id": 1}}]}                   | takstkode is neither text nor a number
    truth for a number    | {"takstkoder": [{"honorar": true}]}                          | honorar is neither text nor a number
    XML that is none      | <takstkoder><takst></takstkoder>                             | it is not XML: mismatched tag: line 1, column 21
    XML without entries   | <takstkoder><takst><honorar>1</honorar></takst></takstkoder> | it has no entry
    an unknown encoding   | <?xml version="1.0" encoding="klingon"?><a/>                 | it is not XML: unknown encoding: klingon
    a DOCTYPE             | <!DOCTYPE a><a/>                                             | it has a DOCTYPE, which the open data does not need and which is not read
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_no_document_is_refused(row):
    with pytest.raises(DocumentError) as caught:
        read_document(row["document"].encode())
    assert str(caught.value) == row["problem"]


@pytest.mark.parametrize("document", [BOMB, OUTSIDE], ids=["entities that swell", "an entity from outside"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_entity_is_ever_read(document, encoding):
    prefix = f'<?xml version="1.0" encoding="{encoding}"?>'
    content = (prefix + document).encode(encoding)
    with pytest.raises(DocumentError, match="DOCTYPE" if content.startswith(b"<") else "not"):
        read_document(content)


def test_deep_nesting_is_refused_and_no_crash():
    with pytest.raises(DocumentError):
        read_document(b'{"takstkoder": ' + b"[" * 100_000)
    with pytest.raises(DocumentError):
        read_document(b"<a>" * 100_000)


def test_a_document_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("registry.tariffs.open_data.documents.LARGEST", 10)
    with pytest.raises(DocumentError, match="larger than 10 bytes"):
        read_document(b'{"takstkoder": [{"takstkode": "A1a"}]}')


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(DocumentError, match="not written in UTF-8"):
        read_document(b'{"takstkoder": "\xe6"}')


def test_numbers_stay_as_they_are_written():
    (entry,) = read_document(
        b'{"takstkoder": [{"takstkode": "870", "honorar": 51.490, "egenandel": 0, "tildato": null}]}'
    )
    assert entry.fields == {"takstkode": "870", "honorar": "51.490", "egenandel": "0"}


def test_a_list_of_codes_is_written_with_commas_in_both():
    (entry,) = read_document(b'{"takstkoder": [{"krever_takst": ["A3a", "B1a"]}]}')
    assert entry.fields["krever_takst"] == "A3a, B1a"
    document = b"<r><t><takstkode>A2k</takstkode><fagomraade>FY</fagomraade><krever_takst>A3a</krever_takst>"
    (entry,) = read_document(document + b"<krever_takst>B1a</krever_takst></t></r>")
    assert entry.fields["krever_takst"] == "A3a, B1a"


def test_json_and_xml_say_the_same():
    found = entries(known(read_tables()), Discipline.PHYSIOTHERAPY)
    one, other = read_document(as_json(found)), read_document(as_xml(found))
    assert len(one) == len(found)
    assert [entry.fields for entry in one] == [
        {name: entry.fields[name] for name in entry.fields if name not in LEFT_OUT} for entry in other
    ]


LEFT_OUT = {"takst_id", "beskrivelse"}
