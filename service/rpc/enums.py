"""The names of enum values without their prefix, by number, and back."""

from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

from avtalt.v1 import (
    agreement_pb2,
    agreement_service_pb2,
    assumption_code_pb2,
    basis_pb2,
    claim_pb2,
    decision_pb2,
    discipline_pb2,
    error_reason_pb2,
    notice_code_pb2,
    provider_pb2,
    reason_code_pb2,
    reason_pb2,
)


def _prefix(enum: EnumTypeWrapper) -> str:
    return enum.DESCRIPTOR.values[0].name.removesuffix("UNSPECIFIED")


def names(enum: EnumTypeWrapper) -> tuple[str | None, ...]:
    """The short names, by number; the unspecified value has none."""
    values = {value.number: value.name.removeprefix(_prefix(enum)) for value in enum.DESCRIPTOR.values if value.number}
    return tuple(values.get(number) for number in range(max(values) + 1))


def numbers(enum: EnumTypeWrapper) -> dict[str, int]:
    """The numbers, by short name."""
    return {value.name.removeprefix(_prefix(enum)): value.number for value in enum.DESCRIPTOR.values}


DISCIPLINES = names(discipline_pb2.Discipline)
CARDS = names(claim_pb2.ExemptionCard)
MEMBERSHIPS = names(claim_pb2.NationalInsuranceMembership)
GROUNDS = names(claim_pb2.ExemptionGround)
PROFESSIONS = names(claim_pb2.RequisitionerProfession)
TREATMENT_KINDS = names(claim_pb2.TreatmentKind)
TREATMENT_SETTINGS = names(claim_pb2.TreatmentSetting)
TREATMENT_SUPPLEMENTS = names(claim_pb2.TreatmentSupplement)
MODALITIES = names(claim_pb2.Modality)
SAMPLE_KINDS = names(claim_pb2.SampleKind)
CHARGE_KINDS = names(claim_pb2.ChargeKind)
AUTHORITIES = names(basis_pb2.TariffAuthority)

DISCIPLINE_NUMBERS = numbers(discipline_pb2.Discipline)
OUTCOME_NUMBERS = numbers(decision_pb2.Outcome)
COVERAGE_NUMBERS = numbers(decision_pb2.LineCoverage)
PAYEE_NUMBERS = numbers(decision_pb2.Payee)
VERDICT_NUMBERS = numbers(agreement_pb2.Verdict)
REQUIREMENT_NUMBERS = numbers(agreement_pb2.Requirement)
AGREEMENT_KIND_NUMBERS = numbers(agreement_pb2.AgreementKind)
COMPETENCE_KIND_NUMBERS = numbers(provider_pb2.CompetenceKind)
ROLE_NUMBERS = numbers(provider_pb2.Role)
FUNDING_ROUTE_NUMBERS = numbers(agreement_service_pb2.FundingRoute)
RIGHT_NUMBERS = numbers(agreement_service_pb2.ManualTherapistRightKind)
REASON_NUMBERS = numbers(reason_code_pb2.ReasonCode)
NOTICE_NUMBERS = numbers(notice_code_pb2.NoticeCode)
ASSUMPTION_NUMBERS = numbers(assumption_code_pb2.AssumptionCode)
ERROR_NUMBERS = numbers(error_reason_pb2.ErrorReason)
SUPPLIER_NUMBERS = numbers(reason_pb2.Supplier)
AUDIENCE_NUMBERS = numbers(reason_pb2.Audience)
AUTHORITY_NUMBERS = numbers(basis_pb2.TariffAuthority)
