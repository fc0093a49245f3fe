"""Whole stories of one person, drawn from every type that can be said about one: sound bodies, in any order of arrival.

Everything follows from one `Random`, so that a story which breaks a rule is found again by its seed. Devices write
without seeing each other; entries are late, learned of later, corrected, struck out, moved, and corrected again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import NO_ENTRY, OUTCOMES, OUTCOMES_OF_OTHERS, TYPES, read_body, read_entry, stamp
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.standards import default_standards
from tests.domain.telling import CHECK, DECISION, KEPT, LONDON, PLAN, RISK_PLAN

PERSON = "00000000-0000-7000-8000-000000000001"
BEGINNINGS = ("2026-03-25", "2026-10-20", "2026-01-28", "2028-02-24", "2026-12-18", "2026-03-30", "2026-06-10")
"""Before both clock changes, a month's end, a leap day, Christmas and Easter; and a plain week."""
DEVICES = ("a" * 32, "b" * 32, "c" * 32)
STEPS = ("same_day_attempt", "next_day_follow_up", "in_person_check", "partner_notification", "second_attempt",
         "third_attempt", "immediate_attempt", "welfare_visit")  # fmt: skip
STANDARDS = default_standards()
STRUCTURED = ("risk", "medication", "safeguarding", "social", "protective", "next_steps", "contingency")
SUMMARY = dict.fromkeys(
    ("current_risks", "medication", "safeguarding_status", "recent_incidents", "agreed_goals", "contingency_plan"),
    "as written",
)
TRANSITION = dict.fromkeys(
    ("medication_actions", "immediate_safety", "contacts_next_14_days", "red_flags"), "as agreed"
)
PARTNERS = ({"name": "Jo Hill", "agency": "Housing"}, {"name": "Ann Roe", "agency": "Police"},
            {"name": "noor", "agency": "Carers"})  # fmt: skip
MAY_CONTACT = ({"name": "Noor", "relation": "sister"}, {"name": "Jean", "relation": "mother"},
               {"name": "Jo", "relation": "brother"})  # fmt: skip
CALLED = ("Housing", "HOUSING (Jo)", "Jo Hill", "Jo", "Noor", "her sister", "Jean", "NÓÓR", "Police", "police.",
          "the council", "GP", "mother", "...")  # fmt: skip
"""Who is told, as people write them: by name, agency or relation, in one spelling or another; and nobody known."""
GROUNDS = ("direct_care", "vital_interests", "public_task", "legal_obligation")
Body = dict[str, Any]


