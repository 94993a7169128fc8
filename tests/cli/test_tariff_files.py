"""The commands about the tariff files: what they print, for people and for programs, and how they end."""

import json
import shutil
from pathlib import Path

import pytest

from registry.tariffs.reader import SHIPPED, digest_of
from tests.tables import cases

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "examples" / "tariffs" / "takstkoder.json"
NEXT = "FOR-2027-06-20-1000"
ACT = f"{NEXT},Reimbursement of physiotherapy,PHYSIOTHERAPY,2027-07-01,https://lovdata.no/dokument/LTI/forskrift/2027-06-20-1000\n"
TERMS = ("--discipline", "physiotherapy", "--act", NEXT, "--source", "made up")

PRINTED = cases("""
    case                        | arguments                                                           | printed
    a proof for each discipline | check --language en                                                 | physiotherapy
    until when it is confirmed  | check --language en                                                 | 2027-06-30
    that all is in order        | check --language en                                                 | Every fee code and every refund category has exactly one row or a stated gap
    in Bokmål                   | check                                                               | bekreftet til og med
    in Nynorsk                  | check --language nn                                                 | stadfesta til og med
    what is on record           | coverage --language en                                              | all 68
    a gap as a gap              | coverage --language en                                              | gap: 1 of 51, user fee of 6 more   gap: 0 of 51   gap
    why it is a gap             | coverage --language en                                              | ! radiology 899a, 2014-01-01 through 2017-12-31: the amounts of 899a
    one discipline              | coverage --discipline laboratory --language en                      | laboratory   2014-01-01   2017-12-31           1   gap: 0 of 1
    amounts that changed        | diff 2025-07-01 2026-07-01 --discipline physiotherapy --language en | 414 → 415 (+1)    213 → 271 (+58)   201 → 144 (−57)   minutes 30 → 20
    with øre                    | diff 2026-06-30 2026-07-01 --discipline laboratory                  | 16,85 → 15,67 (−1,18)
    a code that ended           | diff 2025-07-01 2026-07-01 --language en                            | A1h        ended; now A1ha
    a code that came            | diff 2025-07-01 2026-07-01 --language en                            | A1ha       added
    a rule                      | diff 2025-07-01 2026-07-01 --language en                            | named in combinations +A1ha +A1hb −A1h
    a limit                     | diff 2025-07-01 2026-07-01 --language en                            | limit between two treatments → between two treatments, and one a day
    a proof for the refunds     | check --language en                                                 | radiology                   38    221
    the refunds on record       | coverage --discipline laboratory --language en                      | gap: 12 of 27
    a gap of one group          | coverage --discipline laboratory --language en                      | ! laboratory clinical biochemistry, 2018-07-01 through 2023-06-30
    a refund that changed       | diff 2026-06-30 2026-07-01 --discipline laboratory --language en    | MB1               changed   5.03 → 4.68 (−0.35)
    a refund in a gap           | diff 2025-12-31 2026-01-01 --discipline radiology --language en     | CT2               not on record any more   431.67
    a refund on record again    | diff 2026-02-08 2026-02-09 --discipline radiology --language en     | CT2               on record again   334.59
    a category that came        | diff 2018-06-30 2023-07-01 --discipline radiology --language en     | CT4               added     864
    the same day                | diff 2026-07-01 2026-07-01 --language en                            | Nothing differs between 2026-07-01 and 2026-07-01.
    the last day of a tariff    | diff 2025-07-01 2026-06-30 --discipline physiotherapy --language en | Nothing differs between 2025-07-01 and 2026-06-30.
    a provision                 | diff 2026-07-31 2026-08-01 --language en                            | child_exemption_age: 16 → 18
    a ceiling                   | diff 2024-12-31 2025-01-01 --language en                            | user fee ceiling, radiology: 3165 → 3278
""")

