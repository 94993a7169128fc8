"""The two pricers agree, the second shares nothing with the first, and a fault in the first is found."""

import ast
import csv
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from registry.tariffs.reader import read_tariffs
from tests.second_pricer.claims import random_claims
from tests.second_pricer.comparing import compare, differences, shipped
from tests.second_pricer.tables import DATA
from tests.tables import cases

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KNOWS_THE_FIRST = {"comparing", "test_second_pricer"}
CLAIMS = 1_500


def test_the_two_pricers_agree():
    found = compare(CLAIMS, "made up for make test")
    assert found.difference == ""
    assert found.equal > CLAIMS * 0.95


def imported_by(module: Path) -> set[str]:
    """Every module that a file names in an import, wherever it stands in the file."""
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    assert all(node.level == 0 for node in named)
    return plain | {f"{node.module}.{alias.name}" for node in named for alias in node.names}


@pytest.mark.parametrize("module", sorted(HERE.glob("*.py")), ids=lambda module: module.stem)
def test_only_the_comparison_knows_the_first_pricer(module):
    if module.stem in KNOWS_THE_FIRST:
        return
    names = {name.partition(".")[0] for name in imported_by(module)}
    own = {name.split(".")[2] for name in imported_by(module) if name.startswith("tests.")}
    assert not names & {"avtalt", "registry", "service"}
    assert "comparing" not in own or module.stem == "__main__"


def test_the_second_pricer_loads_nothing_of_the_first():
    asked = "import sys, tests.second_pricer.claims, tests.second_pricer.pricing; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", asked], cwd=ROOT, text=True).split()
    assert "tests.second_pricer.bill" in loaded
    assert not {name.partition(".")[0] for name in loaded} & {"avtalt", "registry", "service"}


PLANTED = cases("""
    case                                        | file                       | row                                                     | change
    a refund one øre higher in one period       | physiotherapy.csv          | fee_code=A3a first_date=2025-07-01                      | honorarium=225.01 refund=81.01
    a user fee one øre higher in one period     | radiology.csv              | fee_code=899a first_date=2020-07-01                     | honorarium=267.01 user_fee=267.01
    one repetition more                         | physiotherapy_rules.csv    | fee_code=A8b first_date=2022-07-01                      | repetitions=7
    one forbidden combination left out          | physiotherapy_rules.csv    | fee_code=A1i first_date=2026-07-01                      | codes+=F21
    a companion that is not asked for           | physiotherapy_rules.csv    | fee_code=D40 first_date=2026-07-01                      | companions= companion_basis=
    a code open to one competence more          | physiotherapy.csv          | fee_code=A9a first_date=2025-07-01                      | opened_by+=CLINICAL_MASTER
    a ceiling one krone higher                  | ceilings.csv               | year=2026                                               | amount=3279
    children one year younger                   | provisions.csv             | provision_id=child_exemption_age first_date=2017-01-01  | value=15
    a child's code one year longer              | provisions.csv             | provision_id=child_fee_code_age                         | value=17
    a smaller excess refunded before 2022       | provisions.csv             | provision_id=refund_minimum                             | value=10000
    a disputed figure one krone higher          | disputes.csv               | fee_code=A8a                                            | default_honorarium=320 default_user_fee=183
    a ground that asks for no membership        | exemption_grounds.csv      | ground=OCCUPATIONAL_INJURY discipline=PHYSIOTHERAPY     | member_required=no
    a refund one øre higher in one table        | refund_categories.csv      | category=CT2 first_date=2025-07-01                      | refund=246.01
    an hour more of unsocial hours              | unsocial_hours.csv         | day_kind=ANY                                            | to_time=09:00
    a holiday that is an eve                    | special_days.csv           | name=Christmas+Day                                      | day_kind=EVE
    a share of less                             | fee_shares.csv             | fee_code=G                                              | sections=A+B
    a code that may stand the same day          | same_day.csv               | other_codes=A10+A10t                                    | codes=A10t other_codes=A10t
    a small group of three at most              | treatments.csv             | base_code=C34c setting=CLINIC always_codes=C34h         | sizes=2-3
    a country too many in the EEA               | eea_countries.csv          | country_code=DK                                         | country_code=CH
    a day more to cancel                        | provisions.csv             | provision_id=no_show_notice_hours                       | value=48
    a missed examination one øre dearer         | provisions.csv             | provision_id=radiology_no_show_maximum                  | value=112501
    a group of eleven                           | provisions.csv             | provision_id=group_size_maximum                         | value=11
    a profession that may not requisition       | requisition_professions.csv | discipline=RADIOLOGY profession=DENTIST                | profession=MIDWIFE
""")


def plant(folder: Path, fault: dict[str, str]) -> tuple[str, str]:
    """Write a copy of the shipped files with the rows changed that fit; between which days the first can show."""
    shutil.copytree(DATA, folder)
    path = folder / fault["file"]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = dict(pair.replace("+", " ").split("=") for pair in fault["row"].split())
    changed = [row for row in rows if wanted.items() <= row.items()]
    assert changed
    for row, change in product(changed, fault["change"].split()):
        column, value = change.split("=")
        value, more = value.replace("+", " "), column.endswith("+")
        row[column.rstrip("+")] = f"{row[column[:-1]]} {value}" if more else value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    first = changed[0]
    return first.get("first_date", first.get("day", "")), first.get("last_date", first.get("day", ""))


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_in_what_the_first_pricer_reads_is_found(fault, tmp_path):
    days = plant(tmp_path / "data", fault)
    planted = read_tariffs(tmp_path / "data")
    first = next((claim for claim in random_claims(10 * CLAIMS, "faults", days) if differences(claim, planted)), None)
    assert first, "no claim shows the fault"
    assert differences(first, shipped()) == []
