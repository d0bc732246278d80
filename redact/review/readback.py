"""hits.csv read back: what the reviewers changed and added, or everything that is wrong with the file at once.

Of a known hit only grond, oordeel, beoordelaar and opmerking count. A cell that still says what was written is
unchanged; a row that is missing leaves its hit as it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from redact.model import Regime, Review, Verdict
from redact.review import words
from redact.review.additions import AddedTerm
from redact.review.hitlist import Entry, HitList, hit_id
from redact.review.sheet import COLUMNS, NAME, shown
from redact.rulebook import RuleBook
from redact.tables import one_line, read_table

_HIT_ID = re.compile(r"h0*([1-9]\d{0,8})", re.IGNORECASE)
_SHORTEST_TEXT = 3
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a file changes: reviews of known hits, added texts, and Dutch remarks on what was met."""

    reviews: tuple[Review, ...]
    added: tuple[AddedTerm, ...]
    notes: tuple[str, ...]


def read_back(
    data: bytes,
    hit_list: HitList,
    codes: Mapping[str, str],
    rulebook: RuleBook,
    regime: Regime,
    reviewer: str,
) -> ReadBack:
    """Reads what people did to hits.csv.

    Args:
        data: the file.
        hit_list: the list as it was when the file was written.
        codes: the code of each document by document id.
        rulebook: reads grounds and markings.
        regime: the law of this decision; grounds of the other law are refused.
        reviewer: who is taken to have made the changes where the column beoordelaar does not say so.

    Raises:
        ReviewError: in Dutch, every faulty row with its number; nothing of the file then counts.
    """
    table = read_table(data, COLUMNS, ("id", "oordeel"), NAME)
    reading = _Reading(hit_list, words.Documents(codes), rulebook, regime, one_line(reviewer))
    for row in table.rows:
        cells = {column: one_line(cell) for column, cell in row.cells.items()}
        if cells["id"]:
            reading.known_row(row.number, cells)
        elif any(cells.values()):
            reading.added_row(row.number, cells)
    reviews, added = reading.reviews(), reading.added()
    reading.faults.settle()
    return ReadBack(reviews, added, reading.notes())


