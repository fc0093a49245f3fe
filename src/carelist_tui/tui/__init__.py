"""Floor 4, the terminal: shows values, asks, records through the door. Knows no SQL.

Textual reads when it is imported how long an escape waits for what may follow it (milliseconds): it is said here, since
nothing of this floor is imported sooner.
"""

import os

os.environ.setdefault("ESCDELAY", "40")
