"""
Random claims as plain dictionaries, the same for the same seed.

Most are sensible, and many lie near a border: the first and last days of rows
and agreements, ages around a limit, counts around a limit, sums around the ceiling.

Left out, because the second pricer does not know it yet: a practice that is not
told, and where the patient lives. Not compared: the lowest and highest sum where a
code is undecided or the claim is not paid by the tariff, the assumptions of such
claims, and those about charges, requisitions, regions and tables that are not on
record. What is to come in goes into `claim_lines` or beside it, after its rule
stands in the second pricer.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.claim_lines import CODES, DISCIPLINES, random_lines
from tests.second_pricer.people import PROVIDERS

Claim = dict[str, Any]

FIRST, LAST = date(2017, 6, 1), date(2027, 12, 31)
PHYSIOTHERAPISTS = [name for name, facts in PROVIDERS.items() if facts.get("discipline") == "PHYSIOTHERAPY"]
INSTITUTES = [name for name, facts in PROVIDERS.items() if facts.get("discipline") == ""]
PROFESSIONS = ["DOCTOR", "DENTIST", "CHIROPRACTOR", "MANUAL_THERAPIST", "MIDWIFE", "PHYSIOTHERAPIST", "OTHER"]
GROUNDS = sorted({row["ground"] for row in tables.GROUNDS} - {"CHILD", "EXEMPTION_CARD"})
"""What a claim may state; the age and the card are told of the patient."""


def random_claims(count: int, seed: str, within: tuple[str, str] = ("", "")) -> Iterator[Claim]:
    """So many claims, one after the other; `within` says between which days, when not all are wanted."""
    random = Random(seed)
    for _ in range(count):
        yield random_claim(random, within)


def random_claim(random: Random, within: tuple[str, str]) -> Claim:
    """One claim."""
    discipline = random.choice(DISCIPLINES)
    performer = random_performer(random, discipline)
    day = day_between(random, *within) if any(within) else random_day(random, performer)
    claim = {
        "discipline": discipline,
        "day": day,
        "performer": performer,
        "authority": random.choice(["DEFAULT"] * 3 + ["REGULATION"]),
        "patient": random_patient(random, discipline, day),
        "grounds": random_grounds(random, discipline),
        "requisition": random_requisition(random, day),
        "lines": random_lines(random, discipline, performer, day),
    }
    claim |= random_other_bills(random, claim)
    claim["country"] = "NO"
    if random.random() < 0.06:
        claim |= {"country": random.choice(["SE", "SE", "DK", "IS", "US", "CH"]), "performer": "abroad"}
        for line in claim["lines"]:
            line["asking"] = random.choice([line.get("asking"), random.randint(0, 60_000)])
    if random.random() < 0.2:
        claim["patient"]["paid"] = near_the_ceiling(random, claim)
    return claim


def near_the_ceiling(random: Random, claim: Claim) -> int:
    """What was paid before, so that this claim just reaches the ceiling, or what is above it just comes back."""
    discipline, day = claim["discipline"], claim["day"]
    fees = [
        (tables.amounts(discipline, line["code"], day, claim["authority"])[2] or 0) * line["count"]
        for line in claim["lines"]
        if line.get("code") in tables.fees(discipline, day)
    ]
    above = random.choice([-1, 0, 1, 19_999, 20_000, 20_001])
    return max(0, (tables.ceiling(discipline, day[:4]) or 0) + above - sum(fees))


def random_performer(random: Random, discipline: str) -> str:
    """Most often one with the agreements, so that the rules of the bill matter."""
    if random.random() < 0.01:
        return "not in the register"
    if discipline == "PHYSIOTHERAPY":
        return random.choice(PHYSIOTHERAPISTS if random.random() < 0.5 else OFTEN)
    return random.choice(INSTITUTES if random.random() < 0.5 else ["institute"])


OFTEN = [
    "ordinary",
    "manual therapist",
    "psychomotor",
    "clinical master",
    "association specialist",
    "extra competence",
    "employee",
    "intern",
    "intern of 2024",
    "intern of 2026",
    "locum, manual therapist",
    "candidate in manual therapy",
    "candidate in psychomotor",
]


@cache
def borders() -> list[date]:
    """The days on which something of the tables starts or has ended."""
    found = set()
    for table in (
        *tables.FEES.values(), *tables.RULES.values(), tables.GAPS, tables.PROVISIONS, tables.DISPUTES,
        tables.SHARED_LIMITS, tables.SAME_DAY, tables.CATEGORIES,
    ):  # fmt: skip
        found |= ends([(row["first_date"], row["last_date"]) for row in table])
    return sorted(day for day in found if FIRST <= day <= LAST)


@cache
def borders_of(performer: str) -> list[date]:
    """The days on which something about a provider starts or has ended."""
    facts = PROVIDERS[performer]
    periods = [(first, last) for _, first, last in facts.get("competences", [])]
    for name in ("settlement", "funding", "RADIOLOGY", "LABORATORY"):
        periods += facts.get(name, [])
    if "works" in facts:
        periods.append(facts["works"])
    return sorted(day for day in ends(periods) if FIRST <= day <= LAST)


def ends(periods: list[tuple[str, str]]) -> set[date]:
    """First days, and the days after last days."""
    found = {date.fromisoformat(first) for first, _ in periods if first}
    return found | {date.fromisoformat(last) + timedelta(days=1) for _, last in periods if last}


def random_day(random: Random, performer: str) -> str:
    """Any day, a border, or a day of the provider's own; then sometimes a day or two beside it."""
    kind = random.random()
    own = borders_of(performer)
    works = PROVIDERS[performer].get("works", ("", ""))
    if works[1] and kind > 0.15:
        kind = 0.4 if kind < 0.35 else 1.0
    if kind < 0.35:
        day = random.choice(borders()) + timedelta(days=random.choice([-1, -1, 0, 0, 1]))
    elif kind < 0.6 and own:
        day = random.choice(own) + timedelta(days=random.choice([-1, -1, 0, 0, 1]))
    else:
        return day_between(random, *works) if works[1] else day_between(random, "", "")
    return min(max(day, FIRST), LAST).isoformat()


