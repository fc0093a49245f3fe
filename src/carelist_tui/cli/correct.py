"""`carelist correct`: what was entered in error."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import (
    Moment,
    door_of,
    now,
    pass_asked,
    read_body,
)
from carelist_tui.cli.exit_status import answer
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.plain import json_text
from carelist_tui.cli.whereabouts import Asked

CORRECTED = tr("""\
carelist correct 0195a1b2-4000-7000-8000-123456789012 --reason "the wrong person"
carelist correct 0195a1b2-4000-7000-8000-123456789012 --reason "it was amber" \
--body "{\\"zone\\": \\"amber\\", \\"reason\\": \\"asleep by day\\"}"
""")


@click.command(cls=CarelistCommand, example=CORRECTED)
@click.argument("entry", metavar=tr("ENTRY"))
@click.option("--reason", required=True, metavar=tr("TEXT"), help=tr("Why it is corrected."))
@click.option("--body", metavar=tr("JSON"), help=tr("What it says instead; without it, the entry is struck out."))
@click.option("--moved-to", type=Moment(), metavar=tr("TIME"), help=tr("When it happened instead; what it says stays."))
@pass_asked
def correct(asked: Asked, entry: str, reason: str, body: str | None, moved_to: datetime | None) -> None:
    """Correct an entry by its id: strike it out, or say what it says instead.

    The original stays readable. Only its author, or a senior, may. Answers one line of JSON, as `record` does.
    """
    says: dict[str, Any] = {"entry": entry, "reason": reason}
    if moved_to is not None:
        says["moved_to"] = moved_to.isoformat(timespec="seconds")
    if body is not None or moved_to is None:
        says["replacement"] = read_body(body) if body is not None else None
    moment = now()
    draft = {"type": "entry.corrected", "occurred_at": moment.isoformat(timespec="seconds"), "body": says}
    with door_of(asked, signed_in=True) as door:
        (receipt,) = door.record([draft], moment)
    answer(json_text(receipt.as_json()) + "\n")
