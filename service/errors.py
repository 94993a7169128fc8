"""
Why a call ends without an answer: errors that know their reason and their data, and nothing about gRPC.

What each reason means, and which data it carries, stands in `error_reason.proto`.
"""

from enum import StrEnum


class ErrorReason(StrEnum):
    """The closed list of reasons: `error_reason.proto`."""

    FIELD_MISSING = "FIELD_MISSING"
    MALFORMED_MESSAGE = "MALFORMED_MESSAGE"
    INVALID_DATE = "INVALID_DATE"
    INVALID_TIME = "INVALID_TIME"
    INVALID_HPR_NUMBER = "INVALID_HPR_NUMBER"
    INVALID_ORGANISATION_NUMBER = "INVALID_ORGANISATION_NUMBER"
    INVALID_PRACTICE_ID = "INVALID_PRACTICE_ID"
    INVALID_MUNICIPALITY_CODE = "INVALID_MUNICIPALITY_CODE"
    INVALID_HEALTH_REGION = "INVALID_HEALTH_REGION"
    INVALID_COUNTRY_CODE = "INVALID_COUNTRY_CODE"
    INVALID_CLAIM_ID = "INVALID_CLAIM_ID"
    INVALID_FEE_CODE = "INVALID_FEE_CODE"
    INVALID_REFUND_CATEGORY = "INVALID_REFUND_CATEGORY"
    NUMBER_OUT_OF_RANGE = "NUMBER_OUT_OF_RANGE"
    TOO_MANY_LINES = "TOO_MANY_LINES"
    UNKNOWN_ENUM_VALUE = "UNKNOWN_ENUM_VALUE"
    CONFLICTING_FIELDS = "CONFLICTING_FIELDS"
    PERFORMER_DOES_NOT_FIT_DISCIPLINE = "PERFORMER_DOES_NOT_FIT_DISCIPLINE"
    BIRTH_AFTER_TREATMENT = "BIRTH_AFTER_TREATMENT"
    UNSUPPORTED_LANGUAGE = "UNSUPPORTED_LANGUAGE"
    READ_OPTION_NOT_SUPPORTED = "READ_OPTION_NOT_SUPPORTED"
    VIEW_NOT_SUPPORTED = "VIEW_NOT_SUPPORTED"
    PROVIDER_NOT_FOUND = "PROVIDER_NOT_FOUND"
    FEE_NOT_FOUND = "FEE_NOT_FOUND"
    TARIFF_NOT_FOUND = "TARIFF_NOT_FOUND"
    CEILING_NOT_FOUND = "CEILING_NOT_FOUND"
    MESSAGE_TOO_LARGE = "MESSAGE_TOO_LARGE"
    SERVER_NOT_REACHED = "SERVER_NOT_REACHED"
    INTERNAL = "INTERNAL"


class ServiceError(Exception):
    """A call cannot be answered. `data` fills the sentence of the reason and goes to the caller."""

    def __init__(self, reason: ErrorReason, **data: str) -> None:
        """The data must have the keys that the reason's worked example shows."""
        super().__init__(reason.value)
        self.reason = reason
        self.data = data
