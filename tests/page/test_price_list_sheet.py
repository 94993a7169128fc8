"""The sheet of a price list, as it comes out of a printer."""

from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from avtalt.v1.tariff_service_pb2 import GetPriceListRequest
from service.cli.price_list_sheet import write_sheet
from service.texts.catalogue import LANGUAGES, catalogue

A4_POINTS = (595, 842)
PROVIDERS = ("9000001", "9000002", "9000009", "9000011", "9000013", "9000016", "9000008", "310000027", "310000078")
DAYS = ("2020-12-31", "2024-09-02", "2026-09-15")
SPACES = str.maketrans("", "", " \n\u00a0\u00ad")

pytestmark = pytest.mark.parametrize("demo_database", ["sqlite"], indirect=True)


def price_list(call, number: str, day: str, language: str):
    organisation = len(number) == 9
    request = GetPriceListRequest(treatment_date=day, language_code=language, discipline="DISCIPLINE_PHYSIOTHERAPY")
    if organisation:
        request.provider.organisation_number = number
        request.discipline = "DISCIPLINE_RADIOLOGY" if number == "310000027" else "DISCIPLINE_LABORATORY"
    else:
        request.provider.hpr_number = number
    return call("GetPriceList", request).price_list


def printed(page, sheet: str, folder: Path) -> PdfReader:
    file = folder / "sheet.html"
    file.write_text(sheet, encoding="utf-8")
    page.goto(file.as_uri())
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_one_sheet_of_a4_with_all_that_is_listed(page, call, tmp_path, language):
    texts = catalogue(language)
    for number, day in product(PROVIDERS, DAYS):
        listed = price_list(call, number, day, language)
        document = printed(page, write_sheet(listed, texts), tmp_path)
        assert len(document.pages) == 1, (number, day)
        box = document.pages[0].mediabox
        assert (round(box.width), round(box.height)) == A4_POINTS
        said = document.pages[0].extract_text().translate(SPACES)
        for section in listed.sections:
            for entry in section.entries:
                assert entry.fee_code in said
                if entry.HasField("patient_pays_ore"):
                    assert texts.kroner(entry.patient_pays_ore) in said
        for sentence in (*listed.charges, *listed.exempt):
            assert sentence.text.translate(SPACES) in said, (number, day)
