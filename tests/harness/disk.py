"""The disk under a store, watched: every write of SQLite's and of ours is seen before it is done, and may be refused.

SQLite's own layer for the system (its VFS) is wrapped through ctypes, in the very library that the store uses, so that
what is watched is the store as it is and nothing has to be compiled.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

OK, IOERR_WRITE, IOERR_FSYNC, IOERR_SHMSIZE, FULL = 0, 778, 1034, 4874, 13
_P, _I, _L, _S = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, ctypes.c_char_p
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_DELETE = ctypes.CFUNCTYPE(_I, _P, _S, _I)
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)
_SHARE = ctypes.CFUNCTYPE(_I, _P, _I, _I, _I, _P)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", _I),
        ("size_of_file", _I),
        ("longest_path", _I),
        ("next", _P),
        ("name", _S),
        ("app", _P),
        ("open", _P),
        ("delete", _P),
        ("rest", _P * 14),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", _I),
        ("close", _P),
        ("read", _P),
        ("write", _P),
        ("truncate", _P),
        ("sync", _P),
        ("between", _P * 7),
        ("share", _P),
        ("rest", _P * 5),
    ]


@dataclass(frozen=True)
class Done:
    """Something about to be done to a file: write, truncate, sync, delete, rename (to `other`), settle (a folder); or a
    part of it to be shared with other processes (share), of which a trace of writes knows nothing."""

    what: str
    path: str
    offset: int = 0
    content: bytes = b""
    other: str = ""


Watcher = Callable[[Done], int]
"""Sees what is about to be done; gives OK, or the code that SQLite is told instead of doing it."""


class _Wrapped:
    """The wrapped layer: registered once, and passing everything through while nobody watches."""

    def __init__(self) -> None:
        self.watcher: Watcher | None = None
        self._paths: dict[int, str] = {}
        self._methods: dict[int, tuple[_Methods, list[Any]]] = {}
        self._library: Any = ctypes.CDLL(import_module("sqlcipher3._sqlite3").__file__)
        self._library.sqlite3_vfs_find.restype = _P
        self._plain = self._library.sqlite3_vfs_find(None)
        original = _Vfs.from_address(self._plain)
        self._own = _Vfs.from_buffer_copy(original)
        self._own.name = b"watched"
        open_, delete = _OPEN(original.open), _DELETE(original.delete)
        self._kept = [_OPEN(lambda *said: self._open(open_, *said)), _DELETE(lambda *said: self._delete(delete, *said))]
        self._own.open = ctypes.cast(self._kept[0], _P)
        self._own.delete = ctypes.cast(self._kept[1], _P)

    def register(self) -> None:
        self._library.sqlite3_vfs_register(ctypes.byref(self._own), 1)

    def withdraw(self) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._own))
        self._library.sqlite3_vfs_register(_P(self._plain), 1)

    def ask(self, done: Done) -> int:
        return self.watcher(done) if self.watcher is not None else OK

    def _open(self, original: Any, _: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        # The name goes on as the address it is at: SQLite keeps it.
        code: int = original(self._plain, name, file, flags, out)
        methods = ctypes.cast(file, ctypes.POINTER(_P))
        if code == OK and methods[0]:
            self._paths[file] = os.fsdecode(ctypes.string_at(name)) if name else ""
            methods[0] = ctypes.addressof(self._watching(methods[0]))
        return code

    def _delete(self, original: Any, _: int, name: bytes, sync: int) -> int:
        refused = self.ask(Done("delete", os.fsdecode(name)))
        return refused or int(original(self._plain, name, sync))

    def _watching(self, address: int) -> _Methods:
        if address not in self._methods:
            original = _Methods.from_address(address)
            watched = _Methods.from_buffer_copy(original)
            write, truncate, sync = _WRITE(original.write), _TRUNCATE(original.truncate), _SYNC(original.sync)

            def on_write(file: int, source: int, length: int, offset: int) -> int:
                content = ctypes.string_at(source, length)
                refused = self.ask(Done("write", self._paths.get(file, ""), offset, content))
                return refused or int(write(file, source, length, offset))

            def on_truncate(file: int, length: int) -> int:
                refused = self.ask(Done("truncate", self._paths.get(file, ""), length))
                return refused or int(truncate(file, length))

            def on_sync(file: int, flags: int) -> int:
                refused = self.ask(Done("sync", self._paths.get(file, "")))
                return refused or int(sync(file, flags))

            kept: list[Any] = [_WRITE(on_write), _TRUNCATE(on_truncate), _SYNC(on_sync)]
            watched.write, watched.truncate, watched.sync = (ctypes.cast(each, _P) for each in kept)
            if original.version > 1 and original.share:
                share = _SHARE(original.share)

                def on_share(file: int, page: int, size: int, grows: int, out: int | None) -> int:
                    refused = self.ask(Done("share", f"{self._paths.get(file, '')}-shm"))
                    return refused or int(share(file, page, size, grows, out))

                kept.append(_SHARE(on_share))
                watched.share = ctypes.cast(kept[-1], _P)
            self._methods[address] = (watched, kept)
        return self._methods[address][0]


@cache
def _wrapped() -> _Wrapped:
    return _Wrapped()


@contextmanager
def watched(watcher: Watcher, root: Path) -> Iterator[None]:
    """Every connection opened inside is watched, and what this program itself does below `root` through `os`."""
    layer = _wrapped()
    layer.register()
    layer.watcher = watcher
    try:
        with _own_files_watched(layer.ask, root):
            yield
    finally:
        layer.watcher = None
        layer.withdraw()


class _OwnFiles:
    """What this program does itself, through `os`: asked before it is done."""

    def __init__(self, ask: Watcher, root: Path) -> None:
        self._ask, self._root = ask, root
        self.systems = {name: getattr(os, name) for name in ("fsync", "replace", "rename", "unlink")}

    def asked(self, done: Done) -> None:
        if code := self._ask(done):
            raise OSError(28 if code == FULL else 5, "No space left" if code == FULL else "Input/output error")

    def fsync(self, handle: int) -> None:
        path = self._path_of(handle)
        if path is not None and path.is_dir():
            self.asked(Done("settle", str(path)))
        elif path is not None:
            self.asked(Done("whole", str(path), content=path.read_bytes()))
            self.asked(Done("sync", str(path)))
        self.systems["fsync"](handle)

    def _path_of(self, handle: int) -> Path | None:
        wanted = os.fstat(handle)
        paths = (self._root, *self._root.rglob("*"))
        return next((path for path in paths if os.path.samestat(path.stat(), wanted)), None)

    def replace(self, old: Any, fresh: Any, **more: Any) -> None:
        self.asked(Done("rename", str(Path(old).absolute()), other=str(Path(fresh).absolute())))
        self.systems["replace"](old, fresh, **more)

    def unlink(self, path: Any, **more: Any) -> None:
        if not more.get("dir_fd"):
            self.asked(Done("delete", str(Path(path).absolute())))
        self.systems["unlink"](path, **more)


@contextmanager
def _own_files_watched(ask: Watcher, root: Path) -> Iterator[None]:
    ours = _OwnFiles(ask, root)
    for name, function in (
        ("fsync", ours.fsync),
        ("replace", ours.replace),
        ("rename", ours.replace),
        ("unlink", ours.unlink),
    ):
        setattr(os, name, function)
    try:
        yield
    finally:
        for name, function in ours.systems.items():
            setattr(os, name, function)
