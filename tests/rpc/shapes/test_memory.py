"""Which claims are priced, and which are answered as one before was; and what is kept, and for how long."""

from datetime import UTC, date, datetime

import pytest

from avtalt.v1.basis_pb2 import VIEW_FULL, ReadOptions
from avtalt.v1.claim_pb2 import BilledFee, Claim, ClaimLine, ClaimPerformer, Patient
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest, PriceClaimRequest
from registry.period import Period
from registry.records import Competence, CompetenceKind
from registry.revisions import Revision
from registry.snapshot import advance
from service.errors import ServiceError
from service.register import FixedRegister
from service.rpc import pricing_handlers
from service.rpc.encoded import varint
from service.rpc.lasting import MOST_FOUND, MOST_FOUND_BYTES
from service.rpc.reading import Reading
from service.rpc.servicers import find_handler
from service.rpc.shapes.answer import Kept
from service.rpc.shapes.memory import MOST_OF_ONE_SHAPE, Shapes
from service.rpc.shapes.told import SEAL_BYTES, Told
from service.rpc.terms import read_terms
from tests.tables import cases
from tests.worked_examples.examples import examples
from tests.worked_examples.notation import request as request_of

DAY = "2026-09-15"
NOW = datetime(2026, 9, 15, 8, tzinfo=UTC)


def claim(**changes) -> Claim:
    """An ordinary visit of an adult; the changes are attributes of the claim or of the patient."""
    found = Claim(
        claim_id="booking-1",
        discipline="DISCIPLINE_PHYSIOTHERAPY",
        performer=ClaimPerformer(hpr_number="9000001"),
        treatment_date=DAY,
        start_time="08:00",
        patient=Patient(age_years=40, exemption_card="EXEMPTION_CARD_NOT_HELD", user_fees_paid_ore=100_000),
        lines=[ClaimLine(fee=BilledFee(fee_code="A3a"))],
    )
    for name, value in changes.items():
        if name == "fee_code":
            found.lines[0].fee.fee_code = value
        elif name == "hpr_number":
            found.performer.hpr_number = value
        elif value is None:
            found.patient.ClearField(name)
        else:
            setattr(found if hasattr(found, name) else found.patient, name, value)
    return found


@pytest.fixture
def priced(monkeypatch):
    """The claims that were priced, not answered as one before was."""
    found = []
    price = pricing_handlers._price

    def noticed(message, terms):
        found.append(message.claim_id)
        return price(message, terms)

    monkeypatch.setattr(pricing_handlers, "_price", noticed)
    return found


@pytest.fixture
def ask(demo_snapshot, tariffs):
    """Ask about a claim at a register, the demo register unless told otherwise; the memory is the same for all."""
    register = FixedRegister(demo_snapshot)
    reading = Reading(register, tariffs, lambda: NOW)

    def price(asked, snapshot=demo_snapshot, **fields):
        register.snapshot = snapshot
        request = PriceClaimRequest(claim=asked, **fields)
        return find_handler("PriceClaim")(request, reading.open(request.read)).decision

    return price


SECOND = cases("""
    case                                    | changes                         | priced
    the same again                          |                                 | no
    another reference                       | claim_id='booking-2'            | no
    another age, no limit between           | age_years=60                    | no
    as old as the oldest child is not       | age_years=18                    | no
    a child                                 | age_years=17                    | yes
    paid more, far from the ceiling         | user_fees_paid_ore=200_000      | no
    paid so much that the ceiling is near   | user_fees_paid_ore=320_000      | yes
    another time of the day                 | start_time='16:45'              | no
    without a time                          | start_time=''                   | yes
    by birth date                           | birth_date='1986-01-01'         | yes
    with a card                             | exemption_card=1                | yes
    another code                            | fee_code='A1a'                  | yes
    another day                             | treatment_date='2026-09-16'     | yes
    another provider                        | hpr_number='9000009'            | yes
    a member                                | national_insurance_member=1     | yes
""")


@pytest.mark.parametrize("row", SECOND)
def test_a_second_claim_is_priced_when_anything_that_was_read_is_another(ask, priced, row):
    second = claim(**eval(f"dict({row['changes']})"))
    ask(claim())
    answer = ask(second)
    assert len(priced) == (2 if row["priced"] == "yes" else 1)
    assert answer.claim_id == second.claim_id


TERMS = cases("""
    case                 | fields                                                            | priced
    the same terms       |                                                                   | no
    another language     | language_code='en'                                                | yes
    the default language | language_code='nb'                                                | no
    explained            | view=VIEW_FULL                                                    | yes
    other figures        | tariff_authority=2                                                | yes
    later that day       | read=ReadOptions(evaluated_at=datetime(2026, 9, 15, 23, tzinfo=UTC)) | no
    the day after        | read=ReadOptions(evaluated_at=datetime(2026, 9, 16, tzinfo=UTC))  | yes
""")


