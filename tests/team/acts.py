"""What a good worker does about each kind of Due on their list. An act gives how many minutes it takes, what is typed
aside; nothing (None) where this is not the moment for it: the person was tried already, somebody is seen soon, there is
no time before the next booked contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.audit.audits import Wanted
from carelist_tui.demo.team import SENIOR
from carelist_tui.domain.dues.handovers import first_contact_within
from carelist_tui.domain.worklist import Item
from tests.team.diary import book_ahead
from tests.team.form import check_body, hold_contact, paper, rating_body, review_body, zone_body
from tests.team.lives import UNWELL, Life, supervision

if TYPE_CHECKING:
    from tests.team.team import Team

Act = Callable[["Team", str, Item], int | None]
VISIT, CALL, ATTEMPT, AT_THE_DESK = 45, 15, 5, 1
"""Minutes that it takes, going there and back included."""
A_DAY = 2
"""So often somebody is rung in vain on one day; then they are seen, or it is for tomorrow."""
AGAIN_AFTER = timedelta(hours=2)
ANSWERS = {"call": 0.42, "text": 0.3, "visit": 0.6}
"""How likely an attempt meets with an answer."""
BRINGS_TO_SPEAK = ("cadence", "speak_to", "follow_up", "after_crisis_contact", "transition_check", "promise",
                   "first_contact", "gap_return")  # fmt: skip


def _is_seen_today(team: Team, item: Item) -> bool:
    """Whether somebody is booked later today, so that what a contact settles can wait for it."""
    return any(
        other.kind == "contact" and other.person is not None and item.person is not None
        and other.person.id == item.person.id and datetime.fromisoformat(other.detail["at"]) > team.office.now
        for other in team.on_list
    )  # fmt: skip


def hold_booked(team: Team, worker: str, item: Item) -> int | None:
    """A booked contact at its time: kept or missed. Where it can't be held in time, they are rung."""
    life = team.life(item)
    late = team.office.now - datetime.fromisoformat(item.detail["at"])
    method = item.detail["method"] if late < timedelta(minutes=45) else "call"
    minutes = VISIT if method == "visit" else CALL
    if late < -timedelta(minutes=5) or not team.has(min(minutes, 20)):
        return None
    if life.comes(team.random) and not life.stay:
        hold_contact(team, worker, life, method, item, _handover_of(team, life, worker))
        return minutes
    how = {"visit": "no_access", "call": "no_reply"}.get(item.detail["method"], "did_not_attend")
    named = {name: item.detail[name] for name in ("planned", "occurrence") if item.detail[name]}
    body = {**named, "expected_at": item.detail["at"], "method": item.detail["method"], "how": how}
    team.office.say(worker, "contact.missed", body, life.id)
    return minutes // 2


def _handover_of(team: Team, life: Life, worker: str) -> str | None:
    """The handover whose first contact this is."""
    for each in team.office.ground(life.id).state.handovers:
        if each.is_open and each.accepted is not None and not each.met and each.receiving == worker:
            return each.id
    return None


def reach(team: Team, worker: str, item: Item) -> int | None:
    """Rings somebody who is owed contact; after two calls in vain, sees them the next day."""
    life = team.life(item)
    ground = team.office.ground(life.id)
    steps = any(other.kind == "ladder_step" and other.person == item.person for other in team.on_list)
    if _is_seen_today(team, item) or steps or life.stay or not team.may_try(life, A_DAY, AGAIN_AFTER):
        return None
    method = "visit" if team.tried_before(life) >= A_DAY or item.kind == "too_long_unseen" else "call"
    minutes = VISIT if method == "visit" else CALL
    if not team.has(minutes):
        return None
    team.has_tried(life)
    if team.chance(_answers(method, life)):
        hold_contact(team, worker, life, method, handover=_handover_of(team, life, worker))
        return minutes
    open_now = {"episode": ground.episode.id} if ground.episode else {}
    outcome = "no_access" if method == "visit" else "no_answer"
    team.office.say(
        worker, "outreach.attempted", {**open_now, "method": method, "to": "person", "outcome": outcome}, life.id
    )
    return VISIT // 2 if method == "visit" else ATTEMPT


def _answers(method: str, life: Life) -> float:
    return ANSWERS[method] - (0.15 if life.mood == UNWELL else 0.0)


