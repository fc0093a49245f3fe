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
from carelist_tui.desk.questions.sealed_files import words_of_unproved
from carelist_tui.vault.given import read_given

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.carelist.exports import Arrived


def write_sealed_file(
    door: Carelist, out: OutFile | None, person: str | None, since: datetime | None, to: tuple[str, ...]
) -> int:
    """Writes a sealed export, whole or not at all, to standard output where `out` is None; gives how many entries are
    in it."""
    raw, count = door.exports.seal(person, since, to, now())
    if not _written(out, raw):
        return count
    whom = "those you named" if to else "this team"
    tell(f"Sealed {_entries(count)} in {_file(out)}, for {whom}.")
    return count


def write_handover_file(
    door: Carelist, out: OutFile | None, handover: str | None, receipt: str | None, to: tuple[str, ...]
) -> tuple[str, int]:
    """Writes a handover for another team, or the receipt of one that they sent; gives whom it is about, and how many
    entries are in it."""
    if handover is not None:
        raw, count, person = door.exports.seal_handover(handover, to, now())
        said = f"Sealed the handover, {_entries(count)}, in {_file(out)}. Until their receipt is here they are yours."
    else:
        raw, count, person = door.exports.seal_receipt(str(receipt), to, now())
        said = f"Sealed the receipt, {_entries(count)}, in {_file(out)}. It says nothing else of them."
    if _written(out, raw):
        device, words = door.exports.sealer()
        tell(said)
        tell(f"Tell them by telephone which laptop sealed it: {device}, or its six words: {' '.join(words)}.")
    return person, count


def _written(out: OutFile | None, raw: bytes) -> bool:
    """Whether it went into a file, and not to standard output."""
    if out is not None:
        out.write([raw])
        return True
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()
    return False


def _file(out: OutFile | None) -> str:
    return out.file if out is not None else ""


def _entries(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'}"


def _tell_of_handover(arrived: Arrived) -> None:
    """What the file was, where it was a handover or its receipt, and what is to be done."""
    referred = arrived.referred
    if referred is not None and referred.is_here:
        tell(f"{arrived.team} hands over {referred.ref}, who is on your caseload: read the summary, meet them.")
    elif referred is not None and referred.new:
        soon = "urgent, today" if referred.urgent else "`carelist today --kind triage --days 2`"
        tell(f"{arrived.team} hands over {referred.ref}: a referral waits for triage ({soon}).")
    if referred is not None:
        if referred.recalled:
            tell(f"{arrived.team} has withdrawn this handover: they keep them. Decline the referral, or ring them.")
        tell(f"They have them until your receipt is there: `carelist export FILE --receipt {referred.ref} --to KEY`.")
    if arrived.receipt:
        tell(f"It is {arrived.team}'s receipt of a handover: `carelist list handovers` says how far each came.")


def take_sealed_file(asked: Asked, path: Path, signed_by: str | None) -> int:
    """Takes in a sealed export, all or none."""
    from carelist_tui.exchange.sealed import LARGEST_FILE

    raw = read_given(path, LARGEST_FILE, "export")
    with door_of(asked, signed_in=True) as door:
        arrived = door.exports.take_sealed(raw, now(), signed_by=signed_by)
    say(f"{arrived.new} entries taken, {arrived.known} were here already.")
    _tell_of_handover(arrived)
    if arrived.new and not arrived.is_ours and not arrived.receipt:
        tell(
            f"Whoever they name works for {arrived.team}. A discharge, a death, a closing, a stop or a lighter tier "
            "among them counts once somebody here confirms it: `carelist today --kind confirm_authority --days 7`."
        )
    if arrived.unproved:
        tell(words_of_unproved(arrived.unproved))
    if arrived.left_out:
        tell(f"{arrived.left_out} about their own workers, laptops and Standards stayed out.")
    return 0
