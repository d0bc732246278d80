"""Which letters of a page no reader sees, and what keeps them from sight.

    with text | without | what lies there      | so
    ----------+---------+----------------------+----------------------------------------------
    one dark tone       | anything             | under a dark area: leak
    differ              |                      | seen
    same                | a drawing over it    | covered: leak
    same                | a picture over it    | a scan shows it again: fine; shows nothing: leak, if not page-sized
    same                | its own colour       | leak on a tone, remark on white
    same                | no ink, off the page | remark

Tones decide, not objects: a rectangle, a highlight, a picture or an annotation all end up as pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from redact.verify.place import Glyph, Rect
from redact.verify.scene import Letter, Scene


class Sight(StrEnum):
    """How a letter is kept from sight; '' where it is seen."""

    SEEN = ""
    DARK = "text under dark area"
    COVERED = "text under opaque cover"
    TONE = "text in the colour of its background"
    HIDDEN = "hidden text"
    OUTSIDE = "text outside the visible area"
    LAYER = "text layer of a scan"


LEAKS = frozenset({Sight.DARK, Sight.COVERED, Sight.TONE})
REMARKS = frozenset({Sight.HIDDEN, Sight.OUTSIDE})

DARK = 110
"""Mean of the three colours up to which a spot is dark; pure red is 85."""
SAME = 48
"""Spread of tones, in each colour, that still counts as one tone: a red label on black is no cover."""
_LIKE = 16
"""Difference in a colour that no eye sees."""
_FAINT = 8
"""Difference in a colour that a letter makes at least."""
_WHITE = 235
"""Mean tone from which on a background is paper."""
_PAGE_SIZED = 0.5
"""Share of the page from which on a picture is taken for a scan of it."""
_GROUND = re.compile(r"\(?\d{1,2}(?:[.,]\d){0,2}[.,]?[a-k]?\)?(?:[;,]\(?\d{1,2}(?:[.,]\d){0,2}[.,]?[a-k]?\)?)*")
_REASONS = ("gelakt", "vertrouwelijk", "redacted", "privileged", "confidential")
"""What covers a place often says why, and that is no secret: grounds of the law, or one of these words."""
_MIN_REASON = 5
"""Letters of such a word that are enough; its ends may stick out."""
_MIN_LETTERS = 2
"""A lone letter in a dark spot of a photograph is no redaction."""
_NEAR = 2.0
"""Sizes of a letter that the next one is away at most to be under the same box."""
_FILING_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}")
"""What filing systems print below a scan."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A run of letters that nobody sees."""

    sight: Sight
    rect: Rect
    """Around them, in user space."""
    letters: int


def sights(scene: Scene) -> list[tuple[Glyph, Sight]]:
    """How each letter of a page is seen, in the order in which pdfium reads them."""
    letters = scene.letters()
    judge = _Judge(scene) if letters else None
    return [(letter.glyph, judge.sight(letter)) for letter in letters] if judge else []


def secret_runs(scene: Scene, judged: Iterable[tuple[Glyph, Sight]]) -> list[Covered]:
    """What stands on a page without being seen, as runs of letters."""
    found = []
    for sight, run in _runs(judged):
        text = "".join(glyph.char for glyph in run)
        rect = around(glyph.rect for glyph in run)
        if is_secret(text) and not (_FILING_DATE.fullmatch(text) and below_a_scan(scene, rect)):
            found.append(Covered(sight, rect, len(run)))
    return found


def dark_runs(scene: Scene, glyphs: Iterable[Glyph]) -> list[Rect]:
    """Where letters that the page itself does not have would stand in its dark areas."""
    whole = scene.whole()
    dark = {True: Sight.DARK, False: Sight.SEEN}
    judged = ((glyph, dark[is_dark(scene.cut(whole, glyph.rect, rim=2))]) for glyph in glyphs)
    return [run.rect for run in secret_runs(scene, judged)]


def below_a_scan(scene: Scene, rect: Rect) -> bool:
    """Whether the smallest picture there is as good as the page."""
    middle = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2
    return scene.smallest_picture(middle) >= _PAGE_SIZED


