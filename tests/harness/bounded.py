"""Commands run on hostile files, each in a process of its own that has imported everything already: how it ended, the
seconds of processor it took, by how much its memory grew, what it said, and whether the store is as it was.

Run as `python -m tests.harness.bounded FOLDER`: for each reader that is named on a line of standard input it answers a
line of JSON a file, then an empty one. The stores are made once; each reader has a copy of them, and a process of its
own that holds its files and no others, so that none can fill memory that another left free.
"""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import signal
import sys
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from nacl.signing import SigningKey

from carelist_tui.cli.entrance import enter
from carelist_tui.domain.canonical import canonical_json, sha256_hex
from carelist_tui.exchange.enrolment.key_papers import keys_folder
from carelist_tui.exchange.sealed import MARK
from carelist_tui.exchange.segments.pack import seal
from carelist_tui.exchange.segments.signature import wrap
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, added, asking, first_laptop, invited
from tests.harness.hostile import HEADING, Hostile, hostile_files, of_any_kind
from tests.harness.warm import import_everything, live_a_little
from tests.known_keys import remember_keys
from tests.profiles import IS_FULL

GIVEN_UP, FAR_TOO_MUCH = 12, 2 << 30
"""Seconds, and bytes, after which a command is stopped: far above what it may take, so that the figure is known."""
SAID_AT_MOST = 60_000
IN_TURN = 8
"""Of the files each reader is given one in so many in every build, the next reader the next: each kind of file goes to
one of them or another, and by night to all."""

Run = Callable[[Path, bytes], int]


@dataclass(frozen=True)
class Ran:
    """How a command on one file ended. `status` is below nought where it was killed; `seconds` are of processor."""

    reader: str
    name: str
    status: int
    seconds: float
    grew: int
    lines: int
    said: str
    changed: bool


@dataclass
class House:
    """The stores that the files are given to, and real files of each kind."""

    root: Path
    plain: Laptop
    maya: Laptop
    olu: Laptop
    code: str
    whole: dict[str, bytes]
    team_key: str

    def copied(self, to: Path) -> House:
        """The same in another place."""
        shutil.copytree(self.root, to)
        plain, maya, olu = (
            replace(each, store=to / each.store.relative_to(self.root)) for each in (self.plain, self.maya, self.olu)
        )
        return replace(self, root=to, plain=plain, maya=maya, olu=olu)


def _house(root: Path) -> House:
    plain = first_laptop(root / "plain", encrypted=False)
    maya = first_laptop(root)
    for each in (plain, maya):
        each.accept("P-1")
        each.accept("P-2")
    added(maya, "w-olu")
    olu, request = asking(root, "olu")
    code = invited(maya, request, root / "olu.invitation")
    shared = root / "whole-folder"
    shared.mkdir()
    maya.sync(shared)
    with maya.door() as door:
        team_key, backup = door.laptops.team_key(datetime.now(UTC)) or "", root / "a.backup"
        export, _ = door.exports.seal(None, None, (), datetime.now(UTC))
        door.backups.backup(backup, datetime.now(UTC))
        standards = door.people.standards_text()
    segment = next(shared.rglob("*.seg"))
    with plain.door() as door:
        entries = list(door.people.stored_lines())
    whole = {
        "lines": b'{"type":"zone.set","occurred_at":"2026-03-03T10:00:00Z","ref":"P-1","body":{"zone":"blue"}}\n' * 3,
        "entries": "".join(f"{line}\n" for line in entries).encode(),
        "caseload": f"{HEADING}\nP-7,Ann,Lee,gp,North,standard,yes,2026-01-05\n".encode(),
        "columns": b'[columns]\n"Surname" = "family"\n[values.tier]\n"CPA" = "enhanced"\n[defaults]\nteam = "North"\n',
        "pairs": b"theirs,ours\nSurname,family\nCPA,tier\n",
        "standards": standards.encode(),
        "settings": b'theme = "light"\nmouse = false\n[keys]\n"today" = "f9"\n',
        "secret": b"wrong words of nobody\n",
        "export": export,
        "backup": backup.read_bytes()[:300_000],
        "invitation": (root / "olu.invitation").read_bytes(),
        "request": request.read_bytes(),
        "segment": segment.read_bytes(),
        "key-paper": b'{"keys":"{}","signature":"00"}',
        "draft": b'{"id":"0195a1b2-4000-7000-8000-123456789012","type":"zone.set"}',
    }
    return House(root, plain, maya, olu, code, whole, team_key)


