"""The work on one document, as a worker process runs it: paths and small frozen records in, files out.

The heavy libraries are imported inside the functions, so that the command line starts fast.
"""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redact.files import read_whole, storing
from redact.limits import SECONDS_PER_DOCUMENT, SECONDS_PER_PAGE
from redact.model import BurnSettings, BurntBox, Description, Finding, Glyph, Hit, Page, PageKind, Redaction, Term
from redact.pipeline.cache import keep
from redact.records import load
from redact.verify.report import BENEATH, Forbidden, Report

DESCRIBED_PAGES = 3

NORMAL = "normal.pdf"
PREPARED = "prepared.json"
HITS = "hits.json"
ECHOES = "echoes.json"
ORDER = "order.json"
BURNT = "burnt.pdf"
BURNT_RECORD = "burnt.json"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of a document once it is normalised. `refusal` is a Dutch reason, or '' when it can be read."""

    pages: int = 0
    findings: tuple[Finding, ...] = ()
    description: Description | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One document's work: its folder in the case, the stamp its result will stand under, and its size."""

    document_id: str
    folder: Path
    stamp: str
    pages: int = 0

    @property
    def seconds(self) -> float:
        """How long a worker may take over it."""
        return SECONDS_PER_DOCUMENT + self.pages * SECONDS_PER_PAGE


@dataclass(frozen=True, slots=True)
class PrepareTask(Task):
    """Normalise and describe one source file."""

    source: Path = Path()
    name: str = ""


@dataclass(frozen=True, slots=True)
class FindTask(Task):
    """Detect personal data in one normalised document and in its title."""

    rules: Path | None = None
    model: str | None = None
    title: str = field(default="", repr=False)
    read: bool = True
    """False for a document that is not going out: only its title is looked at."""
    date: datetime.date | None = None
    """Of the document, as described: who was in office then stays readable."""


@dataclass(frozen=True, slots=True)
class SearchTask(Task):
    """Look for terms in one normalised document; the terms stand in a file, as there may be many."""

    terms: Path = Path()


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in the text of one document and in its title."""

    hits: tuple[Hit, ...] = field(repr=False)
    title: tuple[Hit, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be burnt into one document and what may not be left in it."""

    redactions: tuple[Redaction, ...]
    forbidden: tuple[Forbidden, ...]
    settings: BurnSettings = field(default_factory=BurnSettings)


@dataclass(frozen=True, slots=True)
class Burnt:
    """A burnt document: the boxes as painted, and what the check of it said."""

    boxes: tuple[BurntBox, ...]
    findings: tuple[Finding, ...]
    report: Report


def prepare(task: PrepareTask) -> Prepared:
    """Writes normal.pdf and prepared.json. A page without trustworthy text makes the document refused.

    Raises:
        DocumentRefused: the file cannot be normalised or read.
    """
    from redact.describe import describe
    from redact.extract import extract
    from redact.normalise import normalise

    normal = task.folder / NORMAL
    with _openable(task.source, task.folder) as source:
        result = normalise(source, normal)
    first, scans = [], []
    for page in extract(normal):
        if page.number <= DESCRIBED_PAGES:
            first.append(page)
        if page.kind in (PageKind.SCAN, PageKind.OCR):
            scans.append(page.number)
    description = describe(first, task.name, result.info)
    prepared = Prepared(result.pages, result.findings, description, _scan_reason(scans, result.pages))
    keep(task.folder / PREPARED, task.stamp, prepared, Prepared)
    return prepared


def count_pages(task: PrepareTask) -> int:
    """How many pages a source file seems to have; an error for one that cannot be opened."""
    from redact.normalise import page_count

    with _openable(task.source, task.folder) as source:
        return page_count(source)


