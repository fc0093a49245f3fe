"""A form whose entry replaces a whole opens with what stands, and says what a save takes away before it is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.form_types import WITHOUT_FORM
from carelist_tui.desk.questions.what_stands import WHERE, Known, what_stands
from carelist_tui.domain.entries import TYPES, PersonDetailsUpdated
from carelist_tui.domain.entries.stored import read_entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.views.taken_away import known_of_person, known_of_team
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen
from carelist_tui.tui.screens.forms.which_form import form_screen
from tests.tui.driving import recorded, settled, shows, text_of, until
from tests.tui.telling import ME, NOW, entry, tell

pytestmark = pytest.mark.slow

CHIEF = "w-ada"
SIZE = (120, 40)
AMINA, INES, JO = "P-0042", "P-0100", "P-0101"
LEAVE = datetime(2026, 3, 9, 9, tzinfo=UTC)
IDENTITY: dict[str, Any] = {
    "known_as": "Mina", "pronouns": "she/her", "born": "1991-05-04", "nhs_number": "9990000018",
    "phones": [
        {"number": "07700 900123", "label": "mobile; her own", "text_ok": True, "voicemail": "no"},
        {"number": "07700 900124", "label": "mum's \\ home", "unsafe": True},
    ],
    "email": "mina@example.org", "address": "12 Mill Lane\nLeeds", "gp": "Dr Ash",
    "partners": [{"name": "Jo Hill", "agency": "Housing", "phone": "0113 4960000"}, {"name": "Sam", "agency": "MIND"}],
    "must_not_contact": ["her father; he is violent"], "children_at_home": False, "legal_status": "Section 117",
    "language": "Somali", "interpreter": "Somali, a woman", "accessible_format": "large print",
}  # fmt: skip
PLAN: dict[str, Any] = {
    "methods": ["text", "call"],
    "safe_times": [{"days": [], "from": "11:00", "to": "16:00"},
                   {"days": ["tue", "wed"], "from": "09:00", "to": "10:00"}],
    "safe_places": "at home", "avoid": ["voicemail", "unannounced_visit"], "avoid_note": "He listens in.\nAlways.",
    "may_contact": [
        {"name": "Noor", "relation": "sister", "phone": "07700 900456", "consent": True, "when": "evenings; not Fri"},
        {"name": "Abdi", "relation": "brother", "consent": False},
    ],
    "early_warning_signs": ["sleeping by day", "curtains shut; phone off"], "if_missed": "text, call, then visit",
    "agreed_with_person": "in_part", "understood": "yes", "own_words": "I want a text first.",
    "review_on": "2026-07-31",
}  # fmt: skip
RISK_PLAN: dict[str, Any] = {
    "relapse_signature": ["stops opening the curtains"], "red_flags": ["talk of dying", "gives things away"],
    "step_up": {"threshold": "two nights awake", "person_does": "rings us", "team_does": "visits"},
    "risks": [{"domain": "self_harm", "level": "high", "note": "tablets;\nin the kitchen"}],
    "protective_factors": "her sister", "formulation": "losses", "routes": "crisis line",
    "crisis_plan": {"contacts": "crisis line 0113 4960001", "coping": "walks"},
    "lone_working": {"two_workers": True, "note": "a dog"}, "review_on": "2026-07-31",
}  # fmt: skip
CRISIS_UNTIL = "2026-03-13T17:00:37+00:00"
AWAY = {"worker": "w-leah", "from": LEAVE.isoformat(), "until": CRISIS_UNTIL, "reason": "leave",
        "cover": [{"persons": "all", "by": ME}]}  # fmt: skip
BEGINS = {"worker.added"}
"""Refused of whoever works here already (domain/checks/set_up.py), so nothing of theirs can go by it."""
REPLACING = sorted(kind for kind, body in TYPES.items() if body.REPLACES and kind not in {*WITHOUT_FORM, *BEGINS})
ANEW: dict[str, dict[str, str]] = {
    "person.accepted": {"body.source": "gp", "body.tier": "standard"},
    "referral.received": {"body.source": "gp", "body.reason": "asked again"},
}
"""What an acceptance and a referral say of themselves: it replaces nothing."""
GIVEN: dict[str, dict[str, Any]] = {
    "worker.changed": {"worker": "w-leah"},
    "worker.away": {"worker": "w-leah", "from": LEAVE},
}  # fmt: skip
"""What tells which of those here it is about."""
WHO = {"person.accepted": INES, "referral.received": JO}
"""An acceptance is of somebody who was referred; a referral of somebody who was declined."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Amina, of whom everything is known that a later entry may replace."""
    store = tmp_path / "store"
    tell(store)
    named = (
        {"given": "Ines", "family": "Hale", "source": "gp", "team": "North", "reason": "low"}
        | IDENTITY
        | {"nhs_number": "9990000026"}
    )
    leah = {"worker": "w-leah", "name": "Leah Obi", "role": "senior", "team": "North", "days": ["mon", "tue", "wed"]}
    with Carelist.open(store, CHIEF) as door:
        door.record([
            entry("person.details_updated", "2026-02-10T11:00", IDENTITY, ref=AMINA),
            entry("engagement_plan.agreed", "2026-02-11T10:00", PLAN, ref=AMINA),
            entry("risk_plan.updated", "2026-02-11T10:30", RISK_PLAN, ref=AMINA),
            entry("coordinator.named", "2026-02-11T11:00",
                  {"coordinator": ME, "clinical_oversight": "Dr Ash; duty at night", "reason": "leave"}, ref=AMINA),
            entry("referral.received", "2026-03-02T09:00", {"ref": INES, **named}),
            entry("referral.received", "2026-02-20T09:00",
                  {"ref": JO, **named, "given": "Jo", "nhs_number": "9990000034"}),
            entry("referral.declined", "2026-02-21T09:00", {"reason": "not ours", "told": "her GP"}, ref=JO),
            entry("worker.changed", "2026-02-12T10:00", leah),
            entry("worker.away", "2026-02-12T10:00", AWAY),
        ], NOW)  # fmt: skip
    opened = Desk(store, CHIEF, NOW, runs=False)
    yield opened
    opened.close()


