"""The store's folder: its owner's alone, whole or not there at all, and never behind a link."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.device import device_name, keys_agree, make_device, read_device
from carelist_tui.vault.folder import (
    check_folder,
    close_umask,
    database_of,
    is_allowed,
    keys_of,
    making_folder,
    owners_alone,
)


@pytest.fixture(autouse=True)
def any_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def make(store: Path) -> None:
    with making_folder(store) as folder:
        make_device(folder)
        database_of(folder).write_bytes(b"")


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.posix
def test_folders_are_0700_and_files_0600_whatever_the_umask(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make(store)
    assert {rights(path) for path in (store, keys_of(store))} == {0o700}
    assert {rights(path) for path in (database_of(store), *keys_of(store).iterdir())} == {0o600}


@pytest.mark.posix
def test_rights_that_became_too_wide_are_tightened_when_the_store_is_opened(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make(store)
    store.chmod(0o755)
    database_of(store).chmod(0o644)
    check_folder(store)
    assert (rights(store), rights(database_of(store))) == (0o700, 0o600)


@pytest.mark.posix
def test_what_is_written_after_the_umask_is_closed_is_its_owners_alone(tmp_path: Path) -> None:
    close_umask()
    (tmp_path / "note").write_text("")
    assert rights(tmp_path / "note") == 0o600


def test_the_device_is_the_first_32_digits_of_its_public_keys_hash(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make(store)
    public = bytes.fromhex((keys_of(store) / "device.pub").read_text())
    assert read_device(store) == device_name(public)
    assert len(read_device(store)) == 32
    assert keys_agree(store)


def test_two_stores_are_two_devices(tmp_path: Path) -> None:
    make(tmp_path / "one")
    make(tmp_path / "two")
    assert read_device(tmp_path / "one") != read_device(tmp_path / "two")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make(store)
    before = read_device(store)
    with pytest.raises(FileExistsError):
        make_device(store)
    assert read_device(store) == before


@pytest.mark.parametrize("text", ["", "xyz", "ab" * 31, "AB" * 32, "é" * 64])
def test_a_damaged_key_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    store = tmp_path / "store"
    make(store)
    (keys_of(store) / "device.pub").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="backup") as refused:
        read_device(store)
    assert refused.value.status == 3


@pytest.mark.posix
def test_a_key_behind_a_link_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make(store)
    (keys_of(store) / "device.pub").rename(tmp_path / "elsewhere.pub")
    (keys_of(store) / "device.pub").symlink_to(tmp_path / "elsewhere.pub")
    with pytest.raises(Refused, match="link"):
        read_device(store)


@pytest.mark.posix
@pytest.mark.parametrize("linked", ["", "carelist.db", "keys"])
def test_a_store_behind_a_link_is_refused(tmp_path: Path, linked: str) -> None:
    store = tmp_path / "store"
    make(store)
    part = store / linked if linked else store
    part.rename(tmp_path / "elsewhere")
    part.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="link") as refused:
        check_folder(store)
    assert refused.value.status == 3


def test_a_path_without_a_store_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="carelist init") as refused:
        check_folder(tmp_path)
    assert refused.value.status == 3


@pytest.mark.posix
def test_a_store_is_made_in_an_empty_folder(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir(mode=0o755)
    make(store)
    assert rights(store) == 0o700


@pytest.mark.parametrize("there", ["file", "folder", "store"])
def test_nothing_is_made_where_something_is(tmp_path: Path, there: str) -> None:
    store = tmp_path / "store"
    if there == "file":
        store.write_text("mine")
    elif there == "folder":
        store.mkdir()
        (store / "mine").write_text("mine")
    else:
        make(store)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refused, match="already at this path"):
        make(store)
    assert sorted(tmp_path.rglob("*")) == before


def make_with_a_key_already(store: Path) -> None:
    with making_folder(store) as folder:
        make_device(folder)
        make_device(folder)


def test_a_making_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        make_with_a_key_already(tmp_path / "store")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="can't be made") as refused:
        make(tmp_path / "file" / "store")
    assert refused.value.status == 3


def test_on_windows_a_folder_is_granted_to_its_owner_the_system_and_administrators_and_inherits_from_nobody() -> None:
    environ = {"USERDOMAIN": "TRUST", "USERNAME": "ann lee", "SYSTEMROOT": "C:\\Windows"}
    command, folder, *rest = owners_alone(Path("C:/care/.store.12"), environ)
    assert (Path(command).name, folder) == ("icacls.exe", str(Path("C:/care/.store.12")))
    assert rest == [
        "/inheritance:r", "/grant:r", "TRUST\\ann lee:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F",
    ]  # fmt: skip


def test_rights_that_are_no_numbers_are_changed_only_where_a_file_may_not_be_written() -> None:
    """Windows calls every file 0666: at each opening each would be written to anew, for nothing."""
    assert is_allowed(0o100600, 0o600, "posix")
    assert not is_allowed(0o100666, 0o600, "posix")
    assert is_allowed(0o100666, 0o600, "nt")
    assert not is_allowed(0o100444, 0o600, "nt")
