"""Random lines of a claim: fee codes that belong together, plain descriptions, charges, and what does not fit."""

from random import Random
from typing import Any

from tests.second_pricer import tables
from tests.second_pricer.people import PROVIDERS

DISCIPLINES = ["PHYSIOTHERAPY"] * 8 + ["RADIOLOGY", "LABORATORY"]
CHARGES = [
    "CONSUMABLES", "COMPRESSION_STOCKINGS", "ORTHOTICS", "INSOLES", "SELF_TRAINING_EQUIPMENT",
    "ADDITIONAL_TREATMENT", "DISPATCH", "BOOKING_SYSTEM", "TEXT_MESSAGE", "CARD_PAYMENT",
]  # fmt: skip
CODES = {discipline: sorted({row["fee_code"] for row in rows}) for discipline, rows in tables.FEES.items()}
CATEGORIES = {
    discipline: sorted(
        {(row["category"], row["group"]) for row in tables.CATEGORIES if row["discipline"] == discipline}
    )
    for discipline in ("RADIOLOGY", "LABORATORY")
}
NO_CODES = ["Z9", "A3A", "a3a", "899", "A3"]


def random_lines(random: Random, discipline: str, performer: str, day: str) -> list[dict[str, Any]]:
    """A bill: a code and what goes with it, then a few odd lines."""
    lines = []
    if random.random() < 0.95:
        if discipline == "PHYSIOTHERAPY" and random.random() < 0.15:
            lines.append(treatment_line(random))
        elif discipline == "PHYSIOTHERAPY":
            lines += [fee_line(random, discipline, day, code) for code in random_bill(random, performer, day)]
        else:
            lines += [institute_line(random, discipline, day) for _ in range(random.choice([1, 1, 2, 3]))]
    while random.random() < 0.08:
        lines.append(fee_line(random, discipline, day, random.choice(CODES[discipline])))
    if random.random() < 0.02:
        lines.append(fee_line(random, discipline, day, random.choice(NO_CODES)))
    if random.random() < 0.02:
        lines.append(fee_line(random, discipline, day, random.choice(CODES[random.choice(DISCIPLINES)])))
    if random.random() < 0.01:
        lines.append(
            random.choice([{"examination": "CT"}, {"sample": "BLOOD"}]) | {"category": None, "asking": asking(random)}
        )
    if not lines or random.random() < 0.12:
        lines.append(no_show_line(random, discipline, day) if random.random() < 0.3 else charge_line(random))
    random.shuffle(lines)
    return lines


def random_bill(random: Random, performer: str, day: str) -> list[str]:
    """A code that the performer may often use, with what it asks for and what asks for it."""
    known = tables.fees("PHYSIOTHERAPY", day)
    if not known:
        return [random.choice(CODES["PHYSIOTHERAPY"])]
    codes = [first_code(random, performer, known)]
    rules = {code: rule["companions"].split() for code, rule in tables.rules("PHYSIOTHERAPY", day).items()}
    companions = [code for code in rules.get(codes[0], []) if code in known]
    if companions and random.random() < 0.85:
        codes.append(random.choice(companions))
    supplements = [code for code in rules if codes[-1] in rules[code] and code in known and code not in codes]
    codes += random.sample(supplements, min(len(supplements), random.choice([0, 0, 1, 1, 2, 3])))
    if "G" in known and random.random() < 0.2:
        codes.append("G")
    if random.random() < 0.12:
        codes.append(random.choice(list(known)))
    if random.random() < 0.04:
        codes.append(random.choice(codes))
    return codes


def first_code(random: Random, performer: str, known: dict[str, tables.Row]) -> str:
    """Half of the time a code that only a special competence opens, when the performer has one."""
    held = {kind for kind, _, _ in PROVIDERS[performer].get("competences", [])}
    fitting = [code for code, row in known.items() if held & set(row["opened_by"].split())]
    special = [code for code in fitting if "PHYSIOTHERAPIST" not in known[code]["opened_by"].split()]
    if special and random.random() < 0.5:
        return random.choice(special)
    return random.choice(fitting if fitting and random.random() < 0.85 else list(known))


def fee_line(random: Random, discipline: str, day: str, code: str) -> dict[str, Any]:
    """A code with a count around its limit."""
    rule = tables.rules(discipline, day).get(code)
    printed = int(rule["repetitions"]) if rule and rule["repetitions"].isdigit() else 0
    count = 1
    if printed or random.random() < 0.04:
        count = max(1, random.choice([1, 1, 2, 3, printed, printed + 1, printed + 2, printed + 2]))
    return {"code": code, "count": count, "asking": asking(random)}


