"""Bytes signed by a device: a mark, a header line, a signature over both, and a payload that the header vouches for."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from nacl.signing import SigningKey

DAMAGED = tr("it is damaged, or not what its name says")
NEWER = tr("a newer version of Carelist wrote it: update Carelist on this laptop")
CHANGED = tr("it was cut short or changed after it was signed")
OTHERWISE = tr("it does not hold what its header says")
_LONGEST_HEADER = 4096
_FOLDED_AT_ONCE, _UNFOLDED_AT_ONCE = 16 * 1024, 64 * 1024
_SIGNATURE = 64


def wrap(mark: bytes, header: bytes, payload: bytes, key: SigningKey) -> bytes:
    """These three, signed. `mark` ends in its version and a newline: `carelist-segment/1`."""
    return b"".join((mark, header, b"\n", key.sign(mark + header).signature, payload))


def parts(raw: bytes, mark: bytes, longest: int = _LONGEST_HEADER) -> tuple[bytes, bytes, bytes]:
    """The header line, of so many bytes at most, the signature, the payload. Refuses other bytes, and says so of a
    newer version's."""
    if not raw.startswith(mark):
        raise Refused(NEWER if raw.startswith(mark.partition(b"/")[0] + b"/") else DAMAGED)
    end = raw.find(b"\n", len(mark), len(mark) + longest)
    if end < 0 or len(raw) < end + 1 + _SIGNATURE:
        raise Refused(DAMAGED)
    return raw[len(mark) : end], raw[end + 1 : end + 1 + _SIGNATURE], raw[end + 1 + _SIGNATURE :]


def check_signature(signing_key: str, mark: bytes, header: bytes, signature: bytes) -> None:
    """Refuses a header that this key (in hex) did not sign."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(bytes.fromhex(signing_key)).verify(mark + header, signature)
    except (CryptoError, ValueError):
        raise Refused(tr("its signature does not hold: the device it names did not write it so")) from None


def unfolded_lines(payload: bytes, size: int, digest: str, longest: int) -> Iterator[bytes]:
    """The lines of what was compressed, without their ends, as they are asked for: no more of it in memory than the
    longest. Refuses what is not what the header says; of the size that is known only at the end."""
    if sha256(payload).hexdigest() != digest:
        raise Refused(CHANGED)
    stream, told, rest = zlib.decompressobj(), 0, b""
    for begins in range(0, len(payload), _FOLDED_AT_ONCE):
        folded = payload[begins : begins + _FOLDED_AT_ONCE]
        while folded and not stream.eof:
            try:
                part = stream.decompress(folded, _UNFOLDED_AT_ONCE)
            except zlib.error:
                raise Refused(DAMAGED) from None
            folded, told = stream.unconsumed_tail, told + len(part)
            if told > size:
                raise Refused(OTHERWISE)
            *lines, rest = (rest + part).split(b"\n")
            yield from lines
            if len(rest) > longest:
                raise Refused(OTHERWISE)
    if rest:
        yield rest
    if told != size or not stream.eof or stream.unused_data:
        raise Refused(OTHERWISE)


def inflate(payload: bytes, size: int, digest: str) -> bytes:
    """What was compressed, if it is what the header says: exactly `size` bytes, and never more in memory."""
    if sha256(payload).hexdigest() != digest:
        raise Refused(CHANGED)
    stream = zlib.decompressobj()
    try:
        told = stream.decompress(payload, size)
        beyond = stream.decompress(stream.unconsumed_tail, 1)
    except zlib.error:
        raise Refused(DAMAGED) from None
    if len(told) != size or beyond or not stream.eof or stream.unused_data:
        raise Refused(OTHERWISE)
    return told
