"""What a worker records at a contact: the contact form, which settles several at once (load.md, 4): the contact with
every sign answered, the zone, the review and the plans that are soon due, the ratings; then the next bookings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from carelist_tui.demo import notes
from carelist_tui.demo.settled import calm_check, plan_with
from carelist_tui.demo.teller import Somebody, Teller
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.worklist import Item
from tests.team.diary import book_ahead
from tests.team.lives import UNSETTLED, UNWELL, WELL, Life

if TYPE_CHECKING:
    from tests.team.office import Draft
    from tests.team.team import Team

SOON = timedelta(days=7)
"""What falls due before the next contact, or within that where it is further off, is done at a contact."""
PLANS = ("confirm_consent", "engagement_plan", "risk_plan", "baseline_risk_screen")
PLANS_AT_ONCE = 2
REVIEWED_AGAIN = {"intensive": 14, "enhanced": 28, "standard": 88, "light": 88}
"""Days until the next structured review."""
SEEN = {WELL: 0.01, UNSETTLED: 0.3, UNWELL: 0.6}
"""How likely a sign is seen at a contact."""
WORSE = {WELL: 0.0, UNSETTLED: 0.08, UNWELL: 0.35}
PARTIAL = {WELL: 0.005, UNSETTLED: 0.05, UNWELL: 0.1}


def hold_contact(
    team: Team, worker: str, life: Life, method: str, planned: Item | None = None, handover: str | None = None
) -> None:
    """Live contact with somebody, all that comes of it in one form, and the next bookings."""
    office = team.office
    drafts = [office.draft("contact.completed", _contact(team, life, method, planned, handover), life.id)]
    until = office.now + min(SOON, interval_in_force(office.ground(life.id)).about)
    soon = [item for item in office.owed_to(life.id) if item.due_at <= until]
    owed = {item.kind: item for item in soon}
    drafts += _kept_up(team, life, owed, soon)
    if not drafts[0]["body"].get("partial"):
        drafts += _papers(team, life, owed)
    office.save(worker, drafts)
    book_ahead(team, worker, life)


def _contact(team: Team, life: Life, method: str, planned: Item | None, handover: str | None) -> dict[str, Any]:
    """The contact itself, with every early warning sign answered."""
    plan, mood = team.office.ground(life.id).state.plan, life.mood
    signs = plan.early_warning_signs if plan else ()
    seen = team.chance(SEEN[mood]) if signs else False
    worse = team.chance(WORSE[mood])
    how = "worse" if worse else "could_not_tell" if seen or team.chance(0.03) else "as_usual"
    body: dict[str, Any] = {"method": method, "purpose": "routine", "how_are_they": how,
                            "what_we_did": team.pick(notes.WHAT_WE_DID), "medication": "taken"}  # fmt: skip
    if signs:
        body["signs_seen"] = [
            {"sign": sign, "seen": "yes" if seen and number == 0 else "no"} for number, sign in enumerate(signs)
        ]
    if seen:
        body["plan_72h"] = "We ring tomorrow, and see them the day after."
    if method == "visit" and team.chance(PARTIAL[mood]):
        body["partial"] = True
    if planned is not None:
        body["purpose"] = planned.detail["purpose"]
        body |= {name: planned.detail[name] for name in ("planned", "occurrence") if planned.detail[name]}
    return body | ({"handover": handover} if handover else {})


def _kept_up(team: Team, life: Life, owed: dict[str, Item], soon: list[Item]) -> Iterator[Draft]:
    """The zone, a check, the structured review, the ratings: what is soon due, or is no longer so."""
    office, ground = team.office, team.office.ground(life.id)
    if life.zone != ground.state.zone_now or "zone_review" in owed:
        yield office.draft("zone.set", zone_body(team, life), life.id)
    check = owed.get("risk_check")
    if (check is not None and "contact.completed" not in check.resolved_by) or _may_come_down(team, life):
        yield office.draft("risk_check.completed", check_body(team, life), life.id)
    for item in soon:
        if item.kind == "review" and item.detail["kind"] == "monthly":
            yield office.draft("review.completed", review_body(team, life, "monthly"), life.id)
        if item.kind == "indicator":
            yield office.draft("indicator.rated", rating_body(item), life.id)


def _may_come_down(team: Team, life: Life) -> bool:
    """Whether somebody who counts as high for what a check found, or was seen, is better."""
    ground = team.office.ground(life.id)
    told = any(
        span.reason not in ("zone", "crisis") for span in ground.state.spans if span.over_at(ground.lengths) is None
    )
    decided = any(item.kind == "decision_review" for item in team.office.owed_to(life.id))
    return life.mood != UNWELL and ((told and ground.is_high) or decided)


def _papers(team: Team, life: Life, owed: dict[str, Item]) -> list[Draft]:
    """Consent, a first check and the plans, as the demonstration writes them, where they are soon due."""
    kinds = [kind for kind in PLANS if kind in owed][: PLANS_AT_ONCE + 1]
    return [draft for kind in kinds for draft in paper(team, life, owed[kind])]


class Now(Teller):
    """Says what the demonstration says, at the moment of the simulation."""

    def __init__(self, team: Team) -> None:
        super().__init__(team.today, team.office.calendar, team.random)
        self.team, self.drafts = team, dict[str, Any]()

    def say(self, kind: str, at: Any, body: Any, who: Somebody | None = None, **_: Any) -> str:
        self.drafts[kind] = dict(body)
        return ""


ENTRY_OF = {"confirm_consent": "consent.recorded", "engagement_plan": "engagement_plan.agreed",
            "risk_plan": "risk_plan.updated", "baseline_risk_screen": "risk_check.completed"}  # fmt: skip


def paper(team: Team, life: Life, item: Item) -> list[Draft]:
    """What settles one of the papers."""
    now = Now(team)
    plan_with(now, life.who, 0)
    body = now.drafts[ENTRY_OF[item.kind]]
    plan = team.office.ground(life.id).state.plan
    if item.kind == "engagement_plan" and plan is not None:
        body |= {"early_warning_signs": list(plan.early_warning_signs)}
    if item.kind == "risk_plan" and "because_of" in item.detail:
        body["because_of"] = item.detail["because_of"]
    return [team.office.draft(ENTRY_OF[item.kind], body, life.id)]


def zone_body(team: Team, life: Life) -> dict[str, Any]:
    """The zone they are in, to be looked at again as late as may be."""
    zone = life.zone
    days = {"red": 7, "amber": 14}.get(zone)
    again = {"review_on": (team.today + timedelta(days=days)).isoformat()} if days else {}
    return {"zone": zone, "reason": team.pick(notes.ZONE_REASONS[zone]), **again}


def check_body(team: Team, life: Life, episode: str | None = None) -> dict[str, Any]:
    """A risk check that finds how they are."""
    chance = team.random.random()
    overall = "no_new_concern"
    if life.mood == UNWELL:
        overall = "high" if chance < 0.12 else "concern" if chance < 0.5 else overall
    elif life.mood == UNSETTLED:
        overall = "concern" if chance < 0.12 else overall
    about = {"episode": episode} if episode else {}
    return {**calm_check(), "overall": overall, **about}


def review_body(team: Team, life: Life, kind: str, *, on: date | None = None, **more: Any) -> dict[str, Any]:
    """A review held; the next as the tier says, unless a day is given."""
    again = on or team.today + timedelta(days=REVIEWED_AGAIN[life.who.tier])
    said = notes.REVIEW if kind == "monthly" else {"decisions": notes.REVIEW["decisions"]}
    return {**said, "kind": kind, "next_review_on": again.isoformat(), **more}


def rating_body(item: Item) -> dict[str, Any]:
    return {"indicator": item.detail["about"], "value": 5, "support_level": "prompted"}
