"""Dates that can't be, by command: a miss in the future, a year mistyped, a review too far off; and old Standards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one person, P-0001, in zone red since Monday 12 January 2026 at 10:00."""
    made = make_store(tmp_path_factory.mktemp("dates") / "store")
    accepted = draft("person.accepted", ACCEPTED, occurred_at="2026-01-12T10:00:00+00:00")
    zone = {"zone": "red", "reason": "sleeping by day", "review_on": "2026-01-15"}
    red = draft("zone.set", zone, ref="P-0001", occurred_at="2026-01-12T10:00:00+00:00")
    assert carelist("record", "-", store=made, stdin=f"{accepted}\n{red}".encode()).status == 0
    return made


def refused(store: Path, type: str, at: str, body: dict[str, Any]) -> str:
    """What is said of an entry that is refused: bad input, and nothing recorded."""
    before = carelist("verify", "--json", store=store).json["entries"]
    answer = carelist(
        "record", type, "--person", "P-0001", "--occurred-at", at, "--body", json.dumps(body), store=store
    )
    assert (answer.status, answer.out) == (2, "")
    assert carelist("verify", "--json", store=store).json["entries"] == before
    return answer.err


MISS: dict[str, Any] = {"method": "visit", "how": "no_access"}


@pytest.mark.parametrize("expected", ["2027-01-14T10:00:00+00:00", "2026-01-15T00:00:00+00:00"])
def test_a_contact_missed_in_the_future_is_refused(store: Path, expected: str) -> None:
    said = refused(store, "contact.missed", "2026-01-14T10:05", MISS | {"expected_at": expected})
    assert "body.expected_at: can't be after the day this happened" in said


def test_a_contact_missed_in_another_century_is_refused(store: Path) -> None:
    said = refused(store, "contact.missed", "2026-01-14T10:05", MISS | {"expected_at": "1999-01-14T10:00:00+00:00"})
    assert "body.expected_at: lies more than 3 months before this happened: is the year right?" in said


@pytest.mark.parametrize(
    ("type", "body", "said"),
    [
        ("action.opened", {"title": "Ring", "owner": "w-maya", "area": "housing", "due_at": "2099-01-14T10:00:00Z"},
         "body.due_at: is too far off: 6 months at the longest, so by 2026-07-14 17:00"),
        ("contact.planned", {"at": "2199-01-14T10:00:00Z", "method": "visit", "purpose": "routine",
                             "worker": "w-maya"}, "body.at: is too far off: 6 months at the longest"),
        ("consent.recorded", {"scope": "contact", "given": False, "basis": "consent", "rationale": "not now",
                              "review_on": "2099-01-14"}, "body.review_on: is too far off: 6 months at the longest"),
        ("mdt.listed", {"reason": "red", "by": "2027-01-14"},
         "body.by: is too far off: 4 weeks at the longest, so by 2026-02-11"),
        ("outreach.attempted", {"method": "call", "to": "person", "outcome": "could_not_talk", "promise": "2027-01-15"},
         "body.promise: is too far off: 1 month at the longest, so by 2026-02-14"),
    ],
)  # fmt: skip
def test_a_date_beyond_its_limit_is_refused_and_the_last_day_is_said(
    store: Path, type: str, body: dict[str, Any], said: str
) -> None:
    assert said in refused(store, type, "2026-01-14T10:05", body)


def test_a_key_that_is_no_longer_read_is_named_and_does_no_harm(tmp_path: Path, store: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text('# Ours\n[limits]\ndecision_review_red = "2 days"\ndecision_review_amber = "2 days"\n')
    answer = carelist("standards", "check", path)
    assert answer.status == 0
    assert "line 3: limits.decision_review_red: is no longer read: who is red is high" in answer.err
    assert "can be adopted" in answer.err
    assert carelist("standards", "adopt", path, store=store).status == 0
