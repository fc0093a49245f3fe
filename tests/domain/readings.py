"""What a service reads by its Standards, over a fixed set of stories: what is owed and when, who is held over a gap,
what is taken and what is refused at every distance, what is owed to no person, which laptop is silent, what is late.

Stories are folded once, for the fold knows no Standards; only the readings are asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import product
from typing import Any

from carelist_tui.desk.silent_laptops import silent_ones
from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.checks.exports import may_export_all
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.gaps import closure_at, cover_for, standing_keys
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.dues.safety_net import gap_of
from carelist_tui.domain.dues.team import team_owed
from carelist_tui.domain.entries.subjects.reviews import STRUCTURED
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards, default_standards, default_text
from carelist_tui.domain.views.person import told as lines_of
from carelist_tui.journal.sync.heard import Heard, Hearing
from tests.domain.telling import LONDON, PLAN, Story, london, moment
from tests.domain.test_checks import ROSTER, Shelf, discharge, missed, settled, stop
from tests.domain.test_every_due import ROWS, refusing
from tests.domain.test_every_later_due import LATER_ROWS
from tests.domain.test_roster import Book
from tests.domain.test_worse import TIERS, WORSE
from tests.domain.test_worse import told as told_worse
from tests.domain.undertaking import accept, act, close, defer, do_items, hand_over, meet

Reading = Callable[[Standards], Any]
"""One thing that is read; two of its answers are compared, and never looked into."""
DISTANCES = tuple(timedelta(hours=1.9**power) for power in range(15))
"""From an hour to more than a year, each less than twice as far as the one before."""


def readings() -> Iterator[tuple[str, Reading]]:
    """Everything that is read, by name."""
    yield "the team", _team
    yield "a silent laptop", _silent
    yield "a late entry", _late
    yield "who may take out what is about everybody", _everybody
    yield "what is scored", _scored
    for name, state in states().items():
        yield f"owed: {name}", partial(_owed, state)
    for name, state in states().items():
        yield f"the gap: {name}", partial(_gap, state)
    for name, story in drafts().items():
        yield f"asked: {name}", partial(_asked, story, _before(name))


def _scored(standards: Standards) -> Any:
    """Of each instrument whether a review asks for it, who scores it, and how every two scores of it stand."""
    at, calendar = london("2026-03-02 10:00"), standards.calendar
    found: list[Any] = []
    for key, each in standards.instruments.items():
        asked = [each.is_offered(last, at, calendar) for last in (None, at - timedelta(days=30))]
        lowest, highest = ({name: item.range[n] for name, item in each.items.items()} for n in (0, 1))
        totals = [
            each.wrong_total({}, total) == "" for total in (0, 1, sum(highest.values()), sum(highest.values()) + 1)
        ]
        pairs = [each.stands((lowest, None), ({**lowest, name: highest[name]}, None)) for name in each.items]
        fits = [list(each.out_of_range({name: score})) for name in each.items for score in (0, 10, 11)]
        found.append((key, asked, each.by, totals, pairs, fits))
    return found


def _everybody(standards: Standards) -> Any:
    return [may_export_all(standards, ROSTER, worker) for worker in sorted(ROSTER.workers)]


# ---- what is owed


def _owed(state: PersonState, standards: Standards) -> Any:
    return [_dated(due) for due in owed(state, standards)]


def _dated(due: Due) -> tuple[Any, ...]:
    """A Due without its words, in which every number could be named and yet move nothing."""
    pieces = [piece if isinstance(piece, datetime) else "" for piece in due.because]
    seen = {name: due.detail[name] for name in ("left", "methods", "step") if name in due.detail}
    return due.key, due.due_at, due.from_at, due.band, pieces, seen


def _gap(state: PersonState, standards: Standards) -> Any:
    """What stands of somebody's gap at several moments of the weeks after their newest entry."""
    gap, calendar = gap_of(stand_on(state, standards)), standards.calendar
    if gap is None or state.at is None:
        return None
    found = []
    for hours in (0, 7, 30, 60, 100, 170):
        at = state.at + timedelta(hours=hours)
        closure = closure_at(at, calendar)
        cover = cover_for(gap, closure, calendar) if closure else None
        dated = (cover.from_at, cover.due_at) if cover else None
        found.append((dated, standing_keys(gap, state.person, at, calendar), gap.return_at))
    return found


