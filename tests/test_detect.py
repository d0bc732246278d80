"""From pages to hits: windows, seams, boxes, pruning, titles."""

from __future__ import annotations

import random
import subprocess
import sys
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from redact import limits
from redact.detect import Analyzer, Found, anonymise, find, load_analyzer, prune
from redact.detect.windows import page_boxes, seam, windows
from redact.extract import extract
from redact.geometry import centre, contains
from redact.model import Box, Glyph, Hit, Page, PageKind, Verdict
from redact.rulebook import load_rulebook


def laid_out(text: str, number: int = 1, body: tuple[int, int] | None = None) -> Page:
    """A page with one glyph a character on a grid; '-' + newline + lower case is a broken word, joined in the text."""
    glyphs: list[Glyph] = []
    offsets: list[int] = []
    shown = ""
    row = column = 0
    for place, char in enumerate(text):
        broken = char == "-" and text[place + 1 : place + 2] == "\n" and text[place + 2 : place + 3].islower()
        joint = char == "\n" and text[place - 1 : place] == "-" and text[place + 1 : place + 2].islower()
        if char != "\n":
            left, top = 72 + 6.0 * column, 72 + 14.0 * row
            glyphs.append(Glyph(char, left, top, left + 5.5, top + 10, row))
            column += 1
        else:
            row, column = row + 1, 0
        if not broken and not joint:
            shown += char
            offsets.append(-1 if char == "\n" else len(glyphs) - 1)
    return Page(number, 595, 842, 0, PageKind.TEXT, shown, tuple(glyphs), tuple(offsets), body or (0, len(shown)))


def looking_for(pattern: str, entity_type: str = "PERSON") -> Analyzer:
    """An analyzer that knows one pattern: what it finds is certain, so that the places can be checked."""
    compiled = regex.compile(pattern)
    return Analyzer(
        "1",
        lambda text: [
            Found(match.start(), match.end(), entity_type, 0.9, "patroon", "reden") for match in compiled.finditer(text)
        ],
    )


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return load_analyzer(load_rulebook())


def test_a_mail_gives_its_persons_and_addresses(analyzer: Analyzer) -> None:
    text = (
        "Van: Vermeulen, Anne-Fleur <a.vermeulen@voorbeeld.nl>\nAan: Bakker, Tom\nOnderwerp: melding\n\n"
        "Beste Tom,\n\nGisteren sprak ik Fatima el Amrani. Haar nummer is 06-12345678.\n\n"
        "Met vriendelijke groet,\n\nAnne-Fleur Vermeulen\nsenior beleidsmedewerker\n"
    )
    hits = find([laid_out(text)], "d1", analyzer)
    texts = {(hit.entity_type, hit.text) for hit in hits}
    assert {
        ("PERSON", "Vermeulen, Anne-Fleur"),
        ("EMAIL_ADDRESS", "a.vermeulen@voorbeeld.nl"),
        ("PERSON", "Bakker, Tom"),
        ("PERSON", "Tom"),
        ("PERSON", "Fatima el Amrani"),
        ("PHONE_NUMBER", "06-12345678"),
        ("PERSON", "Anne-Fleur Vermeulen"),
        ("JOB_TITLE", "senior beleidsmedewerker"),
    } <= texts
    assert all(hit.reason and hit.recognizer and hit.boxes and not hit.grounds for hit in hits)
    assert all(" ".join(text[hit.start : hit.end].split()) == hit.text for hit in hits)
    assert hits == sorted(hits, key=lambda hit: (hit.page, hit.start))


def test_a_hit_shows_no_text() -> None:
    [hit] = find([laid_out("Zie Jansen hier")], "d1", looking_for("Jansen"))
    assert hit.text == "Jansen"
    assert hit.context == "Zie Jansen hier"
    assert "Jansen" not in repr(hit)


def test_a_name_over_two_lines_has_a_box_a_line() -> None:
    page = laid_out("de melder Piet van der\nMeulen belde\nandere regel")
    [hit] = find([page], "d1", looking_for(r"Piet van der\sMeulen"))
    assert hit.text == "Piet van der Meulen"
    assert hit.boxes == (Box(1, 132, 72, 72 + 6 * 21 + 5.5, 82), Box(1, 72, 86, 72 + 6 * 5 + 5.5, 96))


