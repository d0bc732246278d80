"""Three readers of a PDF that share no code with the burner: pdfium, pdfminer.six and poppler's pdftotext.

Each gives a `Reading`: the text of every page, and in the areas that are asked for the glyphs with their boxes. A
reader raises whatever goes wrong; the caller counts that as a leak.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from redact import limits
from redact.verify.miner import read_pdfminer
from redact.verify.place import EVERYWHERE, Areas, Glyph
from redact.verify.reading import Reader, Reading

# These libraries quote document text in their warnings, and no log line may hold that.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)


READS_GLYPHS = ("pdfium", "pdfminer")
DEPTH = 16
"""Forms inside forms that are looked into."""


@contextmanager
def readers(pdf: Path) -> Iterator[dict[str, Reader]]:
    """The engines on this machine but pdfium, by name. Poppler, a program of its own, reads beside all else."""
    found: dict[str, Reader] = {"pdfminer": read_pdfminer}
    if not shutil.which("pdftotext"):
        yield found
        return
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(read_poppler, pdf)
        yield found | {"poppler": lambda *_: reading.result()}


@cache
def version(engine: str) -> str:
    """Version of an engine, for the proof."""
    if engine == "poppler":
        shown = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True, timeout=20, check=False).stderr
        return shown.split("\n")[0].removeprefix("pdftotext version ").strip()
    if engine == "pdfium":
        return str(pypdfium2.version.PDFIUM_INFO)
    return importlib.metadata.version({"pdfminer": "pdfminer.six"}.get(engine, engine))


def page_text(page: pypdfium2.PdfPage) -> str:
    """The text of a page as pdfium reads it; it holds what stands in /ActualText."""
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()


def page_objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Any]]:
    """Kind and handle of every object of a page, those inside forms after their form.

    Raises:
        pypdfium2.PdfiumError: an object cannot be had.
    """
    yield from _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, DEPTH)


def _objects(holder: Any, count: Any, get: Any, depth: int) -> Iterator[tuple[int, Any]]:
    number = count(holder)
    if number < 0:
        raise pypdfium2.PdfiumError("objects cannot be counted")
    for index in range(number):
        item = get(holder, index)
        if not item:
            raise pypdfium2.PdfiumError("an object cannot be had")
        kind = pdfium.FPDFPageObj_GetType(item)
        yield kind, item
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 1:
            yield from _objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth - 1)


def drop_marks(page: pypdfium2.PdfPage) -> None:
    """Take /ActualText away (in memory), because pdfium reports it instead of the glyphs that are drawn."""
    for kind, item in page_objects(page):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            for index in range(pdfium.FPDFPageObj_CountMarks(item) - 1, -1, -1):
                pdfium.FPDFPageObj_RemoveMark(item, pdfium.FPDFPageObj_GetMark(item, index))


def pdfium_glyphs(page: pypdfium2.PdfPage, areas: Areas) -> tuple[Glyph, ...]:
    """The characters of a page, but for blanks, in some areas."""
    textpage = page.get_textpage()
    try:
        return tuple(glyph for _, glyph in pdfium_chars(textpage.raw, areas))
    finally:
        textpage.close()


def letter(raw: Any, index: int) -> str:
    """A character of a pdfium text page; U+FFFD where the font gives it a number that no character has."""
    number = int(pdfium.FPDFText_GetUnicode(raw, index))
    return chr(number) if number <= sys.maxunicode else "\ufffd"


def pdfium_chars(raw: Any, areas: Areas = EVERYWHERE) -> Iterator[tuple[int, Glyph]]:
    """Number and glyph of each character of a text page but blanks; the box is around its ink, in PDF user space.

    Args:
        raw: the text page.
        areas: where its middle must lie.

    Raises:
        ValueError: pdfium knows no place for a character.
    """
    number = max(pdfium.FPDFText_CountChars(raw), 0)
    room = (ctypes.c_double * (4 * number))()
    start, size = ctypes.addressof(room), ctypes.sizeof(ctypes.c_double)
    fields = (range(start + edge * size, start + (edge + 4 * number) * size, 4 * size) for edge in range(4))
    handle = ctypes.cast(raw, ctypes.c_void_p).value
    known = list(map(_CHAR_BOX, repeat(handle), range(number), *fields))
    places = np.frombuffer(room).reshape(number, 4)
    inside = areas.at_all((places[:, 0] + places[:, 1]) / 2, (places[:, 2] + places[:, 3]) / 2)
    for index in np.flatnonzero(inside | (np.array(known, dtype=int) == 0)).tolist():
        char = letter(raw, index)
        if char.isspace():
            continue
        if not known[index]:
            raise ValueError(f"pdfium knows no place for character {index}")
        x0, x1, y0, y1 = places[index].tolist()
        yield index, Glyph(char, x0, y0, x1, y1)


_CHAR_BOX = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)(
    ctypes.cast(pdfium.FPDFText_GetCharBox, ctypes.c_void_p).value or 0
)
"""The same function of pdfium, which takes plain addresses: thousands of calls a page."""


def read_poppler(path: Path) -> Reading:
    """Read with pdftotext, in poppler's reading order. Gives no glyphs.

    Raises:
        subprocess.SubprocessError: it failed or took too long.
    """
    command = ["pdftotext", "-q", "-enc", "UTF-8", str(path.absolute()), "-"]
    done = subprocess.run(command, capture_output=True, timeout=limits.SECONDS_PER_DOCUMENT * 10, check=True)
    return Reading(tuple(done.stdout.decode("utf-8", "replace").split("\f")[:-1]))
