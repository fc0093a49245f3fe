"""Entries sealed for a transfer (`.carelist`): signed by the laptop that writes them, encrypted to those they go to."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.ndjson import LONGEST_LINE, NO_ENTRY, Budget, may_be_entry, read_json
from carelist_tui.exchange.segments.packing import AGE, seal, unseal
from carelist_tui.exchange.segments.signing import check_signature, inflate, parts, wrap

if TYPE_CHECKING:
    from nacl.signing import SigningKey

MARK = b"carelist-export/1\n"
MOST_BYTES = 256 * 1024 * 1024
"""Bytes of NDJSON in one export, at most."""
LARGEST_FILE = MOST_BYTES + 1024 * 1024
MOST_TIMES, LEAST_BYTES = 100, 64 * 1024
"""Entries fold to a tenth or so; what folds a hundredfold, and is not small, says nothing."""
LONGEST_HEADER = 256 * 1024
"""Bytes: the names of some thousand workers."""
_FORMAT = "carelist-export"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sealed an export: the team's name, the device, its signing key in hex."""

    team: str
    device: str
    signing_key: str


def write_sealed(
    lines: Sequence[str], *, team: str, key: SigningKey, to: Sequence[str], names: Mapping[str, str]
) -> bytes:
    """These stored entries as one file. `to`: age recipients; none at all for an unencrypted team, for tests. `names`:
    those who recorded them, by worker id; nobody there could look them up.

    Refuses more than such a file may hold, and a recipient that is none.
    """
    told = "".join(f"{line}\n" for line in lines).encode()
    if len(told) > MOST_BYTES:
        raise Refused("this is more than one file may hold: export person by person, or since a later day")
    payload, public = zlib.compress(told, 6), bytes(key.verify_key)
    sender = Sender(team, sha256_hex(public)[:32], public.hex())
    said = {"format": _FORMAT, "v": 1, **asdict(sender), "entries": len(lines), "size": len(told),
            "payload": sha256(payload).hexdigest(), "workers": dict(names)}  # fmt: skip
    whole = wrap(MARK, canonical_json(said).encode(), payload, key)
    return _sealed_to(whole, to) if to else whole


def _sealed_to(whole: bytes, to: Sequence[str]) -> bytes:
    import pyrage

    try:
        return seal(whole, to)
    except pyrage.RecipientError:
        raise Refused(
            "--to needs a team's public key: it begins with age1, and their `carelist device list` shows it"
        ) from None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealed export holds: whose it is, what its authors are called there (by worker id), and the entries as
    JSON values, not checked yet."""

    sender: Sender
    names: Mapping[str, str]
    values: list[Any]


def read_sealed(raw: bytes, secret: Sequence[str], admit: Callable[[Sender], None]) -> Sealed:
    """What is in it. Refuses one that is not for us, is damaged, or was not signed by the device it names. `admit`
    refuses a sender before anything is unfolded that they wrote."""
    if raw.startswith(AGE):
        raw = unseal(raw, secret)
    line, signature, payload = parts(raw, MARK, LONGEST_HEADER)
    try:
        said = json.loads(line)
        sender = Sender(str(said["team"]), str(said["device"]), str(said["signing_key"]))
        size, digest, entries = int(said["size"]), str(said["payload"]), int(said["entries"])
        names = {str(worker): str(name) for worker, name in dict(said.get("workers", {})).items()}
        own = sender.device == sha256_hex(bytes.fromhex(sender.signing_key))[:32]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise Refused("its header is damaged") from None
    if not own or not 0 <= size <= MOST_BYTES or canonical_json(said).encode() != line:
        raise Refused("its header is damaged")
    check_signature(sender.signing_key, MARK, line, signature)
    admit(sender)
    if size > MOST_TIMES * max(len(payload), LEAST_BYTES):
        raise Refused("it unfolds to more than entries do: it was made to fill this laptop")
    told = io.BytesIO(inflate(payload, size, digest))
    budget, values = Budget(), list[Any]()
    for line, value in _entries(told, entries):
        budget.take(line)
        values.append(value)
    if len(values) != entries or told.readline(1):
        raise Refused("it does not hold what its header says")
    return Sealed(sender, names, values)


def _entries(told: io.BytesIO, most: int) -> Iterator[tuple[bytes, Any]]:
    """At most so many lines, each with its JSON value; the first that can be no entry ends it."""
    for number in range(1, most + 1):
        if not (line := told.readline(LONGEST_LINE + 1)):
            return
        try:
            value = read_json(line.removesuffix(b"\n"), longest=LONGEST_LINE)
        except ValueError as sentence:
            raise Refused([Fault("", str(sentence), number)]) from None
        if not may_be_entry(value):
            raise Refused([Fault("", NO_ENTRY, number)])
        yield line, value