def see(team: Team, worker: str, item: Item) -> int | None:
    """Not seen for too long: a visit is booked soon, or made."""
    life, office = team.life(item), team.office
    ahead = any(booked.kind == "contact" and booked.detail["method"] == "visit" for booked in office.owed_to(life.id))
    first = office.calendar.service_day_after(team.today)
    last = office.calendar.day_of(office.calendar.service_days(item.due_at, 1))
    if ahead or first > last:
        return reach(team, worker, item)
    slot = team.pick(team.diary.free(life.who.coordinator, first, office.calendar.closes(first)))
    team.diary.starts[life.who.coordinator, first].add(slot)
    at = office.calendar.at(first, slot)
    body = {"at": at.isoformat(), "method": "visit", "purpose": "routine", "worker": life.who.coordinator}
    office.say(worker, "contact.planned", body, life.id)
    return AT_THE_DESK


def book(team: Team, worker: str, item: Item) -> int | None:
    """Books what is owed ahead."""
    return AT_THE_DESK if book_ahead(team, worker, team.life(item)) else None


def look(team: Team, worker: str, item: Item) -> int | None:
    """Brought over, and nothing known: the old record is read, and a contact booked within days."""
    life, calendar = team.life(item), team.office.calendar
    day = calendar.service_day_after(team.today)
    while team.diary.load(life.who.coordinator, day) >= 5 and day < calendar.day_of(item.due_at):
        day = calendar.service_day_after(day)
    slot = team.pick(team.diary.free(life.who.coordinator, day, calendar.closes(day)))
    team.diary.starts[life.who.coordinator, day].add(slot)
    body = {"at": calendar.at(day, slot).isoformat(), "method": "call", "purpose": "routine"}
    team.office.say(worker, "contact.planned", body | {"worker": life.who.coordinator}, life.id)
    return 3


def take_step(team: Team, worker: str, item: Item) -> int | None:
    """The next step after a missed contact."""
    if item.detail["step"] == "partner_notification":
        return _ask_partner(team, worker, item)
    first = min((other.detail["number"] for other in team.on_list if other.kind == "ladder_step"
                 and other.person == item.person), default=0)  # fmt: skip
    life, method = team.life(item), _method(item)
    minutes = VISIT if method == "visit" else ATTEMPT
    if item.detail["number"] > first or not team.has(minutes):
        return None
    here = not life.stay and team.chance(_answers(method, life))
    outcome = {"call": "reached", "text": "replied", "visit": "seen"}[method] if here else _in_vain(team, method)
    body = {"episode": item.detail["episode"], "step": item.detail["step"], "method": method, "to": "person"}
    how = {"how_are_they": "worse" if life.mood == UNWELL and team.chance(0.3) else "as_usual"}
    body |= {"outcome": outcome, **(how if outcome in ("reached", "seen") else {})}
    team.office.say(worker, "outreach.attempted", body, life.id)
    team.has_tried(life)
    if outcome in ("reached", "seen"):
        book_ahead(team, worker, life)
    return minutes


def _method(item: Item) -> str:
    """The first of its ways, a visit last."""
    ways: list[str] = [way for way in item.detail["methods"] if way in ANSWERS]
    return min(ways, key=lambda way: way == "visit")


def _in_vain(team: Team, method: str) -> str:
    chance = team.random.random()
    if method == "visit":
        return "spoke_not_seen" if chance < 0.08 else "no_access"
    if method == "text":
        return "sent"
    return "could_not_talk" if chance < 0.08 else "no_answer"


def _ask_partner(team: Team, worker: str, item: Item) -> int | None:
    life = team.life(item)
    plan = team.office.ground(life.id).state.plan
    name = next((each.name for each in (plan.may_contact if plan else ()) if each.consent), None)
    if name is None:
        return None
    outcome = team.pick(PARTNERS_SAY)
    seen = {"last_seen_at": (team.office.now - timedelta(days=1)).isoformat()} if outcome == "says_well" else {}
    body = {"episode": item.detail["episode"], "step": item.detail["step"], "method": "call", "to": "trusted_contact"}
    team.office.say(worker, "outreach.attempted", body | {"name": name, "outcome": outcome, **seen}, life.id)
    return ATTEMPT


def check_risk(team: Team, worker: str, item: Item) -> int | None:
    """A risk check, unless a contact that may settle it comes first, or a step is still to be taken."""
    life = team.life(item)
    waits = "contact.completed" in item.resolved_by and _is_seen_today(team, item)
    steps = any(
        other.kind == "ladder_step" and other.person == item.person and team.is_open(other) for other in team.on_list
    )
    if waits or steps:
        return None
    team.office.say(worker, "risk_check.completed", check_body(team, life, item.detail.get("episode")), life.id)
    return AT_THE_DESK


