"""The command: every claim as PriceClaim answers it, bad rows by line, and whatever went before gone on with."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from avtalt.v1.claim_pricing_service_pb2 import PriceClaimRequest, PriceClaimResponse
from avtalt.v1.decision_pb2 import Outcome
from avtalt.v1.reason_code_pb2 import ReasonCode
from registry.demo.generator import demo_records
from registry.snapshot import Snapshot
from registry.store import Store
from service.cli.diary.csv_rows import read_csv
from service.cli.embedded import demo_revision
from service.cli.repricing import command, groups
from service.rpc.context import Context
from service.rpc.pricing_handlers import handle_price_claim
from tests.cli.repricing.archives import claims, read_rows, write_csv, write_parquet
from tests.cli.repricing.conftest import MOMENT, KilledError
from tests.tables import cases

SECRETS = ("Nordmann", "hemmelig", "17057012345", "170570")


@pytest.fixture
def archive(tmp_path):
    """An archive of some claims."""
    return write_csv(tmp_path / "archive.csv", claims(40))


@pytest.fixture
def reprice(avtalt, tmp_path, in_this_process):
    """Price an archive; how it ended, and its result."""

    def run(archive, *arguments, out="result.csv"):
        ended = avtalt("reprice", str(archive), "--out", str(tmp_path / out), *MOMENT, *arguments)
        return ended, tmp_path / out

    return run


def price_claim(claim, tariffs):
    """What PriceClaim answers."""
    moment = datetime(2026, 12, 31, 8, tzinfo=UTC)
    snapshot = Snapshot.of(demo_records(), demo_revision())
    request = PriceClaimRequest(claim=claim, language_code="en")
    return PriceClaimResponse.FromString(handle_price_claim(request, Context(snapshot, tariffs, moment)).data)


def kroner(totals, field):
    return str(Decimal(getattr(totals, field)).scaleb(-2)) if totals.HasField(field) else ""


def test_each_row_is_what_price_claim_answers(reprice, archive, tariffs):
    bookings = read_csv(archive.read_text(encoding="utf-8")).bookings
    _, result = reprice(archive, "--language", "en")
    for booking, row in zip(bookings, read_rows(result), strict=True):
        assert (row["booking"], row["line"]) == (booking.name, str(booking.line))
        decision = price_claim(booking.claim, tariffs).decision
        told = {name: row[name] for name in ("outcome", "patient_pays", "helfo_pays", "reason", "decision_id")}
        assert told == {
            "outcome": Outcome.Name(decision.outcome).removeprefix("OUTCOME_"),
            "patient_pays": kroner(decision.totals, "patient_pays_ore"),
            "helfo_pays": kroner(decision.totals, "helfo_pays_ore"),
            "reason": ReasonCode.Name(decision.reasons[0].code)[12:] if decision.reasons else "",
            "decision_id": decision.decision_id,
        }
        assert row["problem"] == ""


def test_what_was_paid_stands_beside_it_with_the_difference(reprice, archive):
    _, result = reprice(archive)
    found = read_rows(result)
    assert {row["outcome"] for row in found} >= {"APPROVED", "REJECTED", "NOT_COVERED"}
    for row in found:
        for payer in ("patient", "helfo"):
            pays, paid, difference = (row[f"{payer}_{what}"] for what in ("pays", "paid", "difference"))
            comparable = pays and paid and row["outcome"] != "REJECTED"
            assert difference == (str(Decimal(pays) - Decimal(paid)) if comparable else "")
    assert [row["patient_paid"] for row in found if row["booking"] in {"k-0", "k-1", "k-2"}] == [
        "" if total is None else f"{total:.2f}" for total in _paid("k-0", "k-1", "k-2")
    ]


def _paid(*bookings):
    """What the patient has paid for bookings, whose rows are added up."""
    for booking in bookings:
        told = [Decimal(row["patient_paid"]) for row in claims(40) if row["booking"] == booking and row["patient_paid"]]
        yield sum(told) if told else None


@pytest.mark.parametrize("out", ["result.csv", "result.parquet"])
def test_csv_and_parquet_give_equal_results(out, reprice, archive, tmp_path):
    parquet = write_parquet(tmp_path / "archive.parquet", claims(40))
    (one, first), (two, second) = reprice(archive, out=f"1-{out}"), reprice(parquet, out=f"2-{out}")
    assert (one.code, two.code, one.out) == (0, 0, two.out)
    first, second = rows_of(first), rows_of(second)
    # A file of Parquet has no line of headings.
    assert [row | {"line": int(row["line"]) - 1} for row in first] == [
        row | {"line": int(row["line"])} for row in second
    ]


def rows_of(path):
    """The rows of a result of either kind."""
    if path.suffix == ".csv":
        return read_rows(path)
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pylist()


def test_a_result_of_parquet_holds_what_one_of_csv_does(reprice, archive):
    _, csv = reprice(archive)
    _, parquet = reprice(archive, out="result.parquet")
    for row, other in zip(rows_of(csv), rows_of(parquet), strict=True):
        assert row == {name: "" if value is None else str(value) for name, value in other.items()}


BAD = """\
booking;Kundenavn;date;hpr_number;fee_codes;patient_paid;helfo_paid
good;Kari Nordmann;2026-09-15;9000001;A3a;144;94
day;Ola Nordmann;2026-02-30;9000001;A3a;;
astray;Per Nordmann;2026-09-15;Nordmann;A3a;;
paid;Pål Nordmann;2026-09-15;9000001;A3a;hemmelig;
paid-id;Pål Nordmann;2026-09-15;9000001;A3a;17057012345;
170570 12345;Pål Nordmann;2026-09-15;9000001;A3a;;
Kari Nordmann;Pål Nordmann;2026-09-15;9000001;A3a;;
good;Kari Nordmann;;;A3b;;
wide;Kari Nordmann;2026-09-15;9000001;A3a;;;Nordmann
long;Kari Nordmann;2026-09-15;9000001;A3a;;
long;Kari Nordmann;;;A3b;;
last;Kari Nordmann;2026-09-15;9000001;A3a;144;94
"""
TOLD = cases("""
    case                   | place | booking | line | outcome  | problem
    a claim                |     0 | good    |    2 | APPROVED |
    no day                 |     1 | day     |    3 | UNREAD   | line 3: date is not a day
    a name gone astray     |     2 | astray  |    4 | UNREAD   | line 4: claim.performer.hpr_number is not an HPR number: (not repeated)
    no amount              |     3 | paid    |    5 | UNREAD   | line 5: patient paid is not an amount
    an identity number     |     4 | paid-id |    6 | UNREAD   | line 6: patient paid is not an amount
    a number for a booking |     5 |         |    7 | UNREAD   | line 7: booking has eleven digits
    a name for a booking   |     6 |         |    8 | UNREAD   | line 8: the name of the booking may only have letters
    a booking again        |     7 | good    |    9 | UNREAD   | line 9: the rows of a booking must stand together, and this one began on line 2
    a cell too many        |     8 |         |   10 | UNREAD   | line 10: the row has more cells than the first line
    too many rows          |     9 | long    |   11 | UNREAD   | line 11: the booking has more than 1 rows
    the next               |    10 | last    |   13 | APPROVED |
