"""Where glyphs stand, as MuPDF sees them, and MuPDF's redaction of places; all in the page space of `model.Box`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from operator import itemgetter
from typing import Any

import numpy as np
import pymupdf
from numpy.typing import NDArray

from redact.geometry import Frame, Rect, foot_to_head, frame, to_user_space
from redact.model import Box
from redact.pdfobjects.glyphtable import ASLANT, DrawnGlyph, Glyphs, stand_twice

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

_FLAGS = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_IGNORE_ACTUALTEXT
_DRAWN = 16 | 32 | 64
"""MuPDF's char_flags: filled, stroked, clipped to. A glyph with none of these is in render mode 3."""
_TYPE3 = "Unnamed-T3"
"""MuPDF's name for a cleaned Type 3 font. It draws some of their glyphs itself and calls the text invisible."""
FAKE_BOLD = 0.1
"""Share of its size within which a character upon an equal one counts as the same (MuPDF's FAKE_BOLD_MAX_DIST)."""
_TURNS = {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}
MIDDLE = 0.3
"""Share of a glyph's box left out on each side when it is removed: the line above must not be touched."""
MUPDF_RIM = 0.08
"""Share of a glyph's box on each side in which MuPDF does not take it for touched, less some for safety: it is 0.1."""
POINT = 0.01
"""Half the side of a point, in points."""
_SHARES = np.array(sorted(product(np.linspace(0.15, 0.85, 9), repeat=2), key=lambda at: math.dist(at, (0.5, 0.5))))
"""Places in a glyph's box as shares of its width and height, the middle ones first."""


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


def page_glyphs(page: pymupdf.Page) -> Glyphs:
    """Every glyph of a page, also those outside of it, in MuPDF's order; what stands twice in one place only once."""
    return _once(page)[0]


def inked_glyphs(page: pymupdf.Page) -> Glyphs:
    """As `page_glyphs`, with the ink of each."""
    found, plain, styles = _once(page)
    exact = _read(page, styles | pymupdf.TEXT_ACCURATE_BBOXES)
    if plain.chars == exact.chars and plain.origins == exact.origins:
        return replace(found, inks=exact.rects)
    inks = dict(zip(zip(exact.chars, exact.origins, strict=True), exact.rects.tolist(), strict=True))
    unknown = [np.nan] * 4
    known = [inks.get(at, unknown) for at in zip(plain.chars, plain.origins, strict=True)]
    return replace(found, inks=np.array(known, dtype=float).reshape(-1, 4))


def drawn_glyphs(page: pymupdf.Page) -> Glyphs:
    """Every glyph of a page as often as it is drawn."""
    return replace(_glyphs(_read(page, 0), page.number + 1), is_whole=True)


def middles(page: pymupdf.Page) -> NDArray[np.float64]:
    """Middles of the glyphs of a page that draw something, also those outside of it: a row (x, y) each."""
    found = _read(page, 0)
    drawn = found.rects[_drawn(found.chars)]
    return np.asarray((drawn[:, :2] + drawn[:, 2:]) / 2, dtype=np.float64)


def _drawn(chars: Sequence[str]) -> NDArray[np.bool_]:
    """Which characters draw something."""
    return np.array([bool(char.strip()) for char in chars], dtype=bool)


@dataclass(frozen=True, slots=True)
class _Read:
    """What MuPDF says of a page: its spans with the number of their line, and of each glyph character, place, box."""

    spans: list[tuple[int, Any, Any]]
    chars: list[str]
    origins: list[tuple[float, float]]
    rects: NDArray[np.float64]
    counts: list[int]


def _once(page: pymupdf.Page) -> tuple[Glyphs, _Read, int]:
    """The glyphs of a page without those that another one of the same kind lies upon, and how they were read.

    MuPDF compares each with every other to find those, which takes most of its time; so it is asked only where there
    may be some: where a character stands twice in one place, or where something unseen may lie under something seen.
    """
    found = _read(page, 0)
    glyphs = _glyphs(found, page.number + 1)
    origins = np.array(found.origins, dtype=float).reshape(-1, 2)
    if glyphs.visible.all() and not stand_twice(found.chars, origins, FAKE_BOLD * glyphs.sizes):
        return replace(glyphs, is_whole=True), found, 0
    found = _read(page, pymupdf.TEXT_COLLECT_STYLES)
    return _glyphs(found, page.number + 1), found, pymupdf.TEXT_COLLECT_STYLES