REFUSED = cases("""
    case                       | arguments                                                                           | told
    a discipline that is none  | coverage --discipline dentistry                                                     | it is one of physiotherapy, radiology, laboratory
    a day that is none         | diff 2026-02-30 2026-07-01 --language en                                            | 2026-02-30 is not a day written YYYY-MM-DD
    days the wrong way round   | diff 2026-07-01 2025-07-01 --language en                                            | 2025-07-01 is before 2026-07-01: give the earlier day first
    a folder that is not there | check --tariffs nowhere --language en                                               | nowhere: there is no such folder
    no folder to import into   | import x.json --discipline physiotherapy --act x --source x --language en           | name the folder to import into, or use --dry-run
    a file that is not there   | import x.json --discipline physiotherapy --act x --source x --dry-run --language en | there is no readable file at x.json
""")


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped tariffs that knows an act to come."""
    copied = shutil.copytree(SHIPPED, tmp_path / "tariffs")
    with (copied / "acts.csv").open("a", encoding="utf-8") as acts:
        acts.write(ACT)
    return copied


def document(tmp_path, *changes):
    """The example with other texts in it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "takstkoder.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("row", PRINTED)
def test_a_command_prints(row, avtalt):
    ended = avtalt("tariffs", *row["arguments"].split())
    assert (ended.code, ended.err) == (0, "")
    assert row["printed"] in ended.out


@pytest.mark.parametrize("row", REFUSED)
def test_a_command_refuses(row, avtalt, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    ended = avtalt("tariffs", *row["arguments"].split())
    assert ended.code != 0
    assert row["told"] in ended.told


def test_all_problems_are_told_with_file_and_line(avtalt, folder):
    path = folder / "physiotherapy.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("298,128,170", "299,128,170", 1), encoding="utf-8")
    path = folder / "ceilings.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2003-12-31", "2003-12-30", 1), encoding="utf-8")
    ended = avtalt("tariffs", "check", "--tariffs", str(folder), "--language", "en")
    assert (ended.code, ended.out) == (1, "")
    assert "Problems: 2" in ended.err
    assert "physiotherapy.csv:2: A1a: honorarium is not refund plus user_fee" in ended.err
    assert "ceilings.csv:2: a ceiling is confirmed through the last day of its year, 2003" in ended.err
    ended = avtalt("tariffs", "check", "--tariffs", str(folder), "--json")
    assert ended.code == 1
    assert [(each["file"], each["line"]) for each in json.loads(ended.out)["problems"]] == [
        ("ceilings.csv", 2),
        ("physiotherapy.csv", 2),
    ]


def test_every_command_speaks_json(avtalt):
    proof = json.loads(avtalt("tariffs", "check", "--json").out)
    assert proof["problems"] == []
    assert proof["digest"] == digest_of(SHIPPED)
    for each in proof["disciplines"]:
        assert each["days_with_one_row"] + each["days_in_a_stated_gap"] == each["days"]
    periods = json.loads(avtalt("tariffs", "coverage", "--discipline", "physiotherapy", "--json").out)
    (gap,) = [each for each in periods if each["gaps"]]
    assert (gap["first_date"], gap["last_date"], gap["with_limit"]) == ("2023-07-01", "2024-06-30", None)
    found = json.loads(avtalt("tariffs", "diff", "2025-12-31", "2026-01-01", "--discipline", "radiology", "--json").out)
    fee = next(each for each in found["fees"] if each["fee_code"] == "899a")
    assert fee["difference"] == {"honorarium_ore": 10000, "refund_ore": 0, "user_fee_ore": 10000}
    assert fee["before"] == {"honorarium_ore": 28700, "refund_ore": 0, "user_fee_ore": 28700}


def test_the_example_is_what_is_on_record(avtalt):
    terms = ("--discipline", "physiotherapy", "--act", "FOR-2026-06-22-1212", "--source", "example")
    ended = avtalt("tariffs", "import", str(EXAMPLE), *terms, "--dry-run", "--language", "en")
    assert ended.code == 0
    assert "unchanged: 2" in ended.out


