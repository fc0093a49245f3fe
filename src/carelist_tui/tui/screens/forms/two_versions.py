"""Two versions of one thing: both in full, one to be chosen or written anew; what settles them is an ordinary entry."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.catalogue import tr, values_in
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.typed_answers import SETTLES
from carelist_tui.desk.undo import strikes
from carelist_tui.desk.versions import (
    ACCEPTANCE,
    JOINS,
    MEMBERSHIP,
    REF,
    STRUCK,
    Version,
    can_be_kept,
    entries_of,
    said_by_all,
    settled_at,
    settling_draft,
    thing_of,
)
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.refusal import Refused, TakesAway
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said, identity_lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.tui.widgets.row import rule_strip, rule_strips
from carelist_tui.tui.widgets.version_sides import person_side, read_sides
from carelist_tui.tui.widgets.versions import version_strips
from carelist_tui.vault.drafts import SAW

DETAILS = "person.details_updated"
Around = dict[str, str]
Opens = Callable[[str, Card | None, dict[str, Any], Around], FormScreen]


class SettlingScreen(Page):
    """Gives what was recorded in words, or None. `opens` makes the ordinary form of a type, for who writes anew;
    `around` is known of the envelope."""

    WHERE = tr("Two versions")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("settling.choose-version", "1,2,3,4", "choose", tr("This one"),
            tr("Choose the version that holds, or the person whose identifier is changed."),
            shown_as="1-2"),
        act("settling.record-version", "ctrl+s", "save", tr("Save"), tr("Record the chosen version: it replaces all "
                                                                        "of them."),
            records=True),
        act("settling.write-anew", "w", "anew", tr("Write anew"),
            tr("Open the form: with what was chosen, or with what all versions say alike."), records=True),
        act("settling.record-mistake", "x", "strike", tr("In error"),
            tr("Say that the entry that stands in the way was entered in error."), records=True),
        act("settling.move-down", "j,down", "scroll(1)", tr("Down"), tr("Go down a line."), footer=False),
        act("settling.move-up", "k,up", "scroll(-1)", tr("Up"), tr("Go up a line."), footer=False),
        act("settling.page-down", "pagedown,space", "scroll(12)", tr("Page down"), tr("Go down a page."), footer=False),
        act("settling.page-up", "pageup", "scroll(-12)", tr("Page up"), tr("Go up a page."), footer=False),
        act("settling.leave-page", "escape,q", "leave", tr("Back"), tr("Go back; nothing is settled.")),
        act("settling.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, item: Item, card: Card | None, opens: Opens, around: Mapping[str, str]) -> None:
        super().__init__(desk)
        self.item, self.card = item, card
        self.opens, self.around = opens, dict(around)
        self.thing = thing_of(item)
        self.versions: list[Version] = []
        self.chosen: int | None = None
        self.entry_id = desk.entry_id()
        self.pressed, self.top = "", 0
        self.gone: tuple[str, ...] = ()
        """What the chosen version takes away, as it was said."""
        self.said = ""
        """What was said last."""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        if self.card is not None:
            self.desk.looks.note("opened", self.card.person)
        self.beside(self.learn_sides())

    @property
    def whom(self) -> str:
        """Whom it is about, as the screens say them."""
        return self.card.listed if self.card is not None else TEAM

    # -- reading ------------------------------------------------------------------------------------------------

    async def learn_sides(self) -> None:
        """Read each side in full, beside the screen."""
        try:
            door = await self.desk.door()
            if self.thing == REF:
                cards = (self.desk.card(id) for id in entries_of(self.item))
                self.versions = [person_side(card, self.look) for card in cards if card is not None]
            else:
                whose, now, look = self.card.person if self.card else None, self.desk.now(), self.look
                self.versions = await asyncio.to_thread(read_sides, door, entries_of(self.item), whose, now, look)
        except Refused as refused:
            self.said = str(refused)
        if self.is_current and not self.too_small:
            self.draw()

    # -- drawing ------------------------------------------------------------------------------------------------

    @property
    def keyed(self) -> bool:
        """Whether a side is chosen by its key."""
        return self.thing == REF or (any(can_be_kept(each) for each in self.versions) and self.thing != MEMBERSHIP)

    def how_words(self) -> str:
        """What can be done here, in a sentence."""
        if self.thing == REF:
            return tr("Two people carry one identifier. Choose the one whose identifier is changed.")
        if self.thing == MEMBERSHIP:
            return tr("They left the caseload, and yet there was contact. w: say whether they are back, or have left.")
        if self.thing == ACCEPTANCE:
            return tr("They were struck out as entered in error, and others name them. x keeps them.")
        if self.thing == JOINS:
            return self._joins_words()
        if len(self.versions) == 1:
            return tr("Discharged while something stood open, so they stay. Settle that first, then 1; or x: in error.")
        if self.chosen is not None:
            return tr(
                "Version {chosen} is chosen: ctrl+s records it, w changes its words first.", chosen=self.chosen + 1
            )
        return tr("Both stay readable, and until this is settled the safer one holds. Which one is so?")

    def _joins_words(self) -> str:
        if self.chosen is not None:
            return tr(
                "Version {chosen} holds: ctrl+s strikes out the other as entered in error.", chosen=self.chosen + 1
            )
        return tr("These records were joined in two ways. Choose the join that holds: the other is struck out.")

    def draw(self) -> None:
        super().draw()
        width, height, look = self.app.size.width, self.app.size.height - 2, self.look
        head = Said(width, look)
        if self.card is not None:
            identity_lines(head, self.card)
        head.put(self.how_words(), look.ink.strong)
        sides = version_strips(self.versions, self.chosen, width, look, keyed=self.keyed) if self.versions else []
        gone = Said(width, look)
        for sentence in self.gone:
            gone.put(f"! {sentence[:1].upper()}{sentence[1:]}", look.ink.red)
        title = rule_strips(wrap(title_of(self.item), width - 4), width, look)
        room = max(1, height - len(head.strips) - len(title) - len(gone.strips) - 1)
        self.top = max(0, min(self.top, len(sides) - room))
        below = len(sides) - self.top - room
        more = tr("{below} more lines below", below=below) if below > 0 else ""
        rule = rule_strip(self.said, width, look, look.ink.amber, aside=more)
        blank = Line(width, look.ink.words).strip()
        shown = sides[self.top : self.top + room]
        strips = [*head.strips, *title, *shown, *[blank] * (room - len(shown)), *gone.strips, rule]
        self.lines("list").show(strips[-height:] if len(strips) > height else strips)

    def say(self, words: str) -> None:
        """Say it in the line below."""
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose":
            return self.keyed
        if action == "save":
            return self.chosen is not None and self.thing != REF
        if action == "strike":
            return self.thing == ACCEPTANCE or len(self.versions) == 1
        return not (action == "anew" and self.thing in (REF, ACCEPTANCE, JOINS))

    def on_key(self, event: events.Key) -> None:
        self.pressed = event.key

    def action_scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.draw()

    def action_choose(self) -> None:
        n = int(self.pressed) - 1 if self.pressed.isdigit() else -1
        if not 0 <= n < len(self.versions):
            return
        if self.thing == REF:
            self.beside(self._write(DETAILS, self.desk.card(entries_of(self.item)[n]), {}))
        elif can_be_kept(self.versions[n]):
            self.chosen, self.gone = n, ()
            self.say("")

    async def action_save(self) -> None:
        if self.chosen is not None and self.thing == JOINS:
            others = [each.line["id"] for n, each in enumerate(self.versions) if n != self.chosen and each.line]
            drafts = strikes(others, STRUCK, self.desk.moment(), self.desk.entry_id)
            await self._record([{**draft, **self.around} for draft in drafts], "settled.")
        elif self.chosen is not None:
            version, now = self.versions[self.chosen], self.desk.moment()
            draft = settling_draft(self.entry_id, self.item, version, self.versions, now, self.around)
            await self._record([draft], tr("{title}, settled.", title=version.title.lower()))

    async def action_strike(self) -> None:
        line = self.versions[0].line if self.versions else None
        if line is not None:
            body = {"entry": line["id"], "reason": STRUCK, "replacement": None}
            moment = {"occurred_at": self.desk.moment(), **self.around}
            await self._record([{"id": self.entry_id, "type": "entry.corrected", **moment, "body": body}], "settled.")

    async def _record(self, drafts: list[dict[str, Any]], words: str) -> None:
        try:
            await self.desk.record(drafts, words=TYPES[drafts[0]["type"]].LABEL.lower(), seen=self.gone)
        except TakesAway as gone:
            self.gone = gone.sentences
            self.say(tr("Not recorded yet. The same key again: record it all the same."))
            return
        except Refused as refused:
            why = "; ".join(dict.fromkeys(fault.sentence for fault in refused.faults))
            self.say(tr("Not recorded: {why}. w opens the form.", why=why))
            return
        self.dismiss(words)

    def action_anew(self) -> None:
        self.beside(self._anew())

    async def _anew(self) -> None:
        """The ordinary form: of the chosen version, else of one of the types that settle this."""
        if self.chosen is not None and self.versions[self.chosen].line is not None:
            line = self.versions[self.chosen].line or {}
            await self._write(line["type"], self.card, dict(line.get("body") or {}))
            return
        kinds = [kind for kind in self.item.resolved_by if kind in TYPES and kind != "entry.corrected"]
        chosen: int | None = 0
        if len(kinds) > 1:
            from carelist_tui.tui.screens.choice import ChooseScreen

            words = [TYPES[kind].LABEL for kind in kinds]
            chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, tr("Two versions: write what?"), words))
        if chosen is not None and kinds:
            kept = {} if self.thing == MEMBERSHIP else said_by_all(self.versions)
            await self._write(kinds[chosen], self.card, kept)

    async def _write(self, kind: str, card: Card | None, known: dict[str, Any]) -> None:
        around = {**self.around, SETTLES: self.item.key}
        if self.thing not in (REF, MEMBERSHIP):
            around[SAW] = json.dumps({str(self.item.detail["thing"]): entries_of(self.item)})
            around["occurred_at"] = settled_at(self.thing, self.versions, "now")
        words = await self.app.push_screen_wait(self.opens(kind, card, known, around))
        if words:
            self.dismiss(words)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))


def title_of(item: Item) -> str:
    """`Two versions of the zone, the later 08:50`."""
    why = item.because
    is_said = values_in(why, "two versions of {what}") is not None
    return f"{why[:1].upper()}{why[1:]}" if is_said else tr("Two versions: {why}", why=why)
