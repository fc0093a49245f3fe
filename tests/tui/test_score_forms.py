"""Ratings, scores and warning signs as they are asked: by the words of a ladder, a key each; each sign answered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact import ContactQuestions
from carelist_tui.desk.forms.form_types import questionnaire
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.ratings import rating_asks
from carelist_tui.desk.questions.signs import NOT_ASKED, SIGNS, signs_faults, signs_of
from tests.tui.telling import NOW, accepted, entry, plan

pytestmark = pytest.mark.slow

EVE = "P-0050"
LADDER: dict[str, Any] = {
    "area": "connection", "name": "Rides the bus", "frequency": "daily", "quality": "alone", "every": "week",
    "support_level": "prompted", "kind": "graded_step", "baseline": 1, "aim": 3, "steps": ["stop", "one stop", "café"],
}  # fmt: skip
ROUTINE = LADDER | {"name": "The morning", "kind": "routine", "steps": ["up", "washed"], "aim": 2}
SAID = {"body.method": "visit", "body.purpose": "routine", "body.how_are_they": "as_usual",
        "body.what_we_did": "Walked to the shop."}  # fmt: skip


@pytest.fixture(scope="module")
def service(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With Eve in it, whose zone nobody has set; a ladder and a routine agreed with her; her review is due."""
    store = Path(shutil.copytree(told, tmp_path_factory.mktemp("eve") / "store"))
    came = accepted(EVE, "Eve", "Lane") | {"occurred_at": "2026-01-05T10:00:00+00:00"}
    with Carelist.open(store, "w-tom") as door:
        agreed = [entry("indicator.agreed", "2026-02-20T10:00", body, ref=EVE) for body in (LADDER, ROUTINE)]
        door.record([came, plan(EVE), *agreed], NOW)
    return store


@pytest.fixture
def desk(service: Path, tmp_path: Path) -> Iterator[Desk]:
    store = Path(shutil.copytree(service, tmp_path / "store"))
    with closing(Desk(store, "w-tom", NOW, runs=False)) as desk:
        yield desk


async def form_of(desk: Desk, kind: str = "contact.completed") -> Any:
    person = next(found.person for found in desk.glance.find("") if found.ref == EVE)
    form = questionnaire(desk, kind, None, desk.card(person), {}, {})
    assert await form.learn()
    form.fill_in()
    form.answers.take(form.asks())
    return form


def type_in(form: Questionnaire, said: dict[str, str]) -> None:
    for path, words in said.items():
        form.typed[path] = words
        form.note_typed(path)


def asked(form: Questionnaire) -> dict[str, Ask]:
    return {ask.path: form.narrowed(ask, form.typed) for ask in form.asks() if form.is_asked(ask, form.typed)}


def at(form: Any, name: str) -> str:
    indicators = form.parts.indicators if isinstance(form, ContactQuestions) else form.indicators
    return next(f"rating-{each['id']}" for each in indicators if each["name"] == name)


# ---- ratings


async def test_a_ladder_is_asked_by_its_words_and_an_activity_by_its_attempt_and_what_was_in_the_way(
    desk: Desk,
) -> None:
    form = await form_of(desk)
    type_in(form, SAID | {SIGNS: "none"})
    form.parts.open("ratings")
    form.answers.take(form.asks())
    bus = at(form, "Rides the bus")
    (value,) = (ask for path, ask in asked(form).items() if path == f"{bus}.value")
    assert value.keyed() == [("0", "0", "none yet"), ("1", "1", "stop"), ("2", "2", "one stop"), ("3", "3", "café")]
    assert f"{bus}.minutes" not in asked(form), "nothing is asked of what is not rated"
    type_in(form, {f"{bus}.value": "3"})
    barrier = asked(form)[f"{bus}.barrier"]
    assert barrier.keyed()[0] == ("f", "fatigue", "fatigue")
    tried = {"attempted": "yes", "minutes": "25", "barrier": "other", "barrier_other": "School children."}
    type_in(form, {f"{bus}.{name}": said for name, said in ({"step0": "alone", "step2": "prompted"} | tried).items()})
    drafts, faults = form.drafts()
    assert faults == []
    (rated,) = (draft["body"] for draft in drafts if draft["type"] == "indicator.rated")
    assert rated == {
        "indicator": bus.removeprefix("rating-"), "value": 3, "support_level": "prompted", "attempted": True,
        "minutes": 25, "barrier": "School children.", "parts": {"stop": "alone", "3": "prompted"},
    }  # fmt: skip
    await desk.record(drafts, words="contact", seen=())
    type_in(form, {f"{bus}.attempted": "no"})
    assert f"{bus}.minutes" not in asked(form)


