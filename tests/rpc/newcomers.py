"""Providers of a test's own, so that tests that write do not meet each other."""

from itertools import count
from typing import Any

from avtalt.v1.basis_pb2 import ReadOptions
from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from tests.rpc.notation import write_request
from tests.rpc.servers import Server, named

_NUMBERS = count(1)
NEWCOMER = (
    "{hpr}; competence PHYSIOTHERAPIST 2010-01-01..; practice {practice} FYNO 0301; "
    "affiliation {practice} SELF_EMPLOYED 2017-01-01..; "
    "agreement S-{hpr} SETTLEMENT HELFO {hpr}@{practice} 2017-01-01..; "
    "agreement F-{hpr} FUNDING 0301 {hpr}@{practice} 2017-01-01..2023-12-31"
)


class Newcomer:
    """A performer with a number, a practice and agreements that no other test has."""

    def __init__(self, server: Server) -> None:
        number = next(_NUMBERS)
        self.hpr, self.practice = f"93{number:05d}", f"3{number:09d}"
        self._server = server

    def say(self, text: str) -> str:
        """A text of a table, with the numbers filled in."""
        return text.replace("{hpr}", self.hpr).replace("{practice}", self.practice)

    def request(self, method: str, text: str) -> Any:
        """The request of a write about the newcomer, with a name of its own."""
        return named(write_request(method, self.say(text)))

    def register(self) -> Any:
        """Put the newcomer on record."""
        return self._server.call("RegisterProvider", self.request("RegisterProvider", NEWCOMER)).result

    def believed(self, revision: int | None = None) -> list[str]:
        """What the register believes of the newcomer, in the words of the tables."""
        read = ReadOptions() if revision is None else ReadOptions(exact_revision=revision)
        provider = self._server.call("GetProvider", GetProviderRequest(hpr_number=self.hpr, read=read)).provider
        short = {self.hpr: "{hpr}", self.practice: "{practice}"}
        lines = [
            *(f"competence {each.kind} {days(each)}" for each in provider.competences),
            *(f"affiliation {each.practice_id} {each.role} {days(each)}" for each in provider.affiliations),
            *(
                f"practice {each.practice_id} {each.practice_type} {each.municipality_code}"
                for each in provider.practices
            ),
            *(f"agreement {each.agreement_id} {days(each)}" for each in provider.agreements),
        ]
        for number, name in short.items():
            lines = [line.replace(number, name) for line in lines]
        return lines


def days(record: Any) -> str:
    """A period as the tables write it."""
    return f"{record.first_date}..{record.last_date}"
