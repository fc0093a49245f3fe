"""A recovery key gives back only what was: the passphrase of whom it was shown to; and every laptop hears of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.vault.keys import FLOOR, unlock
from carelist_tui.vault.keys.slots import RECOVERY, Slot, read_slot, slot_path, write_slot
from carelist_tui.vault.keys.spoken import RECOVERY_GROUPS, make_spoken
from tests.exchange.enrolment.conftest import Team
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, added, all_sync, first_laptop, invited
from tests.exchange.enrolment.team import joined as joined_by

pytestmark = pytest.mark.slow

FRESH = "another four words now"


def recover(laptop: Laptop, key: Path, *, worker: str = "") -> tuple[int, str, str]:
    """The command, with a fresh passphrase; gives status, what it showed and what it said."""
    who = ("--as", worker) if worker else ()
    answer = laptop("recover", *who, "--recovery-key-file", key, passphrase=FRESH)
    return answer.status, answer.out, answer.err


def shown_to(team: Team, name: str, *arguments: object) -> Path:
    """A recovery key that a manager made, in a file."""
    laptop: Laptop = getattr(team, name)
    key = laptop.done("recover", "--renew", *arguments).out.partition(": ")[2]
    return kept(team.root / f"{name}.recovery", key)


def kept(path: Path, key: str) -> Path:
    path.write_text(key)
    return path


def asked_for(root: Path, manager: Laptop, name: str) -> tuple[Laptop, Path]:
    """A laptop that joined by commands, and the recovery key that was shown at its request."""
    added(manager, f"w-{name}", "support_worker")
    laptop = Laptop(root / name, f"w-{name}")
    shown = laptop.done("device", "request", root / f"{name}.request").out
    code = invited(manager, root / f"{name}.request", root / f"{name}.invitation")
    laptop.done("device", "join", root / f"{name}.invitation", "--code", code)
    return laptop, kept(root / f"{name}.recovery", shown.partition(": ")[2])


def test_the_recovery_key_shown_at_enrolment_makes_nobody_a_manager(team: Team) -> None:
    nina, key = asked_for(team.root, team.maya, "nina")
    before = {path.name: path.read_bytes() for path in (nina.store / "keys").glob("*.slot")}
    status, out, err = recover(nina, key, worker="w-maya")
    assert (status, out, len(err.splitlines())) == (3, "", 1)
    assert "was shown to w-nina, and opens nothing for w-maya" in err
    assert {path.name: path.read_bytes() for path in (nina.store / "keys").glob("*.slot")} == before
    assert nina("worker", "list", "--as", "w-maya", passphrase=FRESH).status == 3


def test_it_gives_back_its_own_workers_passphrase_and_every_laptop_says_so_once(team: Team) -> None:
    nina, key = asked_for(team.root, team.maya, "nina")
    all_sync(team.folder, team.maya, nina, team.tom, rounds=1)
    status, out, _ = recover(nina, key)
    assert (status, out.startswith("Recovery key: ")) == (0, True)
    assert nina("today").status == 3
    assert nina("sync", team.folder, passphrase=FRESH).status == 0
    for laptop in (team.maya, team.tom):
        told = laptop("sync", team.folder)
        assert "w-nina made a passphrase anew on w-nina's laptop, by the recovery key" in told.out
        assert [each["by"] for each in laptop.done("sync", team.folder, "--json").json["recovered"]] == []
    fresh = kept(team.root / "fresh", out.partition(": ")[2])
    assert recover(nina, fresh, worker="w-tom")[0] == 3
    assert recover(nina, fresh)[0] == 0


def test_whoever_joins_by_an_invitation_is_told_of_too(team: Team) -> None:
    all_sync(team.folder, team.maya, team.tom)
    nina = joined_by(team.root, team.maya, "nina")
    nina.done("sync", team.folder)
    answer = team.maya("sync", team.folder, "--json")
    assert [(each["worker"], each["by"]) for each in answer.json["recovered"]] == [("w-nina", "invitation")]


def test_a_manager_makes_a_recovery_key_for_a_colleague_and_it_is_theirs_alone(team: Team) -> None:
    added(team.maya, "w-nina")
    key = shown_to(team, "maya", "--id", "w-nina")
    assert recover(team.maya, key)[0] == 3
    assert recover(team.maya, key, worker="w-nina")[0] == 0
    assert team.maya.done("today").status == 0
    for arguments, words in (
        (("--renew", "--id", "w-nobody"), "nobody works here now under the id w-nobody"),
        (("--id", "w-nina"), "use it with --renew"),
    ):
        answer = team.maya("recover", *arguments)
        assert (answer.status, len(answer.err.splitlines()), words in answer.err) == (2, 1, True), answer


@pytest.fixture
def older(tmp_path: Path) -> tuple[Laptop, Path]:
    """A store that was set up by itself, whose recovery key an earlier release made: it says nothing of whose it is."""
    maya = first_laptop(tmp_path)
    return maya, unowned(maya, tmp_path / "recovery")


def unowned(laptop: Laptop, path: Path) -> Path:
    key = unlock(laptop.store, laptop.worker, PASSPHRASE, datetime.now(UTC))
    spoken = make_spoken(RECOVERY_GROUPS)
    write_slot(laptop.store, Slot.wrapping(key, RECOVERY, spoken, FLOOR))
    return kept(path, spoken)


def test_an_older_releases_recovery_key_is_the_first_workers_where_the_store_was_set_up(
    older: tuple[Laptop, Path],
) -> None:
    maya, key = older
    added(maya, "w-tom")
    status, _, err = recover(maya, key, worker="w-tom")
    assert (status, "was shown to w-maya" in err) == (3, True)
    assert recover(maya, key)[0] == 0
    slot = read_slot(maya.store, RECOVERY)
    assert slot is not None
    assert slot.owner == "w-maya"


def test_an_older_releases_recovery_key_on_an_enrolled_laptop_is_the_only_workers_there(team: Team) -> None:
    key = unowned(team.tom, team.root / "recovery")
    assert recover(team.tom, key, worker="w-maya")[0] == 3
    beside = Path(shutil.copytree(team.tom.store, team.root / "beside"))
    theirs = slot_path(team.maya.store, "w-maya")
    shutil.copy(theirs, beside / "keys" / theirs.name)
    status, _, err = recover(Laptop(beside, "w-tom"), key)
    assert (status, "does not say whose it is" in err) == (3, True)
    assert recover(team.tom, key)[0] == 0


def test_a_recovery_key_can_not_be_given_to_another_worker_by_changing_its_slot(team: Team) -> None:
    nina, key = asked_for(team.root, team.maya, "nina")
    slot = read_slot(nina.store, RECOVERY)
    assert slot is not None
    write_slot(nina.store, Slot(RECOVERY, slot.salt, slot.factor, slot.box, owner="w-maya"))
    status, out, err = recover(nina, key, worker="w-maya")
    assert (status, out, "is damaged" in err) == (3, "", True)
