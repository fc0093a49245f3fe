"""Commands at a terminal, where they ask for what was not said: who sits there, each secret, why it leaves in clear,
whether paper is safe. `python -m tests.cli.at_a_terminal ROOT whole` tells as JSON what each says; ROOT is as
`every_command` has it set beside."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.cli.entrance import enter
from carelist_tui.vault.keys import FLOOR, change_passphrase
from tests.cli.every_command import Given

OWN, OTHER = "λ οικία μου ωραία εδώ", "ψυχή μου ωραία πάλι"
SECRET = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,}")
"""What is shown once: a recovery key, or the code of an invitation."""
SAID = ("CARELIST_PASSPHRASE", "CARELIST_RECOVERY_KEY", "CARELIST_WORKER", "CARELIST_STORE")
WAITS = 60
"""Seconds after which a command that says nothing and does not end is taken for one that hangs."""
TALKS = (
    ("sealed", "today", ("ω",)),
    ("sealed", "today", ("ω-α", "ωω")),
    ("sealed", "today", ("ω-α", OWN)),
    ("sealed", "today --as ω-γ", ("ω",)),
    ("sealed", "passphrase --as ω-β", ("ωω",)),
    ("sealed", "passphrase --as ω-β", (OTHER, "ωω", OWN, OTHER, "ω")),
    ("sealed", "passphrase --as ω-β", (OTHER, OWN, OWN)),
    ("sealed", "passphrase --as ω-α", ()),
    ("sealed", "worker add --as ω-α --id ω-δ --name Ω --role senior --team Ωβ", (OWN,)),
    ("sealed", "today --as ω-δ", ("{secret}",)),
    ("sealed", "verify --as ω-α", (OWN,)),
    ("sealed", "backup {out}.ω --as ω-α", (OWN,)),
    ("restored", "restore {out}.ω --as ω-α", ("ωω",)),
    ("restored", "restore {out}.ω --as ω-α", (OWN,)),
    ("sealed", "--plain --as ω-α", (OWN, "?", "q")),
    ("store", "export {out}.csv --as w-maya", ("",)),
    ("store", "export {out}.csv --as w-maya", ("ω",)),
    ("store", "report plan {first} --html {out}.html --as w-maya", ("ω", "ω", "n")),
    ("store", "report plan {first} --html {out}.html --as w-maya", ("ω", "y")),
    ("store", "verify --as w-maya", ()),
    ("store", "record zone.set --person {first} --as w-maya", ()),
    ("store", "import {caseload} --as w-maya", ()),
    ("fresh", "init", ("Ω", "Ω", "", "ω", "", "ωω", OWN, OTHER, OWN, OWN)),
)  # fmt: skip
"""In which store, what is typed, and what is answered in turn; nothing more is answered than that."""
BY_NIGHT = (
    ("fresh", "recover --as Ω", ("{secret}", "ωω", OTHER, OTHER)),
    ("fresh", "recover --as Ω", ("ω",)),
    ("fresh", "recover --renew --as Ω", (OTHER,)),
    ("asks", "device request {out}.α", ()),
    ("asks", "device request {out}.α --as ω-β", ("ω", OWN, OWN)),
    ("asks", "today --as ω-β", (OWN,)),
    ("asks", "--plain --as ω-β", (OWN,)),
    ("sealed", "device invite {out}.α --out {out}.β --as ω-α", (OWN,)),
    ("asks", "device join {out}.β --code ω --as ω-β", (OWN,)),
    ("asks", "device join {out}.β --code {secret} --as ω-β", (OWN,)),
    ("sealed", "device list --as ω-α", (OWN,)),
)  # fmt: skip
"""What makes keys of its own, each as slowly as is safe: a laptop that is let in, and who comes back."""


def seal(folder: Path, now: datetime) -> None:
    """A store that is encrypted, in which two have a passphrase of their own."""
    first = {"worker": "ω-α", "name": "Ωα", "role": "manager", "team": "Ωβ"}
    with Carelist.init(folder, **first, now=now, encrypted=FLOOR, passphrase=OWN) as door:
        other = {"worker": "ω-β", "name": "Ωγ", "role": "senior", "team": "Ωβ"}
        door.record([{"type": "worker.added", "occurred_at": now.isoformat(), "body": other}], now)
        with door.keys.slot_given("ω-β") as given:
            assert given
    change_passphrase(folder, "ω-β", given, OTHER, now)


def _entered(arguments: list[str]) -> int:
    """The status of a command in this process, with streams as Python makes them at a terminal."""
    for name in SAID:
        os.environ.pop(name, None)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
    sys.stderr = open(2, "w", closefd=False, encoding="utf-8", buffering=1)  # noqa: SIM115
    try:
        return enter(arguments)
    except BaseException:  # noqa: BLE001 - it is a process of its own, and may not go on as the one it was forked from
        traceback.print_exc()
        return 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def said_at_a_terminal(arguments: list[str], answers: list[str]) -> str:
    """What stands in the terminal of its own that a command is given: what it says, asks, and what is answered."""
    sys.stdout.flush()
    pid, terminal = pty.fork()
    if pid == 0:
        os._exit(_entered(arguments))
    seen, answered = b"", 0
    while select.select([terminal], [], [], WAITS)[0]:
        try:
            said = os.read(terminal, 1 << 16)
        except OSError:  # as Linux ends a terminal
            break
        if not said:
            break
        seen += said
        if len(seen) > answered and seen.endswith(b" "):
            answered = len(seen)
            os.write(terminal, (answers.pop(0) + "\n").encode() if answers else b"\x04")
    else:
        os.kill(pid, 9)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    left = f"NEVER ASKED {answers}\n" if answers else ""
    return f"({status})\n{left}" + seen.decode().replace("\r", "")


def main(root: Path, *, whole: bool) -> dict[str, str]:
    """What every command says and asks, in turn: one needs what an earlier one made."""
    given, told, secret = Given(root), {}, ""
    seal(root / "sealed", datetime.now(UTC))
    for n, (store, typed, answers) in enumerate(TALKS + BY_NIGHT if whole else TALKS):
        arguments = [*given.arguments(typed, secret=secret, out=str(root / "Ω")), "--store", str(root / store)]
        text = said_at_a_terminal(arguments, [each.replace("{secret}", secret) for each in answers])
        if shown := SECRET.findall(text):
            secret = shown[-1]
        told[f"{n} {store} {typed}"] = SECRET.sub(" ", text.replace(str(root), " "))
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), whole=sys.argv[2] == "whole")))
