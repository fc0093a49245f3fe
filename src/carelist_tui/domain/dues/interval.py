"""The interval in force: how often live contact is owed, and by when it is owed next (standards.md, Tiers)."""

from __future__ import annotations

from datetime import datetime

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.ground import Ground, runs_from
from carelist_tui.domain.person.facts import Fact, Value
from carelist_tui.domain.person.facts.fact import CRISIS
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.dues import SHORT


@dataclass(frozen=True, slots=True)
class Since:
    """From when something holds: the moment itself, and the one from which clocks run."""

    at: datetime
    clock: datetime


def interval_in_force(ground: Ground) -> Interval:
    """The interval in force: how often live contact is owed; more often with early warning, and of whoever is red
    or high (standards.md, Tiers)."""
    newest = ground.met_or_accepted
    if newest is None:
        return _every(ground, ground.tier, worried=ground.signs is not None, high=ground.is_high)
    return _shortenings(ground, newest)[-1][0]


def _every(ground: Ground, tier: Value | None, *, worried: bool, high: bool) -> Interval:
    known = ground.standards.tier(tier.value if tier is not None else None)
    every = [known.contact_every]
    if worried or high:
        every.append(known.with_signs_every)
    if high:
        every.append(ground.numbers.contact_high)
    return min(every, key=lambda each: each.about)


def _shortenings(ground: Ground, newest: Fact) -> list[tuple[Interval, Fact | Since | None]]:
    """The interval as it ran at the newest contact (or acceptance), and each that came in its place since, with
    the fact that shortened it. Zone, sign, check and tier count as the newest entry leaves them."""
    return ground.once(("shortenings", newest.order), lambda: _shortened(ground, newest))


def _shortened(ground: Ground, newest: Fact) -> list[tuple[Interval, Fact | Since | None]]:
    tier, signs, high = ground.tier, ground.signs, _high_since(ground, newest)
    before = _lighter_before(ground, newest)
    told: tuple[Fact | Since | None, ...] = (ground.tier_since if before else None, signs, high)
    steps = [step for step in told if step is not None and _is_later(step, newest)]
    had: dict[str, bool] = {
        "worried": signs is not None and not _is_later(signs, newest),
        "high": high is not None and not _is_later(high, newest),
    }
    found: list[tuple[Interval, Fact | Since | None]] = [(_every(ground, before or tier, **had), None)]
    for step in sorted(steps, key=lambda each: each.at):
        before = None if step is ground.tier_since else before
        had |= {"worried": had["worried"] or step is signs, "high": had["high"] or step is high}
        found.append((_every(ground, before or tier, **had), step))
    return found


def _lighter_before(ground: Ground, newest: Fact) -> Value | None:
    """The lighter tier that they were in when the newest contact was, where they are in another since."""
    tier, before, since = ground.tier, ground.tier_before, ground.tier_since
    if tier is None or before is None or since is None or not _is_later(since, newest):
        return None
    return before if ground.standards.rank(before.value) > ground.standards.rank(tier.value) else None


def _high_since(ground: Ground, newest: Fact) -> Since | None:
    """Since when they are high as far as the interval in force asks: a crisis counts where it lies within its time
    before the contact that the interval runs from, or after it; that it is over then lengthens nothing."""
    since = [
        Since(span.begins, span.clock)
        for span in ground.state.spans
        if span.over_at(ground.lengths) is None
        or (span.reason == CRISIS and span.covers(max(newest.at, span.begins), ground.lengths))
    ]
    return min(since, key=lambda each: each.at, default=None)


def contact_owed_by(ground: Ground, newest: Fact) -> datetime:
    """When live contact is owed after the newest (or acceptance), by the interval in force. What shortened it
    since brings it forward to the same day at the soonest, and never puts it off (standards.md, Tiers)."""
    return min(_owed_after(ground, newest, every, since) for every, since in _shortenings(ground, newest))


def _owed_after(ground: Ground, newest: Fact, every: Interval, since: Since | Fact | None) -> datetime:
    calendar = ground.calendar
    short = every.about <= SHORT
    begins = runs_from(newest)
    owed = calendar.before_closure(begins, every) if short else calendar.after(begins, every)
    if since is None:
        return owed
    return max(owed, calendar.same_day(since.clock, high=ground.is_high_at(since.at)))


def _is_later(each: Fact | Since | None, newest: Fact) -> bool:
    """Whether it came, or was only known, after the newest contact."""
    return each is not None and (each.at > newest.at or each.clock > newest.clock)
