"""An import is one revision: compared with the register, reported, and written whole or not at all."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.exchange.files import ImportOptions, ImportUnreadableError
from registry.exchange.importing import import_files
from registry.exchange.report import Count, ImportReport
from registry.period import Period
from registry.records import Agreement, AgreementKind, Competence, CompetenceKind, Performer, Practice
from registry.store import Store
from tests.registry.exchanging import Files, believed, imported, refused, sheet, told, written
from tests.tables import cases

ANNA = Performer("9000001", "Demo Anna", "HPR")
PRACTICE = Practice("1000000011", "Demo", "FYNO", "0301", None, "Helfo")
INTERN = Competence(ANNA.hpr_number, CompetenceKind.INTERN, Period(date(2020, 1, 1), date(2020, 12, 31)), "HPR")
FUNDING = Agreement(
    "A1", AgreementKind.MUNICIPAL_FUNDING, ANNA.hpr_number, None, "0301", PRACTICE.practice_id, None,
    Period(date(2020, 1, 1)), "Oslo", date(2026, 1, 31),
)  # fmt: skip


@pytest.fixture
def known(store: Store) -> Store:
    """A register with a performer, a practice, a competence and an agreement."""
    store.write([ANNA, PRACTICE, INTERN, FUNDING], note="n")
    return store


FILE = "agreement_id,kind,hpr_number,counterparty,practice_id,first_date,last_date,source,fetched"
CHANGES = cases(f"""
    case                        | file        | header                                   | row                                                                            | change
    a new performer             | performers  | hpr_number,name,source                   | 9000002,Demo Bo,HPR                                                            | performers ADDED 9000002
    the same performer          | performers  | hpr_number,name,source                   | 9000001,Demo Anna,HPR                                                          |
    another name and source     | performers  | hpr_number,name,source                   | 9000001,Demo Ås,test                                                           | performers CHANGED 9000001 name: Demo Anna -> Demo Ås, source: HPR -> test
    a municipality is taken out | practices   | practice_id,name,practice_type,source    | 1000000011,Demo,FYNO,Helfo                                                     | practices CHANGED 1000000011 municipality_code: 0301 -> absent
    another first day           | competences | hpr_number,kind,first_date,source        | 9000001,INTERN,2021-01-01,HPR                                                  | competences ADDED 9000001 INTERN 2021-01-01
    an open first day           | competences | hpr_number,kind,first_date,source        | 9000001,INTERN,,HPR                                                            | competences ADDED 9000001 INTERN
    an earlier last day         | competences | hpr_number,kind,first_date,last_date,source | 9000001,INTERN,2020-01-01,2020-06-30,HPR                                    | competences ENDED 9000001 INTERN 2020-01-01 last_date: 2020-12-31 -> 2020-06-30
    a later last day            | competences | hpr_number,kind,first_date,last_date,source | 9000001,INTERN,2020-01-01,2021-06-30,HPR                                    | competences CHANGED 9000001 INTERN 2020-01-01 last_date: 2020-12-31 -> 2021-06-30
    no last day any longer      | competences | hpr_number,kind,first_date,source        | 9000001,INTERN,2020-01-01,HPR                                                  | competences CHANGED 9000001 INTERN 2020-01-01 last_date: 2020-12-31 -> absent
    a first last day            | agreements  | {FILE}                                   | A1,MUNICIPAL_FUNDING,9000001,0301,1000000011,2020-01-01,2024-03-31,Oslo,2026-01-31 | agreements ENDED A1 last_date: absent -> 2024-03-31
    ended and fetched again     | agreements  | {FILE}                                   | A1,MUNICIPAL_FUNDING,9000001,0301,1000000011,2020-01-01,2024-03-31,Oslo,2026-02-28 | agreements CHANGED A1 last_date: absent -> 2024-03-31, fetched: 2026-01-31 -> 2026-02-28
    another first day           | agreements  | {FILE}                                   | A1,MUNICIPAL_FUNDING,9000001,0301,1000000011,2020-02-01,,Oslo,2026-01-31       | agreements CHANGED A1 first_date: 2020-01-01 -> 2020-02-01
    an age for a coverage       | coverage    | kind,area,source,last_confirmed,max_age_days | AUTHORISATION,NO,HPR,2026-01-31,030                                        | coverage ADDED AUTHORISATION NO
