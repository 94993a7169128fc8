"""The verifications, asked of a real server: what a provider holds on the borders of its agreements."""

import pytest

from avtalt.v1 import agreement_service_pb2 as messages
from avtalt.v1.agreement_pb2 import Finding, Requirement, Verdict
from avtalt.v1.agreement_service_pb2 import FundingRoute, ManualTherapistRightKind
from avtalt.v1.claim_pb2 import ClaimPerformer
from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.notice_code_pb2 import NoticeCode
from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from avtalt.v1.reason_code_pb2 import ReasonCode
from avtalt.v1.tariff_service_pb2 import GetFeeRequest, ListFeesRequest
from tests.tables import cases

SETTLEMENT = cases("""
    case                                      | provider           | day        | verdict  | until      | reason
    held, open end                            | 9000001            | 2026-09-15 | HELD     |            |
    held, the first day                       | 9000020            | 2021-01-01 | HELD     |            |
    the day before the first day              | 9000020            | 2020-12-31 | NOT_HELD | 2020-12-31 | AGREEMENT_STARTS_LATER
    starts next month                         | 9000006            | 2026-09-15 | NOT_HELD | 2026-09-30 | AGREEMENT_STARTS_LATER
    never held                                | 9000004            | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD
    an intern settles by the contract holder  | 9000013            | 2026-09-15 | HELD     |            |
    an employee settles by the municipality   | 9000008            | 2026-09-15 | HELD     |            |
    an intern, the holder's last day          | 9000042            | 2022-11-30 | HELD     | 2022-11-30 |
    an intern, the day after                  | 9000042            | 2022-12-01 | NOT_HELD |            | AGREEMENT_LAPSED
    a locum has the holder's in no case       | 9000044            | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD
    an employee settles by an own agreement   | 9000046            | 2026-09-15 | HELD     |            |
    an employee without any                   | 9000047            | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD
    a teacher by an own agreement             | 9000022            | 2026-09-15 | HELD     |            |
    an organisation                           | 310000027          | 2026-09-15 | HELD     |            |
    an organisation without                   | 310000051          | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD
    before anything is complete               | 9000004            | 2016-12-31 | UNKNOWN  |            | AGREEMENT_UNKNOWN
    a provider nobody has heard of            | 9999999            | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD
""")
FUNDING = cases("""
    case                                      | provider           | day        | verdict  | route               | until      | reason
    contract                                  | 9000001            | 2026-09-15 | HELD     | CONTRACT            |            |
    contract, the last day                    | 9000005            | 2026-06-30 | HELD     | CONTRACT            | 2026-06-30 |
    contract, the day after                   | 9000005            | 2026-07-01 | NOT_HELD |                     |            | AGREEMENT_LAPSED
    no contract                               | 9000002            | 2026-09-15 | NOT_HELD |                     |            | AGREEMENT_NOT_HELD
    employed by the municipality              | 9000008            | 2026-09-15 | HELD     | EMPLOYMENT          |            |
    locum, the last day                       | 9000015            | 2026-12-31 | HELD     | LOCUM               |            |
    intern                                    | 9000013            | 2026-09-15 | HELD     | INTERN              |            |
    education candidate                       | 9000019            | 2026-09-15 | HELD     | EDUCATION_CANDIDATE |            |
    teacher                                   | 9000022            | 2026-09-15 | HELD     | TEACHER             |            |
    locum, the holder's last day              | 9000043            | 2022-10-31 | HELD     | LOCUM               | 2022-10-31 |
    locum, the day after                      | 9000043            | 2022-11-01 | NOT_HELD |                     |            | AGREEMENT_LAPSED
    intern, the holder's last day             | 9000042            | 2022-10-31 | HELD     | INTERN              | 2022-10-31 |
    intern, the day after                     | 9000042            | 2022-11-01 | NOT_HELD |                     |            | AGREEMENT_LAPSED
    two practices, the one with contract      | 9000007@1000000071 | 2026-09-15 | HELD     | CONTRACT            |            |
    two practices, the one without            | 9000007@1000000072 | 2026-09-15 | NOT_HELD |                     |            | AGREEMENT_NOT_HELD
    a municipality that was never told about  | 9000017            | 2026-09-15 | UNKNOWN  |                     |            | AGREEMENT_UNKNOWN
""")
REGIONS = cases("""
    case                                      | provider           | discipline | day        | verdict  | regions   | reason
    contract with a region                    | 310000027          | RADIOLOGY  | 2026-09-15 | HELD     | 991324968 |
    contract with another region              | 310000035          | RADIOLOGY  | 2026-09-15 | HELD     | 983658725 |
    contract for the other discipline         | 310000027          | LABORATORY | 2026-09-15 | NOT_HELD |           | AGREEMENT_NOT_HELD
    both disciplines                          | 310000108          | LABORATORY | 2026-09-15 | HELD     | 991324968 |
    no contract                               | 310000043          | RADIOLOGY  | 2026-09-15 | NOT_HELD |           | AGREEMENT_NOT_HELD
    the last day                              | 310000094          | LABORATORY | 2025-12-31 | HELD     | 991324968 |
    the day after                             | 310000094          | LABORATORY | 2026-01-01 | NOT_HELD |           | AGREEMENT_LAPSED
""")
MANUAL_THERAPISTS = cases("""
    case                                      | provider | day        | verdict  | right from | right to   | until      | reason
    authorised, rights since the competence   | 9000009  | 2026-09-15 | HELD     | 2012-01-01 |            |            |
    before the authorisation, by competence   | 9000009  | 2022-12-31 | HELD     | 2012-01-01 | 2023-12-31 | 2023-12-31 |
    extra competence: before the profession   | 9000029  | 2022-12-31 | HELD     | 2012-01-01 | 2024-01-01 | 2024-01-01 |
    extra competence: the first day of it     | 9000029  | 2023-01-01 | HELD     | 2012-01-01 | 2024-01-01 | 2024-01-01 |
    extra competence: the last day            | 9000029  | 2024-01-01 | HELD     | 2012-01-01 | 2024-01-01 | 2024-01-01 |
    extra competence: the day after           | 9000029  | 2024-01-02 | NOT_HELD |            |            |            | MANUAL_THERAPIST_NOT_HELD
    right to A8 of 2015 is no such right      | 9000026  | 2017-12-31 | NOT_HELD |            |            | 2017-12-31 | MANUAL_THERAPIST_NOT_HELD
    the same the day after it                 | 9000026  | 2018-01-01 | NOT_HELD |            |            |            | MANUAL_THERAPIST_NOT_HELD
    from another EEA state                    | 9000023  | 2026-09-15 | NOT_HELD |            |            | 2026-12-31 | MANUAL_THERAPIST_NOT_HELD
    registered yesterday: the day before      | 9000010  | 2026-09-13 | NOT_HELD |            |            | 2026-09-13 | MANUAL_THERAPIST_NOT_HELD
    registered yesterday: the first day       | 9000010  | 2026-09-14 | HELD     | 2026-09-14 |            |            |
    an ordinary physiotherapist               | 9000001  | 2026-09-15 | NOT_HELD |            |            |            | MANUAL_THERAPIST_NOT_HELD
    nobody has heard of                       | 9999999  | 2026-09-15 | NOT_HELD |            |            |            | PROVIDER_NOT_IN_REGISTER
    before the register is complete           | 9000001  | 2009-12-31 | UNKNOWN  |            |            | 2009-12-31 | AUTHORISATION_UNKNOWN
""")
REIMBURSABILITY = cases("""
    case                                      | provider           | discipline    | day        | verdict  | until      | reason                 | notice
    all is held                               | 9000001            | PHYSIOTHERAPY | 2026-09-15 | HELD     |            |                        | NO_REFERRAL_NEEDED WHERE_TO_COMPLAIN PRICE_LIST_ON_DISPLAY
    no contract                               | 9000002            | PHYSIOTHERAPY | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD     | INFORM_BEFORE_TREATMENT
    nothing at all: both are told at once     | 9000004            | PHYSIOTHERAPY | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD     | INFORM_BEFORE_TREATMENT
    contract ends on the day itself           | 9000005            | PHYSIOTHERAPY | 2026-06-30 | HELD     | 2026-06-30 |                        |
    practice not told                         | 9000007            | PHYSIOTHERAPY | 2026-09-15 | UNKNOWN  |            | PRACTICE_NOT_TOLD      |
    before 2021 a receipt will do             | 9000003            | PHYSIOTHERAPY | 2020-12-31 | HELD     |            |                        |
    from 2021 it will not                     | 9000003            | PHYSIOTHERAPY | 2021-01-01 | NOT_HELD |            | AGREEMENT_NOT_HELD     | INFORM_BEFORE_TREATMENT
    municipality that was never told about    | 9000017            | PHYSIOTHERAPY | 2026-09-15 | UNKNOWN  |            | AGREEMENT_UNKNOWN      |
    EEA service, until it ends                | 9000023            | PHYSIOTHERAPY | 2026-09-15 | HELD     | 2026-12-31 |                        |
    EEA service, the day after                | 9000023@1000000231 | PHYSIOTHERAPY | 2027-01-01 | NOT_HELD |            | AUTHORISATION_NOT_HELD |
    until the approval of 2015 ends           | 9000027            | PHYSIOTHERAPY | 2026-09-15 | HELD     | 2026-12-31 |                        |
    the day after it                          | 9000027            | PHYSIOTHERAPY | 2027-01-01 | HELD     |            |                        |
    until the A2k approval ends               | 9000028            | PHYSIOTHERAPY | 2025-06-30 | HELD     | 2026-12-31 |                        |
    X-ray without contract                    | 310000043          | RADIOLOGY     | 2026-09-15 | NOT_HELD |            | AGREEMENT_NOT_HELD     | ASK_FOR_CONTRACTED_INSTITUTES
    laboratory                                | 310000078          | LABORATORY    | 2026-09-15 | HELD     |            |                        |
""")


