"""How much longer burning and verifying a text page takes than the least that any redaction takes.

The least is: MuPDF removes the same boxes and saves the file, and pdfium reads its text once. Both are measured in turn
in one process on the same pages, in CPU time, the best of some rounds. A third figure says what the libraries alone
take for what burning and the proof ask of them at the least, without a line of our own: the bare work, instructions of
each page parsed and written once, and the text read by pdfminer and poppler too.

python -m tests.bench.burn [--rounds N] [FILE.pdf ...]
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
from pdfminer.high_level import extract_text

from redact.burn import burn
from redact.model import Box, BurntBox, Redaction
from redact.normalise import normalise
from redact.verify import Forbidden, check

SAMPLE = Path(__file__).parents[2] / "samples" / "pegasus"
ROUNDS = 5
WORDS_A_PAGE = 4
"""Different words that are blacked out on each page, wherever they stand on it."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Job:
    """One document to burn."""

    normal: Path
    pages: int
    redactions: tuple[Redaction, ...]

    @property
    def boxes(self) -> list[Box]:
        """All boxes by page."""
        return sorted(box for redaction in self.redactions for box in redaction.boxes)


@dataclass(slots=True)
class Times:
    """Best CPU seconds of the parts, over all documents."""

    pages: int
    bare: float = 0.0
    libraries: float = 0.0
    burn: float = 0.0
    verify: float = 0.0

    def told(self) -> str:
        """In words."""
        rows = (
            *(("MuPDF apply + save + pdfium", self.bare), ("the libraries alone", self.libraries)),
            *(("burn", self.burn), ("verify", self.verify)),
        )
        lines = [f"{name:<28}{1000 * seconds / self.pages:8.1f} ms a page" for name, seconds in rows]
        ratios = (("the libraries alone", self.libraries), ("burn + verify", self.burn + self.verify))
        lines += [f"{name:<28}{seconds / self.bare:8.2f} times the bare work" for name, seconds in ratios]
        return "\n".join([*lines, f"({self.pages} pages)"])


def measure(jobs: Sequence[Job], folder: Path, rounds: int = ROUNDS) -> Times:
    """Best CPU time of each part on each document."""
    times = Times(sum(job.pages for job in jobs))
    for job in jobs:
        best = [min(parts) for parts in zip(*(_round(job, folder) for _ in range(rounds)), strict=True)]
        times.bare += best[0]
        times.libraries += best[1]
        times.burn += best[2]
        times.verify += best[3]
    return times


def _round(job: Job, folder: Path) -> tuple[float, ...]:
    boxes: list[BurntBox] = []

    def burnt() -> None:
        boxes.extend(burn(job.normal, job.redactions, folder / "burnt.pdf").boxes)

    def verified() -> None:
        check(folder / "burnt.pdf", boxes, forbidden(job))

    bare, libraries = partial(bare_work, job, folder / "bare.pdf"), partial(asked_of_libraries, job, folder)
    return tuple(seconds(step) for step in (bare, libraries, burnt, verified))


def seconds(step: Callable[[], object]) -> float:
    """CPU time of this process and of those that it starts."""
    before = _used()
    step()
    return _used() - before


def _used() -> float:
    parts = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in parts)


def bare_work(job: Job, target: Path) -> None:
    """Removal by MuPDF alone, and one extraction by pdfium."""
    with pymupdf.open(job.normal, filetype="pdf") as document:
        for number, boxes in groupby(job.boxes, key=lambda box: box.page):
            page = document[number - 1]
            for box in boxes:
                page.add_redact_annot((box.x0, box.y0, box.x1, box.y1), fill=(0, 0, 0))
            page.apply_redactions()
        document.save(target)
    with pypdfium2.PdfDocument(target) as read:
        for page in read:
            page.get_textpage().get_text_range()


def asked_of_libraries(job: Job, folder: Path) -> None:
    """The bare work, each page's instructions parsed and written, and two more readers."""
    bare, written = folder / "least.pdf", folder / "written.pdf"
    bare_work(job, bare)
    with pikepdf.open(bare) as pdf:
        for page in pdf.pages:
            page.obj["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)))
        pdf.save(written)
    extract_text(written, laparams=None)
    subprocess.run(["pdftotext", "-q", "-raw", written, "-"], stdout=subprocess.DEVNULL, check=True)


def forbidden(job: Job) -> list[Forbidden]:
    """What may not be left; a word may stand anywhere but on the pages where it was taken."""
    return [Forbidden(redaction.text, redaction.hit_id, kept=1000) for redaction in job.redactions]


def prepared(sources: Sequence[Path], folder: Path) -> Iterator[Job]:
    """Normalises documents and picks words to black out in them."""
    for index, source in enumerate(sources):
        normal = folder / f"{index}.pdf"
        result = normalise(source, normal)
        yield Job(normal, result.pages, tuple(_picked(normal)))


def _picked(normal: Path) -> Iterator[Redaction]:
    chance = random.Random(SEED)
    with pymupdf.open(normal) as document:
        for number, page in enumerate(document, 1):
            words = [word for word in page.get_text("words") if len(word[4]) > 3 and word[4].isalpha()]
            texts = sorted({word[4] for word in words})
            for text in chance.sample(texts, min(WORDS_A_PAGE, len(texts))):
                boxes = tuple(Box(number, *word[:4]) for word in words if word[4] == text)
                yield Redaction(f"h{number}-{text}", boxes, "10.2.e", "gelakt op grond van artikel 10", text)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="text PDFs; the sample bundle when none are named")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    sources = given.files or sorted(SAMPLE.rglob("*.pdf"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = [job for job in prepared(sources, folder) if job.redactions]
        print(measure(jobs, folder, given.rounds).told())


if __name__ == "__main__":
    main()