def person_of(desk: Desk, ref: str) -> str:
    return next(found.person for found in desk.glance.find("") if found.ref == ref)


def stands(desk: Desk, ref: str) -> dict[str, Any]:
    """All that a later entry of any type may replace, of this person and of those who work here."""
    with Carelist.open(desk.store) as door:
        story = [read_entry(json.loads(json.dumps(line))) for line in door.people.person(ref, NOW)["story"]]
        roster = door.glance.read_roster()
    state = fold(story[0].person or "", story)
    told = known_of_person(state) | known_of_team(roster)
    sharing = sorted((each.name, each.given, each.source, each.basis) for each in state.sharing)
    held = state.coordinator.value if state.coordinator else ""
    return {thing: body.model_dump() for thing, body in told.items()} | {
        "sharing": sharing, "coordinated by": held, "reports": len(state.reports),
        "owes a look": len(state.faulty_details),
    }  # fmt: skip


async def opened(pilot: Pilot[None], kind: str, ref: str | None, **known: Any) -> FormScreen:
    """The form of this type, once it has read what stands."""
    app = pilot.app
    assert isinstance(app, CarelistApp)
    await settled(pilot)
    card = app.desk.card(person_of(app.desk, ref)) if ref else None
    form = form_screen(app.desk, kind, None, card, known)
    assert isinstance(form, FormScreen)
    await app.push_screen(form)
    await until(pilot, lambda: "stood" in form.typed)
    await pilot.pause()
    return form


@pytest.mark.turns(3)
@pytest.mark.parametrize("kind", REPLACING)
async def test_what_is_opened_and_saved_unchanged_leaves_all_as_it_was(kind: str, desk: Desk) -> None:
    """Over every type whose model says that it replaces something."""
    app, ref = CarelistApp(desk), WHO.get(kind, AMINA) if TYPES[kind].ABOUT_PERSON else None
    before = stands(desk, ref or AMINA)
    async with app.run_test(size=SIZE) as pilot:
        form = await opened(pilot, kind, ref, **GIVEN.get(kind, {}))
        for path, typed in ANEW.get(kind, {}).items():
            form.form.put(path, typed)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen) or "ecorded" in form.said)
        nothing_new = "must change at least one detail"
        assert not isinstance(app.screen, FormScreen) or nothing_new in text_of(app), text_of(app)
        assert kind == "person.details_updated" or not isinstance(app.screen, FormScreen)
    assert stands(desk, ref or AMINA) == before
    assert ref != AMINA or all(before[thing] for thing in ("identity", "plan", "risk_plan"))


def test_every_type_that_replaces_something_is_said_where_it_stands() -> None:
    assert set(WHERE) == set(REPLACING)


