"""Do the demands on performer and patient rest on provisions of their days?"""

from collections.abc import Iterator

from registry.tariffs import files, vocabulary
from registry.tariffs.days import Days
from registry.tariffs.errors import Problem
from registry.tariffs.known import NO_DAYS, Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Discipline, ExemptionGround, Fee


def check_users(known: Known) -> Iterator[Problem]:
    """Who may use a code is said where competence matters, and competence and age limit exist on the row's days."""
    for row in known.tables.fees:
        fee: Fee = row.record
        if bool(fee.opened_by) != (fee.discipline is Discipline.PHYSIOTHERAPY):
            yield row.problem(f"{fee.fee_code}: competences are for physiotherapy, where one is always needed")
        for kind in sorted(fee.opened_by & vocabulary.PROVISION_OF_COMPETENCE.keys()):
            provision_id = vocabulary.PROVISION_OF_COMPETENCE[kind]
            if not Days.of(fee.period) & known.provision_days.get(provision_id, NO_DAYS):
                yield row.problem(f"{fee.fee_code}: {provision_id} is not in force on these days")
        if fee.patient_rule:
            yield from _check_provision(known, row, vocabulary.AGE_OF_PATIENT_RULE[fee.patient_rule])


def check_grounds(known: Known) -> Iterator[Problem]:
    """A ground has an age limit exactly when it needs one, and one letter in all disciplines."""
    rows = known.tables.of(files.GROUNDS)
    for row in rows:
        ground: ExemptionGround = row.record
        limit = vocabulary.AGE_OF_GROUND.get(ground.ground)
        if ground.under_age != limit:
            yield row.problem(
                f"{ground.ground} has {limit or 'no age'} for its limit, not {ground.under_age or 'none'}"
            )
        if ground.under_age:
            yield from _check_provision(known, row, ground.under_age)
        for other in rows:
            if other.record.ground == ground.ground and other.record.claim_code != ground.claim_code:
                yield row.problem(f"{ground.ground} has another claim_code in line {other.line}")


def _check_provision(known: Known, row: Placed, provision_id: str) -> Iterator[Problem]:
    """The age limit is a provision, counted in years, on all days of the row."""
    rows = known.provisions.get(provision_id)
    if rows is None:
        yield row.problem(f"no provision {provision_id} in {files.PROVISIONS.name}")
        return
    lacking = Days.of(row.record.period) - known.provision_days[provision_id]
    if lacking:
        yield row.problem(f"the provision {provision_id} is not in force: {lacking}")
        for each in rows:
            yield each.problem(f"line {row.line} of {row.file} needs {provision_id} on other days too: {lacking}")
    for each in rows:
        if each.record.unit != "YEARS":
            yield row.problem(f"the provision {provision_id} is no age in years")
            yield each.problem(f"line {row.line} of {row.file} needs {provision_id} as an age in YEARS")
