"""Forms and the decision note, by keyboard alone: what is wrong is said under its field, nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.which_form import form_screen
from carelist_tui.tui.screens.worklist.today import TodayScreen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import NOW
from tests.tui.test_rows import step

pytestmark = pytest.mark.slow

SIZE = (80, 24)
WHY = "Her sister saw her on Sunday and she was well."


async def open_note(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await pilot.press("f2", "j", "d")
    await shows(pilot, "What changed *")


async def test_a_decision_not_to_escalate_without_a_review_date_is_refused_under_its_field(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_note(pilot)
        await pilot.press("2", *"Quiet", "tab", *WHY, "ctrl+s")
        await shows(pilot, "! a decision not to escalate needs a review")
        assert recorded(desk, "decision.recorded", "P-0042") == []
        assert isinstance(app.screen, FormScreen)
        faulty = [field for field in app.screen.form.fields if field.control.has_focus]
        assert [field.ask.path for field in faulty] == ["body.review_at"], "the first fault has the focus"
        await pilot.press(*"+2d")
        await shows(pilot, "= Thu 5 Mar 2026 10:00")
        await pilot.press("ctrl+s")
        await shows(pilot, "YUSUF Amina: decision, recorded.")
    body = recorded(desk, "decision.recorded", "P-0042")[-1]["body"]
    assert body["rationale"] == WHY
    assert (body["decision"], body["about"]) == ("do_not_escalate", "missed_contact")
    assert body["review_at"] == "2026-03-05T10:00:00+00:00"


async def test_to_escalate_asks_whom_and_raises_the_escalation_in_the_same_save(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_note(pilot)
        await pilot.press("1", *"Curtains shut", "tab", *WHY, "tab")
        await shows(pilot, "Route *")
        await pilot.press("2", *"Crisis desk", "enter", "enter", *"today 13:00", "ctrl+s")
        await shows(pilot, "YUSUF Amina: decision, recorded.")
    decision = recorded(desk, "decision.recorded", "P-0042")[-1]
    raised = recorded(desk, "escalation.raised", "P-0042")[-1]
    assert raised["body"]["decision"] == raised["arose_from"] == decision["id"]
    assert raised["body"] | {"decision": ""} == {
        "decision": "", "route": "crisis_team", "to": "Crisis desk", "owner": "w-tom",
        "respond_by": "2026-03-03T13:00:00+00:00",
        "narrative": {
            "what_changed": "Curtains shut", "attempts_made": "Mon 2 Mar 2026 10:55 call: no answer", "why_risk": WHY,
        },
    }  # fmt: skip


async def test_the_note_takes_at_most_twelve_keys_besides_its_text(desk: Desk) -> None:
    app = CarelistApp(desk)
    besides = ["2", "tab", "tab", "ctrl+s"]
    async with app.run_test(size=SIZE) as pilot:
        await open_note(pilot)
        await pilot.press("2", *"Quiet", "tab", *WHY, "tab", *"tomorrow", "ctrl+s")
        await shows(pilot, "decision, recorded.")
    assert len(besides) <= 12


async def test_what_was_typed_comes_back_after_escape(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_note(pilot)
        await pilot.press("2", *"Quiet for days", "escape")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
        await pilot.press("d")
        await shows(pilot, "What you typed before is back.")
        assert "Quiet for days" in text_of(app)
        assert ">2 not to escalate<" in text_of(app)


async def test_what_was_typed_is_thrown_away_only_after_asking(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_note(pilot)
        await pilot.press("2", *"Quiet", "ctrl+x")
        await shows(pilot, "Throw away what you typed?")
        await pilot.press("escape")
        await shows(pilot, "Still here.")
        await pilot.press("ctrl+x", "ctrl+x")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
        assert desk.kept.begun() == []


async def test_a_rule_that_only_the_door_knows_is_said_under_its_field_too(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_note(pilot)
        await pilot.press("2", *"Quiet", "tab", *WHY, "tab", *"in 2 weeks", "ctrl+s")
        await shows(pilot, "is too far off: 3 days at the longest")
        await shows(pilot, "Not recorded: 1 to put right.")
    assert recorded(desk, "decision.recorded", "P-0042") == []


async def test_every_due_on_the_list_opens_a_form_or_a_choice(desk: Desk) -> None:
    """`enter` on each kind of Due there is: a form made from its entry's model opens, and closes again."""
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        items = {item.kind: item for item in desk.glance.today(desk.now(), days=8)}
        for item in items.values():
            home = app.screen
            assert isinstance(home, TodayScreen)
            home.acts.open_item(item)
            await until(pilot, lambda: app.screen is not home)  # noqa: B023
            if not isinstance(app.screen, FormScreen):
                await pilot.press("1")
                await until(pilot, lambda: isinstance(app.screen, FormScreen))
            await pilot.pause()
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is home)  # noqa: B023


