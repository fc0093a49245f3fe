"""What stands between people and the gaps: cover before a closure, two versions of one thing, nobody invisible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, missed_words
from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY, KINDS
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.facts import Fact, Mark

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


def _reasons(ground: Ground) -> Iterator[tuple[datetime, datetime | None, Words]]:
    """(since, until, words) of each reason why somebody must be held over a closure."""
    state = ground.state
    if ground.episode is not None:
        yield ground.episode.t, None, missed_words(ground.episode)
    for span in state.spans:
        yield span.begins, span.over_at(ground.lengths), ("in zone red" if span.reason == "zone" else "at high risk",)
    for each in state.escalations:
        if each.is_open and each.answered is None:
            yield each.at, None, (f"no answer from {choice_in_words(each.route)}",)
    recently = timedelta(hours=ground.numbers.gap_cover_back_within.hours)
    for away in state.aways:
        if away.returned is not None and away.kind != "holiday":
            yield away.returned.at, away.returned.at + recently, ("back ", away.returned.at)
    acceptance, seen = state.acceptance, state.last_seen
    unseen = acceptance is not None and (seen is None or seen.at < acceptance.at)
    if acceptance is not None and unseen and acceptance.source in ground.numbers.crisis_sources:
        yield acceptance.at, None, ("accepted from a crisis, not seen yet",)


def gap_cover(ground: Ground) -> Iterator[Due]:
    """Before a closure of more than 24 hours: who holds this person until we are back? (standards.md, Dues)."""
    state, calendar = ground.state, ground.calendar
    if state.at is None or state.death is not None:
        return
    found: dict[datetime, list[Words]] = {}
    for since, until, words in _reasons(ground):
        newest = max(filter(None, (since, state.cover_until, state.at)))
        closure = calendar.closure_after(newest)
        if closure is not None and (until is None or closure[0] < until):
            found.setdefault(closure[0], []).append(words)
    if not found:
        return
    begins = min(found)
    day = calendar.day_of(begins)
    pieces: list[str | datetime] = []
    for words in dict.fromkeys(found[begins]):
        pieces += ["; ", *words] if pieces else words
    yield KINDS["gap_cover"].due(
        state.person,
        state.person,
        "Arrange cover while we are closed",
        calendar.at(day, ground.numbers.gap_cover_at),
        tuple(pieces),
        part=day.isoformat(),
        from_at=calendar.at(day, ground.numbers.gap_cover_from),
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
