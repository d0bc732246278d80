"""The check of what this program burnt: four channels, three engines, one raw walk. Whatever fails is a leak."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from redact.model import BurntBox, Leak
from redact.verify import ocr
from redact.verify.boxes import Painted, as_read, by_page, inner_areas, uncovered, written
from redact.verify.engines import READS_GLYPHS, readers, version
from redact.verify.findings import ENGINE as RAW_WALK
from redact.verify.objects import walk
from redact.verify.place import Sheet
from redact.verify.reading import Reader, Reading, Wanted
from redact.verify.report import PICTURE_UNDER_BOX, UNDER_BOX, Forbidden, Report
from redact.verify.text import Found, Matcher
from redact.verify.visit import Visit
from redact.verify.wrapped import wraps

FAILED = "engine failed"


def check(pdf: Path, boxes: Sequence[BurntBox], forbidden: Sequence[Forbidden]) -> Report:
    """Prove that nothing of what was blacked out is left in a burnt file.

    Looks for glyphs under the boxes (pdfium, pdfminer), for the forbidden texts in what every engine reads, in all
    objects and between them, for boxes that are not opaque, and for pictures that still show something below a box.
    An engine that fails, or counts pages differently, is a leak.

    Args:
        pdf: the burnt file.
        boxes: every box as painted, in page space.
        forbidden: every approved text, with the number of places where it was left visible in this file.

    Returns:
        The report; never raises for what is wrong with the file.
    """
    said = as_read(boxes)
    matcher = Matcher(forbidden, painted=([written(b)[0] for b in said], [b.description for b in (*said, *said)]))
    case = _Case(pdf, by_page(boxes), Painted(boxes))
    with readers(pdf) as others:
        case.attempt(RAW_WALK, partial(case.walk, matcher))
        engines: dict[str, Reader] = {"pdfium": case.visited, **others}
        for name, reader in engines.items():
            case.attempt(name, partial(case.read, name, reader, matcher))
    case.attempt("pdfium", case.look)
    case.attempt("pdfium", case.look_beneath)
    case.attempt("pdfium", partial(case.compare, matcher))
    used = (RAW_WALK, *engines)
    return Report(
        file=pdf.name,
        sha256=sha256(pdf),
        pages=len(case.sheets),
        boxes=tuple(boxes),
        engines=(*((name, version(name)) for name in used), *case.readers_of_pictures),
        leaks=tuple(dict.fromkeys(case.leaks)),
        searched=matcher.searched,
        unsearched=matcher.unsearched,
    )


def sha256(path: Path) -> str:
    """SHA-256 of a file in hexadecimal; '' where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@dataclass(slots=True)
class _Case:
    """One file under examination."""

    pdf: Path
    boxes: Mapping[int, list[BurntBox]]
    painted: Painted
    sheets: tuple[Sheet, ...] = ()
    labels: dict[int, list[tuple[float, float, float, float]]] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)
    seen: dict[str, list[Found]] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict, repr=False)
    readers_of_pictures: tuple[tuple[str, str], ...] = ()
    visit: Visit | None = None

    def attempt(self, engine: str, step: Callable[[], None]) -> None:
        """Do a step; whatever it raises is a leak."""
        try:
            step()
        except Exception:
            self.leaks.append(Leak(self.pdf.name, engine, FAILED))

    def walk(self, matcher: Matcher) -> None:
        self.sheets, leaks = walk(self.pdf, matcher, self.spoken)
        self.leaks += leaks
        if any(not 1 <= page <= len(self.sheets) for page in self.boxes):
            raise ValueError("a box lies on a page that does not exist")

    def read(self, engine: str, reader: Reader, matcher: Matcher) -> None:
        areas = inner_areas(self.boxes, self.sheets)
        reading = reader(self.pdf, areas)
        self.seen[engine] = matcher.in_pages(reading.pages, self.painted)
        self.lines[engine] = [line for page in reading.pages for line in page.splitlines()]
        self._same_pages(reading)
        if engine in READS_GLYPHS:
            for burnt in uncovered(self.boxes, areas, reading.glyphs):
                self.leaks.append(self._at(engine, UNDER_BOX, burnt))
            self.labels = {page: [glyph.rect for glyph in glyphs] for page, glyphs in reading.glyphs.items()}

    def visited(self, path: Path, wanted: Wanted) -> Reading:
        self.visit = Visit(self.boxes, self.sheets, wanted).go(path)
        return self.visit.reading()

    def compare(self, matcher: Matcher) -> None:
        """Weigh what the engines read against each other.

        In which order lines follow each other is an engine's guess: a text that only one engine sees, and only over
        the end of a line, is two texts in different cells or columns, unless it stands there like one.
        """
        seen_by = Counter(found.hit_ids for every in self.seen.values() for found in every)
        for engine, every in self.seen.items():
            in_line = {found.hit_ids for found in matcher.over(matcher.in_texts(self.lines[engine]))}
            for found in every:
                if seen_by[found.hit_ids] > 1 or found.hit_ids in in_line or self._runs_on(found, matcher):
                    self.leaks += [Leak(self.pdf.name, engine, "text", found.page, hit_id=hit) for hit in found.hit_ids]

    def _runs_on(self, found: Found, matcher: Matcher) -> bool:
        return found.page is not None and wraps(self.pdf, found.page, matcher.texts_of(found))

    @property
    def spoken(self) -> frozenset[str]:
        """What the boxes say to a screen reader."""
        return frozenset(burnt.description for boxes in self.boxes.values() for burnt in boxes) - {""}

    def look(self) -> None:
        for burnt in self._visit().see_through(self.labels):
            self.leaks.append(self._at("pdfium", "not opaque", burnt))

    def look_beneath(self) -> None:
        showing, has_read = self._visit().showing()
        if has_read:
            self.readers_of_pictures = ((ocr.NAME, ocr.version()),)
        for burnt in showing:
            self.leaks.append(self._at("pdfium", PICTURE_UNDER_BOX, burnt))

    def _visit(self) -> Visit:
        if self.visit is None:
            raise ValueError("pdfium did not get through the file")
        return self.visit

    def _same_pages(self, reading: Reading) -> None:
        if len(reading.pages) != len(self.sheets):
            raise ValueError("engines count pages differently")
        for (width, height), sheet in zip(reading.sizes, self.sheets, strict=False):
            if abs(width - sheet.size[0]) > 1 or abs(height - sheet.size[1]) > 1:
                raise ValueError("engines see pages of a different size")

    def _at(self, engine: str, what: str, burnt: BurntBox) -> Leak:
        return Leak(self.pdf.name, engine, what, burnt.box.page, burnt.box, ", ".join(burnt.hit_ids))
