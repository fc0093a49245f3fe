"""What a form on a screen asks and offers: which questions, which choices, and what the record knows to pick from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, cast

from textual.strip import Strip

from carelist_tui.desk.calls.outcomes import keys_of
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.questions.answers import answer_of
from carelist_tui.desk.questions.asks import PICKED, Ask, asks_of, envelope_asks
from carelist_tui.desk.questions.cover import Called
from carelist_tui.desk.questions.offers import Offer, entries_offered, fits, workers_offered
from carelist_tui.domain.card import Card
from carelist_tui.domain.checks.membership import NAMES_A
from carelist_tui.domain.entries import TYPES, outcomes_for, read_body
from carelist_tui.domain.entries.choices import Method, ToWhom
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import Standards, default_standards
from carelist_tui.domain.words import TEAM, listed_name
from carelist_tui.domain.worklist import Item
from carelist_tui.journal.sync.heard import read_hearing
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.laptops import escalation_words, planned_there, silent_ones, unheard_since
from carelist_tui.tui.widgets.panel import Said, identity_lines, known_lines, warning_lines
from carelist_tui.tui.widgets.row import rule_strip
from carelist_tui.vault.device import read_device

(_WHEN,) = envelope_asks("occurred_at")
WHEN = replace(_WHEN, title="When", help="When it happened: now, today 14:30, yesterday 16:00.", needed=True)
LEARNED, WHY_LATE, ON_BEHALF = "learned_at", "late_reason", "on_behalf_of"
PLANNED, OCCURRENCE = "body.planned", "body.occurrence"
"""A booking, and which one of a series: the second is never asked, it follows from the first."""
ANYWHERE = ("body.episode",)
"""Names an entry without telling two forms of one type and person apart."""
ESCALATING = ("decision.recorded", "escalation.raised")
"""What may ask somebody else to act: before it, it is said who has not been heard from."""
OUTCOME = ("outreach.attempted", "body.outcome")
ASKED_OF = {
    ("outreach.attempted", "body.call_back_at"): "person",
    ("outreach.attempted", "body.in_confidence"): "others",
}
"""What is asked of an attempt to the person only, or of one to somebody else."""
MOST_KNOWN = 2
"""What bears on somebody, beside the warnings, above a form."""
SAW = "replaces"
"""What the form saw when it opened: for each thing the entries that set it. No question; it is kept with the draft."""
SETTLES = "settles"
"""The key of the two versions that a form settles: it tells its draft from that of an ordinary one."""


class AskingScreen(Page):
    """One entry's questions. `item` is what is due, where it was begun from that; `card` the person, if any.

    `shown` is the whole reading of the person, once it is read; `typed` stands in the form, whatever is drawn of it.
    """

    KNOWN: ClassVar[bool] = False
    """Whether what is known already stands to the left of the questions."""

    def __init__(self, desk: Desk, kind: str, item: Item | None, card: Card | None) -> None:
        super().__init__(desk)
        self.typed_at: dict[str, datetime] = {}
        """When each field was typed, by its path: `now` and `tomorrow` mean what they meant then."""
        self.said_by_key = False
        """Whether a key said something of it before it opened: then it is kept though nothing was typed."""
        self.kind, self.item, self.card = kind, item, card
        self.detail: dict[str, Any] = item.detail if item is not None else {}
        self.shown: dict[str, Any] = {}
        self.standards: Standards = default_standards()
        self.unheard = ""
        """Before an escalation: which laptops have not been heard from, and what is planned there."""
        self._entries: dict[str, list[Offer]] = {}

    def on_mount(self) -> None:
        if self.card is not None:
            self.desk.looks.note("opened", self.card.person)

    said = ""
    """What was said last."""

    @property
    def whom(self) -> str:
        """Whom it is about, as the screens say them: also somebody who comes on to the caseload by it."""
        if self.card is not None:
            return self.card.listed
        return listed_name(*(self.typed.get(f"body.{part}", "").strip() for part in ("given", "family"))) or TEAM

    @property
    def typed(self) -> dict[str, str]:
        """What stands in every field, and what was known and is not asked; by path."""
        return {}

    def about_strips(self) -> list[Strip]:
        """Who this is about, whole, and the warnings; what is due where it is about nobody."""
        said = Said(self.app.size.width, self.look)
        if self.card is not None:
            identity_lines(said, self.card)
            warning_lines(said, self.card)
            if not self.KNOWN:
                self._say_known(said, self.card)
            said.put_noted(self.unheard)
        elif self.item is not None:
            said.put(self.item.why)
        label = TYPES[self.kind].LABEL
        title = f"{label}: {self.item.title}" if self.item is not None else label
        return [*said.strips, rule_strip(title, self.app.size.width, self.look)]

    def _say_known(self, said: Said, card: Card) -> None:
        """That a contact is missed, and what bears on them beside the warnings: as much as leaves room for a form."""
        if card.missed_at is not None:
            said.put(f"contact missed {self.look.when(card.missed_at)} ({card.missed_how}), open since", label="Known")
        quieter = [each for each in card.bearings_at(self.look.at) if not each.is_loud]
        known_lines(said, quieter[:MOST_KNOWN], " " * len("Known") if card.missed_at is not None else "Known")

    # -- questions ----------------------------------------------------------------------------------------------

    def asks(self) -> list[Ask]:
        own = map(self.with_choices, asks_of(TYPES[self.kind]))
        return [*self.asks_when_it_was(), *own, *self.asks_around()]

    def asks_when_it_was(self) -> list[Ask]:
        """What is asked first of any entry: when it was, and why it comes late."""
        return [WHEN, *envelope_asks(LEARNED, WHY_LATE)]

    def asks_around(self) -> list[Ask]:
        """What is asked last of any entry: for whom it is typed."""
        return envelope_asks(ON_BEHALF)

    def with_choices(self, ask: Ask) -> Ask:
        """A key of the Standards is asked as a choice where it is known which there are."""
        if ask.is_cover:
            return replace(ask, called=self.called)
        if ask.kind != "key" or self.knows(ask):
            return ask
        codes, labels = self._keys_of(ask.path)
        return replace(ask, kind="choice", codes=codes, labels=labels) if codes else ask

    def _keys_of(self, path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if path == "body.tier":
            return tuple(self.standards.tiers), ()
        if path == "body.step" and self.card is not None:
            return tuple(step.key for step in self.card.steps), tuple(step.title for step in self.card.steps)
        return (), ()

    def narrowed(self, ask: Ask, typed: dict[str, str]) -> Ask:
        """The same question with the choices that are left, given what stands in the others."""
        method, to = typed.get("body.method", ""), typed.get("body.to", "")
        if (self.kind, ask.path) == OUTCOME and method and to:
            codes = outcomes_for(cast("Method", method), cast("ToWhom", to)) or ask.codes
            keyed = sorted(zip(keys_of(method, to, codes), codes, strict=True))
            return replace(ask, codes=tuple(code for _, code in keyed), keys="".join(key for key, _ in keyed))
        return ask

    def knows(self, ask: Ask) -> bool:
        """Whether what is due says this already."""
        return ask.is_answered_by(self.detail)

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        """Whether a field is shown, given what stands in the others: not what is known from what is due."""
        if not self.is_said(ask, typed) or ask.path == OCCURRENCE or (ask.kind == "key" and self.knows(ask)):
            return False
        if ask.kind in ("id", "ids"):
            return not self.given.get(ask.path) and (ask.needed or bool(self.offered(ask, "")))
        return True

    @property
    def given(self) -> dict[str, str]:
        """What the form knew when it opened."""
        return {}

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        """Whether the answer to a question is recorded, given what stands in the others."""
        if ask.path == LEARNED:
            return self.is_late(typed.get(WHEN.path, "")) or bool(self.given.get(LEARNED))
        if ask.path == WHY_LATE:
            return self.is_late(typed.get(LEARNED, "") or typed.get(WHEN.path, ""))
        if (of := ASKED_OF.get((self.kind, ask.path))) is not None and (to := typed.get("body.to", "")):
            return (of == "person") == (to == "person")
        return ask.path != ON_BEHALF or bool(self.given.get(ON_BEHALF))

    def is_late(self, when: str) -> bool:
        """Whether an entry about so long ago counts as late (records.md, `late_reason`)."""
        try:
            moment = answer_of(WHEN, when, self.typed_at.get(WHEN.path, self.desk.now()), self.desk.zone)
        except ValueError:
            return False
        waited = self.desk.now() - datetime.fromisoformat(moment) if moment else timedelta()
        return bool(waited > self.standards.limits.late_after.about)

    @cached_property
    def called(self) -> Called:
        """Who is meant by a name where cover is said."""
        desk = self.desk

        def here() -> Sequence[Offer]:
            return workers_offered(desk.roster, "", desk.now(), desk.zone)

        def name(person: str) -> str:
            card = desk.card(person)
            return card.listed if card is not None else person

        return Called(here, lambda text: list(self._people(text)), name)

    @cached_property
    def holds(self) -> Mapping[str, int]:
        """How many people each worker holds, as it was when somebody was first asked for."""
        return self.desk.glance.caseloads()

    # -- what is offered ----------------------------------------------------------------------------------------

    def offered(self, ask: Ask, text: str) -> Sequence[Offer]:
        """Those that a picker offers for what was typed."""
        if ask.kind in ("worker", "workers"):
            here = workers_offered(self.desk.roster, text, self.desk.now(), self.desk.zone, self.holds)
            return [*here, *(self._partners(text) if ask.or_other else ())]
        if ask.kind in ("person", "people"):
            return list(self._people(text))
        if ask.kind not in PICKED or not self.shown:
            return ()
        if ask.path not in self._entries:
            named = NAMES_A.get(ask.path.rpartition(".")[2], (None, ""))[0]
            types = (named,) if named else ()
            self._entries[ask.path] = entries_offered(self.shown, types, self.desk.now(), self.desk.zone)
        return [offer for offer in self._entries[ask.path] if not text or fits(offer.words, text)]

    def _partners(self, text: str) -> Iterator[Offer]:
        for other in self.card.may_be_told if self.card is not None else ():
            if fits(f"{other.name} {other.agency}", text):
                yield Offer(other.name, other.name, other.agency or other.relation)

    def _people(self, text: str) -> Iterator[Offer]:
        for found in self.desk.glance.find(text):
            yield Offer(found.person, f"{found.name} {found.ref}")

    async def learn(self) -> None:
        """Read the Standards in force, and the person in full, beside the screen; then the form knows what to offer."""
        try:
            door = await self.desk.door()
        except Refused as refused:
            self.say(str(refused))
            return
        self.standards = door.journal.standards
        if self.card is not None:
            try:
                self.shown = await asyncio.to_thread(door.people.person, self.card.person, self.desk.now())
                saw = await asyncio.to_thread(door.people.things_set, self.card.person)
            except Refused:
                return
            self.fill(SAW, json.dumps(saw))
            await self._learn_unheard(self.card)
        self._entries.clear()
        if self.is_attached:
            self.learned()

    async def _learn_unheard(self, card: Card) -> None:
        """Who may have been in touch with them without its being seen here: since the missed contact, else too long."""
        if self.kind not in ESCALATING:
            return
        look, now = self.desk.glance.look, self.desk.now()
        hearing = await asyncio.to_thread(read_hearing, look, read_device(self.desk.store))
        since = card.missed_at
        found = unheard_since(hearing, since) if since else silent_ones(hearing, self.standards, now)
        planned = planned_there(self.shown, [each.device for each in found], self.look)
        self.unheard = escalation_words(found, planned, self.look)

    def learned(self) -> None:
        """What is known now that was not when the form opened."""

    def fill(self, path: str, words: str) -> None:
        """Let what the record knows stand in a field that is empty."""

    def as_seen(self, draft: dict[str, Any]) -> dict[str, Any]:
        """A draft with the entries that it replaces: those that set the same thing when its form opened. Where that was
        not read yet, or nothing is set, it says nothing of it."""
        saw, body = self.typed.get(SAW), read_body(draft["type"], 1, draft.get("body"))
        thing = body.thing() if body is not None else None
        known: Mapping[str, list[str]] = json.loads(saw) if saw and thing else {}
        return {**draft, "replaces": known.get(thing, [])} if saw and thing else draft


def about_of(typed: dict[str, str], asks: Sequence[Ask]) -> str:
    """What tells two forms of one type and person apart: which entries, which Due, which one of a series they name."""
    telling = [ask.path for ask in asks if ask.kind == "id" and ask.path not in ANYWHERE]
    return " ".join(typed[path] for path in (*telling, "body.occurrence", "body.due", SETTLES) if typed.get(path))
