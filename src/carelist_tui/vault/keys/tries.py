"""Wrong tries: five are free, then each costs a longer wait, which a restart and a clock set back do not shorten.

A try is counted before it is made, and uncounted when it was right: whoever ends the program between gains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.keys.files import held, read_whole, unwritable, write_whole
from carelist_tui.vault.keys.slots import RECOVERY, name_of

FREE = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
_TRIES, _LOCK = ".tries", ".lock"
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class FailedTry:
    """A wrong passphrase for a worker (empty: a wrong recovery key), and when."""

    worker: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Tries:
    """How many were wrong in a row, when the last one was, and those not yet in the access log."""

    worker: str
    wrong: int = 0
    since: datetime | None = None
    failed: tuple[datetime, ...] = ()


def wait_after(wrong: int) -> timedelta:
    """How long the next try has to wait after so many wrong ones in a row."""
    if wrong < FREE:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(wrong - FREE, 16)), LONGEST_WAIT)


def try_once(store: Path, worker: str, now: datetime, attempt: Callable[[], bytes | None], wrong: str) -> bytes:
    """What `attempt` gives, if anything; `now` is aware. One process at a time tries for a worker.

    Refuses (status 3) while there is a wait, when nothing was given (with the sentence `wrong`), and when the try
    can't be counted.
    """
    path = keys_of(store) / f"{name_of(worker)}{_TRIES}"
    with held(path.with_suffix(_LOCK)):
        before = _waited(path, _read(path, worker, now), now)
        counted = _Tries(worker, before.wrong + 1, now, (*before.failed, now)[-_REMEMBERED:])
        _write(path, counted)
        try:
            given = attempt()
        except Refused:
            _write(path, before)
            raise
        if given is None:
            wait = wait_after(counted.wrong)
            raise Refused(f"{wrong}; the next try is in {in_words(wait)}" if wait else wrong, status=3)
        with suppress(Refused):  # it was written a moment ago: if not again, the count stays too high
            _write(path, replace(before, wrong=0, since=None))
        return given


def wait_left(store: Path, worker: str, now: datetime) -> timedelta:
    """How long the next try for a worker has to wait still; nothing when it needn't. Nothing is written."""
    tries = _read(keys_of(store) / f"{name_of(worker)}{_TRIES}", worker, now)
    if tries.since is None:
        return timedelta(0)
    return max(timedelta(0), min(tries.since, now) + wait_after(tries.wrong) - now)


def _waited(path: Path, tries: _Tries, now: datetime) -> _Tries:
    """The tries, once nothing is left to wait. A clock set back begins the wait anew, and from then on it runs."""
    if tries.since is None:
        return tries
    if tries.since > now:
        tries = replace(tries, since=now)
        _write(path, tries)
    left = (tries.since or now) + wait_after(tries.wrong) - now
    if left > timedelta(0):
        raise Refused(f"too many wrong tries: the next one is in {in_words(left)}", status=3)
    return tries


def in_words(wait: timedelta) -> str:
    """A wait as it is said, rounded up."""
    seconds = -(-wait // timedelta(seconds=1))
    if seconds < 100:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{-(-seconds // 60)} minutes"


def failed_tries(store: Path) -> list[FailedTry]:
    """Every wrong try since `forget_failed_tries`, the oldest first: for the access log, once the store is open."""
    found = (_read(path, RECOVERY, datetime.now(UTC)) for path in keys_of(store).glob(f"*{_TRIES}"))
    return sorted((FailedTry(each.worker, at) for each in found for at in each.failed), key=lambda each: each.at)


def forget_failed_tries(store: Path, known: list[FailedTry]) -> None:
    """Those that are in the access log by now; the count of the wrong ones in a row stays. Refuses as `try_once`."""
    for worker in {each.worker for each in known}:
        path = keys_of(store) / f"{name_of(worker)}{_TRIES}"
        logged = {each.at for each in known if each.worker == worker}
        with held(path.with_suffix(_LOCK)):
            tries = _read(path, worker, datetime.now(UTC))
            _write(path, replace(tries, failed=tuple(at for at in tries.failed if at not in logged)))


def _read(path: Path, worker: str, now: datetime) -> _Tries:
    """What can't be read was changed by somebody: that costs a wait, as if all free tries had been wrong."""
    content = read_whole(path)
    if content is None:
        return _Tries(worker)
    try:
        said = json.loads(content)
        since = None if said["since"] is None else _moment(said["since"])
        return _Tries(str(said["worker"]), max(0, int(said["wrong"])), since, tuple(map(_moment, said["failed"])))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _Tries(worker, FREE, now)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC)


def _write(path: Path, tries: _Tries) -> None:
    since = tries.since and tries.since.isoformat()
    failed = [at.isoformat() for at in tries.failed]
    said = {"worker": tries.worker, "wrong": tries.wrong, "since": since, "failed": failed}
    try:
        write_whole(path, json.dumps(said).encode("ascii") + b"\n")
    except OSError as trouble:
        raise unwritable(trouble) from None
