"""Whether the service does what keeps it safe: huddles, supervision, audits, cover over closures (S4:105-106)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import get_args

from carelist_tui.domain.dues.gaps import Closure, Gap, closures_between, cover_for, needed_cover
from carelist_tui.domain.dues.team import audit_due
from carelist_tui.domain.entries.choices import AuditAnswer, choice_in_english
from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window, add_up
from carelist_tui.domain.moments import utc
from carelist_tui.domain.roster import AUDIT_TYPES, Roster, Said, Sample, samples_in
from carelist_tui.domain.roster.corrections import Recorded, Told, as_corrected, moment_in
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.stored_json import read_value, stored_value

TEAM, HUDDLE, SUPERVISION, AUDIT, CLOSURE, HELD = "team", "huddle", "supervision", "audit", "closure", "held"
OWED_AUDIT, SAMPLE = "owed audit", "sample"
"""What a case is of; `held`: why somebody has to be held from then on, for every closure that comes; `audit`: a score;
`owed audit`: an audit of a kind from when it was owed; `sample`: one of which each case is scored."""
TYPES = frozenset({"worker.added", "worker.changed", "huddle.held", "supervision.held"} | AUDIT_TYPES)
NOBODY = ""
DONE = "audits done"
DAY = timedelta(days=1)
LONGEST_CLOSURE = timedelta(days=16)
"""No more than 14 closed days run, and the service is open on the days around them (standards.md)."""


def closures(course: Course) -> Iterator[Case]:
    """Each closure over which somebody had to hold them, counted where nobody did; and why somebody has to from their
    newest entry on: which closures that concerns is asked at a moment."""
    calendar = course.ground.calendar
    for holding in course.holdings:
        if holding.until is None:
            first = min(utc(calendar.closure_at(holding.since)[0]), holding.since)
            yield Case(
                "assurance", course.person, first, place=course.place(holding.since),
                facts={"of": HELD, "since": holding.since.isoformat(), "gap": stored_value(holding.gap)},
            )  # fmt: skip
            continue
        for closure in closures_between(holding.since, holding.until, calendar):
            if needed_cover(holding.gap, closure, calendar):
                begins, ends = utc(closure.begins), utc(closure.ends)
                yield Case(
                    "assurance", course.person, begins, ends, ends, place=course.place(begins),
                    counted=cover_for(holding.gap, closure, calendar) is not None, facts={"of": CLOSURE},
                )  # fmt: skip


def of_teams(entries: Iterable[Recorded], roster: Roster, standards: Standards) -> Iterator[Case]:
    """What of it is about no person, from the entries about none: each team from when it is known, each day on which
    it held a huddle, each supervision that was owed, each audit score."""
    told = as_corrected(entries, TYPES)
    teams: dict[str, datetime] = {}
    held: dict[tuple[str, date], Told] = {}
    for each in told:
        team, day = str(each.body.get("team", "")), moment_in(each.body.get("from")) or each.at
        if each.type in ("worker.added", "worker.changed") and team:
            teams.setdefault(team, each.at)
        elif each.type == "huddle.held" and team:
            held.setdefault((team, standards.calendar.day_of(day)), each)
    yield from _audits(told, roster, standards)
    for team, since in teams.items():
        yield _of_team(TEAM, since, team)
    for (team, on), each in held.items():
        yield _of_team(HUDDLE, standards.calendar.at(on, time(0)), team, entries=(each.id,))
    yield from _supervisions(told, roster, standards)


def _of_team(of: str, at: datetime, team: str | None, entries: tuple[str, ...] = (), **facts: object) -> Case:
    return Case("assurance", NOBODY, utc(at), place=Place(team=team), facts={"of": of, **facts}, entries=entries)


def _audits(told: Sequence[Told], roster: Roster, standards: Standards) -> Iterator[Case]:
    """Each score, of a case that two readers scored the first one's; each sample of which every case is scored, when it
    was drawn; each audit that was owed. What names no drawing, as an earlier release took it, is a sample by name."""
    samples = samples_in(told)
    drawn = {each.said.id: each for each in samples}
    firsts = {score.said.id for each in samples for score in each.first.values()}
    for score in (each for each in told if each.type == "audit.scored"):
        sample = str(score.body.get("sample"))
        if sample not in drawn or score.id in firsts:
            yield _scored(score, sample, is_named=sample not in drawn)
    for each in samples:
        if each.is_scored:
            yield _of_team(SAMPLE, each.said.at, None, (each.said.id,))
    first = min(roster.joined.values(), key=lambda said: (said.at, said.id), default=None)
    if first is None:
        return
    for kind in standards.audits:
        yield from _owed_audits(first, [each for each in samples if each.kind == kind and each.is_scored], standards)


def _scored(score: Told, sample: str, *, is_named: bool) -> Case:
    answers = score.body.get("answers")
    given = Counter(map(str, answers.values())) if isinstance(answers, dict) else Counter[str]()
    return _of_team(AUDIT, score.at, None, (score.id,), sample=sample if is_named else "", answers=dict(given))


def _owed_audits(first: Said, scored: Sequence[Sample], standards: Standards) -> Iterator[Case]:
    """Each audit of one kind that was owed: from the newest sample that was scored whole, or since the service began,
    by the last service day of the month after (standards.md, `audit`)."""
    starts = [first, *(each.said for each in scored)]
    for source, after in zip(starts, [*scored, None], strict=True):
        due_at, stops_at = utc(audit_due(source.at, standards)), None
        if after is not None:
            stops_at = max((score.said.at for score in after.first.values()), default=after.said.at)
        yield Case(
            "assurance", NOBODY, utc(source.at), stops_at, due_at, stops_at is not None and stops_at <= due_at,
            facts={"of": OWED_AUDIT}, entries=(source.id,),
        )  # fmt: skip


def _supervisions(told: Sequence[Told], roster: Roster, standards: Standards) -> Iterator[Case]:
    """Each supervision that was owed to a worker: from the last one, or since they came, by when it was due. Held by
    somebody who may not it settles nothing (S4:105); whom it was owed to no more, since they had left, is no case."""
    for worker in sorted(roster.workers.values(), key=lambda each: each.id):
        own = [each for each in told if each.body.get("worker") == worker.id]
        joined, left = roster.joined.get(worker.id), None if worker.active else _left_at(own)
        held = [each for each in own if each.type == "supervision.held" and _counts(each, roster)]
        if joined is None:
            continue
        starts = [(joined.at, standards.calendar.after(joined.at, standards.dues.supervision), joined.id, 0)]
        starts += [(each.at, _next_by(each, standards), each.id, _people(each)) for each in held]
        for (at, due_at, id, people), after in zip(starts, [*held, None], strict=True):
            if after is None and left is not None and left < due_at:
                continue
            stops_at = after.at if after is not None else None
            counted = stops_at is not None and stops_at <= due_at
            place = Place(worker.team, worker=worker.id)
            yield Case(
                "assurance", NOBODY, utc(at), stops_at, utc(due_at), counted, place=place,
                facts={"of": SUPERVISION, "people": people}, entries=(id,),
            )  # fmt: skip


def _counts(session: Told, roster: Roster) -> bool:
    by, worker = str(session.body.get("supervisor")), str(session.body.get("worker"))
    return _next_on(session) is not None and roster.may_supervise(by, worker, session.at)


def _next_on(session: Told) -> date | None:
    try:
        return date.fromisoformat(str(session.body.get("next_on")))
    except ValueError:
        return None


def _next_by(session: Told, standards: Standards) -> datetime:
    """By when the next one is due: when this one said, and no later than the limit allows."""
    calendar, next_on = standards.calendar, _next_on(session)
    longest = calendar.after(session.at, standards.limits.supervision_next)
    return min(longest, calendar.close_of(next_on)) if next_on is not None else longest


def _people(session: Told) -> int:
    persons = session.body.get("persons")
    return len(persons) if isinstance(persons, list | tuple) else 0


def _left_at(own: Sequence[Told]) -> datetime | None:
    gone = [each.at for each in own if each.type == "worker.changed" and each.body.get("active") is False]
    return max(gone, default=None)


def what_was_done(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """Huddles held of the service days that are over; beside them supervision, audits and closures without cover."""
    tally, of = Tally(), dict[str, list[Case]]()
    for case in cases:
        of.setdefault(case.facts["of"], []).append(case)
    kinds = (HUDDLE, AUDIT, SUPERVISION, SAMPLE, OWED_AUDIT)
    begun = {kind: [case for case in of.get(kind, ()) if window.holds(case.starts_at)] for kind in kinds}
    tally.d = sum(_service_days(case.starts_at, window) for case in of.get(TEAM, ()))
    tally.n = _counted_huddles(begun[HUDDLE], window)
    sessions = [case for case in begun[SUPERVISION] if case.is_ripe(window.at)]
    closed = list(_closures(of, window))
    tally.kept = sorted({case.facts["sample"] for case in begun[AUDIT]} - {""})
    tally.more = {
        "huddles held": tally.n, "service days": tally.d,
        "supervision on time": sum(case.counted for case in sessions), "supervision owed": len(sessions),
        "people read about in supervision": sum(case.facts["people"] for case in begun[SUPERVISION]),
        **_audited(begun, window),
        "closures without cover": sum(closed), "closures that needed cover": len(closed),
    }  # fmt: skip
    return tally


def add_up_done(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same of months together: what was scored in several of them under one name is one audit."""
    total = add_up(tallies, windows)
    total.kept = sorted({name for each in tallies for name in each.kept or ()})
    if tallies:
        total.more[DONE] += len(total.kept) - sum(len(each.kept or ()) for each in tallies)
    return total


