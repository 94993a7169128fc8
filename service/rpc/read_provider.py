"""A provider that is to be registered, as records; everything malformed is refused with its field."""

from dataclasses import replace

from avtalt.v1 import provider_pb2
from registry.records import Agreement, Organisation, Performer, Practice, Record
from service.errors import ErrorReason, ServiceError
from service.rpc.fields import read_hpr_number, read_organisation_number, read_text
from service.rpc.read_record import read_affiliation, read_agreement, read_competence, read_practice


def read_provider_records(field: str, message: provider_pb2.Provider) -> list[Record]:
    """All records of a provider; what has no source takes the provider's."""
    match message.WhichOneof("identifier"):
        case "hpr_number":
            return _performer_records(field, message)
        case "organisation_number":
            return _organisation_records(field, message)
        case _:
            raise ServiceError(ErrorReason.FIELD_MISSING, field=f"{field}.hpr_number")


def _performer_records(field: str, message: provider_pb2.Provider) -> list[Record]:
    number = read_hpr_number(f"{field}.hpr_number", message.hpr_number)
    performer = Performer(number, _name(field, message), _source(field, message))
    competences = [
        read_competence(f"{field}.competences[{place}]", number, each, performer.source)
        for place, each in enumerate(message.competences)
    ]
    affiliations = [
        read_affiliation(f"{field}.affiliations[{place}]", number, each, performer.source)
        for place, each in enumerate(message.affiliations)
    ]
    return [performer, *_practices(field, message), *competences, *affiliations, *_agreements(field, message)]


def _organisation_records(field: str, message: provider_pb2.Provider) -> list[Record]:
    """Its practices belong to it, whether or not they say so."""
    number = read_organisation_number(f"{field}.organisation_number", message.organisation_number)
    for name in ("competences", "affiliations"):
        if getattr(message, name):
            raise _conflict(f"{field}.{name}", f"{field}.organisation_number")
    practices = []
    for place, practice in enumerate(_practices(field, message)):
        if practice.organisation_number not in (None, number):
            raise _conflict(f"{field}.practices[{place}].organisation_number", f"{field}.organisation_number")
        practices.append(replace(practice, organisation_number=number))
    organisation = Organisation(number, _name(field, message), _source(field, message))
    return [organisation, *practices, *_agreements(field, message)]


def _practices(field: str, message: provider_pb2.Provider) -> list[Practice]:
    source = _source(field, message)
    return [read_practice(f"{field}.practices[{place}]", each, source) for place, each in enumerate(message.practices)]


def _agreements(field: str, message: provider_pb2.Provider) -> list[Agreement]:
    """The agreements, which the provider must hold itself."""
    found = []
    for place, each in enumerate(message.agreements):
        within = f"{field}.agreements[{place}]"
        found.append(read_agreement(within, each, _source(field, message)))
        holder = (each.hpr_number, each.organisation_number)
        if holder != (message.hpr_number, message.organisation_number):
            raise _conflict(f"{within}.{each.WhichOneof('holder')}", f"{field}.{message.WhichOneof('identifier')}")
    return found


def _name(field: str, message: provider_pb2.Provider) -> str:
    return read_text(f"{field}.name", message.name, "Provider")


def _source(field: str, message: provider_pb2.Provider) -> str:
    return read_text(f"{field}.source", message.source, "Provider")


def _conflict(field: str, other_field: str) -> ServiceError:
    return ServiceError(ErrorReason.CONFLICTING_FIELDS, field=field, other_field=other_field)
