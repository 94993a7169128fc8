"""The names of enum values without their prefix, by number, and back."""

from google.protobuf.descriptor import EnumDescriptor

from avtalt.v1 import (
    agreement_pb2,
    agreement_service_pb2,
    assumption_code_pb2,
    basis_pb2,
    claim_pb2,
    coverage_pb2,
    decision_pb2,
    derivation_pb2,
    discipline_pb2,
    error_reason_pb2,
    notice_code_pb2,
    provider_pb2,
    reason_code_pb2,
    reason_pb2,
    setup_service_pb2,
)


def _prefix(enum: EnumDescriptor) -> str:
    return enum.values[0].name.removesuffix("UNSPECIFIED")


def names(enum: EnumDescriptor) -> tuple[str | None, ...]:
    """The short names, by number; the unspecified value has none."""
    values = {value.number: value.name.removeprefix(_prefix(enum)) for value in enum.values if value.number}
    return tuple(values.get(number) for number in range(max(values) + 1))


def numbers(enum: EnumDescriptor) -> dict[str, int]:
    """The numbers, by short name."""
    return {value.name.removeprefix(_prefix(enum)): value.number for value in enum.values}


DISCIPLINES = names(discipline_pb2.DESCRIPTOR.enum_types_by_name["Discipline"])
CARDS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["ExemptionCard"])
MEMBERSHIPS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["NationalInsuranceMember"])
GROUNDS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["ExemptionGround"])
PROFESSIONS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["RequisitionerProfession"])
TREATMENT_KINDS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["TreatmentKind"])
TREATMENT_SETTINGS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["TreatmentSetting"])
TREATMENT_SUPPLEMENTS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["TreatmentSupplement"])
MODALITIES = names(claim_pb2.DESCRIPTOR.enum_types_by_name["Modality"])
SAMPLE_KINDS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["SampleKind"])
CHARGE_KINDS = names(claim_pb2.DESCRIPTOR.enum_types_by_name["ChargeKind"])
AGREEMENT_KINDS = names(agreement_pb2.DESCRIPTOR.enum_types_by_name["AgreementKind"])
COMPETENCE_KINDS = names(provider_pb2.DESCRIPTOR.enum_types_by_name["CompetenceKind"])
COVERAGE_KINDS = names(coverage_pb2.DESCRIPTOR.enum_types_by_name["CoverageKind"])
ROLES = names(provider_pb2.DESCRIPTOR.enum_types_by_name["Role"])
AUTHORITIES = names(basis_pb2.DESCRIPTOR.enum_types_by_name["TariffAuthority"])

DISCIPLINE_NUMBERS = numbers(discipline_pb2.DESCRIPTOR.enum_types_by_name["Discipline"])
OUTCOME_NUMBERS = numbers(decision_pb2.DESCRIPTOR.enum_types_by_name["Outcome"])
COVERAGE_NUMBERS = numbers(decision_pb2.DESCRIPTOR.enum_types_by_name["LineCoverage"])
PAYEE_NUMBERS = numbers(decision_pb2.DESCRIPTOR.enum_types_by_name["Payee"])
VERDICT_NUMBERS = numbers(agreement_pb2.DESCRIPTOR.enum_types_by_name["Verdict"])
CHARGE_KIND_NUMBERS = numbers(claim_pb2.DESCRIPTOR.enum_types_by_name["ChargeKind"])
REQUIREMENT_NUMBERS = numbers(agreement_pb2.DESCRIPTOR.enum_types_by_name["Requirement"])
AGREEMENT_KIND_NUMBERS = numbers(agreement_pb2.DESCRIPTOR.enum_types_by_name["AgreementKind"])
COVERAGE_KIND_NUMBERS = numbers(coverage_pb2.DESCRIPTOR.enum_types_by_name["CoverageKind"])
COMPETENCE_KIND_NUMBERS = numbers(provider_pb2.DESCRIPTOR.enum_types_by_name["CompetenceKind"])
ROLE_NUMBERS = numbers(provider_pb2.DESCRIPTOR.enum_types_by_name["Role"])
FUNDING_ROUTE_NUMBERS = numbers(agreement_service_pb2.DESCRIPTOR.enum_types_by_name["FundingRoute"])
RIGHT_NUMBERS = numbers(agreement_service_pb2.DESCRIPTOR.enum_types_by_name["ManualTherapistRightKind"])
REASON_NUMBERS = numbers(reason_code_pb2.DESCRIPTOR.enum_types_by_name["ReasonCode"])
NOTICE_NUMBERS = numbers(notice_code_pb2.DESCRIPTOR.enum_types_by_name["NoticeCode"])
ASSUMPTION_NUMBERS = numbers(assumption_code_pb2.DESCRIPTOR.enum_types_by_name["AssumptionCode"])
ERROR_NUMBERS = numbers(error_reason_pb2.DESCRIPTOR.enum_types_by_name["ErrorReason"])
SUPPLIER_NUMBERS = numbers(reason_pb2.DESCRIPTOR.enum_types_by_name["Supplier"])
RULE_NUMBERS = numbers(derivation_pb2.DESCRIPTOR.enum_types_by_name["Rule"])
AUDIENCE_NUMBERS = numbers(reason_pb2.DESCRIPTOR.enum_types_by_name["Audience"])
AUTHORITY_NUMBERS = numbers(basis_pb2.DESCRIPTOR.enum_types_by_name["TariffAuthority"])
LAYER_NUMBERS = numbers(setup_service_pb2.DESCRIPTOR.enum_types_by_name["SetupLayer"])
STATE_NUMBERS = numbers(setup_service_pb2.DESCRIPTOR.enum_types_by_name["SetupState"])