async def test_a_contact_is_recorded_by_the_form_made_from_its_model(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        item = next(i for i in desk.glance.today(desk.now()) if i.kind == "allocate_coordinator")
        assert isinstance(app.screen, TodayScreen)
        app.screen.acts.open_item(item)
        await shows(pilot, "Coordinator *")
        await pilot.press(*"w-leah", "enter", *"Dr Shah", "ctrl+s")
        await shows(pilot, "HALL Ines: coordinator named, recorded.")
    assert recorded(desk, "coordinator.named", "P-0046")[-1]["body"]["coordinator"] == "w-leah"


async def test_a_worker_is_picked_by_a_letter_or_a_key_and_an_entry_by_its_words(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        form = await begin(pilot, "action.opened")
        await pilot.press(*"Ring the landlord", "enter", *"ad")
        await shows(pilot, "1 Ada Manager")
        await pilot.press("1", *"tomorrow 10:00", "enter", "2", "ctrl+s")
        await until(pilot, lambda: app.screen is not form)
        form = await begin(pilot, "action.closed")
        await shows(pilot, "Action (housing), due")
        await pilot.press("1", "1", *"He rang back", "ctrl+s")
        await until(pilot, lambda: app.screen is not form)
        form = await begin(pilot, "supervision.held")
        await pilot.press("tab", "tab")
        person_field = next(field for field in form.form.fields if field.ask.kind == "people")
        person_field.control.focus()
        await pilot.press(*"bil")
        await shows(pilot, "Bilal Khan P-0043")
        await pilot.press("enter")
        assert form.typed["body.persons"] == people(desk)["P-0043"]
        await pilot.press("escape")
    opened = recorded(desk, "action.opened", "P-0042")[-1]
    assert (opened["body"]["owner"], opened["body"]["title"]) == ("w-ada", "Ring the landlord")
    assert recorded(desk, "action.closed", "P-0042")[-1]["body"]["action"] == opened["id"]


async def test_the_choices_of_an_attempt_are_those_its_method_can_have_and_a_late_entry_says_why(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(100, 40)) as pilot:
        form = await begin(pilot, "outreach.attempted")
        form.form.put("body.method", "text")
        await shows(pilot, "1 replied    8 came back undelivered    9 sent")
        assert "Why late" not in text_of(app)
        form.form.put("body.outcome", "sent")
        form.form.put("body.method", "call")
        await until(pilot, lambda: form.typed["body.outcome"] == "")
        form.form.put("body.outcome", "no_answer")
        form.form.put("occurred_at", "yesterday 08:00")
        await until(pilot, lambda: any(field.ask.path == "late_reason" and field.display for field in form.form.fields))
        form.form.put("late_reason", "no_signal")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not form)
    made = recorded(desk, "outreach.attempted", "P-0042")[0]
    assert (made["late_reason"], made["body"]["outcome"]) == ("no_signal", "no_answer")


def people(desk: Desk) -> dict[str, str]:
    """Everyone's id by their identifier."""
    return {found.ref: found.person for found in desk.glance.find("")}


async def begin(pilot: Pilot[None], kind: str) -> FormScreen:
    """A form about Amina, begun from her and from nothing that is due."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, CarelistApp)
    from carelist_tui.tui.screens.forms.which_form import form_screen

    form = form_screen(app.desk, kind, None, app.desk.card(people(app.desk)["P-0042"]), {})
    assert isinstance(form, FormScreen)
    await app.push_screen(form)
    await until(pilot, lambda: bool(form.questions.shown))
    return form


@pytest.mark.parametrize(("hours", "is_known"), [(-2, True), (0, True), (4, False)])
async def test_a_visit_of_this_afternoon_was_not_missed_this_morning(desk: Desk, hours: int, is_known: bool) -> None:
    """When a booked contact should have been is known, unless that is still to come: then the form asks."""
    booked = replace(step("x", 1), kind="contact", detail={"at": (NOW + timedelta(hours=hours)).isoformat()})
    async with CarelistApp(desk).run_test(size=SIZE) as pilot:
        await settled(pilot)
        form = form_screen(desk, "contact.missed", booked, None, {})
        assert isinstance(form, FormScreen)
        assert bool(form.typed["body.expected_at"]) == is_known


async def to_when(pilot: Pilot[None]) -> None:
    """Go back to the moment, by the key for it."""
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    while form.form.at_hand != "occurred_at":
        await pilot.press("shift+tab")


async def test_what_a_form_began_with_is_selected_where_somebody_comes_to_it_and_what_they_typed_is_not(
    desk: Desk,
) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "c")
        await shows(pilot, "Purpose *")
        form = app.screen
        assert isinstance(form, FormScreen)
        await to_when(pilot)
        await pilot.press(*"yesterday 14:00")
        await shows(pilot, "= Mon 2 Mar 2026 14:00")
        assert form.typed["occurred_at"] == "yesterday 14:00", "typing takes the place of what nobody typed"
        await pilot.press("tab", "shift+tab", "backspace", "5")
        assert form.typed["occurred_at"] == "yesterday 14:05", "what somebody typed is gone on with"
        await pilot.press("escape", "c")
        await shows(pilot, "2026-03-02 14:05")
        again = app.screen
        assert isinstance(again, FormScreen)
        before = again.typed["occurred_at"]
        await to_when(pilot)
        await pilot.press("6")
        assert again.typed["occurred_at"] == f"{before}6", "what a draft brought back is not lost to one letter"


async def test_enter_goes_on_from_a_choice_as_from_a_line_and_one_that_is_needed_says_by_which_keys(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "c")
        await shows(pilot, "Purpose *")
        screen = app.screen
        assert isinstance(screen, FormScreen)
        form = screen.form
        assert form.at_hand == "body.method"
        await pilot.press("enter")
        await shows(pilot, "choose by its key: 1 to 4")
        assert form.at_hand == "body.method", "what is needed is not left out without a word"
        await pilot.press("1", "enter")
        assert form.at_hand == "body.purpose", "a choice has gone on by itself: enter means that step"
        await pilot.press("shift+tab", "enter")
        assert form.at_hand == "body.purpose"