PARTNERS_SAY = ("says_well",) * 9 + ("says_worried",) + ("no_news",) * 6 + ("not_reached",) * 4
RATIONALE = "Talked through with the senior: what was tried, what is known of them, and what would change this."


def decide(team: Team, worker: str, item: Item) -> int | None:
    """The structured decision, with the senior where the Standards ask for one; what is escalated is raised at once."""
    life, office = team.life(item), team.office
    ground, episode = office.ground(life.id), item.detail.get("episode")
    if item.detail.get("step"):
        body = {"about": "information_sharing", "decision": "agree", "episode": episode}
        office.say(worker, "decision.recorded", _decided(body), life.id)
        return AT_THE_DESK
    running = ground.episode_of(episode)
    is_open = running is not None and running.is_open
    noes = sum(ground.says_no(each) for each in running.decisions) if running is not None else 0
    escalates = not _has_escalated(team, life, episode) and ((ground.is_high and team.chance(0.5)) or noes >= 2)
    about: dict[str, Any] = {"about": "missed_contact", "episode": episode} if is_open else {"about": "clinical_review"}
    body = {**about, "decision": "escalate" if escalates else "do_not_escalate"}
    if not escalates:
        longest = office.standards.limits.decision_review(ground.counts_as, high=ground.is_high)
        body["review_at"] = office.calendar.after(office.now, longest).isoformat()
    senior = SENIOR if ground.is_high or noes >= 2 else None
    said = {"authorised_by": senior} if senior and not escalates else {}
    envelope = {"on_behalf_of": senior} if senior else {}
    id = office.say(worker, "decision.recorded", _decided(body | said), life.id, **envelope)
    if escalates:
        _raise(team, worker, life, id)
    return 5


def _has_escalated(team: Team, life: Life, episode: str | None) -> bool:
    """Whether somebody else was asked already: about that missed contact, or about them and not answered yet."""
    raised = team.office.ground(life.id).state.escalations
    return any(each.is_open or (episode is not None and each.episode == episode) for each in raised)


def _decided(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "what_changed": "No answer so far, and nothing new is known.", "rationale": RATIONALE}


def _raise(team: Team, worker: str, life: Life, decision: str) -> None:
    office = team.office
    route = "crisis_team" if life.mood == UNWELL else "clinical_review"
    by = min(
        office.calendar.after(office.now, office.standards.limits.escalation_reply_urgent),
        office.now + timedelta(hours=4),
    )
    body = {"decision": decision, "route": route, "to": "the desk", "owner": worker, "respond_by": by.isoformat()}
    office.say(worker, "escalation.raised", body, life.id)


def raise_decided(team: Team, worker: str, item: Item) -> int | None:
    _raise(team, worker, team.life(item), item.detail["decision"])
    return AT_THE_DESK


def hear_answer(team: Team, worker: str, item: Item) -> int | None:
    """The other side answers within hours."""
    if not team.has_waited(item, hours=team.drawn(item, 1, 5)):
        return None
    body = {"escalation": item.detail["escalation"], "by": "the desk"}
    team.office.say(worker, "escalation.acknowledged", body, team.life(item).id)
    return AT_THE_DESK


def close_escalation(team: Team, worker: str, item: Item) -> int | None:
    """What came of it is known by the end of its day; in half of them they were seen together."""
    if not team.has_waited(item, hours=team.drawn(item, 2, 8)) and item.due_at - team.office.now > timedelta(hours=1):
        return None
    body = {"escalation": item.detail["escalation"], "outcome": "Reviewed; the plan stands, we see them tomorrow."}
    life = team.life(item)
    team.office.say(worker, "escalation.closed", body, life.id)
    if not life.stay and team.chance(0.5) and team.has(VISIT):
        hold_contact(team, worker, life, "visit")
        return VISIT
    return AT_THE_DESK


def write_paper(team: Team, worker: str, item: Item) -> int | None:
    """Consent, a first check, a plan: at the contact of today, else now, with a call."""
    if _is_seen_today(team, item) or not team.has(15):
        return None
    team.office.save(worker, paper(team, team.life(item), item))
    return 15 if item.kind.endswith("plan") else AT_THE_DESK


