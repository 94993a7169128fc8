"""The day before, the first day, the last day and the day after of what the tariffs change."""

from datetime import date

import pytest

from registry.tariffs.records import Discipline
from tests.tables import cases, rows

STEPS = rows("""
    day        | honorarium | refund | user fee
    2017-06-30 |            |        |
    2017-07-01 |        298 |    128 |      170
    2018-06-30 |        298 |    128 |      170
    2018-07-01 |        307 |    134 |      173
    2019-06-30 |        307 |    134 |      173
    2019-07-01 |        309 |    136 |      173
    2020-04-20 |        309 |    136 |      173
    2020-04-21 |        309 |    136 |      173
    2020-06-30 |        309 |    136 |      173
    2020-07-01 |        309 |    124 |      185
    2020-10-31 |        309 |    124 |      185
    2020-11-01 |        339 |    154 |      185
    2020-12-31 |        339 |    154 |      185
    2021-01-01 |        317 |    132 |      185
    2021-06-30 |        317 |    132 |      185
    2021-07-01 |        333 |    148 |      185
    2022-06-30 |        333 |    148 |      185
    2022-07-01 |        347 |    162 |      185
    2023-06-30 |        347 |    162 |      185
    2023-07-01 |            |        |      192
    2024-06-30 |            |        |      192
    2024-07-01 |        381 |    180 |      201
    2025-06-30 |        381 |    180 |      201
    2025-07-01 |        414 |    213 |      201
    2026-06-30 |        414 |    213 |      201
    2026-07-01 |        415 |    271 |      144
    2027-06-30 |        415 |    271 |      144
""")

LIVES = rows("""
    code | first day  | last day
    B22  | 2017-07-01 | 2018-06-30
    A4   | 2018-07-01 |
    A2a  | 2017-07-01 | 2018-09-30
    A3a  | 2018-10-01 |
    B1a  | 2020-03-23 | 2025-06-30
    B0a  | 2020-04-21 |
    A1i  | 2020-11-01 |
    A2g  | 2017-07-01 | 2021-06-30
    H10  | 2021-07-01 | 2021-12-31
    A1at | 2022-07-01 |
    C34a | 2017-07-01 | 2023-06-30
    C21b | 2024-07-01 |
    A2k  | 2017-07-01 | 2025-06-30
    G    | 2017-07-01 | 2025-06-30
    A7a  | 2025-07-01 |
    E50k | 2025-07-01 |
    A1h  | 2017-07-01 | 2026-06-30
    A1ha | 2026-07-01 |
""")

AGES = rows("""
    provision            | day        | value
    child_exemption_age  | 2016-12-31 | 12
    child_exemption_age  | 2017-01-01 | 16
    child_exemption_age  | 2026-07-31 | 16
    child_exemption_age  | 2026-08-01 | 18
    child_fee_code_age   | 2026-08-01 | 16
    refund_minimum       | 2021-12-31 | 20000
    dispatch_fee_maximum | 2026-07-01 | 5900
""")

IN_FORCE = cases("""
    case                                   | provision                       | day        | in force
    settlement agreement not yet needed    | direct_settlement_required      | 2020-12-31 | no
    settlement agreement needed            | direct_settlement_required      | 2021-01-01 | yes
    the last claim on a receipt            | receipt_claim                   | 2020-12-31 | yes
    no claim on a receipt                  | receipt_claim                   | 2021-01-01 | no
    the last referral                      | referral_required               | 2017-12-31 | yes
    no referral                            | referral_required               | 2018-01-01 | no
    a physiotherapist with the extra right | manual_therapist_authorisation  | 2022-12-31 | no
    a profession of its own                | manual_therapist_authorisation  | 2023-01-01 | yes
    the transition ends                    | manual_therapy_extra_competence | 2024-01-01 | yes
    the transition is over                 | manual_therapy_extra_competence | 2024-01-02 | no
    small sums are lost no more            | refund_minimum                  | 2022-01-01 | no
""")

CEILINGS = rows("""
    discipline    | day        | group  | kroner | of the year
    PHYSIOTHERAPY | 2018-01-01 | 2      |   2025 | 2018
    PHYSIOTHERAPY | 2018-12-31 | 2      |   2025 | 2018
    RADIOLOGY     | 2018-12-31 | 1      |   2258 | 2018
    PHYSIOTHERAPY | 2020-12-31 | 2      |   2176 | 2020
    LABORATORY    | 2020-12-31 | 1      |   2460 | 2020
    PHYSIOTHERAPY | 2021-01-01 | merged |   2460 | 2021
    PHYSIOTHERAPY | 2024-12-31 | merged |   3165 | 2024
    LABORATORY    | 2025-01-01 | merged |   3278 | 2025
    RADIOLOGY     | 2026-12-31 | merged |   3278 | 2026
    RADIOLOGY     | 2027-01-01 | merged |   3278 | 2026
""")

DISPUTED = rows("""
    day        | disputed
    2024-06-30 | no
    2024-07-01 | yes
    2025-06-30 | yes
    2025-07-01 | no
""")

