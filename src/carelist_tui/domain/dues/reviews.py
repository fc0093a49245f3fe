"""Reviews and learning: what a service looks at again so that it changes (S4:34, S4:66-68, S0:37, S0:43)."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, due_about, joined
from carelist_tui.domain.names import names_match
from carelist_tui.domain.person.facts import Fact, Reason, ShareConsent, Value
from carelist_tui.domain.person.facts.fact import CRISIS


def crisis_summary(ground: Ground) -> Iterator[Due]:
    """After a crisis its summary is asked for within 48 hours, and had within five service days (S4:66)."""
    calendar, numbers = ground.calendar, ground.numbers
    for each in ground.state.crises:
        if each.received is not None:
            continue
        asked = each.requested
        if asked is None:
            high = ground.is_high_at(each.at)
            due_at = calendar.deadline(each.clock, numbers.crisis_summary, high=high)
        else:
            due_at = calendar.after(asked.clock, numbers.crisis_summary_received)
        title = "Ask for the crisis summary" if asked is None else "Get the crisis summary"
        words: Words = ("crisis ", each.at) if asked is None else ("asked for ", asked.at)
        yield due_about(ground, "crisis_summary", asked or each, title, due_at, words, about=each.id)


def learning_review(ground: Ground) -> Iterator[Due]:
    """A crisis after a missed contact, and every incident, is learned from (S0:37)."""
    for each in ground.state.to_learn:
        words = _learned_from(ground, each)
        if words is None:
            continue
        due_at = ground.calendar.after(each.clock, ground.numbers.learning_review)
        yield due_about(ground, "learning_review", each, "Learning review", due_at, words)


def _learned_from(ground: Ground, reason: Reason) -> Words | None:
    """Why something is learned from; a crisis only soon after a missed contact or a move (S0:37, S1:28)."""
    if reason.kind != CRISIS:
        return (reason.words + " ", reason.at)
    if reason.after is not None and reason.at - reason.after <= ground.lengths.learning_looks_back:
        return ("crisis after a missed contact ", reason.at)
    if reason.moved is not None and reason.at - reason.moved <= ground.lengths.learning_after_transition:
        return ("crisis after a move between teams ", reason.at)
    return None


def _missed_too_often(ground: Ground) -> Reason | None:
    """The missed contact that made so many in so long, since the MDT met about them (S0:42)."""
    missed, number = ground.state.mdt_missed, ground.lengths.mdt_missed
    within = ground.lengths.mdt_missed_within
    for first, last in zip(missed, missed[number - 1 :], strict=False):
        if last.at - first.at < within:
            words = f"{number} missed contacts in {ground.numbers.mdt_missed_within}"
            return Reason(last.id, last.order, last.clock, "missed", words)
    return None


def mdt_review(ground: Ground) -> Iterator[Due]:
    """Repeated misses, red, high risk, a move between teams, or a listing by hand: the team looks together."""
    often = _missed_too_often(ground)
    reasons = [*ground.state.to_discuss, *([often] if often else [])]
    if not reasons:
        return
    calendar = ground.calendar
    by = {
        each.id: calendar.close_of(ground.day_within(each.by, each, ground.standards.limits.mdt_listed))
        if each.by
        else calendar.after(each.clock, ground.numbers.mdt_review)
        for each in reasons
    }
    first = min(reasons, key=lambda each: (by[each.id], each.order))
    words = joined([(each.words + " ", each.at) for each in reasons])
    yield due_about(ground, "mdt_review", first, "MDT review", by[first.id], words)


def senior_review(ground: Ground) -> Iterator[Due]:
    """While early warning stands in zone red a senior looks every week (S2:36)."""
    state = ground.state
    signs = ground.signs
    if signs is None or state.zone is None or state.zone.value != "red":
        return
    since = max(signs, state.zone, key=lambda each: each.order)
    review = state.reviews.get("senior")
    newest: Fact = review if review is not None and review.order > since.order else since
    due_at = ground.calendar.after(newest.clock, ground.numbers.senior_review)
    words: Words = ("red with early warning signs since ", since.at)
    yield due_about(ground, "senior_review", newest, "Senior review", due_at, words)


def review(ground: Ground) -> Iterator[Due]:
    """The tier's structured review; with other agencies every four weeks while a consent to share stands (S4:34)."""
    state, acceptance, calendar = ground.state, ground.state.acceptance, ground.calendar
    if acceptance is None:
        return
    tier = ground.standards.tier(ground.tier.value if ground.tier else None)
    calm = tier.review_every if state.zone_now == "green" and ground.signs is None else tier.amber_review
    every = tier.high_review if ground.is_high else calm
    last = state.reviews.get("monthly")
    newest: Fact = last if last is not None and last.order > acceptance.order else acceptance
    due_at = calendar.after(newest.clock, every)
    words: Words = ("last " if newest is last else "accepted ", newest.at)
    yield due_about(
        ground, "review", newest, "Structured review", due_at, words, part="monthly", known={"kind": "monthly"}
    )
    shared = [share for share in state.shares if _is_with_agency(ground, share)]
    if not shared or not _is_looked_at_together(ground):
        return
    last = state.reviews.get("multi_agency")
    newest = max(filter(None, (last, shared[0])), key=lambda each: each.order)
    due_at = calendar.after(newest.clock, ground.numbers.multi_agency_review)
    if newest is last and last is not None:
        due_at = min(due_at, calendar.close_of(last.next_review_on))
    words = ("last " if newest is last else "consent to share ", newest.at)
    known = {"kind": "multi_agency"}
    yield due_about(ground, "review", newest, "Multi-agency review", due_at, words, part="multi_agency", known=known)


def _is_with_agency(ground: Ground, share: ShareConsent) -> bool:
    """Whether it is consent to share with an agency, and not with family or friends whom the plan names."""
    plan = ground.state.plan
    friends = [name for each in (plan.may_contact if plan else ()) for name in (each.name, each.relation)]
    return not any(names_match(share.name, friend) for friend in friends)


def _is_looked_at_together(ground: Ground) -> bool:
    """Red, amber (so unknown, and with early warning) or high, or a crisis so long ago as closed things stay known."""
    worried = not ground.is_calm or ground.signs is not None
    return worried or bool(ground.state.crises)


def consent_review(ground: Ground) -> Iterator[Due]:
    """Consent is asked again on its date; a refusal to share too, where it has one."""
    consent, refused = ground.state.consent, [each for each in ground.state.sharing if not each.given]
    asked: list[Value | ShareConsent] = [*([consent] if consent else []), *ground.state.shares, *refused]
    for each in asked:
        if each.review_on is not None:
            day = ground.day_within(each.review_on, each, ground.standards.limits.consent_review)
            due_at = ground.calendar.close_of(day)
            words: Words = ("recorded ", each.at)
            to = {"scope": "share", "with": each.name} if isinstance(each, ShareConsent) else {"scope": "contact"}
            yield due_about(ground, "consent_review", each, "Ask about consent again", due_at, words, known=to)
