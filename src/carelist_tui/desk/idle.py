"""How long nobody has touched the keys or the mouse, also while the laptop slept."""

from __future__ import annotations

from time import monotonic, time


class Idle:
    """Since when nothing was touched. A laptop that sleeps stops one of the clocks, somebody who sets the time moves
    the other: the longer one counts."""

    def __init__(self) -> None:
        self.touch()

    def touch(self) -> None:
        """A key was pressed, or the mouse, just now."""
        self._ran, self._stood = monotonic(), time()

    def seconds(self) -> float:
        """How long ago that was."""
        return max(monotonic() - self._ran, time() - self._stood)
