"""Reviews and learning: what a service looks at again so that it changes (S4:34, S4:66-68, S0:37, S0:43)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, due_about, joined
from carelist_tui.domain.dues.paper import apart
from carelist_tui.domain.names import names_match
from carelist_tui.domain.person.facts import Fact, Reason, Review, ShareConsent, Value
from carelist_tui.domain.person.facts.fact import CRISIS
from carelist_tui.domain.roster import SENIOR
from carelist_tui.domain.standards.dues import REMEMBERED


def senior_for(ground: Ground) -> str:
    """Whose senior work is: the clinical oversight that was named, where that is a worker here, else a senior
    (standards.md, Owner)."""
    named, staff = ground.state.oversight, ground.staff
    return named if named in staff.active and named not in staff.auditors else SENIOR


def next_review(ground: Ground, review: Review) -> datetime:
    """When the next review of that kind is, as the last one set it, within its limit."""
    day = ground.day_within(review.next_review_on, review, ground.standards.limits.review(review.kind))
    return ground.calendar.close_of(day)


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
        title = tr("Ask for the crisis summary") if asked is None else tr("Get the crisis summary")
        words: Words = (tr("crisis "), each.at) if asked is None else (tr("asked for "), asked.at)
        yield due_about(ground, "crisis_summary", asked or each, title, due_at, words, about=each.id)


def learning_review(ground: Ground) -> Iterator[Due]:
    """A crisis after a missed contact, and every incident, is learned from (S0:37)."""
    for each in ground.state.to_learn:
        words = _learned_from(ground, each)
        if words is None:
            continue
        due_at = ground.calendar.after(each.clock, ground.numbers.learning_review)
        yield due_about(ground, "learning_review", each, tr("Learning review"), due_at, words, owner=senior_for(ground))


def _learned_from(ground: Ground, reason: Reason) -> Words | None:
    """Why something is learned from; a crisis only soon after a missed contact or a move (S0:37, S1:28)."""
    if reason.kind != CRISIS:
        return (reason.words + " ", reason.at)
    if reason.after is not None and reason.at - reason.after <= ground.lengths.learning_looks_back:
        return (tr("crisis after a missed contact "), reason.at)
    if reason.moved is not None and reason.at - reason.moved <= ground.lengths.learning_after_transition:
        return (tr("crisis after a move between teams "), reason.at)
    return None


def _missed_too_often(ground: Ground) -> Reason | None:
    """The contact, missed or cancelled by the person, that made so many in so long since the MDT met (S0:42)."""
    missed, number = ground.state.mdt_missed, ground.lengths.mdt_missed
    within = ground.lengths.mdt_missed_within
    for first, last in zip(missed, missed[number - 1 :], strict=False):
        if last.at - first.at <= within:
            words = tr(
                "{number} contacts missed or cancelled in {mdt_missed_within}",
                number=number,
                mdt_missed_within=ground.numbers.mdt_missed_within,
            )
            return Reason(last.id, last.order, last.clock, "missed", words)
    return None


def _open_too_long(ground: Ground) -> tuple[Fact, datetime] | None:
    """An open missed contact, or the last MDT review that looked at it, and from when on it is open for too long: the
    team looks together then, whatever else is done."""
    if ground.episode is None:
        return None
    miss, met = ground.episode.miss, ground.state.reviews.get("mdt")
    newest: Fact = met if met is not None and met.at >= ground.episode.t else miss
    since = miss.runs_from if newest is miss else newest.clock
    return newest, ground.calendar.at(ground.calendar.last_day(since, ground.numbers.mdt_missed_open), time(0))


def mdt_review(ground: Ground) -> Iterator[Due]:
    """Drift, a missed contact open for long, red, high, a move between teams, a listing by hand: the team looks
    together."""
    often, too_long = _missed_too_often(ground), _open_too_long(ground)
    calendar, numbers = ground.calendar, ground.numbers
    reasons: list[tuple[datetime, Fact, Words]] = []
    for each in [*ground.state.to_discuss, *([often] if often else [])]:
        by = calendar.after(each.clock, numbers.mdt_review)
        if each.by:
            by = calendar.close_of(ground.day_within(each.by, each, ground.standards.limits.mdt_listed))
        reasons.append((by, each, (each.words + " ", each.at)))
    from_at = None
    if too_long is not None and ground.episode is not None:
        source, from_at = too_long
        reasons.append((calendar.after(from_at, numbers.mdt_review), source, (tr("open since "), ground.episode.t)))
    if not reasons:
        return
    due_at, first, _ = min(reasons, key=lambda each: (each[0], each[1].order))
    words = joined([each[2] for each in reasons])
    # Another reason may be due before the missed contact is open for so long.
    begins = from_at if from_at is not None and from_at < due_at else None
    yield due_about(
        ground, "mdt_review", first, tr("MDT review"), due_at, words, owner=senior_for(ground), from_at=begins
    )


def senior_review(ground: Ground) -> Iterator[Due]:
    """While they are red, or early warning stands, a senior looks every week (S2:36)."""
    state, signs = ground.state, ground.signs
    standing = [
        (each, words)
        for each, words in ((state.red_since, tr("red since ")), (signs, tr("warning signs since ")))
        if each
    ]
    if not standing:
        return
    since: Fact = min((each for each, _ in standing), key=lambda each: each.order)
    review = state.reviews.get("senior")
    newest: Fact = review if review is not None and review.order > since.order else since
    due_at = ground.calendar.after(newest.clock, ground.numbers.senior_review)
    if newest is review and review is not None:
        due_at = min(due_at, next_review(ground, review))
    words = joined([(said, each.at) for each, said in standing])
    yield due_about(ground, "senior_review", newest, tr("Senior review"), due_at, words, owner=senior_for(ground))


def review(ground: Ground) -> Iterator[Due]:
    """The tier's structured review; with other agencies every four weeks while a consent to share stands (S4:34)."""
    state, acceptance, calendar = ground.state, ground.state.acceptance, ground.calendar
    if acceptance is None:
        return
    tier = ground.standards.tier(ground.tier.value if ground.tier else None)
    calm = tier.review_every if ground.counts_as == "green" else tier.amber_review
    every = tier.high_review if ground.is_high else calm
    last = state.reviews.get("monthly")
    newest: Fact = last if last is not None and last.order > acceptance.order else acceptance
    due_at = calendar.after(newest.clock, every)
    if newest is last and last is not None:
        # A date that somebody chose holds; where the interval brings it back, not all on one day.
        own = next_review(ground, last)
        due_at = own if own < due_at else apart(ground, newest.clock, every)
    words: Words = (tr("last ") if newest is last else tr("accepted "), newest.at)
    yield due_about(
        ground, "review", newest, tr("Structured review"), due_at, words, part="monthly", known={"kind": "monthly"}
    )
    yield from _with_agencies(ground)
    yield from _on_its_own_date(ground, acceptance)


