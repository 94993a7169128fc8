"""Two agreements of one kind, holder and practice on one day: refused with name and days, or given other days."""

import pytest

from avtalt.v1.registry_service_pb2 import GetRevisionRequest
from tests.tables import cases

# On record is F-{hpr}: FUNDING 0301 {hpr}@{practice} 2017-01-01..2023-12-31
NEW = cases("""
    case                           | days                   | refused  | left of the first                    | with correction
    the day after its last         | 2024-01-01..           |          | 2017-01-01..2023-12-31               |
    the day before its first       | ..2016-12-31           |          | 2017-01-01..2023-12-31               |
    its last day                   | 2023-12-31..           | OVERLAPS | 2017-01-01..2023-12-30               |
    its first day                  | ..2017-01-01           | OVERLAPS | 2017-01-02..2023-12-31               |
    from its first day             | 2017-01-01..2020-12-31 | OVERLAPS | 2021-01-01..2023-12-31               |
    until its last day             | 2020-01-01..2023-12-31 | OVERLAPS | 2017-01-01..2019-12-31               |
    all but its first day          | 2017-01-02..2024-12-31 | OVERLAPS | 2017-01-01..2017-01-01               |
    the same days                  | 2017-01-01..2023-12-31 | OVERLAPS | nothing                              |
    all its days and more          | 2016-12-31..2024-01-01 | OVERLAPS | nothing                              |
    all days                       | ..                     | OVERLAPS | nothing                              |
    days inside it                 | 2020-01-01..2020-12-31 | OVERLAPS | two parts                            | WOULD_BE_SPLIT
    all but its first and last day | 2017-01-02..2023-12-30 | OVERLAPS | two parts                            | WOULD_BE_SPLIT
""")
ELSEWHERE = cases("""
    case                 | what
    another practice     | F2-{hpr} FUNDING 0301 {hpr}@1000000021 2020-01-01..
    all practices        | F2-{hpr} FUNDING 0301 {hpr} 2020-01-01..
    another holder       | F2-{hpr} FUNDING 0301 9000002@{practice} 2020-01-01..
    another kind         | S2-{hpr} SETTLEMENT HELFO {hpr} 2020-01-01..
""")
OTHER = {"OVERLAPS": "AGREEMENT_OVERLAPS", "WOULD_BE_SPLIT": "AGREEMENT_WOULD_BE_SPLIT"}


def newest(server):
    return server.call("GetRevision", GetRevisionRequest()).revision.revision


def said_of_the_first(newcomer) -> dict[str, str]:
    """What an error says of the agreement that is in the way."""
    first = {"other_agreement_id": f"F-{newcomer.hpr}", "first_date": "2017-01-01", "last_date": "2023-12-31"}
    return {"agreement_id": f"F2-{newcomer.hpr}", **first}


def refuse(server, newcomer, request, reason):
    """The write is refused, also as a dry run, and names the other agreement and its days."""
    before = newest(server)
    for request.write.validate_only in (False, True):
        refusal = server.refused("RecordAgreement", request)
        assert (refusal.status, refusal.reason) == ("FAILED_PRECONDITION", OTHER[reason])
        assert refusal.metadata == said_of_the_first(newcomer)
        assert all(value in refusal.text for value in said_of_the_first(newcomer).values())
    assert newest(server) == before


@pytest.mark.parametrize("row", NEW)
def test_an_agreement_that_overlaps_is_refused(row, newcomer, server):
    """Unless it has no day in common with the one on record, and unless told otherwise."""
    request = newcomer.request("RecordAgreement", "F2-{hpr} FUNDING 0301 {hpr}@{practice} " + row["days"])
    if not row["refused"]:
        assert not server.call("RecordAgreement", request).result.moved_agreements
        return
    for request.on_overlap in (0, 1):
        refuse(server, newcomer, request, row["refused"])


