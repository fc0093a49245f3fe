"""Encrypted teams and the collector that they let in: it reads and never writes, holds several teams' keys and no
entry, and is revoked like a laptop."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey

from carelist_tui.carelist.joined_laptop import join, request_of
from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.measures.nameless import Pseudonyms
from carelist_tui.domain.roster.laptops import Laptop as Known
from carelist_tui.domain.roster.laptops import fold_laptops
from carelist_tui.exchange.collector.collection import Collected
from carelist_tui.exchange.collector.collector_party import Membership
from carelist_tui.exchange.enrolment.custody import Heard, keys_to_open_with, with_taken
from carelist_tui.exchange.enrolment.key_papers import KeyPaper
from carelist_tui.exchange.enrolment.laptop_entries import invitation
from carelist_tui.exchange.segments.pack import Sealing
from carelist_tui.exchange.sync.party import Party
from carelist_tui.journal.sync.heads import read_heads
from carelist_tui.journal.sync.heard import read_hearing
from carelist_tui.journal.sync.laptops import team_lines
from carelist_tui.vault.folder import COLLECTED
from carelist_tui.vault.keys.spoken import make_spoken
from carelist_tui.vault.team.age_keys import Team, read_team
from carelist_tui.vault.team.collected_teams import read_collected_teams
from carelist_tui.vault.team.papers import CODE_GROUPS, read_request
from carelist_tui.vault.team.renewals import write_renewal
from tests.exchange.enrolment.conftest import Team as Laptops
from tests.exchange.enrolment.conftest import original, team
from tests.exchange.enrolment.team import CODE, Laptop, all_sync, asking, first_laptop, joined

__all__ = ["original", "team"]
pytestmark = pytest.mark.slow


def let_in(manager: Laptop, collector: Laptop, paper: Path, name: str = "") -> None:
    out = manager.store.parent / f"collector {name}.invitation"
    said = manager.done("device", "invite", paper, "--collector", "--out", out, "--name", name or "the collector")
    found = CODE.search(said.out)
    assert found is not None
    told = collector.done("device", "join", out, "--code", found[0])
    assert "carelist collect" in told.err


@pytest.fixture
def address(tmp_path: Path) -> str:
    """An empty database; which engine it is makes no difference to who may read."""
    return f"sqlite:///{tmp_path / 'service.db'}"


@pytest.fixture
def collector(team: Laptops) -> Laptop:
    """A store that the team let in."""
    laptop, paper = asking(team.root, "svc")
    let_in(team.maya, laptop, paper)
    return laptop


def collect(collector: Laptop, address: str, *folders: Path) -> list[Collected]:
    with collector.door() as door:
        return list(door.collector(folders, address, datetime.now(UTC)))


def test_a_collector_counts_the_team_and_holds_no_entry_of_it(team: Laptops, collector: Laptop, address: str) -> None:
    team.leah.accept("P-1")
    team.tom.accept("P-2")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    (told,) = collect(collector, address, team.folder)
    assert (told.is_sound, told.waiting, told.team, told.people) == (True, [], "North", 3)
    again = collector.done("collect", team.folder, "--into", address)
    assert again.out == "North: nothing new.\n"
    with collector.door() as door, door.journal.store.reading() as connection:
        assert read_heads(connection) == {}
        assert [each.team.name for each in read_collected_teams(door.store, door.opened.key)] == ["North"]


def test_its_pseudonyms_open_in_the_team_on_every_laptop_also_after_the_key_was_renewed(
    team: Laptops, collector: Laptop, address: str
) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    collect(collector, address, team.folder)
    before = collector.done("measures", "access", "--service", address, "--json", "--cases").json
    nina = joined(team.root, team.maya, "nina")
    team.maya.done("device", "revoke", "leah's laptop")
    all_sync(team.folder, team.maya, nina, team.tom)
    nina.accept("P-2")
    all_sync(team.folder, nina, team.maya, team.tom)
    (told,) = collect(collector, address, team.folder)
    assert told.is_sound, told.problems
    after = collector.done("measures", "access", "--service", address, "--json", "--cases").json
    people = [{case["person"] for case in each["measures"][0]["cases"]} for each in (before, after)]
    assert people[0] < people[1]
    for laptop in (team.maya, team.tom, nina):
        found = [laptop.done("find", each, "--pseudonym", "--json").json for each in sorted(people[1])]
        assert {each[0]["ref"] for each in found} == {"P-1", "P-2"}


def test_one_store_collects_several_teams_and_takes_in_none_as_a_laptop(
    team: Laptops, collector: Laptop, address: str, tmp_path: Path
) -> None:
    other = first_laptop(tmp_path / "south", "maya")
    folder = tmp_path / "south" / "shared"
    folder.mkdir()
    other.accept("S-1")
    paper = team.root / "svc.request"
    let_in(other, collector, paper, "south")
    all_sync(folder, other)
    team.maya.accept("P-1")
    all_sync(team.folder, team.maya)
    told = collect(collector, address, team.folder, folder)
    assert [(each.is_sound, each.people) for each in told] == [(True, 2), (True, 2)]
    assert len({each.id for each in told}) == 2


def test_a_folder_of_a_team_that_did_not_let_it_in_is_refused_and_holds_up_nothing(
    team: Laptops, collector: Laptop, address: str, tmp_path: Path
) -> None:
    other = first_laptop(tmp_path / "south", "maya")
    folder = tmp_path / "south" / "shared"
    folder.mkdir()
    all_sync(folder, other)
    all_sync(team.folder, team.maya)
    refused, told = collect(collector, address, folder, team.folder)
    assert "none of those that let this store in" in refused.problems[0].what
    assert told.is_sound


def test_a_collectors_store_records_nothing_and_syncs_with_no_folder(team: Laptops, collector: Laptop) -> None:
    all_sync(team.folder, team.maya)
    before = sorted(team.folder.rglob("*"))
    synced = collector("sync", team.folder)
    assert (synced.status, "collects for a service" in synced.err) == (3, True)
    body = json.dumps({"ref": "P-9", "given": "Amina", "family": "Yusuf", "source": "gp", "team": "North"})
    said = collector("record", "person.accepted", "--occurred-at", "2026-03-02T10:00", "--body", body)
    assert said.status in (2, 3)
    shown = collector("--plain")
    assert (shown.status, "has no list to show" in shown.err) == (2, True)
    with collector.door() as door, door.journal.store.reading() as connection:
        assert read_heads(connection) == {}
    assert sorted(team.folder.rglob("*")) == before


def test_a_collector_is_no_laptop_and_a_laptop_no_collector(team: Laptops, collector: Laptop) -> None:
    paper = team.root / "svc.request"
    team.maya.done("worker", "add", "--id", "w-svc", "--name", "Svc", "--role", "coordinator", "--team", "North")
    out = team.root / "again.invitation"
    assert team.maya("device", "invite", paper, "--out", out).status == 2
    with team.leah.door() as door:
        raw = request_of(team.leah.store, door.opened.key or b"", "leah's laptop", "w-leah")
    (team.root / "leah again").write_bytes(raw)
    assert team.maya("device", "invite", team.root / "leah again", "--collector", "--out", out).status == 2
    south = first_laptop(team.root / "south", "maya")
    said = south.done("device", "invite", team.root / "leah again", "--collector", "--out", out)
    code = CODE.search(said.out)
    assert code is not None
    mixed = team.leah("device", "join", out, "--code", code[0])
    assert (mixed.status, "has one of its own" in mixed.err) == (2, True)


def test_only_a_manager_lets_a_collector_in(team: Laptops) -> None:
    _, paper = asking(team.root, "svc")
    assert team.leah("device", "invite", paper, "--collector", "--out", team.root / "x").status == 2
    assert not (team.root / "x").exists()


def test_a_collector_is_listed_and_its_silence_is_no_trouble(team: Laptops, collector: Laptop) -> None:
    all_sync(team.folder, team.maya, team.leah)
    rows = {each["name"]: each for each in team.leah.done("device", "list", "--json").json["laptops"]}
    assert (rows["the collector"]["reads_only"], rows["tom's laptop"]["reads_only"]) == (True, False)
    assert "a collector: reads" in team.leah.done("device", "list").out
    with team.leah.door() as door:
        hearing = read_hearing(door.glance.look, door.journal.device)
    assert [each.name for each in hearing.laptops if each.reads_only] == ["the collector"]
    assert "the collector" not in {each.name for each in hearing.others}


def test_a_revoked_collector_reads_nothing_new(team: Laptops, collector: Laptop, address: str) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    (first,) = collect(collector, address, team.folder)
    team.maya.done("device", "revoke", "the collector")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-2")
    all_sync(team.folder, team.leah, team.maya)
    (told,) = collect(collector, address, team.folder)
    assert not told.is_sound
    assert told.people == 0
    assert told.entries == first.entries
    assert team.maya("device", "invite", team.root / "svc.request", "--collector", "--out", team.root / "y").status == 2


def test_a_fresh_collector_goes_on_where_one_was_that_is_lost_with_its_keys(
    team: Laptops, collector: Laptop, address: str
) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    (first,) = collect(collector, address, team.folder)
    before = collector.done("measures", "access", "--service", address, "--json", "--cases").json
    shutil.rmtree(collector.store)
    team.maya.done("device", "revoke", "the collector")
    fresh, paper = asking(team.root, "svc2")
    let_in(team.maya, fresh, paper, "fresh")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-2")
    all_sync(team.folder, team.leah, team.maya)
    (told,) = collect(fresh, address, team.folder)
    assert (told.is_sound, told.id) == (True, first.id), told.problems
    after = fresh.done("measures", "access", "--service", address, "--json", "--cases").json
    people = [{case["person"] for case in each["measures"][0]["cases"]} for each in (before, after)]
    assert (len(people[0]), len(people[1])) == (1, 2)
    assert people[0] < people[1]
    assert [each["team"] for each in after["teams"]] == ["North"]


def test_a_revoked_laptops_later_entries_do_not_count(team: Laptops, collector: Laptop, address: str) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah, team.tom)
    team.leah.accept("P-2")
    team.maya.done("device", "revoke", "leah's laptop")
    team.maya.sync(team.folder)
    team.leah.sync(team.folder)
    (told,) = collect(collector, address, team.folder)
    assert "revoked" in [each.kind for each in told.problems]
    cases = collector.done("measures", "access", "--service", address, "--json", "--cases").json
    assert len({case["person"] for case in cases["measures"][0]["cases"]}) == 1


@pytest.fixture
def thief(team: Laptops, collector: Laptop) -> Laptop:
    """Somebody who has the collector's own store, and makes it write as a laptop of the team would."""
    team.maya.done("worker", "add", "--id", "w-svc", "--name", "Svc", "--role", "coordinator", "--team", "North")
    store = Path(shutil.copytree(collector.store, team.root / "thief"))
    (store / "keys" / COLLECTED).unlink()
    with team.maya.door() as door, door.journal.store.reading() as connection:
        kept = read_team(door.store, door.opened.key or b"")
        assert kept is not None
        asked, code = read_request((team.root / "svc.request").read_bytes()), make_spoken(CODE_GROUPS)
        paper = invitation(asked, code, kept, door.journal.device, team_lines(connection))
    laptop = Laptop(store, "w-svc")
    with collector.door() as opened:
        key = opened.opened.key
    join(store, key or b"", "w-svc", paper, code, datetime.now(UTC))
    return laptop


