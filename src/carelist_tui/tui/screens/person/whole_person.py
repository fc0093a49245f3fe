"""What the person page reads through the door, beside the screen: the story first, then what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.views.entry_fields import as_corrected, label_of, now_words
from carelist_tui.domain.views.whole.groups import GroupTold, groups_told
from carelist_tui.domain.views.whole.indicators import Measured, measured_of
from carelist_tui.domain.views.whole.instruments import Scored, scored_of
from carelist_tui.domain.views.whole.links import Together
from carelist_tui.domain.views.whole.past import Past, past_of
from carelist_tui.domain.views.whole.rhythm import Rhythm, rhythm_of

TOLD_OF = ("in_words", "late", "corrected_by", "struck")
"""What the answer adds to each stored entry."""
NEWEST = 60
"""Entries that the first look reads: more than any window shows."""


@dataclass
class PersonTold:
    """One person as read at a moment. `lines` is the story as `show --json` answers it, the newest first.

    While only the newest of it was read, `answer` is empty.
    """

    answer: Mapping[str, Any]
    lines: list[Mapping[str, Any]]
    by_id: dict[str, Mapping[str, Any]]
    together: Together | None = None
    """Which of them belong together; None until the whole was looked back on."""
    past: Past | None = None
    rhythm: Rhythm | None = None
    measured: list[Measured] = field(default_factory=list)
    scored: list[Scored] = field(default_factory=list)
    groups: list[GroupTold] = field(default_factory=list)

    @property
    def searched(self) -> list[tuple[str, str]]:
        """For each line the plain words of its type, and the words it is found by, in one case."""
        return [(kind := label_of(line), f"{kind} {line['in_words']} {line['author']}".casefold())
                for line in self.lines]  # fmt: skip

    def about(self, *ids: str) -> list[Mapping[str, Any]]:
        """The lines of the entries with these ids and of all that name them, the oldest first."""
        return [self.by_id[entry.id] for entry in self.together.about(*ids)] if self.together else []

    def of_kind(self, *subjects: str) -> list[Mapping[str, Any]]:
        """The lines of types that begin like one of these, the newest first."""
        return [line for line in self.lines if line["type"].startswith(subjects)]

    def as_corrected(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        """The line with the body that a correction put in its place, where one did."""
        return as_corrected(line, self.by_id)

    def now_words(self, line: Mapping[str, Any], zone: ZoneInfo) -> str:
        """What a correction put in place of an entry's words, told in the service's zone; empty where it was struck
        out, or stands."""
        return now_words(line, self.by_id, zone)


def read_newest(door: Carelist, person: str, at: datetime) -> PersonTold:
    """The end of the story: soon read, however long the whole is."""
    return _told_of({}, door.people.newest(person, at, NEWEST))


def read_person(door: Carelist, person: str, at: datetime) -> PersonTold:
    """The story and how things stand at `at`. Refuses as `People.person` does."""
    answer = door.people.person(person, at)
    return _told_of(answer, answer["story"])


def _told_of(answer: Mapping[str, Any], story: list[dict[str, Any]]) -> PersonTold:
    lines = list(reversed(story))
    return PersonTold(answer, lines, {line["id"]: line for line in lines})


def look_back(person: PersonTold, at: datetime, standards: Standards) -> PersonTold:
    """The same, with all that the whole story adds up to."""
    stored = ({k: v for k, v in line.items() if k not in TOLD_OF} for line in reversed(person.lines))
    entries = [read_entry(raw) for raw in stored]
    past = past_of(person.answer["person"], entries, standards)
    measured = measured_of(person.answer["person"], entries)
    scored = scored_of(person.answer["person"], entries, standards)
    rhythm = rhythm_of(past, at, standards.calendar.zone)
    groups = groups_told(person.answer["identity"].get("groups") or {}, standards)
    return PersonTold(
        person.answer, person.lines, person.by_id, Together(entries), past, rhythm, measured, scored, groups
    )
