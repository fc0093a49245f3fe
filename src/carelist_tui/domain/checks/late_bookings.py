"""What is said when a contact is booked that stands for none that is owed (load.md, 2): nobody takes a date far off,
or a letter, for contact that the tier asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.closed_days import in_words, remarks_on_days
from carelist_tui.domain.dues.bookings import (
    booked_starts,
    cadence,
    occurrences,
    stood_for_until,
)
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import NO_ENTRY, ContactPlanned, check_draft, read_entry, stamp
from carelist_tui.domain.entries.choices import AVOID_IN_WORDS, LIVE_METHODS, choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import advance, follows
from carelist_tui.domain.person.facts import Booking, Look
from carelist_tui.domain.words import weekday_in_words

LATER = tr("later than the tier allows")


def remarks_on_booking(ground: Ground, body: ContactPlanned, at: datetime) -> Iterator[str]:
    """A sentence for each thing that somebody who books this at `at` had better know. `ground` is the person's as they
    stand without it; nothing is said where a booking, this or another, stands for the contact that is owed."""
    yield from remarks_on_days(ground, body)
    if body.method in ground.state.forbidden:
        yield tr("{avoid_in_words}: they are not to be reached this way", avoid_in_words=AVOID_IN_WORDS[body.method])
    booked, after = _with(ground, body, at)
    due = _not_stood_for(after)
    words = _owed_words(after, due, at) if due is not None else ""
    if body.method not in LIVE_METHODS:
        what = (
            tr("another way")
            if body.method == "other"
            else tr("a booked {method}", method=choice_in_words(body.method))
        )
        nothing = tr("{what} stands for no contact", what=what)
        yield f"{nothing}: {words}" if words else nothing
        return
    if words:
        yield f"{LATER}: {words}"
    comes, every = occurrences(after, booked), interval_in_force(after)
    if len(comes) > 1 and comes[1] > stood_for_until(after, after.calendar.after(comes[0], every)):
        yield tr("comes less often than the tier allows: contact is owed at least every {every} as well", every=every)


def remarks_on_closer_contact(ground: Ground, entry: Entry) -> Iterator[str]:
    """Which bookings lie beyond the interval once this entry, a tier or a zone, counts (records.md, tier.set). `ground`
    is the person's as they stand without it; of one that is told late, and is not the newest, nothing is said."""
    if not follows(ground.state, entry):
        return
    after = stand_on(advance(deepcopy(ground.state), entry), ground.standards, ground.staff, ground.namesakes)
    if interval_in_force(after) == interval_in_force(ground) or (due := _not_stood_for(after)) is None:
        return
    last = stood_for_until(after, due.due_at)
    beyond = [
        (start, ends, booked)
        for start, ends, booked in booked_starts(after)
        if booked.method in LIVE_METHODS and start > max(last, entry.occurred_at)
    ]
    if beyond:
        owed_too = _owed_words(after, due, entry.occurred_at)
        yield tr("{later}: {bookings}; {owed}", later=LATER, bookings=in_words(after, beyond), owed=owed_too)


def remarks_if_recorded(ground: Ground, drafts: Sequence[Mapping[str, Any]], now: datetime) -> list[list[str]]:
    """What would be said of each of these, recorded now one after the other: what a form says before it is saved. One
    that is not whole yet, or does not come after all that is told, moves nothing."""
    state, said = deepcopy(ground.state), list[list[str]]()
    for number, draft in enumerate(drafts, 1):
        here = {**draft, "person": state.person}
        if check_draft(here, now=now):
            said.append([])
            continue
        entry = read_entry(
            stamp(
                here, id=draft["id"], person=state.person, author="", device="", seq=number, prev=NO_ENTRY,
                recorded_at=now, replaces=draft.get("replaces", ()), salt=bytes(16),
            )
        )  # fmt: skip
        stands = stand_on(state, ground.standards, ground.staff, ground.namesakes)
        body = entry.body
        said.append(list(remarks_on_booking(stands, body, now)) if isinstance(body, ContactPlanned) else [])
        if follows(state, entry):
            state = advance(state, entry)
    return said


def _with(ground: Ground, body: ContactPlanned, at: datetime) -> tuple[Booking, Ground]:
    """The booking, and how they stand with it."""
    state, here = ground.state, ("", (at, at, "", 0), at)
    booked = Booking(*here, body.at, body.until, body.method, body.purpose, body.worker, repeat=body.repeat)
    looked = state.looked
    came = state.acceptance is not None and state.acceptance.brought_over_on is not None
    if looked is None and came and body.method in LIVE_METHODS:
        looked = Look(*here, is_booking=True, came_along=False)
    return booked, replace(ground, state=replace(state, bookings=[*state.bookings, booked], looked=looked))


def _not_stood_for(ground: Ground) -> Due | None:
    """The contact that the tier asks for, where it is owed beside all that is booked."""
    if not any(due.from_at is None for due in cadence(ground)):
        return None  # what is kept by a booking, or not owed at all, need not be read whole
    dues = owed(ground.state, ground.standards, ground.staff, ground.namesakes)
    return next((due for due in dues if due.kind == "cadence"), None)


def _owed_words(ground: Ground, due: Due, at: datetime) -> str:
    """`contact is owed by Thu 5 Mar as well`."""
    day = weekday_in_words(ground.calendar.day_of(due.due_at))
    return tr(
        "contact is {which} {day} as well", which=tr("overdue since") if due.due_at < at else tr("owed by"), day=day
    )
