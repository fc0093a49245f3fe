"""The file of a backup: written under another name, read back whole, and only then put in its place."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.backup.manifest import Manifest, not_a_backup, read_text
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.folder import settle
from carelist_tui.vault.given import given
from carelist_tui.vault.patience import put_in_place

_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 1_000_000
_MOST_FILES = 1000
_AT_ONCE = 1 << 20


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of all that is left in a file."""
    digest = hashlib.sha256()
    while part := file.read(_AT_ONCE):
        digest.update(part)
    return digest.hexdigest()


def pack(file: Path, folder: Path, manifest: Manifest) -> None:
    """Writes the manifest's files from a folder into one file for its owner alone; it takes its place only when what
    was written has been read back and is whole. Refuses (status 2) a place that can't be written."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w+b") as written:
            _write(written, folder, manifest)
            written.flush()
            os.fsync(written.fileno())
        with _opened(beside) as (archive, told):
            _check(archive, told)
        put_in_place(beside, file)
        settle(file.absolute().parent)
    except OSError as trouble:
        raise Refused(
            tr("the backup can't be written: {words_of}; nothing was made", words_of=words_of(trouble))
        ) from None
    finally:
        with suppress(OSError):  # on a read-only disk there is none, and it can't be looked for
            beside.unlink(missing_ok=True)


def _write(written: IO[bytes], folder: Path, manifest: Manifest) -> None:
    with ZipFile(written, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo(_MANIFEST), manifest.as_text())
        for name in manifest.files:
            with (folder / name).open("rb") as source, archive.open(ZipInfo(name), "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, _AT_ONCE)


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself. Refuses (status 2) what is none."""
    with _opened(file) as (_, manifest):
        return manifest


def unpack(file: Path, folder: Path) -> Manifest:
    """Puts a backup's files into a private folder. Refuses (status 2) a file that is no backup, or not whole."""
    with _opened(file) as (archive, manifest):
        for name in manifest.files:
            path = folder / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with archive.open(name) as source, os.fdopen(handle, "wb") as target:
                shutil.copyfileobj(source, target, _AT_ONCE)
                target.flush()
                os.fsync(target.fileno())
        for name, digest in manifest.files.items():
            with (folder / name).open("rb") as unpacked:
                if digest_of(unpacked) != digest:
                    raise not_a_backup()
        return manifest


def _check(archive: ZipFile, manifest: Manifest) -> None:
    for name, digest in manifest.files.items():
        with archive.open(name) as packed:
            if digest_of(packed) != digest:
                raise not_a_backup()


def _whole(file: Path) -> AbstractContextManager[IO[bytes]]:
    if not file.exists():
        raise Refused(tr("there is no such file: give the path of a backup"))
    return given(file)


@contextmanager
def _opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """The archive and its manifest: of stored files only, so that none is larger than the file itself."""
    try:
        with _whole(file) as raw, ZipFile(raw) as archive:
            inside = archive.infolist()
            names = [each.filename for each in inside]
            plain = all(each.compress_type == ZIP_STORED and each.file_size == each.compress_size for each in inside)
            if not plain or len(names) > _MOST_FILES or len(set(names)) != len(names) or _MANIFEST not in names:
                raise not_a_backup()
            if archive.getinfo(_MANIFEST).file_size > _LONGEST_MANIFEST:
                raise not_a_backup()
            manifest = read_text(archive.read(_MANIFEST))
            if {_MANIFEST, *manifest.files} != set(names):
                raise not_a_backup()
            yield archive, manifest
    except (BadZipFile, EOFError, RuntimeError, UnicodeDecodeError):
        raise not_a_backup() from None
