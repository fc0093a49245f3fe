"""Whether the system encrypts a disk, by what Linux tells anybody; where it tells nothing, nothing is claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.vault.disk_cipher import is_disk_encrypted, is_swap_encrypted

pytestmark = pytest.mark.posix  # links stand for the devices
CRYPT = "CRYPT-LUKS2-0123-home"

Blocks = dict[str, tuple[str, str, list[str]]]
"""By number: its name, its dm uuid, the names of what it lies on."""


def laptop(root: Path, mounts: str, blocks: Blocks, swaps: str | None = "") -> Path:
    """A root with these mounts, and block devices."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mountinfo").write_text(mounts)
    if swaps is not None:
        (root / "proc/swaps").write_text("Filename Type Size Used Priority\n" + swaps)
    for number, (name, uuid, below) in blocks.items():
        block = root / "sys/devices" / name
        (block / "slaves").mkdir(parents=True)
        (block / "dev").write_text(number + "\n")
        if uuid:
            (block / "dm").mkdir()
            (block / "dm/uuid").write_text(uuid + "\n")
        for folder, link in (("sys/dev/block", number), ("sys/class/block", name)):
            (root / folder).mkdir(parents=True, exist_ok=True)
            (root / folder / link).symlink_to(block)
        (root / "dev").mkdir(exist_ok=True)
        (root / "dev" / name).touch()
        for each in below:
            (block / "slaves" / each).symlink_to(root / "sys/devices" / each)
    return root


def mount(number: str, where: str, kind: str = "ext4", device: str = "/dev/x") -> str:
    return f"22 1 {number} / {where} rw,relatime - {kind} {device} rw\n"


DISK: Blocks = {"259:2": ("nvme0n1p2", "", [])}
LUKS = {**DISK, "253:0": ("dm-0", CRYPT, ["nvme0n1p2"])}
LVM = {**LUKS, "253:1": ("dm-1", "LVM-abc", ["dm-0"])}
MIXED = {**LUKS, "8:1": ("sda1", "", []), "9:0": ("md0", "", ["dm-0", "sda1"])}


@pytest.mark.parametrize(
    ("mounts", "blocks", "answer"),
    [
        (mount("259:2", "/"), DISK, False),
        (mount("253:0", "/"), LUKS, True),
        (mount("253:1", "/"), LVM, True),
        (mount("9:0", "/"), MIXED, False),
        (mount("259:2", "/") + mount("253:0", "/srv"), LUKS, True),
        (mount("253:0", "/") + mount("259:2", "/srv"), LUKS, False),
        (mount("0:42", "/", "btrfs", "/dev/dm-0"), LUKS, True),
        (mount("0:42", "/", "overlay", "overlay"), LUKS, None),
        (mount("0:42", "/", "ecryptfs", "/srv/.x"), DISK, True),
        ("", DISK, None),
    ],
)
def test_a_disk_is_encrypted_where_all_that_it_lies_on_is(
    mounts: str, blocks: Blocks, answer: bool | None, tmp_path: Path
) -> None:
    assert is_disk_encrypted(Path("/srv/store"), laptop(tmp_path, mounts, blocks)) is answer


@pytest.mark.parametrize(
    ("swaps", "answer"),
    [
        ("", True),
        ("/dev/dm-0 partition 1 0 -2\n", True),
        ("/dev/nvme0n1p2 partition 1 0 -2\n", False),
        ("/dev/zram0 partition 1 0 -2\n", True),
        ("/swapfile file 1 0 -2\n", False),
        ("/dev/gone partition 1 0 -2\n", None),
        ("/dev/gone partition 1 0 -2\n/dev/nvme0n1p2 partition 1 0 -3\n", False),
        (None, None),
    ],
)
def test_memory_goes_to_an_encrypted_disk_only_where_every_swap_is(
    swaps: str | None, answer: bool | None, tmp_path: Path
) -> None:
    assert is_swap_encrypted(laptop(tmp_path, mount("259:2", "/"), LUKS, swaps)) is answer


def test_where_the_system_tells_nothing_nothing_is_claimed(tmp_path: Path) -> None:
    assert is_disk_encrypted(tmp_path, tmp_path) is None
    assert is_swap_encrypted(tmp_path) is None
