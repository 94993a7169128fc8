"""
What the regulations say, day by day: one frozen record per printed row.

Amounts are whole øre. `first_date` and `last_date` both count and an absent
last date is open. `confirmed_through` is the last day before the next ordinary
adjustment: a later day is answered by the same row, but provisionally.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from registry.period import Period
from registry.records import CompetenceKind
from registry.structs import struct


class Discipline(StrEnum):
    """Which tariff applies."""

    PHYSIOTHERAPY = "PHYSIOTHERAPY"
    RADIOLOGY = "RADIOLOGY"
    LABORATORY = "LABORATORY"


class PatientRule(StrEnum):
    """
    What a fee code asks of the patient.

    `CHILD`: only for a child. `CHILD_OR_COMPETENCE`: the competences of the code
    are not needed when the patient is a child. `SENIOR_OR_WHEELCHAIR`: over the
    age limit, or a wheelchair user. The ages are provisions.
    """

    CHILD = "CHILD"
    CHILD_OR_COMPETENCE = "CHILD_OR_COMPETENCE"
    SENIOR_OR_WHEELCHAIR = "SENIOR_OR_WHEELCHAIR"


class CombinationMode(StrEnum):
    """
    How the printed field of invalid combinations is to be read.

    `NOT_ON_RECORD` marks a code about whose combinations nothing is known, but
    whose own text asks for a companion.
    """

    ALL = "ALL"
    ALL_EXCEPT = "ALL_EXCEPT"
    LIST = "LIST"
    NOT_ON_RECORD = "NOT_ON_RECORD"


@struct(frozen=True, slots=True)
class Act:
    """A published regulation, the disciplines it is about and the first day of what it is cited for."""

    act_id: str
    title: str
    disciplines: frozenset[Discipline]
    first_date: date
    url: str


@struct(frozen=True, slots=True)
class Irregularity:
    """
    A printed row that breaks a rule which all others keep, and why it stands all the same.

    `irregularity` is SUM (the honorarium is not refund plus user fee) or ACT (the
    row starts on another day than the act it is cited from). `first_date` is that
    of the row.
    """

    discipline: Discipline
    fee_code: str
    first_date: date
    irregularity: str
    note: str


@struct(frozen=True, slots=True)
class Fee:
    """
    One fee code in one period, as printed.

    An absent amount is not on record. `percentage` marks a fee that is a share of
    other fees (code G) and has no amounts of its own. `opened_by` names the
    competences of which one is needed. `frequency` names what a limit that needs
    other bills is counted by, and `frequency_count` how many it allows; both are
    empty when there is none. `per` is PATIENT, GROUP or
    MONTH: what one use of the code is for. `where` is the place in the act.
    """

    discipline: Discipline
    fee_code: str
    period: Period
    honorarium_ore: int | None
    refund_ore: int | None
    user_fee_ore: int | None
    percentage: int | None
    minutes: int | None
    opened_by: frozenset[CompetenceKind]
    patient_rule: PatientRule | None
    per: str
    frequency: str
    frequency_count: int | None
    act_id: str
    where: str
    confidence: str
    confirmed_through: date
    note: str


@struct(frozen=True, slots=True)
class FeeRule:
    """
    Repetitions, companions and combinations of one fee code in one period.

    `max_count` is one plus the printed repetitions; absent means as often as
    needed when `count_on_record`, and not printed otherwise. `companions` are
    the codes of which one must stand in the same claim; empty when none is
    needed. `codes` is read by `mode`.
    """

    discipline: Discipline
    fee_code: str
    period: Period
    mode: CombinationMode
    codes: frozenset[str]
    max_count: int | None
    count_on_record: bool
    companions: frozenset[str]
    companion_basis: str
    remarks: str
    act_id: str


@struct(frozen=True, slots=True)
class RefundCategory:
    """
    What Helfo refunds for an examination or an analysis of one category in one period, as printed.

    The refund comes beside the user fee of the requisition or the sampling. It is
    zero where the table prints zero. `group` is the table that the category
    stands in: a modality, or a laboratory specialty.

    Source: FOR-2003-06-27-959, the tables of refund categories.
    """

    discipline: Discipline
    group: str
    category: str
    period: Period
    refund_ore: int
    act_id: str
    confidence: str
    confirmed_through: date
    note: str


@struct(frozen=True, slots=True)
class Gap:
    """
    Days for which figures are not on record, and what exactly is missing.

    `missing` is AMOUNTS, RULES, REFUND_CATEGORIES or CEILING; the last is about
    whole years. `fee_code` is absent when the gap is about a whole discipline.
    Refund categories have no fee code but a `group`, which is absent when the gap
    is about all groups of the discipline; other gaps have none.
    """

    discipline: Discipline
    fee_code: str | None
    missing: str
    period: Period
    note: str
    source: str
    group: str | None = None


@struct(frozen=True, slots=True)
class Dispute:
    """Two sources that give different figures for one fee code in one period."""

    dispute_id: str
    discipline: Discipline
    fee_code: str
    period: Period
    default_honorarium_ore: int
    default_refund_ore: int
    default_user_fee_ore: int
    default_source: str
    regulation_honorarium_ore: int
    regulation_refund_ore: int
    regulation_user_fee_ore: int
    regulation_source: str
    note: str


@struct(frozen=True, slots=True)
class Provision:
    """
    A dated rule of law that is not a fee: an age limit, a deadline, a condition.

    `value` is absent for a rule that only holds or does not hold. `unit` is
    YEARS, HOURS, DAYS, WEEKS, MONTHS, ORE, PER_YEAR or empty.
    """

    provision_id: str
    period: Period
    value: int | None
    unit: str
    legal_basis: str
    url: str
    confidence: str
    note: str


@struct(frozen=True, slots=True)
class Ceiling:
    """
    The user fee ceiling of a calendar year.

    `group` is `1` or `2` while there were two ceilings, and `merged` after.
    """

    year: int
    group: str
    disciplines: frozenset[Discipline]
    amount_ore: int
    source: str
    confidence: str
    confirmed_through: date


@struct(frozen=True, slots=True)
class ExemptionGround:
    """
    A ground on which a patient pays no user fee in a discipline.

    `under_age` is the provision that limits the patient's age; absent when age
    does not matter. `member_required` is no where the ground also holds for
    people who are not members of the National Insurance. `claim_code` is the
    letter used in real claims; empty when none is on record.
    """

    ground: str
    discipline: Discipline
    period: Period
    under_age: str | None
    member_required: bool
    claim_code: str
    legal_basis: str
    url: str
    confidence: str


@struct(frozen=True, slots=True)
class Municipality:
    """A municipality code in a period, and the health region it belongs to."""

    municipality_code: str
    name: str
    county_name: str
    period: Period
    region_organisation_number: str
    source: str


@struct(frozen=True, slots=True)
class HealthRegion:
    """A regional health authority."""

    organisation_number: str
    name: str
    source: str


@struct(frozen=True, slots=True)
class TreatmentRow:
    """
    How a plainly described treatment becomes fee codes.

    `method` is the competence the performer treats with (PHYSIOTHERAPIST for the
    ordinary codes, INTERN, or CHILD for codes that follow the patient's age).
    The base code is used once and lasts `base_minutes`; the extra code is added
    for time beyond it: once when `extra_minutes` is absent, else once per started
    `extra_minutes`; `also_extra_codes` are added as often. `exact` rows fit only
    treatments of exactly `base_minutes`. `always_codes` are added to every such
    treatment. `places` are the numbers that a patient of the row may have in the
    group, and `sizes` how many may take part; absent when that does not matter.
    """

    discipline: ClassVar[Discipline] = Discipline.PHYSIOTHERAPY
    kind: str
    setting: str
    method: str
    period: Period
    base_code: str
    base_minutes: int | None
    exact: bool
    extra_code: str | None
    extra_minutes: int | None
    also_extra_codes: tuple[str, ...]
    always_codes: tuple[str, ...]
    places: range | None = None
    sizes: range | None = None


@struct(frozen=True, slots=True)
class Description:
    """What a fee code is for, in plain words, in a period."""

    discipline: Discipline
    fee_code: str
    period: Period
    nb: str
    nn: str
    en: str


@struct(frozen=True, slots=True)
class RequisitionProfession:
    """A profession that may requisition or refer in a discipline, in a period."""

    discipline: Discipline
    profession: str
    period: Period


@struct(frozen=True, slots=True)
class Successor:
    """The code that took the place of a code that ended."""

    discipline: Discipline
    fee_code: str
    last_date: date
    successor: str


@struct(frozen=True, slots=True)
class Country:
    """A state of the European Economic Area other than Norway."""

    country_code: str
    name: str
    source: str
