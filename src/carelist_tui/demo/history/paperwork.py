"""What is looked at again by its date: plans, zones, tiers, and every kind of review."""

from __future__ import annotations

from functools import partial
from typing import Any

from carelist_tui.demo import notes
from carelist_tui.demo.history.lives import MORNING, Act, Life
from carelist_tui.demo.settled import calm_check, contact_plan, risk_plan
from carelist_tui.demo.team import OVERSIGHT

REVIEWED = {"intensive": 13, "enhanced": 28, "standard": 86, "light": 88}
"""Days between structured reviews, by tier."""
CHANGED_REVIEWED = 28
"""Days, of somebody amber or red."""
_ON_TIME = 0.88
_TOUCHED = 3
"""So many missed or called off in four weeks, and the MDT talks about it."""
_TALKED_ABOUT = ("Support stays as it is.", "One visit a week more for a month.", "The GP looks at the tablets again.",
                 "Mornings are too early: afternoons from now on.", "Same worker at the door each time.")  # fmt: skip
_ROOTS = ("Nobody had the new number.", "Cover over leave was not told.", "The plan did not know a Friday.",
          "The signs stood in an old note.", "A change of worker and of day in one week.")  # fmt: skip
_CHANGES = ("The number is asked for at every visit.", "Cover is rung, not mailed.", "The plan names the Friday.",
            "The signs stand in the plan, and are asked each time.", "A new worker keeps the day.")  # fmt: skip


def check(life: Life, *, episode: str | None = None, overall: str = "no_new_concern") -> None:
    """A risk check; one that finds high risk stands until a calm one some days later."""
    body: dict[str, Any] = {**calm_check(), "overall": overall}
    if episode:
        body["episode"] = episode
    if overall != "no_new_concern":
        body["relapse_indicators"] = list(life.their_signs[:1])
        life.signs = 2 if life.their_signs else 0
        watch_signs(life)
    life.say("risk_check.completed", body)
    life.is_worrying = overall == "high"
    if life.is_worrying:
        life.plan(life.day, life.minute + 30, _respond)
        talk_about(life)


def _respond(life: Life) -> None:
    decide(
        life, "Found at high risk by the check.", "Rung twice a day until seen, the crisis line told, and seen today."
    )


def decide(life: Life, changed: str, why: str, decision: str = "do_not_escalate", **more: Any) -> str:
    """A decision about clinical review, by a senior where they are at high risk."""
    review = life.day + 1 if life.is_high() else life.in_days(3)
    body = {"about": "clinical_review", "decision": decision, "what_changed": changed, "rationale": why,
            "review_at": life.moment(review, 690).isoformat(), **more}  # fmt: skip
    if decision == "do_not_escalate":
        life.plan(review, life.between(600, 680), _look_again)
    if life.is_high() and decision != "escalate":
        return life.say("decision.recorded", body | {"authorised_by": life.senior}, author=life.senior)
    return life.say("decision.recorded", body)


def _look_again(life: Life) -> None:
    """The date of a decision has come: a calm check with contact ends it, else it is dated again."""
    if life.has_left or life.away:
        return
    life.meet(life, "call", "follow_up")
    check(life)


def see_to_paper(life: Life) -> None:
    """Whatever is to be looked at again by about today is, most of it in time; and again tomorrow."""
    if life.day < life.last - 1:
        life.plan(life.day + 1, life.between(560, 960), see_to_paper)
    if life.away or not life.is_met:
        return
    for kind in [kind for kind, by in life.paper.items() if by <= life.day + 1]:
        if life.missed is not None or (life.paper[kind] > life.day - 6 and not life.chance(_ON_TIME)):
            continue
        _RENEWED[kind](life)


def hold(kind: str, life: Life, about: str | None = None) -> None:
    """A review of that kind; the next one of it stands in the diary."""
    if life.has_left:
        return
    body: dict[str, Any] = {"kind": kind, "decisions": life.teller.pick(_TALKED_ABOUT)}
    days = {"mdt": 84, "learning": 84, "senior": 7, "away": 7, "exception": 7, "refusal": 7}.get(kind) or _review_days(
        life
    )
    next_on = life.in_days(days)
    body["next_review_on"] = life.teller.day(next_on).isoformat()
    if kind == "monthly":
        body = {**notes.REVIEW, **body}
    if kind == "learning":
        number = life.between(0, len(_ROOTS) - 1)
        body |= {"about": about, "root_cause": _ROOTS[number], "what_changes": _CHANGES[number]}
        life.who.tags["learned"] = str(about)
    if kind == "exception":
        causes = ("capacity", "incorrect_details", "risk_complexity", "referral_quality")
        body["root_cause"] = life.teller.pick(causes)
    senior = kind in ("senior", "learning", "mdt", "exception")
    life.say("review.completed", body, author=life.senior if senior else None)
    if kind == "monthly" and life.chance(0.7):
        _score(life)
    if kind in ("monthly", "mdt", "learning"):
        life.paper[kind] = next_on - 1
    if kind == "mdt":
        life.misses, life.called_off = [], []


def _score(life: Life) -> None:
    """How they see the help they get, by themselves; most see it a little better from time to time."""
    life.view = max(0, min(10, life.view + life.teller.pick((-1, 0, 0, 1, 1))))
    items = {"help_wanted": life.view, "working_on_what_matters": max(0, life.view - life.between(0, 1)),
             "satisfied": min(10, life.view + life.between(0, 1))}  # fmt: skip
    body = {"instrument": "own_view", "items": items, "total": sum(items.values()), "by": "person"}
    life.say("instrument.scored", body)


