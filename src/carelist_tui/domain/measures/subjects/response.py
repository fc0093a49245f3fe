"""How a missed contact was answered: the first response, the steps, and whether they were spoken to again (S0:21,
S0:43, S1:46)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from carelist_tui.domain.dues.ladder import StepPlan, plan_steps
from carelist_tui.domain.measures.case import GONE, LEFT_OUT, REFUSED, STOPPED, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window, last_of
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.person.facts import Live

LONG_OPEN = timedelta(days=28)


def first_response(course: Course) -> Iterator[Case]:
    """From when a contact was expected to the first attempt that does a step, or live contact, by the first step's
    due_at. A decision stops no clock."""
    for episode, steps in _missed(course):
        stops_at, by = _answered(course, episode, steps)
        if steps:
            yield course.case(
                "first_response", episode.miss.runs_from, stops_at=stops_at, due_at=steps[0].due_at,
                entries=(episode.id, by), high_risk=episode.ladder == "high_risk",
            )  # fmt: skip


def first_response_same_day(course: Course) -> Iterator[Case]:
    """The same by midnight of the calendar day."""
    for episode, steps in _missed(course):
        begins = episode.miss.runs_from
        stops_at, by = _answered(course, episode, steps)
        midnight = course.end_of_day(begins)
        yield course.case(
            "first_response_same_day", begins, stops_at=stops_at, due_at=midnight,
            counted=stops_at is not None and stops_at < midnight, entries=(episode.id, by),
        )  # fmt: skip


def re_engaged(days: int, course: Course) -> Iterator[Case]:
    """Spoken to again by the end of so many days: live contact, to which an answer in writing is none."""
    key = f"re_engaged_{days}"
    for episode, _ in _missed(course):
        begins, live = episode.miss.runs_from, _met(course, episode.t)
        by = course.end_of_day(begins, days)
        replied = episode.ended is not None and not isinstance(episode.ended, Live) and _is_reply(course, episode)
        yield course.case(
            key, begins, stops_at=live.at if live else None, due_at=by,
            counted=live is not None and live.at < by, reasons=GONE, entries=(episode.id, live.id if live else ""),
            replied=replied and live is None, set_apart=course.held_within(begins, by, (REFUSED, STOPPED)),
        )  # fmt: skip


def steps_on_time(course: Course) -> Iterator[Case]:
    """Each step of the missed-contact steps that was still owed when it fell due: done by then. One that was set aside
    with a reason stands apart."""
    for episode, steps in _missed(course):
        for plan in steps:
            done = plan.done_by.at if plan.done_by is not None else None
            ended = episode.end
            if done is None and (plan.is_about_sharing or _is_decided_instead(episode, plan)):
                continue  # nobody may be told, or no time is safe: a decision stands for it
            if plan.skipped_by is not None and plan.skipped_by.at <= plan.due_at:
                yield _step(course, episode, plan, None, excluded="skipped")
            elif ended is not None and ended <= plan.due_at and (done is None or done > ended):
                continue  # nobody owed it any more
            else:
                yield _step(course, episode, plan, done)


def _is_decided_instead(episode: Episode, plan: StepPlan) -> bool:
    """Whether no safe time was left for a step, and nobody had decided about that when it fell due: till then its Due
    is a decision, which is counted as one."""
    decided = (each for each in episode.decisions if each.order > episode.miss.order and each.decision != "stopped")
    return plan.has_no_safe_time and not any(each.at <= plan.due_at for each in decided)


def _step(course: Course, episode: Episode, plan: StepPlan, done: datetime | None, excluded: str | None = None) -> Case:
    by = plan.done_by.id if plan.done_by is not None else ""
    return course.case(
        "steps_on_time", episode.miss.runs_from, stops_at=done, due_at=plan.due_at, excluded=excluded,
        entries=(episode.id, by), step=plan.step.key, title=plan.step.title,
    )  # fmt: skip


def open_28(course: Course) -> Iterator[Case]:
    """Each missed contact, from when it was expected until it ended: what stands open is asked at a month's end.
    `apart`: while what they stand in no figure."""
    for episode, _ in _missed(course):
        apart = [
            [each.reason, each.begins.isoformat(), each.ends.isoformat() if each.ends is not None else None]
            for each in course.stretches
            if (episode.end is None or each.begins < episode.end) and (each.ends is None or each.ends > episode.t)
        ]
        yield course.case(
            "open_28", episode.t, stops_at=episode.end, counted=False, reasons=(), entries=(episode.id,),
            since=utc(episode.miss.runs_from).isoformat(), apart=apart,
        )  # fmt: skip


def open_beyond(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """Of the missed contacts that stood open at the last end of a month in a window: those open for more than 28 days
    then. What had left every figure by then is counted apart."""
    tally, at = Tally(), window.last_month_end
    for case in cases:
        if at is None or not _stands(case.starts_at, case.stops_at, at):
            continue
        held = {
            reason
            for reason, begins, ends in case.facts["apart"]
            if _stands(datetime.fromisoformat(begins), datetime.fromisoformat(ends) if ends else None, at)
        }
        reason = next((each for each in LEFT_OUT if each in held), None)
        if reason is not None:
            tally.left_out[reason] += 1
            continue
        tally.d += 1
        tally.n += at - datetime.fromisoformat(case.facts["since"]) > LONG_OPEN
        tally.late += case.is_late
    return tally


at_last_month_end = last_of(lambda window: window.last_month_end)
"""Of several months: as it stood at the last end of one."""


def is_open_long(case: Case, window: Window) -> bool:
    """Whether a missed contact is one of those that `open_beyond` counts."""
    return open_beyond([case], (), window).n == 1


def _stands(begins: datetime, ends: datetime | None, at: datetime) -> bool:
    return begins <= at and (ends is None or at < ends)


def _missed(course: Course) -> Iterator[tuple[Episode, list[StepPlan]]]:
    """Each missed contact with its steps, due when their Dues were; one that joined another, or was entered in error,
    is none."""
    owed = {(each.due.detail["episode"], each.due.detail["step"]): each.due_at for each in course.owed("ladder_step")}
    for episode in course.ground.episodes:
        steps = plan_steps(course.ground, episode)
        yield episode, [replace(plan, due_at=owed.get((episode.id, plan.step.key), plan.due_at)) for plan in steps]


def _answered(course: Course, episode: Episode, steps: list[StepPlan]) -> tuple[datetime | None, str]:
    """When somebody first tried in a way that does a step, or spoke to them; and by which entry."""
    found = [(plan.done_by.at, plan.done_by.id) for plan in steps if plan.done_by is not None]
    live = _met(course, episode.t)
    return min([*found, *([(live.at, live.id)] if live is not None else [])], default=(None, ""))


def _met(course: Course, since: datetime) -> Live | None:
    """The first live contact at or after a moment."""
    return course.state.contact_since(since)


def _is_reply(course: Course, episode: Episode) -> bool:
    ended = episode.ended
    return ended is not None and any(each.id == ended.id for each in course.state.attempts if each.outcome == "replied")
