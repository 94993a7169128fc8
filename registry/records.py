"""
What the register knows about providers: one frozen record per fact.

Every record names its `source`. Each has a `key`: recording a fact with the key
of an older one supersedes the older one, and both stay readable.
"""

from datetime import date, timedelta
from enum import StrEnum

from registry.period import Period
from registry.structs import struct


class AgreementKind(StrEnum):
    """The three kinds of agreement that make a treatment reimbursable."""

    DIRECT_SETTLEMENT = "DIRECT_SETTLEMENT"
    MUNICIPAL_FUNDING = "MUNICIPAL_FUNDING"
    REGIONAL_HEALTH_AUTHORITY = "REGIONAL_HEALTH_AUTHORITY"


class CoverageKind(StrEnum):
    """What a source may be complete for: each kind of agreement, and authorisations."""

    DIRECT_SETTLEMENT = "DIRECT_SETTLEMENT"
    MUNICIPAL_FUNDING = "MUNICIPAL_FUNDING"
    REGIONAL_HEALTH_AUTHORITY = "REGIONAL_HEALTH_AUTHORITY"
    AUTHORISATION = "AUTHORISATION"


class CompetenceKind(StrEnum):
    """
    A right of a performer that opens fee codes, most often as registered in HPR.

    `MANUAL_THERAPY_EXTRA` is the extra competence (sick note, requisition and
    referral right) that stood for a manual therapist before the authorisation
    of its own. `ASSOCIATION_SPECIALIST` is the approval that opened A2k and, for
    some time after, A7. `MANUAL_THERAPY_2015` is the right to use A8 on 1 July
    2015, and `PSYCHOMOTOR_2015` an approval of 31 December 2015; both came
    without a registration in HPR. `EEA_TEMPORARY_SERVICE` is a physiotherapist
    of another EEA state who gives a temporary service here.
    """

    PHYSIOTHERAPIST = "PHYSIOTHERAPIST"
    MANUAL_THERAPIST = "MANUAL_THERAPIST"
    MANUAL_THERAPY_EXTRA = "MANUAL_THERAPY_EXTRA"
    PSYCHOMOTOR = "PSYCHOMOTOR"
    CLINICAL_MASTER = "CLINICAL_MASTER"
    ASSOCIATION_SPECIALIST = "ASSOCIATION_SPECIALIST"
    INTERN = "INTERN"
    EEA_TEMPORARY_SERVICE = "EEA_TEMPORARY_SERVICE"
    MANUAL_THERAPY_2015 = "MANUAL_THERAPY_2015"
    PSYCHOMOTOR_2015 = "PSYCHOMOTOR_2015"


class Role(StrEnum):
    """
    In what capacity a performer works at a practice.

    A locum stands in for the principal, and an intern works under the
    principal's supervision; for both the principal is the contract holder.
    Education candidates, and teachers at certain institutions, need none.
    """

    SELF_EMPLOYED = "SELF_EMPLOYED"
    MUNICIPAL_EMPLOYEE = "MUNICIPAL_EMPLOYEE"
    LOCUM = "LOCUM"
    INTERN = "INTERN"
    EDUCATION_CANDIDATE = "EDUCATION_CANDIDATE"
    TEACHER = "TEACHER"


NATIONAL_AREA = "NO"
"""The area of a coverage row that is complete for the whole country."""

HELFO = "HELFO"
"""The counterparty of every direct settlement agreement."""


@struct(frozen=True, slots=True)
class Performer:
    """A person who treats, known by the HPR number."""

    hpr_number: str
    name: str
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """The HPR number."""
        return (self.hpr_number,)


@struct(frozen=True, slots=True)
class Organisation:
    """A laboratory, an X-ray institute, a clinic or a municipality as an enterprise."""

    organisation_number: str
    name: str
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """The organisation number."""
        return (self.organisation_number,)


