"""How the sheets of hits.xlsx look and what they let people do: colours, drop-downs, locked cells, filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from redact.review.workbook_reading import LISTS_SHEET

VERDICT_COLOURS = {"lakken": "#D9D9D9", "laten staan": "#D3E8FA", "twijfel": "#FFE49A"}
"""Of a whole row, by its verdict; told apart without seeing colours too, for the verdict stands in the row."""

_WIDTHS = {
    "id": 8,
    "document": 10,
    "pagina": 9,
    "tekst": 28,
    "context": 52,
    "soort": 20,
    "grond": 16,
    "zekerheid": 10,
    "oordeel": 13,
    "beoordelaar": 17,
    "opmerking": 36,
    "nalezen": 26,
    "tweede lezer": 17,
    "groep": 8,
    "naam of term": 40,
    "treffers": 9,
    "documenten": 24,
    "open": 7,
    "stand": 32,
}
"""In characters."""
LINE_HEIGHT = 15.0
TITLE_HEIGHT = 24.0
"""In points."""

_MOST_LINES = 12
"""A row is no higher than so many lines."""

_TEXT = {"num_format": "@", "text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 11}
_EDGE = {"border": 1, "border_color": "#B5BCC4"}
_GONE = "vervallen"
_ALLOWED = {
    "autofilter": True,
    "sort": True,
    "format_cells": False,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
_MAX_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of one workbook."""

    locked: Any
    open: Any
    addition: Any
    head: Any
    head_open: Any
    title: Any
    plain: Any
    bold: Any
    rows: dict[str, Any]
    gone: Any

    @classmethod
    def of(cls, book: Any) -> Looks:
        """The formats, made in a workbook."""
        head = {**_TEXT, **_EDGE, "bold": True, "font_color": "#FFFFFF"}
        return cls(
            locked=book.add_format({**_TEXT, **_EDGE}),
            open=book.add_format({**_TEXT, **_EDGE, "locked": False}),
            addition=book.add_format({**_TEXT, **_EDGE, "locked": False, "bg_color": "#F1F8EC"}),
            head=book.add_format({**head, "bg_color": "#535C66"}),
            head_open=book.add_format({**head, "bg_color": "#154273"}),
            title=book.add_format({**_TEXT, "bold": True, "font_size": 14, "font_color": "#154273"}),
            plain=book.add_format(_TEXT),
            bold=book.add_format({**_TEXT, "bold": True}),
            rows={word: book.add_format({"bg_color": colour}) for word, colour in VERDICT_COLOURS.items()},
            gone=book.add_format({"bold": True, "font_color": "#A30000"}),
        )

    def write(self, sheet: Any, line: int, place: int, cell: str, style: Any) -> None:
        """Writes a cell as text, whatever it says; an empty one only where people may fill it in."""
        if not cell:
            sheet.write_blank(line, place, None, style)
        elif len(cell) <= _MAX_CELL:
            sheet.write_string(line, place, cell, style)
        else:
            sheet.write_string(line, place, cell[: _MAX_CELL - 1] + "…", style)

    def begin(self, sheet: Any, columns: Sequence[str], filled_in: Collection[str]) -> None:
        """Writes the heading and sets the widths."""
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS[column])
            sheet.write_string(0, place, column, self.head_open if column in filled_in else self.head)
        sheet.set_row(0, TITLE_HEIGHT)

    def fill(
        self, sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[str]], filled_in: Collection[str]
    ) -> None:
        """Writes the rows under the heading, each high enough for its text: not every program works that out."""
        formats = [self.open if column in filled_in else self.locked for column in columns]
        widths = [_WIDTHS[column] for column in columns]
        for line, cells in enumerate(rows, start=1):
            lines = max(-(-len(cell) // (width - 1)) for cell, width in zip(cells, widths, strict=True))
            sheet.set_row(line, LINE_HEIGHT * min(max(lines, 1), _MOST_LINES))
            for place, (cell, style) in enumerate(zip(cells, formats, strict=True)):
                self.write(sheet, line, place, cell, style)

    def offer(self, sheet: Any, columns: Sequence[str], last: int, grounds: Sequence[str]) -> None:
        """Puts drop-downs in the columns oordeel and grond."""
        verdict, ground = columns.index("oordeel"), columns.index("grond")
        if last < 1:
            return
        sheet.data_validation(
            1,
            verdict,
            last,
            verdict,
            {
                "validate": "list",
                "source": f"={LISTS_SHEET}!$A$2:$A${1 + len(VERDICT_COLOURS)}",
                "error_title": "Oordeel",
                "error_message": "Kies lakken, laten staan of twijfel, of laat de cel leeg.",
            },
        )
        sheet.data_validation(
            1,
            ground,
            last,
            ground,
            {
                "validate": "list",
                "source": f"={LISTS_SHEET}!$B$2:$B${1 + len(grounds)}",
                "error_type": "information",
                "error_title": "Grond",
                "error_message": "Deze grond staat niet in de lijst. Zet ; tussen twee gronden: 5.1.2.e; 5.1.2.f",
            },
        )

    def colour(self, sheet: Any, columns: Sequence[str], last: int) -> None:
        """Colours each row by its verdict, as it is filled in."""
        verdict, remark = (xl_col_to_name(columns.index(column)) for column in ("oordeel", "opmerking"))
        if last < 1:
            return
        place = columns.index("opmerking")
        gone = f'=LEFT(${remark}2,{len(_GONE)})="{_GONE}"'
        sheet.conditional_format(1, place, last, place, {"type": "formula", "criteria": gone, "format": self.gone})
        for word, style in self.rows.items():
            rule = {"type": "formula", "criteria": f'=${verdict}2="{word}"', "format": style}
            sheet.conditional_format(1, 0, last, len(columns) - 1, rule)

    def prompt_addition(self, sheet: Any, place: int, first: int, last: int) -> None:
        """Says, at the empty rows under the hits, what they are for."""
        message = "Vul tekst, grond en het oordeel lakken in. Laat id leeg. Document en pagina mogen leeg blijven."
        rule = {"validate": "any", "input_title": "Iets gemist? Voeg het hier toe", "input_message": message}
        sheet.data_validation(first, place, last, place, rule)

    def finish(self, sheet: Any, columns: Sequence[str], last: int) -> None:
        """Freezes the heading, puts filters on it, locks what is not to be filled in, and readies it for print."""
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.protect("", _ALLOWED)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&RBladzijde &P van &N")
