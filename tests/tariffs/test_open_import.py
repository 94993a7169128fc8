"""Entries of the open data taken into a folder: what becomes of each code, and that only a whole result is written."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from registry.tariffs.known import known
from registry.tariffs.open_data.book import read_book
from registry.tariffs.open_data.documents import read_document
from registry.tariffs.open_data.importing import import_entries, make_terms
from registry.tariffs.open_data.terms import TermsError, read_told
from registry.tariffs.reader import SHIPPED, digest_of, read_tables, read_tariffs
from registry.tariffs.records import Discipline
from tests.tables import cases
from tests.tariffs.open_data import as_json, as_xml, entries

NEXT, NOW = "FOR-2027-06-20-1000", "FOR-2026-06-22-1212"
ACTS = f"""\
{NEXT},Reimbursement of physiotherapy,PHYSIOTHERAPY,2027-07-01,https://lovdata.no/dokument/LTI/forskrift/2027-06-20-1000
FOR-2025-01-01-1,Reimbursement of physiotherapy,PHYSIOTHERAPY,2025-01-01,https://lovdata.no/dokument/LTI/forskrift/2025-01-01-1
"""
RADIOLOGY_2018 = "FOR-2018-06-27-1079"

IMPORTED = cases("""
    case                        | code | entry                                                        | act                 | outcome   | rows from 2026-07-01 on
    nothing new                 | A3a  |                                                              | FOR-2027-06-20-1000 | UNCHANGED | 2026-07-01: 238 94 144
    the next tariff             | A3a  | fradato=2027-07-01 honorar=240 refusjon=96                   | FOR-2027-06-20-1000 | CHANGED   | 2026-07-01 2027-06-30: 238 94 144, 2027-07-01: 240 96 144
    with øre                    | A4   | fradato=2027-07-01 honorar=91,5 refusjon=91.50               | FOR-2027-06-20-1000 | CHANGED   | 2026-07-01 2027-06-30: 91 91 0, 2027-07-01: 91.50 91.50 0
    the same in a new act       | A3a  | fradato=2027-07-01                                           | FOR-2027-06-20-1000 | RENEWED   | 2026-07-01 2027-06-30: 238 94 144, 2027-07-01: 238 94 144
    for some months             | E50k | fradato=2027-07-01 tildato=2027-12-31 honorar=55 refusjon=55 | FOR-2027-06-20-1000 | CHANGED   | 2026-07-01 2027-06-30: 50 50 0, 2027-07-01 2027-12-31: 55 55 0
    an end                      | E50k | tildato=2027-06-30                                           | FOR-2027-06-20-1000 | ENDED     | 2026-07-01 2027-06-30: 50 50 0
    a figure put right          | A3a  | honorar=239 refusjon=95                                      | FOR-2026-06-22-1212 | CHANGED   | 2026-07-01: 239 95 144
    put right and ended         | E50k | honorar=51 refusjon=51 tildato=2027-06-30                    | FOR-2026-06-22-1212 | CHANGED   | 2026-07-01 2027-06-30: 51 51 0
    a limit of another count    | A1d  | maks_antall_per_kalender_aar=5                               | FOR-2026-06-22-1212 | CHANGED   | 2026-07-01: 517 329 188
    from before the first day   | 899a | fradato=2025-07-01                                           | FOR-2026-06-25-1359 | REFUSED   | the days from 2025-07-01 on cut through
    days across two rows        | A3a  | fradato=2025-01-01 tildato=2025-12-31                        | FOR-2025-01-01-1    | REFUSED   | the days 2025-01-01 through 2025-12-31 cut through what is on record
    days within a row           | A3a  | fradato=2025-01-01 tildato=2025-06-30                        | FOR-2025-01-01-1    | REFUSED   | mend those rows by hand
    an act of another day       | A3a  | fradato=2027-08-01 honorar=240 refusjon=96                   | FOR-2027-06-20-1000 | REFUSED   | import it with its own act
    a code that is new          | A5   | fradato=2027-07-01                                           | FOR-2027-06-20-1000 | REFUSED   | the code is new
    a limit that nothing counts | A3a  | maks_antall_per_kalender_aar=3                               | FOR-2026-06-22-1212 | REFUSED   | what that is counted by is not on record
    a sum that does not add up  | A3a  | honorar=239                                                  | FOR-2026-06-22-1212 | REFUSED   | honorar 239 is not refusjon 94.0 plus egenandel 144.0
    another discipline          | A3a  | fagomraade=LE                                                | FOR-2026-06-22-1212 | REFUSED   | fagomraade LE is none of a tariff
