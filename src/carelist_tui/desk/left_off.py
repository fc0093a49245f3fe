"""Where a worker left off, kept in the store's folder for the next start: no word about any person.

A person at hand is kept by their id, which is random; a filter's text may be a name, so it is not kept. Standard
library only: this is read before the first frame.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from carelist_tui.vault.given import read_kept
from carelist_tui.vault.whole_file import write_whole

FILE = "remembered.json"
KEPT: Mapping[str, type] = {"section": str, "only_mine": bool, "person": str, "theme": str, "theme_set": str}
"""What is kept of a worker, and what each is; anything else is left out on the way in and on the way out."""
LARGEST = 1_000_000
"""Bytes of the file, at most."""
LONGEST = 64
"""Letters of anything kept: an id, a name of ours."""


@runtime_checkable
class Remembers(Protocol):
    """A screen that says where somebody is in it, and can go there again. Both know `section`, `only_mine`, `person`;
    what is not there, or is nothing any more, is passed over."""

    def remembered(self) -> dict[str, Any]:
        """Where somebody is now."""
        ...

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go there again."""
        ...


def recall(store: Path, worker: str | None) -> dict[str, Any]:
    """What was kept of this worker here; nothing when there is nothing, or it can't be read."""
    return _fitting(read_kept(store / FILE, LARGEST).get(worker or "", {}))


def remember(store: Path, worker: str | None, kept: Mapping[str, Any]) -> None:
    """Keep this for the worker's next start, beside what is kept of others. A folder that can't be written stays."""
    whole = {**read_kept(store / FILE, LARGEST), worker or "": _fitting(kept)}
    with suppress(OSError):
        write_whole(store / FILE, json.dumps(whole, indent=1).encode())


def _fitting(said: object) -> dict[str, Any]:
    found = said if isinstance(said, Mapping) else {}
    return {
        name: found[name]
        for name, kind in KEPT.items()
        if isinstance(found.get(name), kind) and len(str(found[name])) <= LONGEST
    }
