"""Reads the whole of one person through the door, beside the screen: the end of their story first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item

if TYPE_CHECKING:
    from carelist_tui.tui.screens.person.whole_person import PersonTold


class PersonReader:
    """What is known of a person, by id: their card at once, `told` once it was read, or why it can't be (`trouble`)."""

    def __init__(self, desk: Desk, person: str) -> None:
        self.desk, self.person = desk, person
        self.card = desk.card(person)
        self.told: PersonTold | None = None
        self.owed: list[Item] = []
        """What is due for this person, and comes next."""
        self.trouble = ""
        self._version = desk.glance.data_version()

    def has_aged(self) -> bool:
        """Whether somebody has written since this was last asked."""
        version = self.desk.glance.data_version()
        aged = version != self._version
        self._version = version
        return aged

    def look_up(self) -> None:
        """Their card as it is now."""
        self.card = self.desk.card(self.person)

    async def read(self, at: datetime, take: Callable[[PersonTold], None]) -> None:
        """Read the story, its end first; then what it adds up to. Each is taken as soon as it is read."""
        if self.card is None:
            return
        self._version = self.desk.glance.data_version()
        try:
            door = await self.desk.door()
            from carelist_tui.tui.screens.person.whole_person import look_back, read_newest, read_person

            if self.told is None:
                take(await asyncio.to_thread(read_newest, door, self.person, at))
            told = await asyncio.to_thread(read_person, door, self.person, at)
            take(told)
            take(await asyncio.to_thread(look_back, told, at, door.journal.standards))
            self.owed = await asyncio.to_thread(self._read_owed, at)
        except Refused as refused:
            self.trouble = str(refused)

    def _read_owed(self, at: datetime) -> list[Item]:
        """Read in a thread."""
        items = self.desk.ahead(at).items
        return [item for item in items if item.person is not None and item.person.id == self.person]
