"""The people of the simulated team as they truly are, which the record only ever learns in part: how they are, how
likely they keep a contact. And how their running cases are told before the first morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from carelist_tui.demo.people import names, nhs_numbers, phone_number
from carelist_tui.demo.settled import accept, look_again, meet, name_coordinator, plan_with, set_zone
from carelist_tui.demo.team import DAFYDD, EWA, KOFI, LEAH, MANAGER, PRIYA, SENIOR, TEAM, TOM
from carelist_tui.demo.teller import Somebody, Teller

COORDINATORS = (LEAH, TOM)
SUPPORT = (PRIYA, DAFYDD, KOFI, EWA)
WORKERS = (*COORDINATORS, *SUPPORT, SENIOR, MANAGER)
NAMED = (*(LEAH, TOM, *SUPPORT, SENIOR) * 4, LEAH, TOM, *SUPPORT, *SUPPORT, LEAH, TOM, LEAH, TOM, MANAGER, MANAGER)
"""Whose turn it is to hold somebody: the two coordinators hold most, then the support workers, the senior half of
that, the manager few."""
ON_DUTY = (*COORDINATORS, *SUPPORT)
"""Who takes turns at duty, and covers for others."""
TIERS = ("intensive",) * 8 + ("enhanced",) * 27 + ("standard",) * 50 + ("light",) * 15
"""Of a hundred people."""
MISSED = 0.22
"""So many of the booked contacts are missed, over all."""
HARDER = {"intensive": 2.5, "enhanced": 1.4, "standard": 0.7, "light": 0.35}
"""How much likelier than the average somebody of that tier gets worse, or into a crisis."""
GETS_WORSE, GETS_BETTER = 0.007, 0.09
"""A day."""
SOURCES = ("gp",) * 9 + ("talking_therapies",) * 4 + ("self",) * 2 + ("crisis_team", "ae_liaison", "ward", "step_down")
WELL, UNSETTLED, UNWELL = "well", "unsettled", "unwell"
MOODS = (WELL, UNSETTLED, UNWELL)
_SINCE = (40, 90)
"""Service days since they were accepted, at the least and at the most."""
_LAST = {"intensive": (0, 1), "enhanced": (0, 3), "standard": (0, 8), "light": (0, 18)}
_SEEN = {"intensive": (1, 3), "enhanced": (4, 14), "standard": (9, 35), "light": (19, 36)}
_REVIEWED = {"intensive": (1, 8), "enhanced": (1, 18), "standard": (1, 36), "light": (1, 36)}
"""Service days ago, at the least and at the most."""


@dataclass(slots=True)
class Life:
    """Somebody who does not exist, as they truly are."""

    who: Somebody
    nhs_number: str
    keeps: float
    """How likely they keep a booked contact."""
    mood: str = WELL
    stay: str = ""
    """Where they are, while they are away."""
    back_on: date | None = None

    @property
    def id(self) -> str:
        return self.who.id

    @property
    def zone(self) -> str:
        """The zone that a careful worker puts them in."""
        watched = self.who.tier in ("intensive", "enhanced")
        return {WELL: "green", UNSETTLED: "amber", UNWELL: "red" if watched else "amber"}[self.mood]

    def lives_a_day(self, random: Random) -> None:
        """Somewhat better or worse, or as yesterday."""
        chance, harder = random.random(), HARDER[self.who.tier]
        place = MOODS.index(self.mood)
        if chance < GETS_WORSE * harder * (1 if self.mood == WELL else 2) and place < len(MOODS) - 1:
            self.mood = MOODS[place + 1]
        elif chance > 1 - GETS_BETTER and place > 0:
            self.mood = MOODS[place - 1]

    def comes(self, random: Random) -> bool:
        """Whether they keep a booked contact."""
        return random.random() < self.keeps - (0.15 if self.mood == UNWELL else 0.0)


class Lives:
    """People as they come, each with a name, a number and a temper of their own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._names, self._numbers, self._count = names(random), nhs_numbers(random), 0

    def born(self, tier: str | None = None) -> Life:
        """The next one; of what tier, is drawn unless said."""
        self._count += 1
        given, family = next(self._names)
        coordinator = NAMED[self._count % len(NAMED)]
        drawn = TIERS[int(self.random.random() * len(TIERS))]
        who = Somebody(f"P-{self._count:04}", given, family, coordinator, tier or drawn, team=TEAM)
        keeps = min(0.98, max(0.4, self.random.gauss(1 - MISSED, 0.1)))
        life = Life(who, next(self._numbers), keeps)
        drawn_mood = self.random.random() / HARDER[who.tier]
        life.mood = UNWELL if drawn_mood < 0.008 else UNSETTLED if drawn_mood < 0.09 else WELL
        return life