@dataclass
class Teller:
    """Tells one story; `told` are its entries in the order they were written."""

    random: Random
    told: list[Entry] = field(default_factory=list)
    now: datetime = datetime(2026, 3, 25, 9, tzinfo=LONDON)
    mostly: tuple[str, ...] = ("",)
    """What the story is mostly about: types that begin so are told far more often."""
    _seqs: dict[str, int] = field(default_factory=dict)

    def any(self, *among: Any) -> Any:
        return self.random.choice(among)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def id_of(self, *types: str) -> str | None:
        """Some entry of these types that was told, most often a new one."""
        found = [each.id for each in self.told if each.type in types]
        return self.random.choice(found[-3:]) if found else None

    def later(self, least: float, most: float) -> str:
        """A moment so many days after now, in UTC."""
        return (self.now + timedelta(days=self.random.uniform(least, most))).astimezone(UTC).isoformat()

    def day(self, least: int, most: int) -> str:
        local: date = self.now.astimezone(LONDON).date()
        return (local + timedelta(days=self.random.randint(least, most))).isoformat()

    def write(self, type: str, body: Body, *, occurred_at: datetime, id: str | None = None) -> Entry:
        """Stamps and stores one entry, recorded at once or up to days late by one of three devices."""
        device = self.random.choice(DEVICES)
        self._seqs[device] = seq = self._seqs.get(device, 0) + 1
        learned_at = occurred_at + timedelta(hours=self.any(1, 30)) if self.chance(0.1) else None
        late = timedelta(hours=self.any(2, 26, 90)) if self.chance(0.15) else timedelta()
        recorded_at = max(occurred_at, learned_at or occurred_at) + late
        draft: Body = {"type": type, "occurred_at": occurred_at.isoformat(), "body": body}
        if learned_at is not None:
            draft["learned_at"] = learned_at.isoformat()
        number = len(self.told) + 1
        entry = read_entry(
            stamp(
                draft,
                id=id or f"00000000-0000-7000-8000-{number:012d}",
                person=PERSON,
                author=self.any("w-tom", "w-ann"),
                device=device,
                seq=seq,
                prev=NO_ENTRY,
                recorded_at=recorded_at.astimezone(UTC),
                replaces=self._seen(type, body, device),
                salt=number.to_bytes(16, "big"),
            )
        )
        assert entry.body is not None, (type, body)
        self.told.append(entry)
        return entry

    def _seen(self, type: str, body: Body, device: str) -> tuple[str, ...]:
        """What set the same thing before: all of it, what this device wrote itself, some of it, or nothing."""
        read = read_body(type, 1, body)
        thing = read.thing() if read is not None else None
        if thing is None:
            return ()
        same = [each for each in self.told if each.body is not None and each.body.thing() == thing]
        match self.random.randrange(4):
            case 0 | 1:
                return tuple(each.id for each in same)
            case 2:
                return tuple(each.id for each in same if each.device == device)
            case _:
                return tuple(each.id for each in same if self.chance(0.5))

    def tell(self) -> None:
        """The next thing, minutes to weeks after the last."""
        self.now += timedelta(minutes=self.any(1, 20, 90, 300, 1440, 1500, 2900, 5000, 12000, 30000))
        weights = [OFTEN.get(kind, 1) * (MOSTLY if kind.startswith(self.mostly) else 1) for kind in KINDS]
        kind = self.random.choices(KINDS, weights)[0]
        body = BODIES[kind](self)
        if body is not None:
            back = timedelta(hours=self.any(1, 20, 50)) if self.chance(0.15) else timedelta()
            self.write(kind, body, occurred_at=self.now - back)


def _accepted(t: Teller) -> Body:
    body = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "team": "North"}
    body["source"] = t.any("gp", "crisis_team", "step_down", "ward")
    body["tier"] = t.any("standard", "enhanced", "light", "intensive", "odd")
    body |= {"coordinator": "w-tom"} if t.chance(0.7) else {}
    body |= {"brought_over_on": t.day(0, 60)} if t.chance(0.15) else {}
    body |= {"brought_over_place": t.any(0, 400, 999)} if "brought_over_on" in body and t.chance(0.7) else {}
    return body | (_circle(t) if t.chance(0.5) else {})


def _circle(t: Teller) -> Body:
    """Who is around them, as their details say it."""
    body: Body = {"partners": t.random.sample(PARTNERS, t.any(0, 1, 1, 2))} if t.chance(0.7) else {"gp": "Dr Shah"}
    return body | ({"must_not_contact": t.any([], ["Her former husband"], ["Jean", "Dan"])} if t.chance(0.3) else {})


def _referred(t: Teller) -> Body:
    body = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "reason": "low mood"}
    return body | ({"urgent": True} if t.chance(0.3) else {})


def _consent(t: Teller) -> Body:
    if t.chance(0.4):
        return share(t)
    given = t.chance(0.6)
    body = {"scope": "contact", "given": given, "basis": "consent"}
    return body | ({} if given else {"rationale": "asks us to stop", "review_on": t.day(0, 20)})


def share(t: Teller) -> Body:
    """A yes or a no to telling somebody, by one name or another; sometimes on another ground."""
    given = t.chance(0.6)
    body: Body = {"scope": "share", "given": given, "basis": "consent", "review_on": t.day(5, 90)}
    body |= {"with": t.any(*CALLED)} if t.chance(0.95) else {}
    if given and t.chance(0.2):
        return body | {"basis": t.any(*GROUNDS), "rationale": "nobody has seen her"}
    return body | ({} if given else {"rationale": "asks us to stop"})


