"""The app on a caseload that nobody is on."""

from __future__ import annotations

from datetime import date

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.demo_store import last_service_day, store_folder, worker_there
from carelist_tui.cli.door import Day, Progress, pass_asked
from carelist_tui.cli.exit_status import DONE, tell
from carelist_tui.cli.group import CarelistCommand, app_options
from carelist_tui.cli.open_app import has_terminal, show_app
from carelist_tui.cli.plain import typed
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

MOST_PEOPLE = 2000
MOST_MONTHS = 24


@click.command(cls=CarelistCommand, example="carelist demo --people 12 --date 2026-03-03")
@click.option(
    "--people", type=click.IntRange(1, MOST_PEOPLE), default=60, show_default=True, help=tr("How many people.")
)
@click.option("--seed", type=int, default=1, show_default=True, help=tr("The same seed tells the same people."))
@click.option("--date", "day", type=Day(), metavar=tr("DATE"), help=tr("The day it is; today unless said."))
@click.option(
    "--history", "months", type=click.IntRange(1, MOST_MONTHS), metavar=tr("MONTHS"),
    help=tr("Tell so many months before it too, this one included: 13 for charts that show a change."),
)  # fmt: skip
@click.option("--keep", metavar=tr("PATH"), help=tr("Keep the store in this folder; else it is removed at the end."))
@pass_asked
def demo(asked: Asked, people: int, seed: int, day: date | None, months: int | None, keep: str | None) -> int:
    """Open the app on a synthetic caseload: a team, its people, every kind of Due. Nobody in it exists.

    It is 09:03 there, on the last service day up to the date. With --as you are another of them. Nothing of it
    reaches your own store.
    """
    from carelist_tui.demo.batches import fill
    from carelist_tui.demo.caseload import tell_caseload
    from carelist_tui.domain.calendar import Calendar, ServiceHours

    if keep is None and not (has_terminal() or asked.plain):
        raise Refused(tr("the app needs a terminal; to make the store only, say where with --keep"))
    told = tell_caseload(
        day or last_service_day(), people=people, seed=seed, calendar=Calendar(ServiceHours()), months=months or 0
    )
    worker = worker_there(asked, told)
    with store_folder(keep) as store:
        with Progress(tr("Telling the demonstration"), len(told.said)) as progress:
            fill(store, told, worker=worker, step=progress.step)
        if keep is not None:
            again = tr(
                "carelist --store {typed} today --at {moment:%Y-%m-%dT%H:%M}", typed=typed(store), moment=told.moment
            )
            tell(tr("Kept in {store}. Read it again with: {again}", store=store, again=again))
        if not (has_terminal() or asked.plain):
            return DONE
        return show_app(asked, store, worker, at=told.moment)


demo.params += app_options()
