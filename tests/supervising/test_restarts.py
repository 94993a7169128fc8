"""When a worker that ended gets a successor, and when to give up: a table."""

import pytest

from service.supervising.restarts import RestartPolicy, Restarts
from tests.tables import cases

POLICY = RestartPolicy(most_failures=4, first_pause=1.0, longest_pause=5.0, calm_seconds=60.0)

ENDED = cases("""
    case                                      | served seconds | pauses  | exhausted
    the first death of a worker               | 61             | 0       | no
    each after a calm time                    | 61 61 61 61 61 | 0 0 0 0 0 | no
    again and again at start                  | - - - -        | 1 2 4 5 | yes
    three times at start                      | - - -          | 1 2 4   | no
    soon after it served                      | 3 3 3          | 0 2 4   | no
    again and again soon after it served      | 3 3 3 3        | 0 2 4 5 | yes
    a calm time clears what was before        | - - 60 -       | 1 2 0 2 | no
    not quite calm                            | - - 59         | 1 2 4   | no
""")


@pytest.mark.parametrize("row", ENDED)
def test_pauses_double_and_end(row):
    restarts = Restarts(POLICY)
    served = [None if each == "-" else float(each) for each in row["served seconds"].split()]
    assert [restarts.ended(seconds) for seconds in served] == [float(each) for each in row["pauses"].split()]
    assert restarts.exhausted == (row["exhausted"] == "yes")
