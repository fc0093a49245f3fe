"""The store's folder: where things lie in it, and that nobody else may read them.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import is_held, words_of
from carelist_tui.vault.patience import patiently
from carelist_tui.vault.place import check_depth, check_name, check_place, is_link

DATABASE, KEYS = "carelist.db", "keys"
WAITS = "waits-to-join.json"
"""In the store of a laptop that asked and is not let in yet: what it is called."""
COLLECTED = "collected.keys"
"""In `keys/` of a service's collector: the keys of the teams that let it in."""
SLOT = ".slot"
"""How the name of a key slot ends, in `keys/`."""


def close_umask() -> None:
    """Everything this program writes from now on is its owner's alone, and a crash writes no memory of it anywhere."""
    os.umask(0o077)
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def make_private(folder: Path) -> None:
    """Makes a folder that is its owner's alone, and all that will be in it. Raises OSError.

    On Windows a folder that lies outside the user's profile is everybody's who uses the laptop: since 3.12.4 Python
    makes it its owner's, before that Windows' own command does.
    """
    folder.mkdir(mode=0o700)
    if sys.platform == "win32" and sys.version_info < (3, 12, 4):
        import subprocess

        subprocess.run(owners_alone(folder, os.environ), capture_output=True, check=False)  # noqa: S603 - of Windows


def owners_alone(folder: Path, environ: Mapping[str, str]) -> list[str]:
    """The command by which a folder, and all that will be in it, is no more than its owner's, the system's and the
    administrators' on Windows."""
    owner = "\\".join(environ[name] for name in ("USERDOMAIN", "USERNAME") if environ.get(name))
    command = str(Path(environ.get("SYSTEMROOT", "C:\\Windows")) / "System32" / "icacls.exe")
    granted = (f"{each}:(OI)(CI)F" for each in (owner, "*S-1-5-18", "*S-1-5-32-544"))
    return [command, str(folder), "/inheritance:r", "/grant:r", *granted]


def database_of(store: Path) -> Path:
    """The database of a store."""
    return store / DATABASE


def keys_of(store: Path) -> Path:
    """The folder of a store's keys."""
    return store / KEYS


def slots_of(store: Path) -> list[Path]:
    """The files of a store's key slots, in the order of their names; none where it is not encrypted."""
    return sorted(keys_of(store).glob(f"*{SLOT}"))


def has_slots(store: Path) -> bool:
    """Whether a store has a key slot, and so is an encrypted one."""
    return bool(slots_of(store))


def waits_to_join(store: Path) -> bool:
    """Whether the store at this path was made to join a team, and has not been let in yet."""
    return (store / WAITS).is_file()


def collects(store: Path) -> bool:
    """Whether the store at this path is a collector's: it holds the keys of teams that let it in, and no entries."""
    return (keys_of(store) / COLLECTED).exists()


def check_folder(store: Path) -> Path:
    """The store at this path, as an absolute path; tightens rights that are too wide.

    Refuses (status 3) a path that is a link, holds no store, or lies where none may lie (see place.py), and (status 2)
    one that can't be called so.
    """
    check_name(store)
    _refuse_links(store)
    if not database_of(store).is_file():
        raise Refused(
            tr(
                "there is no Carelist store here: check --store (or CARELIST_STORE), or make one with `carelist init`; "
                "to join a team: `carelist device request FILE`"
            ),
            status=3,
        )
    check_place(store)
    _tighten(store)
    return store.absolute()


def check_new_place(store: Path) -> None:
    """Refuses (status 3) a path behind a link, or where no store may lie, and (status 2) one that can't be called so,
    or is too long for what will be in it."""
    check_name(store)
    check_depth(store)
    _refuse_links(store)
    check_place(store)


@contextmanager
def making_folder(store: Path) -> Iterator[Path]:
    """A private folder beside `store` to make a store in; it takes its place only when all of it was made.

    Refuses (status 2) a path where something is already, and (status 3) one that is a link, can't be written,
    or lies where no store may lie.
    """
    check_new_place(store)
    if store.exists() and (not store.is_dir() or any(store.iterdir())):
        there = tr("a Carelist store is") if database_of(store).exists() else tr("something else is")
        raise Refused(tr("{there} already at this path: choose another, or leave it as it is", there=there))
    workplace = store.absolute().with_name(f".{store.absolute().name}.{os.getpid()}")
    try:
        store.absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(workplace)
    except OSError as trouble:
        raise Refused(
            tr("the store's folder can't be made: {words_of}", words_of=words_of(trouble)), status=3
        ) from None
    try:
        keys_of(workplace).mkdir(mode=0o700)
        yield workplace
        _tighten(workplace)
        _put_in_place(workplace, store)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _put_in_place(workplace: Path, store: Path) -> None:
    try:
        if store.exists():
            store.rmdir()
        patiently(lambda: workplace.rename(store))
    except OSError as trouble:
        if is_held(trouble) or not store.exists():
            raise Refused(
                tr("the store's folder can't be put in its place: {words_of}", words_of=words_of(trouble)), status=3
            ) from None
        raise Refused(tr("something else was put at the store's path meanwhile: nothing was made")) from None
    settle(store.absolute().parent)


def settle(folder: Path) -> None:
    """Ask the disk to keep the names in this folder; a system that can't (Windows) does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_links(store: Path) -> None:
    for path in (store, database_of(store), keys_of(store)):
        if is_link(path):
            raise Refused(tr("the store may not lie behind a link: give the path of the folder itself"), status=3)


def _tighten(store: Path) -> None:
    """Folders 0700, files 0600. What belongs to somebody else stays as it is: opening it says what is wrong."""
    for folder, _, files in os.walk(store):
        _allow(folder, 0o700)
        for name in files:
            _allow(os.path.join(folder, name), 0o600)  # noqa: PTH118 - on the way to the first frame


def _allow(path: str, wanted: int) -> None:
    try:
        mode = os.lstat(path).st_mode
        if not stat.S_ISLNK(mode) and not is_allowed(mode, wanted):
            Path(path).chmod(wanted)
    except OSError:
        return


def is_allowed(mode: int, wanted: int, system: str = os.name) -> bool:
    """Whether these are the rights wanted. On Windows numbers say no more of rights than that a file may be written."""
    return mode & 0o777 == wanted if system == "posix" else bool(mode & stat.S_IWRITE)
