"""Sentences filled with data, in three languages."""

import pytest

from service.texts.catalogue import Catalogue
from tests.tables import cases

AMOUNTS = cases("""
    case                  | language | øre    | said
    whole kroner          | nb       | 14400  | 144
    whole kroner, English | en       | 14400  | 144
    øre                   | nb       | 1514   | 15,14
    øre, Nynorsk          | nn       | 1514   | 15,14
    øre, English          | en       | 1514   | 15.14
    less than ten øre     | nb       | 105    | 1,05
    nothing               | nb       | 0      | 0
""")
SENTENCES = cases("""
    case                 | language | section | code               | data                                                 | said
    a word for an enum   | nb       | reasons | AGREEMENT_NOT_HELD | agreement=MUNICIPAL_FUNDING provider=P treatment_date=D | P har ingen kommunal driftsavtale D, og ingen er registrert før eller etter.
    the same, Nynorsk    | nn       | reasons | AGREEMENT_NOT_HELD | agreement=DIRECT_SETTLEMENT provider=P treatment_date=D | P har ingen avtale om direkte oppgjer med Helfo D, og ingen er registrert før eller etter.
    the same, English    | en       | reasons | AGREEMENT_NOT_HELD | agreement=MUNICIPAL_FUNDING provider=P treatment_date=D | P has no municipal funding contract on D, and none is on record before or after.
    an amount            | en       | notices | OVERPAYMENT_REFUNDED | amount_ore=5850                                    | You pay the full user fee today. The 58.50 kroner above the ceiling are paid back to you automatically.
    a day, Bokmål        | nb       | notices | REPORT_USER_FEE    | report_by=2026-09-05                                 | Meld egenandelen til Helfo senest 5. september 2026.
    a day, Nynorsk       | nn       | notices | REPORT_USER_FEE    | report_by=2026-10-15                                 | Meld eigendelen til Helfo seinast 15. oktober 2026.
    a day, English       | en       | notices | REPORT_USER_FEE    | report_by=2026-12-31                                 | Report the user fee to Helfo by 31 December 2026 at the latest.
    a day in an error    | nb       | errors  | INVALID_DATE       | field=treatment_date value=2026-02-30                | treatment_date er ikke en dag i kalenderen: 2026-02-30. Skriv den som ÅÅÅÅ-MM-DD.
""")


@pytest.mark.parametrize("row", AMOUNTS)
def test_amount(row):
    assert Catalogue(row["language"]).kroner(int(row["øre"])) == row["said"]


@pytest.mark.parametrize("row", SENTENCES)
def test_sentence(row):
    data = dict(pair.split("=") for pair in row["data"].split())
    assert Catalogue(row["language"]).say(row["section"], row["code"], data) == row["said"]


def test_a_list_is_said_word_by_word():
    said = Catalogue("nb").say("reasons", "REQUISITION_MISSING", {"professions": "DOCTOR, MIDWIFE"})
    assert "lege, jordmor" in said
