"""
Why a bill says that no user fee is taken, as avtalt knows it.

Source: code system 7461, as the documentation of the claims API and the formats
of the primary care register print it.
"""

CARD = "F"
"""The patient holds an exemption card."""

CHILD = "B"
"""The patient is a child, which the age tells."""

GROUNDS = {
    "A": "COMMUNICABLE_DISEASE",
    "G": "HIV_INFECTION",
    "H": "CONDITION_PREVENTS_COLLECTION",
    "I": "PRISONER",
    "J": "PSYCHOTHERAPY_CHILD",
    "K": "WAR_INJURY",
    "M": "CONSCRIPT",
    "S": "PREGNANCY_BIRTH",
    "Y": "OCCUPATIONAL_INJURY",
}
"""The ground of the contract for each code that is one."""

KNOWN = tuple(sorted((CARD, CHILD, *GROUNDS)))
