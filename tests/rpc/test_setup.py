"""Whether all is in place, told layer by layer through a real server with a clock of its own."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from avtalt.contract import DIGEST
from avtalt.v1.setup_service_pb2 import CheckSetupRequest, SetupCheck, SetupLayer, SetupState
from registry.period import Period
from registry.records import Coverage, CoverageKind, Performer, Record
from registry.store import Store
from service.rpc import setup_checks, setup_handlers
from service.texts.catalogue import LANGUAGES
from tests.rpc.in_process import opened, serving_here
from tests.rpc.servers import Server
from tests.tables import cases, rows

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
LAYERS = "VERSION CONTRACT CLOCK REGISTER FRESHNESS TARIFF"

# Of each coverage its area, the day it was confirmed and its age; a minus stands before one that has ended.
REGISTERS = rows("""
    register | performers | coverage
    empty    | 0          |
    nobody   | 0          | NO+2026-09-01+30
    partly   | 2          | NO+2026-09-01+30 0301+2026-07-01+60 1103+2026-07-15+30
    fresh    | 1          | NO+2026-09-01+30 -0301+2019-07-01+30 1103
    stale    | 1          | NO+2026-01-01+30
    many     | 1          | 0301+2026-01-01+0 1103+2026-01-02+0 3201+2026-01-03+0 4601+2026-01-04+0 5001+2026-01-05+0 5501+2026-01-06+0
    unknown  | 3          |
""")
REGISTER = cases("""
    case                         | register | state | data
    nothing at all               | empty    | FAILS | revision=0 providers=0
    coverage, but nobody         | nobody   | FAILS | revision=1 providers=0
    somebody                     | partly   | WORKS | revision=1 providers=2
""")
FRESHNESS = cases("""
    case                          | register | moment               | state | data
    nothing at all                | empty    | 2026-09-15T12:00:00Z | WARNS | total=0
    complete for nothing          | unknown  | 2026-09-15T12:00:00Z | WARNS | total=0
    refreshed, ended and ageless  | fresh    | 2026-09-15T12:00:00Z | WORKS | total=2
    the last fresh day            | fresh    | 2026-10-01T23:59:59Z | WORKS | total=2
    the day after                 | fresh    | 2026-10-02T00:00:00Z | WARNS | total=2 stale=1 areas=NO oldest=2026-09-01 kinds=MUNICIPAL_FUNDING
    some of several               | partly   | 2026-09-15T12:00:00Z | WARNS | total=3 stale=2 areas=0301,_1103 oldest=2026-07-01 kinds=MUNICIPAL_FUNDING
    all there are                 | stale    | 2026-09-15T12:00:00Z | FAILS | total=1 stale=1 areas=NO oldest=2026-01-01 kinds=MUNICIPAL_FUNDING
    more than are named           | many     | 2026-09-15T12:00:00Z | FAILS | total=6 stale=6 areas=0301,_1103,_3201,_4601,_5001,_… oldest=2026-01-01 kinds=MUNICIPAL_FUNDING
""")
CLOCK = cases("""
    case                    | seconds | state
    to the second           | 0       | WORKS
    a minute ahead          | 60      | WORKS
    a minute behind         | -60     | WORKS
    a little more ahead     | 61      | WARNS
    a little more behind    | -61     | WARNS
    nearly a day            | 86399   | WARNS
    a day ahead             | 86400   | FAILS
    a year behind           | -31536000 | FAILS
""")
TARIFF = cases("""
    case                                | moment               | state | data
    on record and confirmed             | 2026-09-15T12:00:00Z | WORKS | day=2026-09-15
    the last moment of a year in Norway | 2026-12-31T22:59:59Z | WORKS | day=2026-12-31
    the first of the next               | 2026-12-31T23:00:00Z | WARNS | day=2027-01-01 provisional=PHYSIOTHERAPY,_RADIOLOGY,_LABORATORY through=2026-12-31
    a new table of one discipline       | 2023-10-01T12:00:00Z | FAILS | day=2023-10-01 missing=PHYSIOTHERAPY
    some figures are missing            | 2026-01-15T12:00:00Z | WARNS | day=2026-01-15 gaps=RADIOLOGY,_LABORATORY
    no tariff at all                    | 2003-06-01T12:00:00Z | FAILS | day=2003-06-01 missing=PHYSIOTHERAPY,_RADIOLOGY,_LABORATORY
""")
CONTRACTS = cases("""
    case                  | told            | state       | client
    the same              | same            | WORKS       |
    none                  |                 | NOT_CHECKED |
    another               | 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | WARNS | 0123456789ab
    no digest             | 01010112345     | WARNS       |
    too long for one      | 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0 | WARNS |
""")


def coverage(text: str) -> Coverage:
    """A coverage of the table."""
    area, *age = text.removeprefix("-").split("+")
    ended = date(2020, 12, 31) if text.startswith("-") else None
    confirmed, days = (date.fromisoformat(age[0]), int(age[1])) if age else (None, None)
    period = Period(date(2017, 1, 1), ended)
    return Coverage(CoverageKind.MUNICIPAL_FUNDING, area, period, "a test", confirmed, days)


def records(row: dict[str, str]) -> list[Record]:
    people = [Performer(f"900000{number}", "Name", "a test") for number in range(int(row["performers"]))]
    return [*people, *map(coverage, row["coverage"].split())]


@dataclass
class Clock:
    """A clock that shows what it is set to."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def servers(new_database, tariffs, clock) -> Iterator[dict[str, Server]]:
    """A server for each register of the table, all with one clock."""
    with ExitStack() as stack:
        found = {}
        for row in REGISTERS:
            database = new_database("sqlite")
            if written := records(row):
                store = Store(database)
                store.write(written, note="a test")
                store.close()
            register = stack.enter_context(opened(database))
            found[row["register"]] = stack.enter_context(serving_here(register, tariffs, clock=clock))
        yield found


