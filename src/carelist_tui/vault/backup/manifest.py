"""What a backup says of itself: when it was made, of which device, and how far each device's entries go in it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.witness import Head

FORMAT, VERSION = "carelist-backup", 1
_NAME = re.compile(r"carelist\.db|keys/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` are the SHA-256 of each file by its name in the store's folder; `heads` are by device."""

    made_at: datetime
    device: str
    schema: int
    heads: dict[str, Head]
    files: dict[str, str]

    @property
    def entries(self) -> int:
        """How many entries there are in it."""
        return sum(head.count for head in self.heads.values())

    def as_text(self) -> str:
        """As it is written in the backup; `read_text` is the inverse."""
        told = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "device": self.device,
            "schema": self.schema,
            "heads": {device: [head.count, head.seq, head.hash] for device, head in self.heads.items()},
            "files": self.files,
        }
        return json.dumps(told, indent=1, sort_keys=True) + "\n"


def not_a_backup() -> Refused:
    """For a file that is none, or is damaged."""
    return Refused(tr("this file is no Carelist backup, or it is damaged: nothing was changed"))


def read_text(text: bytes) -> Manifest:
    """Refuses (status 2) what is no manifest, and (status 3) one of a newer version."""
    try:
        told: Any = json.loads(text)
        if told["format"] != FORMAT:
            raise not_a_backup()
        if told["version"] > VERSION:
            raise Refused(
                tr("this backup was made by a newer version of Carelist: update Carelist on this laptop"), status=3
            )
        return _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise not_a_backup() from None


def _manifest(told: Any) -> Manifest:
    files = {str(name): str(digest) for name, digest in told["files"].items()}
    if "carelist.db" not in files or not all(_NAME.fullmatch(n) and _DIGEST.fullmatch(d) for n, d in files.items()):
        raise not_a_backup()
    heads = {str(device): Head(int(count), int(seq), str(last)) for device, (count, seq, last) in told["heads"].items()}
    return Manifest(datetime.fromisoformat(told["made_at"]), str(told["device"]), int(told["schema"]), heads, files)