def test_an_entry_that_a_collector_signed_is_refused_by_every_laptop(
    team: Laptops, thief: Laptop, address: str
) -> None:
    all_sync(team.folder, team.maya, team.leah, team.tom)
    thief.accept("P-9")
    thief.sync(team.folder)
    for laptop in (team.maya, team.leah, team.tom):
        report = laptop.sync(team.folder)
        assert [each.kind for each in report.problems] == ["reads_only"]
        assert laptop.refs() == set()
    sealed = team.root / "forged.carelist"
    thief.done("export", sealed)
    for how in ((), ("--signed-by", thief.device())):
        assert team.leah("import", sealed, *how).status == 2
        assert team.leah.refs() == set()


def test_a_collector_counts_nothing_that_another_one_wrote(
    team: Laptops, collector: Laptop, thief: Laptop, address: str
) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah)
    thief.accept("P-9")
    thief.sync(team.folder)
    (told,) = collect(collector, address, team.folder)
    assert [each.kind for each in told.problems] == ["reads_only"]
    cases = collector.done("measures", "access", "--service", address, "--json", "--cases").json
    assert len({case["person"] for case in cases["measures"][0]["cases"]}) == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.permutations([("enrolled", True), ("enrolled", False), ("revoked", None)]),
    held=st.integers(0, 5),
    through=st.integers(0, 9),
)
def test_in_whatever_order_it_is_said_nothing_that_a_collector_writes_counts(
    words: list[tuple[str, bool | None]], held: int, through: int
) -> None:
    examples = Path(__file__).parents[3] / "schemas" / "examples"
    entries = []
    for number, (kind, reads_only) in enumerate(words):
        raw = json.loads((examples / f"device.{kind}.v1.json").read_text())
        body = raw["body"] | {"device": "ab" * 16}
        body = body | ({"through": through} if kind == "revoked" else {"reads_only": reads_only})
        occurred = f"2026-03-02T1{number}:00:00+00:00"
        entries.append(read_entry({**raw, "id": f"{number}", "occurred_at": occurred, "body": body}))
    laptops = fold_laptops(entries)
    party = Party("t", "own", SigningKey.generate(), Sealing(("age1",)), laptops)
    assert party.counts_upto("ab" * 16, held) == 0


