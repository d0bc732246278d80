"""Looks at a burnt file with other programs than the one that burnt it, and apart from `redact.verify`."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from redact.geometry import Frame, Rect, frame, to_user_space
from redact.model import Box, BurntBox

INSET = 0.5
"""Points of a box's rim in which the middle of a neighbour's glyph may lie."""
_TOOL_SECONDS = 120
_LABEL_SIGNS = ".()[];"
_BROKEN_OFF = re.compile(r"\ufffe|(?<=\w)[-\u2010\u00ad]\r?\n(?=[^\W\d_A-Z])")
"""What pdfium reads for a hyphen at the end of a line, and a hyphen there before a small letter: one word goes on."""


def page_count(pdf: Path) -> int:
    """Pages that pdfium counts and can load the first of; 0 when it cannot open the file."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            count = len(document)
            if count:
                document[0].close()
            return count
    except pypdfium2.PdfiumError:
        return 0


def is_sound(pdf: Path) -> bool:
    """Whether `qpdf --check` has nothing to say."""
    done = subprocess.run(["qpdf", "--check", pdf], capture_output=True, timeout=_TOOL_SECONDS, check=False)
    return done.returncode == 0


def read_words(pdf: Path, words: Sequence[str]) -> set[str]:
    """Which of the words pdfium or pdftotext still reads, bounded, within one line."""
    return {word for word in words for text in _texts(pdf) if _bounded(word).search(text)}


def _texts(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    command = ["pdftotext", "-q", "-raw", "-enc", "UTF-8", str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, timeout=_TOOL_SECONDS, check=True)
    read = (*texts, done.stdout.decode("utf-8", "replace"))
    return [unicodedata.normalize("NFKC", _BROKEN_OFF.sub("", text)) for text in read]


def _bounded(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(unicodedata.normalize('NFKC', word))}(?![^\W_])")


def glyph_centres(pdf: Path, boxes: Sequence[BurntBox]) -> int:
    """Boxes in which pdfium sees the middle of a glyph that is not of the label."""
    by_page: dict[int, list[BurntBox]] = {}
    for burnt in boxes:
        by_page.setdefault(burnt.box.page, []).append(burnt)
    frames = _frames(pdf, sorted(by_page))
    count = 0
    with pypdfium2.PdfDocument(pdf) as document:
        for number, here in by_page.items():
            chars = _drawn_chars(document[number - 1])
            count += sum(_holds_more(burnt, here, frames[number], chars) for burnt in here)
    return count


def _frames(pdf: Path, pages: Sequence[int]) -> dict[int, Frame]:
    out = {}
    with pikepdf.open(pdf) as document:
        for number in pages:
            page = document.pages[number - 1]
            boxes = [[float(value) for value in box] for box in (page.mediabox, page.cropbox)]
            out[number] = frame(boxes[0], boxes[1], float(page.obj.get("/UserUnit", 1)))
    return out


def _drawn_chars(page: pypdfium2.PdfPage) -> list[tuple[str, float, float]]:
    """Characters as drawn, with the middle of each; what a box says to a screen reader is taken off first."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=16):
        for index in reversed(range(pdfium.FPDFPageObj_CountMarks(item.raw))):
            pdfium.FPDFPageObj_RemoveMark(item.raw, pdfium.FPDFPageObj_GetMark(item.raw, index))
    textpage = page.get_textpage()
    text = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    chars = []
    for index in range(pdfium.FPDFText_CountChars(text)):
        char = chr(min(pdfium.FPDFText_GetUnicode(text, index), sys.maxunicode))
        if not char.isspace() and pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            chars.append((char, (left.value + right.value) / 2, (bottom.value + top.value) / 2))
    return chars


def _holds_more(
    burnt: BurntBox, on_page: Sequence[BurntBox], place: Frame, chars: Sequence[tuple[str, float, float]]
) -> bool:
    """Whether something else than (parts of) labels of this box and those that overlap it stands in it.

    Dots and brackets are left aside.
    """
    x0, y0, x1, y1 = _inner(to_user_space(burnt.box, place))
    inside = Counter(char for char, x, y in chars if x0 <= x <= x1 and y0 <= y <= y1 and char not in _LABEL_SIGNS)
    labels = {(other.hit_ids, other.label) for other in on_page if _overlap(burnt.box, other.box)}
    return not inside <= Counter("".join(label for _, label in labels))


def _overlap(a: Box, b: Box) -> bool:
    return max(a.x0, b.x0) <= min(a.x1, b.x1) and max(a.y0, b.y0) <= min(a.y1, b.y1)


def _inner(rect: Rect) -> Rect:
    dx, dy = min(INSET, (rect[2] - rect[0]) / 4), min(INSET, (rect[3] - rect[1]) / 4)
    return rect[0] + dx, rect[1] + dy, rect[2] - dx, rect[3] - dy