""")  # fmt: skip


@pytest.mark.parametrize("row", CHANGES)
def test_a_row_is_compared_with_what_is_believed(known: Store, tmp_path: Path, row: dict[str, str]) -> None:
    files = {f"{row['file']}.csv": f"{row['header']}\n{row['row']}\n"}
    dry = imported(known, tmp_path, files, dry=True)
    assert known.newest() == known.revision(1)
    report = imported(known, tmp_path, files)
    assert dry == report
    assert [" ".join(line.split(" | ")) for line in told(report)] == ([row["change"]] if row["change"] else [])
    (count,) = report.counts.values()
    word = row["change"].split()[1].lower() if row["change"] else "unchanged"
    assert count == Count(**{word: 1})
    again = imported(known, tmp_path, files)
    assert (told(again), again.counts[row["file"]]) == ([], Count(unchanged=1))


def test_the_old_belief_stays_readable(known: Store, tmp_path: Path) -> None:
    imported(known, tmp_path, {"performers.csv": "hpr_number,name,source\n9000001,Demo Ås,HPR\n"})
    assert ANNA in set(known.read(1)) - believed(known)
    assert Performer("9000001", "Demo Ås", "HPR") in believed(known)


EVERYTHING: Files = {
    "coverage.csv": "kind,area,source\nAUTHORISATION,NO,HPR\n",
    "agreements.csv": (
        "agreement_id,kind,organisation_number,counterparty,practice_id,discipline,source\n"
        "R1,REGIONAL_HEALTH_AUTHORITY,310000019,991324968,1000000029,RADIOLOGY,test\n"
    ),
    "affiliations.csv": (
        "hpr_number,practice_id,role,principal_hpr_number,source\n9000003,1000000029,LOCUM,9000002,test\n"
    ),
    "competences.csv": "hpr_number,kind,source\n9000002,PHYSIOTHERAPIST,test\n",
    "practices.csv": "practice_id,name,practice_type,organisation_number,source\n1000000029,D,LARO,310000019,test\n",
    "organisations.csv": "organisation_number,name,source\n310000019,Demo,test\n",
    "performers.csv": "hpr_number,name,source\n9000002,Demo Bo,test\n9000003,Demo Ida,test\n",
}


def test_the_order_of_the_files_does_not_matter(store: Store, tmp_path: Path) -> None:
    read: list[int] = []
    with store.writing("import") as writing:
        report = import_files(writing, written(tmp_path, EVERYTHING), ImportOptions(), read.append)
        assert (report.blocked, writing.discarded, writing.recorded) == (False, False, 8)
    assert list(report.counts) == [name.removesuffix(".csv") for name in reversed(EVERYTHING)]
    assert sum(read) == sum(len(content) for content in EVERYTHING.values())
    assert len(believed(store)) == 8


FETCHED = cases("""
    case                            | cell       | first_date | fetched in the register
    told by the file                | 2026-03-01 | 2020-01-01 | 2026-03-01
    not told, nothing else differs  |            | 2020-01-01 | 2026-01-31
    not told, the first day differs |            | 2020-02-01 | 2026-09-01
