"""The note for the main record: whole entries in words, to paste (measures.md, Faces). Nothing recorded is missing.

Plain text without markup and without wrapping. An entry is a line of its own: when, what, by whom, how late, struck or
corrected in words, and whether it was copied before. Under it each field that was answered stands two blanks in, and
the further lines of what somebody wrote four, so that no words of theirs can be taken for an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.views.entry_fields import Telling, answered, now_words
from carelist_tui.domain.words import moment_in_full
from carelist_tui.exchange.story_text import Names, Told, known_lines, stamp, story_line

FIELD, FURTHER = "  ", "    "
NOTHING = tr("Nothing.")
CORRECTION = "entry.corrected"


@dataclass(frozen=True, slots=True)
class Noting:
    """What the words of a note need beside the entries: workers' and people's names by id, the service's zone, and
    when the reader copied which entry, by its id."""

    names: Names
    zone: ZoneInfo
    people: Names = field(default_factory=dict)
    copied: Mapping[str, datetime] = field(default_factory=dict)

    def whole(self, entry: Told, by_id: Mapping[str, Told]) -> Iterator[str]:
        """An entry with every field that it fills, as lines that act on no terminal; `by_id` are those it may name."""
        telling = Telling(lambda moment: moment_in_full(moment, self.zone), self.names, by_id, self.people)
        yield shown_text(story_line(entry, self.names, self.zone) + self._mark(entry["id"]))
        for words in self._corrected(entry, by_id):
            yield from _indented(words)
        for row in () if entry.get("erased") else answered(entry, telling):  # of an erased one the line says it
            yield from _indented(f"{row.heading}: {row.words}")

    def _mark(self, id: str) -> str:
        return tr(" [copied {stamp}]", stamp=stamp(self.copied[id], self.zone)) if id in self.copied else ""

    def _corrected(self, entry: Told, by_id: Mapping[str, Told]) -> Iterator[str]:
        """What became of it since, and of a correction, whether what it corrects lies in another record already."""
        by = by_id.get(entry.get("corrected_by") or "")
        if by is not None:
            who = self.names.get(by["author"], by["author"])
            now = now_words(entry, by_id, self.zone)
            reason = (by.get("body") or {}).get("reason", "")
            corrected = tr("Struck out") if entry.get("struck") else tr("Corrected")
            yield tr(
                "{corrected} {stamp} by {who}: {reason}",
                corrected=corrected,
                stamp=stamp(by["recorded_at"], self.zone),
                who=who,
                reason=reason,
            ) + (tr("; it now says: {now}", now=now) if now else "")
        before = str((entry.get("body") or {}).get("entry")) if entry["type"] == CORRECTION else ""
        if before in self.copied:
            yield tr(
                "What it corrects was copied {stamp}: put it right there too",
                stamp=stamp(self.copied[before], self.zone),
            )


def _indented(words: str) -> Iterator[str]:
    first, *further = words.split("\n")
    yield FIELD + shown_text(first)
    yield from (FURTHER + shown_text(line) for line in further)


def recorded_since(person: Told, since: datetime | None) -> list[Told]:
    """The entries of somebody's story that were recorded since then."""
    return [each for each in person["story"] if since is None or datetime.fromisoformat(each["recorded_at"]) >= since]


def note(person: Told, noting: Noting, since: datetime | None, at: datetime) -> Iterator[str]:
    """A note about one person, as at `at`: who it is, how they stand, and all that was recorded since then."""
    yield from map(shown_text, _head(person))
    yield shown_text(tr("From Carelist, as at {stamp}", stamp=stamp(at, noting.zone)))
    yield from map(shown_text, _standing(person, noting.names))
    entries = recorded_since(person, since)
    if since is not None:
        yield tr("Recorded since {stamp}:", stamp=stamp(since, noting.zone))
    yield from _entries(person, entries, noting)


def own_note(
    people: Iterable[tuple[Told, list[Told]]], worker: str, noting: Noting, since: datetime, at: datetime
) -> Iterator[str]:
    """What one worker recorded since then, over people: each with who they are and these entries of their story."""
    yield shown_text(
        tr("Recorded by {names} since {stamp}", names=noting.names.get(worker, worker), stamp=stamp(since, noting.zone))
    )
    yield tr("From Carelist, as at {stamp}", stamp=stamp(at, noting.zone))
    none = True
    for person, entries in people:
        none = False
        yield ""
        yield from map(shown_text, _head(person))
        yield from _entries(person, entries, noting)
    if none:
        yield NOTHING


def _entries(person: Told, entries: list[Told], noting: Noting) -> Iterator[str]:
    by_id = {entry["id"]: entry for entry in person["story"]}
    for entry in entries:
        yield from noting.whole(entry, by_id)
    if not entries:
        yield NOTHING


def _head(person: Told) -> Iterator[str]:
    yield f"{person['name']}, {person['ref']}" + ("" if person["on_caseload"] else tr(" (not on the caseload)"))
    yield identity_line(person["identity"])


def _standing(person: Told, names: Names) -> Iterator[str]:
    coordinator = person["coordinator"] or tr("nobody yet")
    tier, zone_now = person["tier"] or tr("not set"), person["zone"] or "unknown"
    yield tr(
        "Zone {zone_now}, tier {tier}, coordinator {names}",
        zone_now=in_plain_words(zone_now),
        tier=in_plain_words(tier),
        names=names.get(coordinator, coordinator),
    )
    for warning in person["warnings"]:
        yield tr("Warning: {warning}", warning=warning)
    yield from known_lines(person, names)


def identity_line(identity: Mapping[str, Any]) -> str:
    """Born, NHS number, address: what tells this person from a namesake in the other record."""
    born = identity.get("born")
    day = date.fromisoformat(born) if born else None
    said = [
        tr("Born {day_in_words}", day_in_words=day_in_words(day)) if day else tr("Born: not known"),
        tr("NHS number {nhs_number}", nhs_number=identity["nhs_number"]) if identity.get("nhs_number") else "",
        str(identity.get("address") or ""),
    ]
    return ", ".join(filter(None, said))