@struct(frozen=True, slots=True)
class Practice:
    """A practice as Helfo registers it; municipality and enterprise are absent when not known."""

    practice_id: str
    name: str
    practice_type: str
    municipality_code: str | None
    organisation_number: str | None
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """The ten-digit practice number."""
        return (self.practice_id,)


@struct(frozen=True, slots=True)
class Competence:
    """A competence that a performer holds in a period."""

    hpr_number: str
    kind: CompetenceKind
    period: Period
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """Performer, kind and first day."""
        return (self.hpr_number, self.kind.value, str(self.period.first_date or ""))


@struct(frozen=True, slots=True)
class Affiliation:
    """
    A performer works at a practice, in a role, in a period.

    `principal_hpr_number` is the contract holder whom a locum replaces or who
    supervises an intern; absent for the other roles.
    """

    hpr_number: str
    practice_id: str
    role: Role
    principal_hpr_number: str | None
    period: Period
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """Performer, practice, role and first day."""
        return (self.hpr_number, self.practice_id, self.role.value, str(self.period.first_date or ""))


@struct(frozen=True, slots=True)
class Agreement:
    """
    An agreement between a provider and a public counterparty.

    The holder is a performer or an organisation, exactly one of the two. The
    counterparty is `HELFO`, a municipality code or the organisation number of a
    regional health authority. Without a practice the agreement holds for every
    practice of the holder. `discipline` says what a regional contract is about
    (RADIOLOGY or LABORATORY); absent for the other kinds.

    `fetched` is the day on which the source was read, `last_confirmed` the last
    day on which it still said so; both are absent when not told.
    """

    agreement_id: str
    kind: AgreementKind
    hpr_number: str | None
    organisation_number: str | None
    counterparty: str
    practice_id: str | None
    discipline: str | None
    period: Period
    source: str
    fetched: date | None = None
    last_confirmed: date | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """The agreement's own identifier."""
        return (self.agreement_id,)

    @property
    def place(self) -> tuple[str, ...]:
        """
        Kind, holder and practice, where two agreements may not hold on one day.

        An institute may have contracts with several health regions, and for two
        disciplines, so these set regional contracts apart as well.
        """
        regional = self.kind is AgreementKind.REGIONAL_HEALTH_AUTHORITY
        return (
            self.kind.value,
            self.hpr_number or self.organisation_number or "",
            self.practice_id or "",
            self.counterparty if regional else "",
            self.discipline or "",
        )


@struct(frozen=True, slots=True)
class Coverage:
    """
    A source is complete for one kind of fact, in an area, for a period.

    The area is a municipality code, the organisation number of a regional health
    authority, or `NATIONAL_AREA`. Only inside coverage does an absent record
    prove that there is none.

    `last_confirmed` is the last day on which the source was read as complete,
    and `max_age_days` how many days later it may still be relied on; absent
    means that it was not told, or that it does not age.
    """

    kind: CoverageKind
    area: str
    period: Period
    source: str
    last_confirmed: date | None = None
    max_age_days: int | None = None

    def fresh_until(self, confirmed: date | None = None) -> date | None:
        """
        The last day on which it may be relied on for later days; absent when it does not age.

        `confirmed` is a day on which a single record was confirmed by itself,
        which may be later than the day of the whole source.
        """
        last = max((each for each in (self.last_confirmed, confirmed) if each), default=None)
        if last is None or self.max_age_days is None:
            return None
        return last + timedelta(days=self.max_age_days)

    @property
    def key(self) -> tuple[str, ...]:
        """Kind, area and first day."""
        return (self.kind.value, self.area, str(self.period.first_date or ""))


Record = Performer | Organisation | Practice | Competence | Affiliation | Agreement | Coverage

OF_PERFORMER = (Performer, Competence, Affiliation, Agreement)
OF_ORGANISATION = (Organisation, Practice, Agreement)
OF_PRACTICE = (Practice, Affiliation)
"""The kinds of record that belong to a performer, to an organisation and to a practice; one may belong to several."""
