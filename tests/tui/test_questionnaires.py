"""What a form asks, keeps and makes, without any terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.contact import ContactQuestions
from carelist_tui.desk.forms.decision import DecisionQuestions
from carelist_tui.desk.forms.form_types import questionnaire
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.forms.typed_answers import ASKS_WHEN, TypedAnswers
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.domain.entries import TYPES
from carelist_tui.vault.drafts import SAW
from tests.tui.telling import NOW, entry
from tests.tui.test_contact_form import COL, booked
from tests.tui.test_handover_form import AMINA, handover

ZONE = "zone.set"
__all__ = ["booked", "handover"]


def asked(desk: Desk, kind: str, ref: str) -> Questionnaire:
    """The questions of an entry about somebody, begun from nothing that is due."""
    person = next(found.person for found in desk.glance.find("") if found.ref == ref)
    return questionnaire(desk, kind, None, desk.card(person), {}, {})


def type_in(form: Questionnaire, path: str, words: str) -> dict[str, str]:
    """Type this there; gives what stands elsewhere because of it."""
    form.typed[path] = words
    return form.note_typed(path)


def test_what_nobody_typed_into_leaves_no_draft_and_what_was_typed_goes_on_as_the_same_entry(desk: Desk) -> None:
    form = asked(desk, ZONE, COL)
    form.keep()
    assert desk.kept.begun() == []
    type_in(form, "body.reason", "well again")
    form.keep()
    again = asked(desk, ZONE, COL)
    assert (again.answers.entry_id, again.typed["body.reason"]) == (form.answers.entry_id, "well again")
    assert again.answers.back_words() == "What you typed before is back."
    again.answers.drop()
    assert asked(desk, ZONE, COL).answers.entry_id != form.answers.entry_id


def test_only_a_draft_begun_long_ago_is_asked_when_it_happened(desk: Desk) -> None:
    form = asked(desk, ZONE, COL)
    type_in(form, "body.reason", "well again")
    form.keep()
    key, asks = form.answers.kept_as, asks_of(TYPES[ZONE])
    begun = desk.kept.find(key)
    assert begun is not None
    assert not TypedAnswers(desk, {}, key, "", asks).asks_when
    long_ago = (desk.now() - ASKS_WHEN - timedelta(minutes=1)).isoformat()
    desk.kept.keep(replace(begun, at=long_ago))
    back = TypedAnswers(desk, {}, key, "", asks)
    assert back.asks_when
    assert "Did it happen then?" in back.back_words()
    back.typed["occurred_at"] = "now"
    back.note_typed("occurred_at")
    assert not back.asks_when


def test_what_the_record_knows_fills_only_what_is_empty_and_does_not_count_as_typed(desk: Desk) -> None:
    answers = asked(desk, ZONE, COL).answers
    answers.typed["body.reason"] = "typed"
    assert answers.fill_in({"body.reason": "known", "body.zone": "red", SAW: ""}) == {"body.zone": "red"}
    answers.typed["body.reason"] = ""
    assert answers.is_untouched


async def test_a_contact_knows_the_booking_of_today_and_makes_what_comes_out_of_it(booked: str, desk: Desk) -> None:
    form = asked(desk, "contact.completed", COL)
    assert isinstance(form, ContactQuestions)
    assert await form.learn()
    assert form.fill_in()["body.planned"] == booked
    assert form.left_to_type == ("body.how_are_they", "body.what_we_did")
    form.answers.take(form.asks())
    assert not form.is_said(next(ask for ask in form.asks() if ask.path == "body.plan_72h"), form.typed)
    type_in(form, "body.signs_ticked", "sign0")
    assert form.is_said(next(ask for ask in form.asks() if ask.path == "body.plan_72h"), form.typed)
    for path, words in (("body.how_are_they", "as_usual"), ("body.what_we_did", "Walked."), ("body.plan_72h", "Ring.")):
        type_in(form, path, words)
    form.parts.open("next")
    assert type_in(form, "first.at", "fri 11:00") == {"first.method": "visit"}
    drafts, faults = form.drafts()
    assert faults == []
    assert [draft["type"] for draft in drafts] == ["contact.completed", "contact.planned"]
    assert drafts[1]["arose_from"] == drafts[0]["id"] == form.answers.entry_id


def test_to_escalate_asks_whom_and_raises_it_in_the_same_save(desk: Desk) -> None:
    form = asked(desk, "decision.recorded", AMINA)
    assert isinstance(form, DecisionQuestions)
    route = next(ask for ask in form.asks() if ask.path == "escalation.route")
    assert not form.is_asked(route, form.typed)
    type_in(form, "body.decision", "escalate")
    assert form.is_asked(route, form.typed)
    drafts, faults = form.drafts()
    assert [draft["type"] for draft in drafts] == ["decision.recorded", "escalation.raised"]
    assert drafts[1]["body"]["decision"] == drafts[0]["id"]
    assert "escalation.route" in {fault.path for fault in faults}, "its fault is under its own question"
    assert form.drafts()[0][1]["id"] == drafts[1]["id"], "saved again it is the same entry"


async def test_each_item_of_a_checklist_that_is_ticked_is_an_entry(handover: str, desk: Desk) -> None:
    form = asked(desk, "handover.item_done", AMINA)
    await form.learn()
    assert form.fill_in() == {"body.handover": handover}
    form.answers.take(form.asks())
    assert "risk_plan_current" not in next(ask for ask in form.asks() if ask.path == "body.item").codes
    type_in(form, "body.item", "summary_written open_actions_listed")
    drafts, faults = form.drafts()
    assert faults == []
    assert [draft["body"]["item"] for draft in drafts] == ["summary_written", "open_actions_listed"]


async def test_whoever_may_be_there_already_is_named_beside_the_field(desk: Desk) -> None:
    """Somebody new is typed who has Amina's NHS number, then her name and birth date; both read as everywhere."""
    door = Carelist.open(desk.store, "w-ada")
    amina = next(each for each in door.people.find("") if each.ref == "P-0042")
    said = {"nhs_number": "9990000018", "born": "1984-05-17"}
    door.record([entry("person.details_updated", "2026-03-03T09:00", said, ref="P-0042")], NOW)
    door.close()
    form = questionnaire(desk, "person.accepted", None, None, {}, {})
    assert await form.learn()
    assert form.warnings() == {}
    type_in(form, "body.nhs_number", "999 000 0018")
    assert form.warnings() == {"body.nhs_number": "P-0042 has the same NHS number: is it one person?"}
    assert "body.nhs_number" not in {fault.path for fault in form.drafts()[1]}
    type_in(form, "body.nhs_number", "999 000 0026")
    given, _, family = amina.name.partition(" ")
    for path, words in (("given", given.upper()), ("family", f"{family},"), ("born", "17/5/84")):
        type_in(form, f"body.{path}", words)
    assert form.warnings() == {"body.born": "P-0042 has the same name and birth date: is it one person?"}
    own = questionnaire(desk, "person.details_updated", None, desk.card(amina.person), {}, {})
    assert await own.learn()
    type_in(own, "body.nhs_number", "9990000018")
    assert own.warnings() == {}, "nobody is their own double"
