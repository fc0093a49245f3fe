"""No silence (load.md; product.md, invariant 1): at 9:00 of every service day, whoever had no live contact, attempt or
decision about contact for their interval in force and a service day stands on Today with what brings contact or a
decision. Over generated stories, clock changes, closed days, stays, pauses and series included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.worklist import status_at
from tests.domain.generating import PERSON, tell_story
from tests.domain.silence import act_of, breaks_silence, is_counted, newest_act, silence_ends
from tests.profiles import dear

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
CALENDAR = STANDARDS.calendar


def mornings(entries: list[Entry]) -> Iterator[tuple[list[Entry], list[datetime]]]:
    """The story as it was known, and each 9:00 of a service day at which it was, until five weeks after its end."""
    told = sorted(entries, key=lambda each: each.recorded_at)
    ends = [*(each.recorded_at for each in told[1:]), told[-1].recorded_at + timedelta(weeks=5)]
    for number, (entry, until) in enumerate(zip(told, ends, strict=True), 1):
        found, day = [], CALENDAR.day_of(entry.recorded_at) - timedelta(days=1)
        while (at := CALENDAR.at(day := CALENDAR.service_day_after(day), time(9))) < until:
            found += [at] if at >= entry.recorded_at else []
        if found:
            yield told[:number], found


def owed_to(ground: Ground) -> list[Due]:
    """What is owed to somebody and brings contact or a decision."""
    return [due for due in owed(ground.state, STANDARDS) if breaks_silence(due.kind, ground)]


def stands_on(at: datetime, dues: list[Due]) -> bool:
    """Whether one of these stands on Today."""
    opens = CALENDAR.opens_next(at)
    return any(status_at(due.due_at, due.from_at, at, opens) != "upcoming" for due in dues)


def silent_mornings(entries: list[Entry]) -> Iterator[tuple[datetime, Ground]]:
    """Each morning on which somebody has been silent too long, and nobody's list says so."""
    for known, nines in mornings(entries):
        ground = stand_on(fold(PERSON, known), STANDARDS)
        newest = newest_act(map(act_of, effective(known)), ground)
        if not is_counted(ground) or newest is None:
            continue
        ends = silence_ends(newest, ground)
        silent = [at for at in nines if at > ends]
        dues = owed_to(ground) if silent else []
        yield from ((at, ground) for at in silent if not stands_on(at, dues))


@given(st.integers(0, 2**48))
@dear(100)
def test_nobody_is_silent_for_longer_than_the_interval_in_force_and_a_service_day(seed: int) -> None:
    for at, ground in silent_mornings(tell_story(Random(seed))):
        upcoming = [(due.kind, due.due_at, due.from_at) for due in owed(ground.state, STANDARDS)]
        pytest.fail(f"silent at {at}, every {interval_in_force(ground)}: {upcoming}")