""")


@pytest.mark.parametrize("row", FETCHED)
def test_the_day_of_reading_fills_what_the_file_does_not_tell(
    known: Store, tmp_path: Path, row: dict[str, str]
) -> None:
    line = f"A1,MUNICIPAL_FUNDING,9000001,0301,1000000011,{row['first_date']},,Oslo,{row['cell']}"
    imported(known, tmp_path, {"agreements.csv": f"{FILE}\n{line}\n"}, fetched="2026-09-01")
    (found,) = (each for each in believed(known) if isinstance(each, Agreement))
    assert str(found.fetched) == row["fetched in the register"]


def test_a_new_agreement_gets_the_day_of_reading_and_keeps_it(known: Store, tmp_path: Path) -> None:
    files = {"agreements.csv": f"{FILE}\nA2,DIRECT_SETTLEMENT,9000001,HELFO,,,,Helfo,\n"}
    imported(known, tmp_path, files, fetched="2026-09-01")
    again = imported(known, tmp_path, files, fetched="2026-10-01")
    assert again.counts["agreements"] == Count(unchanged=1)
    assert "2026-09-01" in {str(each.fetched) for each in believed(known) if isinstance(each, Agreement)}


def test_a_report_shows_the_first_thousand_changes(store: Store, tmp_path: Path) -> None:
    lines = [f"{number},Demo,test" for number in range(1, 1_002)]
    report = imported(store, tmp_path, {"performers.csv": "\n".join(["hpr_number,name,source", *lines])})
    assert (len(report.changes), report.counts["performers"]) == (1_000, Count(added=1_001))
    assert told(report)[:2] == ["performers | ADDED | 1", "performers | ADDED | 2"]


def test_too_many_refusals_block_the_import(store: Store, tmp_path: Path) -> None:
    files = {"performers.csv": "hpr_number,name,source\n" + "1,,test\n" * 10_000 + "1,Demo,test\n"}
    report = imported(store, tmp_path, files, skip=True)
    assert (report.blocked, report.refused, len(believed(store))) == (False, 10_000, 1)
    seen = []
    with store.writing("import") as writing:
        more = written(tmp_path, {"competences.csv": "hpr_number,kind,source\n7,INTERN,test\n", **files})
        report = import_files(writing, more, ImportOptions(True), on_refusal=seen.append)
        assert writing.discarded
    assert (report.blocked, report.refused, len(report.refusals), len(seen)) == (True, 10_001, 10_000, 10_001)


def break_off(_: int) -> None:
    raise RuntimeError("the disk is full")


def test_nothing_is_seen_of_an_import_that_breaks_off(store: Store, tmp_path: Path) -> None:
    def import_all(files: Files, *, afterwards: Callable[[int], object] = str, **options: Any) -> None:
        with store.writing("import") as writing:
            import_files(writing, written(tmp_path, files), ImportOptions(), **options)
            afterwards(0)

    with pytest.raises(RuntimeError, match="the disk is full"):
        import_all(EVERYTHING, progress=break_off)
    with pytest.raises(RuntimeError, match="the disk is full"):
        import_all(EVERYTHING, afterwards=break_off)
    with pytest.raises(ImportUnreadableError):
        import_all({**EVERYTHING, "coverage.csv": "kind\n"})
    assert (store.newest(), believed(store)) == (None, set())
    imported(store, tmp_path, EVERYTHING)
    assert len(believed(store)) == 8


KILLED = """
import os, signal, sys
from pathlib import Path
from registry.exchange.importing import ImportFile, ImportOptions, import_files
from registry.store import Store

url, folder = sys.argv[1:]
with Store(url).writing("import") as writing:
    files = [ImportFile(path.name, path) for path in Path(folder).glob("*.csv")]
    import_files(writing, files, ImportOptions())
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_is_seen_of_an_import_that_is_killed(store: Store, tmp_path: Path) -> None:
    written(tmp_path, EVERYTHING)
    killed = subprocess.run([sys.executable, "-c", KILLED, store.url, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (store.newest(), believed(store)) == (None, set())
    imported(store, tmp_path, EVERYTHING)
    assert len(believed(store)) == 8


def test_names_stay_as_they_are_written(store: Store, tmp_path: Path) -> None:
    names = ['Ærlig "Ås" Østby', "a,b", "line\nbreak", "tab\there\\n", "%s ? :x '", " "]
    text = "".join(f'{number},"{name.replace(chr(34), chr(34) * 2)}",t\n' for number, name in enumerate(names, 1))
    report = imported(store, tmp_path, {"performers.csv": "hpr_number,name,source\n" + text}, skip=True)
    assert {each.name for each in believed(store) if isinstance(each, Performer)} == set(names[:-1])
    assert refused(report) == [
        "performers.csv:8: name is ' '. Give a text that is not empty, has 255 characters at most and none that control a terminal, and holds no national identity number."
    ]


def report_of(store: Store, folder: Path, files: Files, *, skip: bool) -> tuple[ImportReport, ImportReport]:
    return imported(store, folder, files, dry=True, skip=skip), imported(store, folder, files, skip=skip)


def test_a_dry_run_tells_what_the_real_one_does(known: Store, tmp_path: Path) -> None:
    files = {
        "agreements.csv": sheet("""
            agreement_id | kind              | hpr_number | counterparty | practice_id | first_date | source
            A2           | MUNICIPAL_FUNDING | 9000001    | 0301         | 1000000011  | 2024-01-01 | Oslo
            A3           | MUNICIPAL_FUNDING | 9000009    | 0301         |             | 2024-01-01 | Oslo
        """),
        "performers.csv": "hpr_number,name,source\n9000001,Demo Ås,HPR\n",
    }
    for skip in (False, True):
        dry, real = report_of(known, tmp_path, files, skip=skip)
        assert dry == real
        assert (real.refused, real.blocked) == (2, not skip)
        assert told(real) == ["performers | CHANGED | 9000001 | name: Demo Anna -> Demo Ås"]
    assert known.newest() == known.revision(2)
