"""Keys follow the journal: in whatever order laptops meet, a revoked one is handed nothing more, the others agree."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.enrolment.custody import Heard, keys_to_open_with, must_renew, renewed, with_taken
from carelist_tui.exchange.enrolment.key_papers import KeyPaper, key_paper, keys_folder, paper_name, put_whole
from carelist_tui.exchange.enrolment.laptop_entries import revocation
from carelist_tui.vault.team.age_keys import Team, read_team, write_team
from tests.exchange.enrolment.raw_team import BEGAN, FIRST, NEWCOMER, SECOND, TOGETHER, Story, copied, key_of, make_team
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

Act = tuple[str, str, str | None]
MANAGERS = (FIRST, SECOND)
EVERYBODY = (*TOGETHER, NEWCOMER)
_anybody = st.sampled_from(EVERYBODY)
_sync = st.tuples(st.just("sync"), _anybody, st.one_of(st.none(), st.none(), _anybody))
ACTS = st.one_of(
    _sync,
    _sync,
    _sync,
    st.tuples(st.just("record"), _anybody, st.none()),
    st.tuples(st.just("revoke"), st.sampled_from(MANAGERS), st.sampled_from(("cal", "dee", NEWCOMER))),
    st.tuples(st.just("invite"), st.sampled_from(MANAGERS), st.none()),
)


@pytest.fixture(scope="session")
def raw_team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_team(tmp_path_factory.mktemp("raw team"))


def told(story: Story, acts: list[Act]) -> None:
    for act, who, other in acts:
        if act == "sync":
            story.sync(who, other)
        elif act == "record" and who in story.members:
            story.record(who)
        elif act == "revoke" and other is not None:
            story.revoke(who, other)
        elif act == "invite":
            story.invite(who)


def all_agree(story: Story, rounds: int = 3) -> bool:
    """Whether everybody who was not revoked reads all that such laptops recorded, once all have met."""
    ours = sorted(story.members - story.revoked)
    for _ in range(rounds - 1):
        for name in ours:
            story.sync(name)
    reports = [story.sync(name) for name in ours]
    assert not [each for report in reports if report for each in report.problems if each.kind != "revoked"]
    theirs = {ref for ref in story.recorded if ref.partition("-")[0] in ours}
    return all(theirs <= story.refs(name) for name in ours)


@settings(max_examples=15 if IS_FULL else 5, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(acts=st.lists(ACTS, min_size=4, max_size=16), size=st.integers(2, 5))
def test_what_is_sealed_by_who_heard_of_a_revocation_is_never_read_by_the_revoked(
    raw_team: Path, acts: list[Act], size: int
) -> None:
    """Of 2 to 5 laptops in any order of syncs, with segments held back or not; and all others agree in the end."""
    root = Path(tempfile.mkdtemp(dir=raw_team.parent))
    story = copied(raw_team, root / "team")
    try:
        told(story, [each for each in acts if each[1] in EVERYBODY[:size]])
        for name in MANAGERS:
            story.record(name)
        assert all_agree(story)
        for lost in sorted(story.revoked):
            story.sync(lost)
        assert story.leaks() == []
    finally:
        story.close()
        shutil.rmtree(root)


def test_a_colleague_who_had_not_heard_of_a_revocation_hands_the_key_to_nobody(raw_team: Path, tmp_path: Path) -> None:
    story = copied(raw_team, tmp_path / "team")
    story.revoke("ann", "dee")
    story.sync("ann")
    story.record("ann")
    story.sync("ann")
    secret = story.refs("ann")
    for name in ("dee", "cal", "dee", "bea", "dee"):
        story.sync(name)
    assert story.refs("cal") == story.refs("bea") == secret
    assert story.refs("dee") == set()
    assert story.leaks() == []
    story.close()


def test_who_is_shown_a_key_without_the_entries_before_it_neither_takes_it_nor_hands_it_on(
    raw_team: Path, tmp_path: Path
) -> None:
    """The folder shows the paper, and holds back the revocation."""
    story = copied(raw_team, tmp_path / "team")
    story.revoke("ann", "dee")
    story.sync("ann")
    story.record("ann")
    story.sync("ann")
    before = story.door("cal").laptops.team_key(story.now)
    story.sync("cal", held_back="ann")
    assert story.door("cal").laptops.team_key(story.now) == before
    story.sync("dee")
    assert story.leaks() == []
    story.sync("cal")
    assert story.door("cal").laptops.team_key(story.now) == story.door("ann").laptops.team_key(story.now) != before
    story.close()


def test_a_laptop_revoked_elsewhere_meanwhile_has_none_of_the_keys_that_hold_after_both_were_heard(
    raw_team: Path, tmp_path: Path
) -> None:
    story = copied(raw_team, tmp_path / "team")
    story.revoke("ann", "dee")
    story.revoke("bea", "cal")
    for name in ("ann", "dee", "cal", "bea", "cal", "dee", "ann", "bea"):
        story.sync(name)
    for name in ("ann", "bea"):
        story.record(name)
    assert all_agree(story)
    for lost in ("cal", "dee"):
        story.sync(lost)
    assert story.leaks() == []
    story.close()


def test_a_laptop_invited_after_a_renewal_and_revoked_then_reads_nothing_later(raw_team: Path, tmp_path: Path) -> None:
    """It was never named in any paper: the invitation gave it the key."""
    story = copied(raw_team, tmp_path / "team")
    story.revoke("ann", "dee")
    story.sync("ann")
    story.invite("ann")
    story.revoke("ann", NEWCOMER)
    story.record("ann")
    story.sync("ann")
    for name in (NEWCOMER, "cal", NEWCOMER):
        story.sync(name)
    assert story.leaks() == []
    assert all_agree(story)
    story.close()


def test_a_key_that_an_older_release_renewed_opens_and_is_replaced_once_a_revocation_was_heard(
    raw_team: Path, tmp_path: Path
) -> None:
    """That release said nothing of its keys, and a colleague's laptop may have handed this one to the revoked."""
    story = copied(raw_team, tmp_path / "team")
    ann = story.door("ann")
    ann.record([revocation(story.device("dee"), story.device("ann"), ann.laptops(), 0, story.now)], story.tick())
    story.revoked.add("dee")
    older = replace(team_of(story, "ann").renewed(story.now), renewals=())
    for name in ("ann", "dee"):
        write_team(story.root / name, key_of(name), older)
    cal, boxes = story.signing_key("cal"), {device: each.box_key for device, each in ann.laptops().items()}
    put_whole(keys_folder(story.folder, "North"), key_paper(cal, older.keys, boxes), paper_name(cal, older.keys[-1]))
    for name in ("cal", "ann", "dee", "bea", "dee"):
        story.record(name)
        story.sync(name)
    assert all_agree(story)
    story.sync("dee")
    assert story.leaks() == []
    assert team_of(story, "cal").renewal == team_of(story, "bea").renewal == team_of(story, "ann").renewal is not None
    story.close()


