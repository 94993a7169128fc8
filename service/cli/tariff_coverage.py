"""`avtalt tariffs coverage`: what is on record for each discipline and period, with the gaps as gaps."""

from typing import TYPE_CHECKING, Any

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
    told_problems,
)

if TYPE_CHECKING:
    from registry.tariffs.coverage import Coverage
    from registry.tariffs.records import Gap

HEADINGS = (
    "DISCIPLINE",
    "FIRST_DAY",
    "LAST_DAY",
    "FEE_CODES",
    "AMOUNTS",
    "COMBINATIONS",
    "LIMITS",
    "REFUNDS",
    "CONFIRMED",
)


def coverage(
    tariffs: Folder = None,
    discipline: Chosen = None,
    as_json: PlainJson = False,
    language: Language = DEFAULT_LANGUAGE,
) -> None:
    """For each discipline and period: how many codes and refund categories there are, and what is on record."""
    from registry.tariffs.coverage import coverage as covered
    from registry.tariffs.known import known
    from registry.tariffs.reader import read_tables

    folder, chosen = folder_of(tariffs), chosen_disciplines(discipline)
    with told_problems(folder):
        rows = known(read_tables(folder))
    found = [each for one in chosen for each in covered(rows, one)]
    if as_json:
        print_plain_json([_as_object(each) for each in found])
    else:
        _print(found, language)


def _print(found: list["Coverage"], language: str) -> None:
    from service.cli.printing import ABSENT, print_table, say
    from service.texts.catalogue import catalogue

    texts = catalogue(language)
    print_table(
        [phrase(f"TARIFF_{heading}") for heading in HEADINGS],
        [
            [
                texts.word(each.discipline),
                f"{each.period.first_date}",
                f"{each.period.last_date or ABSENT}",
                str(each.codes),
                _amounts(each),
                _of(each.combinations, each.codes),
                str(each.limits) if each.limits_on_record else phrase("TARIFF_GAP"),
                _of(each.refunds, each.categories) if each.categories else ABSENT,
                f"{each.confirmed_through or ABSENT}",
            ]
            for each in found
        ],
        frozenset({3}),
    )
    for line in dict.fromkeys(_gap(gap, texts) for each in found for gap in each.gaps):
        say(line)


def _amounts(each: "Coverage") -> str:
    """How many codes have their amounts, and how many more at least the user fee."""
    told = _of(each.amounts, each.codes)
    only_user_fee = each.user_fees_alone
    return phrase("TARIFF_USER_FEE_ONLY", told=told, count=only_user_fee) if only_user_fee else told


def _of(known: int, codes: int) -> str:
    return phrase("TARIFF_ALL", codes=codes) if known == codes else phrase("TARIFF_SOME", known=known, codes=codes)


def _gap(gap: "Gap", texts: Any) -> str:
    from registry.tariffs.days import describe

    about = gap.fee_code or (texts.word(gap.group) if gap.group else "")
    whose = f"{texts.word(gap.discipline)} {about}".strip()
    return f"! {whose}, {describe(gap.period)}: {gap.note} [{gap.source}]"


def _as_object(each: "Coverage") -> dict[str, Any]:
    return {
        "discipline": each.discipline.value,
        "first_date": _day(each.period.first_date),
        "last_date": _day(each.period.last_date),
        "fee_codes": each.codes,
        "with_amounts": each.amounts,
        "with_user_fee_alone": each.user_fees_alone,
        "with_combinations": each.combinations,
        "with_limit": each.limits if each.limits_on_record else None,
        "refund_categories": each.categories,
        "with_refund": each.refunds,
        "confirmed_through": _day(each.confirmed_through),
        "gaps": [_gap_object(gap) for gap in each.gaps],
    }


def _gap_object(gap: "Gap") -> dict[str, Any]:
    return {
        "fee_code": gap.fee_code,
        "group": gap.group,
        "missing": gap.missing,
        "first_date": _day(gap.period.first_date),
        "last_date": _day(gap.period.last_date),
        "note": gap.note,
        "source": gap.source,
    }


def _day(day: object) -> str | None:
    return str(day) if day else None
