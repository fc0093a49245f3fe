"""What stands beside an open store is shown only as long as everything it was made of is the same: what a screen shows
is what all cases sum up to, to the byte."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.domain.entries.stored import read_sound
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.journal.projection.behind import read_behind
from carelist_tui.journal.take_in.runs import Incoming
from tests.domain.telling import LONDON
from tests.journal.telling import MONDAY, accepted, completed, corrected, draft, hours, missed, store_at, worker
from tests.journal.test_adopting import SEVEN_DAYS, adoption
from tests.journal.test_cases_in_any_order import chained
from tests.journal.test_commit import files_no_larger_than
from tests.journal.test_month_sums import afresh, answered, shown
from tests.journal.test_verifying import found

pytestmark = pytest.mark.slow
AT, SOON = hours(24 * 100), timedelta(minutes=5)


@pytest.fixture
def full(carelist: Carelist) -> Carelist:
    carelist.record([accepted("P-1"), completed("P-1", hours(0.5)), accepted("P-2"), missed("P-1", hours(1))], hours(1))
    carelist.measures.count()
    return carelist


def crisis(at: datetime) -> dict[str, Any]:
    return draft("crisis.recorded", at, {"kind": "ae", "source": "the ward", "summary": "Came in."}, ref="P-1")


def figures(carelist: Carelist, at: datetime) -> dict[str, dict[str, Any]]:
    answer = carelist.measures.shown(Inquiry.asked(at, LONDON))
    carelist.measures.keep_made()
    return {each["key"]: each for each in answer["measures"]}


def test_a_figure_of_which_nothing_is_another_is_not_made_again(full: Carelist) -> None:
    shown(full, AT)
    first, again = figures(full, AT + SOON), figures(full, AT + 2 * SOON)
    made_again = {key for key, figure in again.items() if figure is not first[key]}
    assert made_again == {"crisis_rate", "escalation_rate", "tenancy"}, "they grow with each moment"
    full.record([completed("P-2", AT)], AT)
    full.measures.count()
    after = figures(full, AT + 3 * SOON)
    made_again = {key for key, figure in after.items() if figure is not again[key]}
    assert {"same_worker", "late_entries"} < made_again
    assert "first_response" not in made_again
    assert shown(full, AT + 3 * SOON) == afresh(full, AT + 3 * SOON)


def test_what_moves_within_its_month_moves_where_days_between_are_drawn(full: Carelist) -> None:
    """The sums of that month say the same as before."""
    days = (2, 8, 40)
    entries = full.record([crisis(hours(24 * day)) for day in days], AT)
    full.measures.count()
    before = json.loads(shown(full, AT))["measures"]
    full.record([corrected(entries[1].id, AT, moved_to=hours(24 * 12).isoformat())], AT)
    full.measures.count()
    assert shown(full, AT) == afresh(full, AT)
    moved = [each["gaps"] for each in json.loads(shown(full, AT))["measures"]]
    assert moved != [each["gaps"] for each in before]


def test_a_note_stands_at_once_and_a_huddle_and_other_days_of_the_service(full: Carelist) -> None:
    note = {"measure": "same_worker", "month": "2026-04", "what_we_found": "Two on leave", "step_change": True}
    huddle = {"team": "north", "from": AT.isoformat(), "to": (AT + SOON).isoformat(), "present": ["w-ann"]}
    told = [draft("signal.noted", AT, note), draft("huddle.held", AT + SOON, huddle), adoption(SEVEN_DAYS, AT + SOON)]
    before = shown(full, AT + SOON)
    for each in told:
        full.record([each], AT + SOON)
        full.measures.keep_up()
        after = shown(full, AT + SOON)
        assert after == afresh(full, AT + SOON) != before
        before = after


def test_what_is_said_of_no_person_ahead_of_the_clock_counts_once_it_has_come(full: Carelist) -> None:
    ahead = AT + timedelta(hours=5)
    huddle = {"team": "north", "from": ahead.isoformat(), "to": (ahead + SOON).isoformat(), "present": ["w-ann"]}
    full.record([draft("huddle.held", ahead, huddle)], ahead)
    for at in (AT, AT + SOON, ahead + SOON, ahead + timedelta(days=1), AT, ahead + timedelta(days=2)):
        assert shown(full, at) == afresh(full, at), at


def test_another_moment_another_period_and_another_store_show_their_own(full: Carelist) -> None:
    for at in (AT, AT + timedelta(days=35), AT, AT - timedelta(days=50), AT + timedelta(days=400)):
        assert shown(full, at) == afresh(full, at), at
        assert shown(full, at, until=datetime(2026, 5, 1).date()) == afresh(full, at, until=datetime(2026, 5, 1).date())


def test_what_another_laptop_or_process_wrote_is_shown(full: Carelist) -> None:
    before = shown(full, AT)
    with Carelist.open(full.store, "w-ann") as other:
        other.record([completed("P-2", hours(24 * 50))], AT)
        other.measures.count()
        assert shown(full, AT) == shown(other, AT) == afresh(full, AT) != before
        other.rebuild()
        other.measures.count()
    assert shown(full, AT) == afresh(full, AT)


def test_a_screen_that_keeps_nothing_shows_the_same(full: Carelist) -> None:
    asked = Inquiry.asked(AT, LONDON)
    kept = [full.measures.shown(asked)["measures"] for _ in range(2)]
    full.measures.keep_made()
    assert full.measures.shown(asked)["measures"] == kept[1] == kept[0]


def test_what_holds_for_seconds_alone_is_made_again_after_them(full: Carelist) -> None:
    """Shortly before nine on a Monday, when what is overdue is counted: such sums are not kept at all."""
    nine = datetime(2026, 6, 8, 8, tzinfo=UTC)
    full.record([completed("P-1", nine - timedelta(days=3))], nine - timedelta(days=1))
    full.measures.count()
    before, after = nine - timedelta(seconds=20), nine + timedelta(seconds=20)
    assert shown(full, before) == afresh(full, before)
    assert shown(full, after) == afresh(full, after)
    assert figures(full, before)["overdue_now"]["more"] != figures(full, after)["overdue_now"]["more"]


def test_a_disk_that_takes_nothing_shows_the_same(full: Carelist) -> None:
    before = shown(full, AT - timedelta(days=1))
    with files_no_larger_than(0):
        full.measures.keep_up()
        assert shown(full, AT) == afresh(full, AT) != before
        assert shown(full, AT + SOON) == afresh(full, AT + SOON)
    assert shown(full, AT + 2 * SOON) == afresh(full, AT + 2 * SOON)


def test_a_restored_backup_shows_what_its_own_cases_give(full: Carelist, tmp_path: Path) -> None:
    before = shown(full, AT)
    full.backups.backup(tmp_path / "b.backup", AT)
    full.record([completed("P-2", AT)], AT)
    Backups.restore(tmp_path / "b.backup", tmp_path / "there", unlock=lambda _: None, now=AT)
    with Carelist.open(tmp_path / "there", "w-ann") as there:
        there.measures.keep_up()
        assert shown(there, AT) == afresh(there, AT)
        assert [each | {"at": ""} for each in json.loads(shown(there, AT))["measures"]] == [
            each | {"at": ""} for each in json.loads(before)["measures"]
        ]
        there.record([completed("P-1", AT)], AT)
        there.measures.keep_up()
        assert shown(there, AT) == afresh(there, AT)
        assert found(there) == []


def test_what_two_managers_erased_stands_in_no_figure(tmp_path: Path) -> None:
    with store_at(tmp_path / "store") as ann:
        ann.record(
            [worker("added", MONDAY, "w-bob", role="manager"), accepted("P-1"), missed("P-1", hours(1))], hours(2)
        )
        contact = ann.record([completed("P-1", hours(26))], hours(26))[0].id
        ann.measures.keep_up()
        before = shown(ann, AT)
        asked = draft("entry.erased", AT, {"entry": contact, "basis": "Article 17: told of somebody else in error"})
        ann.record([asked], AT)
        with Carelist.open(ann.store, "w-bob") as bob:
            bob.record([asked], AT)
        for _ in range(2):
            assert shown(ann, AT) == afresh(ann, AT) != before
            ann.measures.keep_up()
        assert found(ann) == []


@pytest.mark.parametrize("seed", [3, 8])
def test_whose_entries_came_and_are_not_folded_yet_is_counted_and_nothing_is_kept_of_before(
    full: Carelist, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many entries come by several transactions, and are folded after them: another process asks in between."""
    runs = chained(seed)
    at = max(datetime.fromisoformat(raw["recorded_at"]) for run in runs.values() for raw in run) + SOON
    shown(full, at)
    full.journal.most_at_once = 2
    with monkeypatch.context() as patch:
        patch.setattr(full.journal, "catch_up", lambda *_, **how: None)
        full.journal.merge([Incoming(run[0]["device"], [read_sound(raw) for raw in run]) for run in runs.values()])
        with full.journal.store.reading() as connection:
            assert read_behind(connection)
        between = shown(full, at)
        assert between == afresh(full, at)
    full.measures.keep_up()
    assert shown(full, at) == afresh(full, at) == answered(full, at) == between
    assert found(full) == []
