"""Wrong tries: five free, then waits that grow; neither a restart nor a clock set back nor a full disk helps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault import keys
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.keys.tries import FREE, in_words, try_once, wait_after
from tests.vault.telling import ANN, NOW, PASSPHRASE, TOM, Made, seconds

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    keys_of(tmp_path).mkdir(mode=0o700)
    return tmp_path


def wrong(store: Path, now: datetime, times: int = 1) -> str:
    said = ""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            try_once(store, ANN, now, lambda: None, "wrong")
        assert refused.value.status == 3
        said = str(refused.value)
    return said


def right(store: Path, now: datetime, worker: str = ANN) -> bytes:
    return try_once(store, worker, now, lambda: KEY, "wrong")


def tries(store: Path) -> Path:
    (found,) = keys_of(store).glob("*.tries")
    return found


def test_five_are_free_and_then_each_wait_is_longer_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(n).total_seconds() for n in range(14)]
    assert waits == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert wait_after(10**9) == timedelta(minutes=15)


def test_during_a_wait_nothing_is_tried_and_after_it_the_right_one_opens(store: Path) -> None:
    assert wrong(store, NOW, FREE - 1) == "wrong"
    assert wrong(store, NOW) == "wrong; the next try is in 30 seconds"
    with pytest.raises(Refused, match="too many wrong tries: the next one is in 1 second"):
        right(store, seconds(29.5))
    assert right(store, seconds(30)) == KEY
    assert wrong(store, seconds(31)) == "wrong"


def test_each_wrong_try_after_a_wait_makes_the_next_wait_longer(store: Path) -> None:
    wrong(store, NOW, FREE)
    at = NOW
    for expected in (60, 120, 240, 480, 900, 900):
        at += wait_after(99)
        assert f"in {in_words(timedelta(seconds=expected))}" in wrong(store, at)


def test_a_wait_is_the_workers_own(store: Path) -> None:
    wrong(store, NOW, FREE)
    assert right(store, NOW, TOM) == KEY


def test_a_clock_set_back_begins_the_wait_anew_and_never_ends_it(store: Path) -> None:
    wrong(store, NOW, FREE)
    back = NOW - timedelta(days=400)
    with pytest.raises(Refused, match="30 seconds"):
        right(store, back)
    with pytest.raises(Refused, match="11 seconds"):
        right(store, back + timedelta(seconds=19))
    assert right(store, back + timedelta(seconds=30)) == KEY


def test_a_wait_begun_with_a_clock_far_ahead_locks_nobody_out_for_years(store: Path) -> None:
    wrong(store, NOW + timedelta(days=9000), FREE)
    with pytest.raises(Refused, match="30 seconds"):
        right(store, NOW)
    assert right(store, seconds(31)) == KEY


@pytest.mark.parametrize("content", [b"", b"{}", b"nothing", b'{"worker": "w-ann", "wrong": "x"}', b"\xff"])
def test_a_count_that_cannot_be_read_costs_a_wait(store: Path, content: bytes) -> None:
    wrong(store, NOW)
    tries(store).write_bytes(content)
    with pytest.raises(Refused, match="too many wrong tries"):
        right(store, NOW)
    assert tries(store).read_bytes() == content


def test_a_count_that_cannot_be_written_opens_nothing(store: Path) -> None:
    wrong(store, NOW)
    path = tries(store)
    path.unlink()
    path.mkdir()  # not even root can put a file in its place
    asked: list[int] = []

    def attempt() -> bytes:
        asked.append(1)
        return KEY

    with pytest.raises(Refused) as refused:
        try_once(store, ANN, NOW, attempt, "wrong")
    assert refused.value.status == 3
    assert asked == []


def test_keys_that_cannot_be_written_to_open_nothing(store: Path) -> None:
    keys_of(store).rmdir()
    with pytest.raises(Refused, match="stays closed"):
        right(store, NOW)


def test_a_try_is_counted_before_it_is_made(store: Path) -> None:
    def interrupted() -> bytes | None:
        raise KeyboardInterrupt

    for _ in range(FREE):
        with pytest.raises(KeyboardInterrupt):
            try_once(store, ANN, NOW, interrupted, "wrong")
    with pytest.raises(Refused, match="too many wrong tries"):
        right(store, NOW)


def test_a_try_that_could_not_be_made_is_not_counted(store: Path) -> None:
    def no_memory() -> bytes | None:
        raise Refused("no memory", status=3)

    for _ in range(FREE + 3):
        with pytest.raises(Refused, match="no memory"):
            try_once(store, ANN, NOW, no_memory, "wrong")
    assert right(store, NOW) == KEY


def test_wrong_tries_wait_for_the_access_log_past_a_right_one(made: Made) -> None:
    for n in (1, 2):
        with pytest.raises(Refused, match="the passphrase is wrong"):
            keys.unlock(made.store, ANN, "some other words here", seconds(n))
    with pytest.raises(Refused, match="wrong"):
        keys.unlock_by_recovery(
            made.store, keys.recover(made.store, bytes(32), TOM, "four words for tom") and made.recovery, seconds(3)
        )
    keys.unlock(made.store, ANN, PASSPHRASE, seconds(4))
    known = keys.failed_tries(made.store)
    assert [(each.worker, each.at) for each in known] == [(ANN, seconds(1)), (ANN, seconds(2)), ("", seconds(3))]
    with pytest.raises(Refused):
        keys.unlock(made.store, ANN, "some other words here", seconds(5))
    keys.forget_failed_tries(made.store, known)
    assert [each.at for each in keys.failed_tries(made.store)] == [seconds(5)]


CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.keys import unlock
for n in range(3):
    try:
        unlock(Path(sys.argv[1]), "w-ann", "not the passphrase at all", datetime.fromisoformat(sys.argv[2]))
    except Refused as refused:
        print(refused)
"""


def test_processes_that_guess_at_once_share_one_count_which_survives_them(made: Made) -> None:
    command = [sys.executable, "-c", CHILD, str(made.store), NOW.isoformat()]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) for _ in range(3)]
    said = [line for child in children for line in child.communicate(timeout=60)[0].splitlines()]
    assert len(said) == 9
    assert sum("passphrase is wrong" in line for line in said) == FREE
    assert sum("too many wrong tries" in line for line in said) == 9 - FREE
    with pytest.raises(Refused, match="too many"):
        keys.unlock(made.store, ANN, PASSPHRASE, seconds(1))
    assert keys.unlock(made.store, ANN, PASSPHRASE, seconds(31))


def test_a_count_holds_no_passphrase(made: Made) -> None:
    with pytest.raises(Refused):
        keys.unlock(made.store, ANN, "some other words here", NOW)
    assert set(json.loads(tries(made.store).read_text())) == {"worker", "wrong", "since", "failed"}
