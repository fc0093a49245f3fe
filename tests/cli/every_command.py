"""Every command with what it is given: what it does, and how it refuses. `{...}` are places that `Given` fills."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.cli.entrance import enter
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.views.lists.every_list import LISTS
from tests.caseload_in_another_script import standards_in_another_script
from tests.exchange.documents import Document
from tests.pseudo import in_the_mirror

AT = "2026-03-03T09:04"
WHY = "ω"
REASON = f"--reason {WHY} --at {{at}}"
GROUPS = ("team", "worker", "zone", "tier", "source", "locality")
SAID = f"""
today --days 366 --at {{at}}; today --days 400; today --at {{at}} --known-at 2026-02-20T09:00
today --team Ω --at {{at}}
today --worker nobody; today --at never; queue --at {{at}}; queue --at 1066-10-14T09:00
show {{each}} --at {{at}}; show {{each}} --at {{at}} --whole; show nobody; show {{first}} --access; show
show {{first}} --at 2020-01-01T09:00; find {{letter}}; find ωωωω; list {{list}} --at {{at}}; list ω
list week --from 2026-03-03 --to 2026-03-01; list exports --at {{at}} --from 2026-01-01
measures --at {{at}}; measures {{measure}} --at {{at}} --cases; measures --at {{at}} --by {{group}}; measures ω
measures --from 2026-03-01 --to 2026-01-01; measures --at {{at}} --html {{out}}-measures.html --reason {WHY}
huddle --at {{at}}; huddle --at {{at}} --print {{out}}-sheet.html; huddle --at {{at}} --print {{out}}-sheet.txt
huddle --team ω --at {{at}}; verify; rebuild; worker list; worker add --id w-leah --name Ω --role coordinator --team Ω
worker change --id w-nobody --role senior; worker change --id w-tom --role ω; worker leave w-tom --to w-tom
worker leave w-nobody --to w-tom; device list; device request {{out}}.request --name Ω
device invite {{out}}.none --out {{out}}.no; device revoke ffff; device join {{out}}.none --code ω
device admit ffff {{folder}}; device renew; standards check {{standards}}; standards diff {{standards}}
standards check {{wrong}}; standards adopt {{wrong}}; audit show {{sample}}; audit draw --kind record --n 2 --seed 3
audit draw --kind ω --n 2; audit show ω; audit draw --kind ladder --n 0; audit score {{sample}}
record zone.set --person {{first}} --body {{zone}}; record ω --body {{}}
record zone.set --person {{first}} --body {{}}
record zone.set --person nobody --body {{zone}}; record contact.completed --person {{first}} --body {{zone}}
record {{entries}} --each; record due.deferred --person {{first}} --body {{}}
record zone.set --person {{first}} --body [
correct {{entry}} --reason {WHY}; correct ω --reason {WHY}; join {{first}} --into {{first}} --reason {WHY} --checked ω
import {{caseload}} --dry-run; import {{hopeless}} --dry-run; import {{folder}}; import {{caseload}}; import {{none}}
import {{diary}} --kind appointments --dry-run; export {{out}}.text --format text --reason {WHY} --person {{first}}
export {{out}}.ndjson --reason {WHY} --person {{first}}; export {{out}}.csv --reason {WHY}
export {{out}}.ics --worker w-tom --reason {WHY}
export - --format text --mine --reason {WHY} --since 2026-01-01T09:00; export {{out}}2.csv --worklist --reason {WHY}
export - --format text --person {{first}} --reason {WHY}; export {{out}}.what --reason {WHY}
export {{out}}.carelist --person {{first}} --to age1ω; export - --format text --reason {WHY}
export {{out}} --at never
export {{out}}3.csv --format caseload --reason {WHY}; report person {{first}} --html {{out}}-person.html {REASON}
report plan {{first}} --html {{out}}-plan.html {REASON}
report handover {{first}} --html {{out}}-handover.html {REASON}
report subject-access {{first}} --html {{out}}-subject.html {REASON}
report mdt --on 2026-03-05 --html {{out}}-mdt.html {REASON}
report share {{first}} --with Ω --html {{out}}-share.html {REASON}
report person {{first}} --pdf {{out}}-person.pdf {REASON}
report supervision w-tom --html {{out}}-supervision.html {REASON}; report team --html {{out}}-team.html {REASON}
report commissioner --html {{out}}-commissioner.html {REASON}
report inspection --html {{out}}-inspection.html {REASON}
report ω {{first}} --html {{out}}-no.html {REASON}; report person nobody --html {{out}}-no.html {REASON}
report person {{first}}; backup {{out}}.backup; backup {{out}}.backup; restore {{caseload}}
restore {{none}} --replace-newer
sync {{folder}}; sync {{folder}} --new-folder; sync {{folder}}; sync {{none}}; self-check; guide ω
schema --out {{out}}-schema; init --team Ω --worker w-a --name Ω --no-encryption; init --role ω
passphrase
recover; collect {{folder}} --into sqlite:///{{out}}.db; collect {{none}} --into ω; demo --people 0; demo --seed ω
demo --date ω; tour --keep ω; join {{first}} --into {{second}} --reason {WHY} --checked ω
standards adopt {{standards}}
worker leave w-tom --to w-joan; ω; --ω; --plain
"""
"""What is typed, in this order: what changes how things stand comes last. Nothing of it waits for a terminal."""


@dataclass(frozen=True)
class Given:
    """A store, and what stands beside it for the commands to take."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "store"

    def places(self) -> dict[str, str]:
        named: dict[str, str] = json.loads((self.root / "places.json").read_text())
        beside = {name: str(self.root / file) for name, file in FILES.items()}
        return {**named, **beside, "at": AT, "out": str(self.root / "out"), "folder": str(self.root / "shared"),
                "zone": '{"zone":"green","reason":"ω"}'}  # fmt: skip

    def arguments(self, said: str, **more: str) -> list[str]:
        """What is typed, with every place filled."""
        places = self.places() | more
        words = []
        for word in said.split():
            for name, value in places.items():
                word = word.replace(f"{{{name}}}", value)
            words.append(word)
        return words


FILES = {"standards": "ours.toml", "wrong": "wrong.toml", "caseload": "caseload.csv", "hopeless": "hopeless.csv",
         "diary": "diary.csv", "entries": "each.ndjson", "none": "none.csv"}  # fmt: skip


def set_beside(root: Path, now: datetime) -> None:
    """Beside a store that was told: the files that commands take, and what of the store they name."""
    with Carelist.open(root / "store", "w-ruth") as door:
        people = door.people.today(now, days=400)
        refs = list(dict.fromkeys(item.person.ref for item in people if item.person))
        sample = door.audits.draw(Wanted("record", 2, 7), now)["sample"]
        entry = door.people.person(refs[0], now)["story"][-1]["id"]
    named = {"first": refs[0], "second": refs[1], "sample": sample, "entry": entry, "letter": in_the_mirror("a")}
    (root / "places.json").write_text(json.dumps(named | {"refs": " ".join(refs)}))
    (root / "ours.toml").write_text(standards_in_another_script().replace('"14 days"', '"13 days"', 1))
    (root / "wrong.toml").write_text('[tiers.standard]\ncontact_every = "never"\n[limits]\nmellon = "1 week"\n')
    (root / "caseload.csv").write_text(
        "ref,given,family,team,accepted_on,tier\nP-9000,Ω,Ω,Ω,2026-02-02,standard\nP-9001,Ω,,Ω,2026-02-02,standard\n"
        "P-9002,Ω,Ω,Ω,ω,standard\n"
    )
    (root / "hopeless.csv").write_text("Ωω,Ωωω\nω,ω\n")
    (root / "diary.csv").write_text("ref,start,end,with\nP-9000,2026-03-05T09:00,2026-03-05T10:00,w-tom\n")
    (root / "each.ndjson").write_text('{"type":"zone.set","person":"nobody","occurred_at":"ω","body":{}}\n')
    (root / "shared").mkdir()


def as_typed(given: Given) -> list[tuple[str, list[str]]]:
    """(how it is told, what is typed) of every command, those of everybody, every list and every measure apart."""
    many = {"each": given.places()["refs"].split(), "list": [*LISTS], "measure": [*MEASURES], "group": [*GROUPS]}
    told = []
    for said in (each.strip() for line in SAID.strip().splitlines() for each in line.split(";")):
        place = next((name for name in many if f"{{{name}}}" in said), None)
        told += [
            (said.replace(f"{{{place}}}", value), given.arguments(said, **{place or "": value}))
            for value in (many[place] if place else [""])
        ]
    return told


def said_by(arguments: list[str], given: Given, aside: Path) -> str:
    """What a command says on either stream, in this process."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    before = [os.dup(fd) for fd in range(3)]
    aside.write_bytes(b"y\n" * 40)
    streams = sys.stdin, sys.stdout, sys.stderr
    try:
        with aside.open("rb") as typed, aside.with_suffix(".out").open("wb") as out:
            for fd, file in enumerate((typed, out, out)):
                os.dup2(file.fileno(), fd)
            sys.stdin = open(0, closefd=False)  # noqa: SIM115 - as Python does
            sys.stdout = open(1, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
            sys.stderr = open(2, "w", closefd=False, encoding="utf-8")  # noqa: SIM115
            status = enter([*arguments, "--store", str(given.store)])
            sys.stdout.flush()
            sys.stderr.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        for fd, was in enumerate(before):
            os.dup2(was, fd)
            os.close(was)
    return f"({status})\n" + aside.with_suffix(".out").read_text(encoding="utf-8")


def main(root: Path, part: int, of: int) -> dict[str, str]:
    """What every `of`th command says, from `part` on."""
    given, found = Given(root), {}
    for said, arguments in as_typed(given)[part::of]:
        os.environ["CARELIST_WORKER"] = "w-ruth" if said.startswith("audit") else "w-maya"
        text = said_by(arguments, given, root / "typed")
        for file in sorted(each for each in root.glob("out*") if each.suffix in READ):
            text += "\n" + READ[file.suffix](file)
            file.unlink()
        for place in (str(root), str(Path.cwd())):
            text = text.replace(place, " ")
        found[said] = text
    return found


def words_of_page(html: str) -> str:
    """What stands on a page, in its title and in its margins."""
    margins = " ".join(
        said for each in re.findall(r"content: ([^;]*);", html) for said in re.findall(r'"([^"]*)"', each)
    )
    return unescape(re.sub(r"<[^>]*>", "\n", re.sub(r"(?s)<style>.*?</style>", f" {margins} ", html)))


def words_of_pdf(file: Path) -> str:
    """What stands on its pages, and what it is called."""
    document = Document(file.read_bytes())
    return "\n".join([*document.pages, str(document.information.title)])


def words_of_diary(file: Path) -> str:
    """What each of its appointments is called, and where it is."""
    lines = file.read_text(encoding="utf-8").replace("\n ", "").splitlines()
    return "\n".join(
        line.partition(":")[2] for line in lines if line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION"))
    )


def text_of_file(file: Path) -> str:
    return file.read_text(encoding="utf-8")


READ: dict[str, Callable[[Path], str]] = {
    ".html": lambda file: words_of_page(text_of_file(file)),
    ".pdf": words_of_pdf, ".ics": words_of_diary, ".txt": text_of_file, ".text": text_of_file,
}  # fmt: skip
"""What people read of a file that was written, by how its name ends; any other only programs read."""


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
