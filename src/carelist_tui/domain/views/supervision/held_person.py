"""One person whom a worker holds, or decided about: what drifts, and what of plans and aims stands still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import DueDeferred, IndicatorAgreed
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.subjects.indicators import indicators
from carelist_tui.domain.views.report.names_left_out import NamesLeftOut, names_of_others
from carelist_tui.domain.words import day_in_full, days_since, inside, listed_name
from carelist_tui.domain.worklist import Item

WEEK = timedelta(weeks=1)
TWICE = 2
NO_PLAN_AFTER = timedelta(days=14)
"""So long after acceptance a contact plan is owed (standards.md, engagement_plan)."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something to look at together: about whom, as a page and as a screen says them, and what."""

    person: str
    whom: str
    words: str
    listed: str = ""


@dataclass(frozen=True)
class HeldPerson:
    """One person as at a moment. `course` is their story told to it, with nothing forgotten; `ground` what their rules
    stand on then, and `items` all that they are owed."""

    course: Course
    ground: Ground
    items: Sequence[Item]
    at: datetime

    @property
    def person(self) -> str:
        return self.course.person

    @property
    def whom(self) -> str:
        """`Amina Yusuf, P-0042`."""
        known = self.ground.state.identity
        name = " ".join(filter(None, (known.given, known.family)))
        return ", ".join(filter(None, (name, known.ref))) or tr("somebody not known here yet")

    @property
    def by_name(self) -> tuple[str, str, str]:
        """Where they stand among others."""
        known = self.ground.state.identity
        return (known.family or "").casefold(), (known.given or "").casefold(), self.person

    @property
    def coordinator(self) -> str | None:
        """Who coordinates them; None too once they have left."""
        state = self.ground.state
        here = state.on_caseload and not state.has_died and state.coordinator is not None
        return state.coordinator.value if here and state.coordinator is not None else None

    @property
    def others_left_out(self) -> NamesLeftOut:
        """Takes the names of everybody else whom their record knows out of words."""
        return names_of_others(self.ground)

    def point(self, words: str) -> Point:
        """It as something to look at."""
        known = self.ground.state.identity
        listed = listed_name(known.given or "", known.family or "") or self.whom
        return Point(self.person, self.whom, words, listed)

    def day(self, moment: datetime) -> str:
        """`Tue 3 Mar 2026`."""
        return day_in_full(moment.astimezone(self.ground.calendar.zone))

    def hundredths(self) -> int:
        """The contacts that their tier owes in a hundred weeks (measures.md, caseload_balance)."""
        tier = self.ground.tier
        return round(100 * WEEK / self.ground.standards.tier(tier.value if tier else None).contact_every.about)

    def overdue_a_week(self) -> Iterator[Point]:
        """What of contact and reviews fell due more than a week ago."""
        late = [
            tr("{title}, due {day}", title=inside(item.title), day=self.day(item.due_at))
            for item in self.items
            if KINDS[item.kind].brings in ("contact", "review")
            and item.status == "overdue"
            and self.at - item.due_at >= WEEK
        ]
        if late:
            yield self.point("; ".join(late))

    def put_off_twice(self) -> Iterator[Point]:
        """What is owed still, and was put off more than once."""
        times = Counter(body.due for _, body in self.course.said(DueDeferred))
        put_off = [
            tr(
                "{title}, put off {times} times, due {day}",
                title=inside(item.title),
                times=times[item.key],
                day=self.day(item.due_at),
            )
            for item in self.items
            if times[item.key] >= TWICE
        ]
        if put_off:
            yield self.point("; ".join(put_off))

    def without_contact(self) -> tuple[int, Point] | None:
        """How many days ago they were spoken to, or accepted, where that is longer than the interval in force; whoever
        is away, has died or refuses contact is not looked for."""
        newest, ground = self.ground.met_or_accepted, self.ground
        if newest is None or ground.is_withheld or self.at - newest.at <= interval_in_force(ground).about:
            return None
        days = days_since(newest.at, self.at, ground.calendar.zone)
        spoken = ground.state.last_contact is not None
        since = tr(
            "{which} {day}, {days} days ago",
            which=tr("last spoke") if spoken else tr("accepted"),
            day=self.day(newest.at),
            days=days,
        )
        return days, self.point(since if spoken else tr("no contact yet, {since}", since=since))

    def plans(self) -> Iterator[Point]:
        """What of their plans is not theirs, out of date, or as it was before a crisis (S1:44, S4:68)."""
        state, calendar = self.ground.state, self.ground.calendar
        today, said = calendar.day_of(self.at), list[str]()
        plan, risk_plan = state.plan, state.risk_plan
        accepted = state.acceptance
        if plan is None and accepted is not None and self.at - accepted.at > NO_PLAN_AFTER:
            said.append(tr("no contact plan agreed"))
        if plan is not None and not (plan.own_words or "").strip():
            said.append(tr("contact plan without their own words"))
        for each, words in ((plan, tr("contact plan")), (risk_plan, tr("risk plan"))):
            if each is not None and each.review_on < today:
                said.append(tr("{words} past its review, {day}", words=words, day=day_in_full(each.review_on)))
        changed = state.risk_plan_fact
        after = [each for each in self.course.state.crises if changed is None or changed.at < each.at]
        if after:
            said.append(tr("risk plan unchanged after the crisis of {day}", day=self.day(after[-1].at)))
        if said:
            yield self.point("; ".join(said))

    def support(self) -> Iterator[Point]:
        """Aims for which they take as much help as when those were agreed, or more, as the measure counts it."""
        agreed = {entry.id: (entry, body) for entry, body in self.course.said(IndicatorAgreed)}
        for case in indicators(self.course):
            is_now = case.starts_at <= self.at and (case.stops_at is None or self.at < case.stops_at)
            stands = is_now and case.facts.get("support") in ("same", "rising")
            entry, body = agreed.get(case.entries[0], (None, None))
            if not stands or entry is None or body is None or body.support_level == "independent":
                continue
            more = tr("more help than") if case.facts["support"] == "rising" else tr("as much help as")
            level = choice_in_words(body.support_level)
            name = self.others_left_out(body.name)
            yield self.point(
                tr(
                    "{name}: {more} when it was agreed, {day} ({level})",
                    name=name,
                    more=more,
                    day=self.day(entry.occurred_at),
                    level=level,
                )
            )
