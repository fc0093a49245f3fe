"""How an instrument of the Standards is scored: each item by its keys, at a structured review or by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.ratings import RATING_KEYS
from carelist_tui.domain.standards import Instrument, Standards

SCORED = "score"
STRUCTURED_REVIEWS = ("monthly", "multi_agency")
"""The kinds of review at which an instrument is offered."""


def score_of(key: str, instrument: Instrument) -> Beside:
    """A score of one instrument, by whoever scores it unless somebody says otherwise."""
    return Beside(f"{SCORED}-{key}", "instrument.scored", {"instrument": key, "by": instrument.by})


def score_asks(instrument: Instrument, at: str) -> list[Ask]:
    """Its items, the paths below `at`: by keys where there are no more than eleven scores."""
    (items,) = Beside(at, "instrument.scored").asks(("items",))
    return [replace(_of_item(instrument, key, items), path=f"{at}.{key}") for key in instrument.items]


def _of_item(instrument: Instrument, key: str, items: Ask) -> Ask:
    item = instrument.items[key]
    low, high = item.range
    asked = replace(items, title=item.title, within=instrument.title, needed=False, numbers=False,
                    help=tr("From {low} to {high}; {direction} "
                            "is better.", low=low, high=high, direction=in_plain_words(item.direction)))  # fmt: skip
    codes = tuple(map(str, range(low, high + 1)))
    if len(codes) > len(RATING_KEYS) or high > len(RATING_KEYS) - 1:
        return replace(asked, kind="number")
    return replace(asked, kind="choice", codes=codes, labels=codes, keys=RATING_KEYS[low : high + 1])


def body_of_score(instrument: Instrument, said: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry says, from what was answered below its path; the total too where every item was scored, and all of
    them go one way."""
    items = {key: int(said[key]) for key in instrument.items if key in said}
    rest = {name: value for name, value in said.items() if name not in instrument.items}
    total = instrument.total_of(items, None)
    return rest | ({"items": items} if items else {}) | ({"total": total} if total is not None and items else {})


def instruments_offered(
    standards: Standards, shown: Mapping[str, Any], at: datetime
) -> Iterator[tuple[str, Instrument]]:
    """Those that a structured review at a moment asks for, of the person as they are shown."""
    for key, instrument in standards.instruments.items():
        told = [
            each for each in shown.get("story", ()) if each["type"] == "instrument.scored" and not each.get("struck")
        ]
        scored = [each["occurred_at"] for each in told if (each.get("body") or {}).get("instrument") == key]
        last = max(map(datetime.fromisoformat, scored), default=None)
        if instrument.is_offered(last, at, standards.calendar):
            yield key, instrument
