"""Sets one line anew around the slots of its boxes.

Where a glyph goes depends on where the line begins, on the widths of glyphs and on slots of round width; never on
where it stood. What is left of small distances within words (kerning) is rounded, since typesetters round to a raster
of places, and what they rounded would tell where the line had come.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from redact.burn.shown import INVISIBLE, Drawn, PlacedGlyph, Show
from redact.burn.textlines import WORD, Run, Slot

KERN = 0.01
"""Ems to which kerning is rounded."""
OVER = -0.25
"""Ems by which a glyph must reach back into the one before it to be set with it: an accent, a doubled letter."""
STILL = 0.02
"""Points by which a line's beginning may differ from natural word spaces and stay as it is."""
NEAR = 0.06
"""Ems by which two engines may differ about a glyph's place."""
_place_of = attrgetter("at")


class _Link(NamedTuple):
    """Where an item goes: this far from the beginning or the end of an item before it."""

    at: int
    before: int
    from_end: bool
    distance: float


@dataclass(slots=True)
class Line:
    """The glyphs and slots of a run, from left to right."""

    items: Sequence[PlacedGlyph | Slot] = field(repr=False)
    em: float
    space: float
    spacings: frozenset[float]
    """Letter and word spacings that other lines have as well."""
    _links: list[_Link] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._links = list(self._chain())

    @property
    def glyphs(self) -> list[PlacedGlyph]:
        """The glyphs."""
        return [item for item in self.items if isinstance(item, PlacedGlyph)]

    @property
    def moved(self) -> list[PlacedGlyph]:
        """The glyphs that are to move, but for blanks."""
        return [glyph for glyph in self.glyphs if not glyph.blank and abs(glyph.moved - glyph.x) > STILL]

    @property
    def end(self) -> float:
        """Where the line ends now."""
        inked = [item for item in self.items if isinstance(item, Slot) or not item.blank]
        return max(_new_end(item) for item in inked)

    def reset(self) -> None:
        """Everything where it was."""
        for item in self.items:
            if isinstance(item, Slot):
                item.place = item.x0
            else:
                item.moved = item.x

    def trail(self) -> None:
        """Blanks after the last word move up to it: where they stood tells how long the line was."""
        last = max(at for at, item in enumerate(self.items) if isinstance(item, Slot) or not item.blank)
        end = _new_end(self.items[last])
        for item in self.items[last + 1 :]:
            if isinstance(item, PlacedGlyph):
                item.moved, end = end, end + item.advance

    def lay(self) -> None:
        """Everything where it goes: what stands before the first slot on the grid stays, if it can."""
        first = next(at for at, item in enumerate(self.items) if isinstance(item, Slot) and item.grid)
        self.reset()
        self._flow(0)
        if all(abs(_new_start(item) - _start(item)) <= STILL for item in self.items[:first]):
            self.reset()
            self._flow(first)

    @property
    def is_natural(self) -> bool:
        """Whether the line has the word spaces it would have by itself, so that they tell nothing."""
        self.reset()
        self._flow(0)
        shift = max((abs(_new_start(item) - _start(item)) for item in self.items), default=0.0)
        self.reset()
        return shift <= STILL * max(1, len(self.items))

    def _flow(self, first: int) -> None:
        """Set the items from this one on."""
        for link in self._links[bisect_left(self._links, first, key=_place_of) :]:
            before, item = self.items[link.before], self.items[link.at]
            _put(item, (_new_end(before) if link.from_end else _new_start(before)) + link.distance)

    def _chain(self) -> Iterator[_Link]:
        """How each item but the first stands to the one before it that is no blank."""
        last: int | None = None
        blanks = 0.0
        for at, item in enumerate(self.items):
            is_blank = isinstance(item, PlacedGlyph) and item.blank
            if last is not None:
                yield _Link(at, last, True, blanks) if is_blank else self._link(at, last, blanks)
            if isinstance(item, PlacedGlyph) and is_blank:
                blanks += item.advance + self._usual(item.spacing) + self._usual(item.word_spacing)
            else:
                last, blanks = at, 0.0

    def _link(self, at: int, last: int, blanks: float) -> _Link:
        """How an item that is no blank follows another with these blanks between them."""
        before, item = self.items[last], self.items[at]
        distance = _start(item) - _end(before)
        if blanks:
            return _Link(at, last, True, blanks)
        if distance > WORD * self.em:
            return _Link(at, last, True, self.space)
        if isinstance(item, Slot) or isinstance(before, Slot):
            return _Link(at, last, True, 0.0)
        if distance < OVER * self.em:
            return _Link(at, last, False, item.x - before.x)
        unit = KERN * item.size
        kerning = round((distance - before.spacing) / unit) * unit
        return _Link(at, last, True, self._usual(before.spacing) + kerning)

    def _usual(self, spacing: float) -> float:
        return spacing if round(spacing, 3) in self.spacings else 0.0


