"""What was recorded can be taken back and put back, the newest first, only one's own; the story keeps it all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.undo import Undo, newest_own, strikes, words_of
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import recorded, settled, shows, text_of
from tests.tui.telling import NOW

pytestmark = pytest.mark.slow

SIZE = (110, 30)
TODAY = datetime(2026, 3, 3, tzinfo=UTC)


def told(id: str, at: str, author: str = "w-tom", **more: Any) -> dict[str, Any]:
    """An entry of a story."""
    seq = int(id[-1])
    return {"id": id, "type": "contact.completed", "author": author, "seq": seq, "recorded_at": at, "occurred_at": at,
            "in_words": "Call: no answer"} | more  # fmt: skip


def test_the_newest_deed_is_taken_back_first_and_put_back_in_turn() -> None:
    undo = Undo(lambda: "w-tom")
    undo.remember(["a1"])
    undo.remember(["b1", "b2"], "two things")
    deed = undo.newest()
    assert deed is not None
    assert (deed.ids, deed.words) == (("b1", "b2"), "two things")
    undo.took_back(deed, ["c1", "c2"])
    assert (first := undo.newest()) is not None
    assert first.ids == ("a1",)
    taken = undo.newest_taken()
    assert taken is not None
    assert taken.struck_by == ("c1", "c2")
    undo.put_back(taken)
    assert undo.newest() == deed
    assert undo.newest_taken() is None


def test_what_is_recorded_after_a_taking_back_ends_the_putting_back() -> None:
    undo = Undo(lambda: "w-tom")
    undo.remember(["a1"])
    deed = undo.newest()
    assert deed is not None
    undo.took_back(deed, ["c1"])
    undo.remember(["b1"])
    assert undo.newest_taken() is None


def test_a_worker_takes_back_only_their_own_deeds_at_a_shared_desk() -> None:
    who = ["w-tom"]
    undo = Undo(lambda: who[0])
    undo.remember(["a1"])
    who[0] = "w-leah"
    assert undo.newest() is None
    undo.remember(["b1"])
    who[0] = "w-tom"
    assert (deed := undo.newest()) is not None
    assert deed.ids == ("a1",)


def test_entries_are_struck_out_in_the_order_opposite_to_their_recording() -> None:
    ids = iter(["n1", "n2"])
    made = strikes(["a1", "a2"], "why", "2026-03-03T09:04:00+00:00", lambda: next(ids))
    assert [draft["body"]["entry"] for draft in made] == ["a2", "a1"]
    assert all(draft["body"]["replacement"] is None for draft in made)


def test_of_a_story_only_what_i_recorded_today_and_still_stands_is_taken_back() -> None:
    morning = "2026-03-03T08:00:00.000Z"
    story = [
        told("a1", "2026-03-02T16:00:00.000Z"),
        told("a2", "2026-03-03T07:00:00.000Z"),
        told("a3", morning),
        told("a4", morning, arose_from="a3"),
        told("a5", "2026-03-03T08:30:00.000Z", author="w-leah"),
        told("a6", "2026-03-03T08:40:00.000Z", struck=True),
        told("a7", "2026-03-03T08:50:00.000Z", type="entry.corrected"),
    ]
    assert newest_own(story, "w-tom", TODAY) == ("a3", "a4"), "with what came out of it in the same form"
    assert newest_own(story[:2], "w-tom", TODAY) == ("a2",)
    assert newest_own(story[:1], "w-tom", TODAY) == ()


def test_what_was_taken_back_is_said_in_words_and_never_at_length() -> None:
    one = told("a1", "2026-03-03T08:00:00.000Z", in_words="A very long note " * 20)
    said = words_of([one, told("a2", "2026-03-03T08:00:00.000Z")], None, lambda at: f"{at:%H:%M}")
    assert said.endswith("08:00, and 1 more with it")
    assert len(said) < 80


async def test_u_takes_back_what_was_recorded_last_and_shift_u_puts_it_back(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "2")
        await shows(pilot, "REED Col: no answer, recorded.")
        await shows(pilot, "What changed *")
        await pilot.press("escape")
        await pilot.press("u")
        await shows(pilot, "Taken back: REED Col, call: no answer 09:04. U puts it back.")
        attempts = recorded(desk, "outreach.attempted", "P-0045")
        assert [bool(each.get("struck")) for each in attempts] == [False, True]
        await pilot.press("U")
        await shows(pilot, "Put back: REED Col")
        assert not any(each.get("struck") for each in recorded(desk, "outreach.attempted", "P-0045"))
        await pilot.press("u")
        await shows(pilot, "Taken back: REED Col")
        assert recorded(desk, "outreach.attempted", "P-0045")[-1]["struck"]
        assert len(recorded(desk, "entry.corrected", "P-0045")) == 3, "nothing is ever removed"
        await pilot.press("u", "u")
        await shows(pilot, "Nothing that you recorded today is left to take back here.")
        assert len(recorded(desk, "entry.corrected", "P-0045")) == 3


async def test_what_i_recorded_this_morning_in_another_window_can_be_taken_back_and_nobody_elses(desk: Desk) -> None:
    from carelist_tui.carelist import Carelist

    zone = {"zone": "amber", "reason": "tired", "review_on": "2026-03-05"}
    for worker, ref in (("w-tom", "P-0045"), ("w-leah", "P-0042")):
        door = Carelist.open(desk.store, worker)
        door.record([{"type": "zone.set", "ref": ref, "occurred_at": "2026-03-03T08:59:00+00:00", "body": zone}], NOW)
        door.close()
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"yusuf", "enter", "u")
        await shows(pilot, "Nothing that you recorded today is left")
        await pilot.press("slash", *["backspace"] * 5, *"reed", "enter", "u")
        await shows(pilot, "Taken back: REED Col, zone")
        assert "struck" in str(recorded(desk, "zone.set", "P-0045")[-1])
        assert not recorded(desk, "zone.set", "P-0042")[-1].get("struck"), text_of(app)


async def test_several_recorded_together_are_one_step(desk: Desk) -> None:
    """As a list for the MDT of marked rows: one key takes all of it back, and one puts it back."""
    app = CarelistApp(desk)
    listed = {"reason": "three weeks of missed contacts", "by": "2026-03-10"}
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        people = {each.ref: each.person for each in desk.glance.find("")}
        drafts = [
            {"id": desk.entry_id(), "type": "mdt.listed", "person": people[ref], "occurred_at": desk.moment(),
             "body": listed} for ref in ("P-0042", "P-0044")
        ]  # fmt: skip
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        assert await screen.acts.record(drafts, "2 people listed for the MDT")
        for key, said, is_struck in (("u", "Taken back", True), ("U", "Put back", False)):
            await pilot.press(key)
            await shows(pilot, f"{said}: 2 people listed for the MDT.")
            for ref in ("P-0042", "P-0044"):
                assert bool(recorded(desk, "mdt.listed", ref)[-1].get("struck")) is is_struck


async def test_an_entry_about_nobody_can_be_taken_back_and_put_back(desk: Desk) -> None:
    def on_duty() -> str | None:
        return desk.glance.read_roster().on_duty("North", NOW, desk.zone)

    desk.worker = "w-ada"
    duty = {"id": desk.entry_id(), "type": "duty.set", "occurred_at": desk.moment(),
            "body": {"date": "2026-03-03", "worker": "w-leah"}}  # fmt: skip
    door = await desk.door()
    door.record([duty], NOW)
    assert on_duty() == "w-leah"
    struck = strikes([str(duty["id"])], "why", desk.moment(), desk.entry_id)
    door.record(struck, NOW)
    assert on_duty() is None
    door.record(strikes([struck[0]["id"]], "why", desk.moment(), desk.entry_id), NOW)
    assert on_duty() == "w-leah"


async def test_what_was_recorded_long_ago_about_another_is_asked_about_before_it_is_taken_back(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "2")
        await shows(pilot, "What changed *")
        await pilot.press("escape")
        await pilot.press("g")
        began = desk._began
        assert began is not None
        desk._began = began + timedelta(minutes=6)
        await pilot.press("u")
        await shows(pilot, "u again takes back: REED Col, call: no answer 09:04.")
        assert not any(each.get("struck") for each in recorded(desk, "outreach.attempted", "P-0045"))
        await pilot.press("u")
        await shows(pilot, "Taken back: REED Col, call: no answer 09:04.")
        assert recorded(desk, "outreach.attempted", "P-0045")[-1]["struck"]
