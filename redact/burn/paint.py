"""Paints the black boxes with their labels, last on the page, with nothing of the page able to shift or hide them.

A label stands upright as the reader sees the page, whatever /Rotate says:

    /Rotate 0          /Rotate 90 (user space)      on screen
    +----------+       +---+                        +----------+
    |  10.2.e  |       | e |                        |  10.2.e  |
    +----------+       | . |   -- turned 90 -->     +----------+
                       | 2 |
                       +---+

As large as fits, at most 9 points; along a tall box where that is clearly larger. Where even 5 points do not fit: spelt
without the last dot ('10.2e'), else the box stays plain. Every box of a hit on which the label fits carries it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pikepdf
from pikepdf import Dictionary, Name, String

from redact.burn.labelfont import CAP_HEIGHT, embed, encode, label_font
from redact.burn.plan import PlannedBox
from redact.geometry import Frame, Rect, frame, to_user_space

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
FONT = Name("/LakLabel")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a label is set: its text, its size in points, its angle in degrees counterclockwise in user space."""

    text: str
    size: float
    angle: int


def compact(label: str) -> str:
    """A label with the dot before its letter dropped: '10.2.e' is '10.2e'."""
    return re.sub(r"\.(?=[a-z]\b)", "", label)


def lettering(label: str, width: float, height: float, rotation: int) -> Lettering | None:
    """How a label fits a box, or None where it does not.

    Args:
        label: what should stand there.
        width: of the box as the reader sees it, in points.
        height: likewise.
        rotation: /Rotate of the page.
    """
    for text in dict.fromkeys((label, compact(label))):
        upright, turned = _size(text, width, height), 0.0
        if height > TALL * width:
            turned = _size(text, height, width)
        if max(upright, turned) >= SMALLEST:
            along = turned > CLEARLY * upright
            return Lettering(text, turned, _turned(rotation)) if along else Lettering(text, upright, rotation % 360)
    return None


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


def paint(pdf: pikepdf.Pdf, boxes: Sequence[PlannedBox]) -> None:
    """Append the boxes to the pages of a cleaned document (balanced content, inherited keys written in)."""
    if not boxes:
        return
    font = embed(pdf)
    pages = [page.obj for page in pdf.pages]
    for number, group in groupby(boxes, key=lambda planned: planned.box.page):
        page = pages[number - 1]
        place, rotation = page_place(page), page.get("/Rotate", 0)
        tail = "\n".join(_box(planned, place, int(rotation)) for planned in group)
        before = page["/Contents"].read_bytes()
        page["/Contents"] = pdf.make_stream(b"q\n" + before + b"\nQ\n" + tail.encode("ascii"))
        _add_font(page, font)


def _add_font(page: pikepdf.Object, font: pikepdf.Object) -> None:
    resources = page["/Resources"]
    if "/Font" not in resources:
        resources["/Font"] = Dictionary()
    resources["/Font"][FONT] = font


def _box(planned: PlannedBox, place: Frame, rotation: int) -> str:
    x0, y0, x1, y1 = rect = to_user_space(planned.box, place)
    actual = Dictionary(ActualText=String(planned.description)).unparse().decode("latin-1")
    area = f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f}"
    label = "".join(_label(planned.label, rect, place.user_unit, rotation))
    return f"/Span {_ascii(actual)} BDC q 0 g {area} re f{label} Q EMC"


def _ascii(text: str) -> str:
    """The dictionary with its string in hexadecimal, so that the stream holds plain ASCII."""
    raw = pikepdf.Object.parse(text.encode("latin-1"))["/ActualText"]
    return f"<</ActualText <{bytes(raw).hex()}>>>"


def _label(label: str, rect: Rect, unit: float, rotation: int) -> Iterator[str]:
    x0, y0, x1, y1 = rect
    wide, high = (x1 - x0) * unit, (y1 - y0) * unit
    if rotation % 180:
        wide, high = high, wide
    setting = lettering(label, wide, high, rotation)
    if setting is None:
        return
    size, angle = setting.size / unit, math.radians(setting.angle)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    along, across = label_font().width(setting.text) * size / 2, CAP_HEIGHT * size / 2
    x = (x0 + x1) / 2 - cos * along + sin * across
    y = (y0 + y1) / 2 - sin * along - cos * across
    matrix = f"{cos} {sin} {-sin} {cos} {x:.3f} {y:.3f}"
    yield f" BT 1 g {FONT} {size:.3f} Tf {matrix} Tm <{encode(setting.text).hex()}> Tj ET"
