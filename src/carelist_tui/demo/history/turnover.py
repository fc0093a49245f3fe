"""Who comes and who leaves in the months told: referrals, acceptances, first contacts; discharges and deaths."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from carelist_tui.demo import notes
from carelist_tui.demo.history import aims, alarms, moves, paperwork
from carelist_tui.demo.history.appointments import book, book_ahead, meet_soon
from carelist_tui.demo.history.lives import MORNING, Life
from carelist_tui.demo.settled import details
from carelist_tui.demo.team import INTAKE, MANAGERS

SOURCES = ("gp", "gp", "gp", "talking_therapies", "self", "other", "crisis_team", "ae_liaison", "ward", "step_down")
_FIRST_IN_TIME = 0.78


def bring_over(life: Life, nhs_number: str) -> None:
    """Supported for long when the service began with Carelist: brought over then, looked at first."""
    who, teller = life.who, life.teller
    source = teller.pick(SOURCES[:6])
    who.tags["source"] = source
    body = details(teller, who, nhs_number=nhs_number, source=source)
    body |= {"coordinator": who.coordinator, "brought_over_on": life.today.isoformat()}
    accepted = life.now - timedelta(days=life.between(90, 1100))
    teller.say("person.accepted", accepted, body, who, author=INTAKE[who.team], typed=life.day)
    paperwork.name_coordinator(life, who.coordinator)
    book(life, life.day + life.between(1, 4))
    _settle_in(life)


def take_on(life: Life, nhs_number: str) -> None:
    """Referred, most of them, accepted, given a coordinator and two dates; then met, in time or not."""
    who, teller = life.who, life.teller
    source = teller.pick(SOURCES)
    who.tags["source"] = source
    body = details(teller, who, nhs_number=nhs_number, source=source)
    if life.chance(0.6):
        referral = {key: value for key, value in body.items() if key != "tier"}
        referral["reason"] = teller.pick(notes.REASONS_REFERRED)
        at = life.moment(life.day - life.between(1, 2), life.between(600, 900))
        teller.say("referral.received", at, referral, who, author=INTAKE[who.team])
    life.minute = life.between(570, 640)
    life.say("person.accepted", body, author=INTAKE[who.team])
    life.since = life.day
    if life.chance(0.88):
        paperwork.name_coordinator(life, who.coordinator)
    else:
        later = partial(lambda worker, life: paperwork.name_coordinator(life, worker), who.coordinator)
        life.plan(life.day + 2, 700, later)
    _book_first(life, source)
    _settle_in(life)


def _book_first(life: Life, source: str) -> None:
    """Two dates by the next morning, most of them; the first one in time, or not."""
    in_time = life.chance(_FIRST_IN_TIME)
    if source in ("crisis_team", "ae_liaison", "ward"):
        first = life.day + (1 if in_time else life.between(3, 5))
    elif source == "step_down":
        first = life.day + (1 if in_time else life.between(4, 6))
    else:
        first = life.day + (life.between(2, 4) if in_time else life.between(7, 12))
    book(life, first, "first", life.teller.pick(("visit", "visit", "clinic", "call")))
    if life.chance(0.8):
        book(life, first + life.between(2, 4))
    if not in_time:
        life.plan(life.day + life.between(6, 7), 900, _look_at_exception)
    if source in ("crisis_team", "ae_liaison", "ward"):
        life.who.zone = "amber"


def _look_at_exception(life: Life) -> None:
    if not life.is_met:
        paperwork.hold("exception", life)


def _settle_in(life: Life) -> None:
    """What runs from now on; the paper waits for the first contact."""
    if life.chance(0.25):
        life.who.tags["depot"] = "yes"
    life.plan(life.day + 1, 830, _begin_paper)
    life.plan(life.day + life.between(5, 20), MORNING, alarms.live_with_crises)
    life.plan(life.day + 1, 15 * 60, alarms.hold_over_closures)
    life.plan(life.day + 12, MORNING + 20, life.see_to_it)
    for _ in range(life.teller.pick((0, 0, 1))):
        stay = life.teller.pick(("general_ward", "holiday", "holiday"))
        life.plan(life.between(life.day + 20, life.last), 740, partial(alarms.go_away, stay))
    for share, act in ((0.12, alarms.refuse), (0.2, alarms.have_incident), (0.1, alarms.ask_for_quiet)):
        if life.chance(share):
            life.plan(life.between(life.day + 25, life.last), 770, act)
    aims.agree_on_aims(life)


def _begin_paper(life: Life) -> None:
    if not life.is_met:
        if life.missed is None and not life.bookings:
            meet_soon(life, "first")
        life.plan(life.day + 1, 830, _begin_paper)
        return
    paperwork.begin_paper(life)
    book_ahead(life)


def leave(how: str, life: Life) -> None:
    """They leave the caseload, once nothing stands open."""
    if not moves.may_move(life) or life.who.zone != "green" or life.is_watched:
        life.plan(life.day + 5, 800, partial(leave, how))
    elif how == "died":
        _die(life)
    elif how == "transferred":
        moves.hand_out(life)
        life.plan(life.day + 9, 840, partial(_discharge, how))
    else:
        _discharge(how, life)


def _discharge(how: str, life: Life) -> None:
    if life.missed is not None or not moves.may_move(life):
        life.plan(life.day + 3, 840, partial(_discharge, how))
        return
    manager = MANAGERS[life.who.team]
    agreed = {"about": "discharge", "decision": "agree", "what_changed": "Months without a missed contact.",
              "rationale": "Goals met; knows the signs and how to come back; the GP has the plan.",
              "persons_view": "Ready, and glad of it.", "authorised_by": manager}  # fmt: skip
    decision = life.say("decision.recorded", agreed, author=manager)
    body = {"destination": "GP", "reason": how, "note": "Agreed together; can ring the team for six months.",
            "decision": decision}  # fmt: skip
    life.say("person.discharged", body, author=manager)
    life.has_left = True
    if how == "transferred":
        asked = {"direction": "out", "who": "Dr Lindqvist", "summary": "Asked how it began: they met twice, all well.",
                 "sharing": {"basis": "direct_care", "rationale": "They hold them now."}}  # fmt: skip
        life.say("partner.contacted", asked, at=life.moment(life.day + 4, 660))


def _die(life: Life) -> None:
    """A death, confirmed by a second worker; a manager says what was learned, and they leave the caseload."""
    manager = MANAGERS[life.who.team]
    body = {"reported_by": "GP", "source": "The surgery", "confirmed": True, "on": life.today.isoformat()}
    died = life.say("person.died", body)
    life.say("report.confirmed", {"about": died, "true": True}, author=manager)
    learned = {"kind": "learning", "about": died, "root_cause": "Heart; known to the GP.",
               "what_changes": "Physical health is asked at every review.", "decisions": "Family rung, flowers sent.",
               "next_review_on": life.teller.day(life.day + 20).isoformat()}  # fmt: skip
    life.say("review.completed", learned, author=manager)
    life.has_left = True