def test_the_hyphen_of_a_broken_word_lies_under_the_box() -> None:
    page = laid_out("belde Vermeu-\nlen terug")
    [hit] = find([page], "d1", looking_for("Vermeulen"))
    assert page.text[hit.start : hit.end] == "Vermeulen"
    assert hit.boxes[0].x1 == 72 + 6 * 12 + 5.5


def test_characters_without_a_glyph_have_no_box() -> None:
    page = replace(laid_out("Jansen"), offsets=(-1,) * 6)
    [hit] = find([page], "d1", looking_for("Jansen"))
    assert hit.boxes == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab -\n", min_size=1, max_size=120), st.data())
def test_boxes_hold_all_of_a_hit_and_nothing_else(text: str, data: st.DataObject) -> None:
    page = laid_out(text)
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    boxes = page_boxes(page, start, end)
    shown = [index for index in page.offsets[start:end] if index >= 0]
    inside = set(range(min(shown), max(shown) + 1)) if shown else set()
    for index, glyph in enumerate(page.glyphs):
        covered = any(contains(box, centre(glyph)) for box in boxes)
        if index in inside and glyph.char.strip():
            assert covered
        if index not in inside:
            assert not covered
    assert len(boxes) == len({page.glyphs[index].line for index in inside if page.glyphs[index].char.strip()})


def test_a_name_over_a_page_end_has_boxes_on_both_pages() -> None:
    pages = [laid_out("belde Piet van der", 1), laid_out("Meulen terug", 2)]
    [hit] = find(pages, "d1", looking_for(r"Piet van der\sMeulen"))
    assert (hit.page, hit.start, hit.end) == (1, 6, 18 + 6)
    assert [box.page for box in hit.boxes] == [1, 2]
    assert hit.boxes[1] == Box(2, 72, 72, 72 + 6 * 5 + 5.5, 82)
    assert hit.text == "Piet van der Meulen"
    assert hit.context == "belde Piet van der Meulen terug"


def test_a_word_broken_at_a_page_end_is_joined_and_its_hyphen_covered() -> None:
    pages = [laid_out("belde Vermeu-", 1), laid_out("len terug", 2)]
    [hit] = find(pages, "d1", looking_for("Vermeulen"))
    assert (hit.page, hit.start, hit.end, hit.text) == (1, 6, 13 + 3, "Vermeulen")
    assert hit.boxes[0].x1 == 72 + 6 * 12 + 5.5
    assert find([pages[0], laid_out("Len terug", 2)], "d1", looking_for("Vermeulen")) == []


def test_a_double_surname_keeps_its_hyphen_over_a_page_end() -> None:
    pages = [laid_out("belde Visser-", 1), laid_out("de Boer terug", 2)]
    [hit] = find(pages, "d1", looking_for("Visser-de Boer"))
    assert (hit.start, hit.end, hit.text) == (6, 13 + 7, "Visser-de Boer")
    assert [box.page for box in hit.boxes] == [1, 2]


def test_what_looks_like_a_letter_is_read_as_one_and_hits_say_what_was_written() -> None:
    page = laid_out("zie J a n s e n en B\u0430kker")
    spaced, alike = find([page], "d1", looking_for("Jansen|Bakker"))
    assert (spaced.text, page.text[spaced.start : spaced.end]) == ("Jansen", "J a n s e n")
    assert spaced.boxes == (Box(1, 72 + 6 * 4, 72, 72 + 6 * 14 + 5.5, 82),)
    assert (alike.text, alike.start, alike.end) == ("B\u0430kker", 19, 25)


def test_a_seam_passes_over_footer_and_header_but_they_are_searched_too() -> None:
    first, second = laid_out("belde Piet\nKees voet", 1, (0, 10)), laid_out("Jan kop\nMeulen terug", 2, (8, 20))
    hits = find([first, second], "d1", looking_for(r"Piet\sMeulen|Kees|Jan"))
    assert [(hit.page, hit.text) for hit in hits] == [(1, "Piet Meulen"), (1, "Kees"), (2, "Jan")]


