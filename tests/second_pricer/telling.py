"""A claim in lines that a person can read."""

from typing import Any

Claim = dict[str, Any]


def tell(claim: Claim) -> str:
    """All that a claim says; what is not told is left out."""
    patient = " ".join(f"{fact}={value}" for fact, value in claim["patient"].items() if value is not None)
    lines = [
        f"{claim['discipline']} on {claim['day']} by: {claim['performer']}",
        f"patient      {patient or '-'}",
        f"grounds      {' '.join(claim['grounds']) or '-'}",
        f"requisition  {_facts(claim['requisition'] or {}) or 'not told'}",
        f"figures      {claim['authority']}",
        f"country      {claim['country']}",
        f"start        {claim['start'] or 'not told'}",
        *(
            f"{name:<13}{claim[name]}"
            for name in ("earlier", "same_day", "bookings", "holder")
            if claim[name] is not None
        ),
    ]
    lines += [f"line {number}       {_facts(line)}" for number, line in enumerate(claim["lines"], 1)]
    return "\n".join(lines)


def _facts(facts: dict[str, Any]) -> str:
    return " ".join(f"{fact}={value}" for fact, value in facts.items() if value is not None)
