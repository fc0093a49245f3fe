"""The fold: one person's entries in story order, corrections applied in place (records.md, entry.corrected)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from carelist_tui.domain.entries import EntryCorrected, read_body
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person import contacts, outreach, people, risk
from carelist_tui.domain.person.episodes import episodes, owes_a_check
from carelist_tui.domain.person.facts import Away, Fact, Mark, Membership
from carelist_tui.domain.person.rules import RULES
from carelist_tui.domain.person.state import MEMORY, PersonState

SUBJECTS = (people, contacts, outreach, risk)
BRINGS_BACK = ("contact.", "risk_check.", "crisis.", "outreach.", "partner.")
MAKES_A_PERSON = ("referral.received", "person.accepted")


def fold(person: str, entries: Iterable[Entry]) -> PersonState:
    """The state that these entries leave, whatever order they come in and however often each comes."""
    known = sorted({(each.device, each.seq): each for each in entries}.values(), key=lambda each: each.order)
    first: dict[str, Entry] = {}
    for entry in known:
        first.setdefault(entry.id, entry)
    state = PersonState(person)
    told = effective(list(first.values()))
    state.awaited = sorted(_corrected_ids(first.values()) - first.keys())
    for entry in sorted(told, key=lambda each: each.order):
        _take(state, entry)
    if any(each.id == person for each in first.values()) and not any(each.id == person for each in told):
        state.acceptance_struck = True
    if refused := _refused_strikes(list(first.values())):
        strike = refused[0]
        state.marks["acceptance"] = [
            Mark(strike.id, strike.order, strike.clock_at, strike.type, "struck", []),
            Mark(state.person, strike.order, strike.clock_at, "person.accepted", "stands", []),
        ]
    return state


def follows(state: PersonState, entry: Entry) -> bool:
    """Whether this entry can simply be added: it is the newest of the story, and corrects nothing."""
    if entry.type == EntryCorrected.TYPE or entry.id in state.awaited or state.acceptance_struck:
        return False
    return state.last is None or entry.order > state.last


def advance(state: PersonState, entry: Entry) -> PersonState:
    """The state with an entry that follows it added. The state given is used up."""
    _take(state, entry)
    return state


def _corrected_ids(entries: Iterable[Entry]) -> set[str]:
    return {each.body.entry for each in entries if isinstance(each.body, EntryCorrected)}


def corrections_in_force(entries: Iterable[Entry]) -> dict[str, tuple[Entry, EntryCorrected]]:
    """By corrected entry, the newest correction of it that is not itself struck out."""
    by_target: dict[str, list[tuple[Entry, EntryCorrected]]] = {}
    for entry in sorted(entries, key=lambda each: each.order):
        if isinstance(entry.body, EntryCorrected):
            by_target.setdefault(entry.body.entry, []).append((entry, entry.body))

    def holds(entry: Entry, seen: frozenset[str]) -> bool:
        newer = [each for each in by_target.get(entry.id, ()) if each[0].id not in seen]
        standing = [each for each in newer if holds(each[0], seen | {each[0].id})]
        return not standing or not standing[-1][1].strikes_out

    found = {}
    for target, each in by_target.items():
        standing = [one for one in each if holds(one[0], frozenset({one[0].id}))]
        if standing:
            found[target] = standing[-1]
    return found


def _names_them(entries: list[Entry], acceptance: Entry) -> bool:
    return any(each.id != acceptance.id and each.type != EntryCorrected.TYPE for each in entries)


def _refused_strikes(entries: list[Entry]) -> list[Entry]:
    """Corrections that would strike the entry that made the person, while other entries name them."""
    by_id = {each.id: each for each in entries}
    return [
        strike
        for target, (strike, body) in corrections_in_force(entries).items()
        if body.strikes_out
        and target in by_id
        and by_id[target].type in MAKES_A_PERSON
        and by_id[target].id == by_id[target].person
        and _names_them(entries, by_id[target])
    ]


def effective(entries: list[Entry]) -> list[Entry]:
    """The entries as they stand: struck ones left out, replaced ones with their new body, moved ones moved."""
    refused = {each.id for each in _refused_strikes(entries)}
    corrections = corrections_in_force(entries)
    standing = []
    for entry in entries:
        if isinstance(entry.body, EntryCorrected):
            continue
        if entry.id not in corrections or corrections[entry.id][0].id in refused:
            standing.append(entry)
            continue
        _, body = corrections[entry.id]
        if not body.strikes_out:
            standing.append(_replaced(entry, body))
    return standing


def _replaced(entry: Entry, correction: EntryCorrected) -> Entry:
    # A replacement that can't be read leaves what stood there: nothing is lost to a bad correction.
    body = read_body(entry.type, 1, correction.replacement) or entry.body
    occurred_at: datetime = utc(correction.moved_to) if correction.moved_to else entry.occurred_at
    return replace(entry, body=body, occurred_at=occurred_at)


def _take(state: PersonState, entry: Entry) -> None:
    """One entry folded: its own rule, then what holds after any entry."""
    brings_back = state.left is not None and state.back is None and entry.type.startswith(BRINGS_BACK)
    if brings_back and state.left is not None and entry.occurred_at > state.left.at:
        state.back = Membership(entry.id, entry.order, entry.clock_at, entry.type)
    state.last = entry.order
    state.first_named = state.first_named or Fact(entry.id, entry.order, entry.clock_at)
    rule = RULES.get(entry.type)
    if rule is None or entry.body is None:
        return
    rule(state, entry, entry.body)
    _count_bookings(state, entry)
    _forget(state, entry.occurred_at)


def _count_bookings(state: PersonState, entry: Entry) -> None:
    """Since which entry fewer than one, and fewer than two, contacts are booked ahead (a series counts as two)."""
    if state.acceptance is None:
        return
    newest = max(filter(None, (state.acceptance, state.last_contact)), key=lambda each: each.at)
    ahead = sum(2 if each.repeat else 1 for each in state.bookings if each.repeat or each.begins > newest.at)
    for number in (1, 2):
        if ahead >= number:
            state.fewer_than.pop(number, None)
        else:
            state.fewer_than.setdefault(number, Fact(entry.id, entry.order, entry.clock_at))


def _forget(state: PersonState, now: datetime) -> None:
    """Drops what is closed and older than 28 days; what stands open is kept, and what belongs to it."""
    known = episodes(state) if state.misses else []
    standing = [each for each in known if each.is_open or owes_a_check(state, each)]
    horizon = min([now - MEMORY, *(each.t for each in standing)])
    kept_ids = {id for each in known if each in standing or (each.end or now) >= horizon for id in each.ids}
    newest = {id(x) for x in (state.last_contact, state.last_seen) if x is not None}
    state.misses = [each for each in state.misses if each.id in kept_ids]
    state.lives = [x for x in state.lives if x.at >= horizon or id(x) in newest]
    last_attempt = state.attempts[-1] if state.attempts else None
    state.attempts = [x for x in state.attempts if x.at >= horizon or x.episode in kept_ids or x is last_attempt]
    state.closings = [x for x in state.closings if x.at >= horizon]
    state.checks = [x for x in state.checks if x.at >= horizon or x is state.checks[-1]]
    state.spans = [x for x in state.spans if x.ends is None or x.ends >= horizon]
    if not any(each.repeat for each in state.bookings):
        state.aways = [x for x in state.aways if _still_matters(state, x, horizon)]
    state.escalations = [x for x in state.escalations if x.is_open or x.at >= horizon]
    state.crises = [x for x in state.crises if x.at >= horizon or not state.contact_after(x.order)]
    state.decisions = [
        x
        for x in state.decisions
        if x.at >= horizon or (not x.replaced and (x.episode is None or x.episode in kept_ids))
    ]
    for thing in [t for t in state.marks if t.startswith(("planned:", "decision:"))]:
        if all(mark.at < horizon for mark in state.marks[thing]) and not state.thing_is_disputed(thing):
            del state.marks[thing]


def _still_matters(state: PersonState, away: Away, horizon: datetime) -> bool:
    back = away.returned
    if back is None or back.at >= horizon:
        return True
    return away.kind in people.OWES_FOLLOW_UP and not state.contact_after(back.order)