def test_what_lies_under_a_hit_over_the_page_end_is_not_told_twice() -> None:
    pages = [laid_out("belde Piet", 1), laid_out("Meulen en Meulen", 2)]
    hits = find(pages, "d1", looking_for(r"Piet(?:\sMeulen)?|Meulen"))
    assert [(hit.page, hit.start, hit.text) for hit in hits] == [(1, 6, "Piet Meulen"), (2, 10, "Meulen")]


def test_pages_without_a_body_have_no_seam() -> None:
    full, empty = laid_out("Jansen", 1), laid_out("", 2)
    assert seam(full, empty) is None
    assert seam(empty, full) is None
    assert seam(full, laid_out("voet", 2, (4, 4))) is None
    assert [hit.page for hit in find([full, empty, laid_out("Jansen", 3)], "d1", looking_for("Jansen"))] == [1, 3]


def test_no_window_is_longer_than_the_limit_and_nothing_is_lost_between_them() -> None:
    text = " ".join(f"naam{number:06d}" for number in range(8_000))
    pages = [laid_out(text)]
    assert all(len(window.text) <= limits.WINDOW_CHARS for window in windows(pages))
    hits = find(pages, "d1", looking_for(r"naam\d{6}"))
    assert [hit.text for hit in hits] == text.split()
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


def test_a_page_that_is_one_long_word_is_still_cut() -> None:
    assert all(len(window.text) <= limits.WINDOW_CHARS for window in windows([laid_out("a" * 70_000)]))


class Traced(Page):
    """A page that can be seen to be let go."""

    __slots__ = ("__weakref__",)


def test_at_most_two_pages_are_held() -> None:
    alive: weakref.WeakSet[Page] = weakref.WeakSet()
    most: list[int] = []

    def pages() -> Iterator[Page]:
        for number in range(1, 30):
            page = Traced(*(getattr(laid_out(f"Bladzijde {number}"), name) for name in Page.__slots__))
            object.__setattr__(page, "number", number)
            alive.add(page)
            most.append(len(alive))
            yield page
            del page

    assert len(find(pages(), "d1", looking_for("Bladzijde"))) == 29
    assert max(most) == 2


def test_boxes_lie_on_the_words_of_a_real_pdf(tmp_path: Path, analyzer: Analyzer) -> None:
    text = "Beste Fatima,\n\nGisteren belde mevrouw Vermeulen over nummer 06-12345678.\n\nGroet,\nPiet van der Meulen\n"
    with pymupdf.open() as document:
        document.new_page().insert_textbox((72, 72, 520, 780), text, fontsize=11)
        document.save(tmp_path / "mail.pdf")
    hits = find(extract(tmp_path / "mail.pdf"), "d1", analyzer)
    assert {"Fatima", "Vermeulen", "06-12345678", "Piet van der Meulen"} == {hit.text for hit in hits}
    with pymupdf.open(tmp_path / "mail.pdf") as document:
        for one in hits:
            [box] = one.boxes
            [quad] = document[0].search_for(one.text)
            assert (quad.x0, quad.x1) == pytest.approx((box.x0, box.x1), abs=1.0)
            assert contains(box, ((quad.x0 + quad.x1) / 2, (quad.y0 + quad.y1) / 2))


def test_a_name_over_the_page_end_of_a_real_pdf(tmp_path: Path, analyzer: Analyzer) -> None:
    with pymupdf.open() as document:
        for number, (top, line) in enumerate(
            [(760, "Daarna sprak mevrouw Ver-"), (100, "meulen-de Boer ook nog even.")], 1
        ):
            page = document.new_page()
            page.insert_text((72, 60), "Ministerie van Voorbeelden", fontsize=8)
            page.insert_text((72, 400 if number == 1 else 200), "Een gewone regel tekst.", fontsize=11)
            page.insert_text((72, top), line, fontsize=11)
            page.insert_text((290, 820), f"Pagina {number} van 2", fontsize=8)
        document.save(tmp_path / "brief.pdf")
    pages = list(extract(tmp_path / "brief.pdf"))
    if "Pagina" in pages[0].text[slice(*pages[0].body)]:
        pytest.skip("two pages are too few for this extractor to know a footer")
    [one] = [hit for hit in find(pages, "d1", analyzer) if hit.entity_type == "PERSON"]
    assert one.text == "Vermeulen-de Boer"
    assert [box.page for box in one.boxes] == [1, 2]


