"""The register written to: one function per call, from request to response through `Writes`."""

from dataclasses import replace

from avtalt.v1 import registry_service_pb2 as messages
from registry.days_told import refuse_day_to_come
from registry.identifiers import check_record
from registry.overlaps import SplitNeededError, make_room
from registry.period import Period
from registry.records import Affiliation, Agreement, Competence, Coverage, Organisation, Performer, Practice, Record
from registry.writing import Writing
from service.errors import ErrorReason, ServiceError
from service.rpc.fields import read_day, read_hpr_number
from service.rpc.read_provider import read_provider_records
from service.rpc.read_record import (
    NAMED_ONLY,
    read_affiliation,
    read_agreement,
    read_agreement_id,
    read_competence,
    read_coverage,
    read_practice,
)
from service.rpc.write_reason import write_day
from service.rpc.writes import Changed, Writes, record_name, would_be_split

Withdrawable = messages.RecordCompetenceRequest | messages.RecordAffiliationRequest | messages.RecordCoverageRequest


def handle_register_provider(
    request: messages.RegisterProviderRequest, writes: Writes
) -> messages.RegisterProviderResponse:
    """Record a provider that is new, with all that is told about it."""
    records = read_provider_records("provider", request.provider)

    def change(writing: Writing) -> None:
        for record in records:
            if isinstance(record, Performer | Organisation | Agreement | Practice):
                _refuse_known(writing, record)
            refuse_day_to_come(record, writing.revision.record_time)
        writing.record(records)

    return writes.write(request, messages.RegisterProviderResponse, change)


def handle_record_agreement(
    request: messages.RecordAgreementRequest, writes: Writes
) -> messages.RecordAgreementResponse:
    """Record an agreement that is new."""
    agreement = read_agreement("agreement", request.agreement)
    correct_others = read_on_overlap(request.on_overlap)

    def change(writing: Writing) -> Changed:
        _refuse_known(writing, agreement)
        return _record_agreement(writing, agreement, correct_others=correct_others)

    return writes.write(request, messages.RecordAgreementResponse, change)


def handle_end_agreement(request: messages.EndAgreementRequest, writes: Writes) -> messages.EndAgreementResponse:
    """Record the last day of an agreement."""
    agreement_id = read_agreement_id("agreement_id", request.agreement_id)
    last_date = read_day("last_date", request.last_date)

    def change(writing: Writing) -> None:
        agreement = _believed_agreement(writing, agreement_id)
        first_date = agreement.period.first_date
        if first_date and last_date < first_date:
            data = {"first_date": write_day(first_date), "last_date": write_day(last_date)}
            raise ServiceError(ErrorReason.DATES_REVERSED, field="last_date", **data)
        writing.record([replace(agreement, period=Period(first_date, last_date))])

    return writes.write(request, messages.EndAgreementResponse, change)


def handle_correct_agreement(
    request: messages.CorrectAgreementRequest, writes: Writes
) -> messages.CorrectAgreementResponse:
    """Record what an agreement really was, or that it never was."""
    correct_others, corrected = read_on_overlap(request.on_overlap), None
    match request.WhichOneof("correction"):
        case "agreement":
            corrected = read_agreement("agreement", request.agreement)
        case "withdrawn_agreement_id":
            read_agreement_id("withdrawn_agreement_id", request.withdrawn_agreement_id)
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field="agreement")

    def change(writing: Writing) -> Changed:
        if corrected is None:
            gone = _believed_agreement(writing, request.withdrawn_agreement_id)
            writing.withdraw([(Agreement, gone.key)])
            return Changed(withdrawn=(gone,))
        _believed_agreement(writing, corrected.agreement_id)
        return _record_agreement(writing, corrected, correct_others=correct_others)

    return writes.write(request, messages.CorrectAgreementResponse, change)


def handle_record_competence(
    request: messages.RecordCompetenceRequest, writes: Writes
) -> messages.RecordCompetenceResponse:
    """Record a competence, another end of one, or that it never was."""
    hpr_number = read_hpr_number("hpr_number", request.hpr_number)
    competence = read_competence("competence", hpr_number, request.competence, _source_of(request))
    return writes.write(
        request,
        messages.RecordCompetenceResponse,
        lambda writing: _record_or_withdraw(writing, Competence, competence, withdrawn=request.withdrawn),
    )


