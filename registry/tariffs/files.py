"""The files of a tariff folder, in the order they are read."""

from collections.abc import Callable

from registry.tariffs import candidates, hours, makers, other_bills, rejections, sections
from registry.tariffs.columns import Row
from registry.tariffs.makers import FileKind
from registry.tariffs.records import Discipline

FEE_COLUMNS = (
    "fee_code first_date last_date honorarium refund user_fee percentage minutes opened_by patient_rule per"
    " frequency frequency_count act_id where confidence confirmed_through note"
)
RULE_COLUMNS = "fee_code first_date last_date mode codes repetitions companions companion_basis remarks act_id"


def _kind(name: str, columns: str, make: Callable[[Row], object]) -> FileKind:
    return FileKind(f"{name}.csv", tuple(columns.split()), make)


def fee_file(discipline: Discipline) -> FileKind:
    """The fee table of a discipline."""
    return _kind(discipline.lower(), FEE_COLUMNS, makers.make_fee(discipline))


def rule_file(discipline: Discipline) -> FileKind:
    """The table of repetitions, companions and combinations of a discipline."""
    return _kind(f"{discipline.lower()}_rules", RULE_COLUMNS, makers.make_rule(discipline))


ACTS = _kind("acts", "act_id title disciplines first_date url", makers.make_act)
IRREGULARITIES = _kind("irregularities", "discipline fee_code first_date irregularity note", makers.make_irregularity)
GAPS = _kind("gaps", "discipline fee_code group missing first_date last_date note source", makers.make_gap)
DISPUTES = _kind(
    "disputes",
    "dispute_id discipline fee_code first_date last_date default_honorarium default_refund default_user_fee"
    " default_source regulation_honorarium regulation_refund regulation_user_fee regulation_source note",
    makers.make_dispute,
)
PROVISIONS = _kind(
    "provisions",
    "provision_id first_date last_date value unit legal_basis url confidence note",
    makers.make_provision,
)
CEILINGS = _kind("ceilings", "year group disciplines amount source confidence confirmed_through", makers.make_ceiling)
GROUNDS = _kind(
    "exemption_grounds",
    "ground discipline first_date last_date under_age member_required claim_code legal_basis url confidence",
    makers.make_ground,
)
TREATMENTS = _kind(
    "treatments",
    "kind setting method first_date last_date base_code base_minutes exact extra_code extra_minutes"
    " also_extra_codes always_codes places sizes",
    makers.make_treatment,
)
MUNICIPALITIES = _kind(
    "municipalities",
    "municipality_code name county_name first_date last_date region_organisation_number source",
    makers.make_municipality,
)
DESCRIPTIONS = _kind("descriptions", "discipline fee_code first_date last_date nb nn en", makers.make_description)
PROFESSIONS = _kind("requisition_professions", "discipline profession first_date last_date", makers.make_profession)
SUCCESSORS = _kind("successors", "discipline fee_code last_date successor", makers.make_successor)
REGIONS = _kind("health_regions", "organisation_number name source", makers.make_region)
SHARED_LIMITS = _kind("shared_limits", "first_date last_date codes act_id where", other_bills.make_shared_limit)
SAME_DAY = _kind("same_day", "first_date last_date codes other_codes act_id where", other_bills.make_same_day_rule)
FEE_SHARES = _kind("fee_shares", "fee_code first_date last_date sections rounding act_id where", hours.make_fee_share)
UNSOCIAL_HOURS = _kind(
    "unsocial_hours", "day_kind first_date last_date from_time to_time act_id where", hours.make_unsocial_hours
)
REJECTIONS = _kind(
    "helfo_rejections",
    "section code data_key data_value first_date helfo_code interface source",
    rejections.make_rejection,
)
SPECIAL_DAYS = _kind("special_days", "day day_kind name source", hours.make_special_day)
REFUND_CATEGORIES = _kind(
    "refund_categories",
    "discipline group category first_date last_date refund act_id confidence confirmed_through note",
    makers.make_refund_category,
)
CANDIDATE_CODES = _kind(
    "candidate_codes",
    "practice_type effect codes first_date last_date act_id where",
    candidates.make_candidate_codes,
)
SECTIONS = _kind("sections", "discipline section codes act_id where", sections.make_section)
COUNTRIES = _kind("eea_countries", "country_code name source", makers.make_country)

OTHERS = (
    ACTS,
    IRREGULARITIES,
    GAPS,
    DISPUTES,
    PROVISIONS,
    CEILINGS,
    GROUNDS,
    TREATMENTS,
    MUNICIPALITIES,
    DESCRIPTIONS,
    PROFESSIONS,
    SUCCESSORS,
    REGIONS,
    COUNTRIES,
    CANDIDATE_CODES,
    SHARED_LIMITS,
    SAME_DAY,
    FEE_SHARES,
    UNSOCIAL_HOURS,
    SPECIAL_DAYS,
    REJECTIONS,
    REFUND_CATEGORIES,
    SECTIONS,
)
