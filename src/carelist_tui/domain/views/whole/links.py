"""Which entries belong together: those that name an entry, and those that name one of these."""

from __future__ import annotations

from collections.abc import Iterable

from carelist_tui.domain.entries.entry import Entry


class Together:
    """The entries of a story by what they name. Looked through once, however often it is asked."""

    def __init__(self, story: Iterable[Entry]) -> None:
        self._naming: dict[str, list[Entry]] = {}
        self._known: dict[str, Entry] = {}
        for entry in story:
            self._known[entry.id] = entry
            for named in {id for _, id in entry.body.references()} if entry.body else ():
                self._naming.setdefault(named, []).append(entry)

    def about(self, *ids: str) -> list[Entry]:
        """The entries with these ids, and every other that names one of them, or one of those; in story order."""
        found: dict[str, Entry] = {}
        waiting = [self._known[id] for id in ids if id in self._known]
        waiting += [entry for id in ids if id not in self._known for entry in self._naming.get(id, ())]
        while waiting:
            entry = waiting.pop()
            if entry.id not in found:
                found[entry.id] = entry
                waiting += self._naming.get(entry.id, ())
        return sorted(found.values(), key=lambda each: each.order)
