"""The same claim or diary with something else: both answers, and what differs by name."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avtalt.v1.agreement_pb2 import Finding
from avtalt.v1.claim_pricing_service_pb2 import BatchPriceClaimsRequest
from avtalt.v1.decision_pb2 import Decision, LineDecision, PricedFee, Provisional, Totals
from avtalt.v1.reason_pb2 import Assumption, Notice, Reason
from registry.tariffs.reader import SHIPPED
from service.cli.differences import differences, is_other_answer
from service.rpc.servicers import find_handler
from tests.rpc.test_batch_pricing import MIXED, READ, reading
from tests.tables import cases

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MOMENT = ("--evaluated-at", "2026-09-15T08:00:00Z")
reading = reading  # noqa: PLW0127 - a fixture is found where it is named

BEFORE = Decision(
    outcome="OUTCOME_APPROVED",  # type: ignore[arg-type]
    findings=[Finding(requirement="REQUIREMENT_MUNICIPAL_FUNDING", verdict="VERDICT_HELD")],  # type: ignore[arg-type]
    lines=[LineDecision(line_number=1, coverage="LINE_COVERAGE_COVERED", fees=[PricedFee(fee_code="A3a", count=1)])],  # type: ignore[arg-type]
    totals=Totals(honorarium_ore=21000, patient_pays_ore=14400),
    reasons=[
        Reason(code="REASON_CODE_AGREEMENT_LAPSED", line_number=0, text="Lapsed 1", data={"last_date": "2026-06-30"})  # type: ignore[arg-type]
    ],
    notices=[Notice(code="NOTICE_CODE_REPORT_USER_FEE", text="Report 1", data={"report_by": "2026-09-29"})],  # type: ignore[arg-type]
    assumptions=[Assumption(code="ASSUMPTION_CODE_NOT_A_CHILD", text="No child", data={"age": "16"})],  # type: ignore[arg-type]
    valid_until="2026-12-31",
    report_by="2026-09-29",
    practice_id="1000000011",
)

CHANGES = cases("""
    case                         | change                          | what        | subject                      | before    | after        | another
    nothing                      |                                 |             |                              |           |              | no
    the outcome                  | outcome=4                       | OUTCOME     |                              | APPROVED  | NOT_COVERED  | yes
    a verdict                    | findings[0].verdict=2           | VERDICT     | MUNICIPAL_FUNDING            | HELD      | NOT_HELD     | yes
    the coverage of a line       | lines[0].coverage=3             | COVERAGE    | 1                            | COVERED   | NOT_COVERED  | yes
    a fee code                   | lines[0].fees[0].fee_code=A7a   | CODES       | 1                            | A3a       | A7a          | yes
    a count                      | lines[0].fees[0].count=2        | CODES       | 1                            | A3a       | 2 x A3a      | yes
    what the patient pays        | totals.patient_pays_ore=0       | SUM         | patient_pays_ore             | 14400     | 0            | yes
    a sum that becomes known     | totals.helfo_pays_ore=0         | SUM         | helfo_pays_ore               |           | 0            | yes
    only what the tariff says    | totals.honorarium_ore=22500     | SUM         | honorarium_ore               | 21000     | 22500        | no
    how long it holds            | valid_until=2026-06-30          | VALID_UNTIL |                              | 2026-12-31 | 2026-06-30  | no
    that it holds                | valid_until=                    | VALID_UNTIL |                              | 2026-12-31 |             | no
    when to report               | report_by=2026-07-15            | REPORT_BY   |                              | 2026-09-29 | 2026-07-15  | no
    the practice                 | practice_id=1000000012          | PRACTICE    |                              | 1000000011 | 1000000012  | no
    another reason               | reasons[0].code=5               | REASON      | REASON_CODE_AGREEMENT_LAPSED | Lapsed 1  |              | yes
    the words of a reason        | reasons[0].text=Lapsed 2        |             |                              |           |              | no
    the id of the decision       | decision_id=other               |             |                              |           |              | no
    the basis                    | basis.revision=2                |             |                              |           |              | no
