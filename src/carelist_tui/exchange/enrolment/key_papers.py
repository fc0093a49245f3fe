"""A renewed team key on its way through the folder: for each laptop that still belongs here, and for no other.

`carelist/<team>/v1/keys/<device>-<hash>.keys`, signed by the laptop that passes it on; what is in it for another laptop
can't be read. What whoever renewed a key said of it goes along. It is no segment, so nothing waits for it. Who takes
such a key, and who passes it on, stands in `following`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.paths import ROOT, VERSION, team_folder
from carelist_tui.vault.patience import patiently, put_in_place
from carelist_tui.vault.place import is_link
from carelist_tui.vault.team.age_keys import Team, TeamKey, team_from_json
from carelist_tui.vault.team.renewals import Renewal

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_FOLDER, _ENDING = "keys", ".keys"
_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeyPaper:
    """What a key paper says to us: which device signed it, which devices can read it, the keys, and what was said of
    them. A paper of a release before 0.2 says nothing of its keys."""

    device: str
    to: frozenset[str]
    keys: tuple[TeamKey, ...]
    renewals: tuple[Renewal, ...] = ()


def read_papers(shared: Path, team: str, key: SigningKey) -> list[KeyPaper]:
    """Every key paper of a folder that holds something for us; none of a folder that can't be read: the sync itself
    says so."""
    return [paper for raw in papers_in(keys_folder(shared, team)) if (paper := read_key_paper(raw, key))]


def put_paper(shared: Path, team: Team, key: SigningKey, box_keys: Mapping[str, str]) -> None:
    """Passes all of a team's keys on to these devices. A folder that can't be written changes nothing: the sync itself
    says so."""
    paper = key_paper(key, team.keys, box_keys, team.renewals)
    put_whole(keys_folder(shared, team.name), paper, paper_name(key, team.keys[-1]))


def put_whole(folder: Path, paper: bytes, name: str) -> None:
    """Puts a key paper in place, in one go; not at all where the folder can't be written."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{name}.tmp"
        beside.write_bytes(paper)
        put_in_place(beside, folder / name)


def key_paper(
    key: SigningKey, keys: Iterable[TeamKey], box_keys: Mapping[str, str], renewals: Iterable[Renewal] = ()
) -> bytes:
    """The keys, sealed to each of these devices (by device, their box keys in hex), and what was said of them;
    signed."""
    from nacl.public import PublicKey, SealedBox

    told = canonical_json([asdict(each) for each in keys]).encode()
    sealed = {
        device: bytes(SealedBox(PublicKey(bytes.fromhex(box))).encrypt(told)).hex() for device, box in box_keys.items()
    }
    public = bytes(key.verify_key)
    said: dict[str, Any] = {"format": "carelist-keys", "v": 1, "signing_key": public.hex(), "sealed": sealed}
    if told_of := [each.as_json() for each in renewals]:
        said["renewals"] = told_of
    signed = canonical_json(said)
    return canonical_json({"keys": signed, "signature": key.sign(signed.encode()).signature.hex()}).encode()


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
        team = team_from_json({"name": "", "keys": told, "roots": [], "renewals": said.get("renewals", ())})
        return KeyPaper(sha256_hex(public)[:32], frozenset(said["sealed"]), team.keys, team.renewals)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError, CryptoError, Refused):
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
            if not is_link(path) and path.is_file() and path.stat().st_size <= _LARGEST:
                yield patiently(path.read_bytes)
        except OSError:
            continue
