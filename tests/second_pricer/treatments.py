"""
A treatment described plainly, as the fee codes that a therapist would write.

Written from the text of the codes, not from the tariff's table of treatments.
A length is a first part, and then started parts of ten minutes; an examination had
one supplement for a longer one until June 2026.

Source: the physiotherapy regulation, chapter II, sections A, B and F.
"""

from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.groups import code_group
from tests.second_pricer.patient import age
from tests.second_pricer.people import PROVIDERS, at_work, competent

Claim = dict[str, Any]
Line = dict[str, Any]
Uses = list[tuple[str, int]]

ONE_CODE_PER_LENGTH = {20: "A2a", 30: "A2b", 40: "A2c", 60: "A2e", 90: "A2f"}
SUPPLEMENTS = {"DIAGNOSTIC_ULTRASOUND": "A1i", "SENIOR_OR_WHEELCHAIR": "D40"}
NAMED = {
    "PHYSIOTHERAPY": "ordinary",
    "MANUAL_THERAPY": "manual therapy",
    "PSYCHOMOTOR": "psychomotor",
    "CLINICAL_MASTER": "clinical master",
}
LETTERS = {"ordinary": "A3", "manual therapy": "A8", "psychomotor": "A9", "clinical master": "A7"}
BY_VIDEO = {"ordinary": "B1", "manual therapy": "B2", "psychomotor": "B3"}
BY_VIDEO_NOW = {"ordinary": "B3", "manual therapy": "B8", "psychomotor": "B9", "clinical master": "B7"}

STEPS, RENUMBERED, EXAMINED_IN_STEPS = "2018-10-01", "2025-07-01", "2026-07-01"
VIDEO, VIDEO_EXAMINATION, INTERNS = "2020-03-23", "2020-04-21", "2022-07-01"


def code_treatment(claim: Claim, line: Line) -> tuple[Uses, str]:
    """The codes of a treatment, or the reason why there are none."""
    if not tables.fees("PHYSIOTHERAPY", claim["day"]):
        return [], "TARIFF_NOT_ON_RECORD"
    added = [(SUPPLEMENTS[name], 1) for name in line["supplements"]]
    own = own_methods(claim)
    intern = at_work(PROVIDERS[claim["performer"]], "INTERN", claim["day"])
    if line["treatment"] == "INDIVIDUAL" and len(own) > 1 and not intern:
        return [], "METHOD_NOT_TOLD"
    if line["treatment"] == "GROUP":
        uses, reason = code_group(claim, line, intern)
        return (uses + added, "") if uses else ([], reason)
    if line["treatment"] == "SELF_TRAINING":
        uses = train(claim, line, intern)
    elif line["treatment"] == "EXAMINATION":
        uses = examine(claim, line, own, intern)
    else:
        uses = treat(claim, line, own, intern)
    if not uses:
        return [], not_there(claim)
    return uses + added, ""


def not_there(claim: Claim) -> str:
    """Why there are no codes: the tariff has none, or the whole table of the day is not on record."""
    in_gap = any(tables.holds(gap, claim["day"]) for gap in tables.amount_gaps("PHYSIOTHERAPY", ""))
    return "TARIFF_NOT_ON_RECORD" if in_gap else "TREATMENT_NOT_IN_TARIFF"


def own_methods(claim: Claim) -> list[str]:
    """The methods beyond the ordinary one that the therapist's competences are for."""
    day, provider = claim["day"], PROVIDERS[claim["performer"]]
    held = {kind for kind, _, _ in provider.get("competences", []) if competent(provider, kind, day)}
    found = []
    if held & {"MANUAL_THERAPIST", "MANUAL_THERAPY_EXTRA", "MANUAL_THERAPY_2015"}:
        found.append("manual therapy")
    if held & {"PSYCHOMOTOR", "PSYCHOMOTOR_2015"}:
        found.append("psychomotor")
    if day >= RENUMBERED and held & {"CLINICAL_MASTER", "ASSOCIATION_SPECIALIST"}:
        found.append("clinical master")
    return found


def specialist(claim: Claim) -> bool:
    """Whether the therapist adds A2k, which the clinical master's own codes took the place of."""
    return claim["day"] < RENUMBERED and competent(
        PROVIDERS[claim["performer"]], "ASSOCIATION_SPECIALIST", claim["day"]
    )