""")


def changed(change: str) -> Decision:
    """The decision with one field that is another."""
    decision = Decision()
    decision.CopyFrom(BEFORE)
    path, _, value = change.partition("=")
    *holders, name = path.replace("[0]", ".0").split(".")
    holder = decision
    for part in holders:
        holder = holder[0] if part == "0" else getattr(holder, part)
    if name:
        setattr(holder, name, int(value) if not isinstance(getattr(holder, name), str) else value)
    return decision


@pytest.mark.parametrize("row", CHANGES)
def test_a_difference_is_named(row):
    found = differences(BEFORE, changed(row["change"]))
    assert is_other_answer(found) == (row["another"] == "yes")
    if not row["what"]:
        assert found == ()
        return
    first = found[0]
    told = [first.what, first.subject, first.before or "", first.after or ""]
    assert told == [row["what"], row["subject"], row["before"], row["after"]]


TOLD = cases("""
    case                              | kind        | code | data                     | differs
    the same reason about another day | reasons     | 5    | last_date=2026-07-31     | no
    the same about another provider   | reasons     | 5    | provider=HPR 9000002     | no
    about another agreement           | reasons     | 5    | agreement=MUNICIPAL      | yes
    a notice about another day        | notices     | 3    | report_by=2026-07-15     | no
    a notice about another sum        | notices     | 3    | amount_ore=5800          | yes
    an assumption about another age   | assumptions | 3    | age=18                   | yes
""")


@pytest.mark.parametrize("row", TOLD)
def test_what_is_told_is_the_same_whatever_days_it_names(row):
    sides = [Decision(), Decision()]
    for side, data in zip(sides, ({}, dict([row["data"].split("=")])), strict=True):
        told = getattr(side, row["kind"]).add(code=int(row["code"]), text=str(data))
        for key, value in data.items():
            told.data[key] = value
    assert bool(differences(*sides)) == (row["differs"] == "yes")


def test_what_is_provisional_is_named():
    later = Decision(provisional=[Provisional(subject="A3a", confirmed_through="2027-06-30")])
    (found,) = differences(Decision(), later)
    assert (found.what, found.before, found.after) == ("PROVISIONAL", None, "A3a")
    assert not is_other_answer((found,))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_differences_mirror_each_other_and_nothing_differs_from_itself(reading, data):
    """What one side has the other lacks, whichever way round they are compared."""
    request = BatchPriceClaimsRequest(claims=MIXED, read=READ, language_code="en")
    results = [
        result.decision
        for response in find_handler("BatchPriceClaims")(request, reading.open(READ))
        for result in response.results
        if result.HasField("decision")
    ]
    one, other = data.draw(st.sampled_from(results)), data.draw(st.sampled_from(results))
    assert differences(one, one) == ()
    mirrored = {(each.what, each.subject, each.after, each.before) for each in differences(other, one)}
    assert {(each.what, each.subject, each.before, each.after) for each in differences(one, other)} == mirrored


SIDE_BY_SIDE = cases("""
    case                   | arguments                                                                     | shown
    another day            | no_contract.json --against-date 2026-07-01                                    | as asked on 2026-07-01
    the outcome            | physiotherapy.json --against-provider 9000002                                 | answer covered not covered ≠
    the verdict            | physiotherapy.json --against-provider 9000002                                 | municipal funding contract held not held ≠
    what stays the same    | physiotherapy.json --against-provider 9000002                                 | authorisation held held
    the sum                | physiotherapy.json --against-provider 9000003                                 | patient pays 236 - ≠
    reasons that come      | physiotherapy.json --against-provider 9000002                                 | Only with 9000002: - HPR 9000002 has no municipal funding contract
    notices that go        | physiotherapy.json --against-provider 9000002                                 | Only as asked: - Report the user fee to Helfo by 29 September 2026
    another practice       | physiotherapy.json --against-provider 9000007 --against-practice 1000000071   | with 9000007, at practice 1000000071
    covered there          | physiotherapy.json --against-provider 9000007 --against-practice 1000000071   | answer covered covered
    and not there          | physiotherapy.json --against-provider 9000007 --against-practice 1000000072   | answer covered not covered ≠
    an institute           | radiology.json --against-provider 310000043                                   | answer covered not covered ≠
    another length         | plain_treatment.json --against-minutes 60                                     | fee codes (line 1) A8a, F1, 2 x A8b A8a, F1, 4 x A8b ≠
    another authority      | manual_therapy.json --against-authority regulation                            | Nothing differs.
    before anything        | physiotherapy.json --against-revision 0                                       | rests on revision 0
    what is rejected       | physiotherapy.json --against-provider 9000013                                 | patient pays 236 - ≠
    nothing different      | physiotherapy.json --against-date 2026-09-15                                  | Nothing differs.
