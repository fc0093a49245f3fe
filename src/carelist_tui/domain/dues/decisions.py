"""What must be weighed: risk checks, decisions, their reviews, same-day responses (S0:29-30, S4:54)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.brought_over import brought_over
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, joined, missed_words, out_of_hours
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.ladder import lacks_safe_time, owes_no_steps, plan_steps
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.person.episodes import (
    FAILED_ATTEMPTS_BEFORE_DECISION,
    OWES_A_DECISION,
    WEIGHED,
    Episode,
    awaits_decision,
    came_to_nothing,
    decision_is_over,
    owes_a_check,
    refused_outside,
)
from carelist_tui.domain.person.facts import Cancellation, Check, Decision, Fact
from carelist_tui.domain.roster import DUTY
from carelist_tui.domain.slotted import dataclass

NOT_FAILED = ("reached", "seen", "replied")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that owes a decision: the fact, by when, and why."""

    fact: Fact
    due_at: datetime
    words: Words


def risk_check(ground: Ground) -> Iterator[Due]:
    """A missed contact is never only a missed contact: a structured risk check, soon where there is risk."""
    state = ground.state
    found: list[tuple[Fact, str | None, datetime, Words]] = [
        (episode.miss, episode.id, _check_by(ground, episode), missed_words(episode))
        for episode in ground.episodes
        if owes_a_check(state, episode, ground.standards.lengths_at)
    ]
    found += [(worry, None, ground.same_day(worry), (worry.words + " ", worry.at)) for worry in ground.worried_partners]
    if (drift := _cancelled_again(ground)) is not None:
        by = ground.calendar.after(drift.clock, ground.numbers.cancelled_check)
        found.append((drift, None, by, (tr("cancelled by the person again "), drift.at)))
    if not found:
        return
    source, episode_id, due_at, _ = min(found, key=lambda each: each[2])
    named = episode_id or next((each[1] for each in found if each[1]), None)
    yield KINDS["risk_check"].due(
        state.person,
        source.id,
        tr("Risk check"),
        due_at,
        joined([each[3] for each in found]),
        resolved_by=("risk_check.completed", *(("contact.completed",) if _contact_may_answer(ground) else ())),
        detail={"episode": named},
    )


def _contact_may_answer(ground: Ground) -> bool:
    """Whether a whole contact as usual would settle the check: of nobody high, and of nobody amber whose early warning
    signs are not known, so that none can be answered no (standards.md, risk_check)."""
    signs_known = ground.state.plan is not None and bool(ground.state.plan.early_warning_signs)
    return ground.is_calm or (signs_known and not ground.is_high)


def _cancelled_again(ground: Ground) -> Cancellation | None:
    """The cancellation by the person that made so many running, or so many in so long, and that nothing has settled
    since: they may be drifting away (standards.md, risk_check)."""
    cancelled, number = ground.state.cancellations, ground.numbers.cancelled
    within = ground.numbers.cancelled_within.about
    for place, last in enumerate(cancelled):
        first = cancelled[place + 1 - number] if place + 1 >= number else None
        often = last.running >= number or (first is not None and last.at - first.at <= within)
        if often and not ground.state.has_settled(last, ground.standards.lengths_at):
            return last
    return None


def _known_by(ground: Ground, episode: Episode) -> datetime:
    """The day on which an old missed contact came with a running case, or was learned of since."""
    came = brought_over(ground.state, ground.standards)
    since = episode.miss.clock if came is None else max(episode.miss.clock, came.clock)
    return ground.calendar.same_day(since, high=ground.is_high_at(since))


def _check_by(ground: Ground, episode: Episode) -> datetime:
    if owes_no_steps(ground, episode):
        return _known_by(ground, episode)
    ground = ground.at_the_time_of(episode)
    calendar, miss = ground.calendar, episode.miss
    if episode.high:
        return calendar.same_day(miss.runs_from, high=True)
    plans = plan_steps(ground, episode)
    by = plans[min(1, len(plans) - 1)].due_at
    if ground.amber_since is not None:
        by = min(by, calendar.same_day(max(miss.runs_from, ground.amber_since.clock), high=False))
    if episode.raised is not None:
        by = min(by, calendar.same_day(episode.raised.clock, high=True))
    return by


