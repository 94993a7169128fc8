"""What people read: every part of an answer, in their language, plain in a pipe."""

from pathlib import Path

import pytest

from tests.tables import cases

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"

READ = cases("""
    case                       | arguments                                                            | printed
    outcome first              | price physiotherapy.json --language en                               | Covered: every line is payable as written
    fee codes with counts      | price physiotherapy.json --language en                               | 2      2 x A3b     covered           218      126         92             92          126
    sums                       | price physiotherapy.json --language en                               | sum                                  456      220        236            236          220
    the card                   | price physiotherapy.json --language en                               | counts towards the card: 236, refunded afterwards: 58
    what it rests on           | price physiotherapy.json --language en                               | valid until 2026-12-31; report by 2026-09-29; practice 1000000011; rests on revision 1
    a span                     | price radiology.json --language en                                   | at the least: 0, at the most: 387
    what is not known          | price radiology.json --language en                                   | 1      899a        covered             -        -        387            387            -
    what it would be otherwise | price radiology.json --language en                                   | (otherwise: 0)
    a reason and its law       | price no_contract.json --language en                                 | - HPR 9000002 has no municipal funding contract on 15 September 2026
    what is not paid yet       | price outcomes/rejected.json --language en                           | What the patient pays is settled once the bill is corrected.
    nothing of it in the sum   | price outcomes/rejected.json --language en                           | sum                                       0        0          0              -            -
    in Bokmål                  | price physiotherapy.json                                             | pasienten betaler
    in Nynorsk                 | price physiotherapy.json --language nn                               | eigendel
    a verdict                  | verify 9000005 --date 2026-09-15 --language en                       | verdict: not held
    the agreement              | verify 9000005 --date 2026-09-15 --language en                       | municipal funding contract               not held   DEMO-05-4601    2017-01-01   2026-06-30
    why                        | verify 9000005 --date 2026-09-15 --language en                       | the one on record ended on 30 June 2026. [folketrygdloven
    rights from when           | verify 9000009 --date 2026-09-15 --only manual-therapist             | inntil 84 dager fra første fraværsdag. (fra 2012-01-01)
    a place of work            | providers get 9000007 --language en                                  | 1000000072   Demo Practice Heather in Bærum   FYNO   3201    self-employed   2017-01-01
    a fee                      | tariffs fee A3b --date 2026-09-15 --language en                      | only together with one of: A3a
    a refund category          | tariffs fee CT2 --date 2026-09-15 --discipline radiology --language en | CT2             334.59   334.59          0   CT
    the categories listed      | tariffs list --date 2026-09-15 --discipline radiology --language en  | 334.59   CT
    no table of that day       | tariffs list --date 2026-02-08 --discipline radiology --language en  | ! which refunds were the same before the tables of 9 February 2026
    sources that disagree      | tariffs fee A8a --date 2024-09-02 --language en                      | sources disagree; a claim is priced with a user fee of 182
    the ceiling                | tariffs ceiling --date 2026-01-01 --language en                      | user fee ceiling 2026: 3278
    the shipped tariff         | tariffs list --date 2026-09-15 --discipline radiology --language en  | 870              53.31    53.31          0   Bone density scan
""")


def typed(arguments: str) -> list[str]:
    """The words of a command; an example is named by its path."""
    return [str(EXAMPLES / word) if word.endswith(".json") else word for word in arguments.split()]


@pytest.mark.parametrize("row", READ)
def test_an_answer_shows(row, avtalt):
    assert row["printed"] in avtalt(*typed(row["arguments"]), "--embedded").out


def test_a_remedy_stands_below_its_reason(avtalt, tmp_path):
    path = tmp_path / "claim.json"
    text = (EXAMPLES / "physiotherapy.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"count": 2', '"count": 12'), encoding="utf-8")
    lines = avtalt("price", str(path), "--embedded", "--language", "en").out.splitlines()
    (reason,) = [place for place, line in enumerate(lines) if line.startswith("- ") and "(line 2)" in line]
    assert lines[reason + 1] == "    > Line 2: change the count to 7"


@pytest.mark.parametrize("name", ["FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "COLUMNS"])
def test_a_pipe_gets_plain_text_of_its_own_width(name, avtalt, monkeypatch):
    ask = ("tariffs", "list", "--date", "2026-09-15", "--embedded")
    plain = avtalt(*ask).out
    monkeypatch.setenv(name, "40")
    assert avtalt(*ask).out == plain
    assert "\x1b" not in plain
    assert all(len(line.split()) > 3 for line in plain.splitlines() if line[:1].isalnum())