""")


@pytest.mark.parametrize("row", SIDE_BY_SIDE)
def test_one_claim_side_by_side(row, avtalt):
    name, *options = row["arguments"].split()
    ended = avtalt("price", str(EXAMPLES / name), *options, "--embedded", "--language", "en")
    assert ended.code == 0
    assert row["shown"] in " ".join(ended.out.split())


def test_an_authority_decides_where_sources_disagree(avtalt, tmp_path):
    claim = json.loads((EXAMPLES / "manual_therapy.json").read_text(encoding="utf-8"))
    claim |= {"treatmentDate": "2024-09-02", "patient": {"ageYears": 40, "exemptionCard": "EXEMPTION_CARD_NOT_HELD"}}
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(claim), encoding="utf-8")
    ask = ("price", str(path), "--embedded", "--language", "en")
    by_regulation = json.loads(avtalt(*ask, "--authority", "regulation", "--json").out)["decision"]["totals"]
    told = json.loads(avtalt(*ask, "--against-authority", "regulation", "--json").out)
    assert told["after"]["totals"] == by_regulation
    assert {"what": "SUM", "subject": "patient_pays_ore"}.items() <= told["differences"][2].items()
    mirrored = json.loads(avtalt(*ask, "--authority", "regulation", "--against-authority", "default", "--json").out)
    assert mirrored["before"]["totals"] == by_regulation


@pytest.mark.parametrize("how", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.parametrize("name", ["physiotherapy.json", "diary.csv"])
def test_server_and_embedded_compare_alike(name, how, avtalt, demo_target):
    ask = ("price", str(EXAMPLES / name), "--against-date", "2026-06-30", *MOMENT, *how)
    there, here = avtalt(*ask, "--target", demo_target), avtalt(*ask, "--embedded")
    assert (there.code, here.code) == (0, 0)
    if how:
        there_lines, here_lines = ([each for each in ended.out.split("\n") if each] for ended in (there, here))
        assert sorted("".join(sorted(there_lines))) == sorted("".join(sorted(here_lines)))
    else:
        assert there.out == here.out


def test_both_answers_are_for_one_moment_and_one_revision(avtalt):
    told = json.loads(
        avtalt(
            "price", str(EXAMPLES / "physiotherapy.json"), "--against-date", "2026-07-01", "--embedded", "--json"
        ).out
    )
    assert told["before"]["basis"] == told["after"]["basis"]


DIARY = cases("""
    case                        | arguments                                 | shown
    how many                    | --against-date 2026-06-30                 | Bookings with another answer on 2026-06-30: 6 of 8
    old and new                 | --against-date 2026-06-30                 | d-6 2026-09-15 10:30 not covered → covered - → 190 0 → 137
    the reason that went        | --against-date 2026-06-30                 | - HPR 9000005 has no municipal funding contract on 15 September 2026
    the reason that came        | --against-date 2026-06-30                 | + The requisition is dated 1 September 2026, after the treatment on 30 June 2026.
    the sums of all             | --against-date 2026-06-30                 | as asked 947 975 on 2026-06-30 750 1018
    one that was rejected       | --against-revision 0                      | d-5 2026-09-15 10:00 rejected → not decided once the bill is corrected → - - -
    none                        | --against-date 2026-09-15                 | Bookings with another answer on 2026-09-15: 0 of 8
    another length              | --against-minutes 60                      | fee codes (line 1): A8a, F1, 2 x A8b → A8a, F1, 4 x A8b
    before anything was known   | --against-revision 0                      | rests on revision 0
