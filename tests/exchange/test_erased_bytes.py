"""Of an encrypted store too: once two managers' erasure is known on a laptop, no byte of what went is in any file of
its store, under the key as little as without it: pages in use and free ones, the log, drafts. Nor after a crash in
between. Everything is looked at as somebody would who has the key and reads the disk: page by page, without SQLite."""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.journal import erasure
from carelist_tui.vault.connection import connect
from carelist_tui.vault.drafts import KEPT, SAW, Begun, Drafts
from carelist_tui.vault.keys import unlock
from carelist_tui.vault.seal import DraftSealer
from tests.cli.surface import ACCEPTED
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, all_sync, first_laptop, joined

pytestmark = [pytest.mark.slow, pytest.mark.posix]

CANARY = "zqcanary"
PAGE, RESERVED, SALT, FRAME, LOG_HEADER = 4096, 80, 16, 24, 32
"""What SQLCipher 4 writes: of each page its last bytes are its own, the first of them where its cipher began."""


def _crypto() -> ctypes.CDLL:
    name = ctypes.util.find_library("crypto")
    assert name is not None, "OpenSSL's library is not here"
    found = ctypes.CDLL(name)
    found.EVP_aes_256_cbc.restype = found.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
    return found


def opened(page: bytes, key: bytes, *, first: bool) -> bytes:
    """A page in clear."""
    begins, ends = (SALT if first else 0), PAGE - RESERVED
    crypto, out, length = _crypto(), ctypes.create_string_buffer(PAGE), ctypes.c_int()
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    how = (ctypes.c_void_p(crypto.EVP_aes_256_cbc()), None, key, page[ends : ends + 16])
    assert crypto.EVP_DecryptInit_ex(context, *how)
    crypto.EVP_CIPHER_CTX_set_padding(context, 0)
    assert crypto.EVP_DecryptUpdate(context, out, ctypes.byref(length), page[begins:ends], ends - begins)
    crypto.EVP_CIPHER_CTX_free(context)
    return out.raw[: length.value]


