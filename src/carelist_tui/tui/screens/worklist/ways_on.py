"""The keys that lead away from the worklist: a person's page, finding anyone, the huddle."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.worklist.added import AddingScreen


class LeadingScreen(AddingScreen):
    """The keys that lead away from the worklist: a person's page, finding anyone, the huddle."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.open-person", "full_stop", "open_person", "Person", "Open the page of the person at hand."),
        act("today.find-anyone", "f", "find", "Find", "Find anyone who was ever on the caseload, and open their page."),
        act(
            "today.open-huddle",
            "H",
            "huddle",
            "Huddle",
            "Step through the daily huddle; or go on with it.",
            footer=False,
        ),
    ]

    def action_open_person(self) -> None:
        if self.row is not None and self.row.person is not None:
            self.show_person(self.row.person)
        elif self.row is not None:
            self.say("This is the team's own: it is about nobody, so there is no page.")

    def show_person(self, person: str) -> None:
        """Open a person's page, by id; those no longer on the caseload have one too."""
        from carelist_tui.tui.screens.person.person import PersonScreen

        self.app.push_screen(PersonScreen(self.desk, person))

    def action_find(self) -> None:
        self.beside(self._find())

    async def _find(self) -> None:
        from carelist_tui.tui.screens.search import FindScreen

        person = await self.app.push_screen_wait(FindScreen(self.desk))
        if person is not None:
            self.show_person(person)

    def action_huddle(self) -> None:
        self.beside(self._huddle())

    async def _huddle(self) -> None:
        await self.desk.wake()
        from carelist_tui.tui.screens.huddle.huddle import HuddleScreen

        words = await self.app.push_screen_wait(HuddleScreen(self.desk))
        await self.read_again()
        self.say(words or "")
