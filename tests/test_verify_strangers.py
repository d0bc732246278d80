"""The leak check of PDFs from elsewhere."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pymupdf
import pytest

from redact.verify import Report, inspect

TORTURE = Path(__file__).parents[2] / "shared" / "data" / "torture" / "x-ray"
SECRET = "Zwanepoel"


def page_with(text: str = f"Gesprek met {SECRET} gevoerd") -> tuple[pymupdf.Document, pymupdf.Page, pymupdf.Rect]:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), text, fontsize=11)
    words = [pymupdf.Rect(word[:4]) for word in page.get_text("words") if word[4] == SECRET]
    return document, page, words[0] if words else pymupdf.Rect(72, 90, 200, 104)


def judged(document: pymupdf.Document, folder: Path, garbage: int = 0) -> Report:
    path = folder / "vreemd.pdf"
    document.save(path, garbage=garbage)
    document.close()
    report = inspect(path)
    assert SECRET not in repr(report)
    return report


def seen(document: pymupdf.Document, folder: Path, garbage: int = 0) -> set[str]:
    return {leak.what for leak in judged(document, folder, garbage).leaks}


def remarks(report: Report) -> set[str]:
    return {remark.kind for remark in report.remarks}


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


def test_the_top_of_the_page_is_no_blind_spot(tmp_path: Path) -> None:
    document, page, _ = page_with(" ")
    page.insert_text((72, 12), SECRET, fontsize=9)
    page.draw_rect((70, 0, 200, 16), color=None, fill=(0, 0, 0))
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
    assert seen(document, tmp_path, garbage=4) == set()


def test_an_applied_redaction_saved_with_what_it_removed(tmp_path: Path) -> None:
    document, page, rect = page_with()
    page.add_redact_annot(rect, fill=(0, 0, 0))
    page.apply_redactions()
    assert seen(document, tmp_path, garbage=0) == {"text under a box in an unused object"}


def test_an_applied_redaction_saved_onto_the_earlier_revision(tmp_path: Path) -> None:
    path = tmp_path / "vreemd.pdf"
    document, _, _ = page_with()
    document.save(path)
    document.close()
    with pymupdf.open(path) as document:
        page = document[0]
        [rect] = [pymupdf.Rect(word[:4]) for word in page.get_text("words") if word[4] == SECRET]
        page.add_redact_annot(rect, fill=(0, 0, 0))
        page.apply_redactions()
        document.saveIncr()
    report = inspect(path)
    assert "text under a box in an earlier revision" in {leak.what for leak in report.leaks}
    assert remarks(report) >= {"earlier revision"}


def test_an_earlier_revision_that_says_no_more_is_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "vreemd.pdf"
    document, _, _ = page_with()
    document.save(path)
    document.close()
    with pymupdf.open(path) as document:
        document[0].insert_text((72, 300), "Stempel", fontsize=11)
        document.saveIncr()
    report = inspect(path)
    assert report.clean
    assert remarks(report) >= {"earlier revision"}


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


@pytest.mark.parametrize("fill", [(1, 1, 1), (0.5, 0.5, 0.5), (1, 1, 0), (0.9, 0.9, 1)])
def test_text_under_a_cover_of_any_colour(tmp_path: Path, fill: tuple[float, float, float]) -> None:
    document, page, rect = page_with()
    page.draw_rect(rect, color=None, fill=fill)
    assert seen(document, tmp_path) == {"text under opaque cover"}


def test_text_under_a_hatched_box(tmp_path: Path) -> None:
    document, page, rect = page_with()
    page.draw_rect(rect, color=None, fill=(1, 1, 1))
    for x in range(int(rect.x0), int(rect.x1), 4):
        page.draw_line((x, rect.y0), (x + 4, rect.y1))
    assert seen(document, tmp_path) == {"text under opaque cover"}


def test_text_under_a_white_picture(tmp_path: Path) -> None:
    document, page, rect = page_with()
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8))
    picture.clear_with(255)
    page.insert_image(rect, pixmap=picture, keep_proportion=False)
    assert seen(document, tmp_path) == {"text under opaque cover"}


def test_text_under_a_white_free_text_annotation(tmp_path: Path) -> None:
    document, page, rect = page_with()
    page.add_freetext_annot(rect, "10.2.e", fontsize=6, fill_color=(1, 1, 1))
    assert seen(document, tmp_path) == {"text under opaque cover"}


@pytest.mark.parametrize("colour", [(0, 0, 0), (0.1, 0.2, 0.8), (0.6, 0.6, 0.6)])
def test_text_in_the_colour_of_its_background(tmp_path: Path, colour: tuple[float, float, float]) -> None:
    document, page, rect = page_with(" ")
    page.draw_rect(rect, color=None, fill=colour)
    page.insert_text((rect.x0 + 2, rect.y1 - 4), SECRET, fontsize=9, color=colour)
    [what] = seen(document, tmp_path)
    assert what in ("text under dark area", "text in the colour of its background")


def test_white_text_on_paper_is_a_remark(tmp_path: Path) -> None:
    document, page, _ = page_with()
    page.insert_text((72, 300), SECRET, fontsize=11, color=(1, 1, 1))
    report = judged(document, tmp_path)
    assert report.clean
    assert remarks(report) == {"hidden text"}


def test_text_off_the_visible_area_is_a_remark(tmp_path: Path) -> None:
    document, page, _ = page_with()
    page.insert_text((500, 700), SECRET, fontsize=11)
    page.set_cropbox(pymupdf.Rect(0, 0, 400, 600))
    report = judged(document, tmp_path)
    assert report.clean
    assert remarks(report) <= {"text outside the visible area"}


def test_a_layer_that_is_off_under_a_box(tmp_path: Path) -> None:
    document, page, rect = page_with(" ")
    layer = document.add_ocg("Concept", on=False)
    page.insert_text((rect.x0 + 2, rect.y1 - 4), SECRET, fontsize=9, oc=layer)
    page.draw_rect(rect, color=None, fill=(0, 0, 0))
    assert seen(document, tmp_path) == {"text under dark area"}


def test_attachments_scripts_and_metadata_are_remarks(tmp_path: Path) -> None:
    document, page, _ = page_with()
    document.embfile_add("bron.txt", b"bron")
    document.set_metadata({"author": "Iemand"})
    layer = document.add_ocg("Concept", on=False)
    page.insert_text((72, 400), SECRET, fontsize=11, oc=layer)
    report = judged(document, tmp_path)
    assert report.clean
    assert remarks(report) == {"attachment", "metadata", "layer that is off"}


def scan(page: pymupdf.Page, *, ocr: bool = False) -> pymupdf.Rect:
    """Fills a page with a picture of text, and gives the place of the secret in it."""
    source = pymupdf.open()
    drawn = source.new_page()
    drawn.insert_text((72, 100), f"Gesprek met {SECRET} gevoerd", fontsize=11)
    [rect] = [pymupdf.Rect(word[:4]) for word in drawn.get_text("words") if word[4] == SECRET]
    page.insert_image(page.rect, pixmap=drawn.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY))
    if ocr:
        page.insert_text((72, 100), f"Gesprek met {SECRET} gevoerd", fontsize=11, render_mode=3)
    source.close()
    return rect


@pytest.mark.parametrize("fill", [(0, 0, 0), (1, 1, 1), (0.4, 0.4, 0.4)])
@pytest.mark.parametrize("turn", [0, 90])
def test_a_scan_under_a_rectangle(tmp_path: Path, fill: tuple[float, float, float], turn: int) -> None:
    document = pymupdf.open()
    page = document.new_page()
    rect = scan(page)
    page.draw_rect((rect.x0 - 2, rect.y0 - 2, rect.x1 + 2, rect.y1 + 2), color=None, fill=fill)
    page.insert_text((rect.x0 + 5, rect.y1 - 4), "10.2.e", fontsize=7, color=(1, 0, 0))
    page.set_rotation(turn)
    report = judged(document, tmp_path)
    [leak] = report.leaks
    assert (leak.what, leak.page, report.numbers()) == ("picture under opaque cover", 1, (1,))
    assert leak.box is not None
    place = (rect.x0, rect.y0) if turn == 0 else (842 - rect.y1, rect.x0)
    assert (leak.box.x0, leak.box.y0) == pytest.approx(place, abs=8)


def test_a_scan_under_a_black_annotation(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    rect = scan(page)
    annotation = page.add_rect_annot(rect)
    annotation.set_colors(stroke=(0, 0, 0), fill=(0, 0, 0))
    annotation.update()
    assert seen(document, tmp_path) == {"picture under opaque cover"}


def test_a_scan_under_a_small_black_picture(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    rect = scan(page)
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8))
    picture.clear_with(10)
    page.insert_image(rect, pixmap=picture, keep_proportion=False)
    assert seen(document, tmp_path) == {"picture under opaque cover"}


def test_the_ocr_layer_of_a_scan_is_neither_leak_nor_remark(tmp_path: Path) -> None:
    document = pymupdf.open()
    scan(document.new_page(), ocr=True)
    report = judged(document, tmp_path)
    assert report.clean
    assert not report.remarks


def test_the_ocr_layer_under_a_white_rectangle_on_a_scan(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.draw_rect(scan(page, ocr=True), color=None, fill=(1, 1, 1))
    assert seen(document, tmp_path) == {"text under opaque cover", "picture under opaque cover"}


def test_boxes_on_blank_paper_of_a_scan_hide_nothing(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    scan(page)
    page.draw_rect((100, 300, 300, 340), color=None, fill=(0, 0, 0))
    page.draw_rect((100, 400, 300, 440), color=None, fill=(1, 1, 1))
    assert seen(document, tmp_path) == set()


def test_a_panel_with_a_text_of_its_own_is_a_design(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    rect = scan(page)
    page.draw_rect((rect.x0 - 50, rect.y0 - 20, rect.x1 + 200, rect.y1 + 60), color=None, fill=(0, 0, 0.4))
    page.insert_text((rect.x0, rect.y1), "Jaarverslag van de gemeente", fontsize=9, color=(1, 1, 1))
    assert seen(document, tmp_path) == set()


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"", "not a PDF that can be read"), (b"geen pdf", "not a PDF that can be read")],
)
def test_a_file_that_cannot_be_read_is_not_called_clean(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "kapot.pdf"
    path.write_bytes(data)
    assert {leak.what for leak in inspect(path).leaks} == {what}


def test_a_locked_file_is_not_called_clean(tmp_path: Path) -> None:
    document, _, _ = page_with()
    path = tmp_path / "slot.pdf"
    document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="geheim", owner_pw="geheim")
    assert {leak.what for leak in inspect(path).leaks} == {"needs a password"}


def test_a_file_without_pages_is_not_called_clean(tmp_path: Path) -> None:
    path = tmp_path / "leeg.pdf"
    with pikepdf.new() as pdf:
        pdf.save(path)
    [leak] = inspect(path).leaks
    assert leak.what in ("has no pages", "not a PDF that can be read")


XRAY = {
    "hidden_text_on_visible_text": 1,
    "multi_line_redaction_ok": 0,
    "no_bad_redactions.3.2": 0,
    "ok_words": 0,
    "rect_ordering_2.1": 0,
    "rect_ordering_6.19": 0,
    "rectangles_yes": 3,
    "rectangles_yes_2": 1,
    "whitespace_redactions": 0,
    "whitespace_redactions_2": 0,
}
"""What x-ray's files hold, by their names and tests: boxes with text under them. The first is one that x-ray misses."""


@pytest.mark.skipif(not TORTURE.is_dir(), reason="the collection is not on this machine")
@pytest.mark.parametrize("name", XRAY)
def test_files_of_x_ray(name: str) -> None:
    assert len(inspect(TORTURE / f"{name}.pdf").leaks) == XRAY[name]
