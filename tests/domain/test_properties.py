"""What holds for every story, whatever is recorded, in whatever order it arrives (product.md, Invariants 1-3, 5-7).

`HYPOTHESIS_PROFILE=nightly` asks ten times as many stories as every build does, `quick` a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import (
    TYPES,
    ContactCompleted,
    ContactMissed,
    DecisionRecorded,
    EpisodeClosed,
    OutreachAttempted,
    OutreachStopped,
    PersonDied,
    PersonDischarged,
    ReportConfirmed,
    RiskCheckCompleted,
    check_draft,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import PersonState, advance, dump_state, fold, follows, load_state
from carelist_tui.domain.person.episodes import Episode, episode_of, episodes
from carelist_tui.domain.person.memory import MOST_KEPT
from carelist_tui.domain.person.people import is_held
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.standards import default_standards
from tests.domain.generating import KINDS, OF_NOBODY, PERSON, Teller, tell_story
from tests.domain.telling import KEPT
from tests.profiles import dear

seeds = st.integers(0, 2**48)
STANDARDS = default_standards()
WHOLE_STATE = TypeAdapter(PersonState)


def story_of(seed: int) -> list[Entry]:
    return tell_story(Random(seed))


def told_on(entries: list[Entry], seed: int) -> Teller:
    """A teller who goes on an hour after everything that was told."""
    newest = max(max(each.occurred_at, each.recorded_at) for each in entries)
    teller = Teller(Random(seed), list(entries), newest + timedelta(hours=1))
    teller._seqs.update(dict.fromkeys({each.device for each in entries}, 1_000))
    return teller


ELSEWHERE = {"persons.joined", "outcome.noted", "instrument.scored", "handover.sent", "entry.erased"}
"""Told in stories of their own: test_joined_records, test_indicator_stories, test_handover_across_teams,
test_erased_stories."""


def test_stories_are_drawn_from_every_type_about_a_person() -> None:
    assert set(KINDS) | OF_NOBODY | ELSEWHERE == set(TYPES)
    told = {entry.type for seed in range(300) for entry in story_of(seed)}
    assert told == set(KINDS)


def test_generated_stories_are_what_the_door_would_take() -> None:
    for seed in range(300):
        for entry in story_of(seed):
            draft = {name: entry.raw[name] for name in ("type", "occurred_at", "learned_at") if name in entry.raw}
            draft |= {"body": entry.raw["body"], "person": PERSON}
            faults = check_draft(draft, now=entry.recorded_at)
            of_a_correction = entry.type == "entry.corrected"
            assert not faults or of_a_correction, (seed, entry.type, faults)


@given(seeds)
@dear(100)
def test_order_and_duplication_do_not_matter(seed: int) -> None:
    entries = story_of(seed)
    arrived = [*entries, *Random(seed).sample(entries, len(entries) // 3)]
    Random(seed + 1).shuffle(arrived)
    here, there = fold(PERSON, entries), fold(PERSON, arrived)
    assert here == there
    assert owed(here, STANDARDS) == owed(there, STANDARDS)


@pytest.mark.long
@given(seeds)
@dear(100)
def test_a_state_advanced_from_its_projection_is_the_state_folded_afresh(seed: int) -> None:
    state = fold(PERSON, [])
    arrived: list[Entry] = []
    for entry in story_of(seed):
        arrived.append(entry)
        afresh = fold(PERSON, arrived)
        state = advance(load_state(dump_state(state)), entry) if follows(state, entry) else afresh
        assert state == afresh
    assert load_state(dump_state(state)) == state
    assert owed(load_state(dump_state(state)), STANDARDS) == owed(fold(PERSON, arrived), STANDARDS)


@given(seeds)
@dear(100)
def test_a_state_written_a_field_at_a_time_is_the_text_of_the_whole(seed: int) -> None:
    state = fold(PERSON, list(story_of(seed)))
    whole = WHOLE_STATE.dump_json(state, by_alias=True, exclude_defaults=True).decode()
    assert dump_state(state) == whole
    assert WHOLE_STATE.validate_json(whole) == load_state(whole)


@given(seeds)
@dear(100)
def test_nobody_on_the_caseload_is_invisible(seed: int) -> None:
    entries = story_of(seed)
    some = [each for each in entries if Random(seed).random() < 0.7] or entries
    for arrived in (entries, some):
        state = fold(PERSON, arrived)
        dues = owed(state, STANDARDS)
        if not state.on_caseload:
            assert dues == []
            continue
        assert "invisible" not in {due.kind for due in dues}
        assert len({due.key for due in dues}) == len(dues)
        soonest = min((due.due_at for due in dues if due.kind in BRINGS_SOMEBODY), default=None)
        assert soonest is not None
        assert soonest <= _at_the_latest(state, arrived)


def _at_the_latest(state: PersonState, entries: list[Entry]) -> datetime:
    """The longest interval of their tier after the newest entry; 7 days while away, paused, stopped or refusing."""
    newest = max(max(each.recorded_at, each.occurred_at) for each in entries)
    tier = STANDARDS.tier(state.tier.value if state.tier else None)
    longest = max((tier.contact_every, tier.in_person_every, tier.review_every), key=lambda each: each.about)
    stands = {id for each in episodes(state, STANDARDS.lengths_at) if each.is_open for id in each.ids}
    puts_off = any(
        each.decision in ("pause", "stopped") and not each.replaced and (each.episode is None or each.episode in stands)
        for each in state.decisions
    )
    refuses = state.consent is not None and state.consent.value == "no"
    if state.away_now is not None or puts_off or refuses:
        longest = Interval(days=7)
    return STANDARDS.calendar.after(newest, longest)


def _is_live(entry: Entry) -> bool:
    body = entry.body
    return isinstance(body, ContactCompleted) or (isinstance(body, OutreachAttempted) and body.is_live)


@given(seeds)
@dear(100)
def test_only_live_contact_is_contact(seed: int) -> None:
    told = effective(story_of(seed))
    state = fold(PERSON, told)
    live = [each for each in told if _is_live(each)]
    newest = max(live, key=lambda each: each.order, default=None)
    if not _somebody_says_otherwise(told):
        assert (state.last_contact.id if state.last_contact else None) == (newest.id if newest else None)
    assert {each.id for each in state.lives} <= {each.id for each in live}
    for episode in episodes(state, STANDARDS.lengths_at):
        if episode.ended is not None:
            ended_by = next(each for each in told if each.id == episode.ended.id)
            assert _is_live(ended_by) or _closes(ended_by, episode) or _was_answer_enough(ended_by, episode, told)
            assert ended_by.occurred_at >= episode.t or _closes(ended_by, episode)


def _somebody_says_otherwise(told: list[Entry]) -> bool:
    """Whether two entries say different things of what became of one booking."""
    said: dict[str | None, set[str]] = {}
    for each in told:
        if each.type in ("contact.completed", "contact.missed", "contact.cancelled") and each.body is not None:
            said.setdefault(each.body.thing(), set()).add(each.type)
    return any(len(types) > 1 for thing, types in said.items() if thing is not None)


def _closes(entry: Entry, episode: Episode) -> bool:
    says_died = isinstance(entry.body, PersonDied | ReportConfirmed)
    return says_died or (isinstance(entry.body, EpisodeClosed) and entry.body.episode in episode.ids)


def _was_answer_enough(entry: Entry, episode: Episode, told: list[Entry]) -> bool:
    """An answer in writing, by somebody green, without warning signs, on the standard ladder."""
    before = fold(PERSON, [each for each in told if each.order < entry.order])
    answered = isinstance(entry.body, OutreachAttempted) and entry.body.outcome == "replied"
    lengths = STANDARDS.dues.lengths
    quiet = before.signs_at(entry.occurred_at, lengths) is None and not before.is_high_at(entry.occurred_at, lengths)
    calm = before.zone_now == "green" and quiet
    return answered and calm and episode.ladder == "standard"


@given(seeds)
@dear(100)
def test_an_attempt_moves_neither_last_contact_nor_an_open_episode(seed: int) -> None:
    entries = story_of(seed)
    before = fold(PERSON, entries)
    teller = told_on(entries, seed)
    method, outcome = teller.any(
        ("call", "no_answer"), ("call", "left_message"), ("call", "declined"), ("text", "sent"), ("text", "replied"),
        ("visit", "no_access"), ("visit", "spoke_not_seen"), ("call", "wrong_person"),
    )  # fmt: skip
    body = {"method": method, "to": "person", "outcome": outcome}
    teller.write("outreach.attempted", body, occurred_at=teller.now)
    after = fold(PERSON, teller.told)
    assert after.last_contact == before.last_contact
    assert after.last_seen == before.last_seen
    lengths = STANDARDS.dues.lengths
    quiet = before.signs_at(teller.now, lengths) is None and not before.is_high_at(teller.now, lengths)
    calm = before.zone_now == "green" and quiet
    for episode in episodes(before, STANDARDS.lengths_at):
        if episode.is_open and not (outcome == "replied" and calm and episode.ladder == "standard"):
            again = episode_of(episodes(after, STANDARDS.lengths_at), episode.id)
            assert again is not None
            assert again.is_open


@given(seeds)
@dear(100)
def test_a_no_always_carries_a_date(seed: int) -> None:
    entries = story_of(seed)
    told = effective(entries)
    state = fold(PERSON, entries)
    if not state.on_caseload or state.has_died:
        return
    reviews = [due.due_at for due in owed(state, STANDARDS) if due.kind == "decision_review"]
    for entry, review_at in _noes_in_force(state, told):
        assert any(due_at <= review_at for due_at in reviews), entry.raw["body"]


def _noes_in_force(state: PersonState, told: list[Entry]) -> Iterator[tuple[Entry, datetime]]:
    """Each no, pause and stop that is the newest word on its subject, and whose subject is not over."""
    known = episodes(state, STANDARDS.lengths_at)
    made = [each for each in told if isinstance(each.body, DecisionRecorded | OutreachStopped)]

    def subject(entry: Entry) -> str:
        body = entry.body
        assert isinstance(body, DecisionRecorded | OutreachStopped)
        episode = episode_of(known, body.episode)
        about = body.about if isinstance(body, DecisionRecorded) else ""
        return episode.id if episode else body.episode or about

    missed = {each.id for each in told if isinstance(each.body, ContactMissed)}
    for entry in made:
        body = entry.body
        assert isinstance(body, DecisionRecorded | OutreachStopped)
        says_no = isinstance(body, OutreachStopped) or body.decision in ("do_not_escalate", "pause")
        newer = [each for each in made if each.order > entry.order and subject(each) == subject(entry)]
        if not says_no or newer or body.review_at is None:
            continue
        episode = episode_of(known, body.episode)
        ended = (episode is None and body.episode not in missed) or (episode is not None and not episode.is_open)
        checked = any(_finds_nothing(each) and each.order > entry.order for each in told)
        settled = checked and any(_is_live(each) and each.order > entry.order for each in told)
        if ended if body.episode is not None else settled:
            continue
        if body.episode is None or episode is not None:
            yield entry, body.review_at


def _finds_nothing(entry: Entry) -> bool:
    return isinstance(entry.body, RiskCheckCompleted) and entry.body.overall == "no_new_concern"


LEAVES = ("referral.declined", "person.discharged", "review.completed", "action.closed")


@given(seeds)
@dear(100)
def test_missing_a_contact_is_never_a_reason_to_leave(seed: int) -> None:
    entries = story_of(seed)
    state = fold(PERSON, entries)
    told = effective(entries)
    if not state.on_caseload and not state.acceptance_struck:
        assert state.left is not None
        id = state.left.id
        left = next(each for each in told if each.id == id)
        assert left.type in LEAVES
        if isinstance(left.body, PersonDischarged):
            before = fold(PERSON, [each for each in told if each.order < left.order])
            decision = next((each.body for each in told if each.id == left.body.decision), None)
            if isinstance(decision, DecisionRecorded):
                assert (decision.about, decision.decision) == ("discharge", "agree")
            may_miss = left.body.reason in ("moved_away", "transferred")
            assert may_miss or not any(each.is_open for each in episodes(before, STANDARDS.lengths_at))
            assert not is_held(before)
        return
    teller = told_on(entries, seed)
    for kind in ("contact.missed", "outreach.attempted", "outreach.attempted", "contact.missed"):
        teller.now += timedelta(days=teller.any(1, 9, 40))
        expected = {"expected_at": teller.now.isoformat(), "method": "visit", "how": "no_access"}
        tried = {"method": "visit", "to": "person", "outcome": "no_access"}
        teller.write(kind, expected if kind == "contact.missed" else tried, occurred_at=teller.now)
    assert fold(PERSON, teller.told).on_caseload or state.acceptance_struck


@given(seeds)
@dear(100)
def test_a_long_quiet_story_does_not_grow_the_state(seed: int) -> None:
    teller = told_on(story_of(seed), seed)
    sizes = []
    state = fold(PERSON, teller.told)
    for week in range(24):
        teller.now += timedelta(days=7)
        entry = teller.write("contact.completed", dict(KEPT), occurred_at=teller.now)
        state = advance(state, entry) if follows(state, entry) else fold(PERSON, teller.told)
        sizes += [len(dump_state(state))] if week in (9, 23) else []
    assert sizes[1] <= sizes[0] + 500
    horizon = teller.now - timedelta(days=36)
    ends = {each.ended.id for each in episodes(state, STANDARDS.lengths_at) if each.ended is not None}
    ends |= {each.id for each in state.lives if each.as_usual and (each.green or each.answered)}
    met = state.contact_since(state.acceptance.at) if state.acceptance is not None else None
    ends |= {met.id} if met is not None else set()  # by it a miss that is told late knows that they had been met
    disputed = {each.id for each in state.lives if state.thing_is_disputed(each.planned)}
    assert not [each for each in state.lives if each.at < horizon and each.id not in ends | disputed]
    assert not [each for each in episodes(state, STANDARDS.lengths_at) if each.is_open]
    assert all(each.is_open or state.thing_is_disputed(f"handover:{each.id}") for each in state.handovers)
    assert len(state.put_off) <= MOST_KEPT  # while their Dues may stand
    closed = {f"handover:{each.raw['body']['handover']}" for each in teller.told if each.type == "handover.closed"}
    closed -= {f"handover:{each.id}" for each in state.handovers}  # told to be closed before it was opened: it is open
    assert not [thing for thing in closed & state.marks.keys() if not state.thing_is_disputed(thing)]
