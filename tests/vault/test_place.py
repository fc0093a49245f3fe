"""Where a store may not lie: on a network, in a folder that is sent elsewhere; wherever a link on the way leads."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import check_folder, database_of, keys_of, making_folder
from carelist_tui.vault.place import (
    NETWORKED,
    check_place,
    is_networked,
    is_reserved,
    kind_of_mount,
    letters_too_many,
    not_so_called,
    own_drive,
    sync_folder_around,
    too_deep,
)

MOUNTS = r"""
overlay / overlay rw,relatime,lowerdir=/var/lib 0 0
proc /proc proc rw 0 0
/dev/sda2 /opt ext4 rw 0 0
//server/team /opt/team\040drive cifs rw 0 0
server:/export /mnt/care nfs4 rw 0 0
/dev/sdb1 /mnt/care/local xfs rw 0 0
ann@server: /mnt/far fuse.sshfs rw 0 0
host /mnt/shared 9p rw 0 0
/dev/sdc1 /mnt/twice ext4 rw 0 0
server:/twice /mnt/twice nfs rw 0 0
server:/deep /mnt/early/deep nfs rw 0 0
/dev/sdd1 /mnt/early ext4 rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("place", "kind", "refused"),
    [
        ("/", "overlay", False),
        ("/opt/care", "ext4", False),
        ("/opt/team drive/care", "cifs", True),
        ("/opt/team", "ext4", False),
        ("/mnt/care", "nfs4", True),
        ("/mnt/care/local/store", "xfs", False),
        ("/mnt/careless", "overlay", False),
        ("/mnt/far/store", "fuse.sshfs", True),
        ("/mnt/shared/store", "9p", False),
        ("/mnt/twice/store", "nfs", True),
        ("/mnt/early/deep/store", "nfs", True),
        ("/mnt/early/store", "ext4", False),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(place: str, kind: str, refused: bool) -> None:
    assert kind_of_mount(MOUNTS, PurePosixPath(place)) == kind
    assert (kind in NETWORKED) is refused


def test_a_list_of_mounts_that_says_nothing_refuses_nothing() -> None:
    assert kind_of_mount("", PurePosixPath("/opt")) == ""
    assert "" not in NETWORKED


def test_this_disk_is_no_network_drive(tmp_path: Path) -> None:
    assert not is_networked(tmp_path)
    check_place(tmp_path / "store")


@pytest.mark.parametrize("marker", [".stfolder", ".dropbox", ".sync", ".owncloudsync.log"])
def test_a_folder_that_a_program_marked_as_its_own_holds_no_store(tmp_path: Path, marker: str) -> None:
    (tmp_path / "shared" / "deep").mkdir(parents=True)
    (tmp_path / "shared" / marker).mkdir()
    with pytest.raises(Refused, match=r"sent elsewhere \(shared\)") as refused:
        check_place(tmp_path / "shared" / "deep" / "store")
    assert refused.value.status == 3
    check_place(tmp_path / "store")


@pytest.mark.parametrize("name", ["OneDrive", "OneDrive - Northern Trust", "Dropbox", "Google Drive", "Nextcloud"])
def test_a_folder_called_as_such_programs_call_theirs_holds_no_store(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="sent elsewhere"):
        check_place(tmp_path / name / "store")
    check_place(tmp_path / f"Not {name}" / "store")


def test_the_folder_that_the_system_names_as_one_drive_holds_no_store(tmp_path: Path) -> None:
    environ = {"OneDriveCommercial": str(tmp_path / "work"), "OneDrive": ""}
    assert sync_folder_around(tmp_path / "work" / "store", environ) == tmp_path / "work"
    assert sync_folder_around(tmp_path / "store", environ) is None


def test_the_folder_that_teams_exchange_by_holds_no_store(tmp_path: Path) -> None:
    (tmp_path / "exchange" / "carelist" / "north" / "v1").mkdir(parents=True)
    for place in ("exchange/store", "exchange/carelist/store", "exchange/carelist/north/v1/device/store"):
        with pytest.raises(Refused, match="sent elsewhere"):
            check_place(tmp_path / place)
    check_place(tmp_path / "carelist")


@pytest.mark.posix
def test_a_link_on_the_way_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "hidden").mkdir(parents=True)
    (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox" / "hidden")
    with pytest.raises(Refused, match="sent elsewhere"):
        check_place(tmp_path / "innocent" / "store")


def test_neither_making_nor_opening_a_store_is_done_there(tmp_path: Path) -> None:
    shared = tmp_path / "Dropbox"
    with pytest.raises(Refused, match="sent elsewhere") as refused, making_folder(shared / "store"):
        pass
    assert refused.value.status == 3
    assert list(tmp_path.iterdir()) == []
    with making_folder(tmp_path / "store") as folder:
        database_of(folder).write_bytes(b"")
        assert keys_of(folder).is_dir()
    shared.mkdir()
    (tmp_path / "store").rename(shared / "store")
    with pytest.raises(Refused, match="sent elsewhere") as refused:
        check_folder(shared / "store")
    assert refused.value.status == 3


@pytest.mark.parametrize(
    ("path", "drive"),
    [
        ("C:\\care", "C:"),
        ("\\\\?\\C:\\care", "C:"),
        ("d:care", "d:"),
        ("\\\\server\\team\\care", None),
        ("\\\\?\\UNC\\server\\team\\care", None),
    ],
)
def test_a_drive_of_windows_is_this_laptops_own_by_its_letter_however_long_a_path_may_be(
    path: str, drive: str | None
) -> None:
    assert own_drive(PureWindowsPath(path).drive) == drive


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("C:\\care\\trail. ", "ends with a dot or a space"),
        ("C:\\care.\\store", "ends with a dot or a space"),
        ("C:\\care\\st:ream", "has a colon in it"),
        ("C:\\care\\NUL", "is a device there"),
        ("aux.old\\store", "is a device there"),
        ("C:\\care\\" + "x" * 256, "has more than 255 letters"),
        ("C:\\care\\" + "🙂" * 128, "has more than 255 letters"),
        ("C:\\care\\store", ""),
        ("C:care", ""),
        ("C:\\" + "ł" * 255, ""),
        ("..\\.\\care", ""),
        ("\\\\?\\C:\\console\\.care\\con-1", ""),
    ],
)
def test_a_path_that_windows_would_take_for_another_is_told(path: str, wrong: str) -> None:
    assert (wrong in not_so_called(PureWindowsPath(path))) is True
    assert bool(not_so_called(PureWindowsPath(path))) is bool(wrong)


def test_the_devices_of_windows_are_known_by_any_ending_and_in_any_case() -> None:
    taken = ("con", "Prn", "AUX.txt", "nul .x", "COM1", "lpt9.tar.gz", "COM²", "CONOUT$")
    free = ("cons", "com", "com10", "north", "a.con", "n u l", "")
    assert [name for name in (*taken, *free) if is_reserved(name)] == [*taken]


def test_a_path_has_so_many_letters_too_many_for_windows() -> None:
    assert letters_too_many(PureWindowsPath("C:\\" + "a" * 256)) == 0
    assert letters_too_many(PureWindowsPath("C:\\" + "a" * 259)) == 3
    assert letters_too_many(PureWindowsPath("\\\\?\\C:\\" + "a" * 300)) == 0


def test_what_lies_below_a_store_has_to_fit_into_a_path_too() -> None:
    assert too_deep(PureWindowsPath("C:\\" + "a" * 159)) == 0
    assert too_deep(PureWindowsPath("C:\\" + "a" * 166)) == 7
    assert too_deep(PureWindowsPath("C:\\" + "a" * 156 + "李小🙂")) == 1
