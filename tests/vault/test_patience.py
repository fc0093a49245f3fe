"""A file that another program holds for a moment is waited for, and told as held: never as missing or damaged."""

from __future__ import annotations

import ast
import errno
import os
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault import patience
from carelist_tui.vault.device import make_device, read_device, read_secret
from carelist_tui.vault.disk import HELD, Held, illness_of, may_be_held, refusal_of, words_of
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.patience import free, patiently, read_patiently, takes, wait_for
from carelist_tui.vault.witness import HEADS, Head, Witness
from tests.house.tree import PACKAGE, holds, modules

OPEN_ELSEWHERE, DENIED = 32, 5


def trouble(code: int) -> OSError:
    """What Windows says, as Python raises it there."""
    raised = PermissionError(errno.EACCES, "the system's own words", None, code)
    vars(raised)["winerror"] = code  # which Python knows on Windows alone
    return raised


def after(failures: int, raised: OSError) -> tuple[Callable[[], int], list[int]]:
    """An act that fails so many times; and how often it was tried."""
    tried: list[int] = []

    def act() -> int:
        tried.append(len(tried))
        if len(tried) <= failures:
            raise raised
        return len(tried)

    return act, tried


def test_on_windows_what_is_denied_may_be_held_and_elsewhere_it_is_not() -> None:
    denied, gone = PermissionError(errno.EACCES, "denied"), FileNotFoundError(errno.ENOENT, "none")
    assert [may_be_held(denied, platform) for platform in ("win32", "linux")] == [True, False]
    assert not may_be_held(gone, "win32")


@pytest.mark.parametrize("code", [OPEN_ELSEWHERE, 33, DENIED])
def test_what_another_program_lets_go_of_in_time_is_done(code: int) -> None:
    act, _ = after(3, trouble(code))
    assert patiently(act) == 4


def test_what_is_held_on_and_on_is_given_up_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.1)
    act, tried = after(1000, trouble(OPEN_ELSEWHERE))
    with pytest.raises(PermissionError):
        patiently(act)
    assert 2 <= len(tried) < 100


@pytest.mark.parametrize(
    "raised", [FileNotFoundError(2, "none"), OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "failing")]
)
def test_nothing_else_is_waited_for(raised: OSError) -> None:
    act, tried = after(1, raised)
    with pytest.raises(OSError, match=raised.strerror):
        patiently(act)
    assert tried == [0]


def test_it_is_said_that_a_file_is_open_elsewhere_and_nothing_of_damage_or_rights() -> None:
    assert words_of(trouble(OPEN_ELSEWHERE)) == "another program has it open: try again when it is done"
    assert words_of(trouble(DENIED)) == "the system's own words (is it open in another program?)"
    assert words_of(OSError(errno.ENOENT, "none")) == "none"
    assert illness_of(trouble(OPEN_ELSEWHERE)) is HELD
    assert "rights" not in str(refusal_of(trouble(OPEN_ELSEWHERE)))


def test_one_helper_puts_a_file_in_the_place_of_another() -> None:
    def puts(node: ast.AST) -> bool:
        """Whether it is `path.replace(other)` or `os.replace`: of texts and moments more is said."""
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace"):
            return False
        of_system = isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
        return of_system or (len(node.args) == 1 and not node.keywords)

    holds(
        "What is written beside a file takes its place by `put_in_place`, which waits for who reads it on Windows.",
        (
            f"{module.where}:{node.lineno}"
            for module in modules(PACKAGE)
            for node in module.nodes
            if isinstance(node, ast.Call) and puts(node) and not module.where.endswith("vault/patience.py")
        ),
    )


def test_none_is_told_from_what_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_patiently(tmp_path / "none")
    (tmp_path / "some").write_bytes(b"abc")
    assert read_patiently(tmp_path / "some", 2) == b"ab"


def test_a_witness_that_is_there_and_can_not_be_read_says_so(tmp_path: Path) -> None:
    witness = Witness(tmp_path)
    assert (witness.read(), witness.unread) == ({}, None)
    assert witness.raise_to({"d" * 32: Head(1, 1, "a")})
    (tmp_path / HEADS).rename(tmp_path / "elsewhere")
    (tmp_path / HEADS).mkdir()
    fresh = Witness(tmp_path)
    assert fresh.read() == {}
    assert isinstance(fresh.unread, OSError)
    (tmp_path / HEADS).rmdir()
    (tmp_path / "elsewhere").rename(tmp_path / HEADS)
    assert fresh.read() == {"d" * 32: Head(1, 1, "a")}
    assert fresh.unread is None


@pytest.mark.parametrize(("left", "so"), [(None, "missing"), ("zz", "damaged")])
def test_for_a_key_that_no_backup_holds_nobody_is_sent_to_a_backup(tmp_path: Path, left: str | None, so: str) -> None:
    keys_of(tmp_path).mkdir()
    make_device(tmp_path)
    (secret := keys_of(tmp_path) / "device.key").unlink()
    if left is not None:
        secret.write_text(left)
    with pytest.raises(Refused) as refused:
        read_secret(tmp_path, b"k" * 32)
    said = str(refused.value)
    assert refused.value.status == 3
    assert said.startswith(f"device.key in the store's keys is {so}: `carelist device renew`")
    assert ("backup" in said, said.count("device.key")) == (False, 1)
    assert not isinstance(refused.value, Held)


def test_a_key_written_with_either_end_of_a_line_is_read(tmp_path: Path) -> None:
    keys_of(tmp_path).mkdir()
    name = make_device(tmp_path)
    public = keys_of(tmp_path) / "device.pub"
    assert b"\r" not in public.read_bytes()
    public.write_bytes(public.read_bytes().replace(b"\n", b"\r\n"))
    assert read_device(tmp_path) == name


def test_who_waits_for_a_lock_has_it_as_soon_as_it_is_free(tmp_path: Path) -> None:
    first, second = (os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT) for _ in range(2))
    try:
        assert takes(first)
        assert not takes(second)
        Timer(0.1, free, [first]).start()
        wait_for(second)
        assert not takes(first)
    finally:
        os.close(first)
        os.close(second)
