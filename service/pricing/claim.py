"""A claim as the core sees it: one contact, before it is billed; absent means not told."""

from datetime import date, time, timedelta

from registry.structs import struct
from registry.tariffs.records import Discipline
from service.verification.reimbursability import ProviderAtPractice
from service.verification.requisitions import Requisition


@struct(frozen=True, slots=True)
class FeeUse:
    """A fee code and how many times it is used."""

    fee_code: str
    count: int = 1


@struct(frozen=True, slots=True)
class Treatment:
    """
    A physiotherapy treatment described plainly.

    Size of a group and place in it are absent when not told.
    """

    kind: str
    minutes: int
    setting: str = "CLINIC"
    supplements: tuple[str, ...] = ()
    group_size: int | None = None
    group_place: int | None = None


@struct(frozen=True, slots=True)
class Examination:
    """A radiological examination, or a laboratory sample when `sample` is told."""

    modality: str | None = None
    sample: str | None = None
    refund_category: str | None = None


@struct(frozen=True, slots=True)
class Cancellation:
    """
    How long before the start an appointment was cancelled; negative when after it.

    The two differ when the start is not told: then it may be any time of the day.
    """

    least: timedelta
    most: timedelta


@struct(frozen=True, slots=True)
class Charge:
    """
    A charge outside the scheme.

    `booked` is what a missed appointment was for, empty when not told, and
    `cancelled` is absent when it is not told that it was cancelled.
    """

    kind: str
    amount_ore: int | None = None
    cost_ore: int | None = None
    clinical_need_recorded: bool | None = None
    patient_free_to_choose: bool | None = None
    booked: tuple[FeeUse, ...] = ()
    cancelled: Cancellation | None = None


@struct(frozen=True, slots=True)
class Line:
    """One line of a claim; the number is counted from 1."""

    number: int
    content: FeeUse | Treatment | Examination | Charge
    asking_price_ore: int | None = None


@struct(frozen=True, slots=True)
class Patient:
    """
    What is told of the patient.

    `card` and `member` are absent when not known. `age` is in whole years on the
    treatment date; it follows from `birth_date` when that is told.
    """

    birth_date: date | None = None
    age: int | None = None
    card: bool | None = None
    user_fees_paid_ore: int | None = None
    member: bool | None = None
    municipality_code: str | None = None
    health_region: str | None = None
    wheelchair_user: bool | None = None


@struct(frozen=True, slots=True)
class EarlierUse:
    """
    How often a fee code was used before, counted as its limit counts.

    `last_date` is the day of the last use; absent when not told. A count of 0
    says that it was not used.
    """

    fee_code: str
    count: int
    last_date: date | None = None


@struct(frozen=True, slots=True)
class Booking:
    """A time that is taken, in local time; an end before the start is after midnight."""

    start: time
    end: time


@struct(frozen=True, slots=True)
class Circumstances:
    """
    What is told of other bills.

    `none_earlier` says that no code of the claim was used before.
    `same_day` are the codes on other bills for the patient that day, and
    `holder_bookings` the times when the contract holder bills while a locum
    treats. `bookings`, `holder_bookings` and `same_day` are absent when not told
    and empty when there are none.
    """

    earlier: tuple[EarlierUse, ...] = ()
    none_earlier: bool = False
    bookings: tuple[Booking, ...] | None = None
    holder_bookings: tuple[Booking, ...] | None = None
    same_day: tuple[FeeUse, ...] | None = None


NOTHING_TOLD = Circumstances()


@struct(frozen=True, slots=True)
class Claim:
    """
    One claim. `performer` is absent when the treatment is given abroad.

    `start_time` is local; absent when not told.
    """

    discipline: Discipline
    treatment_date: date
    lines: tuple[Line, ...]
    performer: ProviderAtPractice | None = None
    country_code: str = "NO"
    patient: Patient = Patient()
    grounds: tuple[str, ...] = ()
    requisition: Requisition | None = None
    start_time: time | None = None
    circumstances: Circumstances = NOTHING_TOLD

    @property
    def is_timed(self) -> bool:
        """Whether the start is told."""
        return self.start_time is not None


def age_on(birth_date: date, day: date) -> int:
    """
    The age in whole years on a day.

    Who is born on 29 February turns a year older on 1 March in other years.

    >>> age_on(date(2008, 2, 29), date(2024, 2, 28)), age_on(date(2008, 2, 29), date(2024, 2, 29))
    (15, 16)
    >>> age_on(date(2008, 2, 29), date(2026, 2, 28)), age_on(date(2008, 2, 29), date(2026, 3, 1))
    (17, 18)
    """
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def years_before(day: date, years: int) -> date:
    """
    The last birth date of those who have reached an age on a day.

    >>> years_before(date(2026, 2, 28), 18), years_before(date(2028, 2, 29), 18)
    (datetime.date(2008, 2, 28), datetime.date(2010, 2, 28))
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=day.day - 1)


def birthday(birth_date: date, age: int) -> date:
    """The day on which a person reaches an age."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, birth_date.month + 1, 1)
