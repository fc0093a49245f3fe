"""Small files that mean harm, or were made by accident: the same ones by the same seed, none over a megabyte.

Each is one content for one reader of files. What makes it hostile is what unfolds out of it (bombs), how deep or how
wide it is, its letters, what it really is (swapped), that it ends too early (half), its numbers, or that a reader goes
over the same thing again and again (quadratic).
"""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

LARGEST = 1_000_000
"""Bytes of the largest of them."""
SPECIAL = ("folder", "pipe", "/dev/zero", "/dev/full", "dangling")
"""What stands at the path in place of a file."""
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\2\0\b\6\0\0\0"
MOMENT = "2026-03-03T10:00:00+00:00"
READ_AS_TEXT = ("lines", "entries", "caseload", "columns", "pairs", "standards", "settings", "secret")
"""Readers of text; the others read what is sealed or signed."""
SEALED = ("export", "backup", "invitation", "request", "segment", "key-paper", "draft")


@dataclass(frozen=True)
class Hostile:
    """One file for one reader: its content, or what stands in its place."""

    reader: str
    name: str
    content: bytes = b""
    special: str = ""

    def __post_init__(self) -> None:
        assert len(self.content) <= LARGEST, self.name


def hostile_files(reader: str, whole: Mapping[str, bytes], seed: int = 1) -> list[Hostile]:
    """Every one for a reader. `whole` are real files by reader, which are cut and changed."""
    made = [Hostile(reader, f"special {what}", special=what) for what in SPECIAL]
    made += [Hostile(reader, name, content) for name, content in of_any_kind(seed)]
    made += [Hostile(reader, name, content) for name, content in _halves(whole[reader], seed)]
    made += [Hostile(reader, f"swapped for {other}", raw) for other, raw in whole.items() if other != reader]
    return made + [Hostile(reader, name, content) for name, content in _OWN[reader]()]


@cache
def of_any_kind(seed: int = 1) -> tuple[tuple[str, bytes], ...]:
    """What any reader may be given: names and contents, made once."""
    return tuple(_of_any_kind(seed))


