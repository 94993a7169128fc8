"""Coverage and revisions as a person reads them."""

from datetime import date

from avtalt.v1.coverage_pb2 import CoverageKind
from avtalt.v1.registry_service_pb2 import CoverageState, ListCoverageResponse, ListRevisionsResponse
from registry.records import NATIONAL_AREA
from registry.tariffs.reader import read_tariffs
from registry.tariffs.tariff_set import TariffSet
from service.cli.explanations import print_foot
from service.cli.phrases import phrase
from service.cli.printing import ABSENT, print_table, say
from service.texts.catalogue import Catalogue

AUTHORISATION = CoverageKind.COVERAGE_KIND_AUTHORISATION


def print_coverage(response: ListCoverageResponse, texts: Catalogue) -> None:
    """Print one row a coverage: where, of what, for which days, and whether it has been refreshed."""
    tariffs, today = read_tariffs(), response.basis.evaluated_at.ToDatetime().date()
    headings = [
        phrase("AREA"),
        texts.say("headings", "NAME", {}),
        phrase("KIND"),
        texts.say("headings", "FROM", {}),
        texts.say("headings", "THROUGH", {}),
        phrase("LAST_CONFIRMED"),
        phrase("FRESH_UNTIL"),
        phrase("STATE"),
        phrase("AGREEMENTS"),
        texts.say("headings", "SOURCE", {}),
    ]
    in_order = sorted(response.coverages, key=lambda each: (each.coverage.area, each.coverage.kind))
    if in_order:
        print_table(headings, [_row(each, tariffs, today, texts) for each in in_order], frozenset({8}))
    else:
        say(phrase("NO_COVERAGE"))
    print_foot((), response.basis, texts)


def _row(state: CoverageState, tariffs: TariffSet, today: date, texts: Catalogue) -> list[str]:
    coverage = state.coverage
    counted = coverage.kind != AUTHORISATION
    return [
        coverage.area,
        _area_name(coverage.area, tariffs, today),
        texts.word(CoverageKind.Name(coverage.kind).removeprefix("COVERAGE_KIND_")),
        coverage.first_date or ABSENT,
        coverage.last_date or ABSENT,
        coverage.last_confirmed or ABSENT,
        state.fresh_until or ABSENT,
        _freshness(state),
        str(state.agreements) if counted else ABSENT,
        coverage.source,
    ]


def _freshness(state: CoverageState) -> str:
    """Whether what rests on it may still be relied on."""
    if state.stale:
        return f"{phrase('STALE')} {state.coverage.last_confirmed}"
    return phrase("FRESH" if state.fresh_until else "AGELESS")


def _area_name(area: str, tariffs: TariffSet, today: date) -> str:
    """What an area is called today; a hyphen for one that is not on record."""
    if area == NATIONAL_AREA:
        return phrase("WHOLE_COUNTRY")
    municipality = tariffs.municipality(area, today)
    return municipality.name if municipality else tariffs.region_name(area) or ABSENT


def print_revisions(response: ListRevisionsResponse) -> None:
    """Print one row a revision."""
    rows = [[str(each.revision), each.record_time.ToJsonString(), each.note or ABSENT] for each in response.revisions]
    if rows:
        print_table([phrase("REVISION"), phrase("RECORD_TIME"), phrase("NOTE")], rows, frozenset({0}))
    else:
        say(phrase("NO_REVISIONS"))
