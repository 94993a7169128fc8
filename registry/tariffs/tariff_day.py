"""The tariff of one discipline for a run of days on which nothing changes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from registry.period import Period
from registry.records import CompetenceKind
from registry.structs import struct
from registry.tariffs import files, vocabulary
from registry.tariffs.candidates import CandidateCodes
from registry.tariffs.hours import FeeShare, UnsocialHours
from registry.tariffs.other_bills import SameDayRule, SharedLimit
from registry.tariffs.placed import PlainTables
from registry.tariffs.records import (
    CombinationMode,
    Description,
    Discipline,
    Dispute,
    ExemptionGround,
    Fee,
    FeeRule,
    Gap,
    Provision,
    RefundCategory,
    TreatmentRow,
)

AMOUNTS, RULES, CEILING = "AMOUNTS", "RULES", "CEILING"


@struct(frozen=True, slots=True)
class FeeEntry:
    """
    A fee code on a day with all that is on record about it.

    `excludes` are the codes of the day that its own printed rule excludes.
    `max_count` is absent when there is no limit or none is on record.
    `opened_by` are the competences of which one is needed, without those whose
    right is not in force. `intern_code` is the code that an intern bills instead, if the day has one.
    """

    fee: Fee
    rule: FeeRule | None
    description: Description | None
    dispute: Dispute | None
    opened_by: frozenset[CompetenceKind]
    intern_code: str | None
    excludes: frozenset[str]
    companions: frozenset[str]
    max_count: int | None


@struct(frozen=True, slots=True)
class TariffDay:
    """
    The tariff of a discipline in a run of days.

    `professions` may requisition; none means that no requisition is needed.
    `excluded_all_day` has the codes that a code may not share a day with, on
    whatever bill; `individual_codes` are those of examinations and treatments of one patient,
    which take the performer's time.
    """

    discipline: Discipline
    period: Period
    fees: Mapping[str, FeeEntry]
    gaps: tuple[Gap, ...]
    rules_on_record: bool
    provisions: Mapping[str, Provision]
    grounds: Mapping[str, ExemptionGround]
    treatments: tuple[TreatmentRow, ...]
    professions: frozenset[str]
    candidate_codes: tuple[CandidateCodes, ...]
    individual_codes: frozenset[str]
    shared_limits: tuple[SharedLimit, ...]
    same_day_rules: tuple[SameDayRule, ...]
    excluded_all_day: Mapping[str, frozenset[str]]
    fee_shares: Mapping[str, FeeShare]
    unsocial_hours: tuple[UnsocialHours, ...]

    def lacks_amounts(self, fee_code: str | None = None) -> bool:
        """Whether a gap says that the amounts of a code are not on record; without a code, those of the whole table."""
        return any(gap.missing == AMOUNTS and gap.fee_code in (None, fee_code) for gap in self.gaps)

    refund_categories: Mapping[str, RefundCategory]


def make_day(tables: PlainTables, discipline: Discipline, period: Period, day: date) -> TariffDay:
    """Compile what is in force on a day; the run is the period on which nothing changes."""

    def in_force(rows: Iterable[Any]) -> list[Any]:
        return [row for row in rows if getattr(row, "discipline", discipline) is discipline and row.period.covers(day)]

    others = {name: tables.others[name] for name in tables.others}
    gaps = tuple(gap for gap in in_force(others[files.GAPS.name]) if gap.missing != CEILING)
    fees: list[Fee] = in_force(tables.fees)
    return TariffDay(
        discipline=discipline,
        period=period,
        fees=_entries(
            fees,
            in_force(tables.rules),
            in_force(others[files.DESCRIPTIONS.name]),
            in_force(others[files.DISPUTES.name]),
            {row.provision_id for row in in_force(others[files.PROVISIONS.name])},
        ),
        gaps=gaps,
        rules_on_record=not any(gap.missing == RULES for gap in gaps),
        provisions={row.provision_id: row for row in in_force(others[files.PROVISIONS.name])},
        grounds={row.ground: row for row in in_force(others[files.GROUNDS.name])},
        treatments=tuple(in_force(others[files.TREATMENTS.name])),
        professions=frozenset(row.profession for row in in_force(others[files.PROFESSIONS.name])),
        candidate_codes=tuple(in_force(others[files.CANDIDATE_CODES.name])),
        individual_codes=_individual_codes(in_force(others[files.TREATMENTS.name])),
        shared_limits=tuple(in_force(others[files.SHARED_LIMITS.name])),
        same_day_rules=tuple(in_force(others[files.SAME_DAY.name])),
        excluded_all_day=_excluded_all_day(in_force(others[files.SAME_DAY.name])),
        fee_shares={row.fee_code: row for row in in_force(others[files.FEE_SHARES.name])},
        unsocial_hours=tuple(in_force(others[files.UNSOCIAL_HOURS.name])),
        refund_categories={row.category: row for row in in_force(others[files.REFUND_CATEGORIES.name])},
    )


def _excluded_all_day(rules: list[SameDayRule]) -> dict[str, frozenset[str]]:
    """For each code of a rule the codes that it may not share a day with; both sides exclude each other."""
    found: dict[str, frozenset[str]] = {}
    for rule in rules:
        for codes, others in ((rule.codes, rule.others), (rule.others, rule.codes)):
            for code in codes:
                found[code] = found.get(code, frozenset()) | others
    return found


def _individual_codes(treatments: list[TreatmentRow]) -> frozenset[str]:
    """
    The codes of examinations and individual treatments, first and further time, and those of interns.

    What is added for the same time, such as A1hb beside A1f, takes none of its own.
    """
    rows = [row for row in treatments if row.kind in ("EXAMINATION", "TREATMENT")]
    codes = frozenset(code for row in rows for code in (row.base_code, row.extra_code) if code)
    return codes | {code + vocabulary.INTERN_SUFFIX for code in codes}


def _entries(
    fees: list[Fee],
    rules: list[FeeRule],
    descriptions: list[Description],
    disputes: list[Dispute],
    provisions: Collection[str],
) -> dict[str, FeeEntry]:
    codes = frozenset(fee.fee_code for fee in fees)
    rule_of = {rule.fee_code: rule for rule in rules}
    described = {row.fee_code: row for row in descriptions}
    disputed = {row.fee_code: row for row in disputes}
    return {
        fee.fee_code: _entry(fee, rule_of.get(fee.fee_code), codes, described, disputed, provisions) for fee in fees
    }


def _entry(
    fee: Fee,
    rule: FeeRule | None,
    codes: frozenset[str],
    described: Mapping[str, Description],
    disputed: Mapping[str, Dispute],
    provisions: Collection[str],
) -> FeeEntry:
    code = fee.fee_code
    intern_code = code + vocabulary.INTERN_SUFFIX
    return FeeEntry(
        fee=fee,
        rule=rule,
        description=described.get(code),
        dispute=disputed.get(code),
        opened_by=frozenset(kind for kind in fee.opened_by if _is_in_force(kind, provisions)),
        intern_code=intern_code if intern_code in codes else None,
        excludes=_excluded(rule, codes) - {code} if rule else frozenset(),
        companions=rule.companions if rule else frozenset(),
        max_count=rule.max_count if rule else None,
    )


def _is_in_force(kind: CompetenceKind, provisions: Collection[str]) -> bool:
    """Whether a competence is a lasting one, or a right whose provision is in force."""
    provision = vocabulary.PROVISION_OF_COMPETENCE.get(kind)
    return provision is None or provision in provisions


def _excluded(rule: FeeRule, codes: frozenset[str]) -> frozenset[str]:
    """The codes of the day that a printed rule excludes."""
    match rule.mode:
        case CombinationMode.ALL:
            return codes
        case CombinationMode.ALL_EXCEPT:
            return codes - rule.codes
        case CombinationMode.LIST:
            return codes & rule.codes
        case CombinationMode.NOT_ON_RECORD:
            return frozenset()
