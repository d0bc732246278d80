"""What was done to a hit or a document, from the journal, in Dutch sentences."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from redact.journal import Journal
from redact.pipeline.desk import Desk

Line = Mapping[str, Any]
_VERDICTS = {"": "open", "lakken": "lakken", "laten staan": "laten staan", "twijfel": "twijfel"}
_FIELDS = {
    "date": "datum",
    "kind": "soort",
    "title": "titel",
    "judgement": "oordeel",
    "markings": "markeringen",
    "grounds": "gronden",
    "remark": "opmerking",
    "sender": "afzender",
    "receiver": "ontvanger",
}


class History:
    """Lines of the journal by what they are about; reads only what came since it last looked."""

    def __init__(self, desk: Desk) -> None:
        self._journal = Journal(desk.context.case.journal)
        self._label = desk.context.rulebook.label
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
                "text": self._sentence(line),
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

    def _sentence(self, line: Line) -> str:
        tell = _SENTENCES.get(str(line["event"]))
        return tell(line, self._label) if tell else str(line["event"])


Label = Callable[[tuple[str, ...]], str]


def _review(line: Line, label: Label) -> str:
    old, new = (_VERDICTS.get(str(line.get(f"{when}_verdict")), "") for when in ("old", "new"))
    before, after = (label(tuple(line.get(f"{when}_grounds", ()))) for when in ("old", "new"))
    verdict = f"oordeel van '{old}' naar '{new}'" if old != new else f"oordeel blijft '{new}'"
    if before == after:
        return f"{verdict}, grond {after}" if after and new == "lakken" else verdict
    return f"{verdict}, grond van {before or 'geen'} naar {after or 'geen'}"


def _document(line: Line, label: Label) -> str:
    fields = ", ".join(_FIELDS.get(str(name), str(name)) for name in line.get("fields", ()))
    judgement = f"; oordeel '{line['new_judgement']}'" if line.get("new_judgement") else ""
    return f"document gewijzigd: {fields}{judgement}" if fields else "document gewijzigd"


def _always(sentence: str) -> Callable[[Line, Label], str]:
    return lambda line, label: sentence


_SENTENCES: dict[str, Callable[[Line, Label], str]] = {
    "review": _review,
    "document": _document,
    "term": _always("als tekst toegevoegd"),
    "place": _always("als plaats op de pagina toegevoegd"),
    "joined": _always("samengevoegd met een andere persoon"),
    "parted": _always("gesplitst tot een persoon op zichzelf"),
    "undo": _always("ongedaan gemaakt"),
    "redo": _always("opnieuw gedaan"),
}
