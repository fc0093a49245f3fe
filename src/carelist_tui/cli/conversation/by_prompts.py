"""What records by prompts, as far as those need it that settle two versions or two records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.worklist import Item


class ByPrompts(Protocol):
    """The acts of a conversation (`acts.py`). `now` gives the present moment, aware."""

    door: Carelist
    voice: Voice
    now: Callable[[], datetime]

    @property
    def zone(self) -> ZoneInfo:
        """The service's."""

    def entry_id(self) -> str:
        """An id for an entry that is begun now."""

    def form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """The questions of an entry of this kind, then the record of it."""

    def record(self, drafts: Sequence[dict[str, Any]], card: Card | None, words: str) -> list[Fault]:
        """Through the door, all or none, and say so."""