@pytest.fixture
def check(servers, clock):
    """One layer as a server of a register tells it at a moment."""

    def ask(layer: str, register: str = "fresh", moment: datetime = NOON, **told) -> SetupCheck:
        clock.moment = moment
        response = servers[register].call("CheckSetup", CheckSetupRequest(language_code="en", **told))
        (found,) = (each for each in response.checks if SetupLayer.Name(each.layer) == f"SETUP_LAYER_{layer}")
        assert "{" not in found.text
        return found

    return ask


def state(found: SetupCheck) -> str:
    return SetupState.Name(found.state).removeprefix("SETUP_STATE_")


def data(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split())
    return {name: value.replace("_", " ") if "," in value else value for name, _, value in pairs}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def timestamp(moment: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(moment)
    return found


@pytest.mark.parametrize("language", ["", *LANGUAGES])
def test_every_layer_is_told_in_the_order_in_which_it_rests_on_others(language, servers, clock):
    """In the language asked for, with the basis that an answer given now would have."""
    clock.moment = NOON
    response = servers["fresh"].call("CheckSetup", CheckSetupRequest(language_code=language))
    assert " ".join(SetupLayer.Name(each.layer).removeprefix("SETUP_LAYER_") for each in response.checks) == LAYERS
    assert all(each.text for each in response.checks)
    assert response.server_time.ToDatetime(tzinfo=UTC) == NOON
    assert (response.contract_digest, response.basis.revision) == (DIGEST, 1)
    assert response.basis.evaluated_at == response.server_time
    assert re.fullmatch(r"\d+\.\d+\.\d+", response.server_version)


@pytest.mark.parametrize("row", REGISTER)
def test_a_register_that_holds_nobody_fails(row, check):
    found = check("REGISTER", row["register"])
    assert (state(found), dict(found.data)) == (row["state"], data(row["data"]))


@pytest.mark.parametrize("row", FRESHNESS)
def test_a_source_that_was_not_refreshed_is_told(row, check):
    """Some are a warning, all are a failure; what has ended or does not age does not count."""
    found = check("FRESHNESS", row["register"], instant(row["moment"]))
    assert (state(found), dict(found.data)) == (row["state"], data(row["data"]))


@pytest.mark.parametrize("row", CLOCK)
def test_clocks_that_are_apart_are_told(row, check):
    """A minute is nothing, and a day is another day."""
    found = check("CLOCK", client_time=timestamp(NOON + timedelta(seconds=int(row["seconds"]))))
    assert (state(found), found.data["seconds"]) == (row["state"], row["seconds"].removeprefix("-"))


def test_a_clock_that_is_not_told_is_not_checked(check):
    assert state(check("CLOCK")) == "NOT_CHECKED"


@pytest.mark.parametrize("row", CONTRACTS)
def test_another_contract_is_told(row, check):
    """Whatever is sent in place of a digest is not repeated."""
    found = check("CONTRACT", contract_digest=DIGEST if row["told"] == "same" else row["told"])
    assert state(found) == row["state"]
    assert found.data.get("client", "") == row["client"]
    assert row["told"] == "same" or not row["told"] or row["told"] not in found.text


@pytest.mark.parametrize("row", TARIFF)
def test_a_day_without_a_confirmed_tariff_is_told(row, check, tariffs):
    """The day is a day in Norway."""
    found = check("TARIFF", moment=instant(row["moment"]))
    assert (state(found), dict(found.data)) == (row["state"], data(row["data"]) | {"digest": tariffs.digest})


def test_a_version_that_is_not_known_is_a_warning(check, monkeypatch):
    monkeypatch.setattr(setup_handlers, "version", lambda: None)
    found = check("VERSION")
    assert (state(found), dict(found.data)) == ("WARNS", {"rules": setup_handlers.RULES_VERSION})


@pytest.mark.parametrize(
    ("told", "reason", "field"),
    [
        ({"language_code": "sv"}, "UNSUPPORTED_LANGUAGE", "language_code"),
        ({"client_time": Timestamp(seconds=2**60)}, "INVALID_DATE", "client_time"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(told, reason, field, servers):
    refusal = servers["fresh"].refused("CheckSetup", CheckSetupRequest(**told))
    assert (refusal.status, refusal.reason, refusal.field) == ("INVALID_ARGUMENT", reason, field)


@pytest.mark.parametrize(("ours", "theirs"), [(setup_checks.Layer, SetupLayer), (setup_checks.State, SetupState)])
def test_layers_and_states_are_those_of_the_contract(ours, theirs):
    names = [
        name.removeprefix("SETUP_LAYER_").removeprefix("SETUP_STATE_") for name in theirs.DESCRIPTOR.values_by_name
    ]
    assert names == ["UNSPECIFIED", *(each.value for each in ours)]
