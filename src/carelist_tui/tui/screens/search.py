"""Finding anyone: letters narrow everybody down as they are typed, also those no longer on the caseload."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.timer import Timer

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.queries.search import Findable, Found, nearest_among
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens import page
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import born_words
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import ZONE_LETTERS, owner_words, rule_strip

ANYONE = tr("Find anyone by name, identifier or phone")
CUT = "\N{HORIZONTAL ELLIPSIS}"
MOST_WHOLE = 6
"""Lines of whoever is at the cursor: enter opens their page, where all stands."""
PAUSE_SECONDS = 1.0
"""After the last letter: what is typed by then was searched for."""


class FindScreen(Page):
    """Gives the id of the person found, or None. What is typed before everybody is read waits for them. `asked` is what
    is looked for, `typed` what was typed before."""

    WHERE = tr("Find")
    TAKES_WORDS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        act(
            "finding.open-person", "enter,ctrl+j", "take", tr("Open"), tr("Open the page of the person at the cursor.")
        ),
        act("finding.move-down", "down", "move(1)", tr("Down"), tr("Go to the next person.")),
        act("finding.move-up", "up", "move(-1)", tr("Up"), tr("Go to the person before.")),
        act("finding.page-down", "pagedown", "move(15)", tr("Page down"), tr("Go down a page."), footer=False),
        act("finding.page-up", "pageup", "move(-15)", tr("Page up"), tr("Go up a page."), footer=False),
        act("finding.leave-page", "escape", "leave", tr("Back"), tr("Go back without opening anybody.")),
    ]

    def __init__(self, desk: Desk, asked: str = ANYONE, typed: str = "") -> None:
        super().__init__(desk)
        self.asked = asked
        self.typed, self.cursor, self.top, self.looked_at = typed, 0, 0, monotonic()
        self.people: list[Findable] = []
        self.found: list[Found] = []
        self.cards: dict[str, Card | None] = {}
        self.read = asyncio.Event()
        self._pausing: Timer | None = None
        self.noted = ""
        """What was typed when it was last noted that somebody searched."""
        self.trouble = ""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.run_worker(self._read())

    async def _read(self) -> None:
        """Everybody, read beside the screen; then what was typed meanwhile is looked for."""
        try:
            self.people = await asyncio.to_thread(self.desk.everyone)
        except Refused as refused:
            self.trouble = str(refused)
        self._look_for(self.typed)
        self.read.set()

    def note_search(self) -> None:
        """That somebody searched, and how many were found: once for what was typed, when they stop typing it."""
        if self.people and self.typed.strip() and self.typed != self.noted:
            self.noted = self.typed
            self.desk.looks.note("searched", count=len(self.found))

    def before_lock(self) -> None:
        self.note_search()

    def _look_for(self, typed: str) -> None:
        self.typed, self.cursor, self.top, self.looked_at = typed, 0, 0, monotonic()
        self.found = nearest_among(self.people, typed)
        if self._pausing is not None:
            self._pausing.stop()
        self._pausing = self.set_timer(PAUSE_SECONDS, self.note_search)
        if not self.too_small:
            self.draw()

    @property
    def height(self) -> int:
        """Lines for people."""
        return max(1, self.app.size.height - 4)

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.height
        whole = self._whole_strips()
        height = max(1, height - len(whole))
        self.top = max(0, min(self.top, self.cursor), self.cursor - height + 1)
        shown = self.found[self.top : self.top + height]
        strips = [self._strip(each, at_hand=n == self.cursor) for n, each in enumerate(shown, start=self.top)]
        if not strips:
            words = self.trouble or (
                tr("Nobody is called that: backspace.") if self.people else tr("Reading everybody...")
            )
            strips = [Line(width, self.look.ink.amber).add(f"  {words}").strip()]
        strips += [Line(width, self.look.ink.words).strip()] * (height - len(strips))
        title = f"{self.asked}: {self.typed}_"
        count = tr("   {n} of {n2}, whoever was ever on the caseload", n=len(self.found), n2=len(self.people))
        foot = Line(width, self.look.ink.quiet).add(count if self.people else "").strip()
        self.lines("list").show([rule_strip(title, width, self.look), *strips, *whole, foot])

    def _whole_strips(self) -> list[Strip]:
        """Whoever is at the cursor, whole, where something of their row is cut."""
        if not self.found or CUT not in self._strip(self.found[self.cursor], at_hand=True).text:
            return []
        found, width, ink = self.found[self.cursor], self.app.size.width, self.look.ink
        card = self.cards.get(found.person)
        known = f' "{found.known_as}"' if found.known_as else ""
        name = f"{(card.listed if card is not None else found.name) or found.ref}{known}"
        born = born_words(card.born, self.look.at) if card is not None else ""
        phones = [phone.number for phone in card.phones if not phone.unsafe] if card is not None else []
        held = self.look.name(found.coordinator) if found.coordinator else ""
        words = ", ".join(filter(None, [name, born, found.ref, *phones[:1], held]))
        return [Line(width, ink.strong).add(f" {part}").strip() for part in wrap(words, width - 2)[:MOST_WHOLE]]

    def _strip(self, found: Found, *, at_hand: bool) -> Strip:
        """Name, born, identifier, zone: enough to tell namesakes apart; then phone and whose they are."""
        if found.person not in self.cards:
            self.cards[found.person] = self.desk.card(found.person)
        card, ink, width = self.cards[found.person], self.look.ink, self.app.size.width
        wide = max(0, width - 80)
        line = Line(width, ink.cursor if at_hand else ink.words).add(" > " if at_hand else "   ")
        known = f' "{found.known_as}"' if found.known_as else ""
        name = card.listed if card is not None else found.name
        line.add(f"{name or found.ref}{known}", width=24 + wide // 4).add(" ")
        line.add(born_words(card.born, self.look.at) if card is not None else "", width=20).add(" ")
        line.add(found.ref, width=8 + wide // 8).add(" ")
        if not found.on_caseload:
            return line.add(tr("left the caseload"), None if at_hand else ink.amber).strip()
        line.add(ZONE_LETTERS.get(found.zone, ""), None if at_hand else ink.zone(found.zone), width=2)
        phones = [phone.number for phone in card.phones if not phone.unsafe] if card is not None else []
        line.add(next(iter(phones), ""), width=max(0, line.room - 8)).add(" ")
        return line.add(owner_words(found.coordinator or "", self.look)).strip()

    def footer(self) -> list[tuple[str, Binding]]:
        """Without the letters that other screens have as keys: here they are letters."""
        return [("ctrl+q" if keys == "q" else keys, binding) for keys, binding in super().footer()]

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self.found) - 1))
        self.draw()

    def action_take(self) -> None:
        self.run_worker(self._take())

    async def _take(self) -> None:
        seen = self.read.is_set() and monotonic() - self.looked_at >= page.SEEN_SECONDS
        await self.read.wait()
        if self.found and (seen or len(self.found) == 1):  # of several nobody is opened unseen
            self.note_search()
            self.dismiss(self.found[self.cursor].person)

    def action_leave(self) -> None:
        self.note_search()
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        typed = edited(self.typed, event.key, event.character)
        if typed != self.typed:
            event.stop()
            event.prevent_default()
            self._look_for(typed)

    def on_click(self, event: events.Click) -> None:
        """A click on a person opens them."""
        if event.widget is not None and event.widget.id == "list" and 0 < event.y <= len(self.found) - self.top:
            self.action_move(self.top + event.y - 1 - self.cursor)
            self.action_take()
