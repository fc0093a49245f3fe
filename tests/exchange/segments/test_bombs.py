"""A file that would unfold into a gigabyte is refused within 2 seconds and 64 MiB, whatever it is wrapped in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
RUN = """
import resource, sys, time, zlib
from hashlib import sha256
from pathlib import Path
import pyrage
from nacl.signing import SigningKey
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.checked_segment import open_segment
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from carelist_tui.exchange.segments.header import MOST_BYTES, SegmentHeader
from carelist_tui.exchange.segments.pack import AGE, MAGIC, Sealing, seal, unpack
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.signature import wrap

kind, folder = sys.argv[1], Path(sys.argv[2])
key = SigningKey(bytes(32))
public = bytes(key.verify_key)
team = pyrage.x25519.Identity.generate()
sealing = Sealing() if kind == "plain" else Sealing((str(team.to_public()),), (str(team),))
place = Place(sha256(public).hexdigest()[:32], 1, 3, "North")
path = folder / place.path
path.parent.mkdir(parents=True)
if kind == "sparse":
    with path.open("wb") as file:
        file.truncate(1 << 30)
elif kind == "stanzas":
    line = b"-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\\n"
    path.write_bytes(AGE + b"v1\\n" + line * 70_000 + b"--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0\\n" + bytes(64))
else:
    deflate = zlib.compressobj(9)
    block = (b"[" if kind == "nested" else b" ") * (1 << 20)
    first, again = (deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    payload = first + again * 1023
    header = SegmentHeader(format="carelist-segment", v=1, team="North", device=place.device, signing_key=public.hex(),
                           first=1, last=3, follows="0" * 64, head="0" * 64, size=MOST_BYTES,
                           payload=sha256(payload).hexdigest())
    raw = wrap(MAGIC, header.line(), payload, key)
    path.write_bytes(seal(raw, sealing.public) if sealing.public else raw)
    del payload, raw
pages = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (pages + (64 << 20),) * 2)
began = time.monotonic()
try:
    open_segment(SharedFolder(folder), place, sealing)
except Refused as refused:
    print(f"{time.monotonic() - began:.3f}", refused)
"""


@pytest.mark.posix
@pytest.mark.parametrize("kind", ["plain", "sealed", "nested", "sparse", "stanzas"])
def test_a_bomb_is_refused_in_little_time_and_memory(tmp_path: Path, kind: str) -> None:
    """In a process that may take 64 MiB more than it has when it begins to look."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, kind, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seconds, _, words = done.stdout.partition(" ")
    assert words.startswith("it "), words
    assert float(seconds) < 2
