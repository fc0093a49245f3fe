"""A screen that asks for something nobody else may see: no desk, no record, and nothing of what is typed is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.style import Style
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input

from carelist_tui.catalogue import tr
from carelist_tui.tui.bindings import described, keys_of
from carelist_tui.tui.themes import Ink, ink_of
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap

T = TypeVar("T")


class SecretInput(Input):
    """One line, each letter a dot. What is typed here can be pasted, and never copied or cut from here."""

    def __init__(self, number: int) -> None:
        super().__init__(password=True, compact=True, id=f"secret{number}", classes="secret")
        self.cursor_blink = False

    def action_copy(self) -> None:
        """Nothing of it leaves."""

    def action_cut(self) -> None:
        """Nothing of it leaves."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words above or below what is asked; `strong` stands out, `wrong` says what was in the way. `lead` stands before
    the first line of them."""

    words: str
    strong: bool = False
    wrong: bool = False
    lead: str = ""

    def style(self, ink: Ink) -> Style:
        return ink.amber if self.wrong else ink.strong if self.strong else ink.words


class SecretScreen(Screen[T], inherit_bindings=False):
    """A title, words, some fields to answer in, and below them what was in the way. Subclasses say what."""

    TITLE_WORDS = ""
    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.said = ""

    def labels(self) -> Sequence[str]:
        """What is asked, a field each."""
        return ()

    def field(self, number: int) -> Input:
        """The field that a label stands above."""
        return SecretInput(number)

    def above(self) -> Iterable[Said]:
        """What is said above the fields."""
        return ()

    def below(self) -> Iterable[Said]:
        """What is said below them."""
        return (Said(self.said, wrong=True),) if self.said else ()

    @property
    def ink(self) -> Ink:
        return ink_of(self.app.theme)

    @property
    def fields(self) -> list[Input]:
        return list(self.query(Input))

    def compose(self) -> ComposeResult:
        yield Lines(id="head")
        yield Lines(id="above")
        for number, _ in enumerate(self.labels()):
            yield Lines(id=f"label{number}")
            yield self.field(number)
        yield Lines(id="list")
        yield Lines(id="foot")

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda theme: self.draw())
        self.draw()
        if self.fields:
            self.fields[0].focus()

    def on_resize(self) -> None:
        if self.is_mounted:
            self.draw()

    def say(self, words: str) -> None:
        """Say what is in the way, or that it is being done."""
        self.said = words
        self.draw()

    def draw(self) -> None:
        """Draw everything afresh for the size and the look of now."""
        if not self.is_mounted:
            return
        width, height, ink = self.app.size.width, self.app.size.height, self.ink
        head = Line(width, ink.bar).add(tr(" Carelist"), ink.bar_strong).add(f"  {self.TITLE_WORDS}").strip()
        blank = Line(width, ink.words).strip()
        above = [blank, *self._strips(self.above()), blank]
        self.query_one("#head", Lines).show([head])
        self.query_one("#above", Lines).styles.height = min(len(above), max(3, height - 8))
        self.query_one("#above", Lines).show(above)
        for number, label in enumerate(self.labels()):
            self.query_one(f"#label{number}", Lines).show([Line(width, ink.words).add(f"  {label}").strip()])
        below = [blank, *self._strips(self.below())]
        self.query_one("#list", Lines).show([*below, *[blank] * max(0, height - len(below))])
        self.query_one("#foot", Lines).show([self._foot()])

    def _strips(self, said: Iterable[Said]) -> list[Strip]:
        width = self.app.size.width
        strips = []
        for each in said:
            for n, part in enumerate(wrap(each.words, max(10, width - 4 - len(each.lead)))):
                lead = each.lead if n == 0 else " " * len(each.lead)
                strips.append(Line(width, self.ink.words).add(f"  {lead}{part}", each.style(self.ink)).strip())
        return strips

    def _foot(self) -> Strip:
        foot = Line(self.app.size.width, self.ink.words).add(" ")
        for binding in described(self.BINDINGS):
            if binding.show and self.check_action(binding.action.partition("(")[0], ()):
                foot.add(keys_of(binding)[0], self.ink.key).add(f" {binding.description}  ")
        return foot.add("ctrl+q", self.ink.key).add(tr(" Quit")).strip()
