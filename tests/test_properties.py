"""What must hold for any text: places are true, approved text does not survive, a rerun changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pymupdf
import pypdfium2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redact.burn import burn
from redact.detect import search
from redact.extract import extract
from redact.geometry import centre, contains
from redact.model import Page, Redaction, Term
from redact.normalise import normalise
from redact.verify import Forbidden, check

VOCABULARY = "Jansen Bakker el-Amrani Öztürk besluit van de melding Wójcik nota 10.2.e januari Jan systeem ministerie"
WORDS = st.sampled_from(VOCABULARY.split(" "))
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=12)
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def laid_out(folder: Path, lines: list[str], rotation: int) -> Path:
    """A normalised page with these lines."""
    document = pymupdf.open()
    page = document.new_page()
    for number, line in enumerate(lines):
        page.insert_text((72, 90 + 24 * number), line, fontsize=11, fontname="F0", fontfile=FONT)
    page.set_rotation(rotation)
    document.save(folder / "bron.pdf")
    document.close()
    normalise(folder / "bron.pdf", folder / "normaal.pdf")
    return folder / "normaal.pdf"


FONT = Path(__file__).parents[1] / "redact" / "fonts" / "LiberationSans-Regular.ttf"
ROTATIONS = st.sampled_from([0, 90, 180, 270])


def glyphs_under(page: Page, start: int, end: int) -> set[int]:
    return {index for index in page.offsets[start:end] if index >= 0}


@SLOW
@given(LINES, ROTATIONS, st.data())
def test_offsets_become_boxes_and_boxes_offsets(lines: list[str], rotation: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (page,) = extract(laid_out(Path(folder), lines, rotation))
    word = data.draw(st.sampled_from(sorted(set(" ".join(lines).split()))))
    for hit in search([page], "d", [Term(word, "PERSON", 1.0, "x")]):
        wanted = glyphs_under(page, hit.start, hit.end)
        inside = {
            index
            for index, glyph in enumerate(page.glyphs)
            if glyph.char.strip() and any(contains(box, centre(glyph)) for box in hit.boxes)
        }
        assert inside == wanted


@SLOW
@given(LINES, ROTATIONS, st.data())
def test_no_approved_text_survives_and_the_rest_does(lines: list[str], rotation: int, data: st.DataObject) -> None:
    text = " ".join(lines)
    word = data.draw(st.sampled_from(sorted({each for each in text.split() if len(each) > 3}) or ["besluit"]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        normal = laid_out(folder, lines, rotation)
        hits = search(extract(normal), "d", [Term(word, "PERSON", 1.0, "x")])
        redactions = [Redaction(f"h{n:04d}", hit.boxes, "10.2.e", "gelakt", hit.text) for n, hit in enumerate(hits)]
        report = burn(normal, redactions, folder / "gelakt.pdf")
        assert check(folder / "gelakt.pdf", report.boxes, [Forbidden(word, "h0000")]).clean
        with pypdfium2.PdfDocument(folder / "gelakt.pdf") as burnt:
            left = burnt[0].get_textpage().get_text_range()
    words = left.split()
    assert word not in words
    for other in set(text.split()) - {word, "10.2.e"}:
        assert words.count(other) >= text.split().count(other), "nothing else was taken"
