"""An escalation says what changed, what was tried and why: told from the decision and the record where left open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from tests.domain.telling import CHECK
from tests.journal.telling import MONDAY, accepted, attempted, completed, draft, hours, missed, store_at

ID = "019cae00-0000-7000-8000-000000000001"
WHY = {"what_changed": "no answer since Friday", "rationale": "She always answers; her sister has not heard either."}


@pytest.fixture
def carelist(tmp_path: Path) -> Iterator[Carelist]:
    with store_at(tmp_path / "store") as door:
        door.record([accepted("P-1"), completed("P-1", hours(0.5))], hours(1))
        yield door


def missed_and_decided(carelist: Carelist, **decision: Any) -> str:
    """A missed contact, one call that nobody answered, and the decision to escalate."""
    episode = carelist.record([missed("P-1", hours(1))], hours(1))[0].id
    carelist.record([attempted("P-1", hours(2), episode, "same_day_attempt")], hours(2))
    body = {"about": "missed_contact", "episode": episode, "decision": "escalate"} | WHY | decision
    return carelist.record([draft("decision.recorded", hours(2.1), body, ref="P-1")], hours(2.2))[0].id


def raised(decision: str, **more: Any) -> dict[str, Any]:
    body = {"decision": decision, "route": "crisis_team", "to": "the desk", "owner": "w-ann",
            "respond_by": hours(5).isoformat()} | more  # fmt: skip
    return draft("escalation.raised", hours(3), body, ref="P-1", id=ID)


def narrative(carelist: Carelist) -> dict[str, str]:
    story = carelist.people.person("P-1", hours(4))["story"]
    (entry,) = [each for each in story if each["type"] == "escalation.raised"]
    found: dict[str, str] = entry["body"].get("narrative", {})
    return found


def test_what_is_left_open_is_told_from_the_decision_the_attempts_and_the_risk_check(carelist: Carelist) -> None:
    decision = missed_and_decided(carelist)
    check = CHECK | {"overall": "high", "recent_disclosures": "tablets at home"}
    carelist.record([draft("risk_check.completed", hours(2.5), check, ref="P-1")], hours(2.5))
    carelist.record([raised(decision)], hours(3))
    assert narrative(carelist) == {
        "what_changed": "no answer since Friday",
        "attempts_made": "Mon 2 Mar 2026 11:00 call: no answer",
        "why_risk": "She always answers; her sister has not heard either.; "
        "risk check: HIGH Mon 2 Mar 2026 11:30: tablets at home",
    }
    assert carelist.verify().ok


def test_what_was_said_stays_as_it_was_said(carelist: Carelist) -> None:
    carelist.record([raised(missed_and_decided(carelist), narrative={"why_risk": "exploited"})], hours(3))
    assert narrative(carelist)["why_risk"] == "exploited"
    assert narrative(carelist)["what_changed"] == "no answer since Friday"


def test_of_safeguarding_it_says_why_we_believe_that_there_is_harm(carelist: Carelist) -> None:
    body = {"about": "safeguarding", "decision": "escalate", "risk_of_harm": "money taken"} | WHY
    decision = carelist.record([draft("decision.recorded", hours(2), body, ref="P-1")], hours(2))[0].id
    carelist.record([raised(decision)], hours(3))
    assert narrative(carelist) == {"what_changed": "no answer since Friday", "why_risk": "money taken"}


def test_sent_twice_it_answers_as_before_and_with_other_words_it_is_refused(carelist: Carelist) -> None:
    decision = missed_and_decided(carelist)
    first = carelist.record([raised(decision)], hours(3))
    assert carelist.record([raised(decision)], hours(4)) == first
    said = raised(decision, narrative={"what_changed": "no answer since Friday"})
    assert carelist.record([said], hours(4)) == first, "the same words"
    with pytest.raises(Refused, match="other content"):
        carelist.record([raised(decision, narrative={"what_changed": "something else"})], hours(4))
    with pytest.raises(Refused, match="other content"):
        carelist.record([raised(decision, to="another desk")], hours(4))


def test_raised_in_one_batch_with_its_decision_it_says_the_same(carelist: Carelist) -> None:
    episode = carelist.record([missed("P-1", MONDAY)], hours(1))[0].id
    other = ID[:-1] + "2"
    body = {"about": "missed_contact", "episode": episode, "decision": "escalate"} | WHY
    both = [draft("decision.recorded", hours(3), body, ref="P-1", id=other), raised(other)]
    carelist.record(both, hours(3))
    assert narrative(carelist)["what_changed"] == "no answer since Friday"
