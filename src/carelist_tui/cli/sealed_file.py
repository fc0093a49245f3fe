"""Sealed exports (.carelist) written and taken in."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import door_of, now
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
    whom = tr("those you named") if to else tr("this team")
    tell(tr("Sealed {entries} in {file}, for {whom}.", entries=_entries(count), file=_file(out), whom=whom))
    return count


def write_handover_file(
    door: Carelist, out: OutFile | None, handover: str | None, receipt: str | None, to: tuple[str, ...]
) -> tuple[str, int]:
    """Writes a handover for another team, or the receipt of one that they sent; gives whom it is about, and how many
    entries are in it."""
    if handover is not None:
        raw, count, person = door.exports.seal_handover(handover, to, now())
        said = tr(
            "Sealed the handover, {entries}, in {file}. Until their receipt is here they are yours.",
            entries=_entries(count),
            file=_file(out),
        )
    else:
        raw, count, person = door.exports.seal_receipt(str(receipt), to, now())
        said = tr(
            "Sealed the receipt, {entries}, in {file}. It says nothing else of them.",
            entries=_entries(count),
            file=_file(out),
        )
    if _written(out, raw):
        device, words = door.exports.sealer()
        tell(said)
        tell(
            tr(
                "Tell them by telephone which laptop sealed it: {device}, or its six words: {words}.",
                device=device,
                words=" ".join(words),
            )
        )
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
    return ntr("{count} entry", "{count} entries", count, count=count)


def _tell_of_handover(arrived: Arrived) -> None:
    """What the file was, where it was a handover or its receipt, and what is to be done."""
    referred = arrived.referred
    if referred is not None and referred.is_here:
        tell(
            tr(
                "{team} hands over {ref}, who is on your caseload: read the summary, meet them.",
                team=arrived.team,
                ref=referred.ref,
            )
        )
    elif referred is not None and referred.new:
        soon = tr("urgent, today") if referred.urgent else tr("`carelist today --kind triage --days 2`")
        tell(
            tr(
                "{team} hands over {ref}: a referral waits for triage ({soon}).",
                team=arrived.team,
                ref=referred.ref,
                soon=soon,
            )
        )
    if referred is not None:
        if referred.recalled:
            tell(
                tr(
                    "{team} has withdrawn this handover: they keep them. Decline the referral, or ring them.",
                    team=arrived.team,
                )
            )
        tell(
            tr(
                "They have them until your receipt is there: `carelist export FILE --receipt {ref} --to KEY`.",
                ref=referred.ref,
            )
        )
    if arrived.receipt:
        tell(
            tr(
                "It is {team}'s receipt of a handover: `carelist list handovers` says how far each came.",
                team=arrived.team,
            )
        )


def take_sealed_file(asked: Asked, path: Path, signed_by: str | None, *, as_json: bool = False) -> int:
    """Takes in a sealed export, all or none."""
    from carelist_tui.cli.caseload_rows import say_entries
    from carelist_tui.exchange.sealed import LARGEST_FILE

    raw = read_given(path, LARGEST_FILE, "export")
    with door_of(asked, signed_in=True) as door:
        arrived = door.exports.take_sealed(raw, now(), signed_by=signed_by)
    say_entries(arrived.new, arrived.known, as_json=as_json)
    _tell_of_handover(arrived)
    if arrived.new and not arrived.is_ours and not arrived.receipt:
        tell(
            tr(
                "Whoever they name works for {team}. A discharge, a death, a closing, a stop or a lighter tier "
                "among them counts once somebody here confirms it: `carelist today --kind confirm_authority --days 7`.",
                team=arrived.team,
            )
        )
    if arrived.unproved:
        tell(words_of_unproved(arrived.unproved))
    if arrived.left_out:
        tell(tr("{left_out} about their own workers, laptops and Standards stayed out.", left_out=arrived.left_out))
    return 0