def test_a_key_that_a_collector_renewed_or_passed_on_is_taken_by_nobody() -> None:
    now, theirs = datetime(2026, 3, 2, 9, tzinfo=UTC), SigningKey.generate()
    before = Team("North").renewed(now)
    after = before.renewed(now)
    said = write_renewal(after.keys[-1].public, theirs, (0, ""), ["own"], [])
    paper = KeyPaper(said.device, frozenset({"own"}), after.keys, (said,))
    for reads_only in (False, True):
        laptops = {said.device: Known(said.device, "svc", reads_only=reads_only)}
        heard = Heard("own", laptops, frozenset(), lambda *_: None)
        assert (with_taken(before, [paper], heard) != before) is not reads_only
        assert bool(keys_to_open_with([paper], heard)) is not reads_only


def test_an_encrypted_folder_that_was_moved_or_lost_its_id_is_the_same_team(
    team: Laptops, collector: Laptop, address: str
) -> None:
    team.leah.accept("P-1")
    all_sync(team.folder, team.maya, team.leah)
    (first,) = collect(collector, address, team.folder)
    moved = team.root / "elsewhere"
    team.folder.rename(moved)
    (moved / "carelist" / "folder-id").unlink()
    (told,) = collect(collector, address, moved)
    assert (told.is_sound, told.is_new, told.id) == (True, False, first.id)


def test_a_collector_that_reads_of_its_own_revocation_knows_it() -> None:
    member = Membership(Pseudonyms(b"k"), SigningKey.generate(), Team("North"), device="ab" * 16)
    for is_revoked in (False, True):
        assert member.is_revoked({"ab" * 16: Known("ab" * 16, "svc", is_revoked=is_revoked)}) is is_revoked
