"""Whatever a message holds and wherever it stands: who the patient is never leaves the reader."""

import copy
import json
from typing import Any

from google.protobuf.json_format import MessageToJson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service.cli.diary.booking import UnreadableError
from service.cli.failures import speak
from service.cli.kuhr.claim import Sender
from service.cli.kuhr.reading import read_message
from tests.cli.kuhr.numbers import bill, with_check_digits

WHOLE = {
    "praksisId": "1000000011",
    "behandlerkrav": {
        "avdeling": "",
        "navnEPJ": "",
        "reshId": "",
        "regninger": [
            bill(
                guid="0b8dc559-6c2d-419b-aeef-faaf537c6117",
                merknad="",
                kreditering=False,
                korrigeringBetaltEgenandel=False,
                betaltEgenandel=True,
                arsakFriEgenandel="F",
                belop=94,
                pasient={
                    "etternavn": "",
                    "fornavn": "",
                    "kjonn": "",
                    "fodselsdato": "",
                    "trygdenasjon": "",
                    "identifikasjon": {"id": "14838520260", "type": "FNR"},
                    "eea": {"CardId": "", "Id": ""},
                },
                diagnoser=[{"kodeverk": "", "kode": ""}],
                henvisning={
                    "id": "",
                    "dato": "2026-09-01",
                    "diagnoser": [{"kode": ""}],
                    "henvistFra": {"id": "70008786", "type": "HPR"},
                },
                rekvirent={"id": "70008786", "type": "HPR"},
                relatertBehandler={"id": "", "type": ""},
                takster=[{"kode": "A3a", "belop": 94, "antall": 1}, {"kode": "A3b", "belop": 63}],
            ),
            bill(regningsnummer="8"),
        ],
    },
}


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a message, objects and lists as well as what they hold."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(found for name, each in inside for found in places_in(each, (*path, name)))]


def put(message: Any, path: tuple[Any, ...], value: Any) -> None:
    """Put a value in a place; nothing when an earlier one has taken the way there."""
    try:
        for name in path[:-1]:
            message = message[name]
        message[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


NUMBERS = st.integers(10_000_000, 999_999_999).map(lambda number: with_check_digits(f"{number:09}")).filter(bool)
NAMES = st.text("qxzåøæ", min_size=5, max_size=9).map(lambda letters: f"Q{letters}")
SECRETS = st.one_of(NUMBERS, NAMES)
FORMS = (
    lambda secret: secret,
    lambda secret: f" {secret} ",
    lambda secret: int(secret) if secret.isdigit() else secret,
    lambda secret: f"{secret[:6]} {secret[6:]}",
    lambda secret: f"{secret[:6]}-{secret[6:]}",
    lambda secret: [secret],
    lambda secret: {secret: secret},
    lambda secret: {"id": secret, "type": "HPR"},
    lambda secret: {"id": secret, "type": secret},
    lambda secret: {"kode": secret, "belop": secret},
)
"""How somebody may come to write a number or a name; of a number also without its first zero."""


@st.composite
def messages(draw) -> tuple[str, list[str]]:
    """A message with something secret in some of its places and in fields of no known name, and all of its spellings."""
    whole = copy.deepcopy(WHOLE)
    told: list[str] = []
    for path in draw(st.lists(st.sampled_from(places_in(WHOLE)), min_size=1, max_size=4, unique=True)):
        secret = draw(SECRETS)
        told.append(secret)
        put(whole, path, draw(st.sampled_from(FORMS))(secret))
    secret = draw(SECRETS)
    told.append(secret)
    owner = draw(st.sampled_from([(), ("behandlerkrav",), ("behandlerkrav", "regninger", 0)]))
    put(whole, (*owner, secret), secret)
    return json.dumps(whole), [spelling for each in told for spelling in spellings(each)]


def spellings(secret: str) -> set[str]:
    """How a secret may be seen: as it is, in two parts, and a number without its first zeros."""
    parts = {f"{secret[:6]} {secret[6:]}", f"{secret[:6]}-{secret[6:]}"}
    return {secret, json.dumps(secret).strip('"'), *parts, *({str(int(secret))} if secret.isdigit() else set())}


def all_told(text: str) -> str:
    """All that comes out of the reader: claims, what is claimed, references and problems; or why it is no message."""
    try:
        found = read_message(text, Sender())
    except UnreadableError as error:
        return str(error)
    claims = [MessageToJson(each.booking.claim, ensure_ascii=False) for each in found.bills if each.booking.claim]
    return "\n".join((repr(found), *claims))


@settings(max_examples=250, deadline=None)
@given(messages())
def test_nothing_of_who_the_patient_is_leaves_the_reader(drawn):
    text, secrets = drawn
    told = all_told(text)
    assert [secret for secret in secrets if secret in told] == []


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_of_the_patient_a_claim_tells_at_most_age_and_card(data):
    number = data.draw(NUMBERS)
    name = data.draw(NAMES)
    patient = {"etternavn": name, "fornavn": name, "fodselsdato": "1985-03-14", "identifikasjon": {"id": number}}
    text = json.dumps({"behandlerkrav": {"regninger": [bill(pasient=patient, diagnoser=[{"kode": name}])]}})
    (found,) = read_message(text, Sender()).bills
    assert found.booking.claim is not None
    fields = {field.name for field, _ in found.booking.claim.patient.ListFields()}
    assert fields <= {"age_years", "exemption_card"}
    without = json.dumps({"behandlerkrav": {"regninger": [bill(pasient=None)]}})
    (bare,) = read_message(without, Sender()).bills
    found.booking.claim.patient.ClearField("age")
    assert found.booking.claim == bare.booking.claim


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    messages(),
    st.sampled_from([(), ("--json",), ("--explain",), ("--against-provider", "9000002")]),
    st.sampled_from(["nb", "nn", "en"]),
)
@example(('{"praksisId": "17057012345", "behandlerkrav": {"regninger": [{}]}}', ["17057012345"]), (), "nb")
@example(('{"praksisId": "17057012345", "17057012345": }', ["17057012345"]), (), "nb")
def test_nothing_of_it_is_ever_printed(avtalt, tmp_path, drawn, how, language):
    text, secrets = drawn
    path = tmp_path / "message.json"
    path.write_text(text, encoding="utf-8")
    ended = avtalt("price", str(path), "--format", "kuhr", "--embedded", "--language", language, *how)
    assert ended.code in (0, 1)
    assert [secret for secret in secrets if secret in ended.shown] == []


def test_what_is_told_of_a_field_is_not_its_value():
    """The property would see it: a value that is repeated on purpose is found."""
    speak("en")
    seen = all_told(json.dumps({"behandlerkrav": {"regninger": [bill(regningsnummer="1705")]}}))
    assert "1705" in seen
