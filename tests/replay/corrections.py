"""Random corrections of a register, written over the network as their owners would."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import grpc

from avtalt.v1 import registry_service_pb2 as messages
from avtalt.v1.coverage_pb2 import Coverage, CoverageKind
from avtalt.v1.provider_directory_service_pb2 import GetProviderRequest
from registry.records import Agreement, Competence, Record

Put = Callable[[str, Any], Any]
FIRST_DAY = date(2016, 1, 1)
DAYS = 3_900


class Corrector:
    """Corrects agreements, competences and coverage of a register, days gone by included."""

    def __init__(self, put: Put, records: list[Record], random: Random, name: str) -> None:
        """Write through `put`; `name` keeps the names of the writes apart from those of others."""
        self._put, self._random, self._name = put, random, name
        self._agreements = [each for each in records if isinstance(each, Agreement)]
        self._competences = [each for each in records if isinstance(each, Competence)]
        self.written = 0

    def correct(self) -> None:
        """Write one correction; one that the register refuses is followed by another."""
        while True:
            change = self._random.choice((self._agreement, self._end, self._competence, self._coverage))
            try:
                change()
            except grpc.RpcError as error:
                if error.code() not in (grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.INVALID_ARGUMENT):
                    raise
                continue
            self.written += 1
            return

    def _write(self) -> messages.WriteOptions:
        return messages.WriteOptions(request_id=f"{self._name}-{self.written}-{self._random.randrange(10**6)}")

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self._random.randrange(DAYS))

    def _believed(self, agreement: Agreement) -> Any:
        """The agreement as the register has it now."""
        request = GetProviderRequest(hpr_number=agreement.hpr_number, organisation_number=agreement.organisation_number)
        provider = self._put("GetProvider", request).provider
        return next(each for each in provider.agreements if each.agreement_id == agreement.agreement_id)

    def _agreement(self) -> None:
        corrected = self._believed(self._random.choice(self._agreements))
        first = self._day()
        corrected.first_date = first.isoformat()
        corrected.last_date = (
            (first + timedelta(days=self._random.randrange(DAYS))).isoformat() if self._random.random() < 0.7 else ""
        )
        self._put("CorrectAgreement", messages.CorrectAgreementRequest(agreement=corrected, write=self._write()))

    def _end(self) -> None:
        ended = self._random.choice(self._agreements)
        request = messages.EndAgreementRequest(
            agreement_id=ended.agreement_id, last_date=self._day().isoformat(), write=self._write()
        )
        self._put("EndAgreement", request)

    def _competence(self) -> None:
        known = self._random.choice(self._competences)
        request = messages.RecordCompetenceRequest(hpr_number=known.hpr_number, write=self._write())
        request.competence.kind = f"COMPETENCE_KIND_{known.kind.value}"
        request.competence.first_date = known.period.first_date.isoformat() if known.period.first_date else ""
        request.competence.last_date = self._day().isoformat()
        request.competence.source = "corrected"
        self._put("RecordCompetence", request)

    def _coverage(self) -> None:
        coverage = Coverage(
            kind=CoverageKind.COVERAGE_KIND_MUNICIPAL_FUNDING,
            area=self._random.choice(("0301", "4601", "5001", "5610")),
            first_date="2017-01-01",
            last_date=self._day().isoformat() if self._random.random() < 0.5 else "",
            source="corrected",
        )
        self._put("RecordCoverage", messages.RecordCoverageRequest(coverage=coverage, write=self._write()))
