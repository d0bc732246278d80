"""Nothing keeps the program at work for ever: pages that are too full become pictures, long documents get their time.

What becomes a picture is counted, never clocked; so these tests say the same on every machine.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from redact import limits
from redact.burn import burn, overload
from redact.errors import DocumentRefused
from redact.executors import Done, SerialExecutor
from redact.model import Finding
from redact.normalise import normalise, page_count
from redact.pdfobjects import Work, page_work
from redact.pipeline.run import run
from redact.pipeline.settings import Settings, Silence
from redact.pipeline.tasks import PrepareTask
from redact.verify import Forbidden, check
from tests.conftest import MAIL, write_pdf
from tests.pdfmaker import KEPT, LINES, SECRET, new_pdf, pdfium_text, redact_word, redactions, render, save, traces

T = TypeVar("T")
R = TypeVar("R")

FAR = 48
"""Difference of grey (of 255) by which a pixel counts as changed."""


def strokes(count: int) -> bytes:
    """So many instructions that draw small lines in the middle of a page."""
    return b"\n" + b"".join(
        b"%d %d m %d %d l S\n" % (100 + i % 400, 100 + i // 400 % 400, 102 + i % 400, 101 + i // 400 % 400)
        for i in range(count // 3)
    )


def forms(pdf: pikepdf.Pdf, inner: bytes, times: int, levels: int = 1) -> bytes:
    """Content that draws a form, which draws a form, and so on, each so many times; the forms are put into the page."""
    content = inner
    resources = Dictionary()
    for _ in range(levels):
        form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))
        form["/Resources"] = resources
        resources = Dictionary(XObject=Dictionary(X=form))
        content = b"\n/X Do" * times
    pdf.pages[0].obj.Resources["/XObject"] = resources.XObject
    return b"\n" + content


def tag(pdf: pikepdf.Pdf, content: bytes) -> bytes:
    """The same content as a heading of a tagged document."""
    element = Dictionary(Type=Name.StructElem, S=Name.H1, K=Array([0]), Pg=pdf.pages[0].obj)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))
    return b"/H1 <</MCID 0>> BDC\n" + content + b"\nEMC"


def written(tmp_path: Path, change: Callable[[pikepdf.Pdf], bytes]) -> Path:
    """A document of two pages, on the first of which more stands."""
    pdf = new_pdf()
    second = new_pdf()
    pdf.pages.append(second.pages[0])
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(change(pdf))
    return save(pdf, tmp_path / "source.pdf")


def changed_beside(before: Path, after: Path, boxes: Sequence[Any]) -> float:
    """Share of the pixels of the first page that look different, boxes aside."""
    old, new = np.asarray(render(before), dtype=int), np.asarray(render(after), dtype=int)
    changed = np.abs(old - new) > FAR
    for burnt in boxes:
        box = burnt.box
        changed[int(box.y0) - 2 : int(box.y1) + 3, int(box.x0) - 2 : int(box.x1) + 3] = False
    return float(changed.mean())


def test_a_page_with_a_map_on_it_becomes_a_picture_that_can_be_searched(tmp_path: Path) -> None:
    source = written(tmp_path, lambda pdf: tag(pdf, LINES) + strokes(limits.TEXT_PAGE_INSTRUCTIONS + 3000))
    burnt, _, report = redact_word(source)
    assert report.findings == (Finding("raster-page", 1, 1),)
    assert not traces(burnt, SECRET)
    assert check(burnt, report.boxes, [Forbidden(SECRET, "h1")]).clean
    assert pdfium_text(burnt).count(KEPT) == 2
    here = [each for each in report.boxes if each.box.page == 1]
    assert len(here) == 1 and changed_beside(tmp_path / "clean.pdf", burnt, here) < 0.02
    with pikepdf.open(burnt) as pdf:
        drawn = [set(page.obj.Resources.XObject) if "/XObject" in page.obj.Resources else set() for page in pdf.pages]
        assert [len(each) for each in drawn] == [1, 0]
    assert subprocess.run(["qpdf", "--check", burnt], capture_output=True, check=False).returncode == 0


FULL: dict[str, tuple[Callable[[pikepdf.Pdf], bytes], str]] = {
    "many instructions": (lambda _: LINES + strokes(3000), "TEXT_PAGE_INSTRUCTIONS"),
    "many in a form": (lambda pdf: LINES + forms(pdf, strokes(3000), 1), "TEXT_PAGE_INSTRUCTIONS"),
    "a form drawn often": (lambda pdf: LINES + forms(pdf, strokes(90), 50), "TEXT_PAGE_DRAWN"),
}


@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize("boxed", [True, False])
def test_a_full_page_becomes_a_picture_with_and_without_a_box(
    name: str, boxed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, limit = FULL[name]
    clean, burnt = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(written(tmp_path, change), clean)
    wanted = [each for each in redactions(clean, SECRET) if boxed or each.boxes[0].page == 2]
    assert burn(clean, wanted, burnt).findings == ()
    monkeypatch.setattr(overload, limit, 2000)
    assert burn(clean, wanted, burnt).findings == (Finding("raster-page", 1, 1),)
    assert pdfium_text(burnt).count(SECRET) == (0 if boxed else 1)
    assert pdfium_text(burnt).count(KEPT) == 2


def test_a_page_with_too_many_boxes_for_its_letters_becomes_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(tmp_path, lambda _: LINES)
    monkeypatch.setattr(overload, "TEXT_PAGE_PAIRS", 20)
    burnt, _, report = redact_word(source)
    assert [(each.kind, each.page) for each in report.findings] == [("raster-page", 1), ("raster-page", 2)]
    assert not traces(burnt, SECRET) and pdfium_text(burnt).count(KEPT) == 2


def test_forms_that_draw_each_other_for_ever_are_refused_at_once(tmp_path: Path) -> None:
    source = written(tmp_path, lambda pdf: LINES + forms(pdf, b"0 0 m 1 1 l S", 10, levels=12))
    with pytest.raises(DocumentRefused, match="te veel tekeninstructies op bladzijde 1"):
        normalise(source, tmp_path / "clean.pdf")


def test_more_instructions_than_can_be_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path, lambda _: LINES + strokes(3000))
    normalise(source, tmp_path / "clean.pdf")
    monkeypatch.setattr(limits, "MAX_PAGE_INSTRUCTIONS", 2000)
    with pytest.raises(DocumentRefused, match="te veel tekeninstructies op bladzijde 1"):
        normalise(source, tmp_path / "clean.pdf")


def test_work_is_counted_with_what_a_page_draws() -> None:
    pdf = new_pdf()
    content = forms(pdf, b"0 0 m 1 1 l S", 3, levels=2)
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"q 1 w Q" + content)
    assert page_work(pdf.pages[0].obj) == Work(written=3 + 3 + 3 + 3, drawn=3 + 3 + 3 * (3 + 3 * 3))


def test_a_form_that_draws_itself_is_counted_once() -> None:
    pdf = new_pdf()
    content = forms(pdf, b"/X Do", 1)
    form = pdf.pages[0].obj.Resources.XObject.X
    form["/Resources"] = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(content)
    assert page_work(pdf.pages[0].obj) == Work(written=2, drawn=2)


class Watching(SerialExecutor):
    """Runs tasks one by one, and remembers how long each might have taken."""

    def __init__(self) -> None:
        self.seconds: list[tuple[object, float]] = []

    def map(self, work: Callable[[T], R], tasks: Sequence[T], seconds: Callable[[T], float]) -> Iterator[Done[T, R]]:
        self.seconds += [(work, seconds(task)) for task in tasks if isinstance(task, PrepareTask)]
        yield from super().map(work, tasks, seconds)


def test_a_long_document_gets_time_to_be_normalised_and_a_broken_one_gets_little(tmp_path: Path) -> None:
    write_pdf(tmp_path / "zaak" / "lang.pdf", *[MAIL.format(subject=f"Bericht {i}") for i in range(12)])
    (tmp_path / "zaak" / "kapot.pdf").write_bytes(b"%PDF-1.7\nniets")
    watching = Watching()
    outcome = run(tmp_path / "zaak", None, Settings(approve=0.0), watching, Silence())
    assert outcome.pages == 12 and len(outcome.refused) == 1
    normalising = sorted(seconds for work, seconds in watching.seconds if getattr(work, "__name__", "") == "prepare")
    assert normalising == [60.0, 60.0 + 12 * 10.0]


def test_pages_are_counted_without_reading_them(tmp_path: Path) -> None:
    pdf = new_pdf()
    for _ in range(4999):
        pdf.pages.append(pdf.pages[0])
    assert page_count(save(pdf, tmp_path / "lang.pdf")) == 5000
    damaged = tmp_path / "beschadigd.pdf"
    damaged.write_bytes((tmp_path / "lang.pdf").read_bytes()[:-2000])
    assert page_count(damaged) == 5000
