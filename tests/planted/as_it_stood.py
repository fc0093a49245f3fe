"""Counts of how things stood at the end of a period: plans that are theirs, indicators towards their aim."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from tests.planted.case import Case
from tests.planted.crises import dead_or_away
from tests.planted.hours import CLOSES, OPENS, at_time, or_next_service_day
from tests.planted.rates import on_the_caseload
from tests.planted.standing import acceptances
from tests.planted.story import Entry, Told

AGREED = {"yes": "agreed", "in_part": "agreed in part", "no": "not agreed"}
HELP = ["independent", "prompted", "accompanied", "done_for"]
BEYOND = {"rating_0_10": 2.0, "graded_step": 1.0}


def end_of(until: date, at: datetime) -> datetime:
    """When a period is over, or when it is read before that."""
    return min(at_time(until, time(0)), at)


def gone_at(told: Told, moment: datetime) -> str | None:
    return next((span.why for span in dead_or_away(told) if span.begin <= moment < span.end), None)


def is_here(told: Told, moment: datetime) -> bool:
    return any(span.begin <= moment < span.end for span in on_the_caseload(told))


def here_since(told: Told, moment: datetime) -> datetime | None:
    """Since when they have been accepted without a leaving; brought over, since that day."""
    if not is_here(told, moment):
        return None
    began = [entry for entry in acceptances(told) if entry.at <= moment]
    if not began:
        return None
    brought = began[-1].get("brought_over_on")
    return max(began[-1].at, at_time(date.fromisoformat(brought), OPENS)) if brought else began[-1].at


def plan_at(told: Told, moment: datetime) -> Entry | None:
    plans = [plan for plan in told.of("engagement_plan.agreed") if plan.at <= moment]
    return plans[-1] if plans else None


def in_date(plan: Entry, moment: datetime) -> bool:
    """A date falls due at the close of that day, or of the service day after."""
    return moment <= at_time(or_next_service_day(date.fromisoformat(str(plan.get("review_on")))), CLOSES)


def plans_owned(told: Told, moment: datetime) -> list[Case]:
    """Whoever has been on the caseload for 14 days: counted where the plan is agreed, at least in part, in their own
    words, and in date."""
    since = here_since(told, moment)
    if since is None or moment - since < timedelta(days=14):
        return []
    plan = plan_at(told, moment)
    theirs = (
        plan is not None
        and plan.get("agreed_with_person") in {"yes", "in_part"}
        and bool(str(plan.get("own_words") or "").strip())
        and in_date(plan, moment)
    )
    return [Case(told, moment, theirs, left_out=gone_at(told, moment), entries=[plan.id] if plan else [])]


def plans_in_words(tales: list[Told], since: date, until: date, at: datetime) -> dict[str, int]:
    """What is shown beside the share."""
    moment = end_of(until, at)
    found: Counter[str] = Counter()
    for told in tales:
        for case in plans_owned(told, moment):
            if case.left_out is None:
                plan = plan_at(told, moment)
                found[AGREED[str(plan.get("agreed_with_person"))] if plan else "no plan"] += 1
                found["in their own words"] += bool(plan and str(plan.get("own_words") or "").strip())
                found["in date"] += bool(plan and in_date(plan, moment))
        for crisis in told.of("crisis.recorded"):
            end = crisis.at + timedelta(hours=72)
            if at_time(since, time(0)) <= crisis.at < at_time(until, time(0)) and end <= at:
                changed = [
                    plan
                    for plan in told.about("because_of", crisis.id, "risk_plan.updated")
                    if crisis.at <= plan.at <= end
                ]
                gone = next((span for span in dead_or_away(told) if span.begin < end < span.end), None)
                if changed or gone is None:
                    found["crises"] += 1
                    found["crises with the risk plan changed in 72 hours"] += bool(changed)
    return dict(found)


def ended_by(told: Told, indicator: Entry) -> datetime | None:
    """When an indicator ended: by its end, or by one that was agreed in its place."""
    ends = [entry.at for entry in told.about("indicator", indicator.id, "indicator.ended")]
    ends += [
        other.at
        for other in told.of("indicator.agreed")
        if other.place > indicator.place and told.reaches(other, indicator)
    ]
    return min(ends, default=None)


def outcome_of(told: Told, indicator: Entry) -> str:
    """What was said at its end; one that another took the place of was changed."""
    ends = told.about("indicator", indicator.id, "indicator.ended")
    return str(ends[0].get("outcome")).replace("_", " ") if ends else "changed"


def where_it_stands(told: Told, indicator: Entry, moment: datetime) -> str:
    """towards, held, away, or not known: by the middle one of the last three ratings of 8 weeks."""
    rated = [each for each in told.about("indicator", indicator.id, "indicator.rated") if each.at <= moment]
    newest = rated[-3:]
    if len(newest) < 3 or newest[0].at + timedelta(weeks=8) < moment:
        return "not known"
    baseline, aim = float(indicator.get("baseline")), float(indicator.get("aim"))
    middle = sorted(float(each.get("value")) for each in newest)[1]
    beyond = BEYOND.get(str(indicator.get("kind")), 0.2 * max(abs(baseline), abs(aim)))
    moved = middle - baseline if aim > baseline else baseline - middle
    if aim == baseline:
        moved = -abs(moved)
    return "towards" if moved > beyond else "away" if moved < -beyond else "held"


def indicators(told: Told, moment: datetime) -> list[Case]:
    """Indicators with three ratings: counted where they moved towards the aim. Not known is in no share."""
    cases = []
    for indicator in standing_indicators(told, moment):
        stands = where_it_stands(told, indicator, moment)
        if (gone := gone_at(told, moment)) or stands != "not known":
            cases.append(Case(told, moment, stands == "towards", left_out=gone, entries=[indicator.id]))
    return cases


def standing_indicators(told: Told, moment: datetime) -> list[Entry]:
    if not is_here(told, moment):
        return []
    return [
        indicator
        for indicator in told.of("indicator.agreed")
        if indicator.at <= moment and ((ended := ended_by(told, indicator)) is None or ended > moment)
    ]


def indicators_in_words(tales: list[Told], since: date, until: date, at: datetime) -> dict[str, int]:
    """What is shown beside the share: where the others stand, how much help is needed now, and what ended how."""
    moment = end_of(until, at)
    found: Counter[str] = Counter()
    for told in tales:
        for indicator in standing_indicators(told, moment):
            if gone_at(told, moment):
                continue
            stands = where_it_stands(told, indicator, moment)
            found[stands] += 1
            if stands != "not known":
                rated = [e for e in told.about("indicator", indicator.id, "indicator.rated") if e.at <= moment][-3:]
                took = sorted(HELP.index(str(each.get("support_level"))) for each in rated)[1]
                less = HELP.index(str(indicator.get("support_level"))) - took
                area = str(indicator.get("area")).replace("_", " ")
                found[f"by area: {area}, {'towards' if stands == 'towards' else 'others'}"] += 1
                found["less help than before" if less > 0 else "more help" if less < 0 else "as much help"] += 1
        for indicator in told.of("indicator.agreed"):
            ended = ended_by(told, indicator)
            if ended is not None and at_time(since, time(0)) <= ended < at_time(until, time(0)) and ended <= at:
                found[f"ended: {outcome_of(told, indicator)}"] += 1
    del found["towards"]
    return dict(found)