@pytest.mark.parametrize("row", NEW)
def test_an_agreement_in_the_way_keeps_its_other_days(row, newcomer, server):
    """It is moved or withdrawn as told in the answer; one that would be cut in two is refused all the same."""
    request = newcomer.request("RecordAgreement", "F2-{hpr} FUNDING 0301 {hpr}@{practice} " + row["days"])
    request.on_overlap = 2
    if row["with correction"]:
        refuse(server, newcomer, request, row["with correction"])
        return
    result = server.call("RecordAgreement", request).result
    left = row["left of the first"]
    believed = [line for line in newcomer.believed() if line.startswith("agreement F-")]
    assert believed == ([] if left == "nothing" else [f"agreement F-{{hpr}} {left}"])
    moved = [f"{each.first_date}..{each.last_date}" for each in result.moved_agreements]
    assert moved == ([left] if row["refused"] and left != "nothing" else [])
    gone = [f"{each.first_date}..{each.last_date}" for each in result.withdrawn_agreements]
    assert gone == (["2017-01-01..2023-12-31"] if left == "nothing" else [])
    assert result.recorded == 1 + len(moved)
    assert "agreement F-{hpr} 2017-01-01..2023-12-31" in newcomer.believed(result.revision - 1)


@pytest.mark.parametrize("row", ELSEWHERE)
def test_agreements_for_different_things_may_hold_on_the_same_days(row, newcomer, server):
    """Only kind, holder and practice together make two agreements one too many."""
    assert server.call("RecordAgreement", newcomer.request("RecordAgreement", row["what"])).result.recorded == 1


def test_an_open_end_is_told_in_words(newcomer, server):
    """The sentence about an agreement without a last day is a sentence too."""
    request = newcomer.request("RecordAgreement", "S2-{hpr} SETTLEMENT HELFO {hpr}@{practice} 2020-01-01..")
    assert "(first day: 2017-01-01, last day: nothing)" in server.refused("RecordAgreement", request).text


def test_a_correction_makes_room_as_well(newcomer, server):
    """Also for an agreement that is corrected another one can be moved, and only if that was asked for."""
    server.call(
        "RecordAgreement", newcomer.request("RecordAgreement", "F2-{hpr} FUNDING 0301 {hpr}@{practice} 2024-01-01..")
    )
    request = newcomer.request("CorrectAgreement", "F2-{hpr} FUNDING 0301 {hpr}@{practice} 2023-06-01..")
    assert server.refused("CorrectAgreement", request).metadata == said_of_the_first(newcomer)
    request.on_overlap = 2
    result = server.call("CorrectAgreement", request).result
    assert [each.last_date for each in result.moved_agreements] == ["2023-05-31"]
    assert result.recorded == 2


def test_several_in_the_way_are_told_in_the_order_of_their_names(newcomer, server):
    """Moved and withdrawn ones each in their order, on every database."""
    for name, days in (
        ("C", "2015-01-01..2015-12-31"),
        ("B", "2014-01-01..2014-12-31"),
        ("D", "2016-01-01..2016-12-31"),
    ):
        server.call(
            "RecordAgreement",
            newcomer.request("RecordAgreement", f"{name}-{{hpr}} FUNDING 0301 {{hpr}}@{{practice}} {days}"),
        )
    request = newcomer.request("RecordAgreement", "X-{hpr} FUNDING 0301 {hpr}@{practice} 2014-06-01..2018-12-31")
    request.on_overlap = 2
    result = server.call("RecordAgreement", request).result
    assert [each.agreement_id[0] for each in result.moved_agreements] == ["B", "F"]
    assert [each.agreement_id[0] for each in result.withdrawn_agreements] == ["C", "D"]


def test_two_in_one_call_may_not_overlap_either(newcomer, server):
    """A new provider whose own agreements overlap is refused."""
    request = newcomer.request(
        "RegisterProvider",
        "8{hpr}; agreement X-{hpr} SETTLEMENT HELFO 8{hpr} 2017-01-01..; agreement Y-{hpr} SETTLEMENT HELFO 8{hpr} 2018-01-01..",
    )
    refusal = server.refused("RegisterProvider", request)
    assert refusal.reason == "AGREEMENT_OVERLAPS"
    both = {refusal.metadata["agreement_id"], refusal.metadata["other_agreement_id"]}
    assert both == {f"X-{newcomer.hpr}", f"Y-{newcomer.hpr}"}
