"""Paints the boxes with their labels, last on the page, with nothing of the page able to shift or hide them.

A label stands upright as the reader sees the page, whatever /Rotate says:

    /Rotate 0          /Rotate 90 (user space)      on screen
    +----------+       +---+                        +----------+
    |  10.2.e  |       | e |                        |  10.2.e  |
    +----------+       | . |   -- turned 90 -->     +----------+
                       | 2 |
                       +---+

Over text that runs aslant it runs along with that, the reader's way up.

As large as fits, at most 9 points; along a tall box where that is clearly larger. Where even 5 points do not fit: spelt
short ('10.2e'), without the person's number, else the box stays plain. Of the boxes of a hit on one page the one with
most room carries the label; all of them say to a screen reader what they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pikepdf
from pikepdf import Dictionary, Name, String

from redact.burn.aslant import Strip, chains, clear, strip
from redact.burn.labelfont import CAP_HEIGHT, embed, encode, label_font
from redact.burn.plan import PlannedBox
from redact.geometry import Frame, Rect, centre, frame, hull, to_user_space
from redact.model import Box, BoxStyle

LARGEST, SMALLEST = 9.0, 5.0
"""Label sizes in points."""
SHARE = 0.72
"""Size of a label as a share of its box's height."""
MARGIN = 1.0
"""Points left free beside a label."""
TALL = 1.5
"""A box this many times as high as it is wide may carry its label turned."""
CLEARLY = 1.2
"""A turned label must be this much larger than an upright one."""
UPSIDE_DOWN = -0.2
"""Cosine of the angle at which a reader sees text aslant, below which its label runs the other way."""
FRAME = 0.8
"""Width of a frame's line in points, one pixel of a screen; it lies inside the box."""
FONT = Name("/LakLabel")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a label is set: its text, its size in points, its angle in degrees counterclockwise in user space."""

    text: str
    size: float
    angle: float


@dataclass(frozen=True, slots=True)
class _Sign:
    """A label with its middle in user space."""

    setting: Lettering
    middle: Sequence[float]


def compact(label: str) -> str:
    """A label in its shortest spelling: '10.2.e' and '(10)(2e)' are '10.2e'."""
    plain = re.sub(r"\((\w+(?:\.\w+)*)\)", r"\1", label.replace(")(", "."))
    return re.sub(r"\.(?=[a-z]\b)", "", plain)


def spellings(label: str, person: str = "") -> tuple[str, ...]:
    """What may stand on a box, the fullest first."""
    short = compact(label)
    numbered = (f"{label} [{person}]", f"{short} [{person}]") if person else ()
    return tuple(dict.fromkeys((*numbered, label, short)))


def lettering(
    texts: Sequence[str], width: float, height: float, rotation: int, angle: float | None = None
) -> Lettering | None:
    """How a label fits a box, or None where it does not.

    Args:
        texts: what may stand there, the best first.
        width: of the box as the reader sees it, in points.
        height: likewise.
        rotation: /Rotate of the page.
        angle: direction of the text that stood there, in degrees counterclockwise in user space, where it has one.
    """
    for text in texts:
        upright, turned = _size(text, width, height), 0.0
        if height > TALL * width:
            turned = _size(text, height, width)
        if max(upright, turned) >= SMALLEST:
            along = turned > CLEARLY * upright
            way = _turned(rotation, angle) if along else rotation % 360
            return Lettering(text, turned if along else upright, way)
    return None


def lettering_aslant(texts: Sequence[str], place: Strip, rotation: int) -> Lettering | None:
    """How a label fits along a line that runs aslant, or None where it does not.

    Args:
        texts: what may stand there, the best first.
        place: where it must lie.
        rotation: /Rotate of the page.
    """
    sizes = ((text, _size(text, *place.size)) for text in texts)
    is_over = math.cos(math.radians(place.angle - rotation)) < UPSIDE_DOWN
    way = place.angle + 180 * is_over
    return next((Lettering(text, size, way) for text, size in sizes if size >= SMALLEST), None)


def ink_on(fill: float) -> int:
    """The grey of letters on a box, 0 or 1: whichever stands out more (WCAG 2.1, contrast ratio)."""
    light = fill / 12.92 if fill <= 0.04045 else ((fill + 0.055) / 1.055) ** 2.4
    return int(1.05 / (light + 0.05) > (light + 0.05) / 0.05)


def _turned(rotation: int, angle: float | None) -> float:
    """Angle along a box that is tall on screen: with the page's own text, else upwards as people turn text."""
    if angle is not None and (angle - rotation) % 180 == 90:
        return angle
    return 0 if rotation % 180 else (rotation + 90) % 360


