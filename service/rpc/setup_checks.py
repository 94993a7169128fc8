"""Whether what answers rest on works, layer by layer."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from registry.snapshot import Snapshot
from registry.structs import struct
from registry.tariffs.records import Discipline
from registry.tariffs.tariff_set import TariffSet
from service.verification.coverage import is_stale

TOLERATED_SECONDS = 60
"""
How far two clocks may be apart before it is worth a word. A choice of ours, and no
rule: more than a call takes on its way, and less than matters to a day's diary.
"""

SHOWN_DIGITS = 12
MOST_AREAS = 5
MORE = "…"
DIGEST = re.compile(r"[0-9a-f]{64}")
LIST_MARK = ", "


class Layer(StrEnum):
    """What answers rest on: `SetupLayer` of the contract."""

    CONNECTION = "CONNECTION"
    VERSION = "VERSION"
    CONTRACT = "CONTRACT"
    CLOCK = "CLOCK"
    REGISTER = "REGISTER"
    FRESHNESS = "FRESHNESS"
    TARIFF = "TARIFF"


class State(StrEnum):
    """How a layer is: `SetupState` of the contract."""

    WORKS = "WORKS"
    WARNS = "WARNS"
    FAILS = "FAILS"
    NOT_CHECKED = "NOT_CHECKED"


@struct(frozen=True, slots=True)
class Check:
    """How a layer is, and the texts that say so, one after the other, with the data that fills them all."""

    layer: Layer
    state: State
    codes: tuple[str, ...]
    data: Mapping[str, str]


def check_version(version: str | None, rules_version: str) -> Check:
    """Whether the server knows which version it is."""
    if version is None:
        return Check(Layer.VERSION, State.WARNS, ("VERSION_UNKNOWN",), {"rules": rules_version})
    return Check(Layer.VERSION, State.WORKS, ("VERSION",), {"version": version, "rules": rules_version})


def check_contract(told: str, own: str) -> Check:
    """Whether the client was made from the server's contract; what it told is repeated only if it is a digest."""
    data = {"server": own[:SHOWN_DIGITS]}
    if not told:
        return Check(Layer.CONTRACT, State.NOT_CHECKED, ("CONTRACT_NOT_TOLD",), data)
    if told == own:
        return Check(Layer.CONTRACT, State.WORKS, ("CONTRACT_SAME",), data)
    if not DIGEST.fullmatch(told):
        return Check(Layer.CONTRACT, State.WARNS, ("CONTRACT_NO_DIGEST",), data)
    return Check(Layer.CONTRACT, State.WARNS, ("CONTRACT_OTHER",), data | {"client": told[:SHOWN_DIGITS]})


def check_clock(told: datetime | None, own: datetime) -> Check:
    """Whether the client's clock agrees with the server's."""
    if told is None:
        return Check(Layer.CLOCK, State.NOT_CHECKED, ("CLOCK_NOT_TOLD",), {"server": _second(own)})
    apart = abs(told - own)
    data = {"client": _second(told), "server": _second(own), "seconds": str(round(apart.total_seconds()))}
    if apart >= timedelta(days=1):
        return Check(Layer.CLOCK, State.FAILS, ("CLOCK_OTHER_DAY",), data)
    if apart > timedelta(seconds=TOLERATED_SECONDS):
        return Check(Layer.CLOCK, State.WARNS, ("CLOCK_APART",), data)
    return Check(Layer.CLOCK, State.WORKS, ("CLOCK_SAME",), data)


def check_register(snapshot: Snapshot) -> Check:
    """Whether the register holds anybody."""
    data = {"revision": str(snapshot.revision), "providers": str(snapshot.providers)}
    if not snapshot.providers:
        return Check(Layer.REGISTER, State.FAILS, ("REGISTER_EMPTY",), data)
    return Check(Layer.REGISTER, State.WORKS, ("REGISTER_HOLDS",), data)


def check_freshness(snapshot: Snapshot, today: date) -> Check:
    """Whether what the register is complete for today has been refreshed in time."""
    rows = [row for row in snapshot.each_coverage() if row.period.covers(today)]
    stale = sorted((row for row in rows if is_stale(snapshot, row, today)), key=lambda row: row.key)
    data = {"total": str(len(rows))}
    if not rows:
        return Check(Layer.FRESHNESS, State.WARNS, ("FRESHNESS_NOTHING_COVERED",), data)
    if not stale:
        return Check(Layer.FRESHNESS, State.WORKS, ("FRESHNESS_FRESH",), data)
    data |= {
        "stale": str(len(stale)),
        "kinds": LIST_MARK.join(sorted({row.kind.value for row in stale})),
        "areas": _few(sorted({row.area for row in stale})),
        "oldest": str(min(row.last_confirmed for row in stale if row.last_confirmed)),
    }
    state = State.FAILS if len(stale) == len(rows) else State.WARNS
    return Check(Layer.FRESHNESS, state, ("FRESHNESS_STALE",), data)


def check_tariffs(tariffs: TariffSet, today: date) -> Check:
    """Whether every discipline's tariff of the day is on record, without gaps, and confirmed."""
    missing, gaps, provisional, through = [], [], [], []
    for discipline in Discipline:
        tariff, ceiling = tariffs.day(discipline, today), tariffs.ceiling(discipline, today)
        confirmed = [entry.fee.confirmed_through for entry in tariff.fees.values()]
        confirmed += [ceiling.confirmed_through] if ceiling else []
        if not tariff.fees or tariff.lacks_amounts():
            missing.append(discipline)
        elif tariff.gaps or ceiling is None:
            gaps.append(discipline)
        if tariff.fees and min(confirmed) < today:
            provisional.append(discipline)
            through.append(min(confirmed))
    found = {"TARIFF_MISSING": missing, "TARIFF_GAPS": gaps, "TARIFF_PROVISIONAL": provisional}
    codes = tuple(code for code, disciplines in found.items() if disciplines)
    state = State.FAILS if missing else State.WARNS if codes else State.WORKS
    data = {code.removeprefix("TARIFF_").lower(): LIST_MARK.join(found[code]) for code in codes}
    data |= {"day": str(today), "digest": tariffs.digest} | ({"through": str(min(through))} if through else {})
    return Check(Layer.TARIFF, state, codes or ("TARIFF_CONFIRMED",), data)


def _second(moment: datetime) -> str:
    """A moment to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _few(names: list[str]) -> str:
    """The first of several names, and a sign that there are more."""
    return LIST_MARK.join([*names[:MOST_AREAS], *([MORE] if len(names) > MOST_AREAS else [])])
