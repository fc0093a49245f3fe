"""When it gets worse: signs at a contact, a worse day, a crisis, a stay on a ward; who is told, and what is learned."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from typing import Any

from carelist_tui.demo.history import escalated, paperwork
from carelist_tui.demo.history.appointments import meet_soon, met
from carelist_tui.demo.history.lives import MORNING, Life

KINDS = ("ae", "crisis_team", "police", "ambulance", "mha_assessment", "admission", "self_harm", "other")
"""Each kind of crisis, as often as the others."""
CRISES_A_MONTH = 0.022
"""How often somebody comes into a crisis in a month without a missed contact before."""
AFTER_A_MISS = 0.035
"""How often a missed contact is followed by one."""
ADMITTED = {"admission": 0.9, "mha_assessment": 0.7, "ae": 0.3}
SIGN_SEEN, WORSE = 0.022, 0.012
_SOURCES = ("A&E liaison nurse", "Crisis team", "Police, by telephone", "The sister", "Ambulance service", "The GP")
_INCIDENTS = (
    ("complaint", "Rang four times about a letter, and nobody rang back."),
    ("medication_error", "Two weeks of tablets in the box instead of one."),
    ("missed_contact", "A visit was booked on a closed day, and nobody went."),
    ("relapse", "Unwell for a week before anybody saw it."),
    ("injury", "Slipped on the clinic's stairs."),
)
_PLAN = "Call tomorrow at ten, visit the day after; the crisis line card is at the door."
_IN_TIME = 0.85
_NOON = time(12)
_LEARNED_FROM = 11
"""Service days after the watch over a move in which a crisis is still learned from."""


def signs_asked(life: Life) -> dict[str, Any]:
    """What a contact says of their early warning signs: one seen, all answered no, or nothing asked."""
    signs = life.their_signs
    if not signs or not life.is_met:
        return {}
    seen = not life.is_calm and life.missed is None and not life.is_high() and life.chance(SIGN_SEEN)
    if seen:
        told = [{"sign": sign, "seen": "yes" if sign == signs[0] else "no"} for sign in signs]
        return {"signs_seen": told, "plan_72h": _PLAN}
    if life.signs or life.who.zone != "green" or life.chance(0.3):
        return {"signs_seen": [{"sign": sign, "seen": "no"} for sign in signs]}
    return {}


def is_worse(life: Life, signs: dict[str, Any]) -> bool:
    """Whether they are worse today than usual."""
    return not life.is_calm and life.is_met and "plan_72h" not in signs and life.chance(WORSE)


def answer(life: Life, body: dict[str, Any]) -> None:
    """What was seen at a contact is answered the same day, most of it; early warning ends after two contacts."""
    if "plan_72h" in body:
        life.signs = 2
        if life.who.zone == "green":
            paperwork.set_zone(life, "amber", f"{life.their_signs[0]}, seen at a contact")
        paperwork.watch_signs(life)
        life.plan_by(life.teller.calendar.same_day(life.now, high=False), _answer_signs, in_time=life.chance(_IN_TIME))
    elif life.signs and "signs_seen" in body:
        life.signs -= 1
    if body["how_are_they"] == "worse":
        due = life.teller.calendar.hours(life.now, 2, high=False)
        life.plan_by(due, _respond, in_time=life.chance(_IN_TIME))


def _answer_signs(life: Life) -> None:
    paperwork.decide(life, "An early warning sign was seen.", "Met again within three days; the plan for it is agreed.")


def _respond(life: Life) -> None:
    """Worse at a contact: a senior looks, and others are asked now and then."""
    if life.chance(0.4):
        why = "Worse than we know them; somebody else is to look at it with us today."
        decision = paperwork.decide(life, "Worse than at the last visit.", why, "escalate")
        escalated.escalate(
            life, decision, route=life.teller.pick(("clinical_review", "crisis_team", "safeguarding", "gp"))
        )
        life.plan(life.day + 1, life.between(600, 700), _look_after)
        return
    paperwork.decide(life, "Worse than at the last visit.", "Spoke about the night; rung in the evening, met tomorrow.")


def _look_after(life: Life) -> None:
    if not life.away and not life.has_left:
        life.meet(life, "call", "follow_up")
        paperwork.check(life)


def live_with_crises(life: Life) -> None:
    """Once a month it is drawn whether a crisis comes in it."""
    if not life.is_calm and life.is_met and life.away is None and life.chance(CRISES_A_MONTH):
        life.plan(life.day + life.between(0, 19), MORNING + 5, partial(_come_to_crisis, None))
    life.plan(life.day + 21, MORNING, live_with_crises)


def after_a_miss(life: Life) -> None:
    """Now and then a crisis follows a missed contact within four weeks."""
    if not life.is_calm and life.is_met and life.chance(AFTER_A_MISS):
        life.plan(life.day + life.between(1, 16), MORNING + 5, partial(_come_to_crisis, None))


def _come_to_crisis(kind: str | None, life: Life) -> None:
    """A crisis in the evening before, learned of this morning."""
    if life.is_calm or life.away or life.has_left or life.is_high():
        return
    if life.decided_on == life.day:  # by then they had been at high risk, and it would be looked at again tomorrow
        life.plan(life.day + 1, MORNING + 5, partial(_come_to_crisis, kind))
        return
    kind = kind or life.teller.pick(KINDS)
    hour = life.between(18 * 60, 23 * 60)
    at = life.moment(life.day - 1, hour) + timedelta(minutes=1)
    body = {"kind": kind, "source": life.teller.pick(_SOURCES), "summary": "Seen there, home the same night.",
            "plan_used": life.teller.pick(("yes", "in_part", "no", "not_known"))}  # fmt: skip
    learned = life.now
    crisis = life.say("crisis.recorded", body, at=at, typed=life.day, learned_at=learned.isoformat())
    life.crisis_at = at
    missed = life.last_miss is not None and life.day - life.last_miss <= 20
    moved = life.watched_until is not None and life.day <= life.watched_until + _LEARNED_FROM
    admitted = life.chance(ADMITTED.get(kind, 0.2))
    if admitted:
        life.plan(life.day, MORNING + 60, _go_to_ward)
    else:
        paperwork.set_zone(life, life.teller.pick(("red", "amber")), "crisis in the night, home again")
        life.plan_by(life.teller.calendar.at(life.today, _NOON), _meet_after, in_time=life.chance(_IN_TIME))
    _follow_up(life, crisis, learns=missed or moved)


def _meet_after(life: Life) -> None:
    if not life.away:
        life.meet(life, "visit", "follow_up")
        paperwork.check(life)


def _follow_up(life: Life, crisis: str, *, learns: bool) -> None:
    """The summary is asked for and had, the risk plan changed, and what led to it learned."""
    calendar = life.teller.calendar
    paperwork.talk_about(life)
    life.plan_by(calendar.hours(life.now, 24, high=False), partial(_summary, crisis, "requested"), in_time=True)
    life.plan(life.day + life.between(3, 6), life.between(600, 900), partial(_summary, crisis, "received"))
    plan = partial(lambda because, life: paperwork.renew_risk_plan(life, because), crisis)
    life.plan_by(calendar.hours(life.now, 48, high=False), plan, in_time=life.chance(0.8))
    if learns:
        by = life.day + (life.between(4, 9) if life.chance(0.8) else life.between(12, 15))
        life.plan(by, 930, partial(paperwork.hold, "learning", about=crisis))


def _summary(crisis: str, state: str, life: Life) -> None:
    body = {"crisis": crisis, "state": state}
    if state == "received":
        body["text"] = "Came by themselves after an argument; seen by the nurse; home at two with a friend."
    life.say("crisis.summary", body)


def _go_to_ward(life: Life) -> None:
    """On a mental health ward for some weeks; how they are is asked every week."""
    if life.missed is not None:
        met(life, "call")
    body = {"kind": "mental_health_ward", "where": "Beck ward", "confirmed_with": "Ward manager"}
    _leave_for(life, body, life.between(6, 18))


def go_away(kind: str, life: Life) -> None:
    """A stay elsewhere that is no alarm: a general ward, a holiday."""
    if not _is_well(life):
        return
    where = {"general_ward": "St Anne's, a broken wrist", "holiday": "Their cousin's by the sea"}[kind]
    _leave_for(life, {"kind": kind, "where": where, "confirmed_with": "Their sister"}, life.between(3, 9))


def refuse(life: Life) -> None:
    """Asks for no contact: respected, looked at again within the week, and then all right again."""
    if not _is_well(life):
        return
    review_on = life.teller.day(life.day + 4).isoformat()
    body = {"scope": "contact", "given": False, "basis": "consent", "review_on": review_on,
            "rationale": "Has had enough of services for now; capacity not in doubt; may ring us."}  # fmt: skip
    paperwork.check(life)
    _call_all_off(life, "Asked for no contact.")
    life.away = "refused"
    life.say("consent.recorded", body)
    life.plan(life.day + life.between(3, 4), 650, partial(paperwork.hold, "refusal"))
    life.plan(life.day + life.between(5, 7), 760, _agree_again)


def _agree_again(life: Life) -> None:
    life.away = None
    life.say("consent.recorded", {"scope": "contact", "given": True, "basis": "consent"})
    life.plan(life.day, life.minute + 20, meet_soon)


def ask_for_quiet(life: Life) -> None:
    """Asks for a few quiet days; a senior agrees, with a date."""
    if not _is_well(life):
        return
    paperwork.check(life)
    body = {"about": "pause", "decision": "pause", "what_changed": "A funeral; family are with them.",
            "rationale": "Asked for a few quiet days; knows how to reach us; no sign from the plan.",
            "persons_view": "Asked for it.", "review_at": life.moment(life.in_days(5), 720).isoformat(),
            "authorised_by": life.senior}  # fmt: skip
    life.say("decision.recorded", body, author=life.senior)
    life.plan(life.in_days(5), 640, _look_after)


def have_incident(life: Life) -> None:
    """Something went wrong: told, learned from, and the plan changed where it asks for that."""
    if not _is_well(life):
        return
    kind, what = life.teller.pick(_INCIDENTS)
    incident = life.say("incident.recorded", {"kind": kind, "what": what})
    if kind != "complaint":
        plan = partial(lambda because, life: paperwork.renew_risk_plan(life, because), incident)
        life.plan_by(life.teller.calendar.hours(life.now, 48, high=False), plan, in_time=True)
    by = life.day + (life.between(4, 9) if life.chance(0.8) else life.between(12, 14))
    life.plan(by, 930, partial(paperwork.hold, "learning", about=incident))
    change = {"title": "What was learned is told to the team", "owner": life.senior, "area": "other", "about": incident,
              "due_at": life.moment(life.day + 15, 960).isoformat()}  # fmt: skip
    action = life.say("action.opened", change)
    done = {"action": action, "outcome": "done", "note": "Told in the huddle, and written on the wall."}
    life.plan(life.day + life.between(10, 15), 800, lambda life: life.say("action.closed", done))


def _is_well(life: Life) -> bool:
    """Whether nothing stands open, so that something small may come."""
    open_things = life.missed is not None or life.away or life.signs or life.is_high() or life.is_watched
    return life.is_met and life.who.zone == "green" and not open_things and not life.is_calm


def _leave_for(life: Life, body: dict[str, str], days: int) -> None:
    """Away from now on, so many days; what was booked within them is called off."""
    _call_all_off(life, "Away.")
    life.away, life.missed = body["kind"], None
    life.say("person.admitted", body)
    for week in range(life.day + 4, life.day + days, 4):
        life.plan(week, 640, _ask_how_they_are)
    life.plan(life.day + days, 840, _come_back)


def _call_all_off(life: Life, why: str) -> None:
    for booking in life.bookings:
        off = {"planned": booking.id, "by": "service", "reason": why, "told_person": "yes"}
        life.say("contact.cancelled", off)
    life.bookings = []


def _ask_how_they_are(life: Life) -> None:
    if life.away:
        paperwork.hold("away", life)


def _come_back(life: Life) -> None:
    """Home again: from a ward they are met within 72 hours, most of them."""
    kind, life.away = life.away, None
    life.say("person.returned", {"note": "Home, with a week of tablets."})
    soon = life.chance(0.86) or kind != "mental_health_ward"
    day = life.day + 1 if soon else life.day + 4
    life.watched_until = life.day + 10 if kind == "mental_health_ward" else None
    life.plan(day, life.between(570, 800), _meet_after)


def hold_over_closures(life: Life) -> None:
    """Before a closure of more than a day, cover is arranged for whoever is to be held over it."""
    next_day = life.teller.day(life.day + 1)
    if life.last - life.day > 1:
        life.plan(life.day + 1, 15 * 60, hold_over_closures)
    if (next_day - life.today).days < 2 or life.away == "mental_health_ward":
        return
    open_miss = life.missed is not None and (life.who.zone != "green" or life.missed.ladder == "first_contact")
    if (life.is_high() or life.signs or life.who.tier == "intensive" or open_miss) and life.chance(0.95):
        body = {"route": life.teller.pick(("out_of_hours_team", "crisis_line", "crisis_line")), "told_person": True,
                "back_at": life.teller.at(life.day + 1, "09:00").isoformat()}  # fmt: skip
        life.say("cover.arranged", body)
        if life.is_high() or life.signs or life.missed is not None:
            life.plan(life.day + 1, life.between(550, 700), _ask_after_closure)


def _ask_after_closure(life: Life) -> None:
    """What happened while the service was closed is asked on opening."""
    body = {"direction": "out", "who": "Crisis line", "summary": "Asked what came in over the weekend: nothing heard.",
            "sharing": {"basis": "direct_care", "rationale": "They held them while we were closed."}}  # fmt: skip
    life.say("partner.contacted", body)