def _service_days(since: datetime, window: Window) -> int:
    """The service days of a window that are over, from the day on which a team is first known."""
    calendar = window.service
    day, until = max(calendar.day_of(window.begins), calendar.day_of(since)), calendar.day_of(window.as_at)
    return sum(calendar.is_service_day(day + number * DAY) for number in range((until - day).days))


def _counted_huddles(huddles: Sequence[Case], window: Window) -> int:
    """Those of service days that are over."""
    calendar, today = window.service, window.service.day_of(window.as_at)
    days = Counter(calendar.day_of(case.starts_at) for case in huddles)
    return sum(times for day, times in days.items() if day < today and calendar.is_service_day(day))


def _audited(begun: Mapping[str, Sequence[Case]], window: Window) -> dict[str, int]:
    scores, owed = begun[AUDIT], [case for case in begun[OWED_AUDIT] if case.is_ripe(window.at)]
    answers = Counter[str]()
    for case in scores:
        answers.update(case.facts["answers"])
    found = {f"criteria {choice_in_english(answer)}": answers[answer] for answer in get_args(AuditAnswer)}
    named = {case.facts["sample"] for case in scores} - {""}
    done = len(named) + len(begun[SAMPLE])
    on_time = sum(case.counted for case in owed)
    return {DONE: done, "audits on time": on_time, "audits owed": len(owed), **found}


def _closures(of: dict[str, list[Case]], window: Window) -> Iterator[bool]:
    """Of each closure in a window that is over, and over which somebody had to hold a person: whether nobody did."""
    yield from (x.counted for x in of.get(CLOSURE, ()) if window.holds(x.starts_at) and x.is_ripe(window.at))
    over = [each for each in _closures_of(window) if window.holds(each.begins)] if HELD in of else []
    for case in of.get(HELD, ()):
        since = datetime.fromisoformat(case.facts["since"])
        # A night needs cover only after the day on which something arose: nothing has since.
        later = [x for x in over if x.ends > since and not (x.is_night and x.begins > since + DAY)]
        if later:
            gap = read_value(Gap, case.facts["gap"])
            needed = (closure for closure in later if needed_cover(gap, closure, window.service))
            yield from (cover_for(gap, closure, window.service) is not None for closure in needed)


def _closures_of(window: Window) -> Iterator[Closure]:
    """The closures that were over by the end of a window, or soon after, and by `at`."""
    return closures_between(window.begins, min(window.at, window.ends + LONGEST_CLOSURE), window.service)
