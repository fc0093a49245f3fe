"""Where the store lies, who is signed in, and with which passphrase. Standard library only: this is on the way to the
app."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.cli.exit_status import tell
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass
from carelist_tui.vault.given import read_secret

STORE, WORKER, PASSPHRASE = "CARELIST_STORE", "CARELIST_WORKER", "CARELIST_PASSPHRASE"
_LONGEST_FILE, _CHANCES = 16 * 1024, 3
RECOVERY = "CARELIST_RECOVERY_KEY"
"""Where a recovery key may be said instead of typed."""


@dataclass(slots=True)
class Asked:
    """What the command line said of the store and the worker: before the command, or after it."""

    store: str | None = None
    worker: str | None = None
    passphrase_file: str | None = None
    plain: bool = False
    no_mouse: bool = False
    read_only: bool = False
    """How the app is shown; they go with the app and the demonstration alone."""
    at: datetime | None = None
    known_at: datetime | None = None
    """The earlier moment that the app is opened at, to read; and by when what it then shows was recorded."""

    @property
    def about_the_app(self) -> list[str]:
        """What was said that only the app understands, as it is written."""
        said = {"--plain": self.plain, "--no-mouse": self.no_mouse, "--read-only": self.read_only}
        return [option for option, is_said in said.items() if is_said]

    def store_folder(self, environ: Mapping[str, str] = os.environ) -> Path:
        """The store's folder: as asked, or as CARELIST_STORE says, or the platform's own place for a user's data.

        Refuses an address of a server, and what can't be a path.
        """
        named = self.store if self.store is not None else environ.get(STORE) or None
        if named is None:
            return _data_folder(environ) / "carelist"
        if "://" in named:
            raise Refused(tr("a team's server comes with a later version: give the path of a folder as --store"))
        if not named or "\0" in named:
            raise Refused(tr("--store needs the path of a folder"))
        return _home_put_in(Path(named))

    def signed_in(self, environ: Mapping[str, str] = os.environ) -> str | None:
        """The worker who is signed in: as asked, or as CARELIST_WORKER says, or nobody."""
        return self.worker or environ.get(WORKER) or None

    def sign_in(self, environ: Mapping[str, str] = os.environ) -> tuple[str | None, bytes | None]:
        """Who is signed in, and the key that their passphrase gives; without a key where the store is not encrypted.

        Where nobody said who they are and one worker alone has a passphrase, it is that one. Refuses (status 3) as
        `unlock` does, and a passphrase that somebody else made.
        """
        from carelist_tui.vault.folder import check_folder

        store = check_folder(self.store_folder(environ))
        key = self.unlock(store, environ)
        if key is None:
            return self.signed_in(environ), None
        from carelist_tui.vault.keys import must_change

        worker = self.unlocking_as(store, environ)
        if must_change(store, worker):
            raise Refused(
                tr("this passphrase was made for you: choose your own first, with `carelist passphrase`"), status=3
            )
        return worker, key

    def says_passphrase(self, environ: Mapping[str, str] = os.environ) -> bool:
        """Whether the passphrase was said beforehand, in a file or a variable, so that nobody is asked for it."""
        return self.passphrase_file is not None or bool(environ.get(PASSPHRASE))

    def unlock(self, store: Path, environ: Mapping[str, str] = os.environ) -> bytes | None:
        """The key of the store in this folder, by the passphrase of whoever is meant; None where it has no slots."""
        from carelist_tui.vault.folder import has_slots

        if not has_slots(store):
            return None
        from carelist_tui.vault.keys import unlock

        worker = self.unlocking_as(store, environ)
        return unlock(
            store, worker, self.passphrase(tr("Passphrase of {worker}", worker=worker), environ), datetime.now(UTC)
        )

    def unlocking_as(self, store: Path, environ: Mapping[str, str] = os.environ) -> str:
        """The worker whose passphrase is meant; asked for where it can be more than one and somebody sits at a
        terminal. Refuses when nobody said who they are, and somebody who has no passphrase here."""
        from carelist_tui.vault.keys import workers_with_slots

        worker = self.signed_in(environ)
        if worker is not None:
            return worker
        slots = workers_with_slots(store)
        if len(slots) > 1 and _at_terminal():
            self.worker = _asked_who(slots)
            return self.worker
        if len(slots) != 1:
            raise Refused(tr("say who you are, with --as WORKER or CARELIST_WORKER"))
        return slots[0]

    def fresh_passphrase(self, worker: str, environ: Mapping[str, str] = os.environ) -> str:
        """A passphrase to be; see `fresh_secret`."""
        return fresh_secret(self.passphrase_file, PASSPHRASE, "--passphrase-file", worker, environ)

    def passphrase(self, asking: str, environ: Mapping[str, str] = os.environ) -> str:
        """The passphrase: from --passphrase-file, CARELIST_PASSPHRASE, or asked for where somebody sits at a terminal.

        Refuses (status 3) where there is none of these, and a file that can't be read.
        """
        return secret_said(self.passphrase_file, PASSPHRASE, "--passphrase-file", asking, environ)


def secret_said(file: str | None, name: str, option: str, asking: str, environ: Mapping[str, str] = os.environ) -> str:
    """What nobody else may see: from a file, or a variable, or asked for where somebody sits at a terminal.

    Refuses (status 3) where there is none of these, and a file that can't be read.
    """
    said = _said_unasked(file, name, option, environ)
    if said is None and not _at_terminal():
        raise Refused(
            tr(
                "{asking}{asking2} is needed: give it with {name} or {option}",
                asking=asking[:1].lower(),
                asking2=asking[1:],
                name=name,
                option=option,
            ),
            status=3,
        )
    return _asked_unseen(asking) if said is None else said


def fresh_secret(file: str | None, name: str, option: str, worker: str, environ: Mapping[str, str] = os.environ) -> str:
    """A passphrase to be: as `secret_said`; at a terminal asked for twice, and again while it can't be one.

    Refuses one that can't be a passphrase, too.
    """
    from carelist_tui.vault.keys import check_passphrase

    asking = tr("A new passphrase for {worker}", worker=worker)
    if _said_unasked(file, name, option, environ) is not None or not _at_terminal():
        return check_passphrase(secret_said(file, name, option, asking, environ), worker)
    chances = _CHANCES
    while True:
        chances -= 1
        try:
            said = check_passphrase(_asked_unseen(asking), worker)
            if _asked_unseen(tr("The same again")) == said:
                return said
            raise Refused(tr("the two are not the same: nothing was changed"))
        except Refused as refused:
            if not chances:
                raise
            tell(str(refused))


def _said_unasked(file: str | None, name: str, option: str, environ: Mapping[str, str]) -> str | None:
    return _first_line_of(file, option) if file is not None else environ.get(name) or None


def _asked_who(workers: Sequence[str]) -> str:
    from carelist_tui.cli.plain import visible

    sys.stderr.write(tr("Your worker id: "))
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    if (who := line.strip()) not in workers:
        raise Refused(tr("there is no passphrase of {who} on this laptop", who=visible(who)))
    return who


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked_unseen(asking: str) -> str:
    from getpass import getpass

    from carelist_tui.cli.plain import visible

    try:
        return getpass(f"{visible(asking)}: ", stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def _first_line_of(file: str, option: str) -> str:
    try:
        text = read_secret(Path(file), _LONGEST_FILE).decode("utf-8-sig")
    except (OSError, ValueError):
        raise Refused(tr("the file given as {option} can't be read, or is no text", option=option), status=3) from None
    return text.partition("\n")[0].removesuffix("\r")


def _home_put_in(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _data_folder(environ: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        named, otherwise = environ.get("LOCALAPPDATA"), "AppData/Local"
    elif sys.platform == "darwin":
        named, otherwise = None, "Library/Application Support"
    else:
        named, otherwise = environ.get("XDG_DATA_HOME"), ".local/share"
    if named and Path(named).is_absolute():
        return Path(named)
    try:
        return Path.home() / otherwise
    except RuntimeError:
        raise Refused(
            tr("there is no home folder to keep a store in: say where with --store, or CARELIST_STORE")
        ) from None
