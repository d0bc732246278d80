"""A leak check of anybody's redacted PDF.

A leak is what can be copied from under a box, whatever made the box: text or a picture below something opaque, text in
the colour of what it stands on, a redaction that was marked and never carried out, and text that stands under a
present box in an earlier revision or in an object that no page uses any more.

A remark is what people should know of and may be meant so: attachments, scripts, layers that are off, earlier
revisions, metadata, text that is transparent, white on white, clipped away or off the page. An OCR layer of a scan is
neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pikepdf
import pypdfium2

from redact.model import Box, Finding, Leak
from redact.verify.covered import LEAKS, Sight, dark_runs, secret_runs, sights
from redact.verify.engines import version
from redact.verify.miner import read_pdfminer
from redact.verify.objects import read_sheets
from redact.verify.ours import FAILED, sha256
from redact.verify.place import EVERYWHERE, Rect, Sheet, meet
from redact.verify.remnants import Remnant, SecondReading, earlier_revisions, remarks, unused_content
from redact.verify.report import Report
from redact.verify.scene import Scene, redact_annotations
from redact.verify.underlay import HIDDEN_PICTURE, hidden_pictures

UNAPPLIED = "redaction never applied"
UNREADABLE = "not a PDF that can be read"
PASSWORD = "needs a password"
EMPTY = "has no pages"
UNREAD = "objects that cannot be read"
ENGINE = "pdfium"

Reader = Remnant | SecondReading


def inspect(pdf: Path) -> Report:
    """Find what lies covered in a PDF of unknown origin.

    Args:
        pdf: any PDF.

    Returns:
        A report whose leaks name page and box, never the text; boxes are in points from the top left of the page as a
        reader sees it. A file that cannot be read, or only in part, has a leak that says so.
    """
    case = _Case(pdf)
    case.run()
    engines = tuple((name, version(name)) for name in ("pikepdf", ENGINE, "pdfminer"))
    leaks = sorted(dict.fromkeys(case.leaks), key=lambda leak: (leak.page or 0, _top(leak)))
    notes = tuple(Finding(kind, page, count) for (kind, page), count in case.remarks.items())
    return Report(pdf.name, sha256(pdf), len(case.sheets), (), engines, tuple(leaks), remarks=notes)


def _gather(found: list[Remnant], look: Callable[[Path], Iterable[Remnant]], pdf: Path) -> None:
    found += look(pdf)


def _top(leak: Leak) -> tuple[float, float]:
    return (leak.box.y0, leak.box.x0) if leak.box else (0.0, 0.0)


@dataclass(slots=True)
class _Case:
    """One file under examination."""

    pdf: Path
    sheets: tuple[Sheet, ...] = ()
    leaks: list[Leak] = field(default_factory=list)
    remarks: Counter[tuple[str, int | None]] = field(default_factory=Counter)

    def run(self) -> None:
        """Look at everything; what cannot be looked at is a leak."""
        try:
            self.sheets = read_sheets(self.pdf)
            with pypdfium2.PdfDocument(self.pdf) as document:
                self._document(document)
        except pikepdf.PasswordError:
            self._add(PASSWORD)
        except (pikepdf.PdfError, pypdfium2.PdfiumError, OSError):
            self._add(UNREADABLE)
        except Exception:
            self._add(FAILED)

    def _document(self, document: pypdfium2.PdfDocument) -> None:
        if not self.sheets:
            self._add(EMPTY)
        elif len(document) != len(self.sheets):
            raise ValueError("engines count pages differently")
        old = self._remnants()
        for number, sheet in enumerate(self.sheets, 1):
            self._attempt(number, partial(self._page, document, sheet, number, old))

    def _remnants(self) -> list[Reader]:
        """What a second engine reads, and what lies beside the pages; where either cannot be read is a leak."""
        old: list[Remnant] = []
        for look in (earlier_revisions, unused_content):
            self._attempt(None, partial(_gather, old, look, self.pdf))
        try:
            self.remarks.update(remarks(self.pdf))
        except Exception:
            self.remarks[UNREAD, None] += 1
        self.remarks.update((remnant.remark, None) for remnant in old)
        readers: list[Reader] = []
        self._attempt(None, partial(self._second, readers))
        return [*readers, *old]

    def _second(self, readers: list[Reader]) -> None:
        pages = dict.fromkeys(range(1, len(self.sheets) + 1), EVERYWHERE)
        readers.append(SecondReading(read_pdfminer(self.pdf, pages)))

    def _attempt(self, number: int | None, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            self._add(FAILED, number)

    def _page(self, document: pypdfium2.PdfDocument, sheet: Sheet, number: int, old: Sequence[Reader]) -> None:
        page = document[number - 1]
        try:
            rects = list(redact_annotations(page))
            scene = Scene(page, sheet)
            judged = sights(scene)
            runs = secret_runs(scene, judged)
            places = [run.rect for run in runs if run.sight in LEAKS]
            for run in runs:
                if run.sight in LEAKS:
                    self._at(run.sight.value, run.rect, sheet, number)
                else:
                    self.remarks[run.sight.value, number] += 1
            for rect in rects:
                if any(glyph.centre_in(rect) for glyph, _ in judged):
                    self._at(UNAPPLIED, rect, sheet, number)
            seen = [glyph for glyph, sight in judged if sight is Sight.SEEN]
            for rect in hidden_pictures(scene, seen):
                self._at(HIDDEN_PICTURE, rect, sheet, number)
            self._old(scene, number, old, places)
        finally:
            page.close()

    def _old(self, scene: Scene, number: int, old: Sequence[Reader], places: list[Rect]) -> None:
        """What stands where the page has a dark area for another reader, or once stood there."""
        for reader in old:
            found = dark_runs(scene, reader.glyphs(number, scene.sheet))
            new = [rect for rect in found if not any(meet(rect, place) for place in places)]
            places += new
            for rect in new:
                self._at(reader.what, rect, scene.sheet, number)

    def _at(self, what: str, rect: Rect, sheet: Sheet, number: int) -> None:
        self._add(what, number, Box(number, *sheet.device(rect, sheet.unit)))

    def _add(self, what: str, page: int | None = None, box: Box | None = None) -> None:
        self.leaks.append(Leak(self.pdf.name, ENGINE, what, page, box))
