"""How far off a review may be, and who must agree (standards.md, Limits and Roles)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.dues.ground import THIRD, Ground
from carelist_tui.domain.dues.ladder import ladder_of, plan_steps
from carelist_tui.domain.entries import (
    ActionClosed,
    CoverArranged,
    DecisionRecorded,
    EngagementPlanAgreed,
    EpisodeClosed,
    OutreachAttempted,
    OutreachStopped,
    PersonDischarged,
    ReportConfirmed,
    ReviewCompleted,
    RiskPlanUpdated,
    TierSet,
    ZoneSet,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Authority
from carelist_tui.domain.person.facts.decisions import NOES
from carelist_tui.domain.person.handovers import is_transferred_on_own_word
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Roster

NO_IN_WORDS = {
    "do_not_escalate": tr("not escalating"),
    "continue": tr("going on without escalating"),
    "skip_step": tr("skipping a step"),
    "pause": tr("a pause"),
}
_GP = re.compile(r"\bGP\b|\bsurgery\b|\bgeneral practi", re.IGNORECASE)


def _longest_review(asked: Asked) -> Interval:
    zone = asked.ground.counts_as if asked.ground else "unknown"
    return asked.standards.limits.decision_review(zone, high=asked.is_high)


@checks(DecisionRecorded)
def decision_is_dated(asked: Asked, body: DecisionRecorded) -> Iterator[Fault]:
    """A review within the limits of the zone (S0:30); a step that this missed contact has."""
    longest = asked.standards.limits.next_review if body.decision == "agree" else _longest_review(asked)
    yield from asked.moment_within(body.review_at, "review_at", longest)
    if body.decision == "pause":
        yield from asked.moment_within(body.review_at, "review_at", asked.standards.limits.stopped_review)
    if body.decision == "skip_step":
        yield from _step_known(asked, body.episode, body.step)


@checks(DecisionRecorded)
def decision_is_authorised(asked: Asked, body: DecisionRecorded) -> Iterator[Fault]:
    """A pause, a third "no" in one missed contact and any "no" while high need a senior (records.md; standards.md).

    A pause is a "no" too: where the Standards ask more for one than for the other, the more.
    """
    faults = list(asked.authorised(body.authorised_by, "pause", tr("a pause"))) if body.decision == "pause" else []
    is_no = body.decision in NOES or (body.decision == "skip_step" and asked.is_high)
    if is_no and not faults:
        no = NO_IN_WORDS[body.decision]
        if asked.is_high:
            faults += asked.authorised(body.authorised_by, "third_no", tr("{no} while at high risk", no=no))
        elif _noes_before(asked, body) + 1 >= THIRD:
            faults += asked.authorised(body.authorised_by, "third_no", tr("the third decision not to act"))
    yield from faults


@checks(DecisionRecorded)
def going_on_needs_a_step(asked: Asked, body: DecisionRecorded) -> Iterator[Fault]:
    """To go on with the steps is no decision where every step is done: then it is escalated or not (records.md)."""
    episode = asked.ground.episode_of(body.episode) if asked.ground is not None else None
    if asked.ground is None or episode is None or body.decision != "continue":
        return
    if all(plan.is_done for plan in plan_steps(asked.ground, episode)):
        yield Fault("body.decision", tr("every step is done: decide to escalate, or not to, with a review date"))


def _noes_before(asked: Asked, body: DecisionRecorded) -> int:
    if asked.ground is None or body.episode is None:
        return 0
    ground, episode = asked.ground, asked.ground.episode_of(body.episode)
    made = episode.decisions if episode is not None else []
    return sum(ground.says_no(each) for each in made if each.id != asked.entry.id)


def _step_known(asked: Asked, episode_id: str | None, step: str | None) -> Iterator[Fault]:
    if asked.ground is None or step is None:
        return
    episode = asked.ground.episode_of(episode_id) if episode_id else asked.ground.episode
    if episode is None:
        return
    keys = [each.key for each in ladder_of(asked.ground, episode).steps]
    if step not in keys:
        yield Fault("body.step", tr("is not a step of this missed contact: {keys}", keys=", ".join(keys)))


@checks(OutreachAttempted)
def attempt_names_a_step(asked: Asked, body: OutreachAttempted) -> Iterator[Fault]:
    """A step that this missed contact does not have is refused: the worker would believe it done."""
    yield from _step_known(asked, body.episode, body.step)


@checks(OutreachStopped)
def stop_is_authorised(asked: Asked, body: OutreachStopped) -> Iterator[Fault]:
    """A senior or manager, not whoever stops it, agrees (S0:14)."""
    yield from asked.authorised(body.authorised_by, "stop_outreach", tr("stopping the steps"))
    if body.authorised_by == asked.entry.decided_by:
        yield Fault("body.authorised_by", tr("must be somebody other than the author"))


@checks(OutreachStopped)
def stop_is_dated(asked: Asked, body: OutreachStopped) -> Iterator[Fault]:
    """It is looked at again within the limits."""
    yield from asked.moment_within(body.review_at, "review_at", _longest_review(asked))
    yield from asked.moment_within(body.review_at, "review_at", asked.standards.limits.stopped_review)


@checks(EpisodeClosed)
def closing_was_weighed(asked: Asked, body: EpisodeClosed) -> Iterator[Fault]:
    """The decision is about this missed contact, no older than it, and a senior's; declined and not found need in it
    capacity considered and the GP told as well (records.md, episode.closed)."""
    found = asked.stored.entry(body.decision)
    decision = found.body if found else None
    if found is None or not isinstance(decision, DecisionRecorded):
        return
    episode = asked.ground.episode_of(body.episode) if asked.ground is not None else None
    if episode is not None and (decision.episode not in episode.ids or found.occurred_at < episode.t):
        yield Fault("body.decision", tr("must be about this missed contact, and no older than it"))
    if not asked.standards.may(asked.roster.role(decision.authorised_by or ""), "close_without_contact"):
        yield Fault("body.decision", tr("must be authorised by a senior or a manager"))
    if body.outcome not in ("declined_service", "not_found"):
        return
    if not (decision.capacity_considered or "").strip():
        yield Fault("body.decision", tr("must say how capacity was considered"))
    if not _GP.search(decision.model_dump_json(by_alias=True)):
        yield Fault("body.decision", tr("must say that the GP was told, and how to come back"))


@checks(CoverArranged)
def waiting_is_authorised(asked: Asked, body: CoverArranged) -> Iterator[Fault]:
    """That somebody red or high may wait until the service is back, a senior or a manager agrees."""
    if body.route == "safe_to_wait" and asked.is_high:
        yield from asked.authorised(body.authorised_by, "safe_to_wait", tr("that somebody red or high can wait"))


@checks(TierSet)
def lighter_tier_is_authorised(asked: Asked, body: TierSet) -> Iterator[Fault]:
    """A lighter tier needs a senior or manager (S0:10)."""
    standards = asked.standards
    if body.tier not in standards.tiers:
        yield Fault("body.tier", tr("is not a tier: {tiers}", tiers=", ".join(standards.tiers)))
    elif _is_lighter(asked, body):
        yield from asked.authorised(body.authorised_by, "lighter_tier", tr("a lighter tier"))


def _is_lighter(asked: Asked, body: TierSet) -> bool:
    now = asked.ground.tier if asked.ground else None
    return now is not None and asked.standards.rank(body.tier) > asked.standards.rank(now.value)


@checks(ZoneSet)
def zone_is_reviewed_soon(asked: Asked, body: ZoneSet) -> Iterator[Fault]:
    """Red is reviewed within 7 days, amber within 14."""
    yield from asked.date_within(body.review_on, "review_on", asked.standards.limits.zone_review(body.zone))


@checks(EngagementPlanAgreed, RiskPlanUpdated)
def plan_is_reviewed(asked: Asked, body: EngagementPlanAgreed | RiskPlanUpdated) -> Iterator[Fault]:
    """A plan is looked at again within 6 months."""
    yield from asked.date_within(body.review_on, "review_on", asked.standards.limits.plan_review)


@checks(ReviewCompleted)
def review_leads_to_the_next(asked: Asked, body: ReviewCompleted) -> Iterator[Fault]:
    """The next review is within 3 months, of an exception within 7 days (S4:48)."""
    yield from asked.date_within(body.next_review_on, "next_review_on", asked.standards.limits.review(body.kind))


@checks(ReportConfirmed)
def what_another_team_did_is_confirmed_by_role(asked: Asked, body: ReportConfirmed) -> Iterator[Fault]:
    """Whoever may do it here says that what another team did holds (records.md, origin); that it does not, anybody."""
    act = _asked_about(asked.ground.state if asked.ground else None, body)
    if act is not None and not act.worker and body.true and not asked.may_all(act.needs):
        who = asked.whoever_may(act.needs)
        yield Fault(
            "body.true",
            tr("{act} by {by} came from another team: {who} of this one confirms it", act=act.act, by=act.by, who=who),
        )


@checks(ReportConfirmed)
def what_somebody_authorised_who_has_left_is_confirmed_by_role(asked: Asked, body: ReportConfirmed) -> Iterator[Fault]:
    """Where the one named has left, anybody of that role confirms (standards.md, Roles); of steps that were stopped
    not whoever stopped them, who could not have authorised it either."""
    act = _asked_about(asked.ground.state if asked.ground else None, body)
    if act is None or stands_in_for(asked.entry, asked.ground.state if asked.ground else None, asked.roster) is None:
        return
    named = asked.roster.name(act.worker)
    if not asked.may_all(act.needs):
        yield Fault(
            "body.about",
            tr(
                "names {named}, who has left: {whoever_may} says whether it holds",
                named=named,
                whoever_may=asked.whoever_may(act.needs),
            ),
        )
    elif "stop_outreach" in act.needs and asked.entry.author == act.by:
        yield Fault(
            "body.about",
            tr("names {named}, who has left: somebody other than its author says whether it holds", named=named),
        )


def stands_in_for(entry: Entry, state: PersonState | None, roster: Roster) -> str | None:
    """Whoever was named for the act that this is the word on, if they have left."""
    act = _asked_about(state, entry.body) if isinstance(entry.body, ReportConfirmed) else None
    return act.worker if act is not None and act.worker and not roster.staff.works_here(act.worker) else None


def _asked_about(state: PersonState | None, body: ReportConfirmed) -> Authority | None:
    return next((each for each in (state.authorities if state else ()) if each.id == body.about), None)


@checks(ReviewCompleted, ActionClosed)
def the_last_word_after_a_death_is_a_managers(asked: Asked, body: ReviewCompleted | ActionClosed) -> Iterator[Fault]:
    """What settles death_actions takes the person off the caseload (records.md, person.died)."""
    if not asked.roster.has_manager or asked.standards.may(asked.roster.role(asked.entry.author), "discharge"):
        return
    death = asked.ground.state.death if asked.ground else None
    if death is None or not death.confirmed or asked.ground is None:
        return
    about = body.about if isinstance(body, ReviewCompleted) and body.kind == "learning" else None
    if isinstance(body, ActionClosed):
        about = next((each.about for each in asked.ground.state.actions if each.id == body.action), None)
    if about == death.id:
        yield Fault("body", tr("is the last word on this death, and takes them off the caseload: a manager records it"))


@checks(PersonDischarged)
def discharge_was_decided(asked: Asked, body: PersonDischarged) -> Iterator[Fault]:
    """A decision about discharge that says agree, by a manager."""
    found = asked.stored.entry(body.decision)
    decision = found.body if found else None
    if isinstance(decision, DecisionRecorded):
        if (decision.about, decision.decision) != ("discharge", "agree"):
            yield Fault("body.decision", tr("must be about discharge, and agree to it"))
        elif not asked.standards.may(asked.roster.role(decision.authorised_by or ""), "discharge"):
            yield Fault("body.decision", tr("must be authorised by a manager"))


@checks(PersonDischarged)
def nothing_stands_open(asked: Asked, body: PersonDischarged) -> Iterator[Fault]:
    """Nobody is discharged while something is open. Missing contact is no reason (S0:41)."""
    if asked.ground is not None and (open_things := list(_stands_open(asked.ground, body.reason))):
        yield Fault("person", "; ".join(open_things))


def _stands_open(ground: Ground, reason: str) -> Iterator[str]:
    state = ground.state
    if ground.episode is not None and reason not in ("moved_away", "transferred"):
        yield tr("has an open missed contact: missing contact is not a reason to discharge")
    if any(each.is_open for each in state.escalations):
        yield tr("has an open escalation")
    if any(each.is_open and not each.there for each in state.handovers):
        yield tr("has an open handover: close it, completed or withdrawn, first")
    if any(each.is_open and each.there for each in state.handovers):
        yield tr("was handed over by another team, who wait for your receipt: send it first")
    if reason == "transferred" and is_transferred_on_own_word(state):
        yield tr("was handed over sealed, and no receipt says that they have been met there")
    if any(each.area == "safeguarding" for each in state.actions):
        yield tr("has an open safeguarding action")
