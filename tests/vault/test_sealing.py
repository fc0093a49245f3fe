"""What lies beside the database: sealed by its key in an encrypted store, as it is in another."""

from __future__ import annotations

import os

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.seal import Sealer

DRAFT = b'{"note": "Rang, no reply"}'


def test_what_is_sealed_is_not_seen_and_opens_again() -> None:
    sealer = Sealer(os.urandom(32), "drafts")
    for plain in (DRAFT, b"", bytes(100_000)):
        sealed = sealer.seal(plain)
        assert sealer.open(sealed) == plain
        assert DRAFT not in sealed
    assert sealer.seal(DRAFT) != sealer.seal(DRAFT)


def test_without_a_key_it_stays_as_it_is() -> None:
    assert Sealer(None).seal(DRAFT) == DRAFT
    assert Sealer(None).open(DRAFT) == DRAFT


def test_another_key_or_another_purpose_opens_nothing() -> None:
    key = os.urandom(32)
    sealed = Sealer(key, "drafts").seal(DRAFT)
    for other in (Sealer(key, "device"), Sealer(key), Sealer(os.urandom(32), "drafts"), Sealer(None, "drafts")):
        with pytest.raises(Refused) as refused:
            other.open(sealed)
        assert refused.value.status == 3


def test_what_should_be_sealed_and_is_not_is_refused() -> None:
    with pytest.raises(Refused, match="somebody else put it here"):
        Sealer(os.urandom(32)).open(DRAFT)


def test_every_change_to_what_is_sealed_is_noticed() -> None:
    sealer = Sealer(os.urandom(32))
    sealed = sealer.seal(DRAFT)
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(Refused):
            sealer.open(bytes(changed))
    for cut in (0, 5, 18, 30, len(sealed) - 1):
        with pytest.raises(Refused):
            sealer.open(sealed[:cut])


def test_a_sealer_shows_no_key() -> None:
    key = os.urandom(32)
    assert key.hex() not in repr(Sealer(key))
    assert repr(key) not in repr(Sealer(key))