""")


@pytest.mark.parametrize("row", DIARY)
def test_a_diary_against_another(row, avtalt):
    ended = avtalt("price", str(EXAMPLES / "diary.csv"), *row["arguments"].split(), "--embedded", "--language", "en")
    assert ended.code == 0
    assert row["shown"] in " ".join(ended.out.split())


def test_a_diary_with_another_provider(avtalt):
    """Those who were not covered before are as they were."""
    ask = ("price", str(EXAMPLES / "diary.jsonl"), "--embedded", "--language", "en")
    told = " ".join(avtalt(*ask, "--against-provider", "9000002").out.split())
    assert "Bookings with another answer with 9000002: 2 of 3" in told
    assert "d-1 2026-09-15 08:00 covered → not covered" in told


def test_json_has_only_the_bookings_that_differ(avtalt):
    ask = ("price", str(EXAMPLES / "diary.csv"), "--embedded", "--json", *MOMENT)
    told = [json.loads(line) for line in avtalt(*ask, "--against-date", "2026-06-30").out.splitlines()]
    assert [each["line"] for each in told] == [2, 4, 6, 7, 9, 10]
    assert {"what": "OUTCOME", "subject": "", "before": "NOT_COVERED", "after": "APPROVED"} in told[3]["differences"]
    alone = {each["line"]: each for each in map(json.loads, avtalt(*ask).out.splitlines())}
    assert told[3]["before"]["decision"] == alone[7]["decision"]


@pytest.mark.parametrize("how", [("--embedded",), ()], ids=["embedded", "server"])
def test_a_place_is_that_in_the_whole_file_also_after_what_cannot_be_read(how, avtalt, tmp_path, demo_target):
    """On both sides, whether a row is unreadable, refused by the server, or refused on one side only."""
    path = tmp_path / "diary.csv"
    rows = (
        "bad;no day;9000001;A3a;",
        "refused;2026-09-15;9000001;A3a;2026-09-20",
        "born;2026-09-15;9000001;A3a;2026-08-01",
        "also-bad;2026-09-15;9000001;Nordmann;",
        "other;2026-09-15;9000005;A3a;1980-01-01",
    )
    path.write_text("\n".join(("booking;date;hpr_number;fee_codes;birth_date", *rows)), encoding="utf-8")
    ask = ("price", str(path), "--against-date", "2026-06-30", "--json", *(how or ("--target", demo_target)))
    told = [json.loads(line) for line in avtalt(*ask).out.splitlines()]
    places = [(each["line"], each["before"]["claimNumber"], each["after"]["claimNumber"]) for each in told]
    assert places == [(4, 3, 3), (6, 5, 5)]
    assert [each["after"].get("decision", {}).get("claimId") for each in told] == [None, "other"]


def test_a_booking_that_cannot_be_read_on_one_side_differs(avtalt, tmp_path):
    """A patient born after the other day is no patient then; what cannot be read at all is told and not compared."""
    path = tmp_path / "diary.csv"
    rows = (
        "born;2026-09-15;9000001;A3a;2026-08-01",
        "bad;no day;9000001;A3a;",
        "same;2026-09-15;9000001;A3a;1980-01-01",
    )
    path.write_text("\n".join(("booking;date;hpr_number;fee_codes;birth_date", *rows)), encoding="utf-8")
    ended = avtalt("price", str(path), "--against-date", "2026-07-15", "--embedded", "--language", "en")
    told = " ".join(ended.out.split())
    assert ended.code == 1
    assert "Bookings with another answer on 2026-07-15: 1 of 3" in told
    assert "born 2026-09-15 covered → not read" in told
    assert "Could not be read: bad: line 3: date is not a day" in told


@pytest.fixture(scope="module")
def dearer(tmp_path_factory) -> Path:
    """A folder of tariffs in which A3a costs the patient ten kroner more now."""
    folder = tmp_path_factory.mktemp("tariffs") / "dearer"
    shutil.copytree(SHIPPED, folder)
    path = folder / "physiotherapy.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows:
        if row[0] in ("A3a", "A3at") and not row[2]:  # an intern's code follows the ordinary one
            row[3], row[5] = str(int(row[3]) + 10), str(int(row[5]) + 10)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return folder


def test_a_diary_with_other_tariffs(dearer, avtalt):
    """Only those who pay for A3a themselves pay ten kroner more, whichever side the folder is on."""
    ask = ("price", str(EXAMPLES / "diary.csv"), "--embedded", "--language", "en")
    new = " ".join(avtalt(*ask, "--against-tariffs", str(dearer)).out.split())
    assert "with the tariffs in" in new
    assert "d-1 2026-09-15 08:00 covered 236 → 246" in new
    assert "d-3 2026-09-15" not in new
    old = " ".join(avtalt(*ask, "--tariffs", str(dearer), "--against-tariffs", str(SHIPPED)).out.split())
    assert "d-1 2026-09-15 08:00 covered 246 → 236" in old


USAGE = cases("""
    case                      | arguments                                                       | told
    no day                    | physiotherapy.json --against-date 30.06.2026                    | is not a day written YYYY-MM-DD
    a day of none             | physiotherapy.json --against-date 2026-02-30                    | is not a day written YYYY-MM-DD
    two states                | physiotherapy.json --against-revision 1 --against-known-at 2026-09-15T08:00:00Z | give only one of them
    no moment                 | physiotherapy.json --against-known-at yesterday --embedded      | it is a moment with its zone
    an authority of none      | physiotherapy.json --against-authority mine                     | it is default or regulation
    no length to change       | physiotherapy.json --against-minutes 40 --embedded              | only a plainly described treatment has a length
    no length in a diary      | diary.jsonl --against-minutes 0                                 | greater than or equal to 1
    tariffs of a server       | physiotherapy.json --against-tariffs folder                     | use it together with --embedded
    explained                 | physiotherapy.json --against-date 2026-07-01 --explain          | two answers are told by their differences
