"""A disk that fails: told plainly, nothing half done, and what may have been committed is never recorded twice."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import connect, driver
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import accepted, hours


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The disk is full: no file of this process grows beyond this."""
    import resource  # not on Windows

    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        signal.signal(signal.SIGXFSZ, before)


def a_commit_fails(carelist: Carelist, *, is_committed: bool) -> list[int]:
    """The next COMMIT of the store's connection fails, once it is done or before; what is given is empty then."""
    failures = [1]
    with carelist.journal.store.reading() as connection:  # it is kept for the next who asks
        execute = connection.execute

        def fail(statement: str, *values: Any) -> Any:
            if statement != "COMMIT" or not failures:
                return execute(statement, *values)
            failures.pop()
            if is_committed:
                execute(statement)
            raise driver.OperationalError("disk I/O error")

        connection.execute = fail
    return failures


@pytest.mark.posix
def test_a_full_disk_is_told_and_nothing_is_recorded(carelist: Carelist) -> None:
    carelist.record([accepted("P-1")], hours(1))
    before, tables = lines(carelist.store), projections(carelist.store)
    wal = (carelist.store / "carelist.db-wal").stat().st_size
    with files_no_larger_than(wal + 100), pytest.raises(Refused) as refused:
        carelist.record([accepted("P-2")], hours(1))
    assert refused.value.status == 3
    assert (lines(carelist.store), projections(carelist.store)) == (before, tables)
    carelist.record([accepted("P-2")], hours(1))
    assert carelist.verify().ok


def test_a_commit_that_failed_and_was_committed_all_the_same_is_recorded_once(carelist: Carelist) -> None:
    failures = a_commit_fails(carelist, is_committed=True)
    (receipt,) = carelist.record([accepted("P-1")], hours(1))
    assert not failures
    assert [each["id"] for each in lines(carelist.store)][1:] == [receipt.id]
    assert carelist.verify().ok


def test_a_commit_that_failed_and_was_not_committed_is_written_again(carelist: Carelist) -> None:
    failures = a_commit_fails(carelist, is_committed=False)
    (receipt,) = carelist.record([accepted("P-1")], hours(1))
    assert not failures
    assert [each["id"] for each in lines(carelist.store)][1:] == [receipt.id]
    assert carelist.verify().ok


def test_a_store_that_another_program_holds_is_told_and_can_be_written_when_it_is_free(carelist: Carelist) -> None:
    with carelist.journal.store.reading() as connection:
        connection.execute("PRAGMA busy_timeout=60")
    other = connect(carelist.store)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused, match="another program") as refused:
        carelist.record([accepted("P-1")], hours(1))
    assert refused.value.status == 3
    assert carelist.people.today(hours(1)) == []
    other.execute("ROLLBACK")
    other.close()
    carelist.record([accepted("P-1")], hours(1))
