"""A contact on one page: how, what we did, signs to tick, the next 72 hours; and by a key each what it settles besides
(`contact_parts`)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact_parts import (
    MEDICATION_PATH,
    ContactParts,
    OwedHere,
    settled_words,
)
from carelist_tui.desk.forms.questionnaire import PLANNED, Questionnaire
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.ratings import body_of_rating, indicators_of, rating_of
from carelist_tui.desk.questions.scores import body_of_score, score_of
from carelist_tui.desk.questions.signs import (
    NONE_SEEN,
    OTHER_SIGNS,
    SIGNS,
    is_watched,
    signs_ask,
    signs_faults,
    take_signs,
)
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import ContactCompleted
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import Begun

FIRST = ("planned", "method", "purpose", "how_are_they", "what_we_did")
PLAN = "body.plan_72h"
LEFT_BY_BOOKING = ("body.how_are_they", "body.what_we_did")


class ContactQuestions(Questionnaire):
    """One page for a contact that was kept. Ratings and bookings are entries of their own, stored with it."""

    card: Card
    parts: ContactParts

    def __init__(
        self, desk: Desk, kind: str, item: Item | None, card: Card, typed: Mapping[str, str], begun: Begun | None
    ) -> None:
        self.parts = ContactParts(self)  # asked for questions before there are answers
        self.booked_today = False
        """Whether the one booking of today answers how and what for."""
        asked = {path: words for path, words in typed.items() if path != "body.signs_seen"}
        super().__init__(desk, kind, item, card, asked, begun)
        self.parts.open_what_is_typed()

    # -- questions ----------------------------------------------------------------------------------------------

    def asks(self) -> list[Ask]:
        """What is asked of every contact first; what may be said besides comes last."""
        own = {ask.name: ask for ask in asks_of(ContactCompleted)}
        for name in ("signs_seen", MEDICATION_PATH.removeprefix("body.")):
            own.pop(name)
        first = [own.pop(name) for name in FIRST]
        plan = own.pop("plan_72h")
        signs = signs_ask(self.card.signs, each_answered=self.is_watched)
        asked = [*first, *signs, plan, *self.parts.asks()]
        return [*self.asks_when_it_was(), *asked, *self.asks_around(), *own.values()]

    @property
    def is_watched(self) -> bool:
        """Whether each sign is answered here, and the plan for 72 hours offered whatever was seen."""
        return is_watched(self.shown) if self.shown else self.card.zone != "green"

    def narrowed(self, ask: Ask, typed: dict[str, str]) -> Ask:
        if ask.path == PLAN:
            return replace(ask, needed=self.seen(typed))
        return super().narrowed(ask, typed)

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        if ask.path == PLANNED and not self.knows(ask):
            return bool(self.offered(ask, ""))
        return super().is_asked(ask, typed)

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        if ask.path == PLAN:
            return self.is_watched or self.seen(typed)
        if self.parts.part_of(ask.path):
            return self.parts.is_said(ask.path, typed)
        return super().is_said(ask, typed)

    def seen(self, typed: dict[str, str]) -> bool:
        """Whether an early warning sign was seen, one of the plan's or another."""
        ticked = set(typed.get(SIGNS, "").split()) - {NONE_SEEN}
        return bool(ticked or typed.get(OTHER_SIGNS, "").strip())

    def follows(self, path: str) -> dict[str, str]:
        return self.parts.follows(path) | super().follows(path)

    # -- what becomes known -------------------------------------------------------------------------------------

    def fill_in(self) -> dict[str, str]:
        """The one booking of today, and the help that each indicator took last."""
        self.parts.indicators = indicators_of(self.shown)
        today = [row for row in self.shown.get("next_contacts", ()) if is_today(row["at"], self.desk.now())]
        self.booked_today = len(today) == 1 and not self.detail.get("planned")
        names = ("planned", "occurrence", "method", "purpose") if self.booked_today else ()
        known = {f"body.{name}": today[0][name] or "" for name in names}
        known |= {f"{rating_of(each).name}.support_level": each["support_level"] for each in self.parts.indicators}
        return self.answers.fill_in(known)

    @property
    def left_to_type(self) -> tuple[str, ...]:
        return LEFT_BY_BOOKING if self.booked_today else ()

    def booked_words(self, at: datetime) -> str:
        rows = [row for row in self.shown.get("next_contacts", ()) if row["planned"] != self.detail.get("planned")]
        booked = [moment_in_words(datetime.fromisoformat(row["at"]), at, self.desk.zone) for row in rows]
        return tr("Booked already: {booked}.", booked=", ".join(booked[:3])) if booked else ""

    # -- saving -------------------------------------------------------------------------------------------------

    def besides(self) -> list[Beside]:
        return self.parts.besides()

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """What was ticked becomes the signs; a rating's key becomes its number."""
        body = said.setdefault("body", {})
        take_signs(body, self.card.signs)
        for each in self.parts.indicators:
            if (own := said.get(rating_of(each).name)) is not None:
                said[rating_of(each).name] = body_of_rating(each, own)
        for key, instrument in self.parts.instruments:
            if (own := said.get(score_of(key, instrument).name)) is not None:
                said[score_of(key, instrument).name] = body_of_score(instrument, own)
        return super().drafts_of(said)

    def drafts(self) -> tuple[list[dict[str, Any]], list[Fault]]:
        drafts, faults = super().drafts()
        if self.is_watched and self.card.signs:
            faults += signs_faults(self.card.signs, self.typed)
        return drafts, faults

    def bookings(self) -> list[tuple[str, int]]:
        return [(f"{each.name}.at", n) for n, each in enumerate(self.besides(), 1) if each.type == "contact.planned"]

    async def recorded_words(self) -> str:
        """What this save has settled, where it was more than the contact."""
        door = await self.desk.door()
        after = await asyncio.to_thread(door.people.person, self.card.person, self.desk.now())
        return settled_words(self.parts.recorded(), self.parts.owed, OwedHere(after, self.desk.now()))

    def placed(self, fault: Fault) -> Fault:
        there = super().placed(fault)
        if there.path.startswith("body.signs_seen"):
            return Fault(SIGNS, there.sentence)
        return Fault(there.path.replace(".items.", "."), there.sentence)


def is_today(at: str, now: datetime) -> bool:
    """Whether a moment, local with its offset, lies on the local day of now."""
    moment = datetime.fromisoformat(at)
    return moment.date() == now.astimezone(moment.tzinfo).date()
