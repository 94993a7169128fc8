"""What the explanation of an answer says would change it."""

from pathlib import Path

import pytest

from tests.tables import cases

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"

LINES = cases("""
    case                     | example            | language | says
    a fact not told          | radiology.json     | en       | - It is not known whether the patient holds an exemption card. The price is without one. If it is otherwise, the patient pays 0 kroner.
    what the caller can tell | radiology.json     | en       | - Supply lines[0].examination.refund_category (the caller) (line 1)
    a condition not met      | no_contract.json   | en       | - The condition (municipal funding contract) is met on the treatment date. Now: not held.
    the same in Bokmål       | no_contract.json   | nb       | - Vilkåret (kommunal driftsavtale) er oppfylt på behandlingsdatoen. Nå: nei.
    the same in Nynorsk      | no_contract.json   | nn       | - Vilkåret (kommunal driftsavtale) er oppfylt på behandlingsdatoen. No: nei.
    time                     | physiotherapy.json | en       | - Time: after 31 December 2026 an agreement, the tariff, an age limit or the calendar year changes. Ask again then.
""")

HEADING = {
    "en": "What would change the answer",
    "nb": "Hva som ville endret svaret",
    "nn": "Kva som ville endra svaret",
}


@pytest.mark.parametrize("row", LINES)
def test_an_explanation_says_what_would_change_the_answer(avtalt, row):
    asked = ("price", str(EXAMPLES / row["example"]), "--embedded", "--language", row["language"])
    short, explained = avtalt(*asked), avtalt(*asked, "--explain")
    heading = HEADING[row["language"]]
    assert row["says"] in explained.out.split(f"{heading}\n")[1].splitlines()
    assert heading not in short.out
