"""One form settles several (load.md, 4): what is due beside a contact is opened by a key, and stored with it."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact import ContactQuestions
from carelist_tui.desk.forms.contact_parts import MEDICATION, NEXT, RATINGS, REVIEW, SETTLED, WORDS, ZONE, OwedHere
from carelist_tui.desk.forms.form_types import questionnaire
from carelist_tui.tui.app import CarelistApp
from tests.tui.driving import settled, shows, text_of, until
from tests.tui.telling import NOW, accepted, entry, plan

pytestmark = pytest.mark.slow

EVE = "P-0050"
AGREED: dict[str, Any] = {
    "area": "connection", "name": "Goes out for bread", "frequency": "daily", "quality": "alone",
    "support_level": "prompted", "kind": "rating_0_10", "baseline": 2, "aim": 7, "every": "week",
}  # fmt: skip
MISSED_DOSE: dict[str, Any] = {
    "method": "visit", "purpose": "medication", "how_are_they": "as_usual", "what_we_did": "She had none left.",
    "medication": "missed",
}  # fmt: skip
SAID = {"body.method": "visit", "body.purpose": "routine", "body.how_are_they": "as_usual",
        "body.what_we_did": "Walked to the shop.", "body.signs_ticked": "none"}  # fmt: skip
ANSWERS: dict[str, dict[str, str]] = {
    REVIEW: {f"review.{name}": f"{name} as before" for name in
             ("risk", "medication", "safeguarding", "social", "protective", "next_steps", "contingency", "decisions")},
    ZONE: {"zone.zone": "amber", "zone.reason": "sleeping better"},
    RATINGS: {},
    MEDICATION: {"body.medication": "taken", "told.who": "Noor", "told.summary": "she had none left on Monday"},
    NEXT: {"first.at": "thu 10:00", "second.at": "+9d"},
}  # fmt: skip
TYPES_OF = {
    REVIEW: ["review.completed"], ZONE: ["zone.set"], RATINGS: ["indicator.rated"], MEDICATION: ["partner.contacted"],
    NEXT: ["contact.planned", "contact.planned"],
}  # fmt: skip


@pytest.fixture(scope="module")
def service(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With Eve in it, amber: her review, her zone, a rating, a dose that was missed and the next booking are due."""
    store = Path(shutil.copytree(told, tmp_path_factory.mktemp("eve") / "store"))
    came = accepted(EVE, "Eve", "Lane") | {"occurred_at": "2026-01-05T10:00:00+00:00"}
    zone = {"zone": "amber", "reason": "sleeping by day", "review_on": "2026-03-04"}
    with Carelist.open(store, "w-tom") as door:
        door.record(
            [came, plan(EVE), entry("indicator.agreed", "2026-02-20T10:00", AGREED, ref=EVE),
             entry("zone.set", "2026-02-20T10:00", zone, ref=EVE),
             entry("contact.completed", "2026-03-02T11:00", MISSED_DOSE, ref=EVE)], NOW)  # fmt: skip
    return store


@pytest.fixture
def store(service: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(service, tmp_path / "store"))


async def form_of(desk: Desk) -> ContactQuestions:
    """The page of a contact with Eve, with all that the record knows."""
    person = next(found.person for found in desk.glance.find("") if found.ref == EVE)
    form = questionnaire(desk, "contact.completed", None, desk.card(person), {}, {})
    assert isinstance(form, ContactQuestions)
    assert await form.learn()
    form.fill_in()
    form.answers.take(form.asks())
    return form


def type_in(form: ContactQuestions, said: dict[str, str]) -> None:
    for path, words in said.items():
        form.typed[path] = words
        form.note_typed(path)


def open_and_answer(form: ContactQuestions, parts: Collection[str]) -> dict[str, str]:
    """Open these and answer what they ask; gives what was typed, by path."""
    typed = dict(SAID)
    for part in parts:
        form.parts.open(part)
        form.answers.take(form.asks())
        typed |= ANSWERS[part]
    if RATINGS in parts:
        typed[f"rating-{form.parts.indicators[0]['id']}.value"] = "6"
    type_in(form, typed)
    return typed


def owed(store: Path) -> OwedHere:
    with Carelist.open(store) as door:
        return OwedHere(door.people.person(EVE, NOW), NOW)


ALL = tuple(WORDS)
SUBSETS = [parts for number in range(len(ALL) + 1) for parts in combinations(ALL, number)]


