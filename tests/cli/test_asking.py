"""The same answer with and without a server, and plain words when there is none."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo

from service.cli.asking import MOST_BYTES, _retold
from service.cli.failures import RemoteError
from tests.tables import cases

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
PHYSIOTHERAPY = str(EXAMPLES / "physiotherapy.json")
MOMENT = "2026-09-15T08:00:00Z"

QUESTIONS = cases("""
    case                   | arguments                                                                  | moment
    price                  | price physiotherapy.json                                                   | yes
    price in English       | price radiology.json --language en                                         | yes
    price by regulation    | price manual_therapy.json --authority regulation --language nn             | yes
    price without contract | price no_contract.json                                                     | yes
    price of minutes       | price plain_treatment.json                                                 | yes
    verify a person        | verify 9000005 --date 2026-09-15                                           | yes
    verify an institute    | verify 310000027 --date 2026-09-15 --requisition doctor                    | yes
    verify a laboratory    | verify 310000078 --date 2026-09-15 --discipline laboratory                 | yes
    at a practice          | verify 9000007 --date 2026-09-15 --practice 1000000072                     | yes
    settlement only        | verify 9000003 --date 2026-09-15 --only settlement                         | yes
    funding only           | verify 9000008 --date 2026-09-15 --only funding                            | yes
    region only            | verify 310000027 --date 2026-09-15 --only region                           | yes
    manual therapist only  | verify 9000009 --date 2026-09-15 --only manual-therapist                   | yes
    a provider             | providers get 9000007                                                      |
    an organisation        | providers get 310000027                                                    |
    several providers      | providers get 9000007 310000027 8999999                                     | yes
    who is covered         | providers list --date 2026-09-15 --municipality 0301 --reimbursable        | yes
    who holds              | providers list --date 2026-09-15 --agreement funding --agreement settlement --competence manual-therapist | yes
    institutes             | providers list --date 2026-09-15 --discipline radiology --agreement region --limit 2 | yes
    also the unknown       | providers list --date 2026-09-15 --municipality 5610 --reimbursable --include-unknown | yes
    by name                | providers list --date 2026-09-15 --name bærum                              | yes
    an exact revision      | verify 9000005 --date 2026-09-15 --revision 1                              | yes
    at least a revision    | price no_contract.json --at-least 1                                        | yes
    before anything        | verify 9000005 --date 2026-09-15 --revision 0                              | yes
    the coverage           | registry status                                                            | yes
    the coverage of Oslo   | registry status --area 0301                                                | yes
    a tariff               | tariffs list --date 2026-09-15                                             |
    a tariff of another    | tariffs list --date 2026-09-15 --discipline radiology                      |
    a fee                  | tariffs fee A8a --date 2024-09-02 --language en                            |
    the ceiling            | tariffs ceiling --date 2026-01-01                                          |
""")


def arguments_of(row: dict[str, str]) -> list[str]:
    """What is typed; an example is named by its path."""
    typed = [str(EXAMPLES / word) if word.endswith(".json") else word for word in row["arguments"].split()]
    return [*typed, *(["--evaluated-at", MOMENT] if row["moment"] else [])]


def without_moment(answer: str) -> dict[str, object]:
    """An answer to a question that cannot name its moment, without the clock's."""
    found: dict[str, object] = json.loads(answer)
    if isinstance(found.get("basis"), dict):
        found["basis"].pop("evaluatedAt")
    return found


@pytest.mark.parametrize("row", QUESTIONS)
def test_server_and_embedded_and_database_answer_alike(row, avtalt, demo_target, demo_database):
    wheres = (("--target", demo_target), ("--embedded",), ("--embedded", "--database", demo_database))
    answers = [avtalt(*arguments_of(row), *where, "--json") for where in wheres]
    assert [answer.code for answer in answers] == [0, 0, 0]
    read = json.loads if row["moment"] else without_moment
    assert read(answers[0].out) == read(answers[1].out) == read(answers[2].out)


