"""Reads the aligned text tables that the tests consist of."""

from typing import Any

import pytest


def rows(text: str) -> list[dict[str, str]]:
    """
    The rows of an aligned table, each as a dictionary from column to cell.

    The first line is the header; an empty cell is an empty string; empty lines
    do not count. Raises `ValueError` for a line with too many or too few cells.

    >>> rows('''
    ...     code | user fee
    ...     A1a  |      120
    ...     A1b  |
    ... ''')
    [{'code': 'A1a', 'user fee': '120'}, {'code': 'A1b', 'user fee': ''}]
    """
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    return [dict(zip(header, cells, strict=True)) for cells in lines]


def cases(text: str) -> list[Any]:
    """The rows of a table as parameters of a test; the column `case` is the name of each."""
    return [pytest.param(row, id=row["case"]) for row in rows(text)]
