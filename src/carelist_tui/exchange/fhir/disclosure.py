"""What of one person may leave by FHIR, and how it is said (interchange.md, Out).

Unless whoever exports asks for others' words, nobody leaves but the person and those who work for them: what somebody
else said in confidence stays here by its own model, and the names and numbers of everybody around the person are taken
out of whatever somebody typed, as they are of a page that is given away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ENGLISH, LANGUAGE, in_english
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries import TYPES, EntryCorrected
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.origin import as_called_here
from carelist_tui.domain.views.report.names_left_out import NAME, NUMBER, NamesLeftOut, names_of_others
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.fhir.elements import WORKER, Resource, moment, reference

_NAMING = ("person.", "referral.", "engagement_plan.", "outreach.attempted", "partner.", "consent.", "decision.",
           "handover.opened")  # fmt: skip
"""Types whose fields name people around the person."""
_NAMES, _NUMBERS = frozenset({"name", "who", "with", "must_not_contact"}), frozenset({"phone"})


@dataclass(frozen=True)
class Disclosure:
    """One person, read at `at`: how they stand, what they are owed, their story. `workers`: names by id.
    `others_words`: the reason given asks for what others said, and for who they are."""

    ground: Ground
    items: Sequence[Item]
    story: Sequence[Entry]
    at: datetime
    workers: Mapping[str, str]
    others_words: bool = False

    @property
    def person(self) -> str:
        """Their id."""
        return self.ground.state.person

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the service."""
        return self.ground.calendar.zone

    @property
    def subject(self) -> Resource:
        """A reference to them."""
        return reference("Patient", self.person)

    def when(self, at: datetime | None) -> str | None:
        """A moment by the service's clocks."""
        return moment(at, self.zone)

    def worker(self, id: str | None) -> Resource | None:
        """Somebody who works here, by name and id; None where nobody is meant."""
        return {"identifier": {"system": WORKER, "value": id}, "display": self.workers.get(id, id)} if id else None

    def author(self, entry: Entry) -> Resource | None:
        """Whoever decided or did it."""
        said = as_called_here(entry.raw)
        return self.worker(said.get("on_behalf_of") or said["author"])

    def words(self, text: str | None) -> str:
        """What somebody typed, without the names and numbers of others, where those may not leave."""
        if not text:
            return ""
        if self.others_words:
            return text
        said = self._without_others(text)
        for mark in (NAME, NUMBER):  # what stands around it is English, or what somebody wrote
            said = said.replace(mark, in_english(mark))
        return said

    def spoken(self, text: str) -> tuple[str, str | None]:
        """A sentence of ours as this laptop says it, without those names; and in which language, where that is not
        English as the rest of a Bundle is."""
        if LANGUAGE == ENGLISH or not text:
            return self.words(text), None
        return text if self.others_words else self._without_others(text), LANGUAGE

    def may_say(self, entry: Entry, field: str) -> bool:
        """Whether a field may leave: it holds nothing that somebody else said in confidence."""
        return self.others_words or entry.body is None or field not in self._of_others(entry)

    def _of_others(self, entry: Entry) -> frozenset[str]:
        kind = TYPES.get(entry.type)
        body = entry.body.model_dump(mode="json", by_alias=True, exclude_none=True) if entry.body else {}
        return kind.others_words(body) if kind is not None else frozenset()

    @cached_property
    def _without_others(self) -> NamesLeftOut:
        found = [each for entry in self.story for each in _named_in(entry)]
        names, numbers = ([text for which, text in found if which == wanted] for wanted in ("name", "number"))
        return names_of_others(self.ground, names, numbers)


def _named_in(entry: Entry) -> Iterator[tuple[str, str]]:
    """(name or number, the text) of everybody around the person whom an entry names, in whatever was put right too."""
    body = entry.raw.get("body")
    if isinstance(body, Mapping) and (entry.type.startswith(_NAMING) or entry.type == EntryCorrected.TYPE):
        yield from _named(body)


def _named(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for each, part in value.items():
            yield from _named(part, each)
    elif isinstance(value, list):
        for part in value:
            yield from _named(part, name)
    elif isinstance(value, str) and name in _NAMES | _NUMBERS:
        yield ("number" if name in _NUMBERS else "name"), value
