"""A reading at a moment, by what was known at another, is that of a store which never had anything else."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.desk.read_only import EarlierDesk
from carelist_tui.domain.refusal import Refused
from tests.journal.telling import accepted, completed, coordinator, corrected, hours, missed, store_at, worker, zone
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

EVER = hours(10_000)
REFS = ("P-1", "P-2", "P-3")
MOMENTS = st.integers(0, 60).map(lambda n: n * 12)
"""Hours after the Monday on which it begins, over a month."""
HAPPENED = st.lists(
    st.tuples(st.sampled_from(REFS), st.sampled_from(("accepted", "red", "green", "missed", "met", "named", "struck")),
              MOMENTS, st.integers(0, 20).map(lambda n: n * 12)),
    min_size=3, max_size=14,
)  # fmt: skip
"""Whom it is about, what, when it happened, and how many hours later it was recorded."""


def draft_of(ref: str, kind: str, at: datetime, earlier: list[str]) -> dict[str, Any]:
    if kind == "struck" and earlier:
        return corrected(earlier[-1], at, replacement=None)
    told = {
        "accepted": lambda: accepted(ref, at),
        "red": lambda: zone(ref, at, "red"),
        "missed": lambda: missed(ref, at),
        "met": lambda: completed(ref, at),
        "named": lambda: coordinator(ref, at, "w-tom"),
    }
    return told.get(kind, lambda: zone(ref, at))()


def live(store: Carelist, happened: list[tuple[str, str, int, int]]) -> None:
    """What happened, recorded in the order in which it was; what may not be recorded is left out."""
    store.record([worker("added", hours(0), "w-tom")], hours(0))
    ids: dict[str, list[str]] = {ref: [] for ref in REFS}
    for ref, kind, at, late in sorted(happened, key=lambda each: (each[2] + each[3], each[2])):
        try:
            (receipt,) = store.record([draft_of(ref, kind, hours(at), ids[ref])], hours(at + late))
        except Refused:
            continue
        if kind not in ("accepted", "struck"):
            ids[ref].append(receipt.id)


def kept(lines: list[dict[str, Any]], at: datetime, known_at: datetime) -> list[dict[str, Any]]:
    """What was recorded by then, and of people what had occurred: a correction with what it corrects."""
    known = [line for line in lines if datetime.fromisoformat(line["recorded_at"]) <= known_at]
    then = {
        line["id"]
        for line in known
        if not line.get("person")
        or (line["type"] != "entry.corrected" and datetime.fromisoformat(line["occurred_at"]) <= at)
    }
    return [line for line in known if line["id"] in then or line.get("body", {}).get("entry") in then]


def shown(store: Carelist, ref: str, at: datetime, known_at: datetime | None = None) -> dict[str, Any] | None:
    """One person as they are answered; None where nobody was on the caseload, or nobody is known by the identifier."""
    try:
        answer = store.people.person(ref, at, known_at)
    except Refused:
        return None
    return answer if answer["story"] else None


@settings(max_examples=15 if IS_FULL else 5)
@given(HAPPENED, MOMENTS, MOMENTS)
def test_it_reads_as_if_nothing_else_had_ever_been(
    happened: list[tuple[str, str, int, int]], at_hours: int, known_hours: int
) -> None:
    at, known_at = hours(at_hours), hours(known_hours)
    with tempfile.TemporaryDirectory() as place, store_at(Path(place) / "whole") as whole:
        begun = Path(shutil.copytree(whole.store, Path(place) / "begun"))
        live(whole, happened)
        lines = [json.loads(line) for line in whole.people.stored_lines()]
        with only(begun, kept(lines, at, known_at)) as then:
            assert whole.people.today(at, days=30, known_at=known_at) == then.people.today(at, days=30)
            assert whole.people.queue(at, known_at) == then.people.queue(at)
            for ref in REFS:
                assert shown(whole, ref, at, known_at) == shown(then, ref, at)
            assert [each[0].state for each in whole.people.as_at(at, known_at)] == [
                each[0].state for each in then.people.as_at(at)
            ]
            read_back(whole.store, Earlier(at, known_at), then.people.today(at))
        with only(begun, kept(lines, at, EVER)) as then:
            assert whole.people.today(at, days=30) == then.people.today(at, days=30)
            for ref in REFS:
                assert shown(whole, ref, at) == shown(then, ref, at)
            read_back(whole.store, Earlier(at, None), then.people.today(at))


@contextmanager
def only(begun: Path, entries: list[dict[str, Any]]) -> Iterator[Carelist]:
    """A store that only ever had these."""
    store = Path(shutil.copytree(begun, begun.with_name(uuid4().hex)))
    with Carelist.open(store) as then:
        then.record.take_in(entries)
        yield then


def read_back(store: Path, earlier: Earlier, listed: list[Any]) -> None:
    """The app at that moment lists the same."""
    present = Desk(store, "w-ann", EVER, runs=False)
    desk = EarlierDesk(present, earlier)
    assert list(desk.today(earlier.at).items) == listed
    desk.close()
    present.close()
