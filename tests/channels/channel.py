"""What a channel is: a way in which a redacted word can stay in a PDF, and how to take its defence out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from redact.burn import BurnReport, burn
from redact.model import Redaction
from redact.normalise import Normalised, normalise
from tests.pdfmaker import DESCRIPTION, LABEL, SECRET, Change, find, new_pdf, redactions, save

Knock = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out for the secret.

    Attributes:
        name: as in docs/channels.md.
        make: puts the secret there, in a document that also shows it on an ordinary line.
        knock: takes out what closes the channel.
        findings: kinds that people get to read about it.
        pictures: pages that have to become a picture.
        hidden: only the ordinary line is boxed, because nobody is shown what is hidden.
        finish: changes the saved file further.
        sees: whether a file tells of letters that are gone, where no scan for the secret can see it.
        word: what leaves by it, where that is not the secret of the ordinary line.
    """

    name: str
    make: Change
    knock: Knock
    findings: frozenset[str] = frozenset()
    pictures: tuple[int, ...] = ()
    hidden: bool = False
    finish: Callable[[Path], None] | None = None
    sees: Callable[[Path], bool] | None = None
    word: str = SECRET


@dataclass(frozen=True, slots=True)
class Outcome:
    """A channel's document after normalising and burning."""

    source: Path
    clean: Path
    burnt: Path
    normalised: Normalised
    report: BurnReport


def source_of(channel: Channel, folder: Path) -> Path:
    """The document with the secret in it."""
    pdf = new_pdf()
    channel.make(pdf, pdf.pages[0].obj)
    source = save(pdf, folder / "source.pdf")
    if channel.finish:
        channel.finish(source)
    return source


def run(channel: Channel, folder: Path) -> Outcome:
    """Make, normalise and burn a channel's document."""
    source, clean, burnt = source_of(channel, folder), folder / "clean.pdf", folder / "burnt.pdf"
    normalised = normalise(source, clean)
    hits = _ordinary_line(clean) if channel.hidden else _everywhere(clean)
    return Outcome(source, clean, burnt, normalised, burn(clean, hits, burnt))


def _ordinary_line(clean: Path) -> list[Redaction]:
    """The box on the line that every fixture has, on its first page."""
    place = min((boxes for boxes in find(clean, SECRET) if boxes[0].page == 1), key=lambda boxes: boxes[0].y0)
    return [Redaction("h0001", place, LABEL, DESCRIPTION, SECRET)]


def _everywhere(clean: Path) -> list[Redaction]:
    """Every place of the word, and its halves on either side of a page end as one hit."""
    hits = redactions(clean, SECRET)
    halves = [boxes for half in ("Zwane-", "poel") for boxes in find(clean, half)]
    over = [boxes for boxes in halves if not any(set(boxes) & set(hit.boxes) for hit in hits)]
    pages = {box.page for boxes in over for box in boxes}
    split = [Redaction("h9999", tuple(box for boxes in over for box in boxes), LABEL, DESCRIPTION, SECRET)]
    return hits + (split if len(pages) > 1 else [])
