"""What a form asks and offers, and the entries it makes: which questions, which choices, what the record knows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, cast

from carelist_tui.catalogue import tr
from carelist_tui.desk.calls.outcomes import keys_of
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.page_parts import PageParts
from carelist_tui.desk.forms.typed_answers import SETTLES, STOOD, TypedAnswers, as_seen
from carelist_tui.desk.questions.answers import answer_of, body_of
from carelist_tui.desk.questions.asks import PICKED, Ask, asks_of, envelope_asks, parts_needed
from carelist_tui.desk.questions.cover import Called
from carelist_tui.desk.questions.offers import Offer, entries_offered, fits, of_the_service, workers_offered
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
from carelist_tui.desk.silent_laptops import silent_ones, unheard_since
from carelist_tui.domain.card import Card
from carelist_tui.domain.checks.membership import NAMES_A
from carelist_tui.domain.entries import TYPES, as_taken, check_draft, outcomes_for
from carelist_tui.domain.entries.choices import Method, ToWhom
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.standards import Standards, default_standards
from carelist_tui.domain.words import TEAM, listed_name
from carelist_tui.domain.worklist import Item
from carelist_tui.journal.sync.heard import Heard, read_hearing
from carelist_tui.vault.device import read_device
from carelist_tui.vault.drafts import SAW, Begun

(_WHEN,) = envelope_asks("occurred_at")
WHEN = replace(_WHEN, title=tr("When"), help=tr("When it happened: now, today 14:30, yesterday 16:00."), needed=True)
WHEN_AGREED = replace(WHEN, help=tr("When it was agreed: now, today 14:30. When it begins is asked next."))
"""Of a booking, which has a second moment: who books types the other one here."""
LEARNED, WHY_LATE, ON_BEHALF = "learned_at", "late_reason", "on_behalf_of"
PLANNED, OCCURRENCE = "body.planned", "body.occurrence"
"""A booking, and which one of a series: the second is never asked, it follows from the first."""
ANYWHERE = ("body.episode",)
"""Names an entry without telling two forms of one type and person apart."""
ESCALATING = ("decision.recorded", "escalation.raised")
"""What may ask somebody else to act: before it, it is said who has not been heard from."""
OUTCOME = ("outreach.attempted", "body.outcome")
BOOKED, CONTACT = "contact.planned", "contact.completed"
NOT_SAID_YET: Mapping[str, Mapping[str, Any]] = {
    BOOKED: {"method": "call", "purpose": "routine", "worker": "?"},
    CONTACT: {"method": "call", "purpose": "routine", "how_are_they": "as_usual"},
}
"""What stands for answers that are still to be typed, where it is asked what a booking would leave owed."""
TEXTS: Mapping[str, Mapping[str, Any]] = {CONTACT: {"what_we_did": "Walked.", "plan_72h": "Ring."}}
"""And what for those that change nothing in it, so that it is not asked anew at each letter of them."""
ASKED_OF = {
    ("outreach.attempted", "body.call_back_at"): "person",
    ("outreach.attempted", "body.in_confidence"): "others",
}
"""What is asked of an attempt to the person only, or of one to somebody else."""


class Questionnaire:
    """One entry's questions. `item` is what is due, where it was begun from that; `card` the person, if any; `typed`
    what is known of it already; `begun` a draft to go on with. A form that asks otherwise overrides what differs.

    `shown` is the whole reading of the person, once it is read; `answers` hold what stands in the form.
    """

    parts = PageParts()
    """What is opened by a key."""

    def __init__(
        self,
        desk: Desk,
        kind: str,
        item: Item | None,
        card: Card | None,
        typed: Mapping[str, str],
        begun: Begun | None = None,
    ) -> None:
        self.desk, self.kind, self.item, self.card = desk, kind, item, card
        self.detail: dict[str, Any] = item.detail if item is not None else {}
        self.shown: dict[str, Any] = {}
        self.standards: Standards = default_standards()
        self.unheard: list[Heard] = []
        """Before an escalation: the laptops that have not been heard from."""
        self._entries: dict[str, list[Offer]] = {}
        self._remarks: Callable[[Sequence[Mapping[str, Any]]], list[list[str]]] | None = None
        """What would be said of drafts about this person, once that is known."""
        self._weighed: tuple[list[dict[str, Any]], list[list[str]]] = ([], [])
        """The drafts that it was asked of last, and what it said."""
        began_with, due = {"occurred_at": "now", **typed}, item.key if item is not None else ""
        subject = card.person if card is not None else due
        kept_as = begun.key if begun is not None else (subject, kind, about_of(began_with, self.asks()))
        self.answers = TypedAnswers(desk, began_with, kept_as, due, self.asks())
        others = [each.name for each in card.may_be_told] if card is not None else []
        self._names = Names(lambda: workers_offered(desk.roster, "", desk.now(), desk.zone), others)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in every field, and what was known and is not asked; by path."""
        return self.answers.typed

    @property
    def given(self) -> dict[str, str]:
        """What the form knew when it opened."""
        return self.answers.began_with

    @property
    def whom(self) -> str:
        """Whom it is about, as the screens say them: also somebody who comes on to the caseload by it."""
        if self.card is not None:
            return self.card.listed
        return listed_name(*(self.typed.get(f"body.{part}", "").strip() for part in ("given", "family"))) or TEAM

    # -- questions ----------------------------------------------------------------------------------------------

    def asks(self) -> list[Ask]:
        own = map(self.with_choices, asks_of(TYPES[self.kind]))
        return [*self.asks_when_it_was(), *own, *self.asks_around()]

    def asks_when_it_was(self) -> list[Ask]:
        """What is asked first of any entry: when it was, and why it comes late."""
        return [WHEN_AGREED if self.kind == BOOKED else WHEN, *envelope_asks(LEARNED, WHY_LATE)]

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
            moment = answer_of(WHEN, when, self.answers.typed_at.get(WHEN.path, self.desk.now()), self.desk.zone)
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
        ours = of_the_service(ask.path, self.desk.roster, text, self.desk.now(), self.desk.zone)
        if ours is not None:
            return ours
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

    # -- what becomes known -------------------------------------------------------------------------------------

    async def learn(self) -> bool:
        """Read the Standards in force, and the person in full, beside the screen: then the form knows what to offer.
        Whether all could be read. Refused where the store can't be opened."""
        door = await self.desk.door()
        self.standards = door.journal.standards
        if self.card is not None:
            try:
                self.shown = await asyncio.to_thread(door.people.person, self.card.person, self.desk.now())
                saw = await asyncio.to_thread(door.people.things_set, self.card.person)
            except Refused:
                return False
            self.answers.fill_in({SAW: json.dumps(saw)})
            if self.kind in NOT_SAID_YET:
                person, now = self.card.person, self.desk.now()
                self._remarks = await asyncio.to_thread(door.people.remarks_if_recorded, person, now)
            await self._learn_unheard(self.card)
        self._entries.clear()
        return True

    async def _learn_unheard(self, card: Card) -> None:
        """Who may have been in touch with them without its being seen here: since the missed contact, else too long."""
        if self.kind not in ESCALATING:
            return
        look, now = self.desk.glance.look, self.desk.now()
        hearing = await asyncio.to_thread(read_hearing, look, read_device(self.desk.store))
        since = card.missed_at
        self.unheard = unheard_since(hearing, since) if since else silent_ones(hearing, self.standards, now)

    def fill_in(self) -> dict[str, str]:
        """What the record says already of what is asked, where nothing was typed: it stands in the form from now on."""
        return {}

    @property
    def left_to_type(self) -> tuple[str, ...]:
        """Where nothing was typed here, the first question that is left is stood on once more; else nothing: stay."""
        return ()

    def booked_words(self, at: datetime) -> str:
        """What is booked already, as at a moment; empty where that is not to be said."""
        return ""

    def open_with_what_stands(self) -> dict[str, str]:
        """Let what its entry replaces stand in the fields that nobody has typed into, and give that; not where it
        settles two versions, which brings its own."""
        if self.answers.resumed or self.typed.get(SETTLES):
            return {}
        known = Known(self.kind, self.shown, self.desk.roster, self.typed, self.desk.now(), self.desk.zone)
        asks, before, stood = self.asks(), self.answers.stood, what_stands(known)
        if stood == before:
            return {}
        old, new = (standing_texts(asks, each, self.desk.zone) for each in (before, stood))
        self.answers.begin_with({STOOD: json.dumps(stood)})
        told = [ask.path for ask in asks if ask.path in {**old, **new} and ask.path not in TELL_WHICH]
        free = [path for path in told if self.typed.get(path, "") == old.get(path, "")]
        return self.answers.begin_with({path: new.get(path, "") for path in free})

    # -- what is typed ------------------------------------------------------------------------------------------

    def note_typed(self, path: str) -> dict[str, str]:
        """Something was typed there; gives what stands in other fields because of it."""
        self.answers.note_typed(path)
        follows = self.follows(path)
        self.typed.update(follows)
        return follows | (self.open_with_what_stands() if path in TELL_WHICH else {})

    def follows(self, path: str) -> dict[str, str]:
        """What an answer says besides: a booking that is picked says how, what for, and which one."""
        if path != PLANNED:
            return {}
        rows = self.shown.get("next_contacts", ())
        row: dict[str, Any] = next((each for each in rows if each["planned"] == self.typed[PLANNED]), {})
        names = [name for name in ("occurrence", "method", "purpose") if row]
        return {
            f"body.{name}": row[name] or ""
            for name in names
            if name == "occurrence" or not self.typed.get(f"body.{name}")
        }

    def keep(self) -> None:
        """Keep what was typed; nothing, where nothing was."""
        self.answers.keep(self.asks())

    # -- what it records ----------------------------------------------------------------------------------------

    def besides(self) -> list[Beside]:
        """The further entries that what stands in the form makes, in the order they are stored."""
        return []

    def drafts(self) -> tuple[list[dict[str, Any]], list[Fault]]:
        """What the form says as drafts, and the faults that can be seen without the door, each on its draft's line."""
        now, typed, zone, stood = self.desk.now(), self.typed, self.desk.zone, self.answers.stood
        answered = [ask for ask in self.asks() if self.is_said(ask, typed)]
        said, faults = body_of(answered, typed, now, zone, self.answers.typed_at)
        as_it_stood = say_as_it_stands(self.kind, answered, said, typed, stood, zone)
        faults = not_of(faults, as_it_stood) + self._names.faults(self.kind, answered, typed, self.given)
        drafts = self.drafts_of(said)
        misread = {fault.path for fault in faults}
        for line, draft in enumerate(drafts, start=1):
            found = [self.placed(fault.at_line(line)) for fault in check_draft(as_taken(draft), now=now)]
            faults += [fault for fault in found if fault.path not in misread]
        return drafts, faults

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """The drafts that these answers make: the form's own, and those of `besides`."""
        body = said.setdefault("body", {})
        for part in parts_needed(TYPES[self.kind]):
            body.setdefault(part, {})
        further = [(beside, said.pop(beside.name, {})) for beside in self.besides()]
        whom = {"person": self.card.person} if self.card is not None and TYPES[self.kind].ABOUT_PERSON else {}
        main = self._as_seen({"id": self.answers.entry_id, "type": self.kind, **whom, **said})
        made = (beside.draft(self.answers.id_of(beside.name), main, own) for beside, own in further)
        return [main, *map(self._as_seen, made)]

    def _as_seen(self, draft: dict[str, Any]) -> dict[str, Any]:
        """A draft with the entries that it replaces: those that set the same thing when its form opened. Where that was
        not read yet, or nothing is set, it says nothing of it."""
        return as_seen(draft, self.typed.get(SAW, ""))

    def bookings(self) -> list[tuple[str, int]]:
        """Where this books a contact: the path of its moment, and the place of its draft."""
        return [("body.at", 0)] if self.kind == BOOKED else []

    def warnings(self) -> dict[str, str]:
        """What had better be known before this is saved, by path: a booking that is later than the tier allows."""
        booked = [(path, place) for path, place in self.bookings() if self.typed.get(path, "").strip()]
        if self._remarks is None or not booked:
            return {}
        drafts = [self._as_if_whole(draft) for draft in self.drafts()[0]]
        if drafts != self._weighed[0]:
            self._weighed = (drafts, self._remarks(drafts))
        remarks = self._weighed[1]
        return {path: "; ".join(remarks[place]) for path, place in booked if remarks[place]}

    def _as_if_whole(self, draft: dict[str, Any]) -> dict[str, Any]:
        """A booking, or a contact, of which not all is said yet, as it may become."""
        kind, body = draft["type"], draft["body"]
        return {**draft, "body": {**NOT_SAID_YET.get(kind, {}), **body, **TEXTS.get(kind, {})}}

    async def recorded_words(self) -> str:
        """What is said once all of it is recorded; empty: only that it is."""
        return ""

    def placed(self, fault: Fault) -> Fault:
        """A fault with the path of the field that it belongs to here."""
        besides = self.besides()
        further = fault.line is not None and 2 <= fault.line < 2 + len(besides)
        return besides[fault.line - 2].placed(fault) if fault.line is not None and further else fault


def about_of(typed: dict[str, str], asks: Sequence[Ask]) -> str:
    """What tells two forms of one type and person apart: which entries, which Due, which one of a series they name."""
    telling = [ask.path for ask in asks if ask.kind == "id" and ask.path not in ANYWHERE]
    return " ".join(typed[path] for path in (*telling, "body.occurrence", "body.due", SETTLES) if typed.get(path))
