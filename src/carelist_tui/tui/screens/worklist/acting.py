"""What can be done from the list: recording through the door, opening forms, and pages that are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.strip import Strip

from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.worklist.worklist import WorklistScreen
from carelist_tui.tui.widgets.panel import panel_strips


class ActingScreen(WorklistScreen):
    """The list, and the acts that it leads to. Only here is anything recorded from it."""

    def owed_to(self, person: str) -> list[Item]:
        """All that is owed to a person, in order, as of the last reading."""
        return [item for item in self.reading.items if item.person is not None and item.person.id == person]

    def next_words(self, person: str) -> str:
        """`Next: welfare visit by Wed 12:00.`"""
        card = self.desk.card(person)
        steps = [(s.title, s.due_at) for s in card.steps if s.state == "next"] if card else []
        comes = steps or [(item.title, item.due_at) for item in self.owed_to(person)]
        if not comes:
            return "Nothing more is due."
        title, due_at = comes[0]
        return f"Next: {title[:1].lower()}{title[1:]} by {self.look.when(due_at)}."

    async def record(self, drafts: Sequence[dict[str, Any]]) -> bool:
        """Record through the door; what is refused is said, and nothing typed is lost."""
        try:
            door = await self.desk.door()
            door.record(drafts, self.desk.now())
        except Refused as refused:
            self.say(f"NOT RECORDED: {'; '.join(fault.sentence for fault in refused.faults)}")
            return False
        return True

    def say(self, words: str) -> None:
        """Say what was done, in the line above the person."""
        self.said = words
        self.draw()

    def open_item(self, item: Item) -> None:
        """Open the form that settles this; where several could, ask which."""
        self.run_worker(self._open_item(item))

    async def _open_item(self, item: Item) -> None:
        card = self.desk.card(item.person.id) if item.person else None
        await self.desk.wake()
        from carelist_tui.tui.screens.forms.opening import form_types

        kinds = form_types(item)
        if not kinds or (card is None and item.person is not None):
            self.say("This can't be settled here yet.")
            return
        kind = kinds[0][0]
        if len(kinds) > 1:
            from carelist_tui.tui.screens.choosing import ChooseScreen

            words = [label for _, label in kinds]
            chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, f"{item.title}: record what?", words))
            if chosen is None:
                return
            kind = kinds[chosen][0]
        await self._open_form(kind, item, card, {})

    def open_form(self, kind: str, item: Item, card: Card | None, known: dict[str, Any]) -> None:
        """Open a form for an entry of this kind; when it comes back saved, read again."""
        self.run_worker(self._open_form(kind, item, card, known))

    async def _open_form(self, kind: str, item: Item, card: Card | None, known: dict[str, Any]) -> None:
        await self.desk.wake()
        from carelist_tui.tui.screens.forms.opening import form_screen

        form = form_screen(self.desk, kind, item, card, known)
        form.said = form.said or self.said
        words = await self.app.push_screen_wait(form)
        if words:
            await self.read_again()
            whom = f"{card.given} {card.family}".upper() if card else "TEAM"
            self.say(f"{whom}: {words} {self.next_words(card.person) if card else ''}".rstrip())

    def action_dues(self) -> None:
        """Everything due for the person at hand; one of them may be opened."""
        self.run_worker(self._show_dues())

    async def _show_dues(self) -> None:
        if self.row is None or self.row.person is None:
            return
        from carelist_tui.tui.screens.choosing import ChooseScreen

        owed = self.owed_to(self.row.person)
        words = [item.why for item in owed]
        chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, "Everything due for this person", words))
        if chosen is not None:
            self.open_item(owed[chosen])

    def action_whole(self) -> None:
        """All that is known of the person at hand, on a page that scrolls."""
        from carelist_tui.tui.screens.reading import ReadingScreen

        self.app.push_screen(ReadingScreen(self.desk, "All that is known", self.whole_strips))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.reading import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def whole_strips(self, width: int) -> list[Strip]:
        """All lines about the person at hand."""
        row, card = self.row, self.card
        return panel_strips(card, row.item, width, self.look) if row and card else []

    def on_click(self, event: events.Click) -> None:
        if event.widget is not None and event.widget.id == "list":
            self.go_to(self.top + event.y)
        elif event.widget is not None and event.widget.id == "tabs":
            self.action_section(1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.go_to(self.cursor + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.go_to(self.cursor - 3)
