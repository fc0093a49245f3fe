"""A clock that can't be right, in the app: said in red first, read at the newest moment, asked about once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.clock_question import ClockScreen
from tests.cli.surface import ACCEPTED
from tests.tui.driving import shows, text_of, until

REAL = datetime.now(UTC).replace(microsecond=0)
LATER = REAL + timedelta(days=400)
ME = "w-maya"
AHEAD = f"CLOCK WRONG: read as at {LATER:%a} {LATER.day} {LATER:%b %Y}"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk by the machine's own clock, at a store of somebody on the caseload for two days; that they are red was
    recorded 400 days later."""
    made = {"worker": ME, "name": "Maya Okafor", "role": "manager", "team": "North"}
    with Carelist.init(tmp_path / "store", **made, now=REAL - timedelta(days=3), encrypted=False) as door:
        accepted = {"type": "person.accepted", "body": ACCEPTED | {"coordinator": ME}}
        red = {"zone": "red", "reason": "not sleeping", "review_on": f"{LATER.date()}"}
        came, at = REAL - timedelta(days=2), (LATER - timedelta(hours=1)).isoformat(timespec="seconds")
        door.record([accepted | {"occurred_at": came.isoformat(timespec="seconds")}], came)
        door.record([{"type": "zone.set", "occurred_at": at, "ref": "P-0001", "body": red}], LATER)
    opened = Desk(tmp_path / "store", ME)
    yield opened
    opened.close()


def kept(desk: Desk) -> int:
    return int(desk.glance.look.number("SELECT count(*) FROM entry"))


async def test_the_app_says_first_that_the_clock_is_wrong_and_shows_who_is_owed_contact(desk: Desk) -> None:
    assert desk.now() == LATER
    async with CarelistApp(desk).run_test(size=(80, 24)) as pilot:
        await shows(pilot, "LEE Ann")
        text = text_of(pilot.app)
        assert AHEAD in text.splitlines()[0]
        assert "The clock of this laptop can't be right" in " ".join(text.split())
        assert "Nothing is owed now" not in text


async def test_it_asks_once_before_recording_and_y_says_that_it_is_right(desk: Desk) -> None:
    before = kept(desk)
    async with CarelistApp(desk).run_test(size=(100, 30)) as pilot:
        await shows(pilot, "LEE Ann")
        await pilot.press("d")
        await shows(pilot, "Is the clock of this laptop right?")
        await pilot.press("n")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ClockScreen))
        assert AHEAD in text_of(pilot.app)
        await pilot.press("d")
        await shows(pilot, "Is the clock of this laptop right?")
        await pilot.press("y")
        await until(pilot, lambda: "Is the clock" not in text_of(pilot.app) and len(pilot.app.screen_stack) > 1)
        assert desk.clock.can_be_right
        assert "CLOCK WRONG" not in text_of(pilot.app)
        assert abs(desk.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert kept(desk) == before
    again = Desk(desk.store, ME)
    assert again.clock.can_be_right
    again.close()


async def test_nothing_that_a_screen_records_passes_by_the_question(desk: Desk) -> None:
    before = kept(desk)
    draft = {"type": "zone.set", "occurred_at": desk.moment(), "ref": "P-0001", "body": {"zone": "green"}}
    with pytest.raises(Refused, match="can't be right"):
        await desk.record([draft])
    assert kept(desk) == before


async def test_the_clock_of_a_demonstration_is_never_called_wrong(desk: Desk) -> None:
    shown = Desk(desk.store, ME, datetime(2020, 1, 1, 10, tzinfo=UTC), runs=False)
    assert (shown.clock_words, shown.now()) == ("", datetime(2020, 1, 1, 10, tzinfo=UTC))
    shown.close()


async def test_list_and_card_are_read_at_one_moment(desk: Desk) -> None:
    """Somebody red by a clock ahead is red on the card and in the list, before and after it is said that ours is right:
    what was recorded ahead counts from then."""
    (person,) = {item.person.id for item in desk.glance.today(LATER) if item.person is not None}

    def zones(at: datetime) -> set[str]:
        items, card = desk.glance.today(at), desk.glance.card(person, at)
        assert card is not None
        return {card.zone, *(item.person.zone for item in items if item.person is not None)}

    assert zones(desk.now()) == {"red"}
    before = desk.now() - timedelta(days=401)
    assert zones(before) == {"unknown"}
    await desk.say_clock_is_right()
    assert zones(desk.now()) == {"red"}
    assert zones(before) == {"unknown"}
    shown = (await desk.door()).people.person("P-0001", desk.now())
    assert (shown["zone"], [e["type"] for e in shown["story"] if e.get("clock_ahead")]) == ("red", ["zone.set"])
