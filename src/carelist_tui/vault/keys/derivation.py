"""A key from a passphrase: argon2id, and how much work it is to be."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass

MIB = 1024 * 1024
SALT_BYTES, KEY_BYTES = 16, 32
AIM, SHORTEST, LONGEST = 0.5, 0.25, 1.0
"""Seconds that an unlock takes on the laptop it was set up on: as far as the floor allows, within these."""


@dataclass(frozen=True, slots=True)
class WorkFactor:
    """How often argon2id goes over its memory, and how much memory that is, in bytes. Always one lane."""

    ops: int
    mem: int

    @property
    def is_enough(self) -> bool:
        """Whether it is no lower than the floor in anything."""
        return self.ops >= FLOOR.ops and self.mem >= FLOOR.mem

    @property
    def is_bearable(self) -> bool:
        """Whether a laptop can do it: a slot that asks for more was changed by somebody."""
        return self.ops <= CEILING.ops and self.mem <= CEILING.mem


FLOOR = WorkFactor(3, 64 * MIB)
_MODERATE = WorkFactor(3, 256 * MIB)
CEILING = WorkFactor(64, 1024 * MIB)


def derive(passphrase: str, salt: bytes, factor: WorkFactor) -> bytes:
    """32 bytes from a passphrase (as `normal` gives it). Refuses (status 3) when there is not memory enough."""
    from nacl.exceptions import CryptoError
    from nacl.exceptions import RuntimeError as NotDone
    from nacl.pwhash import argon2id

    try:
        return argon2id.kdf(KEY_BYTES, passphrase.encode("utf-8"), salt, opslimit=factor.ops, memlimit=factor.mem)
    except (CryptoError, NotDone, MemoryError):
        raise Refused(
            tr("unlocking needs {mem} MB of free memory: close other programs and try again", mem=factor.mem // MIB),
            status=3,
        ) from None


def seconds_of(factor: WorkFactor) -> float:
    """How long one derivation takes here, the better of two: what else runs now should make no unlock cheap later."""

    def once() -> float:
        began = perf_counter()
        derive("calibration", bytes(SALT_BYTES), factor)
        return perf_counter() - began

    return min(once(), once())


def calibrate(took: Callable[[WorkFactor], float] = seconds_of) -> WorkFactor:
    """The work factor with which an unlock takes about half a second here, never lower than the floor.

    Memory first, since that is what makes guessing dear, then how often it is gone over.
    """
    base = FLOOR
    seconds = took(base)
    if seconds * _MODERATE.mem / base.mem <= AIM:
        try:
            base, seconds = _MODERATE, took(_MODERATE)
        except Refused:
            base = FLOOR
    ops = max(FLOOR.ops, min(CEILING.ops, round(base.ops * AIM / max(seconds, 0.001))))
    chosen = WorkFactor(ops, base.mem)
    for _ in range(3):
        seconds = took(chosen)
        if SHORTEST <= seconds <= LONGEST or (seconds > LONGEST and chosen.ops == FLOOR.ops):
            break
        ops = max(FLOOR.ops, min(CEILING.ops, round(chosen.ops * AIM / max(seconds, 0.001))))
        chosen = WorkFactor(ops, chosen.mem)
    return chosen if seconds <= LONGEST or chosen.mem == FLOOR.mem else FLOOR