def set_zone(team: Team, worker: str, item: Item) -> int | None:
    if _is_seen_today(team, item):
        return None
    life = team.life(item)
    team.office.say(worker, "zone.set", zone_body(team, life), life.id)
    return AT_THE_DESK


def rate(team: Team, worker: str, item: Item) -> int | None:
    if _is_seen_today(team, item):
        return None
    team.office.say(worker, "indicator.rated", rating_body(item), team.life(item).id)
    return AT_THE_DESK


def review(team: Team, worker: str, item: Item) -> int | None:
    """A review of whatever kind, at today's contact where there is one."""
    life, kind = team.life(item), str(item.detail.get("kind", ""))
    if (kind == "monthly" and _is_seen_today(team, item)) or not team.first_today(item.key):
        return None
    days = {"senior": 7, "away": 7, "exception": 7, "refusal": 7, "multi_agency": 28, "monthly": None}.get(kind, 88)
    more: dict[str, Any] = {"root_cause": "capacity"} if kind == "exception" else {}
    if kind == "learning":
        more = {"root_cause": "The plan was not at hand.", "what_changes": "It is read in the huddle.",
                "about": item.detail["about"]}  # fmt: skip
    on = team.today + timedelta(days=days) if days else None
    team.office.say(worker, "review.completed", review_body(team, life, kind, on=on, **more), life.id)
    return AT_THE_DESK


def accept(team: Team, worker: str, item: Item) -> int | None:
    """Triage: taken on, with a coordinator, and the first contact booked."""
    life, office = team.life(item), team.office
    who = life.who
    body = {"ref": who.ref, "given": who.given, "family": who.family, "team": who.team, "tier": who.tier,
            "source": team.sources[life.id], "nhs_number": life.nhs_number, "coordinator": who.coordinator}  # fmt: skip
    office.say(worker, "person.accepted", body, life.id)
    book_ahead(team, worker, life)
    return AT_THE_DESK


def allocate(team: Team, worker: str, item: Item) -> int | None:
    life = team.life(item)
    body = {"coordinator": life.who.coordinator, "clinical_oversight": SENIOR}
    team.office.say(worker, "coordinator.named", body, life.id)
    return AT_THE_DESK


def ask_for_summary(team: Team, worker: str, item: Item) -> int | None:
    """Asked for, and received some days later."""
    asked = item.title.startswith("Ask")
    if not asked and not team.has_waited(item, hours=team.drawn(item, 24, 96)):
        return None
    state = {"state": "requested"} if asked else {"state": "received", "text": "Seen, safe to go home."}
    team.office.say(worker, "crisis.summary", {"crisis": item.detail["about"], **state}, team.life(item).id)
    return AT_THE_DESK


def tell_partner(team: Team, worker: str, item: Item) -> int | None:
    body = {"direction": "out", "who": "The surgery", "agency": "GP", "summary": "Told them; they ring today.",
            "sharing": {"with": "The surgery", "basis": "direct_care", "rationale": "Medication missed."}}  # fmt: skip
    team.office.say(worker, "partner.contacted", body, team.life(item).id)
    return ATTEMPT


def confirm(team: Team, worker: str, item: Item) -> int | None:
    """What was said is true, says whoever is asked."""
    team.office.say(worker, "report.confirmed", {"about": item.detail["about"], "true": True}, team.life(item).id)
    return AT_THE_DESK


def check_details(team: Team, worker: str, item: Item) -> int | None:
    team.office.say(worker, "details.checked", {"found": True, "note": "Rang the surgery."}, team.life(item).id)
    return ATTEMPT


def supervise(team: Team, worker: str, item: Item) -> int | None:
    """In the afternoon, by somebody senior."""
    if team.office.now.astimezone(team.office.calendar.zone).time() < time(13) or not team.has(40):
        return None
    about = item.detail["worker"]
    by = SENIOR if about != SENIOR else team.manager
    team.office.say(by, "supervision.held", supervision(about, by, team.today + timedelta(days=28)))
    return 45


def audit(team: Team, worker: str, item: Item) -> int | None:
    """Once a month, in the afternoon: a few cases of a kind are drawn by a manager, and scored by whoever took no part
    in them."""
    if team.office.now.astimezone(team.office.calendar.zone).time() < time(13) or not team.first_today(item.key):
        return None
    door, kind, scored = team.office.door, item.detail["audit"], 0
    door.worker = team.manager
    sample = str(door.audits.draw(Wanted(kind, 3, team.today.toordinal()), team.office.now)["sample"])
    answers = dict.fromkeys(door.opened.journal.standards.audits[kind], "met")
    for by in (SENIOR, team.manager):
        door.worker = by
        found = door.audits.sample(sample)
        for waiting in door.audits.to_score(found).waiting:
            door.audits.score(found, waiting, answers, "", team.office.now)
            scored += 1
    return 15 * (1 + scored)


