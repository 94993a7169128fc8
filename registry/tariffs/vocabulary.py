"""The words that a tariff file may use where a record keeps a plain word."""

MISSING = ("AMOUNTS", "RULES", "REFUND_CATEGORIES", "CEILING")
IRREGULARITIES = ("SUM", "ACT")
CEILING_GROUPS = ("1", "2", "merged")
INTERN_SUFFIX = "t"
CONFIDENCES = ("verified", "one_source", "one_source_derived")
PER = ("PATIENT", "GROUP", "MONTH", "PRACTICE")
UNITS = ("", "YEARS", "HOURS", "DAYS", "WEEKS", "MONTHS", "ORE", "PER_YEAR", "PERSONS", "PER_COURSE", "TIMES")

# The kinds of treatment that the printed tariffs are divided by.
SECTIONS = (
    "EXAMINATION",
    "TREATMENT",
    "TRAINING",
    "VIDEO",
    "GROUP",
    "COOPERATION",
    "TRAVEL",
    "SUPPLEMENT",
    "PRACTICE",
    "IMAGING",
    "SAMPLE",
)

FREQUENCIES = (
    "",
    "PER_COURSE",
    "PER_CONDITION_AND_YEAR",
    "PER_CONDITION_AND_YEAR_WITH_VIDEO",
    "BETWEEN_TREATMENTS",
    "BETWEEN_TREATMENTS_ONCE_A_DAY",
    "PER_RUN_OF_TREATMENTS",
    "PER_GROUP",
    "PER_MONTH",
    "PER_PERIOD",
    "PER_REQUISITION",
    "PER_PATIENT_AND_YEAR",
)

# What one use of a code is for, where its limit says so; any other code is for a patient.
PER_OF_FREQUENCY = {"PER_MONTH": "MONTH", "PER_GROUP": "GROUP", "PER_PERIOD": "PRACTICE"}
WITH_VIDEO = "PER_CONDITION_AND_YEAR_WITH_VIDEO"
YEARLY = ("PER_CONDITION_AND_YEAR", WITH_VIDEO, "PER_PATIENT_AND_YEAR")

GROUNDS = (
    "CHILD",
    "OCCUPATIONAL_INJURY",
    "WAR_INJURY",
    "CONSCRIPT",
    "PREGNANCY_BIRTH",
    "PRISONER",
    "CONDITION_PREVENTS_COLLECTION",
    "PSYCHOTHERAPY_CHILD",
    "COMMUNICABLE_DISEASE",
    "HIV_INFECTION",
    "EXEMPTION_CARD",
)

# The groups of refund categories of a discipline, each with the letters that its categories start with.
REFUND_GROUPS = {
    "RADIOLOGY": {
        "XRAY": "RG",
        "CT": "CT",
        "MR": "MR",
        "ULTRASOUND": "UL",
        "NUCLEAR": "NM",
        "PET": "PET",
        "INTERVENTION": "INT",
    },
    "LABORATORY": {
        "CLINICAL_BIOCHEMISTRY": "MB",
        "CLINICAL_PHARMACOLOGY": "KF",
        "MICROBIOLOGY": "MM",
        "IMMUNOLOGY_TRANSFUSION": "IT",
        "PATHOLOGY_MATERIAL": "PATP",
        "PATHOLOGY_ADDITIVE": "PATA",
    },
}

PROFESSIONS = ("DOCTOR", "DENTIST", "CHIROPRACTOR", "MANUAL_THERAPIST", "MIDWIFE")

KINDS = ("EXAMINATION", "TREATMENT", "GROUP", "SELF_TRAINING")
SETTINGS = ("CLINIC", "HOME", "VIDEO", "POOL")
METHODS = (
    "PHYSIOTHERAPIST",
    "MANUAL_THERAPIST",
    "PSYCHOMOTOR",
    "CLINICAL_MASTER",
    "ASSOCIATION_SPECIALIST",
    "MANUAL_THERAPY_2015",
    "INTERN",
    "CHILD",
)

# Practices where candidates treat under supervision: manual therapy, psychomotor physiotherapy, and without either.
CANDIDATE_PRACTICES = ("", "FYUM", "FYUP", "FYUV")

# The provision that a competence is held under, and ends with.
PROVISION_OF_COMPETENCE = {
    "ASSOCIATION_SPECIALIST": "association_specialist_approval",
    "EEA_TEMPORARY_SERVICE": "eea_temporary_service",
    "MANUAL_THERAPY_EXTRA": "manual_therapy_extra_competence",
    "MANUAL_THERAPY_2015": "manual_therapy_2015",
    "PSYCHOMOTOR_2015": "psychomotor_2015",
}

PROVISIONS = (
    "association_specialist_approval",
    "card_within_weeks",
    "charges_at_cost",
    "child_exemption_age",
    "child_fee_code_age",
    "child_group_size_maximum",
    "claim_deadline_months",
    "direct_settlement_required",
    "dispatch_fee_maximum",
    "eea_claim_months",
    "eea_reimbursement",
    "eea_temporary_service",
    "examination_once_more",
    "exemption_card",
    "forbidden_charges",
    "group_size_expected",
    "group_size_maximum",
    "home_treatment",
    "information_duty",
    "intern_codes",
    "locum",
    "manual_therapist_authorisation",
    "manual_therapist_sick_leave_days",
    "manual_therapy_2015",
    "manual_therapy_extra_competence",
    "membership",
    "municipal_contract_required",
    "no_referral_needed",
    "no_show_fee",
    "no_show_notice_hours",
    "one_user_fee_per_requisition",
    "overlap_in_time",
    "physiotherapist_authorisation",
    "price_list",
    "psychomotor_2015",
    "psychotherapy_child_age",
    "radiology_no_show_maximum",
    "radiology_no_show_notice_hours",
    "receipt_claim",
    "referral_months",
    "referral_required",
    "referral_treatments",
    "refund_minimum",
    "regional_contract_required_laboratory",
    "regional_contract_required_radiology",
    "report_within_days",
    "report_within_months_municipality",
    "requisition_laboratory",
    "requisition_radiology",
    "senior_supplement_age",
    "settlement_with_provider",
    "user_fee_by_municipality",
    "user_fee_of_region",
    "where_to_complain",
)

# A provision that starts on the day after another one has ended.
TAKES_OVER = {"no_referral_needed": "referral_required", "direct_settlement_required": "receipt_claim"}

# The provision by which a discipline asks for a requisition or a referral.
REQUISITION_OF = {
    "PHYSIOTHERAPY": "referral_required",
    "RADIOLOGY": "requisition_radiology",
    "LABORATORY": "requisition_laboratory",
}

# The provision with the age limit that a demand on the patient rests on.
AGE_OF_PATIENT_RULE = {
    "CHILD": "child_fee_code_age",
    "CHILD_OR_COMPETENCE": "child_fee_code_age",
    "SENIOR_OR_WHEELCHAIR": "senior_supplement_age",
}

# The provision below whose age a ground holds; the other grounds know no age.
AGE_OF_GROUND = {"CHILD": "child_exemption_age", "PSYCHOTHERAPY_CHILD": "psychotherapy_child_age"}
ANSWER_SECTIONS = ("reasons", "assumptions")
ROUNDINGS = ("HALF_UP",)
COMPANION_BASES = ("", "stated", "the text of the code")
