"""A contact on one page: how, what we did, signs to tick, the next 72 hours, ratings by a key, the next two booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.signs import NONE_SEEN, OTHER_SIGNS, SIGNS, signs_ask, signs_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import ContactCompleted
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.forms.form_asks import PLANNED
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.vault.drafts import Begun

FIRST = ("planned", "method", "purpose", "how_are_they", "what_we_did")
NEXT = ("first", "second")
TITLES = {"first": "Next contact", "second": "The one after"}
BOOKED = ("at", "method")
RATED, HIGHEST_KEY = "rating", 10
RATING_KEYS = "0123456789t"
PLAN = "body.plan_72h"


class ContactScreen(FormScreen):
    """One page for a contact that was kept. Ratings and bookings are entries of their own, stored with it."""

    WHERE = "Contact"
    BESIDE = True
    card: Card

    def __init__(
        self, desk: Desk, kind: str, item: Item | None, card: Card, typed: dict[str, str], begun: Begun | None
    ) -> None:
        self.indicators: list[dict[str, Any]] = []
        typed.pop("body.signs_seen", None)
        super().__init__(desk, kind, item, card, typed, begun)

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

    def changed(self, path: str) -> None:
        name, _, field = path.partition(".")
        if name in NEXT and field == "at" and not self.typed.get(f"{name}.method"):
            self.form.put(f"{name}.method", self.typed.get("body.method", ""))
        super().changed(path)

    def learned(self) -> None:
        self.indicators = indicators_of(self.shown)
        today = [row for row in self.shown.get("next_contacts", ()) if is_today(row["at"], self.desk.now())]
        if len(today) == 1 and not self.detail.get("planned"):
            for name in ("planned", "occurrence", "method", "purpose"):
                self.fill(f"body.{name}", today[0][name] or "")
            self.call_after_refresh(self.stand_on_first)
        for each in self.indicators:
            self.fill(f"{self.rating(each).name}.support_level", each["support_level"])
        super().learned()
        rows = [row for row in self.shown.get("next_contacts", ()) if row["planned"] != self.detail.get("planned")]
        booked = [self.look.when(datetime.fromisoformat(row["at"])) for row in rows]
        if booked and not self.said:
            self.say(f"Booked already: {', '.join(booked[:3])}.")

    def stand_on_first(self) -> None:
        """Once the booking has answered how and what for, stand on what it does not, unless somebody types already."""
        if not self.resumed and not any(self.typed.get(path) for path in ("body.how_are_they", "body.what_we_did")):
            self.form.focus_first()

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