def started(minutes: int) -> int:
    """Started parts of ten minutes beyond the first twenty."""
    return max(0, -(-(minutes - 20) // 10))


def in_steps(letter: str, minutes: int, intern: bool = False) -> Uses:
    """A first code and as many of the second as are started."""
    more, t = started(minutes), "t" if intern else ""
    return [(f"{letter}a{t}", 1), *([(f"{letter}b{t}", more)] if more else [])]


def train(claim: Claim, line: Line, intern: bool) -> Uses:
    """Training at the clinic, of whatever length."""
    if line["setting"] != "CLINIC" or (intern and claim["day"] < INTERNS):
        return []
    return [("A10t" if intern else "A10", 1)]


def treat(claim: Claim, line: Line, own: list[str], intern: bool) -> Uses:
    """Individual treatment; a length of its own code each until September 2018, for the ordinary method."""
    day, minutes, setting = claim["day"], line["minutes"], line["setting"]
    method = NAMED.get(line["treatment"]) or (own[0] if own else "ordinary")
    if setting == "POOL":
        return []
    if intern:
        return treat_as_intern(day, minutes, setting)
    if setting == "VIDEO":
        codes = BY_VIDEO_NOW if day >= RENUMBERED else BY_VIDEO if day >= VIDEO else {}
        return in_steps(codes[method], minutes) if method in codes else []
    home = [("F1", 1)] if setting == "HOME" else []
    with_a2k = [("A2k", 1)] if method == "ordinary" and specialist(claim) else []
    if method == "ordinary" and day < STEPS:
        code = ONE_CODE_PER_LENGTH.get(minutes)
        return [(code, 1), *home, *with_a2k] if code else []
    if method == "clinical master" and day < RENUMBERED:
        return []
    return in_steps(LETTERS[method], minutes) + home + with_a2k


def treat_as_intern(day: str, minutes: int, setting: str) -> Uses:
    """An intern treats at the clinic or by video; F1 stands beside no code of an intern."""
    if day < INTERNS or setting == "HOME":
        return []
    return in_steps("A3" if setting == "CLINIC" else "B3" if day >= RENUMBERED else "B1", minutes, intern=True)


def examine(claim: Claim, line: Line, own: list[str], intern: bool) -> Uses:
    """An examination: A1d for those with a competence of their own and for children, A1a otherwise."""
    day, minutes, setting = claim["day"], line["minutes"], line["setting"]
    video = setting == "VIDEO"
    if setting == "POOL" or (video and day < VIDEO_EXAMINATION):
        return []
    if intern:
        return examine_as_intern(day, minutes, setting)
    years = age(claim)
    child = years is not None and years < tables.limit("child_fee_code_age", day)
    special = bool(own) or child or specialist(claim)
    first, longer = ("d", "f") if special else ("a", "c")
    section = "B0" if video else "A1"
    more = started(minutes) if day >= EXAMINED_IN_STEPS else int(minutes > 30)
    uses = [(f"{section}{first}", 1), *([(f"{section}{longer}", more)] if more else [])]
    if "manual therapy" in own:
        uses += by_manual_therapist(claim, video, more)
    return uses + ([("F1", 1)] if setting == "HOME" else [])


def by_manual_therapist(claim: Claim, video: bool, more: int) -> Uses:
    """What a manual therapist adds to an examination; by video only since it was allowed beside B0d."""
    day = claim["day"]
    if day >= EXAMINED_IN_STEPS:
        return [("A1ha", 1), *([("A1hb", more)] if more else [])]
    registered = any(
        competent(PROVIDERS[claim["performer"]], kind, day) for kind in ("MANUAL_THERAPIST", "MANUAL_THERAPY_EXTRA")
    )
    return [("A1h", 1)] if registered and not video else []


def examine_as_intern(day: str, minutes: int, setting: str) -> Uses:
    """An intern has no supplement for a longer examination until July 2026."""
    if day < INTERNS or setting == "HOME":
        return []
    section = "B0" if setting == "VIDEO" else "A1"
    more = started(minutes) if day >= EXAMINED_IN_STEPS else 0
    return [(f"{section}at", 1), *([(f"{section}ct", more)] if more else [])]
