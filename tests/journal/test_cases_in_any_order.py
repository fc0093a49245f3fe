"""Of any story the cases are the same rows, whatever order its entries came in, however often, and when in between they
were counted; and last quarter's answer is the same to the byte, whatever is learned of afterwards."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.stored import NO_ENTRY, read_sound, restamped
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.journal.take_in.runs import Incoming
from tests.domain.generating import tell_story
from tests.domain.telling import LONDON
from tests.journal.telling import store_at
from tests.journal.test_cases import case_rows
from tests.profiles import IS_FULL, PROFILE

pytestmark = pytest.mark.slow

Run = list[dict[str, Any]]
EXAMPLES = {"quick": 4, "check": 15 if IS_FULL else 5, "nightly": 400}[PROFILE]
any_story = settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def chained(seed: int) -> dict[str, Run]:
    """What each laptop wrote of one story, as its own chain, in the order in which it did."""
    runs: dict[str, Run] = {}
    for entry in sorted(tell_story(Random(seed)), key=lambda each: each.recorded_at):
        run = runs.setdefault(entry.device, [])
        prev = run[-1]["hash"] if run else NO_ENTRY
        run.append(restamped(dict(entry.raw), device=entry.device, seq=len(run) + 1, prev=prev))
    return runs


@contextmanager
def stores(*names: str) -> Iterator[list[Carelist]]:
    folder = Path(tempfile.mkdtemp())
    held = [store_at(folder / name) for name in names]
    try:
        yield held
    finally:
        for each in held:
            each.close()
        shutil.rmtree(folder)


def merge(carelist: Carelist, run: Run) -> None:
    assert not carelist.journal.merge([Incoming(run[0]["device"], [read_sound(raw) for raw in run])]).refused


def come_by_turns(carelist: Carelist, runs: dict[str, Run], random: Random) -> None:
    """A few entries of one laptop and of another, some of them again, counted now and then."""
    left = dict.fromkeys(runs, 0)
    while left:
        device = random.choice(sorted(left))
        again = random.randint(0, left[device])
        until = left[device] + random.randint(1, 3)
        merge(carelist, runs[device][again:until])
        left[device] = until
        if until >= len(runs[device]):
            del left[device]
        if random.random() < 0.3:
            carelist.measures.count()


@given(st.integers(0, 2**48))
@any_story
def test_the_cases_are_the_same_rows_whatever_came_first_and_again(seed: int) -> None:
    runs, random = chained(seed), Random(seed)
    with stores("one", "two") as (one, two):
        for device in sorted(runs):
            merge(one, runs[device])
        come_by_turns(two, runs, random)
        made = case_rows(one)
        assert made == case_rows(two) != []
        two.rebuild()
        assert case_rows(two) == made


@example(10, 0.5)  # they were accepted, and had an identifier, for all that was known only later
@given(st.integers(0, 2**48), st.floats(0.1, 0.9))
@any_story
def test_an_answer_of_what_was_known_then_is_the_same_to_the_byte_ever_after(seed: int, part: float) -> None:
    runs = chained(seed)
    moments = sorted(datetime.fromisoformat(raw["recorded_at"]) for run in runs.values() for raw in run)
    known = moments[int(part * len(moments))]
    asked = Inquiry.asked(known + timedelta(days=30), LONDON, by="tier")

    def answer(carelist: Carelist) -> str:
        return json.dumps(carelist.measures.answer([], asked, known_at=known, with_cases=True), sort_keys=True)

    with stores("one") as (one,):
        for run in runs.values():
            known_then = [raw for raw in run if datetime.fromisoformat(raw["recorded_at"]) <= known]
            if known_then:
                merge(one, known_then)
        before = answer(one)
        for run in runs.values():
            merge(one, run)
        assert answer(one) == before
        one.measures.count()
        assert answer(one) == before
