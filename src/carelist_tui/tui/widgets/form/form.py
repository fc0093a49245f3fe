"""A form made of questions: it keeps what was typed, shows faults under their fields, and holds no door."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from carelist_tui.desk.questions.answers import happened_at, said_of
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.offers import Offer
from carelist_tui.domain.refusal import Fault
from carelist_tui.tui.widgets.form.controls import Choices
from carelist_tui.tui.widgets.form.field_widgets import Changed, Control, Entered, Field
from carelist_tui.tui.widgets.form.picker import Picker
from carelist_tui.tui.widgets.plain import plain

AT_ONCE = 8
"""Fields made before the first frame; the others follow as soon as it is drawn."""


WHEN_IT_WAS = ("occurred_at", "learned_at", "late_reason")
"""Asked first and mostly filled in: nobody stands there by themselves."""
GONE_ON = 1.5
"""Seconds in which a tab after a choice is the step that the choice has made already."""
NOWHERE: tuple[float, Field | None, bool] = (0.0, None, False)


def stand_on(control: Control) -> None:
    """Give it the focus at once: what is typed next is meant for it. (Its own `focus` does so a message later.)"""
    if control.is_attached and control.focusable:
        control.screen.set_focus(control)
    else:
        control.focus()


@dataclass(frozen=True, slots=True)
class Leading:
    """How the screen leads a form: which questions are asked and how, given what stands in the others; what a picker
    offers; and who is told of a change."""

    now: Callable[[], datetime]
    typed_at: Mapping[str, datetime]
    """When each field was typed, by its path."""
    zone: ZoneInfo
    asked: Callable[[Ask, dict[str, str]], bool]
    narrowed: Callable[[Ask, dict[str, str]], Ask]
    offered: Callable[[Ask, str], Sequence[Offer]]
    changed: Callable[[str], None]
    """Given the path of what changed."""
    warned: Callable[[], Mapping[str, str]] = dict
    """What had better be known of an answer before it is saved, by path."""
    proposed: Callable[[str], str] = lambda _: ""
    """Given a path, what stands there though nobody typed it: it is selected where somebody comes to it."""
    guided: Callable[[], Mapping[str, Sequence[str]]] = dict
    """Lines to read before a question is answered, by its path."""


class Guide(Static):
    """What is to be read before a question is answered: above it, whole."""

    def __init__(self) -> None:
        super().__init__(classes="guide")
        self.words = ""

    def say(self, lines: Sequence[str]) -> None:
        """Show these lines; nothing where there are none."""
        words = "\n".join(" ".join(line.split()) for line in lines)
        self.display = bool(words)
        if words != self.words:
            self.words = words
            self.update(plain(words))


class LineEnded(Message):
    """Enter was pressed in the last field, which takes one line or one choice: a page of few questions goes on."""


class Form(VerticalScroll, can_focus=False):
    """The fields, one below the other. What stands in each is kept in `typed`, which is whose it was before, whether it
    has been drawn yet or not."""

    def __init__(self, asks: Sequence[Ask], typed: dict[str, str], leading: Leading, *, beside: bool = False) -> None:
        super().__init__(id="form")
        self.asks = list(asks)
        self.typed = typed
        for ask in asks:
            typed.setdefault(ask.path, "")
        self._leading, self._beside = leading, beside
        self._made: dict[str, Field] = {}
        self._guides: dict[str, Guide] = {}
        self._went_on = NOWHERE
        """When the cursor went on by itself, to which field, and whether because a choice was made."""

    def compose(self) -> ComposeResult:
        asked = self._asked()
        first = self._first(asked)
        until = max(AT_ONCE, asked.index(first) + 1 if first else 0)
        yield from (self._make(ask) for ask in asked[:until])

    def on_mount(self) -> None:
        self.look()
        self.focus_first()
        self.call_after_refresh(self.look)
        self.watch(self, "virtual_size", self._keep_in_sight, init=False)

    def on_descendant_focus(self) -> None:
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Once it is laid out, the field that somebody stands on is seen, with what it is for: Textual shows where it
        stood before the fields above it, or it itself, became longer."""
        self.call_after_refresh(self._show_at_hand)

    def _show_at_hand(self) -> None:
        field = next((each for each in self.fields if each.display and each.has_focus_within), None)
        if field is not None and field.is_attached:
            shown = field if field.size.height <= self.size.height else field.control
            shown.scroll_visible(animate=False, immediate=True)

    @property
    def fields(self) -> list[Field]:
        """Those drawn so far, in the order of the questions."""
        return [self._made[ask.path] for ask in self.asks if ask.path in self._made]

    def _asked(self) -> list[Ask]:
        return [self._leading.narrowed(ask, self.typed) for ask in self.asks if self._leading.asked(ask, self.typed)]

    def _first(self, asked: Sequence[Ask]) -> Ask | None:
        empty = [ask for ask in asked if ask.needed and not self.typed[ask.path]]
        own = [ask for ask in asked if ask.path not in WHEN_IT_WAS]
        return next(iter(empty or own or asked), None)

    def _make(self, ask: Ask) -> Field:
        made = Field(ask, self.typed[ask.path], lambda text: self._leading.offered(ask, text), beside=self._beside)
        self._made[ask.path] = made
        made.propose(self._leading.proposed(ask.path))
        return made

    def ask_anew(self, asks: Sequence[Ask]) -> None:
        """Ask these from now on; what stands in a field stays."""
        self.asks = list(asks)
        for ask in asks:
            self.typed.setdefault(ask.path, "")
        self.look()
        for field in self.fields:
            if isinstance(field.control, Picker):
                field.control.look_again()
        self.call_after_refresh(self._stand_somewhere)

    def _stand_somewhere(self) -> None:
        """The field that somebody stood on may be asked no more: then stand on the first that needs an answer."""
        if not any(field.display and field.has_focus_within for field in self.fields):
            self.focus_first()

    def focus_first(self) -> None:
        """Stand on the first field that still needs an answer; on the first of all where none does."""
        if (first := self._first(self._asked())) is not None and first.path in self._made:
            self._made[first.path].control.focus()

    def go_to(self, paths: Collection[str]) -> None:
        """Stand on the first of these that is asked, where the whole of it can be seen."""
        field = next((each for each in self.fields if each.ask.path in paths and each.display), None)
        if field is not None:
            stand_on(field.control)
            field.scroll_visible(animate=False, top=True)

    @property
    def first(self) -> str:
        """The path of the first question beside when it was; empty where nothing else is asked."""
        return next((ask.path for ask in self._asked() if ask.path not in WHEN_IT_WAS), "")

    @property
    def at_hand(self) -> str:
        """The path of the question that somebody stands on; empty where they stand on none."""
        return next((each.ask.path for each in self.fields if each.display and each.has_focus_within), "")

    def put(self, path: str, typed: str) -> None:
        """Let this stand in a field, drawn or not."""
        if path in self._made:
            self._made[path].put(typed)
            self._made[path].propose(self._leading.proposed(path))
        self.typed[path] = typed

    def on_changed(self, message: Changed) -> None:
        message.stop()
        field = message.field
        self.typed[field.ask.path] = field.typed
        self._leading.changed(field.ask.path)
        self.look(field)
        if message.done:
            self._go_on_from(field, chose=True)
        else:
            self._went_on = NOWHERE

    def on_entered(self, message: Entered) -> None:
        """Enter goes on; after a choice has gone on by itself it means that same step."""
        message.stop()
        field = message.field
        went_at, to, chose = self._went_on
        if chose and isinstance(field.control, Choices) and field is to and monotonic() - went_at < GONE_ON:
            self._went_on = NOWHERE
            return
        if field is self._last:
            self.post_message(LineEnded())
        self._go_on_from(field, chose=False)

    def _go_on_from(self, field: Field, *, chose: bool) -> None:
        self.step(1, field)
        to = next((each for each in self.fields if each.has_focus_within), None)
        self._went_on = (monotonic(), to, chose and to is not field)

    @property
    def _last(self) -> Field | None:
        return next((each for each in reversed(self.fields) if each.display), None)

    def step(self, by: int, field: Field | None = None) -> None:
        """Go to the next field that is asked, or the one before; round at the ends unless an answer was just given. A
        choice has gone on by itself: the tab that follows it means the same step."""
        shown = [each for each in self.fields if each.display]
        went_at, to, _ = self._went_on
        self._went_on = NOWHERE
        if field is None and by == 1 and to is not None and to.has_focus_within and monotonic() - went_at < GONE_ON:
            return None
        at = field or next((each for each in shown if each.has_focus_within), None)
        if at is None or at not in shown:
            return self.focus_first()
        there = shown.index(at) + by
        if field is None or there < len(shown):
            stand_on(shown[there % len(shown)].control)
        return None

    def look(self, changed: Field | None = None) -> None:
        """Show the fields that are asked now, and what a date has been understood as."""
        asked = {ask.path: ask for ask in self._asked()}
        moment, zone = self._leading.now(), self._leading.zone
        typed_at = self._leading.typed_at
        since = happened_at(asked.values(), self.typed, moment, zone, typed_at)
        warned, last = self._leading.warned(), None
        for ask in self.asks:
            now, field = asked.get(ask.path), self._made.get(ask.path)
            if now is not None and (field is None or field.ask.kind != now.kind):
                field = self._put_in(now, after=last)
            if field is None:
                continue
            last = field
            field.display = now is not None
            if now is not None:
                if field.narrow(now):
                    self.typed[now.path] = field.typed
                if changed is None or field is changed or now.kind == "moment":
                    understood = said_of(now, field.typed, moment, zone, since, typed_at)
                    field.say(understood, warning=warned.get(now.path, ""))
        self._guide()

    def _guide(self) -> None:
        """Show what is to be read, each above the question that it belongs to."""
        guided = self._leading.guided()
        for path in {*guided, *self._guides}:
            field = self._made.get(path)
            if field is None:
                continue
            if path not in self._guides:
                self._guides[path] = Guide()
                self.mount(self._guides[path], before=field)
            self._guides[path].say(guided.get(path, ()) if field.display else ())

    def _put_in(self, ask: Ask, *, after: Field | None) -> Field:
        """Draw a field in its place; one that is asked otherwise than before takes the place of the old."""
        old = self._made.get(ask.path)
        field = self._make(ask)
        if after is not None:
            self.mount(field, after=after)
        else:
            self.mount(field, before=0 if self.children else None)
        if old is not None:
            old.remove()
        return field

    def show_faults(self, faults: Iterable[Fault]) -> list[Fault]:
        """Put each fault under its field, go to the first; gives those that have no field here."""
        elsewhere: list[Fault] = []
        faulty: list[Field] = []
        for fault in faults:
            field = self._made.get(fault.path) or self._made.get(field_path(fault.path))
            if field is None or not field.display:
                elsewhere.append(fault)
                continue
            if not field.fault:
                field.say(fault.sentence, fault=True)
            faulty.append(field)
        if faulty:
            first = min(faulty, key=self.fields.index)
            stand_on(first.control)
            first.scroll_visible(animate=False)
        return elsewhere


def field_path(path: str) -> str:
    """The path of the field that a fault inside a list or a part belongs to: `body.phones[0].number`, `body.phones`."""
    return path.partition("[")[0]
