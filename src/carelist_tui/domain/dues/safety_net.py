"""What stands between people and the gaps: cover before a closure, two versions of one thing, nobody invisible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.gaps import (
    COVER_TITLE,
    Closure,
    Dated,
    Gap,
    Reason,
    closure_at,
    cover_at,
    cover_for,
    is_asked_after,
)
from carelist_tui.domain.dues.ground import HELD_THERE, Ground, missed_words
from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY, KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.namesake import NUMBER, REF
from carelist_tui.domain.person.facts import Fact, Mark, Sighting
from carelist_tui.domain.person.people import NOT_AGREED
from carelist_tui.domain.stored_json import stored_value

SETTLES_A_DISCHARGE = ("person.discharged", "entry.corrected")
THINGS_IN_WORDS = {
    "zone": tr("the zone"),
    "tier": tr("the tier"),
    "coordinator": tr("who coordinates"),
    "plan": tr("how we stay in contact"),
    "risk_plan": tr("the risk plan"),
    "planned": tr("what became of a contact"),
    "decision": tr("the decision"),
    "discharge": tr("the discharge"),
    "death": tr("the death"),
    "acceptance": tr("whether they were accepted in error"),
    "handover": tr("whether a handover was accepted"),
    "contact_after_death": tr("whether they have died"),
    "joined": tr("which record stays"),
}


SETTLES_A_DOUBLE = ("persons.joined", "person.details_updated")
"""They are one person, or what says so of one of them is wrong."""
REMEMBERED_GAP = timedelta(days=21)
"""A reason that ended so long ago stands over no closure that is still asked about: 14 closed days and a week."""


def _reasons(ground: Ground) -> Iterator[Reason]:
    """Each reason why somebody must be held over a closure: since when, until when, in words (standards.md,
    gap_cover)."""
    state = ground.state
    calm = ground.is_calm
    for episode in ground.episodes:
        needs = not calm or episode.ladder == "first_contact"
        t, arose = episode.t, max(episode.t, episode.miss.clock)
        yield Reason(t, episode.end, missed_words(episode), arose, needs_cover=needs)
    for span in state.spans:
        words = tr("in zone red") if span.reason == "zone" else tr("at high risk")
        arose = max(span.begins, span.clock)
        yield Reason(span.begins, span.over_at(ground.lengths), (words,), arose, is_high=True)
    for each in state.escalations:
        ended = each.answered or each.closed
        words = tr("no answer from {route}", route=choice_in_words(each.route))
        yield Reason(each.at, ended.at if ended else None, (words,), each.clock)
    yield from _early_warnings(ground)
    yield from _arrivals(ground)


def _early_warnings(ground: Ground) -> Iterator[Reason]:
    """Early warning, from the sighting with which it began until enough whole contacts saw none."""
    since: Sighting | None = None
    for sighting in ground.state.sightings:
        since = since or sighting
        enough = ground.lengths.signs_clear_after
        cleared = sighting.reached[enough - 1] if len(sighting.reached) >= enough else None
        if cleared is not None or sighting is ground.state.sightings[-1]:
            yield Reason(since.at, cleared, (tr("early warning: {words}", words=sighting.words),), since.clock)
            since = None


def _arrivals(ground: Ground) -> Iterator[Reason]:
    """In the most intensive tier, back from hospital or custody, or come from a crisis and not seen yet: held, and
    nobody is asked about them afterwards."""
    state = ground.state
    tier, since, before = ground.tier, ground.tier_since, ground.tier_before
    most = (tr("in the most intensive tier"),)
    if tier is not None and ground.standards.rank(tier.value) == 0:
        begins = since or tier
        yield Reason(begins.at, None, most, begins.clock, asks=False)
    elif before is not None and since is not None and ground.standards.rank(before.value) == 0:
        yield Reason(before.at, since.at, most, before.clock, asks=False)
    recently = timedelta(hours=ground.numbers.gap_cover_back_within.hours)
    for away in state.aways:
        if (back := away.returned) is not None and away.kind != "holiday":
            yield Reason(back.at, back.at + recently, (tr("back "), back.at), back.clock, asks=False)
    accepted = state.acceptance
    if accepted is not None and accepted.source in ground.numbers.crisis_sources:
        seen = [live.at for live in state.contacts if live.seen and not live.partial and live.at >= accepted.at]
        ends = min(seen, default=None)
        yield Reason(accepted.at, ends, (tr("accepted from a crisis, not seen yet"),), accepted.clock, asks=False)


def gap_of(ground: Ground) -> Gap | None:
    """Who must be held while the service is closed, and why; nobody who is on a ward or in custody, confirmed, or has
    died."""
    state, numbers = ground.state, ground.numbers
    if state.at is None or state.has_died or (state.stay is not None and state.stay.kind in HELD_THERE):
        return None
    oldest = state.at - REMEMBERED_GAP
    reasons = tuple(each for each in _reasons(ground) if each.ends is None or each.ends > oldest)
    if not reasons:
        return None
    met = state.last_whole_contact
    heard = [each.at for each in (state.last_contact, state.heard) if each is not None]
    clocks = (numbers.gap_cover_from, numbers.gap_cover_at, numbers.gap_return_at)
    covers = tuple((each.at, each.route) for each in state.covers)
    held = tuple((x.at, x.returned.at) for x in state.aways if x.confirmed and x.kind in HELD_THERE and x.returned)
    given = tuple((key, each.owner) for key, each in sorted(state.given_to.items()) if key.startswith("gap_"))
    heard_at = max(heard, default=None)
    return Gap(reasons, covers, met.at if met else None, heard_at, *clocks, held=held, given=given)


def gap_cover(ground: Ground) -> Iterator[Due]:
    """Before the service closes: who holds this person until we are back? And after it: what happened?
    The Due is that of the first closure that waits for an answer; what stands at a moment is read (dues/gaps.py)."""
    state, gap = ground.state, gap_of(ground)
    if gap is None or state.at is None:
        return
    first = _first_owed(gap, state.at, ground.calendar) or _asked_later(gap, state.at, ground.calendar)
    if first is None:
        return
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


def _first_owed(gap: Gap, at: datetime, calendar: Calendar) -> Dated | None:
    """The cover of the first closure that waits for an answer, from a moment on."""
    owed, closure = cover_at(gap, at, calendar), closure_at(at, calendar)
    while owed is None and closure is not None:
        owed = cover_for(gap, closure, calendar)
        following = calendar.closure_after(closure.begins)
        soon = following is not None and following[0] < at + REMEMBERED_GAP
        closure = Closure(*following) if following is not None and soon else None
    return owed


def _asked_later(gap: Gap, at: datetime, calendar: Calendar) -> Dated | None:
    """What a row says that is read only once the service is open again: cover is arranged, what happened is asked."""
    over, here = calendar.closure_before(at), closure_at(at, calendar)
    closures = [Closure(*over)] if over is not None else []
    closures += [here] if here is not None else []
    asked = next((each for each in closures if is_asked_after(gap, each, calendar)), None)
    return Dated("", asked, at, at, (tr("asked about while the service was closed"),)) if asked is not None else None


def _conflict(
    ground: Ground, later: Fact, thing: str, words: Words, resolved_by: tuple[str, ...], ids: list[str]
) -> Due:
    return KINDS["conflict"].due(
        ground.state.person,
        later.id,
        tr("Two versions: settle which holds"),
        ground.calendar.same_day(later.at, high=ground.is_high_at(later.at)),
        words,
        part=thing.partition(":")[0],
        resolved_by=resolved_by,
        detail={"thing": thing, "entries": ids},
    )


SAME_NUMBER, SAME_NAME = tr("the same NHS number"), tr("the same name and birth date")


def conflict(ground: Ground) -> Iterator[Due]:
    """Two entries set one thing differently, neither having seen the other: both stay until somebody settles it."""
    state = ground.state
    for thing, marks in sorted(state.marks.items()):
        if not state.thing_is_disputed(thing):
            continue
        later: Mark = max(marks, key=lambda each: each.order)
        kinds = tuple(dict.fromkeys(each.type for each in marks))
        what = THINGS_IN_WORDS.get(thing.partition(":")[0], tr("one thing"))
        words: Words = (tr("two versions of {what}", what=what), tr(", the later "), later.at)
        yield _conflict(ground, later, thing, words, kinds, [each.id for each in marks])
    refused = state.discharge_refused
    if refused is not None and not state.thing_is_disputed("discharge"):
        yield _conflict(ground, refused, "discharge", _why_refused(refused), SETTLES_A_DISCHARGE, [refused.id])
    if state.back is not None and state.left is not None:
        left = in_plain_words(state.left.kind)
        words = (f"{left} ", state.left.at, tr(", and yet there was contact "), state.back.at)
        settles = ("person.reopened", "person.discharged")
        yield _conflict(ground, state.back, "membership", words, settles, [state.left.id, state.back.id])
    if state.met_after_death is not None and state.death is not None and not state.thing_is_disputed("death"):
        words = (tr("their death was confirmed, and yet there was contact "), state.met_after_death.at)
        sides = [state.death.id, state.met_after_death.id]
        due = _conflict(ground, state.met_after_death, "contact_after_death", words, ("report.confirmed",), sides)
        yield replace(due, detail={**due.detail, "about": state.death.id})
    made = state.acceptance or state.referral
    if made is None:
        return
    if same := [each.person for each in ground.namesakes if each.shares == REF]:
        words = (tr("somebody else carries the same identifier"),)
        yield _conflict(ground, made, "ref", words, ("person.details_updated",), [state.person, *same])
    if alike := [each for each in ground.namesakes if each.shares != REF]:
        told = SAME_NUMBER if any(each.shares == NUMBER for each in alike) else SAME_NAME
        words = (tr("somebody else has {told}: one person?", told=told),)
        people = [state.person, *dict.fromkeys(each.person for each in alike)]
        yield _conflict(ground, made, "person", words, SETTLES_A_DOUBLE, people)


def _why_refused(discharge: Mark) -> Words:
    is_decided = discharge.value != NOT_AGREED
    why = tr(" while something stood open") if is_decided else tr(", and the decision does not agree to it")
    return (tr("discharged "), discharge.at, why)


def invisible(ground: Ground, others: list[Due]) -> Iterator[Due]:
    """It should never fire: somebody on the caseload whom nothing brings back."""
    since = ground.state.first_named
    if since is None or any(each.kind in BRINGS_SOMEBODY for each in others):
        return
    yield KINDS["invisible"].due(
        ground.state.person,
        ground.state.person,
        tr("Nothing is planned: look at this person"),
        ground.state.at or since.at,
        (tr("nothing else would bring them back"),),
    )
