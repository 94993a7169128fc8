"""
Break any one cell of the shipped tariffs, and the check tells file and line.

Every column of every file is changed in several ways, in a line drawn by
chance from a fixed seed. What the check cannot see stands in a list with the
reason; a line of the list that is no longer needed is a failure too.
"""

import random

import pytest

from tests.tables import rows
from tests.tariffs.mutations import KINDS, Mutation, read_sheets

SEED = "tariffs"
MOST_TRIED = 40  # lines, to find one in which what is listed as unseen is unseen indeed

UNSEEN = rows("""
    column            | files                                     | changes                          | how often | why
    where             | physiotherapy radiology laboratory        | malformed                        | often     | words for people
    note              | physiotherapy radiology laboratory        | malformed emptied filled swapped | often     | words for people
    note              | gaps                                      | malformed swapped                | often     | words for people
    note              | refund_categories                         | malformed emptied filled swapped | often     | words for people
    refund            | refund_categories                         | moved                            | often     | one figure, told once, but that it is above the one before and below the next
    note              | irregularities                            | malformed                        | often     | words for people
    note              | disputes                                  | malformed emptied                | often     | words for people
    note              | provisions                                | malformed emptied filled swapped | often     | words for people
    title             | acts                                      | malformed swapped                | often     | words for people
    name              | municipalities health_regions             | malformed swapped                | often     | words for people; that no two are alike is seen
    name              | eea_countries                             | malformed                        | often     | words for people; that no two are alike is seen
    nb                | descriptions                              | malformed swapped                | often     | words for people; the minutes in them are seen
    nn                | descriptions                              | malformed swapped                | often     | words for people; the minutes in them are seen
    en                | descriptions                              | malformed swapped                | often     | words for people; the minutes in them are seen
    remarks           | physiotherapy_rules                       | malformed emptied filled swapped | often     | the names of remarks whose texts are not on record
    remarks           | radiology_rules laboratory_rules          | filled                           | often     | the names of remarks whose texts are not on record
    dispute_id        | disputes                                  | malformed                        | often     | a name that nothing refers to
    default_source    | disputes                                  | malformed                        | often     | the source itself is not in the folder
    source            | gaps ceilings municipalities              | malformed swapped                | often     | the source itself is not in the folder
    source            | eea_countries health_regions              | malformed                        | often     | the source itself is not in the folder
    legal_basis       | provisions exemption_grounds              | malformed swapped                | often     | the law itself is not in the folder
    url               | provisions exemption_grounds              | malformed swapped                | often     | the law itself is not in the folder
    confidence        | physiotherapy radiology laboratory        | swapped                          | often     | how many sources agree is not in the folder
    confidence        | provisions ceilings                       | swapped                          | often     | how many sources agree is not in the folder
    companion_basis   | physiotherapy_rules                       | swapped                          | often     | where the companions are printed is not in the folder
    act_id            | laboratory_rules                          | swapped                          | often     | the act before may go on where the figures stay the same
    act_id            | physiotherapy_rules                       | swapped                          | seldom    | the act before may go on where the figures stay the same
    user_fee          | physiotherapy                             | moved                            | seldom    | one figure alone, where the two others are not on record
    percentage        | physiotherapy                             | moved                            | seldom    | one figure, told once
    opened_by         | physiotherapy                             | swapped                          | often     | told once, but for interns
    patient_rule      | physiotherapy                             | emptied filled swapped           | often     | told once
    frequency         | physiotherapy radiology                   | swapped                          | often     | told once, but for limits shared with video or for groups, months and periods
    frequency_count   | physiotherapy radiology                   | moved                            | often     | one figure, told once, but for interns
    mode              | physiotherapy_rules                       | swapped                          | often     | printed lists are not symmetric, so each stands alone
    codes             | physiotherapy_rules                       | emptied swapped                  | often     | printed lists are not symmetric, so each stands alone
    repetitions       | physiotherapy_rules                       | emptied moved swapped filled     | often     | one figure, told once, but for interns
    repetitions       | radiology_rules laboratory_rules          | emptied moved                    | often     | one figure, told once
    repetitions       | laboratory_rules                          | filled                           | often     | one figure, told once
    amount            | ceilings                                  | moved                            | often     | one figure, told once
    value             | provisions                                | moved                            | often     | one figure, told once
    unit              | provisions                                | swapped                          | often     | told once, but for ages
    first_date        | provisions exemption_grounds              | emptied filled moved moved_back  | often     | the day a law came into force, told once, but where another provision ends
    last_date         | provisions                                | emptied filled moved moved_back  | often     | the day a law ended, told once, but where another provision starts
    discipline        | exemption_grounds requisition_professions | swapped                          | often     | a ground or a profession too many is not seen
    member_required   | exemption_grounds                         | swapped                          | often     | told once
    claim_code        | exemption_grounds                         | malformed emptied swapped        | often     | a letter that only one discipline uses
    profession        | requisition_professions                   | swapped                          | often     | a profession too many is not seen
    fee_code          | gaps                                      | emptied                          | often     | what is missing for one code is missing in the discipline
    successor         | successors                                | swapped                          | often     | told once; that the successor was there is seen
    municipality_code | municipalities                            | moved                            | often     | a number that nobody else has
    last_date         | municipalities                            | emptied                          | often     | a municipality that goes on disturbs no other
    first_date        | descriptions                              | filled                           | often     | the first day of its code says the same
    last_date         | descriptions                              | filled                           | often     | the last day of its code says the same
    last_date         | treatments                                | filled                           | often     | a treatment too few is not seen
    kind              | treatments                                | swapped                          | often     | the caller's words; that they lead to one row is seen
    setting           | treatments                                | swapped                          | often     | the caller's words; that they lead to one row is seen
    method            | treatments                                | swapped                          | often     | the caller's words; that they open the code is seen
    exact             | treatments                                | swapped                          | often     | the caller's words
    extra_code        | treatments                                | emptied                          | often     | a code too few is not seen
    also_extra_codes  | treatments                                | emptied                          | often     | a code too few is not seen
    where             | shared_limits same_day fee_shares         | malformed                        | often     | words for people
    where             | unsocial_hours                            | malformed                        | often     | words for people
    where             | candidate_codes                           | malformed swapped                | often     | words for people
    practice_type     | candidate_codes                           | swapped                          | often     | told once
    codes             | candidate_codes                           | swapped                          | often     | told once, but that one code is not in two rows
    where             | sections                                  | malformed swapped                | often     | words for people
    where             | same_day                                  | swapped                          | often     | words for people
    sections          | fee_shares                                | malformed                        | often     | what a percentage is a share of, told once
    from_time         | unsocial_hours                            | swapped                          | often     | told once
    to_time           | unsocial_hours                            | emptied filled                   | often     | told once
    last_date         | shared_limits                             | moved                            | seldom    | days of a stated gap
    day_kind          | unsocial_hours                            | swapped                          | seldom    | told once
    places            | treatments                                | emptied filled swapped           | seldom    | the caller's words; that they lead to one row is seen
    sizes             | treatments                                | emptied filled swapped           | seldom    | the caller's words; that they lead to one row is seen
    section           | helfo_rejections                          | swapped                          | seldom    | the answer's words, which the folder does not have
    code              | helfo_rejections                          | malformed swapped                | seldom    | the answer's words, which the folder does not have
    first_date        | helfo_rejections                          | emptied filled moved moved_back  | seldom    | from which day Helfo rejects, told once
    data_key          | helfo_rejections                          | malformed                        | seldom    | the answer's words, which the folder does not have
    data_value        | helfo_rejections                          | malformed                        | seldom    | the answer's words, which the folder does not have
    helfo_code        | helfo_rejections                          | malformed swapped moved          | seldom    | Helfo's words, which the folder does not have
    interface         | helfo_rejections                          | malformed swapped                | seldom    | Helfo's words, which the folder does not have
    source            | helfo_rejections                          | malformed swapped                | seldom    | the source itself is not in the folder
    always_codes      | treatments                                | emptied filled swapped           | often     | a code too many or too few is not seen where it may stand with the others
""")
LISTED = {
    (f"{file}.csv", row["column"], change.replace("_", " ")): row["how often"]
    for row in UNSEEN
    for file in row["files"].split()
    for change in row["changes"].split()
}
COLUMNS = [(file, column) for file, kind in KINDS.items() for column in kind.columns]
SHEETS = read_sheets()