def _with_agencies(ground: Ground) -> Iterator[Due]:
    state, calendar = ground.state, ground.calendar
    shared = [share for share in state.shares if _is_with_agency(ground, share)]
    if not shared or not _is_looked_at_together(ground):
        return
    last = state.reviews.get("multi_agency")
    newest: Fact = max(filter(None, (last, shared[0])), key=lambda each: each.order)
    due_at = calendar.after(newest.clock, ground.numbers.multi_agency_review)
    if newest is last and last is not None:
        due_at = min(due_at, next_review(ground, last))
    words: Words = (tr("last ") if newest is last else tr("consent to share "), newest.at)
    known = {"kind": "multi_agency"}
    yield due_about(
        ground, "review", newest, tr("Multi-agency review"), due_at, words, part="multi_agency", known=known
    )


ON_THEIR_DATE = {"mdt": tr("MDT review"), "learning": tr("Learning review"), "plan": tr("Plan review")}
"""Reviews that nothing but the date they set brings back, by what they are called."""


def _on_its_own_date(ground: Ground, acceptance: Fact) -> Iterator[Due]:
    """Whoever held a review said when the next one is: it comes back on that date, whatever else is owed."""
    for kind, title in ON_THEIR_DATE.items():
        last = ground.state.reviews.get(kind)
        if last is not None and last.order > acceptance.order:
            said: Words = (tr("{which} held ", which=title.lower() if kind != "mdt" else title), last.at)
            yield due_about(
                ground, "review", last, title, next_review(ground, last), said, part=kind, known={"kind": kind}
            )


def _is_with_agency(ground: Ground, share: ShareConsent) -> bool:
    """Whether it is consent to share with an agency, and not with family or friends whom the plan names."""
    plan = ground.state.plan
    friends = [name for each in (plan.may_contact if plan else ()) for name in (each.name, each.relation)]
    return not any(names_match(share.name, friend) for friend in friends)


def _is_looked_at_together(ground: Ground) -> bool:
    """Red, amber (so unknown, and with early warning) or high, or a crisis in the 28 days before the newest entry: one
    that still waits for its summary or plan stays known for longer."""
    newest, crises = ground.state.at, ground.state.crises
    return not ground.is_calm or any(newest is not None and newest - each.at <= REMEMBERED for each in crises)


def consent_review(ground: Ground) -> Iterator[Due]:
    """Consent is asked again on its date; a refusal to share too, where it has one."""
    consent, refused = ground.state.consent, [each for each in ground.state.sharing if not each.given]
    asked: list[Value | ShareConsent] = [*([consent] if consent else []), *ground.state.shares, *refused]
    for each in asked:
        if each.review_on is not None:
            day = ground.day_within(each.review_on, each, ground.standards.limits.consent_review)
            due_at = ground.calendar.close_of(day)
            words: Words = (tr("recorded "), each.at)
            to = {"scope": "share", "with": each.name} if isinstance(each, ShareConsent) else {"scope": "contact"}
            yield due_about(ground, "consent_review", each, tr("Ask about consent again"), due_at, words, known=to)
