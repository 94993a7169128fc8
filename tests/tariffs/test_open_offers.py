"""What an entry of the open data offers, and why it is refused."""

from datetime import date

import pytest

from registry.period import Period
from registry.tariffs.open_data.combinations import read_combinations
from registry.tariffs.open_data.documents import Entry
from registry.tariffs.open_data.offers import Offer, OfferError, read_offer
from registry.tariffs.records import Discipline
from tests.tables import cases

GOOD = {
    "takstkode": "A3b",
    "fagomraade": "FY",
    "fradato": "2026-07-01",
    "honorar": "109.0",
    "refusjon": "63",
    "egenandel": "46",
}

REFUSED = cases("""
    case                            | field                       | value                | problem
    a sum that does not add up      | honorar                     | 110                  | honorar 110 is not refusjon 63 plus egenandel 46
    no honorarium                   | honorar                     |                      | honorar is empty
    an amount that is none          | refusjon                    | sixty                | refusjon is not an amount in kroner: sixty
    a negative amount               | refusjon                    | -63                  | refusjon is not a whole number of øre, zero or more: -63
    a part of an øre                | egenandel                   | 46.001               | egenandel is not a whole number of øre, zero or more: 46.001
    an exponent                     | honorar                     | 1.09e2               | honorar is not an amount in kroner: 1.09e2
    two commas                      | honorar                     | 1,09,0               | honorar is not an amount in kroner: 1,09,0
    no code                         | takstkode                   |                      | takstkode is empty
    a code that is none             | takstkode                   | A3b; drop            | takstkode is no fee code: A3b; drop
    no area                         | fagomraade                  |                      | fagomraade is empty
    an area that has no tariff here | fagomraade                  | LE                   | fagomraade LE is none of a tariff; PHYSIOTHERAPY is FY
    another discipline              | fagomraade                  | LR                   | fagomraade LR is not PHYSIOTHERAPY, which is FY
    no first day                    | fradato                     |                      | fradato is empty
    a day that is none              | fradato                     | 2026-06-31           | fradato is not a day written YYYY-MM-DD: 2026-06-31
    a day written otherwise         | fradato                     | 01.07.2026           | fradato is not a day written YYYY-MM-DD: 01.07.2026
    a moment instead of a day       | tildato                     | 2027-06-30T00:00:00  | tildato is not a day written YYYY-MM-DD: 2027-06-30T00:00:00
    an end before the start         | tildato                     | 2026-06-30           | tildato 2026-06-30 is before fradato 2026-07-01
    repetitions that are no number  | maks_repetisjoner           | seks                 | maks_repetisjoner is not a whole number: seks
    half a repetition               | maks_repetisjoner           | 6.5                  | maks_repetisjoner is not a whole number: 6.5
    combinations in words           | ugyldig_kombinasjon         | Alle unntatt tillegg | these are no fee codes: tillegg
    companions in words             | krever_takst                | en grunntakst        | these are no fee codes: en grunntakst
    a refund that falls             | redusert_ref_fra_repetisjon | 3                    | the refund falls from a certain repetition on, which a tariff cannot say
    a share of a refund             | redusert_repetisjonsprosent | 50                   | the refund falls from a certain repetition on, which a tariff cannot say
    a count that is no number       | maks_antall_per_aar         | noen                 | maks_antall_per_aar is not a whole number: noen
""")

READ = cases("""
    case                  | text                            | mode       | codes
    nothing is excluded   |                                 | LIST       |
    codes alone           | A1a, A1c                        | LIST       | A1a A1c
    all                   | Alle                            | ALL        |
    all, in small letters | alle                            | ALL        |
    all but some          | Alle unntatt A1c, A1g           | ALL_EXCEPT | A1c A1g
    with a word between   | Alle takster unntatt A1c og A1g | ALL_EXCEPT | A1c A1g
    with other marks      | Alle unntatt: A1c;A1g F1.       | ALL_EXCEPT | A1c A1g F1
    over two lines        | Alle  unntatt A1c,  G           | ALL_EXCEPT | A1c G
    codes of laboratories | 701a 870                        | LIST       | 701a 870
""")


@pytest.mark.parametrize("row", REFUSED)
def test_an_entry_that_does_not_add_up_is_refused(row):
    fields = {name: value for name, value in {**GOOD, row["field"]: row["value"]}.items() if value}
    with pytest.raises(OfferError) as caught:
        read_offer(Entry(1, fields), Discipline.PHYSIOTHERAPY)
    assert str(caught.value) == row["problem"]


@pytest.mark.parametrize("row", READ)
def test_combinations_are_read(row):
    found = read_combinations(row["text"])
    assert (found.mode, found.codes) == (row["mode"], frozenset(row["codes"].split()))


def test_an_offer_has_amounts_in_ore_and_says_nothing_that_the_entry_does_not():
    assert read_offer(Entry(7, GOOD), Discipline.PHYSIOTHERAPY) == Offer(
        number=7,
        fee_code="A3b",
        period=Period(date(2026, 7, 1)),
        honorarium_ore=10900,
        refund_ore=6300,
        user_fee_ore=4600,
        repetitions=None,
        combinations=None,
        companions=None,
        yearly=None,
        minutes=None,
    )


def test_an_offer_has_the_rules_that_the_entry_says():
    said = {
        "tildato": "9999-12-31",
        "honorar": "109,00",
        "maks_repetisjoner": "6.0",
        "repetisjonsprosent": "100.0",
        "ugyldig_kombinasjon": "Alle unntatt A3a",
        "krever_takst": "A3a",
        "maks_antall_per_kalender_aar": "4",
        "tidsbruk_per_rep": "10",
    }
    offer = read_offer(Entry(1, {**GOOD, **said}), Discipline.PHYSIOTHERAPY)
    assert offer.period == Period(date(2026, 7, 1))
    assert (offer.repetitions, offer.yearly, offer.minutes) == (6, 4, 10)
    assert (offer.companions, offer.combinations.codes) == (frozenset({"A3a"}), frozenset({"A3a"}))


def test_a_repetition_that_is_worth_less_is_refused_only_where_there_is_one():
    half = {**GOOD, "repetisjonsprosent": "50", "maks_repetisjoner": "6"}
    with pytest.raises(OfferError, match="a repetition is worth 50 per cent"):
        read_offer(Entry(1, half), Discipline.PHYSIOTHERAPY)
    assert read_offer(Entry(1, {**half, "maks_repetisjoner": "0"}), Discipline.PHYSIOTHERAPY).repetitions == 0
