"""Whoever went out alone is asked after until they record something later, whatever clocks said before they went, on
whichever laptop, in whatever order that arrives (S1:32)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import MONDAY, accepted, draft, hours, store_at, worker
from tests.profiles import dear

pytestmark = pytest.mark.slow

LAPTOPS = ("one", "two")
FAST = (0.0, 0.0, 1.5, 9000.0)


@dataclass
class Told:
    """What truly happened, in the order in which it did: who recorded what on which laptop, and by which clock."""

    number: int
    laptop: str
    is_visit: bool
    recorded: datetime
    known: frozenset[int]
    """What of it had reached that laptop before."""
    id: str = ""


@dataclass
class Team:
    """Two laptops on which one worker records."""

    stores: dict[str, Carelist]
    told: list[Told] = field(default_factory=list)
    has: dict[str, set[int]] = field(default_factory=lambda: {each: set() for each in LAPTOPS})

    def record(self, laptop: str, fast: float, whom: str | None) -> None:
        """The worker goes out to somebody, or records something else about nobody; a minute after what came before."""
        number = len(self.told)
        now = hours(10) + timedelta(minutes=number) + timedelta(hours=fast)
        if whom:
            said = draft("visit.begun", now, {"back_by": (now + timedelta(hours=1)).isoformat()}, ref=whom)
        else:
            said = draft("duty.set", now, {"date": f"{now:%Y-%m-%d}", "worker": "w-tom"})
        (receipt,) = self.stores[laptop].journal.record([said], author="w-tom", now=now)
        self.told.append(Told(number, laptop, bool(whom), now, frozenset(self.has[laptop]), receipt.id))
        self.has[laptop].add(number)

    def send(self, laptop: str) -> None:
        """What one has comes to the other."""
        (other,) = set(LAPTOPS) - {laptop}
        take_in(self.stores[other], self.stores[laptop])
        self.has[other] |= self.has[laptop]

    def out(self) -> str | None:
        """The visit that somebody is out on for sure: the last that was begun, where its worker has recorded nothing
        since, and nothing ahead of it on a laptop that had not been heard of."""
        visit = max((each for each in self.told if each.is_visit), key=lambda each: each.number, default=None)
        if visit is None:
            return None
        unheard = (each for each in self.told if each.number not in visit.known and each is not visit)
        return None if any(each.recorded > visit.recorded for each in unheard) else visit.id

    def back(self) -> bool:
        """Whether nobody is out for sure: the worker has recorded something since the last that was begun, later by
        every clock."""
        last = self.told[-1] if self.told else None
        return last is None or (not last.is_visit and all(last.recorded > each.recorded for each in self.told[:-1]))


def take_in(store: Carelist, other: Carelist) -> None:
    """What one store has comes to another."""
    have = {each["hash"] for each in lines(store.store)}
    if new := [each for each in lines(other.store) if each["hash"] not in have]:
        store.record.take_in(new)


def asked_after(store: Carelist) -> list[str]:
    """The visits whose workers are asked after, whenever that is; a rebuild finds the same."""
    before = projections(store.store)
    items = store.people.today_json(hours(11), days=24 * 365)["items"]
    store.rebuild()
    assert projections(store.store) == before
    return [each["source"] for each in items if each["kind"] == "worker_back"]


ACTS = st.lists(
    st.tuples(st.sampled_from(LAPTOPS), st.sampled_from(FAST), st.sampled_from(["P-1", "P-2", None]), st.booleans()),
    min_size=2,
    max_size=6,
)
"""On which laptop, by how many hours its clock is ahead, whom they go out to; whether it is sent to the other then."""


@dear(60)
@given(acts=ACTS, order=st.permutations(LAPTOPS))
def test_whoever_went_out_is_asked_after_until_they_are_back_whatever_clocks_said_before(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, float, str | None, bool]], order: list[str]
) -> None:
    folder: Path = tmp_path_factory.mktemp("out")
    team = Team({each: store_at(folder / each) for each in (*LAPTOPS, "third")})
    set_up = [worker("added", MONDAY, "w-tom"), accepted("P-1"), accepted("P-2")]
    team.stores["one"].record(set_up, MONDAY)
    for other in ("two", "third"):
        take_in(team.stores[other], team.stores["one"])
    for laptop, fast, whom, is_sent in acts:
        team.record(laptop, fast, whom)
        if is_sent:
            team.send(laptop)
    for laptop in order:
        take_in(team.stores["third"], team.stores[laptop])
    team.send("one")
    team.send("two")
    found = [asked_after(store) for store in team.stores.values()]
    assert found[0] == found[1] == found[2]
    if visit := team.out():
        assert found[0] == [visit]
    if team.back():
        assert found[0] == []


def test_whoever_goes_out_after_a_visit_that_a_clock_ahead_had_recorded_is_asked_after_whichever_is_told_as_the_later(
    tmp_path: Path,
) -> None:
    """Once the one recorded ahead is told as earlier than the one after it, once as later."""
    for said_at in (hours(9), hours(12)):
        store = store_at(tmp_path / f"{said_at:%H}")
        store.record([worker("added", MONDAY, "w-tom"), accepted("P-1")], MONDAY)
        begun = []
        for at, now in ((said_at, hours(20)), (hours(10), hours(10))):
            said = draft("visit.begun", at, {"back_by": (now + timedelta(hours=1)).isoformat()}, ref="P-1")
            begun += store.journal.record([said], author="w-tom", now=now)
        assert asked_after(store) == [begun[-1].id]
        store.close()
