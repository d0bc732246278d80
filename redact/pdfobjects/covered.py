"""Finds words that stand on a page without a reader seeing them: white, covered, transparent, clipped away, minute.

A word is judged by the picture of the page, not by how it was hidden: where the page shows one even tone, no word can
be read. Words under a small picture have something over them that is not even; they are tried on a copy: when nothing
changes on the page as they go, nobody saw them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pymupdf
from PIL import Image, ImageChops

from redact.geometry import Frame
from redact.model import Box
from redact.pdfobjects.glyphs import erase_glyphs, page_frame
from redact.pdfobjects.glyphtable import DrawnGlyph

SCALE = 1.25
"""Pixels a point."""
MAX_SIDE = 6000
EVEN = 10
"""Difference (of 255) between the pixels of a place up to which it shows nothing."""
HALF_PAGE = 0.5
"""A picture of this part of the page is a scan, and text under it is somebody's OCR of what it shows."""
_CORE = (0.28, 0.76)
"""Between these parts of its height every letter and digit has ink; rules and borders mostly lie outside of it."""
_JUMP = 0.3
"""A gap of this many times the size ends a word."""
_TYPE3 = "Unnamed-T3"
"""MuPDF's name for a cleaned Type 3 font; the boxes of its glyphs are not to be relied on."""
_IMAGES = {"fill-image", "fill-shade", "fill-imgmask"}

_Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Word:
    """Characters that follow each other closely, in one drawing step."""

    step: int
    level: bool
    boxes: tuple[_Rect, ...]
    text: str = field(repr=False)


def covered_glyphs(page: pymupdf.Page, probe: pymupdf.Page, glyphs: Sequence[DrawnGlyph]) -> list[DrawnGlyph]:
    """Glyphs on a page that can be taken away without any change to what it shows.

    Args:
        page: left as it is.
        probe: the same page of a second copy of the document, on which the removal is tried.
        glyphs: all glyphs of the page.
    """
    place, spans = page_frame(page), page.get_texttrace()
    words = [word for word in (*_words(spans), *_clips(spans, glyphs)) if _is_on(word, place)]
    if not words:
        return []
    look = _Look(page, place)
    covers = [(step, rect) for step, (kind, rect) in enumerate(page.get_bboxlog()) if kind in _IMAGES]
    found = [word for word in words if look.is_blank(word) or look.is_under(word, covers)]
    hidden = [glyph for word in found for glyph in _glyphs(word, page.number + 1)]
    return _without_change(look, probe, hidden) if hidden else []


def _words(spans: Sequence[Any]) -> Iterator[_Word]:
    """The words of a page, as they are drawn."""
    for span in spans:
        if not span["font"].startswith(_TYPE3):
            level = abs(span["dir"][1]) < 1e-3
            for chars in _runs(span):
                text = "".join(chr(char[0]) for char in chars)
                yield _Word(span["seqno"], level, tuple(char[3] for char in chars), text)


def _clips(spans: Sequence[Any], glyphs: Sequence[DrawnGlyph]) -> Iterator[_Word]:
    """The glyphs that are drawn as the edge of something else only, each as a word: the trace leaves them out."""
    traced: dict[tuple[float, float], list[float]] = defaultdict(list)
    for span in spans:
        for _, _, origin, box in span["chars"]:
            traced[round(box[0], 1), round(box[2], 1)].append(origin[1])
    inked = [glyph for glyph in glyphs if not glyph.blank]
    if len(inked) <= sum(map(len, traced.values())):
        return
    for glyph in inked:
        box = glyph.box
        if not any(box.y0 <= y <= box.y1 for y in traced[round(box.x0, 1), round(box.x1, 1)]):
            yield _Word(0, glyph.level, ((box.x0, box.y0, box.x1, box.y1),), glyph.char)


def _is_on(word: _Word, place: Frame) -> bool:
    x, y = _middle(_hull(word.boxes))
    return 0 <= x <= place.width and 0 <= y <= place.height


def _runs(span: Any) -> Iterator[list[Any]]:
    run: list[Any] = []
    for char in span["chars"]:
        blank = not chr(char[0]).strip()
        if run and (blank or _apart(run[-1][3], char[3], span["size"])):
            yield run
            run = []
        if not blank:
            run.append(char)
    if run:
        yield run


