"""A text that runs over a line end, told from two cells of a table by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from redact.verify.wrapped import wraps

SECRET = "Karel Zwanepoel"


def page_of(path: Path, lines: Sequence[tuple[float, float, str]]) -> Path:
    document = pymupdf.open()
    page = document.new_page()
    for x, y, text in lines:
        page.insert_text((x, y), text, fontsize=10)
    document.save(path)
    return path


@pytest.mark.parametrize(
    "lines",
    [
        [(72, 100, "Gisteren sprak ik met Karel"), (72, 112, "Zwanepoel over het plan.")],
        [(72, 100, "Gisteren sprak ik met Karel Zwane-"), (72, 112, "poel over het plan.")],
        [(90, 100, "Karel"), (72, 112, "Zwanepoel")],
        [(72, 100, "met Karel"), (300, 100, "ander"), (72, 112, "Zwanepoel"), (300, 112, "blad")],
    ],
)
def test_lines_of_a_paragraph(tmp_path: Path, lines: Sequence[tuple[float, float, str]]) -> None:
    assert wraps(page_of(tmp_path / "blad.pdf", lines), 1, [SECRET])


@pytest.mark.parametrize(
    "lines",
    [
        [(72, 100, "Karel"), (300, 100, "Zwanepoel")],
        [(72, 100, "Karel"), (300, 112, "Zwanepoel")],
        [(72, 100, "Karel"), (72, 125, "Zwanepoel")],
        [(72, 112, "Karel"), (72, 100, "Zwanepoel")],
        [(72, 100, "Karel was er"), (72, 112, "Zwanepoel")],
        [(72, 100, "Karel"), (72, 112, "Zwanepoels")],
        [(72, 100, "XKarel"), (72, 112, "Zwanepoel")],
    ],
)
def test_cells_columns_and_other_words(tmp_path: Path, lines: Sequence[tuple[float, float, str]]) -> None:
    assert not wraps(page_of(tmp_path / "blad.pdf", lines), 1, [SECRET])
