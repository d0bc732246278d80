"""The hit list read back: what the reviewers changed and added, or everything that is wrong with it at once.

hits.csv and hits.xlsx hold the same list; whichever was changed is read, and what was changed in both is put together.
Of a known hit only grond, oordeel, beoordelaar and opmerking count. A cell that still says what was written is
unchanged; a row that is missing leaves its hit as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from redact.errors import ReviewError
from redact.model import Review, Verdict
from redact.review import words
from redact.review.addedrows import numbered
from redact.review.additions import AddedTerm
from redact.review.reading import Line, Reading
from redact.review.sheet import COLUMNS, FILLED_IN, WORKBOOK, Content
from redact.review.weighing import Present
from redact.review.workbook_reading import edition_of, read_workbook
from redact.tables import one_line, read_table

_MOST_ROWS = 10

_Change = tuple[str, Line]
"""A changed hit, with the name of the file."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A file of the hit list as it is now, and as the program last wrote it; None where that copy is gone.

    `earlier` has what it held before that, the latest first.
    """

    name: str
    data: bytes = field(repr=False)
    written: bytes | None = field(default=None, repr=False)
    earlier: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What files change: reviews of known hits, added texts, and Dutch remarks on what was met.

    `origins` has the file's ending ('csv', 'xlsx') by hit id and by term id.
    """

    reviews: tuple[Review, ...]
    added: tuple[AddedTerm, ...]
    notes: tuple[str, ...]
    origins: Mapping[str, str] = field(default_factory=dict)


def read_back(files: Sequence[Saved], present: Present) -> ReadBack:
    """Reads what people did to the files of the hit list.

    Args:
        files: those that people saved since they were written.
        present: the list as it is now.

    Raises:
        ReviewError: in Dutch, every faulty row of every file with its number; nothing of any file then counts.
    """
    readings = [_reading(file, present) for file in files]
    clashes = words.Faults(" en ".join(reading.name for reading in readings))
    lines = _together(readings, clashes)
    wanted = [(term, reading.name) for reading in readings for term in reading.added.wanted]
    added = numbered((term for term, _ in wanted), present.hit_list.terms)
    _compare_added(added, wanted, lines, present, clashes)
    words.settle([*(faults for each in readings for faults in (each.faults, each.group_faults)), clashes])
    reviews = sorted((line.weighed.review for _, line in lines.values()), key=lambda review: int(review.hit_id[1:]))
    origins = {hit_id: _origin(name) for hit_id, (name, _) in lines.items()}
    for new in added:
        origins[new.term_id] = _origin(next(name for term, name in wanted if term.identity == new.identity))
    notes = tuple(note for reading in readings for note in reading.notes)
    return ReadBack(tuple(reviews), added, notes, origins)


def _compare_added(
    added: Sequence[AddedTerm],
    wanted: Sequence[tuple[AddedTerm, str]],
    lines: Mapping[str, _Change],
    present: Present,
    clashes: words.Faults,
) -> None:
    """Notes texts that are to be redacted by a new row, while another row newly leaves them where they stand."""
    new = {term.identity for term in added}
    entries = present.hit_list.by_id()
    for hit_id, (file, line) in lines.items():
        if not line.weighed.decided or line.weighed.review.verdict is not Verdict.KEEP:
            continue
        for term, name in wanted:
            if term.identity in new and term.stands_at(entries[hit_id].hit):
                clashes.note(
                    0,
                    f"{name} rij {term.row}: deze tekst moet worden gelakt, maar {file} {line.place} laat treffer "
                    f"{hit_id} met dezelfde tekst staan; wijzig een van beide",
                )


def _reading(file: Saved, present: Present) -> Reading:
    content = _content(file.name, file.data)
    reading = Reading(file.name, content, _origin_of(file, content, present), present)
    reading.read()
    return reading


