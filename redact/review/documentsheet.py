"""documents.csv: one line a document, out and in again. What a line says is in `redact.review.documents`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from redact.model import Regime
from redact.review import words
from redact.review.documents import (
    DECIDING,
    DocumentDecision,
    DocumentRow,
    document_stamp,
    groundless,
    with_shown_grounds,
)
from redact.review.readers import cannot_be_second
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
    "afzender": ("van", "sender"),
    "ontvanger": ("aan", "geadresseerde", "receiver"),
    "oordeel": ("beoordeling", "judgement"),
    "markeringen": ("markering", "markings"),
    "gronden": ("grond", "weigeringsgrond", "weigeringsgronden", "grounds"),
    "paginas": ("pagina's", "pages"),
    "resterend": ("remaining",),
    "opmerking": ("opmerkingen", "toelichting", "remark"),
    "tweede lezer": ("tweede", "second"),
    "status": (),
}
"""Headings in the order in which they are written, each with the other headings that are understood."""

_FIELDS = {
    "datum": "date",
    "soort": "kind",
    "titel": "title",
    "afzender": "sender",
    "ontvanger": "receiver",
    "oordeel": "judgement",
    "markeringen": "markings",
    "gronden": "grounds",
    "opmerking": "remark",
}
"""The columns that people may change, and the field of each."""

_QUOTABLE = frozenset({"datum", "soort", "oordeel", "markeringen", "gronden"})
"""Columns that hold no text of a document."""


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
        "afzender": one_line(row.sender),
        "ontvanger": one_line(row.receiver),
        "oordeel": row.judgement.value if row.judgement else "",
        "markeringen": label(row.markings),
        "gronden": label(row.grounds),
        "paginas": str(row.pages),
        "resterend": "" if row.remaining is None else percentage(row.remaining),
        "opmerking": one_line(row.remark),
        "tweede lezer": one_line(f"teruggestuurd door {row.second}" if row.returned else row.second),
        "status": one_line(row.status),
    }


def percentage(share: float) -> str:
    """A share from 0 to 1 in whole percents, so rounded that nothing and all are only said of nothing and all."""
    least, most = int(share > 0), 100 - int(share < 1)
    return f"{min(max(round(100 * share), least), most)}%"


@dataclass(frozen=True, slots=True)
class Earlier:
    """documents.csv as it was last written, and what people decided so far; None where that file is gone."""

    written: bytes | None = field(default=None, repr=False)
    decisions: Sequence[DocumentDecision] = ()


def read_documents(
    data: bytes,
    rows: Sequence[DocumentRow],
    rulebook: RuleBook,
    regime: Regime,
    reviewer: str = "",
    earlier: Earlier | None = None,
) -> tuple[DocumentDecision, ...]:
    """Reads what people changed in documents.csv.

    Args:
        data: the file.
        rows: the list as it is now.
        rulebook: reads grounds and markings.
        regime: the law of this decision.
        reviewer: who is taken to have made the changes.
        earlier: what a cell is compared with; without it, the list as it is now.

    Returns:
        One decision for each document with a changed cell, in the order of `rows`.

    Raises:
        ReviewError: in Dutch, every faulty row with its number; nothing of the file then counts.
    """
    table = read_table(data, COLUMNS, ("code", "oordeel"), NAME)
    reading = _Reading(rows, rulebook, regime, one_line(reviewer), earlier or Earlier())
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
    earlier: Earlier
    faults: words.Faults = field(default_factory=lambda: words.Faults(NAME))
    read: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    known: dict[str, DocumentRow] = field(init=False)
    index: words.Documents = field(init=False)
    label: Callable[[tuple[str, ...]], str] = field(init=False)
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    decided: dict[str, DocumentDecision] = field(init=False)

    def __post_init__(self) -> None:
        self.decided = {decision.document_id: decision for decision in self.earlier.decisions}
        if self.earlier.written is not None:
            for row in read_table(self.earlier.written, COLUMNS, ("code", "oordeel"), NAME).rows:
                self.written[row.cells["code"]] = {column: one_line(cell) for column, cell in row.cells.items()}
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
        now = _shown(before, self.label)
        shown = now | self.written.get(before.code, {})
        if cells.get("bestand") and cells["bestand"] != shown["bestand"]:
            self.faults.note(line.number, "de code hoort bij een ander bestand; haal een nieuwe documents.csv op")
            return
        count = len(self.faults.found)
        changes = self._changes(line.number, cells, before, shown)
        for column, name in _FIELDS.items():
            if shown[column] != now[column] and changes.get(name, getattr(before, name)) != getattr(before, name):
                self._refuse_overtaken(line.number, column, before)
        if len(self.faults.found) == count:
            self.read.setdefault(document_id, []).append((line.number, changes))

    def _changes(
        self, number: int, cells: Mapping[str, str], before: DocumentRow, shown: Mapping[str, str]
    ) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        count = len(self.faults.found)
        for column, name in _FIELDS.items():
            cell = cells.get(column, shown[column])
            if words.same_in_excel(cell, shown[column]):
                continue
            value = self._value(number, column, cell)
            if value != getattr(before, name):
                changes[name] = value
        changes = with_shown_grounds(before, changes)
        if len(self.faults.found) > count:
            return changes
        ruled = replace(before, **changes)
        if changes.keys() & DECIDING and groundless(ruled):
            self.faults.note(number, "'niet openbaar' heeft een grond of een markering nodig")
        return changes | self._second(number, cells, ruled, shown)

    def _refuse_overtaken(self, number: int, column: str, row: DocumentRow) -> None:
        """Notes that a person decided otherwise in the meantime; what was only worked out may be overruled."""
        decision = self.decided.get(row.document_id)
        if decision is not None and _FIELDS[column] in decision.changed:
            value = words.quoted(_shown(row, self.label)[column] or "leeg") if column in _QUOTABLE else "anders"
            who = ", ".join(filter(None, (value, decision.reviewer)))
            advice = "maak de rij daaraan gelijk of wijzig het daar"
            self.faults.note(number, f"{column} is intussen elders ingevuld ({who}); {advice}")

    def _second(
        self, number: int, cells: Mapping[str, str], row: DocumentRow, shown: Mapping[str, str]
    ) -> dict[str, Any]:
        """What the second reader's cell changes: a name confirms the row as it stands, an empty cell undoes that."""
        name = cells.get("tweede lezer", shown["tweede lezer"])
        if name == shown["tweede lezer"]:
            return {}
        if not name:
            return {"second": "", "returned": "", "seen": ""}
        decided = row.judgement, row.markings, row.grounds
        before = self.known[row.document_id]
        decider = before.decider if decided == (before.judgement, before.markings, before.grounds) else self.reviewer
        if fault := cannot_be_second(decider, name):
            self.faults.note(number, fault)
        return {"second": name, "returned": "", "seen": document_stamp(row)}

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
