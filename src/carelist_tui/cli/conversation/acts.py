"""What can be recorded in plain lines about a person: an attempt by its number, and any form by prompts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.cli.conversation.besides import Also, KeptBeside, ask_besides
from carelist_tui.cli.conversation.doubles.two_records import settle_records
from carelist_tui.cli.conversation.doubles.two_versions import settle_versions
from carelist_tui.cli.conversation.kept_forms import Form, KeptForms, begins_now, left_words
from carelist_tui.cli.conversation.list_words import (
    draft_words,
    known_lines,
)
from carelist_tui.cli.conversation.own_ways import ASKED_OTHERWISE, OwnWay, way_of
from carelist_tui.cli.conversation.prompts import Questions, said_if_left
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.audit.case_answers import sample_begun
from carelist_tui.desk.forms.contact_parts import OwedHere, settled_words
from carelist_tui.desk.forms.guidance import guidance
from carelist_tui.desk.forms.questionnaire import about_of
from carelist_tui.desk.forms.whose_act import not_theirs_words
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.cover import Called
from carelist_tui.desk.questions.menu import kinds_to_add
from carelist_tui.desk.questions.offers import Offer, entries_offered, fits, workers_offered
from carelist_tui.desk.questions.what_stands import Known, what_stands
from carelist_tui.desk.undo import Undo
from carelist_tui.domain.card import Card
from carelist_tui.domain.dues.gaps import ARRANGED, next_opening
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.ids import is_uuid, uuid7
from carelist_tui.domain.refusal import Fault, Refused, TakesAway
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import Begun

WEIGHS = ("decision.recorded", "risk_check.completed", "escalation.raised", "outreach.stopped", "handover.opened")
"""Types before which it is said what bears on them."""
FARTHEST_DAYS = 400
"""How far ahead the Due is looked for that a form was begun from."""
CONTACT, BOOKED, REVIEWED = "contact.completed", "contact.planned", "review.completed"


class Acts:
    """Records through the door what is answered. `now` gives the present moment, aware."""

    def __init__(self, door: Carelist, voice: Voice, now: Callable[[], datetime]) -> None:
        self.door, self.voice, self.now = door, voice, now
        self.undo = Undo(lambda: door.worker)
        self.kept = KeptForms(voice, None, lambda id: door.people.card(id, now()), now, self.zone)
        self._going_on: Form | None = None
        """The form that is gone on with next."""

    @property
    def zone(self) -> ZoneInfo:
        return self.door.glance.calendar.zone

    def settle(self, owed: Sequence[Item], card: Card | None) -> None:
        """The form that settles one of the things that are due."""
        from carelist_tui.desk.forms.form_types import ENDS_BY_ITSELF, form_types

        n = self.voice.pick(tr("What is due"), [item.why for item in owed]) if len(owed) > 1 else 0
        if not owed or n is None:
            self.voice.say(tr("Nothing is chosen.") if owed else tr("Nothing is due here."))
            return
        kinds = form_types(owed[n])
        if not kinds:
            self.voice.say(ENDS_BY_ITSELF.get(owed[n].kind, tr("This can't be settled here: open Carelist itself.")))
            return
        chosen = self.voice.pick(tr("Record what"), [words for _, words in kinds]) if len(kinds) > 1 else 0
        if chosen is not None:
            self.form(kinds[chosen][0], owed[n], card, {})

    def add(self, owed: Sequence[Item], card: Card) -> None:
        """Anything else about them, found by its words."""
        typed = self.voice.ask(tr("What is it? Some letters, or enter for all")).casefold()
        kinds = (kind for kind in kinds_to_add(person=True) if typed in f"{kind.words} {kind.also}".casefold())
        found = [kind for kind in kinds if kind.is_about_them]
        if (n := self.voice.pick(tr("Record what"), [kind.words for kind in found])) is not None:
            self.form(found[n].type, owed[0] if owed else None, card, {})

    def go_on(self) -> None:
        """Go on with one of the forms that were begun and not recorded."""
        form = self.kept.choose()
        if form is None:
            return
        begun, card = form.begun, self.kept.card_of(form.begun)
        if sample_begun(begun):
            self.voice.say(tr("This is a case of an audit: K at the list goes on with it."))
            return
        if begun.type not in TYPES or (card is None and is_uuid(begun.subject)):
            self.voice.say(tr("This was begun by another version, or about somebody who is not here: it stays kept."))
            return
        owed = self.door.people.today(self.now(), days=FARTHEST_DAYS)
        item = next((each for each in owed if each.key == begun.due), None)
        asks = [ask for ask in asks_of(TYPES[begun.type]) if ask.kind in ("id", "key") and begun.values.get(ask.path)]
        self._going_on = form
        self.form(begun.type, item, card, {ask.name: begun.values[ask.path] for ask in asks})

    @said_if_left
    def form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """The questions of an entry of this kind, then the record of it; what was typed is kept until it is recorded.
        Where such a form was begun before, it is asked whether to go on with it."""
        going_on, self._going_on = self._going_on, None
        asks_first = "into" not in known and going_on is None
        if asks_first and (settle_records(self, kind, item, card) or settle_versions(self, item, card)):
            return
        if why := self._why_not_theirs(kind):
            self.voice.say(why)
            return
        knows = {**self._known(kind, item, card), **self._team_of(kind), **known}
        if kind == ARRANGED:
            calendar = self.door.journal.standards.calendar
            knows = {"back_at": next_opening(item.detail if item else {}, self.now(), calendar)} | knows
        if card is not None and kind in WEIGHS:
            self._say_what_bears(card)
        fixed = ("body.into",) if "into" in known else ()  # it was chosen with both records before it
        questions = self._questions(kind, knows, card, fixed, way=self._way(kind, knows, card))
        form = going_on or self.kept.opened(self._form_begun(kind, item, card, questions))
        if form is None:
            self.voice.say(left_words(holds=True))
            return
        with self.kept.filling_in(form):
            self._fill_in(form, questions, card)

    def _form_begun(self, kind: str, item: Item | None, card: Card | None, questions: Questions) -> Begun:
        about = about_of(questions.typed, questions.asks)
        whose, words = (card, item.key if item is not None else ""), TYPES[kind].LABEL.lower()
        return begins_now(self.entry_id(), kind, words, whose, about, self.moment())

    def _fill_in(self, form: Form, questions: Questions, card: Card | None) -> None:
        kind = form.begun.type
        envelope = {"id": form.begun.id} | ({"person": card.person} if card else {})
        questions.saw = json.dumps(self.door.people.things_set(card.person)) if card else ""
        if form.goes_on:
            questions.go_on(form.begun.values)
        so_far = dict(form.begun.values)

        def keep(values: Mapping[str, str]) -> None:
            so_far.update(values)
            self.kept.keep(form, so_far)

        questions.keeps = keep
        beside = KeptBeside(so_far, keep, self.kept.holds_at_hand)
        also: list[Also] | None = None
        while (draft := questions.fill(envelope)) is not None:
            also = self._besides(draft, card, beside) if also is None else also
            drafts = [draft, *(each.draft(draft) for each in also)]
            for each in drafts:
                self.voice.say(tr("To be recorded: {draft_words}", draft_words=draft_words(each, card, self.zone)))
            self._say_remarks(drafts, card)
            if not self.voice.agrees(tr("Record it?")):
                break
            faults = self.record(drafts, card, TYPES[kind].LABEL.lower(), [each.part for each in also])
            if not faults:
                self.kept.drop(form)
                return
            if not self._put_right(faults, [questions, *(each.questions for each in also)]):
                break
        self.voice.say(left_words(self.kept.holds_at_hand()))

    def _why_not_theirs(self, kind: str) -> str:
        """Why this kind of entry is not theirs to record, and who may; empty where it is."""
        roster, standards = self.door.glance.read_roster(), self.door.journal.standards
        return not_theirs_words(kind, roster, standards, self.door.worker or "", self.now())

    def _questions(
        self, kind: str, knows: dict[str, Any], card: Card | None, fixed: Sequence[str] = (),
        needed: Sequence[str] = (), way: OwnWay | None = None,
    ) -> Questions:  # fmt: skip
        def offered(ask: Ask, text: str) -> Sequence[Offer]:
            return self._offers(ask, text, card)

        choices = {
            "body.step": {step.key: step.title.lower() for step in card.steps} if card else {},
            "body.tier": {tier: in_plain_words(tier) for tier in self.door.journal.standards.tiers},
        }
        return Questions(
            self.voice, kind, knows, now=self.now, zone=self.zone, offered=offered, choices=choices,
            stood=self._what_stands(kind, card), called=self._called(), fixed=fixed, needed=needed,
            guided=lambda typed: self._guidance(kind, typed), way=way,
        )  # fmt: skip

    def _way(self, kind: str, knows: dict[str, Any], card: Card | None) -> OwnWay | None:
        if card is None or kind not in ASKED_OTHERWISE:
            return None
        shown = self.door.people.person(card.person, self.now())
        return way_of(self.voice, kind, knows, card.signs, shown, self.door.journal.standards)

    def _guidance(self, kind: str, typed: Mapping[str, str]) -> list[str]:
        """What the Standards say to whoever records this."""
        return [line for lines in guidance(self.door.journal.standards, kind, typed, "").values() for line in lines]

    def _besides(self, draft: dict[str, Any], card: Card | None, kept: KeptBeside) -> list[Also]:
        """What is recorded with it: of a contact what it settles besides, of anything else nothing."""
        if card is None or draft["type"] not in (CONTACT, REVIEWED):
            return []
        shown = self.door.people.person(card.person, self.now())
        return ask_besides(
            self.voice, draft, shown, self.now(), self.door.worker, self.door.journal.standards,
            entry_id=self.entry_id, asking=partial(self._questions, card=card), kept=kept,
        )  # fmt: skip

    def _say_remarks(self, drafts: Sequence[dict[str, Any]], card: Card | None) -> None:
        """What had better be known of a booking before it is recorded."""
        if card is None or not any(draft["type"] == BOOKED for draft in drafts):
            return
        for remarks in self.door.people.remarks_if_recorded(card.person, self.now())(drafts):
            for remark in remarks:
                self.voice.say(tr("Mind: {remark}.", remark=remark))

    def _put_right(self, faults: Sequence[Fault], asked: Sequence[Questions]) -> bool:
        """Ask again what is wrong, each entry by its own questions; False where it is left."""
        by_line: dict[int, list[Fault]] = {}
        for fault in faults:
            by_line.setdefault((fault.line or 1) - 1, []).append(fault)
        return all(asked[place].put_right(found) for place, found in sorted(by_line.items()))

    def _what_stands(self, kind: str, card: Card | None) -> dict[str, Any]:
        if card is None or not TYPES[kind].REPLACES:
            return {}
        shown = self.door.people.person(card.person, self.now())
        return what_stands(Known(kind, shown, self.door.glance.read_roster(), {}, self.now(), self.zone))

    @property
    def names(self) -> dict[str, str]:
        """Workers' names by id."""
        return {each.id: each.name for each in self.door.people.workers()}

    def _say_what_bears(self, card: Card) -> None:
        """Before a decision is asked for: what is known that bears on it, and what to look for."""
        for line in known_lines(card, self.names, self.now(), self.zone):
            self.voice.say(line)

    def _known(self, kind: str, item: Item | None, card: Card | None) -> dict[str, Any]:
        if item is None:
            return {"episode": card.episode} if card and card.episode else {}
        from carelist_tui.desk.forms.form_types import known_of

        return known_of(kind, asks_of(TYPES[kind]), item, card, self.door.worker)

    def _team_of(self, kind: str) -> dict[str, str]:
        """Which team somebody comes to, where there is one alone."""
        from carelist_tui.desk.forms.form_types import TAKES_ON, only_team

        team = only_team(self.door.people.workers()) if kind in TAKES_ON else ""
        return {"team": team} if team else {}

    def _offers(self, ask: Ask, text: str, card: Card | None) -> Sequence[Offer]:
        if ask.kind in ("worker", "workers"):
            return workers_offered(
                self.door.glance.read_roster(), text, self.now(), self.zone, self.door.glance.caseloads()
            )
        if ask.kind in ("person", "people"):
            return (
                [Offer(found.person, f"{found.name} {found.ref}") for found in self.door.people.find(text)]
                if text
                else ()
            )
        if card is None:
            return ()
        offered = entries_offered(self.door.people.person(card.person, self.now()), (), self.now(), self.zone)
        return [offer for offer in offered if not text or fits(offer.words, text)]

    def _called(self) -> Called:
        def here() -> Sequence[Offer]:
            return workers_offered(self.door.glance.read_roster(), "", self.now(), self.zone)

        def people(text: str) -> Sequence[Offer]:
            return [Offer(found.person, f"{found.name} {found.ref}") for found in self.door.people.find(text)]

        def name(person: str) -> str:
            card = self.door.people.card(person, self.now())
            return card.listed if card is not None else person

        return Called(here, people, name)

    def record(
        self, drafts: Sequence[dict[str, Any]], card: Card | None, words: str, parts: Sequence[str] = ()
    ) -> list[Fault]:
        """Through the door, all or none, and say so; what is refused is said, and given. What takes away something that
        stood says that first, and asks once more. `parts` name what a contact settles besides."""
        before = self._owed_here(drafts, card)
        try:
            if not self._recorded(drafts):
                self.voice.say(tr("Nothing recorded."))
                return []
        except Refused as refused:
            self.voice.say(
                tr("NOT RECORDED: {sentences}.", sentences="; ".join(fault.sentence for fault in refused.faults))
            )
            return list(refused.faults)
        self.undo.remember([draft["id"] for draft in drafts], words)
        after = self._owed_here(drafts, card)
        said = settled_words(list(dict.fromkeys(parts)), before, after) if before and after else ""
        self.voice.say(
            tr(
                "{whom}: {said} u takes it back.",
                whom=card.listed if card else TEAM,
                said=said or tr("{words}, recorded.", words=words),
            )
        )
        if told := TYPES[drafts[0]["type"]].ONCE_RECORDED:
            self.voice.say(told)
        return []

    def _owed_here(self, drafts: Sequence[dict[str, Any]], card: Card | None) -> OwedHere | None:
        """What is owed to them, where it is a contact that settles some of it."""
        if card is None or drafts[0]["type"] != CONTACT:
            return None
        return OwedHere(self.door.people.person(card.person, self.now()), self.now())

    def _recorded(self, drafts: Sequence[dict[str, Any]]) -> bool:
        """Whether it is recorded: not where somebody has heard what goes, and leaves it."""
        seen: tuple[str, ...] = ()
        while True:
            try:
                self.door.record(drafts, self.now(), lines=range(1, len(drafts) + 1), seen=seen)
            except TakesAway as gone:
                seen = gone.sentences
                for sentence in seen:
                    self.voice.say(tr("Warning: {sentence}", sentence=sentence))
                if not self.voice.agrees(tr("Record it all the same?")):
                    return False
            else:
                return True

    def moment(self) -> str:
        """This moment in local time with its offset, as an entry says it."""
        return self.now().astimezone(self.zone).isoformat(timespec="seconds")

    def entry_id(self) -> str:
        """An id for an entry that is begun now."""
        return uuid7(self.now(), os.urandom(10))
