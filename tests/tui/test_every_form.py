"""Every Due of a whole caseload opens a form that already knows whom and what it is about; every type has one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.form_types import ENDS_BY_ITSELF, WITHOUT_FORM, form_types, known_of
from carelist_tui.desk.questions.answers import typed_of
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.schemas import example_entries
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.two_versions import SettlingScreen
from carelist_tui.tui.screens.forms.which_form import form_screen
from carelist_tui.tui.widgets.form.controls import SafeInput, SafeTextArea
from tests.made_once import made_once
from tests.profiles import IS_FULL, members
from tests.tui.driving import shows, until

pytestmark = pytest.mark.slow

SIZE = (100, 40)
DAY = date(2026, 3, 3)
SETTLED_ELSEWHERE = {"unread", "invisible"}
"""What only a newer release can read, and what never stands: neither is in the demonstration."""


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    teller = tell_caseload(DAY, people=60, seed=1, calendar=Calendar(ServiceHours()))
    store = made_once(tmp_path_factory, "demonstration", lambda to: fill(to, teller, worker=WORKER))
    return store, teller.moment


@pytest.fixture
def service(demonstration: tuple[Path, datetime], tmp_path: Path) -> Iterator[Desk]:
    """Leah's desk on the morning of the demonstration."""
    shutil.copytree(demonstration[0], tmp_path / "store")
    opened = Desk(tmp_path / "store", WORKER, demonstration[1], runs=False)
    yield opened
    opened.close()


def one_of_each(desk: Desk) -> dict[str, Item]:
    return {item.kind: item for item in desk.glance.today(desk.now(), days=400)}


def test_every_kind_of_due_is_settled_by_a_form_that_knows_its_ids(service: Desk) -> None:
    for item in one_of_each(service).values():
        card = service.card(item.person.id if item.person else None)
        kinds = form_types(item)
        if item.kind in ENDS_BY_ITSELF:
            assert kinds == []
            assert item.kind == "audit" or not item.resolved_by, "what settles it has a form"
            continue
        assert kinds, f"nothing settles {item.kind} here"
        assert all(TYPES[kind].PERSON_NEEDED is False or item.person for kind, _ in kinds)
        for kind, _ in kinds:
            asks = asks_of(TYPES[kind])
            known = known_of(kind, asks, item, card, WORKER)
            for ask in asks:
                if ask.kind == "id" and ask.needed and (kind, ask.name) != ("episode.closed", "decision"):
                    assert known.get(ask.name), f"{kind} for {item.kind} asks for {ask.name}, which no field shows"


@pytest.mark.parametrize(
    ("kind", "form", "field", "names"),
    [
        ("crisis_summary", "crisis.summary", "crisis", "crisis.recorded"),
        ("indicator", "indicator.rated", "indicator", "indicator.agreed"),
        ("indicator", "indicator.ended", "indicator", "indicator.agreed"),
        ("action", "action.closed", "action", "action.opened"),
        ("request_reply", "request.closed", "request", "request.received"),
        ("handover_checklist", "handover.item_done", "handover", "handover.opened"),
        ("handover_first_contact", "contact.completed", "handover", "handover.opened"),
        ("learning_review", "review.completed", "about", "incident.recorded"),
        ("risk_plan_after_incident", "risk_plan.updated", "because_of", "incident.recorded"),
        ("escalation_reply", "escalation.acknowledged", "escalation", "escalation.raised"),
    ],
)
def test_a_form_names_the_entry_that_it_answers(kind: str, form: str, field: str, names: str, service: Desk) -> None:
    item = next(i for i in service.glance.today(service.now(), days=400) if i.kind == kind)
    assert item.person is not None
    known = known_of(form, asks_of(TYPES[form]), item, service.card(item.person.id), WORKER)
    door = Carelist.open(service.store)
    story = door.people.person(item.person.ref, service.now())["story"]
    door.close()
    assert [entry["type"] for entry in story if entry["id"] == known[field]] == [names]


def test_a_contact_that_no_booking_asked_for_names_none(service: Desk) -> None:
    item = one_of_each(service)["cadence"]
    assert item.person is not None
    known = known_of("contact.completed", asks_of(TYPES["contact.completed"]), item, service.card(item.person.id), "")
    assert "planned" not in known


