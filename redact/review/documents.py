"""documents.csv: one line a document, out and in again.

Most of a line is worked out anew in every run. A cell is somebody's decision only when it says something else than what
was written; a `DocumentDecision` therefore names the fields that were changed, and counts for those alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from redact.errors import ReviewError
from redact.model import Judgement, Regime
from redact.review import words
from redact.rulebook import RuleBook
from redact.tables import Row, one_line, read_table, write_table

NAME = "documents.csv"

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("nummer", "nr", "documentcode"),
    "bestand": ("bestandsnaam", "file"),
    "vindplaats": ("location",),
    "datum": ("date",),
    "soort": ("soort document", "kind"),
    "titel": ("title", "documentnaam"),
    "oordeel": ("beoordeling", "judgement"),
    "markeringen": ("markering", "markings"),
    "gronden": ("grond", "weigeringsgrond", "weigeringsgronden", "grounds"),
    "paginas": ("pagina's", "pages"),
    "opmerking": ("opmerkingen", "toelichting", "remark"),
    "status": (),
}
"""Headings in the order in which they are written, each with the other headings that are understood."""

_FIELDS = {
    "datum": "date",
    "soort": "kind",
    "titel": "title",
    "oordeel": "judgement",
    "markeringen": "markings",
    "gronden": "grounds",
    "opmerking": "remark",
}
"""The columns that people may change, and the field of each."""

_DECIDING = frozenset({"judgement", "markings", "grounds"})


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as the list shows it. `location` is a title; `grounds` are codes and `markings` are ids."""

    document_id: str
    code: str
    name: str = field(repr=False)
    location: str
    date: datetime.date | None
    kind: str
    title: str = field(repr=False)
    judgement: Judgement | None
    markings: tuple[str, ...]
    grounds: tuple[str, ...]
    pages: int
    remark: str = field(repr=False)
    status: str


@dataclass(frozen=True, slots=True)
class DocumentDecision:
    """What people decided on one document: only the fields named in `changed` count.

    A judgement of None takes an earlier decision back: the program works it out again.
    """

    document_id: str
    changed: tuple[str, ...]
    reviewer: str
    date: datetime.date | None = None
    kind: str = ""
    title: str = field(default="", repr=False)
    judgement: Judgement | None = None
    markings: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    remark: str = field(default="", repr=False)

    def values(self) -> dict[str, Any]:
        """The changed fields with their new values."""
        return {name: getattr(self, name) for name in self.changed}


def documents_csv(rows: Iterable[DocumentRow], rulebook: RuleBook) -> bytes:
    """The documents list as a file for Excel."""
    label = cache(rulebook.label)
    return write_table(tuple(COLUMNS), ([_shown(row, label)[column] for column in COLUMNS] for row in rows))


def _shown(row: DocumentRow, label: Callable[[tuple[str, ...]], str]) -> dict[str, str]:
    return {
        "code": row.code,
        "bestand": one_line(row.name),
        "vindplaats": one_line(row.location),
        "datum": row.date.strftime("%d-%m-%Y") if row.date else "",
        "soort": one_line(row.kind),
        "titel": one_line(row.title),
        "oordeel": row.judgement.value if row.judgement else "",
        "markeringen": label(row.markings),
        "gronden": label(row.grounds),
        "paginas": str(row.pages),
        "opmerking": one_line(row.remark),
        "status": one_line(row.status),
    }


def read_documents(
    data: bytes, rows: Sequence[DocumentRow], rulebook: RuleBook, regime: Regime, reviewer: str = ""
) -> tuple[DocumentDecision, ...]:
    """Reads what people changed in documents.csv.

    Args:
        data: the file.
        rows: the list as it was when the file was written.
        rulebook: reads grounds and markings.
        regime: the law of this decision.
        reviewer: who is taken to have made the changes.

    Returns:
        One decision for each document with a changed cell, in the order of `rows`.

    Raises:
        ReviewError: in Dutch, every faulty row with its number; nothing of the file then counts.
    """
    table = read_table(data, COLUMNS, ("code", "oordeel"), NAME)
    reading = _Reading(rows, rulebook, regime, one_line(reviewer))
    for line in table.rows:
        reading.row(line)
    decisions = reading.decisions()
    reading.faults.settle()
    return decisions


