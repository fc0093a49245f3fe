"""A person passed on to another team: sealed to it, signed by us, taken in whole, and shared there by the next sync."""

from __future__ import annotations

import json
import shutil
import tracemalloc
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest
from nacl.signing import SigningKey

from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.ndjson import NO_ENTRY
from carelist_tui.exchange.sealed import MARK, Entries, read_sealed, write_sealed
from carelist_tui.exchange.segments.pack import seal
from carelist_tui.exchange.segments.signature import wrap
from carelist_tui.vault.device import read_secret
from tests.cli.surface import Answer
from tests.exchange.enrolment.team import Laptop, all_sync, first_laptop, joined

pytestmark = pytest.mark.slow


@dataclass
class Two:
    """Two services: Maya's and, elsewhere, Sara's, who has a second laptop and a folder."""

    root: Path
    maya: Laptop
    sara: Laptop
    olu: Laptop


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("two")
    maya = first_laptop(root)
    maya.accept("P-1")
    maya.accept("P-2")
    missed = {"expected_at": "2026-03-03T10:00:00+00:00", "method": "call", "how": "no_reply"}
    when = ("--person", "P-1", "--occurred-at", "2026-03-03T10:05:00+00:00")
    maya.done("record", "contact.missed", *when, "--body", json.dumps(missed))
    sara = first_laptop(root, "sara")
    joined(root, sara, "olu")
    return root


@pytest.fixture
def two(original: Path, tmp_path: Path) -> Two:
    root = Path(shutil.copytree(original, tmp_path / "two"))
    return Two(root, *(Laptop(root / name, f"w-{name}") for name in ("maya", "sara", "olu")))


def key_of(laptop: Laptop) -> str:
    with laptop.door() as door:
        return door.laptops.team_key(datetime.now(UTC)) or ""


def story(laptop: Laptop, ref: str) -> list[str]:
    with laptop.door() as door:
        return [each["id"] for each in door.people.person(ref, datetime.now(UTC))["story"]]


def passed_on(two: Two, *more: str) -> Path:
    file = two.root / "one.carelist"
    two.maya.done("export", file, "--person", "P-1", "--to", key_of(two.sara), *more)
    return file


def taken(two: Two, file: Path, laptop: Laptop | None = None) -> Answer:
    return (laptop or two.sara)("import", file, "--signed-by", two.maya.device())


def test_a_person_passed_on_comes_whole_and_reaches_the_whole_team_by_its_next_sync(two: Two) -> None:
    file = passed_on(two)
    assert b"Maya" not in file.read_bytes()
    unnamed = two.sara("import", file)
    assert unnamed.status == 2
    assert two.maya.device() in unnamed.err
    assert "'North'" in unnamed.err
    assert two.sara("import", file, "--signed-by", "0" * 32).status == 2
    assert two.sara.refs() == set()
    answer = taken(two, file)
    assert (answer.status, answer.out) == (0, "2 entries taken, 0 were here already.\n"), answer
    assert story(two.sara, "P-1") == story(two.maya, "P-1")
    assert two.sara.verify().ok
    folder = two.root / "shared"
    folder.mkdir()
    all_sync(folder, two.sara, two.olu)
    assert story(two.olu, "P-1") == story(two.maya, "P-1")
    assert two.olu.digest() == two.sara.digest()
    assert two.olu.verify().ok
    with two.sara.door() as door:
        assert {each.id for each in door.people.workers()} == {"w-sara", "w-olu"}


def test_the_same_export_again_and_the_way_back_change_nothing(two: Two) -> None:
    file = passed_on(two)
    taken(two, file)
    before = two.sara.digest()
    assert taken(two, file).out == "0 entries taken, 2 were here already.\n"
    assert two.sara.digest() == before
    back, was = two.root / "back.carelist", two.maya.digest()
    two.sara.done("export", back, "--person", "P-1", "--to", key_of(two.maya))
    answer = two.maya("import", back, "--signed-by", two.sara.device())
    assert answer.out == "0 entries taken, 2 were here already.\n"
    assert two.maya.digest() == was


