"""What lies beside the database is sealed by the same key: this laptop's secret key, drafts."""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

DRAFTS = "drafts"
"""The purpose that drafts are sealed for."""
_MARK = b"carelist sealed 1\n"


class Sealer:
    """Seals bytes under a store's database key, and opens them; in a store that is not encrypted both give them back as
    they are. What is sealed for one purpose (at most 16 ASCII letters) opens for no other."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes | None, purpose: str = "") -> None:
        self._key = None if key is None else _key_for(key, purpose)

    def seal(self, plain: bytes) -> bytes:
        """These bytes, sealed."""
        if self._key is None:
            return plain
        from nacl.secret import SecretBox

        return _MARK + bytes(SecretBox(self._key).encrypt(plain))

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Refuses (status 3) what another key, or nobody, sealed, and what was changed since."""
        if self._key is None:
            if sealed.startswith(_MARK):
                raise Refused(tr("this is sealed, and the store it lies in is not encrypted"), status=3)
            return sealed
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        if not sealed.startswith(_MARK):
            raise Refused(tr("this should be sealed, and is not: somebody else put it here"), status=3)
        try:
            return SecretBox(self._key).decrypt(sealed[len(_MARK) :])
        except (CryptoError, ValueError):
            raise Refused(tr("this is damaged, or was sealed in another store"), status=3) from None


class DraftSealer:
    """Seals drafts under a store's key. What it did not seal is no draft (ValueError), as drafts are read."""

    def __init__(self, key: bytes) -> None:
        self._sealer = Sealer(key, DRAFTS)

    def seal(self, plain: bytes) -> bytes:
        """These bytes, sealed."""
        return self._sealer.seal(plain)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises ValueError for what another key, or nobody, sealed."""
        try:
            return self._sealer.open(sealed)
        except Refused as refused:
            raise ValueError(str(refused)) from None


def draft_sealer(key: bytes | None) -> DraftSealer | None:
    """What seals the drafts of a store with this key; nothing where it is not encrypted."""
    return None if key is None else DraftSealer(key)


def _key_for(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that none is used for two things."""
    from nacl.encoding import RawEncoder
    from nacl.hash import blake2b

    return bytes(blake2b(b"carelist sealing", key=key, person=purpose.encode("ascii"), encoder=RawEncoder))
