"""What a service wrote into its Standards stands where it helps: at triage, at a discharge, where one escalates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.guidance import guidance
from carelist_tui.domain.standards import default_standards, parse_standards
from carelist_tui.domain.views.whole.groups import NOT_LISTED, groups_told
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.which_form import form_screen
from carelist_tui.tui.screens.person.person import PersonScreen
from tests.cli.test_plain import line_of, spoken
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import ME, NOW, entry
from tests.tui.test_forms import people

pytestmark = pytest.mark.slow

LONG = "They have somewhere to go when it is night, [/nope] the house is full, and they say so whole to the very end."
OURS = f"""
[entry]
ours = "{LONG}"
[exit]
ours = "Others have taken over, and have been in touch."
[links.crisis]
name = "Crisis team"
number = "01632 960100"
hours = "day and night"
[links.safeguarding]
name = "Safeguarding desk [/nope]"
number = "01632 960101"
hours = "weekdays"
[localities]
north = "North of the river"
[groups.ethnicity]
title = "Ethnic group"
values = ["Asian", "Black", "White", "prefers not to say"]
reason = "Public sector equality duty."
[groups.faith]
title = "Faith"
values = ["none", "any"]
reason = "Public sector equality duty."
"""
CRISIS, SAFEGUARDING = "Crisis team: 01632 960100, day and night", "Safeguarding desk [/nope]: 01632 960101, weekdays"
SIZE = (80, 24)


@pytest.fixture
def ours(store: Path) -> Path:
    with Carelist.open(store, "w-ada") as door:
        door.record.adopt(OURS, NOW)
    return store


@pytest.fixture
def our_desk(ours: Path) -> Any:
    opened = Desk(ours, ME, NOW, runs=False)
    yield opened
    opened.close()


async def open_form(pilot: Pilot[Any], kind: str, ref: str | None) -> FormScreen:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, CarelistApp)
    form = form_screen(app.desk, kind, None, app.desk.card(people(app.desk)[ref]) if ref else None, {})
    assert isinstance(form, FormScreen)
    await app.push_screen(form)
    await until(pilot, lambda: form.has_learned)
    return form


def whole(screen: str) -> str:
    return " ".join(screen.split())


@pytest.mark.parametrize("kind", ["referral.received", "person.accepted", "referral.declined"])
async def test_at_triage_it_says_who_is_taken_on_whole(our_desk: Desk, kind: str) -> None:
    app = CarelistApp(our_desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, kind, None)
        await shows(pilot, "Who is taken on, by the Standards:")
        assert f"- {LONG}" in whole(text_of(app))


async def test_at_a_discharge_and_at_a_decision_about_one_it_says_who_leaves(our_desk: Desk) -> None:
    app = CarelistApp(our_desk)
    async with app.run_test(size=SIZE) as pilot:
        await open_form(pilot, "person.discharged", "P-0045")
        await shows(pilot, "- Others have taken over, and have been in touch.")
        await pilot.press("escape")
        form = await open_form(pilot, "decision.recorded", "P-0043")
        assert "Others have taken over" not in text_of(app)
        form.form.put("body.about", "discharge")
        await until(pilot, lambda: "Who leaves, by the Standards:" in text_of(app))


async def test_where_one_escalates_it_says_whom_to_ring_and_of_a_route_that_was_chosen_only_those(
    our_desk: Desk,
) -> None:
    app = CarelistApp(our_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        form = await open_form(pilot, "escalation.raised", "P-0043")
        await shows(pilot, CRISIS)
        assert SAFEGUARDING in text_of(app)
        form.form.put("body.route", "crisis_team")
        await until(pilot, lambda: SAFEGUARDING not in text_of(app))
        assert CRISIS in text_of(app)
        form.form.put("body.route", "gp")
        await until(pilot, lambda: CRISIS not in text_of(app))
        assert "Whom to ring" not in text_of(app), "nobody is listed for it"


async def test_where_a_crisis_is_recorded_it_says_whom_to_ring(our_desk: Desk) -> None:
    app = CarelistApp(our_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_form(pilot, "crisis.recorded", "P-0043")
        await shows(pilot, CRISIS)
        assert SAFEGUARDING in text_of(app)


@pytest.mark.turns(2)
@pytest.mark.parametrize("kind", ["person.details_updated", "referral.received", "person.accepted"])
async def test_each_group_is_a_question_of_its_own_with_the_lawful_reason_and_where_they_live_a_choice(
    our_desk: Desk, kind: str
) -> None:
    app = CarelistApp(our_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        form = await open_form(pilot, kind, "P-0043" if kind == "person.details_updated" else None)
        asks = {ask.path: ask for ask in form.questions.asks()}
        assert "body.groups" not in asks
        assert asks["body.groups.ethnicity"].keyed()[1] == ("2", "Black", "Black")
        assert "Why we ask: Public sector equality duty." in asks["body.groups.ethnicity"].help
        assert asks["body.locality"].words_of("north") == "North of the river"


async def test_what_was_said_of_one_group_leaves_what_stood_of_the_others(our_desk: Desk) -> None:
    said = {"groups": {"ethnicity": "Black", "faith": "none"}}
    with Carelist.open(our_desk.store, ME) as door:
        door.record([entry("person.details_updated", "2026-03-03T08:00", said, ref="P-0043")], NOW)
    app = CarelistApp(our_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        form = await open_form(pilot, "person.details_updated", "P-0043")
        assert form.questions.typed["body.groups.ethnicity"] == "Black"
        for typed, groups in (("any", {"ethnicity": "Black", "faith": "any"}), ("", {"ethnicity": "Black"})):
            form.questions.typed["body.groups.faith"] = typed
            ((draft,), faults) = form.questions.drafts()
            assert not faults
            assert draft["body"] == {"groups": groups}


async def test_what_was_said_of_a_group_stands_on_the_page_of_the_person_with_why_it_was_asked(our_desk: Desk) -> None:
    said = {"groups": {"faith": "any", "ethnicity": "Black"}}
    with Carelist.open(our_desk.store, "w-ada") as door:
        door.record([entry("person.details_updated", "2026-03-03T08:00", said, ref="P-0043")], NOW)
    app = CarelistApp(our_desk)
    async with app.run_test(size=(120, 60)) as pilot:
        await settled(pilot)
        page = PersonScreen(our_desk, people(our_desk)["P-0043"])
        await app.push_screen(page)
        await pilot.press("2")
        await shows(pilot, "asked for equity of access alone; no rule reads it")
        text = text_of(app)
        assert text.index("Ethnic group:  Black") < text.index("Faith:  any"), "as the Standards list them"
        assert text.count("Why it was asked: Public sector equality duty.") == 2
        await app.push_screen(PersonScreen(our_desk, people(our_desk)["P-0042"]))
        await pilot.press("2")
        await shows(pilot, "How we stay in contact")
        assert "equity of access" not in text_of(app)


def test_a_group_that_the_standards_ask_no_more_says_so_and_stands_last() -> None:
    told = groups_told({"left_out": "yes", "faith": "[/nope]"}, parse_standards(OURS))
    assert [(each.title, each.answer) for each in told] == [("Faith", "[/nope]"), ("Left out", "yes")]
    assert [each.reason for each in told] == ["Public sector equality duty.", NOT_LISTED]


async def test_where_the_standards_list_no_group_nothing_of_it_is_asked(store: Path) -> None:
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        form = await open_form(pilot, "person.details_updated", "P-0043")
        assert not [ask.path for ask in form.questions.asks() if ask.path.startswith("body.groups")]
    desk.close()


async def test_a_decision_to_escalate_says_whom_to_ring(our_desk: Desk) -> None:
    app = CarelistApp(our_desk)
    async with app.run_test(size=(120, 40)) as pilot:
        form = await open_form(pilot, "decision.recorded", "P-0042")
        assert CRISIS not in text_of(app)
        form.form.put("body.decision", "escalate")
        await until(pilot, lambda: CRISIS in text_of(app))


def test_the_route_finds_its_link_by_its_own_name_first_and_nothing_else_is_said_of_anything() -> None:
    standards = parse_standards(OURS)
    said = guidance(standards, "escalation.raised", {"body.route": "safeguarding"}, "")
    assert said == {"body.route": ["Whom to ring, by the Standards:", f"- {SAFEGUARDING}"]}
    named = parse_standards(OURS.replace("links.crisis", "links.crisis_team"))
    assert guidance(named, "escalation.raised", {"body.route": "crisis_team"}, "")["body.route"][1:] == [f"- {CRISIS}"]
    assert guidance(standards, "contact.completed", {}, "body.method") == {}
    assert guidance(standards, "decision.recorded", {"body.about": "tier"}, "") == {}
    assert guidance(default_standards(), "escalation.raised", {}, "") == {}


def test_plain_lines_say_it_too(ours: Path) -> None:
    n = line_of(spoken(ours, "m", "q").partition("Missed contacts:")[2], "Amina Yusuf")
    out = spoken(ours, "m", n, "r", "discharge", "1")
    said = out.partition("Who leaves, by the Standards:\n")[2].partition("Discharged. What must be said:")[0]
    assert "- Others have taken over, and have been in touch.\n" in said
