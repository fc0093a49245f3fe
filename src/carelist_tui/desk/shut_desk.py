"""What is left of a desk while nobody is signed in: the store's place, who was there, the clock. No record, no key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.folder import has_slots


@dataclass(frozen=True, slots=True)
class Shut:
    """A store that nobody is signed in to. `worker` is who was there, or is asked for first; `name` is theirs where it
    is known; `left` says that it is their lock. `at` says where a demonstration's clock stood at `since`, of the
    monotonic clock; else it is now."""

    store: Path
    worker: str | None = None
    name: str = ""
    at: datetime | None = None
    runs: bool = True
    since: float = 0.0
    read_only: bool = False
    left: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether it opens with a passphrase only."""
        return has_slots(self.store)

    def now(self) -> datetime:
        """This moment, aware."""
        if self.at is None:
            return datetime.now(UTC)
        passed = monotonic() - self.since if self.runs else 0.0
        return datetime.fromtimestamp(self.at.timestamp() + passed, UTC)
