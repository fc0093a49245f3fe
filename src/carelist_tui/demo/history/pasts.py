"""Everybody's months: of those who are on the caseload up to where their story goes on, and of those who left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from carelist_tui.demo import notes
from carelist_tui.demo.history import diary, moves, paperwork, turnover
from carelist_tui.demo.history.lives import Life
from carelist_tui.demo.history.months import Months, months_up_to
from carelist_tui.demo.history.office import tell_office
from carelist_tui.demo.settled import details
from carelist_tui.demo.team import COORDINATE, EAST, INTAKE, MANAGERS, SOUTH, TEAM
from carelist_tui.demo.teller import BEGAN, Somebody, Teller

BROUGHT_OVER = 0.55
"""The part of them who were supported before the service began with Carelist."""
LEFT, DECLINED = 0.5, 0.15
"""So many left, and so many were referred and not taken on, in a year, for each one on the caseload."""
CALM, CALM_IF_QUIET = 26, 16
"""Service days before the demonstration's own story goes on in which nothing lasting begins."""
_BEFORE_LAST = 30
"""Somebody whose last contact was before the months, or hardly in them, came so many service days before it."""
_GOLDEN = 0.618034
"""How far on in the months the next one comes: so they come evenly, however many they are."""
_HOW_THEY_LEFT = ("goals_met", "transferred", "goals_met", "moved_away", "own_wish", "transferred", "goals_met", "died")
_TIERS = ("standard", "standard", "enhanced", "light", "standard", "intensive", "enhanced")


class Pasts:
    """Tells the months before a demonstration's day. They are the same for the same seed."""

    def __init__(self, teller: Teller, months: int) -> None:
        self._teller = teller
        self.months: Months = months_up_to(teller.day(0), months)
        first = 0
        while teller.day(first) > self.months.first:
            first -= 1
        self._began = first - 5
        self._came = teller.random.random()
        # The team works there before whoever was last met longest ago, however few the months.
        teller.began, teller.past = min(self._began, BEGAN - _BEFORE_LAST), self.tell

    def tell_office(self) -> None:
        """What the service did day by day beside its people."""
        tell_office(self._teller)

    def tell(self, who: Somebody, nhs_number: str, last: int) -> None:
        """Somebody's months, up to a contact on the day `last`: well, and their paper in date."""
        ends = who.team, who.coordinator, who.tier, who.zone
        calm = CALM_IF_QUIET if "quiet" in who.tags else CALM
        life = self._begin(who, nhs_number, last, calm_from=last - calm)
        life.live_until(last)
        self._lead_up(life, *ends[:3])
        who.zone = ends[3]

    def _begin(self, who: Somebody, nhs_number: str, last: int, *, calm_from: int) -> Life:
        """They come: brought over when the service began, or taken on later."""
        teller, who.zone = self._teller, "unknown"
        life = Life(teller, self.months, who, last, calm_from)
        life.come_to, life.call_off, life.see_to_it = diary.come_to, diary.call_off, diary.see_to_it
        life.meet, life.meet_for = diary.meet, diary.meet_for
        began = min(self._began, last - _BEFORE_LAST)
        earliest, latest = began + 10, calm_from - 6
        is_old = teller.random.random() < BROUGHT_OVER or latest < earliest
        self._came += 0 if is_old else _GOLDEN
        since = int(self._came % 1 * (latest - earliest + 1))
        life.day = began + 1 + life.between(0, 2) if is_old else earliest + since
        life.seen, life.since, life.minute = life.day, life.day, 600
        moves.plan_moves(life, last - life.day)
        (turnover.bring_over if is_old else turnover.take_on)(life, nhs_number)
        return life

    def _lead_up(self, life: Life, team: str, coordinator: str, tier: str) -> None:
        """The last contact, after which the demonstration's own story goes on."""
        life.day, life.minute = life.last, life.teller.pick((585, 660, 810, 915))
        if life.away:
            life.say("person.returned", {})
            life.away = None
        if life.who.coordinator != coordinator and life.who.team == team:
            paperwork.name_coordinator(life, coordinator, "Caseloads evened out between us.")
        if life.who.tier != tier:
            moves.change_tier(tier, life)
        life.meet(life, "visit", "routine")
        if not life.paper:
            paperwork.begin_paper(life)
        for kind in [kind for kind, by in life.paper.items() if by <= 6 or kind in ("zone", "monthly")]:
            paperwork.renew(life, kind)

    def tell_those_who_left(
        self, people: int, named: Iterator[tuple[str, str]], numbered: Iterator[str], ref: int
    ) -> None:
        """People who came and left within the months, and referrals not taken on; `ref` is the first number."""
        year = self.months.number / 13
        for number in range(round(people * LEFT * year)):
            given, family = next(named)
            team = (TEAM, SOUTH, EAST)[number % 3]
            coordinators = COORDINATE[team]
            who = Somebody(f"P-{ref + number:04}", given, family, coordinators[number // 3 % len(coordinators)],
                           tier=self._teller.pick(_TIERS), team=team)  # fmt: skip
            self._tell_whole(who, next(numbered), _HOW_THEY_LEFT[number % len(_HOW_THEY_LEFT)])
        ref += round(people * LEFT * year)
        for number in range(round(people * DECLINED * year)):
            self._decline(f"P-{ref + number:04}", next(named), next(numbered))

    def _tell_whole(self, who: Somebody, nhs_number: str, how: str) -> None:
        """From coming to leaving, all of it before the demonstration's last weeks."""
        going = self._teller.between(min(self._began + 70, -46), -45)
        life = self._begin(who, nhs_number, going, calm_from=going - 12)
        life.last = -8
        life.plan(max(going, life.day + 15), 800, partial(turnover.leave, how))
        life.live_until(-8)

    def _decline(self, ref: str, name: tuple[str, str], nhs_number: str) -> None:
        """Referred and not taken on: told, with somewhere else to go."""
        teller = self._teller
        who = Somebody(ref, *name, COORDINATE[TEAM][0], team=teller.pick((TEAM, SOUTH, EAST)))
        body = details(teller, who, nhs_number=nhs_number, source="gp")
        del body["tier"]
        body["reason"] = teller.pick(notes.REASONS_REFERRED)
        day = teller.between(self._began + 3, -10)
        teller.say("referral.received", teller.at(day, "11:00"), body, who, author=INTAKE[who.team])
        told = {
            "reason": "Talking therapies fit better at present.",
            "told": "Wrote to them and the GP; can come back.",
        }
        teller.say("referral.declined", teller.at(day + 1, "10:00"), told, who, author=MANAGERS[who.team])
