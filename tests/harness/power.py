"""Power cuts, replayed: what a disk may hold after one, from a trace of everything that was done to it.

What was synced is there. Each write since is lost, kept or torn (at 512 bytes); names made, changed and taken away
since the folder was settled are there up to some moment.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness.disk import OK, Done, watched

SECTOR = 512


@dataclass
class Trace:
    """What was done below a folder, in order; `acknowledged` are ids of entries and, each, how much was done before."""

    root: Path
    before: dict[str, bytes] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    def acknowledge(self, *ids: str) -> None:
        """These were said to be kept, now."""
        self.acknowledged += [(len(self.done), each) for each in ids]

    def note(self, done: Done) -> int:
        if not done.path.endswith("-shm"):
            self.done.append(done)
        return OK


@contextmanager
def traced(root: Path) -> Iterator[Trace]:
    """Traces what is done below a folder, from the files as they are there now, all of them synced."""
    trace = Trace(root, {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()})
    with watched(trace.note, root):
        yield trace


class _File:
    """One file on the disk: what is surely there, and what was done since."""

    def __init__(self, content: bytes = b"") -> None:
        self.sure = bytearray(content)
        self.since: list[Done] = []

    def sync(self) -> None:
        for done in self.since:
            _put(self.sure, done)
        self.since = []

    def after_a_cut(self, dice: random.Random) -> bytes:
        content = bytearray(self.sure)
        for done in self.since:
            fate = dice.choice(("lost", "kept", "torn"))
            if fate == "kept":
                _put(content, done)
            elif fate == "torn":
                _put_torn(content, done, dice)
        return bytes(content)


def _put(content: bytearray, done: Done) -> None:
    if done.what == "truncate":
        del content[done.offset :]
        content.extend(bytes(done.offset - len(content)))
    elif done.what == "whole":
        content[:] = done.content
    else:
        content.extend(bytes(max(0, done.offset - len(content))))
        content[done.offset : done.offset + len(done.content)] = done.content


def _put_torn(content: bytearray, done: Done, dice: random.Random) -> None:
    if done.what == "whole":
        # An appended line in part, or a new file in part.
        kept = len(content) if done.content.startswith(bytes(content)) else 0
        content[:] = done.content[: dice.randint(kept, len(done.content))]
    elif done.what == "write":
        for start in range(0, len(done.content), SECTOR):
            if dice.random() < 0.5:
                _put(content, Done("write", done.path, done.offset + start, done.content[start : start + SECTOR]))


class Disk:
    """A disk on which a trace is done again."""

    def __init__(self, before: dict[str, bytes]) -> None:
        self._now = {path: _File(content) for path, content in before.items()}
        self._sure = dict(self._now)
        self._names: list[tuple[str, _File | None]] = []
        """Names given (or taken away) since the folder was settled."""

    def do(self, done: Done) -> None:
        if done.what == "settle":
            self._settle(len(self._names))
        elif done.what == "delete":
            if self._now.pop(done.path, None) is not None:
                self._names.append((done.path, None))
        elif done.what == "rename":
            self._rename(done)
        elif done.what == "sync":
            self._sync(done.path)
        else:
            if done.path not in self._now:
                self._now[done.path] = _File()
                self._names.append((done.path, self._now[done.path]))
            self._now[done.path].since.append(done)

    def _rename(self, done: Done) -> None:
        file = self._now.pop(done.path, None)
        if file is not None:
            self._now[done.other] = file
            self._names += [(done.other, file), (done.path, None)]

    def _sync(self, path: str) -> None:
        file = self._now.get(path)
        if file is not None:
            file.sync()
            made = [place for place, (name, made) in enumerate(self._names) if (name, made) == (path, file)]
            self._settle(made[-1] + 1 if made else 0)

    def _settle(self, until: int) -> None:
        for name, file in self._names[:until]:
            _name(self._sure, name, file)
        del self._names[:until]

    def after_a_cut(self, dice: random.Random) -> dict[str, bytes]:
        """What the files may hold when the power goes now."""
        names = dict(self._sure)
        for name, file in self._names[: dice.randint(0, len(self._names))]:
            _name(names, name, file)
        return {name: file.after_a_cut(dice) for name, file in names.items()}


def _name(names: dict[str, _File], name: str, file: _File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def cuts(trace: Trace, count: int, seed: int) -> Iterator[tuple[dict[str, bytes], set[str]]]:
    """So many cuts at moments all over a trace: what the files may hold, and what was acknowledged before each."""
    dice = random.Random(seed)
    disk, at = Disk(trace.before), 0
    for moment in sorted(dice.randint(0, len(trace.done)) for _ in range(count)):
        for done in trace.done[at:moment]:
            disk.do(done)
        at = moment
        yield disk.after_a_cut(dice), {id for before, id in trace.acknowledged if before <= moment}


def lay_out(files: dict[str, bytes], trace: Trace, place: Path) -> Path:
    """Puts the files of a cut below another folder."""
    for name, content in files.items():
        path = place / Path(name).relative_to(trace.root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return place
