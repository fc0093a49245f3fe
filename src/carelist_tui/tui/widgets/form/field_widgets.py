"""The fields of a form: each shows its title, what it is for, and under it what was understood or what is wrong."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.answers import NO, YES
from carelist_tui.desk.questions.asks import PICKED, SEVERAL, Ask
from carelist_tui.desk.questions.offers import Offering
from carelist_tui.tui.widgets.form.controls import Choices, Keyed, SafeInput, SafeTextArea
from carelist_tui.tui.widgets.form.picker import Picker
from carelist_tui.tui.widgets.plain import plain, titled

FLAG_KEYS: tuple[Keyed, ...] = (("y", YES, tr("yes")), ("n", NO, tr("no")))
WRITTEN = ("note", "lines", "parts", "pairs", "file", "persons")
"""Kinds that are answered in several lines."""
Control = SafeInput | SafeTextArea | Choices | Picker


class Changed(Message):
    """A field stands otherwise than before. `done` when the answer is whole, so that the next field may follow."""

    def __init__(self, field: Field, *, done: bool = False) -> None:
        super().__init__()
        self.field = field
        self.done = done


class Entered(Message):
    """Enter was pressed in a field that takes one answer: the next may follow."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field


class Field(Vertical):
    """One question: its title and help, where it is answered, and what is said about the answer.

    `beside`: the title stands beside the answer, and the help is for the screen to show.
    """

    def __init__(self, ask: Ask, typed: str, offering: Offering, *, beside: bool = False) -> None:
        super().__init__(classes="field -beside" if beside else "field")
        self.ask = ask
        self.beside = beside
        self.fault = ""
        self._said: Static | None = None
        self._stands = False
        self._words = ""
        self.control = self._control(typed, offering)

    def _control(self, typed: str, offering: Offering) -> Control:
        ask = self.ask
        if ask.kind in ("choice", "choices", "flag"):
            keyed = list(FLAG_KEYS) if ask.kind == "flag" else ask.keyed()
            made = Choices(keyed, several=ask.kind == "choices", tell=lambda done: self._changed(done=done),
                           wrong=self.say, enter=self._entered)  # fmt: skip
            made.chosen = [code for code in typed.split() if code in {c for _, c, _ in keyed}]
            return made
        if ask.kind in PICKED:
            free = ask.kind in ("worker", "workers")
            picker = Picker(offering, several=ask.kind in SEVERAL, free=free,
                            tell=lambda done: self._changed(done=done))  # fmt: skip
            picker.chosen = typed.splitlines() if free else typed.split()
            return picker
        if ask.kind in WRITTEN:
            return SafeTextArea(typed, compact=True, highlight_cursor_line=False)
        return SafeInput(typed, compact=True, select_on_focus=False)

    def compose(self) -> ComposeResult:
        yield Static(titled(*self.label), classes="label")
        yield self.control
        self._stands = True
        if self._said is not None:
            yield self._said

    @property
    def label(self) -> tuple[str, str]:
        """The title, with a sign where an answer is needed, and what it is for."""
        title = f"{self.ask.within}: {self.ask.title.lower()}" if self.ask.within else self.ask.title
        return f"{title}{' *' if self.ask.needed else ''}", "" if self.beside else self.help_words

    @property
    def help_words(self) -> str:
        """What it is for, and how a list is typed."""
        ask = self.ask
        each = tr(" One a line: {pattern}.", pattern=ask.pattern) if ask.kind in ("parts", "pairs") else ""
        each = tr(" One a line.") if ask.kind == "lines" else each
        each = tr(" Type a name, or a key.") if ask.kind in PICKED else each
        return f"{ask.help}{each}"

    @property
    def typed(self) -> str:
        return self.control.value if isinstance(self.control, SafeInput) else self.control.text

    def put(self, typed: str) -> None:
        """Let this stand in it, as if it had been typed."""
        if isinstance(self.control, SafeInput):
            self.control.value = typed
        else:
            self.control.text = typed
        self._changed()

    def propose(self, text: str) -> None:
        """Nobody typed this: typing replaces it where it stands in one line."""
        if text and isinstance(self.control, SafeInput):
            self.control.propose(text)

    def narrow(self, ask: Ask) -> bool:
        """Ask the same with other choices. Whether what was chosen is chosen no more."""
        before, self.ask = self.ask, ask
        if self._stands and (ask.needed, ask.title) != (before.needed, before.title):
            self.query_one(".label", Static).update(titled(*self.label))
        if ask != before and isinstance(self.control, Choices) and ask.kind != "flag":
            chosen = self.control.text
            self.control.offer(ask.keyed())
            return chosen != self.control.text
        return False

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._changed()
        self._entered()

    def _entered(self) -> None:
        """Go on, as after every answer; one that is needed and was not chosen is asked for."""
        if isinstance(self.control, Choices) and self.ask.needed and not self.control.chosen:
            self.control.say_how()
        else:
            self.post_message(Entered(self))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._changed()

    def _changed(self, *, done: bool = False) -> None:
        self.fault = ""
        self.post_message(Changed(self, done=done))

    def say(self, words: str, *, fault: bool = False, warning: str = "") -> None:
        """Say under the field what was understood, or what is wrong with it; `warning`: what to know of it first."""
        if fault:
            self.fault = words
        elif self.fault:
            return
        words = f"! {words}" if fault else f"= {words}" if words else ""
        words = tr("{words}. Mind: {warning}", words=words, warning=warning) if warning and words else words
        if self._said is None and words:
            self._said = Static(plain(words), classes="said")
            if self._stands:
                self.mount(self._said)
        elif self._said is not None and words != self._words:
            self._said.update(plain(words))
        if self._said is not None:
            self._said.set_class(bool(words), "-words")
            self._said.set_class(fault, "-fault")
            self._said.set_class(bool(warning), "-warning")
        self._words = words
