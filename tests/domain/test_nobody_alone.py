"""Nobody alone takes contact from somebody high (product.md, invariant 1; standards.md, Roles and Limits).

Generated stories that support workers and coordinators tell, each entry asked at the door as theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.dues.ground import HELD_THERE, Ground, stand_on
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import NO_ENTRY, check_draft, read_body, read_entry, stamp
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from tests.domain.generating import BODIES, PERSON, STANDARDS, Body, Teller
from tests.domain.telling import CHECK, KEPT, LONDON, PLAN, RISK_PLAN
from tests.domain.test_checks import ROSTER, Shelf
from tests.domain.test_properties import seeds
from tests.profiles import IS_FULL, every_story

pytestmark = pytest.mark.slow

THEY = ("w-tom", "w-new")
A_SERVICE_DAY = Interval(service_days=1)
REACHED_FOR = ("contact.completed", "contact.missed", "outreach.attempted")
"""Contact itself, or somebody went for it: what is owed then follows from that."""
OWES_CONTACT = ("person.admitted", "person.returned", "crisis.recorded", "handover.opened", "handover.accepted")
BOOKED = ("contact", "unrecorded_contact", "rebook")
"""What a booking made, and what a booking settles."""
TAKES_AWAY = {
    "decision.recorded": 9, "outreach.stopped": 4, "due.deferred": 9, "contact.planned": 4, "contact.cancelled": 3,
    "consent.recorded": 4, "tier.set": 4, "entry.corrected": 8, "engagement_plan.agreed": 4, "handover.opened": 3,
    "handover.accepted": 3, "handover.closed": 3, "person.admitted": 3, "person.returned": 2, "contact.missed": 4,
    "episode.closed": 5, "person.discharged": 3, "review.completed": 3, "report.confirmed": 5, "outreach.attempted": 5,
    "escalation.raised": 3, "escalation.closed": 2, "risk_check.completed": 1, "cover.arranged": 2,
}  # fmt: skip
NAMES_A_SENIOR = ("decision.recorded", "outreach.stopped", "tier.set")


def write(t: Teller, kind: str, body: Body, author: str) -> Entry | None:
    """One entry of one laptop that has seen everything, told now; None where the door refuses it."""
    draft: dict[str, Any] = {"type": kind, "occurred_at": t.now.isoformat(), "body": body}
    if check_draft(draft | {"person": PERSON}, now=t.now):
        return None
    thing = read.thing() if (read := read_body(kind, 1, body)) is not None else None
    same = [each.id for each in t.told if thing and each.body is not None and each.body.thing() == thing]
    number = len(t.told) + 1
    entry = read_entry(
        stamp(
            draft,
            id=PERSON if number == 1 else f"00000000-0000-7000-8000-{number:012d}",
            person=PERSON,
            author=author,
            device="a" * 32,
            seq=number,
            prev=NO_ENTRY,
            recorded_at=t.now.astimezone(UTC),
            replaces=tuple(same),
            salt=number.to_bytes(16, "big"),
        )
    )
    state = fold(PERSON, t.told) if t.told else None
    if author in THEY and faults_now(entry, state, ROSTER, STANDARDS, Shelf(t.told)):
        return None
    t.told.append(entry)
    return entry


def begin(random: Random) -> Teller:
    """Somebody known and high, since a senior set them red or a check said so; perhaps with a missed contact."""
    t = Teller(random)
    day = datetime.fromisoformat(t.any("2026-03-25", "2026-06-10", "2026-12-18", "2026-10-20"))
    t.now = day.replace(hour=9, tzinfo=LONDON)
    accepted = {"ref": "P-0001", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North",
                "tier": t.any("light", "standard", "enhanced", "intensive"), "coordinator": "w-tom"}  # fmt: skip
    for kind, body in (
        ("person.accepted", accepted),
        ("consent.recorded", {"scope": "contact", "given": True, "basis": "consent"}),
        ("risk_check.completed", CHECK | {"overall": t.any("no_new_concern", "high")}),
        ("engagement_plan.agreed", PLAN | {"review_on": t.day(100, 150)}),
        ("risk_plan.updated", RISK_PLAN | {"review_on": t.day(100, 150)}),
        ("zone.set", {"zone": "red", "reason": "not eating", "review_on": t.day(3, 6)}),
        ("contact.completed", KEPT),
    ):
        t.now += timedelta(minutes=5)
        assert write(t, kind, dict(body), "w-sue") is not None
    return t


def defer(t: Teller) -> Body | None:
    """Contact with them, more often than what else is owed, put off; None where nothing is owed."""
    dues = owed(fold(PERSON, t.told), STANDARDS)
    contact = [due for due in dues if KINDS[due.kind].is_contact]
    if not dues:
        return None
    due = t.random.choice(contact or dues)
    until = (due.due_at + timedelta(hours=t.any(1, 20, 50, 300))).astimezone(UTC).isoformat()
    return {"due": due.key, "until": until, "reason": "on leave"}


def go_on(t: Teller, tries: int) -> Iterator[Entry]:
    """What they record, one after the other; what the door refuses is not told."""
    kinds = list(BODIES)
    for _ in range(tries):
        kind = t.random.choices(kinds, [TAKES_AWAY.get(kind, 0.3) for kind in kinds])[0]
        body = defer(t) if kind == "due.deferred" else BODIES[kind](t)
        if body is None:
            continue
        t.now += timedelta(minutes=t.any(1, 20, 90, 300, 1440, 1500))
        if kind in NAMES_A_SENIOR and t.chance(0.8):
            body = body | {"authorised_by": "w-sue"}
        if entry := write(t, kind, body, t.any(*THEY)):
            yield entry


def reached_by(ground: Ground, *, or_decided: bool = False) -> datetime | None:
    """When contact with them is due first, whatever else they booked themselves; or a decision that stands in place of
    a step, since the plan leaves it no safe time (standards.md, Ladders)."""
    dues = owed(ground.state, STANDARDS)
    brings = [due for due in dues if KINDS[due.kind].brings == "contact" and due.kind not in BOOKED]
    brings += [due for due in dues if or_decided and due.kind == "decision" and due.detail.get("episode")]
    return min((due.due_at for due in brings), default=None)


def ground_of(t: Teller) -> Ground:
    return stand_on(fold(PERSON, t.told), STANDARDS, ROSTER.staff)


def is_held_elsewhere(ground: Ground) -> bool:
    """Dead or said to be, or in a ward or custody, confirmed."""
    stays = [each for each in ground.state.aways if each.returned is None and each.confirmed]
    return ground.state.death is not None or any(each.kind in HELD_THERE for each in stays)


def of_contact(t: Teller, entry: Entry) -> bool:
    """Whether it is contact or an attempt at it; or corrects or denies one, or a stay that owed it."""
    body = entry.raw["body"]
    denied = entry.type == "report.confirmed" and not body["true"]
    about = body["entry"] if entry.type == "entry.corrected" else body["about"] if denied else entry.id
    known = next((each.type for each in t.told if each.id == about), "")
    return known in REACHED_FOR or (known in OWES_CONTACT and about != entry.id)


@dataclass
class Promise:
    """By when they are contacted. Once it may be put off, by one service day; then no more."""

    by: datetime
    is_spent: bool = False

    def keeps(self, entry: Entry, reached: datetime | None) -> bool:
        if reached is not None and reached <= self.by:
            return True
        longest = STANDARDS.calendar.after(entry.occurred_at, A_SERVICE_DAY)
        if reached is None or self.is_spent or reached > longest:
            return False
        self.by, self.is_spent = reached, True
        return True


def _promised(ground: Ground) -> Promise:
    reached = reached_by(ground)
    assert reached is not None
    return Promise(reached)


@given(seeds)
@settings(every_story, max_examples=every_story.max_examples // 12 if IS_FULL else 15)
def test_support_workers_and_coordinators_alone_put_contact_with_somebody_high_off_by_one_service_day_at_most(
    seed: int,
) -> None:
    t = begin(Random(seed))
    promise: Promise | None = _promised(ground_of(t))
    for entry in go_on(t, 40):
        ground = ground_of(t)
        assert ground.state.on_caseload or ground.state.death is not None
        if not ground.is_high or is_held_elsewhere(ground):
            promise = None
            continue
        if promise is None or of_contact(t, entry):
            promise = _promised(ground)
            continue
        reached = reached_by(ground, or_decided=True)
        assert promise.keeps(entry, reached), (entry.type, entry.raw["body"], promise, reached)


def test_the_stories_hold_what_would_take_contact_away() -> None:
    told = {entry.type for seed in range(60) for entry in go_on(begin(Random(seed)), 40)}
    assert set(TAKES_AWAY) - {"contact.cancelled", "person.discharged"} <= told
