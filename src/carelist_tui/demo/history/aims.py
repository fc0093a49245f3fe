"""What somebody works on beside contact: indicators and their ratings, medication, the tenancy, appointments elsewhere,
actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from carelist_tui.demo.history.lives import Life

_LEVELS = ("done_for", "accompanied", "prompted", "independent")
_AIMS: tuple[dict[str, Any], ...] = (
    {"area": "functioning", "name": "How the day goes", "frequency": "Asked once a week", "quality": "Their own number",
     "kind": "rating_0_10", "baseline": 3, "aim": 7},
    {"area": "connection", "name": "Rides the bus to the college", "frequency": "Three times a week",
     "quality": "Gets off where planned", "kind": "graded_step", "baseline": 1, "aim": 4,
     "steps": ["To the stop", "One stop", "To the college with somebody", "Alone"]},
    {"area": "daily_living", "name": "Hot meals a week", "frequency": "Counted over the week", "quality": "Not bought",
     "kind": "count", "baseline": 2, "aim": 5},
    {"area": "self_management", "name": "The morning routine", "frequency": "Daily", "quality": "In their own order",
     "kind": "routine", "baseline": 1, "aim": 4, "steps": ["Up by ten", "Washed", "Breakfast", "Tablets"]},
    {"area": "safety", "name": "Safe at night", "frequency": "Asked once a week", "quality": "Their own number",
     "kind": "rating_0_10", "baseline": 4, "aim": 8},
)  # fmt: skip
_BARRIERS = ("Rain all week.", "School children at four.", "Nobody to go with.", "Slept by day.")
_PARTS = {"independent": "alone", "prompted": "prompted", "accompanied": "accompanied", "done_for": "done_for"}
_CHANGED = {
    "safety": ("No night at A&E since the winter.", "The plan for the night is on the fridge.", "Wrote it with them.",
               "I know whom to ring."),
    "daily_living": ("Cooks most days.", "Shopping has its own day.", "Went along until they went alone.", ""),
    "functioning": ("Has a day that they plan themselves.", "Mornings were moved to ten.", "Asked each week.", ""),
    "connection": ("Rides the bus to the college alone.", "Went at two, when it is empty.", "Sat beside them at first.",
                   "Nobody stared."),
    "self_management": ("Takes the tablets unasked.", "The box stands by the kettle.", "Rang less and less.", ""),
    "tenancy": ("The flat is safe for now.", "Rent is paid at source.", "Went to the housing office with them.", ""),
    "work": ("Two mornings a week at the garden.", "They asked for it themselves.", "Wrote the first letter.",
             "They know my name there."),
    "health_follow_through": ("Goes to the blood test by themselves.", "The card hangs by the door.",
                              "Went along the first times.", ""),
    "crisis_use": ("Rings the line before it is too much.", "The number is in the telephone.", "Practised it.", ""),
}  # fmt: skip
"""Of each area: what changed, why, our part, their own words."""
_TENANCY = ("arrears", "complaint", "arrears", "notice", "arrears", "court", "secured", "complaint", "eviction")
_ELSEWHERE = (
    "GP, blood test",
    "Dentist",
    "Benefits assessment",
    "Podiatry",
    "GP, annual health check",
    "Housing office",
)
_TASKS = (("Rent plan with the landlord", "housing"), ("Form for the travel pass", "benefits"),
          ("Blood test booked with them", "physical_health"), ("Ring the college", "social"),
          ("Tablets in a weekly box", "medication"), ("Smoke alarm", "housing"))  # fmt: skip
_PRESCRIBER_TOLD = 0.8


@dataclass(slots=True)
class Indicator:
    """An indicator that runs: where it stands, and which way it goes."""

    id: str
    body: dict[str, Any]
    value: int
    level: int
    trend: float
    next: int
    """From this day on it is to be rated again."""
    until: int
    shown: list[str] = field(default_factory=list)
    """Its newest ratings."""


def agree_on_aims(life: Life) -> None:
    """One or two indicators, agreed with most people some weeks after they came."""
    for number in range(life.teller.pick((0, 1, 1, 1, 2))):
        life.plan(life.day + 12 + 9 * number, life.between(600, 900), _agree)


def _agree(life: Life) -> None:
    if life.missed is not None or life.away:
        return
    aim = life.teller.pick(_AIMS)
    if any(each.body["name"] == aim["name"] for each in life.indicators):
        return
    level = life.between(0, 2)
    every = "week" if life.who.tier in ("intensive", "enhanced") else "month"
    body = {**aim, "support_level": _LEVELS[level], "every": every}
    trend = life.teller.pick((0.75, 0.75, 0.6, 0.5, 0.3))
    id = life.say("indicator.agreed", body)
    until = life.day + life.between(60, 320)
    life.indicators.append(Indicator(id, body, aim["baseline"], level, trend, life.day + 3, until))


def look_at_aims(life: Life) -> None:
    """Each indicator that is due is rated at a contact, or ends."""
    for each in list(life.indicators):
        if life.day < each.next:
            continue
        if life.day > each.until and each.until < life.last - 5:
            _end(life, each)
            continue
        _rate(life, each)
    if life.is_met and not life.is_calm:
        _look_elsewhere(life)


def _rate(life: Life, each: Indicator) -> None:
    highest = {"rating_0_10": 10, "count": 14}.get(each.body["kind"]) or len(each.body["steps"])
    if life.chance(0.55):
        each.value += 1 if life.chance(each.trend) else -1
    each.value = max(0, min(highest, each.value))
    if life.chance(0.12):
        each.level = max(0, min(3, each.level + (1 if life.chance(each.trend) else -1)))
    body = {"indicator": each.id, "value": each.value, "support_level": _LEVELS[each.level]}
    body |= _how_it_went(each)
    if life.chance(0.3):
        body |= {"barrier": life.teller.pick(_BARRIERS), "what_next": "Once more, at another time of day."}
    each.shown = [*each.shown[-2:], life.say("indicator.rated", body)]
    each.next = life.day + (2 if each.body["every"] == "week" else 5)


def _how_it_went(each: Indicator) -> dict[str, Any]:
    """What a rating says besides: how each step of a routine or a ladder went, whether it was tried, whose number."""
    kind = each.body["kind"]
    if kind == "rating_0_10":
        return {"by": "person"}
    if kind == "count":
        return {"by": "worker"}
    done = _PARTS[_LEVELS[each.level]]
    parts = {step: done if n < each.value else "not_done" for n, step in enumerate(each.body["steps"])}
    if kind == "routine":
        return {"parts": parts}
    return {"parts": parts, "attempted": each.value > 0} | ({"minutes": 10 + 10 * each.value} if each.value else {})


def _end(life: Life, each: Indicator) -> None:
    """Reached, it is noted what changed; changed, it is agreed anew in its place, or ended and another one agreed."""
    reached = each.value >= each.body["aim"]
    outcome = "achieved" if reached else life.teller.pick(("changed", "no_longer_wanted"))
    life.indicators.remove(each)
    if outcome == "changed" and each.level:
        nearer = {"baseline": each.value, "support_level": _LEVELS[each.level], "aim": max(each.value, 1)}
        body = each.body | nearer
        id = life.say("indicator.agreed", body, replaces=[each.id])
        life.indicators.append(Indicator(id, body, each.value, each.level, each.trend, life.day + 3, life.day + 200))
        return
    life.say("indicator.ended", {"indicator": each.id, "outcome": outcome})
    if reached and each.shown:
        note_change(life, each.body["area"], each.shown)
    life.plan(life.day + life.between(5, 20), 700, _agree)


def note_change(life: Life, area: str, shown: list[str]) -> None:
    """What changed for them, with the entries that show it."""
    what, why, ours, words = _CHANGED[area]
    body = {"area": area, "what_changed": what, "why": why, "our_part": ours, "evidence": shown}
    life.say("outcome.noted", body | ({"own_words": words, "consent_to_tell": True} if words else {}))


def medication(life: Life, purpose: str) -> dict[str, Any]:
    """What a contact says of medication."""
    if purpose != "medication":
        return {"medication": "taken"} if life.chance(0.2) else {}
    missed = not life.is_calm and life.chance(0.12)
    return {"medication": life.teller.pick(("missed", "stopped")) if missed else "taken"}


def follow_medication(life: Life, body: dict[str, Any]) -> None:
    """Missed or stopped: whoever prescribes is told."""
    if body.get("medication") in ("missed", "stopped"):
        tell_prescriber(life)


def tell_prescriber(life: Life) -> None:
    """Whoever prescribes is told, most often the same day."""
    due = life.teller.calendar.same_day(life.now, high=False)
    told = {"direction": "out", "who": "The prescriber, at the surgery", "agency": "The surgery",
            "summary": "Medication not taken as prescribed; asked what to do.",
            "sharing": {"basis": "direct_care", "rationale": "Whoever prescribes must know."}}  # fmt: skip
    life.plan_by(due, lambda life: life.say("partner.contacted", told), in_time=life.chance(_PRESCRIBER_TOLD))


def _look_elsewhere(life: Life) -> None:
    """Now and then an appointment elsewhere, the tenancy, or something to be done."""
    if life.chance(0.06):
        on = life.teller.day(life.day - 1).isoformat()
        attended = life.teller.pick(("yes", "yes", "yes", "no", "not_known"))
        noted = life.say("appointment.noted", {"what": life.teller.pick(_ELSEWHERE), "on": on, "attended": attended})
        if attended == "yes" and life.chance(0.2):
            note_change(life, life.teller.pick(tuple(_CHANGED)), [noted])
    if life.chance(0.012):
        body = {
            "kind": life.teller.pick(_TENANCY),
            "on": life.today.isoformat(),
            "source": "Letter that they showed us",
        }
        noted = life.say("tenancy.noted", body)
        if body["kind"] == "secured":
            note_change(life, "tenancy", [noted])
    if life.chance(0.04):
        title, area = life.teller.pick(_TASKS)
        due = life.moment(life.day + life.between(4, 9), 960)
        opened = {"title": title, "owner": life.who.coordinator, "due_at": due.isoformat(), "area": area}
        action = life.say("action.opened", opened)
        if life.chance(0.8):
            life.plan_by(due, partial(_close_action, action), in_time=True)
        else:
            life.plan(life.day + 3, 900, partial(_put_off, action, due))
            life.plan(life.day + 10, 900, partial(_put_off, action, due))
            life.plan(life.day + 14, 930, partial(_close_action, action))


def _put_off(action: str, due: datetime, life: Life) -> None:
    """Put off, once and again: it is to be seen that it was."""
    until = life.moment(life.day + 5, 960)
    if until > due:
        body = {"due": f"action:{action}", "until": until.isoformat(), "reason": "The office asked for another week."}
        life.say("due.deferred", body)


def _close_action(action: str, life: Life) -> None:
    life.say("action.closed", {"action": action, "outcome": "done", "note": "Done together."})
