"""The connection that reads is one thread's at a time, to its end."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

from carelist_tui.journal.reader import Looking
from tests.journal.telling import store_at


def test_it_is_not_closed_while_somebody_reads(tmp_path: Path) -> None:
    """Locked, or left, while what was heard of other laptops is still read: the program ended without a word."""
    with store_at(tmp_path / "store") as opened:
        look, reads, may_go = Looking(opened.store), Event(), Event()

    def read() -> None:
        with look.one_moment():
            reads.set()
            may_go.wait(10)
            assert look.number("SELECT count(*) FROM entry") == 1

    reader, closer = Thread(target=read), Thread(target=look.close)
    reader.start()
    assert reads.wait(10)
    closer.start()
    closer.join(0.2)
    assert closer.is_alive()
    may_go.set()
    reader.join(10)
    closer.join(10)
    assert not closer.is_alive()