def decide_sharing(t: Teller) -> Body:
    """A decision about who is told, most often on which ground."""
    ground = {"sharing": {"with": t.any(*CALLED), "basis": t.any(*GROUNDS), "rationale": "nobody has seen her"}}
    return DECISION | {"about": "information_sharing", "decision": "agree"} | (ground if t.chance(0.7) else {})


def _zone(t: Teller) -> Body:
    zone = t.any("red", "amber", "green", "green")
    return {"zone": zone, "reason": "seen"} | ({} if zone == "green" else {"review_on": t.day(1, 7)})


def _admitted(t: Teller) -> Body:
    kind = t.any("mental_health_ward", "general_ward", "custody", "holiday")
    body = {"kind": kind, "where": "Elm ward"}
    body |= {"confirmed_with": "Sister Ode"} if t.chance(0.7) else {}
    return body | ({"expected_until": t.day(0, 12)} if t.chance(0.3) else {})


def _discharged(t: Teller) -> Body | None:
    decision = t.id_of("decision.recorded")
    reason = t.any("goals_met", "own_wish", "moved_away", "transferred")
    body = {"destination": t.any("GP", "another team"), "reason": reason, "note": "agreed together"}
    return body | {"decision": decision} if decision else None


def _planned(t: Teller) -> Body:
    body = {"at": t.later(0.1, 12), "method": t.any("visit", "call", "clinic"), "worker": t.any("w-tom", "w-x")}
    body |= {"purpose": t.any("routine", "routine", "first")}
    return body | ({"repeat": t.any("FREQ=WEEKLY;BYDAY=TU", "FREQ=DAILY;COUNT=3")} if t.chance(0.25) else {})


def _which(t: Teller) -> Body:
    """Which booking, if any, something became of."""
    planned = [each for each in t.told if each.type == "contact.planned"][-2:]
    if not planned or t.chance(0.4):
        return {}
    booked = t.random.choice(planned)
    said = booked.raw["body"]
    occurrence = {"occurrence": said["at"]} if "repeat" in said and t.chance(0.7) else {}
    return {"planned": booked.id, **occurrence}


def _completed(t: Teller) -> Body:
    body = KEPT | _which(t) | {"method": t.any("visit", "call", "video", "clinic")}
    body |= {"how_are_they": t.any("as_usual", "as_usual", "worse", "could_not_tell")}
    body |= {"purpose": t.any("routine", "routine", "first", "medication"), "medication": t.any("taken", "missed")}
    body |= _of_handover(t)
    if t.chance(0.3):
        sign = {"sign": t.any("sleeping by day", "talks of the bridge"), "seen": t.any("yes", "no", "not_asked")}
        body |= {"signs_seen": [sign], "plan_72h": "call tomorrow", "partial": t.chance(0.2)}
    return body | ({"triggers": [t.any("suicidal_plan", "child_at_risk")]} if t.chance(0.1) else {})


def _missed(t: Teller) -> Body:
    expected = t.now - timedelta(hours=t.any(0, 0, 1, 5, 30, 80))
    how = t.any("did_not_attend", "no_access", "no_reply", "declined")
    said = {"expected_at": expected.isoformat(), "method": t.any("visit", "call"), "how": how}
    return _which(t) | _of_handover(t) | said


def _cancelled(t: Teller) -> Body | None:
    which = _which(t)
    said = {"by": t.any("person", "service"), "reason": "ill", "told_person": "yes"}
    return which | said if which else None


def _partner(t: Teller) -> Body:
    if t.chance(0.4):
        body: Body = {"direction": "out", "who": t.any("Noor", "Jo Hill", "Ann Roe"), "summary": "asked after her"}
        ground = {"basis": t.any("consent", *GROUNDS), "rationale": "nobody has seen her"}
        return body | ({"agency": "Housing"} if t.chance(0.3) else {}) | ({"sharing": ground} if t.chance(0.6) else {})
    return {"direction": "in", "who": "Noor", "summary": "has not heard from her", "worried": t.chance(0.5)}