def _size(text: str, width: float, height: float) -> float:
    ems = label_font().width(text)
    return min(LARGEST, SHARE * height, (width - 2 * MARGIN) / ems) if ems else 0.0


def page_place(page: pikepdf.Object) -> Frame:
    """Visible area of a page whose inherited keys are written into it."""
    crop, unit = page.get("/CropBox"), page.get("/UserUnit", 1)
    boxes = [[float(v) for v in box] if box is not None else None for box in (page["/MediaBox"], crop)]
    return frame(boxes[0] or [0, 0, 612, 792], boxes[1], float(unit))


def paint(pdf: pikepdf.Pdf, boxes: Sequence[PlannedBox], style: BoxStyle) -> None:
    """Append the boxes to the pages of a cleaned document (balanced content, inherited keys written in)."""
    if not boxes:
        return
    font = embed(pdf)
    pages = [page.obj for page in pdf.pages]
    for number, group in groupby(boxes, key=lambda planned: planned.box.page):
        page = pages[number - 1]
        tail = "\n".join(_drawn(list(group), page_place(page), int(page.get("/Rotate", 0)), style))
        before = page["/Contents"].read_bytes()
        page["/Contents"] = pdf.make_stream(b"q\n" + before + b"\nQ\n" + tail.encode("ascii"))
        _add_font(page, font)


def _add_font(page: pikepdf.Object, font: pikepdf.Object) -> None:
    resources = page["/Resources"]
    if "/Font" not in resources:
        resources["/Font"] = Dictionary()
    resources["/Font"][FONT] = font


def bars(boxes: Iterable[PlannedBox]) -> list[list[PlannedBox]]:
    """The boxes, with the slices of one bar together: those are one box to a reader."""
    found: dict[object, list[PlannedBox]] = {}
    for number, planned in enumerate(boxes):
        key = (planned.box.page, planned.bar) if planned.bar else number
        found.setdefault(key, []).append(planned)
    return list(found.values())


def _drawn(boxes: Sequence[PlannedBox], place: Frame, rotation: int, style: BoxStyle) -> Iterator[str]:
    """The boxes of one page as content, each bar in marked content of its own.

    Frames come first and so stay outside every box, also where boxes of neighbouring lines overlap. Those of slices lie
    around them.
    """
    ink, fill, line = ink_on(style.fill), f"{style.fill:.3f}", FRAME / place.user_unit if style.frame else 0.0
    if style.frame:
        outer = [_inset(to_user_space(p.box, place), -line if p.bar else 0.0) for p in boxes]
        yield f"/Artifact BMC q {ink} g {' '.join(map(_area, outer))} Q EMC"
    whole = bars(boxes)
    signs = [_sign(bar, _boxes_of(whole[at + 1 :]), place, rotation, boxes) for at, bar in enumerate(whole)]
    speaking = _speaking(whole, signs)
    for index, (bar, sign) in enumerate(zip(whole, signs, strict=True)):
        areas = [_inset(to_user_space(p.box, place), 0.0 if p.bar else line) for p in bar]
        label = _label(sign, place.user_unit) if sign and index in speaking else ""
        yield f"{_opening(bar[0])} q {fill} g {_filled(areas)} {ink} g{label} Q EMC"


def _boxes_of(some: Iterable[Sequence[PlannedBox]]) -> list[Box]:
    return [planned.box for bar in some for planned in bar]


def _sign(
    bar: Sequence[PlannedBox], later: Sequence[Box], place: Frame, rotation: int, on_page: Sequence[PlannedBox]
) -> _Sign | None:
    """The label that a bar has room for, off the boxes that are painted over it (`later`), if it can.

    Along text aslant it keeps off all boxes that cross it.
    """
    first, box = bar[0], bar[0].box
    texts = spellings(first.label, first.person)
    if first.bar:
        room = _room(bar)
        setting = lettering_aslant(texts, room, rotation) if room else None
        if room and setting:
            others = [planned.box for planned in on_page if planned.bar != first.bar]
            room = clear(room, _length(setting), setting.size, others)
        x, y = room.middle if room else (box.x0, box.y0)
    else:
        setting, (x, y) = _level(box, texts, rotation, first.angle), centre(box)
        if setting and any(_meet(_around(x, y, box, setting), other) for other in later):
            free = _free(box, later)
            moved = _level(free, texts, rotation, first.angle)
            setting, (x, y) = (moved, centre(free)) if moved else (setting, (x, y))
    return _Sign(setting, to_user_space(Box(box.page, x, y, x, y), place)[:2]) if setting else None