""")


@pytest.fixture(scope="module")
def shipped():
    """The rows that are shipped."""
    return known(read_tables())


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped tariffs that knows the acts of the tests."""
    copied = shutil.copytree(SHIPPED, tmp_path / "tariffs")
    with (copied / "acts.csv").open("a", encoding="utf-8") as acts:
        acts.write(ACTS)
    return copied


def entry_of(shipped, code, changes="", discipline=None):
    """The newest row of a code as an entry, or of A4 for a code that is new, with other values in some fields."""
    for each in (discipline,) if discipline else Discipline:
        found = [entry for entry in entries(shipped, each) if entry["takstkode"] == code]
        if found:
            return {**found[-1], **dict(pair.split("=") for pair in changes.split())}
    return {**entry_of(shipped, "A4"), "takstkode": code, **dict(pair.split("=") for pair in changes.split())}


def discipline_of(entry):
    """The discipline that the tests import an entry into."""
    return Discipline.RADIOLOGY if entry["fagomraade"] == "LR" else Discipline.PHYSIOTHERAPY


def run(folder, found, act, *, target=None, discipline=Discipline.PHYSIOTHERAPY, told=None):
    """Import entries into a folder."""
    terms = make_terms(folder, discipline, act, "open data, made up", told or {})
    return import_entries(folder, target, read_document(as_json(found)), terms)


@pytest.mark.parametrize("row", IMPORTED)
def test_what_becomes_of_a_code(row, folder, shipped):
    entry = entry_of(shipped, row["code"], row["entry"])
    discipline = discipline_of(entry)
    before = digest_of(folder)
    done = run(folder, [entry], row["act"], target=folder, discipline=discipline)
    (outcome,) = done.outcomes
    assert (outcome.kind, done.problems) == (row["outcome"], ())
    if outcome.kind == "REFUSED":
        assert row["rows from 2026-07-01 on"] in outcome.reasons[0]
        assert digest_of(folder) == before
        return
    history = read_tariffs(folder).fee_history(discipline, row["code"])
    newest = [fee for fee in history if fee.period.first_date >= date(2026, 7, 1)]
    assert ", ".join(shown(fee) for fee in newest) == row["rows from 2026-07-01 on"]


def shown(fee):
    """A row as the table shows it."""
    days = " ".join(str(day) for day in (fee.period.first_date, fee.period.last_date) if day)
    amounts = (fee.honorarium_ore, fee.refund_ore, fee.user_fee_ore)
    return f"{days}: " + " ".join(f"{ore / 100:.2f}".removesuffix(".00") for ore in amounts)


@pytest.mark.parametrize("discipline", Discipline)
@pytest.mark.parametrize("write", [as_json, as_xml])
def test_our_own_rows_come_back_unchanged(discipline, write, shipped, tmp_path):
    act = next(act for act in shipped.acts.values() if discipline in act.disciplines)
    terms = make_terms(SHIPPED, discipline, act.act_id, "our own", {})
    target = tmp_path / "new"
    done = import_entries(SHIPPED, target, read_document(write(entries(shipped, discipline))), terms)
    assert {outcome.kind for outcome in done.outcomes} == {"UNCHANGED"}
    assert {outcome.fee_code for outcome in done.outcomes} == {
        row.record.fee_code
        for row in shipped.tables.fees
        if row.record.discipline is discipline and row.record.percentage is None
    }
    assert (done.followed, done.problems, done.written) == ((), (), ())
    assert digest_of(target) == digest_of(SHIPPED)


def test_a_whole_next_tariff_is_confirmed_until_the_ordinary_adjustment(folder, shipped):
    newest = [each for each in entries(shipped, Discipline.PHYSIOTHERAPY) if each["tildato"] is None]
    found = [
        {**each, "fradato": "2027-07-01", **raised(each)} if each["refusjon"] else {**each, "fradato": "2027-07-01"}
        for each in newest
    ]
    done = run(folder, found, NEXT, target=folder)
    assert {outcome.kind for outcome in done.outcomes} == {"CHANGED", "RENEWED"}
    assert (done.problems, done.written) == ((), ("physiotherapy.csv",))
    fees = read_tariffs(folder).day(Discipline.PHYSIOTHERAPY, date(2027, 7, 1)).fees
    assert {entry.fee.confirmed_through for entry in fees.values()} == {date(2028, 6, 30)}
    assert {entry.fee.act_id for entry in fees.values()} == {NEXT}
    assert {entry.fee.note for entry in fees.values()} == {"open data, made up"}


def raised(entry):
    """One krone more from the state."""
    return {"honorar": entry["honorar"] + 1, "refusjon": entry["refusjon"] + 1}


