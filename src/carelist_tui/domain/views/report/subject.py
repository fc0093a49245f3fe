"""Whom a report is about: how they stand, their entries as they stand now, and how all of it is put into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import ServiceHours
from carelist_tui.domain.dues.bookings import booked_starts
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.warnings import state_warnings
from carelist_tui.domain.entries import TYPES, EntryCorrected
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.moments import day_in_words, parse_moment
from carelist_tui.domain.person.story import each_once, effective
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.entry_fields import Telling, answered, label_of
from carelist_tui.domain.views.person import told
from carelist_tui.domain.views.report.report_parts import Fact, Facts, Imprint, Part, Passage
from carelist_tui.domain.words import day_in_full, moment_in_full

Told = Mapping[str, Any]
"""One entry of a story, as `show --json` answers it."""
CONFIDENTIAL = tr(
    "CONFIDENTIAL: about a person in our care. Keep it safe, give it to nobody else, destroy it after use."
)
LEFT_OUT = tr("What somebody else said in confidence is left out here.")
NOT_KNOWN = tr("Nothing was known of them then.")
DIED = tr(
    "that they died is recorded: nothing is written to be given to them, or to be shared. `person` has their plans"
)
NAMED_ABOVE = (tr("Missed contact"), tr("Planned contact"))
"""Fields that only say which entry one is about, where it stands under that one."""


@dataclass(frozen=True)
class Subject:
    """A person as read at a moment. `others_words`: what others said in confidence stands in it too. `present`: as they
    stand now, where that is another moment: who must not be told now is told nothing of an earlier one either."""

    ground: Ground
    story: Sequence[Entry]
    at: datetime
    workers: Mapping[str, str]
    others_words: bool = False
    present: Ground | None = None
    meetings: Sequence[Entry] = ()
    """Huddles and supervision, and what corrects them: what was said there about people."""

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Every entry, in story order, as it was recorded."""
        return told(self.story, self.ground.standards.limits.late_after, self.ground.calendar.zone)

    @cached_property
    def meeting_lines(self) -> list[dict[str, Any]]:
        """Each meeting, as it was recorded, and each correction of one."""
        return told(self.meetings, self.ground.standards.limits.late_after, self.ground.calendar.zone)

    @cached_property
    def telling(self) -> Telling:
        """How ids and moments are said."""
        return Telling(self.when, self.workers, {line["id"]: line for line in self.lines}, {self.person: self.name})

    @cached_property
    def standing(self) -> list[Told]:
        """The entries as they stand, corrections applied and what was struck left out, in their order."""
        by_id = {line["id"]: line for line in self.lines}
        entries = sorted(effective(list(each_once(self.story).values())), key=lambda each: each.order)
        return [
            _as_it_stands(entry, by_id[entry.id]) for entry in entries if not isinstance(entry.body, EntryCorrected)
        ]

    @property
    def now(self) -> Ground:
        """The ground they stand on now."""
        return self.present or self.ground

    def of_kind(self, *subjects: str) -> list[Told]:
        """Those of types that begin like one of these."""
        return [line for line in self.standing if line["type"].startswith(subjects)]

    @property
    def person(self) -> str:
        return self.ground.state.person

    @property
    def hours(self) -> ServiceHours:
        """When the service is open, and who holds it else."""
        return self.ground.calendar.service

    @property
    def name(self) -> str:
        """`Amina Yusuf`."""
        identity = self.ground.state.identity
        return " ".join(filter(None, (identity.given, identity.family))) or tr("nobody by name")

    @property
    def called(self) -> str:
        """How they like to be called."""
        identity = self.ground.state.identity
        return (identity.known_as or "").strip() or self.name

    @property
    def whom(self) -> str:
        """`Amina Yusuf, P-0042, born 4 May 1991, NHS number 9990000018`: what tells them from a namesake."""
        identity = self.ground.state.identity
        born = tr("born {day_in_words}", day_in_words=day_in_words(identity.born)) if identity.born else ""
        number = tr("NHS number {nhs_number}", nhs_number=identity.nhs_number) if identity.nhs_number else ""
        return ", ".join(filter(None, (self.name, identity.ref, born, number)))

    @property
    def coordinator(self) -> str:
        """Who coordinates; empty while nobody does."""
        coordinator = self.ground.state.coordinator
        return self.worker(coordinator.value) if coordinator else ""

    def loud(self) -> tuple[Part, ...]:
        """What nobody may overlook of how they stand: that they died, refused contact, are away; or that all of this
        is of a moment before they came."""
        said = state_warnings(self.ground) if self.story else [NOT_KNOWN]
        return tuple(Passage(words, loud=True) for words in said)

    def refuse_if_died(self) -> None:
        """Refuses where a death is recorded now, confirmed or not, of whatever moment the page is: nobody is to be in
        touch with them, nor with others for their sake."""
        death = self.now.state.death
        if death is not None:
            raise Refused(DIED)

    def worker(self, id: str) -> str:
        """Their name; an unknown id as it is."""
        return self.workers.get(id, id)

    def when(self, moment: datetime | str) -> str:
        """`Tue 3 Mar 2026 10:30`: the same whenever it is read."""
        return moment_in_full(parse_moment(moment) if isinstance(moment, str) else moment, self.ground.calendar.zone)

    def day(self, moment: datetime | date | str) -> str:
        """`Tue 3 Mar 2026`."""
        at = parse_moment(moment) if isinstance(moment, str) else moment
        return day_in_full(at.astimezone(self.ground.calendar.zone) if isinstance(at, datetime) else at)

    def head(self, line: Told) -> str:
        """What an entry is, when it happened and whose it is: `Risk check, Mon 2 Mar 2026 10:55, by Tom Price`."""
        return tr(
            "{label_of}, {when}, by {author}",
            label_of=label_of(line),
            when=self.when(line["occurred_at"]),
            author=self.author(line),
        )

    def author(self, line: Told) -> str:
        """Whoever decided or did it, by name."""
        return self.worker(line.get("on_behalf_of") or line["author"])

    def rows(self, line: Told, *, without: Sequence[str] = ()) -> list[Fact]:
        """Each field that an entry fills; what others said in confidence only where that is to stand in it."""
        fields = [row for row in answered(line, self.telling) if row.title not in without]
        return [Fact(row.heading, row.words) for row in fields if self.others_words or not row.of_others]

    def whole(self, line: Told) -> tuple[Part, ...]:
        """An entry with every field that may stand here, and that others' words are left out, where any are."""
        rows = self.rows(line)
        left_out = (Passage(LEFT_OUT),) if self.leaves_out(line) else ()
        return (*((Facts(tuple(rows)),) if rows else ()), *left_out)

    def in_a_line(self, line: Told) -> str:
        """The same fields one after the other: `How: call; Outcome: no answer`."""
        said = [f"{row.title}: {row.words}" for row in self.rows(line, without=NAMED_ABOVE)]
        return "; ".join([*said, *([LEFT_OUT] if self.leaves_out(line) else [])])

    def leaves_out(self, line: Told) -> bool:
        """Whether an entry holds others' words that do not stand here."""
        return not self.others_words and any(row.of_others for row in answered(line, self.telling))

    def booked(self) -> Iterator[tuple[str, str, str]]:
        """(when, how, with whom) of each contact that is booked and to come."""
        for start, _, booking in booked_starts(self.ground, while_away=True):
            if start >= self.at:
                yield self.when(start), choice_in_words(booking.method), self.worker(booking.worker)

    def imprint(self, made_by: str, made_at: datetime, known_at: datetime | None) -> Imprint:
        """Who made it, when, and of which entries."""
        return imprint_of([self], made_by, made_at, self.at, known_at, self.ground.calendar.zone)


def imprint_of(
    subjects: Sequence[Subject],
    made_by: str,
    made_at: datetime,
    at: datetime,
    known_at: datetime | None,
    zone: ZoneInfo,
) -> Imprint:
    """Who made a page about these, when, and of which entries: the digest is that of `verify`, over these alone."""
    hashes = [line["hash"] for subject in subjects for line in subject.lines]
    digest = sha256("".join(hashes).encode()).hexdigest()
    made, read, known = (moment_in_full(moment, zone) for moment in (made_at, at, known_at or made_at))
    return Imprint(made_by, made, read, known, len(hashes), digest)


def _as_it_stands(entry: Entry, line: Told) -> Told:
    """The line of an entry, with what a correction put in its place."""
    if not line.get("corrected_by") or entry.body is None or entry.type not in TYPES:
        return line
    body = entry.body.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {**line, "body": body, "occurred_at": entry.occurred_at.isoformat()}
