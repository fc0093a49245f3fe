"""What waits on somebody else's word: a reply, a promise, a report, a return, a refusal, a death (records.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, joined, runs_from
from carelist_tui.domain.dues.kinds import KINDS, LIVE
from carelist_tui.domain.dues.reviews import next_review
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import OWES_FOLLOW_UP, answer_owes_contact
from carelist_tui.domain.person.facts import Attempt, Away, Fact, Reason

TURNED_INTO = {"died": ("person.died",), "in_hospital": ("person.admitted",),
               "moved": ("person.details_updated", "person.discharged")}  # fmt: skip


def away_review(ground: Ground) -> Iterator[Due]:
    """Away, confirmed: not forgotten while someone else looks after them."""
    state, calendar = ground.state, ground.calendar
    away = state.stay
    if away is None:
        return
    review = state.reviews.get("away")
    newest = max(filter(None, (away, review, state.last_contact)), key=lambda each: each.at)
    due_at = calendar.after(runs_from(newest), ground.numbers.away_review)
    if newest is review and review is not None:
        due_at = min(due_at, next_review(ground, review))
    if away.expected_until is not None:
        expected = calendar.close_of(away.expected_until)
        asked = newest is review and calendar.day_of(newest.at) >= away.expected_until
        due_at = expected if newest.at < expected < due_at and not asked else due_at
    # Whoever was moved on from there is home, and whoever was only lent elsewhere is not: somebody asks the same day.
    inner = [x.returned for x in state.aways if x.returned is not None and x.order > away.order]
    back = max((x for x in inner if x.order > newest.order), key=lambda each: each.order, default=None)
    asks: Words = ()
    if back is not None:
        due_at, asks = min(due_at, ground.same_day(back)), (tr("; back from elsewhere "), back.at, tr(": still there?"))
    yield KINDS["away_review"].due(
        state.person,
        newest.id,
        tr("Ask how they are while away"),
        due_at,
        (tr("{kind} since ", kind=choice_in_words(away.kind)), away.at, f": {away.where}", *asks),
        since=newest.clock,
    )


def follow_up(ground: Ground) -> Iterator[Due]:
    """Back from a mental health ward or custody: whole contact within 72 hours of that, of whom it is most dangerous
    for within 48 (NICE NG53), whenever the service came to know."""
    state = ground.state
    returns: dict[str, tuple[Away, Fact]] = {}
    for away in state.aways:
        back = away.returned
        if back is not None and away.kind in OWES_FOLLOW_UP and not state.whole_contact_after(back.order):
            returns[back.id] = away, back
    for away, back in returns.values():
        harmed, within = _harmed_before(ground, away), follow_up_within(ground, away, back)
        soon = ground.is_high_at(back.at)
        why = (
            tr("; self-harm, or a plan to end their life, before it")
            if harmed
            else tr("; at high risk")
            if soon
            else ""
        )
        yield KINDS["follow_up"].due(
            state.person,
            back.id,
            tr("Follow-up within {within}", within=within),
            ground.from_the_event(back, ground.calendar.deadline(back.at, within, high=True)),
            (tr("back from {kind} ", kind=choice_in_words(away.kind)), back.at, *ground.known_late(back), why),
            from_at=back.at,
        )


def follow_up_within(ground: Ground, away: Away, back: Fact) -> Interval:
    """How soon after a return whole contact is owed."""
    soon = _harmed_before(ground, away) or ground.is_high_at(back.at)
    return ground.numbers.follow_up_high if soon else ground.numbers.follow_up


def _harmed_before(ground: Ground, away: Away) -> bool:
    """Whether they had harmed themself, or planned to end their life, so shortly before a stay, or before the one that
    it lies within."""
    looks_back = ground.numbers.follow_up_looks_back.about
    around = [
        each
        for each in ground.state.aways
        if each.order <= away.order and (each.returned is None or each.returned.order > away.order)
    ]
    return any(each.harmed_at is not None and each.at - each.harmed_at <= looks_back for each in around)


def speak_to(ground: Ground) -> Iterator[Due]:
    """They were there, and live contact is still owed: a message was answered, they could not talk, or it was no more
    than a nod through the door, of anyone not green (S3:26). When they said when to ring, it is then."""
    answered = [each for each in ground.state.replies if answer_owes_contact(ground.state, each, ground.episodes)]
    partial = [] if ground.is_calm else ground.state.since_whole_contact
    owed: list[tuple[datetime, Fact, str]] = [(_rung_by(ground, each), each, each.words) for each in answered]
    owed += [(_next_noon(ground, each), each, tr("only partial contact")) for each in partial]
    if not owed:
        return
    due_at, first, _ = min(owed, key=lambda each: (each[0], each[1].order))
    yield KINDS["speak_to"].due(
        ground.state.person,
        first.id,
        tr("Speak to them"),
        due_at,
        (*joined([(words + " ", fact.at) for _, fact, words in owed]), tr("; live contact is still owed")),
    )


def _next_noon(ground: Ground, fact: Fact) -> datetime:
    return ground.calendar.next_service_day_at(fact.clock, ground.numbers.speak_to_at)


def _rung_by(ground: Ground, reply: Reason) -> datetime:
    """The moment they named, as far ahead as one may lie; else noon of the next service day. Whoever is high, or has
    become so since, is not left to wait for it longer than one service day."""
    if reply.call_back_at is None:
        return _next_noon(ground, reply)
    limits = ground.standards.limits
    ends = [ground.moment_within(reply.call_back_at, reply, limits.call_back), *ground.once_high(reply)]
    if ground.is_high_at(reply.at):
        ends.append(ground.calendar.after(reply.clock, limits.decision_review_high))
    return min(ends)


def promise(ground: Ground) -> Iterator[Due]:
    """They said they would be in touch: on the next service day we look whether they were."""
    state = ground.state
    newest = max(state.attempts, key=lambda each: each.order, default=None)
    if newest is None or newest.promise is None or state.contact_after(newest.order):
        return
    begins, due_at = looked_at(ground, newest, newest.promise)
    yield KINDS["promise"].due(
        state.person, newest.id, tr("They said they'd call"), due_at, (tr("said so "), newest.at), from_at=begins
    )


def looked_at(ground: Ground, attempt: Attempt, promise: date) -> tuple[datetime, datetime]:
    """From when, and by when, we look whether they were in touch on the day that they said at an attempt."""
    day = ground.day_within(promise, attempt, ground.standards.limits.promise)
    begins = datetime.combine(day, time(0), tzinfo=ground.calendar.zone)
    return begins, ground.calendar.next_service_day_at(begins, ground.numbers.next_day_at)


def refusal_review(ground: Ground) -> Iterator[Due]:
    """Contact refused is respected, and looked at again: weekly, and at once when the person is high."""
    state, calendar, numbers = ground.state, ground.calendar, ground.numbers
    consent = state.consent
    if consent is None or consent.value != "no":
        return
    review = state.reviews.get("refusal")
    newest: Fact = review if review is not None and review.order > consent.order else consent
    due_at = calendar.after(newest.clock, numbers.refusal_review)
    if review is newest and review is not None:
        due_at = min(due_at, next_review(ground, review))
    due_at = min([due_at, *ground.once_high(newest)])
    if ground.is_high_at(newest.at):
        due_at = min(due_at, calendar.after(newest.clock, numbers.refusal_review_high))
    yield KINDS["refusal_review"].due(
        state.person, newest.id, tr("Review: contact refused"), due_at, (tr("contact refused "), consent.at)
    )


SECOND = tr("Somebody else confirms the death")


def confirm_report(ground: Ground) -> Iterator[Due]:
    """Somebody says they died, moved, or are in hospital: is it true? A confirmed death is asked of a second person."""
    state = ground.state
    found: list[tuple[Fact, str, tuple[str, ...]]] = [
        (report, report.words, TURNED_INTO[report.kind]) for report in state.reports
    ]
    if state.death is not None and not state.death.confirmed:
        found.append((state.death, tr("said to have died"), LIVE))
    elif state.death is not None and not state.death.is_seconded:
        found.append((state.death, tr("recorded as died by one person"), ("person.died",)))
    for away in state.aways:
        if away.returned is None and not away.confirmed:
            found.append((away, tr("said to be away: {kind}", kind=choice_in_words(away.kind)), ("person.returned",)))
    for source, words, more in found:
        yield KINDS["confirm_report"].due(
            state.person,
            source.id,
            tr("Find out if it is true") if source is not state.death or not state.has_died else SECOND,
            _asked_by(ground, source),
            (words + " ", source.at),
            resolved_by=("report.confirmed", *more),
            detail={"about": source.id},
        )


def _asked_by(ground: Ground, report: Fact) -> datetime:
    """The same day; of somebody high within two hours, where that is sooner: whoever is worse is never asked later."""
    by = ground.same_day(report)
    if not ground.is_high_at(report.at):
        return by
    return min(by, ground.calendar.after(report.clock, ground.numbers.confirm_report_high))


def death_actions(ground: Ground) -> Iterator[Due]:
    """A death is confirmed: what must be done and learned, owned by a manager."""
    death = ground.state.death
    if death is None or not death.confirmed:
        return
    known = death.confirmed_by or death
    yield KINDS["death_actions"].due(
        ground.state.person,
        known.id,
        tr("Learn from the death, tell who must know"),
        ground.calendar.after(known.clock, ground.numbers.death_actions),
        (tr("died; confirmed "), known.at),
        owner="manager",
        detail={"about": death.id},
    )


def fix_details(ground: Ground) -> Iterator[Due]:
    """A number or an address failed: nobody is lost to a wrong digit."""
    faulty = ground.state.faulty_details
    if not faulty:
        return
    first = min(faulty, key=lambda each: each.clock)
    yield KINDS["fix_details"].due(
        ground.state.person,
        first.id,
        tr("Check their details"),
        ground.same_day(first),
        joined([(each.words + " ", each.at) for each in faulty]),
    )
