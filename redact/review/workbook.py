"""hits.xlsx written: the hit list with drop-downs, colours and locked cells, and a sheet to decide a person at once.

    Treffers             one row a hit, the columns of hits.csv; below them empty rows for additions
    Personen en termen   one row a person or term; a verdict there counts for all its hits
    Uitleg               what to fill in, for people
    Lijsten (hidden)     what the drop-downs offer, and which hit is in which group

All cells are text, so that no program takes a number for a date. The same list gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import xlsxwriter

from redact.model import Regime, Verdict
from redact.review.additions import BY_HAND
from redact.review.hitlist import Entry, HitList, open_hits
from redact.review.sheet import (
    BY_HAND_LABEL,
    COLUMNS,
    FILLED_IN,
    GROUP_COLUMNS,
    GROUP_SHEET,
    HIT_SHEET,
    rows_of,
)
from redact.review.workbook_guide import write_guide
from redact.review.workbook_looks import Looks
from redact.review.workbook_reading import EDITION, LISTS_SHEET, MEMBER_COLUMNS
from redact.rulebook import RuleBook
from redact.tables import one_line

ADDED_ROWS = 200
"""Empty rows at the end of the hits, for texts that a reviewer adds."""

_ADDED = ("document", "pagina", "tekst", "grond", "oordeel", "beoordelaar", "opmerking")
_VERDICTS = (Verdict.REDACT, Verdict.KEEP, Verdict.DOUBT)
_MOST_DOCUMENTS = 8
_MOST_NAMES = 4
_LONGEST_NAME = 300
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Excel files carry a date of making; a fixed one makes equal lists equal files."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class HitGroup(Protocol):
    """Hits that are decided together: those of one person or one text."""

    @property
    def group_id(self) -> str:
        """Names the group."""

    @property
    def kind(self) -> str:
        """Entity type."""

    @property
    def hit_ids(self) -> tuple[str, ...]:
        """Its hits."""

    @property
    def names(self) -> tuple[str, ...]:
        """Ways of writing, the surest first."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a workbook shows beside the list.

    `groups` says which hits belong together, a hit in one group at most; `reasons` why a hit waits for a second reader,
    in Dutch, by hit id.
    """

    groups: Iterable[HitGroup] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Contents:
    """All that goes into the workbook, as text."""

    hits: tuple[list[str], ...] = field(repr=False)
    groups: tuple[list[str], ...] = field(repr=False)
    grounds: tuple[str, ...]
    members: tuple[tuple[str, str], ...]

    @property
    def edition(self) -> str:
        """Names this writing of the list."""
        return hashlib.sha256(repr((self.hits, self.groups, self.grounds, self.members)).encode()).hexdigest()[:16]


def to_workbook(
    hit_list: HitList, codes: Mapping[str, str], rulebook: RuleBook, regime: Regime, extras: Extras
) -> bytes:
    """The hit list as a workbook.

    Args:
        hit_list: the list.
        codes: the code of each document by document id.
        rulebook: for the labels of grounds and kinds.
        regime: the law whose grounds the drop-downs offer.
        extras: groups, and what waits for a second reader.
    """
    contents = _contents(hit_list, codes, rulebook, regime, extras)
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    book.set_properties({"title": "Treffers", "author": "", "company": "", "created": _MADE})
    book.set_custom_property(EDITION, contents.edition, "text")
    looks = Looks.of(book)
    _write_hits(book.add_worksheet(HIT_SHEET), contents, looks)
    _write_groups(book.add_worksheet(GROUP_SHEET), contents, looks)
    write_guide(book.add_worksheet("Uitleg"), looks, rulebook, regime, contents.edition)
    _write_lists(book.add_worksheet(LISTS_SHEET), contents, looks)
    book.close()
    return made.getvalue()


def _contents(
    hit_list: HitList, codes: Mapping[str, str], rulebook: RuleBook, regime: Regime, extras: Extras
) -> _Contents:
    offered = (*rulebook.codes(regime), *(marking.marking_id for marking in rulebook.markings))
    describer = _Describer(hit_list, codes, rulebook)
    shown = sorted((group for group in extras.groups if describer.is_shown(group)), key=describer.order)
    return _Contents(
        tuple(rows_of(hit_list, codes, rulebook, extras.reasons)),
        tuple(describer.row(group) for group in shown),
        tuple(rulebook.label((each,)) for each in offered),
        tuple((hit_id, group.group_id) for group in shown for hit_id in group.hit_ids),
    )


class _Describer:
    """Puts groups into words."""

    def __init__(self, hit_list: HitList, codes: Mapping[str, str], rulebook: RuleBook):
        self._entries = {entry.hit_id: entry for entry in hit_list.entries}
        self._open = {entry.hit_id for entry in open_hits(hit_list)}
        self._codes, self._rulebook = codes, rulebook

    def is_shown(self, group: HitGroup) -> bool:
        """Whether a group can be decided at once: it has hits, and they are more than signals to read on."""
        return any(not entry.hit.hint for entry in self._of(group))

    def order(self, group: HitGroup) -> tuple[bool, int, str, str]:
        """What is open first, then the most frequent."""
        waiting = not any(hit_id in self._open for hit_id in group.hit_ids)
        return waiting, -len(group.hit_ids), _name(group).casefold(), group.group_id

    def row(self, group: HitGroup) -> list[str]:
        """The cells of a group."""
        entries = self._of(group)
        documents = list(dict.fromkeys(entry.hit.document_id for entry in entries))
        named = ", ".join(self._codes.get(each, each) for each in documents[:_MOST_DOCUMENTS])
        more = len(documents) - _MOST_DOCUMENTS
        cells = {
            "groep": group.group_id,
            "naam of term": _name(group),
            "soort": BY_HAND_LABEL if group.kind == BY_HAND else self._rulebook.entity_label(group.kind),
            "treffers": str(len(entries)),
            "documenten": f"{named} en {more} andere" if more > 0 else named,
            "open": str(sum(entry.hit_id in self._open for entry in entries)),
            "stand": self._state(entries),
        }
        return [cells.get(column, "") for column in GROUP_COLUMNS]

    def _of(self, group: HitGroup) -> list[Entry]:
        return [self._entries[hit_id] for hit_id in group.hit_ids if hit_id in self._entries]

    def _state(self, entries: Sequence[Entry]) -> str:
        counts = Counter(entry.verdict for entry in entries)
        decided = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in _VERDICTS if counts[verdict])
        grounds = dict.fromkeys(entry.grounds for entry in entries if entry.grounds)
        labels = " / ".join(self._rulebook.label(each) for each in grounds)
        return "; ".join(filter(None, (decided or "nog niet beoordeeld", labels and f"grond {labels}")))


def _name(group: HitGroup) -> str:
    first, *others = [*map(one_line, group.names), ""][: _MOST_NAMES + 1]
    ways = [other for other in others if other]
    name = f"{first} (ook: {', '.join(ways)})" if ways else first or "(plek zonder tekst)"
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _write_hits(sheet: Any, contents: _Contents, looks: Looks) -> None:
    columns = tuple(COLUMNS)
    looks.begin(sheet, columns, FILLED_IN)
    looks.fill(sheet, columns, contents.hits, FILLED_IN)
    last = len(contents.hits)
    for line in range(last + 1, last + 1 + ADDED_ROWS):
        for place, column in enumerate(columns):
            if column in _ADDED:
                sheet.write_blank(line, place, None, looks.addition)
    looks.offer(sheet, columns, last + ADDED_ROWS, contents.grounds)
    looks.colour(sheet, columns, last + ADDED_ROWS)
    looks.prompt_addition(sheet, columns.index("tekst"), last + 1, last + ADDED_ROWS)
    looks.finish(sheet, columns, last)


def _write_groups(sheet: Any, contents: _Contents, looks: Looks) -> None:
    columns = tuple(GROUP_COLUMNS)
    looks.begin(sheet, columns, FILLED_IN)
    looks.fill(sheet, columns, contents.groups, FILLED_IN)
    looks.offer(sheet, columns, len(contents.groups), contents.grounds)
    looks.colour(sheet, columns, len(contents.groups))
    looks.finish(sheet, columns, len(contents.groups))


def _write_lists(sheet: Any, contents: _Contents, looks: Looks) -> None:
    """What the drop-downs offer and who belongs together; see `Looks.offer` for where the first two are looked for."""
    verdicts = [verdict.value for verdict in _VERDICTS]
    hits = [hit_id for hit_id, _ in contents.members]
    groups = [group_id for _, group_id in contents.members]
    headings = ("oordelen", "gronden", *MEMBER_COLUMNS)
    for place, (heading, cells) in enumerate(zip(headings, (verdicts, contents.grounds, hits, groups), strict=True)):
        for line, cell in enumerate((heading, *cells)):
            looks.write(sheet, line, place, cell, looks.locked)
    sheet.protect("", {})
    sheet.hide()
