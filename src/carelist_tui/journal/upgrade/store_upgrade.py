"""One upgrade: under the store's pen a backup is made and checked, the steps are taken, all is committed at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.meta import RELEASE, SCHEMA_VERSION, check_version
from carelist_tui.journal.upgrade.upgrade_steps import STEPS
from carelist_tui.vault.connection import connect, driver, refusal_for
from carelist_tui.vault.device import read_device
from carelist_tui.vault.stand_in import StandIn
from carelist_tui.vault.witness import Head

_LAST = "SELECT hash FROM entry WHERE device = ? AND seq = ?"


def backup_before(version: int) -> str:
    """What the backup is called, in the store's folder, that is made before an upgrade from this version."""
    return f"before-upgrade-from-{version}.backup"


def upgrade(store: Path, key: bytes | None) -> None:
    """Brings a store up to this version. Another process that does so meanwhile is waited for.

    Refuses (status 3) a newer one, a damaged one, and where no backup can be made; the store is then as it was.
    """
    connection = connect(store, key)
    try:
        connection.execute("BEGIN IMMEDIATE")
        found = _version(connection)
        check_version(found)
        if found < SCHEMA_VERSION:
            _keep_before(store, key, connection, found)
            _take_steps(connection, found)
        connection.execute("COMMIT")
    except driver.Error as trouble:
        raise refusal_for(trouble, store) from None
    finally:
        connection.close()


def upgrade_stand_in(there: StandIn, key: bytes | None) -> None:
    """Brings a copy up to this version, to be read while the store's disk refuses; the store stays as it is. Refuses
    (status 3) a newer one, and a damaged one."""
    connection = there.connect(key)
    try:
        connection.execute("PRAGMA query_only=OFF")
        connection.execute("BEGIN IMMEDIATE")
        _take_steps(connection, _version(connection))
        connection.execute("COMMIT")
    except driver.Error as trouble:
        raise refusal_for(trouble, there.database.parent) from None
    finally:
        connection.close()


def _take_steps(connection: Any, found: int) -> None:
    for version in range(found, SCHEMA_VERSION):
        for step in STEPS[version]:
            if isinstance(step, str):
                connection.execute(step)
            else:
                step(connection)
    connection.execute("DELETE FROM meta WHERE name = ?", (RELEASE,))
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


def _version(connection: Any) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _keep_before(store: Path, key: bytes | None, connection: Any, found: int) -> None:
    from carelist_tui.vault.backup.container import pack
    from carelist_tui.vault.backup.copy import copied, digests
    from carelist_tui.vault.backup.manifest import Manifest

    device = ""
    with suppress(Refused):  # a store whose key is lost is upgraded too, to be read
        device = read_device(store)
    damage = [words for (words,) in connection.execute("PRAGMA quick_check") if words != "ok"]
    if damage:
        raise Refused(
            tr("the store is damaged and stays as it is ({damage}): restore a backup", damage=damage[0]), status=3
        )
    heads = {
        name: Head(count, seq, connection.execute(_LAST, (name, seq)).fetchone()[0])
        for name, count, seq in connection.execute("SELECT device, count(*), max(seq) FROM entry GROUP BY device")
    }
    with copied(store, key) as folder:
        manifest = Manifest(datetime.now(UTC), device, found, heads, digests(folder))
        pack(store / backup_before(found), folder, manifest)