def institute_line(random: Random, discipline: str, day: str) -> dict[str, Any]:
    """An examination or a sample described plainly, or a code."""
    if random.random() < 0.5:
        return fee_line(random, discipline, day, random.choice(CODES[discipline]))
    kind = random.choice([None, "CT", "MR", "XRAY", "ULTRASOUND", "NUCLEAR"]) if discipline == "RADIOLOGY" else None
    category = random_category(random, discipline, kind)
    if discipline == "RADIOLOGY":
        return {
            "examination": kind,
            "category": category,
            "asking": asking(random),
        }
    return {"sample": random.choice(["BLOOD", "BLOOD", "RECEIVED"]), "category": category, "asking": asking(random)}


def random_category(random: Random, discipline: str, kind: str | None) -> str | None:
    """A refund category; most often one of the kind, when a kind is told."""
    every = CATEGORIES[discipline]
    own = [category for category, group in every if kind in {None, group} or group == "INTERVENTION"]
    odd = random.choice([*[category for category, _ in every], "CT9", "ct2", "MB1", "CT2"])
    return random.choice([None, odd, *([random.choice(own)] * 4 if own else [])])


def treatment_line(random: Random) -> dict[str, Any]:
    """A treatment described plainly, of a length around a step."""
    if random.random() < 0.25:
        return group_line(random)
    named = ["PHYSIOTHERAPY", "MANUAL_THERAPY", "PSYCHOMOTOR", "CLINICAL_MASTER", "SELF_TRAINING"]
    return {
        "treatment": random.choice(["EXAMINATION", "EXAMINATION", "INDIVIDUAL", "INDIVIDUAL", *named]),
        "minutes": random.choice([1, 19, 20, 21, 29, 30, 31, 40, 45, 60, 89, 90, 91]),
        "setting": random.choice(["CLINIC", "CLINIC", "CLINIC", "HOME", "VIDEO", "POOL"]),
        "size": None,
        "place": None,
        "supplements": random.choice([[], [], [], ["DIAGNOSTIC_ULTRASOUND"], ["SENIOR_OR_WHEELCHAIR"]]),
        "asking": asking(random),
    }


def group_line(random: Random) -> dict[str, Any]:
    """A group described plainly, of a size around a limit."""
    size = random.choice([None, 1, 2, 3, 4, 5, 6, 7, 10, 11])
    places = [place for place in (1, 3, 4, 5, 6, 10, 11) if size is None or place <= size]
    return {
        "treatment": "GROUP",
        "minutes": random.choice([30, 60, 60, 60, 90, 45]),
        "setting": random.choice(["CLINIC", "CLINIC", "CLINIC", "POOL", "HOME", "VIDEO"]),
        "size": size,
        "place": random.choice([None, *places]),
        "supplements": random.choice([[], [], [], ["SENIOR_OR_WHEELCHAIR"]]),
        "asking": asking(random),
    }


def charge_line(random: Random) -> dict[str, Any]:
    """A charge around what it cost."""
    cost = random.choice([None, 4500, 5900, 8000])
    return {
        "charge": random.choice(CHARGES),
        "amount": random.choice([None, 4500, 5900, 5901, 8000, (cost or 0) + random.choice([0, 1])]),
        "cost": cost,
        "need": random.choice([None, True, True, False]),
        "free": random.choice([None, True, True, False]),
        "booked": [],
        "cancelled": None,
    }


def no_show_line(random: Random, discipline: str, day: str) -> dict[str, Any]:
    """A missed appointment, charged around the most that may be, and cancelled around the hours that are in time."""
    codes = [*tables.fees(discipline, day), random.choice(CODES[discipline])]
    booked = [(random.choice(codes), random.choice([1, 1, 2])) for _ in range(random.choice([0, 1, 1, 2]))]
    most = 112_500
    if discipline == "PHYSIOTHERAPY":
        fees = tables.fees(discipline, day)
        most = sum(
            (tables.amounts(discipline, code, day, "DEFAULT")[0] or 0) * count for code, count in booked if code in fees
        )
    least = random.choice([24 * 60 - 1, 24 * 60, 24 * 60 + 1, 60, 3 * 24 * 60, -5, 30])
    cancelled = random.choice([None, (least, least), (least, least + 24 * 60 - 1)])
    return charge_line(random) | {
        "charge": "NO_SHOW",
        "amount": random.choice([None, 50_000, max(0, most - 1), most, most + 1]),
        "booked": booked,
        "cancelled": cancelled,
    }


def asking(random: Random) -> int | None:
    """What the provider asks for a line; most often not told."""
    return random.choice([None] * 5 + [0, 14400, 14401, 50000])