def _level(area: Box, texts: Sequence[str], rotation: int, angle: float | None) -> Lettering | None:
    wide, high = area.x1 - area.x0, area.y1 - area.y0
    return lettering(texts, *((high, wide) if rotation % 180 else (wide, high)), rotation, angle)


def _length(setting: Lettering) -> float:
    return label_font().width(setting.text) * setting.size + 2 * MARGIN


def _around(x: float, y: float, box: Box, setting: Lettering) -> Box:
    """The place of a label with its middle at x, y, whichever way it runs, within its box."""
    long, high = _length(setting) / 2, setting.size / 2
    across, down = (high, long) if setting.angle % 180 else (long, high)
    return replace(box, x0=x - across, y0=y - down, x1=x + across, y1=y + down)


def _meet(a: Box, b: Box) -> bool:
    return max(a.x0, b.x0) < min(a.x1, b.x1) and max(a.y0, b.y0) < min(a.y1, b.y1)


def _free(box: Box, others: Iterable[Box]) -> Box:
    """What others leave of a box, cut off straight: the largest piece each time."""
    for other in others:
        if _meet(box, other):
            pieces = (
                replace(box, y1=max(box.y0, other.y0)),
                replace(box, y0=min(box.y1, other.y1)),
                replace(box, x1=max(box.x0, other.x0)),
                replace(box, x0=min(box.x1, other.x1)),
            )
            box = max(pieces, key=lambda piece: (piece.x1 - piece.x0) * (piece.y1 - piece.y0))
    return box


def _room(bar: Sequence[PlannedBox]) -> Strip | None:
    """Where in a bar its label may lie: in the longest line of it."""
    found = []
    for chain in chains([planned.box for planned in bar]):
        angle = bar[chain[0]].angle
        if angle is not None:
            found.append(strip([bar[index].box for index in chain], angle))
    return max(found, key=lambda each: each.size[0], default=None)


def _speaking(whole: Sequence[Sequence[PlannedBox]], signs: Sequence[_Sign | None]) -> Collection[int]:
    """The bars that carry a label: of each hit the one where it stands largest, and of those the longest."""
    best: dict[str, tuple[float, float, int]] = {}
    for index, (bar, sign) in enumerate(zip(whole, signs, strict=True)):
        box = hull(planned.box for planned in bar)
        room = (sign.setting.size if sign else 0.0, max(box.x1 - box.x0, box.y1 - box.y0), -index)
        for hit_id in bar[0].hit_ids:
            best[hit_id] = max(best.get(hit_id, room), room)
    return {-order for _, _, order in best.values()}


def _opening(planned: PlannedBox) -> str:
    """The operator that begins a box; its string is in hexadecimal, so that the stream holds plain ASCII."""
    spoken = bytes(String(planned.spoken))
    return f"/Span <</ActualText <{spoken.hex()}>>> BDC"


def _inset(rect: Rect, by: float) -> Rect:
    """A rectangle without the line of a frame, half of itself at least."""
    dx, dy = min(by, (rect[2] - rect[0]) / 4), min(by, (rect[3] - rect[1]) / 4)
    return rect[0] + dx, rect[1] + dy, rect[2] - dx, rect[3] - dy


def _filled(areas: Sequence[Rect]) -> str:
    """Each area by itself, then all together: a reader with soft edges leaves the page to be seen between two."""
    single = " ".join(map(_area, areas))
    return f"{single} {single.replace(' f', '')} f" if len(areas) > 1 else single


def _area(rect: Rect) -> str:
    x0, y0, x1, y1 = rect
    return f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re f"


def _label(sign: _Sign, unit: float) -> str:
    text, size, angle = sign.setting.text, sign.setting.size / unit, math.radians(sign.setting.angle)
    cos, sin = math.cos(angle), math.sin(angle)
    along, across = label_font().width(text) * size / 2, CAP_HEIGHT * size / 2
    x = sign.middle[0] - cos * along + sin * across
    y = sign.middle[1] - sin * along - cos * across
    matrix = f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f}"
    return f" BT {FONT} {size:.3f} Tf {matrix} Tm <{encode(text).hex()}> Tj ET"
