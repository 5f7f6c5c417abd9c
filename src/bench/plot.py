"""Draws lines over two axes as SVG, readable on light and on dark pages, in colour and without."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 94, 56
STYLE = """
svg { --page: #ffffff; --text: #1f2328; --grid: #d1d9e0; --a: #0969da; --b: #bc4c00; --c: #1a7f37; --d: #8250df }
@media (prefers-color-scheme: dark) {
  svg { --page: #0d1117; --text: #e6edf3; --grid: #3d444d; --a: #58a6ff; --b: #f0883e; --c: #56d364; --d: #d2a8ff }
}
.page { fill: var(--page); stroke: var(--grid) } .grid { stroke: var(--grid) }
text { fill: var(--text); font: 13px system-ui, sans-serif } .title { font-size: 15px; font-weight: 600 }
.line { fill: none; stroke-width: 2 } .a { stroke: var(--a) } .b { stroke: var(--b) }
.c { stroke: var(--c) } .d { stroke: var(--d) } .dot { fill: var(--page); stroke-width: 2 }
"""
# A series is told by its colour, its dashes and the shape of its points.
KINDS = [("a", "", "circle"), ("b", "7 4", "square"), ("c", "2 4", "diamond"), ("d", "10 3 2 3", "triangle")]


class Axis:
    """Values to a place between 0 and 1, and the ticks."""

    def __init__(self, values, log):
        self.log = log
        if log:
            self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
            self.high = max(self.high, self.low + 1)
            self.ticks = [10.0 ** power for power in range(self.low, self.high + 1)]
        else:
            self.low = 0
            rough = max(values) / 5
            unit = 10 ** math.floor(math.log10(rough))
            step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
            self.high = math.ceil(max(values) / step) * step
            self.ticks = [step * number for number in range(round(self.high / step) + 1)]

    def place(self, value):
        return ((math.log10(value) if self.log else value) - self.low) / (self.high - self.low)


def label(value):
    if value >= 1_000_000:
        return "%g M" % (value / 1e6)
    return format(int(value), ",") if value >= 1 and value == int(value) else "%g" % value


def point(shape, kind, x, y):
    if shape == "circle":
        return '<circle class="dot %s" cx="%.1f" cy="%.1f" r="4"/>' % (kind, x, y)
    corners = {"square": [(-4, -4), (4, -4), (4, 4), (-4, 4)], "diamond": [(0, -5), (5, 0), (0, 5), (-5, 0)],
               "triangle": [(0, -5), (5, 4), (-5, 4)]}[shape]
    return '<polygon class="dot %s" points="%s"/>' % (
        kind, " ".join("%.1f,%.1f" % (x + dx, y + dy) for dx, dy in corners))


def chart(file, title, x_name, y_name, series, log_x=False, log_y=False):
    """Series are pairs of a name and (x, y) pairs; values on a logarithmic axis are above 0."""
    x_axis = Axis([x for _, points in series for x, _ in points], log_x)
    y_axis = Axis([y for _, points in series for _, y in points], log_y)
    across = lambda x: LEFT + x_axis.place(x) * (WIDTH - LEFT - RIGHT)
    up = lambda y: HEIGHT - BOTTOM - y_axis.place(y) * (HEIGHT - TOP - BOTTOM)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" '
           'aria-label="%s">' % (WIDTH, HEIGHT, WIDTH, HEIGHT, escape(title)), "<style>%s</style>" % STYLE,
           '<rect class="page" x="0.5" y="0.5" width="%d" height="%d" rx="8"/>' % (WIDTH - 1, HEIGHT - 1),
           '<text class="title" x="%d" y="26">%s</text>' % (LEFT, escape(title))]
    for tick in y_axis.ticks:
        out.append('<line class="grid" x1="%d" y1="%.1f" x2="%d" y2="%.1f"/>' % (
            LEFT, up(tick), WIDTH - RIGHT, up(tick)))
        out.append('<text x="%d" y="%.1f" text-anchor="end">%s</text>' % (LEFT - 8, up(tick) + 4, label(tick)))
    for tick in x_axis.ticks:
        out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (
            across(tick), HEIGHT - BOTTOM + 20, label(tick)))
    out.append('<text x="%d" y="%d" text-anchor="middle">%s</text>' % (
        (LEFT + WIDTH - RIGHT) // 2, HEIGHT - 14, escape(x_name)))
    out.append('<text transform="translate(18 %d) rotate(-90)" text-anchor="middle">%s</text>' % (
        (TOP + HEIGHT - BOTTOM) // 2, escape(y_name)))
    legend, row = LEFT, 48
    for (name, points), (kind, dashes, shape) in zip(series, KINDS):
        places = [(across(x), up(y)) for x, y in points]
        out.append('<polyline class="line %s" stroke-dasharray="%s" points="%s"/>' % (
            kind, dashes or "none", " ".join("%.1f,%.1f" % place for place in places)))
        out += [point(shape, kind, x, y) for x, y in places]
        wide = 60 + 7 * len(name)
        if legend + wide > WIDTH:
            legend, row = LEFT, row + 22
        out.append('<line class="line %s" stroke-dasharray="%s" x1="%d" y1="%d" x2="%d" y2="%d"/>' % (
            kind, dashes or "none", legend, row, legend + 30, row))
        out.append(point(shape, kind, legend + 15, row))
        out.append('<text x="%d" y="%d">%s</text>' % (legend + 36, row + 4, escape(name)))
        legend += wide
    file.write_text("\n".join([*out, "</svg>"]) + "\n")
