"""Entries sealed for a transfer (`.carelist`): signed by the laptop that writes them, encrypted to those they go to."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.ndjson import LONGEST_LINE, NO_ENTRY, Budget, may_be_entry, read_json
from carelist_tui.exchange.segments.pack import AGE, seal, unseal
from carelist_tui.exchange.segments.signature import OTHERWISE, check_signature, parts, unfolded_lines, wrap

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
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})
HANDOVER, RECEIPT = "handover", "receipt"
"""What a file may be beside an export: said in its header, by the handover's id."""
PROOF = "proof"
"""In the header of a receipt: the secrets of the sendings that could be opened where it was made, a blank between."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sealed an export: the team's name, the device, its signing key in hex."""

    team: str
    device: str
    signing_key: str


def write_sealed(
    lines: Sequence[str],
    *,
    team: str,
    key: SigningKey,
    to: Sequence[str],
    names: Mapping[str, str],
    carries: Mapping[str, str] = NOTHING_MORE,
) -> bytes:
    """These stored entries as one file. `to`: age recipients; none at all for an unencrypted team, for tests. `names`:
    those who recorded them, by worker id; nobody there could look them up. `carries`: the id of the `handover` that it
    is, or whose `receipt`, and this one's `proof`.

    Refuses more than such a file may hold, and a recipient that is none.
    """
    told = "".join(f"{line}\n" for line in lines).encode()
    if len(told) > MOST_BYTES:
        raise Refused(tr("this is more than one file may hold: export person by person, or since a later day"))
    payload, public = zlib.compress(told, 6), bytes(key.verify_key)
    sender = Sender(team, sha256_hex(public)[:32], public.hex())
    said = {"format": _FORMAT, "v": 1, **asdict(sender), "entries": len(lines), "size": len(told),
            "payload": sha256(payload).hexdigest(), "workers": dict(names), **carries}  # fmt: skip
    whole = wrap(MARK, canonical_json(said).encode(), payload, key)
    return _sealed_to(whole, to) if to else whole


def check_recipients(to: Sequence[str]) -> None:
    """Refuses what is no public key of a team."""
    import pyrage

    try:
        for each in to:
            pyrage.x25519.Recipient.from_str(each)
    except pyrage.RecipientError:
        raise Refused(
            tr("--to needs a team's public key: it begins with age1, and their `carelist device list` shows it")
        ) from None


def _sealed_to(whole: bytes, to: Sequence[str]) -> bytes:
    check_recipients(to)
    return seal(whole, to)


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a sealed export as JSON values, not checked yet, unfolded each time somebody goes over them: no
    more than one is in memory. Refuses, wherever it is met, what its header does not say, and what is no entry."""

    payload: bytes
    size: int
    digest: str
    count: int

    def __iter__(self) -> Iterator[Any]:
        return (_entry(line, number) for number, line in self._lines())

    def held(self) -> list[Any]:
        """All of them at once. Refuses more than may be in memory."""
        budget, values = Budget(tr("export person by person, or since a later day")), []
        for number, line in self._lines():
            budget.take(line)
            values.append(_entry(line, number))
        return values

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        number = 0
        for number, line in enumerate(unfolded_lines(self.payload, self.size, self.digest, LONGEST_LINE), 1):
            if number > self.count:
                break
            yield number, line
        if number != self.count:
            raise Refused(OTHERWISE)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealed export holds: whose it is, what its authors are called there (by worker id), and the entries; the
    id of the handover that it is, or whose receipt, empty where it is neither; the secrets that a receipt shows."""

    sender: Sender
    names: Mapping[str, str]
    entries: Entries
    handover: str = ""
    receipt: str = ""
    proof: tuple[str, ...] = ()


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
        handover, receipt = str(said.get(HANDOVER, "")), str(said.get(RECEIPT, ""))
        proof = tuple(str(said.get(PROOF, "")).split())
        own = sender.device == sha256_hex(bytes.fromhex(sender.signing_key))[:32]
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise Refused(tr("its header is damaged")) from None
    if not own or not 0 <= size <= MOST_BYTES or canonical_json(said).encode() != line:
        raise Refused(tr("its header is damaged"))
    check_signature(sender.signing_key, MARK, line, signature)
    admit(sender)
    if size > MOST_TIMES * max(len(payload), LEAST_BYTES):
        raise Refused(tr("it unfolds to more than entries do: it was made to fill this laptop"))
    return Sealed(sender, names, Entries(payload, size, digest, entries), handover, receipt, proof)


def _entry(line: bytes, number: int) -> Any:
    try:
        value = read_json(line, longest=LONGEST_LINE)
    except ValueError as sentence:
        raise Refused([Fault("", str(sentence), number)]) from None
    if not may_be_entry(value):
        raise Refused([Fault("", NO_ENTRY, number)])
    return value
