"""A renewed team key on its way through the folder: for each laptop that still belongs here, and for no other.

`carelist/<team>/v1/keys/<device>-<hash>.keys`, signed by the laptop that renewed it; what is in it for another laptop
can't be read. It is no segment, so nothing waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.segments.places import ROOT, VERSION, team_folder
from carelist_tui.vault.team.keys import Team, TeamKey, team_from_json

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_FOLDER, _ENDING = "keys", ".keys"
_LARGEST = 1024 * 1024


def exchange_keys(
    shared: Path, team: Team, key: SigningKey, laptops: Mapping[str, Laptop], now: datetime, *, write: bool
) -> Team:
    """The team with every key that was renewed by a laptop that belongs here; the newest is passed on where a laptop
    that belongs here has no paper with it: one that was enrolled elsewhere while it was renewed. Where a revoked laptop
    was given the newest, since two laptops were revoked at once, it is renewed again. A folder that can't be read or
    written changes nothing: the sync itself says so."""
    folder = keys_folder(shared, team.name)
    revoked = {device for device, laptop in laptops.items() if laptop.is_revoked}
    trusted = {*laptops, *team.roots} - revoked
    papers = [paper for raw in papers_in(folder) if (paper := read_key_paper(raw, key)) and paper.device in trusted]
    joined = team.with_keys(each for paper in papers for each in paper.keys)
    boxes = {device: laptop.box_key for device, laptop in laptops.items() if laptop.box_key and not laptop.is_revoked}
    if write and any(joined.keys[-1] in paper.keys and paper.to & revoked for paper in papers):
        joined = joined.renewed(now)
    served = {device for paper in papers if joined.keys[-1] in paper.keys for device in paper.to}
    if write and len(joined.keys) > 1 and not served.issuperset(boxes):
        _put(folder, key_paper(key, joined.keys, boxes), paper_name(key, joined.keys[-1]))
    return joined


@dataclass(frozen=True, slots=True)
class KeyPaper:
    """What a key paper says to us: which device signed it, which devices can read it, and the keys."""

    device: str
    to: frozenset[str]
    keys: tuple[TeamKey, ...]


def _put(folder: Path, paper: bytes, name: str) -> None:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{name}.tmp"
        beside.write_bytes(paper)
        beside.replace(folder / name)


def key_paper(key: SigningKey, keys: Iterable[TeamKey], box_keys: Mapping[str, str]) -> bytes:
    """The keys, sealed to each of these devices (by device, their box keys in hex), signed."""
    from nacl.public import PublicKey, SealedBox

    told = canonical_json([asdict(each) for each in keys]).encode()
    sealed = {
        device: bytes(SealedBox(PublicKey(bytes.fromhex(box))).encrypt(told)).hex() for device, box in box_keys.items()
    }
    public = bytes(key.verify_key)
    said = canonical_json({"format": "carelist-keys", "v": 1, "signing_key": public.hex(), "sealed": sealed})
    return canonical_json({"keys": said, "signature": key.sign(said.encode()).signature.hex()}).encode()


def read_key_paper(raw: bytes, key: SigningKey) -> KeyPaper | None:
    """None for what is damaged, or holds nothing for us."""
    from nacl.exceptions import CryptoError
    from nacl.public import SealedBox
    from nacl.signing import VerifyKey

    try:
        paper: Any = json.loads(raw)
        said: Any = json.loads(paper["keys"])
        public = bytes.fromhex(said["signing_key"])
        VerifyKey(public).verify(paper["keys"].encode(), bytes.fromhex(paper["signature"]))
        ours = said["sealed"].get(sha256_hex(bytes(key.verify_key))[:32])
        if ours is None:
            return None
        told = json.loads(SealedBox(key.to_curve25519_private_key()).decrypt(bytes.fromhex(ours)))
        keys = team_from_json({"name": "", "keys": told, "roots": []}).keys
        return KeyPaper(sha256_hex(public)[:32], frozenset(said["sealed"]), keys)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, CryptoError, Refused):
        return None


def keys_folder(shared: Path, team: str) -> Path:
    """Where a team's key papers lie."""
    return shared / ROOT / team_folder(team) / VERSION / _FOLDER


def paper_name(key: SigningKey, newest: TeamKey) -> str:
    """The file of a key paper: by who passes it on, and which key."""
    device = sha256_hex(bytes(key.verify_key))[:32]
    return f"{device}-{sha256_hex(newest.public.encode())[:16]}{_ENDING}"


def papers_in(folder: Path) -> Iterator[bytes]:
    """Every key paper there, none larger than any could be; links are not followed."""
    try:
        paths = sorted(folder.glob(f"*{_ENDING}"))
    except OSError:
        return
    for path in paths:
        try:
            if not path.is_symlink() and path.is_file() and path.stat().st_size <= _LARGEST:
                yield path.read_bytes()
        except OSError:
            continue
