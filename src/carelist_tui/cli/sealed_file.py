"""Sealed exports (.carelist) written and taken in."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.cli.door import door_of, now, say
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.outfile import OutFile
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.vault.given import read_given

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist


def write_sealed_file(
    door: Carelist, out: OutFile | None, person: str | None, since: datetime | None, to: tuple[str, ...]
) -> int:
    """Writes a sealed export, whole or not at all, to standard output where `out` is None; gives how many entries are
    in it."""
    raw, count = door.exports.seal(person, since, to, now())
    if out is None:
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
        return count
    out.write([raw])
    whom = "those you named" if to else "this team"
    tell(f"Sealed {count} entr{'y' if count == 1 else 'ies'} in {out.file}, for {whom}.")
    return count


def take_sealed_file(asked: Asked, path: Path, signed_by: str | None) -> int:
    """Takes in a sealed export, all or none."""
    from carelist_tui.exchange.sealed import LARGEST_FILE

    raw = read_given(path, LARGEST_FILE, "export")
    with door_of(asked, signed_in=True) as door:
        arrived = door.exports.take_sealed(raw, now(), signed_by=signed_by)
    say(f"{arrived.new} entries taken, {arrived.known} were here already.")
    if arrived.new and not arrived.is_ours:
        tell(
            f"Whoever they name works for {arrived.team}. A discharge, a death, a closing, a stop or a lighter tier "
            "among them counts once somebody here confirms it: `carelist today --kind confirm_authority --days 7`."
        )
    if arrived.left_out:
        tell(f"{arrived.left_out} about their own workers, laptops and Standards stayed out.")
    return 0
