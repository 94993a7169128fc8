"""Reimbursability verified: all that is asked of the provider, from request and context to response."""

from datetime import date

from avtalt.v1 import agreement_service_pb2 as messages
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.rpc.context import Context, make_basis, read_language
from service.rpc.enums import VERDICT_NUMBERS
from service.rpc.fields import read_day
from service.rpc.read_claim import read_discipline, read_provider, read_requisition
from service.rpc.write_reason import write_assumption, write_day, write_finding, write_notice, write_reason
from service.verification.codes import NoticeCode
from service.verification.findings import Finding, Notice, Verdict, all_held, basis_of, earliest
from service.verification.reimbursability import (
    agree,
    missing_agreement_notices,
    practice_not_told,
    practice_of_several,
    standings,
)
from service.verification.requisitions import RequisitionAnswer, verify_requisition
from service.verification.standing import Standing


def handle_verify_reimbursability(
    request: messages.VerifyReimbursabilityRequest, context: Context
) -> messages.VerifyReimbursabilityResponse:
    """All that reimbursement asks of the provider on a day."""
    basis, texts = make_basis(context), read_language(request.language_code)
    discipline = read_discipline("discipline", request.discipline)
    provider = read_provider("provider", request.provider, discipline)
    day = read_day("treatment_date", request.treatment_date)
    requisition = _requisition(request, context, discipline, day)
    found = standings(context.snapshot, context.tariffs, provider, discipline, day)
    if not agree(found):
        return messages.VerifyReimbursabilityResponse(
            verdict=VERDICT_NUMBERS[Verdict.UNKNOWN],  # type: ignore[arg-type]
            reasons=[write_reason(practice_not_told(found), texts, context.tariffs.rejections)],
            valid_until=write_day(earliest(standing.valid_until for standing in found)),
            basis=basis,
        )
    standing = found[0]
    asked = (requisition.finding,) if requisition else ()
    findings: tuple[Finding, ...] = (*standing.findings, *asked)
    verdict = all_held([standing.verdict, *(finding.verdict for finding in asked)])
    reasons = [*standing.reasons, *(reason for finding in findings for reason in finding.reasons)]
    assumptions = [
        *standing.assumptions,
        *practice_of_several(found),
        *(requisition.assumptions if requisition else ()),
    ]
    return messages.VerifyReimbursabilityResponse(
        verdict=VERDICT_NUMBERS[verdict],  # type: ignore[arg-type]
        findings=[write_finding(finding, texts, context.tariffs.rejections) for finding in findings],
        reasons=[write_reason(reason, texts, context.tariffs.rejections) for reason in reasons],
        notices=[write_notice(notice, texts) for notice in _notices(context.tariffs, standing, discipline, day)],
        assumptions=[write_assumption(assumption, texts, context.tariffs.rejections) for assumption in assumptions],
        practice_id=(standing.practice_id or "") if len(found) == 1 else "",
        valid_until=write_day(standing.valid_until),
        basis=basis,
    )


def _requisition(
    request: messages.VerifyReimbursabilityRequest, context: Context, discipline: Discipline, day: date
) -> RequisitionAnswer | None:
    """The answer about the requisition, when one is part of the question and of the law."""
    if not request.HasField("requisition"):
        return None
    told = read_requisition("requisition", request.requisition)
    tariff: TariffDay = context.tariffs.day(discipline, day)
    if not tariff.professions:
        return None
    return verify_requisition(context.snapshot, context.tariffs, tariff, told, day)


def _notices(tariffs: TariffSet, standing: Standing, discipline: Discipline, day: date) -> tuple[Notice, ...]:
    """What follows from the verdicts, and what every provider must do and every patient may know."""
    notices = [*missing_agreement_notices(tariffs, standing, day)]
    if discipline is Discipline.PHYSIOTHERAPY:
        referral = tariffs.provision("no_referral_needed", day)
        if referral:
            notices.append(Notice(NoticeCode.NO_REFERRAL_NEEDED, {}, basis_of(referral)))
        complain = basis_of(tariffs.provision("where_to_complain", day))
        notices.append(Notice(NoticeCode.WHERE_TO_COMPLAIN, {}, complain))
        notices.append(Notice(NoticeCode.PRICE_LIST_ON_DISPLAY, {}, basis_of(tariffs.provision("price_list", day))))
    elif standing.verdict is Verdict.NOT_HELD:
        notices.append(Notice(NoticeCode.ASK_FOR_CONTRACTED_INSTITUTES))
    return tuple(notices)
