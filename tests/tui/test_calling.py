"""Which outcome keys a step has, and when somebody is safe to call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast, get_args
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.desk.calls.attempt import to_whom
from carelist_tui.desk.calls.outcomes import (
    CALL,
    DOORS,
    OTHERS,
    VISIT,
    keys_of,
    outcomes_for,
    safe_from,
    sheet_of,
    ways_for,
)
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.card import Card, Other, Phone, SafeTime
from carelist_tui.domain.entries import OUTCOMES, OUTCOMES_OF_OTHERS
from carelist_tui.domain.entries import outcomes_for as entry_outcomes
from carelist_tui.domain.entries.choices import SEEN_BY, Method, ToWhom

LONDON = ZoneInfo("Europe/London")
PHONE = Phone("07700 900123", "mobile", text_ok=True, voicemail_ok=True, unsafe=False)
METHODS = ("text", "call")
EVERY = "123456789"


def test_at_a_door_is_what_somebody_is_seen_by() -> None:
    assert set(DOORS) == SEEN_BY


@pytest.fixture
def card(desk: Desk) -> Card:
    """Amina's, with a phone that takes everything and a plan that forbids nothing."""
    who = next(item.person for item in desk.glance.today(desk.now()) if item.person and item.person.ref == "P-0042")
    found = desk.card(who.id)
    assert found is not None
    return replace(found, phones=(PHONE,), avoid=(), safe_times=())


def keys(card: Card, methods: tuple[str, ...] = METHODS, step: str = "next_day_follow_up") -> str:
    return "".join(outcome.key for outcome in outcomes_for(methods, step, card))


def test_where_nothing_is_forbidden_every_key_is_there(card: Card) -> None:
    assert keys(card) == EVERY


def test_a_message_needs_a_number_where_voicemail_is_agreed(card: Card) -> None:
    assert keys(replace(card, avoid=("voicemail",))) == "12456789"
    assert keys(replace(card, phones=(replace(PHONE, voicemail_ok=False),))) == "12456789"


def test_an_unsafe_number_counts_as_none(card: Card) -> None:
    assert keys(replace(card, phones=(replace(PHONE, unsafe=True),))) == ""


def test_a_text_needs_a_number_where_texts_are_agreed(card: Card) -> None:
    assert "9" not in keys(replace(card, phones=(replace(PHONE, text_ok=False),)))
    assert "9" not in keys(replace(card, avoid=("text",)))
    assert keys(replace(card, avoid=("call",))) == "189", "a text is still allowed"


def test_where_nobody_may_be_told_no_partner_can_be_asked(card: Card) -> None:
    assert keys(card, ("call", "email"), "partner_notification") == "1234567"
    ask = (Other("Noor", "sister", "", "", ""),)
    assert keys(replace(card, may_be_told=(), ask_first=ask), ("call",), "partner_notification") == ""


def test_every_outcome_key_records_what_the_entry_knows() -> None:
    known: dict[str, tuple[str, ...]] = {method: tuple(ends) for method, ends in OUTCOMES.items()}
    for outcome in (*CALL, *VISIT):
        assert outcome.outcome in known[outcome.method]
    assert {outcome.outcome for outcome in OTHERS} <= set(OUTCOMES_OF_OTHERS)


@pytest.mark.parametrize("method", [method for method, ends in OUTCOMES.items() if ends])
def test_whatever_the_standards_ask_for_can_be_recorded_by_a_key(card: Card, method: Method) -> None:
    """Each outcome that the entry knows of a method has a key there, and says that method."""
    (way,) = ways_for((method,), "a_step_of_ours", card)
    own = [outcome for outcome in way.outcomes if outcome.method == method]
    assert {outcome.outcome for outcome in own} == set(OUTCOMES[method])
    assert len({outcome.key for outcome in way.outcomes}) == len(way.outcomes)


def test_where_a_step_may_be_done_in_several_ways_each_is_offered_after_the_other(card: Card) -> None:
    ways = ways_for(("call", "text", "email", "visit"), "next_day_follow_up", card)
    assert [way.method for way in ways] == ["call", "visit", "text", "email"]
    no_mail = replace(card, avoid=("email", "text", "letter"))
    assert [way.method for way in ways_for(("email", "letter", "text", "visit"), "s", no_mail)] == ["visit"]
    assert ways_for(("letter",), "s", replace(card, address="")) == (), "no address known is none"


def test_everybody_who_may_be_told_is_a_way_of_their_own(card: Card) -> None:
    told = (Other("Noor", "sister", "", "", "", "consent"), Other("Jo Hill", "", "Housing", "", "", "direct_care"))
    asked = replace(card, may_be_told=told, ask_first=(Other("Al", "brother", "", "", ""),))
    ways = ways_for(("call", "email"), "partner_notification", asked)
    assert [way.words for way in ways] == ["sister Noor", "Jo Hill, Housing"]
    assert [to_whom(way.who) for way in ways] == ["trusted_contact", "partner"]


@pytest.mark.parametrize(
    ("hour", "minute", "said"), [(9, 4, "11:00"), (11, 0, None), (15, 59, None), (16, 1, "Wed 11:00")]
)
def test_a_safe_time_is_now_or_named(card: Card, hour: int, minute: int, said: str | None) -> None:
    plan = replace(card, safe_times=(SafeTime(("tue", "wed"), "11:00", "16:00"),))
    assert safe_from(plan, datetime(2026, 3, 3, hour, minute, tzinfo=UTC), LONDON) == said


def test_no_safe_times_agreed_means_any_time(card: Card) -> None:
    assert safe_from(card, datetime(2026, 3, 3, 9, tzinfo=UTC), LONDON) is None


@pytest.mark.parametrize("to", get_args(ToWhom))
@pytest.mark.parametrize("method", get_args(Method))
def test_an_outcome_has_the_same_key_in_a_form_as_in_a_call(method: str, to: str) -> None:
    codes = entry_outcomes(cast("Method", method), cast("ToWhom", to))
    keys = keys_of(method, to, codes)
    assert len(set(keys)) == len(codes), "no two outcomes have one key"
    called = sheet_of(method) if to == "person" else OTHERS
    for each in called:
        if each.outcome in codes and (to != "person" or each.method == method):
            assert keys[codes.index(each.outcome)] == each.key
    numbers = {each.key for each in called}
    assert not numbers & {key for code, key in zip(codes, keys, strict=True) if code not in {e.outcome for e in called}}