@contextmanager
def _openable(source: Path, folder: Path) -> Iterator[Path]:
    """The file under a name that PDF libraries can open: a copy, if its own name is not UTF-8."""
    if str(source).isascii() or os.fsencode(source).decode("utf-8", "replace") == str(source):
        yield source
        return
    copy = folder / ".tmp-source.pdf"
    try:
        with storing(copy):
            shutil.copyfile(source, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _scan_reason(scans: list[int], pages: int) -> str:
    if not scans:
        return ""
    if len(scans) == pages:
        where = "het document is"
    else:
        shown = ", ".join(str(number) for number in scans[:10]) + (" ..." if len(scans) > 10 else "")
        where = f"pagina {shown} is" if len(scans) == 1 else f"pagina's {shown} zijn"
    return f"{where} een scan zonder betrouwbare tekst; maak het doorzoekbaar of weiger het"


def find(task: FindTask) -> Found:
    """Detects what the rule book and the model know, in the text and in the title, and writes hits.json."""
    from redact.detect import find as detect
    from redact.detect import load_analyzer
    from redact.extract import extract
    from redact.rulebook import load_rulebook

    analyzer = load_analyzer(load_rulebook(task.rules), task.model)
    name, date = task.document_id, task.date
    hits = tuple(detect(extract(task.folder / NORMAL), name, analyzer, date)) if task.read else ()
    titled = tuple(detect([page_of(task.title)], name, analyzer, date)) if task.title else ()
    found = Found(hits, titled)
    keep(task.folder / HITS, task.stamp, found, Found)
    return found


def page_of(text: str) -> Page:
    """A text that stands on no page, such as a title, as a page that can be searched."""
    glyphs = tuple(Glyph(char, float(i), 0.0, float(i + 1), 1.0, 0) for i, char in enumerate(text))
    size = len(text)
    return Page(1, float(size), 1.0, 0, PageKind.TEXT, text, glyphs, tuple(range(size)), (0, size))


def search(task: SearchTask) -> tuple[Hit, ...]:
    """Looks for the terms in one document and writes echoes.json."""
    from redact.detect import search as look_up
    from redact.extract import extract

    terms = load(read_whole(task.terms) or b"", tuple[Term, ...], task.terms.name)
    hits = tuple(look_up(extract(task.folder / NORMAL), task.document_id, terms))
    keep(task.folder / ECHOES, task.stamp, hits, tuple[Hit, ...])
    return hits


def burn(task: Task) -> Burnt:
    """Burns what order.json says, checks the result with other engines, and writes burnt.pdf and burnt.json.

    Raises:
        DocumentRefused: the text cannot be removed with certainty.
    """
    order = load(read_whole(task.folder / ORDER) or b"", Order, ORDER)
    burnt = burn_and_check(task.folder / NORMAL, order, task.folder / BURNT)
    keep(task.folder / BURNT_RECORD, task.stamp, burnt, Burnt)
    return burnt


def burn_and_check(normal: Path, order: Order, target: Path) -> Burnt:
    """Burn and check. Where all that is wrong is that a reader sees something under a box, its page becomes a picture.

    Programs differ over where the letters of an odd font stand. A text that can still be read is another matter: a
    picture would hide it from the readers and not from people, so that it stays as it is and the document is not clean.

    Raises:
        DocumentRefused: the text cannot be removed with certainty.
    """
    from redact.burn import PICTURED

    burnt = _burnt(normal, order, target, frozenset())
    pages = frozenset(leak.page for leak in burnt.report.leaks if leak.page is not None)
    pictured = {finding.page for finding in burnt.findings if finding.kind == PICTURED}
    if not pages - pictured or any(leak.what not in BENEATH for leak in burnt.report.leaks):
        return burnt
    return _burnt(normal, order, target, pages)


def _burnt(normal: Path, order: Order, target: Path, pictured: frozenset[int]) -> Burnt:
    from redact.burn import burn as burn_boxes
    from redact.verify import check

    report = burn_boxes(normal, order.redactions, target, order.settings, pictured)
    return Burnt(report.boxes, report.findings, check(target, report.boxes, order.forbidden))
