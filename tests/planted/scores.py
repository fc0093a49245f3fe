"""The count of pairs of scores, and the stories planted for it: each life by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tests.planted.case import Case
from tests.planted.standing import away_spans, death
from tests.planted.story import Told
from tests.planted.telling import Planted

WIDTH = 10
"""Each item of the one instrument that ships goes from 0 to 10, and higher is better."""


def pairs_at(told: Told, moment: datetime) -> list[Case]:
    """Who had two scores of it by the same hand by a moment: counted where the newest is better than the first by more
    than a fifth of what the items that both have could differ by."""
    cases = []
    for hand in ("person", "worker", "both"):
        scores = [each for each in told.of("instrument.scored") if each.get("by") == hand and each.at <= moment]
        if len(scores) < 2:
            continue
        first, newest = scores[0].get("items") or {}, scores[-1].get("items") or {}
        both = [name for name in first if name in newest]
        if not both:
            continue
        gained = sum(newest[name] - first[name] for name in both)
        out = None
        if any(span.begin <= moment < span.end for span in away_spans(told, [])):
            out = "away"
        dead = death(told)
        if dead is not None and dead.at <= moment:
            out = "died"
        cases.append(Case(told, moment, gained > WIDTH * len(both) / 5, due=moment, left_out=out,
                          entries=[scores[0].id, scores[-1].id]))  # fmt: skip
    return cases


def scored(name: str, *scores: tuple[int, ...], by: str = "person") -> Planted:
    """Known, and scored on the third of each month from March on, all or some of the three items."""
    story = Planted(name)
    story.is_known("2026-02-16 10:00")
    for month, values in enumerate(scores, 3):
        _score(story, f"2026-{month:02}-03 12:00", values, by)
    return story


def _score(story: Planted, when: str, values: tuple[int, ...], by: str) -> str:
    names = ("help_wanted", "working_on_what_matters", "satisfied")
    body = {"instrument": "own_view", "items": dict(zip(names, values, strict=False)), "by": by}
    return story.says(when, "instrument.scored", body)


def stories() -> Iterator[Planted]:
    """By a fifth or less, by more; up and down; one score; another hand; struck; away and dead."""
    yield scored("scores: up by a fifth", (4, 4, 4), (6, 6, 6)).expect("instruments", "not")
    yield scored("scores: up by more than a fifth", (4, 4, 4), (6, 6, 7)).expect("instruments", "counted")
    yield scored("scores: down", (7, 7, 7), (2, 2, 2)).expect("instruments", "not")
    yield scored("scores: down and up again", (4, 4, 4), (1, 1, 1), (9, 9, 9)).expect("instruments", "counted")
    yield scored("scores: one alone", (4, 4, 4)).expect("instruments")
    yield scored("scores: only one item twice", (4, 4, 4), (7,)).expect("instruments", "counted")
    other = scored("scores: the second by another hand", (2, 2, 2))
    _score(other, "2026-04-07 12:00", (9, 9, 9), "worker")
    yield other.expect("instruments")
    struck = scored("scores: the second struck out", (2, 2, 2))
    struck.strikes("2026-05-04 12:00", _score(struck, "2026-04-07 12:00", (9, 9, 9), "person"))
    yield struck.expect("instruments")
    dead = scored("scores: better, and dies", (2, 2, 2), (9, 9, 9))
    dead.dies("2026-05-05 12:00")
    yield dead.expect("instruments", "left out: died")
    away = scored("scores: better, and on a ward", (2, 2, 2), (9, 9, 9))
    away.goes_away("2026-05-05 12:00")
    yield away.expect("instruments", "left out: away")


ALL_STORIES = [*stories()]
