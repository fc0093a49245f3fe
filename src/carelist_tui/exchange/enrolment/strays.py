"""What a shared folder holds of a revoked laptop beyond what counts: looked into, so that a manager can admit it."""

from __future__ import annotations

from pathlib import Path

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.exchange.sync.inbox import open_segment
from carelist_tui.exchange.sync.party import Party


def found_upto(path: Path, device: str, party: Party, held: int) -> int:
    """The last entry that follows those held here without a gap, in segments that hold. Refuses (status 2) a folder
    that is not there."""
    folder, upto = SharedFolder(path), held
    for place in sorted(folder.look().segments.get(device, ())):
        if place.first <= upto + 1 and place.last > upto and _holds(folder, place, party):
            upto = place.last
    return upto


def _holds(folder: SharedFolder, place: Place, party: Party) -> bool:
    try:
        open_segment(folder, place, party.sealing)
    except Refused:
        return False
    return True
