"""A bad row is refused with file, line and what is wrong."""

import shutil

import pytest

from registry.tariffs.errors import TariffError
from registry.tariffs.reader import SHIPPED, read_tariffs
from tests.tables import cases

BROKEN = cases("""
    case                              | file                    | line | old                           | new                              | what is wrong
    figures that do not add up        | physiotherapy.csv       |    2 | 298,128,170                   | 298,129,170                      | A1a: honorarium is not refund plus user_fee
    an amount that is none            | physiotherapy.csv       |    2 | 298,128,170                   | x,128,170                        | honorarium is not an amount in kroner: x
    a negative amount                 | physiotherapy.csv       |    2 | 298,128,170                   | 298,128,-170                     | user_fee is not a whole number of øre, zero or more: -170
    a part of an øre                  | physiotherapy.csv       |    2 | 298,128,170                   | 298,128,170.005                  | user_fee is not a whole number of øre, zero or more: 170.005
    30 February                       | physiotherapy.csv       |    2 | 2017-07-01                    | 2017-02-30                       | first_date is not a day written YYYY-MM-DD: 2017-02-30
    the last day before the first     | physiotherapy.csv       |    2 | 2018-06-30,298                | 2016-06-30,298                   | last_date 2016-06-30 is before first_date 2017-07-01
    days that overlap                 | physiotherapy.csv       |    2 | 2018-06-30,298                | 2018-07-01,298                   | the days overlap those of line 2
    a competence that is none         | physiotherapy.csv       |    2 | PHYSIOTHERAPIST MANUAL        | DENTIST MANUAL                   | opened_by is not known: 'DENTIST'
    an act that is not on record      | physiotherapy.csv       |    2 | FOR-2017-06-14-742            | FOR-2017-06-14-999               | A1a: no act FOR-2017-06-14-999 in acts.csv
    no confidence                     | physiotherapy.csv       |    2 | verified                      |                                  | confidence is empty
    a cell too many                   | physiotherapy.csv       |    2 | verified                      | verified,verified                | the row has 19 cells and must have 18
    a rule for a code that is none    | physiotherapy_rules.csv |    2 | A1a,2017                      | A1x,2017                         | A1x: A1x is not in the tariff in these days
    a rule that names no code         | physiotherapy_rules.csv |    2 | A1c A1g                       | A1c A1z                          | A1a: A1z is not in the tariff in these days
    a mode that is none               | physiotherapy_rules.csv |    2 | ALL_EXCEPT                    | SOME                             | mode is not known: 'SOME'
    repetitions that are no number    | physiotherapy_rules.csv |    3 | ,0,A1a                        | ,often,A1a                       | repetitions is not a whole number: often
    two ceilings for a year           | ceilings.csv            |    3 | 2003,2,PHYSIOTHERAPY          | 2003,2,RADIOLOGY                 | RADIOLOGY has a ceiling for 2003 in line 2 already
    a region that is not on record    | municipalities.csv      |    2 | 991324968                     | 991324969                        | no region 991324969 in health_regions.csv
    neither yes nor no                | exemption_grounds.csv   |    2 | yes                           | maybe                            | member_required is neither yes nor no: 'maybe'
    a provision that is not on record | exemption_grounds.csv   |    2 | child_exemption_age           | child_age                        | no provision child_age in provisions.csv
    no source                         | health_regions.csv      |    2 | SSB KOSTRA                    |                                  | source is empty
    an amount with an exponent        | physiotherapy.csv       |    2 | 298,128,170                   | 2.98e2,128,170                   | honorarium is not an amount in kroner: 2.98e2
    a day written otherwise           | physiotherapy.csv       |    2 | 2017-07-01                    | 20170701                         | first_date is not a day written YYYY-MM-DD: 20170701
    a day that stands for no end      | provisions.csv          |    2 | 2016-12-31                    | 9999-12-31                       | last_date 9999-12-31 stands for no end: leave the cell empty
    confirmed before it starts        | physiotherapy.csv       |    2 | verified,2018-06-30           | verified,2017-06-30              | A1a is confirmed through a day before its first_date
    a confidence that is none         | physiotherapy.csv       |    2 | verified                      | certain                          | confidence is not known: 'certain'
    a limit counted by nothing known  | physiotherapy.csv       |    2 | PER_COURSE                    | PER_WEEK                         | frequency is not known: 'PER_WEEK'
    a provision twice on a day        | provisions.csv          |    3 | 2017-01-01                    | 2016-12-31                       | the days overlap those of line 2
    a day without a description       | descriptions.csv        |    2 | ,,2026-06-30                  | ,,2026-06-29                     | physiotherapy.csv: A1a is not described on these days in descriptions.csv
    a treatment of no known kind      | treatments.csv          |    2 | TREATMENT                     | MASSAGE                          | kind is not known: 'MASSAGE'
    a dispute that does not add up    | disputes.csv            |    2 | 319,137,182                   | 319,138,182                      | default_honorarium is not default_refund plus default_user_fee
    a dispute about no code           | disputes.csv            |    2 | A8a                           | A8x                              | A8x is in no tariff of PHYSIOTHERAPY
    a successor that is no code       | successors.csv          |    2 | A7a                           | A7x                              | A7x is in no tariff of PHYSIOTHERAPY
    an act that stands twice          | acts.csv                |    3 | FOR-2003-12-30-1801           | FOR-2003-06-27-959               | line 2 has the same already
    a heading that is missing         | gaps.csv                |    1 | discipline,fee_code           | discipline,code                  | the columns must be discipline,fee_code
""")


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped tariffs, to be broken."""
    return shutil.copytree(SHIPPED, tmp_path / "tariffs")


@pytest.mark.parametrize("row", BROKEN)
def test_a_bad_row_is_refused_with_its_place(row, folder):
    """The problem names the file and the line, and says what is wrong."""
    path = folder / row["file"]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = int(row["line"]) - 1
    assert row["old"] in lines[place]
    whole_cell = not row["new"]
    lines[place] = emptied(lines[place], row["old"]) if whole_cell else lines[place].replace(row["old"], row["new"], 1)
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(TariffError) as caught:
        read_tariffs(folder)
    overlap = "overlap" in row["what is wrong"]
    elsewhere, _, what = row["what is wrong"].rpartition(".csv: ")
    blamed = f"{elsewhere}.csv" if elsewhere else row["file"]
    found = [problem for problem in caught.value.problems if problem.file == blamed]
    assert any(what in problem.what for problem in found), caught.value
    assert overlap or elsewhere or any(problem.line == int(row["line"]) for problem in found)


def emptied(line: str, start: str) -> str:
    """The line without the content of the cell that starts with a text."""
    before, _, after = line.partition(start)
    quoted = before.endswith('"')
    rest = after[after.index('"') + 1 :] if quoted else after[min(after.find(","), len(after) - 1) :]
    return before.removesuffix('"') + (rest if "," in after or quoted else "\n")


def test_a_missing_file_is_refused(folder):
    """Every file of the folder is needed."""
    (folder / "gaps.csv").unlink()
    with pytest.raises(TariffError, match=r"gaps\.csv: the file is missing"):
        read_tariffs(folder)


def test_a_file_in_another_encoding_is_refused(folder):
    """Letters that are not written in UTF-8 are a problem of the file, not a crash."""
    path = folder / "municipalities.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", errors="replace"))
    with pytest.raises(TariffError, match=r"municipalities\.csv: the file is not written in UTF-8"):
        read_tariffs(folder)


def test_all_problems_are_told_at_once(folder):
    """Two bad rows give two problems."""
    path = folder / "physiotherapy.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("verified", "", 2), encoding="utf-8")
    with pytest.raises(TariffError) as caught:
        read_tariffs(folder)
    assert len(caught.value.problems) == 2


def test_the_digest_names_the_content(folder):
    """Equal content has an equal digest; another byte has another one."""
    assert read_tariffs(folder).digest == read_tariffs().digest
    path = folder / "acts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Reimbursement", "reimbursement", 1), encoding="utf-8")
    assert read_tariffs(folder).digest != read_tariffs().digest
