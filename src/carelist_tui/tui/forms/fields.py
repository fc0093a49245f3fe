"""The fields of a form: each shows its title, what it is for, and under it what was understood or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from carelist_tui.domain.plain import shown_text
from carelist_tui.tui.forms.answers import NO, YES
from carelist_tui.tui.forms.asks import Ask
from carelist_tui.tui.themes import ink_of
from carelist_tui.tui.widgets.plain import Line, plain, titled, width_of

FLAG_KEYS = (("y", YES, "yes"), ("n", NO, "no"))


class Changed(Message):
    """A field stands otherwise than before. `done` when the answer is whole, so that the next field may follow."""

    def __init__(self, field: Field, *, done: bool = False) -> None:
        super().__init__()
        self.field = field
        self.done = done


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

    def __init__(self, keyed: list[tuple[str, str, str]], *, several: bool, tell: Callable[[bool], None]) -> None:
        super().__init__()
        self.keyed = keyed
        self.several = several
        self.chosen: list[str] = []
        self._tell = tell

    @property
    def text(self) -> str:
        return " ".join(self.chosen)

    def choose(self, code: str) -> None:
        """Take a choice, or take it back where it stands already; one alone leaves no other."""
        if self.several:
            self.chosen = [c for c in self.chosen if c != code] if code in self.chosen else [*self.chosen, code]
        else:
            self.chosen = [code]
        self.refresh()
        self._tell(not self.several)

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

    def on_click(self, event: events.Click) -> None:
        for y, x, end, code in self._places():
            if event.y == y and x <= event.x < end:
                self.choose(code)

    def _places(self, width: int | None = None) -> list[tuple[int, int, int, str]]:
        """(line, first cell, last cell + 1, code) of each choice."""
        places, x, y = [], 0, 0
        for _, code, words in self.keyed:
            size = width_of(words) + 5
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
                line.add(words, ink.strong if taken else None).add("<" if taken else "")
        return line.strip()


class Field(Vertical):
    """One question: its title and help, where it is answered, and what is said about the answer."""

    DEFAULT_CLASSES: ClassVar[str] = "field"

    def __init__(self, ask: Ask, typed: str = "") -> None:
        super().__init__()
        self.ask = ask
        self._began = typed
        self._fault = ""
        self.control: SafeInput | SafeTextArea | Choices = self._control()

    def _control(self) -> SafeInput | SafeTextArea | Choices:
        ask = self.ask
        if ask.kind in ("choice", "choices", "flag"):
            keyed = list(FLAG_KEYS) if ask.kind == "flag" else ask.keyed()
            made = Choices(keyed, several=ask.kind == "choices", tell=lambda done: self._changed(done=done))
            made.chosen = [code for code in self._began.split() if code in {c for _, c, _ in keyed}]
            return made
        if ask.kind in ("note", "lines", "parts", "pairs", "file"):
            area = SafeTextArea(self._began, compact=True, highlight_cursor_line=False)
            area.cursor_blink = False
            return area
        line = SafeInput(self._began, compact=True, select_on_focus=False)
        line.cursor_blink = False
        return line

    def compose(self) -> ComposeResult:
        yield Static(titled(*self.label), classes="label")
        yield self.control
        yield Static(plain(""), classes="said")

    @property
    def label(self) -> tuple[str, str]:
        """The title, with a sign where an answer is needed, and what it is for."""
        ask = self.ask
        title = f"{ask.within}: {ask.title.lower()}" if ask.within else ask.title
        each = f" One a line: {ask.pattern}." if ask.kind in ("parts", "pairs") else ""
        each = " One a line." if ask.kind == "lines" else each
        return f"{title}{' *' if ask.needed else ''}", f"{ask.help}{each}"

    @property
    def typed(self) -> str:
        if isinstance(self.control, SafeInput):
            return self.control.value
        return self.control.text

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._changed(done=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._changed()

    def _changed(self, *, done: bool = False) -> None:
        self._fault = ""
        self.post_message(Changed(self, done=done))

    def say(self, words: str, *, fault: bool = False) -> None:
        """Say under the field what was understood, or what is wrong with it."""
        if fault:
            self._fault = words
        elif self._fault:
            return
        said = self.query_one(".said", Static)
        said.update(plain(f"! {words}" if fault else f"= {words}" if words else ""))
        said.set_class(bool(words), "-words")
        said.set_class(fault, "-fault")
