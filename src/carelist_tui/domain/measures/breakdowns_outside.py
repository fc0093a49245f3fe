"""What of a figure's breakdowns leaves the service: no small number, none that the figure's own total would tell, and
nothing of one person (measures.md, 7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from carelist_tui.domain.measures.breakdowns import OF_ONE_PERSON
from carelist_tui.domain.measures.charts.hidden import SMALL, Count, Sum, hidden_cells

Values = dict[str, Any]
TOTAL = -1
"""The cell of the figure itself, beside those of the rows by their places."""


def breakdowns_that_leave(figure: Mapping[str, Any], *, is_hidden: bool) -> tuple[list[Values], set[str]]:
    """The breakdowns as they leave; and the words beside the figure by which a hidden row would be told. Of a figure
    that `is_hidden` none leaves: the rows would add up to it."""
    left: list[Values] = []
    hidden_words: set[str] = set()
    for each in figure["breakdowns"]:
        rows = each["rows"]
        if each["kind"] in OF_ONE_PERSON:
            continue
        if each["kind"] == "curve":
            left += [] if is_hidden else [each | {"rows": _curve(rows)}]
            continue
        hidden = set(range(len(rows))) if is_hidden else _hidden_rows(figure, each)
        if not is_hidden or each["parts_of"] is not None:
            hidden_words.update(words for place in hidden for words in rows[place].get("more", ()))
        if len(hidden) < len(rows):
            left.append(each | {"rows": _rows(rows, hidden)})
    return left, hidden_words


def _hidden_rows(figure: Mapping[str, Any], breakdown: Mapping[str, Any]) -> set[int]:
    """The places of the rows that do not leave; all of them, where the total could not be told beside the others."""
    rows, parts_of = breakdown["rows"], breakdown["parts_of"]
    cells = {place: Count(row["n"], row.get("d", row["n"]) if _has_rest(figure) else row["n"])
             for place, row in enumerate(rows)}  # fmt: skip
    members = tuple(place for place, row in enumerate(rows) if not row.get("apart"))
    sums = []
    if parts_of is not None:
        n, d = (figure["n"], figure["d"]) if parts_of == "both" else (figure[parts_of],) * 2
        own = [place for place in members if _is_figures_own(rows[place], breakdown)]
        if own:  # it stands in the figure itself: with it hidden, the others would still be told by what is left
            n = d = n - sum(rows[place]["n"] for place in own)
            members = tuple(place for place in members if place not in own)
        cells[TOTAL] = Count(n, d)
        sums = [Sum(TOTAL, members)]
    hidden = set(hidden_cells(cells, sums))
    return set(range(len(rows))) if TOTAL in hidden else hidden


def _is_figures_own(row: Mapping[str, Any], breakdown: Mapping[str, Any]) -> bool:
    """Whether a part of one bar is the figure's own n, which is told with the figure."""
    return bool(breakdown["kind"] == "stacked" and not row.get("more"))


def _has_rest(figure: Mapping[str, Any]) -> bool:
    """Whether a row's d is so many people, of whom d - n are the others; of a rate it is time."""
    return bool(figure["unit"] != "rate")


def _rows(rows: Sequence[Mapping[str, Any]], hidden: Collection[int]) -> list[Values]:
    """The rows that leave, then the others by name: their place among those by size would tell their size. How many so
    far is left out with any of them."""
    shown = [{**row} for place, row in enumerate(rows) if place not in hidden]
    if hidden:
        shown = [{name: value for name, value in row.items() if name != "so_far"} for row in shown]
    labels = sorted(rows[place]["label"] for place in hidden)
    return [row | {"hidden": False} for row in shown] + [{"label": label, "hidden": True} for label in labels]


def _curve(rows: Sequence[Mapping[str, Any]]) -> list[Values]:
    """The days of a curve between which 5 or more were spoken to, or nobody; the last is the figure itself."""
    kept: list[Mapping[str, Any]] = []
    for row in rows[:-1]:
        if _before(kept, rows) - row["n"] not in SMALL:
            kept.append(row)
    while kept and _before(kept, rows) - rows[-1]["n"] in SMALL:
        kept.pop()
    return [{**row, "hidden": False} for row in (*kept, rows[-1])]


def _before(kept: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> int:
    """How many were out of contact on the last day that is kept; before the first all."""
    return int(kept[-1]["n"] if kept else rows[0]["d"])
