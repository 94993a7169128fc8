"""Reasons, notices, assumptions and findings put into the contract's words, with their texts."""

from collections.abc import Mapping
from datetime import date

from avtalt.v1 import agreement_pb2, reason_pb2
from registry.records import Agreement
from registry.tariffs.rejections import HelfoRejection, HelfoRejections
from service.rpc.enums import (
    AGREEMENT_KIND_NUMBERS,
    ASSUMPTION_NUMBERS,
    AUDIENCE_NUMBERS,
    DISCIPLINE_NUMBERS,
    NOTICE_NUMBERS,
    REASON_NUMBERS,
    REQUIREMENT_NUMBERS,
    SUPPLIER_NUMBERS,
    VERDICT_NUMBERS,
)
from service.texts.catalogue import Catalogue
from service.verification.codes import NoticeCode
from service.verification.findings import (
    AddFeeCode,
    Assumption,
    ChangeCount,
    EarliestDate,
    Finding,
    LegalBasis,
    Notice,
    Reason,
    Remedy,
    RemoveLine,
    ReplaceFeeCode,
    SupplyFact,
)

FOR_PROVIDER = {
    NoticeCode.REPORT_USER_FEE,
    NoticeCode.EXEMPTION_CODE,
    NoticeCode.EXEMPTION_CODE_NOT_ON_RECORD,
    NoticeCode.PRICE_LIST_ON_DISPLAY,
    NoticeCode.NOT_A_PAYMENT_GUARANTEE,
}


def write_day(day: date | None) -> str:
    """A day of the calendar; empty when absent."""
    return day.isoformat() if day else ""


def write_legal_basis(basis: LegalBasis | None) -> reason_pb2.LegalBasis | None:
    """A rule of law; absent when there is none."""
    return reason_pb2.LegalBasis(text=basis.text, url=basis.url) if basis else None


def write_reason(reason: Reason, texts: Catalogue, rejections: HelfoRejections) -> reason_pb2.Reason:
    """A reason with its sentence."""
    return reason_pb2.Reason(
        code=REASON_NUMBERS[reason.code],  # type: ignore[arg-type]
        line_number=reason.line_number,
        text=texts.say("reasons", reason.code, reason.data),
        legal_basis=write_legal_basis(reason.legal_basis),
        remedies=[write_remedy(remedy) for remedy in reason.remedies],
        data=reason.data,
        helfo_rejection=_write_rejection(rejections.of("reasons", reason.code, reason.data), texts),
    )


def _write_rejection(rejection: HelfoRejection | None, texts: Catalogue) -> reason_pb2.HelfoRejection | None:
    """How Helfo is known to reject; absent when that is not known."""
    if rejection is None:
        return None
    data = {"helfo_code": rejection.helfo_code, "interface": rejection.interface}
    return reason_pb2.HelfoRejection(
        code=rejection.helfo_code,
        interface=rejection.interface,
        text=texts.say("rejections", "KNOWN", data),
        source=rejection.source,
    )


def write_notice(notice: Notice, texts: Catalogue) -> reason_pb2.Notice:
    """A notice with its sentence."""
    audience = "PROVIDER" if notice.code in FOR_PROVIDER else "PATIENT"
    return reason_pb2.Notice(
        code=NOTICE_NUMBERS[notice.code],  # type: ignore[arg-type]
        audience=AUDIENCE_NUMBERS[audience],  # type: ignore[arg-type]
        text=texts.say("notices", notice.code, notice.data),
        legal_basis=write_legal_basis(notice.legal_basis),
        data=notice.data,
    )


def write_assumption(assumption: Assumption, texts: Catalogue, rejections: HelfoRejections) -> reason_pb2.Assumption:
    """An assumption with its sentence."""
    return reason_pb2.Assumption(
        code=ASSUMPTION_NUMBERS[assumption.code],  # type: ignore[arg-type]
        line_number=assumption.line_number,
        text=texts.say("assumptions", assumption.code, assumption.data),
        otherwise_patient_pays_ore=assumption.otherwise_patient_pays_ore,
        data=assumption.data,
        helfo_rejection=_write_rejection(rejections.of("assumptions", assumption.code, assumption.data), texts),
    )


def write_finding(finding: Finding, texts: Catalogue, rejections: HelfoRejections) -> agreement_pb2.Finding:
    """A finding with its reasons."""
    return agreement_pb2.Finding(
        requirement=REQUIREMENT_NUMBERS[finding.requirement],  # type: ignore[arg-type]
        verdict=VERDICT_NUMBERS[finding.verdict],  # type: ignore[arg-type]
        agreement=write_agreement(finding.agreement) if finding.agreement else None,
        valid_until=write_day(finding.valid_until),
        reasons=[write_reason(reason, texts, rejections) for reason in finding.reasons],
    )


def write_agreement(agreement: Agreement) -> agreement_pb2.Agreement:
    """An agreement as the register has it."""
    return agreement_pb2.Agreement(
        agreement_id=agreement.agreement_id,
        kind=AGREEMENT_KIND_NUMBERS[agreement.kind],  # type: ignore[arg-type]
        **_holder(agreement),
        counterparty=agreement.counterparty,
        practice_id=agreement.practice_id or "",
        first_date=write_day(agreement.period.first_date),
        last_date=write_day(agreement.period.last_date),
        source=agreement.source,
        discipline=DISCIPLINE_NUMBERS[agreement.discipline or "UNSPECIFIED"],  # type: ignore[arg-type]
        fetched=write_day(agreement.fetched),
        last_confirmed=write_day(agreement.last_confirmed),
    )


def _holder(agreement: Agreement) -> dict[str, str]:
    """The one number of the two that is recorded."""
    if agreement.hpr_number is not None:
        return {"hpr_number": agreement.hpr_number}
    return {"organisation_number": agreement.organisation_number or ""}


def write_remedy(remedy: Remedy) -> reason_pb2.Remedy:
    """A change that removes a reason."""
    match remedy:
        case ReplaceFeeCode(line_number, fee_code):
            change: Mapping[str, object] = {
                "replace_fee_code": reason_pb2.ReplaceFeeCode(line_number=line_number, fee_code=fee_code)
            }
        case ChangeCount(line_number, count):
            change = {"change_count": reason_pb2.ChangeCount(line_number=line_number, count=count)}
        case RemoveLine(line_number):
            change = {"remove_line": reason_pb2.RemoveLine(line_number=line_number)}
        case SupplyFact(field, supplier, candidates):
            supply = reason_pb2.SupplyFact(
                field=field,
                supplier=SUPPLIER_NUMBERS[supplier],  # type: ignore[arg-type]
                candidates=candidates,
            )
            change = {"supply_fact": supply}
        case EarliestDate(day):
            change = {"earliest_date": reason_pb2.EarliestDate(date=day.isoformat())}
        case AddFeeCode(fee_code):
            change = {"add_fee_code": reason_pb2.AddFeeCode(fee_code=fee_code)}
    return reason_pb2.Remedy(**change)  # type: ignore[arg-type]
