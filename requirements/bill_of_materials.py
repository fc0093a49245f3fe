"""Writes what `requirements/run.txt` and the extra `pdf` bring: `docs/sbom.cdx.json` (CycloneDX 1.6) and the table of
licences in `docs/dependencies.md`.

Nothing in either depends on the day or the machine. What the bill already says of a licence is kept; for a new
version the wheel is fetched by its hash and its own metadata is read. `requirements/renew` runs this.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK, WITH_PDF = ROOT / "requirements/run.txt", ROOT / "requirements/pdf.txt"
BILL, TOLD = ROOT / "docs/sbom.cdx.json", ROOT / "docs/dependencies.md"
PIN = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<hashes>.*(?:\n +--hash=.+)+)(?:\n +# via (?P<via>.+))?", re.MULTILINE
)
TABLE = re.compile(r"(?<=<!-- licences: written from the bill, held by a test -->\n).*?(?=<!-- end)", re.DOTALL)
READ_BY_US = {"pyrage": "MIT", "sqlcipher3": "Zlib"}
"""Their metadata names no licence; this is what the licence file beside it says."""
CLASSIFIED = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}


@dataclass(frozen=True)
class Pin:
    """One package of a lock: its version, the SHA-256 of each of its files, and the packages that need it."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def pins(lock: str) -> list[Pin]:
    """The packages of a lock, in its order. What needs one is a package's name; our own may stand among them."""
    return [
        Pin(
            found["name"],
            found["version"],
            tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", found["hashes"])),
            tuple(name.removesuffix(" (pyproject.toml)") for name in (found["via"] or "").split(", ")),
        )
        for found in PIN.finditer(lock)
    ]


def licences_in(bill: Mapping[str, Any]) -> dict[str, str]:
    """The licence of each purl in a bill, as an SPDX expression."""
    return {part["purl"]: part["licenses"][0]["expression"] for part in bill["components"]}


def licences_of(wheels: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """(purl, SPDX expression) of each wheel. Refuses one whose licence nobody has read."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as files:
            path = next(name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
            said = HeaderParser().parsestr(files.read(path).decode())
        name = re.sub(r"[-_.]+", "-", said["Name"]).lower()
        classes = [
            CLASSIFIED.get(c.split(" :: ")[-1]) for c in said.get_all("Classifier", []) if c.startswith("License")
        ]
        licence = said["License-Expression"] or said["License"] or next(iter(classes), None) or READ_BY_US.get(name)
        if not licence or not re.fullmatch(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*", licence):
            raise SystemExit(
                f"{name} {said['Version']} says no licence that is an SPDX name: read it, and add it to READ_BY_US."
            )
        yield f"pkg:pypi/{name}@{said['Version']}", licence


def fetched(wanted: Iterable[Pin]) -> dict[str, str]:
    """The licences of packages not met before: each wheel is fetched by its hash, and its metadata is read."""
    with tempfile.TemporaryDirectory() as folder:
        lines = (
            " ".join([f"{pin.name}=={pin.version}", *(f"--hash=sha256:{h}" for h in pin.hashes)]) for pin in wanted
        )
        (asked := Path(folder) / "asked.txt").write_text("\n".join(lines), encoding="utf-8")
        fetch = ["-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        subprocess.run([sys.executable, *fetch, "-d", folder, "-r", str(asked)], check=True)
        return dict(licences_of(Path(folder).glob("*.whl")))


def bill(lock: list[Pin], whole: list[Pin], licences: Mapping[str, str], project: Mapping[str, Any]) -> dict[str, Any]:
    """The bill of materials of a `whole` lock: what only builds the project is marked as excluded from what runs, and
    what stands in no `lock` of the project without its extras as optional."""
    ours = f"pkg:pypi/{project['name']}@{project['version']}"
    refs = [(project["name"], ours), *((pin.name, pin.purl) for pin in whole)]
    runs = {pin.name for pin in lock}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": project["name"],
                "version": project["version"],
                "purl": ours,
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": pin.purl,
                "name": pin.name,
                "version": pin.version,
                "scope": _scope(pin, runs, {name for name, _ in refs}),
                "hashes": [{"alg": "SHA-256", "content": content} for content in pin.hashes],
                "licenses": [{"expression": licences[pin.purl]}],
                "purl": pin.purl,
            }
            for pin in whole
        ],
        "dependencies": [
            {"ref": ref, "dependsOn": [pin.purl for pin in whole if name in pin.needed_by]} for name, ref in refs
        ],
    }


def _scope(pin: Pin, runs: set[str], names: set[str]) -> str:
    if pin.name not in runs:
        return "optional"
    return "required" if set(pin.needed_by) & names else "excluded"


def table(bill: Mapping[str, Any]) -> str:
    """The table of licences, as Markdown: what has no package that needs it only builds Carelist, and what is optional
    comes with its extra `pdf`."""
    names = {bill["metadata"]["component"]["bom-ref"]: "Carelist"} | {c["purl"]: c["name"] for c in bill["components"]}
    rows = ["| package | version | licence | needed by |", "|---|---|---|---|"]
    for part in bill["components"]:
        by = [names[one["ref"]] for one in bill["dependencies"] if part["purl"] in one["dependsOn"]]
        licence = part["licenses"][0]["expression"]
        for_whom = f"{', '.join(by) or 'the build only'}{' (`pdf`)' if part['scope'] == 'optional' else ''}"
        rows.append(f"| {part['name']} | {part['version']} | {licence} | {for_whom} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Writes both."""
    lock, whole = (pins(path.read_text(encoding="utf-8")) for path in (LOCK, WITH_PDF))
    known = licences_in(json.loads(BILL.read_text(encoding="utf-8"))) if BILL.exists() else {}
    new = [pin for pin in whole if pin.purl not in known]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    written = bill(lock, whole, known | (fetched(new) if new else {}), project)
    BILL.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    TOLD.write_text(TABLE.sub(lambda _: table(written), TOLD.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
