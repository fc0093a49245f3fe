"""Key slots: each worker's passphrase gives the one database key; what is damaged, weak or newer is told apart."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault import keys
from carelist_tui.vault.connection import connect
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.keys import slots
from carelist_tui.vault.keys.derivation import CEILING, FLOOR, WorkFactor, calibrate, derive
from carelist_tui.vault.keys.slots import RECOVERY, Slot, read_slot, slot_path
from tests.vault.telling import ANN, NOW, PASSPHRASE, TOM, Made, seconds

pytestmark = pytest.mark.slow

FRESH = "another four words now"


def change(path: Path, **said: Any) -> None:
    """Writes other things into a slot, and makes its sum fit, as somebody who means it would."""
    slot = json.loads(path.read_text())
    slot |= said
    slot.pop("sum")
    path.write_text(json.dumps(slot | {"sum": slots._sum(slot)}))


def test_each_worker_and_the_recovery_key_give_the_same_database_key(made: Made) -> None:
    key = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    assert len(key) == 32
    assert keys.unlock(made.store, TOM, made.first, NOW) == key
    assert keys.unlock_by_recovery(made.store, made.recovery, NOW) == key
    assert keys.workers_with_slots(made.store) == [ANN, TOM]
    assert keys.is_encrypted(made.store)


def test_the_first_slot_is_made_with_the_work_that_was_asked_for(tmp_path: Path) -> None:
    asked = WorkFactor(FLOOR.ops + 1, FLOOR.mem + (1 << 20))
    ann = {"worker": ANN, "name": "Ann Able", "role": "manager", "team": "north"}
    Carelist.init(tmp_path / "store", **ann, now=NOW, encrypted=asked, passphrase=PASSPHRASE).close()
    slot = read_slot(tmp_path / "store", ANN)
    assert slot is not None
    assert slot.factor == asked


def test_a_passphrase_opens_only_as_its_worker(made: Made) -> None:
    with pytest.raises(Refused, match="wrong") as refused:
        keys.unlock(made.store, TOM, PASSPHRASE, NOW)
    assert refused.value.status == 3
    slot_path(made.store, TOM).write_bytes(slot_path(made.store, ANN).read_bytes())
    with pytest.raises(Refused, match="damaged"):
        keys.unlock(made.store, TOM, PASSPHRASE, NOW)
    change(slot_path(made.store, TOM), worker=TOM)
    with pytest.raises(Refused, match="damaged"):
        keys.unlock(made.store, TOM, PASSPHRASE, NOW)


def test_letters_composed_in_another_way_are_the_same_passphrase(made: Made) -> None:
    apart = unicodedata.normalize("NFD", PASSPHRASE)
    assert apart != PASSPHRASE
    assert keys.unlock(made.store, ANN, apart, NOW)


def test_a_worker_without_a_slot_is_told_what_to_do(made: Made) -> None:
    with pytest.raises(Refused, match="worker change --id w-zoe --active") as refused:
        keys.unlock(made.store, "w-zoe", PASSPHRASE, NOW)
    assert refused.value.status == 3


def test_a_changed_passphrase_opens_and_the_one_before_does_not(made: Made) -> None:
    key = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    database = (made.store / "carelist.db").read_bytes()
    assert keys.change_passphrase(made.store, ANN, PASSPHRASE, FRESH, NOW) == key
    assert keys.unlock(made.store, ANN, FRESH, NOW) == key
    with pytest.raises(Refused, match="wrong"):
        keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    assert (made.store / "carelist.db").read_bytes() == database


@pytest.mark.parametrize(
    ("present", "fresh", "words"),
    [("another", FRESH, "wrong"), (PASSPHRASE, "short", "at least 12"), (PASSPHRASE, PASSPHRASE, "already")],
)
def test_a_change_that_is_refused_changes_nothing(made: Made, present: str, fresh: str, words: str) -> None:
    before = slot_path(made.store, ANN).read_bytes()
    with pytest.raises(Refused, match=words):
        keys.change_passphrase(made.store, ANN, present, fresh, NOW)
    assert slot_path(made.store, ANN).read_bytes() == before


def test_a_first_passphrase_has_to_be_changed_and_is_heard_in_any_writing(made: Made) -> None:
    assert keys.must_change(made.store, TOM)
    assert not keys.must_change(made.store, ANN)
    assert keys.unlock(made.store, TOM, made.first.lower().replace("-", " ").replace("0", "o"), NOW)
    keys.change_passphrase(made.store, TOM, made.first, FRESH, NOW)
    assert not keys.must_change(made.store, TOM)


def test_the_recovery_key_gives_a_passphrase_again_and_is_renewed(made: Made) -> None:
    slot_path(made.store, ANN).unlink()
    key = keys.unlock_by_recovery(made.store, made.recovery.lower().replace("-", ""), NOW)
    fresh = keys.recover(made.store, key, ANN, FRESH)
    assert keys.unlock(made.store, ANN, FRESH, NOW) == key
    with pytest.raises(Refused, match="recovery key is wrong") as refused:
        keys.unlock_by_recovery(made.store, made.recovery, NOW)
    assert refused.value.status == 3
    assert keys.unlock_by_recovery(made.store, fresh, NOW) == key


def test_a_mistyped_recovery_key_is_noticed_and_costs_no_try(made: Made) -> None:
    letters = made.recovery
    for at in (0, 6, len(letters) - 1):
        wrong = letters[:at] + ("7" if letters[at] != "7" else "8") + letters[at + 1 :]
        with pytest.raises(Refused, match="mistyped"):
            keys.unlock_by_recovery(made.store, wrong, NOW)
    assert keys.failed_tries(made.store) == []


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff" * 90, b"[" * 9000, b'{"version": "x"}'], ids=range(7)
)
def test_a_slot_that_is_none_any_more_is_told_apart_from_a_wrong_passphrase(made: Made, content: bytes) -> None:
    slot_path(made.store, ANN).write_bytes(content)
    with pytest.raises(Refused, match=r"damaged: use the recovery key") as refused:
        keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    assert refused.value.status == 3
    assert keys.workers_with_slots(made.store) == [TOM]


def test_every_flipped_bit_of_a_slot_is_noticed_as_damage(made: Made) -> None:
    path = slot_path(made.store, ANN)
    content = path.read_bytes()
    for at in range(0, len(content), 5):
        flipped = bytearray(content)
        flipped[at] ^= 1 << at % 7
        path.write_bytes(flipped)
        if content[at : at + 1].isspace() and flipped[at : at + 1].isspace():
            continue
        with pytest.raises(Refused, match=r"damaged|newer"):
            read_slot(made.store, ANN)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ops": FLOOR.ops - 1}, "weaker"),
        ({"mem": FLOOR.mem - 1024}, "weaker"),
        ({"ops": 1, "mem": 8192}, "weaker"),
        ({"ops": CEILING.ops + 1}, "damaged"),
        ({"mem": 1 << 60}, "damaged"),
        ({"ops": True}, "damaged"),
        ({"ops": 3.5}, "damaged"),
        ({"salt": "00"}, "damaged"),
        ({"box": "00"}, "damaged"),
        ({"version": 3}, "newer version"),
    ],
)
def test_a_slot_changed_by_somebody_is_refused_before_any_work(made: Made, said: dict[str, Any], words: str) -> None:
    change(slot_path(made.store, ANN), **said)
    with pytest.raises(Refused, match=words) as refused:
        keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    assert refused.value.status == 3
    assert keys.failed_tries(made.store) == []


@pytest.mark.posix
def test_a_slot_behind_a_link_is_refused(made: Made, tmp_path: Path) -> None:
    path = slot_path(made.store, ANN)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="link"):
        keys.unlock(made.store, ANN, PASSPHRASE, NOW)


def test_a_slot_tells_neither_passphrase_nor_key_and_names_no_worker_in_its_name(made: Made) -> None:
    key = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    for path in keys_of(made.store).iterdir():
        content = path.read_bytes()
        assert ANN not in path.name
        assert not any(each in content for each in (key, key.hex().encode(), PASSPHRASE.encode(), made.first.encode()))
    assert PASSPHRASE not in repr(read_slot(made.store, ANN))


@pytest.mark.parametrize("worker", ["recovery", "../../elsewhere", "w/x", "Zoë", "w" * 300])
def test_any_workers_id_has_a_slot_of_its_own(made: Made, worker: str) -> None:
    key = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    first = keys.give_slot(made.store, key, worker)
    assert keys.unlock(made.store, worker, first, NOW) == key
    assert keys.unlock_by_recovery(made.store, made.recovery, NOW) == key
    assert slot_path(made.store, worker).parent == keys_of(made.store)
    keys.take_slot(made.store, worker)
    keys.take_slot(made.store, worker)
    assert worker not in keys.workers_with_slots(made.store)


def test_two_slots_of_one_passphrase_are_nothing_alike() -> None:
    one, two = (Slot.wrapping(bytes(32), ANN, FRESH, FLOOR) for _ in range(2))
    assert (one.salt, one.box) != (two.salt, two.box)
    assert one.open(FRESH) == two.open(FRESH) == bytes(32)
    assert one.open(FRESH + "!") is None


def test_the_floor_is_three_times_over_64_mebibytes() -> None:
    assert (FLOOR.ops, FLOOR.mem) == (3, 64 * 1024 * 1024)
    assert FLOOR.is_enough
    assert CEILING.is_bearable


def test_the_known_answer_of_argon2id_holds() -> None:
    """The answer is argon2-cffi's (the reference implementation): 3 times, 65536 KiB, one lane."""
    answer = "92599c67f23f1d9dce9b6f0cfb5a9b18ce110336de00799947472465edd9e49a"
    assert derive("correct horse", b"0123456789abcdef", FLOOR).hex() == answer


