"""From one team's folder to another's (S4:94), as a property over generated courses: whatever is lost, doubled, late or
out of order, refused, withdrawn or corrected on either side, at every moment at least one side holds the person, and
never does a side close on its own word, or on that of a third team that has come by the story. Nothing is checked
before it is recorded here: all of it may arrive so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import NO_ENTRY, HandoverOpened, read_entry, stamp
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.origin import origin_of
from carelist_tui.domain.entries.stored import restamped
from carelist_tui.domain.person import PersonState, fold
from carelist_tui.domain.person.sent_handovers import ANSWERS
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.views.sealed_handover import receipt_of, referral_of
from tests.domain.telling import DECISION, KEPT, london
from tests.domain.undertaking import SUMMARY
from tests.profiles import every_story

pytestmark = [pytest.mark.slow, pytest.mark.long]
STANDARDS = default_standards()
BEGIN = london("2026-03-02 09:00").astimezone(UTC)
PERSON = "00000000-0000-7000-8000-000000000001"
NONE: Mapping[str, str] = {}
WHO = {"ref": "P-1", "given": "Amina", "family": "Yusuf", "source": "gp", "tier": "standard"}


@dataclass
class Side:
    """One team: what it has recorded, and what came. `opened` is the handover that counts for it."""

    name: str
    device: str
    ids: count[int]
    entries: list[Entry] = field(default_factory=list)
    opened: str = ""
    known: PersonState | None = None
    """What the entries come to, and what is owed: known until there is another, and asked ten times between."""
    owed: list[Due] | None = None

    def tell(self, now: datetime, type: str, body: dict[str, Any], *, late: int = 0, **more: Any) -> str:
        """Records it, as it occurred so many minutes ago, having seen whatever set the same thing."""
        number = next(self.ids)
        draft = {"type": type, "occurred_at": (now - timedelta(minutes=late)).isoformat(), "body": body, **more}
        own = [each for each in self.entries if each.device == self.device]
        made: dict[str, Any] = {
                "id": f"00000000-0000-7000-8000-{number:012d}", "person": PERSON, "author": f"w-{self.name}",
                "device": self.device, "seq": len(own) + 1, "prev": own[-1].raw["hash"] if own else NO_ENTRY,
                "recorded_at": now, "salt": number.to_bytes(16, "big")}  # fmt: skip
        thing = read_entry(stamp(draft, **made, replaces=())).body
        named = thing.thing() if thing is not None else None
        seen = tuple(mark.id for mark in self.state.marks.get(named, ())) if named and self.entries else ()
        self.add(read_entry(stamp(draft, **made, replaces=seen)))
        return str(made["id"])

    def take(self, message: list[dict[str, Any]], sender: str, sendings: Mapping[str, str] = NONE) -> None:
        """What came sealed; what is here already is passed over. `sendings`: of a receipt, by handover the one whose
        secret it shows."""
        here = {each.id for each in self.entries}
        for raw in message:
            if raw["id"] not in here:
                own = [each for each in self.entries if each.device == self.device]
                again = restamped(raw, device=self.device, seq=len(own) + 1,
                                  prev=own[-1].raw["hash"] if own else NO_ENTRY,
                                  origin=origin_of(raw, sender, {}, sendings.get(raw["body"].get("handover", ""))),
                                  )  # fmt: skip
                self.add(read_entry(again))

    @property
    def state(self) -> PersonState:
        if self.known is None:
            self.known = fold(PERSON, self.entries)
        return self.known

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.known = self.owed = None

    @property
    def ground(self) -> Ground:
        return stand_on(self.state, STANDARDS)

    @property
    def dues(self) -> list[Due]:
        if self.owed is None:
            self.owed = owed(self.state, STANDARDS) if self.entries else []
        return self.owed

    @property
    def holds(self) -> bool:
        """Whether the person is on this side's list, and something there brings them up."""
        state = self.state
        listed = bool(self.entries) and state.on_caseload and not state.is_named_only
        return listed and bool(self.dues)

    @property
    def has_heard(self) -> bool:
        """Whether whom they asked have said, by a receipt, that they have met them."""
        words = [each for each in self.entries if each.origin is not None and isinstance(each.body, ANSWERS)]
        words = [each for each in words if each.origin and each.origin["team"] == "North" and "sending" in each.origin]
        return any(getattr(each.body, "achieved", False) for each in words)