@cache
def states() -> dict[str, PersonState]:
    """Everybody who is read, by what was told of them."""
    found: dict[str, PersonState] = {}
    for number, row in enumerate((*ROWS, *LATER_ROWS)):
        story = Story()
        row.tell(story)
        found[f"{number} {row.kind} {row.name}"] = story.state
    for tier, (worse, then) in product(TIERS, (*WORSE.items(), ("as it was", None))):
        found[f"{tier}, {worse}"] = told_worse(tier, "nothing else", then).state
    for name, tell in TOLD.items():
        story = Story()
        tell(story)
        found[name] = story.state
    return found


def _settled(story: Story) -> None:
    story.settle("2026-02-20 09:00")


def _crisis_days_ago(story: Story) -> None:
    _settled(story)
    story.tell("2026-02-23 10:00", "crisis.recorded", {"kind": "ae", "source": "A&E"})
    story.keep("2026-03-13 10:00", "call")


def _signs_answered(story: Story) -> None:
    _settled(story)
    seen, unseen = ([{"sign": "sleeping by day", "seen": said}] for said in ("yes", "no"))
    story.keep("2026-02-24 10:00", "call", signs_seen=seen, plan_72h="call")
    story.keep("2026-02-26 10:00", "call", signs_seen=unseen)
    story.keep("2026-03-02 10:00", "call", signs_seen=unseen)


def _booked_behind(story: Story) -> None:
    """A visit booked a service day further behind the contact that is owed than it may stand for."""
    _settled(story)
    story.book("2026-02-20 10:00", "2026-03-11 10:00")


def _refuses_while_red(story: Story) -> None:
    _settled(story)
    story.zone("2026-02-27 10:00", "red")
    said = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks", "review_on": "2026-03-20"}
    story.tell("2026-03-03 10:00", "consent.recorded", said)


def _later(at: str, days: int) -> str:
    return f"{london(at) + timedelta(days=days):%Y-%m-%d %H:%M}"


def _crisis_after(days: int) -> Callable[[Story], None]:
    """A crisis so many days after a missed contact that was then kept."""

    def tell(story: Story) -> None:
        _settled(story)
        story.miss("2026-03-02 10:00")
        story.keep("2026-03-02 12:00")
        story.tell(_later("2026-03-02 10:00", days), "crisis.recorded", {"kind": "ae", "source": "A&E"})

    return tell


def _moved(days: int, then: str) -> Callable[[Story], None]:
    """A transition closed, and so many days after it a contact or a crisis."""

    def tell(story: Story) -> None:
        _settled(story)
        handover = hand_over(story, "2026-02-23 09:00", kind="step_down", to_team="South")
        do_items(story, "2026-02-23 10:00", handover)
        accept(story, "2026-02-23 11:00", handover, "2026-02-24 10:00")
        meet(story, "2026-02-24 10:00", handover)
        close(story, "2026-02-24 11:00", handover)
        at = _later("2026-02-24 12:00", days)
        if then == "crisis":
            story.tell(at, "crisis.recorded", {"kind": "ae", "source": "A&E"})
        else:
            story.keep(at)

    return tell


def _missed_on(*days: str) -> Callable[[Story], None]:
    """Missed at ten and met at noon, each of these days."""

    def tell(story: Story) -> None:
        _settled(story)
        for day in days:
            story.miss(f"{day} 10:00")
            story.keep(f"{day} 12:00")

    return tell


def _missed_again(days: int) -> Callable[[Story], None]:
    """Missed and met, and missed again so many days later, with one attempt that failed."""

    def tell(story: Story) -> None:
        _missed_on("2026-03-02")(story)
        at = _later("2026-03-02 10:00", days)
        episode = story.miss(at)
        story.attempt(_later("2026-03-02 10:30", days), episode, "same_day_attempt")

    return tell


