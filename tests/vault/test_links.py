"""A junction leads elsewhere as a link does, and needs no rights to be made."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from carelist_tui.vault.place import is_link, leads_elsewhere

FOLDER, LINK = stat.S_IFDIR | 0o755, stat.S_IFLNK | 0o777
JUNCTION, IN_A_CLOUD = 0xA0000003, 0x9000001A


@pytest.mark.parametrize(
    ("mode", "tag", "elsewhere"),
    [(FOLDER, 0, False), (LINK, 0, True), (FOLDER, JUNCTION, True), (FOLDER, IN_A_CLOUD, False)],
)
def test_links_and_junctions_lead_elsewhere_and_nothing_else(mode: int, tag: int, elsewhere: bool) -> None:
    assert leads_elsewhere(mode, tag) is elsewhere


@pytest.mark.posix
def test_what_is_at_a_path_is_looked_at_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    with os.scandir(tmp_path) as entries:
        assert {entry.name: is_link(entry) for entry in entries} == {"folder": False, "link": True}
    assert is_link(tmp_path / "link")
    assert not any(map(is_link, (tmp_path, tmp_path / "none", tmp_path / "a\0b")))
