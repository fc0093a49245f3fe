"""Indicators agreed with the person: towards their aim, held, away, or not known (S2:31, S2:41-42)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.domain.entries import IndicatorAgreed, IndicatorRated, OutcomeNoted
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import Case
from carelist_tui.domain.measures.caseload_time import spans
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import BY_AREA, Tally, Window, as_at, at_the_end, beside, has, in_figure
from carelist_tui.domain.person.indicators import ends_of

LOOKS_BACK = timedelta(weeks=8)
RATINGS = 3
"""So many ratings in so long say where it stands; with fewer it is not known."""
NOT_KNOWN = "not known"
POINTS, STEP, PART = 2.0, 1.0, 0.2
SUPPORT = ("independent", "prompted", "accompanied", "done_for")
"""How much help it takes, the least first."""
CHANGED, SHOWN = "changes noted", "entries that show them"
Rating = tuple[Entry, IndicatorRated]


def indicators(course: Course) -> Iterator[Case]:
    """The stretches of time in which each indicator stood as it did; each end of one; and each change that was noted,
    with the entries that show it and still stand."""
    ratings: dict[str, list[Rating]] = {}
    for entry, body in course.said(IndicatorRated):
        ratings.setdefault(body.indicator, []).append((entry, body))
    ends = ends_of(course.entries, course.state.through)
    for entry, agreed in course.said(IndicatorAgreed):
        end = ends.get(entry.id)
        since = [each for each in ratings.get(entry.id, ()) if each[0].order > entry.order]
        begun = end is None or end[0] > entry.occurred_at  # else its end stands before it in the story
        changes = list(_changes(entry, agreed, since, end[0] if end is not None else None)) if begun else []
        for span in spans(course, changes):
            yield Case(
                "indicators", course.person, span.begins, span.ends, counted=span.facts["stands"] == "towards",
                excluded=span.gone, place=span.place, facts=span.facts, entries=(entry.id,),
            )  # fmt: skip
        if end is not None:
            yield course.case(
                "indicators", end[0], counted=False, reasons=(), entries=(entry.id,), kind="ended", outcome=end[1]
            )
    for entry, noted in course.said(OutcomeNoted):
        shown = [id for id in noted.evidence if course.entry(id) is not None]
        yield course.case(
            "indicators", entry.occurred_at, counted=False, reasons=(), entries=(entry.id, *shown), kind="outcome",
            area=noted.area, shown=len(shown),
        )  # fmt: skip


def _changes(
    entry: Entry, agreed: IndicatorAgreed, ratings: Sequence[Rating], end: datetime | None
) -> Iterator[tuple[datetime, dict[str, Any] | None]]:
    """Where it stood, from each moment on, until it ended."""
    unknown = {"kind": "indicator", "area": agreed.area, "stands": NOT_KNOWN, "support": NOT_KNOWN}
    yield entry.occurred_at, unknown
    for number, (rated, _) in enumerate(ratings):
        if end is not None and rated.occurred_at >= end:
            break
        after = ratings[number + 1][0].occurred_at if number + 1 < len(ratings) else end
        newest = ratings[max(0, number + 1 - RATINGS) : number + 1]
        fresh_until = newest[0][0].occurred_at + LOOKS_BACK
        if len(newest) < RATINGS or fresh_until < rated.occurred_at:
            yield rated.occurred_at, unknown
            continue
        yield rated.occurred_at, unknown | _stands(agreed, [body for _, body in newest])
        if after is None or fresh_until < min(filter(None, (after, end))):
            yield fresh_until + timedelta(microseconds=1), unknown
    if end is not None:
        yield end, None


def _stands(agreed: IndicatorAgreed, newest: Sequence[IndicatorRated]) -> dict[str, Any]:
    """By the middle one of the newest ratings against the baseline; of the help it took likewise."""
    now = sorted(each.value for each in newest)[RATINGS // 2]
    took = sorted(SUPPORT.index(each.support_level) for each in newest)[RATINGS // 2]
    before = SUPPORT.index(agreed.support_level)
    moved, aimed = now - agreed.baseline, agreed.aim - agreed.baseline
    way = "towards" if moved * aimed > 0 else "away"
    stands = way if abs(moved) > _enough(agreed) else "held"
    support = "falling" if took < before else "rising" if took > before else "same"
    return {"stands": stands, "support": support, "baseline": agreed.baseline, "now": now, "aim": agreed.aim}


def _enough(agreed: IndicatorAgreed) -> float:
    """A change beyond this is one: 2 points of 10, one step, a fifth of a count or a routine, which is as long as the
    larger of its baseline and its aim."""
    if agreed.kind == "rating_0_10":
        return POINTS
    return STEP if agreed.kind == "graded_step" else PART * max(agreed.baseline, agreed.aim)


def sum_indicators(cases: Sequence[Case], stretches: Sequence[Case], window: Window) -> Tally:
    """Towards their aim, of those that are known at the end; the others, the help they take, and the guard: those that
    ended in the window, by outcome."""
    standing = list(as_at((case for case in cases if case.facts["kind"] == "indicator"), window))
    known = [case for case in standing if case.excluded or case.facts["stands"] != NOT_KNOWN]
    tally = _BESIDE(known, stretches, window)
    tally.more[NOT_KNOWN] = sum(case.facts["stands"] == NOT_KNOWN for case in in_figure(standing, window, Tally()))
    tally.kept = {
        "at_end": tally.more,
        "by_area": _by_area(list(in_figure(known, window, Tally()))),
        "ended": sorted(x.facts["outcome"] for x in cases if x.facts["kind"] == "ended" and window.holds(x.starts_at)),
        "noted": sorted(
            [case.facts["area"], list(case.entries[1:])]
            for case in cases
            if case.facts["kind"] == "outcome" and window.holds(case.starts_at)
        ),
    }
    return _with_more(tally)


def add_up_indicators(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same of months together: where they stand as at the end of the last, what ended and was noted in all."""
    total = replace(at_the_end(tallies, windows))
    if tallies:
        total.kept = {**total.kept, **{name: [x for each in tallies for x in each.kept[name]] for name in _OF_MONTHS}}
        _with_more(total)
    return total


