"""A consistent, checked copy of a store in one file, taken while it is in use."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.append.witness_check import heads_of
from carelist_tui.journal.store import Store
from carelist_tui.journal.verify.chains import check_chains, check_ids
from carelist_tui.journal.verify.whole import check_database
from carelist_tui.vault.backup.container import pack, read_manifest
from carelist_tui.vault.backup.copy import copied, digests
from carelist_tui.vault.backup.manifest import Manifest
from carelist_tui.vault.device import read_device
from carelist_tui.vault.folder import close_umask
from carelist_tui.vault.place import is_link
from carelist_tui.vault.witness import Heads

_WAITED_FOR = {"gap", "reference", "id"}
"""What a sound store may have: entries that have not arrived yet, and copies."""


def back_up(store: Path, key: bytes | None, file: Path, now: datetime) -> Manifest:
    """Copies a store into `file`, replacing an earlier backup there that holds nothing more; says what is in it.

    The copy is of one moment, whoever writes meanwhile, and is checked entry by entry before it takes its place. The
    secret key of the device stays here: whoever restores becomes another device. Refuses a place inside the store, a
    file that is no backup, and (status 3) a store that is damaged.
    """
    close_umask()
    if store.resolve() in file.resolve().parents:
        raise Refused(tr("a backup does not belong in the store's own folder: it would be lost with it"))
    if is_link(file) or (file.exists() and not file.is_file()):
        raise Refused(tr("something else is at this path: give the path of a file"))
    earlier = read_manifest(file).heads if file.exists() else {}
    with copied(store, key) as folder:
        heads, schema = check_copy(folder, key)
        if any(device not in heads or heads[device].seq < head.seq for device, head in earlier.items()):
            raise Refused(tr("the backup at this path holds entries that this store does not: choose another path"))
        manifest = Manifest(now, read_device(store), schema, dict(heads), digests(folder))
        pack(file, folder, manifest)
    return manifest


def check_copy(folder: Path, key: bytes | None) -> tuple[Heads, int]:
    """How far the entries of a copy go, and the version of its tables, after every entry was checked.

    Refuses (status 3) a damaged one.
    """
    copy = Store(folder, key)
    try:
        with copy.reading() as connection:
            problems = [*check_database(connection, encrypted=key is not None)]
            problems += [*check_chains(connection), *check_ids(connection)]
            heads = heads_of(connection)
            schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        copy.close()
    if damage := [each for each in problems if each.kind not in _WAITED_FOR]:
        raise Refused(
            tr("what is to be kept is damaged: {what}; see what `carelist verify` finds", what=damage[0].what), status=3
        )
    return heads, schema