def _attempt(t: Teller) -> Body:
    to = t.any("person", "person", "person", "trusted_contact")
    method = t.any("call", "call", "text", "visit")
    outcome = t.random.choice(OUTCOMES[method] if to == "person" else OUTCOMES_OF_OTHERS)
    body = {"method": method, "to": to, "outcome": outcome} | ({} if to == "person" else {"name": "Noor"})
    if episode := t.id_of("contact.missed") if t.chance(0.8) else None:
        body |= {"episode": episode} | ({"step": t.random.choice(STEPS)} if t.chance(0.7) else {})
    if outcome in ("reached", "seen"):
        body["how_are_they"] = t.any("as_usual", "worse", "could_not_tell")
    if outcome == "says_well":
        body["last_seen_at"] = (t.now - timedelta(hours=60)).isoformat()
    return body | ({"promise": t.day(0, 9)} if t.chance(0.15) else {})


def _stopped(t: Teller) -> Body | None:
    episode = t.id_of("contact.missed")
    body = {"reason": "calls frighten him", "safety_plan": "his sister looks in", "authorised_by": "w-sue"}
    return body | {"episode": episode, "review_at": t.later(0.2, 6.9)} if episode else None


def _closed(t: Teller) -> Body | None:
    episode, decision = t.id_of("contact.missed"), t.id_of("decision.recorded")
    outcome = t.any("handed_over", "not_found", "moved_away")
    return {"episode": episode, "decision": decision, "outcome": outcome} if episode and decision else None


def _check(t: Teller) -> Body:
    episode = t.id_of("contact.missed") if t.chance(0.5) else None
    capacity = t.any("no_concern", "no_concern", "doubt")
    overall = t.any("no_new_concern", "no_new_concern", "concern", "high")
    triggers = {"triggers": ["acute_psychosis"]} if t.chance(0.1) else {}
    return CHECK | {"overall": overall, "capacity": capacity} | triggers | ({"episode": episode} if episode else {})


def _decision(t: Teller) -> Body:
    episode = t.id_of("contact.missed") if t.chance(0.7) else None
    taken = t.any("escalate", "do_not_escalate", "continue", "pause", *(("skip_step",) if episode else ()))
    about = "missed_contact" if episode else t.any("clinical_review", "safeguarding", "pause", "other", "welfare_check")
    body = DECISION | {"about": about, "decision": taken, "risk_of_harm": "not eating"}
    body |= {"episode": episode} if episode else {}
    if not episode and t.chance(0.3):
        body |= {"about": t.any("discharge", "tier", "information_sharing"), "decision": "agree"}
        body = decide_sharing(t) if body["about"] == "information_sharing" else body
    body |= {"authorised_by": t.any("w-sue", "w-ann")} if t.chance(0.3) else {}
    body |= {"capacity_considered": "she understands"} if t.chance(0.3) else {}
    if taken == "skip_step":
        body |= {"step": t.random.choice(STEPS)}
    return body if body["decision"] in ("escalate", "agree") else body | {"review_at": t.later(0.1, 6.9)}


def _raised(t: Teller) -> Body | None:
    decision = t.id_of("decision.recorded")
    body = {"route": t.any("crisis_team", "safeguarding", "ambulance"), "to": "the desk", "owner": "w-sue"}
    return body | {"decision": decision, "respond_by": t.later(0.05, 2)} if decision else None


def _acknowledged(t: Teller) -> Body | None:
    escalation = t.id_of("escalation.raised")
    answer = t.any("accepted", "accepted", "declined", "redirected")
    return {"escalation": escalation, "by": "the desk", "answer": answer} if escalation else None


def _escalation_closed(t: Teller) -> Body | None:
    escalation = t.id_of("escalation.raised")
    return {"escalation": escalation, "outcome": "seen at home"} if escalation else None


def _review(t: Teller) -> Body | None:
    kind = t.any("exception", "away", "refusal", "learning", "mdt", "senior", "monthly", "multi_agency", "plan")
    body = {"kind": kind, "decisions": "go on", "next_review_on": t.day(1, 60)}
    if kind in ("monthly", "multi_agency"):
        return body | dict.fromkeys(STRUCTURED, "as before")
    about = t.id_of("person.died", "crisis.recorded", "incident.recorded")
    if kind == "learning":
        return body | {"root_cause": "text", "what_changes": "text", "about": about} if about else None
    return body | ({"root_cause": "capacity"} if kind == "exception" else {})


