"""Two records that may be of one person: both in full, side by side, which of them stays, and what will be one after.
They are joined by the ordinary form of that, or told apart by that of who they are."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.two_records import (
    DETAILS,
    JOINED,
    SENIORS_JOIN,
    decides_joins,
    each_record,
    one_record,
    records_of,
)
from carelist_tui.desk.forms.typed_answers import SETTLES
from carelist_tui.desk.versions import Version
from carelist_tui.domain.card import Card
from carelist_tui.domain.views.entry_fields import Telling
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.forms.two_versions import Opens
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.person.story_lines import when_words
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip
from carelist_tui.tui.widgets.versions import version_strips

FIND_OTHER = tr("The other record: find it by name, identifier or phone")
ONE_AND_THE_SAME = tr("That is the record you came from: find the other one.")


class TwoRecordsScreen(Page):
    """Gives what was recorded in words, or None. `item` is that somebody may be there twice; without it the other
    record is looked for first. `opens` makes the ordinary form of a type."""

    WHERE = tr("Two records")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("joining.choose-record", "1,2", "choose", tr("This one stays"),
            tr("Choose the record that stays, and see what is one after."), shown_as="1-2"),
        act("joining.join-records", "ctrl+s", "join", tr("Join"), tr("They are one person: say why and what was "
                                                                     "checked."),
            records=True),
        act("joining.tell-apart", "w", "apart", tr("Tell apart"),
            tr("They are two people: put right the NHS number or birth date of one of them."), records=True),
        act("joining.other-record", "o", "other", tr("Another"), tr("Lay another record beside this one.")),
        act("joining.move-down", "j,down", "scroll(1)", tr("Down"), tr("Go down a line."), footer=False),
        act("joining.move-up", "k,up", "scroll(-1)", tr("Up"), tr("Go up a line."), footer=False),
        act("joining.page-down", "pagedown,space", "scroll(12)", tr("Page down"), tr("Go down a page."), footer=False),
        act("joining.page-up", "pageup", "scroll(-12)", tr("Page up"), tr("Go up a page."), footer=False),
        act("joining.leave-page", "escape,q", "leave", tr("Back"), tr("Go back; nothing is joined.")),
        act("joining.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(
        self, desk: Desk, item: Item | None, card: Card | None, opens: Opens, around: Mapping[str, str]
    ) -> None:
        super().__init__(desk)
        self.item, self.card = item, card
        self.opens, self.around = opens, dict(around)
        self.first, *self.others = records_of(item, card)
        self.sides: dict[str, Version] = {}
        """By the id of a record, what it says."""
        self.foreseen: dict[tuple[str, str], Version] = {}
        """By (the record that ends, the one that stays), what would be one after."""
        self.chosen: int | None = None
        self.pressed, self.top, self.after = "", 0, 0
        self.said = ""
        """What was said last."""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._learn() if self.others else self._find())

    @property
    def whom(self) -> str:
        """Whom it is about, as the screens say them."""
        return self.card.listed if self.card is not None else TEAM

    @property
    def decides(self) -> bool:
        """Whether it is the word of somebody who may join two records."""
        return decides_joins(self.desk.roster, self.around.get("on_behalf_of") or self.desk.worker)

    @property
    def pair(self) -> list[str]:
        """The ids of the records that are side by side."""
        return [self.first, *self.others[:1]]

    @property
    def joined(self) -> tuple[str, str] | None:
        """(the record that ends, the one that stays), once that is chosen."""
        if self.chosen is None or len(self.pair) < 2:
            return None
        return self.pair[1 - self.chosen], self.pair[self.chosen]

    # -- reading ------------------------------------------------------------------------------------------------

    async def _find(self) -> None:
        """Ask which the other record is; left without one, nothing is laid beside."""
        from carelist_tui.tui.screens.search import FindScreen

        found = await self.app.push_screen_wait(FindScreen(self.desk, FIND_OTHER))
        if found is None or found == self.first:
            if found is None and not self.others:
                self.dismiss(None)
                return
            self.say(ONE_AND_THE_SAME if found else "")
            return
        self.others = [found, *(each for each in self.others if each != found)]
        self.chosen, self.top = None, 0
        await self._learn()

    async def _learn(self) -> None:
        """Read both records in full, beside the screen."""
        door = await self.desk.door()
        for id in self.pair:
            if id not in self.sides:
                self.desk.looks.note("opened", id)
                self.sides[id] = await asyncio.to_thread(self._side, door, id)
        self.say(self.said)

    async def _foresee(self, ended: str, stays: str) -> None:
        door = await self.desk.door()
        self.foreseen[ended, stays] = await asyncio.to_thread(self._one, door, ended, stays)
        self._look_at_one()

    def _look_at_one(self) -> None:
        """What will be one is looked at before it is made one."""
        self.say("")
        self.top = self.after
        self.say("")

    def _side(self, door: Carelist, id: str) -> Version:
        return each_record(door.people.person(id, self.desk.now()), self._telling)

    def _one(self, door: Carelist, ended: str, stays: str) -> Version:
        shown = door.people.if_joined(ended, stays, self.desk.now())
        return one_record(shown, self.sides[ended].said, self._telling)

    @property
    def _telling(self) -> Telling:
        return Telling(lambda moment: when_words(moment.isoformat(), self.look), self.look.names)

    # -- drawing ------------------------------------------------------------------------------------------------

    def how_words(self) -> str:
        """What can be done here, in a sentence."""
        if len(self.pair) < 2:
            return tr("Two records are one person: o finds the other one.")
        if not self.decides:
            return tr("{seniors_join} w: they are two people.", seniors_join=SENIORS_JOIN)
        if self.chosen is None:
            return tr("One person? Choose the record that stays: 1 or 2. Two people? w puts right what says otherwise.")
        return tr(
            "{chosen} stays, the other is told with it. ctrl+s joins them; it can be undone.", chosen=self.chosen + 1
        )

    def draw(self) -> None:
        super().draw()
        width, height, look = self.app.size.width, self.app.size.height - 2, self.look
        head = Said(width, look)
        head.put(self.how_words(), look.ink.strong)
        shown = [self.sides[id] for id in self.pair if id in self.sides]
        sides = version_strips(shown, self.chosen, width, look, keyed=len(shown) > 1) if shown else []
        self.after = len(sides)
        if self.joined is not None:
            one = self.foreseen.get(self.joined)
            sides.append(rule_strip(tr("One record after"), width, look))
            reading = [Line(width, look.ink.amber).add(tr(" Reading what will be one...")).strip()]
            sides += version_strips([one], None, width, look, keyed=False) if one else reading
        room = max(1, height - len(head.strips) - 2)
        self.top = max(0, min(self.top, len(sides) - room))
        below = len(sides) - self.top - room
        more = tr("{below} more lines below", below=below) if below > 0 else ""
        blank = Line(width, look.ink.words).strip()
        seen = sides[self.top : self.top + room]
        title = rule_strip(tr("Two records: one person?"), width, look, aside=self._others_words())
        foot = rule_strip(self.said, width, look, look.ink.amber, aside=more)
        strips = [*head.strips, title, *seen, *[blank] * (room - len(seen)), foot]
        self.lines("list").show(strips[-height:] if len(strips) > height else strips)

    def _others_words(self) -> str:
        return tr("{n} more alike: o", n=len(self.others) - 1) if len(self.others) > 1 else ""

    def say(self, words: str) -> None:
        """Say it in the line below."""
        self.said = words
        if self.is_mounted and self.is_current and not self.too_small:
            self.draw()

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose":
            return all(id in self.sides for id in self.pair) and len(self.pair) > 1
        if action == "join":
            return self.joined is not None
        return action != "apart" or len(self.sides) > 1

    def on_key(self, event: events.Key) -> None:
        self.pressed = event.key

    def action_scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.draw()

    def action_choose(self) -> None:
        if self.pressed not in ("1", "2"):
            return
        self.chosen = int(self.pressed) - 1
        self._look_at_one()
        if self.joined is not None and self.joined not in self.foreseen:
            self.beside(self._foresee(*self.joined))

    def action_join(self) -> None:
        self.beside(self._join(), records=True)

    async def _join(self) -> None:
        if self.joined is None:
            return
        if not self.decides:
            self.say(tr("NOT RECORDED: {seniors_join}", seniors_join=SENIORS_JOIN))
            return
        if self.joined not in self.foreseen:
            self.say(tr("Reading what will be one: look at it first, then ctrl+s again."))
            return
        ended, stays = self.joined
        around = {**self.around, SETTLES: tr("{ended} into {stays}", ended=ended, stays=stays)}
        await self._write(JOINED, self.desk.card(ended), {"into": stays}, around)

    def action_apart(self) -> None:
        self.beside(self._tell_apart())

    async def _tell_apart(self) -> None:
        """The form of who one of them is, of the one whose details are not right."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        words = [f"{self.sides[id].title}, {self.sides[id].said}" for id in self.pair]
        ask = ChooseScreen(self.desk, tr("Two people: whose NHS number or birth date is put right?"), words)
        chosen = await self.app.push_screen_wait(ask)
        if chosen is not None:
            await self._write(DETAILS, self.desk.card(self.pair[chosen]), {}, self.around)

    async def _write(self, kind: str, card: Card | None, known: dict[str, str], around: dict[str, str]) -> None:
        words = await self.app.push_screen_wait(self.opens(kind, card, dict(known), around))
        if words:
            self.dismiss(words)

    def action_other(self) -> None:
        """The next of several that are alike; of one, or none, any that is found."""
        if len(self.others) > 1:
            self.others = [*self.others[1:], self.others[0]]
            self.chosen, self.top = None, 0
            self.beside(self._learn())
        else:
            self.beside(self._find())

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))
