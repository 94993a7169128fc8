"""A diary on the command line: problems first, bad rows told without their values, the same with and without a server."""

import json
from pathlib import Path

import pytest

from avtalt.v1.claim_pb2 import Claim
from service.cli.diary import asking
from service.cli.diary.asking import parts
from service.limits import MOST_CLAIMS
from tests.tables import cases

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
DIARY = str(EXAMPLES / "diary.csv")
LINES = str(EXAMPLES / "diary.jsonl")
MOMENT = ("--evaluated-at", "2026-09-15T08:00:00Z")
BAD = """\
booking;Kundenavn;date;hpr_number;fee_codes;exemption_crad
good;Kari Nordmann;2026-09-15;9000001;A3a;ja
wrong;Ola Nordmann;2026-02-30;9000001;A3a;nei
astray;Per Nordmann;2026-09-15;Nordmann;A3a;17057012345
also-good;Pål Nordmann;2026-09-15;9000001;A3a 2xA3b;
"""


@pytest.fixture
def bad(tmp_path) -> str:
    path = tmp_path / "bad.csv"
    path.write_text(BAD, encoding="utf-8")
    return str(path)


def first_words(printed: str) -> list[str]:
    """The first word of each row of the first table."""
    return [line.split()[0] for line in printed.partition("\n\n")[0].splitlines()[2:] if not line.startswith(" ")]


def json_lines(printed: str) -> list[dict]:
    return [json.loads(line) for line in printed.splitlines()]


def test_problems_stand_first_then_the_rest_in_the_order_of_the_file(avtalt):
    ended = avtalt("price", DIARY, "--embedded", "--language", "en")
    assert ended.code == 0
    assert first_words(ended.out) == ["d-2", "d-6", "d-5", "d-4", "d-1", "d-3", "d-7", "d-8"]


SHOWN = cases("""
    case                       | language | shown
    outcome, sum and reason    | en       | 2026-09-15 08:30 not covered - HPR 9000002 has no municipal funding contract on 15 September 2026
    what can be done           | en       | 2026-09-15 10:00 rejected once the bill is corrected An intern cannot bill A3a. Bill A3at instead.
    what is to be told         | en       | 2026-09-15 08:00 covered 236 With this visit you reach the user fee ceiling of 3278 kroner.
    how many and the sums      | en       | not covered 2 - 0
    all of them                | en       | sum 8 947 975
    none of what is rejected   | en       | rejected 1 - -
    what is not in the sum     | en       | Bookings for which it is not known what the patient pays are not in the sum: 3
    what is settled later      | en       | Rejected bookings are not in the sum; they are settled once the bill is corrected: 1
    later, in Bokmål           | nb       | når regningen er rettet
    later, in Nynorsk          | nn       | når rekninga er retta
    what it rests on           | en       | rests on revision 1, tariff
    Bokmål                     | nb       | ikke dekket
    Nynorsk                    | nn       | ikkje dekt
""")


@pytest.mark.parametrize("row", SHOWN)
def test_a_list_shows(row, avtalt):
    ended = avtalt("price", DIARY, "--embedded", "--language", row["language"])
    assert row["shown"] in " ".join(ended.out.split())


@pytest.mark.parametrize("path", [DIARY, LINES], ids=["csv", "jsonl"])
@pytest.mark.parametrize("how", [(), ("--json",), ("--explain",)], ids=["list", "json", "explained"])
def test_server_and_embedded_answer_alike(path, how, avtalt, demo_target):
    ask = ("price", path, *MOMENT, *how)
    there, here = avtalt(*ask, "--target", demo_target), avtalt(*ask, "--embedded")
    assert (there.code, here.code) == (0, 0)
    read = json_lines if "--json" in how else str
    assert read(there.out) == read(here.out)
    assert there.out


def test_each_result_is_what_the_claim_gives_alone(avtalt, tmp_path):
    results = json_lines(avtalt("price", LINES, "--embedded", "--json", *MOMENT).out)
    for number, line in enumerate(Path(LINES).read_text(encoding="utf-8").splitlines(), 1):
        path = tmp_path / "claim.json"
        path.write_text(line, encoding="utf-8")
        alone = json.loads(avtalt("price", str(path), "--embedded", "--json", *MOMENT).out)
        assert results[number - 1] == {"line": number, "claimNumber": number, "decision": alone["decision"]}


def test_json_comes_in_the_order_of_the_file_with_lines(avtalt):
    results = json_lines(avtalt("price", DIARY, "--embedded", "--json").out)
    assert [result["line"] for result in results] == [2, 3, 4, 5, 6, 7, 9, 10]
    assert [result["claimNumber"] for result in results] == list(range(1, 9))