def _apart(before: _Rect, after: _Rect, size: float) -> bool:
    return abs(after[1] - before[1]) > _JUMP * size or not -_JUMP * size <= after[0] - before[2] <= _JUMP * size


def _hull(boxes: Sequence[_Rect]) -> _Rect:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _middle(rect: _Rect) -> tuple[float, float]:
    return (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2


def _glyphs(word: _Word, number: int) -> Iterator[DrawnGlyph]:
    for box, char in zip(word.boxes, word.text, strict=len(word.boxes) > 1):
        yield DrawnGlyph(Box(number, *box), word.step, word.level, True, False, char)


def _picture(page: pymupdf.Page) -> tuple[Image.Image, float]:
    """The page without its rotation, and pixels a point."""
    rotation = page.rotation
    page.set_rotation(0)
    scale = min(SCALE, MAX_SIDE / max(page.rect.width, page.rect.height, 1.0))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, annots=False, alpha=False)
    page.set_rotation(rotation)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples), scale


class _Look:
    """What a page looks like."""

    def __init__(self, page: pymupdf.Page, place: Frame) -> None:
        self.image, self.scale = _picture(page)
        self._grey = self.image.convert("L").tobytes()
        self._area = place.width * place.height

    def is_blank(self, word: _Word) -> bool:
        """Whether the page shows nothing where a word stands."""
        x0, y0, x1, y1 = rect = _hull(word.boxes)
        if self._has_ink(rect):
            return False
        if self._is_even(rect):
            return True
        if not (word.level and any(char.isalnum() for char in word.text)):
            return False
        high = y1 - y0
        return self._is_even((x0, y0 + _CORE[0] * high, x1, y0 + _CORE[1] * high))

    def is_under(self, word: _Word, covers: Sequence[tuple[int, _Rect]]) -> bool:
        """Whether a picture that is no scan lies over a word."""
        x, y = _middle(_hull(word.boxes))
        over = [r for step, r in covers if step > word.step and r[0] <= x <= r[2] and r[1] <= y <= r[3]]
        return bool(over) and not any((r[2] - r[0]) * (r[3] - r[1]) >= HALF_PAGE * self._area for r in over)

    def _has_ink(self, rect: _Rect) -> bool:
        """Whether a few rows of pixels show so already."""
        left, top, right, bottom = self.pixels(rect)
        for share in (0.5, 0.65, 0.4):
            start = (top + int(share * (bottom - top))) * self.image.width
            row = self._grey[start + left : start + right]
            if max(row) - min(row) >= EVEN:
                return True
        return False

    def _is_even(self, rect: _Rect) -> bool:
        tones: Any = self.image.crop(self.pixels(rect)).getextrema()
        return all(high - low < EVEN for low, high in tones)

    def pixels(self, rect: _Rect, margin: int = 0) -> tuple[int, int, int, int]:
        """The pixels that a rectangle of the page touches, within the picture."""
        x0, y0, x1, y1 = (value * self.scale for value in rect)
        wide, high = self.image.size
        left, top = max(0, min(int(x0) - margin, wide - 1)), max(0, min(int(y0) - margin, high - 1))
        right, bottom = min(int(x1) + 1 + margin, wide), min(int(y1) + 1 + margin, high)
        return left, top, max(left + 1, right), max(top + 1, bottom)


def _without_change(look: _Look, probe: pymupdf.Page, glyphs: list[DrawnGlyph]) -> list[DrawnGlyph]:
    """Those of the glyphs whose removal changes nothing near them; none when the page changes elsewhere."""
    erase_glyphs(probe, glyphs)
    changed = _changes(look.image, _picture(probe)[0])
    if changed.getbbox() is None:
        return glyphs
    kept = [glyph for glyph in glyphs if changed.crop(look.pixels(_reach(glyph.box), 1)).getbbox() is None]
    for glyph in glyphs:
        changed.paste(0, look.pixels(_reach(glyph.box), 2))
    return kept if changed.getbbox() is None else []


def _reach(box: Box) -> _Rect:
    """Where a glyph's ink may lie at most: some fonts draw outside of their boxes."""
    margin = (box.y1 - box.y0) / 4
    return box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin


def _changes(before: Image.Image, after: Image.Image) -> Image.Image:
    """White where two pictures differ to the eye."""
    bands = ImageChops.difference(before, after).split()
    return ImageChops.lighter(ImageChops.lighter(*bands[:2]), bands[2]).point(lambda value: 255 * (value >= EVEN))
