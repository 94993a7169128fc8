"""Every check of a tariff folder."""

from collections.abc import Callable, Iterator

from registry.tariffs.checks.acts import check_acts, check_citations
from registry.tariffs.checks.calendar import check_calendar
from registry.tariffs.checks.candidates import check_candidates
from registry.tariffs.checks.ceilings import check_ceilings
from registry.tariffs.checks.confirmations import check_confirmations
from registry.tariffs.checks.descriptions import check_descriptions
from registry.tariffs.checks.disputes import check_disputes
from registry.tariffs.checks.figures import check_figures
from registry.tariffs.checks.gaps import check_gaps
from registry.tariffs.checks.hours import check_hours
from registry.tariffs.checks.interns import check_interns
from registry.tariffs.checks.irregularities import check_irregularities
from registry.tariffs.checks.limits import check_limits
from registry.tariffs.checks.other_bills import check_other_bills
from registry.tariffs.checks.overlaps import check_overlaps
from registry.tariffs.checks.provisions import check_professions, check_provisions
from registry.tariffs.checks.refund_categories import check_refund_categories, check_refund_tables
from registry.tariffs.checks.regions import check_regions
from registry.tariffs.checks.rules import check_rules
from registry.tariffs.checks.sections import check_sections
from registry.tariffs.checks.successors import check_successors
from registry.tariffs.checks.treatments import check_treatments
from registry.tariffs.checks.unique import check_unique
from registry.tariffs.checks.users import check_grounds, check_users
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known, known
from registry.tariffs.placed import Tables

Check = Callable[[Known], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_figures,
    check_calendar,
    check_overlaps,
    check_gaps,
    check_rules,
    check_limits,
    check_other_bills,
    check_hours,
    check_users,
    check_interns,
    check_candidates,
    check_refund_categories,
    check_refund_tables,
    check_acts,
    check_citations,
    check_irregularities,
    check_confirmations,
    check_descriptions,
    check_sections,
    check_disputes,
    check_successors,
    check_treatments,
    check_provisions,
    check_professions,
    check_grounds,
    check_ceilings,
    check_regions,
    check_unique,
)


def check_tables(tables: Tables) -> list[Problem]:
    """All breaches, each once."""
    rows = known(tables)
    return sorted({problem for check in CHECKS for problem in check(rows)})
