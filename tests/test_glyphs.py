"""Glyphs as columns say the same as one by one, and MuPDF's slow comparison is asked only where it matters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from redact.pdfobjects import Glyphs, columns, drawn_glyphs, inked_glyphs, middles, page_glyphs
from redact.pdfobjects.glyphtable import stand_twice
from tests.pdfmaker import LINES, new_pdf, save

BOLD = b"BT /F1 12 Tf 72 700 Td (Zwanepoel) Tj ET BT /F1 12 Tf 72.3 700 Td (Zwanepoel) Tj ET"
UNSEEN = b"BT 3 Tr /F1 12 Tf 72 700 Td (Zwanepoel) Tj ET BT /F1 12 Tf 0 Tr 72 700 Td (Zwanepoel) Tj ET"
LETTERWISE = b"BT /F1 12 Tf 72 700 Td 3 Tr (Z) Tj ET BT 0 Tr /F1 12 Tf 72 700 Td (Z) Tj ET"


def read(content: bytes, folder: Path) -> tuple[Glyphs, Glyphs, int]:
    """Glyphs once each, as often as drawn, and how many middles there are."""
    with pymupdf.open(save(new_pdf(content), folder / "page.pdf")) as document:
        return page_glyphs(document[0]), drawn_glyphs(document[0]), len(middles(document[0]))


def test_columns_and_glyphs_are_the_same(tmp_path: Path) -> None:
    with pymupdf.open(save(new_pdf(LINES), tmp_path / "page.pdf")) as document:
        glyphs = inked_glyphs(document[0])
    again = columns(list(glyphs))
    assert list(again) == list(glyphs)
    assert np.array_equal(again.extents, glyphs.extents)
    assert [glyph.centre for glyph in glyphs] == list(map(tuple, glyphs.middles.tolist()))
    assert all(glyph.ink is not None for glyph in glyphs if not glyph.blank)


@pytest.mark.parametrize(("content", "once", "drawn"), [(BOLD, 9, 18), (UNSEEN, 9, 18), (LINES, None, None)])
def test_what_stands_twice_counts_once_but_is_removed_twice(
    content: bytes, once: int | None, drawn: int | None, tmp_path: Path
) -> None:
    single, every, count = read(content, tmp_path)
    assert len(single) == (once or len(every))
    assert len(every) == (drawn or len(single))
    assert count == (~every.blank).sum()
    assert single.visible.all()
    assert every.is_whole
    assert single.is_whole is (once is None)


def test_an_unseen_letter_under_a_seen_one_is_seen(tmp_path: Path) -> None:
    """MuPDF drops the second of two letters in a row that are the same, and then says that nobody sees it."""
    single, _, _ = read(LETTERWISE, tmp_path)
    assert [(glyph.char, glyph.visible) for glyph in single] == [("Z", True)]


@pytest.mark.parametrize(
    ("chars", "spots", "reach", "expected"),
    [
        ("aa", [(0, 0), (1.19, 0)], 1.2, True),
        ("aa", [(0, 0), (1.21, 0)], 1.2, False),
        ("aa", [(0, 0), (1.1, 1.1)], 1.2, True),
        ("aa", [(0, 0), (0.1, 1.3)], 1.2, False),
        ("ab", [(0, 0), (0, 0)], 1.2, False),
        ("  ", [(0, 0), (0, 0)], 1.2, False),
        ("aba", [(-0.05, 5), (3, 5), (0.05, 5)], 0.2, True),
        ("a", [(0, 0)], 1.2, False),
        ("", [], 1.2, False),
        ("aa", [(0, 0), (float("nan"), 0)], 1.2, True),
    ],
)
def test_equal_characters_in_one_place_are_noticed(
    chars: str, spots: list[tuple[float, float]], reach: float, expected: bool
) -> None:
    places = np.array(spots, dtype=float).reshape(-1, 2)
    assert stand_twice(list(chars), places, np.full(len(chars), reach)) is expected


def test_many_equal_characters_in_a_heap_are_left_to_mupdf() -> None:
    spots = np.array([(x * 1.5, 0.0) for x in range(200)])
    assert stand_twice(["a"] * 200, spots, np.array([100.0, *[1.0] * 199]))