def _of_any_kind(seed: int) -> Iterator[tuple[str, bytes]]:
    noise = random.Random(seed).randbytes
    yield "empty", b""
    yield "one zero byte", b"\0"
    yield "zeros", bytes(LARGEST)
    yield "noise", noise(200_000)
    yield "bomb of zlib", zlib.compress(bytes(100 << 20), 9)
    yield "bomb in a zip", _zipped(bytes(50 << 20))
    yield "a picture", PNG + noise(5_000)
    yield "a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + noise(2_000)
    yield "mark of UTF-16 alone", b"\xff\xfe"
    yield "UTF-16 with its mark", "ref,given\nP-1,Ann\n".encode("utf-16")
    yield "UTF-16 without a mark", "ref,given\nP-1,Ann\n".encode("utf-16-le")
    yield "Latin-1", '{"type":"zone.set","body":{"reason":"déjà"}}\n'.encode("latin-1")
    yield "half characters", b'{"type":"\xed\xa0\x80\xed\xb0\x80"}\n'
    yield "overlong", b'{"type":"\xc0\xaf\xe0\x80\xaf"}\n'
    yield "marked twice", b"\xef\xbb\xbf\xef\xbb\xbf{}\n"
    yield "escapes and bidi", 'a = "\x1b]52;c;AAAA\x07\u202eabc\u2066"\n\x1b[2J\x9b2J\n'.encode()
    yield "one line of a megabyte", b"a" * LARGEST
    yield "short lines", b"a\n" * (LARGEST // 2)
    yield "empty lines", b"\n" * LARGEST
    yield "returns alone", b"\r" * LARGEST
    yield "lists in lists", b"[" * LARGEST
    yield "a value of lists in lists", b"a = " + b"[" * 100_000 + b"]" * 100_000
    yield "objects in objects", b'{"a":' * 100_000
    yield "a quote never closed", b'"' + b"a\n" * 400_000
    yield "quotes alone", b'"' * LARGEST
    yield "commas alone", b"," * LARGEST


def _halves(raw: bytes, seed: int) -> Iterator[tuple[str, bytes]]:
    chosen = random.Random(seed)
    for part in range(10):
        upto = max(len(raw) * part // 10, min(len(raw) - 1, 20))
        yield f"cut at {part}/10", raw[:upto].rstrip(b"\n")[:-1]
    at = chosen.randrange(len(raw))
    yield "one bit flipped", raw[:at] + bytes([raw[at] ^ 1 << chosen.randrange(7)]) + raw[at + 1 :]


def _zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("manifest.json", content)
    return file.getvalue()


def _line(**fields: object) -> bytes:
    return json.dumps({"type": "zone.set", "occurred_at": MOMENT, "ref": "P-1", **fields}).encode() + b"\n"


def _wide(count: int) -> bytes:
    return b"{" + b",".join(b'"k%d":1' % n for n in range(count)) + b"}"


def _json_lines() -> Iterator[tuple[str, bytes]]:
    """For what reads an entry a line."""
    with_body = b'{"type":"zone.set","occurred_at":"' + MOMENT.encode() + b'","ref":"P-1","body":%s}\n'
    yield "no entries", b'{"a":1}\n' * 100_000
    yield "numbers alone", b"0\n" * 400_000
    yield "types alone", b'{"type":"a"}\n' * 70_000
    yield "types that exist", b'{"type":"zone.set"}\n' * 45_000
    yield "long types", (b'{"type":"' + b"zone.se" * 30 + b'"}\n') * 4_000
    yield "not closed", b'{"type":"zone.set"\n' * 45_000
    yield "whole drafts with faults", _line(body={"zone": "blue"}) * 7_000
    yield "faulty and sound in turn", (_line(body={"zone": "red", "reason": "x"}) + b"{\n") * 2_000
    yield "wide", with_body % _wide(80_000)
    yield "wide without a body", b'{"type":"zone.set",' + _wide(80_000)[1:] + b"\n"
    yield "many lists", with_body % (b"[" + b"[]," * 300_000 + b"1]")
    yield "many objects", with_body % (b"[" + b"{}," * 300_000 + b"1]")
    yield "a list in a field", with_body % (b'{"zone":"red","reason":[' + b"0," * 400_000 + b"0]}")
    yield "signs of a list", with_body % (b'{"methods":[' + b'"a",' * 200_000 + b'"a"]}')
    yield "deep in the body", with_body % (b"[" * 900 + b"]" * 900)
    yield "deeper in the body", with_body % (b'{"a":' * 400 + b"1" + b"}" * 400)
    yield "deep on every line", (b'{"type":"a","body":' + b"[" * 100 + b"]" * 100 + b"}\n") * 4_000
    yield "fields twice", b'{"type":"a","type":"a"}\n' * 40_000
    yield "a long text", _line(body={"zone": "red", "reason": "x" * 900_000})
    yield "accents without end", _line(body={"zone": "red", "reason": "e" + "\u0301" * 150_000})
    yield "half characters escaped", b'{"type":"zone.set","body":{"zone":"\\ud800"}}\n' * 10_000
    for number in (
        b"1e999",
        b"-1e999",
        b"NaN",
        b"-0",
        b"9" * 4_400,
        b"1" + b"0" * 900_000,
        b"9007199254740993",
        b"1e-999",
    ):
        yield f"the number {number[:12].decode()} of {len(number)}", with_body % (b'{"zone":' + number + b"}")
    for moment in ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "2026-02-30T10:00:00Z", "1" * 100_000,
                   "2026-03-03T10:00:00" + "Z" * 100_000, "+" * 200_000, "２０２６-03-03T10:00:00Z"):  # fmt: skip
        yield f"the moment {moment[:20]}", _line(occurred_at=moment, body={"zone": "red", "reason": "x"})
    yield "a person in escapes", _line(ref="\x1b[2J\u202e" * 1_000, body={"zone": "red", "reason": "x"})
    yield "the same id", _line(id="0195a1b2-4000-7000-8000-123456789012", body={"zone": "blue"}) * 6_000


def _rows(heading: str, row: str, times: int) -> bytes:
    return f"{heading}\n".encode() + f"{row}\n".encode() * times


HEADING = "ref,given,family,source,team,tier,consent_to_contact,accepted_on"


def _caseloads() -> Iterator[tuple[str, bytes]]:
    yield "rows of one letter", _rows(HEADING, "a", 450_000)
    yield "rows of separators", _rows(HEADING, ",,,,,,,x", 100_000)
    yield "rows with an identifier and a day", _rows(HEADING, "P,,,,,,,2026-01-01", 50_000)
    yield "different identifiers", HEADING.encode() + b"\n" + b"".join(
        b"P%d,,,,,,,2026-01-01\n" % n for n in range(40_000))  # fmt: skip
    yield "rows too long", _rows(HEADING, "a,,,,,,,,x", 90_000)
    yield "a row of many cells", _rows(HEADING, "a," * 400_000, 1)
    yield "a heading of many cells", _rows(HEADING + ",x" * 400_000, "a", 3)
    yield "a heading of one column", _rows(",".join(["ref"] * 240_000), "a", 3)
    yield "a heading of different cells", _rows(",".join(f"h{n}" for n in range(120_000)), "a", 3)
    yield "needed and unknown columns", _rows(HEADING + "," + ",".join(f"h{n}" for n in range(100_000)), "a", 3)
    yield "many semicolons", b";" * 900_000 + b"\n"
    yield "quotes that don't match", _rows(HEADING, '"a"b', 150_000)
    yield "a quote never closed in a row", _rows(HEADING, "a", 10) + b'"' + b"b,c\n" * 200_000
    yield "quotes opened on every line", _rows(HEADING, 'a,"', 150_000)
    yield "a cell of half a megabyte", _rows(HEADING, f"{'x' * 500_000},b", 1)
    yield "formulas", _rows(HEADING, '=cmd|"/c calc"!A1,@b,+c,-d,e,f,g,h', 20_000)
    yield "a cell of blanks", _rows(HEADING, f"{' ' * 130_000}x,,,,,,,3 March 2026", 5)
    yield "days without end", _rows(HEADING, f"P,a,b,c,d,e,yes,{'1' * 130_000}", 5)
    yield "days far out", _rows(HEADING, "P,a,b,gp,N,standard,yes,9999-12-31", 10_000)
    yield "day nought", _rows(HEADING, "P,a,b,gp,N,standard,yes,0000-00-00", 10_000)
    yield "list cells", _rows(HEADING + ",contact_methods", f"P,a,b,gp,N,standard,yes,2026-01-01,{'call;' * 20_000}", 8)
    yield "blank rows", _rows(HEADING, ",,,,", 190_000)
    yield "Windows letters", HEADING.encode() + b"\n" + b"\x93\x81\x8d,b\n" * 100_000
    yield "UTF-16 rows", (HEADING + "\n" + "a\n" * 200_000).encode("utf-16")


def _tomls() -> Iterator[tuple[str, bytes]]:
    """For what reads TOML."""
    yield "keys", b"".join(b"k%d=1\n" % n for n in range(20_000))
    yield "tables", b"".join(b"[t%d]\n" % n for n in range(20_000))
    yield "dots", b".".join([b"a"] * 90_000) + b" = 1\n"
    yield "a long heading over many keys", b"[" + b".".join([b"a"] * 40_000) + b"]\n" + b"".join(
        b"k%d=1\n" % n for n in range(10_000))  # fmt: skip
    yield "the same dotted table", b"".join(b"a.b.c.d.e.k%d=1\n" % n for n in range(9_000))
    yield "the same key", b"a=1\n" * 40_000
    yield "arrays of tables", b"[[ladders]]\n" * 15_000
    yield "lists in lists, closed", b"a = " + b"[" * 20_000 + b"]" * 20_000
    yield "tables in tables", b"a = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000
    yield "a wide list", b"a = [" + b"0," * 90_000 + b"]\n"
    yield "a wide inline table", b"a = {" + b",".join(b"k%d=1" % n for n in range(15_000)) + b"}\n"
    yield "a quoted heading in dots", b"[" + b'"a".' * 30_000 + b"a]\nb=1\n"
    yield "a text never closed", b'a = """' + b"x\n" * 90_000
    yield "escapes", b'a = "' + b"\\u0041" * 30_000 + b'"\n'
    yield "a bad escape", b'a = "\\ud800"\n'
    yield "comments", b"#\n" * 90_000
    for number in (
        b"1e999",
        b"nan",
        b"-0",
        b"9" * 4_400,
        b"0x" + b"f" * 90_000,
        b"1" + b"0" * 90_000,
        b"1_" * 40_000 + b"1",
    ):
        yield f"the number {number[:12].decode()} of {len(number)}", b"[limits]\ndeferral = " + number + b"\n"
    for day in (b"9999-12-31", b"0001-01-01", b"2026-02-30", b"0000-01-01", b"2026-01-01T00:00:00+99:99"):
        yield f"the day {day.decode()}", b"[service]\nclosed = [" + day + b"]\n"


def _standards() -> Iterator[tuple[str, bytes]]:
    yield from _tomls()
    days = [f"{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(12_000)]
    yield "closed on many days", ("[service]\nclosed = [" + ",".join(days) + "]\n").encode()
    yield "the same day closed", b"[service]\nclosed = [" + b"2026-12-24," * 15_000 + b"]\n"
    tier = 'title = "A"\ncontact_every = "{} days"\n'
    yield "tiers", "".join(f"[tiers.t{n}]\n{tier.format(n % 90 + 1)}" for n in range(3_500)).encode()
    yield "tiers in part", b"".join(b"[tiers.t%d]\n" % n for n in range(12_000))
    yield "tiers whose names are none", b"".join(b"[tiers.T%d]\nx=1\n" % n for n in range(9_000))
    yield "ladders without steps", b"".join(b"[ladders.l%d]\nsteps=[]\n" % n for n in range(6_000))
    yield "steps", b"".join(b"[[ladders.standard.steps]]\n" for _ in range(6_000))
    yield "lengths", b"".join(b"[dues]\n" if n == 0 else b'k%d="1 day"\n' % n for n in range(12_000))
    yield "a length of digits", b'[dues]\naway_review = "' + b"9" * 100_000 + b' days"\n'
    yield "a length of blanks", b'[dues]\naway_review = "1' + b" " * 100_000 + b'x"\n'
    yield "an enormous length", b'[dues]\naway_review = "99999999999999999999 months"\n'
    yield "a zone that climbs", b'[service]\nzone = "../../../../etc/passwd"\n'
    yield "hours out of the day", b'[service]\nopens = "99:99"\ncloses = "-1:00"\n'


def _columns() -> Iterator[tuple[str, bytes]]:
    yield from _tomls()
    yield "many columns", b"[columns]\n" + b"".join(b'k%d="ref"\n' % n for n in range(12_000))
    yield "columns of ours that are none", b"[columns]\n" + b"".join(b'k%d="x%d"\n' % (n, n) for n in range(12_000))
    yield "values of none", b"".join(b'[values.v%d]\na="b"\n' % n for n in range(9_000))
    yield "columns as a list", b"columns = [1]\nvalues = 1\ndefaults = 1\n"
    yield "values of a list", b"[values]\ntier = [1]\n"


def _pairs() -> Iterator[tuple[str, bytes]]:
    yield "pairs of nothing", b",\n" * 300_000
    yield "pairs of none", b"".join(b"h%d,x%d\n" % (n, n) for n in range(60_000))
    yield "the same pair", b"a,ref\n" * 150_000
    yield "three in a row", b"a,b,c\n" * 100_000
    yield "a row of many", b"a," * 400_000


def _settings() -> Iterator[tuple[str, bytes]]:
    yield from _tomls()
    yield "keys that are none", b"[keys]\n" + b"".join(b'"k%d" = 1\n' % n for n in range(15_000))


def _secrets() -> Iterator[tuple[str, bytes]]:
    yield "a long line", b"x" * 900_000
    yield "controls", bytes(range(1, 32)) * 1_000
    yield "digits and dashes", b"0000-" * 3_000


def _drafts() -> Iterator[tuple[str, bytes]]:
    yield "deep", b'{"id":' + b"[" * 60_000 + b"]" * 60_000 + b"}"
    yield "wide in it", _wide(70_000)
    yield "a long number", b'{"id":' + b"9" * 60_000 + b"}"


def _papers() -> Iterator[tuple[str, bytes]]:
    yield "a request in a request", json.dumps({"request": "[" * 200_000, "signature": "00" * 64}).encode()
    yield "a request of another kind", json.dumps({"request": _wide(60_000).decode(), "signature": "00" * 64}).encode()
    yield "a request of a number", b'{"request":' + b"9" * 5_000 + b',"signature":1e999}'
    yield "a version far on", json.dumps({"request": '{"format":"carelist-request","v":99}', "signature": ""}).encode()
    yield "an invitation of nothing", b"carelist-invitation/1\n"
    yield "an invitation of noise", b"carelist-invitation/1\n" + random.Random(3).randbytes(900_000)
    yield "keys in keys", json.dumps({"keys": "[" * 200_000, "signature": "00" * 64}).encode()


def _backups() -> Iterator[tuple[str, bytes]]:
    def archive(*files: tuple[str, bytes], kind: int = zipfile.ZIP_STORED) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", kind) as written:
            for name, content in files:
                written.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
        return file.getvalue()

    said = {"format": "carelist-backup", "version": 1, "made_at": MOMENT, "device": "", "schema": 1, "heads": {}}
    files = {"carelist.db": "0" * 64}
    yield "many members", archive(*((f"n{n}", b"") for n in range(8_000)))
    yield "a bomb as its manifest", archive(("manifest.json", bytes(90 << 20)), kind=zipfile.ZIP_DEFLATED)
    yield "a deep manifest", archive(("manifest.json", b"[" * 900_000))
    yield "a wide manifest", archive(("manifest.json", _wide(70_000)))
    yield "a manifest of digits", archive(("manifest.json", b'{"version":' + b"9" * 9_000 + b"}"))
    yield "a version without end", archive(("manifest.json", json.dumps(said | {"version": 10**400}).encode()))
    yield "a version that is a list", archive(("manifest.json", json.dumps(said | {"version": [1]}).encode()))
    yield (
        "a number that is infinite",
        archive(
            ("manifest.json", json.dumps(said | {"files": files}).replace('"schema": 1', '"schema": 1e999').encode()),
            ("carelist.db", b""),
        ),
    )
    yield (
        "heads without end",
        archive(
            ("manifest.json", json.dumps(said | {"files": files, "heads": {"a" * 32: [1e308, 1, ""]}}).encode()),
            ("carelist.db", b""),
        ),
    )
    yield "names that climb", archive(("manifest.json", json.dumps(said | {"files": {"../x": "0" * 64}}).encode()))
    yield "a name given twice", archive(("manifest.json", b"{}"), ("manifest.json ", b"{}"))


def _exports() -> Iterator[tuple[str, bytes]]:
    mark = b"carelist-export/1\n"
    yield "a header of noise", mark + b"x" * 4_000 + b"\n" + bytes(100)
    yield "a deep header", mark + b"[" * 4_000 + b"\n" + bytes(100)
    yield (
        "a header of digits",
        mark + b'{"team":"","device":"","signing_key":"","size":1e999,"payload":"","entries":1}\n' + bytes(99),
    )
    yield "a header without an end", mark + b"x" * 900_000
    yield (
        "recipients without end",
        b"age-encryption.org/v1\n" + (b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n") * 9_000,
    )
    yield (
        "work without end",
        b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 62\n"
        + b"B" * 43
        + b"\n--- "
        + b"C" * 43
        + b"\n"
        + bytes(64),
    )
    yield "a newer version", b"carelist-export/9\n{}\n" + bytes(64)


_OWN = {
    "lines": _json_lines, "entries": _json_lines, "caseload": _caseloads, "columns": _columns, "pairs": _pairs,
    "standards": _standards, "settings": _settings, "secret": _secrets, "draft": _drafts, "invitation": _papers,
    "request": _papers, "key-paper": _papers, "backup": _backups, "export": _exports, "segment": _exports,
}  # fmt: skip
