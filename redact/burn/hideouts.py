"""Finds what MuPDF's removal does not reach.

That is text and pictures in tiling patterns and soft masks, and text in Type 3 glyph procedures.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name

_TEXT = "Tj TJ ' \""
_PICTURES = _TEXT + " BI ID EI Do"


def hideout_pages(pdf: Path, pages: Collection[int]) -> set[int]:
    """Those of the pages (counted from 1) that draw text or pictures where removal does not come."""
    with warnings.catch_warnings(), pikepdf.open(pdf) as document:
        warnings.simplefilter("ignore")
        return {number for number in pages if _hides(document.pages[number - 1].obj.get("/Resources"))}


def _hides(resources: Any) -> bool:
    return any(_shows(stream, operators) for stream, operators in _corners(resources, set()))


def _corners(resources: Any, seen: set[tuple[int, int]]) -> Iterator[tuple[pikepdf.Object, str]]:
    """Patterns, soft mask groups and glyph procedures below some resources, each with what must not stand in it."""
    if not isinstance(resources, pikepdf.Dictionary):
        return
    for pattern in _values(resources, "/Pattern"):
        if isinstance(pattern, pikepdf.Stream):
            yield pattern, _PICTURES
    for state in _values(resources, "/ExtGState"):
        mask = state.get("/SMask")
        group = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
        if isinstance(group, pikepdf.Stream):
            yield group, _PICTURES
    for font in _values(resources, "/Font"):
        if font.get("/Subtype") == Name.Type3:
            yield from ((procedure, _TEXT) for procedure in _values(font, "/CharProcs"))
    for form in _values(resources, "/XObject"):
        if form.get("/Subtype") == Name.Form and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _corners(form.get("/Resources"), seen)


def _values(holder: Any, key: str) -> list[Any]:
    entries = holder.get(key)
    values = list(entries.values()) if isinstance(entries, pikepdf.Dictionary) else []
    return [value for value in values if isinstance(value, pikepdf.Dictionary | pikepdf.Stream)]


def _shows(stream: Any, operators: str) -> bool:
    """Whether a stream has one of these operators; one that cannot be read counts as if it had."""
    if not isinstance(stream, pikepdf.Stream):
        return False
    try:
        return bool(pikepdf.parse_content_stream(stream, operators))
    except pikepdf.PdfError:
        return True
