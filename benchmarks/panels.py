"""The panels of a chart: lines over the size of something, and rows of dots."""

from collections.abc import Mapping

from benchmarks.svg import WIDTH, Axis, Point, axis, dot, line, short, text

Points = Mapping[int, Point]
"""What was measured, by the size of what it was measured on."""

ROW, HEAD, FOOT = 22, 36, 34
NAMED, NAMES = 18, 3
"""How many pixels the name of a line takes, and for how many each panel has room."""

LABELS = 380
"""How many pixels the names of rows may take."""


def sized(left: float, width: float, height: float, titles: tuple[str, str], series: Mapping[str, Points]) -> str:
    """Lines by name over sizes; the titles are of what is drawn, with its unit, and of the sizes."""
    sizes = sorted({size for points in series.values() for size in points})
    bottom, top = height - 50, HEAD + NAMED * NAMES + 8
    across = Axis(tuple(map(float, sizes)), left + 52, left + width - 22)
    up = axis([each for points in series.values() for one in points.values() for each in _of(one)], bottom, top)
    drawn = [
        text(left + 12, 24, titles[0], "head"),
        text((across.start + across.end) / 2, height - 12, titles[1], "axis middle"),
        *(text(across.place(size), bottom + 18, short(size), "axis middle") for size in sizes),
    ]
    for tick in up.ticks:
        level = up.place(tick)
        drawn.append(line((across.start, level), (across.end, level), "grid"))
        drawn.append(text(across.start - 6, level + 4, short(tick), "axis end"))
    for number, (name, points) in enumerate(series.items()):
        drawn.append(_named(left + 16, HEAD + 8 + NAMED * number, name, f"c{number}"))
        drawn.append(_curve(across, up, points, f"c{number}"))
    return "\n".join(drawn)


def rows(top: float, title: str, points: Mapping[str, Point], ours: str) -> str:
    """A dot for each name, on one axis; those whose name begins with `ours` have a colour of their own."""
    bottom = top + HEAD + ROW * len(points)
    across = axis([each for point in points.values() for each in _of(point)], LABELS, WIDTH - 76)
    drawn = [text(12, top + 24, title, "head")]
    for tick in across.ticks:
        place = across.place(tick)
        drawn.append(line((place, top + HEAD), (place, bottom), "grid"))
        drawn.append(text(place, bottom + 16, short(tick), "axis middle"))
    for number, (name, point) in enumerate(points.items()):
        level, colour = top + HEAD + ROW * (number + 0.5), "c0" if name.startswith(ours) else "c1"
        drawn.append(text(LABELS - 16, level + 4, name, "end"))
        drawn.append(line((across.place(point.least), level), (across.place(point.most), level), colour))
        drawn.append(dot(across.place(point.middle), level, colour))
        drawn.append(text(WIDTH - 12, level + 4, told(point.middle), "end"))
    return "\n".join(drawn)


def rows_height(count: int) -> int:
    """How many pixels a panel of so many rows takes."""
    return HEAD + ROW * count + FOOT


def told(number: float) -> str:
    """A number as it is read: with a decimal when it is small."""
    return f"{number:,.0f}" if number >= 10 else f"{number:,.1f}"


def _curve(across: Axis, up: Axis, points: Points, colour: str) -> str:
    """The line through all points, and their spreads."""
    corners = " ".join(f"{across.place(size):.1f},{up.place(points[size].middle):.1f}" for size in sorted(points))
    drawn = [f'<polyline class="{colour}" points="{corners}"/>']
    for size, point in points.items():
        place = across.place(size)
        drawn.append(line((place, up.place(point.least)), (place, up.place(point.most)), colour))
        drawn.append(dot(place, up.place(point.middle), colour))
    return "\n".join(drawn)


def _named(x: float, y: float, name: str, colour: str) -> str:
    return f"{dot(x, y, colour)}\n{text(x + 10, y + 4, name)}"


def _of(point: Point) -> tuple[float, float]:
    return point.least, point.most
