"""`carelist join`: two records of one person become one."""

from __future__ import annotations

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import door_of, now, pass_asked
from carelist_tui.cli.exit_status import answer
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.plain import json_text
from carelist_tui.cli.whereabouts import Asked

EXAMPLE = tr(
    'carelist join P-0107 --into P-0042 --reason "imported twice" --checked "NHS number, birth date; asked her"'
)


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("ref", metavar=tr("REF"))
@click.option("--into", required=True, metavar=tr("REF"), help=tr("The record that stays."))
@click.option("--reason", required=True, metavar=tr("TEXT"), help=tr("How it came that there were two."))
@click.option(
    "--checked", required=True, metavar=tr("TEXT"), help=tr("What was compared, or that the person was asked.")
)
@pass_asked
def join(asked: Asked, ref: str, into: str, reason: str, checked: str) -> None:
    """Two records of one person become one: REF's story is told with that of the one that stays.

    Both identifiers find them from then on. By a senior or a manager. Its correction undoes it: `carelist correct` with
    the id that this answers.
    """
    moment = now()
    with door_of(asked, signed_in=True) as door:
        ended, stays = (door.people.whom(each) for each in (ref, into))
        body = {"into": stays, "reason": reason, "checked": checked}
        draft = {"type": "persons.joined", "occurred_at": moment.isoformat(), "person": ended, "body": body}
        [receipt] = door.record([draft], moment)
    answer(json_text(receipt.as_json()) + "\n")
