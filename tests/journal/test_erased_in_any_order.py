"""Of any story, any entries erased by whomever: every store that has heard of all of it holds the same, in whatever
order it came, in whichever parts and however often; no word of what two managers erased is left in its file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries import NO_ENTRY, stamp
from carelist_tui.domain.entries.erased import may_be_erased
from carelist_tui.domain.entries.stored import read_sound
from carelist_tui.journal.take_in.runs import Incoming
from tests.domain.generating import tell_story
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import store_at
from tests.profiles import PROFILE

pytestmark = pytest.mark.slow

Run = list[dict[str, Any]]
EXAMPLES = {"quick": 3, "check": 12, "nightly": 400}[PROFILE]
any_story = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=PROFILE != "nightly", database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
FREE = ("reason", "rationale", "what_we_did", "summary", "note", "what", "details", "text", "title", "narrative_words")
MANAGERS, OTHERS = ("w-one", "w-two", "w-three"), ("w-sup", "w-unknown")


def word_of(id: str) -> str:
    return f"zq{id.replace('-', '')}zq"


def marked(body: dict[str, Any], id: str) -> dict[str, Any]:
    """The body with a word of its own in every free text, those of what a correction puts in place too."""
    said: dict[str, Any] = {
        name: f"{value} {word_of(id)}" if name in FREE and isinstance(value, str) else value
        for name, value in body.items()
    }
    if isinstance(said.get("replacement"), dict):
        said["replacement"] = marked(said["replacement"], id)
    return said


class Laptops:
    """What each laptop wrote, as its own chain."""

    def __init__(self, random: Random) -> None:
        self.random, self.runs, self.count = random, dict[str, Run](), 0

    def write(self, device: str, raw: dict[str, Any], *, author: str, at: datetime, **envelope: Any) -> str:
        run = self.runs.setdefault(device, [])
        self.count += 1
        id = raw.get("id") or f"0fffffff-0000-7000-8000-{self.count:012d}"
        entry = stamp(
            raw, id=id, person=raw.get("person"), author=author, device=device, seq=len(run) + 1,
            prev=run[-1]["hash"] if run else NO_ENTRY, recorded_at=at, replaces=raw.get("replaces", ()),
            salt=self.random.randbytes(16),
        )  # fmt: skip
        run.append(entry | envelope)
        return id


def told(seed: int) -> tuple[dict[str, Run], set[str]]:
    """The runs of a story with erasures in it, and the ids of what two managers erased."""
    random = Random(seed)
    laptops, story = Laptops(random), sorted(tell_story(random), key=lambda each: each.recorded_at)
    begins, newest = story[0].recorded_at - timedelta(days=1), max(each.recorded_at for each in story)
    roles = [(who, "manager") for who in MANAGERS] + [("w-sup", "support_worker")]
    for who, role in roles:
        body = {"worker": who, "name": who, "role": role, "team": "North"}
        added = {"type": "worker.added", "occurred_at": begins.isoformat(), "body": body}
        laptops.write("d" * 32, added, author="w-one", at=begins)
    for each in story:
        raw = dict(each.raw) | {"body": marked(dict(each.raw["body"]), each.id)}
        laptops.write(each.device, raw, author=each.author, at=each.recorded_at)
    by: dict[str, set[str]] = {}
    for target in random.sample(story, min(len(story), random.randint(1, 6))):
        for who in random.sample((*MANAGERS, *OTHERS), random.randint(1, 3)):
            at = newest + timedelta(minutes=len(by) + 1)
            draft = {"type": "entry.erased", "occurred_at": at.isoformat()}
            erasure = {**draft, "person": target.person, "body": {"entry": target.id, "basis": "Article 17"}}
            laptops.write(random.choice("ef") * 32, erasure, author=who, at=at)
            by.setdefault(target.id, set()).add(who)
    types = {each.id: each.type for each in story}
    gone = {id for id, who in by.items() if len(who & set(MANAGERS)) > 1 and may_be_erased(types[id])}
    while more := {
        each.id for each in story
        if each.type == "entry.corrected" and each.raw["body"]["entry"] in gone and each.id not in gone
    }:  # fmt: skip
        gone |= more
    return laptops.runs, gone


def parts(runs: dict[str, Run], random: Random) -> list[Run]:
    """The runs in parts, each laptop's in its order, some of them twice, all of them mixed."""
    waiting = {device: list(run) for device, run in runs.items()}
    delivered: list[Run] = []
    while waiting:
        device = random.choice(sorted(waiting))
        number = random.randint(1, len(waiting[device]))
        delivered.append(waiting[device][:number])
        waiting[device] = waiting[device][number:]
        if not waiting[device]:
            del waiting[device]
        if random.random() < 0.3:
            delivered.append(random.choice(delivered))
    return delivered


@contextmanager
def stores(*names: str) -> Iterator[list[Carelist]]:
    folder = Path(tempfile.mkdtemp())
    held = [store_at(folder / name) for name in names]
    try:
        yield held
    finally:
        for each in held:
            each.close()
        shutil.rmtree(folder)


def merge(carelist: Carelist, delivered: list[Run]) -> None:
    for run in delivered:
        incoming = Incoming(run[0]["device"], [read_sound(raw) for raw in run])
        assert not carelist.journal.merge([incoming]).refused


def merge_at_once(carelist: Carelist, delivered: list[Run], most: int) -> None:
    """All of it together, so many entries in a transaction."""
    carelist.journal.most_at_once = most
    runs = [Incoming(run[0]["device"], [read_sound(raw) for raw in run]) for run in delivered]
    assert not carelist.journal.merge(runs).refused


def theirs(carelist: Carelist) -> dict[str, Any]:
    """All that came in, by id: not the entry by which the store was made."""
    return {line["id"]: line for line in lines(carelist.store) if line["device"] != carelist.journal.device}


def bytes_of(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


@given(st.integers(0, 2**32))
@any_story
def test_every_store_that_heard_of_it_holds_the_same(seed: int) -> None:
    runs, gone = told(seed)
    random = Random(seed + 1)
    with stores("one", "two", "third", "fourth") as (one, two, third, fourth):
        merge(one, [run for _, run in sorted(runs.items())])
        merge(two, parts(runs, random))
        merge_at_once(fourth, parts(runs, random), random.randint(1, 5))
        mixed = [raw for run in runs.values() for raw in run]
        random.shuffle(mixed)
        third.record.take_in([*mixed, *random.sample(mixed, len(mixed) // 3)])
        whole = theirs(one)
        assert {id for id, line in whole.items() if "body" not in line} == gone
        assert theirs(two) == whole == theirs(third) == theirs(fourth)
        for each in (one, two, third, fourth):
            assert {problem.kind for problem in each.verify().problems} <= {"reference"}
            found = projections(each.store)
            each.rebuild()
            assert projections(each.store) == found
            left = bytes_of(each.store)
            assert not [id for id in gone if word_of(id).encode() in left]
            assert all(word_of(id).encode() in left for id in whole if id not in gone and word_of(id) in str(whole[id]))