def _review_days(life: Life) -> int:
    days = REVIEWED[life.who.tier]
    return min(days, CHANGED_REVIEWED) if life.who.zone in ("amber", "red") or life.is_high() else days


def drifted(life: Life) -> None:
    """Three missed or called off within four weeks: the MDT talks about it within a week."""
    lately = [day for day in (*life.misses, *life.called_off) if life.day - day <= 20]
    if len(lately) >= _TOUCHED:
        talk_about(life)


def talk_about(life: Life) -> None:
    """The MDT talks about them within a week, most of the time, unless it is to already."""
    if life.to_mdt < life.day:
        life.to_mdt = life.day + (life.between(2, 4) if life.chance(0.85) else 7)
        life.plan(min(life.to_mdt, life.last - 1), 900, partial(hold, "mdt"))


def set_zone(life: Life, zone: str, why: str | None = None) -> None:
    """Puts them where they stand from now on; red and amber are looked at again by their date."""
    was, life.who.zone = life.who.zone, zone
    body = {"zone": zone, "reason": why or life.teller.pick(notes.ZONE_REASONS[zone])}
    life.paper.pop("zone", None)
    if zone != "green":
        by = life.in_days(7 if zone == "red" else life.between(9, 14))
        body["review_on"] = life.teller.day(by).isoformat()
        life.paper["zone"] = by
    life.say("zone.set", body)
    if zone != "green" and was == "green":
        life.paper["monthly"] = min(life.paper.get("monthly", life.day), life.day + life.between(8, 15))
    if zone == "red":
        talk_about(life)
        life.plan(life.day + life.between(2, 4), 930, _look_as_senior)


def _look_as_senior(life: Life) -> None:
    """A senior looks every week, for as long as they are red or show signs."""
    if life.who.zone == "red" or life.signs:
        hold("senior", life)
        life.plan(life.in_days(7), 930, _look_as_senior)


def watch_signs(life: Life) -> None:
    """Signs were seen: a senior looks within the week."""
    life.plan(life.in_days(6), 930, _look_as_senior)


def _review_zone(life: Life) -> None:
    """Red becomes amber, amber green again, unless it is too early."""
    if life.who.zone == "red":
        set_zone(life, "amber" if life.is_near or life.chance(0.7) else "red")
    elif life.signs and not life.is_near and life.chance(0.7):
        set_zone(life, "amber")
    else:
        set_zone(life, "green")


def renew_contact_plan(life: Life) -> None:
    """The contact plan is looked at together again; now and then they have no words of their own for it."""
    review = life.in_days(life.between(120, 150))
    if life.last - review < 40 and life.day > life.last - 60:
        review = life.in_days(170)
    agreed = life.who.tags.get("plan_review") if life.is_near else None
    on = agreed or life.teller.day(review).isoformat()
    relation, name = life.who.tags.get("relation"), life.who.tags.get("relative")
    if relation is None or name is None:
        relation, name = life.teller.pick(notes.RELATIONS)
    signs = life.their_signs or life.teller.pick(notes.SIGNS)
    plan = contact_plan(life.teller, signs, on, relation, name)
    life.who.tags |= {"sign": signs[0], "relation": relation, "relative": name}
    life.who.tags["agreed"] = "yes" if plan["may_contact"][0]["consent"] else ""
    life.say("engagement_plan.agreed", plan)
    life.paper["plan"] = review


def renew_risk_plan(life: Life, because_of: str | None = None) -> None:
    """The risk plan as it stands now, or as a crisis changed it."""
    review = life.in_days(life.between(120, 160))
    if life.day > life.last - 60:
        review = life.in_days(170)
    flags = (life.who.tags["red_flag"],) if "red_flag" in life.who.tags else life.teller.pick(notes.RED_FLAGS)
    plan = risk_plan(life.teller, life.their_signs, flags, life.teller.day(review).isoformat())
    life.who.tags["red_flag"] = flags[0]
    if because_of is not None:
        plan |= {"because_of": because_of, "red_flags": [*flags, "goes out at night without a coat"]}
    life.say("risk_plan.updated", plan)
    life.paper["risk_plan"] = review


def begin_paper(life: Life) -> None:
    """Consent, the first risk check, both plans; the first structured review lies some weeks ahead."""
    life.say("consent.recorded", {"scope": "contact", "given": True, "basis": "consent"})
    check(life)
    renew_contact_plan(life)
    renew_risk_plan(life)
    set_zone(life, "green")
    life.paper["monthly"] = life.day + life.between(8, 16)
    life.plan(life.day + 1, MORNING + 60, see_to_paper)


def name_coordinator(life: Life, worker: str, reason: str | None = None) -> None:
    """Who coordinates from now on."""
    life.who.coordinator = worker
    body = {"coordinator": worker, "clinical_oversight": OVERSIGHT} | ({"reason": reason} if reason else {})
    life.say("coordinator.named", body, author=life.senior)


_RENEWED: dict[str, Act] = {
    "plan": renew_contact_plan,
    "risk_plan": renew_risk_plan,
    "zone": _review_zone,
    **{kind: partial(hold, kind) for kind in ("monthly", "mdt")},
    "learning": lambda life: hold("learning", life, life.who.tags["learned"]),
}


def renew(life: Life, kind: str) -> None:
    """Looks again at a plan, a zone, or what a kind of review is about."""
    _RENEWED[kind](life)
