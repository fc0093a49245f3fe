"""What a check of a store answers: each thing that is wrong, and how to repair it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from carelist_tui.catalogue import tr

BACKUP = tr("keep the store as it is, and restore a backup")
IMPORT = tr("`carelist sync FOLDER`, or import the missing entries from that laptop or a backup")
DEVICE = tr("`carelist device renew` gives this laptop another key, and a name of its own with it")
TRY_AGAIN = tr("close what has it open, or wait until that is done, and verify again")
REBUILD = tr("run `carelist rebuild`")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: its kind, where, what in a sentence, and how to repair it."""

    kind: str
    where: str
    what: str
    repair: str


@dataclass(slots=True)
class Verdict:
    """What a check found. `digest` is SHA-256 over the `hash` values in story order; `remarks` are sentences about what
    had better be looked at, and is sound all the same."""

    entries: int = 0
    digest: str = ""
    remarks: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """As `verify --json` answers it."""
        return {"ok": self.ok, **asdict(self)}
