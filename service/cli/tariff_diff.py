"""`avtalt tariffs diff`: what changed from one day to a later one, code by code."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.failures import DEFAULT_LANGUAGE
from service.cli.options import Language
from service.cli.phrases import phrase
from service.cli.tariff_folders import (
    Chosen,
    Folder,
    PlainJson,
    chosen_disciplines,
    folder_of,
    print_plain_json,
    read_date,
    told_problems,
)

if TYPE_CHECKING:
    from registry.tariffs.differences import Altered, CategoryDifference, FeeDifference
    from registry.tariffs.records import Discipline


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two days in some disciplines."""

    first: date
    second: date
    fees: "list[FeeDifference]"
    categories: "list[CategoryDifference]"
    ceilings: "list[tuple[Discipline, Altered]]"
    provisions: "list[tuple[str, Altered]]"


def diff(
    first_day: Annotated[str, typer.Argument(help="The earlier day, as YYYY-MM-DD.")],
    second_day: Annotated[str, typer.Argument(help="The later day, as YYYY-MM-DD.")],
    tariffs: Folder = None,
    discipline: Chosen = None,
    as_json: PlainJson = False,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    """What changed between two days: fee codes, refund categories, provisions and ceilings."""
    from service.cli.tariff_differences import as_object, print_differences

    first, second = read_date(first_day), read_date(second_day)
    if second < first:
        raise typer.BadParameter(phrase("DAYS_BACKWARDS", first=first, second=second))
    found = _differences(tariffs, discipline, first, second)
    if as_json:
        print_plain_json(as_object(found))
    else:
        print_differences(found, language)


def _differences(tariffs: Folder, discipline: str | None, first: date, second: date) -> Differences:
    """Provisions are of all disciplines, so they are told when no discipline is chosen."""
    from registry.tariffs.differences import (
        category_differences,
        ceiling_difference,
        fee_differences,
        provision_differences,
    )
    from registry.tariffs.reader import read_tariffs

    folder, chosen = folder_of(tariffs), chosen_disciplines(discipline)
    with told_problems(folder):
        there = read_tariffs(folder)
    ceilings = [(each, ceiling_difference(there, each, first, second)) for each in chosen]
    return Differences(
        first=first,
        second=second,
        fees=[found for each in chosen for found in fee_differences(there, each, first, second)],
        categories=[found for each in chosen for found in category_differences(there, each, first, second)],
        ceilings=[(each, altered) for each, altered in ceilings if altered],
        provisions=provision_differences(there, first, second) if discipline is None else [],
    )
