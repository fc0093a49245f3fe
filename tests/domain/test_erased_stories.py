"""Of any story with erasures in it: two managers and nobody else, in whatever order; and nobody becomes invisible."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import TYPES, read_entry, stamp
from carelist_tui.domain.entries.entry import ERASED, Entry
from carelist_tui.domain.entries.erased import STAY, as_erased, erased_by, managers_in, may_be_erased, with_corrections
from carelist_tui.domain.person import fold
from carelist_tui.domain.standards import default_standards
from tests.domain.generating import PERSON, tell_story
from tests.domain.telling import LONDON
from tests.domain.test_checks import ROSTER, Shelf
from tests.profiles import every_story

seeds = st.integers(0, 2**48)
STANDARDS = default_standards()
MANAGERS, WORKERS = ("w-mgr", "w-two", "w-three"), ("w-tom", "w-sue")


def erasure(target: Entry, author: str, number: int, newest: Entry, **envelope: str) -> Entry:
    at = newest.recorded_at + timedelta(minutes=number)
    draft = {"type": "entry.erased", "occurred_at": at.isoformat(), "body": {"entry": target.id, "basis": "Article 17"}}
    return read_entry(
        stamp(
            draft | envelope, id=f"0fffffff-0000-7000-8000-{number:012d}", person=target.person, author=author,
            device="e" * 32, seq=number, prev="0" * 64, recorded_at=at, replaces=[], salt=bytes(16),
        )
    )  # fmt: skip


def newest_of(story: list[Entry]) -> Entry:
    return max(story, key=lambda each: each.recorded_at)


def asked(seed: int, story: list[Entry]) -> list[Entry]:
    """Erasures of some of its entries, by some people each."""
    random, made = Random(seed), list[Entry]()
    for target in random.sample(story, min(len(story), 5)):
        for who in random.sample((*MANAGERS, *WORKERS), random.randint(1, 4)):
            made.append(erasure(target, who, len(made) + 1, newest_of(story)))
    return made


@given(seeds)
@every_story
def test_two_managers_and_nobody_else_in_any_order_however_often(seed: int) -> None:
    erasures = asked(seed, tell_story(Random(seed)))
    gone = erased_by(erasures, MANAGERS)
    by: dict[tuple[str, str], set[str]] = {}
    for each in erasures:
        by.setdefault((each.person or "", each.raw["body"]["entry"]), set()).add(each.author)
    assert gone == {meant for meant, who in by.items() if len(who & set(MANAGERS)) > 1}
    arrived = [*erasures, *erasures[:3]]
    Random(seed).shuffle(arrived)
    assert erased_by(arrived, MANAGERS) == gone
    for number in range(len(arrived)):
        assert erased_by(arrived[:number], MANAGERS) <= gone, "what counts once counts for ever"


@given(seeds)
@every_story
def test_order_does_not_matter_once_words_are_gone(seed: int) -> None:
    story = tell_story(Random(seed))
    gone = {each.id for each in Random(seed).sample(story, len(story) // 3)}
    left = as_erased(story, gone)
    shuffled = [*left, *left[::2]]
    Random(seed).shuffle(shuffled)
    here, there = fold(PERSON, left), fold(PERSON, shuffled)
    assert here == there
    assert owed(here, STANDARDS) == owed(there, STANDARDS)


@pytest.mark.long
@given(seeds)
@every_story
def test_nobody_becomes_invisible_by_an_erasure(seed: int) -> None:
    """Whatever is gone by merge: who is on the caseload is owed what brings somebody. And what the door takes of one
    erasure moves nobody off it, nor on to it."""
    story, random = tell_story(Random(seed)), Random(seed)
    some = {each.id for each in random.sample(story, random.randint(0, len(story)))}
    state = fold(PERSON, as_erased(story, some))
    if state.on_caseload:
        assert {due.kind for due in owed(state, STANDARDS)} & (BRINGS_SOMEBODY | {"unread"})
    before = fold(PERSON, story)
    for number, target in enumerate(random.sample(story, min(4, len(story)))):
        entry = erasure(target, "w-mgr", number + 1, newest_of(story))
        faults = faults_now(entry, before, ROSTER, STANDARDS, Shelf(story))
        after = fold(PERSON, as_erased(story, {target.id}))
        unknown = before.on_caseload and after.is_named_only > before.is_named_only
        moves = after.on_caseload != before.on_caseload or unknown
        assert bool(faults) == (target.type in STAY or moves), faults


@given(seeds)
@every_story
def test_of_somebody_of_whom_nothing_is_left_nothing_is_owed(seed: int) -> None:
    story = [each for each in tell_story(Random(seed)) if each.type != "persons.joined"]
    gone = with_corrections({each.id for each in story if may_be_erased(each.type)}, story)
    left = as_erased(story, gone)
    if all(each.body is None for each in left if each.type != "entry.erased"):
        state = fold(PERSON, left)
        assert not state.on_caseload or all(each.id != PERSON for each in left)
        assert owed(state, STANDARDS) == [] or state.on_caseload


@given(seeds)
@every_story
def test_a_correction_goes_with_its_entry_and_brings_nothing_back(seed: int) -> None:
    story = tell_story(Random(seed))
    for correction in (each for each in story if each.type == "entry.corrected"):
        of = correction.raw["body"]["entry"]
        left = {each.id: each for each in as_erased(story, {of})}
        if of in left and may_be_erased(left[of].type):
            assert left[of].body is None
            assert left[correction.id].body is None
            half = [each if each.id != correction.id else correction for each in left.values()]
            assert fold(PERSON, half).on_caseload in (True, False)
            told = [each for each in half if each.id == of]
            assert told[0].in_words(LONDON) == ERASED


def test_whoever_was_ever_called_a_manager_by_an_entry_of_ours_is_one() -> None:
    def said(kind: str, body: dict[str, Any], number: int) -> Entry:
        return read_entry(
            stamp(
                {"type": kind, "occurred_at": "2026-03-02T09:00:00+00:00", "body": body},
                id=f"0eeeeeee-0000-7000-8000-{number:012d}", person=None, author="w-one", device="d" * 32, seq=number,
                prev="0" * 64, recorded_at=tell_story(Random(1))[0].recorded_at, replaces=[], salt=bytes(16),
            )
        )  # fmt: skip

    def who(id: str, role: str) -> dict[str, Any]:
        return {"worker": id, "name": id, "role": role, "team": "North"}

    added, demoted = said("worker.added", who("w-a", "manager"), 1), said("worker.changed", who("w-a", "senior"), 2)
    slip = said("worker.added", who("w-b", "senior"), 3)
    put_right: dict[str, Any] = {"entry": slip.id, "reason": "she is a manager", "replacement": who("w-b", "manager")}
    team = [added, demoted, slip, said("entry.corrected", put_right, 4), said("worker.added", who("w-c", "senior"), 5)]
    for some in combinations(team, 5):
        assert managers_in(some) == {"w-a", "w-b"}
    there = replace(added, raw={**added.raw, "origin": {"team": "South"}})
    assert managers_in([there]) == frozenset()


def test_every_type_may_be_erased_but_what_the_record_stands_on() -> None:
    assert set(TYPES) >= STAY
    assert {kind for kind in TYPES if not may_be_erased(kind)} == STAY
