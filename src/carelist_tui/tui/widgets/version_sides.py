"""Each side of two versions, in words: who said it, when, on which laptop, and all of what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import tr
from carelist_tui.desk.forms.two_records import JOINED, record_words
from carelist_tui.desk.versions import Told, Version
from carelist_tui.domain.card import Card
from carelist_tui.domain.views.entry_fields import as_corrected, label_of
from carelist_tui.tui.widgets.panel import born_words, phone_words
from carelist_tui.tui.widgets.person.entry_lines import ById, fields_of
from carelist_tui.tui.widgets.person.story_lines import when_words
from carelist_tui.tui.widgets.row import Look

INTO = tr("Into")
"""The title of the record that stays: said by name here, and not by its id."""


def read_sides(door: Carelist, ids: Sequence[str], person: str | None, at: datetime, look: Look) -> list[Version]:
    """The entries with these ids, those that are here; read in a thread. Refuses as `People.person` does."""
    story = door.people.person(person, at)["story"] if person else []
    by_id = {line["id"]: line for line in [*story, *door.people.entries(ids)]}
    laptops = {each["device"]: str(each["name"]) for each in door.laptops.known()}
    return [entry_side(as_corrected(by_id[id], by_id), by_id, laptops, look) for id in ids if id in by_id]


def entry_side(line: Told, by_id: ById, laptops: Mapping[str, str], look: Look) -> Version:
    """One entry; `by_id` are those that it may name, `laptops` their names by device."""
    who = look.name(line["author"])
    if line.get("on_behalf_of"):
        who = tr("{name} (typed by {who})", name=look.name(line["on_behalf_of"]), who=who)
    laptop = laptops.get(line["device"], tr("laptop {device}", device=line["device"][:6]))
    said = tr(
        "{who}, {when_words}, on {laptop}", who=who, when_words=when_words(line["occurred_at"], look), laptop=laptop
    )
    fields = fields_of(line, by_id, look)
    if line["type"] == JOINED:
        ends, stays = (record_words(id, by_id.values()) for id in (line["person"], line["body"]["into"]))
        fields = [(tr("Ends"), ends), (tr("Stays"), stays), *(each for each in fields if each[0] != INTO)]
    return Version(label_of(line), said, tuple(fields), line)


def person_side(card: Card, look: Look) -> Version:
    """Somebody who carries the same identifier as somebody else."""
    held = look.name(card.coordinator) if card.coordinator else tr("nobody")
    said = tr("identifier {ref}, coordinated by {held}", ref=card.ref, held=held)
    return Version(card.listed, said, tuple(_who(card, look)))


def _who(card: Card, look: Look) -> Iterator[tuple[str, str]]:
    yield tr("Born"), born_words(card.born, look.at)
    if card.phones:
        yield tr("Phone"), ", ".join(map(phone_words, card.phones))
    if card.address:
        yield tr("Address"), card.address
