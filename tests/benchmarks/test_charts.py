"""The charts of the documentation are those of the results that are kept."""

from xml.etree import ElementTree

import pytest

from benchmarks.charts import CHARTS, COMPARED, GROWN, IMAGES, draw, growth
from benchmarks.figures import RESULTS
from benchmarks.panels import rows, told
from benchmarks.svg import Axis, Point, axis, short
from tests.readme import ROOT
from tests.tables import cases

SVG = "{http://www.w3.org/2000/svg}"
TICKS = cases("""
    case                                  | least | most   | ticks
    a factor of ten at least              |   900 |   1100 | 200 500 1000 2000
    between ticks                         |     3 |     40 | 2 5 10 20 50
    on ticks                              |     1 |     10 | 1 2 5 10
    only powers of ten where it is wide   |     3 |   4000 | 1 10 100 1000 10000
    powers of ten that are met            |    10 |   1000 | 10 100 1000
""")
NUMBERS = cases("""
    case      | number  | short
    as it is  |     500 | 500
    thousands |    2000 | 2k
    millions  | 1000000 | 1M
    less than one | 0.5 | 0.5
""")


@pytest.fixture(params=CHARTS)
def name(request):
    return request.param


def test_a_chart_is_what_the_results_give(name):
    drawn = (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn == draw(name), "'make charts' draws it anew"


def test_a_chart_is_well_formed_and_says_in_words_what_it_shows(name):
    root = ElementTree.parse(IMAGES / f"{name}.svg").getroot()
    told_by = {each.get("id"): each.text for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")}
    assert (root.tag, root.get("role")) == (f"{SVG}svg", "img")
    assert all(told_by[each] for each in root.get("aria-labelledby").split())


@pytest.mark.parametrize(("name", "titles"), [("growth", GROWN), ("peers", COMPARED)])
def test_a_chart_has_every_panel(name, titles):
    heads = [each.text for each in ElementTree.fromstring(draw(name)).iter(f"{SVG}text") if each.get("class") == "head"]
    assert heads == list(titles)


def test_everything_that_is_drawn_is_inside(name):
    root = ElementTree.fromstring(draw(name))
    _, _, width, height = map(float, root.get("viewBox").split())
    places = [(float(each.get("cx")), float(each.get("cy"))) for each in root.iter(f"{SVG}circle")]
    places += [
        (float(each.get(f"x{end}")), float(each.get(f"y{end}"))) for each in root.iter(f"{SVG}line") for end in "12"
    ]
    assert places
    assert [place for place in places if not (0 <= place[0] <= width and 0 <= place[1] <= height)] == []


def test_another_result_is_another_chart():
    figures = [
        {"name": f"{size} providers: {name}", "unit": unit, "rounds": [value]}
        for lines in GROWN.values()
        for name, unit in lines.values()
        for size, value in (("10", 100.0), ("1,000", 250.0))
    ]
    drawn = growth({"machine": "a machine", "figures": figures})
    assert "100 at 10 providers, 250 at 1,000 providers" in drawn
    assert "measured on a machine" in drawn


def test_the_name_of_a_row_is_escaped():
    drawn = rows(0, "a & b", {"<x>": Point(2, 1, 3)}, "ours")
    assert ["a &amp; b" in drawn, "&lt;x&gt;" in drawn] == [True, True]


@pytest.mark.parametrize("row", TICKS)
def test_an_axis_goes_around_what_is_drawn(row):
    assert axis([float(row["least"]), float(row["most"])], 0, 1).ticks == tuple(map(float, row["ticks"].split()))


def test_a_factor_is_as_long_wherever_it_is():
    found = Axis((1, 100), 0, 200)
    assert [found.place(value) for value in (1, 10, 100)] == [0, 100, 200]


@pytest.mark.parametrize("row", NUMBERS)
def test_a_number_is_short_at_an_axis(row):
    assert short(float(row["number"])) == row["short"]


def test_a_small_number_is_told_with_a_decimal():
    assert (told(9.54), told(1234.5)) == ("9.5", "1,234")


def test_every_chart_is_shown_in_the_readme(name):
    assert f"(docs/images/{name}.svg)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_chart_has_its_results(name):
    assert (RESULTS / f"{name}.json").exists()
