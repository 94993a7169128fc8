"""`make charts`: the charts of the documentation, drawn from the results that are kept."""

import json
import re
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from benchmarks.figures import RESULTS
from benchmarks.panels import Points, rows, rows_height, sized, told
from benchmarks.svg import WIDTH, Point, chart

IMAGES = RESULTS.parents[1] / "docs" / "images"
SIZED = re.compile(r"([\d,]+) providers: (.*)")
GROWTH_HEIGHT = 300
SERVED, PROCESSOR, MEMORY = (
    "Calls a second, 8 in flight",
    "Processor time of a claim, µs",
    "Memory of a provider, bytes",
)
GROWN: dict[str, dict[str, tuple[str, str]]] = {
    SERVED: {"ready-made reply": ("ready-made reply", "calls/s"), "PriceClaim": ("PriceClaim", "calls/s")},
    PROCESSOR: {
        "by the core alone": ("core, priced anew", "µs"),
        "in a batch, nothing alike": ("a batch, nothing alike", "server µs/claim"),
        "in a batch, other patients": ("a batch, other patients", "server µs/claim"),
    },
    MEMORY: {"in memory": ("memory of a provider", "bytes")},
}
"""The panels of growth by their titles: each line's name, and the figure and the unit that it is drawn from."""

COMPARED = {
    "Pricing three lines, processor time of a claim, µs (less is better)": ("", "µs/claim"),
    "Looking up a performer over gRPC, calls a second (more is better)": ("gRPC: ", "calls/s"),
    "Looking up a performer in process, µs (less is better)": ("in process: ", "µs"),
}
"""The panels of peers by their titles: how the names of their figures begin, and their unit."""

Kept = Mapping[str, Any]
"""A file of results."""


def growth(kept: Kept) -> str:
    """How serving, pricing and memory grow with the register."""
    panels = {title: {name: _by_size(kept, *of) for name, of in wanted.items()} for title, wanted in GROWN.items()}
    width = WIDTH / len(panels)
    drawn = [
        sized(number * width, width, GROWTH_HEIGHT, (title, "providers"), series)
        for number, (title, series) in enumerate(panels.items())
    ]
    return chart("What grows with the register", f"{_sizes_told(panels)} {_where(kept)}", GROWTH_HEIGHT, drawn)


def peers(kept: Kept) -> str:
    """What the same questions take other programs."""
    panels = {title: _named(kept, *of) for title, of in COMPARED.items()}
    shown = {title: points for title, points in panels.items() if points}
    drawn, top = [], 0
    for title, points in shown.items():
        drawn.append(rows(top, title, points, "avtalt"))
        top += rows_height(len(points))
    words = ". ".join(
        f"{title}: " + "; ".join(f"{name} {told(point.middle)}" for name, point in points.items())
        for title, points in shown.items()
    )
    return chart("The same questions, put to other programs", f"{words}. {_where(kept)}", top + 8, drawn)


CHARTS: dict[str, Callable[[Kept], str]] = {"growth": growth, "peers": peers}
"""The charts by the name of the results that they are drawn from."""


def draw(name: str) -> str:
    """One chart, from the results of its name."""
    return CHARTS[name](json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8")))


def main() -> None:
    """Draw every chart."""
    for name in CHARTS:
        path = IMAGES / f"{name}.svg"
        path.write_text(draw(name), encoding="utf-8")
        print(path.relative_to(IMAGES.parents[1]))


def _by_size(kept: Kept, name: str, unit: str) -> Points:
    """One figure by how many providers there are."""
    found = {}
    for figure in kept["figures"]:
        match = SIZED.fullmatch(figure["name"])
        if match and (match[2], figure["unit"]) == (name, unit):
            found[int(match[1].replace(",", ""))] = _point(figure)
    return found


def _named(kept: Kept, start: str, unit: str) -> dict[str, Point]:
    """The figures of a unit whose name begins in a way, by the rest of it."""
    found = [each for each in kept["figures"] if each["unit"] == unit and each["name"].startswith(start)]
    return {each["name"].removeprefix(start): _point(each) for each in found}


def _point(figure: Mapping[str, Any]) -> Point:
    return Point(median(figure["rounds"]), min(figure["rounds"]), max(figure["rounds"]))


def _sizes_told(panels: Mapping[str, Mapping[str, Points]]) -> str:
    """Each line in words."""
    sentences = []
    for title, series in panels.items():
        for name, points in series.items():
            values = ", ".join(f"{told(point.middle)} at {size:,} providers" for size, point in points.items())
            sentences.append(f"{title}, {name}: {values}.")
    return " ".join(sentences)


def _where(kept: Kept) -> str:
    return f"Medians; measured on {kept['machine']}."


if __name__ == "__main__":
    main()
