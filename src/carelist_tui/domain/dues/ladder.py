"""The missed-contact steps: which are done, when the others are due, and by what (standards.md, Ladders)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.brought_over import brought_over
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, joined, missed_words, out_of_hours
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.sharing import Sharing, sharing_of, why_nobody
from carelist_tui.domain.entries.choices import WEEKDAYS, Method
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.person.facts import Attempt, Decision
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.ladders import Ladder, Step, step_due

NOT_DOING_A_STEP = ("invalid_number", "bounced", "wrong_person")
ORDINALS = ("1st", "2nd", "3rd")
SHARING_TITLE = tr("Decide who may be told")


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of an episode's ladder: when it is due, and what did it or set it aside."""

    step: Step
    number: int
    due_at: datetime
    done_by: Attempt | None
    skipped_by: Decision | None
    methods: tuple[str, ...]
    has_no_safe_time: bool = False
    returns_at: datetime | None = None
    """Set aside by a decision that waits for its authoriser: it is owed again from then on."""
    is_about_sharing: bool = False
    """Nobody may be told: not a step but a decision about sharing stands for it (standards.md, Ladders)."""

    @property
    def is_done(self) -> bool:
        return self.done_by is not None or self.skipped_by is not None


def ladder_of(ground: Ground, episode: Episode) -> Ladder:
    """The ladder chosen when the contact was missed, as the Standards then in force have it."""
    return ground.at_the_time_of(episode).standards.ladder(episode.ladder)


def owes_no_steps(ground: Ground, episode: Episode) -> bool:
    """Missed so long before a running case was brought over that a decision stands for its steps (load.md, 6)."""
    ground = ground.at_the_time_of(episode)
    came, longest = brought_over(ground.state, ground.standards), ground.standards.load.missed_before
    return came is not None and ground.calendar.day_of(came.at) > ground.calendar.last_day(episode.t, longest)


def plan_steps(ground: Ground, episode: Episode) -> list[StepPlan]:
    """Every step of an episode in order; none where it owes none. No step is due later than the one after it."""
    return ground.once(("steps", episode.id), lambda: _planned(ground.at_the_time_of(episode), episode))


def _planned(ground: Ground, episode: Episode) -> list[StepPlan]:
    if owes_no_steps(ground, episode):
        return []
    steps = ladder_of(ground, episode).steps
    done = _allocate(steps, episode)
    sharing = sharing_of(ground)
    skipped = {step.key: _skipped_by(ground, episode, step, sharing) for step in steps}
    due: dict[str, datetime] = {}
    latest: datetime | None = None
    for step in reversed(steps):
        own = _due_at(ground, episode, step, is_done=step.key in done or skipped[step.key] is not None)
        latest = own if latest is None else min(own, latest)
        due[step.key] = latest
    tried = [attempt.method for attempt in episode.attempts if attempt.to == "person"]
    return [
        StepPlan(
            step,
            number,
            due[step.key],
            done.get(step.key),
            skipped[step.key],
            ways(ground, step, tried),
            step.to == "person" and not _has_safe_time(ground, episode.miss.runs_from, due[step.key]),
            _returns_at(ground, skipped[step.key]),
            step.to == "partner" and not sharing.may_be_told,
        )
        for number, step in enumerate(steps, 1)
    ]


def _fits(attempt: Attempt, step: Step) -> bool:
    """Whether an attempt does a step: by one of its methods, to whom it is meant for, at a detail that works."""
    to_person = attempt.to == "person"
    return (
        attempt.method in step.methods
        and to_person == (step.to == "person")
        and attempt.outcome not in NOT_DOING_A_STEP
    )


def _allocate(steps: tuple[Step, ...], episode: Episode) -> dict[str, Attempt]:
    """Which attempt did which step. One that names the episode but no step does the first it fits; an extra try,
    which names neither, does none (records.md, outreach.attempted)."""
    done: dict[str, Attempt] = {}
    for attempt in episode.attempts:
        named = [step for step in steps if step.key == attempt.step]
        if not named and attempt.episode is not None:
            named = [step for step in steps if step.key not in done]
        for step in named:
            if step.key not in done and _fits(attempt, step):
                done[step.key] = attempt
                break
    return done


def _returns_at(ground: Ground, skipped_by: Decision | None) -> datetime | None:
    waits = skipped_by is not None and skipped_by.waits and ground.needs_senior(skipped_by)
    return ground.review_at(skipped_by) if skipped_by is not None and waits else None


def _skipped_by(ground: Ground, episode: Episode, step: Step, sharing: Sharing) -> Decision | None:
    if step.to == "partner" and not sharing.may_be_told:
        return _settled_by(ground, episode, sharing)
    skips = [each for each in episode.decisions if each.decision == "skip_step" and each.step == step.key]
    return next((each for each in skips if not each.ignored), None)


def _settled_by(ground: Ground, episode: Episode, sharing: Sharing) -> Decision | None:
    """The decision about sharing that stands for telling a partner: newer than the missed contact and than every
    refusal, which it then has weighed. No other decision does (standards.md, Ladders)."""
    since = max([episode.miss.order, *(no.order for no in sharing.refusals)])
    about_sharing = [each for each in ground.state.decisions if each.about == "information_sharing"]
    about_this = [each for each in about_sharing if each.episode is None or each.episode in episode.ids]
    return next((each for each in about_this if each.order > since and not each.ignored), None)


