"""When the count of the core's instructions is a failure, and what is counted."""

import json

import pytest

from benchmarks.claims import kinds
from benchmarks.instructions import RECORD, risen
from tests.tables import cases

COUNTS = cases("""
    case                       | counted | recorded | fails
    as before                  |    1000 |     1000 | no
    fewer                      |       1 |     1000 | no
    a tenth more               |    1100 |     1000 | no
    a little over a tenth more |    1101 |     1000 | yes
    not on record              |       1 |          | yes
""")


@pytest.mark.parametrize("row", COUNTS)
def test_more_than_a_tenth_above_the_record_fails(row):
    recorded = {"a claim": int(row["recorded"])} if row["recorded"] else {}
    assert risen({"a claim": int(row["counted"])}, recorded) == (["a claim"] if row["fails"] == "yes" else [])


def test_each_kind_of_claim_is_on_record():
    assert json.loads(RECORD.read_text(encoding="utf-8"))["instructions"].keys() == kinds().keys()
