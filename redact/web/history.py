"""What was done to a hit or a document, from the journal, in Dutch sentences."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from redact.journal import Journal
from redact.pipeline.desk import Desk
from redact.pipeline.sentences import sentence

Line = Mapping[str, Any]


class History:
    """Lines of the journal by what they are about; reads only what came since it last looked."""

    def __init__(self, desk: Desk) -> None:
        self._journal = Journal(desk.context.case.journal)
        self._rulebook = desk.context.rulebook
        self._offset = 0
        self._about: dict[str, list[Line]] = {}
        self._lock = threading.Lock()

    def of(self, name: str) -> list[dict[str, str]]:
        """What was done to a hit or a document, oldest first."""
        with self._lock:
            self._read_on()
            lines = tuple(self._about.get(name, ()))
        return [
            {
                "time": str(line["time"]),
                "reviewer": str(line.get("reviewer", "")),
                "origin": str(line.get("origin", "")),
                "text": sentence(line, self._rulebook),
            }
            for line in lines
        ]

    def _read_on(self) -> None:
        lines, self._offset = self._journal.entries_behind(self._offset)
        for line in lines:
            names = {str(line["hit_id"])} if "hit_id" in line else set(map(str, line.get("hits", ())))
            if not names and "document_id" in line:
                names = {str(line["document_id"])}
            for name in names:
                self._about.setdefault(name, []).append(line)
