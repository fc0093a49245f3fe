"""Risk: when a person is high, and the checks, decisions, escalations and crises that say so (standards.md, Clocks)."""

from __future__ import annotations

from collections.abc import Iterable

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    CrisisRecorded,
    DecisionRecorded,
    EscalationAcknowledged,
    EscalationClosed,
    EscalationRaised,
    OutreachStopped,
    RiskCheckCompleted,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.episodes import DECLINED, ids_together, longest
from carelist_tui.domain.person.facts import (
    Authority,
    Check,
    Crisis,
    Decision,
    Escalation,
    Fact,
    Reason,
    Sighting,
    Span,
)
from carelist_tui.domain.person.facts.decisions import NOES, kept
from carelist_tui.domain.person.facts.fact import CRISIS
from carelist_tui.domain.person.fold_rules import folds, set_thing
from carelist_tui.domain.person.state import PersonState

MOST_SIGHTINGS = 30
MOST_SIGNS = 5
"""Signs that are kept of one risk check."""
NEEDS = {"stopped": "stop_outreach", "pause": "pause"}
"""Which act of [roles] a "no" is; any other is as the third no."""
BECAME_HIGH = {"zone": tr("zone to red"), "check": tr("high risk")}
TRIGGER_SEEN = tr("a same-day trigger seen")
"""What calls for the MDT when somebody becomes red or high, in words."""
SETTLES_A_WORRY = ("clinical_review", "safeguarding", "missed_contact")


def open_span(state: PersonState, reason: str, since: Fact) -> None:
    """From this fact on the person is high for this reason, unless they are already: the MDT looks at that."""
    if not any(span.reason == reason and span.ends is None for span in state.spans):
        state.spans.append(Span(reason, since.at, since.clock))
        discuss(state, since, BECAME_HIGH.get(reason, TRIGGER_SEEN))


def close_span(state: PersonState, reason: str, at: Fact) -> None:
    """From this fact on the person is no longer high for this reason."""
    for span in state.spans:
        if span.reason == reason and span.ends is None:
            span.ends = at.at


def see_triggers(state: PersonState, entry: Entry, triggers: Iterable[str]) -> None:
    """Each trigger or red flag seen keeps the person high until a later check without it."""
    for trigger in triggers:
        open_span(state, f"trigger:{trigger}", Fact(entry.id, entry.order, entry.clock_at))


def worry(state: PersonState, entry: Entry, kind: str, words: str) -> None:
    """Something was seen or said that owes a same-day response."""
    found_by = entry.decided_by if entry.origin is None else ""
    state.worries.append(Reason(entry.id, entry.order, entry.clock_at, kind, words, found_by=found_by))


def discuss(state: PersonState, since: Fact, words: str) -> None:
    """Something that calls for the MDT (S0:42); said again before it has met, the first one's clock counts."""
    if not any(each.words == words and each.by is None for each in state.to_discuss):
        state.to_discuss.append(Reason(since.id, since.order, since.clock, "mdt", words))


def names_authority(
    state: PersonState, entry: Entry, worker: str | None, act: str, needs: tuple[str, ...], *, is_no: bool = False
) -> bool:
    """Whether somebody is named as having authorised it whose own word it is not yet: they are asked to say so. It is
    theirs where they recorded it, or whoever did typed on their behalf (records.md)."""
    if not worker or entry.is_word_of(worker):
        return False
    here = (entry.id, entry.order, entry.clock_at)
    state.authorities.append(Authority(*here, worker, act, needs, entry.decided_by, is_no))
    return True


def asks_here(state: PersonState, entry: Entry, act: str, needs: str, *, is_no: bool = False) -> None:
    """What another team did, and nobody here has a word in yet, is asked of whoever may do it here (records.md,
    origin): it counts from that word."""
    here = (entry.id, entry.order, entry.clock_at)
    state.authorities.append(Authority(*here, "", act, (needs,), entry.decided_by, is_no))