@dataclass(slots=True)
class _Reading:
    """One file being read against the list it came from."""

    rows: Sequence[DocumentRow]
    rulebook: RuleBook
    regime: Regime
    reviewer: str
    faults: words.Faults = field(default_factory=lambda: words.Faults(NAME))
    read: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    known: dict[str, DocumentRow] = field(init=False)
    index: words.Documents = field(init=False)
    label: Callable[[tuple[str, ...]], str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = {row.document_id: row for row in self.rows}
        self.index = words.Documents({row.document_id: row.code for row in self.rows})
        self.label = cache(self.rulebook.label)

    def row(self, line: Row) -> None:
        cells = {column: one_line(cell) for column, cell in line.cells.items()}
        document_id = self.index.find(cells["code"]) if cells["code"] else None
        if document_id is None:
            if any(cells.values()):
                self.faults.note(line.number, "de code ontbreekt of is onbekend")
            return
        before = self.known[document_id]
        shown = _shown(before, self.label)
        if cells.get("bestand") and cells["bestand"] != shown["bestand"]:
            self.faults.note(line.number, "de code hoort bij een ander bestand; haal een nieuwe documents.csv op")
            return
        count = len(self.faults.found)
        changes = self._changes(line.number, cells, before, shown)
        if len(self.faults.found) == count:
            self.read.setdefault(document_id, []).append((line.number, changes))

    def _changes(
        self, number: int, cells: Mapping[str, str], before: DocumentRow, shown: Mapping[str, str]
    ) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        count = len(self.faults.found)
        for column, name in _FIELDS.items():
            cell = cells.get(column, shown[column])
            if _same_in_excel(cell, shown[column]):
                continue
            value = self._value(number, column, cell)
            if value != getattr(before, name):
                changes[name] = value
        sound = len(self.faults.found) == count
        if sound and changes.keys() & _DECIDING and _groundless(replace(before, **changes)):
            self.faults.note(number, "'niet openbaar' heeft een grond of een markering nodig")
        return changes

    def _value(self, number: int, column: str, cell: str) -> Any:
        readers: dict[str, Callable[[str], object]] = {
            "datum": words.date_of,
            "oordeel": words.judgement_of,
            "markeringen": lambda text: words.markings_of(text, self.rulebook),
            "gronden": lambda text: words.ground_codes_of(text, self.rulebook, self.regime),
        }
        return self.faults.attempt(number, lambda: readers.get(column, str)(cell))

    def decisions(self) -> tuple[DocumentDecision, ...]:
        """The decisions; rows that contradict each other are noted as faults."""
        found = []
        for row in self.rows:
            lines = self.read.get(row.document_id, [])
            if lines and any(changes != lines[0][1] for _, changes in lines):
                numbers = sorted(number for number, _ in lines)
                others = ", ".join(str(number) for number in numbers[1:])
                self.faults.note(numbers[0], f"dit document staat ook op rij {others}, met een andere inhoud")
            elif lines and lines[0][1]:
                changes = lines[0][1]
                found.append(DocumentDecision(row.document_id, tuple(sorted(changes)), self.reviewer, **changes))
        return tuple(found)


def _same_in_excel(cell: str, shown: str) -> bool:
    """Whether a cell says what was written, also after Excel took it for a date or a number."""
    if cell == shown:
        return True
    if cell.isdecimal() and shown.isdecimal():
        return int(cell) == int(shown)
    try:
        return words.date_of(cell) == words.date_of(shown)
    except ReviewError:
        return False


def _groundless(row: DocumentRow) -> bool:
    return row.judgement is Judgement.NOT_PUBLIC and not row.grounds and not row.markings


def decide(row: DocumentRow, decision: DocumentDecision) -> DocumentRow:
    """The row with a decision applied; a judgement that was taken back leaves the row's own."""
    values = {name: value for name, value in decision.values().items() if name != "judgement" or value}
    return replace(row, **values)


def merge_decisions(
    older: Iterable[DocumentDecision], newer: Iterable[DocumentDecision]
) -> tuple[DocumentDecision, ...]:
    """One decision a document, field by field the newest."""
    merged: dict[str, DocumentDecision] = {}
    for decision in (*older, *newer):
        before = merged.get(decision.document_id)
        if before is not None:
            values = before.values() | decision.values()
            decision = DocumentDecision(decision.document_id, tuple(sorted(values)), decision.reviewer, **values)
        merged[decision.document_id] = decision
    return tuple(merged.values())


def document_events(
    before: Iterable[DocumentRow], decisions: Iterable[DocumentDecision], origin: str, versions: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Journal lines for decisions: which fields, and the old and new judgement, grounds and markings; no titles."""
    rows = {row.document_id: row for row in before}
    return [
        {
            "event": "document",
            "document_id": decision.document_id,
            "fields": list(decision.changed),
            **_difference(rows[decision.document_id], decision),
            "reviewer": decision.reviewer,
            "origin": origin,
            **versions,
        }
        for decision in decisions
    ]


def _difference(row: DocumentRow, decision: DocumentDecision) -> dict[str, Any]:
    difference: dict[str, Any] = {}
    for name in sorted(_DECIDING & set(decision.changed)):
        old, new = getattr(row, name), getattr(decision, name)
        difference[f"old_{name}"] = list(old) if isinstance(old, tuple) else old or ""
        difference[f"new_{name}"] = list(new) if isinstance(new, tuple) else new or ""
    return difference