def day_between(random: Random, first_date: str, last_date: str) -> str:
    """Any day between two days; an empty one is open."""
    first = max(FIRST, date.fromisoformat(first_date)) if first_date else FIRST
    last = min(LAST, date.fromisoformat(last_date)) if last_date else LAST
    return (first + timedelta(days=random.randint(0, (last - first).days))).isoformat()


def random_patient(random: Random, discipline: str, day: str) -> dict[str, Any]:
    """A patient; much of it is often not told."""
    years = random.choice([random.randint(0, 100), *[11, 12, 15, 16, 17, 18, 79, 80, 81] * 2, *[40] * 20])
    how = random.random()
    ceiling = tables.ceiling(discipline, day[:4]) or 0
    near = ceiling + 100 * random.choice([-700, -300, -201, -144, -143, -1, 0, 1, 150, 199, 200, 400])
    return {
        "age": years if how < 0.6 else None,
        "born": random_birth(random, day, years) if 0.6 <= how < 0.9 else None,
        "card": random.choice([None, True, False, False]),
        "paid": random.choice([None, 0, 10000 * random.randint(0, 40), max(0, near), max(0, near)]),
        "member": random.choice([None] * 4 + [True] * 15 + [False]),
        "wheelchair": random.choice([None, None, None, False, True]),
    }


def random_grounds(random: Random, discipline: str) -> list[str]:
    """Most often none, and of those told most often one of the discipline."""
    count = random.choice([0] * 14 + [1] * 3 + [2])
    own = sorted({row["ground"] for row in tables.GROUNDS if row["discipline"] == discipline} & set(GROUNDS))
    return random.sample(own if random.random() < 0.7 else GROUNDS, count)


