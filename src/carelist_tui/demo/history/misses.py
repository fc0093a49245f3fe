"""A missed contact, and the steps after it: attempts in time and late, checks, decisions, and what ended it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from carelist_tui.demo.history import aims, alarms, appointments, escalated, paperwork
from carelist_tui.demo.history.lives import Booking, Life, Missed

STEPS = {
    "standard": ("same_day_attempt", "next_day_follow_up", "in_person_check", "partner_notification"),
    "first_contact": ("second_attempt", "third_attempt"),
    "high_risk": ("immediate_attempt", "welfare_visit", "partner_notification"),
}
REACHED = {"call": 0.42, "text": 0.3, "visit": 0.62}
"""How often somebody is reached by one try; of a text, how often it is answered."""
LOST = 0.06
"""How often somebody who is missed is out of reach for weeks."""
LATER_IN_TIME = 0.86
"""How often a step after the first one is done in time."""
WHY = ("forgot", "forgot", "unwell", "afraid", "housing", "money", "travel", "work_or_family", "did_not_want",
       "service", "other")  # fmt: skip
_AGAIN_WITHIN = 10
"""Service days after being reached in which another missed contact owes a decision after the first try."""
_CHANGED = ("Phone off since the weekend.", "The neighbour saw them with shopping.", "Post behind the door.",
            "Read the text, did not answer.", "Missed twice this month.")  # fmt: skip
_WHY_NOT = "Known to go quiet at month end; no sign from the plan; the steps go on meanwhile."


def miss(life: Life, booking: Booking, how: str) -> None:
    """A contact did not happen: the steps begin, unless they run already."""
    body = {"planned": booking.id, "expected_at": life.moment(booking.day, booking.minute).isoformat(),
            "method": booking.method, "how": how}  # fmt: skip
    id = life.say("contact.missed", body)
    life.misses.append(life.day)
    life.last_miss = life.day
    alarms.after_a_miss(life)
    if booking.purpose == "medication":
        aims.tell_prescriber(life)
    if life.missed is None:
        expected = life.moment(booking.day, booking.minute)
        ladder = "high_risk" if life.is_high(expected) else "standard" if life.is_met else "first_contact"
        life.missed = Missed(id, booking.day, booking.minute, ladder)
        if life.day < life.calm_from - 45 and life.is_met and life.chance(LOST):
            life.missed.lost_until = life.day + life.between(8, 34)
        share = life.months.in_time(life.who.team, life.today)
        _plan_step(life, life.missed, 0, in_time=life.chance(share))
        life.plan(life.day + 10, 600, partial(_look_at_it_together, life.missed))
    paperwork.drifted(life)


def _due(life: Life, missed: Missed, step: int) -> datetime:
    """When a step falls due, as the Standards that ship say."""
    t, calendar = life.moment(missed.day, missed.minute), life.teller.calendar
    if missed.ladder == "high_risk":
        return calendar.hours(t, 2, high=True) if step == 0 else calendar.same_day(t, high=True)
    if missed.ladder == "first_contact":
        return calendar.hours(t, 24, high=False)
    if step == 0:
        return calendar.same_day(t, high=False)
    return calendar.hours(t, 24 * step, high=False, visit=step == 2)


def _plan_step(life: Life, missed: Missed, step: int, *, in_time: bool) -> None:
    life.plan_by(_due(life, missed, step), partial(_try, missed, step), in_time=in_time)


def _try(missed: Missed, step: int, life: Life) -> None:
    """One step, unless they were reached meanwhile."""
    if life.missed is not missed or life.away:
        return
    key = STEPS[missed.ladder][step]
    if key == "partner_notification":
        _ask_others(life, missed, key)
    else:
        method = "visit" if key in ("in_person_check", "welfare_visit") else "call"
        if missed.ladder == "standard" and step < 2 and life.chance(0.4):
            method = "text"
        if attempt(life, missed, method, key):
            return
    if life.missed is missed:
        _go_on(life, missed, step)


def attempt(life: Life, missed: Missed, method: str, step: str | None = None) -> bool:
    """One try to reach them; whether it ended the missed contact."""
    near = life.last - life.day < 6
    hit = life.day >= missed.lost_until and life.chance(0.97 if near else REACHED[method] + 0.02 * missed.tries)
    settles = life.who.zone == "green" and not life.signs and missed.ladder == "standard"
    body: dict[str, Any] = {"episode": missed.id, "method": method, "to": "person"}
    body |= {"step": step} if step else {}
    if not hit or (method == "text" and not settles):
        body["outcome"] = _failed(life, method, body)
        life.say("outreach.attempted", body)
        missed.tries += 1
        return False
    body["outcome"] = {"call": "reached", "visit": "seen", "text": "replied"}[method]
    if method != "text":
        body |= {"how_are_they": "as_usual", "why_missed_kind": life.teller.pick(WHY)}
    life.say("outreach.attempted", body)
    _reached(life, missed, method)
    return True


def _failed(life: Life, method: str, body: dict[str, Any]) -> str:
    """What came of a try that did not reach them."""
    if method == "text":
        return "sent"
    if method == "visit":
        body["note"] = "Card left."
        return "no_access"
    if life.chance(0.08) and life.day < life.last - 8:
        body["promise"] = life.teller.day(life.day + 1).isoformat()
        life.plan(life.day + 1, life.between(560, 590 if life.chance(0.7) else 900), partial(_rings_back, life.missed))
        life.plan(life.day, life.minute + 30, partial(_decide, life.missed))
        return "could_not_talk"
    return str(life.teller.pick(("no_answer", "no_answer", "no_answer", "engaged_tone")))


def _rings_back(missed: Missed | None, life: Life) -> None:
    """They ring as they said they would, most of them."""
    if missed is None or life.missed is not missed or life.day < missed.lost_until:
        return
    if life.chance(0.6):
        body = {"episode": missed.id, "method": "call", "to": "person", "outcome": "reached",
                "how_are_they": "as_usual", "note": "Rang us, as they said."}  # fmt: skip
        life.say("outreach.attempted", body)
        _reached(life, missed, "call")


def _reached(life: Life, missed: Missed, method: str) -> None:
    """They were reached: what was owed about the missed contact is closed, and they are booked again."""
    if method == "text":
        life.missed, life.reached_again = None, life.day
        life.plan(life.day + 1, life.between(560, 700), appointments.meet_soon)
        return
    appointments.met(life, "visit" if method == "visit" else "call")
    # Nobody asked after the signs: the contacts that end an early warning are counted anew.
    life.signs = 2 if life.signs else 0
    if life.who.zone != "green" or missed.tries > 1 or life.is_high():
        paperwork.check(life, episode=missed.id)
    appointments.book_ahead(life)


def _go_on(life: Life, missed: Missed, step: int) -> None:
    """What follows a try without an answer: a check, a decision, the next step."""
    if step == 0 and (life.who.zone != "green" or life.is_high() or life.signs):
        overall = "high" if life.is_high() and not life.is_calm and life.chance(0.3) else "no_new_concern"
        paperwork.check(life, episode=missed.id, overall=overall)
    elif step == 1:
        paperwork.check(life, episode=missed.id)
    again = life.reached_again is not None and missed.day - life.reached_again <= _AGAIN_WITHIN
    if step == 1 or (step == 0 and again):
        life.plan_by(life.teller.calendar.same_day(life.now, high=life.is_high()), partial(_decide, missed),
                     in_time=life.chance(0.9))  # fmt: skip
    if step + 1 < len(STEPS[missed.ladder]):
        _plan_step(life, missed, step + 1, in_time=life.chance(LATER_IN_TIME))
    else:
        life.plan(life.day + life.between(1, 3), life.between(560, 930), partial(_try_again, missed))
        life.plan(life.day + 1, life.between(600, 800), partial(_decide, missed))


def _ask_others(life: Life, missed: Missed, step: str) -> None:
    """Whoever may be asked is asked; where nobody may, the step is decided about."""
    if not life.who.tags.get("agreed"):
        changed, why = "Nobody of theirs may be asked.", "They asked us not to tell anybody; we go on ourselves."
        _record(life, missed, "skip_step", changed, why, step=step)
        return
    outcome = life.teller.pick(("says_well", "no_news", "no_news", "not_reached"))
    body = {"episode": missed.id, "step": step, "method": "call", "to": "trusted_contact",
            "name": life.who.tags["relative"], "outcome": outcome}  # fmt: skip
    if outcome == "says_well":
        body["last_seen_at"] = life.moment(life.day - 1, 1080).isoformat()
    life.say("outreach.attempted", body)


def _try_again(missed: Missed, life: Life) -> None:
    """Every step is done: tried again every few days, until they are reached."""
    if life.missed is not missed or life.away:
        return
    if not attempt(life, missed, life.teller.pick(("call", "call", "visit"))):
        life.plan(life.day + life.between(2, 4), life.between(560, 930), partial(_try_again, missed))


def _decide(missed: Missed | None, life: Life) -> None:
    """Escalated or not, with a date; decided again when that date comes."""
    if missed is None or life.missed is not missed:
        return
    if life.day - missed.day > 20 and not life.is_high() and life.chance(0.4):
        _close(life, missed)
        return
    if life.day - missed.day > 3 and missed.noes == 1 and life.chance(0.5) and not life.is_high():
        _stop(life, missed)
        return
    if not life.is_calm and life.chance(0.6 if life.is_high() else 0.2):
        decision = _record(life, missed, "escalate", life.teller.pick(_CHANGED),
                           "Nobody has seen them, and it began like this before: others are asked to act.")  # fmt: skip
        escalated.escalate(life, decision, on=partial(_decide, missed))
    else:
        _record(life, missed, "do_not_escalate", life.teller.pick(_CHANGED), _WHY_NOT)
        missed.noes += 1
    life.plan(_review_day(life), life.between(560, 690), partial(_decide, missed))


def _review_day(life: Life) -> int:
    """As far ahead as a decision may be reviewed."""
    if life.is_high():
        return life.day + 1
    return life.in_days(3 if life.who.zone != "green" or life.signs else 6)


def _record(life: Life, missed: Missed, decision: str, changed: str, why: str, **more: Any) -> str:
    body = {"about": "missed_contact", "episode": missed.id, "decision": decision, "what_changed": changed,
            "rationale": why, "review_at": life.moment(_review_day(life), 700).isoformat(), **more}  # fmt: skip
    is_no, noes = decision != "escalate", missed.noes + missed.skipped_high
    missed.skipped_high += decision == "skip_step" and life.is_high()
    if is_no and (life.is_high() or noes >= 2):
        return life.say("decision.recorded", body | {"authorised_by": life.senior}, author=life.senior)
    return life.say("decision.recorded", body)


def _stop(life: Life, missed: Missed) -> None:
    """Each knock makes it worse: the steps are stopped, a senior says the same day that it holds."""
    body = {
        "episode": missed.id,
        "reason": "Says each knock makes it worse; asks for a week's peace.",
        "safety_plan": "Crisis line card at the door; may ring us at any time; the GP knows.",
        "authorised_by": life.senior,
        "review_at": life.moment(_review_day(life), 700).isoformat(),
    }
    stopped = life.say("outreach.stopped", body)
    life.say("report.confirmed", {"about": stopped, "true": True}, author=life.senior)
    missed.noes = 2
    life.plan(_review_day(life), life.between(560, 690), partial(_decide, missed))


def _close(life: Life, missed: Missed) -> None:
    """Not found for weeks: a senior closes it, with the GP told and a way back; they stay on the caseload."""
    outcome = life.teller.pick(("not_found", "declined_service"))
    why = "The GP was told and rings us when they come; a letter says how to come back; the line card is at the door."
    decision = life.say(
        "decision.recorded",
        {"about": "missed_contact", "episode": missed.id, "decision": "do_not_escalate", "rationale": why,
         "what_changed": "Five weeks of tries; the landlord sees them come and go.", "authorised_by": life.senior,
         "capacity_considered": "Not in doubt when last seen.",
         "review_at": life.moment(_review_day(life), 700).isoformat()},
        author=life.senior,
    )  # fmt: skip
    closed = {"episode": missed.id, "outcome": outcome, "decision": decision}
    life.say("episode.closed", closed, author=life.senior)
    life.missed, life.since = None, life.day
    life.plan(life.day + life.between(3, 8), life.between(560, 800), appointments.meet_soon)


def _look_at_it_together(missed: Missed, life: Life) -> None:
    """Open for two weeks: the MDT talks about it."""
    if life.missed is missed:
        paperwork.talk_about(life)
