"""A message on the command line: each bill beside what it claims, the same with and without a server."""

import io
import json
from collections import Counter

import pytest

from tests.cli.kuhr.numbers import bill, message
from tests.examples import MESSAGE
from tests.tables import cases

EXAMPLE = str(MESSAGE)
MOMENT = ("--evaluated-at", "2026-09-15T08:00:00Z")
BAD_FEES = [{"kode": "A3a", "belop": "94"}]
INTERN = {"utforendeBehandler": {"id": "9000013", "type": "HPR"}}


@pytest.fixture
def written(tmp_path):
    """Write a message of bills to a file; its path."""

    def write(*bills, name: str = "message.json") -> str:
        path = tmp_path / name
        path.write_text(message(*bills), encoding="utf-8")
        return str(path)

    return write


def json_lines(printed: str) -> list[dict]:
    return [json.loads(line) for line in printed.splitlines()]


def as_one_line(text: str) -> str:
    return " ".join(text.split())


def order(printed: str) -> list[str]:
    """The bills of the first table, in its order."""
    table = printed.partition("\n\n")[0].splitlines()[2:]
    return [line.split()[1] for line in table if not line.startswith(" ")]


def test_problems_stand_first_then_what_differs_then_the_rest(avtalt):
    ended = avtalt("price", EXAMPLE, "--embedded", "--language", "en")
    assert (ended.code, order(ended.out)) == (0, ["5", "4", "2", "3", "1", "6"])


SHOWN = cases("""
    case                              | language | shown
    what is claimed and paid          | en       | bill 1 (301) 2026-09-15 08:00 covered 220 220 yes 236
    nothing is paid, all by patient   | en       | bill 5 (305) 2026-09-15 10:00 not covered 94 0 yes everything 94 kroner are claimed, but Helfo pays nothing. The patient pays everything.
    and why                           | en       | HPR 9000044 has no direct settlement agreement with Helfo
    a rejected bill is not settled    | en       | bill 4 (304) 2026-09-15 09:30 rejected 94 - yes once the bill is corrected The bill must be corrected first.
    and what can be done              | en       | An intern cannot bill A3a. Bill A3at instead.
    a user fee that was not due       | en       | bill 2 (302) 2026-09-15 08:40 covered 238 238 yes 0 The user fee is marked as paid, but none was due.
    a fee whose amount differs        | en       | A3a: 66 kroner are claimed, but Helfo pays 94.
    a user fee that is not paid       | en       | The user fee of 144 kroner is not marked as paid.
    a time told in another zone       | en       | bill 6 (306) 2026-09-15 14:30 covered 238 238 no 0
    how many are rejected             | en       | rejected 1 - - -
    the sums of the same bills        | en       | sum 6 856 790 66
    how many are not in them          | en       | not known or not settled what is claimed or what Helfo pays: 1
    what it rests on                  | en       | rests on revision 1, tariff
    Bokmål                            | nb       | Regningen må rettes først.
    Nynorsk                           | nn       | Rekninga må rettast først.
    later in Bokmål                   | nb       | avvist 94 - ja når regningen er rettet
    later in Nynorsk                  | nn       | avvist 94 - ja når rekninga er retta
""")


@pytest.mark.parametrize("row", SHOWN)
def test_a_list_shows(row, avtalt):
    assert row["shown"] in as_one_line(avtalt("price", EXAMPLE, "--embedded", "--language", row["language"]).out)


def test_a_user_fee_not_due_is_said_only_of_what_is_covered(avtalt):
    """Of the five bills that mark one as paid, one is covered with nothing to pay."""
    results = json_lines(avtalt("price", EXAMPLE, "--embedded", "--json").out)
    said = {result["bill"]: [remark["what"] for remark in result["remarks"]] for result in results}
    assert [place for place, whats in said.items() if "USER_FEE_NOT_DUE" in whats] == [2]
    assert said[4] == ["CORRECT_FIRST"]
    assert said[5] == ["PATIENT_PAYS_ALL"]


@pytest.mark.parametrize(
    "how",
    [(), ("--json",), ("--explain",), ("--against-date", "2026-06-30"), ("--against-date", "2026-06-30", "--json")],
    ids=["list", "json", "explained", "against", "against in json"],
)
def test_server_and_embedded_answer_alike(how, avtalt, demo_target):
    ask = ("price", EXAMPLE, *MOMENT, *how)
    there, here = avtalt(*ask, "--target", demo_target), avtalt(*ask, "--embedded")
    assert (there.code, here.code) == (0, 0)
    read = json_lines if "--json" in how else str
    assert read(there.out) == read(here.out)
    assert there.out


