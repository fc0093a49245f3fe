"""An entry as a store keeps it: two canonical texts, each the very one that a hash is made of.

Standard library only: it is read beside the first frame.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple


class EntryText(NamedTuple):
    """One entry. `envelope` is the canonical JSON of all but body, salt and hash: `hash` is made of it. `body` is that
    of the body: `body_hash` is made of it and the salt. Body and salt are None after an erasure."""

    envelope: str
    body: str | None
    salt: str | None
    hash: str

    def raw(self, read: Callable[[str], Any] = json.loads) -> dict[str, Any]:
        """The whole entry as a JSON value. What the envelope says goes before the rest: a damaged entry of an earlier
        version stands whole in it. Raises (ValueError, TypeError, RecursionError) where the texts are none.

        `read` reads JSON: whoever has imported pydantic gives its `from_json`, which takes a third of the time."""
        whole: dict[str, Any] = {"hash": self.hash}
        if self.body is not None:
            whole |= {"body": read(self.body), "salt": self.salt}
        whole |= read(self.envelope)
        return whole