def test_what_is_damaged_sealed_to_others_or_no_export_is_refused_in_one_sentence(two: Two) -> None:
    file = passed_on(two)
    raw = file.read_bytes()
    before = two.sara.digest()
    for number, changed in enumerate(
        (b"", raw[:100], raw[:-1], raw[:-200], raw[:300] + bytes([raw[300] ^ 1]) + raw[301:], b"PK\3\4", raw + b"x")
    ):
        damaged = two.root / f"{number}.carelist"
        damaged.write_bytes(changed)
        answer = taken(two, damaged)
        assert (answer.status, len(answer.err.splitlines())) == (2, 1), answer
    assert taken(two, file, two.maya).status == 2
    assert two.maya("export", two.root / "x.carelist", "--to", "age1nobody").status == 2
    assert two.maya("export", two.root / "x.ndjson", "--to", key_of(two.sara)).status == 2
    assert two.maya("import", two.root / "none.carelist").status == 2
    assert two.sara.digest() == before


def test_a_ref_that_somebody_else_has_there_is_two_people_and_no_crash(two: Two) -> None:
    two.sara.accept("P-1")
    assert taken(two, passed_on(two)).status == 0
    with two.sara.door() as door:
        now = datetime.now(UTC)
        assert len(door.people.find("P-1")) == 2
        assert door.people.today(now)
        assert door.people.queue_json(now)
    assert two.sara.verify().ok
    answer = two.sara("show", "P-1")
    assert (answer.status, len(answer.err.splitlines())) == (2, 1)


def test_an_export_for_the_own_team_brings_every_entry_as_it_is_and_since_limits_it(two: Two) -> None:
    folder = two.root / "shared"
    folder.mkdir()
    all_sync(folder, two.sara, two.olu)
    two.sara.accept("P-7")
    file = two.root / "all.carelist"
    two.sara.done("export", file)
    answer = two.olu.done("import", file)
    assert two.olu.digest() == two.sara.digest(), answer
    all_sync(folder, two.sara, two.olu)
    assert two.olu.digest() == two.sara.digest()
    assert two.olu.verify().ok
    late = two.sara("export", two.root / "late.carelist", "--since", "2099-01-01T10:00")
    assert (late.status, "nothing to export" in late.err) == (2, True)


def test_nobody_alone_takes_the_words_out_of_an_entry_by_a_file(two: Two) -> None:
    """Somebody of ours seals, with other tools than ours, entries whose words they took out: all hashes hold. Without
    two managers' erasure it is refused whole, and what was said comes in by the next sync."""
    folder = two.root / "shared"
    folder.mkdir()
    all_sync(folder, two.sara, two.olu)
    person = two.sara.accept("P-7")
    with two.sara.door() as door:
        lines = [json.loads(line) for line in door.people.stored_lines(person)]
    for line in lines:
        del line["body"], line["salt"]
    file = two.root / "bare.carelist"
    with two.olu.door() as door:
        keys = door.laptops.team_key(datetime.now(UTC)) or ""
        signing = SigningKey(read_secret(door.store, two.olu._key))
    bare = [canonical_json(each) for each in lines]
    file.write_bytes(write_sealed(bare, team="North", key=signing, to=(keys,), names={}))
    answer = two.olu("import", file)
    assert (answer.status, "no erasure of it by two managers" in answer.err) == (2, True), answer
    all_sync(folder, two.sara, two.olu)
    assert two.olu.digest() == two.sara.digest()
    assert two.olu.refs() >= {"P-7"}