async def test_a_routine_is_asked_by_its_parts_and_its_value_follows_until_somebody_types_one(desk: Desk) -> None:
    form = await form_of(desk)
    form.parts.open("ratings")
    form.answers.take(form.asks())
    morning = at(form, "The morning")
    assert [path for path in asked(form) if path.startswith(morning)] == [
        f"{morning}.step0", f"{morning}.step1", f"{morning}.value"
    ]  # fmt: skip
    type_in(form, {f"{morning}.step0": "alone", f"{morning}.step1": "not_done"})
    assert form.typed[f"{morning}.value"] == "1"
    type_in(form, {f"{morning}.step1": "prompted"})
    assert form.typed[f"{morning}.value"] == "2"
    assert f"{morning}.minutes" not in asked(form)
    type_in(form, {"body.purpose": "activity"})
    assert f"{morning}.attempted" in asked(form), "at a contact for an activity it is asked of all"


async def test_a_rating_by_itself_asks_which_and_then_by_its_scale(desk: Desk) -> None:
    form = await form_of(desk, "indicator.rated")
    assert "body.indicator" in asked(form)
    assert not any(path.startswith("rating-") for path in asked(form))
    bus = at(form, "Rides the bus")
    type_in(form, {"body.indicator": bus.removeprefix("rating-")})
    _, faults = form.drafts()
    assert [fault.path for fault in faults] == [f"{bus}.value"]
    type_in(form, {f"{bus}.value": "0", "body.own_words": "Too loud."})
    (draft,), faults = form.drafts()
    assert faults == []
    assert draft["body"] == {"indicator": bus.removeprefix("rating-"), "value": 0, "support_level": "prompted",
                             "own_words": "Too loud."}  # fmt: skip
    await desk.record([draft], words="rating", seen=())


async def test_begun_from_what_else_is_due_a_rating_asks_which(desk: Desk) -> None:
    """Else it would be about whatever was at hand, and be refused."""
    (other, *_) = [item for item in desk.glance.today(NOW) if item.person is not None and item.person.ref == EVE]
    form = questionnaire(desk, "indicator.rated", other, desk.card(other.person.id if other.person else None), {}, {})
    assert await form.learn()
    form.fill_in()
    assert form.typed["body.indicator"] == ""
    assert "body.indicator" in asked(form)


def test_a_count_is_typed_as_a_number_and_a_rating_says_whose_it_is() -> None:
    known = {"id": "x", "name": "Meals", "steps": [], "support_level": "prompted"}
    count = rating_asks(known | {"kind": "count", "highest": None}, "body")
    rating = rating_asks(known | {"kind": "rating_0_10", "highest": 10}, "body")
    assert [ask.kind for ask in count if ask.name == "value"] == ["number"]
    assert [ask.name for ask in rating][:2] == ["value", "by"]


# ---- instruments


async def test_a_structured_review_asks_for_the_instrument_and_stores_it_with_its_total(desk: Desk) -> None:
    form = await form_of(desk)
    type_in(form, SAID | {SIGNS: "none"})
    form.parts.open("review")
    form.answers.take(form.asks())
    items = [path for path in asked(form) if path.startswith("score-own_view.")]
    assert len(items) == 3
    structured = (
        "risk",
        "medication",
        "safeguarding",
        "social",
        "protective",
        "next_steps",
        "contingency",
        "decisions",
    )
    type_in(form, {f"review.{name}": "as before" for name in structured})
    assert "instrument.scored" not in [draft["type"] for draft in form.drafts()[0]], "nothing scored, nothing stored"
    type_in(form, dict(zip(items, ("6", "7", "5"), strict=True)))
    drafts, faults = form.drafts()
    assert faults == []
    (scored,) = (draft["body"] for draft in drafts if draft["type"] == "instrument.scored")
    assert scored == {"instrument": "own_view", "by": "person", "total": 18,
                      "items": {"help_wanted": 6, "working_on_what_matters": 7, "satisfied": 5}}  # fmt: skip
    await desk.record(drafts, words="contact", seen=())


