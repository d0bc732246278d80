"""The leak check of PDFs from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from redact.verify import inspect

TORTURE = Path(__file__).parents[2] / "shared" / "data" / "torture" / "x-ray"
SECRET = "Zwanepoel"


def page_with(text: str = f"Gesprek met {SECRET} gevoerd") -> tuple[pymupdf.Document, pymupdf.Page, pymupdf.Rect]:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), text, fontsize=11)
    words = [pymupdf.Rect(word[:4]) for word in page.get_text("words") if word[4] == SECRET]
    return document, page, words[0] if words else pymupdf.Rect(72, 90, 200, 104)


def seen(document: pymupdf.Document, folder: Path) -> set[str]:
    path = folder / "vreemd.pdf"
    document.save(path)
    document.close()
    report = inspect(path)
    assert SECRET not in repr(report)
    return {leak.what for leak in report.leaks}


def test_a_file_without_boxes_is_clean(tmp_path: Path) -> None:
    document, _, _ = page_with()
    assert seen(document, tmp_path) == set()


@pytest.mark.parametrize("fill", [(0, 0, 0), (0.2, 0.2, 0.2), (0.5, 0, 0), (0, 0, 0.6)])
def test_text_under_a_painted_rectangle(tmp_path: Path, fill: tuple[float, float, float]) -> None:
    document, page, rect = page_with()
    page.draw_rect(rect, color=None, fill=fill)
    assert seen(document, tmp_path) == {"text under dark area"}


def test_place_and_page_are_told(tmp_path: Path) -> None:
    document, page, rect = page_with()
    document.new_page(0)
    page = document[1]
    page.draw_rect(rect, color=None, fill=(0, 0, 0))
    path = tmp_path / "vreemd.pdf"
    document.save(path)
    [leak] = inspect(path).leaks
    assert leak.page == 2
    assert leak.box is not None
    box = pymupdf.Rect(leak.box.x0, leak.box.y0, leak.box.x1, leak.box.y1)
    assert rect.contains(box)
    assert box.width > 0.8 * rect.width


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages(tmp_path: Path, turn: int) -> None:
    document, page, rect = page_with()
    page.draw_rect(rect, color=None, fill=(0, 0, 0))
    page.set_rotation(turn)
    page.set_cropbox(pymupdf.Rect(30, 40, 500, 800))
    assert seen(document, tmp_path) == {"text under dark area"}


def test_text_under_a_black_square_annotation(tmp_path: Path) -> None:
    document, page, rect = page_with()
    annotation = page.add_rect_annot(rect)
    annotation.set_colors(stroke=(0, 0, 0), fill=(0, 0, 0))
    annotation.update()
    assert seen(document, tmp_path) == {"text under dark area"}


def test_text_under_a_black_highlight(tmp_path: Path) -> None:
    document, page, rect = page_with()
    annotation = page.add_highlight_annot(rect)
    annotation.set_colors(stroke=(0, 0, 0))
    annotation.update()
    assert seen(document, tmp_path) == {"text under dark area"}


def test_text_under_a_dark_picture(tmp_path: Path) -> None:
    document, page, rect = page_with()
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8))
    picture.clear_with(10)
    page.insert_image(rect, pixmap=picture, keep_proportion=False)
    assert seen(document, tmp_path) == {"text under dark area"}


def test_an_ocr_layer_under_black_bars_of_a_scan(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    scan = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 595, 842))
    scan.clear_with(255)
    scan.set_rect(pymupdf.IRect(70, 85, 200, 110), (0,))
    page.insert_image(page.rect, pixmap=scan)
    page.insert_text((72, 100), SECRET, fontsize=11, render_mode=3)
    page.insert_text((72, 300), "Gewone regel", fontsize=11, render_mode=3)
    assert seen(document, tmp_path) == {"text under dark area"}


def test_a_redaction_that_was_marked_and_not_applied(tmp_path: Path) -> None:
    document, page, rect = page_with()
    page.add_redact_annot(rect, fill=(0, 0, 0))
    assert "redaction never applied" in seen(document, tmp_path)


def test_a_redaction_that_was_applied_is_clean(tmp_path: Path) -> None:
    document, page, rect = page_with()
    page.add_redact_annot(rect, fill=(0, 0, 0))
    page.apply_redactions()
    page.insert_text((rect.x0 + 5, rect.y1 - 4), "10.2.e", fontsize=7, color=(1, 1, 1))
    assert seen(document, tmp_path) == set()


@pytest.mark.parametrize("colour", [(1, 1, 1), (1, 0, 0), (1, 1, 0), (0, 0.7, 0)])
def test_letters_in_another_colour_on_black_are_not_covered(tmp_path: Path, colour: tuple[float, float, float]) -> None:
    document, page, rect = page_with(" ")
    page.draw_rect(rect, color=None, fill=(0, 0, 0))
    page.insert_text((rect.x0 + 2, rect.y1 - 4), "Kop van tabel", fontsize=9, color=colour)
    assert seen(document, tmp_path) == set()


@pytest.mark.parametrize("reason", ["10.2.e", "(5.1.2e)", "11,1", "GELAKT", "Privileged"])
def test_a_reason_under_a_box_is_no_secret(tmp_path: Path, reason: str) -> None:
    document, page, rect = page_with(" ")
    page.insert_text((rect.x0 + 2, rect.y1 - 4), reason, fontsize=9)
    page.draw_rect(rect, color=None, fill=(0, 0, 0))
    assert seen(document, tmp_path) == set()


def test_thin_and_solid_letters_are_not_taken_for_covers(tmp_path: Path) -> None:
    document, _, _ = page_with("Illi||ll--__ ==== .... IIII lll")
    assert seen(document, tmp_path) == set()


def test_a_light_rectangle_and_a_frame_are_no_dark_area(tmp_path: Path) -> None:
    document, page, rect = page_with()
    page.draw_rect(rect, color=(0, 0, 0), fill=None, width=1)
    assert seen(document, tmp_path) == set()


@pytest.mark.parametrize("data", [b"", b"geen pdf", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_cannot_be_read_is_not_called_clean(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kapot.pdf"
    path.write_bytes(data)
    assert {leak.what for leak in inspect(path).leaks} == {"engine failed"}


XRAY = {
    "multi_line_redaction_ok": False,
    "no_bad_redactions.3.2": False,
    "ok_words": False,
    "rect_ordering_2.1": False,
    "rect_ordering_6.19": False,
    "rectangles_yes": True,
    "rectangles_yes_2": True,
    "whitespace_redactions": False,
    "whitespace_redactions_2": False,
}
"""What the names of x-ray's files promise: whether text lies under a box."""


@pytest.mark.skipif(not TORTURE.is_dir(), reason="the collection is not on this machine")
@pytest.mark.parametrize("name", XRAY)
def test_files_of_x_ray(name: str) -> None:
    assert inspect(TORTURE / f"{name}.pdf").clean is not XRAY[name]
