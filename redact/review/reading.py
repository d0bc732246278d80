"""One file of the hit list being read, row by row; a cell that still says what was written is unchanged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from redact.errors import ReviewError
from redact.model import Verdict
from redact.review import words
from redact.review.addedrows import SHORTEST_TEXT, AddedRows
from redact.review.hitlist import Entry, hit_id
from redact.review.sheet import FILLED_IN, GROUP_SHEET, Content, shown
from redact.review.weighing import Before, Cells, Overtaken, Present, Weighed, standing, weigh
from redact.tables import Row, one_line

_HIT_ID = re.compile(r"h0*([1-9]\d{0,8})", re.IGNORECASE)
_MOST_NAMED = 5
_SHIFTED = "de tekst hoort niet bij het id maar bij een andere treffer; is er een kolom apart gesorteerd?"


@dataclass(frozen=True, slots=True)
class Line:
    """What the row at `place` ('rij 12') makes of its hit."""

    place: str
    weighed: Weighed


@dataclass(slots=True)
class Reading:
    """A file being read. `written` is what stood in it when it was written; None where that is not known."""

    name: str
    content: Content
    written: Content | None
    present: Present
    faults: words.Faults = field(init=False)
    group_faults: words.Faults = field(init=False)
    added: AddedRows = field(init=False)
    lines: dict[str, Line] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _entries: dict[str, Entry] = field(init=False)
    _cells: dict[str, Cells] = field(default_factory=dict)
    _groups: dict[str, Cells] = field(default_factory=dict)
    _label: Callable[[tuple[str, ...]], str] = field(init=False)
    _grounds_of: Callable[[str], tuple[str, ...]] = field(init=False)
    _rows: dict[str, list[tuple[int, Cells]]] = field(default_factory=dict)
    _shared: dict[str, tuple[int, Cells]] = field(default_factory=dict)
    _troubled: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    _forgotten: list[int] = field(default_factory=list)
    _shifted: list[int] = field(default_factory=list)
    _texts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        rulebook, regime = self.present.rulebook, self.present.regime
        self.faults, self.group_faults = words.Faults(self.name), words.Faults(self.name, GROUP_SHEET)
        self._label = cache(rulebook.label)
        self._grounds_of = cache(lambda cell: words.hit_grounds_of(cell, rulebook, regime))
        self.added = AddedRows(self.present, self.faults, self._grounds_of)
        self._entries = self.present.hit_list.by_id()
        if self.written is not None:
            self._cells = {one_line(row.cells["id"]): _filled_in(row) for row in self.written.hits.rows}
            self._groups = {one_line(row.cells["groep"]): _given(row) for row in self.written.groups}

    def read(self) -> None:
        """Reads all rows: `lines` has what became of each changed hit, `added` the new texts."""
        for row in self.content.hits.rows:
            cells = {column: one_line(cell) for column, cell in row.cells.items()}
            if cells["id"]:
                self._known_row(row.number, cells)
            elif any(cells.values()):
                self.added.read(row.number, cells)
        for row in self.content.groups:
            self._group_row(row)
        gone = {entry.hit_id for entry in self.present.hit_list.vanished}
        for entry in self._entries.values():
            if entry.hit_id in self._rows or entry.hit_id in self._shared:
                self._decide(self._before(entry, shown(entry, self._label, gone=entry.hit_id in gone)))
        for (number, message), names in self._troubled.items():
            self.group_faults.note(number, f"treffer {_listed(names, _MOST_NAMED)}{message}")
        self._remark()

    def differing(self) -> tuple[str, ...]:
        """Places of the rows that say something else than the list does now; needs no sound file."""
        places = [line.place for line in self.lines.values()]
        places += [self.faults.place(row) for row in sorted({row for row, _ in self.faults.found})]
        places += [self.group_faults.place(row) for row in sorted({row for row, _ in self.group_faults.found})]
        places += [self.faults.place(term.row) for term in self.added.wanted]
        return tuple(dict.fromkeys(places))

    def _known_row(self, row: int, cells: Cells) -> None:
        match = _HIT_ID.fullmatch(cells["id"])
        name = hit_id(int(match[1])) if match else ""
        if name in self._entries:
            self._rows.setdefault(name, []).append((row, cells))
        elif match is None:
            self.faults.note(row, "dit id is geen id van een treffer; laat het id leeg bij een toevoeging")
        elif int(match[1]) < self.present.hit_list.next_number and not self._speaks(name, cells):
            self._forgotten.append(row)
        else:
            self.faults.note(row, f"treffer {name} staat niet (meer) in de lijst")

    def _speaks(self, name: str, cells: Cells) -> bool:
        """Whether the row of a hit that is gone holds a verdict that was not written there."""
        return cells["oordeel"] not in ("", self._cells.get(name, {}).get("oordeel", ""))

    def _group_row(self, row: Row) -> None:
        given, group = _given(row), one_line(row.cells["groep"])
        if not given.keys() - {"beoordelaar"} or given == self._groups.get(group):
            return
        if not self._sound(self.group_faults, row.number, given):
            return
        members = self.content.members.get(group, ())
        if not members:
            self.group_faults.note(row.number, "deze groep is onbekend; vul het oordeel in op het blad Treffers")
        for member in members:
            first, before = self._shared.setdefault(member, (row.number, given))
            if before != given:
                self.group_faults.note(first, f"deze groep staat ook op rij {row.number}, met een andere inhoud")

    def _sound(self, faults: words.Faults, row: int, cells: Cells) -> bool:
        """Whether verdict and grounds can be read; notes what cannot."""
        count = len(faults.found)
        faults.attempt(row, lambda: words.verdict_of(cells.get("oordeel", "")))
        faults.attempt(row, lambda: self._grounds_of(cells.get("grond", "")))
        return len(faults.found) == count

    def _before(self, entry: Entry, now: Cells) -> Before:
        cells = {**now, **self._cells.get(entry.hit_id, {})}
        if (cells["oordeel"], cells["grond"]) == (now["oordeel"], now["grond"]):
            return Before(entry, now, cells, entry.verdict, entry.grounds)
        try:
            verdict, grounds = words.verdict_of(cells["oordeel"]), self._grounds_of(cells["grond"])
        except ReviewError:
            return Before(entry, now, now, entry.verdict, entry.grounds)
        return Before(entry, now, cells, verdict, grounds)

    def _decide(self, before: Before) -> None:
        """Weighs all rows of a hit, or the row of its group where the hit has none."""
        entry = before.entry
        rows = [(row, _changed(cells, before.cells)) for row, cells in self._rows.get(entry.hit_id, [])]
        found = [(row, line) for row, own in rows if (line := self._line(row, own, before))]
        if not rows and (line := self._group_line({}, before)):
            found = [(0, line)]
        self._compare(entry.hit_id, found)
        changed = [line for _, line in found if line.weighed.review != standing(entry)]
        self._look_at_texts(entry, touched={row for row, own in rows if own})
        if changed:
            self.lines[entry.hit_id] = min(changed, key=_preferred)

    def _line(self, row: int, own: Cells, before: Before) -> Line | None:
        """What a row makes of its hit; None when it is faulty."""
        if not self._sound(self.faults, row, own):
            return None
        if before.entry.hit_id in self._shared and not _decides_itself(own, before):
            return self._group_line(own, before)
        try:
            return Line(self.faults.place(row), weigh(before, own, self._grounds_of, self.present))
        except Overtaken as error:
            self.faults.note(row, f"treffer {before.entry.hit_id} {error}")
        except ReviewError as error:
            self.faults.note(row, str(error))
        return None

    def _group_line(self, own: Cells, before: Before) -> Line | None:
        """What the row of its group makes of a hit; name and remark in its own row stay."""
        row, given = self._shared[before.entry.hit_id]
        changed = _changed({**given, **own}, before.cells)
        try:
            return Line(self.group_faults.place(row), weigh(before, changed, self._grounds_of, self.present))
        except Overtaken as error:
            message = f" {error}"
        except ReviewError as error:
            message = f": {error}"
        self._troubled.setdefault((row, message), []).append(before.entry.hit_id)
        return None

    def _compare(self, name: str, found: Sequence[tuple[int, Line]]) -> None:
        """Notes rows of one hit that contradict each other."""
        reviews = [(row, line.weighed.review) for row, line in found]
        if len({(review.verdict, tuple(sorted(review.grounds))) for _, review in reviews}) > 1:
            first, *others = sorted(row for row, _ in reviews)
            rows = ", ".join(map(str, others))
            self.faults.note(
                first, f"treffer {name} staat ook op rij {rows}, met een ander oordeel of een andere grond"
            )

    def _look_at_texts(self, entry: Entry, touched: set[int]) -> None:
        """A row whose text is that of another hit was torn apart: its verdict may be another hit's as well."""
        for row, cells in self._rows.get(entry.hit_id, []):
            if _other_text(seen := _letters(cells.get("tekst", "")), entry):
                self._shifted.append(row)
                if row in touched and self._is_a_hit(seen):
                    self.faults.note(row, _SHIFTED)

    def _is_a_hit(self, seen: str) -> bool:
        if not self._texts:
            self._texts = frozenset(_letters(entry.hit.text) for entry in self._entries.values())
        return seen in self._texts

    def _remark(self) -> None:
        """Remarks for the reviewer, none of which stops the run."""
        missing = sum(entry.hit_id not in self._rows for entry in self.present.hit_list.entries)
        if missing:
            self.notes.append(f"Aantal treffers dat niet in {self.name} staat: {missing}. Die blijven zoals ze waren.")
        if self._forgotten:
            rows = _listed(map(str, sorted(self._forgotten)))
            self.notes.append(f"{self.name}, rij {rows}: deze treffers bestaan niet meer en zijn overgeslagen.")
        if self._shifted:
            rows = _listed(map(str, sorted(self._shifted)))
            self.notes.append(
                f"{self.name}, rij {rows}: de tekst hoort niet bij het id. Is er een kolom apart gesorteerd? "
                "Dan staan ook de oordelen bij de verkeerde treffer."
            )