def test_what_names_an_ended_code_follows(folder, shipped):
    """Rules no longer name it, and treatments that become it end with it."""
    ended = [entry_of(shipped, code, "tildato=2027-06-30") for code in ("A7a", "A7b")]
    done = run(folder, ended, NEXT, target=folder)
    assert {outcome.kind for outcome in done.outcomes} == {"ENDED"}
    assert done.written == ("physiotherapy.csv", "physiotherapy_rules.csv", "treatments.csv")
    tariffs = read_tariffs(folder)
    before, after = (tariffs.day(Discipline.PHYSIOTHERAPY, day) for day in (date(2027, 6, 30), date(2027, 7, 1)))
    assert "A7a" in before.fees["D40"].companions
    assert "A7a" not in after.fees["D40"].companions
    assert {row.base_code for row in before.treatments} - {row.base_code for row in after.treatments} == {"A7a"}


def test_a_code_that_another_one_cannot_do_without_is_not_ended_alone(folder, shipped):
    done = run(folder, [entry_of(shipped, "A7a", "tildato=2027-06-30")], NEXT, target=folder)
    assert [problem.what for problem in done.problems] == [
        "A7b: A7a is not in the tariff in these days: from 2027-07-01 on"
    ]
    assert done.written == ()


def test_rules_change_with_a_tariff(folder, shipped):
    changed = "fradato=2027-07-01 maks_repetisjoner=7 krever_takst=A8a,A4"
    entry = {**entry_of(shipped, "A8b", changed), "ugyldig_kombinasjon": "Alle unntatt A8a, A4, D40, X99"}
    (outcome,) = run(folder, [entry], NEXT, target=folder).outcomes
    tariffs = read_tariffs(folder)
    before, after = (
        tariffs.day(Discipline.PHYSIOTHERAPY, day).fees["A8b"] for day in (date(2027, 6, 30), date(2027, 7, 1))
    )
    assert (before.max_count, after.max_count) == (7, 8)
    assert after.rule.codes == {"A8a", "A4", "D40"}, "a code that is in no tariff is not named"
    assert after.companions == {"A8a", "A4"}
    assert outcome.kind == "CHANGED"


def test_figures_for_a_gap_shorten_it(folder):
    entry = {
        "takstkode": "870", "fagomraade": "LR", "fradato": "2018-07-01", "tildato": "2020-06-30",
        "honorar": 52.05, "refusjon": 52.05, "egenandel": 0, "ugyldig_kombinasjon": "",
    }  # fmt: skip
    done = run(folder, [entry], RADIOLOGY_2018, target=folder, discipline=Discipline.RADIOLOGY)
    assert done.written == ("radiology.csv", "radiology_rules.csv", "gaps.csv")
    tariffs = read_tariffs(folder)
    days = (date(2018, 6, 30), date(2018, 7, 1), date(2020, 6, 30), date(2020, 7, 1))
    there = [tariffs.day(Discipline.RADIOLOGY, day) for day in days]
    assert [tariff.fees["870"].fee.refund_ore if "870" in tariff.fees else None for tariff in there] == [
        5149,
        5205,
        5205,
        None,
    ]
    lacking = [sum(gap.missing == "AMOUNTS" for gap in tariff.gaps) for tariff in there]
    assert lacking == [0, 0, 0, 1]


def test_a_new_code_is_taken_up_with_what_is_told_about_it(folder, shipped):
    told = read_told(
        "fee_code,opened_by,patient_rule,per,frequency,nb,nn,en\n"
        "A5,PHYSIOTHERAPIST MANUAL_THERAPIST,,,,Oppfølging,Oppfølging,Follow-up\n".encode()
    )
    done = run(folder, [entry_of(shipped, "A5", "fradato=2027-07-01")], NEXT, target=folder, told=told)
    assert [outcome.kind for outcome in done.outcomes] == ["ADDED"]
    entry = read_tariffs(folder).day(Discipline.PHYSIOTHERAPY, date(2027, 7, 1)).fees["A5"]
    assert (entry.description.en, entry.fee.where, entry.max_count) == ("Follow-up", "chapter II", 1)
    assert entry.fee.opened_by == {"PHYSIOTHERAPIST", "MANUAL_THERAPIST"}


def test_other_minutes_need_another_description(folder, shipped):
    entry = entry_of(shipped, "F22", "fradato=2027-07-01 minimum_tidsbruk=25")
    before = digest_of(folder)
    done = run(folder, [entry], NEXT, target=folder)
    assert any("F22 has 25 minutes in line" in problem.what for problem in done.problems)
    assert digest_of(folder) == before
    texts = {"nb": "Inntil 25 minutter", "nn": "Inntil 25 minutt", "en": "Up to 25 minutes"}
    done = run(folder, [entry], NEXT, target=folder, told={"F22": texts})
    assert done.problems == ()
    days = (date(2027, 6, 30), date(2027, 7, 1))
    there = [read_tariffs(folder).day(Discipline.PHYSIOTHERAPY, day).fees["F22"] for day in days]
    assert [(entry.fee.minutes, "25" in entry.description.en) for entry in there] == [(30, False), (25, True)]


