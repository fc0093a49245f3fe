"""A real browser without a window, to print a page as people do: Chromium, where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
)
SIZE = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)")
A4_LANDSCAPE = (842, 595)
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"
"""No name is found: whatever a page asks for by one fails, and is logged."""


@cache
def browser() -> str | None:
    """Where it is; None where it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def print_page(page: Path, home: Path) -> bytes:
    """The page opened from its file with no network, and printed: a PDF. Fails where it asked for anything besides
    itself."""
    made, log = page.with_suffix(".pdf"), home / "requests.json"
    asked = (*QUIET, OFFLINE, f"--user-data-dir={home}", f"--log-net-log={log}", "--net-log-capture-mode=Everything")
    command = [str(browser()), *asked, f"--print-to-pdf={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert not _asked_for(log.read_text(encoding="utf-8", errors="replace"), page)
    return made.read_bytes()


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF of this browser has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def sheets_in(pdf: bytes) -> list[tuple[int, int]]:
    """The width and height of each sheet, in points."""
    sizes = [(round(float(width)), round(float(height))) for width, height in SIZE.findall(pdf)]
    assert len(sizes) == pages_in(pdf)
    return sizes


def _asked_for(log: str, page: Path) -> list[str]:
    """The addresses that a page asked for besides its own; what the browser asks for itself carries its own marks."""
    urls = set(re.findall(r'"url":"([^"]+)"', log))
    ours = ("chrome", "devtools", "about:", "data:", page.as_uri())
    return [url for url in urls if not url.startswith(ours) and not re.match(r"https?://[^/]*google", url)]