@pytest.mark.parametrize("per_mebibyte", [1e-5, 1e-4, 3e-4, 1e-3, 2e-3, 1e-2])
def test_an_unlock_is_set_up_to_take_a_quarter_to_one_second_unless_the_floor_takes_longer(per_mebibyte: float) -> None:
    def took(factor: WorkFactor) -> float:
        return per_mebibyte * factor.ops * factor.mem / 1024 / 1024

    chosen = calibrate(took)
    assert chosen.is_enough
    assert chosen.is_bearable
    assert took(chosen) <= 1.0 or chosen == FLOOR
    assert took(chosen) >= 0.25 or chosen.ops == CEILING.ops


def test_a_laptop_without_the_memory_stays_at_what_it_can_do() -> None:
    def took(factor: WorkFactor) -> float:
        if factor.mem > FLOOR.mem:
            raise Refused("no memory", status=3)
        return 0.02 * factor.ops

    assert calibrate(took).mem == FLOOR.mem


def test_too_little_memory_is_said_in_words() -> None:
    with pytest.raises(Refused, match="free memory") as refused:
        derive("any", bytes(16), WorkFactor(3, 1 << 45))
    assert refused.value.status == 3


def test_the_work_of_a_store_stays_as_it_was_set_up(made: Made) -> None:
    keys.change_passphrase(made.store, ANN, PASSPHRASE, FRESH, seconds(1))
    for worker in (ANN, TOM, RECOVERY):
        slot = read_slot(made.store, worker)
        assert slot is not None
        assert slot.factor == FLOOR


