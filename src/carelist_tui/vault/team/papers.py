"""The papers of an enrolment: a request that a new laptop signs, and an invitation that only it, with a spoken code,
can open. Pure, but for the randomness of sealing.

The code is told by voice: whoever swaps the request on its way gets an invitation that they can't open, and whoever
makes up an invitation does not know the code.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.keys.spoken import heard
from carelist_tui.vault.seal import Sealer

if TYPE_CHECKING:
    from nacl.signing import SigningKey

CODE_GROUPS = 5
LARGEST_PAPER = 64 * 1024 * 1024
_REQUEST = "carelist-request"
_INVITATION = b"carelist-invitation/1\n"
_NO_REQUEST = tr("this is not a request of a new laptop, or it was changed on its way")
_NO_INVITATION = tr(
    "this invitation can't be opened: it is for another laptop, the code is mistyped, or it was changed"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a new laptop asks with: its device, what it is called, who will work on it, its public keys in hex."""

    device: str
    name: str
    worker: str
    signing_key: str
    box_key: str


def box_key_of(key: SigningKey) -> str:
    """The X25519 public key that goes with a device's signing key, in hex."""
    return bytes(key.to_curve25519_private_key().public_key).hex()


def write_request(key: SigningKey, name: str, worker: str) -> bytes:
    """A request, signed by the new laptop."""
    public = bytes(key.verify_key)
    asked = Request(sha256_hex(public)[:32], name, worker, public.hex(), box_key_of(key))
    said = canonical_json({"format": _REQUEST, "v": 1, **asdict(asked)})
    return canonical_json({"request": said, "signature": key.sign(said.encode()).signature.hex()}).encode() + b"\n"


def read_request(raw: bytes) -> Request:
    """Refuses (status 2) what is no request, or is not signed by the key it names."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        paper = json.loads(raw[:LARGEST_PAPER])
        said = json.loads(paper["request"])
        if said.pop("format") != _REQUEST or said.pop("v") != 1:
            raise Refused(tr("this is not a request of a new laptop, or a newer version of Carelist wrote it"))
        asked = Request(**{name: str(value) for name, value in said.items()})
        public = bytes.fromhex(asked.signing_key)
        VerifyKey(public).verify(paper["request"].encode(), bytes.fromhex(paper["signature"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError, CryptoError):
        raise Refused(_NO_REQUEST) from None
    if asked.device != sha256_hex(public)[:32] or len(bytes.fromhex(asked.box_key)) != 32:
        raise Refused(_NO_REQUEST)
    return asked


def write_invitation(asked: Request, code: str, said: dict[str, Any]) -> bytes:
    """What is given to a new laptop, for it alone and under the spoken code."""
    from nacl.public import PublicKey, SealedBox

    inner = Sealer(_key_of(code), "invitation").seal(canonical_json(said).encode())
    return _INVITATION + bytes(SealedBox(PublicKey(bytes.fromhex(asked.box_key))).encrypt(inner))


def read_invitation(raw: bytes, key: SigningKey, code: str) -> dict[str, Any]:
    """What was given. Refuses (status 2) a mistyped code, one for another laptop, and one that was changed."""
    from nacl.exceptions import CryptoError
    from nacl.public import SealedBox

    spoken = heard(code, CODE_GROUPS)
    if spoken is None:
        raise Refused(
            tr(
                "this is no code: it has {code_groups} groups of 4 letters and digits; one of them is mistyped",
                code_groups=CODE_GROUPS,
            )
        )
    if not raw.startswith(_INVITATION):
        raise Refused(tr("this is not an invitation, or a newer version of Carelist wrote it"))
    try:
        inner = SealedBox(key.to_curve25519_private_key()).decrypt(raw[len(_INVITATION) :])
        said = json.loads(Sealer(_key_of(spoken), "invitation").open(inner))
    except (CryptoError, ValueError, Refused):
        raise Refused(_NO_INVITATION) from None
    if not isinstance(said, dict):
        raise Refused(_NO_INVITATION)
    return said


def _key_of(code: str) -> bytes:
    from hashlib import sha256

    return sha256(b"carelist invitation\0" + code.encode("ascii")).digest()
