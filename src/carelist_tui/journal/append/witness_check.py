"""What the store holds beside what its head witness remembers: a journal that was cut off is noticed, and no number
is given twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.entries import check_hash
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.journal.sql.entry_sql import COUNT_OF_DEVICE, DEVICES, HASH_AT, HEAD_OF, TEXTS_AT
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.witness import NO_HEAD, OF_NO_DEVICE, Head, Heads, Witness

ELSEWHERE = tr(
    "keep the store as it is, and restore a backup, or take the entries in again from an export or another laptop; "
    "where nobody has them, `carelist device renew` lets this laptop go on under another name"
)
REPAIR = tr("`carelist sync FOLDER` brings back what had been sent; else {elsewhere}", elsewhere=ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Missing:
    """Entries of one device that were committed here and are not here any more, from the first to the last.

    `others`: the number of the last is here, with another entry.
    """

    device: str
    first: int
    last: int
    others: bool = False

    @property
    def numbers(self) -> str:
        """Which they are: `entries 41 to 43`."""
        return (
            tr("entry {last}", last=self.last)
            if self.first == self.last
            else tr("entries {first} to {last}", first=self.first, last=self.last)
        )

    def __str__(self) -> str:
        if self.others:
            return tr("entry {last} of this device is another one than was recorded here", last=self.last)
        return ntr(
            "{numbers} was recorded on this device and can no longer be found in the store",
            "{numbers} were recorded on this device and can no longer be found in the store",
            self.last - self.first + 1,
            numbers=self.numbers,
        )


def missing_from(connection: Connection, told: Heads) -> Iterator[Missing]:
    """What the witness told of (read before the connection began to read) and the store lacks. A gap further back is
    seen by its number, and not here."""
    for device, head in told.items():
        if device in OF_NO_DEVICE:
            continue
        last, _ = HEAD_OF.first(connection, device=device) or (0, "")
        if last < head.seq:
            yield Missing(device, last + 1, head.seq)
        elif HASH_AT.value(connection, device=device, seq=head.seq) not in (None, head.hash):
            yield Missing(device, head.seq, head.seq, others=True)


def heads_of(connection: Connection, devices: Iterable[str] | None = None) -> dict[str, Head]:
    """How far each of these devices' entries go (all devices', unless said)."""
    asked = [device for (device,) in DEVICES.rows(connection)] if devices is None else devices
    found = ((device, HEAD_OF.first(connection, device=device)) for device in asked)
    return {device: Head(COUNT_OF_DEVICE.value(connection, device=device), *last) for device, last in found if last}


def heal(witness: Witness, connection: Connection, told: Heads) -> None:
    """Raises a witness that a crash left behind: only to heads whose stored entry says by its own hash that it is
    that one, so that a damaged column raises nothing."""
    risen = {device: head for device, head in heads_of(connection).items() if told.get(device) != head}
    for device, head in risen.items():
        raw = _read(TEXTS_AT.first(connection, device=device, seq=head.seq))
        if (raw.get("device"), raw.get("seq"), raw.get("hash")) == (device, head.seq, head.hash) and check_hash(raw):
            witness.raise_to({device: head})


def _read(row: Sequence[Any] | None) -> Mapping[str, Any]:
    try:
        return EntryText(*row).raw() if row is not None else {}
    except (ValueError, TypeError, RecursionError):
        return {}


def refuse_to_number_twice(witness: Witness, heads: Heads, device: str) -> None:
    """Refuses (status 3) to go on numbering where the witness knows of later entries of this device."""
    here, known = heads.get(device, NO_HEAD), witness.seen(device)
    if here.seq < known.seq or (here.seq == known.seq and here.hash != known.hash):
        others = here.seq == known.seq
        lost = Missing(device, known.seq if others else here.seq + 1, known.seq, others)
        raise Refused(
            tr("{lost}: nothing more is recorded until that is mended ({repair})", lost=lost, repair=REPAIR), status=3
        )