@pytest.mark.parametrize("row", TERMS)
def test_other_terms_are_another_question(ask, priced, row):
    names = {"VIEW_FULL": VIEW_FULL, "ReadOptions": ReadOptions, "datetime": datetime, "UTC": UTC}
    ask(claim())
    ask(claim(), **eval(f"dict({row['fields']})", names))
    assert len(priced) == (2 if row["priced"] == "yes" else 1)


CHANGED = cases("""
    case             | hpr number | priced
    the provider     | 9000001    | yes
    somebody else    | 9000009    | no
""")


@pytest.mark.parametrize("row", CHANGED)
def test_a_write_is_of_consequence_to_those_it_is_about(ask, priced, demo_snapshot, row):
    gained = Competence(row["hpr number"], CompetenceKind.PSYCHOMOTOR, Period(date(2026, 9, 15)), "a test")
    later = advance(demo_snapshot, (), (gained,), Revision(demo_snapshot.revision + 1, NOW, "a test"))
    ask(claim())
    answer = ask(claim(), later)
    assert len(priced) == (2 if row["priced"] == "yes" else 1)
    assert answer.basis.revision == later.revision
    ask(claim(), demo_snapshot)
    assert len(priced) == (2 if row["priced"] == "yes" else 1), "both are kept"


def test_every_worked_example_is_answered_alike_from_memory_and_anew(demo_snapshot, tariffs):
    requests = [request_of(example.row) for example in examples()]
    register, handle = FixedRegister(demo_snapshot), find_handler("PriceClaim")
    warm = Reading(register, tariffs, lambda: NOW)
    for request in requests:
        anew = handle(request, Reading(register, tariffs, lambda: NOW).open(request.read))
        assert [handle(request, warm.open(request.read)) for _ in range(2)] == [anew, anew]


WRONG = cases("""
    case            | changes
    a reference     | claim_id='01017012345'
    a birth date    | birth_date='1970-02-30'
    born too late   | birth_date='2026-09-16'
    too old         | age_years=131
    a start         | start_time='24:00'
    paid too much   | user_fees_paid_ore=-1
    two of them     | claim_id='?', start_time='?'
    two, otherwise  | treatment_date='?', start_time='?'
""")


@pytest.mark.parametrize("row", WRONG)
def test_what_is_wrong_is_told_as_if_nothing_were_kept(ask, demo_snapshot, tariffs, row):
    wrong = claim(**eval(f"dict({row['changes']})"))
    by_birth_date = claim(birth_date="1986-01-01")
    with pytest.raises(ServiceError) as anew:
        ask(wrong)
    ask(claim())
    ask(by_birth_date)
    with pytest.raises(ServiceError) as kept:
        ask(wrong)
    assert (kept.value.reason, kept.value.data) == (anew.value.reason, anew.value.data)


def test_a_claim_that_is_asked_about_is_left_as_it_was(ask):
    asked = claim(birth_date="1986-01-01")
    before = asked.SerializeToString(deterministic=True)
    ask(asked)
    ask(asked)
    assert asked.SerializeToString(deterministic=True) == before


def test_a_batch_and_single_calls_share_what_is_kept(ask, priced, demo_snapshot, tariffs):
    reading = Reading(FixedRegister(demo_snapshot), tariffs, lambda: NOW)
    request = BatchPriceClaimsRequest(claims=[claim(), claim(claim_id="booking-2"), claim(fee_code="A1a")])
    list(find_handler("BatchPriceClaims")(request, reading.open(request.read)))
    find_handler("PriceClaim")(PriceClaimRequest(claim=claim()), reading.open(request.read))
    assert priced == ["booking-1", "booking-1"]


def kept(paid=(0, 100), part=b"") -> Kept:
    """An answer to whoever has paid a sum of a span."""
    return Kept((), (None, None, paid), (part,))


def told(paid=50) -> Told:
    return Told(b"", "", (None, None, paid))


ONE_ALONE = cases("""
    case                                 | explained | changes                                                         | kept
    far from the ceiling                 |           |                                                                 | yes
    near the ceiling                     |           | user_fees_paid_ore=320_000                                      | no
    above the ceiling                    |           | user_fees_paid_ore=330_000                                      | no
    a derivation that adds to the sum    | yes       |                                                                 | no
    a derivation without a sum           | yes       | user_fees_paid_ore=None                                         | yes
    of one birth date                    |           | birth_date='2010-10-02'                                         | no
    of any birth date of adults          |           | birth_date='1986-03-29'                                         | yes
    a start that is not read             |           | start_time='10:37'                                              | yes
    a start that decides                 |           | fee_code='G', treatment_date='2025-06-17', start_time='10:37'   | no
    no start where one would decide      |           | fee_code='G', treatment_date='2025-06-17', start_time=''        | yes
""")


