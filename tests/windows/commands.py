"""Commands in one process, one after the other, as lines of JSON come on standard input; each is answered by a line.
Starting Windows' Python anew for each would take Wine most of the time."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from tests.cli.surface import carelist


def main() -> None:
    """Until standard input ends."""
    for line in sys.stdin:
        said = json.loads(line)
        answer = carelist(*said["arguments"], **said["environ"])
        sys.stdout.write(json.dumps(asdict(answer)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