def _due_at(ground: Ground, episode: Episode, step: Step, *, is_done: bool) -> datetime:
    calendar, high = ground.calendar, episode.high
    own = step_due(step, episode.miss.runs_from, calendar, high)
    if is_done or episode.raised is None:
        return own
    became_high = episode.raised.clock
    if step.is_visit or step.to == "partner":
        return min(own, calendar.same_day(became_high, high=True))
    return min(own, calendar.deadline(became_high, ground.numbers.raised_attempt, high=True))


_OTHER_WAYS: tuple[Method, ...] = ("email", "letter", "visit")


def ways(ground: Ground, step: Step, tried: list[str]) -> tuple[str, ...]:
    """The step's methods as the plan prefers them, without what is not to be done; those already tried come last. A
    step of which nothing is left is tried in another way that is allowed: at their door at the least."""
    plan, forbidden = ground.state.plan, ground.state.forbidden
    allowed = [method for method in step.methods if method not in forbidden]
    allowed = allowed or [method for method in _OTHER_WAYS if method not in forbidden]
    if plan is None or step.to != "person":
        return tuple(allowed)
    preferred = [method for method in plan.methods if method in allowed] or allowed
    return tuple(sorted(preferred, key=lambda method: method in tried))


def _has_safe_time(ground: Ground, begins: datetime, ends: datetime) -> bool:
    """Whether the plan leaves a safe moment between the missed contact and a step's deadline."""
    plan = ground.state.plan
    if plan is None or not plan.safe_times:
        return True
    zone = ground.calendar.zone
    day = begins.astimezone(zone).date()
    while day <= ends.astimezone(zone).date():
        for safe in plan.safe_times:
            if safe.days and WEEKDAYS[day.weekday()] not in safe.days:
                continue
            opens = datetime.combine(day, _clock(safe.from_, time(0)), tzinfo=zone)
            closes = datetime.combine(day, _clock(safe.to, time(23, 59)), tzinfo=zone)
            if max(opens, begins) <= min(closes, ends):
                return True
        day += timedelta(days=1)
    return False


def _clock(text: str | None, otherwise: time) -> time:
    return time.fromisoformat(text) if text and text != "24:00" else otherwise


def lacks_safe_time(episode: Episode, plan: StepPlan) -> bool:
    """Nothing safe is left for this step, and nobody has decided about that yet: it is a decision, not a call."""
    decided = any(each.decision != "stopped" for each in episode.decisions if each.order > episode.miss.order)
    return plan.has_no_safe_time and not plan.is_done and not decided


def attempt_hours(ground: Ground, due_at: datetime) -> Words:
    """What is said of an attempt that falls due while none are prompted: when the next may be made; of somebody high
    the out-of-hours route (standards.md, Limits). Empty where it falls within the hours."""
    limits, zone = ground.standards.limits, ground.calendar.zone
    local = due_at.astimezone(zone)
    if limits.attempts_from <= local.time() <= limits.attempts_until:
        return ()
    if ground.is_high:
        return (tr("out of hours: "), out_of_hours(ground))
    day = local.date() + timedelta(days=local.time() > limits.attempts_until)
    return (tr("attempts are made from "), datetime.combine(day, limits.attempts_from, tzinfo=zone))


def ladder_steps(ground: Ground) -> Iterator[Due]:
    """Each step of the open missed contact that nobody has done yet."""
    for episode, plan, due_at, from_at in _undone(ground):
        if plan.is_about_sharing:
            continue
        yield KINDS["ladder_step"].due(
            ground.state.person,
            episode.id,
            plan.step.title,
            due_at,
            joined(_why(ground, episode, plan)),
            part=plan.step.key,
            from_at=from_at,
            band=1 if episode.ladder == "high_risk" else 2,
            detail={
                "episode": episode.id,
                "ladder": episode.ladder,
                "step": plan.step.key,
                "number": plan.number,
                "methods": list(plan.methods),
            },
        )


def sharing_decision(ground: Ground) -> Iterator[Due]:
    """Where nobody may be told, who is told is decided in place of telling a partner, by when that was due."""
    for episode, plan, due_at, from_at in _undone(ground):
        if not plan.is_about_sharing:
            continue
        yield KINDS["decision"].due(
            ground.state.person,
            episode.id,
            SHARING_TITLE,
            due_at,
            joined([(why_nobody(sharing_of(ground)),), missed_words(episode)]),
            part=plan.step.key,
            from_at=from_at,
            detail={"episode": episode.id, "step": plan.step.key, "number": plan.number},
        )


def _undone(ground: Ground) -> Iterator[tuple[Episode, StepPlan, datetime, datetime | None]]:
    """What of the open missed contact nobody has done yet, with its due_at and from when it is owed again."""
    episode = ground.episode
    if episode is None:
        return
    stopped_until = ground.steps_return_at(episode)
    for plan in plan_steps(ground, episode):
        set_aside = plan.done_by is None and plan.returns_at is not None
        if (plan.is_done and not set_aside) or lacks_safe_time(episode, plan):
            continue
        returns_at = max(filter(None, (stopped_until, plan.returns_at)), default=None)
        yield episode, plan, max(plan.due_at, returns_at) if returns_at else plan.due_at, returns_at


def _why(ground: Ground, episode: Episode, plan: StepPlan) -> list[Words]:
    reasons = [missed_words(episode)]
    if len(episode.ids) > 1:
        reasons.append((tr("{n} missed in all", n=len(episode.ids)),))
    if episode.raised is not None:
        reasons.append((tr("at higher risk since "), episode.raised.begins))
    if plan.has_no_safe_time:
        reasons.append((tr("no safe time before it is due"),))
    if plan.step.to == "person" and (hours := attempt_hours(ground, plan.due_at)):
        reasons.append(hours)
    return reasons
