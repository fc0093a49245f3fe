"""A contact on one page: how, what we did, signs to tick, the next 72 hours, ratings by a key, the next two booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.questionnaire import PLANNED, Questionnaire
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.signs import NONE_SEEN, OTHER_SIGNS, SIGNS, signs_ask, signs_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import ContactCompleted
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import Begun

FIRST = ("planned", "method", "purpose", "how_are_they", "what_we_did")
NEXT = ("first", "second")
TITLES = {"first": "Next contact", "second": "The one after"}
BOOKED = ("at", "method")
RATED, HIGHEST_KEY = "rating", 10
RATING_KEYS = "0123456789t"
PLAN = "body.plan_72h"
LEFT_BY_BOOKING = ("body.how_are_they", "body.what_we_did")


class ContactQuestions(Questionnaire):
    """One page for a contact that was kept. Ratings and bookings are entries of their own, stored with it."""

    card: Card

    def __init__(
        self, desk: Desk, kind: str, item: Item | None, card: Card, typed: Mapping[str, str], begun: Begun | None
    ) -> None:
        self.indicators: list[dict[str, Any]] = []
        self.booked_today = False
        """Whether the one booking of today answers how and what for."""
        asked = {path: words for path, words in typed.items() if path != "body.signs_seen"}
        super().__init__(desk, kind, item, card, asked, begun)

    # -- questions ----------------------------------------------------------------------------------------------

    def asks(self) -> list[Ask]:
        """What is asked of every contact first; what may be said besides comes last."""
        own = {ask.name: ask for ask in asks_of(ContactCompleted)}
        own.pop("signs_seen")
        first = [own.pop(name) for name in FIRST]
        plan = own.pop("plan_72h")
        signs = signs_ask(self.card.signs)
        titles = {name: {"at": TITLES[name], "method": "How"} for name in NEXT}
        bookings = (ask for name in NEXT for ask in self.booking(name).asks(BOOKED, titles[name]))
        booked = [replace(ask, needed=False) for ask in bookings]
        rated = [ask for each in self.indicators for ask in self.rating_asks(each)]
        asked = [*first, *signs, replace(plan, needed=True), *rated, *booked]
        return [*self.asks_when_it_was(), *asked, *self.asks_around(), *own.values()]

    def rating_asks(self, indicator: dict[str, Any]) -> list[Ask]:
        """A key from 0 to 10 where its scale goes no further, else a number; then how much help it took."""
        value, support = self.rating(indicator).asks(("value", "support_level"), {"value": indicator["name"]})
        highest = indicator["highest"]
        if highest is not None and highest <= HIGHEST_KEY:
            codes = tuple(map(str, range(highest + 1)))
            value = replace(value, kind="choice", codes=codes, labels=codes, keys=RATING_KEYS)
        return [replace(value, needed=False), replace(support, title="Help it took")]

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        if ask.path == PLANNED and not self.knows(ask):
            return bool(self.offered(ask, ""))
        return super().is_asked(ask, typed)

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        name, _, field = ask.path.partition(".")
        if ask.path == PLAN:
            return bool(self.seen(typed))
        if field == "support_level":
            return bool(typed.get(f"{name}.value"))
        if name in NEXT and field == "method":
            return bool(typed.get(f"{name}.at"))
        if name == NEXT[1]:
            return bool(typed.get(f"{NEXT[0]}.at"))
        return super().is_said(ask, typed)

    def seen(self, typed: dict[str, str]) -> bool:
        """Whether an early warning sign was seen, one of the plan's or another."""
        ticked = set(typed.get(SIGNS, "").split()) - {NONE_SEEN}
        return bool(ticked or typed.get(OTHER_SIGNS, "").strip())

    def follows(self, path: str) -> dict[str, str]:
        """A next contact is as this one was, unless somebody says otherwise."""
        name, _, field = path.partition(".")
        as_now = name in NEXT and field == "at" and not self.typed.get(f"{name}.method")
        same = {f"{name}.method": self.typed.get("body.method", "")} if as_now else {}
        return same | super().follows(path)

    # -- what becomes known -------------------------------------------------------------------------------------

    def fill_in(self) -> dict[str, str]:
        """The one booking of today, and the help that each indicator took last."""
        self.indicators = indicators_of(self.shown)
        today = [row for row in self.shown.get("next_contacts", ()) if is_today(row["at"], self.desk.now())]
        self.booked_today = len(today) == 1 and not self.detail.get("planned")
        names = ("planned", "occurrence", "method", "purpose") if self.booked_today else ()
        known = {f"body.{name}": today[0][name] or "" for name in names}
        known |= {f"{self.rating(each).name}.support_level": each["support_level"] for each in self.indicators}
        return self.answers.fill_in(known)

    @property
    def left_to_type(self) -> tuple[str, ...]:
        return LEFT_BY_BOOKING if self.booked_today else ()

    def booked_words(self, at: datetime) -> str:
        rows = [row for row in self.shown.get("next_contacts", ()) if row["planned"] != self.detail.get("planned")]
        booked = [moment_in_words(datetime.fromisoformat(row["at"]), at, self.desk.zone) for row in rows]
        return f"Booked already: {', '.join(booked[:3])}." if booked else ""

    # -- saving -------------------------------------------------------------------------------------------------

    def booking(self, name: str) -> Beside:
        """A next contact, with whoever is signed in unless somebody changes it later."""
        return Beside(name, "contact.planned", {"purpose": "routine", "worker": self.desk.worker or ""})

    def rating(self, indicator: dict[str, Any]) -> Beside:
        """How one indicator stands."""
        return Beside(f"{RATED}-{indicator['id']}", "indicator.rated", {"indicator": indicator["id"]})

    def besides(self) -> list[Beside]:
        ratings = [self.rating(each) for each in self.indicators]
        made = [rating for rating in ratings if self.typed.get(f"{rating.name}.value")]
        return [*made, *(self.booking(name) for name in NEXT if self.typed.get(f"{name}.at"))]

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """What was ticked becomes the signs; a rating's key becomes its number."""
        body = said.setdefault("body", {})
        ticked, others = body.pop("signs_ticked", []), body.pop("other_signs", [])
        if signs := signs_of(self.card.signs, ticked, others):
            body["signs_seen"] = signs
        for rating in (self.rating(each) for each in self.indicators):
            own = said.get(rating.name, {})
            if "value" in own:
                own["value"] = int(own["value"])
            else:
                said.pop(rating.name, None)
        for name in NEXT:
            if not self.typed.get(f"{name}.at"):
                said.pop(name, None)
        return super().drafts_of(said)

    def placed(self, fault: Fault) -> Fault:
        there = super().placed(fault)
        return Fault(SIGNS, there.sentence) if there.path.startswith("body.signs_seen") else there


def is_today(at: str, now: datetime) -> bool:
    """Whether a moment, local with its offset, lies on the local day of now."""
    moment = datetime.fromisoformat(at)
    return moment.date() == now.astimezone(moment.tzinfo).date()


def indicators_of(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Each indicator that runs: id, name, highest value (None where there is none), support level as it was last."""
    running = {row["indicator"]: row["name"] for row in shown.get("indicators", ())}
    found: dict[str, dict[str, Any]] = {}
    for entry in shown.get("story", ()):
        body = entry.get("body") or {}
        if entry["type"] == "indicator.agreed" and entry["id"] in running:
            highest = {"rating_0_10": HIGHEST_KEY, "graded_step": len(body.get("steps", ()))}.get(body["kind"])
            found[entry["id"]] = {"id": entry["id"], "name": running[entry["id"]], "highest": highest,
                                  "support_level": body["support_level"]}  # fmt: skip
        elif entry["type"] == "indicator.rated" and body.get("indicator") in found and not entry.get("struck"):
            found[body["indicator"]]["support_level"] = body["support_level"]
    return list(found.values())