def tick_items(team: Team, worker: str, item: Item) -> int | None:
    """Three items of a handover's checklist a day."""
    life, handover = team.life(item), item.detail["handover"]
    if not team.first_today(item.key):
        return None
    done = [{"handover": handover, "item": each} for each in item.detail["left"][:3]]
    team.office.save(worker, [team.office.draft("handover.item_done", body, life.id) for body in done])
    close_handover(team, worker, life)
    return 10


def take_over(team: Team, worker: str, item: Item) -> int | None:
    """The receiving worker accepts, and says when they mean to meet them."""
    life = team.life(item)
    receiving = team.handed_to[life.id]
    if team.office.is_away(receiving):
        return None
    office = team.office
    longest = first_contact_within(office.ground(life.id), None)
    first = office.calendar.at(office.calendar.service_day_after(team.today), time(11))
    by = min(first, office.calendar.after(office.now, longest))
    body = {"handover": item.detail["handover"], "receiving_worker": receiving, "first_contact_at": by.isoformat()}
    team.office.say(receiving, "handover.accepted", body, life.id)
    return AT_THE_DESK


def meet_first(team: Team, worker: str, item: Item) -> int | None:
    """First contact after a handover, by the receiving worker."""
    life = team.life(item)
    receiving = team.handed_to.get(life.id, "")
    there = bool(receiving) and not team.office.is_away(receiving) and not life.stay
    if not there or _is_seen_today(team, item) or not team.has(VISIT) or not team.may_try(life, A_DAY, AGAIN_AFTER):
        return None
    team.has_tried(life)
    if not team.chance(0.7):
        return VISIT // 2
    hold_contact(team, receiving, life, "visit", handover=item.detail["handover"])
    close_handover(team, receiving, life)
    return VISIT


def close_handover(team: Team, worker: str, life: Life) -> None:
    """Completed, where nothing is missing any more."""
    for each in team.office.ground(life.id).state.handovers:
        left = any(item.kind == "handover_checklist" for item in team.office.owed_to(life.id))
        if each.is_open and each.met and not left:
            team.office.say(worker, "handover.closed", {"handover": each.id, "outcome": "completed"}, life.id)
            life.who.coordinator = team.handed_to.pop(life.id)


def say_what_happened(team: Team, worker: str, item: Item) -> int | None:
    """Nobody came to hold it: it was called off by us, and they are rung for another."""
    life = team.life(item)
    named = {name: item.detail[name] for name in ("planned", "occurrence") if item.detail[name]}
    body = {**named, "by": "service", "reason": "Nobody was free; told them.", "told_person": "yes"}
    team.office.say(worker, "contact.cancelled", body, life.id)
    book_ahead(team, worker, life)
    return ATTEMPT


ACTS: dict[str, Act] = {
    "contact": hold_booked,
    "unrecorded_contact": say_what_happened,
    **dict.fromkeys(BRINGS_TO_SPEAK, reach),
    "too_long_unseen": see,
    "book_contact": book,
    "rebook": book,
    "first_look": look,
    "ladder_step": take_step,
    "risk_check": check_risk,
    **dict.fromkeys(("decision", "decision_review", "same_day_response"), decide),
    "raise_escalation": raise_decided,
    "escalation_reply": hear_answer,
    "escalation_outcome": close_escalation,
    **dict.fromkeys(("confirm_consent", "engagement_plan", "risk_plan", "baseline_risk_screen"), write_paper),
    "zone_review": set_zone,
    "indicator": rate,
    **dict.fromkeys(
        ("review", "senior_review", "mdt_review", "learning_review", "no_contact_exception", "away_review"), review
    ),
    "triage": accept,
    "allocate_coordinator": allocate,
    "crisis_summary": ask_for_summary,
    "medication_missed": tell_partner,
    "confirm_report": confirm,
    "confirm_authority": confirm,
    "fix_details": check_details,
    "supervision": supervise,
    "audit": audit,
    "handover_checklist": tick_items,
    "handover_acceptance": take_over,
    **dict.fromkeys(("handover_first_contact", "handover_reverted"), meet_first),
}
"""What is not here (and not done for many at once) is left alone, and said."""
