"""Rows without an id: texts that a reviewer wants redacted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from redact.model import Verdict
from redact.review import words
from redact.review.additions import AddedTerm
from redact.review.readers import refuse_nobody
from redact.review.weighing import Cells, Present, demand_name

SHORTEST_TEXT = 3


@dataclass(slots=True)
class AddedRows:
    """The added rows of one file; `wanted` has them without a term id."""

    present: Present
    faults: words.Faults
    grounds_of: Callable[[str], tuple[str, ...]]
    wanted: list[AddedTerm] = field(default_factory=list)
    documents: words.Documents = field(init=False)

    def __post_init__(self) -> None:
        self.documents = words.Documents(self.present.codes)

    def read(self, row: int, cells: Cells) -> None:
        """Reads one row; what is wrong with it is noted."""
        found_before = len(self.faults.found)
        text = cells.get("tekst", "")
        self._check_text(row, text)
        verdict = self.faults.attempt(row, lambda: words.verdict_of(cells["oordeel"]))
        if verdict not in (None, Verdict.REDACT):
            self.faults.note(row, "een rij zonder id is een toevoeging; die heeft oordeel 'lakken' nodig")
        grounds = self._grounds(row, cells.get("grond", ""))
        document_id, page = self._place(row, cells)
        reviewer = cells.get("beoordelaar", "") or self.present.reviewer
        self.faults.attempt(row, lambda: demand_name(reviewer))
        self.faults.attempt(row, lambda: refuse_nobody(reviewer, self.present.nobody))
        if grounds and len(self.faults.found) == found_before:
            self.wanted.append(AddedTerm("", text, document_id, page, grounds, reviewer, row))

    def _check_text(self, row: int, text: str) -> None:
        if not text:
            self.faults.note(row, "geen id en geen tekst; vul een van beide in of verwijder de rij")
        elif len(text) < SHORTEST_TEXT:
            self.faults.note(row, f"de tekst van een toevoeging telt minstens {SHORTEST_TEXT} tekens")

    def _grounds(self, row: int, cell: str) -> tuple[str, ...]:
        grounds = self.faults.attempt(row, lambda: self.grounds_of(cell))
        if grounds == ():
            self.faults.note(row, "een toevoeging heeft een grond nodig")
        for problem in self.present.rulebook.problems(grounds or ()):
            self.faults.note(row, problem)
        return grounds or ()

    def _place(self, row: int, cells: Cells) -> tuple[str, int | None]:
        code = cells.get("document", "")
        document_id = self.documents.find(code) if code else ""
        if document_id is None:
            self.faults.note(row, "document is onbekend; gebruik de code uit documents.csv of laat leeg")
        page = self.faults.attempt(row, lambda: words.page_of(cells.get("pagina", "")))
        if page is not None and not code:
            self.faults.note(row, "pagina zonder document; vul ook het document in")
        return document_id or "", page


def numbered(wanted: Iterable[AddedTerm], known: Iterable[AddedTerm]) -> tuple[AddedTerm, ...]:
    """The added texts that are not known yet, with their ids; sorting a file does not change their numbers."""
    before = list(known)
    identities = {term.identity for term in before}
    new: dict[object, AddedTerm] = {}
    for term in sorted(wanted, key=_order):
        if term.identity not in identities:
            new.setdefault(term.identity, term)
    first = 1 + max((int(term.term_id[1:]) for term in before), default=0)
    return tuple(replace(term, term_id=f"t{number:04d}") for number, term in enumerate(new.values(), start=first))


def _order(term: AddedTerm) -> tuple[str, str, int, tuple[str, ...], str, int]:
    return term.text, term.document_id, term.page or 0, term.grounds, term.reviewer, term.row