def tried(file: str, column: str) -> list[Mutation]:
    """What is done to a column, in lines drawn by chance: one that is empty there and one that is not."""
    chance = random.Random(f"{SEED} {file} {column}")
    lines = list(SHEETS.cells[file])
    chance.shuffle(lines)
    drawn = {bool(SHEETS.cells[file][line][column]): line for line in reversed(lines)}
    return [mutation for line in drawn.values() for mutation in SHEETS.mutations(file, column, line, chance)]


@pytest.mark.parametrize(("file", "column"), COLUMNS, ids=lambda name: name)
def test_any_broken_cell_is_told_with_its_file_and_line(file, column):
    for mutation in tried(file, column):
        if (file, column, mutation.name) not in LISTED:
            places = {(problem.file, problem.line) for problem in SHEETS.problems(mutation)}
            assert (file, mutation.line) in places, mutation


@pytest.mark.parametrize("listed", [each for each in LISTED if LISTED[each] == "often"], ids=" ".join)
def test_what_is_listed_as_unseen_is_unseen(listed):
    file, column, name = listed
    chance = random.Random(f"{SEED} {file} {column}")
    lines = list(SHEETS.cells[file])
    chance.shuffle(lines)
    mutations = (each for line in lines for each in SHEETS.mutations(file, column, line, chance) if each.name == name)
    tries = [mutation for mutation, _ in zip(mutations, range(MOST_TRIED), strict=False)]
    assert any(not SHEETS.problems(mutation) for mutation in tries), "take it off the list"


def test_the_shipped_tariffs_have_no_problem():
    (mutation,) = [each for each in tried("acts.csv", "title") if each.name == "emptied"]
    same = Mutation(
        mutation.file, mutation.line, mutation.column, "same", SHEETS.cells[mutation.file][mutation.line]["title"]
    )
    assert SHEETS.problems(same) == []
