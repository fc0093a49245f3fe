"""A form made of questions: it keeps what was typed, shows faults under their fields, and holds no door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from carelist_tui.domain.refusal import Fault
from carelist_tui.tui.forms.answers import said_of
from carelist_tui.tui.forms.asks import Ask
from carelist_tui.tui.forms.fields import Changed, Field


class Form(VerticalScroll, can_focus=False):
    """The fields, one below the other. `asked` says which of them are asked, given what stands in the others."""

    def __init__(
        self,
        asks: Sequence[Ask],
        typed: dict[str, str],
        *,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        asked: Callable[[Ask, dict[str, str]], bool] = lambda ask, typed: True,
    ) -> None:
        super().__init__(id="form")
        self.asks = [ask for ask in asks if ask.kind != "id"]
        self._known = dict(typed)
        self._now, self._zone, self._asked = now, zone, asked
        self.fields = [Field(ask, typed.get(ask.path, "")) for ask in self.asks]

    def compose(self) -> ComposeResult:
        yield from self.fields

    def on_mount(self) -> None:
        self._look()
        self.focus_first()

    def focus_first(self) -> None:
        """Stand on the first field that still needs an answer; on the first of all where none does."""
        shown = [field for field in self.fields if field.display]
        empty = [field for field in shown if field.ask.needed and not field.typed]
        if found := (empty or shown)[:1]:
            found[0].control.focus()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in every field, and what was known and is not asked; by path."""
        return {**self._known, **{field.ask.path: field.typed for field in self.fields}}

    def on_changed(self, message: Changed) -> None:
        message.stop()
        self._look(message.field)
        if message.done:
            self.next_after(message.field)

    def next_after(self, field: Field) -> None:
        """Go to the next field that is asked."""
        later = [f for f in self.fields[self.fields.index(field) + 1 :] if f.display]
        if later:
            later[0].control.focus()

    def _look(self, changed: Field | None = None) -> None:
        """Show the fields that are asked now, and what a date has been understood as."""
        typed = self.typed
        for field in self.fields:
            asked = self._asked(field.ask, typed)
            if field.display != asked:
                field.display = asked
            if asked and (changed is None or field is changed):
                field.say(said_of(field.ask, field.typed, self._now(), self._zone))

    def show_faults(self, faults: Iterable[Fault]) -> list[Fault]:
        """Put each fault under its field, go to the first; gives those that have no field here."""
        elsewhere, first = [], None
        by_path = {field.ask.path: field for field in self.fields}
        for fault in faults:
            field = by_path.get(fault.path) or by_path.get(field_path(fault.path))
            if field is None or not field.display:
                elsewhere.append(fault)
                continue
            if not field._fault:
                field.say(fault.sentence, fault=True)
            if first is None or self.fields.index(field) < self.fields.index(first):
                first = field
        if first is not None:
            first.control.focus()
            first.scroll_visible(animate=False)
        return elsewhere


def field_path(path: str) -> str:
    """The path of the field that a fault inside a list or a part belongs to: `body.phones[0].number`, `body.phones`."""
    return path.partition("[")[0]
