"""A segment as bytes: signed, and sealed to the team; opened again only when everything about it holds."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import FORMAT, LARGEST_FILE, SegmentHeader, read_header
from carelist_tui.exchange.segments.signature import DAMAGED, check_signature, inflate, parts, wrap

if TYPE_CHECKING:
    from nacl.signing import SigningKey

MAGIC = f"{FORMAT}/1\n".encode()
AGE = b"age-encryption.org/"
_LONGEST_AGE_HEADER = 32 * 1024
"""Bytes in which age names whom it is sealed to: each of them costs work, and a team has few keys."""
TO_OTHERS = tr("it can't be opened with this team's keys: it is damaged, or sealed to another team")
TO_A_TEAM_WITHOUT_US = tr(
    "it can't be opened with the keys of this laptop: it is damaged, or sealed to another team, or this laptop was "
    "revoked, and what is recorded on it reaches nobody until a manager admits it: ask one"
)


@dataclass(frozen=True, slots=True)
class Sealing:
    """Who may read: team keys as age writes them, newest last, `public` for sealing. None at all: plain, for tests."""

    public: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        return not self.public


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one device's entries to be sent: their numbers, the hash of the last, each as its stored line."""

    first: int
    last: int
    head: str
    lines: tuple[str, ...]


def pack(run: Run, *, team: str, follows: str, key: SigningKey, sealing: Sealing) -> tuple[SegmentHeader, bytes]:
    """The segment of a run, ready to be published, and its header."""
    told = "".join(f"{line}\n" for line in run.lines).encode()
    payload = zlib.compress(told, 6)
    public = bytes(key.verify_key)
    header = SegmentHeader(
        format="carelist-segment", v=1, team=team, device=sha256(public).hexdigest()[:32], signing_key=public.hex(),
        first=run.first, last=run.last, follows=follows, head=run.head, size=len(told),
        payload=sha256(payload).hexdigest(),
    )  # fmt: skip
    whole = wrap(MAGIC, header.line(), payload, key)
    return header, whole if sealing.is_plain else seal(whole, sealing.public)


def seal(whole: bytes, public: Sequence[str]) -> bytes:
    """Encrypts to every one of these team keys, by age."""
    import pyrage

    sealed: bytes = pyrage.encrypt(whole, [pyrage.x25519.Recipient.from_str(each) for each in public])
    return sealed


def unseal(sealed: bytes, secret: Sequence[str], otherwise: str = TO_OTHERS) -> bytes:
    """What was sealed to one of these team keys. Refuses what was sealed to others, in the words of `otherwise`, and
    what was changed since."""
    import pyrage

    if sealed.find(b"\n--- ", 0, _LONGEST_AGE_HEADER) < 0:
        raise Refused(DAMAGED)
    if not secret:
        raise Refused(tr("it is encrypted, and this store is not: an unencrypted store can't read an encrypted team"))
    try:
        opened: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(each) for each in secret])
    except pyrage.DecryptError:
        raise Refused(otherwise) from None
    return opened


def unpack(raw: bytes, sealing: Sealing) -> tuple[SegmentHeader, bytes]:
    """The header of a segment and its entries as NDJSON; nothing of it is given unless all of it holds.

    Refuses what is damaged, not signed by the device it names, too large, sealed otherwise than this team seals, or
    from a newer version.
    """
    if len(raw) > LARGEST_FILE:
        raise Refused(tr("it is larger than any segment"))
    if raw.startswith(AGE):
        raw = unseal(raw, sealing.secret, TO_A_TEAM_WITHOUT_US)
    elif not sealing.is_plain and raw.startswith(FORMAT.encode()):
        raise Refused(tr("it is not encrypted, and this team's segments are"))
    line, signature, payload = parts(raw, MAGIC)
    header = read_header(line)
    check_signature(header.signing_key, MAGIC, line, signature)
    return header, inflate(payload, header.size, header.payload)
