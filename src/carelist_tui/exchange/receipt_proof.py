"""The secret of one sending of a handover: whoever it was sealed to can show it, and nobody else.

It stands in the sender's `handover.sent` sealed to each of those keys, with its SHA-256 to know it by, so that any
laptop of theirs can show it, and no entry of anybody holds it in clear (records.md, From one folder to another).
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from secrets import token_hex

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries import HandoverSent
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.pack import seal, unseal

LENGTH = 64
"""Hex digits of a secret."""


def sealed_proof(to: Sequence[str]) -> dict[str, str | list[str]]:
    """What `handover.sent` says of a secret made now for the holders of these keys; nothing where there are none: what
    is sealed to nobody anybody may answer."""
    if not to:
        return {}
    secret = token_hex(LENGTH // 2).encode()
    return {"proof": sha256_hex(secret), "proof_for": [b64encode(seal(secret, [key])).decode() for key in to]}


def opened_secret(sent: HandoverSent, keys: Sequence[str]) -> str | None:
    """The secret of a sending, where one of these secret keys opens it. What another sealed is given to nobody unless
    its digest stands beside it: else they could have read by us what they only carried."""
    for sealed in sent.proof_for if keys else ():
        try:
            secret = unseal(b64decode(sealed, validate=True), keys)
        except (Refused, binascii.Error, ValueError):
            continue
        if len(secret) == LENGTH and sha256_hex(secret) == sent.proof:
            return secret.decode("ascii", errors="replace")
    return None


def is_shown(sent: HandoverSent, shown: Iterable[str]) -> bool:
    """Whether the secret of this sending is among those that are shown."""
    return any(sha256_hex(secret.encode()) == sent.proof for secret in shown)
