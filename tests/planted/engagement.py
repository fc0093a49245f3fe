"""Counts of missed contacts: first response, re-engagement, steps, what was kept and what was missed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tests.planted.case import Case, is_late_entry
from tests.planted.episodes import ORDER, Episode, Step, episodes, expected, left_out, out_of_reach, stopped_spans
from tests.planted.hours import at_time, day_of, midnight_after
from tests.planted.standing import Span, is_disputed, live_contacts
from tests.planted.story import Entry, Told


def first_contact_after(told: Told, t: datetime) -> Entry | None:
    return next((contact for contact in live_contacts(told) if contact.at >= t), None)


def responses(told: Told, *, same_day: bool) -> list[Case]:
    """first_response and first_response_same_day: a missed contact until the first attempt that does a step, or live
    contact; a decision stops no clock."""
    runs = episodes(told)
    cases = []
    for run in runs:
        answers = [step.done for step in run.steps if step.done is not None]
        contact = first_contact_after(told, run.t)
        answers += [contact] if contact is not None else []
        answer = min(answers, key=lambda entry: entry.at, default=None)
        stop = max(answer.at, run.start) if answer else None
        due = midnight_after(day_of(run.start)) if same_day else run.steps[0].due
        if same_day:
            counted = stop is not None and day_of(stop) == day_of(run.start)
        else:
            counted = stop is not None and stop <= due
        cases.append(
            Case(
                told, run.start, counted, stop, due, ripe_at=due,
                left_out=left_out(out_of_reach(told, runs, stopped_of=run), due, stop),
                entries=[run.opener.id, *([answer.id] if answer else [])],
                late=is_late_entry(run.opener),
                measures_time=True,
            )
        )  # fmt: skip
    return cases


def re_engaged(told: Told, days: int) -> list[Case]:
    """Live contact by the end of that day: refused and stopped stay in as not; an answer in writing is none."""
    runs = episodes(told)
    spans = [span for span in out_of_reach(told, runs) if span.why in {"died", "away"}]
    cases = []
    for run in runs:
        contact = first_contact_after(told, run.t)
        stop = max(contact.at, run.start) if contact else None
        end = midnight_after(day_of(run.start) + timedelta(days=days))
        cases.append(
            Case(
                told, run.start, stop is not None and stop < end, stop, end, ripe_at=end,
                left_out=left_out(spans, end, stop),
                entries=[run.opener.id, *([contact.id] if contact else [])],
                late=is_late_entry(run.opener),
            )
        )  # fmt: skip
    return cases


def booking_of(entry: Entry) -> tuple[str, str | None] | None:
    """Which booking something became of."""
    return (entry.body["planned"], entry.get("occurrence")) if entry.get("planned") else None


def out_before(spans: list[Span], at: datetime) -> str | None:
    """How they were out of reach right before a moment: a miss that follows a refusal does not undo it."""
    found = [span.why for span in spans if span.begin < at <= span.end]
    return min(found, key=ORDER.index, default=None)


def kept_or_missed(told: Told) -> list[Case]:
    """missed_rate: every missed contact counts, one a booking; kept is a booked contact that took place. A booking
    that was missed is not also kept, whatever came of it later."""
    runs = episodes(told)
    spans = out_of_reach(told, runs)
    cases: list[Case] = []
    bookings = set()
    for entry in told.of("contact.missed"):
        booking = booking_of(entry)
        if booking is not None and booking in bookings:
            continue
        bookings.add(booking)
        start = max(expected(entry), entry.learned) if entry.raw.get("learned_at") else expected(entry)
        gone = out_before(spans, start)
        cases.append(
            Case(told, start, True, due=start, left_out=gone, entries=[entry.id], late=is_late_entry(entry))
        )  # fmt: skip
    for entry in told.of("contact.completed"):
        booking = booking_of(entry)
        if booking is None or booking in bookings or is_disputed(told, entry):
            continue
        bookings.add(booking)
        gone = out_before(spans, entry.learned)
        cases.append(
            Case(told, entry.learned, False, due=entry.learned, left_out=gone, entries=[entry.id],
                 late=is_late_entry(entry))
        )  # fmt: skip
    return cases


def may_be_told(told: Told, at: datetime) -> bool:
    """Whether anybody has a standing yes: by the newest plan, or a consent to share; the newest word about a name."""
    words: dict[str, bool] = {}
    for entry in told.of("engagement_plan.agreed", "consent.recorded"):
        if entry.at > at:
            break
        if entry.type == "engagement_plan.agreed":
            for each in entry.get("may_contact"):
                words[each["name"].casefold()] = bool(each["consent"])
        elif entry.get("scope") == "share" and entry.get("with"):
            words[str(entry.get("with")).casefold()] = bool(entry.get("given"))
    return any(words.values())


def steps(told: Told) -> list[Case]:
    """steps_on_time: each step still owed when it was due, or done; a fitting attempt by then counts."""
    runs = episodes(told)
    cases = []
    for run in runs:
        spans = out_of_reach(told, runs, stopped_of=run)
        for step in run.steps:
            if step.to == "partner" and not may_be_told(told, step.due):
                continue  # a decision stands in its place
            if step.done is None and step.to == "person" and not is_safe_before(told, run, step):
                continue  # so does one where no time was safe, until somebody has decided
            case = of_step(run, step)
            if case is not None:
                case.left_out = case.left_out or left_out(spans, step.due, case.stop)
                cases.append(case)
    return cases


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_safe_before(told: Told, run: Episode, step: Step) -> bool:
    """Whether the plan leaves a safe moment before a step is due, or somebody has decided about it by then."""
    decided = [each for each in told.of("decision.recorded") if run.is_about(each) and run.t <= each.at <= step.due]
    return bool(decided) or not has_no_safe_time(told, run, step)


def has_no_safe_time(told: Told, run: Episode, step: Step) -> bool:
    """Whether the plan of then has safe times, and none of them lies between the miss and a step's due moment."""
    plans = [plan for plan in told.of("engagement_plan.agreed") if plan.at <= step.due]
    times = plans[-1].get("safe_times") if plans else []
    day = day_of(run.start)
    while day <= day_of(step.due):
        for safe in times:
            begins, ends = (at_time(day, time.fromisoformat(safe[name])) for name in ("from", "to"))
            on_day = not safe.get("days") or DAYS[day.weekday()] in safe["days"]
            if on_day and max(begins, run.start) <= min(ends, step.due):
                return False
        day += timedelta(days=1)
    return bool(times)


