"""Putting a backup in a store's place: as another device, and never over newer history without saying so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.append.witness_check import Missing, heads_of
from carelist_tui.journal.backup.copy import check_copy
from carelist_tui.journal.book import Journal
from carelist_tui.journal.store import Store
from carelist_tui.journal.take_in.new_name import remember_name
from carelist_tui.vault.backup.container import unpack
from carelist_tui.vault.connection import connect, driver
from carelist_tui.vault.device import make_device
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.folder import check_new_place, close_umask, database_of, keys_of, make_private, settle
from carelist_tui.vault.patience import patiently
from carelist_tui.vault.team.age_keys import trust_too
from carelist_tui.vault.witness import OF_NO_DEVICE, Head, Heads, Witness, unwitnessed

Unlock = Callable[[Path], bytes | None]
"""Gives the database key of the store in a folder by its key slots; None for one that is not encrypted."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: how many entries are here now, as which device, where the former store is kept and which
    entries only that one holds."""

    entries: int
    made_at: datetime
    device: str
    kept_aside: Path | None
    lost: tuple[Missing, ...]


def restore(file: Path, store: Path, *, unlock: Unlock, now: datetime, replace_newer: bool = False) -> Restored:
    """Makes a store of a backup, or puts it in the place of the one there, which is kept aside whole.

    It becomes a device of its own, so that no number is given twice: what the former wrote and never sent comes back
    by its own entries only. Refuses a file that is no backup or is damaged, a store in use, one that holds entries
    which the backup does not (unless `replace_newer`), naming them, and a place where something else is.
    """
    close_umask()
    check_new_place(store)
    place = store.absolute()
    if place.exists() and not database_of(place).exists() and (not place.is_dir() or any(place.iterdir())):
        raise Refused(tr("something else is already at this path: choose another, or leave it as it is"))
    with _workplace(place) as folder:
        manifest = unpack(file, folder)
        made_at = manifest.made_at
        keys_of(folder).mkdir(mode=0o700, exist_ok=True)
        key = unlock(folder)
        device, heads = _begin_anew(folder, key, manifest.device)
        lost = tuple(_only_there(place, key, heads)) if database_of(place).exists() else ()
        if lost and not replace_newer:
            raise Refused(_would_lose(lost))
        aside = _put_in_place(folder, place, key, now)
    return Restored(sum(head.count for head in heads.values()), made_at, device, aside, lost)


def _begin_anew(folder: Path, key: bytes | None, former: str) -> tuple[str, Heads]:
    """The unpacked store, brought up to this version, checked, as a new device: what it had never sent is its own now.
    Its witness begins with its heads; gives those of the backup."""
    store = Store(folder, key)
    with store.writing() as connection:
        remember_name(connection, former)
    store.close()
    device = make_device(folder, key)
    if key is not None and former:
        trust_too(folder, key, former)
    heads, _ = check_copy(folder, key)
    Journal.open(folder, key).close()
    return device, heads


def _only_there(store: Path, key: bytes | None, heads: Heads) -> Iterator[Missing]:
    """The entries that the store in place has, or its witness knows of, and the backup lacks."""
    there = _heads_there(store, key)
    if not there:
        raise Refused(
            tr(
                "what the present store holds can't be told: move its folder away yourself, if a backup is to take "
                "its place"
            ),
            status=3,
        )
    for device, head in there.items():
        last = heads[device].seq if device in heads else 0
        if last < head.seq:
            yield Missing(device, last + 1, head.seq)
        elif last == head.seq and heads[device].hash != head.hash:
            yield Missing(device, head.seq, head.seq, others=True)


def _heads_there(store: Path, key: bytes | None) -> dict[str, Head]:
    witness = Witness(store)
    told = {device: head for device, head in witness.read().items() if device not in OF_NO_DEVICE}
    if witness.unread is not None:
        raise Refused(
            tr("{unwitnessed} from the present store: try again", unwitnessed=unwitnessed(witness.unread)), status=3
        )
    with suppress(Refused):
        present = Store(store, key)
        with present.reading() as connection:
            for device, head in heads_of(connection).items():
                if device not in told or told[device].seq < head.seq:
                    told[device] = head
        present.close()
    return told


def _would_lose(lost: tuple[Missing, ...]) -> str:
    named = "; ".join(tr("{numbers} of device {device}", numbers=each.numbers, device=each.device) for each in lost)
    return tr(
        "the present store holds what the backup does not: {named}. Nothing was changed. With --replace-newer the "
        "backup takes its place, and the present store is kept beside it",
        named=named,
    )


def _put_in_place(folder: Path, place: Path, key: bytes | None, now: datetime) -> Path | None:
    aside = None
    try:
        if database_of(place).exists():
            _refuse_in_use(place, key)
            aside = place.with_name(f"{place.name}.before-restore-{now:%Y%m%d-%H%M%S}")
            if aside.exists():
                raise Refused(tr("{name} is there already: try again in a second", name=aside.name))
            _rename(place, aside)
        elif place.exists():
            place.rmdir()
        _rename(folder, place)
    except OSError as trouble:
        if aside is not None and aside.exists() and not place.exists():
            _rename(aside, place)
        raise Refused(
            tr("the store can't be put in its place: {words_of}; it is as it was", words_of=words_of(trouble)), status=3
        ) from None
    settle(place.parent)
    return aside


def _rename(folder: Path, place: Path) -> None:
    """Windows refuses it while any file in the folder is looked at."""
    patiently(lambda: folder.rename(place))


def _refuse_in_use(store: Path, key: bytes | None) -> None:
    """A store that somebody has open would go on being written where nobody looks for it. The last one to use a WAL
    can end it; while another is open, it can't."""
    try:
        connection = connect(store, key)
    except Refused:
        return
    try:
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA journal_mode=DELETE")
    except driver.OperationalError as trouble:
        if "locked" in str(trouble):
            raise Refused(tr("this store is open in another window: close Carelist there first"), status=3) from None
    finally:
        connection.close()


@contextmanager
def _workplace(place: Path) -> Iterator[Path]:
    folder = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        make_private(folder)
        yield folder
    except OSError as trouble:
        raise Refused(
            tr("the store's folder can't be made: {words_of}", words_of=words_of(trouble)), status=3
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
