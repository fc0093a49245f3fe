"""Passphrases at the command line: made, asked for, changed, lost and found; with real processes and a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.vault.keys import FLOOR
from tests.cli.surface import ACCEPTED, Answer, carelist, draft

pytestmark = pytest.mark.slow

MAYA, FRESH = "four words of my own", "another four words now"
GROUPS = re.compile(r"(?:[0-9A-Z]{4}-)+[0-9A-Z]{4}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with Maya in it that unlocks with no more work than there has to be, and its recovery key."""
    store = tmp_path_factory.mktemp("keys") / "store"
    maya = {"worker": "w-maya", "name": "Maya Okafor", "role": "manager", "team": "North"}
    with Carelist.init(store, **maya, now=datetime.now(UTC), encrypted=FLOOR, passphrase=MAYA) as door:
        return store, door.keys.take_recovery_key() or ""


@pytest.fixture
def store(made: tuple[Path, str], tmp_path: Path) -> Path:
    return shutil.copytree(made[0], tmp_path / "store")


def said(answer: Answer) -> str:
    """The key, or the first passphrase, that a command showed."""
    found = GROUPS.search(answer.out)
    assert found is not None, answer
    return found[0]


def as_maya(*arguments: object, store: Path, stdin: bytes = b"", **environ: str) -> Answer:
    return carelist(*arguments, store=store, stdin=stdin, CARELIST_WORKER="w-maya", CARELIST_PASSPHRASE=MAYA, **environ)


def as_tom(*arguments: object, store: Path, stdin: bytes = b"", passphrase: str = FRESH, **environ: str) -> Answer:
    return carelist(
        *arguments, store=store, stdin=stdin, CARELIST_WORKER="w-tom", CARELIST_PASSPHRASE=passphrase, **environ
    )


def test_init_makes_an_encrypted_store_and_shows_its_recovery_key_once(tmp_path: Path) -> None:
    maya = ("--team", "North", "--worker", "w-maya", "--name", "Maya Okafor", "--role", "manager")
    answer = carelist("init", *maya, store=tmp_path / "store", CARELIST_PASSPHRASE=MAYA)
    assert answer.status == 0, answer.err
    assert answer.out.startswith("Recovery key: ")
    assert "not shown again" in answer.err
    assert not GROUPS.search(answer.err)
    assert as_maya("verify", store=tmp_path / "store").status == 0
    recovered = carelist(
        "recover", store=tmp_path / "store", CARELIST_RECOVERY_KEY=said(answer), CARELIST_PASSPHRASE=FRESH
    )
    assert recovered.status == 0, recovered.err


def test_without_a_passphrase_or_a_terminal_it_is_one_sentence_and_status_3(made: tuple[Path, str]) -> None:
    for command in ("today", "show P-1", "find Lee", "worker list", "record -", "passphrase", ""):
        answer = carelist(*command.split(), store=made[0])
        assert (answer.status, answer.out) == (2 if not command else 3, ""), command
        assert len(answer.err.splitlines()) == 1


def test_a_wrong_passphrase_a_damaged_slot_a_plain_file_and_a_newer_slot_each_have_their_words(store: Path) -> None:
    wrong = carelist("today", store=store, CARELIST_PASSPHRASE="not the passphrase")
    (slot,) = (path for path in (store / "keys").glob("*.slot") if path.stem != "recovery")
    whole = slot.read_text()
    slot.write_text(whole.replace('"version": 1', '"version": 9'))
    newer = as_maya("today", store=store)
    slot.write_text(whole[:-30])
    damaged = as_maya("today", store=store)
    slot.write_text(whole)
    (store / "carelist.db").write_bytes(b"SQLite format 3\x00" + bytes(4096))
    plain = as_maya("today", store=store)
    answers = (wrong, newer, damaged, plain)
    assert [answer.status for answer in answers] == [3, 3, 3, 3]
    assert [len(answer.err.splitlines()) for answer in answers] == [1, 1, 1, 1]
    words = ("passphrase is wrong", "newer version", "is damaged", "is not encrypted")
    assert all(each in answer.err for each, answer in zip(words, answers, strict=True))


