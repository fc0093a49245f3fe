"""Counts of loops that must close: decisions, their reviews, the MDT, escalations, handovers, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tests.planted.case import Case, is_late_entry
from tests.planted.engagement import has_no_safe_time, may_be_told
from tests.planted.episodes import Episode, episodes, expected, left_out, out_of_reach
from tests.planted.hours import at_time, day_of, days_after, same_day, service_days_after
from tests.planted.standing import Span, became_high, is_high, live_contacts, senior_word, zone_at
from tests.planted.story import Entry, Told, moment_of

OWES_A_DECISION = {"declined", "declined_at_door", "spoke_not_seen", "could_not_talk"}
WEIGHS = {"clinical_review", "safeguarding"}
URGENT = {"ambulance": 1, "police_welfare_check": 4}
SAME_DAY_ROUTES = {"crisis_team", "clinical_review", "duty_manager"}


@dataclass
class Event:
    """What owes a decision: when, by when, and whether it is owed beyond the end of the missed contact."""

    entry: Entry
    due: datetime
    stays: bool = False


def dead_or_away(told: Told, runs: list[Episode]) -> list[Span]:
    """Refused and stopped leave no decision and no review out: those are owed all the more."""
    return [span for span in out_of_reach(told, runs) if span.why in {"died", "away"}]


def decision_events(run: Episode) -> list[Event]:
    """All that owes a decision about one missed contact, in order."""
    told, events = run.told, []
    repeat = any(
        other.end is not None and timedelta() <= run.t - other.end <= timedelta(days=14)
        for other in episodes(told)
        if other.t < run.t
    )
    failed = 0
    left = [step for step in run.steps if step.skipped is None]
    for entry in told.entries:
        if not run.t <= entry.at <= run.over or entry.at == run.end:
            continue
        if entry.type == "outreach.attempted" and run.is_about(entry) and entry.get("to") == "person":
            failed += entry.get("outcome") not in {"reached", "seen", "replied"}
            nth = failed == (1 if repeat else 2) and entry.get("outcome") not in {"reached", "seen", "replied"}
            if nth or entry.get("outcome") in OWES_A_DECISION:
                events.append(event(told, entry))
        if entry.type == "risk_check.completed" and entry.get("overall") in {"concern", "high"}:
            events.append(event(told, entry, stays=True))
        if entry.type in {"escalation.closed", "escalation.acknowledged"} and is_of_episode(run, entry):
            if entry.type == "escalation.closed":
                events.append(event(told, entry))
            elif entry.get("answer") in {"declined", "redirected"}:
                events.append(Event(entry, entry.learned + timedelta(hours=1)))
        done = [step.done for step in left if step.done is not None]
        if left and len(done) == len(left) and entry.id == max(done, key=lambda each: each.place).id:
            events.append(event(told, entry))
    return events


def event(told: Told, entry: Entry, *, stays: bool = False) -> Event:
    return Event(entry, same_day(entry.learned, high=is_high(told, entry.at)), stays)


def is_of_episode(run: Episode, entry: Entry) -> bool:
    raised = [each for each in run.told.of("escalation.raised") if each.id == entry.get("escalation")]
    decisions = [each for each in run.told.of("decision.recorded") if raised and each.id == raised[0].get("decision")]
    return bool(decisions) and run.is_about(decisions[0])


def decisions(told: Told) -> list[Case]:
    """decisions_made: of each run of events without a decision since, whether one was made by the first due moment."""
    runs = episodes(told)
    cases = []
    for run in runs:
        cases += of_events(run, sorted([*unsafe(run), *decision_events(run)], key=lambda each: each.entry.place), runs)
        for step in run.steps:
            if step.to == "partner" and not may_be_told(told, run.start):
                cases += about_telling(run, step.due, runs)
    inside = [(run.t, run.over) for run in runs]
    for check in told.of("risk_check.completed"):
        if check.get("overall") in {"concern", "high"} and not any(a <= check.at < b for a, b in inside):
            cases += outside_episodes(told, event(told, check, stays=True), runs)
    return cases


def unsafe(run: Episode) -> list[Event]:
    """A step before whose due moment no time is safe is a decision, by then or the same day."""
    found = []
    for step in run.steps:
        if step.done is None and step.to == "person" and has_no_safe_time(run.told, run, step):
            by = min(step.due, same_day(run.start, high=run.ladder == "high_risk"))
            found.append(Event(run.opener, by))
    return found


def of_events(run: Episode, events: list[Event], runs: list[Episode]) -> list[Case]:
    told, cases = run.told, []
    settling = [
        entry
        for entry in told.of("decision.recorded")
        if run.is_about(entry) or entry.get("about") in WEIGHS
    ]  # fmt: skip
    while events:
        first = events[0]
        answer = next((entry for entry in settling if entry.place > first.entry.place), None)
        together = [each for each in events if answer is None or each.entry.place < answer.place]
        events = [each for each in events if answer is not None and each.entry.place > answer.place]
        due = min(each.due for each in together)
        in_time = answer is not None and answer.at <= due
        stays = any(each.stays for each in together)
        if not in_time and run.over <= due and not stays and run.ended_by != "died":
            continue
        gone = left_out(dead_or_away(told, runs), due, answer.at if answer else None)
        cases.append(
            Case(
                told, first.entry.learned, in_time, answer.at if answer else None, due, ripe_at=due, left_out=gone,
                entries=[first.entry.id, *([answer.id] if answer else [])],
                late=is_late_entry(first.entry),
            )
        )  # fmt: skip
    return cases


def about_telling(run: Episode, due: datetime, runs: list[Episode]) -> list[Case]:
    """Where nobody may be told, a decision about sharing stands in place of the partner step."""
    told = run.told
    answer = next(
        (
            entry
            for entry in told.of("decision.recorded", "consent.recorded", "engagement_plan.agreed")
            if entry.at >= run.t and (entry.get("about") == "information_sharing" or may_be_told(told, entry.at))
        ),
        None,
    )
    in_time = answer is not None and answer.at <= due
    if not in_time and run.over <= due:
        return []
    gone = left_out(dead_or_away(told, runs), due, answer.at if answer else None)
    entries = [run.opener.id, *([answer.id] if answer else [])]
    return [Case(told, run.start, in_time, answer.at if answer else None, due, due, gone, entries)]


def outside_episodes(told: Told, owed: Event, runs: list[Episode]) -> list[Case]:
    answer = next(
        (e for e in told.of("decision.recorded") if e.place > owed.entry.place and e.get("about") in WEIGHS), None
    )
    gone = left_out(dead_or_away(told, runs), owed.due, answer.at if answer else None)
    in_time = answer is not None and answer.at <= owed.due
    entries = [owed.entry.id, *([answer.id] if answer else [])]
    return [Case(told, owed.entry.learned, in_time, answer.at if answer else None, owed.due, owed.due, gone, entries)]


def longest_review(told: Told, entry: Entry) -> datetime:
    """The longest that an escalation without a review of its own may stand."""
    if is_high(told, entry.at):
        return service_days_after(entry.at, 1)
    return days_after(entry.at, 7 if zone_at(told, entry.at) == "green" else 3)


def reviews(told: Told) -> list[Case]:
    """reviews_kept: a newer decision, or the end, by when a decision was to be looked at again."""
    runs = episodes(told)
    cases = []
    for entry in told.of("decision.recorded", "outreach.stopped"):
        run = next((run for run in runs if run.is_about(entry)), None)
        chosen = entry.get("review_at")
        open_then = run is not None and run.t <= entry.at < run.over
        if chosen is None and not (entry.get("decision") == "escalate" and (open_then or is_high(told, entry.at))):
            continue
        due = moment_of(chosen) if chosen else longest_review(told, entry)
        due = sooner(told, entry, due)
        end = reviewed(told, entry, run)
        spans = dead_or_away(told, runs)
        cases.append(
            Case(
                told, due, end is not None and end <= due, end, due, ripe_at=due,
                left_out=left_out(spans, due, end),
                entries=[entry.id],
                late=is_late_entry(entry),
            )
        )  # fmt: skip
    return cases


def sooner(told: Told, entry: Entry, due: datetime) -> datetime:
    """One service day after they became high since, and while the senior it names has not confirmed it; denied, at
    once."""
    for high in became_high(told, entry.at, due):
        due = min(due, service_days_after(high.learned, 1))
    denials = [word.at for word in told.confirmations(entry.id) if word.get("true") is False]
    due = min([due, *denials])
    named = entry.get("authorised_by")
    if named and entry.word != named and not senior_word(told, entry):
        due = min(due, service_days_after(entry.at, 1))
    return due


def reviewed(told: Told, entry: Entry, run: Episode | None) -> datetime | None:
    """When it was looked at again: a newer one on the same subject, the end of its missed contact; without one, a
    check without new concern and contact since."""
    ends = []
    for newer in told.of("decision.recorded", "outreach.stopped"):
        if newer.place <= entry.place:
            continue
        if run is not None and run.is_about(newer):
            ends.append(newer.at)
        if run is None and not newer.get("episode") and newer.get("about") == entry.get("about"):
            ends.append(newer.at)
    if run is not None and run.end is not None and run.ended_by != "died":
        ends.append(max(run.end, entry.at))
    if run is None:
        contacts = [contact.at for contact in live_contacts(told) if contact.at > entry.at]
        for check in told.of("risk_check.completed"):
            if check.at > entry.at and check.get("overall") == "no_new_concern" and contacts:
                ends.append(max(check.at, contacts[0]))
    return min(ends, default=None)


def mdt(told: Told) -> list[Case]:
    """mdt_reviewed: three misses or cancellations by the person in 28 days, or a missed contact open on its 14th day,
    or the 14th after a review."""
    runs = episodes(told)
    held = [entry for entry in told.of("review.completed") if entry.get("kind") == "mdt"]
    triggers: list[tuple[datetime, str]] = []
    since_review: list[Entry] = []
    for entry in told.of("contact.missed", "contact.cancelled", "review.completed"):
        if entry.get("kind") == "mdt" and entry.type == "review.completed":
            since_review = []
        elif entry.type == "contact.missed" or entry.get("by") == "person":
            since_review.append(entry)
            recent = [each for each in since_review if entry.learned - each.learned <= timedelta(days=28)]
            if len(recent) >= 3:
                triggers.append((entry.learned, entry.id))
    for run in runs:
        for since in (run.start, *(entry.at for entry in held if run.start < entry.at < run.over)):
            moment = at_time(day_of(since) + timedelta(days=14), time(0))
            if run.over > moment and not any(since < entry.at < moment for entry in held):
                triggers.append((moment, run.opener.id))
    cases: list[Case] = []
    standing_until: datetime | None = None
    for moment, id in sorted(triggers):
        if standing_until is not None and moment < standing_until:
            continue
        due = days_after(moment, 7)
        review = next((entry for entry in held if entry.at >= moment), None)
        standing_until = review.at if review else datetime.max.replace(tzinfo=moment.tzinfo)
        stop = review.at if review else None
        gone = left_out(dead_or_away(told, runs), due, stop)
        cases.append(
            Case(told, moment, stop is not None and stop <= due, stop, due, due, gone, [id])
        )  # fmt: skip
    return cases


def escalations(told: Told) -> list[Case]:
    """escalations_closed: answered by respond_by, and the outcome by its due."""
    cases = []
    for raised in told.of("escalation.raised"):
        respond_by = moment_of(str(raised.get("respond_by")))
        answers = told.about("escalation", raised.id, "escalation.acknowledged")
        closed = told.about("escalation", raised.id, "escalation.closed")
        answer = answers[0] if answers else None
        in_time = answer is not None and answer.at <= respond_by
        accepted = in_time and (answer.get("answer") or "accepted") == "accepted" if answer else False
        due = outcome_due(told, raised, answer) if accepted and answer else respond_by
        stop = closed[0].at if closed else None
        cases.append(
            Case(
                told, raised.learned, accepted and stop is not None and stop <= due, stop, due, ripe_at=due,
                entries=[raised.id, *([answer.id] if answer else []), *([closed[0].id] if closed else [])],
                late=is_late_entry(raised),
                worker=str(raised.get("owner")),
            )
        )  # fmt: skip
    return cases


def outcome_due(told: Told, raised: Entry, answer: Entry) -> datetime:
    route = str(raised.get("route"))
    high = is_high(told, answer.at)
    if route in URGENT:
        return answer.learned + timedelta(hours=URGENT[route])
    if route in SAME_DAY_ROUTES:
        return same_day(answer.learned, high=high)
    return service_days_after(answer.learned, 1 if high else 5)


def handovers(told: Told) -> list[Case]:
    """handover_safe: accepted in two service days, first contact on its day, checklist and call, 14 quiet days."""
    cases = []
    for opened in told.of("handover.opened"):
        closed = told.about("handover", opened.id, "handover.closed")
        acceptance_due = service_days_after(opened.learned, 2)
        accepted = next(iter(told.about("handover", opened.id, "handover.accepted")), None)
        withdrawn = [each for each in closed if each.get("outcome") == "withdrawn"]
        if accepted is None and withdrawn and withdrawn[0].at <= acceptance_due:
            continue
        ripe = accepted.at + timedelta(days=14) if accepted else acceptance_due
        safe = accepted is not None and accepted.at <= acceptance_due and is_safe(told, opened, accepted)
        cases.append(
            Case(told, opened.learned, safe, due=ripe, ripe_at=ripe, entries=[opened.id],
                 late=is_late_entry(opened))
        )  # fmt: skip
    return cases


CHECKLIST = (
    "summary_written risk_plan_current medication_list_sent open_actions_listed person_told carer_informed_where_agreed"
)
BETWEEN = "appointments_booked support_hours_adjusted transition_plan_given_to_person receiving_contact_number_given"
OF_STAFF = "introduced_to_person diary_moved engagement_plan_read"


def is_safe(told: Told, opened: Entry, accepted: Entry) -> bool:
    on_day = moment_of(str(accepted.get("first_contact_at")))
    met = [e.at for e in told.about("handover", opened.id, "contact.completed") if e.at >= accepted.at]
    met += [e.at for e in told.about("handover", opened.id, "handover.first_contact") if e.get("achieved")]
    met += [e.at for e in told.of("contact.completed") if e.get("purpose") == "first" and e.at >= accepted.at]
    in_day = bool(met) and min(met) <= at_time(day_of(on_day), time(17))
    owed = set(CHECKLIST.split()) | set((OF_STAFF if opened.get("kind") == "staff_change" else BETWEEN).split())
    owed |= {"live_call_booked"} if opened.get("higher_risk") else set()
    by = moment_of_date(str(opened.get("complete_by")))
    items = {str(e.get("item")) for e in told.about("handover", opened.id, "handover.item_done") if e.at <= by}
    called = [e for e in told.about("handover", opened.id, "handover.call_held") if e.at <= by]
    end = accepted.at + timedelta(days=14)
    trouble = [e for e in told.of("crisis.recorded", "incident.recorded") if accepted.at <= e.at <= end]
    return in_day and owed <= items and (bool(called) or not opened.get("higher_risk")) and not trouble


def moment_of_date(text: str) -> datetime:
    """A date falls due at the close of service that day, or of the next service day."""
    return days_after(moment_of(f"{text}T12:00:00+00:00"), 0)


def promises(told: Told) -> list[Case]:
    """promises_kept: they said they would be in touch by a day, and were by 10:00 on the service day after it."""
    cases = []
    for entry in told.of("outreach.attempted"):
        if entry.get("promise"):
            due = service_days_after(moment_of(f"{entry.get('promise')}T12:00:00+00:00"), 1, time(10))
            met = next((contact for contact in live_contacts(told) if contact.at > entry.at), None)
            stop = met.at if met else None
            gone = left_out(out_of_reach(told, episodes(told)), due, stop)
            counted = stop is not None and stop <= due
            cases.append(Case(told, entry.learned, counted, stop, due, due, gone, [entry.id]))
    return cases


def changes_of_coordinator(told: Told) -> list[Case]:
    """after_worker_change: a miss in the 42 days after somebody else took over."""
    cases: list[Case] = []
    named: str | None = None
    for entry in told.of("person.accepted", "coordinator.named", "handover.closed"):
        before = named
        if entry.type == "handover.closed":
            if entry.get("outcome") == "completed":
                taken = told.about("handover", str(entry.get("handover")), "handover.accepted")
                named = next((each.get("receiving_worker") for each in taken if each.get("receiving_worker")), named)
        else:
            named = entry.get("coordinator") or named
        if before is None or named == before:
            continue
        end = entry.learned + timedelta(days=42)
        missed = [each for each in told.of("contact.missed") if entry.learned < expected(each) <= end]
        cases.append(Case(told, entry.learned, bool(missed), due=end, ripe_at=end, entries=[entry.id]))
    return cases
