"""One case of an audit as the record shows it, the clocks worked out: what it was, by when each thing was owed and when
it came, what was done, how they stood. Nobody who worked on it is named (measures.md, Audit)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.case import AWAY, DIED, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.course_facts import Obligation
from carelist_tui.domain.measures.subjects.escalations import escalations_closed
from carelist_tui.domain.measures.subjects.handovers import handover_safe
from carelist_tui.domain.measures.subjects.response import first_response
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.audit.blind import Blind
from carelist_tui.domain.views.report.subject import Subject
from carelist_tui.domain.views.whole.links import Together
from carelist_tui.domain.words import inside
from carelist_tui.domain.worklist import Item

RECORD = "record"
OF_A_RECORD = timedelta(days=90)
"""So long before the drawing a record as a whole is told."""
WHOLE_RECORD = ("contact.", "outreach.", "escalation.", "decision.", "review.", "crisis.", "incident.", "handover.")
PLANS = ("engagement_plan.agreed", "risk_plan.updated")

NOTHING_OWED, NOTHING = tr("Nothing was owed."), tr("Nothing is recorded.")
GONE_WORDS = {DIED: tr("They had died"), AWAY: tr("They were away")}
NOT_HERE = tr("What this case is about has not arrived on this laptop.")
SHARES = {
    "accepted_in_time": tr("accepted in time"),
    "met_on_day": tr("first contact on its day"),
    "prepared": tr("checklist and call done in time"),
    "quiet": tr("no crisis or incident until 14 days after"),
}


@dataclass(frozen=True, slots=True)
class CaseTold:
    """A case in lines under headings. `moment`: when it began, in words; `ref`: the person's identifier."""

    id: str
    person: str
    ref: str
    name: str
    moment: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def lines(self) -> Iterator[str]:
        """Each heading, and what stands under it."""
        for heading, lines in self.sections:
            yield f"{heading}:"
            yield from (f"  {line}" for line in lines)


@dataclass(frozen=True)
class Known:
    """What the cases of one person are told of: their entries as known at a moment, and what they were owed then."""

    person: str
    story: Sequence[Entry]
    items: Sequence[Item]
    roster: Roster
    standards: Standards
    at: datetime

    @cached_property
    def workers(self) -> dict[str, str]:
        """The name of each worker, by id."""
        return {worker.id: worker.name for worker in self.roster.workers.values()}

    @cached_property
    def course(self) -> Course:
        """How their story went."""
        return Course.of(self.person, self.story, self.standards, self.roster.staff)

    @cached_property
    def subject(self) -> Subject:
        """The person as their entries say it."""
        ground = stand_on(self.course.state, self.standards, self.roster.staff)
        return Subject(ground, self.story, self.at, self.workers, others_words=True)


def case_told(kind: str, case: str, known: Known) -> CaseTold:
    """A case of an audit of that kind; what no worker may be known by is hidden in every line of it."""
    course, subject = known.course, known.subject
    teller = _Teller(kind, case, known, course, subject)
    blind = Blind({**known.workers, **_elsewhere(known.story)}, _theirs(course.state))
    sections = tuple((heading, tuple(map(blind.hide, lines))) for heading, lines in teller.sections() if lines)
    return CaseTold(
        case, known.person, course.state.identity.ref or known.person, subject.name, teller.moment(), sections
    )


def _theirs(state: PersonState) -> Iterator[str]:
    """The person's own names, and of those around them whom somebody may have been in touch with."""
    identity = state.identity
    yield from filter(None, (identity.given, identity.family, identity.known_as))
    yield from (each.name for each in identity.partners or ())
    yield from (each.name for each in (state.plan.may_contact if state.plan else ()))


def _elsewhere(story: Iterable[Entry]) -> dict[str, str]:
    """Who wrote what another team's file tells; nobody here has an id of theirs."""
    names = {str(each.origin["author_name"]) for each in story if each.origin is not None}
    return {tr("elsewhere {name}", name=name): name for name in sorted(names)}


