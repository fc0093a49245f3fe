"""The queue: two keys a call, keys in and journal out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.at_hand.call_at_hand import BOUNCE_SECONDS
from carelist_tui.desk.calls.attempt import begin
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.card import Card
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import NOW, entry

pytestmark = pytest.mark.slow

SIZE = (80, 24)


def attempts(desk: Desk, ref: str) -> int:
    return len(recorded(desk, "outreach.attempted", ref))


async def test_space_and_an_outcome_key_record_an_attempt_and_show_the_next_person(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "2")
        await shows(pilot, "YUSUF Amina: no answer, recorded. Next: welfare visit by tomorrow 10:30.")
        entry = recorded(desk, "outreach.attempted", "P-0042")[-1]
        assert entry["body"]["step"] == "next_day_follow_up"
        assert (entry["body"]["method"], entry["body"]["outcome"]) == ("call", "no_answer")
        assert entry["occurred_at"].startswith("2026-03-03T09:04")


async def test_the_second_failed_attempt_opens_the_decision_that_has_come_due(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "2")
        await shows(pilot, "What changed *")
        assert "YUSUF Amina" in text_of(app)


async def test_an_outcome_key_sleeps_until_space(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "2", "2", "1")
        await pilot.pause()
        assert attempts(desk, "P-0042") == 1, "only yesterday's"


async def test_a_bounced_key_answers_no_question(desk: Desk) -> None:
    """`1` reached, bounced, must not answer how they are with "as usual"."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "1", "1")
        await shows(pilot, "How are they?")
        assert attempts(desk, "P-0042") == 1


async def test_live_contact_asks_how_they_are_by_one_key(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "1")
        await shows(pilot, "How are they?")
        await pilot.press("2")
        await shows(pilot, "YUSUF Amina: reached, recorded.")
        assert recorded(desk, "outreach.attempted", "P-0042")[-1]["body"]["how_are_they"] == "worse"


async def test_a_forbidden_outcome_has_no_key_and_the_others_keep_theirs(desk: Desk) -> None:
    """Amina agreed to no voicemail: 3 is gone, 4 is still engaged."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "3")
        await pilot.pause()
        shown = text_of(app)
        assert "left a message" not in shown
        assert "4 engaged" in shown
        assert attempts(desk, "P-0042") == 1
        await pilot.press("escape", "k", "space")
        assert "3 left a message" in text_of(app), "Grace agreed to it"


async def test_a_note_goes_with_the_attempt(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "e", *"dog 2", "enter", "2")
        await shows(pilot, "no answer, recorded")
        assert recorded(desk, "outreach.attempted", "P-0042")[-1]["body"]["note"] == "dog 2"


async def test_live_contact_offers_what_comes_next_and_a_held_key_chooses_nothing(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "1")
        await asyncio.sleep(BOUNCE_SECONDS + 0.1)
        await pilot.press("1")
        await shows(pilot, "REED Col: reached, recorded. What comes next?")
        await pilot.press("1")
        await pilot.pause()
        assert "1  Book the next contact" in text_of(app), "the key that answered how they are was held"
        await asyncio.sleep(BOUNCE_SECONDS + 0.1)
        await pilot.press("1")
        await shows(pilot, "Contact planned")
        assert "REED Col" in text_of(app)


async def test_a_step_that_may_be_done_otherwise_is_by_one_more_key(desk: Desk) -> None:
    """Amina's plan says text, then call; the note that was typed goes with either."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "e", *"dog", "enter", "0")
        await shows(pilot, "TEXTING since 09:04   YUSUF Amina   07700 900123 mobile")
        assert "0 by call instead" in text_of(app)
        await pilot.press("escape", "space")
        await shows(pilot, "CALLING since 09:04")
        assert "dog" in text_of(app), "what was typed in a call that was left is there again"
        await pilot.press("0", "9")
        await shows(pilot, "YUSUF Amina: text sent, recorded.")
        entry = recorded(desk, "outreach.attempted", "P-0042")[-1]
        assert (entry["body"]["method"], entry["body"]["note"]) == ("text", "dog")


async def test_escape_leaves_a_call_without_recording(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "escape")
        await shows(pilot, "Nothing recorded.")
        await pilot.press("2")
        assert attempts(desk, "P-0042") == 1


