"""One question, answered in a line: until when, why. What was understood is said under it as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip
from textual.widgets import Input

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.form.controls import SafeInput
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip


class AskScreen(Page):
    """Gives what was typed, or None. `understood` says what an answer means, or refuses it (ValueError, a sentence).
    Where it is not `needed`, nothing typed is an answer as well."""

    TAKES_WORDS = READY_WITH_FOCUS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        act("asking.take-answer", "enter,ctrl+j", "take", tr("Go on"), tr("Go on with this answer."), at_once=True),
        act("asking.leave-page", "escape", "leave", tr("Back"), tr("Go back; nothing is recorded."), at_once=True),
    ]

    def __init__(
        self,
        desk: Desk,
        title: str,
        about: Sequence[str],
        question: str,
        understood: Callable[[str], str],
        *,
        typed: str = "",
        needed: bool = True,
    ) -> None:
        super().__init__(desk)
        self.heading, self.about, self.question, self.understood = title, about, question, understood
        self.typed, self.fault, self.needed = typed, "", needed

    def compose_body(self) -> ComposeResult:
        yield Lines(id="asked")
        yield SafeInput(self.typed, id="answer", compact=True)
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.query_one("#answer", SafeInput).focus()

    def draw(self) -> None:
        super().draw()
        width, look = self.app.size.width, self.look
        asked = Said(width, look)
        asked.put(self.question, look.ink.strong)
        room = self.app.size.height - 6 - len(asked.strips)
        strips = [rule_strip(self.heading, width, look), *self._about_strips(max(1, room)), *asked.strips]
        self.lines("asked").styles.height = len(strips)
        self.lines("asked").show(strips)
        self.draw_understood()

    def _about_strips(self, room: int) -> list[Strip]:
        """What it is about, whole where there is room for it; else a line for each, so that nobody is left out and the
        question still stands under them."""
        whole, short = Said(self.app.size.width, self.look), Said(self.app.size.width, self.look)
        for words in self.about:
            whole.put(words)
            short.put_one(words)
        if len(whole.strips) <= room:
            return whole.strips
        strips = short.strips if len(self.about) > 1 else whole.strips
        if len(strips) <= room:
            return strips
        more = Line(self.app.size.width, self.look.ink.amber).add(tr(" + {n} more", n=len(strips) - room + 1))
        return [*strips[: room - 1], more.strip()]

    def draw_understood(self) -> None:
        """Under the answer: what it means, or what is wrong with it."""
        said = Said(self.app.size.width, self.look)
        try:
            words, style = self.understood(self.typed) if self.typed.strip() else "", self.look.ink.green
        except ValueError as not_understood:
            words, style = str(not_understood), self.look.ink.amber
        if self.fault and not self.typed.strip():
            words, style = self.fault, self.look.ink.red
        if words:
            said.put(words, style)
        blank = Line(self.app.size.width, self.look.ink.words).strip()
        self.lines("list").show([*said.strips, *[blank] * self.app.size.height])

    def on_input_changed(self, event: Input.Changed) -> None:
        self.typed = event.value
        if self.is_mounted and not self.too_small:
            self.draw_understood()

    def action_take(self) -> None:
        try:
            if self.typed.strip() or not self.needed:
                if self.typed.strip():
                    self.understood(self.typed)
                self.dismiss(self.typed.strip())
                return
            self.fault = tr("This is needed.")
        except ValueError:
            pass
        self.draw_understood()

    def action_leave(self) -> None:
        self.dismiss(None)
