"""The fold: one person's entries in story order, corrections applied in place (records.md, entry.corrected)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from carelist_tui.domain.entries import (
    TYPES,
    ContactMissed,
    EntryCorrected,
    HandoverSent,
    PartnerContacted,
    PersonReopened,
    PersonsJoined,
    ReportConfirmed,
    read_body,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import is_erased
from carelist_tui.domain.entries.origin import body_called_here
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person import (
    actions,
    contacts,
    handovers,
    incidents,
    indicators,
    joined,
    outreach,
    people,
    risk,
)
from carelist_tui.domain.person.facts import Fact, Mark, Membership
from carelist_tui.domain.person.fold_rules import RULES, reached
from carelist_tui.domain.person.memory import forget
from carelist_tui.domain.person.sent_handovers import (
    Told,
    came_by_receipt,
    counts_across,
    handed_over,
    is_handed_over,
    stays_said,
)
from carelist_tui.domain.person.state import PersonState

SUBJECTS = (people, joined, contacts, outreach, risk, actions, indicators, handovers, incidents)
BRINGS_BACK = ("contact.", "risk_check.", "crisis.", "outreach.", "partner.")
OURS_ALONE = ("referral.declined", "persons.", "due.", "cover.", "handover.")
"""What another team says of these is about its own list, and moves nothing on ours (records.md, origin)."""
SETTLES = ("action.", "escalation.", "request.", "indicator.", "report.", "contact.cancelled", "crisis.summary")
"""By these a thing that another entry began is changed or settled: of ours, by us."""
TAKES_AN_AUTHORITY = ("about", "decision", "episode", "step", "review_at", "authorised_by", "true", "tier", "outcome")
MAKES_A_PERSON = ("referral.received", "person.accepted")


def is_about_somebody_here(entry: Entry) -> bool:
    """Whether an entry says that somebody is on the caseload: contact, risk, crisis, outreach. Asking those who have
    them now how they are does not (records.md, person.discharged)."""
    asks_others = isinstance(entry.body, PartnerContacted) and entry.body.direction == "out"
    return entry.type.startswith(BRINGS_BACK) and not asks_others


def fold(person: str, entries: Iterable[Entry], *, forgets: bool = True) -> PersonState:
    """The state that these entries leave, whatever order they come in and however often each comes. `forgets` nothing:
    for a look back over all of it; no Due stands on such a state."""
    first = each_once(entries)
    state, told = _begun(person, first)
    for entry in told:
        _take(state, entry, forgets=forgets)
    begun = any(each.id in (person, *state.records) or is_handed_over(each, first) for each in told)
    if any(each.id == person for each in first.values()) and not begun:
        state.acceptance_struck = True
    state.is_erased = _is_erased(person, first, told)
    if refused := _refused_strikes(list(first.values())):
        strike = refused[0]
        state.marks["acceptance"] = [
            Mark(strike.id, strike.order, strike.clock_at, strike.type, "struck", []),
            Mark(state.person, strike.order, strike.clock_at, "person.accepted", "stands", []),
        ]
    return state


def _is_erased(person: str, first: Told, told: Iterable[Entry]) -> bool:
    """Whether what made them a person here was erased (a beginning of each record that has arrived), and nothing that
    is left says that they are here."""
    begun = [first[id] for id in (person, *_records(person, first)) if id in first]
    if not begun or not all(is_erased(each.raw) for each in begun):
        return False
    return not any(each.body is not None and _holds_here(each) for each in told)


def _holds_here(entry: Entry) -> bool:
    return is_about_somebody_here(entry) or entry.type in (*MAKES_A_PERSON, PersonReopened.TYPE)


def retold(person: str, entries: Iterable[Entry]) -> Iterator[tuple[PersonState, Entry]]:
    """Each entry as it stands, with what was known before it. The state is one, and goes on with the story: once all
    is told it knows all."""
    state, told = _begun(person, each_once(entries))
    for entry in told:
        yield state, entry
        _take(state, entry)


def standing(person: str, entries: Iterable[Entry]) -> tuple[list[Entry], Mapping[str, Iterable[str]]]:
    """The entries that count here, as they stand and in story order; and of each that was struck out what it had
    replaced."""
    state, told = _begun(person, each_once(entries))
    return told, state.through


def each_once(entries: Iterable[Entry]) -> dict[str, Entry]:
    """By id; of copies our own, else one that came by a receipt, and of those the first in story order."""
    told = {(each.device, each.seq): each for each in entries}.values()
    # Else a way there and back would make strangers of our own, and an answer that came among a story before its
    # receipt would never count.
    known = sorted(told, key=lambda each: (each.origin is not None, not came_by_receipt(each), each.order))
    first: dict[str, Entry] = {}
    for entry in known:
        first.setdefault(entry.id, entry)
    return first


def _begun(person: str, first: dict[str, Entry]) -> tuple[PersonState, list[Entry]]:
    """Somebody of whom nothing is told yet but what corrections say, and what is to be told, in its order."""
    state = PersonState(person)
    told = effective(list(first.values()))
    state.awaited = sorted(_corrected_ids(first.values()) - first.keys())
    standing = {each.id for each in told}
    gone = {id for id, each in first.items() if id not in standing or is_erased(each.raw)}
    state.through = {id: list(each.replaces) for id, each in first.items() if each.replaces and id in gone}
    corrected = corrections_in_force(first.values())
    said_once = (risk.unsaid_no(first[id]) for id in corrected if id in first)
    state.unsaid = sorted((each for each in said_once if each is not None), key=lambda each: each.order)
    state.struck = sorted(id for id in gone if first[id].type in (ContactMissed.TYPE, *MAKES_A_PERSON))
    state.records = _records(person, first)
    joins = {each.id for each in joined.joins_in(told)}
    handed = handed_over(first)
    counted = (
        each for each in told if _counts(each, first, handed) and (each.type != PersonsJoined.TYPE or each.id in joins)
    )
    return state, sorted(counted, key=lambda each: each.order)


def _records(person: str, first: Told) -> list[str]:
    """The other records that are told with this person's."""
    return sorted({each.person for each in first.values() if each.person} - {person})


