"""Copies in plain lines: a person, or one's own day, as text for the main record, as `y` gives them on screen.

A reason is asked, it stands in the access log, and what was copied is marked the next time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.exports import why_it_leaves
from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.cli.door import keep_look
from carelist_tui.desk.day_end import copy_of_own_day
from carelist_tui.desk.person_text import REASONS, Copy, Handing, copy_of_person
from carelist_tui.domain.card import Card
from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.refusal import Refused

FILE = "file"
"""The setting by which a copy goes into a file."""
ANOTHER = tr("another reason")


class Copies:
    """Copies through the terminal's clipboard, or into a file, as `setting` says; where there is no terminal, into a
    file. `now` gives the present moment, aware."""

    def __init__(self, door: Carelist, voice: Voice, now: Callable[[], datetime], setting: str) -> None:
        self.door, self.voice, self.now = door, voice, now
        encrypted = door.opened.key is not None
        self.hand = Handing(door.store, encrypted, setting if voice.at_terminal else FILE, voice.give)

    def person(self, card: Card) -> None:
        """A person as text; it asks why."""
        self._copy(tr("Copy {listed}: why", listed=card.listed), lambda: copy_of_person(self.door, card, self.now()))

    def own_day(self) -> None:
        """What whoever is signed in recorded today, over people; it asks why."""
        self._copy(
            tr("Copy your notes of today: why"), lambda: copy_of_own_day(self.door, self.door.worker or "", self.now())
        )

    def _copy(self, title: str, made: Callable[[], Copy]) -> None:
        if self.hand.impossible:
            self.voice.say(self.hand.impossible)
            return
        if (reason := self._reason(title)) is None:
            self.voice.say(tr("Nothing is copied."))
            return
        try:
            copy, now = made(), self.now()
            said = self.hand(copy, now.astimezone(self.door.glance.calendar.zone), uuid7(now, os.urandom(10)))
        except Refused as refused:
            self.voice.say(str(refused))
            return
        for person in copy.people:
            keep_look(self.door, "copied", person, reason=reason)
        self.voice.say(said + copy.mark(self.door, now))

    def _reason(self, title: str) -> str | None:
        """One of the usual reasons by its number, or what is typed; None where none is given."""
        n = self.voice.pick(title, [*REASONS, ANOTHER])
        if n is None or n < len(REASONS):
            return None if n is None else REASONS[n]
        while typed := self.voice.ask(tr("Why? It stands in the access log; enter leaves it")):
            try:
                return why_it_leaves(typed)
            except ValueError as sentence:
                self.voice.say(f"{sentence}.")
        return None
