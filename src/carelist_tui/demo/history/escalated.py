"""Others are asked to act: their answer, in time or not, and what came of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from carelist_tui.demo.history.lives import Act, Life

ROUTES = {
    "crisis_team": "Crisis team shift lead",
    "clinical_review": "Dr Shah",
    "gp": "The surgery's duty doctor",
    "cmht": "Community team desk",
    "duty_manager": "Duty manager",
    "safeguarding": "Safeguarding adults desk",
    "police_welfare_check": "Police, welfare desk",
}
URGENT = ("crisis_team", "clinical_review", "duty_manager")
_IN_TIME = 0.84
_OUTCOMES = ("Seen at home the same day; stays with us.", "Tablets changed, rung again on Friday.",
             "Met them with us; they feel heard.", "Advice given; nothing further needed from them.")  # fmt: skip
_WISHES = ("Wants to stay at home, and to be asked first.", "Wants their sister there.", "Wants no police at the door.")


def escalate(life: Life, decision: str, *, on: Act | None = None, route: str | None = None) -> None:
    """An escalation is raised within two hours; what follows takes its time. `on`: what is done where they decline."""
    route = route or life.teller.pick(tuple(ROUTES))
    life.plan(life.day, min(life.minute + life.between(10, 90), 1010), partial(_raise, decision, route, on))


def _raise(decision: str, route: str, on: Act | None, life: Life) -> None:
    calendar = life.teller.calendar
    urgent = route in URGENT or route == "police_welfare_check" or life.is_high()
    respond_by = calendar.service_days(life.now, 1 if urgent else 3)
    body = {"decision": decision, "route": route, "to": ROUTES[route], "owner": life.who.coordinator,
            "respond_by": respond_by.isoformat()}  # fmt: skip
    escalation = life.say("escalation.raised", body)
    life.plan_by(respond_by, partial(_answer, escalation, route, on), in_time=life.chance(_IN_TIME))


def _answer(escalation: str, route: str, on: Act | None, life: Life) -> None:
    declined = on is not None and life.chance(0.08)
    body = {"escalation": escalation, "by": ROUTES[route], "answer": "declined" if declined else "accepted"}
    life.say("escalation.acknowledged", body)
    if declined:
        if on is not None:
            life.plan(life.day, life.minute + 40, on)
        return
    life.plan_by(_due(life, route), partial(_close, escalation, route), in_time=life.chance(_IN_TIME))


def _due(life: Life, route: str) -> datetime:
    calendar = life.teller.calendar
    if route == "police_welfare_check":
        return calendar.hours(life.now, 4, high=life.is_high())
    if route in URGENT:
        return calendar.same_day(life.now, high=life.is_high())
    return calendar.service_days(life.now, 1 if life.is_high() else 5)


def _close(escalation: str, route: str, life: Life) -> None:
    body = {"escalation": escalation, "outcome": life.teller.pick(_OUTCOMES),
            "avoidable": life.teller.pick(("no", "no", "no", "learning", "yes"))}  # fmt: skip
    if route == "safeguarding" and life.chance(0.8):
        body["persons_wishes"] = life.teller.pick(_WISHES)
    if body["avoidable"] != "no":
        body["learning"] = "Rung two days sooner, it would have been a call."
    life.say("escalation.closed", body)