WAYS = cases("""
    case                           | path    | format
    a file that is called json     | x.json  |
    one that is called otherwise   | x.txt   |
    by the name of the format      | x.json  | kuhr
    the same of any file           | x.jsonl | kuhr
    standard input                 | -       |
    standard input by the format   | -       | kuhr
""")


@pytest.mark.parametrize("row", WAYS)
def test_a_message_is_known_by_its_shape_and_by_the_format(row, avtalt, tmp_path, monkeypatch):
    path = row["path"] if row["path"] == "-" else str(tmp_path / row["path"])
    if path == "-":
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(MESSAGE.read_bytes())))
    else:
        (tmp_path / row["path"]).write_bytes(MESSAGE.read_bytes())
    chosen = ("--format", row["format"]) if row["format"] else ()
    ended = avtalt("price", path, *chosen, "--embedded", *MOMENT)
    assert (ended.code, ended.out) == (0, avtalt("price", EXAMPLE, "--embedded", *MOMENT).out)


def test_a_claim_can_still_come_from_standard_input(avtalt, monkeypatch):
    claim = MESSAGE.parent / "physiotherapy.json"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(claim.read_bytes())))
    assert avtalt("price", "-", "--embedded", *MOMENT).out == avtalt("price", str(claim), "--embedded", *MOMENT).out


def test_each_result_is_what_the_bill_gives_alone(avtalt, written):
    told = json.loads(MESSAGE.read_text(encoding="utf-8"))["behandlerkrav"]["regninger"]
    together = json_lines(avtalt("price", EXAMPLE, "--embedded", "--json", *MOMENT).out)
    for number, each in enumerate(told, 1):
        (alone,) = json_lines(avtalt("price", written(each), "--embedded", "--json", *MOMENT).out)
        place = {"bill": number, "claimNumber": number}
        assert alone | place == together[number - 1]


