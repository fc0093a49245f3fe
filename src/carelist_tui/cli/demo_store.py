"""Where a demonstration lies, who signs in there, which day it is; and the one that the tour leads through."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import ZONE, Progress, now
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from datetime import date

    from carelist_tui.demo.teller import Teller

SEED = 1
"""Whom the tour is about: the same people every time."""


@contextmanager
def tour_store(asked: Asked, people: int) -> Iterator[tuple[Path, str, datetime]]:
    """A demonstration of so many people in a folder of its own, gone when it is left: its store, who signs in there,
    and its moment."""
    from carelist_tui.demo.batches import fill
    from carelist_tui.demo.caseload import tell_caseload
    from carelist_tui.domain.calendar import Calendar, ServiceHours

    told = tell_caseload(last_service_day(), people=people, seed=SEED, calendar=Calendar(ServiceHours()))
    worker = worker_there(asked, told)
    with store_folder() as store:
        with Progress(tr("Getting the tour ready"), len(told.said)) as progress:
            fill(store, told, worker=worker, step=progress.step)
        yield store, worker, told.moment


def worker_there(asked: Asked, told: Teller) -> str:
    """Who signs in: as asked, else a coordinator. Refuses whoever does not work there. What CARELIST_WORKER says is
    about another store."""
    from carelist_tui.demo.caseload import WORKER
    from carelist_tui.demo.team import FIRST

    theirs = [FIRST["worker"], *(each.draft["body"]["worker"] for each in told.said_of("worker.added"))]
    if asked.worker is not None and asked.worker not in theirs:
        raise Refused(tr("nobody of that id works in the demonstration: {theirs}", theirs=", ".join(theirs)))
    return asked.worker or WORKER


def last_service_day() -> date:
    """Today; before the service has opened, the day before, so that nothing there lies in the future."""
    from carelist_tui.demo.teller import last_opened

    return last_opened(now().astimezone(ZONE))


@contextmanager
def store_folder(keep: str | None = None) -> Iterator[Path]:
    """The folder that is to be kept; else one of its own, which is gone when it is left."""
    if keep is not None:
        yield Path(keep)
        return
    folder = Path(tempfile.mkdtemp(prefix="carelist-demo-"))
    try:
        yield folder / "store"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
