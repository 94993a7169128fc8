"""Pages of a listing: whole, in order and from one revision, whatever is written meanwhile."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

import pytest

from avtalt.v1.provider_directory_service_pb2 import ListProvidersRequest
from registry.revisions import Revision
from registry.snapshot import Snapshot
from service.errors import ServiceError
from service.rpc import listing_handlers
from service.rpc.context import Context
from service.rpc.listing import _seal, read_token
from service.rpc.listing import read_options as read_options_of
from service.rpc.listing_handlers import handle_list_providers
from tests.rpc.notation import read_options, write_request
from tests.rpc.story import LAST, MOMENT, basis_of
from tests.tables import cases

SIZES = cases("""
    case                      | size | pages
    one by one                | 1    | 8
    two by two                | 2    | 4
    the last page is half full | 3   | 3
    exactly one page          | 8    | 1
    more than there are       | 1000 | 1
    without a size            | 0    | 1
""")
BETWEEN = cases("""
    case                                | method            | what
    somebody new comes in between       | RegisterProvider  | 900003; competence PHYSIOTHERAPIST 2010-01-01..; affiliation 1000000021 SELF_EMPLOYED 2017-01-01..
    a contract ends                     | EndAgreement      | F-6 2019-12-31
    one who is to come works no more    | RecordAffiliation | withdraw 9000008; 1000000081 MUNICIPAL_EMPLOYEE 2017-01-01..
    a practice moves away               | RecordPractice    | 1000000041 FYNO 5610
""")
OTHER_SEARCHES = cases("""
    case                  | field             | value
    another day           | treatment_date    | 2026-09-16
    another discipline    | discipline        | 2
    another municipality  | municipality_code | 0301
    another competence    | competence        | 1
    another name          | name              | provider
    also unknown          | include_unknown   | 1
    reimbursable          | reimbursable      | 1
""")
LATER = cases("""
    case                             | minutes | seconds | moment told | good
    at once                          | 0       | 0       |             | yes
    at the end of the hour           | 60      | 0       |             | yes
    a second later                   | 60      | 1       |             | no
    the next day                     | 1440    | 0       |             | no
    the next day, the moment told    | 1440    | 0       | yes         | yes
    from a clock that is behind      | -5      | 0       |             | yes
