"""A file that leaves: never over another unasked, never over a device or a link, never among the store's own; in clear
only for a reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import click

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.patience import put_in_place
from carelist_tui.vault.place import is_link

_ONLY_MINE = 0o600
_NO_NAMES = ("", "-")
"""No name, and what `export` alone knows as standard output: taken for a name, whoever meant that would leave a file of
it behind, with people's names."""
replace_option = click.option("--replace", is_flag=True, help=tr("Write over FILE where it is there already."))
reason_option = click.option(
    "--reason", metavar=tr("WHY"), help=tr("Why it leaves in clear; asked at a terminal, and kept in the access log.")
)


class OutFile:
    """Where an export goes. `replace`: over a file that is there already. Refuses (status 2, one sentence) before
    anything is read."""

    def __init__(self, file: str, store: Path, *, replace: bool) -> None:
        self.file, self.path, self._replace = file, Path(file), replace
        if file in _NO_NAMES:
            raise Refused(tr("say the name of a file: '{file}' is none here", file=file))
        if store.resolve() in (self._folder() / self.path.name).parents:
            raise Refused(tr("{file} lies in the store: an export goes elsewhere", file=file))
        if is_link(self.path):
            raise Refused(tr("{file} is a link: say the file itself", file=file))
        if self.path.exists() and not self.path.is_file():
            raise Refused(tr("{file} is no file", file=file))
        if self.path.exists() and not replace:
            raise self._is_there()

    def is_same(self, other: OutFile) -> bool:
        """Whether both are one file: on some disks the case of a letter makes no other."""
        own, its = (out._folder() / out.path.name for out in (self, other))
        return str(own).casefold() == str(its).casefold()

    def _folder(self) -> Path:
        try:
            return self.path.parent.resolve()
        except RuntimeError:  # so Python says that links lead in a circle
            raise Refused(tr("{file} lies behind a link that leads back to itself", file=self.file)) from None

    def write(self, pieces: Iterable[bytes]) -> int:
        """Writes it whole, or not at all, for its owner alone; gives how many pieces there were. Refuses where it
        can't be written, and where somebody else has put a file there meanwhile."""
        with self.beside(pieces) as count:
            self._put()
        return count

    @contextmanager
    def beside(self, pieces: Iterable[bytes]) -> Iterator[int]:
        """The whole of it, for its owner alone, lies beside the file meanwhile; gives how many pieces there were."""
        with self._refused_by_the_disk():
            try:
                self._part.unlink(missing_ok=True)
                with os.fdopen(os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _ONLY_MINE), "wb") as stream:
                    count = sum(1 for piece in pieces if stream.write(piece) or not piece)
                yield count
            finally:
                with suppress(OSError):
                    self._part.unlink(missing_ok=True)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """What lies `beside` the file is put in its place; where anything then fails, all is as it was before."""
        is_over = self._replace and self.path.is_file()
        with self._refused_by_the_disk():
            if is_over:
                put_in_place(self.path, self._before)
            try:
                self._put()
                with self._taken_back():
                    yield
                self._before.unlink(missing_ok=True)
            except BaseException:
                if is_over:
                    put_in_place(self._before, self.path)
                raise

    @contextmanager
    def _taken_back(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.path.unlink(missing_ok=True)
            raise

    @contextmanager
    def _refused_by_the_disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as trouble:
            raise Refused(
                tr("{file} can't be written: {words_of}", file=self.file, words_of=words_of(trouble))
            ) from None

    @property
    def _part(self) -> Path:
        return self.path.with_name(f".{self.path.name}.part")

    @property
    def _before(self) -> Path:
        return self.path.with_name(f".{self.path.name}.before")

    def _put(self) -> None:
        """The whole file appears at once, in place of another only where that was asked for."""
        if not self._replace:
            try:
                os.link(self._part, self.path)
            except FileExistsError:
                raise self._is_there() from None
            except OSError:  # a disk without links
                if self.path.exists():
                    raise self._is_there() from None
            else:
                return
        put_in_place(self._part, self.path)

    def _is_there(self) -> Refused:
        return Refused(tr("{file} is there already: --replace writes over it", file=self.file))


TwoFiles = tuple[OutFile | None, OutFile | None]


def two_files(one: tuple[str, str | None], other: tuple[str, str | None], store: Path, *, replace: bool) -> TwoFiles:
    """Where two options say that something goes, each by its name and what was said. Refuses one file for both."""
    first, second = (OutFile(file, store, replace=replace) if file is not None else None for _, file in (one, other))
    if first and second and first.is_same(second):
        raise click.UsageError(tr("{one} and {other} go to two files", one=one[0], other=other[0]))
    return first, second


def write_all(files: Sequence[tuple[OutFile, bytes]]) -> None:
    """Writes each of these files whole, or none of them. Refuses as `OutFile.write` does."""
    with ExitStack() as written:
        for out, content in files:
            written.enter_context(out.beside([content]))
        for out, _ in files:
            written.enter_context(out.in_place())


def asked_reason(reason: str | None, *, needed: bool) -> str | None:
    """The reason as it is kept; None where none is `needed` and none was said. Refuses (status 2) where one is needed,
    none was said, and nobody can be asked."""
    from carelist_tui.carelist.exports import why_it_leaves

    if reason is None and not needed:
        return None
    if reason is None and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        reason = click.prompt(tr("Why does it leave in clear"), default="", show_default=False, err=True)
    try:
        return why_it_leaves(reason)
    except ValueError as sentence:
        raise Refused(str(sentence)) from None
