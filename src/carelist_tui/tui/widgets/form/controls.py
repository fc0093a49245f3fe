"""Where a question is answered: one line, several lines, or choices by a key each."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.plain import Line, width_of

Keyed = tuple[str, str, str]
"""The key, the code and the words of a choice."""


class SafeInput(Input):
    """One line of text; what is pasted is made plain, so that nothing in it reaches the terminal."""

    def _on_paste(self, event: events.Paste) -> None:
        event.text = shown_text(" ".join(event.text.split()))  # Textual then calls its own handler with it


class SafeTextArea(TextArea):
    """Several lines of text, made plain when pasted. `tab` goes to the next field."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = "\n".join(map(shown_text, event.text.splitlines()))


class Choices(Widget, can_focus=True):
    """Choices by one key each, the key shown; the chosen ones have a sign besides their colour."""

    def __init__(
        self, keyed: list[Keyed], *, several: bool, tell: Callable[[bool], None], wrong: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._wrong = wrong
        self.keyed = keyed
        self.several = several
        self.chosen: list[str] = []
        self._tell = tell

    @property
    def text(self) -> str:
        """The codes chosen, separated by spaces."""
        return " ".join(self.chosen)

    @text.setter
    def text(self, text: str) -> None:
        self.chosen = [code for code in text.split() if code in {c for _, c, _ in self.keyed}]
        self.refresh()

    def offer(self, keyed: list[Keyed]) -> None:
        """Offer these from now on; what was chosen and is not among them is chosen no more."""
        if keyed != self.keyed:
            self.keyed = keyed
            self.text = self.text
            self.styles.height = self.lines_needed(max(self.size.width, 10))

    def choose(self, code: str) -> None:
        """Take a choice, or take it back where it stands already; one alone leaves no other."""
        if self.several:
            self.chosen = [c for c in self.chosen if c != code] if code in self.chosen else [*self.chosen, code]
        else:
            self.chosen = [code]
        self.refresh()
        self._tell(not self.several)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A letter that chooses nothing does nothing: it does not leave Carelist, or open something else."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        code = next((code for key, code, _ in self.keyed if key == event.character), None)
        if code is not None:
            event.stop()
            self.choose(code)
        elif event.key in ("backspace", "delete"):
            event.stop()
            self.chosen = []
            self.refresh()
            self._tell(False)
        elif event.character and event.character.isprintable() and event.character != " " and self.keyed:
            self._wrong(f"choose by its key: {self.keyed[0][0]} to {self.keyed[-1][0]}")

    def on_click(self, event: events.Click) -> None:
        for y, x, end, code in self._places():
            if event.y == y and x <= event.x < end:
                self.choose(code)

    def _places(self, width: int | None = None) -> list[tuple[int, int, int, str]]:
        """(line, first cell, last cell + 1, code) of each choice."""
        places, x, y = [], 0, 0
        for key, code, words in self.keyed:
            size = width_of(words) + 5 if words != key else 5
            if x and x + size > (width or self.size.width):
                x, y = 0, y + 1
            places.append((y, x, x + size, code))
            x += size + 1
        return places

    def lines_needed(self, width: int) -> int:
        return max((y for y, *_ in self._places(width)), default=0) + 1

    def on_resize(self, event: events.Resize) -> None:
        self.styles.height = self.lines_needed(max(event.size.width, 10))

    def render_line(self, y: int) -> Strip:
        ink = ink_of(self.app.theme)
        line = Line(self.size.width, ink.words)
        places = {code: (row, x) for row, x, _, code in self._places()}
        for key, code, words in self.keyed:
            row, x = places[code]
            if row == y:
                taken = code in self.chosen
                line.at(x).add(f"{'>' if taken else ' '}{key} ", ink.key)
                line.add(words if words != key else "", ink.strong if taken else None).add("<" if taken else "")
        return line.strip()
