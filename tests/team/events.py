"""What befalls the people and the workers of the simulated team, drawn by chance: days better and worse, crises, wards
and holidays, who calls off, referrals and discharges, handovers; leave and sickness."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from carelist_tui.demo import notes
from carelist_tui.demo.team import MANAGER, SENIOR
from tests.team.diary import book_ahead
from tests.team.lives import HARDER, ON_DUTY, SOURCES, UNSETTLED, UNWELL, WELL, Life, phone
from tests.team.team import whose_turn

if TYPE_CHECKING:
    from tests.team.team import Team

CRISIS = {WELL: 0.00008, UNSETTLED: 0.0012, UNWELL: 0.008}
"""A day, of somebody in the standard tier."""
ADMITTED, CALLS_OFF, HOLIDAY = 0.3, 0.004, 0.0006
REFERRED = 0.5
"""A service day; as many leave."""
HANDED_OVER = 0.15
SICK = 0.012
"""A worker, a service day."""
CRISES = ("ae", "crisis_team", "crisis_team", "police", "self_harm", "ambulance")


class Events:
    """Everything that is not the team's own doing."""

    def __init__(self, team: Team) -> None:
        self.team, self.number = team, 0
        self.learned: list[tuple[datetime, Callable[[datetime], None]]] = []
        """What happened while the service was closed, told on opening."""

    def day(self, day: date) -> None:
        """All that befalls anybody on a day. While the service is closed it is learned of on opening."""
        calendar, random = self.team.office.calendar, self.team.random
        is_open = calendar.is_service_day(day)
        for life in self.team.lives.values():
            life.lives_a_day(random)
            if life.stay == "" and random.random() < CRISIS[life.mood] * HARDER[life.who.tier]:
                self._at(day, is_open, partial(self._crisis, life))
            elif life.stay == "" and life.mood == WELL and random.random() < HOLIDAY:
                self._at(day, is_open, partial(self._away, life, "holiday", random.randint(4, 10)))
            if life.stay and life.back_on is not None and day >= life.back_on and is_open:
                self._at(day, is_open, partial(self._back, life))
        if is_open:
            self._told_on_opening(day)
            self._team_day(day)

    def _team_day(self, day: date) -> None:
        random = self.team.random
        if random.random() < REFERRED:
            self._at(day, True, self._referred)
        if random.random() < REFERRED:
            self._at(day, True, self._leaves)
        if random.random() < HANDED_OVER:
            self._at(day, True, self._hands_over)
        for life in list(self.team.lives.values()):
            if random.random() < CALLS_OFF:
                self._at(day, True, partial(self._calls_off, life))

    def _at(self, day: date, is_open: bool, act: Callable[[datetime], None]) -> None:
        random, calendar = self.team.random, self.team.office.calendar
        hour = random.uniform(9.2, 16.5) if is_open and random.random() < 0.6 else random.uniform(17.5, 23.5)
        at = calendar.at(day, time(int(hour), int(hour % 1 * 60)))
        if is_open and hour < 17:
            self._push(at, partial(act, at))
        else:
            self.learned.append((at, act))

    def _told_on_opening(self, day: date) -> None:
        opens = self.team.office.calendar.opens(day)
        for number, (at, act) in enumerate([each for each in self.learned if each[0] < opens]):
            self._push(opens + timedelta(minutes=10 + number), partial(act, at))
        self.learned = [each for each in self.learned if each[0] >= opens]

    def _push(self, at: datetime, act: Callable[[], None]) -> None:
        self.number += 1
        heapq.heappush(self.team.happens, (at, self.number, act))

    def _say(self, worker: str, kind: str, body: dict[str, Any], life: Life, at: datetime) -> str:
        """An entry of that moment, learned of now."""
        office = self.team.office
        draft = office.draft(kind, body, life.id)
        if at < office.now - timedelta(minutes=1):
            draft |= {"occurred_at": at.isoformat(), "learned_at": office.now.isoformat()}
        return office.save(worker, [draft])[0]

    def _there(self, life: Life) -> bool:
        return life.id in self.team.lives and life.stay == ""

    def _crisis(self, life: Life, at: datetime) -> None:
        if not self._there(life):
            return
        team = self.team
        life.mood = UNWELL
        by = whose_turn(team.today)
        body = {"kind": team.pick(CRISES), "source": "The crisis team rang.", "summary": "Brought in by ambulance."}
        self._say(by, "crisis.recorded", body, life, at)
        if team.chance(ADMITTED):
            self._away(life, "mental_health_ward", team.random.randint(5, 18), at + timedelta(minutes=1))

    def _away(self, life: Life, kind: str, days: int, at: datetime) -> None:
        if not self._there(life):
            return
        life.stay, life.back_on = kind, self.team.today + timedelta(days=days)
        body = {"kind": kind, "where": "Ash ward" if kind != "holiday" else "The sea", "confirmed_with": "They said so",
                "expected_until": life.back_on.isoformat()}  # fmt: skip
        self._say(life.who.coordinator, "person.admitted", body, life, at)

    def _back(self, life: Life, at: datetime) -> None:
        if life.stay == "":
            return
        if life.stay != "holiday":
            life.mood = UNSETTLED
        life.stay, life.back_on = "", None
        worker = self._present(life.who.coordinator)
        self._say(worker, "person.returned", {"note": "Home again."}, life, at)
        book_ahead(self.team, worker, life)

    def _present(self, worker: str) -> str:
        return worker if not self.team.office.is_away(worker) else whose_turn(self.team.today)

    def _calls_off(self, life: Life, at: datetime) -> None:
        """They call off what is booked next, and another is booked at once."""
        if not self._there(life):
            return
        booked = [item for item in self.team.office.owed_to(life.id) if item.kind == "contact"]
        ahead = [item for item in booked if datetime.fromisoformat(item.detail["at"]) > self.team.office.now]
        if ahead:
            item, worker = min(ahead, key=lambda item: str(item.detail["at"])), self._present(life.who.coordinator)
            named = {name: item.detail[name] for name in ("planned", "occurrence") if item.detail[name]}
            body = {**named, "by": "person", "reason": "Has another appointment.", "told_person": "yes"}
            self.team.office.say(worker, "contact.cancelled", body, life.id)
            book_ahead(self.team, worker, life)

    def _referred(self, at: datetime) -> None:
        team = self.team
        life = team.people.born()
        life.mood = team.pick((WELL, UNSETTLED))
        who, source = life.who, team.pick(SOURCES)
        body = {"ref": who.ref, "given": who.given, "family": who.family, "source": source, "team": who.team,
                "reason": team.pick(notes.REASONS_REFERRED), "phones": [phone(team.random)],
                "nhs_number": life.nhs_number}  # fmt: skip
        who.id = team.office.say(whose_turn(team.today), "referral.received", body)
        team.lives[who.id], team.sources[who.id] = life, source

    def _leaves(self, at: datetime) -> None:
        """Somebody who is well and supported lightly is discharged, agreed with the manager."""
        team = self.team
        fit = [life for life in team.lives.values() if self._may_leave(life)]
        if not fit or team.office.is_away(MANAGER):
            return
        life = team.pick(fit)
        agreed = {"about": "discharge", "decision": "agree", "what_changed": "Well for months.",
                  "rationale": "Goals met; knows how to come back.", "authorised_by": MANAGER}  # fmt: skip
        decision = team.office.say(MANAGER, "decision.recorded", agreed, life.id)
        body = {"destination": "GP", "reason": "goals_met", "note": "Agreed together.", "decision": decision}
        team.office.say(MANAGER, "person.discharged", body, life.id)
        del team.lives[life.id]

    def _may_leave(self, life: Life) -> bool:
        if life.mood != WELL or life.stay or life.who.tier in ("intensive", "enhanced"):
            return False
        ground = self.team.office.ground(life.id)
        state = ground.state
        opened = [
            *(each for each in state.handovers if each.is_open),
            *(each for each in state.escalations if each.is_open),
        ]
        return (
            state.acceptance is not None
            and not state.is_unmet
            and ground.is_calm
            and not opened
            and ground.episode is None
        )

    def _hands_over(self, at: datetime) -> None:
        """Somebody's coordinator changes."""
        team = self.team
        fit = [life for life in team.lives.values() if self._there(life) and life.id not in team.handed_to]
        fit = [life for life in fit if not team.office.ground(life.id).state.is_unmet]
        life = team.pick(fit)
        sender = life.who.coordinator
        if team.office.is_away(sender):
            return
        receiving = team.pick([each for each in ON_DUTY if each != sender and not team.office.is_away(each)])
        body = {"kind": "staff_change", "to_team": life.who.team, "to_worker": receiving, "higher_risk": False,
                "summary": notes.HANDOVER, "complete_by": (team.today + timedelta(days=14)).isoformat()}  # fmt: skip
        team.handed_to[life.id] = receiving
        team.office.say(sender, "handover.opened", body, life.id)

    def sickness(self, day: date) -> None:
        """Who rings in sick before the service opens; somebody covers for all they hold."""
        team = self.team
        for worker in ON_DUTY:
            if team.office.is_away(worker) or not team.chance(SICK):
                continue
            until = team.office.calendar.at(
                team.office.calendar.service_day_after(day, team.random.randint(1, 3)), time(0)
            )
            by = SENIOR if team.office.is_away(MANAGER) else MANAGER
            self.absent(worker, team.office.now, until, "sickness", by)

    def leave(self, worker: str, first: date, last: date) -> None:
        """A week's leave, entered ahead, with cover for all."""
        calendar = self.team.office.calendar
        day = first
        while day <= last:
            self.team.diary.leave[worker, day] = True
            day += timedelta(days=1)
        self.absent(
            worker, calendar.at(first, time(0)), calendar.at(last + timedelta(days=1), time(0)), "leave", MANAGER
        )

    def absent(self, worker: str, begins: datetime, ends: datetime, reason: str, by: str) -> None:
        team = self.team
        others = [each for each in ON_DUTY if each != worker and not team.office.is_away(each)]
        covers = team.pick([each for each in others if not team.diary.leave.get((each, begins.date()))] or others)
        body = {"worker": worker, "from": begins.isoformat(), "until": ends.isoformat(), "reason": reason,
                "cover": [{"persons": "all", "by": covers}], "people_told": "yes"}  # fmt: skip
        team.office.say(by, "worker.away", body)
