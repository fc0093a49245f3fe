"""Wrong tries: five are free, then each costs a longer wait, which a restart and a clock set back do not shorten.

A try is counted before it is made, and uncounted when it was right: whoever ends the program between gains nothing.
Where the disk of the store takes nothing (full, read-only, failing), the count is kept in a private place until it
does: the store can be read then, and a full disk helps nobody to guess.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.disk import is_not_writable, name_elsewhere, own_folder, private_places
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.keys.files import held, read_whole, unwritable
from carelist_tui.vault.keys.slots import RECOVERY, name_of
from carelist_tui.vault.whole_file import write_whole

FREE = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
_TRIES, _LOCK = ".tries", ".lock"
_REMEMBERED = 200
_NEVER = datetime.min.replace(tzinfo=UTC)


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
    count = _Count(store, worker)
    with count.held():
        before = _waited(count, count.read(now), now)
        counted = _Tries(worker, before.wrong + 1, now, (*before.failed, now)[-_REMEMBERED:])
        count.write(counted)
        try:
            given = attempt()
        except Refused:
            count.write(before)
            raise
        if given is None:
            wait = wait_after(counted.wrong)
            raise Refused(
                tr("{wrong}; the next try is in {in_words}", wrong=wrong, in_words=in_words(wait)) if wait else wrong,
                status=3,
            )
        with suppress(Refused):  # it was written a moment ago: if not again, the count stays too high
            count.write(replace(before, wrong=0, since=None))
        return given


def wait_left(store: Path, worker: str, now: datetime) -> timedelta:
    """How long the next try for a worker has to wait still; nothing when it needn't. Nothing is written."""
    tries = _Count(store, worker).read(now)
    if tries.since is None:
        return timedelta(0)
    return max(timedelta(0), min(tries.since, now) + wait_after(tries.wrong) - now)


def _waited(count: _Count, tries: _Tries, now: datetime) -> _Tries:
    """The tries, once nothing is left to wait. A clock set back begins the wait anew, and from then on it runs."""
    if tries.since is None:
        return tries
    if tries.since > now:
        tries = replace(tries, since=now)
        count.write(tries)
    left = (tries.since or now) + wait_after(tries.wrong) - now
    if left > timedelta(0):
        raise Refused(tr("too many wrong tries: the next one is in {in_words}", in_words=in_words(left)), status=3)
    return tries


def in_words(wait: timedelta) -> str:
    """A wait as it is said, rounded up."""
    seconds = -(-wait // timedelta(seconds=1))
    if seconds < 100:
        return ntr("{seconds} second", "{seconds} seconds", seconds, seconds=seconds)
    return tr("{value} minutes", value=-(-seconds // 60))


def failed_tries(store: Path) -> list[FailedTry]:
    """Every wrong try since `forget_failed_tries`, the oldest first: for the access log, once the store is open."""
    names = {path.name for folder in (keys_of(store), *_asides(store)) for path in folder.glob(f"*{_TRIES}")}
    found = (_Count(store, RECOVERY, name).read(datetime.now(UTC)) for name in sorted(names))
    return sorted((FailedTry(each.worker, at) for each in found for at in each.failed), key=lambda each: each.at)


def forget_failed_tries(store: Path, known: list[FailedTry]) -> None:
    """Those that are in the access log by now; the count of the wrong ones in a row stays. Refuses as `try_once`."""
    for worker in {each.worker for each in known}:
        count = _Count(store, worker)
        logged = {each.at for each in known if each.worker == worker}
        with count.held():
            tries = count.read(datetime.now(UTC))
            count.write(replace(tries, failed=tuple(at for at in tries.failed if at not in logged)))


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
    write_whole(path, json.dumps(said).encode("ascii") + b"\n")


class _Count:
    """The count of one worker's wrong tries: beside the keys, or in a private place while nothing can be written
    there."""

    def __init__(self, store: Path, worker: str, name: str = "") -> None:
        """`name` is that of the file, where the worker is known by what is in it."""
        self._store, self._worker = store, worker
        self._name = name or f"{name_of(worker)}{_TRIES}"
        self._path = keys_of(store) / self._name

    @contextmanager
    def held(self) -> Iterator[None]:
        """One process at a time tries. Refuses (status 3) where that can't be known."""
        path = self._path.with_suffix(_LOCK)
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as trouble:
            path = self._aside(trouble).with_suffix(_LOCK)
        with held(path):
            yield

    def read(self, now: datetime) -> _Tries:
        """The count; of two the stricter."""
        tries = _read(self._path, self._worker, now)
        for folder in _asides(self._store):
            beside = _read(folder / self._name, self._worker, now)
            failed = sorted([*tries.failed, *(at for at in beside.failed if at not in tries.failed)])
            stricter = max(tries, beside, key=lambda each: (each.wrong, each.since or _NEVER))
            worker = tries.worker or beside.worker
            tries = replace(stricter, worker=worker, failed=tuple(failed[-_REMEMBERED:]))
        return tries

    def write(self, tries: _Tries) -> None:
        """Keeps it, and nothing that was kept elsewhere. Refuses (status 3) where there is no place for it."""
        try:
            _write(self._path, tries)
        except OSError as trouble:
            if tries.wrong or tries.failed:
                self._write_aside(tries, trouble)
                return
            self._aside(trouble)  # there is nothing to keep, but it could be
        for folder in _asides(self._store):
            with suppress(OSError):
                (folder / self._name).unlink(missing_ok=True)
                (folder / self._name).with_suffix(_LOCK).unlink(missing_ok=True)
                folder.rmdir()

    def _write_aside(self, tries: _Tries, trouble: OSError) -> None:
        try:
            _write(self._aside(trouble), tries)
        except OSError as again:
            raise unwritable(again) from None

    def _aside(self, trouble: OSError) -> Path:
        if is_not_writable(trouble):
            for place in private_places():
                with suppress(OSError):
                    return own_folder(place, name_elsewhere(self._store, "tries")) / self._name
        raise unwritable(trouble)


def _asides(store: Path) -> Iterator[Path]:
    """The private places in which something was counted for this store."""
    for place in private_places():
        folder = place / name_elsewhere(store, "tries")
        if folder.is_dir():
            with suppress(OSError):
                yield own_folder(place, folder.name)
