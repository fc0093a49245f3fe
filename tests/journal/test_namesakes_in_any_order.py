"""Whoever may be on the caseload twice is asked about in the same words, whichever of them came first, by which way,
and among how many others (records.md): what is projected is as made afresh, and `verify` names nobody."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.domain.entries.stored import read_sound
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.take_in.runs import Incoming
from tests.journal.reading_rows import lines, projections
from tests.journal.telling import accepted, corrected, draft, hours, store_at
from tests.profiles import dear

pytestmark = pytest.mark.slow

CHECKED = {"reason": "imported twice", "checked": "asked her"}
WRITTEN_AT_ONCE = "carelist_tui.journal.projection.person_rows._AT_ONCE"
FOLDED_AT_ONCE = "carelist_tui.journal.projection.catch_up.AT_ONCE"

known_by = st.fixed_dictionaries(
    {"given": st.sampled_from(("Amina", "AMINA", "Grace")), "family": st.just("O'Brien"),
     "born": st.sampled_from(("1990-05-17", "1990-05-17", "1985-06-01"))},
    optional={"nhs_number": st.sampled_from(("9990000018", "9990000026"))},
)  # fmt: skip
people = st.lists(st.tuples(known_by, st.sampled_from(("P-{}", "p-{}", "Q-{}"))), min_size=1, max_size=4)
acts = st.lists(
    st.tuples(
        st.sampled_from(("told", "renamed", "joined", "corrected")), st.integers(0, 7), st.integers(0, 7), known_by
    ),
    max_size=5,
)
Told = list[dict[str, Any]]


def id_of(number: int) -> str:
    return f"01950000-0000-7000-8000-{number:012}"


@contextmanager
def stores(*names: str) -> Iterator[list[Carelist]]:
    folder = Path(tempfile.mkdtemp())
    held = [store_at(folder / name, hours(0)) for name in names]
    try:
        yield held
    finally:
        for each in held:
            each.close()
        shutil.rmtree(folder)


def of_people(carelist: Carelist) -> dict[str, list[tuple[Any, ...]]]:
    """What is projected of people: neither what is owed to the team, nor what meta says of this laptop."""
    found = projections(carelist.store)
    return {name: [row for row in found[name] if row[0]] for name in found if name != "meta"}


def hold_as_afresh(carelist: Carelist) -> None:
    """What stands is what a rebuild makes, and both are what `verify` makes of it."""
    assert carelist.verify().problems == []
    stood = of_people(carelist)
    carelist.rebuild()
    assert carelist.verify().problems == []
    assert of_people(carelist) == stood


def record_acts(carelist: Carelist, ids: list[str], told: list[tuple[str, int, int, dict[str, Any]]]) -> None:
    """What somebody does about these people later, or takes back of that; what the rules refuse is not done."""
    done = [id_of(99), *ids]
    for at, (act, one, other, said) in enumerate(told, start=5):
        who, whom, now = ids[one % len(ids)], ids[other % len(ids)], hours(at)
        drafts = {
            "told": draft("person.details_updated", now, said, person=who),
            "renamed": draft("person.details_updated", now, {"ref": f"P-{other}"}, person=who),
            "joined": draft("persons.joined", now, {"into": whom, **CHECKED}, person=who),
            "corrected": corrected(done[-1 - other % len(done)], now, replacement=None),
        }
        with suppress(Refused):
            done += [receipt.id for receipt in carelist.record([drafts[act]], now)]
            hold_as_afresh(carelist)


def came_by_turns(carelist: Carelist, told: Told, random: Random) -> None:
    """Whole runs of each laptop, in any order between laptops, some of them again."""
    left = {device: [raw for raw in told if raw["device"] == device] for device in {raw["device"] for raw in told}}
    while left:
        device = random.choice(sorted(left))
        count = random.randint(1, 3)
        run = left[device][:count]
        merged = carelist.journal.merge([Incoming(device, [read_sound(raw) for raw in run])])
        assert not merged.refused
        left[device] = left[device][random.randint(0, count) if len(left[device]) > count else count :]
        if not left[device]:
            del left[device]


@given(people, people, acts, st.sampled_from((1, 2, 200)), st.sampled_from((1, 3, 3000)), st.integers(0, 2**16))
@dear(20)
def test_who_may_be_one_is_asked_alike_whichever_way_they_came(
    ours: list[tuple[dict[str, Any], str]],
    theirs: list[tuple[dict[str, Any], str]],
    later: list[tuple[str, int, int, dict[str, Any]]],
    written: int,
    folded: int,
    seed: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch, stores("one", "two", "batch", "turns", "parts", "file") as held:
        patch.setattr(WRITTEN_AT_ONCE, written)
        patch.setattr(FOLDED_AT_ONCE, folded)
        one, two, batch, turns, parts, file = held
        came = [accepted(ref.format(n), hours(1), id_of(n), **said) for n, (said, ref) in enumerate(ours)]
        come = [accepted(ref.format(n), hours(2), id_of(n + 10), **said) for n, (said, ref) in enumerate(theirs)]
        for alone in came:
            one.record([alone], hours(3))
        batch.record(came, hours(3))
        two.record(come, hours(4))
        for each in (one, two, batch):
            hold_as_afresh(each)
        one.record.take_in(lines(two.store))
        hold_as_afresh(one)
        record_acts(one, sorted({raw["person"] for raw in lines(one.store) if raw.get("person")}), later)
        told = lines(one.store)
        came_by_turns(turns, told, Random(seed))
        parts.journal.most_at_once = folded
        parts.journal.merge([Incoming(raw["device"], [read_sound(raw)]) for raw in told])
        file.record.take_in(told)
        two.record.take_in(told)
        for each in (turns, parts, file, two):
            hold_as_afresh(each)
            assert of_people(each) == of_people(one)


def test_whoever_was_written_with_the_first_two_hundred_is_told_of_a_namesake_after_them(carelist: Carelist) -> None:
    """Many people are written in parts: what comes in a later one is said of those of the first, too."""
    family = {0: "O'Brien", 1: "Reed", 208: "Reed", 209: "O'Brien"}
    said: dict[str, Any] = {"given": "Amina", "born": "1990-05-17"}
    told = [accepted(f"P-{n}", id=id_of(n), family=family.get(n, f"Yusuf {n}"), **said) for n in range(210)]
    carelist.record(told, hours(1))
    hold_as_afresh(carelist)


def test_two_records_that_were_joined_before_either_is_folded_are_folded_as_one(carelist: Carelist) -> None:
    with stores("other") as (other,):
        other.record([accepted(f"P-{n}", hours(1), id_of(n)) for n in range(2)], hours(2))
        other.record([draft("persons.joined", hours(3), {"into": id_of(1), **CHECKED}, person=id_of(0))], hours(3))
        told = lines(other.store)
    carelist.journal.most_at_once = 3
    carelist.journal.merge([Incoming(raw["device"], [read_sound(raw)]) for raw in told])
    hold_as_afresh(carelist)


def test_what_names_somebody_joined_refuses_the_strike_of_their_acceptance_whenever_it_comes(tmp_path: Path) -> None:
    ids = [id_of(n) for n in (1, 2)]
    with store_at(tmp_path / "store", hours(0)) as carelist:
        carelist.record([accepted(f"P-{n}", hours(1), id) for n, id in enumerate(ids)], hours(2))
        carelist.record([corrected(ids[1], hours(3), replacement=None)], hours(3))
        carelist.record([draft("persons.joined", hours(4), {"into": ids[1], **CHECKED}, person=ids[0])], hours(4))
        hold_as_afresh(carelist)
        carelist.record([draft("person.details_updated", hours(5), {"given": "Grace"}, person=ids[0])], hours(5))
        hold_as_afresh(carelist)
