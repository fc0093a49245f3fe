"""Checking a store, and making its projections afresh."""

from __future__ import annotations

import click

from carelist_tui.cli.asking import door_of, json_option, pass_asked, say, say_json
from carelist_tui.cli.ending import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked

PROBLEMS = 1


@click.command(cls=CarelistCommand, example="carelist verify")
@json_option
@pass_asked
def verify(asked: Asked, as_json: bool) -> int:
    """Check the whole store: chains, numbers, references, the database, and the worklist against the journal.

    Exit status 1 when there are problems; each is named, with its repair.
    """
    with door_of(asked) as door:
        verdict = door.verify()
    if as_json:
        say_json(verdict.as_json())
        return 0 if verdict.ok else PROBLEMS
    for problem in verdict.problems:
        say(f"{problem.kind}, {problem.where}: {problem.what}. To repair: {problem.repair}.")
    found = f"{len(verdict.problems)} problem{'' if len(verdict.problems) == 1 else 's'}"
    say(f"{verdict.entries} entries, {'sound' if verdict.ok else found}. Digest {verdict.digest}")
    return 0 if verdict.ok else PROBLEMS


@click.command(cls=CarelistCommand, example="carelist rebuild")
@pass_asked
def rebuild(asked: Asked) -> None:
    """Make the worklist afresh from the journal; nothing in the journal changes."""
    with door_of(asked) as door:
        door.rebuild()
    tell("Made afresh from the journal.")
