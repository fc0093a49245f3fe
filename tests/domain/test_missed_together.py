"""Which missed contacts are one: asked of a single one, without going over all that was ever missed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.person.episodes import episodes, ids_together, longest
from tests.domain.generating import PERSON, tell_story
from tests.domain.telling import Story
from tests.profiles import every_story


@given(st.integers(0, 2**48), st.booleans())
@every_story
def test_of_one_missed_contact_it_is_known_with_which_it_is_one_as_of_all(seed: int, forgets: bool) -> None:
    """At every place of a story, and of an id that is none as well."""
    entries = sorted(tell_story(Random(seed), longest=40), key=lambda each: each.order)
    for told in range(1, len(entries) + 1, 3):
        state = fold(PERSON, entries[:told], forgets=forgets)
        known = {id: each.ids for each in episodes(state, longest) for id in each.ids}
        for id in (*known, "none", None):
            assert ids_together(state, id, longest) == known.get(id or "", [])


@pytest.mark.parametrize("met", ["2026-03-02 11:00", None], ids=["met between", "not met between"])
def test_contact_between_two_that_were_missed_parts_them(met: str | None) -> None:
    story = Story()
    story.settle("2026-02-20 09:00")
    first = story.miss("2026-03-02 10:00")
    if met is not None:
        story.keep(met, "call")
    second = story.miss("2026-03-02 12:00")
    assert ids_together(story.state, second, longest) == ([second] if met else [first, second])


def test_a_look_back_takes_hardly_longer_for_each_entry_of_a_long_story() -> None:
    """Counted in calls: missed, decided about and met again, over and over. It was 3.6 times."""
    few, many = missed_again(8), missed_again(40)
    assert calls(many) / len(many) < 1.5 * calls(few) / len(few)


def missed_again(times: int) -> list[Entry]:
    story, at = Story(), datetime(2020, 3, 2, 10)
    story.accept(said(at - timedelta(days=1)))
    for _ in range(times):
        missed = story.miss(said(at))
        review = said(at + timedelta(days=1))
        story.decide(said(at + timedelta(hours=1)), "do_not_escalate", missed, review)
        story.keep(said(at + timedelta(hours=2)))
        at += timedelta(days=7)
    return story.entries


def said(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="minutes")


def calls(entries: list[Entry]) -> int:
    with counted() as number:
        fold(entries[0].person or "", entries, forgets=False)
    return number[0]


@contextmanager
def counted() -> Iterator[list[int]]:
    number = [0]

    def note(frame: Any, event: str, arg: Any) -> None:
        number[0] += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield number
    finally:
        sys.setprofile(before)