def test_a_file_gives_the_passphrase_before_the_variable_does(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(f"{MAYA}\r\nand nothing of a second line\n".encode())
    assert carelist("today", "--passphrase-file", file, store=store, CARELIST_PASSPHRASE="not it").status == 0
    assert carelist("--passphrase-file", file, "worker", "list", store=store, CARELIST_PASSPHRASE="not it").status == 0
    missing = carelist("today", "--passphrase-file", tmp_path / "none", store=store)
    assert (missing.status, len(missing.err.splitlines())) == (3, 1)


def test_a_worker_comes_chooses_a_passphrase_and_leaves(store: Path) -> None:
    tom = ("--id", "w-tom", "--name", "Tom Reid", "--role", "coordinator", "--team", "North")
    first = said(as_maya("worker", "add", *tom, store=store))
    refused = as_tom("today", store=store, passphrase=first)
    assert refused.status == 3
    assert "carelist passphrase" in refused.err
    assert as_tom("passphrase", store=store, passphrase=first, CARELIST_NEW_PASSPHRASE=FRESH).status == 0
    body = {**ACCEPTED, "coordinator": "w-tom"}
    recorded = as_tom("record", "-", store=store, stdin=draft("person.accepted", body).encode())
    assert recorded.status == 0, recorded.err
    assert carelist("today", store=store, CARELIST_PASSPHRASE=FRESH).status == 2  # two could be meant
    impostor = carelist("today", "--as", "w-maya", store=store, CARELIST_PASSPHRASE=FRESH)
    assert (impostor.status, "wrong" in impostor.err) == (3, True)
    assert as_maya("worker", "leave", "w-tom", "--to", "w-maya", store=store).status == 0
    gone = as_tom("today", store=store)
    assert (gone.status, gone.out) == (3, "")
    assert "there is no passphrase of w-tom on this laptop" in gone.err
    assert as_maya("verify", store=store).status == 0


def test_who_is_made_inactive_has_no_passphrase_and_gets_a_first_one_when_active_again(store: Path) -> None:
    tom = ("--id", "w-tom", "--name", "Tom Reid", "--role", "coordinator", "--team", "North")
    assert as_maya("worker", "add", *tom, store=store).status == 0
    assert as_maya("worker", "change", "--id", "w-tom", "--inactive", store=store).out == ""
    assert len(list((store / "keys").glob("*.slot"))) == 2
    assert said(as_maya("worker", "change", "--id", "w-tom", "--active", store=store))
    assert len(list((store / "keys").glob("*.slot"))) == 3


def test_a_lost_passphrase_is_chosen_again_by_the_recovery_key(made: tuple[Path, str], store: Path) -> None:
    mistyped = carelist("recover", store=store, CARELIST_RECOVERY_KEY=made[1][:-1], CARELIST_PASSPHRASE=FRESH)
    assert (mistyped.status, "mistyped" in mistyped.err) == (3, True)
    answer = carelist("recover", store=store, CARELIST_RECOVERY_KEY=made[1], CARELIST_PASSPHRASE=FRESH)
    assert answer.status == 0, answer.err
    assert said(answer) != made[1]
    assert as_maya("today", store=store).status == 3
    assert carelist("today", store=store, CARELIST_PASSPHRASE=FRESH).status == 0
    again = carelist("recover", store=store, CARELIST_RECOVERY_KEY=made[1], CARELIST_PASSPHRASE=FRESH)
    assert (again.status, "recovery key is wrong" in again.err) == (3, True)
    stranger = carelist(
        "recover", "--as", "w-x", store=store, CARELIST_RECOVERY_KEY=said(answer), CARELIST_PASSPHRASE=FRESH
    )
    assert (stranger.status, "nobody works here now" in stranger.err) == (3, True)


def test_a_manager_makes_a_fresh_recovery_key_and_nobody_else_does(made: tuple[Path, str], store: Path) -> None:
    fresh = said(as_maya("recover", "--renew", store=store))
    environ = {"CARELIST_RECOVERY_KEY": made[1], "CARELIST_PASSPHRASE": FRESH}
    assert carelist("recover", store=store, stdin=b"", **environ).status == 3
    environ["CARELIST_RECOVERY_KEY"] = fresh
    assert carelist("recover", store=store, stdin=b"", **environ).status == 0
    tom = ("--id", "w-tom", "--name", "Tom Reid", "--role", "coordinator", "--team", "North")
    with_fresh = {"CARELIST_WORKER": "w-maya", "CARELIST_PASSPHRASE": FRESH}
    first = said(carelist("worker", "add", *tom, store=store, stdin=b"", **with_fresh))
    assert as_tom("passphrase", store=store, passphrase=first, CARELIST_NEW_PASSPHRASE=FRESH).status == 0
    refused = as_tom("recover", "--renew", store=store)
    assert (refused.status, "only a manager" in refused.err) == (2, True)


def test_a_refused_new_passphrase_changes_nothing(store: Path) -> None:
    for fresh, words in (("short", "at least 12"), ("passwordpassword", "first that are tried"), (MAYA, "already")):
        answer = as_maya("passphrase", store=store, CARELIST_NEW_PASSPHRASE=fresh)
        assert (answer.status, words in answer.err) == (2, True)
    assert as_maya("today", store=store).status == 0


def test_a_store_without_encryption_has_no_passphrase_to_change(tmp_path: Path) -> None:
    assert carelist("init", "--no-encryption", store=tmp_path / "plain").status == 0
    for command in ("passphrase", "recover"):
        answer = carelist(command, store=tmp_path / "plain")
        assert (answer.status, "not encrypted" in answer.err) == (2, True)
    assert carelist("today", store=tmp_path / "plain", CARELIST_PASSPHRASE="of no use").status == 0


def at_a_terminal(store: Path, *arguments: str, typed: list[str]) -> tuple[int, str]:
    """Runs the command before a terminal of its own, and types an answer at each colon; gives status and screen."""
    import pty  # not on Windows

    child, terminal = pty.fork()
    if child == 0:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("CARELIST")}
        command = [sys.executable, "-m", "carelist_tui", *arguments]
        os.execve(sys.executable, command, environ | {"CARELIST_STORE": str(store)})
    screen, answered = "", 0
    while True:
        try:
            seen = os.read(terminal, 4096)
        except OSError:
            break
        if not seen:
            break
        screen += seen.decode()
        if answered < len(typed) and screen.endswith(": "):
            os.write(terminal, f"{typed[answered]}\n".encode())
            screen += "\n"
            answered += 1
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), screen


@pytest.mark.posix
def test_at_a_terminal_it_is_asked_for_and_never_shown(store: Path) -> None:
    status, screen = at_a_terminal(store, "passphrase", typed=[MAYA, FRESH, FRESH])
    assert status == 0, screen
    assert "The present passphrase of w-maya" in screen
    assert "The same again" in screen
    assert MAYA not in screen
    assert FRESH not in screen
    status, screen = at_a_terminal(store, "today", typed=[FRESH])
    assert (status, "Nothing is due" in screen) == (0, True)
    typed = [FRESH, "short", MAYA, "not the same words", MAYA, "not either"]
    status, screen = at_a_terminal(store, "passphrase", typed=typed)
    assert (status, screen.count("are not the same"), screen.count("at least 12")) == (2, 2, 1)
    assert carelist("today", store=store, CARELIST_PASSPHRASE=FRESH).status == 0


def test_no_passphrase_and_no_key_lies_in_clear_in_the_store(made: tuple[Path, str]) -> None:
    contents = [path.read_bytes() for path in made[0].rglob("*") if path.is_file()]
    assert len(contents) > 4
    assert not any(secret.encode() in content for secret in (MAYA, made[1], "Maya Okafor") for content in contents)
