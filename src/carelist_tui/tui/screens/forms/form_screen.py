"""A form on a screen: who it is about above it, the fields below; saved through the door, or kept as it was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widget import Widget

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.questions.answers import HAPPENED, as_moments, body_of, happened_at
from carelist_tui.desk.questions.asks import parts_needed
from carelist_tui.desk.questions.offers import workers_offered
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.what_stands import (
    TELL_WHICH,
    Known,
    not_of,
    say_as_it_stands,
    standing_texts,
    what_stands,
)
from carelist_tui.desk.questions.worker_names import Names
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES, check_draft
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.refusal import Fault, Refused, TakesAway
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.forms.form_asks import PLANNED, SETTLES, AskingScreen, about_of
from carelist_tui.tui.widgets.form.field_widgets import Field
from carelist_tui.tui.widgets.form.form import Form, Leading
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.row import rule_strip
from carelist_tui.tui.widgets.short_card import clipped_strips
from carelist_tui.vault.drafts import Begun

HEAD_STATUS_AND_FOOT = 3
"""Lines that every form has besides who it is about and its questions."""
STOOD = "stood"
"""What stood when the form opened, of what its entry replaces. No question; it is kept with the draft, so that one gone
on with is held against what it began from."""
ASKS_WHEN = timedelta(minutes=15)
"""A draft begun longer ago than this is not taken to be of now without asking."""
WHILE_ASKED = ("discard", "leave")
"""What can be done while it is asked whether to throw all away."""
LOOK_SECONDS = 1.0
"""How often it is looked whether the disk still takes what is typed."""


def known_width(width: int) -> int:
    """How wide the left side is: a good third, never more than is read with ease."""
    return min(width * 2 // 5, 60)


class FormScreen(AskingScreen):
    """Gives what was recorded in words, or None when nothing was. What was typed is on the disk until recorded."""

    WHERE = "Form"
    READY_WITH_FOCUS = True
    BESIDE: ClassVar[bool] = False
    """Whether titles stand beside the answers, so that more fits on a page."""
    BINDINGS: ClassVar[list[BindingType]] = [
        act("form.save-entry", "ctrl+s", "save", "Save", "Record what the form says.", at_once=True, records=True),
        act("form.leave-form", "escape", "leave", "Keep and leave", "Leave; what you typed is kept for next time.",
            at_once=True),
        act("form.discard-form", "ctrl+x", "discard", "Discard", "Throw away what you typed, after asking.",
            at_once=True),
        act("form.next-field", "tab", "step(1)", "Next field", "Go to the next field.", footer=False, at_once=True),
        act("form.field-before", "shift+tab", "step(-1)", "Field before", "Go to the field before.", footer=False,
            at_once=True),
        act("form.show-help", "f1", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def __init__(
        self, desk: Desk, kind: str, item: Item | None, card: Card | None, typed: dict[str, str], begun: Begun | None
    ) -> None:
        super().__init__(desk, kind, item, card)
        self.discarding = False
        self.stood_on: Widget | None = None
        """Which field had the focus when it was asked whether to throw all away."""
        self.began_with = {"occurred_at": "now", **typed}
        subject = card.person if card is not None else item.key if item is not None else ""
        self.kept_as = begun.key if begun is not None else (subject, kind, about_of(self.began_with, self.asks()))
        kept = desk.kept.find(self.kept_as)
        self.entry_id = kept.id if kept is not None else desk.entry_id()
        self.ids: dict[str, str] = dict(kept.ids) if kept is not None else {}
        self.tried, self.resumed = False, kept is not None
        self.opened_at = desk.now()
        self.began_at = kept.at if kept is not None and kept.at else self.desk.moment()
        """When it was begun, RFC 3339: for a draft gone on with, not when it was opened again."""
        self.asks_when = kept is not None and self.opened_at - parse_moment(self.began_at) > ASKS_WHEN
        """Whether it is to be asked once more when this happened: it was begun too long ago to be taken as now."""
        self.typed_at = dict.fromkeys((ask.path for ask in self.asks()), self.opened_at)
        leading = Leading(desk.now, self.typed_at, desk.zone, self.is_asked, self.narrowed, self.offered, self.changed)
        values = {**self.began_with, **(kept.values if kept is not None else {})}
        self.stood_typed = dict(values)
        """What stood in each field when it was last typed into."""
        self.form = Form(self.asks(), values, leading, beside=self.BESIDE)
        self.said = self.back_words() if kept is not None else ""
        others = [each.name for each in card.may_be_told] if card is not None else []
        self.names = Names(lambda: workers_offered(desk.roster, "", desk.now(), desk.zone), others)
        self.gone: tuple[str, ...] = ()
        """What saving takes away, as it was said; it holds for what stood in the form then."""
        self.gone_for: dict[str, str] = {}
        self.gone_now: list[str] = []
        """Of that, what is on screen."""

    def back_words(self) -> str:
        """That what was typed is back; where it was begun long ago, when that was, and what is asked."""
        if not self.asks_when:
            return "What you typed before is back."
        began = moment_in_words(parse_moment(self.began_at), self.opened_at, self.desk.zone)
        return f"What you typed is back, begun {began}. Did it happen then? When says so; type another time if not."

    @property
    def typed(self) -> dict[str, str]:
        return self.form.typed

    @property
    def given(self) -> dict[str, str]:
        return self.began_with

    def id_of(self, name: str) -> str:
        """The id of a further entry of this save: fixed from its first use, and kept with the draft."""
        return self.ids.setdefault(name, self.desk.entry_id())

    def compose_body(self) -> ComposeResult:
        yield Lines(id="about")
        yield from self.compose_form()
        yield Lines(id="status")

    def compose_form(self) -> ComposeResult:
        if self.KNOWN:
            with Horizontal(id="beside"):
                yield Lines(id="known")
                yield self.form
        else:
            yield self.form

    def known_strips(self, width: int) -> list[Strip]:
        """What the record knows already, where it stands to the left of the questions."""
        return []

    def on_mount(self) -> None:
        self.call_after_refresh(lambda: self.run_worker(self.learn()))
        self.set_interval(LOOK_SECONDS, self.say_trouble)

    def learned(self) -> None:
        for ask in self.asks():
            self.typed_at.setdefault(ask.path, self.opened_at)
        self.form.ask_anew(self.asks())
        self.open_with_what_stands()
        self.draw()

    def open_with_what_stands(self) -> None:
        """Let what its entry replaces stand in the fields that nobody has typed into; not where it settles two
        versions, which brings its own."""
        if self.resumed or self.typed.get(SETTLES):
            return
        known = Known(self.kind, self.shown, self.desk.roster, self.typed, self.desk.now(), self.desk.zone)
        asks, before, stood = self.asks(), self.stood, what_stands(known)
        if stood == before:
            return
        old, new = (standing_texts(asks, each, self.desk.zone) for each in (before, stood))
        self.began_with[STOOD] = self.typed[STOOD] = json.dumps(stood)
        for path in (ask.path for ask in asks if ask.path in {**old, **new} and ask.path not in TELL_WHICH):
            if self.typed.get(path, "") == old.get(path, ""):
                self.began_with[path] = new.get(path, "")
                self.form.put(path, new.get(path, ""))

    @property
    def stood(self) -> dict[str, Any]:
        """What stood when the form opened, of what its entry replaces."""
        return dict(json.loads(self.typed.get(STOOD) or "{}"))

    def fill(self, path: str, words: str) -> None:
        """Let what the record knows stand in a field that is empty; it does not count as typed."""
        if words and not self.typed.get(path) and not self.resumed:
            self.began_with[path] = words
            self.form.put(path, words)

    def draw(self) -> None:
        super().draw()
        about, width = self.about_strips(), self.app.size.width
        room = min(len(about), self.app.size.height // 2)
        self.lines("about").styles.height = room
        self.lines("about").show([*clipped_strips(about[:-1], room - 1, width, self.look), about[-1]])
        self.draw_status()
        if self.KNOWN:
            self.draw_known()

    def draw_known(self) -> None:
        """The left side, as much of it as there is room for; what is left out says so."""
        width, height = known_width(self.app.size.width), self.app.size.height
        taken = HEAD_STATUS_AND_FOOT + min(len(self.about_strips()), height // 2)
        known = self.lines("known")
        known.styles.width = width
        known.show(clipped_strips(self.known_strips(width), max(1, height - taken), width, self.look))

    def draw_status(self) -> None:
        width = self.app.size.width
        strips = [rule_strip(self.said, width, self.look, self.look.ink.amber)]
        if self.gone_now:
            strips = [*clipped_strips(self.gone_strips(self.gone_now), self.gone_room, width, self.look), *strips]
        self.lines("status").styles.height = len(strips)
        self.lines("status").show(strips)

    def say(self, words: str) -> None:
        """Say it in the line below the fields."""
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw_status()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Where titles stand beside the answers, the line below says what the field is for."""
        field = next((node for node in event.widget.ancestors if isinstance(node, Field)), None)
        if self.BESIDE and field is not None and not self.discarding:
            self.say(field.help_words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action in WHILE_ASKED if self.discarding else super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        if self.discarding and event.key not in ("escape", "ctrl+x"):
            event.stop()
            event.prevent_default()

    def action_step(self, by: int) -> None:
        self.form.step(by)

    # -- saving -------------------------------------------------------------------------------------------------

    def besides(self) -> list[Beside]:
        """The further entries that what stands in the form makes, in the order they are stored."""
        return []

    def drafts(self) -> tuple[list[dict[str, Any]], list[Fault]]:
        """What the form says as drafts, and the faults that can be seen without the door, each on its draft's line."""
        now, typed = self.desk.now(), self.typed
        answered = [ask for ask in self.asks() if self.is_said(ask, typed)]
        said, faults = body_of(answered, typed, now, self.desk.zone, self.typed_at)
        as_it_stood = say_as_it_stands(self.kind, answered, said, typed, self.stood, self.desk.zone)
        faults = not_of(faults, as_it_stood) + self.names.faults(self.kind, answered, typed, self.began_with)
        drafts = self.drafts_of(said)
        misread = {fault.path for fault in faults}
        for line, draft in enumerate(drafts, start=1):
            found = [self.placed(fault.at_line(line)) for fault in check_draft(draft, now=now)]
            faults += [fault for fault in found if fault.path not in misread]
        return drafts, faults

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """The drafts that these answers make: the form's own, and those of `besides`."""
        body = said.setdefault("body", {})
        for part in parts_needed(TYPES[self.kind]):
            body.setdefault(part, {})
        further = [(beside, said.pop(beside.name, {})) for beside in self.besides()]
        whom = {"person": self.card.person} if self.card is not None and TYPES[self.kind].ABOUT_PERSON else {}
        main = self.as_seen({"id": self.entry_id, "type": self.kind, **whom, **said})
        return [main, *(beside.draft(self.id_of(beside.name), main, own) for beside, own in further)]

    def placed(self, fault: Fault) -> Fault:
        """A fault with the path of the field that it belongs to here."""
        besides = self.besides()
        further = fault.line is not None and 2 <= fault.line < 2 + len(besides)
        return besides[fault.line - 2].placed(fault) if fault.line is not None and further else fault

    async def action_save(self) -> None:
        """Record it; a fault is shown under its field, and nothing typed is lost. What takes away something that stood
        says so first, and is recorded by the same key once more."""
        drafts, faults = self.drafts()
        self.tried = self.tried or not faults
        self.keep()
        if not faults and self.asks_when:
            self.asks_when = False
            when = happened_at(self.asks(), self.typed, self.desk.now(), self.desk.zone, self.typed_at)
            self.say(f"Not recorded yet. Did it happen {self.look.when(when)}? ctrl+s again: yes; else type when.")
            return
        if not faults:
            try:
                seen = self.gone if self.gone_for == self.typed else ()
                await self.desk.record(drafts, words=TYPES[self.kind].LABEL.lower(), seen=seen)
            except TakesAway as gone:
                self.say_gone(gone.sentences)
                return
            except Refused as refused:
                faults = [self.placed(fault) for fault in refused.faults]
        if not faults:
            self.desk.kept.drop(self.kept_as)
            made = TYPES[self.kind]
            self.dismiss(f"{made.LABEL.lower()}, recorded. {made.ONCE_RECORDED}".rstrip())
            return
        self.say_refused(faults)

    def say_gone(self, sentences: tuple[str, ...]) -> None:
        """Say what saving takes away, as much as there is room for, and ask once more: for the rest, then to record."""
        seen = self.gone if self.gone_for == self.typed else ()
        rest = [sentence for sentence in sentences if sentence not in seen]
        fits = next((n for n in range(len(rest), 1, -1) if len(self.gone_strips(rest[:n])) <= self.gone_room), 1)
        self.gone_now, self.gone, self.gone_for = rest[:fits], (*seen, *rest[:fits]), dict(self.typed)
        more = len(rest) - fits
        after = f"say the other {more}" if more else "record it all the same"
        self.say(f"Not recorded yet. ctrl+s again: {after}.")

    @property
    def gone_room(self) -> int:
        """How many lines what goes may take."""
        return max(1, self.app.size.height // 2 - 2)

    def gone_strips(self, sentences: Sequence[str]) -> list[Strip]:
        """Each thing that goes, in full."""
        said = Said(self.app.size.width, self.look)
        for sentence in sentences:
            said.put(f"! {sentence[:1].upper()}{sentence[1:]}", self.look.ink.red)
        return said.strips

    def say_refused(self, faults: Sequence[Fault]) -> None:
        """Say each fault under its field, and below what has none."""
        elsewhere = self.form.show_faults(faults)
        words = f"Not recorded: {len(faults)} to put right." if len(faults) > 1 else "Not recorded: 1 to put right."
        self.say(" ".join([words, *(f"{fault.sentence}." for fault in elsewhere)]))

    # -- leaving ------------------------------------------------------------------------------------------------

    def changed(self, path: str) -> None:
        """Something was typed: it is kept from now on. A booking that is picked says how, what for, and which one."""
        if self.typed.get(path, "") != self.stood_typed.get(path, ""):  # a field says so too when it is first drawn
            self.stood_typed[path] = self.typed.get(path, "")
            self.typed_at[path] = self.desk.now()
            self.asks_when = self.asks_when and path != HAPPENED
        if path == PLANNED:
            rows = self.shown.get("next_contacts", ())
            row: dict[str, Any] = next((each for each in rows if each["planned"] == self.typed[PLANNED]), {})
            for name in ("occurrence", "method", "purpose"):
                if row and (name == "occurrence" or not self.typed.get(f"body.{name}")):
                    self.form.put(f"body.{name}", row[name] or "")
        if path in TELL_WHICH:
            self.open_with_what_stands()
        if self.gone and self.gone_for != self.typed:
            self.gone, self.gone_now = (), []
            self.say("")
        self.keep()

    def keep(self) -> None:
        """Keep what was typed, with the entry's id, so that saving it twice is harmless; nothing, where nothing was.
        What was said in words like `now` and `tomorrow` is kept as the moment that it meant."""
        if self.is_untouched:
            self.desk.kept.drop(self.kept_as)
            return
        subject, kind, about = self.kept_as
        due = self.item.key if self.item is not None else ""
        words = TYPES[kind].LABEL.lower()
        values = as_moments(self.asks(), self.typed, self.desk.now(), self.desk.zone, self.typed_at)
        self.desk.kept.keep(
            Begun(self.entry_id, kind, subject, about, words, due, self.began_at, values, dict(self.ids))
        )

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed, and no key said anything before the form opened."""
        began = {**dict.fromkeys(self.typed, ""), **self.began_with}
        return self.typed == began and not (self.tried or self.said_by_key or self.resumed)

    def say_trouble(self) -> None:
        """Say when the disk does not take what is typed; typing goes on."""
        if self.desk.kept.trouble and self.desk.kept.trouble != self.said:
            self.say(self.desk.kept.trouble)

    def action_leave(self) -> None:
        if self.discarding:
            self.discarding = False
            self.set_focus(self.stood_on)
            self.draw_foot()
            self.say("Still here.")
            return
        self.keep()
        self.dismiss(None)

    def action_discard(self) -> None:
        if not self.discarding and not self.is_untouched:
            self.discarding, self.stood_on = True, self.focused
            self.set_focus(None)  # while it is asked no key means anything else
            self.draw_foot()
            self.say("Throw away what you typed? ctrl+x again: yes. esc: no.")
            return
        self.desk.kept.drop(self.kept_as)
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.text_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))
