"""`carelist self-check` by command: without a store or a terminal nothing is wrong; what is wrong is named, and nothing
is changed by looking."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist.fitness.laptop_seen import NEEDED
from carelist_tui.cli.self_check import LEAST
from carelist_tui.journal.meta import SCHEMA_VERSION
from carelist_tui.tui.screens.page import HEIGHT, WIDTH
from carelist_tui.vault.connection import connect
from carelist_tui.vault.folder import database_of
from tests.cli.surface import Answer, carelist, make_store
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow

PASSPHRASE = "seven dull green kettles"


def checked(store: Path, passphrase: str = "") -> tuple[Answer, dict[str, Any]]:
    answer = carelist("self-check", "--json", store=store, CARELIST_PASSPHRASE=passphrase)
    return answer, answer.json


def states(told: dict[str, Any], check: str) -> list[str]:
    return [each["state"] for each in told["checks"] if each["check"] == check]


def files_of(store: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a store with its rights and bytes."""
    return {
        path.name: (path.stat().st_mode, path.read_bytes() if path.is_file() else b"") for path in store.rglob("*")
    } | {".": (store.stat().st_mode, b"")}


def test_without_store_and_terminal_nothing_is_wrong_and_nothing_is_made(tmp_path: Path) -> None:
    answer, told = checked(tmp_path / "none")
    assert (answer.status, told["ok"], told["problems"]) == (0, True, [])
    assert states(told, "terminal") == ["remark"]
    assert states(told, "store") == ["fit"]
    assert list(tmp_path.iterdir()) == []


def test_a_fit_store_is_said_in_words_with_what_to_do(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    before = files_of(store)
    answer = carelist("self-check", store=store)
    assert answer.status == 0
    assert answer.out.splitlines()[-1].startswith("This laptop is fit for Carelist")
    assert all(re.match(r"(fit|remark): ", line) for line in answer.out.splitlines()[:-1])
    assert "fit: the store opens, and is of this release." in answer.out
    assert "remark: the store is not encrypted" in answer.out
    assert files_of(store) == before


@pytest.mark.posix
def test_rights_that_are_too_wide_are_named_and_left_as_they_are(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    database_of(store).chmod(0o644)
    (store / "keys").chmod(0o750)
    answer, told = checked(store)
    assert answer.status == 1
    (problem,) = told["problems"]
    assert (problem["kind"], problem["where"]) == ("rights", str(store))
    assert problem["what"] == "others on this laptop may reach carelist.db, keys"
    assert problem["repair"]
    assert database_of(store).stat().st_mode & 0o777 == 0o644
    assert carelist("today", store=store).status == 0
    assert checked(store)[0].status == 0, "the repair that was named repairs it"


def test_a_damaged_store_is_wrong(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    with database_of(store).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    answer, told = checked(store)
    assert answer.status == 1
    assert [each["kind"] for each in told["problems"]] == ["store"]
    assert "damaged" in told["problems"][0]["what"]


def test_a_store_of_a_newer_release_is_wrong_and_an_earlier_one_is_a_remark(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    for version, status in ((SCHEMA_VERSION + 1, 1), (SCHEMA_VERSION - 1, 0)):
        connection = connect(store)
        connection.execute(f"PRAGMA user_version={version}")
        connection.close()
        answer, told = checked(store)
        assert answer.status == status
        assert ("wrong" if status else "remark") in states(told, "store")
        if status:
            refused = carelist("today", store=store)
            assert (refused.status, "update Carelist on this laptop" in refused.err) == (3, True)
    assert not (store / f"before-upgrade-from-{SCHEMA_VERSION - 1}.backup").exists(), "nothing was upgraded"


def test_an_encrypted_store_is_opened_only_where_its_passphrase_was_given(tmp_path: Path) -> None:
    store = tmp_path / "store"
    said = ("--team", "North", "--worker", "w-maya", "--name", "Maya Okafor", "--role", "manager")
    assert carelist("init", *said, store=store, CARELIST_PASSPHRASE=PASSPHRASE).status == 0
    assert states(checked(store)[1], "store") == ["remark"]
    answer, told = checked(store, PASSPHRASE)
    assert (answer.status, states(told, "store")) == (0, ["fit"])
    assert states(told, "clock") == ["fit"]
    answer, told = checked(store, "another passphrase")
    assert (answer.status, states(told, "store")) == (1, ["wrong"])
    plain = make_store(tmp_path / "plain")
    database_of(plain).replace(database_of(store))
    assert states(checked(store)[1], "store") == ["wrong"], "a plain file in the place of an encrypted store"


def test_a_store_where_none_may_lie_is_wrong(tmp_path: Path) -> None:
    answer, told = checked(tmp_path / "Dropbox" / "store")
    assert (answer.status, [each["kind"] for each in told["problems"]]) == (1, ["place"])


@pytest.mark.parametrize(("size", "letters", "wrong"), [((80, 24), "utf-8", []), ((60, 20), "latin-1", [
    "terminal_size", "terminal_letters"])])  # fmt: skip
def test_a_terminal_is_looked_at_where_there_is_one(
    size: tuple[int, int], letters: str, wrong: list[str], tmp_path: Path
) -> None:
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, bytes([size[1], 0, size[0], 0, 0, 0, 0, 0]))
    run = "import sys; from carelist_tui.__main__ import main; sys.argv[1:] = ['self-check']; main()"
    environ = {**os.environ, "CARELIST_STORE": str(tmp_path / "none"), "PYTHONIOENCODING": letters, "TERM": "xterm"}
    done = subprocess.Popen([sys.executable, "-c", run], stdout=theirs, env=environ)
    os.close(theirs)
    said = b""
    while piece := _read(ours):
        said += piece
    done.wait(timeout=60)
    os.close(ours)
    found = [line for line in said.decode(errors="replace").splitlines() if line.startswith("wrong: ")]
    assert len(found) == len(wrong)
    assert ("60 columns and 20 lines" in "".join(found)) == bool(wrong)


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux says so where the other side has gone
        return b""


def test_what_is_needed_is_what_the_project_says_and_the_window_what_the_screens_say() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(NEEDED) == {re.split(r"[~=<>\[]", each)[0] for each in project["dependencies"]}
    assert (WIDTH, HEIGHT) == LEAST
