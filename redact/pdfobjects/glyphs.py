"""Where glyphs stand, as MuPDF sees them, and MuPDF's redaction of places; all in the page space of `model.Box`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pymupdf
from numpy.typing import NDArray

from redact.geometry import Frame, Rect, foot_to_head, frame, to_user_space
from redact.model import Box

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

_FLAGS = (
    pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
    | pymupdf.TEXT_COLLECT_STYLES
)
_DRAWN = 16 | 32 | 64
"""MuPDF's char_flags: filled, stroked, clipped to. A glyph with none of these is in render mode 3."""
_TYPE3 = "Unnamed-T3"
"""MuPDF's name for a cleaned Type 3 font. It draws some of their glyphs itself and calls the text invisible."""
_TURNS = {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}
MIDDLE = 0.3
"""Share of a glyph's box left out on each side when it is removed: the line above must not be touched."""


class DrawnGlyph(NamedTuple):
    """One glyph: its box, its line on the page, whether that line runs along an axis, whether a reader can see it."""

    box: Box
    line: int
    level: bool
    visible: bool
    blank: bool
    char: str
    turn: int | None = 0
    """Quarter turns clockwise from left-to-right in which its line runs; None where it runs aslant."""
    font: str = ""
    size: float = 0.0
    ink: Box | None = None
    """Across its line exactly what is drawn, along it the advance; None where it was not asked for."""

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the glyph's box."""
        return (self.box.x0 + self.box.x1) / 2, (self.box.y0 + self.box.y1) / 2


def page_frame(page: pymupdf.Page) -> Frame:
    """Visible area of a MuPDF page in its user space, read from the file's own keys."""
    numbers = {key: _inherited(page, key) for key in ("MediaBox", "CropBox")}
    media = numbers["MediaBox"] or [0.0, 0.0, 612.0, 792.0]
    kind, value = page.parent.xref_get_key(page.xref, "UserUnit")
    return frame(media, numbers["CropBox"], float(value) if kind in {"int", "float", "real"} else 1.0)


def _inherited(page: pymupdf.Page, key: str) -> list[float] | None:
    xref = page.xref
    for _ in range(100):
        kind, value = page.parent.xref_get_key(xref, key)
        if kind == "xref":
            kind, value = "array", page.parent.xref_object(int(value.split()[0]))
        if kind == "array":
            return [float(part) for part in value.strip("[] \n").split()]
        kind, value = page.parent.xref_get_key(xref, "Parent")
        if kind != "xref":
            return None
        xref = int(value.split()[0])
    return None


def page_glyphs(page: pymupdf.Page) -> list[DrawnGlyph]:
    """Every glyph of a page, also those outside of it, in MuPDF's order."""
    return list(_glyphs(_content(page, _FLAGS), page.number + 1))


def inked_glyphs(page: pymupdf.Page) -> list[DrawnGlyph]:
    """As `page_glyphs`, with the ink of each."""
    content, exact = _content(page, _FLAGS), _content(page, _FLAGS | pymupdf.TEXT_ACCURATE_BBOXES)
    number = page.number + 1
    inks = {
        (char["c"], char["origin"]): _rect(char, line, span) for line, span in _spans(exact) for char in span["chars"]
    }
    origins = ((char["c"], char["origin"]) for _, span in _spans(content) for char in span["chars"])
    found = zip(origins, _glyphs(content, number), strict=True)
    return [glyph._replace(ink=Box(number, *inks[at]) if at in inks else None) for at, glyph in found]


def middles(page: pymupdf.Page) -> NDArray[np.float64]:
    """Middles of the glyphs of a page that draw something, also those outside of it: a row (x, y) each."""
    rects = [
        _rect(char, line, span)
        for line, span in _spans(_content(page, _FLAGS))
        for char in span["chars"]
        if char["c"].strip()
    ]
    edges = np.array(rects, dtype=float).reshape(-1, 4)
    return np.asarray((edges[:, :2] + edges[:, 2:]) / 2, dtype=np.float64)


def _content(page: pymupdf.Page, flags: int) -> Any:
    return page.get_text("rawdict", flags=flags, clip=pymupdf.INFINITE_RECT())


def _lines(content: Any) -> Iterator[Any]:
    return (line for block in content["blocks"] for line in block.get("lines", ()))


def _spans(content: Any) -> Iterator[tuple[Any, Any]]:
    return ((line, span) for line in _lines(content) for span in line["spans"])