""")


@pytest.mark.parametrize("row", USAGE)
def test_wrong_usage_ends_with_2(row, avtalt):
    name, *options = row["arguments"].split()
    ended = avtalt("price", str(EXAMPLES / name), *options, "--language", "en")
    assert (ended.code, ended.out) == (2, "")
    assert row["told"] in ended.told


def test_as_known_then_is_what_was_answered_then(avtalt, new_database):
    """A correction changes the answer now; beside it stands the answer that was given before it, to the letter."""
    from registry.demo.generator import demo_records
    from registry.store import Store

    url = new_database("sqlite")
    store = Store(url)
    then = store.write(demo_records(), note="demo").record_time.isoformat().replace("+00:00", "Z")
    (contract,) = [
        record
        for record in demo_records()
        if getattr(record, "hpr_number", "") == "9000001" and getattr(record, "kind", "") == "MUNICIPAL_FUNDING"
    ]
    from dataclasses import replace
    from datetime import date

    from registry.period import Period

    store.write([replace(contract, period=Period(contract.period.first_date, date(2026, 8, 31)))], note="it ended")
    store.close()
    ask = ("price", str(EXAMPLES / "physiotherapy.json"), "--embedded", "--database", url, "--json")
    told = json.loads(avtalt(*ask, "--against-known-at", then).out)
    assert [told[side]["outcome"] for side in ("before", "after")] == ["OUTCOME_NOT_COVERED", "OUTCOME_APPROVED"]
    given_then = json.loads(avtalt(*ask, "--known-at", then, "--evaluated-at", then).out)["decision"]
    assert told["after"] == given_then