def _signed(to: str) -> Iterator[tuple[Hostile, str]]:
    """Sealed exports that a stranger made, with the device that signed them."""
    entry = b'{"type":"zone.set","body":{"a":[' + b"0," * 400 + b"0]}}\n"
    for name, lines, entries in (
        ("one line again and again", b'{"a":1}\n' * 4_000_000, 4_000_000),
        ("a type again and again", b'{"type":"a"}\n' * 20_000, 20_000),
        ("more lines than it says", b'{"type":"a"}\n' * 20_000, 5),
        ("a single line", b" " * (200 << 20), 1),
        ("zeros", b"0\n" * 20_000_000, 20_000_000),
        ("wide entries", entry * 5_000, 5_000),
        ("a negative count", b'{"type":"a"}\n', -1),
        ("lists in lists", b'{"type":"a","body":' + b"[" * 900_000, 1),
    ):
        key = SigningKey(sha256(name.encode()).digest())
        payload, public = zlib.compress(lines, 9), bytes(key.verify_key)
        said = {"format": "carelist-export", "v": 1, "team": "South", "device": sha256_hex(public)[:32],
                "signing_key": public.hex(), "entries": entries, "size": len(lines),
                "payload": sha256(payload).hexdigest()}  # fmt: skip
        raw = seal(wrap(MARK, canonical_json(said).encode(), payload, key), [to])
        yield Hostile("export", f"signed: {name}", raw), sha256_hex(public)[:32]


def _by_command(laptop: Laptop, *arguments: str, **environ: str) -> Run:
    """`{}` in the arguments is the file. The key of an encrypted laptop was worked at before."""

    def run(path: Path, content: bytes) -> int:
        said = {"STORE": str(laptop.store), "WORKER": laptop.worker, "PASSPHRASE": PASSPHRASE, **environ}
        os.environ.update({f"CARELIST_{name}": value for name, value in said.items()})
        with path.open("rb") if "-" in arguments else nullcontext() as given:
            if given is not None:
                os.dup2(given.fileno(), 0)
                sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0)))
            return enter([str(path) if each == "{}" else each for each in arguments])

    return run


def _settings(path: Path, content: bytes) -> int:
    from carelist_tui.desk.settings import read_settings

    sys.stderr.write("".join(f"{each}\n" for each in read_settings(path)[1]))
    return 0


def _draft(laptop: Laptop) -> Run:
    def run(path: Path, content: bytes) -> int:
        from carelist_tui.vault.drafts import Drafts

        drafts = Drafts(laptop.store, "w-nobody")
        drafts.folder.mkdir(parents=True, exist_ok=True)
        path.rename(drafts._place("0195a1b2-4000-7000-8000-123456789012"))
        drafts.read()
        return 0

    return run


def _in_shared_folder(house: House, *, is_key_paper: bool) -> Run:
    def run(path: Path, content: bytes) -> int:
        folder = house.root / "shared"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(house.root / "whole-folder", folder)
        ours = next(folder.rglob("*.seg"))
        named = (
            keys_folder(folder, "North") / "0-0.keys" if is_key_paper else ours.parent.with_name("0" * 32) / ours.name
        )
        named.parent.mkdir(exist_ok=True)
        path.rename(named)
        return _by_command(house.maya, "sync", str(folder))(folder, b"")

    return run


def runs(house: House) -> dict[str, list[tuple[str, str, Run]]]:
    """By reader: what each command that reads such a file is called, the ending of its file, and how it is run."""
    plain, maya = house.plain, house.maya
    people = house.root / "people.csv"
    out = house.root / "an.invitation"
    people.write_bytes(house.whole["caseload"])
    mapped = ("import", str(people), "--dry-run", "--map", "{}")
    other = Laptop(house.root / "restored", "w-maya")
    return {
        "lines": [("record FILE", ".ndjson", _by_command(plain, "record", "{}")),
                  ("record -", ".ndjson", _by_command(plain, "record", "-"))],
        "entries": [("import", ".ndjson", _by_command(plain, "import", "{}"))],
        "caseload": [("import", ".csv", _by_command(plain, "import", "{}", "--dry-run"))],
        "columns": [("map", ".toml", _by_command(plain, *mapped))],
        "pairs": [("map", ".csv", _by_command(plain, *mapped))],
        "standards": [("check", ".toml", _by_command(plain, "standards", "check", "{}")),
                      ("diff", ".toml", _by_command(plain, "standards", "diff", "{}"))],
        "settings": [("settings", ".toml", _settings)],
        "secret": [("passphrase", "", _by_command(maya, "passphrase", "--passphrase-file", "{}")),
                   ("recover", "", _by_command(maya, "recover", "--recovery-key-file", "{}"))],
        "export": [("import", ".carelist", _by_command(maya, "import", "{}")),
                   ("import plain", ".carelist", _by_command(plain, "import", "{}"))],
        "backup": [("restore", ".backup", _by_command(other, "restore", "{}"))],
        "invitation": [("join", "", _by_command(house.olu, "device", "join", "{}", "--code", house.code))],
        "request": [("invite", "", _by_command(maya, "device", "invite", "{}", "--out", str(out)))],
        "segment": [("sync", "", _in_shared_folder(house, is_key_paper=False))],
        "key-paper": [("sync", "", _in_shared_folder(house, is_key_paper=True))],
        "draft": [("drafts", "", _draft(plain))],
    }  # fmt: skip