def provider(text: str) -> ClaimPerformer:
    """A provider, with a practice after an at sign."""
    number, _, practice = text.partition("@")
    if len(number) == len("310000027"):
        return ClaimPerformer(organisation_number=number, practice_id=practice)
    return ClaimPerformer(hpr_number=number, practice_id=practice)


def check(row: dict[str, str], finding: Finding) -> None:
    """The verdict, its last day and its reason are the row's."""
    assert Verdict.Name(finding.verdict) == f"VERDICT_{row['verdict']}"
    if "until" in row:
        assert finding.valid_until == row["until"]
    codes = [ReasonCode.Name(reason.code).removeprefix("REASON_CODE_") for reason in finding.reasons]
    assert codes == ([row["reason"]] if row["reason"] else [])


@pytest.mark.parametrize("row", SETTLEMENT)
def test_direct_settlement(row, call):
    request = messages.VerifyDirectSettlementAgreementRequest(
        provider=provider(row["provider"]), treatment_date=row["day"]
    )
    check(row, call("VerifyDirectSettlementAgreement", request).finding)


@pytest.mark.parametrize("row", FUNDING)
def test_municipal_funding(row, call):
    request = messages.VerifyMunicipalFundingContractRequest(
        provider=provider(row["provider"]), treatment_date=row["day"]
    )
    response = call("VerifyMunicipalFundingContract", request)
    check({**row, "until": row["until"] or response.finding.valid_until}, response.finding)
    assert FundingRoute.Name(response.route) == f"FUNDING_ROUTE_{row['route'] or 'UNSPECIFIED'}"


