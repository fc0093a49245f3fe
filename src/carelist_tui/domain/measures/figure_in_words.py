"""A figure in plain lines, as a command says it: numbers and words first (measures.md, Faces)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.domain.measures.beside_in_words import beside_in_words
from carelist_tui.domain.measures.charts.averages import SHARE_FROM
from carelist_tui.domain.measures.charts.hidden import HIDDEN_IN_WORDS
from carelist_tui.domain.words import moment_in_full

Values = Mapping[str, Any]
RATE = tr("per 100 person-months")
UP_TO = (1, 2, 4, 8, 24, 48, 72)
"""Hours up to which dots are counted together, in words."""


def count_in_words(figure: Values) -> str:
    """How many of how many, and the share where it is said: "41 of 46, 89 %"."""
    if figure.get("hidden"):
        return HIDDEN_IN_WORDS
    if figure.get("unit", "share") == "rate":
        value = figure.get("value")
        told = tr("{n} in {d} person-months", n=figure["n"], d=figure["d"])
        return f"{told}, {value:.1f} {RATE}" if value is not None else told
    share = figure.get("share")
    counted = tr("{n} of {d}", n=figure["n"], d=figure["d"])
    return f"{counted}, {percent(share)}" if share is not None else counted


def percent(share: float) -> str:
    """A share in words: `89 %`; it is never rounded to all or to nothing."""
    rounded = round(share * 100)
    if share not in (0, 1) and rounded in (0, 100):
        return tr("under 1 %") if rounded == 0 else tr("over 99 %")
    return f"{rounded} %"


def percent_in_short(share: float) -> str:
    """The same where there is little room: `<1 %`."""
    rounded = round(share * 100)
    return f"{rounded} %" if share in (0, 1) or 0 < rounded < 100 else "<1 %" if rounded == 0 else ">99 %"


def known_in_words(answer: Values, zone: ZoneInfo) -> str:
    """`, as known on Tue 3 Mar 2026 10:30`, where an answer leaves out what was recorded later; else nothing."""
    known_at = answer["known_at"]
    return (
        tr(", as known on {moment}", moment=moment_in_full(datetime.fromisoformat(known_at), zone)) if known_at else ""
    )


def line_of(figure: Values) -> str:
    """A measure on one line: what it is, how many of how many, what its months say."""
    return f"{figure['title']}: {count_in_words(figure)}{_time_in_words(figure)}. {_capital(figure['signal']['words'])}"


def figure_in_words(figure: Values) -> Iterator[str]:
    """The whole of a figure, a line each: what it counts, what stands in it and what does not, month by month."""
    yield line_of(figure)
    yield figure["definition"]
    if figure["not_ripe"]:
        yield tr("Not ripe yet: {not_ripe}", not_ripe=figure["not_ripe"])
    for reason, count in figure["left_out"].items():
        yield tr("Left out, {reason}: {beside}", reason=in_plain_words(reason), beside=_beside(count))
    for what, count in more_beside(figure):
        yield f"{_capital(beside_in_words(what))}: {_beside(count)}"
    if figure["late_share"]:
        yield tr("Recorded late: {percent}", percent=percent(figure["late_share"]))
    for point in figure["points"]:
        yield f"{point['month']}: {count_in_words(point | {'unit': figure['unit'], 'share': _said(point, figure)})}"
    for group in figure["groups"]:
        yield f"{group['key'] or tr('not said')}: {count_in_words(group | {'unit': figure['unit']})}"
    for breakdown in figure.get("breakdowns", ()):
        yield f"{beside_in_words(breakdown['title'])}:"
        yield from (f"  {line}" for line in breakdown_in_words(breakdown))
    for case in figure["cases"]:
        yield _case_line(case)


def guard_in_words(guard: Values) -> str:
    """A figure that guards another, with what was called off and what was kept in part (measures.md, rule 9)."""
    beside = [(what, n) for what, n in guard["more"].items() if what.startswith(("cancel", "kept"))]
    calls = [f"{beside_in_words(what)}: {_beside(n)}" for what, n in beside]
    return "; ".join([f"{guard['title']}: {count_in_words(guard)}", *calls])


def _beside(count: float | None) -> str:
    return HIDDEN_IN_WORDS if count is None else str(count)


def more_beside(figure: Values) -> list[tuple[str, Any]]:
    """What is said beside a figure, and how many: without what its breakdowns say."""
    told = {words for each in figure.get("breakdowns", ()) for row in each["rows"] for words in row.get("more", ())}
    return [(what, count) for what, count in figure["more"].items() if what not in told]


def breakdown_in_words(breakdown: Values, names: Mapping[str, str] | None = None) -> Iterator[str]:
    """A breakdown as a table says it, a line a row: the words in place of its picture. Of dots, which are one a case,
    how many took how long. Workers stand by their `names`, in the order of those."""
    kind, rows = breakdown["kind"], breakdown["rows"]
    if kind == "dots":
        yield from _dots_in_words([row["value"] for row in rows])
    elif kind == "strip":
        called = sorted(((names or {}).get(row["label"], row["label"]), row) for row in rows) if rows else []
        yield from (
            tr(
                "{who}: {people}, {value:g} contacts a week",
                who=who or tr("nobody"),
                people=_people(row["n"]),
                value=row["value"],
            )
            for who, row in called
        )
    else:
        whole = max((row.get("so_far", 0) for row in rows), default=0)
        yield from (f"{beside_in_words(row['label'])}: {row_count(row, whole)}" for row in rows)


def row_count(row: Values, whole: int = 0) -> str:
    """What a row says beside its label: so many of so many, of a Pareto how many so far of the `whole`."""
    if row.get("hidden"):
        return HIDDEN_IN_WORDS
    if "before" in row:
        return tr("from {before:g} to {value:g}, aim {aim:g}", before=row["before"], value=row["value"], aim=row["aim"])
    if "so_far" in row:
        far = percent(row["so_far"] / whole) if whole >= SHARE_FROM else row["so_far"]
        return tr("{n}, {far} so far", n=row["n"], far=far)
    if "d" not in row:
        return str(row["n"])
    is_share = "value" not in row or row["label"].startswith("day ")
    share = row["n"] / row["d"] if is_share and row["d"] >= SHARE_FROM else None
    return count_in_words({**row, "unit": "share" if is_share else "rate", "share": share})


def _people(count: int) -> str:
    return ntr("{count} person", "{count} people", count, count=count)


def _dots_in_words(hours: list[float]) -> Iterator[str]:
    """How many took so long, and no longer."""
    for least, most in zip((0, *UP_TO), UP_TO, strict=False):
        count = sum(least < each <= most or (each == least == 0) for each in hours)
        yield tr("up to {most} h: {count}", most=most, count=count)
    yield tr("longer: {value}", value=sum(each > UP_TO[-1] for each in hours))


def _said(point: Values, figure: Values) -> float | None:
    return point["value"] if figure["unit"] == "share" else None


def _case_line(case: Values) -> str:
    state = in_plain_words(case["left_out"] or "") or (
        tr("yes") if case["counted"] else tr("no") if case["ripe"] else tr("not ripe yet")
    )
    late = tr(", recorded late") if case["late"] else ""
    until = tr(" to {stops_at}", stops_at=case["stops_at"]) if case["stops_at"] else ""
    by = tr(", due {due_at}", due_at=case["due_at"]) if case["due_at"] else ""
    return f"{case['ref'] or case['person']}: {state}, {case['starts_at']}{until}{by}{late}"


def _time_in_words(figure: Values) -> str:
    said = [(word, figure[name]) for word, name in ((tr("half within"), "median"), (tr("nine in ten within"), "p90"))]
    told = [f"{word} {duration_in_words(seconds)}" for word, seconds in said if seconds is not None]
    return f" ({', '.join(told)})" if told else ""


def duration_in_words(seconds: float) -> str:
    """Minutes, hours or days, as short as it can be said."""
    minutes = round(seconds / 60)
    if minutes < 120:
        return tr("{minutes} min", minutes=minutes)
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else tr("{minutes} days", minutes=round(minutes / 1440))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
