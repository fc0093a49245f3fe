"""The laptops of the service: enrolled with their public keys, and revoked; and who came to open one anew."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries.choices import LetInBy
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.envelope import Digest, Hex32
from carelist_tui.domain.entries.fields import Count, Flag, Line, WorkerId
from carelist_tui.domain.refusal import Fault

PublicKey = Digest
"""32 bytes in 64 hex digits."""


def _device_faults(device: str | None, signing_key: str | None) -> Iterator[Fault]:
    if device is not None and signing_key is not None and device != sha256_hex(bytes.fromhex(signing_key))[:32]:
        yield Fault("body.device", tr("does not belong to this signing key"))


class _Device(Body):
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    device: Hex32 = Field(
        title=tr("Device"), description=tr("First 32 hex digits of SHA-256 of its signing key's 32 bytes.")
    )
    name: Line = Field(title=tr("Name"), description=tr("What the laptop is called, like Leah's laptop."))

    def _line(self, when: When) -> str:
        return f"{self.LABEL}: {self.name}"


class DeviceEnrolled(_Device):
    """A laptop may write and read from now on."""

    TYPE: ClassVar[str] = "device.enrolled"
    LABEL: ClassVar[str] = tr("Laptop enrolled")

    signing_key: PublicKey = Field(
        title=tr("Signing key"), description=tr("Its Ed25519 public key in 64 hex digits: it signs what it writes.")
    )
    box_key: PublicKey = Field(
        title=tr("Box key"), description=tr("Its X25519 public key in 64 hex digits: what is sent is sealed to it.")
    )
    reads_only: Flag | None = Field(
        None,
        title=tr("Reads only"),
        description=tr("It is a service's collector: it may read, and no entry of it counts."),
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from _device_faults(self.device, self.signing_key)


class DeviceRevoked(_Device):
    """A laptop may write and read no longer; what it wrote before stays."""

    TYPE: ClassVar[str] = "device.revoked"
    LABEL: ClassVar[str] = tr("Laptop revoked")

    signing_key: PublicKey | None = Field(
        None, title=tr("Signing key"), description=tr("The key that no longer counts.")
    )
    box_key: PublicKey | None = Field(
        None, title=tr("Box key"), description=tr("The key nothing is sealed to any more.")
    )
    through: Count | None = Field(
        None,
        title=tr("Through"),
        description=tr("The number of its last entry that counts; absent: what is here by then."),
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from _device_faults(self.device, self.signing_key)


class WorkerRecovered(Body):
    """A passphrase was made anew, by a recovery key or on a laptop that an invitation let in: everybody is told."""

    TYPE: ClassVar[str] = "worker.recovered"
    LABEL: ClassVar[str] = tr("Passphrase made anew")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    worker: WorkerId = Field(title=tr("Worker"), description=tr("Whose passphrase it is."))
    device: Hex32 = Field(title=tr("Device"), description=tr("The laptop that it opens."))
    by: LetInBy = Field(title=tr("By"), description=tr("What let them in."))

    def _line(self, when: When) -> str:
        how = tr("by the recovery key") if self.by == "recovery_key" else tr("on a laptop that was invited")
        return f"{self.LABEL} {how}"
