"""What Windows alone does: files that another program holds, paths that mean something else, its locks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from time import monotonic

import pytest

from carelist_tui.domain.ids import uuid7
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault import patience
from carelist_tui.vault.device import make_device, read_device
from carelist_tui.vault.disk import Held
from carelist_tui.vault.drafts import Begun, Drafts
from carelist_tui.vault.folder import check_new_place, keys_of, making_folder
from carelist_tui.vault.place import check_place, is_link, takes_long_paths
from carelist_tui.vault.whole_file import write_whole
from carelist_tui.vault.witness import HEADS, Head, Witness

pytestmark = pytest.mark.windows

READ, ALL_MAY_READ, NOBODY, THERE = 0x80000000, 1, 0, 3


@contextmanager
def held(path: Path, seconds: float | None = None, *, share: int = NOBODY) -> Iterator[None]:
    """Another program has the file open, as one against viruses does: for so many seconds, or all the while."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype, kernel.CloseHandle.argtypes = wintypes.HANDLE, [wintypes.HANDLE]
        handle = kernel.CreateFileW(str(path), READ, share, None, THERE, 0, None)
        assert handle not in (None, wintypes.HANDLE(-1).value)
        let_go = Timer(seconds or 0, kernel.CloseHandle, [handle])
        if seconds is not None:
            let_go.start()
        try:
            yield
        finally:
            if seconds is None:
                kernel.CloseHandle(handle)
            else:
                let_go.join()
    else:
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.2)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    keys_of(tmp_path / "store").mkdir(parents=True)
    make_device(tmp_path / "store")
    return tmp_path / "store"


def test_a_key_that_is_held_for_a_moment_is_read(store: Path) -> None:
    name = read_device(store)
    with held(keys_of(store) / "device.pub", 0.4):
        assert read_device(store) == name


@pytest.mark.usefixtures("impatient")
def test_a_key_that_is_held_on_is_told_as_held_and_not_as_missing_or_damaged(store: Path) -> None:
    with held(keys_of(store) / "device.pub"), pytest.raises(Held) as refused:
        read_device(store)
    assert "is it open in another program?" in str(refused.value)
    assert not any(word in str(refused.value) for word in ("missing", "damaged", "backup"))


@pytest.mark.parametrize("share", [NOBODY, ALL_MAY_READ])
def test_a_file_takes_the_place_of_one_that_is_read_for_a_moment(tmp_path: Path, share: int) -> None:
    (path := tmp_path / "settings").write_bytes(b"before")
    with held(path, 0.4, share=share):
        write_whole(path, b"after")
    assert path.read_bytes() == b"after"
    assert [each.name for each in tmp_path.iterdir()] == ["settings"]


@pytest.mark.usefixtures("impatient")
def test_a_witness_that_is_held_is_not_taken_for_none(store: Path) -> None:
    assert Witness(store).raise_to({"d" * 32: Head(1, 1, "a" * 64)})
    with held(store / HEADS):
        witness = Witness(store)
        assert (witness.read(), witness.unread is None) == ({}, False)
    assert witness.read() == {"d" * 32: Head(1, 1, "a" * 64)}


@pytest.mark.usefixtures("impatient")
def test_a_draft_that_is_held_is_left_where_it_is(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "w-ann")
    begun = uuid7(datetime.now(UTC), os.urandom(10))
    drafts.write(Begun(begun, "contact.completed", "P-1"))
    (path,) = drafts.folder.iterdir()
    with held(path):
        assert drafts.read() == ([], 0)
    assert [each.id for each in drafts.read()[0]] == [begun]


def test_who_waits_for_a_lock_does_not_wait_a_second_for_it(tmp_path: Path) -> None:
    handles = [os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT) for _ in range(2)]
    assert patience.takes(handles[0])
    began = monotonic()
    Timer(0.2, patience.free, [handles[0]]).start()
    patience.wait_for(handles[1])
    assert monotonic() - began < 0.9
    for handle in handles:
        os.close(handle)


@pytest.mark.parametrize("name", ["trail. ", "st:ream", "NUL", "aux.old", "x" * 256])
def test_no_store_is_made_where_windows_would_make_another(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="can't be called so on Windows") as refused, making_folder(tmp_path / name):
        pass
    assert refused.value.status == 2
    assert list(tmp_path.iterdir()) == []


def test_no_store_is_made_deeper_than_its_files_can_have_paths(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * max(1, 170 - len(str(tmp_path))))
    if takes_long_paths():
        check_new_place(deep)
    else:
        with pytest.raises(Refused, match="longer than Windows takes: choose a path that is shorter by"):
            check_new_place(deep)
    check_new_place(Path("C:\\store"))


def test_a_path_marked_as_long_is_no_network_drive_and_another_machines_share_is(tmp_path: Path) -> None:
    check_place(Path(f"\\\\?\\{tmp_path}"))
    with pytest.raises(Refused, match="network drive"):
        check_new_place(Path("\\\\localhost\\share\\store"))


def test_a_junction_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    if sys.platform == "win32":
        import _winapi

        try:
            _winapi.CreateJunction(str(tmp_path / "folder"), str(tmp_path / "junction"))
            made = True
        except OSError:  # Wine makes an empty folder of it
            made = False
        assert is_link(tmp_path / "junction") is made
    assert not is_link(tmp_path / "folder")