async def test_a_detail_that_is_changed_is_all_that_is_recorded(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        form = await opened(pilot, "person.details_updated", AMINA)
        form.form.put("body.email", "")
        form.form.put("body.phones", form.typed["body.phones"] + "\n07700 900125; work; no")
        await pilot.press("ctrl+s")
        await shows(pilot, "! Takes away the email: mina@example.org")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
    body = recorded(desk, "person.details_updated", AMINA)[-1]["body"]
    work = {"number": "07700 900125", "label": "work", "text_ok": False}
    said = PersonDetailsUpdated.model_validate({"email": "", "phones": [*IDENTITY["phones"], work]})
    assert set(body) == {"email", "phones"}
    assert PersonDetailsUpdated.model_validate(body).model_dump() == said.model_dump()


async def test_what_goes_is_said_before_it_is_recorded(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        form = await opened(pilot, "engagement_plan.agreed", AMINA)
        form.form.put("body.avoid", "unannounced_visit")
        form.form.put("body.safe_times", "")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await shows(pilot, "! Takes away: NO VOICEMAIL")
        assert "ctrl+s again: record it all the same" in text_of(app)
        assert "! Takes away the safe time: any day 11:00 to 16:00" in text_of(app)
        assert len(recorded(desk, "engagement_plan.agreed", AMINA)) == 2
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
    assert recorded(desk, "engagement_plan.agreed", AMINA)[-1]["body"] == PLAN | {
        "avoid": ["unannounced_visit"], "safe_times": []
    }  # fmt: skip


async def test_what_is_changed_after_it_was_said_is_asked_again(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        form = await opened(pilot, "risk_plan.updated", AMINA)
        form.form.put("body.red_flags", "talk of dying")
        await pilot.press("ctrl+s")
        await shows(pilot, "! Takes away the red flag: gives things away")
        form.form.put("body.routes", "duty")
        await until(pilot, lambda: "Takes away" not in text_of(app))
        await pilot.press("ctrl+s")
        await shows(pilot, "! Takes away the red flag: gives things away")
        assert len(recorded(desk, "risk_plan.updated", AMINA)) == 2


async def test_of_much_that_goes_every_line_is_shown_before_it_is_recorded(desk: Desk) -> None:
    app, seen = CarelistApp(desk), ""
    async with app.run_test(size=(80, 24)) as pilot:
        form = await opened(pilot, "engagement_plan.agreed", AMINA)
        signs = [f"sign number {n} which takes its room and a little more of it for good measure" for n in range(12)]
        form.form.put("body.early_warning_signs", "\n".join(signs))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen) or "again" in form.said)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
        form = await opened_again(pilot, "engagement_plan.agreed", AMINA)
        form.form.put("body.early_warning_signs", "")
        for _ in range(9):
            await pilot.press("ctrl+s")
            await pilot.pause(0.2)
            if not isinstance(app.screen, FormScreen):
                break
            seen += " ".join(text_of(app).split())
    assert all(sign in seen for sign in signs)


async def opened_again(pilot: Pilot[None], kind: str, ref: str) -> FormScreen:
    app = pilot.app
    assert isinstance(app, CarelistApp)
    form = form_screen(app.desk, kind, None, app.desk.card(person_of(app.desk, ref)), {})
    assert isinstance(form, FormScreen)
    await app.push_screen(form)
    await until(pilot, lambda: "stood" in form.typed)
    return form


async def test_a_draft_gone_on_with_is_held_against_what_it_began_from(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        form = await opened(pilot, "person.details_updated", AMINA)
        form.form.put("body.pronouns", "they/them")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
    desk.kept.flush()
    moved = {"address": "4 New Street"}
    with Carelist.open(desk.store, CHIEF) as door:
        door.record([entry("person.details_updated", "2026-03-03T09:03", moved, ref=AMINA)], NOW)
    again = Desk(desk.store, CHIEF, NOW, runs=False)
    app = CarelistApp(again)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, "person.details_updated", AMINA)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
    again.close()
    assert recorded(desk, "person.details_updated", AMINA)[-1]["body"] == {"pronouns": "they/them"}


async def test_a_plan_saved_unchanged_does_not_undo_a_refusal(desk: Desk) -> None:
    refused = {"scope": "share", "with": "Noor", "given": False, "basis": "consent", "rationale": "they fell out"}
    with Carelist.open(desk.store, CHIEF) as door:
        door.record([entry("consent.recorded", "2026-03-03T09:00", refused, ref=AMINA)], NOW)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, "engagement_plan.agreed", AMINA)
        await pilot.press("ctrl+s")
        await shows(pilot, "! Takes away that they agreed to our speaking to Noor")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
    with Carelist.open(desk.store) as door:
        answer = door.people.person(AMINA, NOW)
    assert "Noor" in [each["name"] for each in answer["must_not_be_told"]]
    assert answer["may_be_told"] == []


async def test_another_worker_brings_what_stands_of_them(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        form = await opened(pilot, "worker.changed", None, worker=ME)
        assert form.typed["body.name"] == "Tom Price"
        form.form.put("body.team", "South")
        form.form.put("body.worker", "w-leah")
        await until(pilot, lambda: form.typed["body.name"] == "Leah Obi")
        assert (form.typed["body.days"], form.typed["body.team"]) == ("mon tue wed", "South"), "what was typed stays"


async def test_a_review_date_that_has_passed_is_said_anew(desk: Desk) -> None:
    late = Desk(desk.store, CHIEF, datetime(2026, 8, 3, 9, tzinfo=UTC), runs=False)
    with Carelist.open(desk.store) as door:
        shown = door.people.person(AMINA, late.now())
    known = Known("engagement_plan.agreed", shown, late.roster, {}, late.now(), late.zone)
    assert "review_on" not in what_stands(known)
    assert what_stands(known)["own_words"] == PLAN["own_words"]
    late.close()