async def test_who_can_not_be_safely_called_yet_stands_below_who_can(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await shows(pilot, "[Missed 3]")
        shown = text_of(app)
        assert shown.index("YUSUF Amina") < shown.index("REED Col")
        await pilot.press("G")
        await shows(pilot, "NOT NOW: safe from 11:00")


async def test_what_another_process_wrote_is_shown_within_seconds(desk: Desk) -> None:
    from carelist_tui.carelist import Carelist
    from tests.tui.telling import tried

    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2")
        await shows(pilot, "First attempt")
        other = Carelist.open(desk.store, "w-leah")
        other.record([tried("P-0044", "2026-03-03T09:02")], desk.now())
        other.close()
        await until(pilot, lambda: "First attempt" not in text_of(app), 8)


async def test_nobody_signed_in_records_nothing_and_is_told_so(desk: Desk) -> None:
    desk.worker = None
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "space", "2")
        await shows(pilot, "NOT RECORDED")
        await asyncio.sleep(0)
    assert attempts(desk, "P-0042") == 1


async def test_space_where_no_step_is_due_says_what_to_do_instead(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f3", "slash", *"khan", "enter")
        assert app.first.shown.row is not None
        assert all(item.kind != "ladder_step" for item in app.first.shown.row.items)
        await pilot.press("space")
        await shows(pilot, "No step of a missed contact is due here")
        assert app.first.call.attempt is None


async def test_what_worse_has_set_off_is_said_and_its_forms_are_offered(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "1")
        await asyncio.sleep(BOUNCE_SECONDS + 0.1)
        await pilot.press("2")
        await shows(pilot, "REED Col: reached, recorded.")
        await shows(pilot, "Now owed: respond today by ")
        await shows(pilot, "5  Zone")
        await asyncio.sleep(BOUNCE_SECONDS + 0.1)
        await pilot.press("4")
        await shows(pilot, "Risk check")
        assert "REED Col" in text_of(app)


async def test_who_could_not_talk_is_still_to_be_spoken_to(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "5")
        await shows(pilot, "When may they be rung?")
        await pilot.press("enter")
        await shows(pilot, "REED Col: could not talk, recorded. They are still to be spoken to.")
    door = Carelist.open(desk.store, "w-tom")
    owed = [item.kind for item in door.people.today(desk.now(), days=1) if item.person and item.person.family == "Reed"]
    door.close()
    assert "speak_to" in owed


async def test_the_moment_at_which_they_asked_to_be_rung_is_when_they_are_due(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space", "5")
        await shows(pilot, "When may they be rung?")
        await pilot.press("escape")
        await shows(pilot, "CALLING")
        assert recorded(desk, "outreach.attempted", "P-0045")[-1]["body"]["outcome"] == "no_answer", "nothing yet"
        await asyncio.sleep(BOUNCE_SECONDS + 0.1)
        await pilot.press("5")
        await shows(pilot, "When may they be rung?")
        await pilot.press(*"yesterday", "enter")
        await shows(pilot, "that is past already")
        await pilot.press(*["backspace"] * 9, *"today 14:30")
        await shows(pilot, "Tue 3 Mar 2026 14:30")
        await pilot.press("enter")
        await shows(pilot, "REED Col: could not talk, recorded.")
    body = recorded(desk, "outreach.attempted", "P-0045")[-1]["body"]
    assert (body["outcome"], body["call_back_at"]) == ("could_not_talk", "2026-03-03T14:30:00+00:00")
    (owed,) = [i for i in desk.glance.today(desk.now(), days=1) if i.kind == "speak_to"]
    assert owed.due_at.isoformat() == "2026-03-03T14:30:00+00:00"


async def test_who_was_rung_about_somebody_is_said_and_never_taken_for_them(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        screen = app.screen
        assert isinstance(screen, TodayScreen)
        assert screen.shown.row is not None
        step = replace(screen.shown.row.item, detail=screen.shown.row.item.detail | {"step": "partner_notification"})
        screen.call.attempt = begin(desk.entry_id(), step, cast("Card", screen.shown.card), desk.moment())
        await pilot.press("2")
        await shows(pilot, "sister Noor about YUSUF Amina: not reached, recorded.")


async def test_an_auditor_is_told_before_a_call_and_not_after_it(store: Path) -> None:
    door = Carelist.open(store, "w-ada")
    door.record([entry("worker.added", "2026-03-01T09:00",
                       {"worker": "w-aud", "name": "Ruth Levy", "role": "auditor", "team": "North"})], NOW)  # fmt: skip
    door.close()
    desk = Desk(store, "w-aud", NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "G", "space")
        await shows(pilot, "you are here as an auditor")
        assert "CALLING" not in text_of(app)
    desk.close()
