"""What is owed to no person: a worker's supervision, cover for all that somebody away holds, the service's audits, what
it is to change in itself (standards.md, Dues)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.dues.deferral import longest_deferral, may_wait
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.roster import DUTY, MANAGER, Absence, Roster, Visits
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards import Standards

NOBODY_OUT = Visits()
TWO_MONTHS = timedelta(days=62)
"""From the first of a month into the second month after it, whichever it is."""
Held = Mapping[str, frozenset[str]]
"""By worker, the ids of the people whom they coordinate, or of whom a Due names them."""


@dataclass(frozen=True, slots=True)
class Asking:
    """An erasure that one manager has recorded, and no second one yet: its id, when, by whom; of which entry, of what
    type and when that was, about whom. `type` is empty where that has not arrived."""

    id: str
    at: datetime
    by: str
    entry: str
    type: str = ""
    of: datetime | None = None
    person: str | None = None


def team_owed(
    roster: Roster, held: Held, standards: Standards, visits: Visits = NOBODY_OUT, askings: Iterable[Asking] = ()
) -> list[Due]:
    """Everything owed to no person. `held` is asked for those of `uncovered_workers` only; `visits` says who is out,
    `askings` which erasures wait for a second manager."""
    found = [*_supervisions(roster, standards), *_cover(roster, held, standards), *_out(roster, visits, standards)]
    found += [*_audits(roster, standards), *_improvements(roster, standards), *_erasures(roster, askings, standards)]
    return [_as_agreed(due, roster, standards) for due in found]


def uncovered_workers(roster: Roster) -> frozenset[str]:
    """Workers with an absence that says nobody covers all they hold: what they hold decides whether cover is owed."""
    return frozenset(
        worker
        for worker, absences in roster.absences.items()
        if worker not in roster.left and any(not each.covers_everybody for each in absences)
    )


def _supervisions(roster: Roster, standards: Standards) -> Iterator[Due]:
    """Each worker's supervision: when the last one said, else so long after they were added (S4:105). A date further
    off than the limit, as an earlier release took it, is read as the limit."""
    calendar = standards.calendar
    for worker in sorted(roster.workers.values(), key=lambda each: each.id):
        joined, held = roster.joined.get(worker.id), roster.supervised.get(worker.id)
        source = held[0] if held else joined
        if source is None or not worker.active:
            continue
        due_at = calendar.after(source.at, standards.limits.supervision_next if held else standards.dues.supervision)
        if held:
            due_at = min(due_at, calendar.close_of(held[1]))
        words: Words = (f"{worker.name}, {tr('last held') if held else tr('none held since they came')} ", source.at)
        yield KINDS["supervision"].due(
            None, source.id, tr("Supervision"), due_at, words, owner=worker.id, detail={"worker": worker.id}
        )


def _audits(roster: Roster, standards: Standards) -> Iterator[Due]:
    """Each kind of audit that the Standards list, every month (S0:35, S4:98): from the newest sample of that kind of
    which each case is scored, else from when the first worker came; by the last service day of the month after."""
    first = min(roster.joined.values(), key=lambda each: (each.at, each.id), default=None)
    for kind in standards.audits:
        scored = roster.audited.get(kind)
        source = scored or first
        if source is None:
            continue
        what = AUDITS_IN_WORDS[kind]
        words: Words = (
            tr(
                "audit of {what}, {which} ",
                what=what,
                which=tr("last drawn") if scored else tr("none since the service began"),
            ),
            source.at,
        )
        yield KINDS["audit"].due(
            None, source.id, tr("Audit of {what}", what=what), audit_due(source.at, standards), words, part=kind,
                owner=MANAGER,
            detail={"audit": kind},
        )  # fmt: skip


def audit_due(since: datetime, standards: Standards) -> datetime:
    """The close of the last service day of the month after the one in which that moment lies."""
    calendar = standards.calendar
    two_months_on = (calendar.day_of(since).replace(day=1) + TWO_MONTHS).replace(day=1)
    day = two_months_on - timedelta(days=1)
    while not calendar.is_service_day(day):
        day -= timedelta(days=1)
    return calendar.closes(day)


def _cover(roster: Roster, held: Held, standards: Standards) -> Iterator[Due]:
    """Somebody is away, and nobody covers for some of those whom they hold."""
    for worker in sorted(uncovered_workers(roster)):
        for absence in roster.absences[worker]:
            left_alone = sorted(each for each in held.get(worker, ()) if not absence.covers(each))
            if absence.said is None or not left_alone:
                continue
            name, number = roster.name(worker), len(left_alone)
            people = ntr("{number} person without cover", "{number} people without cover", number, number=number)
            ends: Words = (tr(" until "), absence.ends) if absence.ends else (tr(" until they are back"),)
            yield KINDS["cover_needed"].due(
                None,
                absence.said.id,
                tr("Cover needed"),
                _cover_by(absence, absence.said.at, standards),
                (tr("{name} is away from ", name=name), absence.begins, *ends, f", {people}"),
                owner=MANAGER,
                detail={
                    "worker": worker,
                    "from": absence.begins.isoformat(),
                    "until": absence.ends.isoformat() if absence.ends else None,
                    "persons": left_alone,
                },
            )


def _out(roster: Roster, visits: Visits, standards: Standards) -> Iterator[Due]:
    """Somebody went out alone, and has recorded nothing since: from when they should be back somebody looks for them.
    A moment that nobody here was asked about is no further off than one that was (standards.md, Limits)."""
    for visit in visits.out():
        latest = standards.calendar.after(visit.at, standards.limits.back_by)
        due_at = min(visit.back_by, latest)
        name, where = roster.name(visit.worker), visits.where.get(visit.person, "")
        to = tr(" to {where}", where=where) if where else ""
        yield KINDS["worker_back"].due(
            None,
            visit.id,
            tr("{name}: back from a visit?", name=name),
            due_at,
            (tr("{name} went out ", name=name), visit.at, tr("{to}, has recorded nothing since: ring them", to=to)),
            from_at=due_at,
            owner=DUTY,
            also=(MANAGER,),
            detail={"worker": visit.worker, "person": visit.person},
        )


def _improvements(roster: Roster, standards: Standards) -> Iterator[Due]:
    """Each change of the service that is open, by when whoever opened it said (S4:107); no further off than the limit,
    as an earlier release, or a laptop with a longer one, may have taken it."""
    for each in roster.improvements.values():
        latest = standards.calendar.after(each.said.at, standards.limits.improvement_due)
        yield KINDS["improvement"].due(
            None,
            each.said.id,
            each.title,
            min(each.due_at, latest),
            (tr("improvement, opened "), each.said.at),
            owner=each.owner,
            detail={"improvement": each.said.id, "worker": each.owner},
        )


def _erasures(roster: Roster, askings: Iterable[Asking], standards: Standards) -> Iterator[Due]:
    """Each erasure that waits for a second manager's word, which is due as any word of authority; ended by it, or by
    its being withdrawn (records.md, entry.erased)."""
    for each in askings:
        kind = TYPES.get(each.type)
        first, *others = _other_managers(roster, each.by) or [MANAGER]
        what: Words = (
            (tr("{which} of ", which=kind.LABEL if kind is not None else tr("an entry")), each.of)
            if each.of
            else (tr("an entry"),)
        )
        yield KINDS["erasure"].due(
            None,
            each.id,
            tr("Second word: erasure"),
            standards.calendar.after(each.at, standards.dues.confirm_authority),
            (
                *what,
                tr(", asked for by {name} ", name=roster.name(each.by)),
                each.at,
                tr(": it goes with a second manager's word"),
            ),
            owner=first,
            also=tuple(others),
            detail={"entry": each.entry, "person": each.person, "worker": each.by},
        )


def _other_managers(roster: Roster, worker: str) -> list[str]:
    """The managers who work here but for this one, those of the same team first."""
    asker = roster.workers.get(worker)
    managers = [x for x in roster.workers.values() if x.active and x.role == MANAGER and x.id != worker]
    return [x.id for x in sorted(managers, key=lambda x: (asker is None or x.team != asker.team, x.id))]


def _cover_by(absence: Absence, said_at: datetime, standards: Standards) -> datetime:
    """The same day; where somebody covers for some already, the day before it begins for the others, if later."""
    calendar = standards.calendar
    same_day = calendar.same_day(said_at, high=False)
    if not absence.cover:
        return same_day
    day = calendar.day_of(absence.begins) - timedelta(days=1)
    while calendar.service_day_from(day) != day:
        day -= timedelta(days=1)
    return max(same_day, calendar.closes(day))


def _as_agreed(due: Due, roster: Roster, standards: Standards) -> Due:
    """As somebody put it off, within the limit of its band, and passed it on, by its key (records.md)."""
    if owner := roster.given.get(due.key):
        due = replace(due, named_owner=owner)
    until = roster.put_off.get(due.key)
    if until is None or not may_wait(due):
        return due
    return replace(due, due_at=max(due.due_at, min(until, longest_deferral(standards, due))))
