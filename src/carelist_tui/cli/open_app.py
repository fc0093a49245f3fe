"""Opening the app, where somebody sits before a terminal. Standard library only until then."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.light_textual import import_textual
from carelist_tui.vault.folder import check_folder, collects, database_of, has_slots, waits_to_join
from carelist_tui.vault.garbage import put_off
from carelist_tui.vault.place import is_link

if TYPE_CHECKING:
    from carelist_tui.desk.desk import Earlier

PEOPLE, IN_LINES = 60, 12
"""How many people the tour is about; fewer where every line is read out."""


def has_terminal() -> bool:
    """Whether somebody sits before it, so that the app can be shown."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def open_app(asked: Asked) -> int:
    """Opens the app on today; where there is no store yet, the set-up first. Refuses where there is no terminal."""
    store = asked.store_folder()
    _check_moment(asked)
    if in_lines(asked):
        return _show(asked, check_folder(store))
    if not has_terminal():
        check_folder(store)
        raise Refused(tr("the app needs a terminal; `carelist today` says the same in words"))
    if not asked.read_only and (_is_first_run(store) or waits_to_join(store)):
        return _begin(asked, store)
    return _show(asked, store)


def _begin(asked: Asked, store: Path) -> int:
    """The first run, or where it stopped; then the app on the store that it made."""
    from carelist_tui.tui.screens.settings.first_run import set_up

    worker, key = asked.signed_in(), None
    if waits_to_join(store) and asked.says_passphrase():
        worker, key = asked.sign_in()
    made, status = set_up(store, worker, key)
    while made is not None and made.tour:
        lead(Asked(plain=asked.plain, no_mouse=asked.no_mouse))
        made, status = set_up(store, worker, key)
    if made is None:
        return status
    return show_app(asked, store, made.worker, key=made.key, said=made.said, first_steps=made.is_new)


def _show(asked: Asked, store: Path) -> int:
    """The app on a store that is there. Who said a passphrase already is not asked for one; who talks in lines is asked
    here, as the app is not."""
    if collects(store):
        raise Refused(
            tr("this store collects for a service, and has no list to show: `carelist collect`, `carelist measures`")
        )
    if has_slots(store) and (asked.says_passphrase() or in_lines(asked)):
        worker, key = asked.sign_in()
        return show_app(asked, check_folder(store), worker, key=key)
    return show_app(asked, store, asked.signed_in())


def show_app(
    asked: Asked,
    store: Path,
    worker: str | None,
    *,
    at: datetime | None = None,
    key: bytes | None = None,
    said: str = "",
    first_steps: bool = False,
) -> int:
    """The app on a store, as it was asked to be shown. `at`, aware, sets the clock for a demonstration; `key` opens an
    encrypted store. `said` is said above the list; `first_steps`: what comes next in a new store is offered."""
    if in_lines(asked):
        from carelist_tui.cli.conversation.conversation import talk

        return talk(store, worker, at=at, read_only=asked.read_only, key=key)
    put_off()  # importing the app makes a great many objects and no rings (benchmarks/terminal.py)
    import_textual()
    from carelist_tui.tui.app import run

    return run(
        store, worker, at=at, mouse=not asked.no_mouse, read_only=asked.read_only, earlier=_earlier(asked), key=key,
        said=said, first_steps=first_steps,
    )  # fmt: skip


def lead(asked: Asked) -> int:
    """Leads through a demonstration, in the app or in lines, and takes it away again; gives the exit status."""
    from carelist_tui.cli.demo_store import tour_store

    with tour_store(asked, IN_LINES if in_lines(asked) else PEOPLE) as (store, worker, moment):
        if in_lines(asked):
            from carelist_tui.cli.conversation.conversation import talk
            from carelist_tui.cli.conversation.guided_conversation import GuidedConversation

            return talk(store, worker, at=moment, talks=GuidedConversation)
        import_textual()
        from carelist_tui.tui.app import run
        from carelist_tui.tui.guided_app import GuidedApp

        return run(store, worker, at=moment, mouse=not asked.no_mouse, kind=GuidedApp)


def _check_moment(asked: Asked) -> None:
    """Refuses a moment still to come, and an earlier one where the app is lines to read: a command says the same."""
    moments = [moment for moment in (asked.at, asked.known_at) if moment is not None]
    if any(moment > datetime.now(UTC) for moment in moments):
        raise Refused(tr("--at and --known-at are earlier moments: this one is still to come"))
    if moments and in_lines(asked):
        raise Refused(tr("an earlier moment is read in lines by `carelist today --at TIME`, and `carelist show`"))


def _earlier(asked: Asked) -> Earlier | None:
    from carelist_tui.desk.desk import Earlier

    if asked.at is None and asked.known_at is None:
        return None
    return Earlier(asked.at or datetime.now(UTC), asked.known_at)


def in_lines(asked: Asked) -> bool:
    """Whether it is shown as lines to read one after the other."""
    return asked.plain or (os.environ.get("TERM") == "dumb" and has_terminal())


def _is_first_run(store: Path) -> bool:
    """Whether nothing at all is there; what lies there and is no store is for the opening to refuse."""
    try:
        return not is_link(store) and not database_of(store).exists() and not any(store.glob("*"))
    except OSError:
        return False