@dataclass(frozen=True, slots=True)
class _Teller:
    kind: str
    case: str
    known: Known
    course: Course
    subject: Subject

    def moment(self) -> str:
        """When it began; of a record as a whole, as at when it is read."""
        entry = self.course.entry(self.case)
        if self.kind == RECORD or entry is None:
            return tr("as at {when}", when=self.subject.when(self.known.at))
        return self.subject.when(self._begins(entry))

    def _begins(self, entry: Entry) -> datetime:
        episode = next((each for each in self.course.ground.episodes if each.id == self.case), None)
        return episode.t if episode is not None else entry.occurred_at

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        if self.kind == RECORD:
            yield tr("How they stand"), self._stands(self.known.at)
            yield tr("What is owed"), [self._owed(each) for each in self.known.items] or [NOTHING_OWED]
            yield tr("Plans"), self._lines(PLANS) or [NOTHING]
            yield tr("The last 90 days"), self._lines(WHOLE_RECORD, self.known.at - OF_A_RECORD) or [NOTHING]
            return
        entry = self.course.entry(self.case)
        if entry is None:
            yield tr("Not here"), [NOT_HERE]
            return
        begins = self._begins(entry)
        yield tr("What it is"), self._whole()
        yield tr("The clocks"), [*self._clocks()] or [NOTHING_OWED]
        yield tr("What was done, the oldest first"), self._done() or [NOTHING]
        yield tr("How they stood then"), self._stands(begins)
        yield tr("The plans then"), self._lines(PLANS, until=begins, newest=True)

    def _whole(self) -> list[str]:
        (line,) = (each for each in self.subject.standing if each["id"] == self.case)
        return [self.subject.head(line), *(f"{row.title}: {row.words}" for row in self.subject.rows(line))]

    def _done(self) -> list[str]:
        """Every entry that names it, or one that does; of a missed contact also what was done while it stood open."""
        named = {each.id for each in Together(self.course.entries).about(self.case)} - {self.case}
        episode = next((each for each in self.course.ground.episodes if each.id == self.case), None)
        if episode is not None:
            until = episode.end or self.known.at
            named |= {x.id for x in self.course.entries if episode.t <= x.occurred_at <= until} - {self.case}
        return [self._line(line) for line in self.subject.standing if line["id"] in named]

    def _lines(
        self, types: tuple[str, ...], since: datetime | None = None, until: datetime | None = None, *,
        newest: bool = False,
    ) -> list[str]:  # fmt: skip
        entries = {
            each.id: each.type
            for each in self.course.entries
            if each.type.startswith(types)
            and (since is None or each.occurred_at >= since)
            and (until is None or each.occurred_at <= until)
        }
        if newest:
            entries = {id: kind for kind, id in {kind: id for id, kind in entries.items()}.items()}
        return [self._line(line) for line in self.subject.standing if line["id"] in entries]

    def _line(self, line: Mapping[str, Any]) -> str:
        return f"{self.subject.head(line)}: {self.subject.in_a_line(line)}".removesuffix(": ")

    def _stands(self, moment: datetime) -> list[str]:
        """Zone, tier, who holds them, last contact, as they stood at a moment."""
        standing = self.course.at(moment)
        if standing is None:
            return []
        place, when = standing.place, self.subject.when
        tier = choice_in_words(place.tier) if place.tier else tr("not set")
        owed = standing.in_cadence_until
        lines = [
            tr("Zone {zone}, tier {tier}", zone=choice_in_words(place.zone or "unknown"), tier=tier),
            tr("Coordinator {coordinator}", coordinator=standing.coordinator or tr("nobody")),
            tr("Contact owed by {when}", when=when(owed)) if owed is not None else tr("Contact was not owed"),
        ]
        return lines + ([GONE_WORDS[standing.gone]] if standing.gone else [])

    def _owed(self, item: Item) -> str:
        late = tr(", {length} late", length=_length(self.known.at - item.due_at)) if item.due_at < self.known.at else ""
        return tr("{title}: due {when}{late}", title=item.title, when=self.subject.when(item.due_at), late=late)

    def _clocks(self) -> Iterator[str]:
        """Each thing by when it was owed, and when it came."""
        if self.kind == "ladder":
            yield from self._cases(first_response(self.course), tr("First response"))
        for each in self.course.obligations:
            if self.case in (each.due.source, each.due.detail.get("episode"), each.due.detail.get("decision")):
                yield self._obligation(each)
        if self.kind == "escalation":
            yield from self._cases(escalations_closed(self.course), tr("Answered, and its outcome known"))
        for case in handover_safe(self.course) if self.kind == "handover" else ():
            if self.case in case.entries[:1]:
                yield from (f"{words}: {tr('yes') if case.facts[key] else tr('no')}" for key, words in SHARES.items())

    def _cases(self, cases: Iterable[Case], title: str) -> Iterator[str]:
        for each in cases:
            if self.case in each.entries[:1] and each.due_at is not None:
                yield self._clock(title, each.due_at, each.stops_at)

    def _obligation(self, each: Obligation) -> str:
        gone = each.gone
        if gone is None:
            return self._clock(each.due.title, each.due_at, None)
        label = gone.body.LABEL if gone.body is not None else gone.type
        return f"{self._clock(each.due.title, each.due_at, gone.occurred_at)} ({inside(label)})"

    def _clock(self, title: str, due_at: datetime, came_at: datetime | None) -> str:
        when = self.subject.when
        if came_at is None:
            late = self.known.at > due_at
            stands = (
                tr("not done, {length} late", length=_length(self.known.at - due_at)) if late else tr("not due yet")
            )
            return tr("{title}: due {when}; {stands}", title=title, when=when(due_at), stands=stands)
        late_by = tr("{length} late", length=_length(came_at - due_at)) if came_at > due_at else tr("in time")
        return tr(
            "{title}: due {when}; came {when2}, {late_by}",
            title=title,
            when=when(due_at),
            when2=when(came_at),
            late_by=late_by,
        )


def _length(time: timedelta) -> str:
    """`20 min`, `3 h 10 min`, `2 days 4 h`: as whoever looks at it counts."""
    minutes = int(time.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return ntr("{days} day", "{days} days", days, days=days) + (f" {hours} h" if hours else "")
    return (
        tr("{hours} h {minutes} min", hours=hours, minutes=minutes % 60)
        if hours
        else tr("{minutes} min", minutes=minutes)
    )
