"""Inventories 2A, 2B ('inventarislijst'): every document of a location and what was decided on it, as PDF and as xlsx.

Titles, remarks and headings are data all the way: JSON to typst, strings to Excel. Nothing in them is ever markup, a
formula or a link.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from redact.errors import RulesError
from redact.files import beside
from redact.model import InventoryRow, Judgement
from redact.numbering import scheme_of, sort_key
from redact.publish.plain import plain
from redact.publish.sheet import write_sheet
from redact.resources import fonts, shipped

MACHINE_REMARK = "Beoordeeld door de computer zonder tussenkomst van een medewerker"

COLUMNS = ("Nr.", "Datum", "Soort", "Titel", "Oordeel", "Markering", "Gronden", "Pagina's", "Opmerking")

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_UNKNOWN = "\u25a1"
"""Shown for a character that the font lacks."""
_LONG_WORD = 16
"""Longer words may be broken: so many characters fit the narrowest column of free text."""
_PIECE = re.compile(r"[^/_.@?&=-]*[/_.@?&=-]+|[^/_.@?&=-]+")
_PLACE = re.compile(r"inventory\.typ:(\d+)")


@dataclass(frozen=True, slots=True)
class InventoryHeading:
    """What stands above an inventory. `regime` is the law's long name; empty fields are left out."""

    annex: str
    location: str
    case_number: str
    matter: str
    decision_date: date | None
    regime: str
    approved_by_machine: bool = False

    @property
    def title(self) -> str:
        """'Bijlage 2A - Inventarislijst NCSC'."""
        about = f" {self.location}" if self.location else ""
        return f"{self.annex} - Inventarislijst{about}"

    @property
    def remark(self) -> str:
        """What a reader must know before anything else, or ''."""
        return f"{MACHINE_REMARK}." if self.approved_by_machine else ""

    def facts(self) -> list[tuple[str, str]]:
        """Name and value of what is known about the case."""
        day = dutch_date(self.decision_date)
        facts = [
            ("Zaaknummer", self.case_number),
            ("Onderwerp", self.matter),
            ("Datum besluit", day),
            ("Wettelijk kader", self.regime),
        ]
        return [(name, value) for name, value in facts if value]


def write_inventory(rows: Sequence[InventoryRow], heading: InventoryHeading, pdf: Path, xlsx: Path) -> None:
    """Writes an inventory, its rows in order of their codes. The same input gives the same bytes.

    Without a decision date the PDF is dated today: an archive file must have a date.

    Raises:
        InputError: a code fits no numbering.
        RulesError: the template is wrong.
        StorageError: a file cannot be written.
    """
    scheme = scheme_of([row.code for row in rows])
    ordered = sorted(rows, key=lambda row: sort_key(row.code, scheme))
    made = _typeset(ordered, heading)
    with beside(pdf) as temporary:
        temporary.write_bytes(made)
    about = [("Titel", heading.title), *heading.facts(), ("Aantal", summary(ordered))]
    if heading.remark:
        about.insert(1, ("Let op", heading.remark))
    with beside(xlsx) as temporary:
        write_sheet(ordered, COLUMNS, about, temporary)


def dutch_date(day: date | None) -> str:
    """dd-mm-jjjj; '' for an unknown date."""
    return "" if day is None else f"{day.day:02}-{day.month:02}-{day.year:04}"


def summary(rows: Sequence[InventoryRow]) -> str:
    """How many documents there are, by judgement: 'Totaal 92 documenten: 1 openbaar, 63 deels openbaar, ...'."""
    counts = Counter(row.judgement for row in rows)
    noun = "document" if len(rows) == 1 else "documenten"
    parts = [f"{counts[judgement]} {judgement.value}" for judgement in Judgement]
    if counts[None]:
        parts.append(f"{counts[None]} zonder oordeel")
    return f"Totaal {len(rows)} {noun}: {', '.join(parts)}."


def _typeset(rows: Sequence[InventoryRow], heading: InventoryHeading) -> bytes:
    day = heading.decision_date or date.today()
    data = {
        "heading": {
            "title": shown(heading.title),
            "remark": heading.remark,
            "facts": [(name, _breakable(value)) for name, value in heading.facts()],
        },
        "date": [day.year, day.month, day.day],
        "columns": COLUMNS,
        "rows": [[_breakable(cell) for cell in _cells(row)] for row in rows],
        "summary": summary(rows),
    }
    template = shipped("rules") / "templates" / "inventory.typ"
    try:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=[fonts()],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=_STANDARDS,
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        # no more than the line: the compiler's message may quote document text
        place = _PLACE.search(error.diagnostic)
        line = f" at line {place[1]}" if place else ""
        raise RulesError(f"The template {template} does not compile{line}. Correct it.") from None


def _cells(row: InventoryRow) -> list[str]:
    return [
        row.code,
        dutch_date(row.date),
        row.kind,
        row.title,
        row.judgement.value if row.judgement else "",
        "; ".join(row.markings),
        "; ".join(row.grounds),
        str(row.pages) if row.pages else "",
        row.remark,
    ]


def shown(text: str) -> str:
    """The text on one line, with only characters that the font has."""
    held = _characters()
    return "".join(char if ord(char) in held else _UNKNOWN for char in plain(text))


@cache
def _characters() -> frozenset[int]:
    """Code points that both weights of the font can show; the private ones mean nothing to an archive."""
    held = [set(TTFont(fonts() / f"LiberationSans-{weight}.ttf").getBestCmap()) for weight in ("Regular", "Bold")]
    return frozenset(point for point in held[0] & held[1] if unicodedata.category(chr(point)) not in ("Co", "Cc"))


def _breakable(text: str) -> str:
    """The same, and a line may end inside a long word (a file name, an address): after a mark, else anywhere."""
    return " ".join(_broken(word) if len(word) > _LONG_WORD else word for word in shown(text).split(" "))


def _broken(word: str) -> str:
    return "\u200b".join(
        piece[at : at + _LONG_WORD] for piece in _PIECE.findall(word) for at in range(0, len(piece), _LONG_WORD)
    )
