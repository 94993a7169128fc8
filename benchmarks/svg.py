"""
Charts as SVG, on axes that grow by factors, in colours of their own for light and for dark.

A point is the median of some rounds, and the thin line through it reaches from the least to the most.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

WIDTH = 780
STEPS = (1, 2, 5)
WIDEST_FOR_ALL_STEPS = 50
STYLE = """
svg { --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --grid: #d8dee4;
  --c0: #0969da; --c1: #bc4c00; --c2: #1a7f37; font: 12px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --grid: #30363d;
  --c0: #58a6ff; --c1: #f0883e; --c2: #56d364; } }
.paper { fill: var(--paper); } text { fill: var(--ink); } .head { font-weight: 600; } .axis { fill: var(--quiet); }
.middle { text-anchor: middle; } .end { text-anchor: end; } .grid { stroke: var(--grid); }
.c0 { stroke: var(--c0); fill: var(--c0); } .c1 { stroke: var(--c1); fill: var(--c1); }
.c2 { stroke: var(--c2); fill: var(--c2); } polyline { stroke-width: 2; } polyline[class] { fill: none; }
"""


@dataclass(frozen=True, slots=True)
class Point:
    """The median, the least and the most of some rounds."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis that grows by factors, from one pixel to another; the first pixel may be the larger."""

    ticks: tuple[float, ...]
    start: float
    end: float

    def place(self, value: float) -> float:
        """The pixel of a value; the middle when there is only one."""
        low, high = log10(self.ticks[0]), log10(self.ticks[-1])
        if low == high:
            return (self.start + self.end) / 2
        return self.start + (log10(value) - low) / (high - low) * (self.end - self.start)


def axis(values: Sequence[float], start: float, end: float) -> Axis:
    """An axis around some values, over a factor of ten at least, so that what is level looks level."""
    low, high = min(values), max(values)
    powers = range(floor(log10(low)) - 1, floor(log10(high)) + 2)
    ticks = [step * 10.0**power for power in powers for step in STEPS]
    last = min(place for place, tick in enumerate(ticks) if tick >= high)
    first = min(max(place for place, tick in enumerate(ticks) if tick <= low), max(last - len(STEPS), 0))
    if ticks[last] / ticks[first] > WIDEST_FOR_ALL_STEPS:
        kept = [10.0**power for power in (*powers, powers.stop)]
        return Axis(tuple(each for each in kept if low / 10 < each < high * 10), start, end)
    return Axis(tuple(ticks[first : last + 1]), start, end)


def chart(title: str, description: str, height: int, panels: Iterable[str]) -> str:
    """A whole chart, with what it shows in words for those who do not see it."""
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{escape(description)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
            *panels,
            "</svg>\n",
        )
    )


def text(x: float, y: float, words: str, classes: str = "ink") -> str:
    """Words at a place."""
    return f'<text class="{classes}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def line(start: tuple[float, float], end: tuple[float, float], classes: str) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return f'<line class="{classes}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def dot(x: float, y: float, classes: str) -> str:
    """A point."""
    return f'<circle class="{classes}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def short(number: float) -> str:
    """A number as it stands at an axis: whole, with thousands and millions told by a letter."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"