async def test_each_part_that_is_due_is_offered_with_its_date(store: Path) -> None:
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        form = await form_of(desk)
        assert {each.name: each.why for each in form.parts.offered()} == {
            REVIEW: "overdue since Thu 5 Feb", ZONE: "by Wed 4 Mar", RATINGS: "overdue since Fri 27 Feb",
            MEDICATION: "overdue since Mon 2 Mar", NEXT: "overdue since Tue 6 Jan",
        }  # fmt: skip
        assert not any(form.parts.is_open(name) for name in ALL)
        asked = {ask.path for ask in form.asks() if form.is_asked(ask, form.typed)}
        assert not any(form.parts.part_of(path) for path in asked), "none is open by itself"


@pytest.mark.parametrize("parts", SUBSETS, ids=lambda parts: "+".join(parts) or "none")
async def test_what_was_opened_and_answered_is_settled_and_nothing_else_and_no_answer_is_lost(
    store: Path, parts: tuple[str, ...]
) -> None:
    before = owed(store)
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        form = await form_of(desk)
        typed = open_and_answer(form, parts)
        drafts, faults = form.drafts()
        assert faults == []
        await desk.record(drafts, words="contact", seen=())
        words = await form.recorded_words()
    assert [draft["type"] for draft in drafts] == ["contact.completed", *(t for part in parts for t in TYPES_OF[part])]
    assert len({draft["id"] for draft in drafts}) == len(drafts)
    assert {draft["arose_from"] for draft in drafts[1:]} <= {drafts[0]["id"]}
    after = owed(store)
    for part in ALL:
        assert bool(before.of(part)), f"{part} was owed"
        assert bool(after.of(part)) == (part not in parts), part
    kept = str([draft["body"] for draft in drafts])
    for path, said in typed.items():
        assert said in kept or path.endswith((".at", ".value", "signs_ticked")), f"{path} is lost"
    expected = ["contact", *(WORDS[part] for part in parts)]
    assert words == (f"{len(expected)} settled: {', '.join(expected)}." if parts else "")


async def test_a_fault_in_one_is_said_at_its_field_and_nothing_is_stored(store: Path) -> None:
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        form = await form_of(desk)
        open_and_answer(form, (REVIEW, NEXT))
        type_in(form, {"review.decisions": "", "first.at": "last week"})
        _, faults = form.drafts()
        assert {"review.decisions", "first.at"} <= {fault.path for fault in faults}


async def test_only_a_part_that_nobody_typed_into_is_left_out_again(store: Path) -> None:
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        form = await form_of(desk)
        assert form.parts.open(REVIEW) == {"review.next_review_on": "2026-04-03"}, "as the tier asks"
        assert form.parts.close(REVIEW) == {"review.next_review_on": ""}
        assert form.answers.is_untouched
        form.parts.open(ZONE)
        type_in(form, {"zone.zone": "red"})
        assert form.typed["zone.review_on"] == "2026-03-10", "as late as red may stand"
        type_in(form, {"zone.zone": "amber"})
        assert form.typed["zone.review_on"] == "2026-03-17"
        assert form.parts.close(ZONE) is None
        assert form.parts.is_open(ZONE)


async def test_a_draft_comes_back_with_the_parts_that_were_open(store: Path) -> None:
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        form = await form_of(desk)
        open_and_answer(form, (ZONE, NEXT))
        first, _ = form.drafts()
        form.keep()
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        again = await form_of(desk)
        assert [name for name in ALL if again.parts.is_open(name)] == [ZONE, NEXT]
        second, faults = again.drafts()
        assert faults == []
        assert [(d["id"], d["body"]) for d in second] == [(d["id"], d["body"]) for d in first]


async def test_what_nobody_typed_into_is_left_out_again_after_its_draft_came_back_too(store: Path) -> None:
    """Else the contact could not be saved: nobody held the review that its page goes on asking for."""
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        form = await form_of(desk)
        form.parts.open(REVIEW)
        form.parts.open(ZONE)
        type_in(form, {"body.what_we_did": "Spoke.", "zone.zone": "amber"})
        form.keep()
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        again = await form_of(desk)
        assert again.parts.close(REVIEW) == {"review.next_review_on": ""}
        assert not again.parts.is_open(REVIEW)
        type_in(again, {"zone.zone": "red"})
        assert again.typed["zone.review_on"] == "2026-03-10", "as late as red may stand, not as amber"
        type_in(again, {"zone.review_on": "2026-03-06"})
        type_in(again, {"zone.zone": "amber"})
        assert again.typed["zone.review_on"] == "2026-03-06", "what was typed stays"


