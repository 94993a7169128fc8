"""What is measured of growing registers, at sizes that take no time."""

import asyncio

import pytest

from benchmarks import growth, register, repricing, snapshot
from benchmarks.figures import Figure
from benchmarks.held import held
from benchmarks.registers import performers
from benchmarks.server import demo_context
from benchmarks.serving import Load, Served
from benchmarks.spread import SPREADS, nothing_alike, other_patients
from registry.demo.generator import demo_records
from registry.store import Store
from service.pricing.decision import Outcome
from service.pricing.price import price_claim
from service.rpc.read_claim import read_claim

PROVIDERS = 200
LITTLE = Load(
    in_memory_rounds=2,
    rounds=1,
    calls=400,
    in_flight=4,
    performers=20,
    batch_rounds=1,
    batch_claims=1_000,
    batch_performers=10,
)


@pytest.fixture(scope="module")
def grown():
    return {figure.name: figure for figure in growth.figures([80, PROVIDERS], LITTLE)}


@pytest.fixture(scope="module")
def url(new_database):
    url = new_database("sqlite")
    store = Store(url)
    store.write(demo_records(PROVIDERS), note="benchmark")
    store.close()
    return url


@pytest.mark.parametrize(
    "what",
    [
        *("written to SQLite", "built", "memory of a provider", "looked up", "advanced", "core, priced anew"),
        *("ready-made reply", "PriceClaim", "PriceClaim / ready-made, throughput"),
        *(f"a batch, {name}" for name in SPREADS),
    ],
)
def test_each_size_has_a_figure_of_all_that_grows(grown, what):
    assert {f"80 providers: {what}", f"{PROVIDERS} providers: {what}"} <= grown.keys()


def test_what_has_rounds_is_compared_with_the_smallest_register_when_none_has_ten_thousand_providers(grown):
    assert f"{PROVIDERS} providers: core, priced anew, µs / 80 providers" in grown


def test_what_is_compared_is_compared_round_by_round():
    found = {10_000: [Figure("a", "µs", (2.0, 4.0))], 1_000: [Figure("b", "µs", (1.0, 8.0))]}
    assert growth.compared(found) == [Figure("b, µs / 10,000 providers", "", (0.5, 2.0))]


def test_every_performer_is_asked_about_once(url):
    numbers = [number for number, _ in performers(url, 150)]
    assert (len(numbers), len(set(numbers))) == (150, 150)


def test_a_register_has_no_more_performers_than_it_has(url):
    assert 150 < len(performers(url, 10_000)) < PROVIDERS


def test_most_of_the_spread_claims_are_covered(url):
    context = demo_context(PROVIDERS)
    claims = nothing_alike(performers(url, 20), 60)
    read = [read_claim(claim, context.tariffs.region_numbers) for claim in claims]
    outcomes = [price_claim(each, context.snapshot, context.tariffs).outcome for each in read]
    assert outcomes.count(Outcome.APPROVED) > len(outcomes) / 2


def test_no_two_of_the_claims_that_are_not_alike_have_the_same_performer_day_and_repetitions():
    claims = nothing_alike([("1", "2"), ("3", "4")], 2_000)
    told = {(each.performer.hpr_number, each.treatment_date, each.lines[1].fee.count) for each in claims}
    assert len(told) == len(claims)


def test_the_claims_of_other_patients_are_of_the_performers_in_turn():
    assert [each.performer.practice_id for each in other_patients([("1", "2"), ("3", "4")], 3)] == ["2", "4", "2"]


def test_a_register_is_held_until_the_end_of_the_block(url):
    with held(url) as register:
        first, second = register.round(), register.round()
    assert first.keys() == second.keys()


async def test_a_batch_asks_about_performers_that_no_call_has_asked_about(url):
    with Served.of(url, LITTLE) as served:
        measured = await asyncio.wait_for(served.batches(0), 60)
    assert {f"a batch, {name} [claims/s]" for name in SPREADS} <= measured.keys()


def test_a_register_in_memory_is_measured_on_sqlite():
    assert "80 providers, sqlite: core, priced anew" in {
        figure.name for figure in snapshot.figures([80], ["sqlite"], rounds=1)
    }


def test_an_import_adds_what_the_same_import_finds_unchanged():
    told = {figure.name: figure.values for figure in register.figures(200, ["sqlite"])}
    added = told["200 agreements, sqlite, import: added"]
    assert added == told["200 agreements, sqlite, import again: unchanged"] != (0,)


def test_an_archive_is_priced_again():
    told = {figure.name: figure.unit for figure in repricing.figures([50], PROVIDERS)}
    assert told["50 claims: priced again"] == "claims/s"