_OF_MONTHS = ("ended", "noted")


def _with_more(tally: Tally) -> Tally:
    ended = Counter(f"ended: {outcome.replace('_', ' ')}" for outcome in tally.kept["ended"])
    tally.more = {
        **tally.kept["at_end"], **dict(sorted(ended.items())), **tally.kept["by_area"], **_noted(tally.kept["noted"]),
    }  # fmt: skip
    return tally


def _by_area(known: Sequence[Case]) -> dict[str, float]:
    """Of each area in which something is known: how many went towards their aim, and how many did not."""
    more: dict[str, float] = {}
    for area in sorted({case.facts["area"] for case in known}):
        here = [case for case in known if case.facts["area"] == area]
        words = choice_in_english(area)
        towards = sum(case.counted for case in here)
        more |= {f"{BY_AREA}{words}, towards": towards, f"{BY_AREA}{words}, others": len(here) - towards}
    return more


def _noted(outcomes: Sequence[tuple[str, Sequence[str]]]) -> dict[str, float]:
    """The changes that were noted in a window, by area, and the entries that show them (S2:54): each by its area, with
    those entries."""
    if not outcomes:
        return {}
    areas = Counter(f"{BY_AREA}{choice_in_english(area)}, {CHANGED}" for area, _ in outcomes)
    shown = len({id for _, entries in outcomes for id in entries})
    return {CHANGED: len(outcomes), SHOWN: shown, **dict(sorted(areas.items()))}


_BESIDE = beside(
    {
        "held": has("stands", "held"),
        "away": has("stands", "away"),
        "less help than before": has("support", "falling"),
        "as much help": has("support", "same"),
        "more help": has("support", "rising"),
    }
)
