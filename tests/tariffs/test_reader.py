"""A bad row is refused with file, line and what is wrong."""

import shutil

import pytest

from registry.tariffs.errors import TariffError
from registry.tariffs.reader import SHIPPED, read_tariffs
from tests.tables import cases

BROKEN = cases("""
    case                               | file                        | line | old                      | new                            | what is wrong
    figures that do not add up         | physiotherapy.csv           |    2 | 298,128,170              | 298,129,170                    | A1a: honorarium is not refund plus user_fee
    an amount that is none             | physiotherapy.csv           |    2 | 298,128,170              | x,128,170                      | honorarium is not an amount in kroner: x
    a negative amount                  | physiotherapy.csv           |    2 | 298,128,170              | 298,128,-170                   | user_fee is not a whole number of øre, zero or more: -170
    a part of an øre                   | physiotherapy.csv           |    2 | 298,128,170              | 298,128,170.005                | user_fee is not a whole number of øre, zero or more: 170.005
    30 February                        | physiotherapy.csv           |    2 | 2017-07-01               | 2017-02-30                     | first_date is not a day written YYYY-MM-DD: 2017-02-30
    the last day before the first      | physiotherapy.csv           |    2 | 2018-06-30,298           | 2016-06-30,298                 | last_date 2016-06-30 is before first_date 2017-07-01
    days that overlap                  | physiotherapy.csv           |    2 | 2018-06-30,298           | 2018-07-01,298                 | the days overlap those of line 2
    a competence that is none          | physiotherapy.csv           |    2 | PHYSIOTHERAPIST MANUAL   | DENTIST MANUAL                 | opened_by is not known: 'DENTIST'
    an act that is not on record       | physiotherapy.csv           |    2 | FOR-2017-06-14-742       | FOR-2017-06-14-999             | A1a: no act FOR-2017-06-14-999 in acts.csv
    no confidence                      | physiotherapy.csv           |    2 | verified                 |                                | confidence is empty
    a cell too many                    | physiotherapy.csv           |    2 | verified                 | verified,verified              | the row has 19 cells and must have 18
    a rule for a code that is none     | physiotherapy_rules.csv     |    2 | A1a,2017                 | A1x,2017                       | A1x: A1x is not in the tariff in these days
    a rule that names no code          | physiotherapy_rules.csv     |    2 | A1c A1g                  | A1c A1z                        | A1a: A1z is not in the tariff in these days
    a mode that is none                | physiotherapy_rules.csv     |    2 | ALL_EXCEPT               | SOME                           | mode is not known: 'SOME'
    repetitions that are no number     | physiotherapy_rules.csv     |    3 | ,0,A1a                   | ,often,A1a                     | repetitions is not a whole number: often
    two ceilings for a year            | ceilings.csv                |    3 | 2003,2,PHYSIOTHERAPY     | 2003,2,RADIOLOGY               | RADIOLOGY has a ceiling for 2003 in line 2 already
    a region that is not on record     | municipalities.csv          |    2 | 991324968                | 991324969                      | no region 991324969 in health_regions.csv
    neither yes nor no                 | exemption_grounds.csv       |    2 | yes                      | maybe                          | member_required is neither yes nor no: 'maybe'
    a provision that is not on record  | exemption_grounds.csv       |    2 | child_exemption_age      | child_age                      | no provision child_age in provisions.csv
    no source                          | health_regions.csv          |    2 | SSB KOSTRA               |                                | source is empty
    an amount with an exponent         | physiotherapy.csv           |    2 | 298,128,170              | 2.98e2,128,170                 | honorarium is not an amount in kroner: 2.98e2
    a day written otherwise            | physiotherapy.csv           |    2 | 2017-07-01               | 20170701                       | first_date is not a day written YYYY-MM-DD: 20170701
    a day that stands for no end       | provisions.csv              |    2 | 2016-12-31               | 9999-12-31                     | last_date 9999-12-31 stands for no end: leave the cell empty
    confirmed before it starts         | physiotherapy.csv           |    2 | verified,2018-06-30      | verified,2017-06-30            | A1a is confirmed through a day before its first_date
    a confidence that is none          | physiotherapy.csv           |    2 | verified                 | certain                        | confidence is not known: 'certain'
    a limit counted by nothing known   | physiotherapy.csv           |    2 | PER_COURSE               | PER_WEEK                       | frequency is not known: 'PER_WEEK'
    a provision twice on a day         | provisions.csv              |    3 | 2017-01-01               | 2016-12-31                     | the days overlap those of line 2
    a day without a description        | descriptions.csv            |    2 | ,,2026-06-30             | ,,2026-06-29                   | physiotherapy.csv: A1a is not described on these days in descriptions.csv
    a treatment of no known kind       | treatments.csv              |    2 | TREATMENT                | MASSAGE                        | kind is not known: 'MASSAGE'
    a dispute that does not add up     | disputes.csv                |    2 | 319,137,182              | 319,138,182                    | default_honorarium is not default_refund plus default_user_fee
    a dispute about no code            | disputes.csv                |    2 | A8a                      | A8x                            | A8x is in no tariff of PHYSIOTHERAPY
    a successor that is no code        | successors.csv              |    2 | A7a                      | A7x                            | A7x is in no tariff of PHYSIOTHERAPY
    an act that stands twice           | acts.csv                    |    3 | FOR-2003-12-30-1801      | FOR-2003-06-27-959             | line 2 has the same already
    a heading that is missing          | gaps.csv                    |    1 | discipline,fee_code      | discipline,code                | the columns must be discipline,fee_code
    a day without row or gap           | physiotherapy.csv           |    2 | 2018-06-30,298           | 2018-06-29,298                 | after this row A1a has neither a row nor a stated gap: 2018-06-30
    an amount that no gap excuses      | physiotherapy.csv           |    2 | 298,128,170              | ,128,170                       | A1a lacks an amount, and no gap says so
    an amount beside a percentage      | physiotherapy.csv           |    2 | 298,128,170,             | 298,128,170,75                 | A1a has both a percentage and amounts
    an act of another discipline       | physiotherapy.csv           |    2 | FOR-2017-06-14-742       | FOR-2017-12-15-2343            | FOR-2017-12-15-2343 is no act of PHYSIOTHERAPY
    an act that started later          | physiotherapy.csv           |    2 | FOR-2017-06-14-742       | FOR-2017-12-15-2113            | A1a starts on 2017-07-01, and FOR-2017-12-15-2113 on 2018-01-01
    no place in the act                | physiotherapy.csv           |    2 | chapter II               |                                | where is empty
    confirmed beyond its end           | physiotherapy.csv           |    2 | verified,2018-06-30      | verified,2019-06-30            | A1a ended on 2018-06-30 and is confirmed through 2019-06-30
    confirmed until no adjustment      | laboratory.csv              |    6 | 2026-12-31               | 2026-11-30                     | 701a: confirmed_through must be the day before an adjustment
    a limit without a count            | physiotherapy.csv           |    2 | PER_COURSE,1             | PER_COURSE,                    | A1a: frequency and frequency_count are given together
    a limit for something else         | physiotherapy.csv           |    2 | PATIENT,PER_COURSE       | GROUP,PER_COURSE               | A1a: per is GROUP, and with this frequency it must be PATIENT
    a competence that is not needed    | laboratory.csv              |    2 | 40,0,40,,,,,PATIENT      | 40,0,40,,,PSYCHOMOTOR,,PATIENT | 701a: competences are for physiotherapy, where one is always needed
    an intern's fee of its own         | physiotherapy.csv           |  315 | 185,0,185                | 186,0,186                      | A1at differs in user_fee from line
    a gap where nothing is missing     | gaps.csv                    |    4 | 2017-12-31               | 2018-01-01                     | nothing is missing on these days: 2018-01-01
    a gap that is too short            | gaps.csv                    |    4 | 2017-12-31               | 2017-12-30                     | the same is missing on these days, and no gap says so: 2017-12-31
    a gap from no act                  | gaps.csv                    |    4 | FOR-2003-06-27-959       | FOR-2003-06-27-958             | the source FOR-2003-06-27-958 is no act of RADIOLOGY
    a fee without a rule               | physiotherapy_rules.csv     |    2 | 2017-12-31               | 2017-12-30                     | beside this row A1a has neither a rule nor a stated gap: 2017-12-31
    a mode that names no codes         | physiotherapy_rules.csv     |    2 | ALL_EXCEPT               | ALL                            | A1a: the mode ALL names no codes
    a rule that names its own code     | physiotherapy_rules.csv     |    2 | A1c A1g                  | A1a A1g                        | A1a is named by its own rule
    a code that is named twice         | physiotherapy_rules.csv     |    2 | A1c A1g                  | A1c A1c                        | codes names A1c twice
    companions without a basis         | physiotherapy_rules.csv     |    3 | the text of the code     |                                | A1c: companions and companion_basis are given together
    an address of another act          | acts.csv                    |    2 | forskrift/2003-06-27-959 | forskrift/2003-06-27-958       | does not end in 2003-06-27-959
    an address that is none            | acts.csv                    |    2 | https://lovdata.no       | lovdata                        | url is not the address of a page
    an act that starts with no row     | acts.csv                    |    3 | 2004-01-01               | 2004-01-02                     | no row that cites FOR-2003-12-30-1801 starts on 2004-01-02
    a year without a ceiling           | ceilings.csv                |    4 | 2004,1                   | 2002,1                         | beside this year RADIOLOGY has neither a ceiling nor a stated gap
    a ceiling of another year          | ceilings.csv                |    2 | 2003-12-31               | 2003-12-30                     | a ceiling is confirmed through the last day of its year, 2003
    a year that is none                | ceilings.csv                |    2 | 2003,1                   | 203,1                          | year is not a year of our time: 203
    languages that disagree            | descriptions.csv            |    2 | inntil 30 minutter       | inntil 40 minutter             | A1a: the languages name different minutes
    a treatment of another length      | treatments.csv              |    2 | ,20,no                   | ,30,no                         | A3a has 20 minutes in line
    a side that is not the row         | disputes.csv                |    2 | 325,137,188              | 326,138,188                    | the side of the regulation differs from line
    a successor of a code that goes on | successors.csv              |    2 | 2025-06-30               | 2025-06-29                     | A2k did not end on 2025-06-29 but on 2025-06-30
    a hole in a provision              | provisions.csv              |    3 | 2017-01-01               | 2017-01-02                     | before this row child_exemption_age has no row: 2017-01-01
    a provision that comes late        | provisions.csv              |   10 | 2021-01-01               | 2021-01-02                     | do not follow each other without a hole
    a provision of no known name       | provisions.csv              |    3 | child_exemption_age      | child_age                      | provision_id is not known: 'child_age'
    an age limit of another ground     | exemption_grounds.csv       |    2 | child_exemption_age      | psychotherapy_child_age        | CHILD has child_exemption_age for its limit
    a wrong check digit                | health_regions.csv          |    2 | 991324968                | 991324967                      | organisation_number has a wrong check digit: 991324967
    a municipality from nowhere        | municipalities.csv          |    2 | 2024-01-01               | 2024-01-02                     | no municipality ended the day before
    a county of two names              | municipalities.csv          |    3 | Rogaland                 | Agder                          | county_name differs from that of others in county 11: Rogaland
    a profession for too few days      | requisition_professions.csv |    2 | 2017-12-31               | 2017-12-30                     | referral_required is in force on other days
    an irregularity that excuses none  | irregularities.csv          |    2 | ACT                      | SUM                            | no row of 701a from 2005-01-01 needs to be excused: SUM
    a category of another group        | refund_categories.csv       |    2 | RG1                      | CT1                            | category is not RG and a number: CT1
    a group of another discipline      | refund_categories.csv       |    2 | RADIOLOGY                | LABORATORY                     | group is not known: 'XRAY'; known are CLINICAL_BIOCHEMISTRY
    a discipline without groups        | refund_categories.csv       |    2 | RADIOLOGY                | PHYSIOTHERAPY                  | group is not known: 'XRAY'
    a category without a refund        | refund_categories.csv       |    2 | 20.40                    |                                | refund is empty
    a category twice on a day          | refund_categories.csv       |    3 | RG2                      | RG1                            | the days overlap those of line 2
    a category that is missing         | refund_categories.csv       |    6 | RG5                      | RG6                            | the category before is RG4, and those between are missing
    a refund below the category before | refund_categories.csv       |    3 | 54                       | 20.40                          | RG2 is refunded with no more than RG1 in line 2
    a category from no act             | refund_categories.csv       |    2 | FOR-2017-12-15-2343      | FOR-2017-12-15-2344            | RG1: no act FOR-2017-12-15-2344 in acts.csv
    a category from an act of others   | refund_categories.csv       |    2 | FOR-2017-12-15-2343      | FOR-2017-12-15-2113            | RG1: FOR-2017-12-15-2113 is no act of RADIOLOGY
    a category before its act          | refund_categories.csv       |    2 | FOR-2017-12-15-2343      | FOR-2018-06-27-1079            | RG1 starts on 2018-01-01, and FOR-2018-06-27-1079 on 2018-07-01
    a category that ends before others | refund_categories.csv       |    2 | 2018-06-30,20.40         | 2018-06-29,20.40               | line 3 is of the same table, and has another last_date or act_id
    a category confirmed for too long  | refund_categories.csv       |    2 | one_source,2018-06-30    | one_source,2018-07-01          | RG1 ended on 2018-06-30 and is confirmed through 2018-07-01
    a category confirmed until no eve  | refund_categories.csv       |  452 | 2026-12-31               | 2026-11-30                     | confirmed_through must be the day before an adjustment
    a refund without row or gap        | refund_categories.csv       |    2 | 2018-06-30,20.40         | 2018-06-29,20.40               | after this row RG1 has neither a row nor a stated gap: 2018-06-30
    a gap of refunds that is too short | gaps.csv                    |   15 | 2023-06-30               | 2023-06-29                     | the same is missing on these days, and no gap says so: 2023-06-30
    a gap of refunds that is too long  | gaps.csv                    |   15 | 2023-06-30               | 2023-07-01                     | nothing is missing on these days: 2023-07-01
    a gap of one group too few         | gaps.csv                    |   21 | LABORATORY,,             | LABORATORY,,MICROBIOLOGY       | the same is missing on these days, and no gap says so
    a gap of a group and of all        | gaps.csv                    |   19 | CLINICAL_BIOCHEMISTRY    |                                | says so of the whole discipline
    a gap of a group without refunds   | gaps.csv                    |    4 | 899a,                    | 899a,CT                        | only refund categories have a group
    a gap of refunds for a fee code    | gaps.csv                    |   15 | RADIOLOGY,               | RADIOLOGY,899a                 | refund categories have no fee_code: 899a
    a country code in small letters    | eea_countries.csv           |    2 | AT                       | at                             | country_code is not two capital letters: at
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


def test_a_printed_sum_that_does_not_add_up_is_kept_when_it_is_told(folder):
    """What is printed stands in the data as it is printed; that it does not add up is data too."""
    figures = folder / "physiotherapy.csv"
    lines = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace("298,128,170", "299,128,170")
    figures.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(TariffError, match="A1a: honorarium is not refund plus user_fee"):
        read_tariffs(folder)
    with (folder / "irregularities.csv").open("a", encoding="utf-8") as told:
        told.write("PHYSIOTHERAPY,A1a,2017-07-01,SUM,printed so\n")
    assert read_tariffs(folder)


def test_a_folder_that_is_not_there_is_told_as_one_problem(tmp_path):
    """Not as a missing file for each kind."""
    with pytest.raises(TariffError, match=r"nowhere: there is no such folder") as caught:
        read_tariffs(tmp_path / "nowhere")
    assert len(caught.value.problems) == 1