def of_step(run: Episode, step: Step) -> Case | None:
    """The case of one step, or none where it was owed no longer when it fell due."""
    done = step.done
    skipped = step.skipped is not None and step.skipped.at <= step.due and (done is None or done.at > step.skipped.at)
    if not skipped and (done is None or done.at > step.due) and run.over <= step.due:
        return None
    return Case(
        run.told, run.start, done is not None and done.at <= step.due, done.at if done else None, step.due,
        ripe_at=step.due,
        left_out="skipped" if skipped else None,
        entries=[run.opener.id, *([done.id] if done else [])],
        late=is_late_entry(run.opener),
    )  # fmt: skip


def open_at(told: Told, moment: datetime) -> list[Case]:
    """open_28 at one month's end: each missed contact open then; counted where it is open beyond 28 days."""
    runs = episodes(told)
    cases = []
    for run in runs:
        if run.t <= moment < run.over:
            gone = out_before(out_of_reach(told, runs, stopped_of=run), moment)
            beyond = moment - run.start > timedelta(days=28)
            cases.append(Case(told, moment, beyond, due=moment, left_out=gone, entries=[run.opener.id]))
    return cases


def month_ends(since: date, until: date) -> list[date]:
    """The last day of each month of a period."""
    found = []
    day = since
    while day < until:
        if (day + timedelta(days=1)).day == 1:
            found.append(day)
        day += timedelta(days=1)
    return found


def stops_of(told: Told) -> list[tuple[datetime, datetime]]:
    """When steps were stopped with authority."""
    return [(span.begin, span.end) for _, span in stopped_spans(told, episodes(told))]