@folds(RiskCheckCompleted)
def checked(state: PersonState, entry: Entry, body: RiskCheckCompleted) -> None:
    triggers: list[str] = list(body.triggers)
    here, said = Fact(entry.id, entry.order, entry.clock_at), kept(body.recent_disclosures)
    for span in state.spans:
        if span.ends is None and span.reason.startswith("trigger:") and span.reason[8:] not in triggers:
            span.ends = entry.occurred_at
    if body.overall == "high":
        open_span(state, "check", here)
        worry(state, entry, "high_check", tr("high risk check") + (f" ({said})" if said else ""))
        discuss(state, here, BECAME_HIGH["check"])
    else:
        close_span(state, "check", here)
    see_triggers(state, entry, triggers)
    if triggers and body.overall != "high":
        worry(state, entry, "trigger", TRIGGER_SEEN)
    seen = signs_found(body)
    if seen:
        see_signs(state, entry, seen[0])
    state.checks.append(
        Check(
            entry.id,
            entry.order,
            entry.clock_at,
            body.overall,
            body.capacity,
            triggers,
            body.episode,
            by=entry.decided_by,
            said=said,
            signs=[kept(sign) for sign in seen[:MOST_SIGNS]],
        )
    )
    state.worried_partners.clear()


def signs_found(body: RiskCheckCompleted) -> list[str]:
    """The early warning signs that a risk check found; `none` is none."""
    return [sign for sign in body.relapse_indicators if sign.strip().casefold() not in ("", "none")]


def see_signs(state: PersonState, entry: Entry, words: str) -> None:
    """Early warning holds from here, until enough whole contacts running saw none (standards.md, Tiers)."""
    seen = Sighting(entry.id, entry.order, entry.clock_at, words)
    newest = state.sightings[-1] if state.sightings else None
    if newest is not None and not newest.reached:
        # No whole contact since: it is one early warning, which began before, whatever a service counts.
        newest.words, newest.running = words, 0
        return
    state.sightings = [*state.sightings[1 - MOST_SIGHTINGS :], seen]


@folds(DecisionRecorded)
def decided(state: PersonState, entry: Entry, body: DecisionRecorded) -> None:
    sharing = body.sharing
    decision = Decision(
        entry.id,
        entry.order,
        entry.clock_at,
        body.about,
        body.decision,
        body.episode,
        body.step,
        body.review_at,
        authorised_by=body.authorised_by or "",
        by=entry.decided_by,
        weighs_capacity=bool((body.capacity_considered or "").strip()),
        told=(sharing.with_ or "") if sharing else "",
        basis=(sharing.basis or "") if sharing else "",
    )
    _take_place(state, entry, decision, is_no=decision.is_no or body.decision == "skip_step")
    if decision.weighs_capacity:
        state.capacity_weighed = Fact(entry.id, entry.order, entry.clock_at)
    if body.about in SETTLES_A_WORRY and entry.origin is None:
        state.worries.clear()


@folds(OutreachStopped)
def stopped(state: PersonState, entry: Entry, body: OutreachStopped) -> None:
    decision = Decision(
        entry.id, entry.order, entry.clock_at, "missed_contact", "stopped", body.episode, None, body.review_at,
        authorised_by=body.authorised_by, by=entry.decided_by,
    )  # fmt: skip
    _take_place(state, entry, decision, is_no=True)


def _take_place(state: PersonState, entry: Entry, decision: Decision, *, is_no: bool) -> None:
    """A decision takes the place of what was decided before on its subject, once it counts."""
    act = tr("stopping the steps") if decision.decision == "stopped" else tr("a decision")
    # Else whoever strikes or moves an unconfirmed "no" could record it anew every day.
    before = any(each.is_no and each.worker for each in state.authorities)
    before = before or any(each.order < entry.order for each in state.unsaid)
    if entry.origin is None:
        decision.waits = names_authority(state, entry, decision.authorised_by, act, _needs(decision), is_no=is_no)
        decision.ignored = decision.waits and is_no and before
    else:
        decision.waits, decision.ignored = is_no or bool(decision.authorised_by), is_no
        if is_no:
            asks_here(state, entry, act, NEEDS.get(decision.decision, "third_no"), is_no=True)
    decision.raised = any(each.decision == decision.id for each in state.escalations)
    state.decisions.append(decision)
    if decision.ignored:
        return
    set_thing(state, entry, f"{decision.decision} {decision.step} {decision.review_at}")
    thing = entry.body.thing() if entry.body else None
    holding = {mark.id for mark in state.marks.get(thing or "", ())}
    joined = ids_together(state, decision.episode, longest)
    for other in state.decisions:
        if other is not decision and other.subject in (decision.subject, *joined) and other.id not in holding:
            other.replaced = True


