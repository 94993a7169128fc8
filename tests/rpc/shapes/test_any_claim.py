"""
For every claim: what is kept of its answer stands for no claim that is answered otherwise.

A second claim differs from the first by what may lie in a span, and a second
register by what the answer may not rest on. Where the kept answer stands for
them, they are priced anew, and the answers must be equal.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from registry.records import Affiliation, Agreement, Competence, Coverage
from registry.snapshot import advance
from service.pricing.claim import age_on
from service.pricing.price import price_claim
from service.pricing.trace import SILENT, Trace
from service.rpc.shapes.answer import keep
from service.rpc.shapes.claims import watch
from service.rpc.shapes.snapshots import WatchedSnapshot, tables_of
from service.rpc.shapes.told import Told
from tests.pricing.any_claim import CLAIMS, LAWS, REGISTER, TARIFFS, TIMES
from tests.pricing.any_register import DEMO, DEMO_REVISION

PAID = st.integers(0, 400_000) | st.sampled_from([304_200, 304_199, 327_799, 327_800, 0, 100_000_000])
ENDING = [row for row in DEMO if isinstance(row, Agreement | Affiliation | Competence | Coverage)]
DAYS_OLDER = st.integers(-400, 400) | st.integers(-36_000, 36_000) | st.just(0)


def watched(claim, register, trace):
    """The answer by watched values, and what it stands for; the latter absent where it may not be kept."""
    watches, snapshot = watch(claim), WatchedSnapshot(register)
    decision = price_claim(watches.claim, snapshot, TARIFFS, trace=trace)
    return decision, keep(watches, snapshot.reads, ())


def stands_for(kept, claim, register):
    """Whether a kept answer stands for another claim of the same shape."""
    return kept.stands_for(told_of(claim), tables_of(register))


def told_of(claim):
    """The values of a claim that may lie in a span."""
    patient = claim.patient
    return Told(b"", "", (patient.age, patient.birth_date, patient.user_fees_paid_ore))


def own_records(claim):
    """What is on record about the performer of a claim and can be withdrawn."""
    number = claim.performer and (claim.performer.hpr_number or claim.performer.organisation_number)
    return [
        row for row in ENDING if number in (getattr(row, "hpr_number", ""), getattr(row, "organisation_number", ""))
    ]


@st.composite
def relatives(draw, claim):
    """The claim with another age, birth date, sum of paid user fees and start, where these are told."""
    patient, start = claim.patient, claim.start_time
    if patient.birth_date is not None:
        oldest, youngest = (claim.treatment_date - timedelta(days=days) for days in (47_000, 0))
        born = min(max(patient.birth_date - timedelta(days=draw(DAYS_OLDER)), oldest), youngest)
        patient = replace(patient, birth_date=born, age=age_on(born, claim.treatment_date))
    elif patient.age is not None:
        patient = replace(patient, age=draw(st.integers(0, 130)))
    if patient.user_fees_paid_ore is not None and draw(st.booleans()):
        patient = replace(patient, user_fees_paid_ore=draw(PAID))
    if start is not None and draw(st.booleans()):
        start = draw(TIMES)
    return replace(claim, patient=patient, start_time=start)


@LAWS
@given(claim=CLAIMS)
def test_watching_changes_no_answer(claim):
    """Watched or not, the answer and its derivation are the same; and it stands for the claim itself."""
    plain, noticed = Trace(), Trace()
    expected = price_claim(claim, REGISTER, TARIFFS, trace=plain)
    decision, kept = watched(claim, REGISTER, noticed)
    assert (decision, noticed.steps) == (expected, plain.steps)
    assert kept is None or stands_for(kept, claim, REGISTER)


@LAWS
@given(data=st.data(), claim=CLAIMS, explained=st.booleans())
def test_what_it_stands_for_is_answered_the_same(data, claim, explained):
    trace = Trace() if explained else SILENT
    decision, kept = watched(claim, REGISTER, trace)
    assume(kept is not None)
    relative = data.draw(relatives(claim))
    if stands_for(kept, relative, REGISTER):
        again = Trace() if explained else SILENT
        assert price_claim(relative, REGISTER, TARIFFS, trace=again) == decision
        if explained:
            assert again.steps == trace.steps


@LAWS
@given(data=st.data(), claim=CLAIMS)
def test_by_another_register_it_stands_only_where_the_answer_is_the_same(data, claim):
    decision, kept = watched(claim, REGISTER, SILENT)
    assume(kept is not None)
    gone = data.draw(st.lists(st.sampled_from(ENDING) | st.sampled_from(own_records(claim) or ENDING), max_size=3))
    other = advance(REGISTER, gone, (), DEMO_REVISION)
    if stands_for(kept, claim, other):
        assert price_claim(claim, other, TARIFFS) == decision
    else:
        assert any(tables_of(other)[table].get(key) is not entry for table, key, entry in kept.reads)
