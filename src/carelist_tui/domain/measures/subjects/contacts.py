"""Contacts: which were missed and why, with whom they were, which promises were kept, and how soon all was recorded
(S0:43, S4:68, S4:75, S4:83)."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.domain.dues.awaited import looked_at
from carelist_tui.domain.entries import ContactCancelled, ContactCompleted, ContactMissed, OutreachAttempted
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import BEFORE, REFUSED, WITHHELD, Case, Place
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import MICROSECOND, Tally, Window, add_up, in_figure, share_of

BECAME = (ContactMissed, ContactCancelled, ContactCompleted)
SAFER = {ContactMissed.TYPE: 0, ContactCancelled.TYPE: 1, ContactCompleted.TYPE: 2}
"""What became of a contact, the safer reading first: where two laptops differ it was missed, else not kept."""
CANCELLED = "cancelled"
NOT_ASKED = "not asked"
DIFFERENT_WORKERS_WITHIN = timedelta(days=90)
MANY_WORKERS = 3
LONGEST_BUNDLE = timedelta(days=33)
"""What was recorded in one month lies no further apart, whatever its clocks do."""


def missed_rate(course: Course) -> Iterator[Case]:
    """Each contact that was missed, and each booked one that was kept; those called off stand in no figure."""
    reasons = _reasons(course)
    for entries in _became(course):
        entry = entries[0]
        body, ids, at = entry.body, [each.id for each in entries], entry.clock_at
        facts: dict[str, Any] = {}
        if isinstance(body, ContactMissed):
            at = body.expected_at if entry.learned_at is None else max(body.expected_at, at)
            facts = {"kind": body.method, "how": body.how, "reason": reasons.get(entry.id)}
        elif isinstance(body, ContactCancelled):
            facts = {"by": body.by}
        elif isinstance(body, ContactCompleted):
            facts = {"kind": body.method, "partial": body.partial}
        yield course.case(
            "missed_rate", at, stops_at=at, counted=isinstance(body, ContactMissed), reasons=(), entries=ids,
            excluded=_why_out(course, entry, at) or course.left_out(at, at, WITHHELD), **facts,
        )  # fmt: skip


def _why_out(course: Course, entry: Entry, at: datetime) -> str | None:
    """Called off; or missed by somebody who refused until then, of whom only that miss has somebody ask again."""
    if isinstance(entry.body, ContactCancelled):
        return CANCELLED
    until = (each for each in course.stretches if each.reason == REFUSED and each.begins < at)
    return REFUSED if any(each.ends == entry.occurred_at for each in until) else None


def _became(course: Course) -> Iterator[list[Entry]]:
    """What is said of each contact, the safer first. A miss stands for itself, whatever came of the booking later; a
    contact that nobody had booked was not kept, as nobody could have missed it."""
    of_one: dict[str, list[Entry]] = {}
    for entry in course.entries:
        if not isinstance(entry.body, BECAME):
            continue
        thing, is_miss = entry.body.thing(), isinstance(entry.body, ContactMissed)
        if is_miss or (thing is not None and course.stands(entry)):
            of_one.setdefault(thing or entry.id, []).append(entry)
    for entries in of_one.values():
        yield sorted(entries, key=lambda each: SAFER[each.type])


def _reasons(course: Course) -> dict[str, str]:
    """Why a contact was missed, as they said it when they were reached: by the id of the miss, the newest word."""
    reasons: dict[str, str] = {}
    for episode in course.ground.episodes:
        for attempt in episode.attempts:
            said = course.said_by(attempt.id, OutreachAttempted)
            if said is not None and said.why_missed_kind is not None:
                reasons |= dict.fromkeys(episode.ids, said.why_missed_kind)
    return reasons


def _before(course: Course, entry: Entry) -> str | None:
    return BEFORE if course.came_along(entry) else None


def missed_of_kept(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """Missed of kept and missed; beside it those of each kind, why, and what was called off by whom."""
    cancelled = [case for case in cases if case.excluded == CANCELLED]
    tally = share_of([case for case in cases if case.excluded != CANCELLED], window)
    more: Counter[str] = Counter(f"cancelled by the {choice_in_english(case.facts['by'])}" for case in cancelled)
    for (kind, reason, partial), times in Counter(map(_how_it_went, tally.standing)).items():
        words = choice_in_english(kind)
        more[f"{words}: kept or missed"] += times
        if reason is not None:
            more[f"{words}: missed"] += times
            more[f"reason: {choice_in_english(reason)}"] += times
        else:
            more["kept, in part only"] += times * partial
    tally.more = dict(sorted(more.items()))
    return tally


def _how_it_went(case: Case) -> tuple[str, str | None, bool]:
    """By what kind of contact; why it was missed, of those that were; whether it was kept in part only."""
    facts = case.facts
    return facts["kind"], (facts["reason"] or NOT_ASKED) if case.counted else None, facts.get("partial", False)


def same_worker(course: Course) -> Iterator[Case]:
    """Each whole contact, counted where their coordinator was there; and how many different workers they had met by
    then in 90 days. Who came to them before Carelist knew them nobody wrote down."""
    met: deque[tuple[Entry, frozenset[str]]] = deque()
    there: Counter[str] = Counter()
    resolved = set[str]()
    for live in course.state.contacts:
        entry = course.entry(live.id)
        if entry is None or live.partial or live.planned in resolved:
            continue  # what became of one booking is one contact, whoever wrote it down too
        resolved |= {live.planned} if live.planned is not None else set()
        before, workers = _before(course, entry), _workers(entry)
        if before is None:
            met.append((entry, workers))
            there.update(workers)
        while met and live.at - met[0][0].occurred_at > DIFFERENT_WORKERS_WITHIN:
            there -= Counter(met.popleft()[1])
        yield course.case(
            "same_worker", live.clock, stops_at=live.clock, counted=course.coordinator_at(live.at) in workers,
            reasons=(), excluded=before or course.left_out(live.clock, live.clock, WITHHELD), entries=(live.id,),
            workers=len(there),
        )  # fmt: skip


def _workers(entry: Entry) -> frozenset[str]:
    """Who was there: whoever had the contact, and whom they name beside them."""
    besides = entry.body.present if isinstance(entry.body, ContactCompleted) else ()
    team = f"{entry.origin['team']}: " if entry.origin is not None else ""
    return frozenset(team + worker for worker in (entry.decided_by, *besides))


def with_their_coordinator(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """The share; and of the people in it how many had met so many different workers in 90 days, at their newest."""
    tally = share_of(cases, window)
    newest: dict[str, tuple[datetime, int]] = {}
    for case in tally.standing:
        told, known = (case.starts_at, case.facts["workers"]), newest.get(case.person)
        if known is None or told > known:
            newest[case.person] = told
    tally.kept = {person: workers for person, (_, workers) in sorted(newest.items())}
    return _with_workers(tally)


def add_up_workers(tallies: Sequence[Tally], windows: Sequence[Window]) -> Tally:
    """The same of months together: whoever was met again is counted at their newest."""
    total = add_up(tallies, windows)
    total.kept = {person: workers for each in tallies for person, workers in (each.kept or {}).items()}
    return _with_workers(total)


def _with_workers(tally: Tally) -> Tally:
    met = Counter(min(workers, MANY_WORKERS) for workers in tally.kept.values())
    tally.more = {
        "people who met 1 worker in 90 days": met[1],
        "people who met 2 workers in 90 days": met[2],
        "people who met 3 or more workers in 90 days": met[MANY_WORKERS],
    }
    return tally


def promises_kept(course: Course) -> Iterator[Case]:
    """Each time they said that they would be in touch: they were spoken to by when we look whether they were."""
    contacts = deque(course.state.contacts)
    for attempt in course.state.attempts:
        if attempt.promise is None:
            continue
        while contacts and contacts[0].order <= attempt.order:
            contacts.popleft()
        live = contacts[0] if contacts else None
        ground = course.then(attempt.clock)
        yield course.case(
            "promises_kept", attempt.clock, stops_at=live.at if live else None,
            due_at=looked_at(ground, attempt, attempt.promise)[1], reasons=WITHHELD,
            entries=(attempt.id, live.id if live else ""),
        )  # fmt: skip


def late_entries(course: Course) -> Iterator[Case]:
    """What was recorded in each month by each author, and how many of it late, day by day: as many days together as
    are of one place, since there are as many entries as anything can be counted of."""
    bundles: dict[tuple[str, str], list[_Recorded]] = {}
    for entry in course.entries:
        if entry.origin is not None:
            continue
        at = course.ground.calendar.day_of(entry.clock_at).isoformat()
        place = course.place(entry.clock_at, entry.author)
        known = bundles.setdefault((at[:7], entry.author), [])
        bundle = next((each for each in known if each.place == place), None)
        if bundle is None:
            known.append(bundle := _Recorded(place, entry.clock_at, entry.clock_at))
        bundle.take(entry, at, came=course.came_along(entry), is_late=course.is_late(entry.id))
    for bundle in (each for known in bundles.values() for each in known):
        yield Case(
            "late_entries", course.person, bundle.first, bundle.last, counted=bool(bundle.late), place=bundle.place,
            facts={"days": bundle.days}, entries=tuple(bundle.late), is_late=bool(bundle.late),
        )  # fmt: skip


@dataclass(slots=True)
class _Recorded:
    """`days`: of each how many entries, how many of them late, and how many came with an import."""

    place: Place
    first: datetime
    last: datetime
    days: dict[str, list[int]] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)

    def take(self, entry: Entry, day: str, *, came: bool, is_late: bool) -> None:
        counts = self.days.setdefault(day, [0, 0, 0])
        self.first, self.last = min(self.first, entry.clock_at), max(self.last, entry.clock_at + MICROSECOND)
        counts[0] += not came
        counts[1] += is_late and not came
        counts[2] += came
        self.late += [entry.id] if is_late and not came else []


def late_of_recorded(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """Entries that were recorded late, of all."""
    tally, begins, until = Tally(), _day(window, window.begins), _day(window, window.ends)
    all_before = 0
    for case in in_figure(cases, window, Tally()):
        for day, (recorded, late, before) in case.facts["days"].items():
            if begins <= day < until:
                tally.d += recorded
                tally.n += late
                all_before += before
    if all_before:
        tally.left_out[BEFORE] = all_before
    tally.late = tally.n
    return tally


def _day(window: Window, moment: datetime) -> str:
    return window.service.day_of(moment).isoformat()