def tell_workers(teller: Teller, began: int) -> None:
    """All of the team but its manager, whom `init` enters, and when each was supervised last."""
    added = teller.at(began, "09:30")
    people = {LEAH: "Leah Marsden", TOM: "Tom Reid", PRIYA: "Priya Nair", DAFYDD: "Dafydd Pugh", KOFI: "Kofi Asante",
              EWA: "Ewa Nowak", SENIOR: "Joan Whitfield"}  # fmt: skip
    for worker, name in people.items():
        role = "senior" if worker == SENIOR else "coordinator" if worker in COORDINATORS else "support_worker"
        body = {"worker": worker, "name": name, "role": role, "team": TEAM}
        teller.say("worker.added", added, body, author=MANAGER)
    for number, worker in enumerate(WORKERS):
        by = MANAGER if worker != MANAGER else SENIOR
        held = supervision(worker, by, teller.day(0) + timedelta(days=5 * number + 3))
        teller.say("supervision.held", teller.at(-10 + number, "14:30"), held, author=by)


def supervision(worker: str, by: str, next_on: date) -> dict[str, Any]:
    """That two sat down together."""
    quality = "Reasons are written down; reviews are kept."
    body = {"worker": worker, "supervisor": by, "themes": "Missed contacts and drift.", "decision_quality": quality}
    return body | {"next_on": next_on.isoformat()}


def tell_case(teller: Teller, life: Life) -> None:
    """A running case: accepted long ago, planned with, met as often as their tier says, reviewed, in their zone."""
    who, tier = life.who, life.who.tier
    accepted = -teller.between(*_SINCE)
    accept(teller, who, accepted, nhs_number=life.nhs_number, source=teller.pick(SOURCES))
    name_coordinator(teller, who, accepted)
    plan_with(teller, who, accepted + 2)
    meet(teller, who, accepted + 3, purpose="first")
    set_zone(teller, who, accepted + 3, None if who.zone == "green" else 0)
    meet(teller, who, -teller.between(*_SEEN[tier]), clock="14:15")
    look_again(teller, who, -teller.between(*_REVIEWED[tier]))
    meet(teller, who, last := -teller.between(*_LAST[tier]), clock="08:30", method="call")
    if life.zone != "green":
        who.zone = life.zone
        set_zone(teller, who, min(last, -1), teller.between(1, 7), clock="15:45")
    if teller.between(1, 10) <= 3:
        every = teller.pick(("week", "month", "month"))
        agreed = {"area": "daily_living", "name": "Cooks a meal", "frequency": "Three times a week",
                  "quality": "Hot, and eaten", "support_level": "prompted", "kind": "rating_0_10", "baseline": 3,
                  "aim": 7, "every": every}  # fmt: skip
        since = -teller.between(1, 4 if every == "week" else 20)
        teller.say("indicator.agreed", teller.at(since, "15:00"), agreed, who)


def phone(random: Random) -> dict[str, Any]:
    """A mobile of theirs."""
    return {"number": phone_number(random), "label": "mobile", "text_ok": True}