def test_unsigned_entries_never_come_into_an_encrypted_store_nor_a_plain_export(two: Two) -> None:
    plain = first_laptop(two.root, "plain", encrypted=False)
    plain.accept("P-8")
    for name in ("all.ndjson", "all.carelist"):
        plain.done("export", two.root / name, "--reason", "a test")
        answer = two.sara("import", two.root / name, *(("--signed-by", plain.device()) if "care" in name else ()))
        assert (answer.status, "encrypted" in answer.err) == (2, True), answer
    assert plain("import", passed_on(two), "--signed-by", two.maya.device()).status == 2


def test_what_a_sealed_export_says_of_its_sender_is_what_signed_it(two: Two) -> None:
    plain = first_laptop(two.root, "plain", encrypted=False)
    plain.done("export", two.root / "all.carelist")
    sealed = read_sealed((two.root / "all.carelist").read_bytes(), (), lambda _: None)
    assert (sealed.sender.team, sealed.sender.device, len(list(sealed.entries))) == ("North", plain.device(), 1)
    assert sealed.names == {"w-plain": "Maya Okafor"}


BOMB = b'{"a":1}\n'


def made_by_a_stranger(lines: bytes, entries: int, to: str) -> tuple[bytes, str]:
    """A file that somebody made by themselves, sealed to a team, and the device that signed it."""
    key = SigningKey.generate()
    payload, public = zlib.compress(lines, 9), bytes(key.verify_key)
    device = sha256_hex(public)[:32]
    said = {"format": "carelist-export", "v": 1, "team": "South", "device": device, "signing_key": public.hex(),
            "entries": entries, "size": len(lines), "payload": sha256(payload).hexdigest()}  # fmt: skip
    return seal(wrap(MARK, canonical_json(said).encode(), payload, key), [to]), device


@pytest.mark.parametrize("named", [False, True], ids=["by a stranger", "by somebody who was named"])
@pytest.mark.parametrize("times", [4_000_000, 500], ids=["folded a hundredfold", "small"])
def test_a_small_file_stays_small(named: bool, times: int, two: Two) -> None:
    raw, device = made_by_a_stranger(BOMB * times, times, key_of(two.sara))
    tracemalloc.start()
    began = monotonic()
    with two.sara.door() as door, pytest.raises(Refused) as refused:
        door.exports.take_sealed(raw, datetime.now(UTC), signed_by=device if named else None)
    took, (_, most) = monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(raw) < 100_000
    assert most < 16 * 1024 * 1024, "nothing was unfolded, or no more than was looked at"
    assert took < 5
    said = str(refused.value)
    assert ("unfolds" in said or NO_ENTRY in said) if named else "ask them by telephone" in said


def _entries_of(lines: bytes, count: int, size: int | None = None) -> Entries:
    payload = zlib.compress(lines, 9)
    return Entries(payload, size if size is not None else len(lines), sha256(payload).hexdigest(), count)


def test_of_a_long_export_no_more_than_a_piece_is_in_memory_and_it_may_be_gone_over_again() -> None:
    many = 600
    entries = _entries_of((b'{"type":"zone.set","note":"' + b"o" * 20_000 + b'"}\n') * many, many)
    tracemalloc.start()
    assert sum(1 for _ in entries) == sum(1 for _ in entries) == many
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 * 1024 * 1024


def test_an_export_of_more_parts_than_memory_takes_is_never_held_at_once() -> None:
    line = b'{"type":"zone.set","parts":[' + b"0," * 9_999 + b"0]}\n"
    entries = _entries_of(line * 101, 101)
    with pytest.raises(Refused, match="person by person"):
        entries.held()


@pytest.mark.parametrize(("count", "size"), [(2, None), (4, None), (3, 59), (3, 61), (3, 0)])
def test_an_export_that_holds_other_than_its_header_says_is_refused_wherever_that_is_seen(
    count: int, size: int | None
) -> None:
    line = b'{"type":"zone.set"}\n'
    assert len(list(_entries_of(line * 3, 3, 60))) == 3
    with pytest.raises(Refused, match="does not hold what its header says"):
        list(_entries_of(line * 3, count, size))