""")


@pytest.mark.parametrize("row", TOLD)
def test_a_bad_row_is_told_by_its_line_and_no_value_is_repeated(row, reprice, tmp_path, monkeypatch):
    monkeypatch.setattr(groups, "MOST_ROWS", 1)
    monkeypatch.setattr("service.cli.repricing.pricing.MOST_ROWS", 1)
    path = tmp_path / "bad.csv"
    path.write_text(BAD, encoding="utf-8")
    ended, result = reprice(path, "--language", "en", "--report", str(tmp_path / "report.json"))
    found = read_rows(result)[int(row["place"])]
    assert {name: found[name] for name in ("booking", "line", "outcome")} == {
        name: row[name] for name in ("booking", "line", "outcome")
    }
    assert row["problem"] in found["problem"]
    assert ended.code == 1
    assert "Claims that could not be read: 9" in ended.err
    told = ended.shown + result.read_text(encoding="utf-8") + (tmp_path / "report.json").read_text(encoding="utf-8")
    assert not any(secret in told for secret in (*SECRETS, "Kari", "Kundenavn"))
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["not_read"] == 9


@pytest.mark.parametrize("out", ["result.csv", "result.parquet"])
def test_wherever_it_is_killed_it_goes_on_to_the_same_bytes(out, reprice, archive, in_this_process, tmp_path):
    report = ("--report", str(tmp_path / "report.json"))
    _, whole = reprice(archive, *report, out=f"whole-{out}")
    told = (tmp_path / "report.json").read_bytes()
    for chunks in (0, 1, 7, 13):
        in_this_process["killed_after"] = chunks
        with pytest.raises(KilledError):
            reprice(archive, *report, out=out)
        part = tmp_path / f"{out}.part"
        part.write_bytes(part.read_bytes() + b"half a li")
        in_this_process["killed_after"] = None
        ended, result = reprice(archive, *report, out=out)
        assert (ended.code, result.read_bytes() == whole.read_bytes()) == (0, True)
        assert (tmp_path / "report.json").read_bytes() == told
        assert sorted(each.name for each in tmp_path.glob(f"{out}.*")) == []
        result.unlink()


OTHERS = cases("""
    case                      | before                | after                        | told
    another moment            |                       | --evaluated-at 2027-01-01T00:00:00Z | another moment
    another language          |                       | --language nn                | noko anna: språk
    another authority         |                       | --authority regulation       | another tariff authority
    an archive grown longer   | LONGER                |                              | another archive
    one with another claim    | CHANGED               |                              | another archive
    a state that is none      | NO STATE              |                              | it is not known how far the run had come
    a part that is shorter    | SHORT                 |                              | is shorter than it was left
