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

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import DecisionRecorded
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.worklist import status_at
from tests.domain.generating import PERSON, tell_story
from tests.profiles import every_story

pytestmark = pytest.mark.slow

STANDARDS = default_standards()
CALENDAR = STANDARDS.calendar
ABOUT_CONTACT = ("missed_contact", "pause", "welfare_check", "clinical_review", "safeguarding")
TAKEN_ON = ("person.accepted", "person.reopened")
ACTS: tuple[str, ...] = (*TAKEN_ON, "contact.completed", "outreach.attempted")
AWAY, REFUSED, REVIEWED = ("person.admitted",), ("consent.recorded",), ("review.completed",)
WEEK, DAY = Interval(days=7), Interval(service_days=1)


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


def newest_act(entries: list[Entry], ground: Ground) -> datetime | None:
    """The newest acceptance, live contact, attempt or decision about contact; of who is away or refuses also the
    admission or the refusal itself, and a review."""
    types = ACTS
    types += (*AWAY, *REVIEWED) if ground.is_away else ()
    types += (*REFUSED, *REVIEWED) if refuses(ground) else ()
    acts = [
        each.clock_at if each.type in TAKEN_ON else each.occurred_at
        for each in entries
        if each.type in types or (isinstance(each.body, DecisionRecorded) and each.body.about in ABOUT_CONTACT)
    ]
    return max(acts, default=None)


def refuses(ground: Ground) -> bool:
    """Whether consent to contact is withdrawn, whatever that withholds."""
    return ground.state.consent is not None and ground.state.consent.value == "no"


def longest_silence(ground: Ground) -> Interval:
    """How long nobody need have thought of them."""
    if ground.paused_until() is not None or refuses(ground):
        return DAY if ground.is_high else WEEK
    return WEEK if ground.is_away else interval_in_force(ground)


def bringing(ground: Ground) -> list[Due]:
    """What is owed of somebody and brings contact or a decision; a review counts while they are away, or refuse
    contact."""
    brings = {"contact", "decision"} | ({"review"} if ground.is_away or refuses(ground) else set())
    return [due for due in owed(ground.state, STANDARDS) if KINDS[due.kind].brings in brings]


def stands_on(at: datetime, dues: list[Due]) -> bool:
    """Whether one of these stands on Today."""
    opens = CALENDAR.opens_next(at)
    return any(status_at(due.due_at, due.from_at, at, opens) != "upcoming" for due in dues)


def silent_mornings(entries: list[Entry]) -> Iterator[tuple[datetime, Ground]]:
    """Each morning on which somebody has been silent too long, and nobody's list says so."""
    for known, nines in mornings(entries):
        state = fold(PERSON, known)
        ground = stand_on(state, STANDARDS)
        newest = newest_act(effective(known), ground)
        if not state.on_caseload or state.acceptance is None or state.has_died or newest is None:
            continue
        ends = CALENDAR.service_days(CALENDAR.after(newest, longest_silence(ground)), 1)
        silent = [at for at in nines if at > ends]
        dues = bringing(ground) if silent else []
        yield from ((at, ground) for at in silent if not stands_on(at, dues))


@given(st.integers(0, 2**48))
@every_story
def test_nobody_is_silent_for_longer_than_the_interval_in_force_and_a_service_day(seed: int) -> None:
    for at, ground in silent_mornings(tell_story(Random(seed))):
        upcoming = [(due.kind, due.due_at, due.from_at) for due in owed(ground.state, STANDARDS)]
        pytest.fail(f"silent at {at}, every {interval_in_force(ground)}: {upcoming}")