def test_codes_of_a_sharing_discipline_are_left_out(folder, shipped):
    found = [
        entry_of(shipped, code, discipline=each)
        for code, each in (("899a", Discipline.RADIOLOGY), ("701a", Discipline.LABORATORY))
    ]
    done = run(folder, found, RADIOLOGY_2018, discipline=Discipline.RADIOLOGY)
    assert [(outcome.fee_code, outcome.kind) for outcome in done.outcomes] == [
        ("701a", "LEFT_OUT"),
        ("899a", "UNCHANGED"),
    ]
    assert not done.is_blocked


def test_entries_that_overlap_are_refused_both(folder, shipped):
    found = [entry_of(shipped, "A3a"), entry_of(shipped, "A3a", "fradato=2027-07-01")]
    (outcome,) = run(folder, found, NEXT).outcomes
    assert outcome.reasons == (
        "entry 1: its days overlap those of entry 2",
        "entry 2: its days overlap those of entry 1",
    )


def test_one_refused_code_keeps_all_others_from_being_written(folder, shipped):
    found = [
        entry_of(shipped, "A3a", "honorar=1"),
        entry_of(shipped, "A3b", "fradato=2027-07-01 honorar=110 refusjon=64"),
    ]
    before = digest_of(folder)
    done = run(folder, found, NEXT, target=folder)
    assert done.is_blocked
    assert [outcome.kind for outcome in done.outcomes] == ["REFUSED", "CHANGED"]
    assert digest_of(folder) == before


def test_a_new_folder_is_made_and_the_old_one_left_alone(folder, shipped, tmp_path):
    before, target = digest_of(folder), tmp_path / "next"
    run(folder, [entry_of(shipped, "A3a", "fradato=2027-07-01")], NEXT, target=target)
    assert digest_of(folder) == before
    assert (
        len(read_tariffs(target).fee_history(Discipline.PHYSIOTHERAPY, "A3a"))
        == len(read_tariffs(folder).fee_history(Discipline.PHYSIOTHERAPY, "A3a")) + 1
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["next", "tariffs"]


def test_other_files_of_a_folder_stay(folder, shipped):
    (folder / "README").write_text("ours")
    untouched = (folder / "municipalities.csv").read_bytes()
    run(folder, [entry_of(shipped, "A3a", "fradato=2027-07-01")], NEXT, target=folder)
    assert (folder / "README").read_text() == "ours"
    assert (folder / "municipalities.csv").read_bytes() == untouched


def test_a_folder_that_cannot_be_replaced_is_put_back(folder, shipped, monkeypatch):
    before, rename = digest_of(folder), Path.rename

    def fail_once(self, target):
        if self.name == folder.name and ".old" not in str(target) and self != folder:
            raise OSError("the disk is full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_once)
    with pytest.raises(OSError, match="the disk is full"):
        run(folder, [entry_of(shipped, "A3a", "fradato=2027-07-01")], NEXT, target=folder)
    assert digest_of(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_every_file_is_written_as_it_was_read():
    for name, sheet in read_book(SHIPPED).sheets.items():
        assert sheet.text() == (SHIPPED / name).read_text(encoding="utf-8"), name


TOLD = cases("""
    case                      | act                 | discipline    | source | problem
    an act that is not there  | FOR-2030-01-01-1    | PHYSIOTHERAPY | read   | FOR-2030-01-01-1 is not in acts.csv: add a line for it there first
    an act about other things | FOR-2026-06-25-1359 | PHYSIOTHERAPY | read   | FOR-2026-06-25-1359 is no act of PHYSIOTHERAPY
    no source                 | FOR-2026-06-22-1212 | PHYSIOTHERAPY |        | the source is empty
""")


@pytest.mark.parametrize("row", TOLD)
def test_terms_that_cannot_be_used(row):
    with pytest.raises(TermsError, match=row["problem"]):
        make_terms(SHIPPED, Discipline(row["discipline"]), row["act"], row["source"], {})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the columns of the file of codes must be fee_code,"),
        (b"fee_code,nb\nA5,x\n", "the columns of the file of codes must be fee_code,"),
        (b"\xff", "cannot be read"),
        (b"fee_code,opened_by,patient_rule,per,frequency,nb,nn,en\nA5,,,,,a,b,c\nA5,,,,,a,b,c\n", "names A5 twice"),
    ],
)
def test_a_file_of_codes_that_cannot_be_used(content, problem):
    with pytest.raises(TermsError, match=problem):
        read_told(content)