""")


@pytest.mark.parametrize("row", OTHERS)
def test_another_run_does_not_go_on_with_it_but_begins_anew_when_told(row, reprice, archive, in_this_process, tmp_path):
    in_this_process["killed_after"] = 9
    with pytest.raises(KilledError):
        reprice(archive, "--language", "en")
    in_this_process["killed_after"] = None
    _disturb(row["before"], archive, tmp_path)
    arguments = ("--language", "en", *row["after"].split())
    ended, result = reprice(archive, *arguments)
    assert (ended.code, result.exists()) == (1, False)
    assert row["told"] in ended.told
    assert "--restart" in ended.told
    ended, result = reprice(archive, *arguments, "--restart")
    assert (ended.code, len(read_rows(result))) == (0, 41 if row["before"] == "LONGER" else 40)


def _disturb(how, archive, folder):
    content = archive.read_text(encoding="utf-8")
    match how:
        case "LONGER":
            archive.write_text(f"{content}last;;9000001;;2026-09-15;;A3a;;;;;;;;;\n", encoding="utf-8")
        case "CHANGED":
            archive.write_text(content.replace("k-3;", "k-X;"), encoding="utf-8")
        case "NO STATE":
            (folder / "result.csv.state").write_text("{}", encoding="utf-8")
        case "SHORT":
            (folder / "result.csv.part").write_text("", encoding="utf-8")


def test_it_goes_on_at_the_revision_and_for_the_moment_of_its_beginning(
    avtalt, archive, in_this_process, new_database, tmp_path
):
    """Also when the register has moved on since, and the clock has."""
    url = new_database("sqlite")
    store = Store(url)
    store.write(demo_records(), note="demo")
    ask = ("reprice", str(archive), "--out", str(tmp_path / "result.csv"), "--database", url, "--language", "en")
    in_this_process["killed_after"] = 9
    with pytest.raises(KilledError):
        avtalt(*ask)
    in_this_process["killed_after"] = None
    before = json.loads((tmp_path / "result.csv.state").read_text(encoding="utf-8"))["basis"]
    store.write([], note="nothing new")
    store.close()
    refused = avtalt(*ask, "--revision", "2")
    assert "another revision of the register" in refused.told
    ended = avtalt(*ask)
    assert f"with revision 1, for {before['evaluated_at']}" in ended.err
    assert f"rests on revision 1, tariff {before['tariff']}, rules {before['rules']}" in ended.out


def test_a_changed_tariff_is_another_run(reprice, archive, in_this_process, tmp_path):
    from shutil import copytree

    from registry.tariffs.reader import SHIPPED

    in_this_process["killed_after"] = 9
    with pytest.raises(KilledError):
        reprice(archive, "--language", "en")
    in_this_process["killed_after"] = None
    folder = copytree(SHIPPED, tmp_path / "tariffs")
    with (folder / "descriptions.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    ended, _ = reprice(archive, "--language", "en", "--tariffs", str(folder))
    assert "another tariff" in ended.told


REFUSED = cases("""
    case                   | archive     | arguments                    | code | told
    no archive             | none.csv    |                              |    1 | there is no readable file at
    a format of none       | a.xlsx      |                              |    2 | its name ends in one of .csv, .parquet
    a result of none       | archive.csv | --out result.xlsx            |    2 | its name ends in one of .csv, .parquet
    no folder              | archive.csv | --out nowhere/result.csv     |    1 | there is no such folder
    a report without one   | archive.csv | --report nowhere/report.json |    1 | there is no such folder
    a result that is there | archive.csv | --out empty.csv              |    1 | is there already
    the archive as result  | archive.csv | --out archive.csv --restart  |    1 | is named twice
    a report in its place  | archive.csv | --report archive.csv         |    1 | is named twice
    a revision of none     | archive.csv | --revision 99                |    1 | (ERROR_REASON_REVISION_NOT_FOUND)
    no register            | archive.csv | --database sqlite:///none.db |    1 | There is no register
    tariffs that are not   | archive.csv | --tariffs nowhere            |    1 | nowhere
    only headings          | empty.csv   |                              |    1 | it has no claims
