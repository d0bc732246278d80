"""How long the rest of the review will take, by the pace of this sitting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import mean, median

PAUSE = 120.0
"""Seconds: a longer gap between two decisions is a pause and says nothing of the pace."""
FEWEST = 5
"""Gaps from which a pace can be told."""
REMEMBERED = 200


@dataclass(slots=True)
class Pace:
    """Notes decisions as they come. Each action may decide many hits at once."""

    clock: Callable[[], float] = time.monotonic
    _last: float | None = None
    _gaps: list[float] = field(default_factory=list)
    _decided: list[int] = field(default_factory=list)

    def note(self, hits: int) -> None:
        """An action that decided so many hits."""
        now = self.clock()
        if self._last is not None and now - self._last <= PAUSE and hits:
            self._gaps = [*self._gaps[1 - REMEMBERED :], now - self._last]
            self._decided = [*self._decided[1 - REMEMBERED :], hits]
        self._last = now

    def seconds_left(self, open_hits: int) -> int | None:
        """Seconds for so many hits; None as long as no pace can be told."""
        if len(self._gaps) < FEWEST:
            return None
        return round(median(self._gaps) * open_hits / mean(self._decided))