def is_secret(text: str) -> bool:
    """Whether a covered text says more than why it was covered. A row of one letter says nothing either."""
    letters = [char for char in text if char.isalnum()]
    if len(letters) < _MIN_LETTERS or len(set(letters)) == 1 or _GROUND.fullmatch(text):
        return False
    word = text.strip("()[]").lower()
    return len(word) < _MIN_REASON or not any(word in reason for reason in _REASONS)


def around(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around some."""
    lefts, bottoms, rights, tops = zip(*rects, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


class _Judge:
    """Tells how a letter of one page is seen. Draws no more of the page than it needs."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._whole = scene.whole()

    def sight(self, letter: Letter) -> Sight:
        rect = letter.glyph.rect
        here = self._scene.cut(self._whole, rect)
        if not here.size:
            return Sight.OUTSIDE
        if is_dark(self._scene.cut(self._whole, rect, rim=2)):
            return Sight.DARK
        if _differ(here, self._scene.cut(self._scene.without_text(), rect)):
            return Sight.SEEN
        if letter.transparent:
            return self._without_ink(rect, here)
        if self._differs(self._scene.without_pictures, rect):
            return self._below_picture(letter.glyph, here)
        if self._differs(self._scene.bare, rect):
            return self._painted(letter, here)
        return Sight.HIDDEN

    def _without_ink(self, rect: Rect, here: Any) -> Sight:
        """An OCR layer is fine, unless something was drawn over what it read."""
        read = self._scene.cut(self._scene.pictures(), rect)
        return Sight.COVERED if _one_tone(here) and not _one_tone(read) else Sight.LAYER

    def _below_picture(self, glyph: Glyph, here: Any) -> Sight:
        if not _one_tone(here):
            return Sight.LAYER
        return Sight.HIDDEN if below_a_scan(self._scene, glyph.rect) else Sight.COVERED

    @staticmethod
    def _painted(letter: Letter, here: Any) -> Sight:
        """Something lies over it, or it has the colour of what it stands on."""
        tones = here.reshape(-1, 3).astype(int)
        if letter.colour is None or abs(tones - letter.colour).max() > _LIKE:
            return Sight.COVERED
        return Sight.HIDDEN if tones.mean() >= _WHITE else Sight.TONE

    def _differs(self, draw: Any, rect: Rect) -> bool:
        return _differ(self._scene.cut(draw(texts=True), rect), self._scene.cut(draw(texts=False), rect))


def is_dark(pixels: Any) -> bool:
    """Whether these pixels have one dark tone."""
    return bool(pixels.size and pixels.mean() <= DARK and _one_tone(pixels))


def _one_tone(pixels: Any) -> bool:
    tones = pixels.reshape(-1, 3)
    return bool((tones.max(axis=0) - tones.min(axis=0)).max() <= SAME)


def _differ(a: Any, b: Any) -> bool:
    return bool((np.maximum(a, b) - np.minimum(a, b)).max() > _FAINT)


def _runs(judged: Iterable[tuple[Glyph, Sight]]) -> list[tuple[Sight, list[Glyph]]]:
    """Letters that follow each other on one line and are kept from sight; the first of `Sight` names the run.

    The edge of a cover runs through letters, so letters of one word can be kept from sight in several ways.
    """
    runs: list[tuple[list[Sight], list[Glyph]]] = []
    kind = ""
    for glyph, sight in judged:
        last, kind = kind, _kind(sight)
        if kind and kind == last and _follows(runs[-1][1], glyph):
            runs[-1][0].append(sight)
            runs[-1][1].append(glyph)
        elif kind:
            runs.append(([sight], [glyph]))
    order = list(Sight)
    return [(min(sights, key=order.index), glyphs) for sights, glyphs in runs]


def _kind(sight: Sight) -> str:
    return "leak" if sight in LEAKS else sight.value if sight in REMARKS else ""


def _follows(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a letter stands beside the last of a run, on a line that is level or upright."""
    last, recent = run[-1], run[-4:]
    size = max(max(g.x1 - g.x0, g.y1 - g.y0) for g in recent)
    apart = max(glyph.x0 - last.x1, last.x0 - glyph.x1, glyph.y0 - last.y1, last.y0 - glyph.y1)
    on_line = any((g.y0 < glyph.y1 and glyph.y0 < g.y1) or (g.x0 < glyph.x1 and glyph.x0 < g.x1) for g in recent)
    return on_line and apart <= _NEAR * size
