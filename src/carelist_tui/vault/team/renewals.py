"""What whoever renewed a team key says of it, signed: after which of their entries, for whom it is, and for whom not.

It goes with the key wherever that goes, so that nobody who is passed the key has to believe who passed it on. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carelist_tui.domain.canonical import canonical_json, sha256_hex

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_FORMAT = "carelist-renewal"


@dataclass(frozen=True, slots=True, order=True)
class Renewal:
    """One key (as age writes its public half) renewed on a device whose last entry was `seq`, with the hash `head`.

    `to`: the laptops it was made for; `without`: those that were revoked then, and never get it.
    """

    public: str
    device: str
    seq: int
    head: str
    to: tuple[str, ...]
    without: tuple[str, ...]
    said: str
    signature: str

    def as_json(self) -> dict[str, str]:
        """As it lies in a file, or goes into a paper: what was signed, and the signature."""
        return {"said": self.said, "signature": self.signature}


def write_renewal(
    public: str, key: SigningKey, position: tuple[int, str], to: Iterable[str], without: Iterable[str]
) -> Renewal:
    """Signed by the laptop that renews; `position` is the number and the hash of its last entry."""
    seq, head = position
    said = canonical_json({
        "format": _FORMAT, "v": 1, "key": public, "signing_key": bytes(key.verify_key).hex(), "seq": seq, "head": head,
        "for": sorted(to), "without": sorted(without),
    })  # fmt: skip
    return _renewal(said, key.sign(said.encode()).signature.hex())


def read_renewal(raw: Any) -> Renewal | None:
    """None for what is damaged, is not signed by whom it names, or is newer than this release."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        said, signature = str(raw["said"]), str(raw["signature"])
        VerifyKey(bytes.fromhex(json.loads(said)["signing_key"])).verify(said.encode(), bytes.fromhex(signature))
        return _renewal(said, signature)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError, CryptoError):
        return None


def _renewal(said: str, signature: str) -> Renewal:
    told = json.loads(said)
    if (told["format"], told["v"]) != (_FORMAT, 1):
        raise ValueError(said)
    to, without = (tuple(map(str, told[name])) for name in ("for", "without"))
    if set(to) & set(without):
        raise ValueError(said)
    device = sha256_hex(bytes.fromhex(told["signing_key"]))[:32]
    return Renewal(str(told["key"]), device, int(told["seq"]), str(told["head"]), to, without, said, signature)