@pytest.mark.parametrize("how", [(), ("--json",)], ids=["list", "json"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_bill_that_cannot_be_read_is_told_by_its_place_and_the_rest_is_priced(how, language, avtalt, written):
    path = written(bill(), bill(takster=BAD_FEES, merknad="Nordmann"), bill(regningsnummer="17057012345"), 7)
    ended = avtalt("price", path, "--embedded", "--language", language, *how)
    name = {"nb": "regning", "nn": "rekning", "en": "bill"}[language]
    assert ended.code == 1
    assert f"{name} 2: takster[0].belop" in ended.out
    assert f"{name} 4: " in ended.out
    assert not any(word in ended.shown for word in ("17057012345", "Nordmann"))
    if how:
        results = json_lines(ended.out)
        assert [(result["bill"], "error" in result) for result in results] == [
            (1, False),
            (2, True),
            (3, False),
            (4, True),
        ]
        assert [result["claimNumber"] for result in results] == [1, 2, 3, 4]


def test_the_number_of_a_bill_is_its_place_whatever_is_asked(avtalt, written):
    """The place among all bills of the message, also where some cannot be read, alone and compared."""
    path = written(bill(takster=BAD_FEES), bill(), None, bill(**INTERN), bill())
    alone = json_lines(avtalt("price", path, "--embedded", "--json").out)
    compared = json_lines(avtalt("price", path, "--embedded", "--json", "--against-provider", "9000002").out)
    assert [result["bill"] for result in alone] == [1, 2, 3, 4, 5]
    assert [each["bill"] for each in compared] == [2, 4, 5]
    for each in compared:
        place = each["bill"]
        assert each["before"]["claimNumber"] == each["after"]["claimNumber"] == place
        assert each["before"]["decision"]["outcome"] == alone[place - 1]["decision"]["outcome"]


@pytest.mark.parametrize("how", [(), ("--against-date", "2026-06-30")], ids=["alone", "against"])
def test_where_nothing_can_be_asked_nothing_is_rested_on(how, avtalt, written):
    ended = avtalt("price", written(bill(takster=BAD_FEES), None), "--embedded", "--language", "en", *how)
    assert ended.code == 1
    assert "bill 1: takster[0].belop is not an amount" in ended.out
    assert "rests on" not in ended.shown
    assert "revision" not in ended.shown


def test_sums_are_of_the_same_bills(avtalt, written):
    """One bill does not tell what it claims, one is rejected and one cannot be read: none of them is in either sum."""
    untold = bill(takster=[{"kode": "A3a"}])
    path = written(bill(), untold, bill(**INTERN), bill(takster=BAD_FEES))
    shown = as_one_line(avtalt("price", path, "--embedded", "--language", "en").out)
    assert "sum 4 94 94 0" in shown
    assert "what is claimed or what Helfo pays: 3" in shown
    shown = as_one_line(avtalt("price", path, "--embedded", "--language", "en", "--against-provider", "9000002").out)
    assert "as asked 1 94 94 with 9000002 1 94 0" in shown


COMPARED = cases("""
    case                  | arguments                     | shown
    how many              | --against-date 2026-06-30     | Bills with another answer on 2026-06-30:
    both sums             | --against-date 2026-06-30     | bill 1 (301) 2026-09-15 08:00 covered 220 220 → 193 236
    the outcome           | --against-provider 9000002    | covered → not covered
    all by the patient    | --against-provider 9000002    | 236 → everything
    nothing for the money | --against-revision 1          | Bills with another answer in revision 1: 0 of 6
    a rejected one        | --against-provider 9000001    | rejected → covered 94 - → 94 once the bill is corrected → 144
""")


@pytest.mark.parametrize("row", COMPARED)
def test_a_message_compared_shows(row, avtalt):
    ended = avtalt("price", EXAMPLE, "--embedded", "--language", "en", *row["arguments"].split())
    assert ended.code == 0
    assert row["shown"] in as_one_line(ended.out)


def test_explained_in_full_below_the_list(avtalt):
    ended = avtalt("price", EXAMPLE, "--embedded", "--explain", "--language", "en")
    assert Counter(line for line in ended.out.splitlines() if line.startswith("== ")) == Counter(
        f"== bill {place} (30{place}) ==" for place in range(1, 7)
    )
    assert ended.out.count("How each krone came about") == 6


def test_who_treats_can_be_told_where_the_bills_do_not(avtalt, written):
    path = written(bill(utforendeBehandler=None))
    assert "use --provider" in avtalt("price", path, "--embedded", "--language", "en").out
    assert avtalt("price", path, "--embedded", "--provider", "9000001").code == 0


FAILS = cases("""
    case                       | text                     | arguments                    | code | told
    no server                  |                          | --target 127.0.0.1:1         |    1 | (ERROR_REASON_SERVER_NOT_REACHED)
    a revision of none         |                          | --embedded --revision 99     |    1 | (ERROR_REASON_REVISION_NOT_FOUND)
    tariffs of a server        |                          | --tariffs folder             |    2 | use it together with --embedded
    a length                   |                          | --embedded --against-minutes 40 | 2 | only a plainly described treatment has a length
    a provider of none         |                          | --embedded --provider 17057012345 | 2 | it is an HPR number or an organisation number
    no message                 | {"praksisId": "1000000011"} | --embedded                | 1 | This is not a message of claims: the object behandlerkrav is missing; give the message as it is before it is encrypted. See docs/kuhr.md.
    a claim for a message      | {"claimId": "1"}         | --embedded --format kuhr     |    1 | This is not a message of claims: the object behandlerkrav is missing
    an encrypted message       | eyJhbGciOiJSU0EtT0FFUC0yNTYifQ | --embedded --format kuhr |  1 | This is not a message of claims: it is not JSON at line 1, column 1. See docs/kuhr.md.
    a message that is cut off  | {"praksisId": "1", "behandlerkrav": { | --embedded      |    1 | it is not JSON at line 1
    a provider of a claim      | {"claimId": "1"}         | --embedded --provider 9000001 |   2 | only a message of claims leaves it open who treats
""")


@pytest.mark.parametrize("row", FAILS)
def test_what_concerns_the_whole_message_ends_the_command(row, avtalt, tmp_path):
    path = tmp_path / "message.json"
    path.write_text(row["text"] or MESSAGE.read_text(encoding="utf-8"), encoding="utf-8")
    ended = avtalt("price", str(path), *row["arguments"].split(), "--language", "en")
    assert (ended.code, ended.out) == (int(row["code"]), "")
    assert row["told"] in ended.told


def test_the_example_is_a_message_of_synthetic_patients():
    """Their numbers have 80 more in the month, which no person's number has."""
    told = json.loads(MESSAGE.read_text(encoding="utf-8"))
    bills = told["behandlerkrav"]["regninger"]
    assert len(bills) == told["behandlerkrav"]["antallRegninger"]
    assert sum(each["belop"] for each in bills) == told["behandlerkrav"]["belop"]
    months = [int(each["pasient"]["identifikasjon"]["id"][2:4]) for each in bills]
    assert all(80 < month <= 92 for month in months)
