"""Taking back what was recorded here, the newest first, and putting it back: which entries a key means. Pure.

Nothing is ever removed. Taking back strikes the entry out by a correction; putting it back strikes that correction out
(records.md, entry.corrected), so that the entry keeps its id and all that names it stays true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Card
from carelist_tui.domain.slotted import dataclass

CORRECTED = "entry.corrected"
TAKEN_BACK, PUT_BACK = "Taken back by its author.", "Put back by its author."
AT_MOST = 100
"""So many acts of one session can be taken back; the person's page strikes out what is older."""
LONGEST = 40
"""Letters of an entry's words in the line that says what was taken back."""
Told = Mapping[str, Any]
"""One entry as a story tells it."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was recorded together, by one key or one form, and is taken back together."""

    ids: tuple[str, ...]
    words: str
    worker: str | None
    struck_by: tuple[str, ...] = ()
    """The corrections that took it back, while it is."""


class Undo:
    """What was recorded in this session, newest last. Each worker at the desk takes back only their own."""

    def __init__(self, worker: Callable[[], str | None]) -> None:
        self._worker = worker
        self._done: list[Deed] = []
        self._taken: list[Deed] = []

    def remember(self, ids: Sequence[str], words: str = "") -> None:
        """These entries were recorded together just now; `words` name them, else they are read from the entries."""
        if ids:
            self._done = [*self._done, Deed(tuple(ids), words, self._worker())][-AT_MOST:]
            self._taken = [deed for deed in self._taken if deed.worker != self._worker()]

    def newest(self) -> Deed | None:
        """What would be taken back next; None when nothing of this session is left."""
        return self._mine(self._done)

    def newest_taken(self) -> Deed | None:
        """What would be put back next."""
        return self._mine(self._taken)

    def took_back(self, deed: Deed, corrections: Iterable[str]) -> None:
        """It was taken back by these corrections."""
        self._done = [each for each in self._done if each is not deed]
        self._taken.append(replace(deed, struck_by=tuple(corrections)))

    def put_back(self, deed: Deed) -> None:
        """It stands again, and can be taken back again."""
        self._taken = [each for each in self._taken if each is not deed]
        self._done.append(replace(deed, struck_by=()))

    def _mine(self, deeds: list[Deed]) -> Deed | None:
        worker = self._worker()
        return next((deed for deed in reversed(deeds) if deed.worker == worker), None)


def strikes(ids: Sequence[str], reason: str, at: str, entry_id: Callable[[], str]) -> list[dict[str, Any]]:
    """The corrections that strike these entries out, the last recorded first; `at` is local with its offset."""
    return [
        {"id": entry_id(), "type": CORRECTED, "occurred_at": at, "body": {"entry": id, "reason": reason,
         "replacement": None}}
        for id in reversed(ids)
    ]  # fmt: skip


def newest_own(story: Iterable[Told], worker: str | None, since: datetime) -> tuple[str, ...]:
    """The ids of the newest entry that this worker recorded since then and that still stands, with what was recorded
    together with it; none when there is none. What others wrote is never among them."""
    own = [
        told
        for told in story
        if told["author"] == worker
        and told["type"] != CORRECTED
        and not told.get("struck")
        and datetime.fromisoformat(told["recorded_at"]) >= since
    ]
    newest = max(own, key=lambda told: (told["recorded_at"], told["seq"]), default=None)
    if newest is None:
        return ()
    root = newest.get("arose_from") or newest["id"]
    together = [told for told in own if told["recorded_at"] == newest["recorded_at"]]
    with_it = [told for told in together if root in (told["id"], told.get("arose_from"))]
    return tuple(told["id"] for told in sorted(with_it, key=lambda told: told["seq"]))


def newest_today(story: Iterable[Told], worker: str | None, now: datetime, zone: ZoneInfo) -> Deed | None:
    """The same as something to take back: what they recorded last since local midnight, in whatever session."""
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)
    ids = newest_own(story, worker, midnight)
    return Deed(ids, "", worker) if ids else None


def words_of(told: Sequence[Told], card: Card | None, when: Callable[[datetime], str]) -> str:
    """What was recorded together, in a line: `REED Col, call: no answer 10:31, and 1 more with it`."""
    if not told:
        return tr("what you recorded last")
    first = min(told, key=lambda entry: entry["seq"])
    said = str(first["in_words"]).removesuffix(".")
    said = said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    whom = f"{card.listed}, " if card is not None else ""
    more = tr(", and {n} more with it", n=len(told) - 1) if len(told) > 1 else ""
    lower = said[:1].lower() + said[1:] if whom else said
    return f"{whom}{lower} {when(datetime.fromisoformat(first['occurred_at']))}{more}"