""")


@pytest.mark.parametrize("row", REFUSED)
def test_what_cannot_work_is_refused_before_anything_is_written(
    row, avtalt, archive, in_this_process, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "empty.csv", [])
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    ended = avtalt(
        "reprice", row["archive"], "--out", "result.csv", *MOMENT, "--language", "en", *row["arguments"].split()
    )
    assert (ended.code, row["told"] in ended.told) == (int(row["code"]), True), ended.told
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_killed_once_all_is_priced_it_only_puts_the_result_in_its_place(reprice, archive, monkeypatch):
    _, whole = reprice(archive, out="whole.csv")
    with monkeypatch.context() as patched:
        patched.setattr(command, "finish", _killed)
        with pytest.raises(KilledError):
            reprice(archive)
    ended, result = reprice(archive)
    assert "Fortsetter etter 40 krav" in ended.err
    assert result.read_bytes() == whole.read_bytes()


def _killed(*_):
    raise KilledError


def test_two_runs_do_not_write_the_same_result(reprice, archive, tmp_path):
    import fcntl

    with (tmp_path / "result.csv.part").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended, _ = reprice(archive, "--language", "en")
    assert (ended.code, "Another run is writing" in ended.told) == (1, True)


def test_without_what_reads_parquet_it_is_told_what_to_install(reprice, archive, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    ended, _ = reprice(archive, out="result.parquet")
    assert (ended.code, "pip install 'avtalt[batch]'" in ended.told) == (1, True)


KNOWN = cases("""
    case                     | arguments                          | code | told
    a revision               | --revision 1                       |    0 | rests on revision 1
    nothing yet              | --revision 0                       |    0 | rests on revision 0
    the newest               |                                    |    0 | rests on revision 2
    known after both         | --known-at 2199-01-01T00:00:00Z    |    0 | rests on revision 2
    known before anything    | --known-at 1999-01-01T00:00:00Z    |    1 | (ERROR_REASON_NOTHING_KNOWN_YET)
    a revision of none       | --revision 3                       |    1 | (ERROR_REASON_REVISION_NOT_FOUND)
    two ways at once         | --revision 1 --known-at 2199-01-01T00:00:00Z | 2 | give only one of them
""")


@pytest.fixture(scope="module")
def register(new_database):
    """The URL of a register with two revisions."""
    url = new_database("sqlite")
    store = Store(url)
    store.write(demo_records(), note="demo")
    store.write([], note="nothing new")
    store.close()
    return url


@pytest.mark.parametrize("row", KNOWN)
def test_what_is_read_of_a_register(row, reprice, archive, register):
    ended, _ = reprice(archive, "--database", register, "--language", "en", *row["arguments"].split())
    assert (ended.code, row["told"] in ended.told + ended.out) == (int(row["code"]), True)