def handle_record_affiliation(
    request: messages.RecordAffiliationRequest, writes: Writes
) -> messages.RecordAffiliationResponse:
    """Record where a performer works, another end of it, or that it never was."""
    hpr_number = read_hpr_number("hpr_number", request.hpr_number)
    affiliation = read_affiliation("affiliation", hpr_number, request.affiliation, _source_of(request))
    return writes.write(
        request,
        messages.RecordAffiliationResponse,
        lambda writing: _record_or_withdraw(writing, Affiliation, affiliation, withdrawn=request.withdrawn),
    )


def handle_record_practice(request: messages.RecordPracticeRequest, writes: Writes) -> messages.RecordPracticeResponse:
    """Record a practice, or what is new about it."""
    practice = read_practice("practice", request.practice)
    return writes.write(request, messages.RecordPracticeResponse, lambda writing: writing.record([practice]))


def handle_record_coverage(request: messages.RecordCoverageRequest, writes: Writes) -> messages.RecordCoverageResponse:
    """Record where a source is complete, that it was confirmed anew, or that it never was complete."""
    coverage = read_coverage("coverage", request.coverage, _source_of(request))
    return writes.write(
        request,
        messages.RecordCoverageResponse,
        lambda writing: _record_or_withdraw(writing, Coverage, coverage, withdrawn=request.withdrawn),
    )


def read_on_overlap(value: int) -> bool:
    """Whether an agreement that is in the way is given other days."""
    if value not in messages.OnOverlap.values():
        raise ServiceError(ErrorReason.UNKNOWN_ENUM_VALUE, field="on_overlap")
    return value == messages.ON_OVERLAP_CORRECT


def _source_of(request: Withdrawable) -> str:
    """What stands for the source of a record: one to withdraw needs none."""
    return NAMED_ONLY if request.withdrawn else ""


def _record_agreement(writing: Writing, agreement: Agreement, *, correct_others: bool) -> Changed:
    """Record an agreement, and give others of its place other days if that was asked for."""
    check_record(agreement)
    refuse_day_to_come(agreement, writing.revision.record_time)
    changed = _room_for(writing, agreement) if correct_others else Changed()
    writing.withdraw((Agreement, each.key) for each in changed.withdrawn)
    writing.record([*changed.moved, agreement])
    return changed


def _room_for(writing: Writing, agreement: Agreement) -> Changed:
    """What becomes of the agreements in the way, in the order of their keys on every database."""
    others = writing.agreements_of(agreement.hpr_number or agreement.organisation_number or "")
    try:
        return Changed(*make_room(agreement, sorted(others, key=lambda each: each.key)))
    except SplitNeededError as error:
        raise would_be_split(agreement.agreement_id, error) from None


def _record_or_withdraw(writing: Writing, kind: type[Record], record: Record, *, withdrawn: bool) -> None:
    if not withdrawn:
        refuse_day_to_come(record, writing.revision.record_time)
        writing.record([record])
        return
    lookup = record.area if isinstance(record, Coverage) else record.key[0]
    if record.key not in writing.believed(kind, [lookup]):
        raise _not_found(kind, record.key)
    writing.withdraw([(kind, record.key)])


def _believed_agreement(writing: Writing, agreement_id: str) -> Agreement:
    """The agreement as it is believed now."""
    found = writing.believed(Agreement, [agreement_id]).get((agreement_id,))
    if not isinstance(found, Agreement):
        raise _not_found(Agreement, (agreement_id,))
    return found


def _refuse_known(writing: Writing, record: Record) -> None:
    """Refuse what is on record already; a practice that is on record just so may be told again."""
    found = writing.believed(type(record), [record.key[0]]).get(record.key)
    if found is not None and not (isinstance(record, Practice) and found == record):
        raise ServiceError(ErrorReason.RECORD_EXISTS, record=record_name(type(record), record.key))


def _not_found(kind: type[Record], key: tuple[str, ...]) -> ServiceError:
    return ServiceError(ErrorReason.RECORD_NOT_FOUND, record=record_name(kind, key))
