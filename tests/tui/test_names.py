"""A field for a worker holds a worker; a partner's name where one may stand has to be meant."""

from __future__ import annotations

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.form_types import OF_SOMEBODY_ELSE, known_of, questionnaire
from carelist_tui.desk.questions.asks import asks_of
from carelist_tui.desk.questions.offers import Offer
from carelist_tui.desk.questions.worker_names import Names, proposed_id
from carelist_tui.domain.entries import TYPES

HERE = [Offer("w-ewa", "Ewa Nowak"), Offer("w-leah", "Leah Obi"), Offer("w-tom", "Tom Price")]


def said(kind: str, path: str, text: str, names: Names | None = None, given: str = "") -> list[str]:
    names = names or Names(lambda: HERE, ["Housing"])
    faults = names.faults(kind, asks_of(TYPES[kind]), {path: text}, {path: given})
    return [fault.sentence for fault in faults if fault.path == path]


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("escalation.raised", "w-leah", ""), ("escalation.raised", "", ""),
        ("escalation.raised", "today 11:00Laeh", "nobody here is called today 11:00Laeh"),
        ("escalation.raised", "Laeh", "nobody here is called Laeh: Leah Obi?"),
        ("escalation.raised", "e", "nobody here is called e: is it 1 Ewa Nowak? Type the name, then the key"),
        ("escalation.raised", "Housing", "nobody here is called Housing"),
        ("action.opened", "w-tom", ""), ("action.opened", "housing", ""),
        ("action.opened", "Eva", "nobody here is called Eva: Ewa Nowak?; save again if it is a partner"),
        ("action.opened", "Zzz", "nobody here is called Zzz: save again if it is a partner"),
    ],
)  # fmt: skip
def test_who_is_nobody_is_refused_with_who_may_be_meant(kind: str, text: str, sentence: str) -> None:
    assert said(kind, "body.owner", text) == ([sentence] if sentence else [])


def test_a_partner_who_is_said_twice_is_taken_and_another_name_is_asked_about_again() -> None:
    names = Names(lambda: HERE)
    assert said("action.opened", "body.owner", "Eva", names)
    assert not said("action.opened", "body.owner", "Eva", names)
    assert said("action.opened", "body.owner", "Evi", names)
    assert said("escalation.raised", "body.owner", "Eva", names), "no partner owns an escalation"
    assert said("escalation.raised", "body.owner", "Eva", names)


def test_what_was_filled_in_and_not_touched_is_not_asked_about() -> None:
    assert not said("coordinator.named", "body.coordinator", "w-gone", given="w-gone")


def test_a_worker_who_is_added_is_nobody_yet() -> None:
    assert not said("worker.added", "body.worker", "w-new")


@pytest.mark.parametrize("kind", sorted(OF_SOMEBODY_ELSE))
def test_nobodys_set_up_begins_with_the_name_of_who_writes_it(kind: str) -> None:
    """A newcomer who typed a name and a role would have renamed themselves."""
    assert "worker" not in known_of(kind, asks_of(TYPES[kind]), None, None, "w-leah")


def test_an_id_is_proposed_of_the_name_that_nobody_has_until_one_is_typed(desk: Desk) -> None:
    taken = next(id for id in desk.roster.workers if id.count("-") == 1)
    asked = questionnaire(desk, "worker.added", None, None, {"team": "North"}, {})
    paths = [ask.path for ask in asked.asks() if ask.needed and ask.path.startswith("body.")]
    assert paths[-1] == "body.worker"
    assert asked.typed["body.worker"] == ""
    for name, id in [("Zoë", "w-zoe"), ("Zoë Hart", "w-zoe"), (f"{taken[2:]} Hart", f"{taken}-hart"), ("", "")]:
        asked.typed["body.name"] = name
        assert asked.note_typed("body.name") == {"body.worker": id}
    asked.typed["body.worker"] = "w-own"
    asked.note_typed("body.worker")
    asked.typed["body.name"] = "Ann"
    assert asked.note_typed("body.name") == {}
    assert next(ask for ask in asked.asks() if ask.path == "body.worker").kind == "line"


def test_a_number_tells_two_of_one_name_apart() -> None:
    assert proposed_id("Tom Reid", {"w-tom"}) == "w-tom-reid"
    assert proposed_id("Tom Reid", {"w-tom", "w-tom-reid", "w-tom2"}) == "w-tom3"
