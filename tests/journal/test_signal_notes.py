"""What was noted on a measure moves its lines at the door: a step change begins them anew, from when it was known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.measures.inquiry import Inquiry
from tests.domain.telling import LONDON
from tests.journal.telling import MONDAY, accepted, completed

pytestmark = pytest.mark.slow
KEY = "late_entries"
"""A measure of which every recorded entry is a case: months of figures are told quickly."""
MONTHS = 9
FOUND = "Two more workers since then."


def month(n: int) -> str:
    """The month that lies so many after MONDAY's."""
    place = MONDAY.year * 12 + MONDAY.month - 1 + n
    return f"{place // 12}-{place % 12 + 1:02}"


def first_of(n: int) -> datetime:
    return datetime.fromisoformat(f"{month(n)}-02T10:00:00+00:00")


@pytest.fixture
def charted(carelist: Carelist) -> Carelist:
    moments = [first_of(n) + timedelta(hours=k) for n in range(1, MONTHS + 1) for k in range(10)]
    carelist.record([accepted("P-1"), *(completed("P-1", at) for at in moments)], moments[-1])
    carelist.measures.count()
    return carelist


def noted(team: str | None = None, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    of_team = {"team": team} if team else {}
    body = {"measure": KEY, "month": month(4), "what_we_found": FOUND, "step_change": True, **of_team, **more}
    moment = at or first_of(MONTHS + 1)
    return {"type": "signal.noted", "occurred_at": moment.isoformat(), "body": body}


def figure(
    door: Carelist, at: datetime | None = None, *, known_at: datetime | None = None, team: str | None = None
) -> dict[str, Any]:
    asked = Inquiry.asked(at or first_of(MONTHS + 2), LONDON, team=team)
    told: dict[str, Any] = door.measures.answer([KEY], asked, known_at=known_at)["measures"][0]
    return told


def since(door: Carelist, **asked: Any) -> list[str | None]:
    return [each["since"] for each in figure(door, **asked)["stretches"]][1:]


def test_a_recorded_step_change_begins_the_limits_anew_and_says_why(charted: Carelist) -> None:
    assert figure(charted)["limits"]["state"] == "trial"
    charted.record([noted(what_we_do="Keep them.")], first_of(MONTHS + 1))
    told = figure(charted)
    assert (told["limits"]["state"], told["signal"]["kind"]) == ("none", "too_few")
    assert [(each["since"], each["reason"]) for each in told["stretches"]][1:] == [(month(4), FOUND)]
    (note,) = told["notes"]
    assert (note["month"], note["found"], note["do"], note["step_change"]) == (month(4), FOUND, "Keep them.", True)


def test_a_note_without_a_step_change_is_told_and_moves_no_line(charted: Carelist) -> None:
    charted.record([noted(step_change=False)], first_of(MONTHS + 1))
    told = figure(charted)
    assert told["limits"]["state"] == "trial"
    assert [each["found"] for each in told["notes"]] == [FOUND]


def test_a_struck_step_change_moves_no_line_and_a_corrected_one_as_corrected(charted: Carelist) -> None:
    at = first_of(MONTHS + 1)
    one, two = (charted.record([noted(month=month(n))], at)[0].id for n in (3, 5))
    assert since(charted) == [month(3), month(5)]
    put_right = noted(month=month(6))["body"]
    charted.record([corrected(one, None), corrected(two, put_right)], at)
    assert since(charted) == [month(6)]


def corrected(entry: str, replacement: dict[str, Any] | None) -> dict[str, Any]:
    body = {"entry": entry, "reason": "typed in error", "replacement": replacement}
    return {"type": "entry.corrected", "occurred_at": first_of(MONTHS + 1).isoformat(), "body": body}


def test_what_was_not_noted_yet_or_not_known_yet_moves_nothing(charted: Carelist) -> None:
    noted_at, known = first_of(MONTHS) + timedelta(days=1), first_of(MONTHS + 1)
    charted.record([noted(at=noted_at)], known)
    assert since(charted) == [month(4)]
    assert since(charted, at=noted_at - timedelta(hours=1)) == []
    assert since(charted, at=noted_at) == [month(4)]
    assert since(charted, known_at=known - timedelta(hours=1)) == []
    assert figure(charted, known_at=known - timedelta(hours=1))["notes"] == []
    assert since(charted, known_at=known) == [month(4)]


def test_a_teams_step_change_is_that_teams_and_the_services_is_every_teams(charted: Carelist) -> None:
    charted.record([noted(team="north"), noted(month=month(6))], first_of(MONTHS + 1))
    assert since(charted) == [month(6)]
    assert since(charted, team="north") == [month(4), month(6)]
    assert [each["month"] for each in figure(charted, team="south")["notes"]] == [month(6)]