@pytest.mark.parametrize("row", QUESTIONS)
def test_what_is_printed_for_people_is_the_same_too(row, avtalt, demo_target):
    answers = [avtalt(*arguments_of(row), *where) for where in (("--target", demo_target), ("--embedded",))]
    assert answers[0].code == answers[1].code == 0
    assert answers[0].out == answers[1].out
    assert "\x1b" not in answers[0].out


def test_the_register_in_memory_is_said_to_be_synthetic(avtalt, demo_database):
    ask = ("price", PHYSIOTHERAPY, "--embedded", "--language", "en")
    assert avtalt(*ask).err == "Answered from the synthetic demo register, in memory.\n"
    assert avtalt(*ask, "--database", demo_database).err == ""


def test_a_claim_can_come_from_standard_input_and_as_a_whole_request(avtalt, monkeypatch, tmp_path):
    claim = json.loads(Path(PHYSIOTHERAPY).read_text(encoding="utf-8"))
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps({"claim": claim, "languageCode": "en", "read": {"evaluatedAt": MOMENT}}))
    with Path(PHYSIOTHERAPY).open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        bare = avtalt("price", "-", "--embedded", "--language", "en", "--evaluated-at", MOMENT)
    assert bare.out.startswith("Covered: every line is payable as written\n")
    assert avtalt("price", str(whole), "--embedded").out == bare.out


def test_the_language_asked_for_wins_over_the_one_in_the_request(avtalt, tmp_path):
    claim = json.loads(Path(PHYSIOTHERAPY).read_text(encoding="utf-8"))
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps({"claim": claim, "languageCode": "en"}))
    assert avtalt("price", str(whole), "--embedded", "--language", "nn").out.startswith("Dekt: ")


def test_a_server_s_error_is_told_in_the_language_of_the_command(avtalt, demo_target):
    ended = avtalt("providers", "get", "8999999", "--target", demo_target, "--language", "en")
    assert ended.code == 1
    assert ended.err.startswith("The register has no provider")
    assert ended.err.endswith("\n(ERROR_REASON_PROVIDER_NOT_FOUND)\n")


def test_an_error_that_only_the_server_knows_is_told_in_its_words():
    error = _retold(ErrorInfo(reason="ERROR_REASON_OF_TOMORROW"), "Something new is wrong.")
    assert isinstance(error, RemoteError)
    assert (error.text, error.reason_name) == ("Something new is wrong.", "ERROR_REASON_OF_TOMORROW")


def test_a_silent_server_is_not_waited_for(avtalt):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        target = f"127.0.0.1:{silent.getsockname()[1]}"
        ended = avtalt("price", PHYSIOTHERAPY, "--target", target, "--timeout", "0.3", "--language", "en")
    assert ended.code == 1
    assert ended.err.startswith(f"{target} did not answer within 0.3 seconds. Try again")


def test_another_server_is_no_avtalt_server(avtalt):
    server = grpc.server(ThreadPoolExecutor(1))
    target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        ended = avtalt("price", PHYSIOTHERAPY, "--target", target, "--language", "en")
    finally:
        server.stop(None).wait()
    assert ended.code == 1
    assert ended.err.startswith(f"{target} answered UNIMPLEMENTED. Check that it is an avtalt server")


def test_a_message_that_is_too_large_is_not_sent(avtalt, tmp_path):
    path = tmp_path / "claim.json"
    path.write_text(json.dumps({"claimId": "x" * MOST_BYTES}), encoding="utf-8")
    ended = avtalt("price", str(path), "--target", "127.0.0.1:1")
    assert ended.code == 1
    assert "(ERROR_REASON_MESSAGE_TOO_LARGE)" in ended.err


