"""Moments have one precision, the second, in every way in (records.md): what is recorded later never sorts before what
was recorded earlier, unless somebody typed an earlier moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.forms.questionnaire import WHEN
from carelist_tui.desk.questions.answers import answer_of
from carelist_tui.domain.entries import NO_ENTRY, read_entry, stamp
from carelist_tui.domain.refusal import Refused
from tests.journal.reading_rows import lines
from tests.journal.telling import MONDAY, accepted, attempted, completed, corrected, draft, hours, missed

LONDON = ZoneInfo("Europe/London")
ID = "0195a1b2-4000-7000-8000-123456789012"


def newest(carelist: Carelist) -> dict[str, Any]:
    return lines(carelist.store)[-1]


def by_form(at: datetime) -> str:
    """What a form records that opened with `now` and is saved at that moment."""
    return str(answer_of(WHEN, "now", at, LONDON))


def test_what_is_finer_than_a_second_is_left_out_of_every_moment(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    at = hours(2) + timedelta(microseconds=250_000)
    miss = missed("P-1", at, learned_at=(at + timedelta(seconds=1)).isoformat())
    carelist.record([miss], hours(3))
    told = newest(carelist)
    assert (told["occurred_at"], told["learned_at"]) == ("2026-03-02T11:00:00+00:00", "2026-03-02T11:00:01+00:00")
    assert told["body"]["expected_at"] == "2026-03-02T11:00:00+00:00"
    moved = corrected(told["id"], hours(4), replacement=miss["body"], moved_to=at.isoformat())
    carelist.record([moved], hours(4))
    assert newest(carelist)["body"]["replacement"]["expected_at"] == "2026-03-02T11:00:00+00:00"
    assert newest(carelist)["body"]["moved_to"] == "2026-03-02T11:00:00+00:00"


def test_what_only_looks_like_a_moment_stays_as_it_was_said(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    text = "2026-03-02T11:00:00.25+00:00"
    carelist.record([draft("risk_check.completed", hours(1), _check(text), ref="P-1")], hours(1))
    assert newest(carelist)["body"]["recent_disclosures"] == text


def _check(text: str) -> dict[str, Any]:
    said = dict.fromkeys(("recent_disclosures", "environmental_concerns", "third_party_information"), text)
    signs = {"relapse_indicators": [], "safeguarding_indicators": ["none"]}
    return {**said, **signs, "capacity": "no_concern", "overall": "no_new_concern"}


def test_the_same_draft_sent_twice_is_the_same_entry_also_of_an_older_store(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    at = hours(2) + timedelta(microseconds=250_000)
    sent = completed("P-1", at, id=ID)
    (first,) = carelist.record([sent], hours(3))
    assert carelist.record([sent], hours(4)) == [first]
    person = lines(carelist.store)[1]["person"]
    older = stamp(
        completed("P-1", at), id="0195a1b2-4000-7000-8000-123456789013", person=person, author="w-ann",
        device="b" * 32, seq=1, prev=NO_ENTRY, recorded_at=hours(2), replaces=(), salt=bytes(16),
    )  # fmt: skip
    carelist.record.take_in([older])
    assert read_entry(older).occurred_at == at
    assert [each["occurred_at"] for each in lines(carelist.store)][-1] == at.isoformat()
    again = completed("P-1", at, id=older["id"])
    assert [receipt.hash for receipt in carelist.record([again], hours(5))] == [older["hash"]]
    with pytest.raises(Refused):
        carelist.record([completed("P-1", at + timedelta(seconds=1), id=older["id"])], hours(5))


@pytest.mark.parametrize("first_by_form", [True, False])
def test_what_is_recorded_later_in_the_same_minute_sorts_later(carelist: Carelist, first_by_form: bool) -> None:
    """A decision by form six seconds after an attempt by command, and the other way round."""
    carelist.record([accepted("P-1"), missed("P-1", hours(1), id=ID)], hours(1))
    moments = [hours(2) + timedelta(seconds=4, milliseconds=700), hours(2) + timedelta(seconds=10, milliseconds=100)]
    for number, at in enumerate(moments):
        said = attempted("P-1", at, ID, "second_attempt" if number == 0 else "third_attempt")
        if first_by_form == (number == 0):
            said["occurred_at"] = by_form(at)
        carelist.record([said], at)
    story = carelist.people.person("P-1", hours(3))["story"]
    assert [entry["body"].get("step") for entry in story[-2:]] == ["second_attempt", "third_attempt"]


def test_a_decision_by_form_seconds_after_the_attempt_settles_what_it_asked_for(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), missed("P-1", hours(1), id=ID)], hours(1))
    at = hours(2) + timedelta(seconds=30)
    tries = [attempted("P-1", at + timedelta(seconds=n), ID, step) for n, step in
             enumerate(("second_attempt", "third_attempt"))]  # fmt: skip
    carelist.record(tries, at + timedelta(seconds=1))
    assert "decision" in _owed(carelist)
    body = {"about": "missed_contact", "episode": ID, "decision": "do_not_escalate", "what_changed": "nothing new",
            "rationale": "Seen by her sister this morning, who says she is well.",
            "review_at": (MONDAY + timedelta(days=2)).isoformat()}  # fmt: skip
    decided_at = at + timedelta(seconds=6, milliseconds=400)
    decision = draft("decision.recorded", decided_at, body, ref="P-1") | {"occurred_at": by_form(decided_at)}
    carelist.record([decision], decided_at)
    assert "decision" not in _owed(carelist)


def _owed(carelist: Carelist) -> set[str]:
    return {item["kind"] for item in carelist.people.person("P-1", hours(3))["items"]}