def _counts(entry: Entry, told: Told, handed: frozenset[str]) -> bool:
    """Whether an entry says something of the person as this service has them; one of another team does not where it is
    about that team's own list, takes on whom we have taken on, or settles what one of ours began."""
    if entry.origin is None:
        return True
    if entry.type.startswith(OURS_ALONE):
        return counts_across(entry, told, handed)
    if entry.type in MAKES_A_PERSON:
        return not any(each.type in MAKES_A_PERSON and each.origin is None for each in told.values())
    named = [told[id] for _, id in (entry.body.references() if entry.body else ()) if id in told]
    return not (entry.type.startswith(SETTLES) and any(each.origin is None for each in named))


def follows(state: PersonState, entry: Entry) -> bool:
    """Whether this entry can simply be added: it is the newest of the story, corrects nothing, and changes nothing in
    what of another team's entries counts."""
    if entry.type == EntryCorrected.TYPE or entry.id in state.awaited or state.acceptance_struck:
        return False
    if state.is_erased:  # whatever comes may say that they are here
        return False
    if not {state.person, *state.records}.isdisjoint(state.struck):  # what names them refuses that strike
        return False
    if entry.origin is not None or entry.type in (*MAKES_A_PERSON, HandoverSent.TYPE):
        return False
    return state.last is None or entry.order > state.last


def advance(state: PersonState, entry: Entry) -> PersonState:
    """The state with an entry that follows it added. The state given is used up."""
    _take(state, entry)
    return state


def _corrected_ids(entries: Iterable[Entry]) -> set[str]:
    story = list(entries)
    named = {each.body.entry for each in story if isinstance(each.body, EntryCorrected)}
    return named | corrections_in_force(story).keys()


def corrections_in_force(entries: Iterable[Entry]) -> dict[str, tuple[Entry, EntryCorrected]]:
    """By corrected entry, the newest correction of it that stands: not struck out, and as itself corrected."""
    story = list(entries)
    if not any(isinstance(each.body, EntryCorrected) for each in story):
        return {}  # most stories: asked several times of each that is folded
    told = {each.id: each for each in story}
    said = [each for each in told.values() if isinstance(each.body, EntryCorrected)]
    corrections = [each for each in said if _may_correct(each, told)]
    by_target: dict[str, list[Entry]] = {}
    for each in corrections:
        if isinstance(each.body, EntryCorrected):
            by_target.setdefault(each.body.entry, []).append(each)

    def standing(entry: Entry, seen: frozenset[str]) -> Entry | None:
        newer = [each for each in by_target.get(entry.id, ()) if each.id not in seen]
        found = [stands for each in newer if (stands := standing(each, seen | {each.id})) is not None]
        newest = max(found, key=lambda each: each.order, default=None)
        return entry if newest is None else _corrected(entry, newest)

    in_force: dict[str, tuple[Entry, EntryCorrected]] = {}
    for each in corrections:
        stands = standing(each, frozenset({each.id}))
        if stands is None or not isinstance(stands.body, EntryCorrected):
            continue
        corrected = told.get(stands.body.entry)
        if corrected is not None and stays_said(corrected, stands.body, told):
            continue
        known = in_force.get(stands.body.entry)
        if known is None or stands.order > known[0].order:
            in_force[stands.body.entry] = (stands, stands.body)
    return in_force


