"""A picker: a few letters find who or what is meant, a key takes it; nobody types an id."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from carelist_tui.desk.questions.offers import MOST, Offer, Offering, is_whole
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.plain import Line

SHOWN = 5
"""Lines of what is offered, at most."""


class Picker(Widget, can_focus=True):
    """Keeps what was picked by its code and shows its words. `free`: what fits nobody is kept as it was typed."""

    def __init__(self, offering: Offering, *, several: bool, free: bool, tell: Callable[[bool], None]) -> None:
        super().__init__()
        self.offering, self.several, self.free = offering, several, free
        self.chosen: list[str] = []
        self.query_text = ""
        self.cursor = -1
        self._tell = tell

    @property
    def text(self) -> str:
        """The codes, one a line; what was typed where that is kept too."""
        loose = [self.query_text.strip()] if self.free and self.query_text.strip() else []
        return "\n".join([*self.chosen, *loose] if self.several or not self.chosen else self.chosen)

    @text.setter
    def text(self, text: str) -> None:
        self.chosen = [line for line in text.splitlines() if line.strip()]
        self.query_text = ""
        self.look_again()

    @property
    def offers(self) -> list[Offer]:
        """What can be taken now: nothing more once the one is picked."""
        if self.chosen and not self.several and not self.query_text:
            return []
        return [offer for offer in self.offering(self.query_text) if offer.code not in self.chosen][:MOST]

    def take(self, offer: Offer) -> None:
        """Pick it; a single one takes the place of the one before."""
        self.chosen = [*self.chosen, offer.code] if self.several else [offer.code]
        self.query_text, self.cursor = "", -1
        self.look_again()
        self._tell(not self.several)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters look for what is offered, and lead nowhere else."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        offers = self.offers
        if event.key in ("down", "up"):
            self.cursor = max(-1, min(self.cursor + (1 if event.key == "down" else -1), len(offers) - 1))
        elif event.key in ("enter", "ctrl+j"):
            self._entered(offers)
        elif event.key == "backspace":
            self._shortened()
        elif event.character and event.character.isprintable():
            numbered = event.character in "123456789" and (not self.query_text or self.query_text.isalpha())
            if numbered and int(event.character) <= len(offers):
                self.take(offers[int(event.character) - 1])
            else:
                self._typed(event.character)
        else:
            return
        event.stop()
        event.prevent_default()
        self.look_again()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._typed(shown_text(" ".join(event.text.split())))
        self.look_again()

    def on_focus(self) -> None:
        self.call_later(self.look_again)  # it has the focus only once this was handled

    def on_blur(self) -> None:
        offers = self.offers
        if self.query_text and len(offers) == 1 and is_whole(offers[0].words, self.query_text):
            self.take(offers[0])
        self.call_later(self.look_again)

    def _entered(self, offers: Sequence[Offer]) -> None:
        if offers and (self.query_text or self.cursor >= 0):
            self.take(offers[max(self.cursor, 0)])
        else:
            self._tell(True)

    def _shortened(self) -> None:
        if self.query_text:
            self.query_text = self.query_text[:-1]
        else:
            self.chosen = self.chosen[:-1]
        self._tell(False)

    def _typed(self, text: str) -> None:
        if not self.several:
            self.chosen = []
        self.query_text, self.cursor = self.query_text + text, -1
        self._tell(False)

    def words_of(self, code: str) -> str:
        """How it is called; as it is written where nobody knows it."""
        return next((offer.words for offer in self.offering("") if offer.code == code), code)

    def look_again(self) -> None:
        """Draw afresh what is picked and offered, which may be known only now."""
        if self.is_mounted:
            self.styles.height = 1 + (min(len(self.offers), SHOWN) if self.has_focus else 0)
            self.refresh()

    def on_mount(self) -> None:
        self.look_again()

    def render_line(self, y: int) -> Strip:
        ink = ink_of(self.app.theme)
        line = Line(self.size.width, ink.words)
        if y == 0:
            for code in self.chosen:
                line.add(f" {self.words_of(code)} ", ink.strong)
            caret = "_" if self.has_focus else ""
            return line.add(f" {self.query_text}{caret}", ink.cursor if self.has_focus else None).strip()
        offers = self.offers
        top = max(0, min(self.cursor - SHOWN + 1, len(offers) - SHOWN))
        n = top + y - 1
        if n < len(offers):
            at = n == self.cursor
            line.add(f" {'>' if at else ' '}{n + 1} ", ink.key).add(offers[n].words, ink.cursor if at else None)
            if known := offers[n].known:
                line.add(f"  {known}", ink.quiet)
        return line.strip()
