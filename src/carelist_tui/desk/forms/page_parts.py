"""Parts of a form that are opened by a key, and asked only then. A form has none, unless it brings its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PagePart:
    """One of them: its name, its words, and by when it is due where it is."""

    name: str
    words: str
    why: str = ""


class PageParts:
    """The parts of a form that has none: what others override."""

    def offered(self) -> Sequence[PagePart]:
        """Those that have a key now."""
        return ()

    def part_of(self, path: str) -> str:
        """The part that a question belongs to; empty: it is the form's own."""
        del path
        return ""

    def is_open(self, name: str) -> bool:
        """Whether its questions are asked."""
        del name
        return False

    def open(self, name: str) -> dict[str, str]:
        """Ask them from now on, and give what stands in them because of it."""
        del name
        return {}

    def close(self, name: str) -> dict[str, str] | None:
        """Ask them no more, and give what stands in them; None where something was typed there, which stays."""
        del name
        return {}
