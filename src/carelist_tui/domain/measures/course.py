"""The course of one person's story: what stood at each moment of it, for the measures to look back on. Nothing of it
is forgotten, as the state forgets what is closed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from carelist_tui.domain.dues import awaited, bookings, decisions, ladder, reviews, safety_net
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.interval import contact_owed_by
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import OF_PEOPLE, as_paused, owed_on
from carelist_tui.domain.entries import ContactPlanned
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.measures.case import AWAY, DIED, GONE, LEFT_OUT, REFUSED, STOPPED, Case, Place
from carelist_tui.domain.measures.course_facts import (
    Booked,
    Holding,
    Obligation,
    Owing,
    Standing,
    Stretch,
    count_moments,
    revive,
)
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.person.facts import Membership
from carelist_tui.domain.person.story import retold
from carelist_tui.domain.roster import EVERYBODY, Staff
from carelist_tui.domain.standards import Standards

B = TypeVar("B", bound=Body)
FOLLOWED = (
    ladder.ladder_steps,
    ladder.sharing_decision,
    decisions.decision,
    decisions.decision_review,
    awaited.promise,
    awaited.follow_up,
    reviews.learning_review,
)
"""What is owed whose coming, moving and going is followed through the whole story."""


@dataclass(slots=True)
class Course:
    """One person's story, told once. `state` is as the whole of it leaves it, with nothing forgotten, and `ground` what
    the rules stand on with it: its episodes are all there ever were. `entries` stand as they were corrected."""

    person: str
    state: PersonState
    ground: Ground
    entries: list[Entry] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    owing: list[Owing] = field(default_factory=list)
    referrals: list[Membership] = field(default_factory=list)
    acceptances: list[Membership] = field(default_factory=list)
    """Each that counted, reopenings as well: for every clock a new acceptance."""
    booked: list[Booked] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    _came: list[tuple[datetime, datetime]] = field(default_factory=list)
    """Of who was brought over: when they had been accepted, however short a time before, and when they came."""
    _owed: dict[str, Obligation] = field(default_factory=dict)
    _by_id: dict[str, Entry] = field(default_factory=dict)
    _by_kind: dict[type[Body], list[Entry]] = field(default_factory=dict)

    @classmethod
    def of(cls, person: str, story: Iterable[Entry], standards: Standards, staff: Staff = EVERYBODY) -> Course:
        """From these entries, whatever order they come in."""
        told = list(story)
        whole = fold(person, told, forgets=False)
        course = cls(person, whole, stand_on(whole, standards, staff))
        before: Entry | None = None
        state = PersonState(person)
        for state, entry in retold(person, told):
            if before is not None:
                then = standards.in_force_at(before.occurred_at)
                course._note(stand_on(state, then, staff), before, entry.occurred_at)
            course.entries.append(entry)
            before = entry
        if before is not None:
            course._note(stand_on(state, standards.in_force_at(before.occurred_at), staff), before, None)
        course.standings, course.stretches = revive(course.standings, course.stretches)
        for accepted, came in course._came:
            course._begin_at(accepted, came)
        course._by_id = {entry.id: entry for entry in course.entries}
        for entry in course.entries:
            if entry.body is not None:
                course._by_kind.setdefault(type(entry.body), []).append(entry)
        return course

    def _note(self, ground: Ground, entry: Entry, until: datetime | None) -> None:
        """How they stand after an entry, until the next one."""
        self._note_arrival(ground, entry)
        self._note_standing(ground, entry)
        self._note_stretches(ground, entry.occurred_at)
        self._follow(ground, entry)
        self._note_owing(ground, entry.occurred_at, until)
        self._note_holding(ground, entry.occurred_at, until)

    def _note_arrival(self, ground: Ground, entry: Entry) -> None:
        """That they were referred or accepted by it, or that a contact was booked."""
        state = ground.state
        for known, newest in ((self.referrals, state.referral), (self.acceptances, state.acceptance)):
            if newest is not None and (not known or known[-1].id != newest.id):
                known.append(newest)
                if known is self.acceptances and newest.brought_over_on is not None:
                    self._came.append((newest.at, utc(ground.calendar.opens(newest.brought_over_on))))
        if not isinstance(entry.body, ContactPlanned) or state.acceptance is None:
            return
        booking = next((each for each in state.bookings if each.id == entry.id), None)
        stands_for = bookings.stands_booked(ground, booking, state.acceptance) if booking is not None else 0
        self.booked.append(Booked(entry.id, entry.occurred_at, stands_for))

    def _note_standing(self, ground: Ground, entry: Entry) -> None:
        state = ground.state
        known, newest = state.identity, ground.met_or_accepted
        coordinator = state.coordinator.value if state.coordinator is not None else None
        is_here = state.on_caseload and state.acceptance is not None
        here_since = self.standings[-1].here_since if self.standings else None
        standing = Standing(
            entry.occurred_at,
            Place(
                known.team,
                known.locality,
                ground.tier.value if ground.tier is not None else None,
                _source(state),
                state.zone_now,
                coordinator,
                dict(known.groups or {}),
            ),
            coordinator,
            is_here,
            ground.is_away or state.death is not None,
            utc(contact_owed_by(ground, newest)) if newest is not None and not ground.is_withheld else None,
            not state.on_caseload,
            (here_since or entry.occurred_at) if is_here else None,
            DIED if state.death is not None else AWAY if ground.is_away else None,
            state.on_caseload and state.acceptance is None and state.referral is not None,
        )
        if self.standings and self.standings[-1] == standing:
            return
        self.standings.append(standing)

    def _begin_at(self, accepted: datetime, came: datetime) -> None:
        """Nobody knew of them here before they came: no day of that time is one of contact kept, or of nothing owed."""
        before = [each for each in self.standings if accepted <= each.since < came]
        rest = [each for each in self.standings if not accepted <= each.since < came]
        unknown = [replace(each, on_caseload=False, here_since=None) for each in before]
        begun = [replace(before[-1], since=came, here_since=came)] if before and before[-1].on_caseload else []
        later = [
            replace(each, here_since=came) if each.here_since is not None and each.here_since < came else each
            for each in rest
        ]
        self.standings = sorted([*unknown, *begun, *later], key=lambda each: each.since)
        self.owing = [replace(x, since=max(x.since, came)) for x in self.owing if x.until is None or x.until > came]
        self.holdings = [
            replace(x, since=max(x.since, came)) for x in self.holdings if x.until is None or x.until > came
        ]

    def _note_stretches(self, ground: Ground, at: datetime) -> None:
        """Since when they are dead, away, refusing or left alone with a senior's word, and until when."""
        open_ones = {each.reason: each for each in self.stretches if each.ends is None or each.ends > at}
        stopped_until = _stopped_until(ground)
        holds = {
            DIED: ground.state.death is not None,
            AWAY: ground.is_away,
            REFUSED: ground.refuses_contact,
            STOPPED: stopped_until is not None and stopped_until > at,
        }
        for reason, held in holds.items():
            ends = stopped_until if reason == STOPPED else None
            if held and reason not in open_ones:
                self.stretches.append(Stretch(reason, at, ends))
            elif reason in open_ones:
                open_ones[reason].ends = ends if held else at

    def _follow(self, ground: Ground, entry: Entry) -> None:
        """What is owed now that was not, what moved before it fell due, and what is owed no more."""
        families = FOLLOWED if ground.state.on_caseload else ()
        now = {due.key: as_paused(ground, due) for family in families for due in family(ground)}
        now = {key: due for key, due in now.items() if not ground.withholds(KINDS[due.kind])}
        for key, known in list(self._owed.items()):
            if key not in now:
                self._owed.pop(key).gone = entry
            elif known.due_at >= entry.occurred_at:
                known.due, known.due_at = now[key], utc(now[key].due_at)
                known.owner = _owner(ground, now[key])
        for key, due in now.items():
            if key not in self._owed:
                begun = Obligation(due, due.since or entry.clock_at, utc(due.due_at), _owner(ground, due))
                self._owed[key] = begun
                self.obligations.append(begun)

    def _note_owing(self, ground: Ground, since: datetime, until: datetime | None) -> None:
        """What is owed of contact and reviews, where a week's first service day opens before the next entry."""
        if not ground.state.on_caseload or (
            until is not None and not any(count_moments(ground.calendar, since, until))
        ):
            return
        put_off = ground.state.put_off
        dues = [due for due in owed_on(ground, OF_PEOPLE) if _is_contact_or_review(due)]
        kept = (due for due in dues if until is None or due.due_at < until or due.key in put_off)
        self.owing.append(Owing(since, until, tuple(kept)))

    def _note_holding(self, ground: Ground, since: datetime, until: datetime | None) -> None:
        """Who holds them over the closures that end before the next entry, and why."""
        if not ground.state.on_caseload or (until is not None and utc(ground.calendar.closure_at(since)[1]) > until):
            return
        gap = safety_net.gap_of(ground)
        if gap is not None:
            self.holdings.append(Holding(since, until, gap))

    def at(self, moment: datetime) -> Standing | None:
        """How they stood at a moment, that moment included; None before anything was known of them."""
        place = bisect_right(self.standings, moment, key=lambda each: each.since)
        return self.standings[place - 1] if place else None

    def has_left(self, moment: datetime) -> bool:
        """Whether they were no longer on the caseload at a moment, so that nothing was owed to them."""
        standing = self.at(moment)
        return standing is not None and standing.has_left

    def then(self, moment: datetime) -> Ground:
        """The ground by the Standards in force at a moment."""
        standards = self.ground.standards.in_force_at(moment)
        return self.ground if standards is self.ground.standards else replace(self.ground, standards=standards)

    def place(self, moment: datetime, worker: str | None = None) -> Place:
        """What a case that starts then is grouped by; `worker` in place of the coordinator."""
        standing = self.at(moment) or (self.standings[0] if self.standings else None)
        place = standing.place if standing is not None else Place()
        if worker is None or worker == place.worker:
            return place
        return Place(place.team, place.locality, place.tier, place.source, place.zone, worker, place.groups)

    def left_out(self, begins: datetime, until: datetime | None, reasons: Iterable[str] = LEFT_OUT) -> str | None:
        """Why a case that is not answered by `until`, when it falls due, is left out: one of these held since before
        then, and still. Who lives, or is home again by then, was owed it; what was late before stays late (rule 5)."""
        return self._first(
            (
                each
                for each in self.stretches
                if (until is None or each.begins < until)
                and (each.ends is None or (until is not None and each.ends > until))
                and (each.ends is None or each.ends > begins)
            ),
            tuple(reasons),
        )

    def held_within(self, begins: datetime, until: datetime, reasons: Iterable[str] = LEFT_OUT) -> str | None:
        """Which of these held at some moment in between."""
        held = (x for x in self.stretches if x.begins < until and (x.ends is None or x.ends > begins))
        return self._first(held, tuple(reasons))

    def _first(self, held: Iterable[Stretch], asked: tuple[str, ...]) -> str | None:
        found = [asked.index(each.reason) for each in held if each.reason in asked]
        return asked[min(found)] if found else None

    def case(
        self,
        measure: str,
        starts_at: datetime,
        *,
        stops_at: datetime | None = None,
        due_at: datetime | None = None,
        counted: bool | None = None,
        reasons: Iterable[str] = LEFT_OUT,
        excluded: str | None = None,
        worker: str | None = None,
        entries: Iterable[str] = (),
        **facts: Any,
    ) -> Case:
        """A case of theirs. Counted, where it is not said, if it stopped by its due_at, that moment included; else left
        out for one of `reasons` that held when it fell due. `worker`: else the coordinator at due_at."""
        if stops_at is not None and stops_at < starts_at:
            stops_at = starts_at  # it had come before the service learned what it was for
        owner = worker or self.coordinator_at(due_at or starts_at)
        named = tuple(dict.fromkeys(id for id in entries if id))
        in_time = stops_at is not None and (due_at is None or stops_at <= due_at)
        return Case(
            measure, self.person, utc(starts_at), utc(stops_at) if stops_at else None,
            utc(due_at) if due_at else None, in_time if counted is None else counted,
            excluded or (None if in_time else self.left_out(starts_at, due_at, reasons)),
            self.place(starts_at, owner), facts, named,
            any(self.is_late(id) for id in named), any(self.is_disputed(id) for id in named),
        )  # fmt: skip

    def happened(
        self, measure: str, at: datetime, *, counted: bool = True, excluded: str | None = None,
        entries: Iterable[str] = (), **facts: Any,
    ) -> Case:  # fmt: skip
        """A case of one moment, which nothing is awaited after. Left out where they had died, or were away, by then: a
        refusal makes nothing unhappened."""
        out = excluded or self.left_out(at, at, GONE)
        return self.case(measure, at, counted=counted, reasons=(), excluded=out, entries=entries, **facts)

    def coordinator_at(self, moment: datetime) -> str | None:
        """Who coordinated at a moment."""
        standing = self.at(moment)
        return standing.coordinator if standing is not None else None

    def is_late(self, id: str) -> bool:
        """Whether an entry was recorded late (records.md, recorded_at)."""
        entry = self._by_id.get(id)
        late_after = self.ground.standards.limits.late_after.about
        return entry is not None and entry.recorded_at - entry.clock_at > late_after

    def is_disputed(self, id: str) -> bool:
        """Whether what an entry sets stands in conflict (records.md, Conflict)."""
        entry = self._by_id.get(id)
        thing = entry.body.thing() if entry is not None and entry.body is not None else None
        return self.state.thing_is_disputed(thing)

    def said(self, kind: type[B]) -> Iterator[tuple[Entry, B]]:
        """Each entry of a type as it stands, with its body, in story order."""
        for entry in self._by_kind.get(kind, ()):
            if isinstance(entry.body, kind):
                yield entry, entry.body

    def ids_at(self, moment: datetime, *kinds: type[Body]) -> list[str]:
        """The entries of these types that occurred at just that moment."""
        begins = bisect_left(self.entries, moment, key=lambda each: each.occurred_at)
        ends = bisect_right(self.entries, moment, key=lambda each: each.occurred_at)
        return [each.id for each in self.entries[begins:ends] if isinstance(each.body, kinds)]

    def clock_of(self, id: str) -> datetime:
        """When the service learned of an entry of the story."""
        return self._by_id[id].clock_at

    def said_by(self, id: str | None, kind: type[B]) -> B | None:
        """The body of an entry; None where it is of another type, or not known."""
        entry = self._by_id.get(id or "")
        return entry.body if entry is not None and isinstance(entry.body, kind) else None

    def entry(self, id: str) -> Entry | None:
        """An entry as it stands; None where it is not known, or does not stand."""
        return self._by_id.get(id)

    def stands(self, entry: Entry) -> bool:
        """Whether what an entry says of a thing stands: no later one took its place (records.md, Conflict)."""
        thing = entry.body.thing() if entry.body is not None else None
        return thing is None or any(mark.id == entry.id for mark in self.state.marks.get(thing, ()))

    def came_along(self, entry: Entry) -> bool:
        """Whether it came with an import, from before Carelist knew them (records.md, brought_over_on)."""
        return any(
            each.brought_over_on is not None and each.id in (entry.id, entry.arose_from) for each in self.acceptances
        )

    def owed(self, kind: str) -> Iterator[Obligation]:
        """Each Due of a kind that is FOLLOWED, in the order in which they were first owed."""
        return (each for each in self.obligations if each.due.kind == kind)

    def end_of_day(self, moment: datetime, days: int = 0) -> datetime:
        """The end of the local day that lies so many days after a moment's: the first moment of the day after it."""
        calendar = self.ground.calendar
        return calendar.at(calendar.day_of(moment) + timedelta(days=days + 1), time(0))


def _stopped_until(ground: Ground) -> datetime | None:
    """Until when the steps of the open missed contact are stopped with authority: the senior has said so themself, and
    once its review has passed they come back (records.md, What a decision does)."""
    episode = ground.episode
    stops = [each for each in episode.decisions if each.decision == "stopped" and not each.ignored] if episode else []
    if episode is None or not stops or stops[-1].waits:
        return None
    until = ground.steps_return_at(episode)
    return utc(until) if until is not None else None


def _source(state: PersonState) -> str | None:
    membership = state.acceptance or state.referral
    return membership.source or None if membership is not None else None


def _owner(ground: Ground, due: Due) -> str | None:
    """Whose it is: a worker id, or a role; None for whoever coordinates nobody."""
    coordinator = ground.state.coordinator
    return due.named_owner or (coordinator.value if coordinator is not None else None)


def _is_contact_or_review(due: Due) -> bool:
    return KINDS[due.kind].is_contact or KINDS[due.kind].brings in ("contact", "review")
