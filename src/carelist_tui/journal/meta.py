"""What every reading needs and no person holds: the roster, the service's hours, and what the Dues were made by.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

from carelist_tui import __version__
from carelist_tui.catalogue import made_in, tr
from carelist_tui.domain.refusal import Refused

DIGEST, ROSTER, SERVICE, RELEASE, ADOPTIONS = "digest", "roster", "service", "release", "adoptions"
DEVICE, AGREED, MET = "device", "agreed", "met"
"""The Standards and the release that the Dues were made by; who works here; when the service is open; which Standards
were adopted since when. Under which name this laptop last recorded here; and, where that name was found to be another
laptop's too, up to which entry the two agree. By which id the shared folder at each path was met."""
MADE_BY = made_in(__version__)
"""This release: what a projection keeps has words in it, so in which language too."""
VISITS, ATTEMPTS = "visits", "attempts"
"""Who is out, and when each worker recorded anything last; between which local times attempts are made."""
NEWEST, SAID = "newest", "clock_said"
"""The newest moment at which anything was recorded; that somebody said the machine's clock is right."""
UNSWEPT = "unswept"
"""Which entries were erased since the file was last written afresh: their bytes may lie in it still."""
BEHIND = "behind"
"""About whom entries came that their rows do not say yet (projection/behind.py)."""

SCHEMA_VERSION = 13
"""`PRAGMA user_version` of a store: the tables, the projections and the text in their columns."""


def check_version(found: int) -> bool:
    """Whether a store has to be brought up to this version. Refuses (status 3) one made by a newer Carelist, or by
    none."""
    if found > SCHEMA_VERSION:
        raise Refused(
            tr("this store was made by a newer version of Carelist: update Carelist on this laptop"), status=3
        )
    if found < 1:
        raise Refused(tr("carelist.db holds no Carelist store: another program made it"), status=3)
    return found < SCHEMA_VERSION
