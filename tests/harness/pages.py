"""Pages as a browser prints them: from the file, by a Chromium that has never been asked anything else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser, or None where there is none: what is marked `chromium` is left out then, by its name."""
HEADLESS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
PAGE, SIZE = re.compile(rb"/Type\s*/Page\b"), re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)")
A4_LANDSCAPE = (842, 595)


def printed(page: Path) -> list[tuple[int, int]]:
    """The size of each sheet that a page prints on, in points."""
    pdf, profile = page.with_suffix(".pdf"), page.with_suffix(".profile")
    asked = [str(CHROMIUM), *HEADLESS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(asked, check=True, capture_output=True, timeout=120)
    raw = pdf.read_bytes()
    sizes = [(round(float(width)), round(float(height))) for width, height in SIZE.findall(raw)]
    assert len(sizes) == len(PAGE.findall(raw))
    return sizes