def _confirmed(t: Teller) -> Body | None:
    about = t.id_of("person.died", "person.admitted", "outreach.attempted", "decision.recorded", "outreach.stopped")
    return {"about": about, "true": t.chance(0.5)} if about else None


def _details(t: Teller) -> Body:
    if t.chance(0.4):
        return _circle(t)
    return {t.any("email", "address", "team"): "somewhere new"}


def _plan(t: Teller) -> Body:
    safe = t.any([], [], [{"days": ["mon", "wed"], "from": "10:00", "to": "12:00"}])
    said = [row | {"consent": t.chance(0.6)} for row in t.random.sample(MAY_CONTACT, t.any(0, 1, 2))]
    may_contact = {"may_contact": said} if t.chance(0.7) else {}
    return (
        PLAN
        | may_contact
        | {"review_on": t.day(5, 150), "avoid": t.any([], ["voicemail"], ["text"]), "safe_times": safe}
    )


def _of_handover(t: Teller) -> Body:
    """Sometimes a contact names the handover it is the first contact of."""
    handover = t.id_of("handover.opened") if t.chance(0.4) else None
    return {"handover": handover} if handover else {}


def _action(t: Teller) -> Body:
    body = {"title": "Ring the landlord", "owner": t.any("w-tom", "w-x", "Elm Housing"), "due_at": t.later(0.1, 20)}
    body |= {"area": t.any("housing", "clinical", "safeguarding")}
    about = t.id_of("person.died", "contact.completed") if t.chance(0.4) else None
    return body | ({"about": about} if about else {})


def _action_changed(t: Teller) -> Body | None:
    action = t.id_of("action.opened")
    change = t.any({"owner": "w-ann"}, {"due_at": t.later(0.1, 20)})
    return {"action": action, "reason": "not in", **change} if action else None


def _action_closed(t: Teller) -> Body | None:
    action = t.id_of("action.opened")
    outcome = t.any("done", "no_longer_needed", "passed_on")
    return {"action": action, "outcome": outcome, "note": "seen to"} if action else None


def _handover(t: Teller) -> Body:
    kind = t.any("staff_change", "team_transfer", "step_up", "step_down", "discharge")
    direction = t.any("internal", "internal", "out", "in")
    body: Body = {"kind": kind, "direction": direction, "to_team": t.any("North", "South"), "summary": SUMMARY}
    body |= {"higher_risk": t.chance(0.3), "complete_by": t.day(1, 9)}
    body |= {"transition": TRANSITION} if kind in ("step_up", "step_down", "discharge") else {}
    return body | ({"to_worker": "w-ann"} if direction == "in" and t.chance(0.5) else {})


def _about_handover(more: Callable[[Teller, Body], Body]) -> Callable[[Teller], Body | None]:
    def body(t: Teller) -> Body | None:
        handover = t.id_of("handover.opened")
        if handover is None:
            return None
        opened = next(each.raw["body"] for each in t.told if each.id == handover)
        return {"handover": handover, **more(t, opened)}

    return body


def _item(t: Teller, opened: Body) -> Body:
    items = STANDARDS.checklists.items(opened["kind"], higher_risk=opened["higher_risk"])
    return {"item": t.random.choice(list(items))}


def _taken_on(t: Teller, opened: Body) -> Body:
    by: Body = {"receiving_worker": t.any("w-ann", "w-x")}
    if opened["direction"] != "internal":
        by = {"accepted_by_name": "Dr Lee", "how_confirmed": "call"}
    return {"first_contact_at": t.later(0.1, 6), **by}


def _handover_closed(t: Teller, opened: Body) -> Body:
    return {"outcome": "completed"} if t.chance(0.6) else {"outcome": "withdrawn", "reason": "they stay with us"}


def _indicator(t: Teller) -> Body:
    kind = t.any("rating_0_10", "count", "graded_step")
    body: Body = {"area": "safety", "name": "goes out", "frequency": "twice a week", "quality": "alone"}
    body |= {"support_level": "accompanied", "kind": kind, "baseline": 1, "aim": 2, "every": t.any("week", "month")}
    return body | ({"steps": ["to the gate", "to the shop"]} if kind == "graded_step" else {})


