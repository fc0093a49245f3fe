"""This laptop's own key: what it signs with, and the name its entries carry."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import refusal_of, words_of
from carelist_tui.vault.folder import keys_of, settle
from carelist_tui.vault.patience import put_in_place
from carelist_tui.vault.seal import Sealer
from carelist_tui.vault.whole_file import write_whole

_SECRET, _PUBLIC = "device.key", "device.pub"
_FRESH = {_SECRET: "device.fresh-key", _PUBLIC: "device.fresh-pub"}
"""Where a renewed key waits until both halves of it are written."""
_SECRET_BYTES = 32
_AGAIN = {
    _SECRET: tr("`carelist device renew` gives this laptop another key, and a name of its own with it"),
    _PUBLIC: tr("`carelist restore FILE` of a backup gives this laptop another key, and a name of its own with it"),
}
"""What is to be done where a key is gone: no backup holds it."""
_KEY_TEXT = re.compile(r"[0-9a-f]{64}\n?")
_SEALED_TEXT = re.compile(r"([0-9a-f]{2}){64,200}\n?")


def make_device(store: Path, key: bytes | None = None) -> str:
    """Makes the device's Ed25519 key in `keys/`; gives the device's name. Never overwrites a key.

    Under a database key the secret one is sealed.
    """
    from nacl.signing import SigningKey  # only here: every other start does without it

    made = SigningKey.generate()
    _write_once(keys_of(store) / _SECRET, _sealer(key).seal(bytes(made)).hex())
    _write_once(keys_of(store) / _PUBLIC, bytes(made.verify_key).hex())
    return device_name(bytes(made.verify_key))


def renew_device(store: Path, key: bytes | None = None) -> None:
    """Makes another key, and so another name, in place of the device's own. Killed at any point, it either never
    happened or is finished by `finish_renewal`. Refuses (status 3) a store that can't be written."""
    from nacl.signing import SigningKey

    made, folder = SigningKey.generate(), keys_of(store)
    try:
        (folder / _FRESH[_PUBLIC]).unlink(missing_ok=True)
        write_whole(folder / _FRESH[_SECRET], f"{_sealer(key).seal(bytes(made)).hex()}\n".encode())
        write_whole(folder / _FRESH[_PUBLIC], f"{bytes(made.verify_key).hex()}\n".encode())
    except OSError as trouble:
        raise Refused(
            tr("the store's keys can't be written: {words_of}", words_of=words_of(trouble)), status=3
        ) from None
    finish_renewal(store)


def finish_renewal(store: Path) -> None:
    """Puts a renewed key in its place: begun as soon as its public half was written, which is written last. Refuses
    (status 3) a store that can't be written."""
    folder = keys_of(store)
    if not (folder / _FRESH[_PUBLIC]).exists():
        return
    try:
        for name in (_SECRET, _PUBLIC):
            with suppress(FileNotFoundError):  # another process finished it, or this half was put in place before
                put_in_place(folder / _FRESH[name], folder / name)
        settle(folder)
    except OSError as trouble:
        raise refusal_of(trouble) from None


def device_name(public_key: bytes) -> str:
    """The first 32 hex digits of SHA-256 of the public key."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def read_device(store: Path) -> str:
    """The name of the device this store belongs to. Refuses (status 3) when its key is missing or not a key."""
    return device_name(_read_key(store, _PUBLIC))


def read_secret(store: Path, key: bytes | None = None) -> bytes:
    """The seed of the device's Ed25519 key, 32 bytes. Refuses (status 3) when it is missing, not a key, or sealed by
    another database key than `key`."""
    if key is None:
        return _read_key(store, _SECRET)
    sealed = _read_key(store, _SECRET, _SEALED_TEXT)
    try:
        secret = _sealer(key).open(sealed)
    except Refused as refused:
        raise Refused(
            tr(
                "{secret} in the store's keys: {refused}: {again}",
                secret=_SECRET,
                refused=refused,
                again=_AGAIN[_SECRET],
            ),
            status=3,
        ) from None
    if len(secret) != _SECRET_BYTES:
        raise Refused(
            tr("{secret} in the store's keys is no key: {again}", secret=_SECRET, again=_AGAIN[_SECRET]), status=3
        )
    return secret


def keys_agree(store: Path, key: bytes | None = None) -> bool:
    """Whether the public key is that of the secret one. Refuses (status 3) when either is missing or not a key."""
    from nacl.signing import SigningKey

    return bytes(SigningKey(read_secret(store, key)).verify_key) == _read_key(store, _PUBLIC)


def _sealer(key: bytes | None) -> Sealer:
    return Sealer(key, "device")


def _read_key(store: Path, name: str, form: re.Pattern[str] = _KEY_TEXT) -> bytes:
    from carelist_tui.vault.keys.files import read_whole

    content = read_whole(keys_of(store) / name)
    text = (content or b"").decode("ascii", "replace").replace("\r\n", "\n")
    if not form.fullmatch(text):
        said = {"name": name, "again": _AGAIN[name]}
        is_missing = content is None
        raise Refused(
            tr("{name} in the store's keys is missing: {again}", **said)
            if is_missing
            else tr("{name} in the store's keys is damaged: {again}", **said),
            status=3,
        )
    return bytes.fromhex(text)


def _write_once(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
