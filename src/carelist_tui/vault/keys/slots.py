"""A key slot: the database key, wrapped by what comes of a passphrase. One file a worker, one for the recovery key."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.folder import SLOT, keys_of
from carelist_tui.vault.keys.derivation import KEY_BYTES, SALT_BYTES, WorkFactor, derive
from carelist_tui.vault.keys.files import read_whole, unwritable
from carelist_tui.vault.whole_file import write_whole

VERSION, UNOWNED = 2, 1
"""Of a slot: 2 names whose recovery key it is, which releases before 0.2 can't read; every other one is still 1."""
RECOVERY = ""
"""In place of a worker's id: the slot of the recovery key."""
_BOX_BYTES = 24 + 16 + KEY_BYTES


def name_of(worker: str) -> str:
    """What the files of a worker's slot are called: nothing of the id, which may hold anything."""
    if worker == RECOVERY:
        return "recovery"
    return hashlib.sha256(b"carelist worker\0" + worker.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def whose(worker: str) -> str:
    """A slot as a sentence names it."""
    return tr("the recovery key") if worker == RECOVERY else tr("the passphrase of {worker}", worker=worker)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot. `first`: its passphrase was made by somebody else and printed, so it has to be changed. `owner`, of a
    recovery key: the worker it was shown to; empty where a release before 0.2 made it."""

    worker: str
    salt: bytes
    factor: WorkFactor
    box: bytes
    first: bool = False
    owner: str = ""

    @classmethod
    def wrapping(
        cls, key: bytes, worker: str, passphrase: str, factor: WorkFactor, *, first: bool = False, owner: str = ""
    ) -> Slot:
        """A database key wrapped by a passphrase, which `normal` gave."""
        from nacl.secret import SecretBox

        salt = os.urandom(SALT_BYTES)
        made = cls(worker, salt, factor, b"", first, owner)
        box = bytes(SecretBox(derive(passphrase, salt, factor)).encrypt(key + made._bound))
        return replace(made, box=box)

    @property
    def _bound(self) -> bytes:
        """What is sealed beside the key, so that nobody gives the slot to another worker."""
        return (self.worker if not self.owner else f"{self.worker}\0{self.owner}").encode("utf-8")

    def open(self, passphrase: str) -> bytes | None:
        """The database key; None when the passphrase is another. Refuses (status 3) a slot given another's name."""
        from nacl.exceptions import CryptoError
        from nacl.secret import SecretBox

        try:
            plain = SecretBox(derive(passphrase, self.salt, self.factor)).decrypt(self.box)
        except CryptoError:
            return None
        key, bound = plain[:KEY_BYTES], plain[KEY_BYTES:]
        if len(key) != KEY_BYTES or bound != self._bound:
            raise damaged(self.worker)
        return key


def slot_path(store: Path, worker: str) -> Path:
    """Where a worker's slot lies, or would."""
    return keys_of(store) / f"{name_of(worker)}{SLOT}"


def write_slot(store: Path, slot: Slot) -> None:
    """Puts a slot in place of the one before, at once and for good. Refuses (status 3) when it can't be written."""
    said: dict[str, Any] = {"version": UNOWNED, "worker": slot.worker, "first": slot.first}
    if slot.owner:
        said |= {"version": VERSION, "owner": slot.owner}
    said |= asdict(slot.factor) | {"salt": slot.salt.hex(), "box": slot.box.hex()}
    content = json.dumps(said | {"sum": _sum(said)}, indent=1, sort_keys=True).encode("ascii") + b"\n"
    try:
        write_whole(slot_path(store, slot.worker), content)
    except OSError as trouble:
        raise unwritable(trouble) from None


def read_slot(store: Path, worker: str) -> Slot | None:
    """A worker's slot, None when they have none here. Refuses (status 3) what `parse_slot` refuses."""
    content = read_whole(slot_path(store, worker))
    if content is None:
        return None
    slot = parse_slot(content, worker)
    if slot.worker != worker:
        raise damaged(worker)
    return slot


def parse_slot(content: bytes, worker: str) -> Slot:
    """Refuses (status 3) one that is damaged, made by a newer version, or asks for too little or too much work."""
    try:
        said = json.loads(content)
        if isinstance(said["version"], int) and said["version"] > VERSION:
            raise Refused(
                tr(
                    "{whose} was set by a newer version of Carelist: update Carelist on this laptop",
                    whose=whose(worker),
                ),
                status=3,
            )
        check = said.pop("sum")
        factor = WorkFactor(_whole(said["ops"]), _whole(said["mem"]))
        slot = Slot(
            str(said["worker"]), bytes.fromhex(said["salt"]), factor, bytes.fromhex(said["box"]), said["first"] is True,
            str(said.get("owner", "")),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged(worker) from None
    if check != _sum(said) or len(slot.salt) != SALT_BYTES or len(slot.box) < _BOX_BYTES or not factor.is_bearable:
        raise damaged(worker)
    if not factor.is_enough:
        raise Refused(
            tr(
                "the key slot for {whose} is weaker than Carelist ever makes one: somebody changed it; use the "
                "recovery key (`carelist recover`), or restore a backup",
                whose=whose(worker),
            ),
            status=3,
        )
    return slot


def damaged(worker: str) -> Refused:
    """A slot that is none any more; what else opens the store."""
    otherwise = "" if worker == RECOVERY else tr("use the recovery key (`carelist recover`), or ")
    return Refused(
        tr(
            "the key slot for {whose} is damaged: {otherwise}restore a backup", whose=whose(worker), otherwise=otherwise
        ),
        status=3,
    )


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _sum(said: dict[str, Any]) -> str:
    """Against damage, not against people: whoever changes a slot can make this fit."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]
