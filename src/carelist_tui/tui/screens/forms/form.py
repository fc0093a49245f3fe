"""A form on a screen: who it is about above it, the fields below; saved through the door, or kept as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES, check_draft
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.desk import Desk, Kept
from carelist_tui.tui.forms.answers import body_of
from carelist_tui.tui.forms.asks import Ask, asks_of, parts_needed
from carelist_tui.tui.forms.form import Form
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said, identity_lines, warning_lines
from carelist_tui.tui.widgets.row import rule_strip

WHEN = Ask("occurred_at", "When", "When it happened: now, today 14:30, yesterday 16:00.", "moment", True)
KNOWN_ONCE = ("body.occurrence",)
"""What names one of a series: never asked where what is due says it."""


class FormScreen(Page):
    """Gives what was recorded in words, or None when nothing was. What was typed stays on the desk until recorded."""

    WHERE = "Form"
    BINDINGS: ClassVar[list[BindingType]] = [
        act("form.save-entry", "ctrl+s", "save", "Save", "Record what the form says.", at_once=True),
        act("form.leave-form", "escape", "leave", "Keep and leave", "Leave; what you typed is kept for next time.",
            at_once=True),
        act("form.discard-form", "ctrl+x", "discard", "Discard", "Throw away what you typed, after asking.",
            at_once=True),
        act("form.next-field", "tab", "app.focus_next", "Next field", "Go to the next field.", footer=False),
        act("form.field-before", "shift+tab", "app.focus_previous", "Field before", "Go to the field before.",
            footer=False),
        act("form.show-help", "f1", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def __init__(self, desk: Desk, kind: str, item: Item, card: Card | None, typed: dict[str, str]) -> None:
        super().__init__(desk)
        self.kind, self.item = kind, item
        self.card = card
        self.kept_as = (card.person if card is not None else item.key, kind)
        self.discarding = False
        self.said = ""
        kept = desk.kept.get(self.kept_as)
        if kept is not None:
            self.said = "What you typed before is back."
        self.entry_id = kept.id if kept is not None else desk.entry_id()
        self.form = Form(
            self.asks(),
            {"occurred_at": "now", **typed, **(kept.values if kept is not None else {})},
            now=desk.now,
            zone=desk.zone,
            asked=self.is_asked,
        )

    def asks(self) -> list[Ask]:
        return [WHEN, *(self.with_choices(ask) for ask in asks_of(TYPES[self.kind]))]

    def with_choices(self, ask: Ask) -> Ask:
        """A key of the Standards is asked as a choice where it is known which there are."""
        steps = tuple(step.key for step in self.card.steps) if self.card is not None else ()
        left = tuple(self.item.detail.get("left", ()))
        known = {"body.tier": tuple(default_standards().tiers), "body.step": steps, "body.item": left}
        codes = known.get(ask.path, ())
        return replace(ask, kind="choice", codes=codes) if ask.kind == "key" and codes and not self.knows(ask) else ask

    def knows(self, ask: Ask) -> bool:
        """Whether what is due says this already."""
        return ask.is_answered_by(self.item.detail)

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        """Whether a field is shown, given what stands in the others: not what is known from what is due."""
        hidden = ask.kind == "key" or ask.path in KNOWN_ONCE
        return self.is_said(ask, typed) and not (hidden and self.knows(ask))

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        """Whether the answer to a question is recorded, given what stands in the others."""
        return True

    def compose_body(self) -> ComposeResult:
        yield Lines(id="about")
        yield from self.compose_form()
        yield Lines(id="status")

    def compose_form(self) -> ComposeResult:
        yield self.form

    def about_strips(self) -> list[Strip]:
        """Who this is about, whole, and the warnings; what is due where it is about nobody."""
        said = Said(self.app.size.width, self.look)
        if self.card is not None:
            identity_lines(said, self.card)
            warning_lines(said, self.card)
        else:
            said.put(self.item.why)
        title = f"{TYPES[self.kind].LABEL}: {self.item.title}"
        return [*said.strips, rule_strip(title, self.app.size.width, self.look)]

    def draw(self) -> None:
        super().draw()
        about = self.about_strips()
        self.lines("about").styles.height = min(len(about), self.app.size.height // 2)
        self.lines("about").show(about)
        self.draw_status()

    def draw_status(self) -> None:
        self.lines("status").show([rule_strip(self.said, self.app.size.width, self.look, self.look.ink.amber)])

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw_status()

    # -- saving -------------------------------------------------------------------------------------------------

    def drafts(self) -> tuple[list[dict[str, Any]], list[Fault]]:
        """What the form says as drafts, and the faults that can be seen without the door, each on its draft's line."""
        now, typed = self.desk.now(), self.form.typed
        answered = [ask for ask in self.asks() if self.is_said(ask, typed)]
        said, faults = body_of(answered, typed, now, self.desk.zone)
        drafts = self.drafts_of(said)
        misread = {fault.path for fault in faults}
        for line, draft in enumerate(drafts, start=1):
            found = [self.placed(fault.at_line(line)) for fault in check_draft(draft, now=now)]
            faults += [fault for fault in found if fault.path not in misread]
        return drafts, faults

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """The drafts that these answers make."""
        body = said.setdefault("body", {})
        for part in parts_needed(TYPES[self.kind]):
            body.setdefault(part, {})
        whom = {"person": self.card.person} if self.card is not None else {}
        return [{"id": self.entry_id, "type": self.kind, **whom, **said}]

    async def action_save(self) -> None:
        """Record it; a fault is shown under its field, and nothing typed is lost."""
        self.keep()
        drafts, faults = self.drafts()
        if not faults:
            try:
                door = await self.desk.door()
                door.record(drafts, self.desk.now(), lines=range(1, len(drafts) + 1))
            except Refused as refused:
                faults = [self.placed(fault) for fault in refused.faults]
        if not faults:
            self.desk.kept.pop(self.kept_as, None)
            self.dismiss(f"{TYPES[self.kind].LABEL.lower()}, recorded.")
            return
        elsewhere = self.form.show_faults(faults)
        words = f"Not recorded: {len(faults)} to put right." if len(faults) > 1 else "Not recorded: 1 to put right."
        self.say(" ".join([words, *(f"{fault.sentence}." for fault in elsewhere)]))

    def placed(self, fault: Fault) -> Fault:
        """A fault with the path of the field that it belongs to here."""
        return fault

    # -- leaving ------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what stands in the fields, with the entry's id, so that saving it twice is harmless."""
        self.desk.kept[self.kept_as] = Kept(self.entry_id, self.form.typed)

    def action_leave(self) -> None:
        if self.discarding:
            self.discarding = False
            self.say("Still here.")
            return
        self.keep()
        self.dismiss(None)

    def action_discard(self) -> None:
        if not self.discarding:
            self.discarding = True
            self.say("Throw away what you typed? ctrl+x again: yes. esc: no.")
            return
        self.desk.kept.pop(self.kept_as, None)
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.reading import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))
