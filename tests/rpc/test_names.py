"""Providers found by part of a name, whatever its case, in letters of the whole alphabet."""

import grpc
import pytest

from avtalt.v1.discipline_pb2 import Discipline
from avtalt.v1.provider_directory_service_pb2 import ListProvidersRequest
from service.verification.search import folded
from tests.rpc.servers import Refusal
from tests.tables import cases

# Practices without their zeros. A circumflex stands for a space that a table would lose.
FOUND = cases("""
    case                                  | discipline    | name         | place | found
    part of a performer's name            | PHYSIOTHERAPY | Raspberry    |       | 41
    part of a word                        | PHYSIOTHERAPY | oudbe        |       | 21
    in small letters                      | PHYSIOTHERAPY | raspberry    |       | 41
    in capitals                           | PHYSIOTHERAPY | RASPBERRY    |       | 41
    over the gap between words            | PHYSIOTHERAPY | apist bilb   |       | 11
    with more spaces than there are       | PHYSIOTHERAPY | ^ist^^^bilb^ |       | 11
    two letters                           | PHYSIOTHERAPY | ud           |       | 21
    of the practice, with a capital Æ     | PHYSIOTHERAPY | BÆRUM        |       | 72
    with a small one                      | PHYSIOTHERAPY | bærum        |       | 72
    not without it                        | PHYSIOTHERAPY | baerum       |       |
    of performer and practice, found once | PHYSIOTHERAPY | heather      |       | 71 72
    at the right place only               | PHYSIOTHERAPY | heather      | 0301  | 71
    not at another                        | PHYSIOTHERAPY | heather      | 4601  |
    of an institute                       | RADIOLOGY     | aurora       |       | 301
    not of another discipline             | LABORATORY    | aurora       |       |
    a name that nobody has                | PHYSIOTHERAPY | nobody       |       |
    no wildcard                           | PHYSIOTHERAPY | cra%berry    |       |
    nor pattern                           | PHYSIOTHERAPY | cra.berry    |       |
""")
LENGTHS = cases("""
    case                        | letters | spaces | good
    nothing but spaces          | 0       | 4      | no
    one letter                  | 1       | 0      | no
    one letter and spaces       | 1       | 4      | no
    the shortest                | 2       | 0      | yes
    the longest                 | 100     | 0      | yes
    the longest and spaces      | 100     | 4      | yes
    longer than the longest     | 101     | 0      | no
""")
LETTERS = cases("""
    case                            | written            | sought
    the whole alphabet              | Ærlig Østlund Åsen | ÆRLIG ØSTLUND ÅSEN
    a letter written as two         | A\u030asen         | åsen
    sought as two                   | Åsen               | a\u030aSEN
    a Sámi name                     | Máhtte Šihkku      | MÁHTTE ŠIHK
    a name with a small ligature    | Groß               | GROSS
""")


def search(name: str, discipline: str = "PHYSIOTHERAPY", place: str = "") -> ListProvidersRequest:
    return ListProvidersRequest(
        discipline=Discipline.Value(f"DISCIPLINE_{discipline}"),
        treatment_date="2026-09-15",
        municipality_code=place,
        name=name,
    )


@pytest.mark.parametrize("row", FOUND)
def test_part_of_a_name_is_enough(row, call):
    """Of the performer, the organisation or the practice, together with whatever else is asked for."""
    response = call("ListProviders", search(row["name"].replace("^", " "), row["discipline"], row["place"]))
    found = [each.practice_id.removeprefix("1000000").lstrip("0") for each in response.providers]
    assert " ".join(found) == row["found"]


@pytest.mark.parametrize("row", LENGTHS)
def test_a_name_has_two_to_a_hundred_characters(row, call):
    """Spaces at the ends do not count. The error names the bounds, and not the name."""
    request = search("j" * int(row["letters"]) + " " * int(row["spaces"]))
    if row["good"] == "yes":
        call("ListProviders", request)
        return
    with pytest.raises(grpc.RpcError) as caught:
        call("ListProviders", request)
    refusal = Refusal.of(caught.value)
    assert (refusal.status, refusal.reason) == ("INVALID_ARGUMENT", "NUMBER_OUT_OF_RANGE")
    assert refusal.metadata == {"field": "name", "least": "2", "most": "100"}


@pytest.mark.parametrize("row", LETTERS)
def test_every_way_to_write_a_letter_is_the_same(row):
    assert folded(row["sought"]) in folded(row["written"])
