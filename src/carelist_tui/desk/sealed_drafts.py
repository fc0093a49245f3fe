"""Drafts in an encrypted store, sealed under its key. Standard library only where there is no key."""

from __future__ import annotations

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault import drafts, seal

PURPOSE = "drafts"


class DraftSealer:
    """Seals drafts under a store's key. What it did not seal is no draft (ValueError), as drafts are read."""

    def __init__(self, key: bytes) -> None:
        self._sealer = seal.Sealer(key, PURPOSE)

    def seal(self, plain: bytes) -> bytes:
        """These bytes, sealed."""
        return self._sealer.seal(plain)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed. Raises ValueError for what another key, or nobody, sealed."""
        try:
            return self._sealer.open(sealed)
        except Refused as refused:
            raise ValueError(str(refused)) from None


def draft_sealer(key: bytes | None) -> drafts.Sealer | None:
    """What seals the drafts of a store with this key; nothing where it is not encrypted."""
    return None if key is None else DraftSealer(key)
