"""The receipt of an entry says what it takes away, of what stood just before it (surface.md, `record`)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused, TakesAway
from tests.domain.telling import PLAN, RISK_PLAN
from tests.journal.telling import MONDAY, accepted, corrected, draft, hours, worker

PHONES = [{"number": "07700 900123", "unsafe": True}, {"number": "07700 900124"}]
CAREFUL = PLAN | {"avoid": ["voicemail"], "review_on": "2026-04-02"}
LATER = date(2026, 4, 2).isoformat()


def plan(at: Any, **more: Any) -> dict[str, Any]:
    return draft("engagement_plan.agreed", at, CAREFUL | more, ref="P-1")


def details(at: Any, **body: Any) -> dict[str, Any]:
    return draft("person.details_updated", at, body, ref="P-1")


@pytest.fixture
def known(carelist: Carelist) -> Carelist:
    """Somebody with a plan, a risk plan and two numbers."""
    risk = draft("risk_plan.updated", MONDAY, RISK_PLAN | {"review_on": LATER}, ref="P-1")
    carelist.record([accepted("P-1", phones=PHONES), plan(MONDAY), risk], MONDAY)
    return carelist


def told(carelist: Carelist, *drafts: dict[str, Any]) -> list[tuple[str, ...]]:
    return [receipt.takes_away for receipt in carelist.record(drafts, hours(9))]


def test_a_receipt_says_what_is_gone_and_only_then(known: Carelist) -> None:
    quiet, loud = known.record(
        [details(hours(1), email="a@example.org"), details(hours(1), phones=PHONES[1:])], hours(1)
    )
    assert "takes_away" not in quiet.as_json()
    assert loud.as_json()["takes_away"] == ["takes away the number: 07700 900123 (UNSAFE)"]


def test_each_line_of_a_batch_is_compared_with_the_line_before_it(known: Carelist) -> None:
    bare, careful, again = plan(hours(1), avoid=[]), plan(hours(2)), plan(hours(3), avoid=[], early_warning_signs=[])
    assert told(known, bare, careful, again) == [
        ("takes away: NO VOICEMAIL",), (),
        ("takes away: NO VOICEMAIL", "takes away the early warning sign: sleeping by day"),
    ]  # fmt: skip


def test_sent_twice_it_answers_as_before_also_after_more_was_recorded(known: Carelist) -> None:
    bare = plan(hours(1), avoid=[]) | {"id": "00000000-0000-7000-8000-00000000abcd"}
    first, same = known.record([bare, bare], hours(2))
    known.record([plan(hours(3)), corrected(first.id, hours(4), replacement=None)], hours(5))
    assert known.record([bare], hours(6)) == [first] == [same]
    assert first.takes_away == ("takes away: NO VOICEMAIL",)


def test_what_a_newer_entry_says_already_is_not_taken_away_by_an_older_one(known: Carelist) -> None:
    assert told(known, plan(hours(5)), plan(hours(4), avoid=[])) == [(), ()]


def test_what_two_did_not_see_of_each_other_takes_nothing_away_until_it_is_settled(known: Carelist) -> None:
    unseen = plan(hours(1), avoid=[]) | {"replaces": []}
    assert told(known, unseen) == [()], "the safer reading holds"
    assert told(known, plan(hours(2), avoid=[])) == [("takes away: NO VOICEMAIL",)], "this one has seen both"


def test_a_correction_says_what_goes_by_it(known: Carelist) -> None:
    newer = known.record([plan(hours(1), avoid=["voicemail", "letter"])], hours(1))[0].id
    assert told(known, corrected(newer, hours(2), replacement=CAREFUL)) == [("takes away: NO LETTERS",)]
    assert told(known, corrected(newer, hours(3), replacement=None)) == [()]


def test_an_acceptance_that_drops_what_the_referral_knew_says_so(carelist: Carelist) -> None:
    body = {
        "ref": "P-2",
        "given": "Bo",
        "family": "Lee",
        "source": "gp",
        "reason": "low",
        "must_not_contact": ["her father"],
    }
    carelist.record([draft("referral.received", MONDAY, body)], MONDAY)
    assert told(carelist, accepted("P-2", hours(1), must_not_contact=[])) == [
        ("takes away from who must not be contacted: her father",)
    ]


def test_cover_and_working_days_that_go_are_said_at_the_door(carelist: Carelist) -> None:
    carelist.record([worker("added", MONDAY, "w-bea")], MONDAY)
    away = {"worker": "w-bea", "from": hours(24).isoformat(), "until": hours(48).isoformat(), "reason": "leave"}
    days = {"worker": "w-bea", "name": "Bea", "role": "support_worker", "team": "north", "days": ["mon", "tue"]}
    assert told(
        carelist,
        draft("worker.away", hours(1), away | {"cover": [{"persons": "all", "by": "w-ann"}]}),
        draft("worker.away", hours(2), away),
        draft("worker.changed", hours(1), days),
        draft("worker.changed", hours(2), days | {"days": ["mon"]}),
    ) == [(), ("takes away the cover: w-ann for all",), (), ("takes away the working day: Tue",)]


def test_what_nobody_has_seen_go_is_not_recorded_yet(known: Carelist) -> None:
    bare = plan(hours(1), avoid=[], early_warning_signs=[]) | {"id": "00000000-0000-7000-8000-00000000abcd"}
    with pytest.raises(TakesAway) as told_first:
        known.record([bare], hours(1), seen=["takes away: NO VOICEMAIL"])
    assert told_first.value.sentences == (
        "takes away: NO VOICEMAIL", "takes away the early warning sign: sleeping by day"
    )  # fmt: skip
    assert [entry["type"] for entry in known.people.person("P-1", hours(2))["story"]][-1] == "risk_plan.updated"
    assert known.record([bare], hours(1), seen=told_first.value.sentences)[0].takes_away == told_first.value.sentences


def test_a_fault_is_said_before_what_is_taken_away(known: Carelist) -> None:
    with pytest.raises(Refused, match=r"body\.methods: can't hold what the plan says to avoid: text"):
        known.record([plan(hours(1), avoid=["text"])], hours(1), seen=())


def test_an_unfinished_crisis_plan_is_taken_with_a_remark(known: Carelist) -> None:
    review = (hours(1) + timedelta(days=30)).date().isoformat()
    receipt = known.record(
        [draft("risk_plan.updated", hours(1), RISK_PLAN | {"review_on": review}, ref="P-1")], hours(1)
    )
    assert receipt[0].as_json()["remarks"] == ["the crisis plan is unfinished: it has no coping"]
