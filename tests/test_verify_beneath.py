"""The pixels of pictures below the boxes of a burnt file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

from redact.model import Box, BurntBox
from redact.verify import ocr
from redact.verify.beneath import beneath
from redact.verify.objects import read_sheets

DPI = 150
PLACE = pymupdf.Rect(120, 86, 200, 106)
BURNT = BurntBox(Box(1, *PLACE), "10.2.e", ("h0001",))


def scan(path: Path, ink: float | None, *, turn: int = 0, blank: bool = False) -> Path:
    """A page that is one picture, with a word of this grey in the box's place, and a black box over it."""
    source = pymupdf.open()
    drawn = source.new_page()
    if ink is not None:
        drawn.insert_text((124, 101), "Zwanepoel", fontsize=14, color=(ink, ink, ink))
    picture = drawn.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
    if blank:
        picture.set_rect(pymupdf.IRect(PLACE * (DPI / 72)), (0,))
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(page.rect, pixmap=picture)
    page.draw_rect(PLACE, color=None, fill=(0, 0, 0))
    page.set_rotation(turn)
    document.save(path)
    return path


def looked(path: Path) -> tuple[list[BurntBox], bool]:
    with pypdfium2.PdfDocument(path) as document:
        return beneath(document[0], [BURNT], read_sheets(path)[0])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_letters_in_the_picture_below_a_box(tmp_path: Path, turn: int) -> None:
    assert looked(scan(tmp_path / "scan.pdf", 0.0, turn=turn)) == ([BURNT], False)


@pytest.mark.parametrize(("ink", "blank"), [(None, False), (0.0, True), (0.97, False)])
def test_a_blanked_place_is_clean(tmp_path: Path, ink: float | None, blank: bool) -> None:
    assert looked(scan(tmp_path / "scan.pdf", ink, blank=blank)) == ([], False)


def test_a_page_without_pictures_below_its_boxes_is_not_drawn(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((124, 101), "Zwanepoel", fontsize=14)
    document.save(tmp_path / "tekst.pdf")
    assert looked(tmp_path / "tekst.pdf") == ([], False)


def test_faint_letters_are_a_leak_where_nobody_can_read_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert looked(scan(tmp_path / "scan.pdf", 0.85)) == ([BURNT], False)


@pytest.mark.parametrize(("said", "leaks"), [("Zwanepoel", True), ("", False)])
def test_faint_letters_are_read_by_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, leaks: bool
) -> None:
    reader = tmp_path / "tesseract"
    answers = f"--version) echo tesseract 5.3;; --list-langs) echo nld;; *) echo '{said}';;"
    reader.write_text(f"#!/bin/sh\ncase $1 in {answers} esac\n")
    reader.chmod(reader.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    ocr.version.cache_clear()
    ocr._language.cache_clear()
    try:
        assert looked(scan(tmp_path / "scan.pdf", 0.85)) == ([BURNT] if leaks else [], True)
        assert ocr.version() == "5.3 (nld)"
    finally:
        ocr.version.cache_clear()
        ocr._language.cache_clear()


@pytest.mark.skipif(not ocr.is_there(), reason="tesseract is not on this machine")
def test_tesseract_itself(tmp_path: Path) -> None:
    assert looked(scan(tmp_path / "scan.pdf", 0.85)) == ([BURNT], True)
