"""
A tiny register of made-up providers, and what it says of each on a day.

A provider is a dictionary of facts. Periods are pairs of ISO days, the second
empty when open. The register is complete for authorisations, settlement
agreements and regional contracts, and for municipal contracts everywhere but in
the one municipality that is `untold`.
"""

from typing import Any

from tests.second_pricer.tables import provision

Provider = dict[str, Any]
Period = tuple[str, str]

ALWAYS: Period = ("2010-01-01", "")
AUTHORISED = {"PHYSIOTHERAPIST", "MANUAL_THERAPIST", "EEA_TEMPORARY_SERVICE", "INTERN"}
COUNTS_WHILE = {
    "MANUAL_THERAPIST": "manual_therapist_authorisation",
    "MANUAL_THERAPY_EXTRA": "manual_therapy_extra_competence",
    "MANUAL_THERAPY_2015": "manual_therapy_2015",
    "PSYCHOMOTOR_2015": "psychomotor_2015",
    "ASSOCIATION_SPECIALIST": "association_specialist_approval",
}
"""Competences that open a code only while a rule of law lets them."""


def physiotherapist(*competences: tuple[str, str, str], **facts: Any) -> Provider:
    """One who treats, by default self-employed with both agreements and no competence besides the authorisation."""
    return {
        "discipline": "PHYSIOTHERAPY",
        "role": "SELF_EMPLOYED",
        "practice_type": "FYNO",
        "principal": "",
        "settlement": [ALWAYS],
        "organisation_settlement": [],
        "funding": [ALWAYS],
        "untold": False,
        "works": ALWAYS,
        "competences": [("PHYSIOTHERAPIST", *ALWAYS), *competences],
        **facts,
    }


def institute(**facts: Any) -> Provider:
    """An X-ray institute and laboratory, by default with every agreement."""
    return {"discipline": "", "settlement": [ALWAYS], "RADIOLOGY": [ALWAYS], "LABORATORY": [ALWAYS], **facts}


INTERN_YEAR = ("2022-08-15", "2023-08-14")
LOCUM_YEAR = ("2024-03-01", "2025-02-28")

