"""The moment an answer is given for decides how old the register's sources are."""

import pytest

from avtalt.v1.agreement_pb2 import Verdict
from avtalt.v1.coverage_pb2 import CoverageKind
from avtalt.v1.reason_code_pb2 import ReasonCode
from avtalt.v1.registry_service_pb2 import ListCoverageRequest
from tests.rpc.notation import read_options
from tests.rpc.story import LAST, MOMENT, question
from tests.tables import cases, rows

# The coverage of 1103 was confirmed on 2026-09-01 and may be 30 days old.
MOMENTS = cases("""
    case                              | evaluated_at                | treatment_date | verdict | stale
    the day it was confirmed          | 2026-09-01T12:00:00Z        | 2026-11-01     | HELD    | no
    the last fresh day                | 2026-10-01T00:00:00Z        | 2026-11-01     | HELD    | no
    its last moment                   | 2026-10-01T23:59:59.999999Z | 2026-11-01     | HELD    | no
    the day after                     | 2026-10-02T00:00:00Z        | 2026-11-01     | UNKNOWN | yes
    long after                        | 2030-01-01T00:00:00Z        | 2026-11-01     | UNKNOWN | yes
    a day before the confirmation     | 2030-01-01T00:00:00Z        | 2026-08-31     | HELD    | yes
    the day of the confirmation       | 2030-01-01T00:00:00Z        | 2026-09-01     | HELD    | yes
    the day after the confirmation    | 2030-01-01T00:00:00Z        | 2026-09-02     | UNKNOWN | yes
    in another zone it is still fresh | 2026-10-02T01:30:00+02:00   | 2026-11-01     | HELD    | no
""")
STORY_COVERAGE = rows("""
    kind                      | area | first_date | fresh_until | stale | agreements
    AUTHORISATION             | NO   | 2010-01-01 |             | no    | 0
    DIRECT_SETTLEMENT         | NO   | 2017-01-01 |             | no    | 11
    MUNICIPAL_FUNDING         | 0301 | 2017-01-01 |             | no    | 3
    MUNICIPAL_FUNDING         | 1103 | 2017-01-01 | 2026-10-01  | yes   | 1
    REGIONAL_HEALTH_AUTHORITY | NO   | 2017-01-01 |             | no    | 3
""")
FILTERS = cases("""
    case                   | kind              | area | found
    all                    |                   |      | 5
    one kind               | MUNICIPAL_FUNDING |      | 2
    one area               |                   | NO   | 3
    one kind and area      | MUNICIPAL_FUNDING | 1103 | 1
    nothing is known there | MUNICIPAL_FUNDING | 5610 | 0
    no area at all         |                   | 9999 | 0
""")


def yes(value: bool) -> str:
    return "yes" if value else "no"


def listed(server, read, **of):
    return server.call("ListCoverage", ListCoverageRequest(read=read_options(read), **of)).coverages


@pytest.mark.parametrize("row", MOMENTS)
def test_a_source_is_relied_on_until_it_is_too_old(row, served):
    """Past its age a source says nothing of later days; verdict, price and coverage all go by the same moment."""
    read = f"exact_revision={LAST} evaluated_at={row['evaluated_at']}"
    ask = question("VerifyMunicipalFundingContract", read_options(read), '{"provider": {"hprNumber": "9000004"}}')
    ask.treatment_date = row["treatment_date"]
    finding = served.server.call("VerifyMunicipalFundingContract", ask).finding
    assert Verdict.Name(finding.verdict) == f"VERDICT_{row['verdict']}"
    reasons = [ReasonCode.Name(reason.code) for reason in finding.reasons]
    assert reasons == ([] if row["verdict"] == "HELD" else ["REASON_CODE_REGISTER_NOT_REFRESHED"])
    price = question("PriceClaim", read_options(read))
    price.claim.treatment_date = row["treatment_date"]
    price.claim.performer.hpr_number, price.claim.performer.practice_id = "9000004", "1000000041"
    funding = [each for each in served.server.call("PriceClaim", price).decision.findings if each.requirement == 3]
    assert [Verdict.Name(each.verdict) for each in funding] == [f"VERDICT_{row['verdict']}"]
    (state,) = listed(served.server, read, area="1103")
    assert (state.fresh_until, yes(state.stale)) == ("2026-10-01", row["stale"])


def test_without_a_moment_the_clock_of_the_server_decides(served):
    """An answer without a moment says which one it was given for, and given for that again it is the same."""
    first = served.server.call("ListCoverage", ListCoverageRequest(read=read_options(f"exact_revision={LAST}")))
    assert first.basis.HasField("evaluated_at")
    again = ListCoverageRequest(read=read_options(f"exact_revision={LAST}"))
    again.read.evaluated_at.CopyFrom(first.basis.evaluated_at)
    assert served.later.call("ListCoverage", again) == first


def test_coverage_is_listed_with_its_age_and_what_it_covers(served):
    """By kind, area and first day, with the last fresh day and the number of agreements on record there."""
    found = listed(served.later, f"exact_revision={LAST} evaluated_at=2030-01-01T00:00:00Z")
    assert [
        {
            "kind": CoverageKind.Name(each.coverage.kind).removeprefix("COVERAGE_KIND_"),
            "area": each.coverage.area,
            "first_date": each.coverage.first_date,
            "fresh_until": each.fresh_until,
            "stale": yes(each.stale),
            "agreements": str(each.agreements),
        }
        for each in found
    ] == STORY_COVERAGE


@pytest.mark.parametrize("row", FILTERS)
def test_coverage_is_listed_by_kind_and_area(row, served):
    """Only what is asked for; an area that is on record nowhere has none."""
    kind = CoverageKind.Value(f"COVERAGE_KIND_{row['kind'] or 'UNSPECIFIED'}")
    assert len(listed(served.server, f"exact_revision={LAST}", kind=kind, area=row["area"])) == int(row["found"])


def test_before_anything_was_recorded_nothing_is_covered(served):
    """The register of revision 0 is complete for nothing."""
    assert not listed(served.server, f"exact_revision=0 evaluated_at={MOMENT}")


def test_an_unknown_kind_of_coverage_is_refused(server):
    """A number that the contract does not know is named."""
    refusal = server.refused("ListCoverage", ListCoverageRequest(kind=99))  # type: ignore[arg-type]
    assert (refusal.reason, refusal.field) == ("UNKNOWN_ENUM_VALUE", "kind")