def random_birth(random: Random, day: str, years: int) -> str:
    """A day of birth that gives about this age, often with the birthday close by."""
    of_day = date.fromisoformat(day)
    shift = random.choice([0, 0, 1, -1, random.randint(-180, 180)])
    near = of_day + timedelta(days=shift)
    born = date(max(1, near.year - years), near.month, min(near.day, 28) if near.month == 2 else near.day)
    leap = born.year % 4 == 0 and (born.month, born.day) in {(2, 28), (3, 1)} and random.random() < 0.5
    return (date(born.year, 2, 29) if leap else min(born, of_day)).isoformat()


def random_requisition(random: Random, day: str) -> dict[str, Any] | None:
    """Who asked for it; most often a doctor, since most requisitions count."""
    kind = random.random()
    if kind < 0.08:
        return None
    if kind < 0.14:
        return {"none": True}
    profession = random.choice([*PROFESSIONS, *["DOCTOR"] * 20, *["MANUAL_THERAPIST"] * 6])
    shift = random.choice([-400, -30, -7, -1, 0, 0, 1])
    dated = (date.fromisoformat(day) + timedelta(days=shift)).isoformat()
    by = None
    if profession == "MANUAL_THERAPIST" and random.random() < 0.7:
        by = random.choice([*REQUISITIONERS, "not in the register"])
    return {"none": False, "profession": profession, "by": by, "day": dated if random.random() < 0.7 else None}


REQUISITIONERS = [
    "manual therapist",
    "manual therapist from 2026",
    "extra competence",
    "only manual therapist",
    "ordinary",
]


def random_other_bills(random: Random, claim: Claim) -> Claim:
    """When it starts, and what is told of other bills; each is often not told."""
    codes = [line["code"] for line in claim["lines"] if "code" in line]
    told = {"start": None, "earlier": None, "same_day": None, "bookings": None, "holder": None}
    if random.random() < 0.4 or ("G" in codes and random.random() < 0.8):
        told["start"] = random.choice([*TIMES, f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"])
    if random.random() < 0.3:
        told["earlier"] = random_earlier_uses(random, claim, codes)
    if random.random() < 0.2:
        others = random.choice([["A1a"], ["A3a"], ["A10"], ["B0d", "B3a"], CODES[claim["discipline"]]])
        told["same_day"] = [(random.choice(others), 1) for _ in range(random.choice([0, 1, 1, 2]))]
    for name in ("bookings", "holder"):
        if random.random() < 0.25:
            told[name] = random_bookings(random, told["start"] or "10:00")
    return told


TIMES = ["00:00", "07:59", "08:00", "10:00", "11:59", "12:00", "17:59", "18:00", "23:40"]


def random_earlier_uses(random: Random, claim: Claim, codes: list[str]) -> list[tuple[str, int, str | None]]:
    """Earlier uses around the limits, of the claim's codes and of those that share a limit; sometimes none."""
    day = date.fromisoformat(claim["day"])
    limited = [code for code in codes if tables.fees(claim["discipline"], claim["day"]).get(code, {}).get("frequency")]
    named = [other for code in limited for other in sorted(tables.share_a_limit(code, claim["day"]))]
    named = named or [random.choice(["899a", "870", "A1a", "A1d", "B0a", "F1"])]
    uses = []
    for _ in range(random.choice([0, 1, 1, 1, 2])):
        last = random.choice([day, day - timedelta(days=1), day.replace(day=1), day - timedelta(days=40)])
        last = random.choice([last, date(day.year, 1, 1), date(day.year - 1, 12, 31)])
        uses.append(
            (random.choice(named), random.choice([0, 1, 1, 2, 3, 4, 5]), random.choice([None, last.isoformat()]))
        )
    return uses


def random_bookings(random: Random, start: str) -> list[tuple[str, str]]:
    """Times that are taken, around one."""
    found = []
    for _ in range(random.choice([0, 1, 1, 2])):
        first = (
            int(start[:2]) * 60
            + int(start[3:])
            + random.choice([-60, -30, -20, -1, 0, 10, 19, 20, 21, 29, 30, 40, 300])
        )
        last = first + random.choice([1, 20, 30, 59, 60, 61])
        found.append(tuple(f"{minute // 60 % 24:02}:{minute % 60:02}" for minute in (first, last)))
    return found