def _may_correct(correction: Entry, told: Mapping[str, Entry]) -> bool:
    """Another team corrects what it recorded itself, nothing of ours, and nothing that somebody here has confirmed or
    denied (records.md, origin)."""
    if not isinstance(correction.body, EntryCorrected):
        return False
    corrected = told.get(correction.body.entry)
    if correction.origin is None or corrected is None:
        return True
    if corrected.origin is None or corrected.origin["team"] != correction.origin["team"]:
        return False
    return not any(
        isinstance(each.body, ReportConfirmed) and each.body.about == corrected.id and each.origin is None
        for each in told.values()
    )


def _corrected(entry: Entry, by: Entry) -> Entry | None:
    """The entry as a correction leaves it: None when struck out. A replacement that can't be read changes nothing, and
    none brings back the words of an entry that was erased."""
    correction = by.body
    if not isinstance(correction, EntryCorrected) or correction.strikes_out:
        return None if isinstance(correction, EntryCorrected) else entry
    body = entry.body
    if correction.replacement is not None and not is_erased(entry.raw):
        kind = TYPES.get(entry.type)
        said = body_called_here(kind, correction.replacement, entry.raw) if kind else correction.replacement
        body = read_body(entry.type, 1, said) or entry.body
    occurred_at = utc(correction.moved_to) if correction.moved_to else entry.occurred_at
    changed = isinstance(body, EntryCorrected) or any(
        getattr(body, field, None) != getattr(entry.body, field, None) for field in TAKES_AN_AUTHORITY
    )
    corrected_by = (by.corrected_by or by.author) if changed else entry.corrected_by
    return replace(entry, body=body, occurred_at=occurred_at, corrected_by=corrected_by)


def _names_them(entries: list[Entry], acceptance: Entry) -> bool:
    theirs = (each for each in entries if each.person == acceptance.person)
    return any(each.id != acceptance.id and each.type != EntryCorrected.TYPE for each in theirs)


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
        elif (corrected := _corrected(entry, corrections[entry.id][0])) is not None:
            standing.append(corrected)
    return standing


def _take(state: PersonState, entry: Entry, *, forgets: bool = True) -> None:
    """One entry folded: its own rule, then what holds after any entry."""
    if state.through and entry.replaces:
        entry = replace(entry, replaces=reached(state.through, entry.replaces))
    brings_back = state.left is not None and state.back is None and is_about_somebody_here(entry)
    brings_back = brings_back and not is_erased(entry.raw)
    if brings_back and state.left is not None and entry.occurred_at > state.left.at:
        state.back = Membership(entry.id, entry.order, entry.clock_at, entry.type)
    state.last = entry.order
    state.first_named = state.first_named or Fact(entry.id, entry.order, entry.clock_at)
    rule = RULES.get(entry.type)
    if rule is None or entry.body is None:
        return
    rule(state, entry, entry.body)
    if state.leaving is not None and entry.id == state.leaving.decision:
        made = next((each for each in state.decisions if each.id == entry.id), None)
        if made is not None and made.authorised_by and not made.waits:
            people.hear_of_leaving(state, entry, entry.id, agreed=made.agrees_to_discharge)
    _note_since(state, entry)
    _count_bookings(state, entry)
    if forgets:
        forget(state, entry.occurred_at)


def _note_since(state: PersonState, entry: Entry) -> None:
    """Since when they are amber, or as if, red, and in their tier: setting the same again changes nothing."""
    if state.zone_now != "red":
        state.red_since = None
    elif state.red_since is None:
        state.red_since = Fact(entry.id, entry.order, entry.clock_at)
    if state.zone_now == "green":
        state.amber_since = None
    elif state.amber_since is None:
        state.amber_since = Fact(entry.id, entry.order, entry.clock_at)
    if state.tier is not None and (state.tier_since is None or state.tier_since.value != state.tier.value):
        state.tier_before, state.tier_since = state.tier_since, state.tier


def _count_bookings(state: PersonState, entry: Entry) -> None:
    """Since which entry fewer than one, and fewer than two, contacts are booked ahead (a series counts as two)."""
    if state.acceptance is None:
        return
    ahead = 0
    if state.bookings:
        contact = state.last_contact
        newest = max(state.acceptance.at, contact.at) if contact else state.acceptance.at
        ahead = sum(2 if each.repeat else 1 for each in state.bookings if each.repeat or each.begins > newest)
    for number in (1, 2):
        if ahead >= number:
            state.fewer_than.pop(number, None)
        elif number not in state.fewer_than:
            state.fewer_than[number] = Fact(entry.id, entry.order, entry.clock_at)