@pytest.mark.parametrize("how", [(), ("--json",)], ids=["list", "json"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_bad_rows_are_told_by_line_and_the_rest_is_priced(how, language, bad, avtalt):
    """Nothing of a row that cannot be read, and nothing of a column that is not read, is ever printed."""
    ended = avtalt("price", bad, "--embedded", "--language", language, *how)
    assert ended.code == 1
    assert not any(word in ended.shown for word in ("Nordmann", "Kari", "Kundenavn", "17057012345", "2026-02-30"))
    assert all(word in ended.out for word in ("good", "also-good", "line 3" if language == "en" else "linje 3"))
    if how:
        results = json_lines(ended.out)
        assert ["error" in result for result in results] == [False, True, True, False]
        assert results[2]["error"]["details"][0]["reason"] == "ERROR_REASON_INVALID_HPR_NUMBER"
    else:
        assert first_words(ended.out)[:2] == ["wrong", "astray"]


def test_columns_that_are_not_read_are_noted_once(bad, avtalt):
    told = avtalt("price", bad, "--embedded", "--language", "en").err
    assert told.count("These columns are not read: 2, 6.") == 1
    assert "Is column 6 meant to be exemption card?" in told


def test_a_diary_can_come_from_standard_input(avtalt, monkeypatch):
    with Path(DIARY).open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        piped = avtalt("price", "-", "--format", "csv", "--embedded", *MOMENT)
    assert (piped.code, piped.out) == (0, avtalt("price", DIARY, "--embedded", *MOMENT).out)


def test_explained_in_full_below_the_list(avtalt):
    ended = avtalt("price", LINES, "--embedded", "--explain", "--language", "en")
    assert [line for line in ended.out.splitlines() if line.startswith("== ")] == [
        "== d-2 ==",
        "== d-1 ==",
        "== d-3 ==",
    ]
    assert ended.out.count("How each krone came about") == 3


FAILS = cases("""
    case                 | arguments                              | code | told
    no server            | diary.csv --target 127.0.0.1:1         |    1 | (ERROR_REASON_SERVER_NOT_REACHED)
    a format of none     | diary.csv --format xlsx                |    2 | it is one of json, jsonl, csv
    a revision of none   | diary.csv --embedded --revision 99     |    1 | (ERROR_REASON_REVISION_NOT_FOUND)
    tariffs of a server  | diary.csv --tariffs folder             |    2 | use it together with --embedded
    tariffs that are not | diary.csv --embedded --tariffs nowhere |    1 | nowhere
""")


@pytest.mark.parametrize("row", FAILS)
def test_what_concerns_the_whole_diary_ends_the_command(row, avtalt):
    name, *rest = row["arguments"].split()
    ended = avtalt("price", str(EXAMPLES / name), *rest, "--language", "en")
    assert (ended.code, ended.out) == (int(row["code"]), "")
    assert row["told"] in ended.told


def test_a_diary_too_large_for_one_call_is_put_in_several(avtalt, monkeypatch):
    """Each later call reads what the first one has read and answers for its moment, so that nothing shows the seam."""
    whole = json_lines(avtalt("price", DIARY, "--embedded", "--json", *MOMENT).out)
    monkeypatch.setattr(asking, "MOST_CLAIMS", 3)
    asked = []
    real = asking.same_state
    monkeypatch.setattr(asking, "same_state", lambda basis: asked.append(basis.revision) or real(basis))
    assert json_lines(avtalt("price", DIARY, "--embedded", "--json", *MOMENT).out) == whole
    assert asked == [1, 1]
    moments = {
        result["decision"]["basis"]["evaluatedAt"]
        for result in json_lines(avtalt("price", DIARY, "--embedded", "--json").out)
    }
    assert len(moments) == 1


def test_no_call_is_larger_than_a_server_reads():
    large = Claim(claim_id="x" * (asking.ROOM_BYTES // 2))
    assert [len(part) for part in parts([large] * 3)] == [1, 1, 1]
    assert [len(part) for part in parts([Claim()] * (MOST_CLAIMS + 1))] == [MOST_CLAIMS, 1]
    assert list(parts([])) == []


def test_a_diary_in_which_nothing_can_be_read_is_told_all_the_same(avtalt, tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text("[]\n{}\n", encoding="utf-8")
    ended = avtalt("price", str(path), "--embedded", "--language", "en")
    assert ended.code == 1
    assert "line 1: it is not a JSON object" in ended.out
    assert "line 2: claim.discipline is missing" in ended.out
    assert "rests on revision 1, tariff" in ended.out


@pytest.mark.parametrize("how", [(), ("--against-date", "2026-06-30")], ids=["asked", "compared"])
def test_where_nothing_was_asked_no_basis_is_told(how, avtalt, tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text("[]\n", encoding="utf-8")
    ended = avtalt("price", str(path), "--embedded", "--language", "en", *how)
    assert ended.code == 1
    assert "line 1: it is not a JSON object" in ended.out
    assert "rests on" not in ended.out
