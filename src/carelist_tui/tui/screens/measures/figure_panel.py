"""The measure at hand below the rows: in words what it says and what guards it, its chart or its table, its groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.figure_lines import counted_sentence, panel_sentences
from carelist_tui.desk.at_hand.figures import UNCHARTED, group_words, month_words
from carelist_tui.domain.measures.beside_in_words import beside_in_words
from carelist_tui.domain.measures.figure_in_words import breakdown_in_words
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import Look

Values = Mapping[str, Any]
BESIDE = 110
"""From so many columns on the words stand beside the chart, not above it."""
WORDS_WIDTH = 50
MOST_WORDS = 5
"""Lines of words above a chart: the rest is a key away, and that is said."""
MORE = tr("... v: all of it")
LEAST_CHART, LEAST_BARS = 7, 4
"""Lines that a chart over time needs, and bars."""
CHART, TABLE = "chart", "table"


def views_of(figure: Values) -> list[Values | str]:
    """The ways to see a figure: its chart over time, where its row has one, its breakdowns, and last its months as a
    table."""
    return [*([CHART] if figure["chart"] not in UNCHARTED else []), *figure["breakdowns"], TABLE]


class Charts:
    """The chart that was drawn last: nobody writes into a figure, so the same one is drawn once
    (benchmarks/measures_screen.py)."""

    def __init__(self) -> None:
        self._last: tuple[Values, int, int, list[str]] | None = None

    def of(self, figure: Values, width: int, height: int) -> list[str]:
        """The chart in so many columns and lines; none where nothing has a figure."""
        last = self._last
        if last is None or last[0] is not figure or last[1:3] != (width, height):
            from carelist_tui.tui.widgets.chart import chart_lines

            self._last = last = figure, width, height, chart_lines(figure, width, height)
        return last[3]


class FigurePanel:
    """Makes the lines. `guards` stand beside the figure; `more` is said with its groups; `at_group` is the group at the
    cursor, where it stands among them."""

    def __init__(self, figure: Values, look: Look) -> None:
        self.figure, self.look = figure, look
        self.guards: Sequence[Values] = ()
        self.groups: Sequence[Values] = ()
        self.more: Sequence[str] = ()
        self.at_group: int | None = None
        self.view = 0
        """Which way to see it of `views_of`."""
        self.charts = Charts()

    def strips(self, width: int, height: int) -> list[Strip]:
        """Exactly so many lines."""
        blank = Line(width, self.look.ink.words).strip()
        if width < BESIDE:
            words = self._words(width, MOST_WORDS)
            return [*words, *self._drawn(width, height - len(words)), *[blank] * height][:height]
        rest = width - WORDS_WIDTH - 1
        words, drawn = self._words(WORDS_WIDTH, height), self._drawn(rest, height)
        between, blanks = Line(1, self.look.ink.quiet).add("\u2502").strip(), (
            Line(WORDS_WIDTH, self.look.ink.words).strip(), Line(rest, self.look.ink.words).strip(),
        )  # fmt: skip
        left, right = ([*part, *[empty] * height][:height] for part, empty in zip((words, drawn), blanks, strict=True))
        return [Strip.join([a, between, b]) for a, b in zip(left, right, strict=True)]

    def _words(self, width: int, most: int) -> list[Strip]:
        """What it says, as far as there is room; where that is not all of it, the last line says so."""
        ink, figure = self.look.ink, self.figure
        told = [*self.more, *panel_sentences(figure, self.guards, self.look.names), *self._other_views()]
        paragraphs = [" ".join(told)] if most <= MOST_WORDS else [*told, figure["definition"]]
        lines = [
            *((part, ink.strong) for part in wrap(counted_sentence(figure), width - 2)),
            *((part, ink.words) for each in paragraphs for part in wrap(each, width - 2) if part),
        ]
        if len(lines) > most:
            last, style = lines[most - 1]
            lines = [*lines[: most - 1], (f"{wrap(last, width - 3 - len(MORE))[0]} {MORE}", style)]
        return [Line(width, style).add(f" {part}").strip() for part, style in lines]

    def _other_views(self) -> list[str]:
        """Which breakdowns a key leads to, for whoever does not know that there are any; not beside groups."""
        titles = [beside_in_words(each["title"]) for each in self.figure["breakdowns"]] if not self.groups else []
        return [tr("t shows: {titles}.", titles="; ".join(titles))] if titles else []

    def _drawn(self, width: int, height: int) -> list[Strip]:
        """The groups, else the figure as it is seen; where not all of that has room, the last line says where it
        stands."""
        if self.groups:
            return self._group_strips(width, height)
        ink, seen = self.look.ink, self._seen(width - 2, height)
        shown = seen if len(seen) <= height else [*seen[: height - 1], MORE]
        return [Line(width, ink.words).add(f" {said}").strip() for said in shown]

    def _seen(self, width: int, height: int) -> list[str]:
        """The chart over time or a breakdown, where there is room for it; else their table, as many lines beside each
        other as go."""
        view = views_of(self.figure)[self.view]
        if isinstance(view, str):
            return self._months(width, height, is_chart=view == CHART)
        told = self._broken_down(view, width, height - 1) or columns(
            [*breakdown_in_words(view, self.look.names)], width, height - 1
        )
        return [f"{beside_in_words(view['title'])}:", *told]

    def _broken_down(self, breakdown: Values, width: int, height: int) -> list[str]:
        if height < LEAST_BARS:
            return []
        from carelist_tui.tui.widgets.breakdown_chart import breakdown_lines

        return breakdown_lines(breakdown, self.look.names, width, height)

    def _months(self, width: int, height: int, *, is_chart: bool) -> list[str]:
        if is_chart and height >= LEAST_CHART and (drawn := self.charts.of(self.figure, width, height)):
            return drawn
        return columns([*month_words(self.figure)], width, height)

    def _group_strips(self, width: int, height: int) -> list[Strip]:
        """The groups by name; the one at the cursor stays in sight."""
        ink, at = self.look.ink, self.at_group
        first = max(0, (at or 0) - height + 1)
        strips = []
        for n, group in list(enumerate(self.groups))[first : first + height]:
            line = Line(width, ink.cursor if n == at else ink.words).add(" > " if n == at else "   ")
            strips.append(line.add(group_words(group, self.figure, self.look.names)).strip())
        return [*strips, *self._funnel(width, height - len(strips))]

    def _funnel(self, width: int, height: int) -> list[Strip]:
        """How far teams lie from all of them, below their names where there is room."""
        if height < LEAST_CHART + 1:
            return []
        from carelist_tui.tui.widgets.breakdown_chart import funnel_lines

        drawn = funnel_lines(self.groups, width - 2, height)
        return [Line(width, self.look.ink.words).add(f" {said}").strip() for said in drawn]


def columns(told: Sequence[str], width: int, height: int) -> list[str]:
    """Lines beside each other where they are more than there is room for, read downwards."""
    if len(told) <= height or height < 1:
        return list(told)
    size = max(map(len, told)) + 3
    beside = max(1, width // size)
    rows = -(-len(told) // beside)
    return ["".join(each.ljust(size) for each in told[n::rows]).rstrip() for n in range(rows)]
