"""Is each known irregularity about a row that breaks the rule indeed?"""

from collections.abc import Iterator

from registry.tariffs import files
from registry.tariffs.checks.acts import starts_with
from registry.tariffs.checks.figures import adds_up
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.records import Irregularity


def check_irregularities(known: Known) -> Iterator[Problem]:
    """An irregularity that excuses nothing would hide the next mistake."""
    for row in known.tables.of(files.IRREGULARITIES):
        irregularity: Irregularity = row.record
        if not _is_needed(known, irregularity):
            code, first = irregularity.fee_code, irregularity.first_date
            yield row.problem(f"no row of {code} from {first} needs to be excused: {irregularity.irregularity}")


def _is_needed(known: Known, irregularity: Irregularity) -> bool:
    key = (irregularity.discipline, irregularity.fee_code)
    fees = [row for row in known.fees.get(key, ()) if row.record.period.first_date == irregularity.first_date]
    if irregularity.irregularity == "SUM":
        return any(not adds_up(row.record) for row in fees)
    return any(
        row.record.act_id in known.acts and not starts_with(row, known.acts[row.record.act_id], None) for row in fees
    )
