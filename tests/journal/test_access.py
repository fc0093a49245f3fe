"""The access log: who looked at whom, chained, append-only, without a word anybody typed but why something left."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import connect, driver
from tests.journal.reading_rows import rows
from tests.journal.telling import accepted, hours


@pytest.fixture
def looked_at(carelist: Carelist) -> str:
    """A person whom somebody has looked at."""
    person = carelist.record([accepted("P-1"), accepted("P-2")], hours(1))[0].id
    assert carelist.people.looked("opened", person, hours(2)) is None
    assert carelist.people.looked("searched", None, hours(3), count=4) is None
    assert carelist.people.looked("exported", person, hours(4), worker="w-tom") is None
    return person


def test_who_looked_is_answered_for_a_person_and_for_a_worker(carelist: Carelist, looked_at: str) -> None:
    assert [(each["kind"], each["worker"]) for each in carelist.people.access("P-1")] == [
        ("exported", "w-tom"),
        ("opened", "w-ann"),
    ]
    assert [(each["kind"], each["count"]) for each in carelist.people.access(worker="w-ann")] == [
        ("searched", 4),
        ("opened", None),
    ]
    assert len(carelist.people.access()) == 3
    assert carelist.people.access("P-2") == []
    with pytest.raises(Refused, match="P-9"):
        carelist.people.access("P-9")
    carelist.people.looked("exported", looked_at, hours(5), reason="asked for by her GP")
    assert carelist.people.access("P-1")[0]["reason"] == "asked for by her GP"
    assert carelist.verify().ok
    assert set(carelist.people.access()[1]) == {"number", "at", "worker", "kind", "person", "count"}


def test_nobody_signed_in_is_kept_as_nobody_named(carelist: Carelist) -> None:
    with Carelist.open(carelist.store) as reader:
        assert reader.people.looked("searched", None, hours(2), count=0) is None
        assert [each["worker"] for each in reader.people.access()] == [None]


def test_a_look_changes_nothing_that_its_own_reader_would_read_again(carelist: Carelist) -> None:
    before = carelist.data_version()
    carelist.people.looked("searched", None, hours(2), count=0)
    assert carelist.data_version() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access SET worker = 'w-tom'",
        "DELETE FROM access WHERE number = 3",
        "INSERT OR REPLACE INTO access SELECT number, at, 'w-x', kind, person, count, prev, hash, reason FROM access",
    ],
)
def test_a_look_is_neither_changed_nor_taken_out(carelist: Carelist, looked_at: str, statement: str) -> None:
    other = driver.connect(carelist.store / "carelist.db", isolation_level=None)
    with pytest.raises(driver.IntegrityError, match="append-only"):
        other.execute(statement)
    other.close()
    assert carelist.verify().ok


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE access SET worker = 'w-x' WHERE number = 2", "look 2 was changed"),
        ("DELETE FROM access WHERE number = 2", "look 2 was kept and can no longer be found"),
        ("UPDATE access SET prev = hash WHERE number = 3", "look 3 does not name"),
        ("UPDATE access SET reason = 'asked to' WHERE number = 3", "look 3 was changed"),
        ("DELETE FROM access WHERE number > 1", "looks 2 to 3 were kept on this laptop"),
    ],
)
def test_a_look_that_was_changed_or_taken_out_all_the_same_is_named(
    carelist: Carelist, looked_at: str, statement: str, words: str
) -> None:
    other = connect(carelist.store)
    for trigger in ("access_stays_as_it_is", "access_stays"):
        other.execute(f"DROP TRIGGER {trigger}")
    other.execute(statement)
    other.close()
    problems = carelist.verify().problems
    assert problems
    assert {each.kind for each in problems} == {"access", "shape"}, "the guards were taken away to do it"
    assert any(words in each.what for each in problems)
    carelist.people.looked("opened", looked_at, hours(5))
    assert rows(carelist.store, "SELECT max(number) FROM access")[0][0] == 4, "no number is given twice"


def test_a_look_that_cannot_be_kept_is_said_and_keeps_nobody_from_reading(
    carelist: Carelist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("carelist_tui.journal.reader.PATIENCE_MS", 50)
    holder = connect(carelist.store)
    holder.execute("BEGIN IMMEDIATE")
    said = carelist.people.looked("searched", None, hours(2), count=0)
    assert said is not None
    assert "access log" in said
    assert carelist.people.today(hours(2)) == []
    holder.execute("ROLLBACK")
    holder.close()
    assert carelist.people.looked("searched", None, hours(2), count=0) is None


def test_two_who_look_at_once_are_both_kept_in_one_chain(carelist: Carelist) -> None:
    with Carelist.open(carelist.store, "w-tom") as other:
        for number in range(10):
            carelist.people.looked("searched", None, hours(number), count=number)
            other.people.looked("searched", None, hours(number), count=number)
        assert [each["number"] for each in other.people.access()] == list(range(20, 0, -1))
    assert carelist.verify().ok


def test_the_access_log_is_backed_up_and_restored_with_the_store(
    carelist: Carelist, looked_at: str, tmp_path: Path
) -> None:
    carelist.backups.backup(tmp_path / "b.backup", hours(5))
    Backups.restore(tmp_path / "b.backup", tmp_path / "there", unlock=lambda _: None, now=hours(6))
    with Carelist.open(tmp_path / "there", "w-ann") as there:
        assert there.people.access("P-1") == carelist.people.access("P-1")
        there.people.looked("opened", looked_at, hours(7))
        assert there.verify().as_json()["problems"] == []
    assert (tmp_path / "there" / "heads").exists()


def test_what_a_worker_copied_is_known_on_their_laptop_alone_and_is_no_news(carelist: Carelist, looked_at: str) -> None:
    entries, before = list(carelist.people.stored_lines()), carelist.data_version()
    assert carelist.exports.keep_copied([looked_at, "other"], hours(5)) is None
    assert carelist.exports.keep_copied([looked_at], hours(6)) is None
    assert carelist.exports.copied() == {looked_at: hours(6), "other": hours(5)}
    assert (list(carelist.people.stored_lines()), carelist.data_version()) == (entries, before)
    carelist.worker = "w-tom"
    assert carelist.exports.copied() == {}, "what another copied is no mark for me"
    carelist.worker = None
    assert carelist.exports.keep_copied([looked_at], hours(7)) is None
    assert carelist.exports.copied() == {}
    assert carelist.verify().ok