def _read(page: pymupdf.Page, flags: int) -> _Read:
    content = page.get_text("rawdict", flags=_FLAGS | flags, clip=pymupdf.INFINITE_RECT())
    lines = (line for block in content["blocks"] for line in block.get("lines", ()))
    spans = [(number, line, span) for number, line in enumerate(lines) for span in line["spans"]]
    each = [char for _, _, span in spans for char in span["chars"]]
    rects = list(map(itemgetter("bbox"), each))
    if any(line["wmode"] == 1 for _, line, _ in spans):
        rects = [rect for _, line, span in spans for rect in _rects(line, span)]
    return _Read(
        spans=spans,
        chars=list(map(itemgetter("c"), each)),
        origins=list(map(itemgetter("origin"), each)),
        rects=np.fromiter(chain.from_iterable(rects), dtype=float, count=4 * len(rects)).reshape(-1, 4),
        counts=[len(span["chars"]) for _, _, span in spans],
    )


def _rects(line: Any, span: Any) -> list[Rect]:
    """The boxes of a span's glyphs in MuPDF's answer."""
    rects: list[Rect] = [char["bbox"] for char in span["chars"]]
    if line["wmode"] == 1:
        return [foot_to_head(rect, line["dir"], span["size"]) for rect in rects]
    return rects


def _glyphs(found: _Read, number: int) -> Glyphs:
    ways = [line["dir"] for _, line, _ in found.spans]
    turns = [_TURNS.get((round(x, 3), round(y, 3)), ASLANT) for x, y in ways]
    fonts = [span["font"] for _, _, span in found.spans]
    seen = [
        bool(span["char_flags"] & _DRAWN) or font == _TYPE3
        for (_, _, span), font in zip(found.spans, fonts, strict=True)
    ]

    def each(values: Sequence[Any], kind: Any) -> Any:
        return np.repeat(np.array(values, dtype=kind), found.counts)

    return Glyphs(
        page=number,
        rects=found.rects,
        inks=np.full_like(found.rects, np.nan),
        lines=each([line for line, _, _ in found.spans], np.int64),
        level=each([min(abs(x), abs(y)) < 1e-4 for x, y in ways], bool),
        visible=each(seen, bool),
        blank=~_drawn(found.chars),
        chars=found.chars,
        turns=each(turns, np.int64),
        fonts=[font for font, count in zip(fonts, found.counts, strict=True) for _ in range(count)],
        sizes=each([span["size"] for _, _, span in found.spans], float),
    )


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


def erase_glyphs(page: pymupdf.Page, glyphs: Sequence[DrawnGlyph], among: Glyphs | None = None) -> None:
    """Remove just these glyphs; pictures and lines stay.

    Args:
        page: its content is rewritten.
        glyphs: to remove.
        among: all glyphs of the page, of which those around text that runs aslant are then spared.
    """
    if not glyphs:
        return
    level = [glyph for glyph in glyphs if glyph.level or among is None]
    aslant = [glyph for glyph in glyphs if not (glyph.level or among is None)]
    spots = _spots(aslant, among, glyphs) if among is not None and aslant else []
    set_redactions(page, cores(level) + spots, images=0, graphics=0, text=0)


def _spots(aslant: Sequence[DrawnGlyph], among: Glyphs, gone: Sequence[DrawnGlyph]) -> list[Box]:
    """For each glyph a point that belongs to none that stays: MuPDF removes all in whose upright box a point lies."""
    leaving = {tuple(_edges(glyph.box)) for glyph in gone}
    stays = np.array([tuple(rect) not in leaving for rect in among.rects.tolist()], dtype=bool)
    rects = among.rects[stays & ~among.blank]
    rims = MUPDF_RIM * (rects[:, 2:] - rects[:, :2])
    lows, highs = rects[:, :2] + rims, rects[:, 2:] - rims
    out = []
    for glyph in aslant:
        x0, y0, x1, y1 = _edges(glyph.box)
        spots = np.array([x0, y0]) + _SHARES * [x1 - x0, y1 - y0]
        free = ~np.any(np.all((spots[:, None] > lows) & (spots[:, None] < highs), axis=2), axis=1)
        x, y = spots[np.argmax(free)]
        out.append(Box(glyph.box.page, x - POINT, y - POINT, x + POINT, y + POINT))
    return out


def _edges(box: Box) -> list[float]:
    return [box.x0, box.y0, box.x1, box.y1]
