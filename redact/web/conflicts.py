"""What is treated differently in different places, worked out when somebody asks and kept until the next decision."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from redact.errors import ReviewError
from redact.pipeline.contradictions import Contradiction, Side, repair, stopping
from redact.pipeline.deciding import By, Change
from redact.pipeline.desk import Desk
from redact.tables import legible, one_line
from redact.web.shapes import Shaper, View

_LONGEST_TEXT = 500


class Conflicts:
    """The contradictions that must be solved before anything is published."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._revision = -1
        self._found: tuple[Contradiction, ...] = ()
        self._lock = threading.Lock()

    @property
    def latest(self) -> tuple[Contradiction, ...]:
        """Those that were found last."""
        return self._found

    def now(self, view: View) -> tuple[Contradiction, ...]:
        """Those of this moment, in the order of the hits."""
        with self._lock:
            if self._revision != view.revision:
                found = self._desk.comparison.contradictions(view.hit_list, view.groups)
                self._found, self._revision = tuple(stopping(found)), view.revision
            return self._found

    def shape(self, view: View, shaper: Shaper) -> list[dict[str, Any]]:
        """The list as the page reads it."""
        codes = self._desk.dossier.codes

        def side_shape(side: Side) -> dict[str, Any]:
            return {
                "verdict": side.verdict.value,
                "label": shaper.label(side.grounds),
                "grounds": list(side.grounds),
                "hits": list(side.hit_ids),
                "codes": [codes.get(name, "") for name in side.documents],
                "places": [{"document": each.document_id, "page": each.page} for each in side.places],
            }

        return [
            {
                "id": each.contradiction_id,
                "kind": each.kind.value,
                "text": legible(one_line(each.text))[:_LONGEST_TEXT],
                "sides": [side_shape(side) for side in each.sides],
            }
            for each in self.now(view)
        ]

    def repair(self, view: View, name: str, chosen: int, by: By) -> Change:
        """Has everything treated as on one side: hits are decided on, readable text without a hit is added.

        Raises:
            ReviewError: it was solved in the meantime, or there is no such side; in Dutch.
        """
        conflict = next((each for each in self.now(view) if each.contradiction_id == name), None)
        if conflict is None or not 0 <= chosen < len(conflict.sides):
            raise ReviewError("Deze tegenstrijdigheid is er niet meer.")
        asked = repair(conflict, chosen)
        marked = [self._desk.comparison.marked(place, asked.grounds) for place in asked.places]
        change: Change | None = None
        if asked.hit_ids:
            grounds = asked.grounds or None
            change = self._desk.decide(asked.hit_ids, asked.verdict, grounds, None, by)
        for each in marked:
            change = self._desk.add_place(each, By(by.reviewer, self._desk.revision))
        if change is None:
            raise ReviewError("Hier is niets te herstellen.")
        return replace(change, said=f"tegenstrijdigheid opgelost: {change.said}")
