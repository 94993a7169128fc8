"""What is asked of a watched value, and for which values the same would have been answered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rpc.shapes.watched import Watched
from tests.tables import cases

LEAST, MOST = 0, 130

ASKED = cases("""
    case                        | asked                        | answer | least | most
    nothing                     | None                         | None   |     0 |  130
    less than, no               | age < 16                     | False  |    16 |  130
    less than, just not         | age < 40                     | False  |    40 |  130
    less than, just             | age < 41                     | True   |     0 |   40
    at least, yes               | age >= 40                    | True   |    40 |  130
    at least, no                | age >= 67                    | False  |     0 |   66
    greater, no                 | age > 40                     | False  |     0 |   40
    greater, yes                | age > 39                     | True   |    40 |  130
    not greater                 | age <= 40                    | True   |     0 |   40
    not greater, no             | age <= 16                    | False  |    17 |  130
    from the other side         | 16 <= age                    | True   |    16 |  130
    from the other side, no     | 16 > age                     | False  |    16 |  130
    between                     | 16 <= age < 67               | True   |    16 |   66
    two limits                  | [age < 16, age < 67]         | [False, True] | 16 | 66
    the lesser of two           | min(age, 67) is age          | True   |     0 |   67
    equal                       | age == 40                    | True   |    40 |   40
    not equal                   | age != 41                    | True   |    40 |   40
    one of several              | age in {40, 41}              | True   |    40 |   40
    added to                    | age + 1                      | 41     |    40 |   40
    taken from                  | 100 - age                    | 60     |    40 |   40
    a sum                       | sum([age, 1])                | 41     |    40 |   40
    negative                    | -age                         | -40    |    40 |   40
    remainder                   | divmod(age, 12)              | (3, 4) |    40 |   40
    a key                       | {40: 1}[age]                 | 1      |    40 |   40
    a place                     | list(range(100))[age]        | 40     |    40 |   40
    as text                     | str(age)                     | '40'   |    40 |   40
    in a text                   | f'{age:03}'                  | '040'  |    40 |   40
    whether there is any        | bool(age)                    | True   |    40 |   40
    what an integer has         | age.bit_length()             | 6      |    40 |   40
    with another one            | age < other                  | True   |     0 |   49
""")


@pytest.mark.parametrize("row", ASKED)
def test_what_is_asked_narrows_the_span(row):
    age, other = Watched(40, LEAST, MOST), Watched(50, LEAST, MOST)
    answer = eval(row["asked"], {"age": age, "other": other})
    assert answer == eval(row["answer"])
    assert (age.least, age.most) == (int(row["least"]), int(row["most"]))


def test_the_one_that_it_is_held_against_is_asked_for_its_value():
    age, other = Watched(40, LEAST, MOST), Watched(50, LEAST, MOST)
    assert age < other
    assert (other.least, other.most) == (50, 50)


BORN = date(2008, 2, 29)
DAYS = cases("""
    case          | asked                     | least        | most
    not later     | born <= date(2008, 3, 1)  | 1850-01-01   | 2008-03-01
    later         | born > date(2008, 2, 28)  | 2008-02-29   | 2199-12-31
    not later, no | born <= date(2008, 2, 28) | 2008-02-29   | 2199-12-31
    the year      | born.year                 | 2008-02-29   | 2008-02-29
    another year  | born.replace(year=2012)   | 2008-02-29   | 2008-02-29
    days between  | date(2008, 3, 1) - born   | 2008-02-29   | 2008-02-29
""")


@pytest.mark.parametrize("row", DAYS)
def test_days_are_watched_as_numbers_are(row):
    born = Watched(BORN, date(1850, 1, 1), date(2199, 12, 31))
    assert eval(row["asked"], {"born": born, "date": date}) == eval(row["asked"], {"born": BORN, "date": date})
    assert (born.least, born.most) == (date.fromisoformat(row["least"]), date.fromisoformat(row["most"]))


QUESTIONS = {
    "<": lambda value, border: value < border,
    "<=": lambda value, border: value <= border,
    ">": lambda value, border: value > border,
    ">=": lambda value, border: value >= border,
    "==": lambda value, border: value == border,
    "rest": lambda value, border: value % (border + 1),
}
NUMBERS = st.integers(LEAST, MOST)


@given(value=NUMBERS, other=NUMBERS, asked=st.lists(st.tuples(st.sampled_from(sorted(QUESTIONS)), NUMBERS), max_size=6))
def test_whatever_lies_in_the_span_would_have_answered_the_same(value, other, asked):
    watched = Watched(value, LEAST, MOST)
    answers = [QUESTIONS[name](watched, border) for name, border in asked]
    assert answers == [QUESTIONS[name](value, border) for name, border in asked]
    assert watched.least <= value <= watched.most
    if watched.least <= other <= watched.most:
        assert answers == [QUESTIONS[name](other, border) for name, border in asked]


@given(value=st.dates(), border=st.dates(date(1, 1, 2), date(9999, 12, 30)))
def test_a_span_of_days_ends_beside_the_border(value, border):
    watched = Watched(value, date.min, date.max)
    assert (watched < border) == (value < border)
    assert border in (watched.least, watched.most + timedelta(days=1) if watched.most < date.max else None)
