"""A file that leaves: never over another unasked, never over a device or a link, never among the store's own; in clear
only for a reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from carelist_tui.domain.refusal import Refused

_ONLY_MINE = 0o600
replace_option = click.option("--replace", is_flag=True, help="Write over FILE where it is there already.")
reason_option = click.option(
    "--reason", metavar="WHY", help="Why it leaves in clear; asked at a terminal, and kept in the access log."
)


class OutFile:
    """Where an export goes. `replace`: over a file that is there already. Refuses (status 2, one sentence) before
    anything is read."""

    def __init__(self, file: str, store: Path, *, replace: bool) -> None:
        self.file, self.path, self._replace = file, Path(file), replace
        if store.resolve() in (self._folder() / self.path.name).parents:
            raise Refused(f"{file} lies in the store: an export goes elsewhere")
        if self.path.is_symlink():
            raise Refused(f"{file} is a link: say the file itself")
        if self.path.exists() and not self.path.is_file():
            raise Refused(f"{file} is no file")
        if self.path.exists() and not replace:
            raise self._is_there()

    def _folder(self) -> Path:
        try:
            return self.path.parent.resolve()
        except RuntimeError:  # so Python says that links lead in a circle
            raise Refused(f"{self.file} lies behind a link that leads back to itself") from None

    def write(self, pieces: Iterable[bytes]) -> int:
        """Writes it whole, or not at all, for its owner alone; gives how many pieces there were. Refuses where it
        can't be written, and where somebody else has put a file there meanwhile."""
        part = self.path.with_name(f".{self.path.name}.part")
        try:
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_MINE), "wb") as stream:
                count = sum(1 for piece in pieces if stream.write(piece) or not piece)
            self._put(part)
        except OSError as trouble:
            part.unlink(missing_ok=True)
            raise Refused(f"{self.file} can't be written: {trouble.strerror}") from None
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return count

    def _put(self, part: Path) -> None:
        """The whole file appears at once, in place of another only where that was asked for."""
        if not self._replace:
            try:
                os.link(part, self.path)
            except FileExistsError:
                raise self._is_there() from None
            except OSError:  # a disk without links
                if self.path.exists():
                    raise self._is_there() from None
            else:
                part.unlink()
                return
        part.replace(self.path)

    def _is_there(self) -> Refused:
        return Refused(f"{self.file} is there already: --replace writes over it")


def asked_reason(reason: str | None, *, needed: bool) -> str | None:
    """The reason as it is kept; None where none is `needed` and none was said. Refuses (status 2) where one is needed,
    none was said, and nobody can be asked."""
    from carelist_tui.carelist.exports import why_it_leaves

    if reason is None and not needed:
        return None
    if reason is None and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        reason = click.prompt("Why does it leave in clear", default="", show_default=False, err=True)
    try:
        return why_it_leaves(reason)
    except ValueError as sentence:
        raise Refused(str(sentence)) from None
