"""Do both sides of a dispute add up, and is one of them the row on record?"""

from collections.abc import Iterator

from registry.tariffs import files
from registry.tariffs.checks.descriptions import check_borders
from registry.tariffs.errors import Problem
from registry.tariffs.known import Known
from registry.tariffs.placed import Placed
from registry.tariffs.records import Dispute, Fee


def check_disputes(known: Known) -> Iterator[Problem]:
    """The regulation's side is what the code's rows and their act say; a dispute is about whole rows."""
    for row in known.tables.of(files.DISPUTES):
        dispute: Dispute = row.record
        if dispute.default_honorarium_ore != dispute.default_refund_ore + dispute.default_user_fee_ore:
            yield row.problem("default_honorarium is not default_refund plus default_user_fee")
        if dispute.regulation_honorarium_ore != dispute.regulation_refund_ore + dispute.regulation_user_fee_ore:
            yield row.problem("regulation_honorarium is not regulation_refund plus regulation_user_fee")
        fees = known.fees.get((dispute.discipline, dispute.fee_code))
        if fees is None:
            yield row.problem(f"{dispute.fee_code} is in no tariff of {dispute.discipline}")
            continue
        yield from check_borders(row, fees)
        for fee in fees:
            if fee.record.period.meets(dispute.period):
                yield from _check_side(known, row, fee)


def _check_side(known: Known, row: Placed, other: Placed) -> Iterator[Problem]:
    dispute: Dispute = row.record
    fee: Fee = other.record
    side = (dispute.regulation_honorarium_ore, dispute.regulation_refund_ore, dispute.regulation_user_fee_ore)
    if side != (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore):
        yield row.problem(f"the side of the regulation differs from line {other.line} of {other.file}")
        yield other.problem(f"{fee.fee_code} differs from the side of the regulation in line {row.line} of {row.file}")
    act = known.acts.get(fee.act_id)
    if act and dispute.regulation_source != act.url:
        yield row.problem(f"regulation_source is not the address of {act.act_id}, which the row cites")
