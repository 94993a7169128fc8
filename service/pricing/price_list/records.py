"""A price list as plain records; absent sums are not known."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from registry.structs import struct
from registry.tariffs.tariff_set import FeeEntry
from service.pricing.decision import Provisional
from service.verification.findings import Assumption, LegalBasis, Notice, Reason, Verdict


@struct(frozen=True, slots=True)
class ListedFee:
    """
    One use of a fee code.

    `patient_pays_ore` is what a patient without exemption pays at the counter, and
    `user_fee_ore` what of it counts towards the ceiling. `honorarium_ore` is the
    whole price. All are absent for a fee that is a percentage of others.
    """

    entry: FeeEntry
    patient_pays_ore: int | None
    user_fee_ore: int | None
    honorarium_ore: int | None


@struct(frozen=True, slots=True)
class ListedSection:
    """The fees of one kind of treatment, in printed order; there is at least one."""

    section: str
    fees: tuple[ListedFee, ...]


@struct(frozen=True, slots=True)
class Statement:
    """A sentence, by the name that it has in the texts, and the rule that it rests on; absent when on none."""

    name: str
    data: Mapping[str, str] = field(default_factory=dict)
    legal_basis: LegalBasis | None = None


@struct(frozen=True, slots=True)
class ListedCharge:
    """A charge outside the scheme; `maximum_ore` is absent when the law sets no sum."""

    kind: str
    statement: Statement
    maximum_ore: int | None


@struct(frozen=True, slots=True)
class PriceList:
    """
    What patients pay at a provider on a day.

    `practice_id` is absent when none is told and there is not just one. `sources`
    are the acts that the fees are printed in.
    """

    practice_id: str | None
    reimbursed: Verdict
    valid_until: date
    reasons: tuple[Reason, ...]
    notices: tuple[Notice, ...]
    sections: tuple[ListedSection, ...] = ()
    charges: tuple[ListedCharge, ...] = ()
    exempt: tuple[Statement, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    provisional: tuple[Provisional, ...] = ()
    sources: tuple[LegalBasis, ...] = ()