@pytest.mark.parametrize("row", ONE_ALONE)
def test_an_answer_that_is_right_for_one_value_alone_is_not_kept(priced, demo_snapshot, tariffs, row):
    reading = Reading(FixedRegister(demo_snapshot), tariffs, lambda: NOW)
    asked = PriceClaimRequest(claim=claim(**eval(f"dict({row['changes']})")))
    asked.view = VIEW_FULL if row["explained"] else 0
    first, second = (find_handler("PriceClaim")(asked, reading.open(asked.read)) for _ in range(2))
    assert first == second
    assert len(priced) == (1 if row["kept"] == "yes" else 2)
    context = reading.open(asked.read)
    (lasting,) = context.lasting._kept.values()
    assert bool(context.shapes._young) is bool(lasting.found) is (row["kept"] == "yes")


def test_nothing_of_a_claim_is_kept(ask, demo_snapshot, tariffs):
    register = FixedRegister(demo_snapshot)
    reading = Reading(register, tariffs, lambda: NOW)
    secret = claim(claim_id="of-nobody-else", birth_date="1986-03-29", user_fees_paid_ore=27_613, start_time="10:37")
    asked = PriceClaimRequest(claim=Claim.FromString(secret.SerializeToString() + UNKNOWN_FIELD))
    find_handler("PriceClaim")(asked, reading.open(asked.read))
    context = reading.open(asked.read)
    (lasting,) = context.lasting._kept.values()
    found = [*context.shapes._young.items(), *((key, [kept]) for key, kept in lasting.found.items())]
    held = repr([(key, each.spans, each.parts) for key, answers in found for each in answers])
    assert len(found) == 2
    assert not [word for word in ("of-nobody", "1986", "27613", "276", "10:37", "Kari") if word in held]


def test_a_large_claim_takes_no_more_room_than_a_small_one(demo_snapshot, tariffs):
    reading = Reading(FixedRegister(demo_snapshot), tariffs, lambda: NOW)
    handle = find_handler("PriceClaim")
    for length in (0, 1_000_000):
        asked = PriceClaimRequest(claim=Claim.FromString(claim().SerializeToString() + unknown_field(length)))
        handle(asked, reading.open(asked.read))
    ((key, found),) = reading.open(ReadOptions()).shapes._young.items()
    assert len(found) == 1, "a field that is not known makes no other shape"
    assert len(key[0]) == SEAL_BYTES


def unknown_field(length: int) -> bytes:
    """A field that the contract does not have, of so many bytes."""
    number = 1000
    tag = varint(number << 3 | 2)
    return tag + varint(length) + bytes(length)


UNKNOWN_FIELD = varint(1000 << 3 | 2) + varint(4) + b"Kari"


def test_what_was_not_asked_for_the_longest_is_let_go():
    shapes = Shapes(most_bytes=40_000)
    for number in range(30):
        shapes.keep(number, kept(part=bytes(1000)))
        assert shapes.find(0, told(), ()), "what is asked for again and again stays"
    assert shapes.find(29, told(), ())
    assert shapes.find(1, told(), ()) is None


def test_nothing_is_kept_that_is_larger_than_all_there_is_room_for():
    shapes = Shapes(most_bytes=1000)
    shapes.keep("large", kept(part=bytes(1000)))
    assert shapes.find("large", told(), ()) is None


def test_of_one_shape_the_newest_answers_are_kept():
    shapes = Shapes()
    for paid in range(2 * MOST_OF_ONE_SHAPE):
        shapes.keep("shape", kept((paid, paid + 1)))
    assert shapes.find("shape", told(2 * MOST_OF_ONE_SHAPE), ())
    assert shapes.find("shape", told(0), ()) is None


LARGE = "x" * MOST_FOUND_BYTES


def test_of_a_call_only_few_and_small_answers_are_found_by_their_shape(lasting):
    lasting.remember(b"large", kept(part=LARGE.encode()))
    assert not lasting.found
    for number in range(3 * MOST_FOUND):
        lasting.remember(bytes([number % 256, number // 256]), kept())
        assert len(lasting.found) <= MOST_FOUND


def test_what_calls_have_in_common_is_kept_for_the_newest_register_only(demo_snapshot, tariffs):
    reading = Reading(FixedRegister(demo_snapshot), tariffs, lambda: NOW)
    request = PriceClaimRequest(claim=claim())
    first = read_terms(request, reading.open(None))
    assert read_terms(request, reading.open(None)).lasting is first.lasting
    earlier = ReadOptions(exact_revision=0)
    assert read_terms(request, reading.open(earlier)).lasting is not first.lasting
    assert read_terms(request, reading.open(None)).lasting is first.lasting, "an earlier revision takes nobody's place"
    opened_before = reading.open(None)
    reading.register.snapshot = advance(demo_snapshot, (), (), Revision(demo_snapshot.revision + 1, NOW, "a test"))
    late = reading.open(None)
    assert read_terms(request, late).lasting is not first.lasting
    read_terms(request, opened_before)
    assert reading.open(None).lasting is late.lasting, "a call that began before the step takes nobody's place"
    assert late.lasting.recorded is reading.register.snapshot


@pytest.fixture
def lasting(demo_snapshot, tariffs):
    reading = Reading(FixedRegister(demo_snapshot), tariffs, lambda: NOW)
    return read_terms(PriceClaimRequest(claim=claim()), reading.open(None)).lasting