async def test_where_it_is_worse_the_zone_may_be_set_though_it_is_not_due(desk: Desk) -> None:
    person = next(found.person for found in desk.glance.find("") if found.ref == "P-0045")
    form = questionnaire(desk, "contact.completed", None, desk.card(person), {}, {})
    assert isinstance(form, ContactQuestions)
    await form.learn()
    assert ZONE not in {each.name for each in form.parts.offered()}
    form.typed["body.how_are_they"] = "worse"
    assert ZONE in {each.name for each in form.parts.offered()}


def test_each_kind_of_due_is_settled_in_one_part_alone() -> None:
    kinds = [kind for kinds in SETTLED.values() for kind in kinds]
    assert len(kinds) == len(set(kinds))
    assert set(SETTLED) == set(WORDS)


# ---- at the keys


@pytest.fixture
def eves(store: Path) -> Iterator[Desk]:
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        yield desk


async def test_by_their_keys_two_are_opened_stored_together_and_taken_back_as_one(eves: Desk) -> None:
    app = CarelistApp(eves)
    async with app.run_test(size=(100, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f", *"lane", "enter")
        await shows(pilot, "LANE Eve")
        await pilot.press("c")
        await shows(pilot, "Here too")
        assert "f3 zone by Wed 4 Mar" in text_of(app)
        form: Any = app.screen
        form.form.put("body.method", "visit")
        form.form.put("body.purpose", "routine")
        form.form.put("body.how_are_they", "as_usual")
        form.form.put("body.what_we_did", "Walked.")
        form.form.put("body.signs_ticked", "none")
        await pilot.press("f3")
        await until(pilot, lambda: form.form.at_hand == "zone.zone")
        await pilot.press("3")
        await until(pilot, lambda: form.form.at_hand == "zone.reason")
        await pilot.press(*"well", "f5")
        await until(pilot, lambda: form.form.at_hand == "body.medication")
        await pilot.press("f5")
        await until(pilot, lambda: not form.questions.parts.is_open("medication"))
        await pilot.press("ctrl+s")
        await shows(pilot, "LANE Eve: 2 settled: contact, zone.")
        await pilot.press("u")
        await shows(pilot, "and 1 more with it")
    shown = owed(eves.store)
    assert shown.of(ZONE), "the zone is owed again"


async def test_a_booking_later_than_the_tier_allows_is_warned_of_beside_its_date_before_it_is_saved(eves: Desk) -> None:
    app = CarelistApp(eves)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f", *"lane", "enter")
        await shows(pilot, "LANE Eve")
        await pilot.press("c")
        await shows(pilot, "Here too")
        await pilot.press("f6")
        await shows(pilot, "Next contact")
        await pilot.press(*"+8d")
        await shows(pilot, "Wed 11 Mar 2026 10:00, in 8 days")
        assert "Mind: later than the" not in text_of(app), "a service day after this contact and a week"
        await pilot.press(*(["backspace"] * 3), *"+14d")
        await shows(pilot, "Mind: later than the")
        assert "tier allows: contact is owed by Tue 10 Mar as well" in text_of(app)
        await pilot.press(*(["backspace"] * 4), *"fri 10:00")
        await until(pilot, lambda: "Mind: later than the" not in text_of(app))


async def test_the_form_of_a_booking_alone_warns_too(eves: Desk) -> None:
    person = next(found.person for found in eves.glance.find("") if found.ref == EVE)
    form = questionnaire(eves, "contact.planned", None, eves.card(person), {}, {})
    assert form.warnings() == {}
    await form.learn()
    form.typed.update({"body.at": "+14d", "body.method": "visit"})
    assert form.warnings() == {"body.at": "later than the tier allows: contact is owed by Mon 9 Mar as well"}
    form.typed.update({"body.at": "tomorrow", "body.method": "letter"})
    assert form.warnings() == {"body.at": "a booked letter stands for no contact: contact is owed by Mon 9 Mar as well"}


async def test_a_contact_is_called_after_its_booking_and_after_nothing_else_that_it_settles(eves: Desk) -> None:
    from carelist_tui.tui.screens.forms.which_form import form_screen

    (risk,) = [i for i in eves.glance.today(NOW) if i.kind == "risk_check" and i.person and i.person.ref == "P-0045"]
    booked = replace(risk, title="Visit, routine", detail={"planned": risk.source})
    app = CarelistApp(eves)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for item, title in ((risk, "\N{BOX DRAWINGS LIGHT HORIZONTAL} Contact \N{BOX DRAWINGS LIGHT HORIZONTAL}"),
                            (booked, "Contact: Visit, routine")):  # fmt: skip
            form = form_screen(eves, "contact.completed", item, eves.card(risk.person.id if risk.person else None), {})
            await app.push_screen(form)
            await shows(pilot, title)
            await pilot.press("escape")