@pytest.mark.long
async def test_each_of_them_opens_by_enter_and_closes_again(service: Desk) -> None:
    app = CarelistApp(service)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "[Today")
        await service.wake()
        home: Any = app.screen
        for item in members([*one_of_each(service).values()], 12):
            if item.kind == "audit":  # it opens the audits: test_audit
                continue
            home.acts.open_item(item)
            if item.kind in ENDS_BY_ITSELF:
                await shows(pilot, ENDS_BY_ITSELF[item.kind])
                continue
            await until(pilot, lambda: app.screen is not home)
            if not isinstance(app.screen, FormScreen | SettlingScreen):
                await pilot.press("1")
                await until(pilot, lambda: isinstance(app.screen, FormScreen | SettlingScreen))
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is home)


async def test_a_teams_own_due_is_recorded_by_its_form(service: Desk) -> None:
    app = CarelistApp(service)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "[Today")
        item = next(i for i in service.glance.today(service.now()) if i.kind == "supervision")
        home: Any = app.screen
        home.acts.open_item(item)
        await shows(pilot, "Supervisor *")
        await pilot.press(*"joan")
        await shows(pilot, "1 Joan Whitfield")
        await pilot.press("1", "tab", "tab", *"Drift", *["tab"] * 3, *"in 2 weeks", "ctrl+s")
        await shows(pilot, "The team: supervision, recorded.")
    now = {i.key for i in service.glance.today(service.now()) if i.kind == "supervision"}
    assert item.key not in now


IN_THEIR_OWN_WAY = {
    "indicator.rated": ("body.value", "body.support_level", "body.barrier", "body.what_next"),
    "instrument.scored": ("body.items",),
}  # fmt: skip
"""A contact's signs are ticks (test_contact_form.py); a rating and a score are asked under what they are about, by its
scale (test_score_forms.py)."""


@pytest.mark.long
async def test_every_type_opens_as_a_form_with_all_that_its_example_says(service: Desk) -> None:
    """Lists of objects, a mapping, a whole file: none of them is too much, whether it is offered or not."""
    app = CarelistApp(service)
    item = one_of_each(service)["risk_check"]
    assert item.person is not None
    card = service.card(item.person.id)
    async with app.run_test(size=SIZE) as pilot:
        await shows(pilot, "[Today")
        await service.wake()
        for raw in members(example_entries(), 26):
            asks = asks_of(TYPES[raw["type"]])
            said: tuple[dict[str, Any], ...] = ({}, raw["body"]) if IS_FULL else (raw["body"],)
            for known in said:
                form = form_screen(service, raw["type"], item, card, known)
                assert isinstance(form, FormScreen)
                ticked = {"body.signs_seen", *IN_THEIR_OWN_WAY.get(raw["type"], ())}
                assert set(typed_of(asks, known)) <= {"occurred_at", *ticked, *form.form.typed}
                await app.push_screen(form)
                await pilot.pause()
                await pilot.press("ctrl+s", "escape")
                await until(pilot, lambda: not isinstance(app.screen, FormScreen))
                for begun in service.kept.begun():
                    service.kept.drop(begun.key)


def test_what_comes_from_a_file_a_key_or_another_entry_is_never_offered(service: Desk) -> None:
    offered = {kind for item in one_of_each(service).values() for kind, _ in form_types(item)}
    assert offered.isdisjoint(WITHOUT_FORM)
    assert set(TYPES) >= WITHOUT_FORM


@pytest.mark.long
async def test_where_somebody_stands_in_a_form_what_they_type_is_in_sight(service: Desk) -> None:
    """At the smallest window, whatever the fields above and below it become as one goes down."""
    app = CarelistApp(service)
    item = one_of_each(service)["risk_check"]
    assert item.person is not None
    card = service.card(item.person.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "[Today")
        await service.wake()
        for raw in members(example_entries(), 26):
            form = form_screen(service, raw["type"], item, card, {})
            assert isinstance(form, FormScreen)
            await app.push_screen(form)
            await pilot.pause()
            stood: list[str] = []
            while form.form.at_hand not in stood:
                stood.append(form.form.at_hand)
                await sees_where_they_stand(pilot, form)
                if isinstance(form.focused, SafeInput | SafeTextArea):
                    await pilot.press("x")
                    await sees_where_they_stand(pilot, form)
                form.form.step(1)
                await pilot.pause()
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, FormScreen))
            for begun in service.kept.begun():
                service.kept.drop(begun.key)


async def sees_where_they_stand(pilot: Pilot[None], form: FormScreen) -> None:
    await until(pilot, lambda: form.focused is not None and in_sight(form))


def in_sight(form: FormScreen) -> bool:
    """Whether every line of the field's own is between the first and the last line of the form; of a field of many
    lines, the first."""
    assert form.focused is not None
    at, frame = form.focused.region, form.form.region
    return bool(at.height) and frame.y <= at.y and min(at.bottom, at.y + 3) <= frame.bottom