@pytest.mark.parametrize(("kind", "asks"), [("monthly", True), ("mdt", False)])
async def test_the_form_of_a_review_asks_for_it_where_it_is_structured(desk: Desk, kind: str, asks: bool) -> None:
    form = await form_of(desk, "review.completed")
    type_in(form, {"body.kind": kind, "body.decisions": "go on", "body.next_review_on": "in 4 weeks"})
    assert ("score-own_view.satisfied" in asked(form)) == asks
    type_in(form, {"score-own_view.satisfied": "4"})
    assert [draft["type"] for draft in form.drafts()[0]][1:] == (["instrument.scored"] if asks else [])


async def test_a_score_by_itself_asks_the_items_of_its_instrument(desk: Desk) -> None:
    form = await form_of(desk, "instrument.scored")
    assert form.typed["body.instrument"] == "own_view"
    type_in(form, {"score-own_view.satisfied": "4"})
    (draft,), faults = form.drafts()
    assert faults == []
    assert draft["body"] == {"instrument": "own_view", "items": {"satisfied": 4}, "by": "person"}
    type_in(form, {"body.total": "31"})
    await desk.record([draft], words="score", seen=())


# ---- warning signs


async def test_of_who_is_watched_each_sign_is_answered_and_the_next_72_hours_are_offered(desk: Desk) -> None:
    form = await form_of(desk)
    type_in(form, SAID)
    fields = asked(form)
    assert "body.plan_72h" in fields
    assert not fields["body.plan_72h"].needed, "offered; needed once a sign is seen"
    assert [fault.path for fault in form.drafts()[1]] == [SIGNS]
    signs = [f"sign{n}" for n in range(len(form.card.signs))]
    type_in(form, {SIGNS: signs[0]})
    assert asked(form)["body.plan_72h"].needed
    type_in(form, {"body.plan_72h": "Ring daily.", NOT_ASKED: "rest"})
    drafts, faults = form.drafts()
    assert faults == []
    assert [each["seen"] for each in drafts[0]["body"]["signs_seen"]] == ["yes", *["not_asked"] * (len(signs) - 1)]


@pytest.mark.parametrize(
    ("seen", "not_asked", "expected"),
    [
        ("none", "", "no no no"),
        ("sign1 none", "", "no yes no"),
        ("sign1 none", "sign2", "no yes not_asked"),
        ("sign1", "rest", "not_asked yes not_asked"),
        ("sign0 sign1", "sign2", "yes yes not_asked"),
        ("", "rest", "not_asked not_asked not_asked"),
        ("", "", None),
        ("sign1", "sign2", None),
        ("sign1", "sign1", None),
    ],
)
def test_a_sign_is_seen_not_seen_or_not_asked_and_nothing_is_left_open(
    seen: str, not_asked: str, expected: str | None
) -> None:
    signs = ["a", "b", "c"]
    faults = list(signs_faults(signs, {SIGNS: seen, NOT_ASKED: not_asked}))
    assert bool(faults) == (expected is None)
    if expected is not None:
        told = signs_of(signs, seen.split(), [], not_asked.split())
        assert " ".join(each["seen"] for each in told) == expected


# ---- agreed anew


async def test_agreed_in_place_of_one_that_runs_it_opens_with_what_stood_and_ends_that_one(desk: Desk) -> None:
    form = await form_of(desk, "indicator.agreed")
    running = {each["name"]: each["indicator"] for each in form.shown["indicators"]}
    assert {offer.words for offer in form.offered(asked(form)["in_place_of"], "")} == set(running)
    type_in(form, {"in_place_of": running["The morning"]})
    assert (form.typed["body.name"], form.typed["body.steps"]) == ("The morning", "up\nwashed")
    type_in(form, {"body.steps": "up", "body.aim": "1"})
    (draft,), faults = form.drafts()
    assert faults == []
    assert draft["replaces"] == [running["The morning"]]
    await desk.record([draft], words="indicator", seen=())
    door = await desk.door()
    shown = door.people.person(EVE, NOW)
    assert {each["indicator"] for each in shown["indicators"]} == {running["Rides the bus"], draft["id"]}
    assert [(each["indicator"], each["outcome"]) for each in shown["indicators_ended"]] == [
        (running["The morning"], "changed")
    ]  # fmt: skip
