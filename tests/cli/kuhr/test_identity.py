"""The day of birth in a national identity number, and none in what is no such number."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.cli.kuhr.identity import born_on
from tests.cli.kuhr.numbers import with_check_digits
from tests.tables import cases

NUMBERS = cases("""
    case                              | first nine | born
    in the twentieth century          | 140385200  | 1985-03-14
    its first individual number       | 140300002  | 1900-03-14
    its last one of the first range   | 140399498  | 1999-03-14
    in the second range of it         | 140340900  | 1940-03-14
    the end of that range             | 140399995  | 1999-03-14
    in the nineteenth century         | 140354500  | 1854-03-14
    the end of the nineteenth         | 140399746  | 1899-03-14
    in this century                   | 140300500  | 2000-03-14
    the end of what is given out      | 140339998  | 2039-03-14
    no range has this                 | 140345760  |
    a D-number                        | 540385200  | 1985-03-14
    an H-number                       | 144385200  | 1985-03-14
    a synthetic number                | 148385203  | 1985-03-14
    a synthetic D-number              | 548385200  | 1985-03-14
    the last month of a synthetic one | 149285200  | 1985-12-14
    29 February of a leap year        | 290284200  | 1984-02-29
    29 February of another year       | 290285200  |
    no such month                     | 141385200  |
    no such day                       | 000385200  |
""")


@pytest.mark.parametrize("row", NUMBERS)
def test_a_number_tells_when(row):
    number = next(filter(None, (with_check_digits(str(int(row["first nine"]) + more).zfill(9)) for more in range(4))))
    assert born_on(number) == (date.fromisoformat(row["born"]) if row["born"] else None)


def test_the_number_of_the_public_documentation():
    """From the example of the claims API: a D-number with 80 more in its month."""
    assert born_on("47908702367") == date(1987, 10, 7)


@given(st.integers(0, 999_999_999).map(lambda number: with_check_digits(f"{number:09}")), st.data())
def test_a_wrong_digit_is_noticed(number, data):
    """No number but one with right check digits tells anything, whichever digit is wrong."""
    assume(number is not None)
    place = data.draw(st.integers(0, 10))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != number[place]]))
    assert born_on(number[:place] + digit + number[place + 1 :]) is None


@pytest.mark.parametrize("text", ["", "1403852020", "148385202600", "14838520260 ", "1483852026x", "١٤٨٣٨٥٢٠٢٦٠"])
def test_what_is_no_number_tells_nothing(text):
    assert born_on(text) is None
