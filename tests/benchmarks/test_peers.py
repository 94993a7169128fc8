"""The peers are asked what we are asked, and answer the same."""

import json
import subprocess

import pytest

from benchmarks.h2load import MISSING, WrongAnswersError, find_h2load
from benchmarks.peers import environment, etcd, look_ups, plain_service, rules
from benchmarks.peers.calls import Call, send
from benchmarks.peers.etcd import range_request
from benchmarks.peers.graph import decision_graph, expression
from benchmarks.peers.question import Effort, our_answers, question
from registry.demo.generator import demo_records
from registry.engine import open_engine
from registry.store import Store
from tests.tables import cases

LITTLE = Effort(times=2, many=10, rounds=2)
FEE = {"code": "X1", "user_fee_ore": 300, "refund_ore": 700, "honorarium_ore": 1000}
HELD = cases("""
    case                      | hpr_number | day        | agreements
    both agreements           | 9000001    | 2026-09-15 | DIRECT_SETTLEMENT MUNICIPAL_FUNDING
    before they began         | 9000001    | 1999-01-01 |
    nobody in the register    | 9999999    | 2026-09-15 |
""")


@pytest.fixture(scope="module")
def peers():
    if not environment.is_made():
        pytest.skip("THE PEERS' ENVIRONMENT IS MISSING, so that none was asked. 'make peers' makes it.")


@pytest.mark.usefixtures("peers")
@pytest.mark.parametrize(
    ("program", "ways"),
    [("in_zen", 3), ("in_openfisca", 2)],
)
def test_a_peer_answers_as_we_do_to_the_ore(program, ways):
    told = environment.ask(program, question(LITTLE))
    assert [way["answers"] for way in told.values()] == [our_answers()] * ways


@pytest.mark.usefixtures("peers")
def test_rule_engines_are_compared_with_our_core():
    names = {figure.name for figure in rules.figures(LITTLE)}
    assert {"OpenFisca, one claim / avtalt, core, priced anew", "OpenFisca, 10 claims at once"} <= names


def test_a_peer_that_answers_something_else_has_no_figures(monkeypatch):
    monkeypatch.setattr(environment, "ask", lambda *_: {"a table": {"answers": [[1, 2], [3, 4]], "rounds": [1.0]}})
    with pytest.raises(RuntimeError, match="GoRules Zen, a table"):
        rules.figures(LITTLE)


def test_with_a_card_the_patient_pays_nothing_and_helfo_what_both_paid_without():
    (patient, helfo), with_card = our_answers()
    assert (patient > 0, with_card) == (True, [0, patient + helfo])


def test_a_graph_has_a_row_of_each_fee_without_a_card_and_with_one():
    (table,) = [node["content"] for node in decision_graph([FEE])["nodes"] if node["type"] == "decisionTableNode"]
    assert [(row["card"], row["patient"], row["helfo"]) for row in table["rules"]] == [
        ("false", "count * 300", "count * 700"),
        ("true", "count * 0", "count * 1000"),
    ]


def test_an_expression_has_the_figures_of_each_fee():
    assert "#.code == 'X1' ? (#.card ? 1000 : 700)" in expression([FEE])


def test_the_question_is_plain_data():
    assert json.loads(json.dumps(question(LITTLE)))["day"] == "2026-09-15"


def test_a_request_of_etcd_holds_the_key_by_its_length():
    assert range_request("k" * 200, serializable=True) == b"\x0a\xc8\x01" + b"k" * 200 + b"\x38\x01"


@pytest.mark.parametrize("row", HELD)
def test_the_plain_query_finds_the_agreements_of_the_day(row, plain_url):
    engine = open_engine(plain_url)
    found = plain_service.find_agreements(engine, row["hpr_number"], plain_service.date.fromisoformat(row["day"]))
    engine.dispose()
    assert sorted(each.kind for each in found) == row["agreements"].split()


@pytest.fixture(scope="module")
def plain_url(new_database):
    url = new_database("sqlite")
    store = Store(url)
    store.write(demo_records(), note="benchmark")
    store.close()
    return url


def test_look_ups_are_measured_beside_each_other():
    extent = look_ups.Extent(providers=80, in_process=2, calls=40, rounds=1)
    names = {figure.name for figure in look_ups.figures(extent, ("sqlite",))}
    expected = {"in process: a query of SQLModel, SQLite"}
    if find_h2load():
        expected |= {
            "gRPC: avtalt, GetProvider / ready-made reply",
            "gRPC: a session of SQLModel for each call, SQLite",
        }
        expected |= {"gRPC: etcd, Range, linearizable"} if etcd.is_installed() else set()
    assert expected <= names


def test_an_answer_of_another_length_is_no_answer(plain_url):
    if find_h2load() is None:
        pytest.skip(MISSING)
    with plain_service.plain_server(plain_url) as (target, pid):
        call = Call(target, "/avtalt.bench.Plain/Nothing", b"", 10, pid)
        with pytest.raises(WrongAnswersError, match="were to be answered"):
            send(call, 10)


def test_what_the_peers_need_is_no_part_of_ours():
    ours = (environment.FOLDER.parents[1] / "requirements.txt").read_text(encoding="utf-8")
    assert [name for name in ("openfisca", "zen-engine") if name in ours] == []


def test_each_requirement_of_the_peers_is_pinned_with_a_hash():
    names = [line for line in environment.REQUIREMENTS.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
    assert names
    assert all("==" in line and line.endswith("\\") for line in names)


def test_the_peers_environment_is_not_committed():
    ignored = subprocess.run(["git", "check-ignore", "-q", environment.PYTHON], cwd=environment.FOLDER, check=False)
    assert ignored.returncode in (0, 128)  # 128: a source archive has no history to look at