@pytest.mark.parametrize("row", REGIONS)
def test_regional_contract(row, call):
    request = messages.VerifyRegionalHealthAuthorityContractRequest(
        provider=provider(row["provider"]),
        discipline=Discipline.Value(f"DISCIPLINE_{row['discipline']}"),
        treatment_date=row["day"],
    )
    response = call("VerifyRegionalHealthAuthorityContract", request)
    check(row, response.finding)
    assert " ".join(response.health_regions) == row["regions"]


@pytest.mark.parametrize("row", MANUAL_THERAPISTS)
def test_manual_therapist(row, call):
    request = messages.VerifyManualTherapistAuthorisationRequest(hpr_number=row["provider"], treatment_date=row["day"])
    response = call("VerifyManualTherapistAuthorisation", request)
    check(row, response.finding)
    if row["verdict"] != "HELD":
        assert not response.rights
        return
    kinds = [ManualTherapistRightKind.Name(right.kind).rpartition("KIND_")[2] for right in response.rights]
    assert kinds == ["REFER", "REQUISITION_IMAGING", "SICK_LEAVE"]
    assert {(right.first_date, right.last_date) for right in response.rights} == {(row["right from"], row["right to"])}
    assert [right.max_days for right in response.rights if right.HasField("max_days")] == [84]
    assert all(right.legal_basis.url for right in response.rights)