def test_a_key_given_raw_costs_next_to_nothing(made: Made) -> None:
    connection = connect(made.store, keys.unlock(made.store, ANN, PASSPHRASE, NOW))
    settings = dict(
        row.removeprefix("PRAGMA ").rstrip(";").split(" = ") for (row,) in connection.execute("PRAGMA cipher_settings")
    )
    connection.close()
    assert settings["cipher_page_size"] == "4096"
    assert settings["cipher_use_hmac"] == "1"


FULL_DISK = """
import resource, signal, sys
from datetime import datetime
from pathlib import Path
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault import keys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store, at = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[3])
key = keys.unlock(store, "w-ann", sys.argv[2], at)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
for act in (
    lambda: keys.recover(store, key, "w-ann", "another four words now"),
    lambda: keys.give_slot(store, key, "w-zoe"),
    lambda: keys.unlock(store, "w-ann", sys.argv[2], at),
):
    try:
        act()
        print("done")
    except Refused as refused:
        print(refused.status, refused)
"""


@pytest.mark.posix
def test_on_a_full_disk_every_slot_stays_as_it_was_and_nothing_is_opened_uncounted(made: Made) -> None:
    before = {path.name: path.read_bytes() for path in keys_of(made.store).glob("*.slot")}
    command = [sys.executable, "-c", FULL_DISK, str(made.store), PASSPHRASE, NOW.isoformat()]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == 3
    assert all(line.startswith("3 the store's keys can't be written, so it stays closed") for line in said)
    assert {path.name: path.read_bytes() for path in keys_of(made.store).glob("*.slot")} == before
    assert not list(keys_of(made.store).glob(".*"))
    assert keys.unlock(made.store, ANN, PASSPHRASE, NOW)


CHANGING = """
import sys
from datetime import datetime
from pathlib import Path
from carelist_tui.vault import keys
store, words = Path(sys.argv[1]), ["four words of my own", "another four words now"]
key = keys.unlock(store, "w-ann", sys.argv[2], datetime.fromisoformat(sys.argv[3]))
print("ready", flush=True)
for n in range(1000):
    keys.recover(store, key, "w-ann", words[n % 2])
"""


def test_a_change_that_is_killed_leaves_one_passphrase_or_the_other(made: Made) -> None:
    passphrase = PASSPHRASE
    for n in range(4):
        command = [sys.executable, "-c", CHANGING, str(made.store), passphrase, NOW.isoformat()]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.15 + n * 0.07)
        child.kill()
        child.communicate()
        passphrase = next(each for each in (*CHOSEN, PASSPHRASE) if opens(made.store, each))


CHOSEN = ("four words of my own", "another four words now")


def opens(store: Path, passphrase: str) -> bool:
    slot = read_slot(store, ANN)
    assert slot is not None
    return slot.open(passphrase) is not None
