"""What can be recorded about the person at hand, a key each; taking back, putting back, copying them as text.

The screen says who that is, what they are owed, and how it reads again; here stands only what the keys mean.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.sections.settled_by import settled_by
from carelist_tui.desk.settings import Settings
from carelist_tui.desk.several import is_refusal
from carelist_tui.desk.undo import PUT_BACK, TAKEN_BACK, Deed, newest_today, strikes, words_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page

if TYPE_CHECKING:
    from carelist_tui.carelist.handovers import Across
    from carelist_tui.desk.questions.menu import Kind

PLANS = ("engagement_plan.agreed", "risk_plan.updated")
HANDOVER = "handover.opened"
NOBODY_AT_HAND = tr("Nobody is at hand: f finds anyone.")
SAYS_ITSELF = ("persons.joined",)
"""Types whose screen says who records them, and offers whoever may not something else."""
JUST_NOW = timedelta(minutes=5)
"""What was recorded so lately is taken back without being asked about, though another is at hand: the queue goes on."""


class ActsPage(Page):
    """A screen with a person at hand, and the keys that record something about them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("person.record-contact", "c", "add('contact.completed')", tr("Contact"), tr("Write down a contact: spoke "
                                                                                        "or seen."),
            footer=False, records=True),
        act("person.record-missed", "m", "add('contact.missed')", tr("Missed"),
            tr("Write down that a contact was missed: its steps begin."), footer=False, records=True),
        act("person.record-check", "r", "add('risk_check.completed')", tr("Risk check"), tr("Write down a risk check."),
            footer=False, records=True),
        act("person.add-action", "a", "add('action.opened')", tr("Action"), tr("Open an action for somebody to do."),
            footer=False, records=True),
        act("person.record-handover", "h", "add_handover", tr("Handover"),
            tr("Begin a handover, go on with an open one, or send it or its receipt sealed to another team's folder."),
            footer=False, records=True),
        act("person.set-zone", "z", "add('zone.set')", tr("Zone"), tr("Set red, amber or green, with the reason."),
            footer=False, records=True),
        act("person.record-plan", "p", "add_plan", tr("Plan"), tr("Agree the contact plan, or update the risk plan."),
            footer=False, records=True),
        act("person.record-other", "plus", "add_other", tr("Something else"),
            tr("Record anything else: crisis, in hospital, died, details, book, allocate, consent. Type to find it."),
            records=True),
        act("person.take-back", "u", "take_back", tr("Take back"),
            tr("Take back what you recorded last; it stays readable, marked as entered in error."), records=True),
        act("person.put-back", "U", "put_back", tr("Put back"), tr("Put back what u took back last."), footer=False,
            records=True),
        act("person.copy-text", "y", "copy", tr("Copy"), tr("Copy this person as text, for the main record; it "
                                                            "asks why."),
            footer=False),
        act("person.write-report", "P", "report", tr("Report"),
            tr("Write a page to print, about the person at hand or for an MDT; it asks which, why, and into "
               "which file."),
            footer=False),
    ]  # fmt: skip

    said: str  # what was said last

    def at_hand(self) -> Card | None:
        """The person at hand; nobody unless the screen says."""
        return None

    def owed_to(self, person: str) -> list[Item]:
        """All that is owed to a person, in order; nothing unless the screen says."""
        return []

    def say(self, words: str) -> None:
        """Say what was done."""

    def clear_said(self) -> None:
        """What was said of something else goes before a form opens; why something was not recorded stays."""
        if not is_refusal(self.said):
            self.say("")

    async def read_again(self, *, stand_on: str | None = None) -> None:
        """Read the store as it is now; stand on a person where they have a row."""

    def open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """Open a form for an entry of this kind; when it comes back saved, read again."""

    # -- recording ------------------------------------------------------------------------------------------------

    def action_add(self, kind: str) -> None:
        """Open the form of this kind for the person at hand."""
        self.beside(self._add(kind))

    async def is_theirs(self, kind: str) -> bool:
        """Whether whoever is signed in may record this kind of entry at all; else it is said why not, and who may,
        before anything is asked."""
        from carelist_tui.desk.forms.whose_act import why_not_theirs

        if why := await why_not_theirs(self.desk, kind):
            self.say(why)
        return not why

    async def _add(self, kind: str) -> None:
        card = self.at_hand()
        if card is None:
            self.say(NOBODY_AT_HAND)
            return
        await self.ready()
        if kind not in SAYS_ITSELF and not await self.is_theirs(kind):
            return
        item = settled_by(kind, self.owed_to(card.person))
        known = await self.named(kind, item, card)
        if known is not None:
            self.clear_said()
            self.open_form(kind, item, card, known)

    async def named(self, kind: str, item: Item | None, card: Card) -> dict[str, Any] | None:
        """Which earlier entries it is about; None when there is none, or none was chosen."""
        from carelist_tui.desk.questions.named_entries import could_be, unnamed

        known: dict[str, Any] = {}
        for name in unnamed(kind, item, card):
            door = await self.desk.door()
            found = could_be(name, door.people.person(card.person, self.desk.now())["story"], self.desk.zone)
            if not found:
                self.say(tr("{listed} has no open {name} that this could be about.", listed=card.listed, name=name))
                return None
            chosen = (
                0
                if len(found) == 1
                else await self._choose(tr("About which {name}?", name=name), [m.words for m in found])
            )
            if chosen is None:
                return None
            known[name] = found[chosen].id
        return known

    async def _choose(self, title: str, words: list[str]) -> int | None:
        from carelist_tui.tui.screens.choice import ChooseScreen

        return await self.app.push_screen_wait(ChooseScreen(self.desk, title, words))

    def action_add_plan(self) -> None:
        self.beside(self._add_one_of(tr("Which plan?"), PLANS))

    def action_add_handover(self) -> None:
        self.beside(self._add_handover())

    async def _add_handover(self) -> None:
        """The next of one that is open, or the file that goes to another team's folder; a second one of one person is
        no question of a key."""
        card = self.at_hand()
        across = await self.across(card.person) if card is not None else []
        kinds = await self._handover_kinds(card.person, across) if card is not None else (HANDOVER,)
        if card is None or not across:
            await self._add_one_of(tr("Handover: record what?"), kinds)
            return
        await self.hand_over(card, across, kinds)

    async def hand_over(self, card: Card, across: Sequence[Across], kinds: Sequence[str]) -> None:
        """Ask what is recorded, sent or taken in of handovers between their folder and another team's."""
        from carelist_tui.desk.questions.sealed_files import words_of_across
        from carelist_tui.domain.entries import TYPES
        from carelist_tui.tui.screens.handover_files import TAKE_IN, send_across, take_file

        takes = any(each.sent for each in across)
        words = [*(words_of_across(each, card.listed) for each in across), *([TAKE_IN] if takes else [])]
        chosen = await self._choose(tr("Handover: what?"), [*words, *(TYPES[kind].LABEL for kind in kinds)])
        if chosen is None:
            return
        if chosen >= len(words):
            await self._add(kinds[chosen - len(words)])
            return
        done = await (send_across(self, card, across[chosen]) if chosen < len(across) else take_file(self))
        if done:
            await self.read_again(stand_on=card.person)

    async def across(self, person: str) -> list[Across]:
        """What goes sealed to another team, where they can be read whole."""
        try:
            return await asyncio.to_thread((await self.desk.door()).handovers.across, person, self.desk.now())
        except Refused:
            return []

    async def _handover_kinds(self, person: str, across: Sequence[Across] = ()) -> tuple[str, ...]:
        """What may be recorded of a handover that is open, else that one begins; where they can't be read whole, what
        the list says that they are owed. Of what goes sealed nobody here says what became of it there."""
        from carelist_tui.desk.questions.sealed_files import BY_RECEIPT

        try:
            shown = await asyncio.to_thread((await self.desk.door()).people.person, person, self.desk.now())
        except Refused:
            listed = (kind for item in self.owed_to(person) for kind in item.resolved_by)
            return tuple(dict.fromkeys([*(kind for kind in listed if kind.startswith("handover.")), HANDOVER]))
        came = {each.handover for each in across if each.came}
        sealed = came | {each.handover for each in across if each.sent}
        owed = (
            kind
            for item in shown["items"]
            for kind in item["resolved_by"]
            if kind.startswith("handover.") and not (item["detail"].get("handover") in sealed and kind in BY_RECEIPT)
        )
        is_open = any(not each["closed_at"] and each["handover"] not in came for each in shown["handovers"])
        return tuple(dict.fromkeys([*owed, "handover.closed"])) if is_open else (HANDOVER,)

    async def _add_one_of(self, title: str, kinds: Sequence[str]) -> None:
        """Ask which of several is recorded; of one nothing is asked."""
        await self.ready()
        from carelist_tui.domain.entries import TYPES

        chosen = 0 if len(kinds) == 1 else await self._choose(title, [TYPES[kind].LABEL for kind in kinds])
        if chosen is not None:
            await self._add(kinds[chosen])

    def action_add_other(self) -> None:
        self.beside(self._add_other())

    async def _add_other(self) -> None:
        await self.ready()
        from carelist_tui.desk.questions.menu import kinds_to_add
        from carelist_tui.tui.screens.choice import Choice, ChooseScreen

        card = self.at_hand()
        kinds = kinds_to_add(person=card is not None)
        about = tr(" about {listed}", listed=card.listed) if card is not None else ""
        choices = [Choice(kind.words, kind.also, kind.group) for kind in kinds]
        chosen = await self.app.push_screen_wait(
            ChooseScreen(self.desk, tr("Record what{about}?", about=about), choices, typed=True)
        )
        if chosen is not None:
            await self.add_kind(kinds[chosen])

    async def add_kind(self, kind: Kind) -> None:
        """Open the form of a line of the menu: about the person at hand, or about somebody else, or the team."""
        await self.ready()
        if kind.is_about_them:
            await self._add(kind.type)
        elif await self.is_theirs(kind.type):
            self.clear_said()
            self.open_form(kind.type, None, None, {})

    async def ready(self) -> None:
        """What writing needs is there; while it is not, that is said."""
        waking = self.desk.wake()
        if not waking.done():
            self.say(tr("Getting ready to write..."))
            await waking
            self.say("")

    # -- taking back ----------------------------------------------------------------------------------------------

    def action_take_back(self) -> None:
        self.beside(self._take_back(), records=True)

    async def _take_back(self) -> None:
        await self.ready()
        deed = self.desk.undo.newest() or await self._newest_before()
        if deed is None:
            self.say(tr("Nothing that you recorded today is left to take back here."))
            return
        if (asking := await self._asks_of(deed)) and self.said != asking:
            self.say(asking)
            return
        drafts = strikes(deed.ids, TAKEN_BACK, self.desk.moment(), self.desk.entry_id)
        if await self._correct(drafts, tr("taken back")):
            self.desk.undo.took_back(deed, [draft["id"] for draft in drafts])
            await self._say_of(deed, tr("Taken back: {}. U puts it back."))

    async def _asks_of(self, deed: Deed) -> str:
        """What is asked before it is taken back; nothing of what was recorded just now, or is about who is at hand."""
        told, card = (await self.desk.door()).people.entries(deed.ids), self.at_hand()
        whose = {entry.get("person") for entry in told} - {None}
        newest = max((datetime.fromisoformat(entry["recorded_at"]) for entry in told), default=self.desk.now())
        if (card is not None and card.person in whose) or self.desk.now() - newest < JUST_NOW:
            return ""
        return tr("u again takes back: {words_of}.", words_of=self._words_of(deed, told))

    async def _newest_before(self) -> Deed | None:
        """What this worker recorded last today, before this session, about the person at hand."""
        card = self.at_hand()
        if card is None:
            return None
        door, now = await self.desk.door(), self.desk.now()
        return newest_today(door.people.person(card.person, now)["story"], self.desk.worker, now, self.desk.zone)

    def action_put_back(self) -> None:
        self.beside(self._put_back(), records=True)

    async def _put_back(self) -> None:
        deed = self.desk.undo.newest_taken()
        if deed is None:
            self.say(tr("Nothing was taken back that could be put back."))
            return
        drafts = strikes(deed.struck_by, PUT_BACK, self.desk.moment(), self.desk.entry_id)
        if await self._correct(drafts, tr("put back")):
            self.desk.undo.put_back(deed)
            await self._say_of(deed, tr("Put back: {}."))

    async def _correct(self, drafts: list[dict[str, Any]], done: str) -> bool:
        """Record these corrections, all or none."""
        try:
            await self.desk.record(drafts)
        except Refused as refused:
            self.say(
                tr(
                    "NOT RECORDED, nothing is {done}: {sentences}",
                    done=done,
                    sentences="; ".join(fault.sentence for fault in refused.faults),
                )
            )
            return False
        return True

    async def _say_of(self, deed: Deed, sentence: str) -> None:
        """Read again where it happened, and say what was done with which entries."""
        door = await self.desk.door()
        told = door.people.entries(deed.ids)
        people = list(dict.fromkeys(entry["person"] for entry in told if entry.get("person")))
        whose = people[0] if people else None
        await self.read_again(stand_on=whose)
        self.say(sentence.format(self._words_of(deed, told)))

    def _words_of(self, deed: Deed, told: Sequence[Mapping[str, Any]]) -> str:
        people = list(dict.fromkeys(entry["person"] for entry in told if entry.get("person")))
        one = len(people) < 2 or not deed.words
        return words_of(told, self.desk.card(people[0] if people else None), self.look.when) if one else deed.words

    # -- copying --------------------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        self.beside(self._copy())

    async def _copy(self) -> None:
        from carelist_tui.desk.person_text import can_not_be_copied, copy_person
        from carelist_tui.tui.screens.reason import reason_to_leave

        card = self.at_hand()
        if card is None:
            self.say(tr("Nobody is at hand to copy."))
            return
        setting = getattr(self.app, "settings", Settings()).clipboard
        if impossible := can_not_be_copied(self.desk, setting):
            self.say(impossible)
            return
        reason = await reason_to_leave(self, tr("Copy {listed}: why?", listed=card.listed), led_by="y")
        if reason is None:
            return
        await self.ready()
        self.say(await copy_person(self.desk, card, setting, reason, self.app.copy_to_clipboard))

    # -- pages to print -------------------------------------------------------------------------------------------

    def action_report(self) -> None:
        """Write a page to print."""
        from carelist_tui.tui.screens.report_choice import write_report

        self.beside(write_report(self, self.at_hand()))
