"""What stands between people and the gaps: cover before a closure, two versions of one thing, nobody invisible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.gaps import (
    COVER_TITLE,
    Closure,
    Dated,
    Gap,
    Reason,
    closure_at,
    cover_for,
    is_asked_after,
)
from carelist_tui.domain.dues.ground import HELD_THERE, Ground, missed_words
from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY, KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.facts import Fact, Mark
from carelist_tui.domain.stored_json import stored_value

SETTLES_A_DISCHARGE = ("person.discharged", "entry.corrected")
THINGS_IN_WORDS = {
    "zone": "the zone",
    "tier": "the tier",
    "coordinator": "who coordinates",
    "plan": "how we stay in contact",
    "risk_plan": "the risk plan",
    "planned": "what became of a contact",
    "decision": "the decision",
    "discharge": "the discharge",
    "death": "the death",
    "acceptance": "whether they were accepted in error",
    "handover": "whether a handover was accepted",
    "contact_after_death": "whether they have died",
}


REMEMBERED_GAP = timedelta(days=21)
"""A reason that ended so long ago stands over no closure that is still asked about: 14 closed days and a week."""


def _reasons(ground: Ground) -> Iterator[Reason]:
    """Each reason why somebody must be held over a closure: since when, until when, in words."""
    state = ground.state
    for episode in ground.episodes:
        yield Reason(episode.t, episode.end, missed_words(episode))
    for span in state.spans:
        words = "in zone red" if span.reason == "zone" else "at high risk"
        yield Reason(span.begins, span.over_at(ground.lengths), (words,))
    for each in state.escalations:
        ended = each.answered or each.closed
        yield Reason(each.at, ended.at if ended else None, (f"no answer from {choice_in_words(each.route)}",))
    recently = timedelta(hours=ground.numbers.gap_cover_back_within.hours)
    for away in state.aways:
        if away.returned is not None and away.kind != "holiday":
            back = away.returned.at
            yield Reason(back, back + recently, ("back ", back), asks=False)
    acceptance, seen = state.acceptance, state.last_seen
    unseen = acceptance is not None and (seen is None or seen.at < acceptance.at)
    if acceptance is not None and unseen and acceptance.source in ground.numbers.crisis_sources:
        yield Reason(acceptance.at, None, ("accepted from a crisis, not seen yet",), asks=False)


def gap_of(ground: Ground) -> Gap | None:
    """Who must be held while the service is closed, and why; nobody who is in a ward or in custody, or has died."""
    state, numbers = ground.state, ground.numbers
    if state.at is None or state.death is not None or (state.stay is not None and state.stay.kind in HELD_THERE):
        return None
    oldest = state.at - REMEMBERED_GAP
    reasons = tuple(each for each in _reasons(ground) if each.ends is None or each.ends > oldest)
    if not reasons:
        return None
    met = [live.at for live in state.contacts if not live.partial]
    heard = [each.at for each in (state.last_contact, state.heard) if each is not None]
    clocks = (numbers.gap_cover_from, numbers.gap_cover_at, numbers.gap_return_at)
    covers = tuple((each.at, each.route) for each in state.covers)
    given = tuple((key, each.owner) for key, each in sorted(state.given_to.items()) if key.startswith("gap_"))
    return Gap(reasons, covers, max(met, default=None), max(heard, default=None), *clocks, given=given)


def gap_cover(ground: Ground) -> Iterator[Due]:
    """Before a closure of more than 24 hours: who holds this person until we are back? And after it: what happened?
    The Due is that of the first closure that waits for an answer; what stands at a moment is read (dues/gaps.py)."""
    state, calendar, gap = ground.state, ground.calendar, gap_of(ground)
    if gap is None or state.at is None:
        return
    closure, due = closure_at(state.at, calendar), None
    while closure is not None and due is None:
        due = cover_for(gap, closure, calendar)
        following = calendar.closure_after(closure.begins)
        soon = following is not None and following[0] < state.at + REMEMBERED_GAP
        closure = Closure(*following) if following is not None and soon else None
    over, here = calendar.closure_before(state.at), closure_at(state.at, calendar)
    asks = over is not None and is_asked_after(gap, Closure(*over), calendar)
    if due is None and not asks and not (here and any(each.asks and each.stands_over(here) for each in gap.reasons)):
        return
    first = due or Dated(state.person, state.at, state.at, ("asked about while the service was closed",))
    yield KINDS["gap_cover"].due(
        state.person,
        state.person,
        COVER_TITLE,
        first.due_at,
        first.because,
        part=first.part,
        from_at=first.from_at,
        detail=stored_value(gap),
    )


def _conflict(
    ground: Ground, later: Fact, thing: str, words: Words, resolved_by: tuple[str, ...], ids: list[str]
) -> Due:
    return KINDS["conflict"].due(
        ground.state.person,
        later.id,
        "Two versions: settle which holds",
        ground.calendar.same_day(later.at, high=ground.is_high_at(later.at)),
        words,
        part=thing.partition(":")[0],
        resolved_by=resolved_by,
        detail={"thing": thing, "entries": ids},
    )


def conflict(ground: Ground) -> Iterator[Due]:
    """Two entries set one thing differently, neither having seen the other: both stay until somebody settles it."""
    state = ground.state
    for thing, marks in sorted(state.marks.items()):
        if not state.thing_is_disputed(thing):
            continue
        later: Mark = max(marks, key=lambda each: each.order)
        kinds = tuple(dict.fromkeys(each.type for each in marks))
        words: Words = (
            f"two versions of {THINGS_IN_WORDS.get(thing.partition(':')[0], 'one thing')}, the later ",
            later.at,
        )
        yield _conflict(ground, later, thing, words, kinds, [each.id for each in marks])
    refused = state.discharge_refused
    if refused is not None and not state.thing_is_disputed("discharge"):
        words = ("discharged ", refused.at, " while something stood open")
        yield _conflict(ground, refused, "discharge", words, SETTLES_A_DISCHARGE, [refused.id])
    if state.back is not None and state.left is not None:
        words = (f"{state.left.kind} ", state.left.at, ", and yet there was contact ", state.back.at)
        settles = ("person.reopened", "person.discharged")
        yield _conflict(ground, state.back, "membership", words, settles, [state.left.id, state.back.id])
    if state.met_after_death is not None and state.death is not None and not state.thing_is_disputed("death"):
        words = ("their death was confirmed, and yet there was contact ", state.met_after_death.at)
        sides = [state.death.id, state.met_after_death.id]
        due = _conflict(ground, state.met_after_death, "contact_after_death", words, ("report.confirmed",), sides)
        yield replace(due, detail={**due.detail, "about": state.death.id})
    made = state.acceptance or state.referral
    if ground.namesakes and made is not None:
        words = ("somebody else carries the same identifier",)
        yield _conflict(ground, made, "ref", words, ("person.details_updated",), [state.person, *ground.namesakes])


def invisible(ground: Ground, others: list[Due]) -> Iterator[Due]:
    """It should never fire: somebody on the caseload whom nothing brings back."""
    since = ground.state.first_named
    if since is None or any(each.kind in BRINGS_SOMEBODY for each in others):
        return
    yield KINDS["invisible"].due(
        ground.state.person,
        ground.state.person,
        "Nothing is planned: look at this person",
        ground.state.at or since.at,
        ("nothing else would bring them back",),
    )