def _put(file: Hostile, path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
    if not file.special:
        path.write_bytes(file.content)
    elif file.special == "folder":
        path.mkdir()
    elif file.special == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(file.special)


def _memory() -> int:
    """Bytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def tried(file: Hostile, called: str, run: Run, path: Path, house: House) -> Ran:
    """One command on one file, in a process of its own."""
    _put(file, path)
    heard, before = house.root / "heard", _memory()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os._exit(_run_here(run, path, file.content, heard))
        os._exit(250)
    _, ended, used = os.wait4(child, 0)
    said = heard.read_bytes()[: SAID_AT_MOST * 4].decode(errors="replace")
    status = os.waitstatus_to_exitcode(ended)
    grew = used.ru_maxrss * 1024 - before
    return Ran(f"{file.reader}: {called}", file.name, status, used.ru_utime + used.ru_stime, grew,
               said.count("\n"), said[:SAID_AT_MOST], False)  # fmt: skip


def _run_here(run: Run, path: Path, content: bytes, heard: Path) -> int:
    signal.alarm(2 * GIVEN_UP)
    resource.setrlimit(resource.RLIMIT_CPU, (GIVEN_UP, GIVEN_UP + 1))
    resource.setrlimit(resource.RLIMIT_AS, (FAR_TOO_MUCH, FAR_TOO_MUCH))
    handle = os.open(heard, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for number in (1, 2):
        os.dup2(handle, number)
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(number, "w"), write_through=True) for number in (1, 2))
    status = run(path, content)
    sys.stdout.flush()
    return status


def _state(laptop: Laptop) -> str:
    """What a store holds, as far as entries go."""
    from carelist_tui.vault.connection import connect

    connection = connect(laptop.store, laptop._key)
    try:
        return str(connection.execute("SELECT count(*), max(hash), min(hash) FROM entry").fetchall())
    finally:
        connection.close()


def try_files(reader: str, house: House) -> None:
    """Every file of a reader, each told as it was read."""
    signed = [*_signed(house.team_key)] if reader == "export" else []
    every = [*hostile_files(reader, house.whole), *(file for file, _ in signed)]
    files = every if IS_FULL else every[[*house.whole].index(reader) % IN_TURN :: IN_TURN]
    devices = {file.name: device for file, device in signed}
    laptops = (house.plain, house.maya)
    before = [_state(laptop) for laptop in laptops]
    for number, each in enumerate(files):
        for called, ending, run in runs(house)[reader][: 1 + (number % 4 == 0 or bool(each.special))]:
            if called == "record -" and each.special in ("folder", "pipe", "dangling"):
                continue
            done = tried(each, called, run, house.root / f"file{ending}", house)
            now = [_state(laptop) for laptop in laptops]
            tell(done, now != before)
            before = now
            if each.name in devices and called == "import":
                named = _by_command(house.maya, "import", "{}", "--signed-by", devices[each.name])
                tell(tried(each, "import --signed-by", named, house.root / f"file{ending}", house), False)
            (house.maya.store / "keys" / ".tries").unlink(missing_ok=True)


def _try_files_and_go(reader: str, house: House) -> NoReturn:
    try:
        try_files(reader, house)
        os._exit(0)
    finally:
        traceback.print_exc()
        os._exit(1)


def main(folder: Path) -> None:
    """Reads names of readers until there are no more."""
    remember_keys()
    original, _ = _house(folder / "original"), of_any_kind()
    asked = os.fdopen(os.dup(0), encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    import_everything()
    live_a_little()
    for line in iter(asked.readline, ""):
        reader = line.strip()
        child = os.fork()
        if child == 0:
            _try_files_and_go(reader, original.copied(folder / reader))
        _, ended = os.waitpid(child, 0)
        shutil.rmtree(folder / reader, ignore_errors=True)
        if ended:
            sys.exit(f"{reader}: the files were not all tried")
        sys.stdout.write("\n")
        sys.stdout.flush()


def tell(ran: Ran, changed: bool) -> None:
    """One line on standard output."""
    sys.stdout.write(json.dumps(asdict(ran) | {"changed": changed}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
