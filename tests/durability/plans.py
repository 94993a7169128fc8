"""What a writer writes next: small and large, new and corrected, one by one and from files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from registry.exchange.exporting import export_records
from registry.exchange.importing import ImportFile, ImportOptions, import_files
from registry.period import Period
from registry.records import (
    HELFO,
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.writing import CHUNK, Withdrawal, Writing
from tests.durability.books import Heap, Intention

PRACTICE = Practice("1000000011", "Demo", "FYNO", "0301", None, "durability")
PEOPLE, IMPORTED, BULK = range(1, 300), range(100_000, 101_000), range(200_000, 200_000 + CHUNK + 500)
FIRST_DAY, DAYS = date(2017, 1, 1), 3_000
IMPORT = "import"


@dataclass(frozen=True)
class Plan:
    """One write: its records, and what it withdraws."""

    what: str
    records: tuple[Record, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()

    def carry_out(self, writing: Writing, folder: Path) -> None:
        """Do it inside a write; files to import are put into `folder`."""
        if self.what != IMPORT:
            writing.withdraw(self.withdrawn)
            writing.record(self.records)
            return
        export_records(self.records, folder, overwrite=True)
        report = import_files(writing, [ImportFile(path.name, path) for path in folder.glob("*.csv")], ImportOptions())
        if report.blocked:
            raise RuntimeError(f"the import was refused: {report.refusals[:3]}")


class Planner:
    """Makes plans that no register refuses: each performer holds one agreement at most."""

    def __init__(self, random: Random, believed: list[Record], *, large: bool = True) -> None:
        """Start from what is believed; without `large` ones, all writes are small."""
        self._random, self._large = random, large
        self._believed: dict[Withdrawal, Record] = {(type(each), each.key): each for each in believed}
        self._heap = Heap.of(believed)

    def next(self, revision: int, request_id: str) -> tuple[Plan, Intention]:
        """The next plan, and what it comes to as `revision`; the one after it takes it for done."""
        plan = self._plan() if (Practice, PRACTICE.key) in self._believed else self._start()
        fresh = {(type(each), each.key): each for each in plan.records}
        new = {key: each for key, each in fresh.items() if self._believed.get(key) != each}
        gone = [self._believed[key] for key in {*plan.withdrawn, *new} if key in self._believed]
        withdrawn, recorded = Heap.of(gone), Heap.of(new.values())
        self._heap = self._heap - withdrawn + recorded
        kept = {key: each for key, each in self._believed.items() if key not in plan.withdrawn}
        self._believed = kept | new
        return plan, Intention(revision, plan.what, request_id, withdrawn, recorded, self._heap)

    def _plan(self) -> Plan:
        plans: dict[Callable[[], Plan], int] = {
            self._single: 8,
            self._correction: 8,
            self._several: 6,
            self._withdrawal: 3,
            self._import: 3 * self._large,
            self._bulk: 1 * self._large,
        }
        (chosen,) = self._random.choices(list(plans), list(plans.values()))
        return chosen()

    def _start(self) -> Plan:
        return Plan("start", (PRACTICE, *(self._performer(number) for number in PEOPLE)))

    def _single(self) -> Plan:
        return Plan("single agreement", (self._agreement(self._random.choice(PEOPLE)),))

    def _correction(self) -> Plan:
        agreements = [each for each in self._believed.values() if isinstance(each, Agreement)]
        if not agreements:
            return self._single()
        wrong = self._random.choice(agreements)
        return Plan("correction", (replace(wrong, period=self._period()),))

    def _several(self) -> Plan:
        people = self._random.sample(PEOPLE, self._random.randint(3, 40))
        return Plan("several records", tuple(record for number in people for record in self._all_about(number)))

    def _withdrawal(self) -> Plan:
        keys = [key for key, each in self._believed.items() if isinstance(each, Agreement)]
        return Plan("withdrawal", withdrawn=tuple(self._random.sample(keys, min(5, len(keys)))))

    def _import(self) -> Plan:
        records = [record for number in IMPORTED for record in (self._performer(number), self._agreement(number))]
        return Plan(IMPORT, tuple(records))

    def _bulk(self) -> Plan:
        return Plan("bulk", tuple(self._performer(number) for number in BULK))

    def _all_about(self, number: int) -> list[Record]:
        period = Period(FIRST_DAY, self._day())
        competence = Competence(str(number), CompetenceKind.PHYSIOTHERAPIST, period, "durability")
        affiliation = Affiliation(str(number), PRACTICE.practice_id, Role.SELF_EMPLOYED, None, period, "durability")
        return [self._performer(number), competence, affiliation, self._agreement(number)]

    def _performer(self, number: int) -> Performer:
        return Performer(str(number), f"Demo {self._random.randrange(1_000)}", "durability")

    def _agreement(self, number: int) -> Agreement:
        return Agreement(
            f"A{number}",
            AgreementKind.DIRECT_SETTLEMENT,
            str(number),
            None,
            HELFO,
            None,
            None,
            self._period(),
            "durability",
        )

    def _period(self) -> Period:
        first = self._day()
        return Period(first, first + timedelta(days=self._random.randrange(DAYS)))

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self._random.randrange(DAYS))
