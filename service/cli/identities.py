"""A provider named by one number on the command line."""

from registry.organisation_number import is_organisation_number
from service.cli.failures import complain


def is_organisation(number: str, *, hpr: bool) -> bool:
    """Whether a number is taken for an organisation's; says so, since nine digits may be either."""
    found = not hpr and is_organisation_number(number)
    if found:
        complain(f"Taken for an organisation number: {number}. Use --hpr if it is an HPR number.")
    return found
