"""What an archive comes to: only what can be compared is summed, and all that is left out is counted."""

import pytest

from service.cli.failures import speak
from service.cli.repricing import tally as tallying
from service.cli.repricing.job import Basis
from service.cli.repricing.report import as_object, print_report
from service.cli.repricing.result import COLUMNS, Result, read_result, written
from service.cli.repricing.tally import tally
from service.texts.catalogue import catalogue
from tests.tables import cases, rows

BASIS = Basis(7, "2026-01-01", "digest", "3", "TARIFF_AUTHORITY_DEFAULT", "2026-09-15T08:00:00Z", "en")
RESULTS = rows("""
    outcome           | pays | helfo | paid | helfo paid | reason             | fee codes
    APPROVED          |  144 |    94 |  144 |         94 |                    | A3a
    APPROVED          |  236 |   220 |  230 |        220 |                    | A3a 2xA3b
    APPROVED          |  190 |   157 |  196 |        157 |                    | A3a A3b
    APPROVED          |  144 |    94 |      |            |                    | A3a
    APPROVED          |      |    94 |  144 |         99 |                    | A3a
    REJECTED          |    0 |     0 |  144 |         94 | COUNT_EXCEEDED     | A3a
    NOT_COVERED       |      |     0 |  144 |         94 | AGREEMENT_NOT_HELD | A3a
    UNREAD            |      |       |      |            |                    |
""")


def ore(kroner):
    return int(kroner) * 100 if kroner else None


def results():
    for line, row in enumerate(RESULTS, 2):
        amounts = (ore(row[name]) for name in ("pays", "helfo", "paid", "helfo paid"))
        yield Result(f"k-{line}", line, row["outcome"], *amounts, row["reason"], row["fee codes"])


SIDES = cases("""
    case    | side    | compared | pays | paid | differ | not_told | not_known | unsettled | unsettled_paid
    patient | patient |        3 |  570 |  570 |      2 |        1 |         2 |         1 |            144
    Helfo   | helfo   |        5 |  565 |  664 |      2 |        1 |         0 |         1 |             94
""")


@pytest.mark.parametrize("row", SIDES)
def test_sums_are_over_what_can_be_compared(row):
    side = getattr(tally(results()).all, row["side"])
    counts = ("compared", "differ", "not_told", "not_known", "unsettled")
    assert [getattr(side, name) for name in counts] == [int(row[name]) for name in counts]
    sums = ("pays", "paid", "unsettled_paid")
    assert [getattr(side, name) for name in sums] == [ore(row[name]) for name in sums]


def test_differences_go_by_reason_or_fee_codes_the_largest_first():
    """Two that outweigh each other are a difference all the same."""
    found = tally(results())
    assert [(key, each.claims, each.patient, each.helfo, each.gross) for key, each in found.largest] == [
        (("reason", "AGREEMENT_NOT_HELD"), 1, 0, -9400, 9400),
        (("fee_codes", "A3a A3b"), 2, 0, 0, 1200),
        (("fee_codes", "A3a"), 1, 0, -500, 500),
    ]
    assert (found.differ, found.unread, found.all.claims) == (4, 1, 8)


def test_groups_without_end_are_put_together(monkeypatch):
    monkeypatch.setattr(tallying, "MOST_GROUPS", 1)
    keys = [key for key, _ in tally(results()).largest]
    assert len(keys) == 2
    assert ("others", "") in keys


def test_the_report_for_a_program():
    told = as_object(tally(results()), BASIS)
    assert told["basis"]["revision"] == 7
    assert [(each["outcome"], each["claims"]) for each in told["outcomes"]] == [
        ("APPROVED", 5),
        ("REJECTED", 1),
        ("NOT_COVERED", 1),
        ("UNREAD", 1),
    ]
    assert (told["claims"], told["not_read"], told["differ"]) == (8, 1, 4)
    assert told["helfo"]["difference_ore"] == -9900
    assert told["differences"][1] == {
        "fee_codes": ["A3a", "A3b"],
        "claims": 2,
        "patient_difference_ore": 0,
        "helfo_difference_ore": 0,
        "gross_ore": 1200,
    }


def test_the_report_for_a_person(capsys):
    speak("en")
    print_report(tally(results()), catalogue("en"))
    speak("nb")
    told = " ".join(capsys.readouterr().out.split())
    for words in (
        "sum 8 570 570 0 565 664 -99",
        "Claims that differ from what was paid: 4 of 8",
        "1 rejected, to be corrected first, for which 94 was paid",
        "AGREEMENT_NOT_HELD 1 0 -94",
    ):
        assert words in told


def test_a_result_is_read_as_it_was_written():
    for each in results():
        assert read_result(each.cells()) == each
        assert len(each.cells()) == len(COLUMNS)
    assert written([["a;b", 'c"d', "e\nf"]]) == b'"a;b";"c""d";"e\nf"\n'