def _origin_of(file: Saved, content: Content, present: Present) -> Content | None:
    """The version of the file that somebody opened and changed into this: the one from which it differs least.

    People keep a file open while the program writes it anew, and save the older one over it.
    """
    copies = [] if file.written is None else [file.written, *file.earlier]
    if copies and content.edition:
        copies = [copy for copy in copies if edition_of(copy) == content.edition]
        if not copies:
            _refuse_unknown(file.name, content, present)
    known = [_content(file.name, copy) for copy in copies]
    cells = _cells(content)
    return min(known, key=lambda each: _distance(cells, _cells(each)), default=None)


def _cells(content: Content) -> dict[str, tuple[str, ...]]:
    """What people may fill in, by hit id and by group id."""
    rows = ((row.cells["id"], row) for row in content.hits.rows)
    groups = ((row.cells["groep"], row) for row in content.groups)
    return {
        one_line(name): tuple(one_line(row.cells.get(each, "")) for each in FILLED_IN) for name, row in (*rows, *groups)
    }


def _distance(one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]) -> int:
    pairs = (zip(cells, other[name], strict=True) for name, cells in one.items() if name in other)
    return sum(first != second for pair in pairs for first, second in pair)


def _content(name: str, data: bytes) -> Content:
    return read_workbook(data) if name == WORKBOOK else Content(read_table(data, COLUMNS, ("id", "oordeel"), name))


def _refuse_unknown(name: str, content: Content, present: Present) -> None:
    """Raises a ReviewError: nobody can tell what was changed in a file of which no copy is left."""
    reading = Reading(name, content, None, present)
    reading.read()
    places = reading.differing()
    more = f" en nog {len(places) - _MOST_ROWS}" if len(places) > _MOST_ROWS else ""
    rows = f"Anders dan de lijst nu: {', '.join(places[:_MOST_ROWS])}{more}. " if places else ""
    raise ReviewError(
        f"{name} is een bestand van lang geleden of van een andere zaak: het programma weet niet meer wat erin stond. "
        f"Er is niets gewijzigd. {rows}Bewaar het onder een andere naam en geef hetzelfde commando nog een keer: dan "
        f"komt er een nieuw {name}. Neem daarin over wat nog geldt."
    )


def _origin(name: str) -> str:
    return name.rpartition(".")[2]


def _together(readings: Iterable[Reading], clashes: words.Faults) -> dict[str, _Change]:
    """What became of each hit, with the file it comes from; what two files decide differently is noted."""
    lines: dict[str, _Change] = {}
    for reading in readings:
        for hit_id, line in reading.lines.items():
            before, change = lines.get(hit_id), (reading.name, line)
            label = reading.present.rulebook.label
            lines[hit_id] = _merged(before, change, clashes, label) if before else change
    return lines


def _merged(one: _Change, other: _Change, clashes: words.Faults, label: Callable[[Sequence[str]], str]) -> _Change:
    """One hit that was changed in two files."""
    first, second = one[1].weighed, other[1].weighed
    places = f"{one[0]} {one[1].place} en {other[0]} {other[1].place}"
    name = first.review.hit_id
    if first.decided and second.decided and _decision(first.review) != _decision(second.review):
        said = f"{_shown(first.review, label)} en {_shown(second.review, label)}"
        clashes.note(0, f"{places}: treffer {name} is verschillend beslist ({said}); maak de rijen gelijk")
    if first.remarked and second.remarked and first.review.remark != second.review.remark:
        clashes.note(0, f"{places}: treffer {name} heeft twee verschillende opmerkingen; maak de rijen gelijk")
    leading, following = (one, other) if first.decided or not second.decided else (other, one)
    weighed = leading[1].weighed
    if following[1].weighed.remarked and not weighed.remarked:
        review = replace(weighed.review, remark=following[1].weighed.review.remark)
        return leading[0], replace(leading[1], weighed=replace(weighed, review=review, remarked=True))
    return leading


def _decision(review: Review) -> tuple[str, tuple[str, ...]]:
    return review.verdict.value, tuple(sorted(review.grounds))


def _shown(review: Review, label: Callable[[Sequence[str]], str]) -> str:
    return ", ".join(filter(None, (review.verdict.value or "geen oordeel", label(review.grounds))))
