"""What can be told of a store without recording in it, upgrading it, or taking rights away: whether it opens, by which
version of the tables it was made, and what it tells of the clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from carelist_tui import __released__
from carelist_tui.catalogue import tr
from carelist_tui.domain.clock import Evidence, Said
from carelist_tui.domain.fitness import StoreSeen
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.stored_json import read_text
from carelist_tui.journal import light_sql
from carelist_tui.journal.meta import NEWEST, SAID, SCHEMA_VERSION, check_version
from carelist_tui.vault.folder import database_of, has_slots, waits_to_join
from carelist_tui.vault.witness import Witness, newest_in

_NO_ENGINE = tr("the store can't be opened: there is no database engine")
_DAMAGED = tr("the store's database is damaged: keep the folder as it is, and restore a backup")


def look_at_store(store: Path, key: bytes | None, locked: str = "") -> tuple[StoreSeen, Evidence]:
    """The store, and what tells against a clock. `locked` is why its passphrase opened nothing, where one was given."""
    evidence = Evidence(None, _witnessed(store), date.fromisoformat(__released__))
    is_there, is_encrypted = database_of(store).is_file(), has_slots(store)
    if not is_there or locked:
        waits = is_there and waits_to_join(store)
        return StoreSeen(is_there, is_encrypted, None, SCHEMA_VERSION, locked, waits), evidence
    try:
        if is_encrypted and key is None:
            _check_closed(store)
            return StoreSeen(True, True, None, SCHEMA_VERSION, "", waits_to_join(store)), evidence
        return _opened(store, key, evidence)
    except Refused as refused:
        return StoreSeen(True, is_encrypted, None, SCHEMA_VERSION, str(refused)), evidence


def _check_closed(store: Path) -> None:
    """Refuses a plain database where an encrypted one belongs, as the opening would."""
    try:
        from carelist_tui.vault.connection import check_header
    except ImportError:
        raise Refused(_NO_ENGINE) from None
    check_header(store, database_of(store), b"")


def _opened(store: Path, key: bytes | None, evidence: Evidence) -> tuple[StoreSeen, Evidence]:
    try:
        from carelist_tui.vault.connection import connect, driver, refusal_for
    except ImportError:
        raise Refused(_NO_ENGINE) from None
    connection = connect(store, key)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        check_version(version)
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Refused(_DAMAGED)
        seen = StoreSeen(True, key is not None, version, SCHEMA_VERSION, "", waits_to_join(store))
        return seen, _evidence(connection, driver, evidence)
    except (driver.Error, UnicodeDecodeError) as trouble:
        raise refusal_for(trouble, store) from None
    finally:
        connection.close()


def _evidence(connection: Any, driver: Any, known: Evidence) -> Evidence:
    """What this release, and the later of those before it, keep of the newest entry; else the witness has it alone."""
    meta: dict[str, str] = {}
    with suppress(driver.Error):
        meta = dict(connection.execute(light_sql.META).fetchall())
    newest, said = meta.get(NEWEST), None
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        said = read_text(Said, meta[SAID])
    moment = datetime.fromisoformat(newest) if newest else None
    return Evidence(moment, known.witnessed, known.released, said)


def _witnessed(store: Path) -> datetime | None:
    return newest_in(Witness(store).read())
