"""Pictures of the forms: the hand-made pages, and two made from their model alone."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from tests.tui.driving import settled, shows, until
from tests.tui.test_contact_form import booked
from tests.tui.test_guidance import our_desk, ours
from tests.tui.test_handover_form import handover

pytestmark = [pytest.mark.slow, pytest.mark.turns(2)]

__all__ = ["booked", "handover", "our_desk", "ours"]
SIZES = [(80, 24), (120, 40)]
THEMES = ["carelist-dark", "carelist-high-contrast", "NO_COLOR"]
Snap = Any


async def open_form(pilot: Pilot[None], kind: str, ref: str) -> FormScreen:
    """The form for this person, begun from nothing that is due, with all that the record knows."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, CarelistApp)
    from carelist_tui.tui.screens.forms.which_form import form_screen

    items = app.desk.glance.today(app.desk.now(), days=8)
    person = next(item.person.id for item in items if item.person is not None and item.person.ref == ref)
    form = form_screen(app.desk, kind, None, app.desk.card(person), {})
    assert isinstance(form, FormScreen)
    form.answers.entry_id = "019cb2f0-a000-7000-8000-000000000001"
    await app.push_screen(form)
    await until(pilot, lambda: bool(form.questions.shown))
    await pilot.pause(0.2)
    return form


@pytest.mark.parametrize("size", SIZES)
def test_a_contact_with_a_sign_ticked(snap_compare: Snap, desk: Desk, booked: str, size: tuple[int, int]) -> None:
    """Col's contact: the booking of today has filled how and what for; `as usual` is chosen, the first sign is ticked,
    so the plan for 72 hours is asked. Titles stand beside the answers. Below stands what is due here too, each with its
    key and by when; the line under it says what the field at hand is for."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "contact.completed", "P-0045")
        await pilot.press("1", *"Walked to the shop.", "tab", "1")
        await shows(pilot, "Plan for 72 hours")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_contact_with_its_zone_and_the_next_booking_open(
    snap_compare: Snap, desk: Desk, booked: str, size: tuple[int, int]
) -> None:
    """Somebody is worse, so the zone can be set here too: f3 has opened it, amber is chosen and its review stands as
    late as it may; f6 has opened the next booking, in a fortnight, and beside it stands that contact is owed sooner."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "contact.completed", "P-0045")
        await pilot.press("2", *"Sat with him.", "f3")
        await shows(pilot, "Zone: reason")
        await pilot.press("2", *"sleeping by day", "f6")
        await shows(pilot, "Next contact")
        await pilot.press(*"+14d")
        await shows(pilot, "Mind: later than the")
        await pilot.pause(0.2)

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_handover_half_way(snap_compare: Snap, desk: Desk, handover: str, size: tuple[int, int]) -> None:
    """On the left to whom, what stands between it and closing, and the checklist: `x` with who and when, `-` not yet.
    On the right the items that are left, two of them ticked."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "handover.item_done", "P-0042")
        await pilot.press("1", "3")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_handover_being_opened(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """The kind is chosen, so the left says the checklist to come; further down the summary is filled already."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "handover.opened", "P-0042")
        await pilot.press("1")
        await shows(pilot, "One-page summary written")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_decision_to_escalate(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """`to escalate` is chosen, so the route and to whom are asked; on the left what the record knows."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "decision.recorded", "P-0042")
        await pilot.press("1", *"Curtains shut")
        await shows(pilot, "Route")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_an_action_with_its_owner_being_picked(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Made from its model. The letters typed have left those who fit, each with a number; nobody types an id."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "action.opened", "P-0042")
        await pilot.press(*"Ring the landlord", "enter", "l")
        await shows(pilot, "1 Leah Obi")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_details_ask_each_group_with_the_lawful_reason(
    snap_compare: Snap, our_desk: Desk, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The groups of this service's Standards, a question each, with its answers by key; at the one at hand stand the
    lawful reason to ask it, and that nobody needs to answer. Where they live is a choice as well."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")

    async def drive(pilot: Pilot[None]) -> None:
        form = await open_form(pilot, "person.details_updated", "P-0043")
        form.form.go_to(["body.groups.ethnicity"])
        await pilot.pause(0.2)

    app = CarelistApp(our_desk, theme=theme if theme != "NO_COLOR" else None)
    assert snap_compare(app, terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_an_attempt_by_text(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Made from its model. By text only three things can come of it, and no other outcome is offered."""

    async def drive(pilot: Pilot[None]) -> None:
        form = await open_form(pilot, "outreach.attempted", "P-0042")
        form.form.put("body.method", "text")
        await shows(pilot, "came back undelivered")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_a_zone_of_the_day_before(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Made from its model. It was set more than a day ago, so when we learned of it and why it comes late are asked."""

    async def drive(pilot: Pilot[None]) -> None:
        form = await open_form(pilot, "zone.set", "P-0042")
        form.form.put("occurred_at", "yesterday 08:00")
        await shows(pilot, "Why late")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_begun_stands_on_a_line_above_the_list(snap_compare: Snap, desk: Desk, size: tuple[int, int]) -> None:
    """Between the sections and the list one line says what is unfinished, for whom, and which key opens it."""

    async def drive(pilot: Pilot[None]) -> None:
        await open_form(pilot, "decision.recorded", "P-0043")
        await pilot.press("1", "escape")
        await shows(pilot, "unfinished (i opens): decision, KHAN Bilal")

    assert snap_compare(CarelistApp(desk), terminal_size=size, run_before=drive)