def _start(item: PlacedGlyph | Slot) -> float:
    return item.x0 if isinstance(item, Slot) else item.x


def _end(item: PlacedGlyph | Slot) -> float:
    return item.x1 if isinstance(item, Slot) else item.end


def _new_start(item: PlacedGlyph | Slot) -> float:
    return item.place if isinstance(item, Slot) else item.moved


def _new_end(item: PlacedGlyph | Slot) -> float:
    return item.place + item.width if isinstance(item, Slot) else item.moved + item.advance


def _put(item: PlacedGlyph | Slot, place: float) -> None:
    if isinstance(item, Slot):
        item.place = place
    else:
        item.moved = place


def line_of(run: Run, drawn: Drawn) -> Line | None:
    """The run's glyphs in the page's own content; None when they are not all found there as plain visible text."""
    middle, depth = (run.y0 + run.y1) / 2, (run.y1 - run.y0) / 2
    shows = [show for show in drawn.shows if show.is_level and abs(show.matrix[5] - middle) < depth + 0.2 * run.em]
    inked, matched = _matched(run, shows)
    known = run.rects[:, 2] - run.rects[:, 0] <= 0.01 * run.em
    known[list(matched)] = True
    if not known.all() or any(glyph.show.state.mode >= INVISIBLE for glyph in inked):
        return None
    items: list[PlacedGlyph | Slot] = [*inked, *_blanks(run, shows), *run.slots]
    items.sort(key=_start)
    own = {id(glyph.show) for glyph in inked}
    return Line(items, run.em, run.space, _spacings([show for show in drawn.shows if id(show) not in own], inked))


def _matched(run: Run, shows: Sequence[Show]) -> tuple[list[PlacedGlyph], set[int]]:
    """Glyphs that stand where the other engine saw one, and the indices of what it saw."""
    rects = sorted(enumerate(run.rects.tolist()), key=lambda item: item[1][0])
    starts = [rect[0] for _, rect in rects]
    inked: list[PlacedGlyph] = []
    matched: set[int] = set()
    for show in shows:
        for glyph in show.place():
            if glyph.blank:
                continue
            low, high = bisect_left(starts, glyph.x - NEAR * run.em), bisect_left(starts, glyph.x + NEAR * run.em)
            near = [at for at, rect in rects[low:high] if _stands_on(glyph, rect)]
            if near:
                inked.append(glyph)
                matched.update(near)
    return inked, matched


def _stands_on(glyph: PlacedGlyph, rect: Sequence[float]) -> bool:
    height = rect[3] - rect[1]
    return (rect[1] + rect[3]) / 2 < glyph.y < rect[3] + 0.1 * height


def _blanks(run: Run, shows: Sequence[Show]) -> list[PlacedGlyph]:
    """Blanks among and after the run's words, but for what is left of them under boxes."""
    return [
        glyph
        for show in shows
        for glyph in show.place()
        if glyph.blank and _stands_on(glyph, (run.x0, run.y0, run.x1, run.y1)) and _is_among(run, glyph)
    ]


def _is_among(run: Run, glyph: PlacedGlyph) -> bool:
    middle = glyph.x + glyph.advance / 2
    return run.x0 < middle < run.next_x0 and not any(slot.x0 < middle < slot.x1 for slot in run.slots)


def _spacings(others: Sequence[Show], inked: Sequence[PlacedGlyph]) -> frozenset[float]:
    """Letter and word spacings of a line that two other lines have as well."""
    wanted = {round(value, 3) for glyph in inked for value in (glyph.spacing, glyph.word_spacing)} - {0.0}
    wanted |= {round(glyph.show.state.word_spacing, 3) for glyph in inked} - {0.0}
    if not wanted:
        return frozenset()
    levels: dict[float, set[float]] = {value: set() for value in wanted}
    for show in others:
        if not show.is_level:
            continue
        matrix = show.matrix
        for value in (show.state.spacing, show.state.word_spacing):
            key = round(value * matrix[0] * show.state.scale, 3)
            if key in levels:
                levels[key].add(round(matrix[5], 1))
    return frozenset(value for value, seen in levels.items() if len(seen) > 1)