def pages(store: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the database's file, free ones too, and every one in its log, committed or not."""
    raw = (store / "carelist.db").read_bytes()
    assert len(raw) % PAGE == 0
    for place in range(0, len(raw), PAGE):
        yield opened(raw[place : place + PAGE], key, first=place == 0)
    log = store / "carelist.db-wal"
    frames = log.read_bytes()[LOG_HEADER:] if log.exists() else b""
    for place in range(0, len(frames), FRAME + PAGE):
        frame = frames[place : place + FRAME + PAGE]
        if len(frame) == FRAME + PAGE:
            yield opened(frame[FRAME:], key, first=int.from_bytes(frame[:4]) == 1)


def all_of(laptop: Laptop) -> bytes:
    """Whatever lies in its store: as it lies there, and what the key opens of it."""
    key = unlock(laptop.store, laptop.worker, PASSPHRASE, datetime.now(UTC))
    found = [path.read_bytes() for path in laptop.store.rglob("*") if path.is_file()]
    found += pages(laptop.store, key)
    sealer = DraftSealer(key)
    found += [sealer.open(path.read_bytes()) for path in (laptop.store / "drafts").glob(f"*/*{KEPT}")]
    return b"\n".join(found)


def record(laptop: Laptop, kind: str, body: dict[str, Any], **envelope: Any) -> str:
    with laptop.door() as door:
        now = datetime.now(UTC)
        told = {"type": kind, "occurred_at": (now - timedelta(seconds=1)).isoformat(), "body": body, **envelope}
        return door.record([told], now)[0].id


def erase(laptop: Laptop, *entries: str) -> None:
    for each in entries:
        record(laptop, "entry.erased", {"entry": each, "basis": "Article 17: told of somebody else"})


def lines_of(laptop: Laptop, person: str) -> list[dict[str, Any]]:
    with laptop.door() as door:
        return [json.loads(line) for line in door.people.stored_lines(person)]


@dataclass(frozen=True)
class Team:
    """Two managers' laptops that hold the same: somebody accepted, a contact with a word that is to go, that contact
    put right twice, and a plan; drafts that began from them; and the salts of all that."""

    root: Path
    maya: Laptop
    tom: Laptop
    person: str
    gone: tuple[str, str]
    salts: list[str]

    @classmethod
    def made(cls, root: Path) -> Team:
        (root / "shared").mkdir()
        maya = first_laptop(root)
        tom = joined(root, maya, "tom", "manager")
        person = record(maya, "person.accepted", {**ACCEPTED, "ref": "P-1", "family": "Lee"})
        body = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual"}
        told = {"person": person}
        contact = record(maya, "contact.completed", body | {"what_we_did": f"{CANARY} one " * 280}, **told)
        instead = body | {"what_we_did": f"{CANARY} instead"}
        slipped = {"entry": contact, "reason": f"{CANARY} slip", "replacement": instead}
        slip = record(maya, "entry.corrected", slipped, **told)
        zone = record(maya, "zone.set", {"zone": "green", "reason": f"{CANARY} well"}, **told)
        all_sync(root / "shared", maya, tom)
        salts = [line["salt"] for line in lines_of(maya, person) if line["id"] in (contact, zone, slip)]
        for laptop in (maya, tom):
            key = unlock(laptop.store, laptop.worker, PASSPHRASE, datetime.now(UTC))
            drafts, id = Drafts(laptop.store, laptop.worker, DraftSealer(key)), "019cae00-0000-7000-8000-00000000000{}"
            began = {SAW: json.dumps({"zone": [zone]}), "body.reason": f"{CANARY} draft"}
            drafts.write(Begun(id.format(1), "zone.set", person, values=began))
            drafts.write(Begun(zone, "zone.set", person, "again", values={"body.reason": f"{CANARY} same"}))
            drafts.write(Begun(id.format(2), "zone.set", "another", values={"body.reason": "stays as it is"}))
        return cls(root, maya, tom, person, (contact, zone), salts)

    def copied(self, to: Path) -> Team:
        """The same in another place."""
        shutil.copytree(self.root, to)
        maya, tom = (Laptop(to / each.store.name, each.worker) for each in (self.maya, self.tom))
        return replace(self, root=to, maya=maya, tom=tom)

    @property
    def folder(self) -> Path:
        return self.root / "shared"

    @property
    def marks(self) -> list[bytes]:
        return [CANARY.encode(), *(salt.encode() for salt in self.salts), *map(bytes.fromhex, self.salts)]

    def lines(self, laptop: Laptop) -> list[dict[str, Any]]:
        return lines_of(laptop, self.person)

    def left_in(self, laptop: Laptop) -> list[bytes]:
        """Which marks its store holds."""
        found = all_of(laptop)
        assert b"stays as it is" in found, "what lies there is read"
        return [mark for mark in self.marks if mark in found]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Team:
    return Team.made(tmp_path_factory.mktemp("team"))


@pytest.fixture
def team(original: Team, tmp_path: Path) -> Team:
    return original.copied(tmp_path / "team")


def test_nothing_of_it_is_in_any_file_of_either_laptop_once_each_has_heard(team: Team) -> None:
    assert set(team.left_in(team.maya)) == set(team.left_in(team.tom)) >= {m for m in team.marks if len(m) != 16}
    erase(team.maya, *team.gone)
    all_sync(team.folder, team.maya, team.tom)
    assert team.left_in(team.tom), "one manager asked"
    with team.tom.door():  # another window is open, and reads nothing just then
        erase(team.tom, *team.gone)
        assert team.left_in(team.tom) == []
    assert team.left_in(team.tom) == []
    assert team.left_in(team.maya), "it has not heard of it"
    all_sync(team.folder, team.maya, team.tom)
    assert team.left_in(team.maya) == []
    assert team.maya.digest() == team.tom.digest()


def test_a_laptop_that_comes_later_never_holds_it_from_a_folder_begun_anew(team: Team, tmp_path: Path) -> None:
    for laptop in (team.maya, team.tom):
        erase(laptop, *team.gone)
        all_sync(team.folder, team.maya, team.tom)
    anew = tmp_path / "anew"
    anew.mkdir()
    late = joined(team.root, team.maya, "lea")
    all_sync(anew, team.maya, team.tom, late)
    assert late.digest() == team.maya.digest()
    found = all_of(late)
    assert [mark for mark in team.marks if mark in found] == []
    assert b"Article 17" in found


# -- killed in between -------------------------------------------------------------------------------------------------


def killed(work: Callable[[], object]) -> None:
    """Work in a process of its own that is killed before it ends."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it was to be killed"


def die(*_: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


class DiesAt:
    """The connection by which a file is swept; its process is killed before such a statement is begun."""

    def __init__(self, connection: Any, statement: str) -> None:
        self._connection, self._statement = connection, statement

    def execute(self, statement: str, *given: Any) -> Any:
        if statement.startswith(self._statement):
            die()
        return self._connection.execute(statement, *given)

    def close(self) -> None:
        self._connection.close()


@pytest.mark.parametrize("before", ["sweep", "drafts", "VACUUM", "PRAGMA wal_checkpoint", "DELETE"])
@pytest.mark.parametrize("by", ["recording", "sync"])
def test_whoever_opens_it_next_finishes_what_was_killed(
    team: Team, monkeypatch: pytest.MonkeyPatch, before: str, by: str
) -> None:
    """Committed, and killed before its bytes were gone: by the erasure's own laptop, or by another that hears of it."""
    erase(team.maya, *team.gone)
    all_sync(team.folder, team.maya, team.tom)
    victim = team.tom
    if by == "sync":
        erase(team.tom, *team.gone)
        team.tom.sync(team.folder)
        victim = team.maya

    def work() -> None:
        if before == "sweep":
            monkeypatch.setattr(erasure, "sweep", die)
        elif before == "drafts":
            monkeypatch.setattr(erasure, "take_drafts_of", die)
        else:
            monkeypatch.setattr(erasure, "connect", lambda *given: DiesAt(connect(*given), before))
        if by == "sync":
            victim.sync(team.folder)
        else:
            erase(victim, *team.gone)

    killed(work)
    if before in ("sweep", "drafts", "VACUUM"):
        assert team.left_in(victim), "its bytes are there still: else this shows nothing"
    rest = team.gone if by == "recording" else ()
    with victim.door() as door:
        assert not any("bytes of what was erased" in each for each in door.verify().remarks)
    stored = {line["id"]: line for line in team.lines(victim)}
    erase(victim, *(each for each in rest if "body" in stored[each]))
    assert team.left_in(victim) == []
    all_sync(team.folder, team.maya, team.tom)
    assert team.maya.digest() == team.tom.digest()
    assert team.left_in(team.maya) == team.left_in(team.tom) == []