PROVIDERS: dict[str, Provider] = {
    "ordinary": physiotherapist(),
    "no contract": physiotherapist(funding=[]),
    "contract not told": physiotherapist(funding=[], untold=True),
    "contract told, area not complete": physiotherapist(untold=True),
    "no settlement": physiotherapist(settlement=[]),
    "neither": physiotherapist(settlement=[], funding=[]),
    "settlement from 2021": physiotherapist(settlement=[("2021-01-01", "")]),
    "settlement until autumn 2020": physiotherapist(settlement=[("2010-01-01", "2020-10-31")]),
    "contract lapsed": physiotherapist(funding=[("2010-01-01", "2022-05-31")]),
    "contract starts later": physiotherapist(funding=[("2025-03-01", "")]),
    "both agreements start later": physiotherapist(settlement=[("2025-09-10", "")], funding=[("2025-09-10", "")]),
    "authorisation ended": physiotherapist(competences=[("PHYSIOTHERAPIST", "2010-01-01", "2024-12-31")]),
    "EEA service": physiotherapist(competences=[("EEA_TEMPORARY_SERVICE", "2019-01-01", "2026-12-31")]),
    "manual therapist": physiotherapist(
        ("MANUAL_THERAPY_EXTRA", "2012-01-01", ""), ("MANUAL_THERAPIST", "2023-01-01", "")
    ),
    "manual therapist from 2026": physiotherapist(("MANUAL_THERAPIST", "2026-02-10", "")),
    "only manual therapist": physiotherapist(competences=[("MANUAL_THERAPIST", "2023-01-01", "")]),
    "extra competence": physiotherapist(("MANUAL_THERAPY_EXTRA", "2019-05-06", "")),
    "right to A8 of 2015": physiotherapist(("MANUAL_THERAPY_2015", "2015-07-01", "")),
    "psychomotor": physiotherapist(("PSYCHOMOTOR", "2019-02-01", "")),
    "psychomotor of 2015": physiotherapist(("PSYCHOMOTOR_2015", "2015-12-31", "")),
    "manual therapist and psychomotor": physiotherapist(
        ("MANUAL_THERAPIST", "2023-01-01", ""), ("PSYCHOMOTOR", "2012-01-01", "")
    ),
    "clinical master": physiotherapist(("CLINICAL_MASTER", "2025-07-01", "")),
    "association specialist": physiotherapist(("ASSOCIATION_SPECIALIST", "2012-01-01", "")),
    "manual therapist without settlement": physiotherapist(
        ("MANUAL_THERAPY_EXTRA", "2012-01-01", ""), ("MANUAL_THERAPIST", "2023-01-01", ""), settlement=[]
    ),
    "intern": physiotherapist(
        competences=[("INTERN", *INTERN_YEAR)],
        role="INTERN",
        principal="ordinary",
        works=INTERN_YEAR,
        settlement=[],
        funding=[],
    ),
    "intern of 2026": physiotherapist(
        competences=[("INTERN", "2026-02-15", "2027-02-14")],
        role="INTERN",
        principal="ordinary",
        works=("2026-02-15", "2027-02-14"),
        settlement=[],
        funding=[],
    ),
    "intern of 2024": physiotherapist(
        competences=[("INTERN", "2024-08-15", "2025-08-14")],
        role="INTERN",
        principal="ordinary",
        works=("2024-08-15", "2025-08-14"),
        settlement=[],
        funding=[],
    ),
    "intern without contract": physiotherapist(
        competences=[("INTERN", "2024-08-15", "2025-08-14")],
        role="INTERN",
        principal="no contract",
        works=("2024-08-15", "2025-08-14"),
        settlement=[],
        funding=[],
    ),
    "locum": physiotherapist(role="LOCUM", principal="ordinary", works=LOCUM_YEAR, funding=[]),
    "locum, manual therapist": physiotherapist(
        ("MANUAL_THERAPIST", "2023-01-01", ""), role="LOCUM", principal="ordinary", works=LOCUM_YEAR, funding=[]
    ),
    "locum without settlement": physiotherapist(
        role="LOCUM", principal="ordinary", works=ALWAYS, settlement=[], funding=[]
    ),
    "locum of one without contract": physiotherapist(
        role="LOCUM", principal="contract lapsed", works=ALWAYS, funding=[]
    ),
    "employee": physiotherapist(
        role="MUNICIPAL_EMPLOYEE",
        practice_type="FYKO",
        settlement=[],
        organisation_settlement=[ALWAYS],
        funding=[],
    ),
    "employee, manual therapist": physiotherapist(
        ("MANUAL_THERAPIST", "2023-01-01", ""),
        role="MUNICIPAL_EMPLOYEE",
        practice_type="FYKO",
        funding=[],
    ),
    "employee without settlement": physiotherapist(
        role="MUNICIPAL_EMPLOYEE", practice_type="FYKO", settlement=[], funding=[]
    ),
    "candidate in manual therapy": physiotherapist(role="EDUCATION_CANDIDATE", practice_type="FYUM", funding=[]),
    "candidate in psychomotor": physiotherapist(role="EDUCATION_CANDIDATE", practice_type="FYUP", funding=[]),
    "candidate elsewhere": physiotherapist(
        ("CLINICAL_MASTER", "2025-07-01", ""), role="EDUCATION_CANDIDATE", practice_type="FYUV", funding=[]
    ),
    "candidate without settlement": physiotherapist(
        role="EDUCATION_CANDIDATE", practice_type="FYUM", settlement=[], funding=[]
    ),
    "teacher": physiotherapist(
        ("MANUAL_THERAPIST", "2023-01-01", ""), role="TEACHER", practice_type="FYUM", funding=[]
    ),
    "institute": institute(),
    "institute without contract": institute(RADIOLOGY=[], LABORATORY=[]),
    "institute without settlement": institute(settlement=[]),
    "institute for radiology only": institute(LABORATORY=[]),
    "institute, contract lapsed": institute(
        RADIOLOGY=[("2010-01-01", "2025-12-31")], LABORATORY=[("2010-01-01", "2025-12-31")]
    ),
    "institute from 2021": institute(
        settlement=[("2021-01-01", "")], RADIOLOGY=[("2019-01-01", "")], LABORATORY=[("2019-01-01", "")]
    ),
    "not in the register": {},
    "abroad": {},
}


