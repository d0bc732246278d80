"""What is done to one file: a few words and places on pictures blacked out, and the pages compared by pdfium."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pymupdf
import pypdfium2

from redact.burn import PICTURED, burn
from redact.errors import DocumentRefused
from redact.model import Box, BurnSettings, BurntBox, Redaction, Width
from redact.normalise import normalise

PAGES = 4
"""Pages that get boxes and are compared, from the beginning."""
WORDS, PLACES = 3, 2
"""Words of a page that are boxed, and places on its pictures."""
PLACE = (90.0, 12.0)
"""Size of a box on a picture, in points."""
DPI, MOST_SIDE = 100, 1800
FAR = 48
"""Difference of a colour (of 255) by which a pixel counts as changed."""
RIM = 2
"""Pixels around a box that are left out of the comparison."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one file came out. Shares are of a page's pixels outside the boxes, of the worst page."""

    name: str
    refused: str = ""
    boxes: int = 0
    pictures: int = 0
    """Pages that became a picture."""
    normalised: float = 0.0
    """Share of pixels in which the normalised page differs from the source."""
    burnt: float = 0.0
    """Share of pixels in which the burnt page differs from the normalised one."""
    raster: float = 0.0
    """The same for pages that became a picture."""
    bytes_in: int = 0
    bytes_normalised: int = 0
    bytes_out: int = 0

    @property
    def growth(self) -> float:
        """Size of the burnt file as a multiple of the source's."""
        return self.bytes_out / self.bytes_in if self.bytes_in else 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """One file: `name` is what it is called in the result; the same `seed` gives it the same boxes."""

    path: Path
    name: str
    seed: str


def look(task: Task) -> Look:
    """Normalise and burn a file, and compare."""
    path, name = task.path, task.name
    with TemporaryDirectory() as room:
        normal, burnt = Path(room) / "normal.pdf", Path(room) / "burnt.pdf"
        try:
            normalise(path, normal)
            redactions = choose(normal, f"{task.seed}|{name}")
            report = burn(normal, redactions, burnt, BurnSettings(width=Width.EXACT))
        except DocumentRefused as refusal:
            return Look(name, refused=str(refusal))
        drawn = {finding.page for finding in report.findings if finding.kind == PICTURED}
        shares = compare(normal, burnt, report.boxes)
        return Look(
            name,
            boxes=len(report.boxes),
            pictures=len(drawn),
            normalised=max(compare(path, normal, ()).values(), default=0.0),
            burnt=max((share for page, share in shares.items() if page not in drawn), default=0.0),
            raster=max((share for page, share in shares.items() if page in drawn), default=0.0),
            bytes_in=path.stat().st_size,
            bytes_normalised=normal.stat().st_size,
            bytes_out=burnt.stat().st_size,
        )


def choose(normal: Path, seed: str) -> list[Redaction]:
    """Random words, and random places on pictures, of the first pages."""
    start = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big"))
    boxes: list[Box] = []
    with pymupdf.open(normal) as document:
        for page in document.pages(0, min(PAGES, len(document))):
            page.set_rotation(0)
            words = [
                word for word in page.get_text("words") if len(word[4]) > 3 and pymupdf.Rect(word[:4]) in page.rect
            ]
            boxes += [Box(page.number + 1, *word[:4]) for word in start.sample(words, min(WORDS, len(words)))]
            boxes += _places(page, start)
    return [Redaction(f"h{number:04}", (box,), "10.2.e", "gelakt", "") for number, box in enumerate(boxes)]


def _places(page: pymupdf.Page, start: random.Random) -> list[Box]:
    areas = [pymupdf.Rect(info["bbox"]) & page.rect for info in page.get_image_info()]
    large = [area for area in areas if area.width > 2 * PLACE[0] and area.height > 2 * PLACE[1]]
    out = []
    for area in start.sample(large, min(PLACES, len(large))):
        x, y = start.uniform(area.x0, area.x1 - PLACE[0]), start.uniform(area.y0, area.y1 - PLACE[1])
        out.append(Box(page.number + 1, x, y, x + PLACE[0], y + PLACE[1]))
    return out


def compare(before: Path, after: Path, boxes: Sequence[BurntBox]) -> dict[int, float]:
    """By page: the share of pixels outside the boxes that changed."""
    with pypdfium2.PdfDocument(before) as old, pypdfium2.PdfDocument(after) as new:
        if old.get_formtype():
            old.init_forms()
        pages = range(min(len(old), len(new), PAGES))
        return {
            number + 1: _share(old[number], new[number], [b.box for b in boxes if b.box.page == number + 1])
            for number in pages
        }


def _share(before: pypdfium2.PdfPage, after: pypdfium2.PdfPage, boxes: Sequence[Box]) -> float:
    old, new = draw(before), draw(after)
    if old.shape != new.shape:
        return 1.0
    changed = _far(old, new) | _far(new, old)
    across, down = changed.shape[1] / after.get_width(), changed.shape[0] / after.get_height()
    for box in boxes:
        left, top = max(0, int(box.x0 * across) - RIM), max(0, int(box.y0 * down) - RIM)
        changed[top : int(box.y1 * down) + 1 + RIM, left : int(box.x1 * across) + 1 + RIM] = False
    return float(changed.mean())


def _far(image: Any, other: Any) -> Any:
    """Pixels that are far in some colour from all pixels of the other picture around their place.

    A pixel's distance is allowed: hints of a font that was cut down to its glyphs move an edge by less than that.
    """
    edged = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = image.shape[:2]
    around = [edged[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    low, high = np.minimum.reduce(around).astype(np.int16), np.maximum.reduce(around).astype(np.int16)
    return ((image < low - FAR) | (image > high + FAR)).any(axis=2)


def draw(page: pypdfium2.PdfPage) -> Any:
    """The unrotated page in colours."""
    page.set_rotation(0)
    scale = min(DPI / 72, MOST_SIDE / max(page.get_width(), page.get_height(), 1))
    return np.array(page.render(scale=scale, prefer_bgrx=True).to_numpy()[:, :, :3])