def _needs(decision: Decision) -> tuple[str, ...]:
    """What whoever authorises a decision may do: what it is, and what may be done on the strength of it."""
    own = NEEDS.get(decision.decision, "third_no")
    return (own, *(("discharge",) if decision.about == "discharge" else ("close_without_contact",)))


def unsaid_no(entry: Entry) -> Authority | None:
    """The "no" that an entry says as it was recorded, where it names an authoriser whose own word it is not."""
    body = entry.body
    decided = isinstance(body, DecisionRecorded) and body.decision in (*NOES, "skip_step")
    worker = body.authorised_by if isinstance(body, DecisionRecorded | OutreachStopped) else None
    if not worker or entry.origin is not None or entry.is_word_of(worker):
        return None
    if not (decided or isinstance(body, OutreachStopped)):
        return None
    here = (entry.id, entry.order, entry.clock_at)
    return Authority(*here, worker, tr("a decision"), (), entry.decided_by, is_no=True)


def hear_authoriser(state: PersonState, entry: Entry, about: str, *, agreed: bool) -> None:
    """Whoever was named says whether they authorised it. Agreed, a decision that did not count yet takes its place
    among the others from then on; denied, it puts nothing off any longer and is looked at again now."""
    for decision in state.decisions:
        if decision.id != about:
            continue
        decision.waits = False
        if not agreed and decision.review_at is not None:
            decision.review_at = min(decision.review_at, entry.occurred_at)
        elif agreed and decision.ignored:
            decision.ignored = False
            older = [x for x in state.decisions if x.subject == decision.subject and x.order < decision.order]
            for other in older:
                other.replaced = True
            decision.replaced = decision.replaced or any(
                x.subject == decision.subject and x.order > decision.order and not x.ignored for x in state.decisions
            )


@folds(EscalationRaised)
def raised(state: PersonState, entry: Entry, body: EscalationRaised) -> None:
    decision = next((each for each in state.decisions if each.id == body.decision), None)
    if decision is not None:
        decision.raised = True
    episode = decision.episode if decision is not None else None
    state.escalations.append(
        Escalation(
            entry.id,
            entry.order,
            entry.clock_at,
            body.decision,
            body.route,
            body.owner,
            body.respond_by,
            episode,
        )
    )
    if entry.origin is None:
        state.worries.clear()
        state.medication_missed = None


@folds(EscalationAcknowledged)
def acknowledged(state: PersonState, entry: Entry, body: EscalationAcknowledged) -> None:
    for each in state.escalations:
        if each.id == body.escalation:
            # Declined twice is declined once: the decision it owes is not put off.
            again = each.answer in DECLINED and body.answer in DECLINED
            each.answered = each.answered if again else Fact(entry.id, entry.order, entry.clock_at)
            each.answer = body.answer


@folds(EscalationClosed)
def closed(state: PersonState, entry: Entry, body: EscalationClosed) -> None:
    for each in state.escalations:
        if each.id == body.escalation:
            each.closed = Fact(entry.id, entry.order, entry.clock_at)


@folds(CrisisRecorded)
def crisis(state: PersonState, entry: Entry, body: CrisisRecorded) -> None:
    state.crises.append(Crisis(entry.id, entry.order, entry.clock_at, body.kind, kept(body.summary)))
    after = max((miss.t for miss in state.misses if miss.t <= entry.occurred_at), default=None)
    moved = state.transition.at if state.transition is not None else None
    if after is not None or moved is not None:
        here = (entry.id, entry.order, entry.clock_at)
        state.to_learn.append(Reason(*here, CRISIS, "crisis", after=after, moved=moved))
    state.spans.append(Span(CRISIS, entry.occurred_at, entry.clock_at))
    discuss(state, Fact(entry.id, entry.order, entry.clock_at), tr("crisis"))
