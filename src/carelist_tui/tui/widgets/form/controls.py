"""Where a question is answered: one line, several lines, or choices by a key each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from textual import events
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from carelist_tui.catalogue import tr
from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.plain import Line, width_of, wrap

Keyed = tuple[str, str, str]
"""The key, the code and the words of a choice."""
AROUND = 5
"""Columns of a choice beside its words: its key, and the signs that it is taken."""


class Piece(NamedTuple):
    """A line of a choice: where it stands, of which code, what stands before its words, whether it is the last one."""

    line: int
    begins: int
    ends: int
    code: str
    lead: str
    words: str
    is_last: bool


class SafeInput(Input):
    """One line of text; what is pasted is made plain, so that nothing in it reaches the terminal. Nothing blinks."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.cursor_blink = False
        self._proposed = ""

    def propose(self, text: str) -> None:
        """Where this stands there nobody typed it: it is selected where somebody comes to it, and typing replaces
        it."""
        self._proposed = text
        if self.has_focus:
            self.on_focus()

    def on_focus(self) -> None:
        """Textual's own, and what is proposed is selected."""
        if self._proposed and self.value == self._proposed:
            self.select_all()

    def _on_paste(self, event: events.Paste) -> None:
        event.text = shown_text(" ".join(event.text.split()))  # Textual then calls its own handler with it


class SafeTextArea(TextArea):
    """Several lines of text, made plain when pasted. `tab` goes to the next field. Nothing in it blinks."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.cursor_blink = False

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = "\n".join(map(shown_text, event.text.splitlines()))


class Choices(Widget, can_focus=True):
    """Choices by one key each, the key shown; the chosen ones have a sign besides their colour."""

    def __init__(
        self,
        keyed: list[Keyed],
        *,
        several: bool,
        tell: Callable[[bool], None],
        wrong: Callable[[str], None],
        enter: Callable[[], None],
    ) -> None:
        super().__init__()
        self._wrong = wrong
        self._enter = enter
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
        elif event.key in ("enter", "ctrl+j"):
            event.stop()
            self._enter()
        elif event.key in ("backspace", "delete"):
            event.stop()
            self.chosen = []
            self.refresh()
            self._tell(False)
        elif event.character and event.character.isprintable() and event.character != " ":
            self.say_how()

    def say_how(self) -> None:
        """Say by which keys it is answered."""
        if self.keyed:
            self._wrong(tr("choose by its key: {keyed} to {keyed2}", keyed=self.keyed[0][0], keyed2=self.keyed[-1][0]))

    def on_click(self, event: events.Click) -> None:
        for piece in self._pieces():
            if event.y == piece.line and piece.begins <= event.x < piece.ends:
                self.choose(piece.code)

    def _pieces(self, width: int | None = None) -> list[Piece]:
        """Where each choice stands; one that is too long for a line takes several, so that nothing of it is cut."""
        room = max(width or self.size.width, 10)
        pieces: list[Piece] = []
        x = y = 0
        for key, code, words in self.keyed:
            said = words if words != key else ""
            size = width_of(said) + AROUND
            if x and x + size > room:
                x, y = 0, y + 1
            parts = wrap(said, room - AROUND) if size > room else [said]
            for n, part in enumerate(parts):
                lead = f"{key} " if n == 0 else "  "
                pieces.append(Piece(y + n, x, min(x + size, room), code, lead, part, n == len(parts) - 1))
            x, y = (x + size + 1, y) if size <= room else (0, y + len(parts))
        return pieces

    def lines_needed(self, width: int) -> int:
        return max((piece.line for piece in self._pieces(width)), default=0) + 1

    def on_resize(self, event: events.Resize) -> None:
        self.styles.height = self.lines_needed(max(event.size.width, 10))

    def render_line(self, y: int) -> Strip:
        ink = ink_of(self.app.theme)
        line = Line(self.size.width, ink.words)
        for piece in self._pieces():
            if piece.line == y:
                taken = piece.code in self.chosen
                sign = ">" if taken and piece.lead.strip() else " "
                line.at(piece.begins).add(f"{sign}{piece.lead}", ink.key)
                line.add(piece.words, ink.strong if taken else None).add("<" if taken and piece.is_last else "")
        return line.strip()
