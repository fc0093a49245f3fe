"""What a picker offers: workers, people and entries by name, so that nobody types an id. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import measure_in_words
from carelist_tui.domain.measures.keys import MEASURES
from carelist_tui.domain.roster import Roster, known_of_worker
from carelist_tui.domain.words import moment_in_words

MOST = 9
"""As many as there are number keys."""
STANDS_OPEN = {"handovers": "handover", "escalations": "escalation", "actions": "action", "indicators": "indicator"}
"""Where the whole reading of a person lists what still runs, and the name of its id there."""
MEASURE, IMPROVEMENT = "body.measure", "body.improvement"


@dataclass(frozen=True, slots=True)
class Offer:
    """One that can be picked: what is recorded, and how it is called."""

    code: str
    words: str
    known: str = ""
    """What is to be known before it is picked, said after the words."""


Offering = Callable[[str], Sequence[Offer]]
"""Those that fit what was typed; to nothing typed, all."""


def fits(words: str, typed: str) -> bool:
    """Whether every word typed begins a word of it, in any case."""
    parts = words.casefold().split()
    return all(any(part.startswith(each) for part in parts) for each in typed.casefold().split())


def is_whole(words: str, typed: str) -> bool:
    """Whether every word typed is a whole word of it: a part of a name may be the beginning of another."""
    return set(typed.casefold().split()) <= set(words.casefold().split())


def workers_offered(
    roster: Roster, typed: str, at: datetime, zone: ZoneInfo, holds: Mapping[str, int] = MappingProxyType({})
) -> list[Offer]:
    """Who works here, by name or id, in the order of their names: who is away or off that day, who is an auditor, and
    how many people each holds."""
    here = [worker for worker in roster.workers.values() if worker.active and fits(f"{worker.name} {worker.id}", typed)]
    found = [Offer(each.id, each.name, known_of_worker(roster, each, at, zone, holds)) for each in here]
    return sorted(found, key=lambda offer: offer.words.casefold())


def of_the_service(path: str, roster: Roster, typed: str, at: datetime, zone: ZoneInfo) -> list[Offer] | None:
    """What is about no person: the measures by their words, in the order in which they are shown; the improvements that
    are open, the first to fall due first. None where a field names neither."""
    if path == MEASURE:
        return [Offer(key, words) for key in MEASURES if fits(words := measure_in_words(key), typed)]
    if path != IMPROVEMENT:
        return None
    found = sorted(roster.improvements.values(), key=lambda each: (each.due_at, each.said.id))
    return [
        Offer(
            each.said.id,
            each.title,
            tr("{name}, due {moment}", name=roster.name(each.owner), moment=moment_in_words(each.due_at, at, zone)),
        )
        for each in found
        if fits(each.title, typed)
    ]


def entries_offered(shown: Mapping[str, Any], types: Iterable[str], now: datetime, zone: ZoneInfo) -> list[Offer]:
    """Entries of one person's story in plain words, the newest first: of these types, or of any; what was closed or
    struck out is left out. `shown` is the whole reading of the person (`show --json`)."""
    wanted, ended = frozenset(types), _ended(shown)
    offers = []
    for entry in reversed(shown.get("story", ())):
        asked = not wanted or entry["type"] in wanted
        if asked and entry["id"] not in ended and not entry.get("struck"):
            at = moment_in_words(datetime.fromisoformat(entry["occurred_at"]), now, zone)
            offers.append(Offer(entry["id"], f"{at}: {entry['in_words']}"))
    return offers


def _ended(shown: Mapping[str, Any]) -> set[str]:
    """Ids of what ran once and does not any more: neither listed as open, nor to be named again."""
    running = {
        row[name] for part, name in STANDS_OPEN.items() for row in shown.get(part, ()) if not row.get("closed_at")
    }
    running |= {row["planned"] for row in shown.get("next_contacts", ())}
    opened = ("handover.opened", "escalation.raised", "action.opened", "indicator.agreed", "contact.planned")
    return {entry["id"] for entry in shown.get("story", ()) if entry["type"] in opened} - running