""")
NOW = datetime(2026, 9, 15, 8, tzinfo=UTC)


def search(**other) -> ListProvidersRequest:
    request = ListProvidersRequest(discipline=1, treatment_date="2026-09-15", **other)  # type: ignore[arg-type]
    request.read.CopyFrom(read_options(f"exact_revision={LAST} evaluated_at={MOMENT}"))
    return request


def pages(server, request, between=lambda: None):
    """All pages, with something done between them."""
    found = [server.call("ListProviders", request)]
    while found[-1].next_page_token:
        between()
        request.page_token = found[-1].next_page_token
        found.append(server.call("ListProviders", request))
    return found


def keys(found):
    return [(each.hpr_number, each.practice_id) for page in found for each in page.providers]


@pytest.mark.parametrize("row", SIZES)
def test_the_pages_together_are_the_listing(row, served):
    """No page is larger than asked for, none but the last says that there are no more, and none is empty."""
    found = pages(served.server, search(page_size=int(row["size"])))
    assert len(found) == int(row["pages"])
    assert all(0 < len(page.providers) <= (int(row["size"]) or 100) for page in found)
    assert keys(found) == keys(pages(served.later, search()))


@pytest.mark.parametrize("row", BETWEEN)
def test_what_is_written_between_pages_changes_none_of_them(row, served):
    """All pages are from the revision and the moment of the first, with nobody twice and nobody lost."""
    request = ListProvidersRequest(discipline=1, treatment_date="2026-09-15", page_size=1_000)  # type: ignore[arg-type]
    whole = served.server.call("ListProviders", request)
    writes = chain([(row["method"], row["what"])], repeat(("RecordPractice", "1000000021 FYMT 0301")))

    def write():
        method, what = next(writes)
        served.server.write(method, write_request(method, what))

    request.page_size = len(whole.providers) // 4
    found = pages(served.server, request, write)
    assert len(found) > 3
    assert keys(found) == keys([whole])
    assert {page.basis.revision for page in found} == {whole.basis.revision}
    assert len({page.basis.evaluated_at.ToNanoseconds() for page in found}) == 1
    assert keys(pages(served.server, search(page_size=3))) == keys(pages(served.later, search()))


def test_another_process_goes_on_with_a_listing(served):
    """A token is good at every server of the register."""
    first = served.server.call("ListProviders", search(page_size=3))
    rest = served.later.call("ListProviders", search(page_size=100, page_token=first.next_page_token))
    assert keys([first, rest]) == keys(pages(served.server, search()))


def test_a_page_is_from_the_state_of_the_first_whatever_is_asked_for(served):
    """What a further request says of the state of the register is left out of account."""
    first = served.server.call("ListProviders", search(page_size=3))
    request = search(page_size=100, page_token=first.next_page_token)
    request.read.CopyFrom(read_options("exact_revision=1 evaluated_at=2020-01-01T00:00:00Z"))
    assert basis_of(served.server.call("ListProviders", request)) == first.basis


def test_a_page_asks_for_the_tariff_and_the_rules_of_the_first(served):
    """A server that has others by now refuses to go on, in place of mixing two."""
    basis = served.server.call("ListProviders", first := search(page_size=3)).basis
    first.page_token = served.server.call("ListProviders", first).next_page_token
    asked = read_options_of(first)
    assert (asked.tariff_digest, asked.rules_version) == (basis.tariff_digest, basis.rules_version)


@pytest.mark.parametrize("row", OTHER_SEARCHES)
def test_a_token_is_good_for_its_own_search_only(row, served):
    """With other words the token is refused."""
    token = served.server.call("ListProviders", search(page_size=3)).next_page_token
    request = search(page_token=token)
    value = row["value"] if row["field"] in ("treatment_date", "municipality_code", "name") else int(row["value"])
    setattr(request, row["field"], value)
    refusal = served.server.refused("ListProviders", request)
    assert (refusal.status, refusal.reason) == ("INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
    assert refusal.metadata == {"field": "page_token"}


def test_a_token_that_was_changed_anywhere_is_refused(served):
    """One character more, less or other, and the token is none; nor is anything else that was made up."""
    token = served.server.call("ListProviders", search(page_size=3)).next_page_token
    others = ("A" if each != "A" else "B" for each in token)
    changed = [token[:place] + other + token[place + 1 :] for place, other in enumerate(others)]
    for each in changed:
        with pytest.raises(ServiceError, match="PAGE_TOKEN_INVALID"):
            read_token(search(page_token=each))
    made_up = [token + "=", token[1:], token + token, "?", "øre", "AAAA", "W10=", "x" * 10_000, changed[0], changed[-1]]
    refusals = [served.server.refused("ListProviders", search(page_token=each)) for each in made_up]
    assert {(each.status, each.reason) for each in refusals} == {("INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")}


@pytest.mark.parametrize("body", ["[]", "[" * 100_000, "{}", "1", '["1"]', "[99999999999, 1, 1, 1, 1, 1]", "[NaN]"])
def test_a_token_that_was_made_up_with_the_right_seal_is_refused(body):
    """Whatever stands in it, it is no failure of the server."""
    token = urlsafe_b64encode(_seal(search(), body.encode()) + body.encode()).decode()
    with pytest.raises(ServiceError, match="PAGE_TOKEN_INVALID"):
        read_token(search(page_token=token))


def in_memory(snapshot_of, tariffs) -> Context:
    return Context(snapshot_of, tariffs, NOW)


@pytest.mark.parametrize("row", LATER)
def test_a_token_is_good_for_an_hour(row, demo_snapshot, tariffs):
    """Sixty minutes after the listing began it is good, a second later it has expired, unless the moment is told."""
    context = in_memory(demo_snapshot, tariffs)
    request = search(page_size=1)
    if not row["moment told"]:
        request.read.ClearField("evaluated_at")
    request.page_token = handle_list_providers(request, context, NOW).next_page_token
    later = NOW + timedelta(minutes=int(row["minutes"]), seconds=int(row["seconds"]))
    if row["good"] == "yes":
        assert handle_list_providers(request, context, later).providers
        return
    with pytest.raises(ServiceError) as caught:
        handle_list_providers(request, context, later)
    assert (caught.value.reason, caught.value.data) == ("PAGE_TOKEN_EXPIRED", {"field": "page_token", "minutes": "60"})


def test_a_call_that_has_judged_enough_ends_its_page(demo_snapshot, tariffs, monkeypatch):
    """Pages may then have few entries, also none, and are together still the whole listing."""
    context = in_memory(demo_snapshot, tariffs)
    manual_therapists = handle_list_providers(search(competence=2), context, NOW)
    monkeypatch.setattr(listing_handlers, "MOST_JUDGED", 2)
    request, found = search(competence=2), []
    while not found or request.page_token:
        found.append(handle_list_providers(request, context, NOW))
        request.page_token = found[-1].next_page_token
    assert any(not page.providers for page in found)
    assert keys(found) == keys([manual_therapists])


def test_an_empty_register_has_one_empty_page(tariffs):
    """There is nobody, and no token."""
    nobody = Snapshot.of((), Revision(0, NOW, ""))
    response = handle_list_providers(search(), in_memory(nobody, tariffs), NOW)
    assert (list(response.providers), response.next_page_token) == ([], "")
