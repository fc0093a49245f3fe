"""Nobody with a reason stands without cover before a closure (standards.md, gap_cover), over generated stories: at
16:30 on the last service day it is on Today, and nothing but cover or whole contact takes it away.

Who has a reason is asked of the state itself, and never of dues/gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.domain.dues.gaps import COVER, read_gap
from carelist_tui.domain.dues.ground import HELD_THERE, Ground, stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import ContactCompleted, OutreachAttempted
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.worklist import StoredDue, status_at
from carelist_tui.journal.projection.people import due_row
from carelist_tui.journal.rows import DUE_COLUMNS, read_stored_due
from tests.domain.generating import BODIES, PERSON, STANDARDS, Teller, tell_story

pytestmark = pytest.mark.slow

CALENDAR = STANDARDS.calendar
ABOUT_GAPS = ("zone.set", "tier.set", "contact.missed", "contact.completed", "crisis.recorded", "decision.recorded",
              "escalation.raised", "escalation.acknowledged", "person.admitted", "person.returned", "cover.arranged",
              "risk_check.completed", "outreach.attempted")  # fmt: skip
seeds = st.integers(0, 2**32)
Closure = tuple[datetime, datetime]


def told(seed: int) -> list[Entry]:
    """A generated story, and what goes on for a fortnight of what gives or takes a reason; as it stands, in order."""
    random = Random(seed)
    entries = tell_story(random, longest=8)
    teller = Teller(random, entries, max(each.occurred_at for each in entries))
    teller._seqs.update(dict.fromkeys({each.device for each in entries}, 1_000))
    for _ in range(10):
        teller.now += timedelta(hours=random.uniform(2, 40))
        kind = random.choice(ABOUT_GAPS)
        if (body := BODIES[kind](teller)) is not None:
            teller.write(kind, body, occurred_at=teller.now)
    return sorted(effective(teller.told), key=lambda each: each.order)


def reasons(ground: Ground, closure: Closure) -> Iterator[str]:
    """Why somebody must be held over a long closure, by what is known of them (standards.md, gap_cover)."""
    state, begins = ground.state, closure[0]
    if state.is_high_at(begins, ground.lengths):
        yield "red or high"
    if ground.tier is not None and ground.standards.rank(ground.tier.value) == 0:
        yield "intensive"
    if state.signs_at(begins, ground.lengths) is not None:
        yield "early warning"
    open_ones = [each for each in ground.episodes if each.is_open and each.t < closure[1]]
    if open_ones and not ground.is_calm:
        yield "an open missed contact"
    if any(each.ladder == "first_contact" for each in open_ones):
        yield "a first-contact ladder"
    if any(each.answered is None and each.closed is None for each in state.escalations):
        yield "an unanswered escalation"
    back = [x.returned.at for x in state.aways if x.returned is not None and x.kind != "holiday"]
    if any(at < closure[1] and at + timedelta(hours=72) > begins for at in back):
        yield "back within 72 hours"
    accepted = state.acceptance
    if accepted is not None and accepted.source in ground.numbers.crisis_sources:
        if not any(live.seen and not live.partial and live.at >= accepted.at for live in state.contacts):
            yield "from a crisis and unseen"


def is_held_elsewhere(state: PersonState) -> bool:
    return state.has_died or (state.stay is not None and state.stay.kind in HELD_THERE)


def covers_at(state: PersonState, at: datetime) -> dict[str, StoredDue]:
    """The cover that is owed as read at a moment, by its key."""
    rows = [due_row(due) for due in owed(state, STANDARDS) if due.kind == COVER]
    stored = [read_stored_due([row[name] for name in DUE_COLUMNS]) for row in rows]
    found = [each for row in stored for each in read_gap(row, PERSON, at, CALENDAR) if each.kind == COVER]
    return {each.key: each for each in found}


def closures_of(entries: list[Entry]) -> Iterator[Closure]:
    """The closures of more than a day from the first entry until a week after the last."""
    closure = CALENDAR.closure_after(entries[0].occurred_at)
    while closure is not None and closure[0] < entries[-1].occurred_at + timedelta(days=7):
        yield closure
        closure = CALENDAR.closure_after(closure[0])


def was_met_or_covered(state: PersonState, closure: Closure) -> bool:
    day = CALENDAR.day_of(closure[0])
    met = any(not live.partial and live.at >= CALENDAR.at(day, time(12)) for live in state.contacts)
    return met or any(CALENDAR.opens(day) <= each.at < closure[1] for each in state.covers)


def alone_before(entries: list[Entry], closure: Closure) -> tuple[PersonState, list[str]]:
    """Somebody at 16:30 before a closure, and their reasons where nobody holds them."""
    at = CALENDAR.at(CALENDAR.day_of(closure[0]), time(16, 30))
    known = [each for each in entries if each.occurred_at <= at]
    state = fold(PERSON, known)
    if not known or not state.on_caseload or is_held_elsewhere(state) or was_met_or_covered(state, closure):
        return state, []
    return state, list(reasons(stand_on(state, STANDARDS), closure))


@given(seeds)
@settings(deadline=None)
def test_at_half_past_four_before_each_closure_whoever_has_a_reason_and_no_cover_is_on_today(seed: int) -> None:
    entries = told(seed)
    for closure in closures_of(entries):
        state, found = alone_before(entries, closure)
        if not found:
            continue
        day = CALENDAR.day_of(closure[0])
        at = CALENDAR.at(day, time(16, 30))
        cover = covers_at(state, at).get(f"{COVER}:{PERSON}:{day}")
        assert cover is not None, found
        assert status_at(cover.due_at, cover.from_at, at, CALENDAR.opens_next(at)) != "upcoming", found


REASONS = {
    "red or high", "intensive", "early warning", "an open missed contact", "a first-contact ladder",
    "an unanswered escalation", "back within 72 hours", "from a crisis and unseen",
}  # fmt: skip


def test_each_reason_is_somebodys_only_one_in_some_story() -> None:
    """So that the property fails when any of them is dropped."""
    alone: Counter[str] = Counter()
    for seed in range(900):
        entries = told(seed)
        for closure in closures_of(entries):
            _, found = alone_before(entries, closure)
            if len(found) == 1:
                alone[found[0]] += 1
        if len(alone) == len(REASONS):
            break
    assert set(alone) == REASONS, alone


@given(seeds)
@settings(deadline=None)
def test_nothing_but_cover_or_whole_contact_takes_it_away(seed: int) -> None:
    entries = told(seed)
    before = fold(PERSON, entries[:1])
    for number, entry in enumerate(entries[1:], 1):
        after, at = fold(PERSON, entries[: number + 1]), entry.occurred_at
        if before.on_caseload and after.on_caseload and not is_held_elsewhere(after) and not settles(entry):
            closure = CALENDAR.closure_at(at)
            gone = covers_at(before, at).keys() - covers_at(after, at).keys()
            here = f"{COVER}:{PERSON}:{CALENDAR.day_of(closure[0])}"
            if here in gone:
                assert not still_stands(after, closure), (entry.type, here)
        before = after


def still_stands(state: PersonState, closure: Closure) -> bool:
    ground = stand_on(state, STANDARDS)
    if CALENDAR.is_long(closure):
        return any(reasons(ground, closure))
    opened = CALENDAR.opens(CALENDAR.day_of(closure[0]))
    since = [x for x in state.spans if opened <= max(x.begins, x.clock) < closure[1]]
    return any((ends := x.over_at(ground.lengths)) is None or ends > closure[0] for x in since)


def settles(entry: Entry) -> bool:
    """Whether it is cover, or whole contact."""
    body = entry.body
    if isinstance(body, OutreachAttempted):
        return body.to == "person" and body.outcome in ("reached", "seen")
    return entry.type == "cover.arranged" or (isinstance(body, ContactCompleted) and not body.partial)