def decision(ground: Ground) -> Iterator[Due]:
    """Whether to escalate is decided, and written down, each time something new asks for it."""
    groups: list[tuple[Episode | None, list[Event]]] = [(None, list(_events_outside(ground)))]
    for episode in ground.episodes:
        then = ground.at_the_time_of(episode)
        events = list(_check_events(then, episode))
        events += _events(then, episode) if episode.is_open else _refused_since(then, episode)
        groups.append((episode, events))
    for about, events in groups:
        owed = [each for each in events if awaits_decision(ground.state, each.fact, about.ids if about else ())]
        if not owed:
            continue
        first = min(owed, key=lambda each: (each.due_at, each.fact.order))
        yield KINDS["decision"].due(
            ground.state.person,
            first.fact.id,
            tr("Decide: escalate or not"),
            first.due_at,
            joined([each.words for each in owed]),
            detail={"episode": about.id if about else None},
        )


def _events(ground: Ground, episode: Episode) -> Iterator[Event]:
    tried = sorted(episode.attempts, key=lambda each: (each.clock, each.order))  # as the service learned of them
    failed = [each for each in tried if each.to == "person" and each.outcome not in NOT_FAILED]
    within = ground.standards.limits.repeat_episode_within.about
    is_repeat = episode.last_end is not None and episode.t - episode.last_end <= within
    number = 1 if is_repeat else FAILED_ATTEMPTS_BEFORE_DECISION
    if len(failed) >= number:
        words = tr("missed again so soon, and no answer ") if is_repeat else tr("two attempts failed ")
        yield _event(ground, failed[number - 1], (words, failed[number - 1].at))
    for attempt in episode.attempts:
        if attempt.outcome in OWES_A_DECISION:
            yield _event(ground, attempt, (choice_in_words(attempt.outcome) + " ", attempt.at))
    plans = plan_steps(ground, episode)
    last = [plan.done_by or plan.skipped_by for plan in plans]
    if owes_no_steps(ground, episode):
        yield Event(episode.miss, _known_by(ground, episode), (tr("missed before they were brought over: "), episode.t))
    elif all(each is not None for each in last):
        newest = max((each for each in last if each is not None), key=lambda each: each.order)
        yield _event(ground, newest, (tr("every step is done without contact"),))
    for plan in plans:
        if lacks_safe_time(episode, plan):
            by = min(plan.due_at, ground.calendar.same_day(episode.miss.runs_from, high=episode.high))
            yield Event(episode.miss, by, (tr("no safe time left for: {title}", title=plan.step.title.lower()),))
    yield from _escalation_events(ground, episode)


def _refused_since(ground: Ground, episode: Episode) -> Iterator[Event]:
    """A refusal typed late, or on another laptop, that names a missed contact which had ended by then: what is decided
    about that missed contact settles it."""
    for attempt in refused_outside(ground.state, ground.episodes):
        if attempt in episode.attempts:
            yield _event(ground, attempt, (choice_in_words(attempt.outcome) + " ", attempt.at))


def _event(ground: Ground, fact: Fact, words: Words) -> Event:
    return Event(fact, ground.same_day(fact), words)


def _check_events(ground: Ground, episode: Episode) -> Iterator[Event]:
    for check in episode.own_checks:
        if check.overall in WEIGHED:
            yield _event(ground, check, _check_words(check))


def _check_words(check: Check) -> Words:
    """`risk check: high 10:30 (tablets at home)`: a decision is asked for with what was disclosed."""
    return (
        tr("risk check: {overall} ", overall=choice_in_words(check.overall)),
        check.at,
        f" ({check.said})" if check.said else "",
    )