class Course:
    """Two teams, and the files between them: each may be lost, come twice, late, and in any order."""

    def __init__(self) -> None:
        ids = count(1)
        self.now = BEGIN
        self.south, self.north = Side("south", "a" * 32, ids), Side("north", "b" * 32, ids)
        self.east = Side("east", "c" * 32, ids)
        self.files: list[tuple[Side, str, list[dict[str, Any]], Mapping[str, str]]] = []
        self.said_by_telephone = False
        self.south.tell(self.now, "person.accepted", WHO | {"team": "South", "coordinator": "w-south"})
        self.open()

    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    # ---- what South does

    def open(self, higher_risk: bool = False) -> None:
        by = (self.now + timedelta(days=20)).date().isoformat()
        body = {"kind": "team_transfer", "direction": "out", "to_team": "North", "higher_risk": higher_risk,
                "summary": SUMMARY, "complete_by": by}  # fmt: skip
        self.south.opened = self.south.tell(self.now, "handover.opened", body)

    def send(self) -> None:
        handover = self.south.opened
        known = next((each for each in self.south.state.handovers if each.id == handover), None)
        if known is not None and known.is_open:
            self.south.tell(self.now, "handover.sent", {"handover": handover, "proof": "of a secret"})
        if known is not None and (known.is_open or known.sent is not None):
            self.files.append((self.north, handover, [dict(each.raw) for each in self.south.entries], NONE))

    @property
    def is_sent(self) -> bool:
        """Whether the handover at hand went sealed; what is said of one out of the service by telephone is told in
        `test_handovers.py`."""
        body = {"handover": self.south.opened}
        return any(
            each.type == "handover.sent" and body.items() <= each.raw["body"].items() for each in self.south.entries
        )

    def withdraw(self) -> None:
        if not self.is_sent:
            return
        body = {"handover": self.south.opened, "outcome": "withdrawn", "reason": "they stay"}
        self.south.tell(self.now, "handover.closed", body)

    def complete(self) -> None:
        if not self.is_sent:
            return
        self.south.tell(self.now, "handover.closed", {"handover": self.south.opened, "outcome": "completed"})

    def say_it_themselves(self, late: int) -> None:
        """South say that North accepted and met them: somebody told them so by telephone."""
        if not self.is_sent:
            return
        first = self.now.isoformat()
        said = {"first_contact_at": first, "accepted_by_name": "Lee", "how_confirmed": "call"}
        self.south.tell(self.now, "handover.accepted", {"handover": self.south.opened, **said}, late=late)
        self.south.tell(self.now, "handover.first_contact", {"handover": self.south.opened, "achieved": True})
        self.south.tell(self.now, "contact.completed", KEPT | {"purpose": "first", "handover": self.south.opened})

    def say_too_early(self) -> None:
        """What was said before it was sent says nothing of what becomes of it now."""
        self.said_by_telephone = True
        said = {"first_contact_at": self.now.isoformat(), "accepted_by_name": "Lee", "how_confirmed": "call"}
        self.south.tell(self.now, "handover.accepted", {"handover": self.south.opened, **said})
        self.south.tell(self.now, "handover.first_contact", {"handover": self.south.opened, "achieved": True})

    def miss_them(self) -> None:
        """South write down something else, by which what is long over is forgotten."""
        body = {"expected_at": self.now.isoformat(), "method": "visit", "how": "no_access"}
        self.south.tell(self.now, "contact.missed", body)
        self.south.tell(self.now, "contact.completed", KEPT)

    def discharge(self) -> None:
        if not self.is_sent:
            return
        agreed = DECISION | {"about": "discharge", "decision": "agree", "authorised_by": "w-south"}
        decision = self.south.tell(self.now, "decision.recorded", agreed)
        body = {"destination": "North", "reason": "transferred", "note": "handed over", "decision": decision}
        self.south.tell(self.now, "person.discharged", body)

    # ---- what North does

    def accept(self, late: int) -> None:
        if self.north.entries:
            body = WHO | {"team": "North", "coordinator": "w-north"}
            self.north.tell(self.now, "person.accepted", body, late=late)

    def refuse(self, late: int) -> None:
        if self.north.entries:
            self.north.tell(self.now, "referral.declined", {"reason": "no room", "told": "South"}, late=late)

    def meet(self, late: int) -> None:
        if self.north.entries:
            self.north.tell(self.now, "contact.completed", KEPT, late=late)

    def miss(self) -> None:
        if self.north.entries:
            body = {"expected_at": self.now.isoformat(), "method": "visit", "how": "no_access"}
            self.north.tell(self.now, "contact.missed", body)

    def say_more_than_is_so(self, late: int) -> None:
        """North say that they have taken them on and met them, whatever is so."""
        if self.north.opened:
            said = {"first_contact_at": self.now.isoformat(), "receiving_worker": "w-north"}
            self.north.tell(self.now, "handover.accepted", {"handover": self.north.opened, **said}, late=late)
            self.north.tell(self.now, "handover.first_contact", {"handover": self.north.opened, "achieved": True})

    def let_go_too_early(self) -> None:
        """North discharge somebody of whom South still waits to hear."""
        state = self.north.state
        if self.north.entries and any(each.there and each.is_open for each in state.handovers):
            agreed = DECISION | {"about": "discharge", "decision": "agree", "authorised_by": "w-north"}
            decision = self.north.tell(self.now, "decision.recorded", agreed)
            body = {"destination": "GP", "reason": "transferred", "note": "x", "decision": decision}
            self.north.tell(self.now, "person.discharged", body)

    def answer(self) -> None:
        north = self.north
        known = next((each for each in north.state.handovers if each.id == north.opened), None)
        if known is None:
            return
        for draft in list(receipt_of(north.ground, north.entries, known, self.now)):
            late = int((self.now - datetime.fromisoformat(draft["occurred_at"])).total_seconds() // 60)
            north.tell(self.now, draft["type"], draft["body"], late=late, arose_from=draft["arose_from"])
        told = [each for each in north.entries if isinstance(each.body, ANSWERS) and each.origin is None]
        if told:
            came = [each for each in north.entries if each.type == "handover.sent"]
            sendings = {each.raw["body"]["handover"]: each.id for each in came}
            self.files.append((self.south, "", [dict(each.raw) for each in told], sendings))

    # ---- what comes otherwise than by a receipt

    def hear_east(self) -> None:
        """East, who have the story, say that they have taken them on and met them."""
        self.east.take([dict(each.raw) for each in self.south.entries], "South")
        handover = self.south.opened
        self.east.tell(
            self.now, "referral.received", WHO | {"reason": "x", "urgent": False, "team": "East"}, arose_from=handover
        )
        said = {"first_contact_at": self.now.isoformat(), "receiving_worker": "w-east"}
        self.east.tell(self.now, "handover.accepted", {"handover": handover, **said}, arose_from=handover)
        self.east.tell(
            self.now, "handover.first_contact", {"handover": handover, "achieved": True}, arose_from=handover
        )
        other = {handover: next(each.id for each in self.south.entries if each.type == "handover.opened")}
        told = [dict(each.raw) for each in self.east.entries if each.origin is None]
        self.south.take(told[:-1], "East")
        self.south.take(told[-1:], "East", other)

    def hear_north_by_the_way(self) -> None:
        """What North say comes among their story, by an ordinary export, and with no secret."""
        told = [each for each in self.north.entries if each.origin is None]
        self.south.take([dict(each.raw) for each in told], "North")

    # ---- what comes, and what is corrected

    def deliver(self, number: int) -> None:
        """One of the files there ever were; the others are lost, or come later."""
        if not self.files:
            return
        to, handover, message, sendings = self.files[number % len(self.files)]
        if not handover:
            to.take(message, "North", sendings)
        elif any(each.id == handover for each in to.entries) or not _is_withdrawn(message, handover):
            to.take(message, "South")
            self._refer(handover)

    def _refer(self, handover: str) -> None:
        north = self.north
        opened = next(each for each in effective(north.entries) if each.id == handover)
        assert isinstance(opened.body, HandoverOpened)
        arose = [each for each in north.entries if each.type == "referral.received" and each.arose_from == handover]
        urgent = [each for each in arose if getattr(each.body, "urgent", False)]
        if not arose or (opened.body.higher_risk and not urgent):
            state = north.state
            body = referral_of(state.identity, opened.body, "South", "North")
            gone = timedelta() if state.left is not None else self.now - opened.occurred_at
            more = {} if state.left is not None else {"learned_at": self.now.isoformat()}
            late = int(gone.total_seconds() // 60)
            north.tell(self.now, "referral.received", body, late=late, arose_from=handover, **more)
        north.opened = handover

    def correct(self, type: str, newest: bool, how: int, hours: int) -> None:
        """An entry of whichever side recorded one is struck out, moved, or said otherwise; a correction too."""
        side = self.south if type in OF_SOUTH else self.north
        own = [each for each in side.entries if each.origin is None and each.type == type.removeprefix("south's ")]
        if not own:
            return
        entry = own[-1 if newest else 0]
        body: dict[str, Any] = {"entry": entry.id, "reason": "entered in error"}
        if how == STRUCK:
            body["replacement"] = None
        elif how == MOVED:
            body["moved_to"] = (entry.occurred_at + timedelta(hours=hours)).isoformat()
        else:
            body["replacement"] = _otherwise(entry)
        side.tell(self.now, "entry.corrected", body)

    def check(self) -> None:
        south, north = self.south, self.north
        assert south.holds or north.holds, "nobody holds them"
        left = south.state.left is not None and not south.holds
        done = any(each.outcome == "completed" and not each.there for each in south.state.handovers)
        assert not (left or done) or south.has_heard, "South closed on its own word"
        for each in south.state.handovers:
            unheard = each.direction == "out" and each.sent is None and not self.said_by_telephone
            assert not unheard or each.accepted is each.met_by is each.declined is None, "they were asked by nobody"
        unsaid = any(each.there and each.is_open for each in north.state.handovers)
        assert not unsaid or north.state.left is None or north.state.left.kind == "declined", "North let go unheard"


def _is_withdrawn(message: list[dict[str, Any]], handover: str) -> bool:
    closed = [each for each in message if each["type"] == "handover.closed" and "origin" not in each]
    return any(each["body"]["handover"] == handover for each in closed)


def _otherwise(entry: Entry) -> dict[str, Any]:
    """Another body of that type: what may matter to the other side is turned round."""
    body = dict(entry.raw["body"])
    if entry.type == "handover.opened":
        body |= {"higher_risk": not body["higher_risk"], "direction": "internal"}
    for flag in ("achieved", "urgent"):
        if flag in body:
            body[flag] = not body[flag]
    if entry.type == "handover.closed":
        body |= {"outcome": "completed" if body["outcome"] == "withdrawn" else "withdrawn", "reason": "otherwise"}
    if entry.type == "entry.corrected":
        body["replacement"] = None
    return body


STRUCK, MOVED, OTHERWISE = range(3)
OF_SOUTH = ("handover.opened", "handover.sent", "handover.closed", "person.discharged", "south's entry.corrected")
OF_NORTH = ("referral.received", "person.accepted", "referral.declined", "contact.completed", "handover.accepted",
            "handover.first_contact", "handover.declined", "entry.corrected")  # fmt: skip
LATE = st.sampled_from([0, 0, 30, 600, 4000])
CORRECTIONS = (
    st.sampled_from((*OF_SOUTH, *OF_NORTH)), st.booleans(), st.sampled_from((STRUCK, STRUCK, MOVED, OTHERWISE)),
    st.integers(-30, 30),
)  # fmt: skip
BOTH: tuple[tuple[str, tuple[st.SearchStrategy[Any], ...]], ...] = (
    ("deliver", (st.integers(0, 12),)), ("answer", ()), ("refuse", (LATE,)), ("correct", CORRECTIONS),
    ("correct", CORRECTIONS), ("discharge", ()), ("complete", ()),
)  # fmt: skip
"""What may go wrong at any time, and once all went well."""
ANYTHING = (
    *BOTH, ("send", ()), ("send", ()), ("deliver", (st.integers(0, 12),)), ("accept", (LATE,)), ("meet", (LATE,)),
    ("miss", ()), ("say_more_than_is_so", (LATE,)), ("let_go_too_early", ()), ("withdraw", ()),
    ("open", (st.booleans(),)), ("say_it_themselves", (LATE,)), ("wait", (st.integers(9, 40),)),
    ("hear_east", ()), ("hear_north_by_the_way", ()),
)  # fmt: skip


def acts_of(table: tuple[tuple[str, tuple[st.SearchStrategy[Any], ...]], ...]) -> st.SearchStrategy[list[Any]]:
    """Some of these, each so many minutes after the one before."""
    one = st.one_of([st.tuples(st.just(name), st.tuples(*said), st.integers(1, 900)) for name, said in table])
    return st.lists(one, max_size=14)


SEALED = (("send", (), 5), ("deliver", (0,), 60))
TAKEN_ON = (*SEALED, ("accept", (0,), 30), ("meet", (0,), 30))
LET_GO = (*TAKEN_ON, ("answer", (), 5), ("deliver", (1,), 60), ("complete", (), 5), ("discharge", (), 5))
FORGOTTEN = (*LET_GO, ("wait", (40,), 5), ("meet", (0,), 5))
"""Most courses begin with what is sent and comes; some where the whole of it went well."""


@every_story
@given(
    st.one_of(
        st.tuples(st.sampled_from([(), SEALED, TAKEN_ON, LET_GO]), acts_of(ANYTHING)),
        st.tuples(st.sampled_from([TAKEN_ON, LET_GO, FORGOTTEN]), acts_of(BOTH)),
    )
)
def test_at_every_moment_one_side_holds_them_and_none_closes_on_its_own_word(
    course_of: tuple[tuple[Any, ...], list[Any]],
) -> None:
    begun, acts = course_of
    course = Course()
    for name, said, minutes in (*begun, *acts):
        course.pass_time(minutes)
        act: Callable[..., None] = getattr(course, name)
        act(*said)
        course.check()


def test_what_went_well_ends_with_north_alone() -> None:
    course = Course()
    for name, said, minutes in LET_GO:
        course.pass_time(minutes)
        getattr(course, name)(*said)
    assert (course.south.holds, course.north.holds) == (False, True)


UNSAY_ALL = tuple(("correct", (type, True, STRUCK, 0), 5) for type in OF_NORTH)


@pytest.mark.parametrize("told", [
    (*UNSAY_ALL, ("refuse", (0,), 5), ("answer", (), 5), ("deliver", (2,), 5)),
    (("wait", (60,), 5), ("miss", (), 5), *UNSAY_ALL, ("refuse", (0,), 5)),
    (*(("correct", (type, False, MOVED, -30), 5) for type in OF_NORTH), ("refuse", (0,), 5)),
    (*(("correct", (type, True, OTHERWISE, 0), 5) for type in OF_NORTH), ("refuse", (0,), 5)),
], ids=["all unsaid", "all unsaid after two months", "all moved", "all said otherwise"])  # fmt: skip
def test_whatever_north_unsays_once_south_has_let_go_they_have_them(told: tuple[Any, ...]) -> None:
    course = Course()
    for name, said, minutes in (*LET_GO, *told):
        course.pass_time(minutes)
        getattr(course, name)(*said)
        course.check()
    assert (course.south.holds, course.north.holds) == (False, True)


OWN_WORD = (("say_it_themselves", (0,), 5), ("complete", (), 5), ("discharge", (), 5))
EAST = (("hear_east", (), 5), ("complete", (), 5), ("discharge", (), 5))
BY_THE_WAY = (("hear_north_by_the_way", (), 5), ("complete", (), 5), ("discharge", (), 5))
ACCEPTED = (*SEALED, ("accept", (0,), 30), ("answer", (), 5), ("deliver", (1,), 5))


@pytest.mark.parametrize("told", [
    (*SEALED, *OWN_WORD),
    (*ACCEPTED, *OWN_WORD),
    (("say_too_early", (), 5), *SEALED, ("complete", (), 5), ("discharge", (), 5)),
    (*SEALED, ("withdraw", (), 5), ("discharge", (), 5)),
    (*SEALED, ("withdraw", (), 5), ("wait", (40,), 5), ("miss_them", (), 5), ("discharge", (), 5)),
    (*SEALED, ("refuse", (0,), 5), ("answer", (), 5), ("deliver", (1,), 5), *OWN_WORD),
    (*SEALED, ("correct", ("handover.opened", True, STRUCK, 0), 5), *OWN_WORD),
    (*SEALED, ("correct", ("handover.opened", True, OTHERWISE, 0), 5), *OWN_WORD),
    (*SEALED, ("correct", ("handover.sent", True, STRUCK, 0), 5), *OWN_WORD),
    (*SEALED, ("correct", ("handover.sent", True, MOVED, -90), 5), *OWN_WORD),
    EAST, (("send", (), 5), *EAST), (*SEALED, *EAST), (*ACCEPTED, *EAST),
    (*TAKEN_ON, ("say_more_than_is_so", (0,), 5), *BY_THE_WAY),
], ids=["nothing heard", "accepted there", "said before it was sent", "withdrawn", "withdrawn long ago",
        "refused", "the opening struck",
        "the opening said otherwise", "the sending struck", "the sending moved",
        "a third team that nobody asked", "a third team", "a third team, and it came",
        "a third team, and accepted there", "by no receipt"])  # fmt: skip
def test_south_does_not_let_go_on_its_own_word(told: tuple[Any, ...]) -> None:
    course = Course()
    for name, said, minutes in told:
        course.pass_time(minutes)
        getattr(course, name)(*said)
        course.check()
    assert course.south.holds


def test_north_does_not_let_go_before_south_has_heard() -> None:
    course = Course()
    for name, said, minutes in (*ACCEPTED, ("meet", (0,), 5), ("let_go_too_early", (), 5)):
        course.pass_time(minutes)
        getattr(course, name)(*said)
        course.check()
    assert course.north.holds
