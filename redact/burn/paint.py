"""Paints the boxes with their labels, last on the page, with nothing of the page able to shift or hide them.

A label stands upright as the reader sees the page, whatever /Rotate says:

    /Rotate 0          /Rotate 90 (user space)      on screen
    +----------+       +---+                        +----------+
    |  10.2.e  |       | e |                        |  10.2.e  |
    +----------+       | . |   -- turned 90 -->     +----------+
                       | 2 |
                       +---+

As large as fits, at most 9 points; along a tall box where that is clearly larger. Where even 5 points do not fit: spelt
short ('10.2e'), without the person's number, else the box stays plain. Of the boxes of a hit on one page the one with
most room carries the label; all of them say to a screen reader what they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pikepdf
from pikepdf import Dictionary, Name, String

from redact.burn.labelfont import CAP_HEIGHT, embed, encode, label_font
from redact.burn.plan import PlannedBox
from redact.geometry import Frame, Rect, frame, is_slice, to_user_space
from redact.model import BoxStyle

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
FRAME = 0.8
"""Width of a frame's line in points, one pixel of a screen; it lies inside the box."""
FONT = Name("/LakLabel")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a label is set: its text, its size in points, its angle in degrees counterclockwise in user space."""

    text: str
    size: float
    angle: int


def compact(label: str) -> str:
    """A label in its shortest spelling: '10.2.e' and '(10)(2e)' are '10.2e'."""
    plain = re.sub(r"\((\w+(?:\.\w+)*)\)", r"\1", label.replace(")(", "."))
    return re.sub(r"\.(?=[a-z]\b)", "", plain)


def spellings(label: str, person: str = "") -> tuple[str, ...]:
    """What may stand on a box, the fullest first."""
    short = compact(label)
    numbered = (f"{label} [{person}]", f"{short} [{person}]") if person else ()
    return tuple(dict.fromkeys((*numbered, label, short)))


def lettering(texts: Sequence[str], width: float, height: float, rotation: int) -> Lettering | None:
    """How a label fits a box, or None where it does not.

    Args:
        texts: what may stand there, the best first.
        width: of the box as the reader sees it, in points.
        height: likewise.
        rotation: /Rotate of the page.
    """
    for text in texts:
        upright, turned = _size(text, width, height), 0.0
        if height > TALL * width:
            turned = _size(text, height, width)
        if max(upright, turned) >= SMALLEST:
            along = turned > CLEARLY * upright
            return Lettering(text, turned, _turned(rotation)) if along else Lettering(text, upright, rotation % 360)
    return None


def ink_on(fill: float) -> int:
    """The grey of letters on a box, 0 or 1: whichever stands out more (WCAG 2.1, contrast ratio)."""
    light = fill / 12.92 if fill <= 0.04045 else ((fill + 0.055) / 1.055) ** 2.4
    return int(1.05 / (light + 0.05) > (light + 0.05) / 0.05)


def _turned(rotation: int) -> int:
    """Angle along a box that is tall on screen: with the page's own text, else upwards as people turn text."""
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
    """The boxes, with the slices of one hit on a page together: those are one bar to a reader."""
    found: dict[object, list[PlannedBox]] = {}
    for number, planned in enumerate(boxes):
        key = (planned.box.page, planned.hit_ids) if is_slice(planned.box) else number
        found.setdefault(key, []).append(planned)
    return list(found.values())


def _drawn(boxes: Sequence[PlannedBox], place: Frame, rotation: int, style: BoxStyle) -> Iterator[str]:
    """The boxes of one page as content, each bar in marked content of its own.

    Frames come first and so stay outside every box, also where boxes of neighbouring lines overlap. Those of slices lie
    around them.
    """
    ink, fill, line = ink_on(style.fill), f"{style.fill:.3f}", FRAME / place.user_unit if style.frame else 0.0
    settings = [_setting(planned, rotation) for planned in boxes]
    labels = dict(zip(boxes, settings, strict=True))
    speaking = [boxes[index] for index in _speaking(boxes, settings)]
    if style.frame:
        outer = [_inset(to_user_space(p.box, place), -line if is_slice(p.box) else 0.0) for p in boxes]
        yield f"/Artifact BMC q {ink} g {' '.join(map(_area, outer))} Q EMC"
    for bar in bars(boxes):
        areas = [_inset(to_user_space(p.box, place), 0.0 if is_slice(p.box) else line) for p in bar]
        setting = labels[bar[0]] if bar[0] in speaking else None
        label = _label(setting, areas[0], place.user_unit) if setting else ""
        yield f"{_opening(bar[0])} q {fill} g {' '.join(map(_area, areas))} {ink} g{label} Q EMC"


def _setting(planned: PlannedBox, rotation: int) -> Lettering | None:
    wide, high = planned.box.x1 - planned.box.x0, planned.box.y1 - planned.box.y0
    if rotation % 180:
        wide, high = high, wide
    return lettering(spellings(planned.label, planned.person), wide, high, rotation)


def _speaking(boxes: Sequence[PlannedBox], settings: Sequence[Lettering | None]) -> Collection[int]:
    """The boxes that carry a label: of each hit the one where it stands largest, and of those the longest."""
    best: dict[str, tuple[float, float, int]] = {}
    for index, (planned, setting) in enumerate(zip(boxes, settings, strict=True)):
        box = planned.box
        room = (setting.size if setting else 0.0, max(box.x1 - box.x0, box.y1 - box.y0), -index)
        for hit_id in planned.hit_ids:
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


def _area(rect: Rect) -> str:
    x0, y0, x1, y1 = rect
    return f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re f"


def _label(setting: Lettering, rect: Rect, unit: float) -> str:
    x0, y0, x1, y1 = rect
    size, angle = setting.size / unit, math.radians(setting.angle)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    along, across = label_font().width(setting.text) * size / 2, CAP_HEIGHT * size / 2
    x = (x0 + x1) / 2 - cos * along + sin * across
    y = (y0 + y1) / 2 - sin * along - cos * across
    matrix = f"{cos} {sin} {-sin} {cos} {x:.3f} {y:.3f}"
    return f" BT {FONT} {size:.3f} Tf {matrix} Tm <{encode(setting.text).hex()}> Tj ET"