LIMITS = rows("""
    code | day        | frequency
    A1a  | 2018-06-30 | PER_COURSE
    A1a  | 2018-07-01 | PER_CONDITION_AND_YEAR
    A1a  | 2020-04-20 | PER_CONDITION_AND_YEAR
    A1a  | 2020-04-21 | PER_CONDITION_AND_YEAR_WITH_VIDEO
    B0a  | 2020-04-21 | PER_CONDITION_AND_YEAR_WITH_VIDEO
    A1d  | 2020-04-20 | PER_CONDITION_AND_YEAR
    A1d  | 2020-04-21 | PER_CONDITION_AND_YEAR_WITH_VIDEO
    A10  | 2026-06-30 | BETWEEN_TREATMENTS
    A10  | 2026-07-01 | BETWEEN_TREATMENTS_ONCE_A_DAY
""")


def physiotherapy(tariffs, day):
    """The fees of physiotherapy on a day."""
    return tariffs.day(Discipline.PHYSIOTHERAPY, date.fromisoformat(day)).fees


@pytest.mark.parametrize("row", STEPS, ids=lambda row: row["day"])
def test_an_examination_on_the_borders_of_every_tariff(row, tariffs):
    """A1a has the amounts of the tariff in force, and none where none is on record."""
    entry = physiotherapy(tariffs, row["day"]).get("A1a")
    found = (entry.fee.honorarium_ore, entry.fee.refund_ore, entry.fee.user_fee_ore) if entry else (None,) * 3
    expected = [row["honorarium"], row["refund"], row["user fee"]]
    assert list(found) == [int(kroner) * 100 if kroner else None for kroner in expected]


@pytest.mark.parametrize("row", LIVES, ids=lambda row: row["code"])
def test_a_code_lives_from_its_first_day_through_its_last(row, tariffs):
    """The rows of a code start and end on the days of the acts that made and ended it."""
    history = tariffs.fee_history(Discipline.PHYSIOTHERAPY, row["code"])
    first, last = history[0].period.first_date, history[-1].period.last_date
    assert (first.isoformat(), last.isoformat() if last else "") == (row["first day"], row["last day"])


@pytest.mark.parametrize("row", AGES, ids=lambda row: f"{row['provision']} {row['day']}")
def test_the_value_of_a_provision(row, tariffs):
    """Ages and sums change on their day."""
    assert tariffs.provision(row["provision"], date.fromisoformat(row["day"])).value == int(row["value"])


@pytest.mark.parametrize("row", IN_FORCE)
def test_a_provision_holds_or_does_not(row, tariffs):
    """A condition holds from its first day through its last."""
    found = tariffs.provision(row["provision"], date.fromisoformat(row["day"]))
    assert (found is not None) == (row["in force"] == "yes")


@pytest.mark.parametrize("row", CEILINGS, ids=lambda row: f"{row['discipline']} {row['day']}")
def test_the_ceiling_of_a_day(row, tariffs):
    """Two ceilings until 2020 and one since; a year without one gets the newest."""
    found = tariffs.ceiling(Discipline(row["discipline"]), date.fromisoformat(row["day"]))
    expected = (row["group"], int(row["kroner"]) * 100, int(row["of the year"]))
    assert (found.group, found.amount_ore, found.year) == expected


def test_no_ceiling_is_made_up_for_a_year_that_is_not_on_record(tariffs):
    """Ceiling 2 of 2007 is not on record, and neither is anything before 2003."""
    assert tariffs.ceiling(Discipline.PHYSIOTHERAPY, date(2007, 6, 1)) is None
    assert tariffs.ceiling(Discipline.RADIOLOGY, date(2002, 12, 31)) is None


@pytest.mark.parametrize("row", DISPUTED, ids=lambda row: row["day"])
def test_the_dispute_about_the_manual_therapist(row, tariffs):
    """Both figures stand on every day of the tariff they differ about, and on no other."""
    dispute = physiotherapy(tariffs, row["day"])["A8a"].dispute
    assert (dispute is not None) == (row["disputed"] == "yes")
    if dispute:
        assert (dispute.default_refund_ore, dispute.default_user_fee_ore) == (13700, 18200)
        assert (dispute.regulation_refund_ore, dispute.regulation_user_fee_ore) == (13700, 18800)


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: f"{row['code']} {row['day']}")
def test_what_a_limit_is_counted_by(row, tariffs):
    """The limit of a code is the one of the tariff in force that day."""
    assert physiotherapy(tariffs, row["day"])[row["code"]].fee.frequency == row["frequency"]


def test_exclusions_and_companions_name_codes_of_the_day(tariffs):
    """No code excludes itself, all it names is in force, and each companion set has a code that can be used."""
    for run in tariffs.runs(Discipline.PHYSIOTHERAPY):
        fees = tariffs.day(Discipline.PHYSIOTHERAPY, run).fees
        for code, entry in fees.items():
            assert code not in entry.excludes
            assert entry.excludes <= fees.keys(), (run, code)
            assert not entry.companions or entry.companions & fees.keys(), (run, code)


def test_the_codes_of_a_treatment_may_stand_together(tariffs):
    """A plainly described treatment never becomes codes that exclude each other or lack a companion."""
    for run in tariffs.runs(Discipline.PHYSIOTHERAPY):
        tariff = tariffs.day(Discipline.PHYSIOTHERAPY, run)
        for row in tariff.treatments:
            named = {row.base_code, *row.also_extra_codes, *row.always_codes} | {row.extra_code} - {None}
            codes = named & tariff.fees.keys()
            assert codes == named or not tariff.rules_on_record, (run, named - codes)
            for code in codes:
                entry = tariff.fees[code]
                needed_by = {other for other in codes if code in tariff.fees[other].companions}
                assert not (entry.excludes & codes) - entry.companions - needed_by, (run, code)
                assert not entry.companions or entry.companions & codes, (run, code)
