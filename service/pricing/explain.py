"""
What the records say that a rule went by: the law, the days it holds, and the figures with their sources.

Made from the steps of a trace, and only when somebody asks why.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

from registry.period import Period
from registry.records import Agreement
from registry.structs import struct
from registry.tariffs.candidates import CandidateCodes
from registry.tariffs.hours import FeeShare, SpecialDay, UnsocialHours
from registry.tariffs.other_bills import SameDayRule, SharedLimit
from registry.tariffs.records import Ceiling, Dispute, ExemptionGround, Fee, FeeRule, Provision, RefundCategory
from registry.tariffs.tariff_set import TariffDay, TariffSet
from service.pricing.trace import Rule, Step
from service.verification.findings import LegalBasis

Printed = Fee | FeeRule | RefundCategory | SharedLimit | SameDayRule | UnsocialHours | FeeShare | CandidateCodes


@struct(frozen=True, slots=True)
class Figure:
    """
    A figure that a rule went by.

    It is an amount in øre or a number in a unit; both are absent when it is not
    on record. The confidence is empty when none is told.
    """

    name: str
    subject: str = ""
    amount_ore: int | None = None
    number: int | None = None
    unit: str = ""
    source: str = ""
    url: str = ""
    confidence: str = ""


ALWAYS = Period(None, None)
FREQUENCY, MAXIMUM = "frequency", "maximum_count"
ONLY_IN = {FREQUENCY: Rule.FREQUENCY, MAXIMUM: Rule.REPETITIONS}
MONEY = frozenset({"honorarium", "refund", "user_fee"})
COUNTED = frozenset({Rule.FEE, Rule.REFUND_CATEGORY, Rule.DISPUTED_FIGURES, Rule.CHARGE_MAXIMUM})


@struct(frozen=True, slots=True)
class Explained:
    """The law, the days and the figures behind one step; an absent day is an open end."""

    bases: tuple[LegalBasis, ...] = ()
    period: Period = ALWAYS
    figures: tuple[Figure, ...] = ()


def explain(step: Step, tariffs: TariffSet) -> Explained:
    """All that the records of a step say, together."""
    parts = [_said_by(record, tariffs) for record in step.records]
    bases = dict.fromkeys(basis for part in parts for basis in part.bases)
    figures = dict.fromkeys(figure for part in parts for figure in part.figures if _matters(figure, step.rule))
    return Explained(tuple(bases), _common(part.period for part in parts), tuple(figures))


def _matters(figure: Figure, rule: Rule) -> bool:
    """Whether a rule went by a figure of a printed row: money only where it is counted, a limit where it is judged."""
    if figure.name in MONEY:
        return rule in COUNTED
    return figure.name not in ONLY_IN or rule is ONLY_IN[figure.name]


def _common(periods: Iterable[Period]) -> Period:
    """The days that all periods have."""
    found = list(periods)
    firsts = [period.first_date for period in found if period.first_date]
    lasts = [period.last_date for period in found if period.last_date]
    return Period(max(firsts, default=None), min(lasts, default=None))


@singledispatch
def _said_by(record: object, tariffs: TariffSet) -> Explained:  # noqa: ARG001 - one shape for all kinds
    """A record without law and figures, such as how a treatment becomes codes."""
    period = getattr(record, "period", None)
    return Explained(period=period if isinstance(period, Period) else ALWAYS)


@_said_by.register
def _provision(record: Provision, tariffs: TariffSet) -> Explained:  # noqa: ARG001
    basis = LegalBasis(record.legal_basis, record.url)
    if record.value is None:
        return Explained((basis,), record.period)
    figure = Figure(record.provision_id, source=basis.text, url=basis.url, confidence=record.confidence)
    money = record.unit == "ORE"
    return Explained(
        (basis,),
        record.period,
        (
            replace(figure, amount_ore=record.value)
            if money
            else replace(figure, number=record.value, unit=record.unit),
        ),
    )


@_said_by.register
def _ground(record: ExemptionGround, tariffs: TariffSet) -> Explained:  # noqa: ARG001
    return Explained((LegalBasis(record.legal_basis, record.url),), record.period)


@_said_by.register
def _ceiling(record: Ceiling, tariffs: TariffSet) -> Explained:  # noqa: ARG001
    figure = Figure("user_fee_ceiling", str(record.year), record.amount_ore, source=record.source)
    figure = replace(figure, confidence=record.confidence)
    return Explained((), ALWAYS, (figure,))


@_said_by.register
def _agreement(record: Agreement, tariffs: TariffSet) -> Explained:  # noqa: ARG001
    return Explained((), record.period)


@_said_by.register
def _tariff_day(record: TariffDay, tariffs: TariffSet) -> Explained:
    acts = sorted({entry.fee.act_id for entry in record.fees.values()})
    bases = tuple(LegalBasis(act_id, tariffs.acts[act_id].url) for act_id in acts)
    return Explained(bases, record.period)


@_said_by.register
def _dispute(record: Dispute, tariffs: TariffSet) -> Explained:  # noqa: ARG001
    figures = (
        Figure("user_fee", record.fee_code, record.default_user_fee_ore, source=record.default_source),
        Figure("user_fee", record.fee_code, record.regulation_user_fee_ore, source=record.regulation_source),
    )
    return Explained((), record.period, figures)


@_said_by.register
def _special_day(record: SpecialDay, tariffs: TariffSet) -> Explained:  # noqa: ARG001
    return Explained((LegalBasis(record.source, ""),), Period(record.day, record.day))


@_said_by.register(Fee)
@_said_by.register(FeeRule)
@_said_by.register(RefundCategory)
@_said_by.register(SharedLimit)
@_said_by.register(SameDayRule)
@_said_by.register(UnsocialHours)
@_said_by.register(FeeShare)
@_said_by.register(CandidateCodes)
def _printed(record: Printed, tariffs: TariffSet) -> Explained:
    """A row of a table in an act."""
    act = tariffs.acts.get(record.act_id)
    where = getattr(record, "where", "")
    text = f"{record.act_id}, {where}" if where else record.act_id
    basis = LegalBasis(text, act.url if act else "")
    confidence = getattr(record, "confidence", "")
    figures = (replace(figure, source=text, url=basis.url, confidence=confidence) for figure in _figures(record))
    return Explained((basis,), record.period, tuple(figures))


def _figures(record: Printed) -> tuple[Figure, ...]:
    """The figures of a printed row; an amount that is not on record stands without one."""
    match record:
        case Fee(percentage=int(percentage), fee_code=code):
            return (Figure("percentage", code, number=percentage, unit="PERCENT"),)
        case Fee(fee_code=code):
            money = (
                Figure("honorarium", code, record.honorarium_ore),
                Figure("refund", code, record.refund_ore),
                Figure("user_fee", code, record.user_fee_ore),
            )
            limit = (Figure(FREQUENCY, code, number=record.frequency_count, unit=record.frequency),)
            return money + (limit if record.frequency else ())
        case FeeRule(fee_code=code, max_count=int(most)):
            return (Figure(MAXIMUM, code, number=most, unit="TIMES"),)
        case RefundCategory(category=category):
            return (Figure("refund", category, record.refund_ore),)
        case _:
            return ()
