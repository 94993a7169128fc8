"""A provider's history as a person reads it: what was true when, and what was believed when, in one table."""

from typing import Any

from avtalt.v1.agreement_pb2 import Agreement, AgreementKind
from avtalt.v1.provider_directory_service_pb2 import GetProviderHistoryResponse, HistoryEntry
from avtalt.v1.provider_pb2 import Affiliation, Competence, CompetenceKind, Practice, Role
from avtalt.v1.revision_pb2 import Revision
from service.cli.explanations import print_foot
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, print_table
from service.texts.catalogue import Catalogue

MINUTES = len("YYYY-MM-DDThh:mm")


def print_history(history: GetProviderHistoryResponse, texts: Catalogue) -> None:
    """Print one row a record, also for those that were corrected, with both times."""
    headings = [
        phrase("HISTORY_KIND"),
        phrase("HISTORY_DETAIL"),
        texts.say("headings", "FROM", {}),
        texts.say("headings", "THROUGH", {}),
        phrase("RECORDED"),
        phrase("RECORD_TIME"),
        phrase("SUPERSEDED"),
        texts.say("headings", "SOURCE", {}),
    ]
    print_table(headings, [_row(entry, texts) for entry in history.entries])
    print_foot((), history.basis, texts)


def _row(entry: HistoryEntry, texts: Catalogue) -> list[str]:
    kind = entry.WhichOneof("record") or ""
    record: Any = getattr(entry, kind)
    superseded = str(entry.superseded.revision) if entry.HasField("superseded") else phrase("STILL_BELIEVED")
    return [
        phrase("PROVIDER_NAME") if kind == "name" else texts.say("headings", HEADINGS[kind], {}),
        _detail(record, texts),
        getattr(record, "first_date", "") or ABSENT,
        getattr(record, "last_date", "") or ABSENT,
        str(entry.recorded.revision),
        _time(entry.recorded),
        superseded,
        record.source,
    ]


HEADINGS = {"competence": "COMPETENCE", "affiliation": "ROLE", "practice": "PRACTICE", "agreement": "AGREEMENT"}


def _detail(record: Any, texts: Catalogue) -> str:
    """What sets the record apart from others of its kind, and what it says."""
    match record:
        case Competence():
            return texts.word(CompetenceKind.Name(record.kind).removeprefix("COMPETENCE_KIND_"))
        case Affiliation():
            parts = [phrase(Role.Name(record.role).removeprefix("ROLE_")), record.practice_id]
            return " ".join([*parts, *filter(None, [record.principal_hpr_number])])
        case Practice():
            parts = [record.practice_id, record.name, record.practice_type, record.municipality_code]
            return " ".join(filter(None, parts))
        case Agreement():
            kind = texts.word(AgreementKind.Name(record.kind).removeprefix("AGREEMENT_KIND_"))
            return " ".join(filter(None, [record.agreement_id, kind, record.counterparty, record.practice_id]))
        case _:
            return str(record.name)


def _time(revision: Revision) -> str:
    """When a revision was recorded, to the minute, in UTC."""
    return revision.record_time.ToJsonString()[:MINUTES].replace("T", " ") + "Z"
