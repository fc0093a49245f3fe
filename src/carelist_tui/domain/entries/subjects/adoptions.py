"""The service's Standards as they were adopted: the whole file, kept in the journal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import FileText, form
from carelist_tui.domain.refusal import Fault

FileDigest = Annotated[str, *form(r"(sha256:)?[0-9a-f]{64}", tr("must be sha256: and 64 hex digits in lower case"))]


def _digest_faults(digest: str | None, text: str | None) -> Iterator[Fault]:
    if digest is not None and text is not None and digest.removeprefix("sha256:") != sha256_hex(text.encode()):
        yield Fault("body.digest", tr("is not the digest of this text: the text was changed, or is not in Unicode NFC"))


class StandardsAdopted(Body):
    """These Standards hold from now on. That they can be read is checked on adoption, not here: a newer release may
    have written them."""

    TYPE: ClassVar[str] = "standards.adopted"
    LABEL: ClassVar[str] = tr("Standards adopted")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    digest: FileDigest = Field(title=tr("Digest"), description=tr("SHA-256 of the text (UTF-8, NFC), after `sha256:`."))
    text: FileText = Field(title=tr("Text"), description=tr("The whole file."))

    @property
    def hex_digest(self) -> str:
        """The digest without what says how it was made."""
        return self.digest.removeprefix("sha256:")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from _digest_faults(self.digest, self.text)

    def _line(self, when: When) -> str:
        return tr("Standards adopted ({hex_digest})", hex_digest=self.hex_digest[:12])
