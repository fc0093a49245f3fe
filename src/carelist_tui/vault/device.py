"""This laptop's own key: what it signs with, and the name its entries carry."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import keys_of

_SECRET, _PUBLIC = "device.key", "device.pub"
_KEY_TEXT = re.compile(r"[0-9a-f]{64}\n?")


def make_device(store: Path) -> str:
    """Makes the device's Ed25519 key in `keys/`; gives the device's name. Never overwrites a key."""
    from nacl.signing import SigningKey  # only here: every other start does without it

    key = SigningKey.generate()
    _write_once(keys_of(store) / _SECRET, bytes(key).hex())
    _write_once(keys_of(store) / _PUBLIC, bytes(key.verify_key).hex())
    return device_name(bytes(key.verify_key))


def device_name(public_key: bytes) -> str:
    """The first 32 hex digits of SHA-256 of the public key."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def read_device(store: Path) -> str:
    """The name of the device this store belongs to. Refuses (status 3) when its key is missing or not a key."""
    return device_name(_read_key(store, _PUBLIC))


def keys_agree(store: Path) -> bool:
    """Whether the public key is that of the secret one. Refuses (status 3) when either is missing or not a key."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(_read_key(store, _SECRET)).verify_key) == _read_key(store, _PUBLIC)


def _read_key(store: Path, name: str) -> bytes:
    path = keys_of(store) / name
    if path.is_symlink():
        raise Refused(f"{name} in the store's keys is a link: the store may not lie behind a link", status=3)
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        text = ""
    if not _KEY_TEXT.fullmatch(text):
        raise Refused(f"{name} in the store's keys is missing or damaged: put it back from a backup", status=3)
    return bytes.fromhex(text)


def _write_once(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