def _events_outside(ground: Ground) -> Iterator[Event]:
    """What owes a decision without a missed contact: a check, an escalation that came to nothing, a refusal."""
    for check in ground.state.checks:
        inside = any(check in each.own_checks for each in ground.episodes)
        if not inside and check.overall in WEIGHED:
            yield _event(ground, check, _check_words(check))
    for attempt in refused_outside(ground.state, ground.episodes):
        if any(attempt in each.attempts for each in ground.episodes):
            continue
        yield _event(ground, attempt, (choice_in_words(attempt.outcome) + " ", attempt.at))
    yield from _escalation_events(ground, None)


def _escalation_events(ground: Ground, episode: Episode | None) -> Iterator[Event]:
    """After an escalation was declined, and after one ended without contact (S4:58)."""
    for each in ground.state.escalations:
        of_it = ground.episode_of(each.episode)
        if (of_it if of_it is not None and of_it.is_open else None) is not episode:
            continue
        to = choice_in_words(each.route)
        for fact in came_to_nothing(ground.state, each, ground.episodes):
            if fact is each.answered:
                soon = ground.calendar.deadline(fact.clock, ground.numbers.decision_after_declined, high=True)
                yield Event(
                    fact,
                    soon,
                    (tr("escalation to {to} {answer} ", to=to, answer=choice_in_words(each.answer or "")), fact.at),
                )
            else:
                yield _event(ground, fact, (tr("escalation to {to} ended without contact ", to=to), fact.at))


def decision_review(ground: Ground) -> Iterator[Due]:
    """A "no" always carries a date, and comes back by itself (S0:30); an escalation about an open missed contact or a
    high person comes back too."""
    by_subject: dict[str, tuple[datetime, Decision]] = {}
    for decision in ground.state.decisions:
        at = _comes_back_at(ground, decision)
        if at is None:
            continue
        episode = ground.episode_of(decision.episode)
        subject = episode.id if episode else decision.subject
        if subject not in by_subject or at < by_subject[subject][0]:
            by_subject[subject] = at, decision
    for at, decision in by_subject.values():
        stopped = decision.decision == "stopped"
        words = (
            tr("steps stopped ") if stopped else tr("decided {decision} ", decision=choice_in_words(decision.decision))
        )
        yield KINDS["decision_review"].due(
            ground.state.person,
            decision.id,
            tr("Review the decision"),
            at,
            (words, decision.at),
            detail={"episode": decision.episode},
        )


def _comes_back_at(ground: Ground, decision: Decision) -> datetime | None:
    """When a decision is looked at again; None where nothing asks for it. Whoever became red or high since: within one
    service day of that (standards.md, decision_review)."""
    if decision.replaced or decision.ignored or decision_is_over(ground.state, decision, ground.episodes):
        return None
    at = ground.review_at(decision)
    episode = ground.episode_of(decision.episode)
    if at is None and decision.decision == "escalate" and (ground.is_high or (episode is not None and episode.is_open)):
        longest = ground.standards.limits.decision_review(ground.counts_as, high=ground.is_high_at(decision.at))
        at = ground.calendar.after(decision.at, longest)
    if at is None:
        return None
    return min([at, *ground.once_high(decision)])


def same_day_response(ground: Ground) -> Iterator[Due]:
    """Something seen or said that can't wait: two hours, in service or by the out-of-hours route (S4:54)."""
    worries = ground.state.worries
    if not worries:
        return
    first = min(worries, key=lambda each: each.clock)
    due_at = ground.calendar.deadline(first.clock, ground.numbers.same_day_response, high=True)
    route = () if ground.calendar.is_open(due_at) else (tr("; out of hours: "), out_of_hours(ground))
    yield KINDS["same_day_response"].due(
        ground.state.person,
        first.id,
        tr("Respond today"),
        due_at,
        (*joined([(each.words + " ", each.at) for each in worries]), *route),
        also=(*dict.fromkeys(each.found_by for each in worries), DUTY),
    )
