"""Two records of one person told as one story (records.md, persons.joined): the safer of two, in any order,
whatever was recorded in either."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.entries import Partner, PersonDetailsUpdated, Phone, read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.names import fold_name
from carelist_tui.domain.person import advance, dump_state, fold, follows, load_state
from carelist_tui.domain.person.joined import filled, records_joined
from tests.domain.generating import PERSON, STANDARDS, Teller, tell_story
from tests.profiles import dear

seeds = st.integers(0, 2**48)
OTHER = PERSON.replace("00000000-0000-7000", "00000001-0000-7000")
JOIN = "00000000-0000-7000-8000-0000000000ff"
CHECKED = {"reason": "imported twice", "checked": "asked her"}


def other_record(seed: int) -> list[Entry]:
    """A second record, of stories as they come, under ids and a laptop of its own."""
    told = []
    for entry in tell_story(Random(seed + 1)):
        said = json.dumps(entry.raw).replace("00000000-0000-7000", "00000001-0000-7000")
        told.append(replace(read_entry(json.loads(said)), device=chr(ord(entry.device[0]) + 3) * 32))
    return told


def joined_after(entries: list[Entry], *, record: str = OTHER, into: str = PERSON, id: str = JOIN) -> Entry:
    """A join an hour after everything that was told."""
    newest = max(max(each.occurred_at, each.recorded_at) for each in entries)
    teller = Teller(Random(1), list(entries), newest + timedelta(hours=1))
    teller._seqs.update(dict.fromkeys({each.device for each in entries}, 1_000))
    entry = teller.write("persons.joined", {"into": into, **CHECKED}, occurred_at=teller.now, id=id)
    return replace(entry, person=record)


@given(seeds)
@dear(100)
def test_joined_is_the_same_in_any_order_and_from_its_projection(seed: int) -> None:
    both = [*tell_story(Random(seed)), *other_record(seed)]
    both.append(joined_after(both))
    shuffled = [*both, *both[::3]]
    Random(seed).shuffle(shuffled)
    state = fold(PERSON, both)
    assert state == fold(PERSON, shuffled)
    assert load_state(dump_state(state)) == state
    teller = Teller(Random(seed), list(both), both[-1].occurred_at + timedelta(hours=2))
    teller._seqs.update(dict.fromkeys({each.device for each in both}, 2_000))
    later = teller.write("zone.set", {"zone": "amber", "reason": "x", "review_on": teller.day(1, 3)},
                         occurred_at=teller.now)  # fmt: skip
    if follows(state, later):
        assert advance(load_state(dump_state(state)), later) == fold(PERSON, [*both, later])


@given(seeds)
@dear(100)
def test_whoever_is_on_the_caseload_by_either_record_is_and_something_brings_them_back(seed: int) -> None:
    one, other = tell_story(Random(seed)), other_record(seed)
    both = [*one, *other]
    apart = [fold(PERSON, one), fold(OTHER, other)]
    state = fold(PERSON, [*both, joined_after(both)])
    if state.has_died or any(each.death is not None for each in apart):
        return
    if any(each.on_caseload for each in apart):
        assert state.on_caseload
        assert any(due.kind in BRINGS_SOMEBODY for due in owed(state, STANDARDS))


@given(seeds)
@dear(100)
def test_whoever_is_refused_in_either_record_is_told_nothing(seed: int) -> None:
    one, other = tell_story(Random(seed)), other_record(seed)
    both = [*one, *other]
    state = fold(PERSON, [*both, joined_after(both)])
    told = {fold_name(each.name) for each in sharing_of(stand_on(state, STANDARDS)).may_be_told}
    for record, story in ((PERSON, one), (OTHER, other)):
        refused = {fold_name(each.name) for each in sharing_of(stand_on(fold(record, story), STANDARDS)).refusals}
        assert not told & refused


@pytest.mark.parametrize("own", [True, False])
def test_of_two_warnings_the_one_that_forbids_more_stands(own: bool) -> None:
    safe = PersonDetailsUpdated(phones=(Phone(number="020 1", text_ok=True, voicemail="yes"),), children_at_home=False)
    unsafe = PersonDetailsUpdated(
        phones=(Phone(number="020 1", unsafe=True, voicemail="no"), Phone(number="020 2")),
        children_at_home=True, must_not_contact=("her brother",), gp="Dr Ray",
    )  # fmt: skip
    united = filled(safe, unsafe) if own else filled(unsafe, safe)
    assert united.phones is not None
    assert united.phones[0].unsafe
    assert united.phones[0].voicemail == "no"
    assert not united.phones[0].text_ok
    assert [each.number for each in united.phones] == ["020 1", "020 2"]
    assert united.children_at_home
    assert united.must_not_contact == ("her brother",)
    assert united.gp == "Dr Ray"


NAMES = st.lists(st.sampled_from(("Noor", "her brother", "Dan")), unique=True).map(tuple)
DETAILS = st.builds(
    PersonDetailsUpdated,
    gp=st.none() | st.sampled_from(("Dr Ray", "Dr Shah")),
    partners=st.none() | NAMES.map(lambda names: tuple(Partner(name=each, agency="Housing") for each in names)),
    must_not_contact=st.none() | NAMES,
    do_not=st.none() | st.lists(st.sampled_from(("voicemail", "text", "letter")), unique=True).map(tuple),
    children_at_home=st.none() | st.booleans(),
    groups=st.none() | st.dictionaries(st.sampled_from(("ethnicity", "gender")), st.sampled_from("ab")),
)


@given(DETAILS, DETAILS)
@dear(100)
def test_nothing_that_either_record_says_is_lost(own: PersonDetailsUpdated, other: PersonDetailsUpdated) -> None:
    """A list holds what stands on both, of a yes and a no the yes stands, and of two answers that of the record that
    stays."""
    united = filled(own, other)
    for name in PersonDetailsUpdated.model_fields:
        said, more, stands = (getattr(each, name) for each in (own, other, united))
        if isinstance(said, tuple) and isinstance(more, tuple):
            assert set(stands) == {*said, *more}
            assert len(stands) == len(set(stands))
        elif isinstance(said, dict) and isinstance(more, dict):
            assert stands == {**more, **said}
        elif isinstance(said, bool):
            assert stands == (said or bool(more))
        else:
            assert stands == (more if said is None else said)


def test_of_joins_that_contradict_the_first_in_story_order_counts() -> None:
    story = tell_story(Random(3))
    first = joined_after(story, record=OTHER, into=PERSON, id=JOIN)
    back = joined_after([*story, first], record=PERSON, into=OTHER, id=JOIN[:-1] + "e")
    assert records_joined([back, first]) == {OTHER: PERSON}
    third = joined_after([*story, first, back], record=OTHER, into=JOIN, id=JOIN[:-1] + "d")
    assert records_joined([third, back, first]) == {OTHER: PERSON}


ZONES = ("green", "unknown", "amber", "red")
TIERS = ("light", "standard", "enhanced", "intensive")


@pytest.mark.parametrize("earlier", [PERSON, OTHER])
@pytest.mark.parametrize("one", range(4))
@pytest.mark.parametrize("other", range(4))
def test_of_two_beginnings_the_heavier_tier_and_the_worse_zone_stand(one: int, other: int, earlier: str) -> None:
    """Whichever record stays, and whichever began first."""
    teller = Teller(Random(one))
    both = []
    for record, which in ((PERSON, one), (OTHER, other)):
        at = teller.now + timedelta(days=0 if record == earlier else 3)
        body = {"ref": "P-1", "given": "Amina", "family": "Yusuf", "team": "North", "source": "gp"}
        body |= {"tier": TIERS[which], "zone": ZONES[which], "zone_reason": "as they came"}
        both.append(replace(teller.write("person.accepted", body, occurred_at=at, id=record), person=record))
    state = fold(PERSON, [*both, joined_after(both)])
    assert state.tier is not None
    worse = max(one, other)
    assert (state.tier.value, state.zone_now) == (TIERS[worse], ZONES[worse])
