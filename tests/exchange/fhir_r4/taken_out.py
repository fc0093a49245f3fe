"""A store, or a story told by itself, as a Bundle."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import default_standards
from carelist_tui.exchange.fhir.bundle import bundle_lines, resources_of
from carelist_tui.exchange.fhir.disclosure import Disclosure
from carelist_tui.journal.projection.earlier import owed_on
from carelist_tui.journal.rows import read_owed

Resource = dict[str, Any]


def bundle_of(door: Carelist, at: datetime, *, others_words: bool = False) -> Resource:
    """Everything of an open store."""
    names = {each.id: each.name for each in door.people.workers()}
    people = (Disclosure(*each, at, names, others_words) for each in door.people.as_at(at))
    read: Resource = json.loads("".join(bundle_lines(people, at, door.glance.calendar.zone)))
    return read


def told(person: str, story: Iterable[Entry], at: datetime, *, others_words: bool = False) -> list[Resource]:
    """What is told of one person whose story this is."""
    entries = list(story)
    ground = stand_on(fold(person, entries), default_standards())
    items = read_owed(owed_on(ground), at, Roster(), ground.calendar)
    return resources_of(Disclosure(ground, items, entries, at, {}, others_words))


def of(kind: str, resources: Iterable[Resource]) -> list[Resource]:
    """Those of one type."""
    return [each for each in resources if each["resourceType"] == kind]