def hit(start: int, end: int, **more: object) -> Hit:
    facts = {"entity_type": "PERSON", "score": 0.5, "recognizer": "r", "page": 1} | more
    line = Box(int(str(facts["page"])), start * 6.0, 0, end * 6.0, 10)
    return Hit("d1", start=start, end=end, boxes=(line,), text="x" * (end - start), **facts)  # type: ignore[arg-type]


def test_nested_hits_go_and_partial_overlaps_stay() -> None:
    outer, inner, partial = hit(0, 10), hit(2, 5, score=1.0), hit(8, 14)
    assert prune([inner, partial, outer]) == [outer, partial]
    assert prune([hit(0, 5), hit(5, 9)]) == [hit(0, 5), hit(5, 9)]


def test_of_the_same_span_the_best_stays_with_all_grounds() -> None:
    low = hit(0, 5, score=0.4, grounds=("10.2g",))
    high = hit(0, 5, score=0.9, recognizer="s", grounds=("10.2e",))
    assert prune([low, high]) == [replace(high, grounds=("10.2e", "10.2g"))]


def test_what_the_rule_book_leaves_readable_goes_before_a_higher_score() -> None:
    mailbox = hit(0, 5, score=0.5, entity_type="FUNCTIONAL_MAILBOX", proposal=Verdict.KEEP)
    assert prune([hit(0, 5, score=0.9), mailbox]) == [mailbox]


def test_pages_and_documents_do_not_touch_each_other() -> None:
    other = replace(hit(1, 2), document_id="d2")
    assert prune([hit(0, 9), hit(1, 2, page=2), other]) == [hit(0, 9), hit(1, 2, page=2), other]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from("AB"), st.integers(0, 3)), max_size=14)
)
def test_pruning_twice_changes_nothing_and_order_does_not_matter(spans: list[tuple[int, int, str, int]]) -> None:
    hits = [hit(start, start + size, entity_type=kind, score=score / 3) for start, size, kind, score in spans]
    once = prune(hits)
    assert prune(once) == once
    assert prune(random.Random(len(hits)).sample(hits, len(hits))) == once
    covered = {place for one in hits for place in range(one.start, one.end)}
    assert {place for one in once for place in range(one.start, one.end)} == covered


def test_a_title_gets_its_labels() -> None:
    assert (
        anonymise("Mail van Jansen aan Bakker", [(20, 26, "10.2.e"), (9, 15, "10.2.e")]) == "Mail van 10.2.e aan 10.2.e"
    )
    assert anonymise("Mail", []) == "Mail"
    assert anonymise("Mail van Jansen", [(8, 15, "")]) == "Mail van"


def test_labels_of_overlapping_spans_stand_together_once() -> None:
    assert anonymise("abcdefgh", [(0, 4, "10.2.e"), (2, 6, "10.2.g"), (3, 5, "10.2.e")]) == "10.2.e; 10.2.ggh"
    assert anonymise("abcdefgh", [(0, 4, "x"), (4, 6, "y")]) == "xygh"
    assert anonymise("abcdefgh", [(1, 3, "x"), (1, 3, "x")]) == "axdefgh"


def test_a_replacement_outside_the_title_is_refused() -> None:
    for span in ((0, 9, "x"), (2, 2, "x"), (-1, 2, "x")):
        with pytest.raises(ValueError, match="does not lie in the title"):
            anonymise("abcd", [span])


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abc ", min_size=1, max_size=30), st.data())
def test_what_is_outside_the_spans_of_a_title_stays(text: str, data: st.DataObject) -> None:
    spans = []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append((start, data.draw(st.integers(start + 1, len(text))), "#"))
    gone = {place for start, end, _ in spans for place in range(start, end)}
    left = "".join(char for place, char in enumerate(text) if place not in gone)
    assert anonymise(text, spans).replace("#", "") == left


def test_importing_detection_is_cheap() -> None:
    code = "import sys, redact.detect; print([m for m in ('spacy', 'presidio_analyzer', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