def team_of(story: Story, name: str) -> Team:
    team = read_team(story.root / name, key_of(name))
    assert team is not None
    return team


def test_a_key_whose_renewer_knew_more_than_this_laptop_is_not_taken_yet() -> None:
    """A laptop that heard two managers revoke renews without having recorded a word of it itself."""
    renewer, ours = SigningKey(bytes([1]) * 32), "our own laptop"
    by = sha256_hex(bytes(renewer.verify_key))[:32]
    first = Team("North").renewed(BEGAN)
    laptops = {each: Laptop(each, each) for each in (by, ours, "lost")}
    revoked = laptops | {"lost": Laptop("lost", "lost", is_revoked=True)}
    told_all, told_less = (Heard(ours, each, frozenset(), lambda *_: None) for each in (revoked, laptops))
    fresh = renewed(first, renewer, (0, ""), Heard(by, revoked, frozenset(), lambda *_: None), BEGAN)
    paper = KeyPaper(by, frozenset({ours}), fresh.keys, fresh.renewals)
    assert with_taken(first, [paper], told_less) == first
    assert keys_to_open_with([paper], told_less) == set(fresh.keys)
    assert with_taken(first, [paper], told_all) == fresh
    assert (must_renew(first, [paper], told_all), must_renew(fresh, [paper], told_all)) == (True, False)
    stranger = replace(told_all, laptops={ours: laptops[ours]})
    assert with_taken(first, [paper], stranger) == first
    assert keys_to_open_with([paper], stranger) == set()
