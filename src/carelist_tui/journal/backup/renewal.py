"""A laptop takes another name, since another one writes under its own: a key, and what was not sent under it."""

from __future__ import annotations

from carelist_tui.journal.append.witness_check import heads_of
from carelist_tui.journal.book import Journal
from carelist_tui.journal.take_in.new_name import take_name
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.device import read_device, renew_device
from carelist_tui.vault.witness import Heads


def renew(journal: Journal, key: bytes | None) -> int:
    """Makes another key, and writes every entry that was not sent, or is disputed, again under its name; gives how
    many.

    The key changes while the store's pen is held, so that nobody records under the former name after it. Killed before
    the commit, what is left is done by whoever opens the store next.
    """

    def change(connection: Connection) -> Heads:
        if read_device(journal.store.folder) == former:
            renew_device(journal.store.folder, key)
        journal.device = read_device(journal.store.folder)
        return take_name(connection, journal.device, journal.standards_in(connection), journal.witness)

    former = journal.device
    heads = journal.change(change)
    journal.witness.raise_to(heads)
    with journal.store.reading() as connection:
        head = heads_of(connection, [journal.device]).get(journal.device)
    return head.count if head else 0