@pytest.mark.parametrize("row", REIMBURSABILITY)
def test_reimbursability(row, call):
    request = messages.VerifyReimbursabilityRequest(
        provider=provider(row["provider"]),
        discipline=Discipline.Value(f"DISCIPLINE_{row['discipline']}"),
        treatment_date=row["day"],
    )
    response = call("VerifyReimbursability", request)
    assert Verdict.Name(response.verdict) == f"VERDICT_{row['verdict']}"
    assert not row["until"] or response.valid_until == row["until"]
    codes = {ReasonCode.Name(reason.code).removeprefix("REASON_CODE_") for reason in response.reasons}
    assert set(row["reason"].split()) <= codes
    notices = {NoticeCode.Name(notice.code).removeprefix("NOTICE_CODE_") for notice in response.notices}
    assert set(row["notice"].split()) <= notices


def test_both_missing_agreements_are_told_at_once(call):
    """A provider without any agreement is told about each of them, with a notice for each."""
    request = messages.VerifyReimbursabilityRequest(
        provider=provider("9000004"), discipline=Discipline.DISCIPLINE_PHYSIOTHERAPY, treatment_date="2026-09-15"
    )
    response = call("VerifyReimbursability", request)
    missing = [finding.requirement for finding in response.findings if finding.verdict == Verdict.VERDICT_NOT_HELD]
    assert missing == [Requirement.REQUIREMENT_DIRECT_SETTLEMENT, Requirement.REQUIREMENT_MUNICIPAL_FUNDING]
    informed = [notice for notice in response.notices if notice.code == NoticeCode.NOTICE_CODE_INFORM_BEFORE_TREATMENT]
    assert [notice.data["agreement"] for notice in informed] == ["DIRECT_SETTLEMENT", "MUNICIPAL_FUNDING"]


def test_a_provider_is_given_with_all_that_is_recorded(call):
    """Competences, places of work and agreements of a provider, and where they come from."""
    found = call("GetProvider", GetProviderRequest(hpr_number="9000007")).provider
    assert [practice.practice_id for practice in found.practices] == ["1000000071", "1000000072"]
    assert len(found.agreements) == 3
    assert "synthetic" in found.source


def test_a_tariff_is_listed_with_its_gaps(call):
    """In the year whose table is not on record, six codes are listed and the gap is said in words."""
    request = ListFeesRequest(discipline=Discipline.DISCIPLINE_PHYSIOTHERAPY, treatment_date="2023-07-01")
    response = call("ListFees", request)
    assert [fee.fee_code for fee in response.fees if fee.HasField("user_fee_ore")] == [
        "A1a",
        "A1d",
        "A3a",
        "A3b",
        "A8a",
        "A8b",
    ]
    assert response.gaps


def test_a_disputed_fee_gives_both_figures(call):
    """A8a of the tariff of July 2024 carries the figure that patients are shown, and the regulation's."""
    request = GetFeeRequest(
        discipline=Discipline.DISCIPLINE_PHYSIOTHERAPY, fee_code="A8a", treatment_date="2024-09-02", language_code="en"
    )
    dispute = call("GetFee", request).fee.dispute
    assert (dispute.default_figures.user_fee_ore, dispute.regulation_figures.user_fee_ore) == (182_00, 188_00)