def test_what_nobody_foresaw_is_one_sentence_with_an_incident(avtalt, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("service.cli.asking.ask", fail)
    ended = avtalt("tariffs", "ceiling", "--date", "2026-01-01", "--language", "en")
    assert ended.code == 1
    assert "secret" not in ended.err
    assert "(ERROR_REASON_INTERNAL)" in ended.err
    assert "AVTALT_DEBUG=1" in ended.err
    monkeypatch.setenv("AVTALT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        avtalt("tariffs", "ceiling", "--date", "2026-01-01")


USAGE = cases("""
    case                      | arguments                                                                | told
    no such command           | prise                                                                    | No such command 'prise'
    no file named             | price                                                                    | Missing argument
    no day                    | verify 9000001                                                           | Missing option '--date'
    a language without texts  | providers get 9000001 --embedded --language xx                           | it is one of nb, nn, en
    an authority of no one    | price physiotherapy.json --authority mine                                | it is default or regulation
    a discipline of no one    | tariffs list --date 2026-09-15 --discipline dentistry                    | it is one of physiotherapy, radiology, laboratory
    one thing of none         | verify 9000001 --date 2026-09-15 --only money                            | it is one of settlement, funding, region, manual-therapist
    a profession of no one    | verify 310000027 --date 2026-09-15 --requisition astrologer              | it is none or a profession
    requisition and only      | verify 310000027 --date 2026-09-15 --requisition doctor --only region    | leave out --only
    a moment without zone     | price physiotherapy.json --evaluated-at 2026-09-15T08:00:00              | it is a moment with its zone
    a database for a server   | price physiotherapy.json --database sqlite:///register.db                | use it together with --embedded
    an empty target           | price physiotherapy.json --target=                                       | it is the host:port of a server
    a negative wait           | price physiotherapy.json --timeout -1                                    | greater than or equal to 0
""")


@pytest.mark.parametrize("row", USAGE)
def test_wrong_usage_ends_with_2(row, avtalt):
    ended = avtalt(*arguments_of(row | {"moment": ""}))
    assert ended.code == 2
    assert ended.out == ""
    assert row["told"] in ended.told


ERRORS = cases("""
    case                   | arguments                                                    | told
    an organisation funded | verify 310000027 --date 2026-09-15 --only funding            | (ERROR_REASON_PERFORMER_DOES_NOT_FIT_DISCIPLINE)
    no day of the calendar | verify 9000001 --date 2026-02-30                             | (ERROR_REASON_INVALID_DATE)
    no number              | providers get Hansen                                         | (ERROR_REASON_INVALID_HPR_NUMBER)
    no provider            | providers get 8999999                                        | (ERROR_REASON_PROVIDER_NOT_FOUND)
    no fee                 | tariffs fee Z9 --date 2026-09-15                             | (ERROR_REASON_FEE_NOT_FOUND)
    no tariff              | tariffs list --date 2001-01-01                               | (ERROR_REASON_TARIFF_NOT_FOUND)
    no ceiling             | tariffs ceiling --date 1999-01-01                            | (ERROR_REASON_CEILING_NOT_FOUND)
    no register            | providers get 1 --database sqlite:////nowhere/register.db    | Make one with `avtalt migrate --database sqlite:////nowhere/register.db`
    another database       | providers get 1 --database postgresql://me:secret@127.0.0.1:1/x | No PostgreSQL server lets us in at postgresql://me:***@127.0.0.1:1/x
    no database at all     | providers get 1 --database register.db                       | That is no database URL. Write sqlite:///folder/name.db
""")


@pytest.mark.parametrize("row", ERRORS)
def test_an_error_ends_with_1_and_says_what_is_wrong(row, avtalt):
    ended = avtalt(*row["arguments"].split(), "--embedded")
    assert ended.code == 1
    assert ended.out == ""
    assert row["told"] in ended.told


NINE_DIGITS = cases("""
    case                    | arguments             | told
    an organisation number  | 310000027             | 310000027 is taken for an organisation number.
    an HPR number after all | 310000027 --hpr       | 310000027 is taken for an HPR number.
    a wrong check digit     | 310000028             | 310000028 is taken for an HPR number.
    fewer digits            | 9000001               |
""")


@pytest.mark.parametrize("row", NINE_DIGITS)
def test_nine_digits_are_said_to_be_taken_for_one_or_the_other(row, avtalt):
    ended = avtalt("verify", *row["arguments"].split(), "--date", "2026-09-15", "--embedded", "--language", "en")
    assert ended.code == 0
    assert ("is taken for" in ended.err) == bool(row["told"])
    assert row["told"] in ended.err
