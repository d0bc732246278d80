"""The code of a document on its first page: upright, on a small white plate, where it covers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Name, Operator

from redact.geometry import Frame, Rect
from redact.model import Box
from redact.publish.font import StampFont, Typeface
from redact.publish.place import free_place, look
from redact.publish.view import View, view_of

_MARGIN = 12.0
_PLATE = 1.7
"""Height of the plate, in font sizes."""
_SIDE = 0.5
"""Space left and right of the code, in font sizes."""
_BASELINE = 0.49
_COLOUR = "0.6 0 0"


@dataclass(frozen=True, slots=True)
class Mark:
    """What to stamp on the first page of a document, and the number of that piece of content on the page (MCID).

    `pdf` is the document by itself, to look at. The stamp does not touch `boxes`, the black boxes of that page: where a
    page has no other room it grows.
    """

    code: str
    number: int
    pdf: Path
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Stamped:
    """Where the stamp stands, and how far the boxes of its page moved because the page had to grow, in points."""

    box: Box
    moved: tuple[float, float]


def stamp(pdf: pikepdf.Pdf, page: pikepdf.Page, face: Typeface, mark: Mark) -> Stamped:
    """Stamps a page that already is in the annex.

    Raises:
        InputError: pdfium cannot show the page.
    """
    view = view_of(page)
    size = _font_size(view, face.font, mark.code)
    plate = ((face.font.width(mark.code) + 2 * _SIDE) * size, _PLATE * size)
    margin = min(_MARGIN, view.width * 0.02, view.height * 0.02)
    sight = look(mark.pdf, view.width, view.height)
    rect = free_place(sight, plate, [view.seen(box) for box in mark.boxes], margin)
    strip, moved = b"", (0.0, 0.0)
    if rect is None:
        view, strip, moved = _grown(page, view, plate[1] + 2 * margin)
        rect = (view.width - margin - plate[0], margin, view.width - margin, margin + plate[1])
    _close_open_states(pdf, page)
    drawing = _drawing(view, rect, _font_name(pdf, page, face), (mark, size))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + strip + drawing)
    return Stamped(view.box(rect, 1), moved)


def _font_name(pdf: pikepdf.Pdf, page: pikepdf.Page, face: Typeface) -> str:
    """Adds the font to resources of this page's own: others of its document may share the ones it has."""
    resources = pikepdf.Dictionary(_entries(page.obj, "/Resources"))
    resources.Font = pikepdf.Dictionary(_entries(resources, "/Font"))
    page.obj.Resources = pdf.make_indirect(resources)
    return str(page.add_resource(face.embedded, Name.Font, prefix="Stamp"))


def _entries(holder: pikepdf.Object, key: str) -> dict[str, pikepdf.Object]:
    return dict(holder[key].items()) if key in holder else {}


def _font_size(view: View, font: StampFont, code: str) -> float:
    """A fiftieth of the short side (12 points on A4), at least 8 where that fits on the page."""
    size = max(min(view.width, view.height) / 50, 8.0)
    return min(size, view.width * 0.8 / (font.width(code) + 2 * _SIDE), view.height * 0.4 / _PLATE)


def _drawing(view: View, rect: Rect, font_name: str, text: tuple[Mark, float]) -> bytes:
    mark, size = text
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    matrix = " ".join(f"{value:.5f}" for value in view.upright(rect))
    line = size / 16
    plate = f"{line / 2:.3f} {line / 2:.3f} {width - line:.3f} {height - line:.3f} re B"
    start = f"{_SIDE * size:.3f} {_BASELINE * size:.3f} Td"
    shown = f"BT {_COLOUR} rg {font_name} {size:.3f} Tf {start} ({_escaped(mark.code)}) Tj ET"
    colours = f"1 g {_COLOUR} RG {line:.3f} w"
    ground = f"/Artifact BMC {colours} {plate} EMC"
    return f"q {matrix} cm {ground} /H1 <</MCID {mark.number}>> BDC {shown} EMC Q\n".encode("ascii")


def _escaped(code: str) -> str:
    return code.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _grown(page: pikepdf.Page, view: View, height: float) -> tuple[View, bytes, tuple[float, float]]:
    """Adds a white strip along the edge that the reader has on top."""
    old = view.frame
    more = height / old.user_unit
    x0, y0, x1, y1 = old.x0, old.y0, old.x1, old.y1
    grown, strip, moved = {
        0: ((x0, y0, x1, y1 + more), (x0, y1, x1, y1 + more), (0.0, height)),
        90: ((x0 - more, y0, x1, y1), (x0 - more, y0, x0, y1), (height, 0.0)),
        180: ((x0, y0 - more, x1, y1), (x0, y0 - more, x1, y0), (0.0, 0.0)),
        270: ((x0, y0, x1 + more, y1), (x1, y0, x1 + more, y1), (0.0, 0.0)),
    }[view.rotation]
    media = [float(v) for v in page.mediabox]
    page.obj.MediaBox = Array(
        [min(media[0], grown[0]), min(media[1], grown[1]), max(media[2], grown[2]), max(media[3], grown[3])]
    )
    page.obj.CropBox = Array(grown)
    area = f"{strip[0]:.4f} {strip[1]:.4f} {strip[2] - strip[0]:.4f} {strip[3] - strip[1]:.4f}"
    white = f"/Artifact BMC q 1 g {area} re f Q EMC\n".encode("ascii")
    return View(Frame(*grown, old.user_unit), view.rotation), white, moved


def _close_open_states(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Balances q and Q, so that what is drawn after the page's own content starts from a clean state."""
    kept, depth, changed = [], 0, False
    for instruction in pikepdf.parse_content_stream(page):
        if instruction.operator == Operator("Q") and depth == 0:
            changed = True
            continue
        depth += (instruction.operator == Operator("q")) - (instruction.operator == Operator("Q"))
        kept.append(instruction)
    if depth or changed:
        kept += [pikepdf.ContentStreamInstruction([], Operator("Q"))] * depth
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