def _rated(t: Teller) -> Body | None:
    indicator = t.id_of("indicator.agreed")
    return {"indicator": indicator, "value": t.any(0, 1, 2), "support_level": "prompted"} if indicator else None


def _ended(t: Teller) -> Body | None:
    indicator = t.id_of("indicator.agreed")
    return {"indicator": indicator, "outcome": t.any("achieved", "changed", "no_longer_wanted")} if indicator else None


def _summary(t: Teller) -> Body | None:
    crisis = t.id_of("crisis.recorded")
    said = t.any({"state": "requested"}, {"state": "received", "text": "seen at A&E"})
    return {"crisis": crisis, **said} if crisis else None


def _answered(t: Teller) -> Body | None:
    request = t.id_of("request.received")
    return {"request": request, "outcome": "sent"} if request else None


def _key(t: Teller) -> str | None:
    """The key of something owed now, or of something that was never owed."""
    if t.chance(0.2):
        return f"cadence:{t.random.choice(t.told).id}"
    dues = owed(fold(PERSON, t.told), STANDARDS)
    return t.random.choice(dues).key if dues else None


def _put_off(t: Teller) -> Body | None:
    key = _key(t)
    return {"due": key, "until": t.later(0.1, 40), "reason": "on leave"} if key else None


def _given(t: Teller) -> Body | None:
    key = _key(t)
    return {"due": key, "owner": t.any("w-ann", "w-sue")} if key else None


def _correction(t: Teller) -> Body | None:
    target = t.random.choice(t.told)
    body: Body = {"entry": target.id, "reason": "typed in error"}
    match t.random.randrange(4):
        case 0 | 1:
            return body | {"replacement": None}
        case 2:
            replacement = BODIES[target.type](t)
            return body | {"replacement": replacement} if replacement else None
        case _:
            return body | {"moved_to": (target.occurred_at - timedelta(hours=t.any(1, 30, 100))).isoformat()}


BODIES: dict[str, Callable[[Teller], Body | None]] = {
    "referral.received": _referred,
    "referral.declined": lambda t: {"reason": "out of area", "told": "the GP"},
    "person.accepted": _accepted,
    "person.details_updated": _details,
    "consent.recorded": _consent,
    "coordinator.named": lambda t: {"coordinator": t.any("w-tom", "w-ann"), "clinical_oversight": "the CMHT"},
    "tier.set": lambda t: {"tier": t.any("intensive", "enhanced", "standard", "light"), "reason": "asked for"},
    "zone.set": _zone,
    "person.admitted": _admitted,
    "person.returned": lambda t: {},
    "person.died": lambda t: {"reported_by": "a neighbour", "confirmed": t.chance(0.4)},
    "person.discharged": _discharged,
    "person.reopened": lambda t: {"reason": "asks to come back"},
    "engagement_plan.agreed": _plan,
    "risk_plan.updated": lambda t: RISK_PLAN | {"review_on": t.day(5, 150)},
    "contact.planned": _planned,
    "contact.completed": _completed,
    "contact.missed": _missed,
    "contact.cancelled": _cancelled,
    "visit.begun": lambda t: {"back_by": t.later(0.05, 0.4), "method": "visit"},
    "tenancy.noted": lambda t: {"kind": t.any("arrears", "notice", "secured"), "on": t.day(-400, -200)},
    "appointment.noted": lambda t: {"what": "bloods", "on": t.day(-400, -200), "attended": t.any("yes", "no")},
    "partner.contacted": _partner,
    "outreach.attempted": _attempt,
    "outreach.stopped": _stopped,
    "episode.closed": _closed,
    "risk_check.completed": _check,
    "decision.recorded": _decision,
    "escalation.raised": _raised,
    "escalation.acknowledged": _acknowledged,
    "escalation.closed": _escalation_closed,
    "crisis.recorded": lambda t: {"kind": t.any("ae", "self_harm", "police"), "source": "A&E"},
    "review.completed": _review,
    "report.confirmed": _confirmed,
    "details.checked": lambda t: {"found": False},
    "cover.arranged": lambda t: {"route": "family", "back_at": t.later(0.5, 4)},
    "action.opened": _action,
    "action.changed": _action_changed,
    "action.closed": _action_closed,
    "handover.opened": _handover,
    "handover.item_done": _about_handover(_item),
    "handover.call_held": _about_handover(lambda t, _: {"with": "South", "points": "risks, medication"}),
    "handover.accepted": _about_handover(_taken_on),
    "handover.declined": _about_handover(lambda t, _: {"reason": "no room"}),
    "handover.first_contact": _about_handover(lambda t, _: {"achieved": t.chance(0.5)}),
    "handover.closed": _about_handover(_handover_closed),
    "request.received": lambda t: {"kind": t.any("access", "objection"), "by": "herself"},
    "request.closed": _answered,
    "crisis.summary": _summary,
    "incident.recorded": lambda t: {"kind": t.any("complaint", "medication_error", "relapse"), "what": "the wrong box"},
    "mdt.listed": lambda t: {"reason": "drifting", "by": t.day(0, 12)},
    "indicator.agreed": _indicator,
    "indicator.rated": _rated,
    "indicator.ended": _ended,
    "due.deferred": _put_off,
    "due.reassigned": _given,
    "entry.corrected": _correction,
}
"""A sound body of every type about a person; None where the story has nothing yet that it could be about."""

