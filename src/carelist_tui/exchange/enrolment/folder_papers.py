"""Requests and invitations on their way through the shared folder: `carelist/+laptops/<device>.request`, beside it
`<device>.invitation`. No team's folder can be called so.

Whoever keeps the folder may change, make up or take away each of them: a request is signed, and believed only once the
words of its laptop were typed by whoever heard them; an invitation opens for that laptop only, with a code told by
voice. When somebody asked is what their laptop says, and proves nothing.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import moment_text, parse_moment
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.paths import ROOT, is_device
from carelist_tui.exchange.segments.publish import put_anew
from carelist_tui.exchange.segments.shared_folder import read_file
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.place import is_link
from carelist_tui.vault.team.papers import LARGEST_PAPER, Request, read_request

PAPERS = "+laptops"
REQUEST, INVITATION = ".request", ".invitation"
LARGEST_REQUEST, MOST_ASKING = 16 * 1024, 50
LONGEST_SHOWN = 40
GONE = tr("the shared folder can't be reached: is the drive connected?")


@dataclass(frozen=True, slots=True)
class Asking:
    """A laptop that asks: what it asks with, the paper itself, since when as it says itself (aware; None where it does
    not), and whether an invitation lies there for it."""

    request: Request
    paper: bytes
    since: datetime | None
    is_invited: bool

    @property
    def name(self) -> str:
        """What it calls itself, in one line and no longer than is read: whoever keeps the folder may write anything."""
        return in_short(self.request.name)

    @property
    def worker(self) -> str:
        """The id it asks for, the same way."""
        return in_short(self.request.worker)


def put_request(folder: Path, paper: bytes, now: datetime) -> None:
    """Asks in this folder; asking again keeps since when. Refuses (status 2) a folder that is gone, or can't be
    written."""
    device = read_request(paper).device
    before = _asking_in(folder, device)
    if before is not None and before.request == read_request(paper):
        return
    said = json.loads(paper) | {"asked_at": moment_text(now)}
    _put(folder, f"{device}{REQUEST}", json.dumps(said).encode())


def put_invitation(folder: Path, device: str, paper: bytes) -> None:
    """Leaves an invitation for this laptop, in place of an earlier one. Refuses as `put_request`."""
    _put(folder, f"{device}{INVITATION}", paper)


def invitation_in(folder: Path, device: str) -> bytes | None:
    """The invitation for this laptop; None where there is none (yet). Refuses (status 2) a folder that is gone."""
    _check_reached(folder)
    return _read(_papers(folder) / f"{device}{INVITATION}", LARGEST_PAPER)


def requests_in(folder: Path) -> list[Asking]:
    """Every laptop that asks in this folder, whatever else lies there; none of a folder that can't be read: the sync
    itself says so."""
    if not _is_plain(folder):
        return []
    try:
        with os.scandir(_papers(folder)) as entries:
            names = sorted(entry.name for entry in entries if entry.name.endswith(REQUEST))
    except OSError:
        return []
    devices = [name.removesuffix(REQUEST) for name in names[:MOST_ASKING]]
    return [asking for device in devices if is_device(device) and (asking := _asking_in(folder, device))]


def holds_a_team(folder: Path) -> bool:
    """Whether any laptop has synced with this folder; not of one that can't be read."""
    try:
        with os.scandir(folder / ROOT) as entries:
            return any(entry.name != PAPERS and entry.is_dir(follow_symlinks=False) for entry in entries)
    except OSError:
        return False


def take_papers(folder: Path, device: str) -> None:
    """Takes away what was asked and answered for this laptop: nobody needs it any more. What can't be taken away stays,
    and does no harm."""
    if _is_plain(folder):
        for ending in (REQUEST, INVITATION):
            with suppress(OSError):
                (_papers(folder) / f"{device}{ending}").unlink(missing_ok=True)
        with suppress(OSError):  # only where they are empty: of a folder that was asked in by mistake nothing stays
            _papers(folder).rmdir()
            _papers(folder).parent.rmdir()


def _asking_in(folder: Path, device: str) -> Asking | None:
    """None for what is damaged, or lies under another laptop's name."""
    place = _papers(folder) / f"{device}{REQUEST}"
    if (paper := _read(place, LARGEST_REQUEST)) is None:
        return None
    try:
        asked = read_request(paper)
    except Refused:
        return None
    if asked.device != device:
        return None
    return Asking(asked, paper, _since(paper), place.with_suffix(INVITATION).is_file())


def in_short(text: str) -> str:
    """What somebody wrote, in one line and no longer than is read."""
    line = " ".join(text[: 2 * LONGEST_SHOWN].split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}..."


def _since(paper: bytes) -> datetime | None:
    try:
        return parse_moment(str(json.loads(paper)["asked_at"]))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return None


def _papers(folder: Path) -> Path:
    return folder / ROOT / PAPERS


def _is_plain(folder: Path) -> bool:
    """Whether no link leads elsewhere: whoever keeps the folder may not have us read or write somewhere else."""
    return not (is_link(_papers(folder)) or is_link(_papers(folder).parent))


def _check_reached(folder: Path) -> None:
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where a folder above may not be read
        raise Refused(GONE)


def _read(place: Path, largest: int) -> bytes | None:
    if not _is_plain(place.parents[2]):
        return None
    try:
        return read_file(place, largest, largest=largest)
    except (OSError, Refused):
        return None


def _put(folder: Path, name: str, raw: bytes) -> None:
    _check_reached(folder)
    if not _is_plain(folder):
        raise Refused(tr("the shared folder can't be written: what should be a folder of it is a link"))
    try:
        _papers(folder).mkdir(parents=True, exist_ok=True)
        put_anew(_papers(folder) / name, raw)
    except OSError as trouble:
        raise Refused(tr("the shared folder can't be written: {words_of}", words_of=words_of(trouble))) from None