def _filled_in(row: Row) -> dict[str, str]:
    return {column: one_line(row.cells[column]) for column in FILLED_IN if column in row.cells}


def _given(row: Row) -> dict[str, str]:
    """What the row of a group says; a blank cell says nothing."""
    return {column: cell for column, cell in _filled_in(row).items() if cell}


def _changed(cells: Cells, before: Cells) -> dict[str, str]:
    """The cells that people may fill in and that say something else than before."""
    return {
        column: cells[column]
        for column in FILLED_IN
        if column in cells and not words.same_in_excel(cells[column], before[column])
    }


def _decides_itself(own: Cells, before: Before) -> bool:
    signed = not own.keys().isdisjoint({"beoordelaar", "tweede lezer"})
    return (signed and before.verdict is not Verdict.OPEN) or not own.keys().isdisjoint({"oordeel", "grond"})


def _preferred(line: Line) -> tuple[bool, bool, str, str]:
    review = line.weighed.review
    return not line.weighed.decided, not review.remark, review.reviewer, review.remark


def _listed(names: Iterable[str], most: int = 10) -> str:
    every = list(names)
    first = ", ".join(every[:most])
    return first if len(every) <= most else f"{first} en {len(every) - most} andere"


def _other_text(seen: str, entry: Entry) -> bool:
    """Whether letters are of another text than the hit's. Numbers do not count: Excel changes those."""
    return len(seen) >= SHORTEST_TEXT and not _letters(entry.hit.text).startswith(seen)


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalpha())
