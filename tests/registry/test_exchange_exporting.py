"""What is exported can be imported again, and says the same."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.demo.cases import hand_made_cases
from registry.exchange.exporting import FilesExistError, export_records, export_revision
from registry.exchange.files import ImportFile, ImportOptions
from registry.exchange.importing import import_files
from registry.identifiers import holds_identity_number
from registry.period import Period
from registry.records import (
    Affiliation,
    Agreement,
    AgreementKind,
    Competence,
    CompetenceKind,
    Coverage,
    CoverageKind,
    Organisation,
    Performer,
    Practice,
    Record,
    Role,
)
from registry.store import Store, UnknownRevisionError
from tests.databases import NewDatabase
from tests.registry.exchanging import believed

HPR, ORGANISATIONS, PRACTICES = ("1", "22", "9000001"), ("310000019", "310000027"), ("1000000011", "1000000029")
LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
TEXTS = st.text(st.sampled_from("aÆøå\",;\n\r\t'\\ |1") | LETTERS, min_size=1, max_size=12).filter(
    lambda text: text.strip() and not holds_identity_number(text)
)
DAYS = st.none() | st.dates(date(1850, 1, 1), date(2199, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda days: Period(*(sorted(days) if all(days) else days)))
AGES = st.tuples(DAYS, st.none() | st.integers(0, 36_500)).map(lambda pair: pair if pair[0] else (None, None))


def optional(values: Iterable[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(sorted(values))


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    """An agreement of a place of its own: its identifier is its practice's or holder's, so that no two overlap."""
    hpr, kind = draw(st.sampled_from(HPR)), draw(st.sampled_from(AgreementKind))
    fixed = {
        AgreementKind.DIRECT_SETTLEMENT: (hpr, None, "HELFO", None),
        AgreementKind.MUNICIPAL_FUNDING: (hpr, None, "0301", None),
        AgreementKind.REGIONAL_HEALTH_AUTHORITY: (None, "310000019", "991324968", draw(st.sampled_from(["RADIOLOGY", "LABORATORY"]))),
    }  # fmt: skip
    person, organisation, counterparty, discipline = fixed[kind]
    practice = draw(optional(PRACTICES))
    place = "/".join((kind, person or "", practice or "", discipline or ""))
    return Agreement(
        f"ø {place}", kind, person, organisation, counterparty, practice, discipline, draw(PERIODS), draw(TEXTS), draw(DAYS), draw(DAYS)
    )  # fmt: skip


RECORDS = st.one_of(
    st.builds(Competence, st.sampled_from(HPR), st.sampled_from(CompetenceKind), PERIODS, TEXTS),
    st.builds(Affiliation, st.sampled_from(HPR), st.sampled_from(PRACTICES), st.sampled_from(Role), optional(HPR), PERIODS, TEXTS),
    agreements(),
    st.builds(
        lambda kind, area, period, source, age: Coverage(kind, area, period, source, *age),
        st.sampled_from(CoverageKind), st.sampled_from(["NO", "0301", "991324968"]), PERIODS, TEXTS, AGES,
    ),
)  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> list[Record]:
    """Records with one of each key, and all that they name."""
    known: list[Record] = [Performer(number, draw(TEXTS), draw(TEXTS)) for number in HPR]
    known += [Organisation(number, draw(TEXTS), draw(TEXTS)) for number in ORGANISATIONS]
    known += [
        Practice(number, draw(TEXTS), draw(TEXTS), draw(optional(["0301"])), draw(optional(ORGANISATIONS)), draw(TEXTS))
        for number in PRACTICES
    ]
    rest = draw(st.lists(RECORDS, max_size=20, unique_by=lambda record: (type(record), record.key)))
    return draw(st.permutations(known + rest))


def import_folder(store: Store, folder: Path) -> None:
    with store.writing("import") as writing:
        files = [ImportFile(path.name, path) for path in folder.iterdir()]
        report = import_files(writing, files, ImportOptions())
    assert (report.refusals, report.blocked) == ((), False)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@given(records=registers())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_exported_is_imported_as_it_was(new_database: NewDatabase, records: list[Record]) -> None:
    with TemporaryDirectory() as folder:
        first, again, store = Path(folder, "first"), Path(folder, "again"), Store(new_database("sqlite"))
        export_records(records, first)
        import_folder(store, first)
        assert believed(store) == set(records)
        export_revision(store, 1, again)
        assert contents(again) == contents(first)
        store.close()


def test_the_demo_register_goes_out_and_in_again(store: Store, tmp_path: Path) -> None:
    odd = Performer("1", 'Åse "Æ", Øye\r\nof\nVærøy', "test")
    export_records([*hand_made_cases(), odd], tmp_path / "first")
    import_folder(store, tmp_path / "first")
    assert believed(store) == {*hand_made_cases(), odd}
    export_revision(store, 1, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "first")
    assert (
        (tmp_path / "again" / "performers.csv")
        .read_text(encoding="utf-8")
        .startswith('hpr_number,name,source\n1,"Åse ""Æ"", Øye')
    )


def test_equal_states_are_exported_as_equal_bytes(store: Store, tmp_path: Path) -> None:
    records = hand_made_cases()
    store.write(records, note="n")
    performer = next(record for record in records if isinstance(record, Performer))
    store.write([Performer(performer.hpr_number, "Other", "test")], note="n")
    store.write([performer], note="back again")
    export_revision(store, 1, tmp_path / "1")
    export_revision(store, 2, tmp_path / "2")
    export_revision(store, 3, tmp_path / "3")
    export_records(reversed(records), tmp_path / "records")
    assert (
        contents(tmp_path / "1")
        == contents(tmp_path / "3")
        == contents(tmp_path / "records")
        != contents(tmp_path / "2")
    )


def test_a_folder_with_an_export_is_not_overwritten_unasked(store: Store, tmp_path: Path) -> None:
    (tmp_path / "coverage.csv").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FilesExistError, match=r"has coverage.csv already. Choose another folder, or ask to overwrite."):
        export_records([], tmp_path)
    assert contents(tmp_path) == {"coverage.csv": b"mine", "notes.txt": b"mine"}
    export_records([], tmp_path, overwrite=True)
    assert len(contents(tmp_path)) == 8
    assert (tmp_path / "performers.csv").read_bytes() == b"hpr_number,name,source\r\n"


def test_an_export_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "coverage.csv").write_text("mine")
    spoilt = Coverage(CoverageKind.AUTHORISATION, "NO", Period(), "half a letter \ud800")
    with pytest.raises(UnicodeEncodeError):
        export_records([spoilt], tmp_path, overwrite=True)
    assert contents(tmp_path) == {"coverage.csv": b"mine"}


def test_a_revision_that_is_not_there_is_not_exported(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownRevisionError):
        export_revision(store, 1, tmp_path)
