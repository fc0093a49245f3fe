"""One action log, requests, indicators, authority that waits for its word (S0:25, S2, standards.md)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.bookings import booked_starts
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground, due_about
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries.choices import LIVE_METHODS, choice_in_words
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.facts import Authority
from carelist_tui.domain.roster import MANAGER, SENIOR

EVERY = {"week": Interval(weeks=1), "month": Interval(months=1)}


def actions(ground: Ground) -> Iterator[Due]:
    """Open actions, whoever holds them: housing, wellbeing and clinical ones in one log (S0:25). What a partner does
    stands with the coordinator, who asks them, and with whoever agreed it with them (standards.md, Owner)."""
    for action in ground.state.actions:
        ours = ground.staff.knows(action.owner)
        asks: Words = () if ours else (tr(", {owner} does it", owner=action.owner),)
        yield KINDS["action"].due(
            ground.state.person,
            action.id,
            action.title,
            ground.moment_within(action.due_at, action.dated, ground.standards.limits.action(action.area)),
            (tr("{area}, opened ", area=choice_in_words(action.area)), action.at, *asks),
            band=2 if action.area == "safeguarding" else 4,
            owner=action.owner if ours else None,
            detail={"action": action.id, "area": action.area} | ({} if ours else {"with": action.owner}),
            also=() if ours else (action.opened_by,),
        )


def requests(ground: Ground) -> Iterator[Due]:
    """A person's own request is answered within a month."""
    for each in ground.state.requests:
        due_at = ground.calendar.after(each.clock, ground.numbers.request_reply)
        words: Words = (tr("{kind}, asked ", kind=choice_in_words(each.kind)), each.at)
        yield due_about(ground, "request_reply", each, tr("Answer their request"), due_at, words)


def indicators(ground: Ground) -> Iterator[Due]:
    """Each indicator agreed is rated as often as agreed, until it is ended or another takes its place (S2:41). It is
    rated at the contact that is booked soon after that: nobody is rung for a number."""
    for each in ground.state.indicators:
        newest = each.rated or each
        due_at = ground.calendar.after(newest.clock, EVERY[each.every])
        words: Words = (tr("{name}, last ", name=each.name), newest.at)
        if (booked := _contact_soon_after(ground, due_at, EVERY[each.every])) is not None:
            start, due_at = booked
            words = (*words, tr("; at the contact booked for "), start)
        yield due_about(ground, "indicator", newest, tr("Rate: {name}", name=each.name), due_at, words, about=each.id)


def _contact_soon_after(ground: Ground, due_at: datetime, every: Interval) -> tuple[datetime, datetime] | None:
    """When the next contact begins and ends that is booked within half an interval after a moment."""
    last = utc(due_at) + every.about / 2
    booked = ((start, end) for start, end, each in booked_starts(ground) if each.method in LIVE_METHODS)
    return next(((start, end) for start, end in booked if utc(due_at) < utc(start) <= last), None)


def confirm_authority(ground: Ground) -> Iterator[Due]:
    """Who is named as having authorised something says so themself, of who has left anybody of the role; what came from
    another team, and does not count yet, is asked of a senior here, a discharge or a death of a manager (records.md,
    origin)."""
    for each in ground.state.authorities:
        if not each.worker and not _waits_here(ground, each):
            continue
        due_at = ground.calendar.after(each.clock, ground.numbers.confirm_authority)
        words: Words = (f"{each.act} ", each.at, tr(" names them"))
        title, owner = tr("Confirm that you authorised this"), each.worker
        if not each.worker:
            words, title = (
                (tr("{act} by {by} ", act=each.act, by=each.by), each.at),
                tr("Does it hold here: another team's decision"),
            )
        elif not ground.staff.works_here(each.worker):
            words, title = (f"{each.act} ", each.at), tr("Does it hold: whoever authorised it has left")
        if not each.worker or not ground.staff.works_here(each.worker):
            owner = MANAGER if MANAGER in map(ground.standards.needed_for, each.needs) else SENIOR
        left: Words = (tr("; they have left"),) if not ground.state.on_caseload else ()
        yield due_about(ground, "confirm_authority", each, title, due_at, (*words, *left), owner=owner)


def _waits_here(ground: Ground, asked: Authority) -> bool:
    """Whether what another team did would still change something here."""
    state = ground.state
    if state.tier_waits and state.tier_waits[-1].id == asked.id:
        return ground.tier is None or ground.tier.id != asked.id
    if any(each is not None and each.id == asked.id for each in (state.leaving, state.death)):
        return True
    if any(each.id == asked.id and each.counted is None for each in state.closings):
        return True
    decision = next((each for each in state.decisions if each.id == asked.id and not each.replaced), None)
    episode = ground.episode_of(decision.episode) if decision is not None else None
    return decision is not None and (decision.episode is None or (episode is not None and episode.is_open))


def capacity_assessment(ground: Ground) -> Iterator[Due]:
    """Capacity in doubt is assessed, and said (S0:29)."""
    check = ground.state.checks[-1] if ground.state.checks else None
    weighed = ground.state.capacity_weighed
    if check is None or check.capacity not in ("doubt", "assessment_needed"):
        return
    if weighed is not None and weighed.order > check.order:
        return
    due_at = ground.calendar.after(check.clock, ground.numbers.capacity_assessment)
    words: Words = (tr("capacity in doubt "), check.at)
    title = tr("Assess capacity")
    yield due_about(ground, "capacity_assessment", check, title, due_at, words)


def medication_missed(ground: Ground) -> Iterator[Due]:
    """Medication missed at a contact that was for it: somebody who can act is told the same day (S1:17)."""
    missed = ground.state.medication_missed
    if missed is None:
        return
    words: Words = (tr("missed at the contact "), missed.at)
    title = tr("Medication missed: tell who must know")
    yield due_about(ground, "medication_missed", missed, title, ground.same_day(missed), words)
