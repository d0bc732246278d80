"""Which strings of a page without structure belong together: paragraphs by the white around them, nothing cleverer.

Van:          [box] , S.J.          a gap wider than words have between them: another paragraph
Onderwerp:    Melding               a line that starts to the left of the last one's column: another paragraph
                                    a line further down than lines of a paragraph lie: another paragraph
Samenvatting                        a line in one font, the next one in another: another paragraph
Er zijn ...
"""

from __future__ import annotations

from collections.abc import Sequence

from redact.burn.tagruns import Run, Text
from redact.geometry import Rect

NEXT_LINE = 1.75
"""Lines of one paragraph lie at most this many font sizes apart."""
SAME_LINE = 0.6
"""Baselines nearer than this, in font sizes, are those of one line: small raised figures among them."""
WIDE = 2.5
"""White in a line from which on it parts columns, in font sizes."""
INDENT = 3.0
"""How far a line may start to the left of the line before it, in font sizes."""
ALIKE = 1.08
"""Sizes that differ less than this factor are alike."""
BELOW, ABOVE = -0.35, 1.0
"""How far from a baseline the middle of a box on that line may lie, in font sizes."""


def middle(area: Rect) -> tuple[float, float]:
    """The centre of a rectangle."""
    return (area[0] + area[2]) / 2, (area[1] + area[3]) / 2


def half_along(area: Rect, run: Run | Text) -> float:
    """Half the extent of a rectangle in the direction of a string."""
    return (abs(run.along[0]) * (area[2] - area[0]) + abs(run.along[1]) * (area[3] - area[1])) / 2


class Paragraphs:
    """Says of one string after the other whether a new paragraph begins with it."""

    def __init__(self, boxes: Sequence[Rect]) -> None:
        """Begins a page.

        Args:
            boxes: what bridges the white in a line.
        """
        self._boxes = boxes
        self._last: Run | None = None
        self._line: list[Text] = []

    def end(self) -> None:
        """Something other than text comes."""
        self._last = None

    def begins(self, text: Text) -> bool:
        """Whether the strings that one operator shows are the beginning of a paragraph."""
        last, first = self._last, text.run(0)
        self._last = text.run(-1)
        if last is None or abs(last.along[0] - first.along[0]) + abs(last.along[1] - first.along[1]) > 0.1:
            self._line = [text]
            return True
        size = max(last.size, first.size)
        beyond, above = last.seen_from(first.start)
        if abs(above) <= SAME_LINE * size:
            self._line.append(text)
            begins = self._parted(last, beyond - last.length)
        else:
            begins = not (-NEXT_LINE * size <= above < 0) or self._other_block(first)
            self._line = [text]
        if begins:
            self._line = [text]
        return begins

    def _parted(self, last: Run, white: float) -> bool:
        """Whether the white between two strings of a line, given in points, parts columns."""
        if white < -WIDE * last.size:
            return True
        for area in self._boxes if white > WIDE * last.size else ():
            beyond, above = last.seen_from(middle(area))
            half = half_along(area, last)
            if BELOW * last.size <= above <= ABOVE * last.size and beyond + half > last.length:
                white -= max(0.0, min(2 * half, last.length + white - (beyond - half)))
        return white > WIDE * last.size

    def _other_block(self, first: Run) -> bool:
        """Whether a string on the next line is of another kind than the line before, or stands beside it."""
        begin = self._line[0].run(0)
        beyond = begin.seen_from(first.start)[0]
        ends = [0.0, *(begin.seen_from(text.at(end))[0] for text in self._line for end in text.ends())]
        for area in self._boxes:
            at, above = begin.seen_from(middle(area))
            if BELOW * begin.size <= above <= ABOVE * begin.size:
                ends += [at - half_along(area, begin), at + half_along(area, begin)]
        if not min(ends) - INDENT * first.size <= beyond <= max(ends):
            return True
        fonts = {text.font for text in self._line}
        factor = first.size / (self._line[-1].size or 1.0)
        return not 1 / ALIKE < factor < ALIKE or (len(fonts) == 1 and first.font not in fonts)