OFTEN = {"contact.missed": 8, "outreach.attempted": 9, "contact.completed": 6, "decision.recorded": 6,
         "contact.planned": 4, "risk_check.completed": 4, "entry.corrected": 5, "zone.set": 3,
         "escalation.raised": 3, "escalation.acknowledged": 3, "escalation.closed": 3, "handover.opened": 2,
         "handover.accepted": 3, "handover.first_contact": 2, "due.deferred": 2}  # fmt: skip
KINDS = list(BODIES)
OF_NOBODY = {name for name, kind in TYPES.items() if not kind.ABOUT_PERSON}
"""Types about no person: workers, duty, huddles, supervision, audits, Standards, laptops."""
SUBJECTS: tuple[tuple[str, ...], ...] = (
    ("",), ("",), ("",), ("contact.",), ("outreach.", "decision."), ("handover.",), ("handover.", "contact.completed"),
    ("action.", "indicator.", "request."), ("due.",), ("esc", "crisis."),
    ("person.died", "report.", "review.", "action."),
    ("consent.", "engagement_plan.", "person.details", "partner."),
)  # fmt: skip
MOSTLY = 12


def _settle(teller: Teller) -> None:
    """What is known of most people: so that little is owed but what the rest of the story makes owed."""
    for kind, body in (
        ("consent.recorded", {"scope": "contact", "given": True, "basis": "consent"}),
        ("risk_check.completed", CHECK),
        ("engagement_plan.agreed", PLAN | {"review_on": teller.day(100, 150)}),
        ("risk_plan.updated", RISK_PLAN | {"review_on": teller.day(100, 150)}),
        ("zone.set", {"zone": "green", "reason": "settled"}),
        ("contact.completed", KEPT),
    ):
        teller.now += timedelta(minutes=5)
        teller.write(kind, dict(body), occurred_at=teller.now)


def tell_story(random: Random, longest: int = 22) -> list[Entry]:
    """One person's story, their acceptance or referral first, in the order it was written."""
    teller = Teller(random)
    day = datetime.fromisoformat(random.choice(BEGINNINGS)).replace(tzinfo=LONDON)
    teller.now = day + timedelta(minutes=random.randrange(0, 6 * 24 * 60))
    kind = "person.accepted" if random.random() < 0.85 else "referral.received"
    teller.write(kind, BODIES[kind](teller) or {}, occurred_at=teller.now, id=PERSON)
    teller.mostly = random.choice(SUBJECTS)
    if teller.chance(0.5):
        _settle(teller)
    for _ in range(random.randint(2, longest)):
        teller.tell()
    return teller.told