def _missed_while_high_at(hour: str) -> Callable[[Story], None]:
    def tell(story: Story) -> None:
        _settled(story)
        story.tell(f"2026-03-03 {hour}", "crisis.recorded", {"kind": "ae", "source": "A&E"})
        story.miss(f"2026-03-03 {hour}")

    return tell


def _early_and_late(story: Story) -> None:
    """Accepted, and met three weeks later: two stood booked until then."""
    story.accept("2026-02-02 10:00")
    story.zone("2026-02-02 10:30", "green")
    story.keep("2026-02-26 10:00")
    story.book("2026-02-26 10:30", "2026-03-05 10:00")


def _refusing_while_high(story: Story) -> None:
    refusing(story)
    story.check("2026-03-03 12:00", "high")


def _back_from_hospital(story: Story) -> None:
    _settled(story)
    body = {"kind": "general_ward", "where": "St Mary", "confirmed_with": "Sister Ode"}
    story.tell("2026-03-02 10:00", "person.admitted", body)
    story.tell("2026-03-02 16:00", "person.returned", {})


def _back_after_harm(story: Story) -> None:
    """Back from a ward to which they went 20 days after self-harm."""
    story.settle("2026-01-26 09:00")
    story.tell("2026-01-28 10:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    body = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
    story.tell("2026-02-17 10:00", "person.admitted", body)
    story.tell("2026-03-02 16:00", "person.returned", {})


def _raised(story: Story) -> None:
    _settled(story)
    story.miss("2026-03-03 10:00")
    story.check("2026-03-03 10:30", "high")


def _met_for_the_first_time(story: Story) -> None:
    story.accept("2026-03-02 10:00", source="talking_therapies")
    story.miss("2026-03-03 10:00")


def _brought_over(days: int, tier: str, zone: str) -> Callable[[Story], None]:
    """A running case that came by an import so many days after it was accepted, without any history."""

    def tell(story: Story) -> None:
        day = london("2026-03-02 10:00") - timedelta(days=days)
        story.accept(f"{day:%Y-%m-%d %H:%M}", tier=tier, zone=zone, brought_over_on="2026-03-02")

    return tell


def _missed_before(days: int) -> Callable[[Story], None]:
    """The same, and a contact was missed so many days before the import."""

    def tell(story: Story) -> None:
        _brought_over(100, "standard", "green")(story)
        story.miss(_later("2026-03-02 10:00", -days))

    return tell


def _reviewed(story: Story) -> None:
    """A structured review that its interval brings back, of somebody late among those brought over."""
    said = {"brought_over_on": "2026-03-02", "brought_over_place": 999, "zone": "green"}
    story.accept("2025-06-02 10:00", **said)
    story.review("2026-03-03 10:00", "monthly", "2026-06-03", **dict.fromkeys(STRUCTURED, "as before"))


def _without_a_plan(story: Story) -> None:
    """Green, or high, with no plan that would say how: the ways are the ladder's own."""
    story.accept("2026-03-02 10:00")
    story.keep("2026-03-02 11:00")
    story.miss("2026-03-03 10:00")


def _high_without_a_plan(story: Story) -> None:
    story.accept("2026-03-02 10:00")
    story.keep("2026-03-02 11:00")
    story.zone("2026-03-02 12:00", "red")
    story.miss("2026-03-03 10:00")


def _visited(story: Story) -> None:
    """The welfare visit tried, and nobody there."""
    _without_a_plan(story)
    story.attempt("2026-03-04 10:00", story.entries[-1].id, "in_person_check", "no_access", method="visit")


def _accepted_by(route: str) -> Callable[[Story], None]:
    """An escalation by this route, accepted and not closed."""

    def tell(story: Story) -> None:
        _settled(story)
        made = story.decide("2026-03-03 10:00", "escalate", story.miss("2026-03-03 09:30"))
        story.answer("2026-03-03 11:00", story.escalate("2026-03-03 10:30", made, "2026-03-03 12:00", route))

    return tell


TOLD: dict[str, Callable[[Story], None]] = {
    "refused by somebody red already": _refuses_while_red,
    "a booking behind what it stands for": _booked_behind,
    "a crisis 18 days ago": _crisis_days_ago,
    "a sign, and two calls without": _signs_answered,
    "a crisis 20 days after a miss": _crisis_after(20),
    "a crisis 27 days after a miss": _crisis_after(27),
    "met 11 days after a move": _moved(11, "contact"),
    "met 20 days after a move": _moved(20, "contact"),
    "a crisis 20 days after a move": _moved(20, "crisis"),
    "a crisis 40 days after a move": _moved(40, "crisis"),
    "missed again after 15 days": _missed_again(15),
    "missed again after 8 days": _missed_again(8),
    "missed thrice in 20 days": _missed_on("2026-03-02", "2026-03-10", "2026-03-20"),
    "missed thrice in 27 days": _missed_on("2026-03-02", "2026-03-10", "2026-03-28"),
    "missed twice": _missed_on("2026-03-02", "2026-03-10"),
    "missed early in the morning": _missed_while_high_at("04:00"),
    "missed late in the evening": _missed_while_high_at("18:30"),
    "met after three weeks": _early_and_late,
    "refusing, and high": _refusing_while_high,
    "back from hospital": _back_from_hospital,
    "back after self-harm": _back_after_harm,
    "high since the miss": _raised,
    "missed before the first contact": _met_for_the_first_time,
    "missed without a plan": _without_a_plan,
    "missed while high without a plan": _high_without_a_plan,
    "visited in vain": _visited,
    **{f"brought over after {days} days": _brought_over(days, "standard", "green") for days in (12, 20, 30, 60)},
    "brought over, enhanced": _brought_over(200, "enhanced", "green"),
    "brought over, amber": _brought_over(200, "standard", "amber"),
    "brought over, intensive": _brought_over(200, "intensive", "green"),
    **{f"missed {days} days before they were brought over": _missed_before(days) for days in (10, 20)},
    "a review that comes back sooner": _reviewed,
    **{f"accepted by {x}": _accepted_by(x) for x in ("ambulance", "police_welfare_check", "crisis_team", "gp")},
}


# ---- what is refused


def _asked(story: Story, before: PersonState | None, standards: Standards) -> Any:
    """The paths that speak against the newest entry, and not the sentences, in which the numbers stand."""
    *earlier, entry = story.entries
    return sorted({each.path for each in faults_now(entry, before, ROSTER, standards, Shelf(earlier))})


@cache
def _before(name: str) -> PersonState | None:
    story = drafts()[name]
    *earlier, entry = story.entries
    return fold(story.person, earlier) if earlier and entry.person else None


Draft = Callable[[Story, str, datetime], object]
"""Tells, as the newest entry, something of that episode which looks so far ahead."""
NOW = "2026-03-02 11:00"
DATES = ("review_on", "next_review_on", "promise", "complete_by", "by", "expected_until", "date")


@cache
def drafts() -> dict[str, Story]:
    """Stories whose newest entry asks to be recorded: each date as far ahead as may be, and each act of each role."""
    found: dict[str, Story] = {}
    begun = [(name, "green") for name in AHEAD] + [(name, "red") for name in SOONER_WHEN_HIGH]
    for (name, zone), distance in product(begun, DISTANCES):
        story, episode = _missed(zone)
        AHEAD[name](story, episode, london(NOW) + distance)
        found[f"{name}, {zone}, {distance}"] = story
    for name, act_of in ACTS.items():
        for by in ("w-sue", "w-mgr"):
            found[f"{name} by {by}"] = act_of(by)
    return found


def _missed(zone: str = "green") -> tuple[Story, str]:
    """The same beginning for each, told once."""
    story, episode = _told_missed(zone)
    return replace(story, entries=[*story.entries], _seqs={**story._seqs}), episode


_told_missed = cache(missed)


def _text(ahead: datetime) -> str:
    return f"{ahead.astimezone(LONDON):%Y-%m-%d %H:%M}"


def _body(type: str, field: str, **body: Any) -> Draft:
    """An entry with a date or a moment ahead."""

    def tell(story: Story, _episode: str, ahead: datetime) -> None:
        story.tell(NOW, type, body | {field: ahead.date().isoformat() if field in DATES else ahead.isoformat()})

    return tell


def _decides(decision: str) -> Draft:
    def tell(story: Story, episode: str, ahead: datetime) -> None:
        story.decide(NOW, decision, episode, _text(ahead), authorised_by="w-sue")

    return tell


def _raises(route: str) -> Draft:
    def tell(story: Story, episode: str, ahead: datetime) -> None:
        story.escalate(NOW, story.decide(NOW, "escalate", episode), _text(ahead), route)

    return tell


def _takes_over(*, higher_risk: bool) -> Draft:
    def tell(story: Story, _episode: str, ahead: datetime) -> None:
        accept(story, NOW, hand_over(story, NOW, higher_risk=higher_risk), _text(ahead))

    return tell


def _defers(kind: str) -> Draft:
    """Put off to so long after its own date."""

    def tell(story: Story, _episode: str, ahead: datetime) -> None:
        story.keep(NOW)
        story.tell(NOW, "request.received", {"kind": "access", "by": "Amina"})
        due = story.due(kind, ":monthly" if kind == "review" else None)
        assert due is not None
        before = min(london("2026-03-02 12:00"), due.due_at.astimezone(LONDON) - timedelta(minutes=1))
        defer(story, f"{before:%Y-%m-%d %H:%M}", due.key, _text(due.due_at + (ahead - london(NOW))))

    return tell


AHEAD: dict[str, Draft] = {
    "not escalated": _decides("do_not_escalate"),
    "paused": _decides("pause"),
    "stopped": lambda story, episode, ahead: stop(story, episode, _text(ahead)),
    "red": _body("zone.set", "review_on", zone="red", reason="seen"),
    "amber": _body("zone.set", "review_on", zone="amber", reason="seen"),
    "a plan": _body("engagement_plan.agreed", "review_on", **{k: v for k, v in PLAN.items() if k != "review_on"}),
    "a review": _body("review.completed", "next_review_on", kind="senior", decisions="go on"),
    "an exception": _body(
        "review.completed", "next_review_on", kind="exception", decisions="go on", root_cause="capacity"
    ),
    "consent": _body("consent.recorded", "review_on", scope="contact", given=True, basis="consent"),
    "a tier": _body("tier.set", "review_on", tier="standard", reason="as before"),
    "a booking": _body("contact.planned", "at", method="visit", purpose="routine", worker="w-tom"),
    "to be rung": _body("outreach.attempted", "call_back_at", method="call", to="person", outcome="could_not_talk"),
    "a promise": _body("outreach.attempted", "promise", method="call", to="person", outcome="could_not_talk"),
    "an action": lambda story, _, ahead: act(story, NOW, _text(ahead)),
    "a safeguarding action": lambda story, _, ahead: act(story, NOW, _text(ahead), area="safeguarding"),
    "an ambulance": _raises("ambulance"),
    "safeguarding": _raises("safeguarding"),
    "a handover": lambda story, _, ahead: hand_over(story, NOW, complete_by=ahead.date().isoformat()),
    "a first contact": _takes_over(higher_risk=False),
    "a first contact at higher risk": _takes_over(higher_risk=True),
    "listed": _body("mdt.listed", "by", reason="asked for"),
    "cover": _body("cover.arranged", "back_at", route="crisis_line"),
    "away": _body("person.admitted", "expected_until", kind="holiday", where="Leeds"),
    "going out": _body("visit.begun", "back_by"),
    "duty": lambda story, _, ahead: story.tell(
        NOW, "duty.set", {"date": ahead.date().isoformat(), "part": "day", "worker": "w-tom"}, about_nobody=True
    ),
    "cadence put off": _defers("cadence"),
    "a review put off": _defers("review"),
    "an answer put off": _defers("request_reply"),
    "a booking put off": _defers("book_contact"),
    "the next supervision": lambda story, _, ahead: story.tell(
        NOW,
        "supervision.held",
        {"worker": "w-tom", "supervisor": "w-sue", "themes": "load", "next_on": ahead.date().isoformat()},
        about_nobody=True,
    ),
    "an improvement": lambda story, _, ahead: story.tell(
        NOW,
        "improvement.opened",
        {"title": "Read numbers back", "owner": "w-tom", "due_at": moment(_text(ahead))},
        about_nobody=True,
    ),
}
SOONER_WHEN_HIGH = ("not escalated", "safeguarding")
"""What may look less far ahead about somebody who is high."""


def _by(tell: Callable[[Story, str, str], object]) -> Callable[[str], Story]:
    def told(by: str) -> Story:
        story, episode = _missed()
        tell(story, episode, by)
        return story

    return told


def _closes(story: Story, episode: str, by: str) -> None:
    told: dict[str, Any] = {"capacity_considered": "she understands", "consulted": ["GP told, how to come back said"]}
    made = story.decide(NOW, "escalate", episode, authorised_by=by, **told)
    story.tell(NOW, "episode.closed", {"episode": episode, "outcome": "declined_service", "decision": made})


def _discharged(by: str) -> Story:
    story = settled()
    discharge(story, by=by)
    return story


def _third_no(story: Story, episode: str, by: str) -> None:
    for minute in (1, 2):
        story.decide(f"2026-03-02 11:0{minute}", "do_not_escalate", episode, "2026-03-04 10:00")
    story.decide("2026-03-02 11:30", "do_not_escalate", episode, "2026-03-04 10:00", authorised_by=by)


def _waits(story: Story, _: str, by: str) -> None:
    story.zone("2026-03-02 11:00", "red")
    body = {"route": "safe_to_wait", "note": "her sister is there", "back_at": moment("2026-03-03 09:00")}
    story.tell(NOW, "cover.arranged", body | {"authorised_by": by})


EWA = {"worker": "w-ewa", "name": "Ewa", "role": "coordinator", "team": "North"}
ADOPTED = {"digest": default_standards().digest, "text": default_text()}
LIGHTER = {"tier": "light", "reason": "well"}
ACTS: dict[str, Callable[[str], Story]] = {
    "steps stopped": _by(lambda story, episode, by: stop(story, episode, "2026-03-04 10:00", by)),
    "a pause": _by(
        lambda story, episode, by: story.decide(NOW, "pause", episode, "2026-03-04 10:00", authorised_by=by)
    ),
    "a third no": _by(_third_no),
    "a lighter tier": _by(lambda story, _, by: story.tell(NOW, "tier.set", LIGHTER | {"authorised_by": by})),
    "safe to wait": _by(_waits),
    "a closing": _by(_closes),
    "a correction": _by(lambda story, episode, by: story.correct(NOW, episode, replacement=None, told={"author": by})),
    "a discharge": _discharged,
    "Standards": _by(lambda story, _, by: story.tell(NOW, "standards.adopted", ADOPTED, author=by, about_nobody=True)),
    "a worker": _by(lambda story, _, by: story.tell(NOW, "worker.added", EWA, author=by, about_nobody=True)),
}


# ---- what is about nobody


def _team(standards: Standards) -> Any:
    return [(due.key, due.due_at) for due in team_owed(_roster(), {"leah": frozenset({"amina"})}, standards)]


@cache
def _roster() -> Roster:
    book = Book()
    for worker in ("tom", "leah"):
        book.worker(worker)
    book.away("leah", "2026-03-10T00:00:00+00:00", "2026-03-20T00:00:00+00:00")
    return book.roster


def _silent(standards: Standards) -> Any:
    heard = datetime(2026, 3, 2, 10, tzinfo=UTC)
    hearing = Hearing(laptops=(Heard("b" * 32, "Leah's laptop", False, False, 1, heard, "w-leah"),))
    return [silent_ones(hearing, standards, heard + distance) for distance in DISTANCES]


def _late(standards: Standards) -> Any:
    story = Story()
    for distance in DISTANCES:
        said = {"zone": "green", "reason": "seen"}
        story.tell("2026-03-02 10:00", "zone.set", said, recorded=_text(london("2026-03-02 10:00") + distance))
    lines = lines_of(story.entries, standards.limits.late_after, standards.calendar.zone)
    return [line["late"] for line in lines]