@dataclass(slots=True)
class _Reading:
    """One file being read against the list it came from."""

    hit_list: HitList
    documents: words.Documents
    rulebook: RuleBook
    regime: Regime
    reviewer: str
    faults: words.Faults = field(default_factory=lambda: words.Faults(NAME))
    entries: dict[str, Entry] = field(init=False)
    gone: frozenset[str] = field(init=False)
    label: Callable[[tuple[str, ...]], str] = field(init=False)
    grounds_of: Callable[[str], tuple[str, ...]] = field(init=False)
    read: dict[str, list[tuple[int, Review]]] = field(default_factory=dict)
    wanted: list[AddedTerm] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries = self.hit_list.by_id()
        self.label = cache(self.rulebook.label)
        self.grounds_of = cache(lambda cell: words.hit_grounds_of(cell, self.rulebook, self.regime))
        self.gone = frozenset(entry.hit_id for entry in self.hit_list.vanished)

    def known_row(self, row: int, cells: Mapping[str, str]) -> None:
        match = _HIT_ID.fullmatch(cells["id"])
        entry = self.entries.get(hit_id(int(match[1]))) if match else None
        if entry is not None:
            review = self._review(row, cells, entry)
            if review is not None:
                self.read.setdefault(entry.hit_id, []).append((row, review))
            if _other_text(cells.get("tekst", ""), entry):
                self.shifted.append(row)
        elif match is None:
            self.faults.note(row, "dit id is geen id van een treffer; laat het id leeg bij een toevoeging")
        elif int(match[1]) < self.hit_list.next_number and not cells["oordeel"]:
            self.forgotten.append(row)
        else:
            self.faults.note(row, f"treffer {hit_id(int(match[1]))} staat niet (meer) in de lijst")

    def _review(self, row: int, cells: Mapping[str, str], entry: Entry) -> Review | None:
        """The row as a review; None when it is faulty."""
        before = shown(entry, self.label, gone=entry.hit_id in self.gone)
        changed = {column: cells[column] for column in before if cells.get(column, before[column]) != before[column]}
        verdict = self._verdict(row, changed["oordeel"]) if "oordeel" in changed else entry.verdict
        grounds = self._grounds(row, changed["grond"]) if "grond" in changed else entry.grounds
        if verdict is None or grounds is None:
            return None
        if sorted(grounds) == sorted(entry.grounds):
            grounds = entry.grounds
        standing = _standing(entry)
        remark = changed.get("opmerking", standing.remark)
        decided = (verdict, grounds, remark) != (standing.verdict, standing.grounds, standing.remark)
        name = self._name(changed.get("beoordelaar", ""), standing, decided)
        fault = _incomplete(verdict, grounds, name) if decided or name != standing.reviewer else ""
        if fault:
            self.faults.note(row, fault)
            return None
        return Review(entry.hit_id, verdict, grounds, name, remark)

    def _verdict(self, row: int, cell: str) -> Verdict | None:
        return self.faults.attempt(row, lambda: words.verdict_of(cell))

    def _grounds(self, row: int, cell: str) -> tuple[str, ...] | None:
        return self.faults.attempt(row, lambda: self.grounds_of(cell))

    def _name(self, typed: str, standing: Review, decided: bool) -> str:
        """Who stands behind the row. A name beside an open hit decides nothing, so it does not count."""
        if decided:
            return typed or self.reviewer or standing.reviewer
        return standing.reviewer if standing.verdict is Verdict.OPEN else typed or standing.reviewer

    def reviews(self) -> tuple[Review, ...]:
        """Reviews that differ from the list, in its order; rows that contradict each other are noted as faults."""
        found = []
        for entry in self.entries.values():
            rows = self.read.get(entry.hit_id, [])
            self._compare(entry.hit_id, rows)
            changed = [review for _, review in rows if review != _standing(entry)]
            if changed:
                found.append(min(changed, key=lambda review: (review.reviewer, review.remark)))
        return tuple(sorted(found, key=lambda review: int(review.hit_id[1:])))

    def _compare(self, name: str, rows: Sequence[tuple[int, Review]]) -> None:
        decisions = {(review.verdict, tuple(sorted(review.grounds))) for _, review in rows}
        if len(decisions) > 1:
            numbers = sorted(row for row, _ in rows)
            others = ", ".join(str(number) for number in numbers[1:])
            self.faults.note(
                numbers[0], f"treffer {name} staat ook op rij {others}, met een ander oordeel of een andere grond"
            )

    def added_row(self, row: int, cells: Mapping[str, str]) -> None:
        """Reads a row without id: a text that a reviewer wants redacted."""
        found_before = len(self.faults.found)
        text = cells.get("tekst", "")
        self._check_text(row, text)
        verdict = self._verdict(row, cells["oordeel"])
        if verdict not in (None, Verdict.REDACT):
            self.faults.note(row, "een rij zonder id is een toevoeging; die heeft oordeel 'lakken' nodig")
        grounds = self._grounds(row, cells.get("grond", ""))
        if grounds == ():
            self.faults.note(row, "een toevoeging heeft een grond nodig")
        document_id, page = self._place(row, cells)
        reviewer = cells.get("beoordelaar", "") or self.reviewer
        if fault := _nameless(reviewer):
            self.faults.note(row, fault)
        if grounds and len(self.faults.found) == found_before:
            self.wanted.append(AddedTerm("", text, document_id, page, grounds, reviewer, row))

    def _check_text(self, row: int, text: str) -> None:
        if not text:
            self.faults.note(row, "geen id en geen tekst; vul een van beide in of verwijder de rij")
        elif len(text) < _SHORTEST_TEXT:
            self.faults.note(row, f"de tekst van een toevoeging telt minstens {_SHORTEST_TEXT} tekens")

    def _place(self, row: int, cells: Mapping[str, str]) -> tuple[str, int | None]:
        code = cells.get("document", "")
        document_id = self.documents.find(code) if code else ""
        if document_id is None:
            self.faults.note(row, "document is onbekend; gebruik de code uit documents.csv of laat leeg")
        page = self.faults.attempt(row, lambda: words.page_of(cells.get("pagina", "")))
        if page is not None and not code:
            self.faults.note(row, "pagina zonder document; vul ook het document in")
        return document_id or "", page

    def added(self) -> tuple[AddedTerm, ...]:
        """The added texts that the list does not have yet; sorting the file does not change their numbers."""
        known = {term.identity for term in self.hit_list.terms}
        new: dict[object, AddedTerm] = {}
        for term in sorted(self.wanted, key=_order):
            if term.identity not in known:
                new.setdefault(term.identity, term)
        first = 1 + max((int(term.term_id[1:]) for term in self.hit_list.terms), default=0)
        return tuple(
            AddedTerm(f"t{number:04d}", *_fields(term)) for number, term in enumerate(new.values(), start=first)
        )

    def notes(self) -> tuple[str, ...]:
        """Remarks for the reviewer, none of which stops the run."""
        found = []
        missing = sum(entry.hit_id not in self.read for entry in self.hit_list.entries)
        if missing:
            found.append(f"Aantal treffers dat niet in {NAME} staat: {missing}. Die blijven zoals ze waren.")
        if self.forgotten:
            found.append(f"rij {_listed(self.forgotten)}: deze treffers bestaan niet meer en zijn overgeslagen.")
        if self.shifted:
            found.append(
                f"rij {_listed(self.shifted)}: de tekst hoort niet bij het id. Is er een kolom apart gesorteerd? "
                "Dan staan ook de oordelen bij de verkeerde treffer."
            )
        return tuple(found)


def _incomplete(verdict: Verdict, grounds: tuple[str, ...], name: str) -> str:
    if verdict is Verdict.REDACT and not grounds:
        return "oordeel 'lakken' zonder grond"
    return _nameless(name)


def _nameless(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        return f"de naam van de beoordelaar telt meer dan {_LONGEST_NAME} tekens"
    return "" if name else "beoordelaar ontbreekt"


def _listed(rows: Sequence[int]) -> str:
    first = ", ".join(str(row) for row in sorted(rows)[:10])
    return first if len(rows) <= 10 else f"{first} en {len(rows) - 10} andere"


def _standing(entry: Entry) -> Review:
    """The review as it is; an untouched hit counts as open with the machine's grounds."""
    return entry.review or Review(entry.hit_id, Verdict.OPEN, entry.grounds, "")


def _other_text(cell: str, entry: Entry) -> bool:
    """Whether a cell with letters shows another text than the hit's. Numbers do not count: Excel changes those."""
    seen, own = _letters(cell), _letters(entry.hit.text)
    return len(seen) >= _SHORTEST_TEXT and not own.startswith(seen)


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalpha())


def _order(term: AddedTerm) -> tuple[str, str, int, tuple[str, ...], str, int]:
    return term.text, term.document_id, term.page or 0, term.grounds, term.reviewer, term.row


def _fields(term: AddedTerm) -> tuple[str, str, int | None, tuple[str, ...], str, int]:
    return term.text, term.document_id, term.page, term.grounds, term.reviewer, term.row