def within(period: Period, day: str) -> bool:
    """Whether a day lies in a period; both its days count."""
    return period[0] <= day and (not period[1] or day <= period[1])


def competent(provider: Provider, kind: str, day: str) -> bool:
    """Whether a provider holds a competence on a day, and the law lets it count."""
    if kind in COUNTS_WHILE and provision(COUNTS_WHILE[kind], day) is None:
        return False
    return any(held == kind and within((first, last), day) for held, first, last in provider.get("competences", []))


def authorised(provider: Provider, day: str) -> bool:
    """Whether a provider may treat at all."""
    return any(competent(provider, kind, day) for kind in AUTHORISED)


def at_work(provider: Provider, role: str, day: str) -> bool:
    """Whether a provider works in a role on a day."""
    return provider.get("role") == role and within(provider["works"], day)


def missing_agreement(periods: list[Period], day: str) -> str:
    """Why an agreement is not there on a day; empty when it is there."""
    if any(within(period, day) for period in periods):
        return ""
    if any(last and last < day for _, last in periods):
        return "AGREEMENT_LAPSED"
    if any(first > day for first, _ in periods):
        return "AGREEMENT_STARTS_LATER"
    return "AGREEMENT_NOT_HELD"


def standing(name: str, discipline: str, day: str) -> dict[str, Any]:
    """
    What the agreements of a provider make of a claim.

    `missing` are the reasons why it is not covered, and `untold` those why that
    is not known. `afterwards` says that the patient claims on a receipt, and
    `remarks` why.

    Source: folketrygdloven sections 5-1, 5-5, 5-8 and 22-2; FOR-1998-06-18-590 section 6.
    """
    provider = PROVIDERS[name]
    found: dict[str, Any] = {"missing": set(), "untold": set(), "remarks": set(), "afterwards": False}
    if not provider:
        provider = physiotherapist(competences=[], settlement=[], funding=[], untold=True) | institute(
            discipline=discipline, settlement=[], RADIOLOGY=[], LABORATORY=[]
        )
        found["missing"].add("PROVIDER_NOT_IN_REGISTER")
    if discipline == "PHYSIOTHERAPY":
        _treat(found, provider, day)
    else:
        _settle(found, provider["settlement"], day)
        found["missing"].add(missing_agreement(provider[discipline], day))
    found["missing"].discard("")
    return found


def _treat(found: dict[str, Any], provider: Provider, day: str) -> None:
    """Authorisation, settlement and municipal contract of one who treats."""
    if not authorised(provider, day):
        found["missing"].add("AUTHORISATION_NOT_HELD")
    role = provider["role"]
    if not within(provider["works"], day):
        found["missing"].add("PRACTICE_NOT_OF_PROVIDER")
        role = "SELF_EMPLOYED"
    holder = PROVIDERS[provider["principal"]] if role in {"INTERN", "LOCUM"} else provider
    settles = holder if role == "INTERN" else provider
    _settle(found, settles["settlement"] + settles["organisation_settlement"], day)
    if role in {"MUNICIPAL_EMPLOYEE", "EDUCATION_CANDIDATE", "TEACHER"}:
        return
    reason = missing_agreement(holder["funding"], day)
    if reason == "AGREEMENT_NOT_HELD" and holder["untold"]:
        found["untold"].add("AGREEMENT_UNKNOWN")
    else:
        found["missing"].add(reason)


def _settle(found: dict[str, Any], periods: list[Period], day: str) -> None:
    """A condition since 2021; before, who has no agreement leaves the claiming to the patient."""
    reason = missing_agreement(periods, day)
    if provision("direct_settlement_required", day):
        found["missing"].add(reason)
    elif reason:
        found["afterwards"] = True
        found["remarks"].add(reason)
