"""All the checks of a store, one after the other; what is damaged is named, and the rest is checked as far as it can be
read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import Standards, unreadable_adoptions
from carelist_tui.journal.append.witness_check import REPAIR, missing_from
from carelist_tui.journal.projection.comparison import unlike
from carelist_tui.journal.projection.people import story_of
from carelist_tui.journal.queries.stored_lines import digest_in
from carelist_tui.journal.store import Store
from carelist_tui.journal.verify.chains import check_chains, check_ids
from carelist_tui.journal.verify.looks import check_looks
from carelist_tui.journal.verify.remarks import remarks_on
from carelist_tui.journal.verify.shape import check_shape
from carelist_tui.journal.verify.verdict import BACKUP, DEVICE, REBUILD, TRY_AGAIN, Problem, Verdict
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.device import keys_agree
from carelist_tui.vault.disk import Held
from carelist_tui.vault.witness import HEADS, Heads, Witness, unwitnessed


def verify(store: Store, standards: Standards) -> Verdict:
    """Checks all of a store. What is damaged is named, and the rest is checked as far as it can be read."""
    verdict, witness = Verdict(), Witness(store.folder)
    told = witness.read()
    # SQLCipher looks at the file alone: a page that a crash left half written there, and the WAL holds, is sound.
    settled = store.key is not None and store.settle()

    def readable(check: Callable[[Connection, Standards], Iterable[Problem]]) -> Callable[..., Iterable[Problem]]:
        def unless_unreadable(connection: Connection) -> Iterable[Problem]:
            unreadable = any(problem.kind == "unreadable" for problem in verdict.problems)
            return () if unreadable else check(connection, standards)

        return unless_unreadable

    checks: tuple[Callable[[Connection], Iterable[Problem]], ...] = (
        lambda connection: check_database(connection, encrypted=settled),
        lambda connection: _count(connection, verdict),
        lambda connection: _witnessed(connection, told),
        check_chains,
        check_ids,
        lambda connection: check_looks(connection, told),
        check_shape,
        readable(_adopted),
        readable(_projections),
        readable(lambda connection, standards: _remark(connection, standards, verdict)),
    )
    for check in checks:
        try:
            with store.reading() as connection:
                verdict.problems += check(connection)
        except Refused as refused:
            verdict.problems.append(Problem("database", "carelist.db", str(refused), BACKUP))
            break
    verdict.problems += _keys(store)
    if witness.unread is not None:
        verdict.problems.append(Problem("witness", HEADS, unwitnessed(witness.unread), TRY_AGAIN))
    return verdict


def check_database(connection: Connection, *, encrypted: bool) -> Iterator[Problem]:
    """What SQLite, and of an `encrypted` store whose WAL is in the database SQLCipher, find in the pages."""
    if encrypted:  # every page, those in no use too
        for (words,) in connection.execute("PRAGMA cipher_integrity_check"):
            yield Problem("database", "carelist.db", tr("SQLCipher finds: {words}", words=words), BACKUP)
    for (words,) in connection.execute("PRAGMA integrity_check"):
        if words != "ok":
            yield Problem("database", "carelist.db", tr("SQLite finds: {words}", words=words), BACKUP)


def _count(connection: Connection, verdict: Verdict) -> Iterable[Problem]:
    verdict.entries, verdict.digest = digest_in(connection)
    return ()


def _remark(connection: Connection, standards: Standards, verdict: Verdict) -> Iterable[Problem]:
    verdict.remarks += remarks_on(connection, standards)
    return ()


def _witnessed(connection: Connection, told: Heads) -> Iterator[Problem]:
    for missing in missing_from(connection, told):
        yield Problem("missing", missing.device, str(missing), REPAIR)


def _adopted(connection: Connection, _: Standards) -> Iterator[Problem]:
    for each in unreadable_adoptions(story_of(connection, None)):
        what = tr("these Standards can't be read by this version: those before them stay in force")
        yield Problem("standards", each, what, tr("update Carelist on this laptop"))


def _projections(connection: Connection, standards: Standards) -> Iterator[Problem]:
    for where, what in unlike(connection, standards):
        yield Problem("projection", where, tr("{what} differs from what the journal says", what=what), REBUILD)


def _keys(store: Store) -> list[Problem]:
    try:
        if keys_agree(store.folder, store.key):
            return []
        what = tr("the device's public key is not that of its secret key")
    except Held as held:
        return [Problem("held", "keys", str(held), TRY_AGAIN)]
    except Refused as refused:
        what = str(refused)
    return [Problem("key", "keys", what, DEVICE)]
