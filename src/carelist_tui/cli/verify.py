"""`carelist verify`: checking a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import door_of, json_option, now, pass_asked, read_at, say, say_clock, say_json
from carelist_tui.cli.exit_status import DONE, PROBLEMS
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.journal.verify.verdict import Verdict


@click.command(cls=CarelistCommand, example="carelist verify")
@json_option
@pass_asked
def verify(asked: Asked, as_json: bool) -> int:
    """Check the whole store: chains, numbers, references, the database, and the worklist against the journal.

    Exit status 1 when there are problems; each is named, with its repair. Entries that are gone from the store are
    brought back from the shared folder it was last synced with, where they had been sent. Remarks name what had better
    be looked at, such as an older entry that would be refused today; they change no exit status.
    """
    with door_of(asked, says_clock=True) as door:
        _, clock = read_at(door, None)
        verdict = door.verify()
        brought_back, trouble = _bring_back(door, verdict)
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(verdict.as_json() | {"brought_back": brought_back, "clock": clock or None})
        return DONE if verdict.ok else PROBLEMS
    for problem in verdict.problems:
        say(
            tr(
                "{kind}, {where}: {what}. To repair: {repair}.",
                kind=problem.kind,
                where=problem.where,
                what=problem.what,
                repair=problem.repair,
            )
        )
    for remark in verdict.remarks:
        say(tr("remark: {remark}.", remark=remark))
    found = ntr("{n} problem", "{n} problems", len(verdict.problems), n=len(verdict.problems))
    say(
        tr(
            "{entries} entries, {which}. Digest {digest}",
            entries=verdict.entries,
            which=tr("sound") if verdict.ok else found,
            digest=verdict.digest,
        )
    )
    if brought_back:
        entries = ntr("1 entry was", "{n} entries were", brought_back, n=brought_back)
        say(
            tr(
                "{entries} brought back from the shared folder: run `carelist verify` again to see what is left.",
                entries=entries,
            )
        )
    elif trouble:
        say(tr("Nothing could be brought back from the shared folder: {trouble}.", trouble=trouble))
    return DONE if verdict.ok else PROBLEMS


def _bring_back(door: Carelist, verdict: Verdict) -> tuple[int, str]:
    """How many of the entries that are gone were brought back; or why none could be."""
    devices = {problem.where for problem in verdict.problems if problem.kind in ("missing", "gap")}
    if not devices:
        return 0, ""
    try:
        return door.sync.bring_back(devices, now()), tr("none of them is in it")
    except (Refused, OSError) as refused:
        return 0, str(refused) if isinstance(refused, Refused) else tr(
            "it can't be read, or the store can't be written"
        )