def _rect(char: Any, line: Any, span: Any) -> Rect:
    """The box of a glyph in MuPDF's answer."""
    rect: Rect = char["bbox"]
    return foot_to_head(rect, line["dir"], span["size"]) if line["wmode"] == 1 else rect


def _glyphs(content: Any, number: int) -> Iterator[DrawnGlyph]:
    for index, line in enumerate(_lines(content)):
        level = min(abs(line["dir"][0]), abs(line["dir"][1])) < 1e-4
        turn = _TURNS.get((round(line["dir"][0], 3), round(line["dir"][1], 3)))
        for span in line["spans"]:
            font, size = span["font"], span["size"]
            visible = bool(span["char_flags"] & _DRAWN) or font == _TYPE3
            for char in span["chars"]:
                text, box = char["c"], Box(number, *_rect(char, line, span))
                yield DrawnGlyph(box, index, level, visible, not text.strip(), text, turn, font, size)


def _core(glyph: DrawnGlyph) -> Box:
    """The middle of a glyph's box, at least a hair wide and high; a point where boxes of neighbours overlap."""
    box, share = glyph.box, MIDDLE if glyph.level else 0.5
    dx, dy = (box.x1 - box.x0) * share, (box.y1 - box.y0) * share
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    dx, dy = max((box.x1 - box.x0) / 2 - dx, 0.01), max((box.y1 - box.y0) / 2 - dy, 0.01)
    return Box(box.page, x - dx, y - dy, x + dx, y + dy)


def cores(glyphs: Iterable[DrawnGlyph]) -> list[Box]:
    """Rectangles through the middle of glyphs, one for each run of neighbours on a level line.

    MuPDF's cost grows with glyphs times rectangles, so runs are joined.
    """
    runs: list[tuple[DrawnGlyph, Box]] = []
    for glyph in glyphs:
        core = _core(glyph)
        if runs and _continues(runs[-1][0], glyph):
            last = runs[-1][1]
            core = Box(
                core.page, min(last.x0, core.x0), min(last.y0, core.y0), max(last.x1, core.x1), max(last.y1, core.y1)
            )
            runs[-1] = (glyph, core)
        else:
            runs.append((glyph, core))
    return [core for _, core in runs]


def _continues(a: DrawnGlyph, b: DrawnGlyph) -> bool:
    """Whether b follows a at once on the same level line, so that nothing else can stand between them."""
    if a.line != b.line or not (a.level and b.level):
        return False
    size = max(a.box.y1 - a.box.y0, 0.1)
    same = abs(a.box.y0 - b.box.y0) < 0.01 * size and abs(a.box.y1 - b.box.y1) < 0.01 * size
    return same and -0.2 * size < b.box.x0 - a.box.x1 < 0.2 * size


def set_redactions(page: pymupdf.Page, boxes: Sequence[Box], images: int, graphics: int, text: int) -> None:
    """Let MuPDF remove what lies in boxes, with one redaction annotation that carries them all.

    The annotation is written in user space, so that neither rotation nor crop box nor UserUnit can shift it.

    Args:
        page: the page; its content is rewritten.
        boxes: at least one place on it.
        images: 0 leave, 2 blank the pixels.
        graphics: 0 leave, 1 remove line art that is covered, 2 that is touched.
        text: 0 remove, 1 leave.
    """
    place = page_frame(page)
    rects = [to_user_space(box, place) for box in boxes]
    annotation = page.add_redact_annot(pymupdf.Rect(0, 0, 1, 1), fill=False, cross_out=False)
    quads = " ".join(
        f"{x0:.4f} {y1:.4f} {x1:.4f} {y1:.4f} {x0:.4f} {y0:.4f} {x1:.4f} {y0:.4f}" for x0, y0, x1, y1 in rects
    )
    whole = (min(r[0] for r in rects), min(r[1] for r in rects), max(r[2] for r in rects), max(r[3] for r in rects))
    page.parent.xref_set_key(annotation.xref, "QuadPoints", f"[{quads}]")
    page.parent.xref_set_key(annotation.xref, "Rect", "[" + " ".join(f"{v:.4f}" for v in whole) + "]")
    page.apply_redactions(images=images, graphics=graphics, text=text)


def erase_glyphs(page: pymupdf.Page, glyphs: Sequence[DrawnGlyph]) -> None:
    """Remove just these glyphs; pictures and lines stay."""
    if glyphs:
        set_redactions(page, cores(glyphs), images=0, graphics=0, text=0)
