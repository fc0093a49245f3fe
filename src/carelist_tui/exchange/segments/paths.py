"""Where segments stand in a shared folder: `carelist/<team>/v1/<device>/<first>-<last>.seg`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import quote, unquote

from carelist_tui.exchange.segments.header import LAST_NUMBER
from carelist_tui.vault.place import is_reserved

ROOT, VERSION = "carelist", "v1"
_NAMES = re.compile(r"(?<=/)([0-9]{10})-([1-9][0-9]*)\.seg(?=/)")
_DEVICE = re.compile(r"[0-9a-f]{32}")
_KEPT = " "


class Place(NamedTuple):
    """A segment by its name: the run of entries `first` to `last` of a device, in a team's folder."""

    device: str
    first: int
    last: int
    team: str

    @property
    def path(self) -> PurePath:
        """Below the shared folder."""
        return PurePath(ROOT, team_folder(self.team), VERSION, self.device, self.name)

    @property
    def name(self) -> str:
        """`0000000041-60.seg`."""
        return f"{self.first:010d}-{self.last}.seg"


def places_named(names: Iterable[str], device: str, team: str) -> list[Place]:
    """The segments among these names of files, in no order. What is not exactly a segment's name is none: conflict
    copies, editors'. A folder may hold thousands, and all are looked at in every sync."""
    found = _NAMES.findall(f"/{'/'.join(names)}/")  # the one character that no name has
    runs = [(int(first), int(last)) for first, last in found]
    make = tuple.__new__  # in half the time of a named tuple's own (benchmarks/syncing.py)
    return [make(Place, (device, first, last, team)) for first, last in runs if 1 <= first <= last <= LAST_NUMBER]


def is_device(name: str) -> bool:
    """Whether a folder is named as a device is."""
    return _DEVICE.fullmatch(name) is not None


def team_folder(team: str) -> str:
    """The folder of a team: its name, with what a file system may not take, or drops at an end, written as %XX; so the
    first letter of a name that is a device on Windows (`CON`)."""
    written = quote(team, safe=_KEPT)
    if written[0] == "." or is_reserved(written):
        written = f"%{ord(written[0]):02X}{written[1:]}"
    return f"{written[:-1]}%{ord(written[-1]):02X}" if written.endswith((" ", ".")) else written


def team_named(folder: str) -> str | None:
    """The team of a folder; None for one that no team has."""
    team = unquote(folder)
    return team if team and team_folder(team) == folder else None
