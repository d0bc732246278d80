"""MuPDF's raw characters -> runs: glyphs that follow each other on one baseline, with boxes that fit.

A glyph's box runs along the writing direction from its origin over its advance, and across it from DESCENT below to
ASCENT above the baseline. Fonts claim anything from 0 to 30 em for those two, so they are bounded here:

            ascent (0.70 .. 0.95 em)
        +------+
        |  J   |  advance, along `direction`
    ----o------+---- baseline
        +------+
            descent (0.20 .. 0.30 em)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import sub
from statistics import median
from typing import Any

from redact.extract.letters import composed, joins_previous, plain, shows_nothing
from redact.geometry import Rect, foot_to_head

ASCENT = (0.70, 0.95)
DESCENT = (0.20, 0.30)
SPACE_GAP = 0.21
"""A wider gap inside a run, in em, is a space that the PDF left out. MuPDF says 0.15, and so parts loosely set words;
the narrowest space that TeX sets is 0.22."""
NARROW_SPACE, MANY, FEW_SPACES = 0.25, 20, 0.01
"""Gap, in em, below which the middle one of so many or more on a page has to be, and share of spaces among its glyphs,
for a page that parts its words by narrow gaps; then BARE_GAP says what a space is."""
BARE_GAP = 0.15
NARROW_GAP = 0.13
"""The same in a long run without any space of its own: a line that was set too tight. What parts its words is alike."""
ALIKE = 0.06
"""Difference, in em, up to which the spaces of a tight line differ: some letters stand closer to them."""
FEW = 3
"""Narrow gaps that may be chance: a badly measured letter."""
LONG_WORD = 20
"""Letters without a space that are too many for one word."""
EVEN = 0.03
"""Difference, in em, up to which the gaps of letter-spaced text count as the same."""
NOTE_SIZE, NOTE_RISE, NOTE_DIGITS = 0.8, 0.15, 3
"""How small at most, and how much raised at least, in ems of the word, the number of a note is; how long at most."""
RUN_GAP = 0.8
"""A wider gap, in em, ends the run (MuPDF's own measure)."""
NOTHING = 1e-3
_PLAIN = frozenset(map(chr, range(0x20, 0x7F)))

Point = tuple[float, float]
Mark = tuple[str, float, float, float, Rect]
"""One glyph: code point, start and end along the writing direction, baseline across it, box on the page."""


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs on one baseline without a wide gap between them. Lengths in points."""

    letters: list[str] = field(repr=False)
    """What each glyph reads: ' ' for white space, U+00AD for itself, 'fi' for a ligature."""
    boxes: list[Rect]
    spaced: frozenset[int]
    """Indexes of glyphs with a gap before them where the PDF put no space."""
    direction: Point
    start: float
    end: float
    """Where the ink ends along `direction`."""
    baseline: float
    """Where the baseline lies across `direction`."""
    em: float
    recurring: bool
    """Part of a line that stands at the same height on most pages."""


@dataclass(slots=True)
class _Draft:
    """A run being put together."""

    start: float
    ink_end: float
    end: float
    baseline: float
    em: float
    letters: list[str] = field(default_factory=list)
    boxes: list[Rect] = field(default_factory=list)
    gaps: dict[int, float] = field(default_factory=dict)
    notes: set[int] = field(default_factory=set)
    """Indexes of glyphs where the number of a note and a word stand against each other."""

    def is_noted(self, letters: str, baseline: float, em: float) -> bool:
        """Whether the number of a note, small and raised, and a word meet here: 'word1' or '1word'."""
        rise = self.baseline - baseline
        if letters[:1].isdigit() and self.letters[-1][-1:].isalpha():
            return rise > NOTE_RISE * self.em and em < NOTE_SIZE * self.em
        if letters[:1].isalpha() and len(self.letters) <= NOTE_DIGITS and "".join(self.letters).isdigit():
            return -rise > NOTE_RISE * em and self.em < NOTE_SIZE * em
        return False


def has_narrow_gaps(lines: Sequence[dict[str, Any]]) -> bool:
    """Whether a page has no spaces and parts its words by narrow gaps, as TeX does with some fonts."""
    spans = [span for line in lines for span in line["spans"] if span["size"] > NOTHING]
    chars = [char["c"] for span in spans for char in span["chars"]]
    if chars.count(" ") > FEW_SPACES * len(chars):
        return False
    gaps = [
        (second["bbox"][0] - first["bbox"][2]) / span["size"]
        for span in spans
        for first, second in pairwise(span["chars"])
    ]
    between = [gap for gap in gaps if NARROW_GAP < gap < RUN_GAP]
    return len(between) >= MANY and median(between) < NARROW_SPACE


def read_runs(line: dict[str, Any], width: float, height: float, recurring: bool, narrow: bool = False) -> list[Run]:
    """The runs of one line of MuPDF's raw dictionary.

    Args:
        line: with `dir` and `spans`, each with `chars`; made with TEXT_INHIBIT_SPACES.
        width: of the visible area in points; glyphs whose centre lies outside are left out.
        height: of the visible area in points.
        recurring: whether this line is part of a running header or footer.
        narrow: whether its page has narrow gaps for spaces.
    """
    direction = line["dir"]
    drafts: list[_Draft] = []
    downwards = line["wmode"] == 1
    for span in line["spans"]:
        em = span["size"] if downwards else _vertical_em(span, direction)
        if em <= NOTHING:
            continue
        inside, level = _lies_in(span["bbox"], width, height) and not downwards, _is_level(span, direction)
        if inside and level and _gather_plain(drafts, span, em):
            continue
        if downwards:
            marks = _downward_marks(span, direction, em)
        else:
            marks = _level_marks(span, em) if level else _turned_marks(span, direction, em)
        _gather(drafts, marks if inside else (m for m in marks if _centre_in(m[4], width, height)), em)
    least = BARE_GAP if narrow else SPACE_GAP
    return [_finish(draft, direction, recurring, least) for draft in drafts if "".join(draft.letters).strip()]


def _vertical_em(span: dict[str, Any], direction: Point) -> float:
    """Height of one em across the writing direction, in points; 0 when the span has no sound size.

    MuPDF's `size` is the mean of both directions, so condensed text would get boxes too low: the height of a box over
    the font's own reach is exact. Where MuPDF patches the reach (under 1 em) the mean has to do.
    """
    size, box = span["size"], span["bbox"]
    if not span["chars"] or not (math.isfinite(size) and all(map(math.isfinite, box))):
        return 0.0
    first = span["chars"][0]["bbox"]
    reach = span["ascender"] - span["descender"]
    level, upright = abs(direction[1]) < NOTHING, abs(direction[0]) < NOTHING
    if reach >= 1 and (level or upright):
        across = first[3] - first[1] if level else first[2] - first[0]
        size = min(max(across / reach, size / 4), size * 4)
    longest = max(box[2] - box[0], box[3] - box[1]) / len(span["chars"])
    return float(longest if longest > 2 * size else size)


def _points_up(span: dict[str, Any], direction: Point) -> bool:
    """Whether letters stand on their baseline, not hang from it as in mirrored text."""
    first = span["chars"][0]
    x0, y0, x1, y1 = first["bbox"]
    dx, dy = (x0 + x1) / 2 - first["origin"][0], (y0 + y1) / 2 - first["origin"][1]
    return bool(dy * direction[0] - dx * direction[1] <= 0)


def _is_level(span: dict[str, Any], direction: Point) -> bool:
    return direction[0] > 0 and abs(direction[1]) < NOTHING and _points_up(span, direction)


def _reach(span: dict[str, Any], em: float) -> tuple[float, float]:
    """How far the boxes of a level span go above and below the baseline."""
    first = span["chars"][0]
    y = first["origin"][1]
    up = min(max(y - first["bbox"][1], ASCENT[0] * em), ASCENT[1] * em)
    down = min(max(first["bbox"][3] - y, DESCENT[0] * em), DESCENT[1] * em)
    return up, down


def _level_marks(span: dict[str, Any], em: float) -> Iterator[Mark]:
    """Glyphs of ordinary text, left to right."""
    up, down = _reach(span, em)
    for char in span["chars"]:
        x0, _, x1, _ = char["bbox"]
        y = char["origin"][1]
        yield char["c"], x0, x1, y, (x0, y - up, x1, y + down)


def _turned_marks(span: dict[str, Any], direction: Point, em: float) -> Iterator[Mark]:
    """Glyphs of text in any other direction, mirrored text included."""
    c, s = direction
    up, down = ASCENT[1] * em, DESCENT[1] * em
    if not _points_up(span, direction):
        up, down = down, up
    for char in span["chars"]:
        x, y = char["origin"]
        advance = _advance(char["bbox"], (x, y), direction)
        xs = [x + a * c - k * s for a in (0.0, advance) for k in (-up, down)]
        ys = [y + a * s + k * c for a in (0.0, advance) for k in (-up, down)]
        along = x * c + y * s
        yield char["c"], along, along + advance, y * c - x * s, (min(xs), min(ys), max(xs), max(ys))


def _downward_marks(span: dict[str, Any], direction: Point, em: float) -> Iterator[Mark]:
    """Glyphs of text that is set downwards (writing mode 1), each over the line on which it stands.

    MuPDF says where the pen is after a glyph, and puts the box from its foot to there, below what is drawn.
    """
    c, s = direction
    for char in span["chars"]:
        x0, y0, x1, y1 = box = foot_to_head(char["bbox"], direction, em)
        ends = (x0 * c + y0 * s, x1 * c + y1 * s)
        x, y = char["origin"]
        yield char["c"], min(ends), max(ends), y * c - x * s, box


def _advance(box: Rect, origin: Point, direction: Point) -> float:
    """How far a turned glyph runs along its direction, from the upright box around it.

    Mirrored into the first quadrant, that box holds the corners `a*(c, s) + k*(s, -c)`, a from 0 to the advance and k
    from descent to ascent: one side beside the origin gives k, the opposite side then a.
    """
    c, s = abs(direction[0]), abs(direction[1])
    x0, x1 = sorted(math.copysign(1, direction[0]) * (x - origin[0]) for x in (box[0], box[2]))
    y0, y1 = sorted(math.copysign(1, direction[1]) * (y - origin[1]) for y in (box[1], box[3]))
    if c >= s:
        return max((x1 + y0 / c * s) / c, 0.0)
    return max((y1 + x0 / s * c) / s, 0.0)


def _lies_in(box: Rect, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _centre_in(box: Rect, width: float, height: float) -> bool:
    return 0 <= (box[0] + box[2]) / 2 <= width and 0 <= (box[1] + box[3]) / 2 <= height


def _gather_plain(drafts: list[_Draft], span: dict[str, Any], em: float) -> bool:
    """Do what `_gather` does for a whole span at once, three times as fast, where nothing in it needs thought.

    Returns:
        False, with nothing done, where there is a letter beyond ASCII, a glyph without width, a gap or a step back.
    """
    letters = [char["c"] for char in span["chars"]]
    text = "".join(letters)
    if not (text.isascii() and text.isprintable()) or "  " in text or text.isspace():
        return False
    starts, ends = [char["bbox"][0] for char in span["chars"]], [char["bbox"][2] for char in span["chars"]]
    draft = drafts[-1] if drafts else None
    if draft is None:
        if text[0] == " ":
            return False
        draft = _Draft(starts[0], starts[0], starts[0], span["chars"][0]["origin"][1], em)
    gaps = list(map(sub, starts, [draft.end, *ends]))
    widths = list(map(sub, ends, starts))
    widest = (SPACE_GAP if " " in text else NARROW_GAP) * em
    if min(widths) < NOTHING or max(widths) > 1.2 * em or min(gaps) < -em or max(gaps) > widest:
        return False
    if drafts and draft.is_noted(text, span["chars"][0]["origin"][1], em):
        return False
    if starts[0] - draft.ink_end > SPACE_GAP * em and (text[0] == " " or draft.letters[-1:] != [" "]):
        return False
    up, down = _reach(span, em)
    levels = [char["origin"][1] for char in span["chars"]]
    draft.letters += letters
    draft.boxes += [(x0, y - up, x1, y + down) for x0, x1, y in zip(starts, ends, levels, strict=True)]
    draft.end = ends[-1]
    draft.ink_end = ends[-2] if letters[-1] == " " else ends[-1]
    if em > draft.em:
        draft.em, draft.baseline = em, levels[0]
    if not drafts:
        drafts.append(draft)
    return True


def _gather(drafts: list[_Draft], marks: Iterator[Mark], em: float) -> None:
    """Put the glyphs of one span behind the run they continue, or begin new runs with them."""
    draft = drafts[-1] if drafts else None
    for char, start, mark_end, baseline, mark_box in marks:
        end, box = mark_end, mark_box
        letters = char if char in _PLAIN else plain(char)
        if end - start < NOTHING:
            if _attached(draft, letters, start, em):
                continue
            end, box = start + em / 2, _widened(box, em)
        elif draft and char not in _PLAIN and joins_previous(letters):
            draft.letters[-1] = composed(draft.letters[-1], letters)
            continue
        ink = letters != " "
        gap = start - draft.ink_end if draft else 0.0
        if draft is None or start < draft.end - em or (ink and gap > RUN_GAP * em):
            draft = _Draft(start, start, start, baseline, em)
            drafts.append(draft)
        elif ink and gap > NARROW_GAP * em and draft.letters[-1] != " ":
            draft.gaps[len(draft.letters)] = gap / em
        elif draft.letters and draft.is_noted(letters, baseline, em):
            draft.notes.add(len(draft.letters))
        draft.letters.append(letters)
        draft.boxes.append(box)
        draft.end = end
        if ink:
            draft.ink_end = end
            if em > draft.em:
                draft.em, draft.baseline = em, baseline


def _attached(draft: _Draft | None, letters: str, start: float, em: float) -> bool:
    """Take a glyph without width into the one before it; True when nothing is left to place.

    MuPDF gives the second letter of a font's own ligature so, and accents that have no width.
    """
    if letters == " " or shows_nothing(letters):
        return True
    mark = joins_previous(letters)
    if draft is None or not (mark or abs(start - draft.end) < SPACE_GAP * em):
        return mark
    draft.letters[-1] = composed(draft.letters[-1], letters)
    return True


def _widened(box: Rect, em: float) -> Rect:
    """Half an em of room for a glyph whose font gives it no width, though it stands alone."""
    return box[0], box[1], max(box[2], box[0] + em / 2), max(box[3], box[1] + em / 2)


def _finish(draft: _Draft, direction: Point, recurring: bool, least: float) -> Run:
    spaced = frozenset(_word_gaps(draft, least)) | draft.notes
    return Run(
        letters=draft.letters,
        boxes=draft.boxes,
        spaced=spaced,
        direction=direction,
        start=draft.start,
        end=draft.ink_end,
        baseline=draft.baseline,
        em=draft.em,
        recurring=recurring,
    )


def _word_gaps(draft: _Draft, least: float) -> list[int]:
    """Gaps that part words: in letter-spaced text only those that stand out among the others."""
    gaps = {i: gap for i, gap in draft.gaps.items() if gap > least}
    if " " not in draft.letters and len(draft.letters) > LONG_WORD and _is_tight(list(draft.gaps.values())):
        gaps = draft.gaps
    words = [letters.isalnum() for letters in draft.letters]
    joints = [i for i in range(1, len(words)) if words[i - 1] and words[i]]
    inside = [gaps[i] for i in joints if i in gaps]
    if not _is_spread(inside, len(joints)) or any(letters.isdigit() for letters in draft.letters):
        return list(gaps)
    usual = median(inside)
    return [i for i, gap in gaps.items() if gap > usual + 0.25]


def _is_tight(gaps: Sequence[float]) -> bool:
    """Whether the narrow gaps of a line part words too: TeX makes the spaces of a line equally wide."""
    narrow, wide = [gap for gap in gaps if gap <= SPACE_GAP], [gap for gap in gaps if gap > SPACE_GAP]
    if not wide or not narrow:
        return not wide
    alike = max(narrow) - min(narrow) < ALIKE
    return alike and (len(narrow) >= FEW or min(wide) - min(narrow) < ALIKE)


def _is_spread(gaps: Sequence[float], joints: int) -> bool:
    """Whether text is letter-spaced: gaps between nearly all letters, or in a short word the same between all."""
    even = len(gaps) == joints >= 2 and max(gaps) - min(gaps) < EVEN
    return even or len(gaps) >= max(4, 0.6 * joints)