def test_a_dry_run_tells_and_writes_nothing(avtalt, folder, tmp_path):
    before, path = (
        digest_of(folder),
        document(tmp_path, ("2026-07-01", "2027-07-01"), ("238.0", "239.0"), ("94.0", "95.0")),
    )
    ended = avtalt("tariffs", "import", path, *TERMS, "--into", str(folder), "--dry-run", "--language", "en")
    assert ended.code == 0
    assert "Nothing was written: this is what the import would do." in ended.out
    assert "honorarium 238 → 239; refund 94 → 95" in ended.out
    assert "changed: 1, the same under the new act: 1" in ended.out
    assert digest_of(folder) == before


def test_an_import_is_written_and_then_on_record(avtalt, folder, tmp_path):
    path = document(tmp_path, ("2026-07-01", "2027-07-01"), ("238.0", "239.0"), ("94.0", "95.0"))
    ended = avtalt("tariffs", "import", path, *TERMS, "--into", str(folder), "--language", "en")
    assert (ended.code, ended.err) == (0, "")
    assert f"Written to {folder}: physiotherapy.csv." in ended.out
    assert avtalt("tariffs", "check", "--tariffs", str(folder)).code == 0
    ended = avtalt("tariffs", "diff", "2027-06-30", "2027-07-01", "--tariffs", str(folder), "--language", "en")
    assert "238 → 239 (+1)" in ended.out
    again = avtalt("tariffs", "import", path, *TERMS, "--into", str(folder), "--language", "en")
    assert "Nothing differs from what" in again.out


def test_a_new_folder_starts_as_a_copy(avtalt, folder, tmp_path):
    path = document(tmp_path, ("2026-07-01", "2027-07-01"))
    arguments = ("--tariffs", str(folder), "--into", str(tmp_path / "new"))
    assert avtalt("tariffs", "import", path, *TERMS, *arguments).code == 0
    assert avtalt("tariffs", "check", "--tariffs", str(tmp_path / "new")).code == 0


def test_a_refused_code_is_told_with_its_reason(avtalt, folder, tmp_path):
    before, path = digest_of(folder), document(tmp_path, ("238.0", "239.0"))
    ended = avtalt("tariffs", "import", path, *TERMS, "--into", str(folder), "--language", "en")
    assert ended.code == 1
    assert "Nothing was written, because fee codes are refused." in ended.out
    assert "entry 1: honorar 239.0 is not refusjon 94.0 plus egenandel 144.0" in ended.out
    assert digest_of(folder) == before
    ended = avtalt("tariffs", "import", path, *TERMS, "--into", str(folder), "--json")
    assert ended.code == 1
    assert [each["outcome"] for each in json.loads(ended.out)["fee_codes"]] == ["REFUSED", "UNCHANGED"]


def test_a_result_that_would_not_pass_is_told(avtalt, folder, tmp_path):
    path = document(tmp_path, ("2026-07-01", "2027-07-01"), ('"minimum_tidsbruk": 20', '"minimum_tidsbruk": 25'))
    ended = avtalt("tariffs", "import", path, *TERMS, "--into", str(folder), "--language", "en")
    assert ended.code == 1
    assert "Nothing was written, because the result would not pass its check." in ended.out
    assert "A3a has 25 minutes in line" in ended.out


def test_a_document_with_a_doctype_is_not_read(avtalt, folder, tmp_path):
    path = tmp_path / "takstkoder.xml"
    path.write_text('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>', encoding="utf-8")
    ended = avtalt("tariffs", "import", str(path), *TERMS, "--into", str(folder), "--language", "en")
    assert ended.code == 1
    assert "it has a DOCTYPE" in ended.err


@pytest.mark.parametrize("command", ["check", "coverage", "diff", "import"])
def test_help_of_each_command(command, avtalt, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    shown = avtalt("tariffs", command, "--help").shown
    assert {"--tariffs", "--json", "--language"} <= {word.strip("[]():,.│") for word in shown.split()}
