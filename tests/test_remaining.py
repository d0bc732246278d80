from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.extract import extract
from redact.model import Box, Hit
from redact.pipeline.remaining import Remaining, remaining
from redact.pipeline.texts import PageTexts
from redact.review import percentage
from redact.review_rules import ReviewRules
from tests.conftest import write_pdf

NOWHERE = Path("nowhere.pdf")
TEXT = "De melding kwam op maandag binnen. Fatima el Amrani heeft haar bekeken.\nEr was niets aan de hand."


def texts(*pages: str) -> PageTexts:
    return PageTexts(pages, tuple((0, len(page)) for page in pages))


def over(page: str, *parts: str, number: int = 1, **other: Any) -> list[Hit]:
    """Hits on these parts of a page."""
    found = []
    for part in parts:
        start = page.index(part)
        found.append(Hit("doc", number, start, start + len(part), "PERSON", 0.9, "x", (), part, **other))
    return found


def left(pages: PageTexts, hits: list[Hit], normal: Path = NOWHERE) -> Remaining:
    found = remaining(normal, "stamp", pages, hits, 0.75)
    assert found is not None
    return found


def letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)


def test_nothing_redacted_leaves_all() -> None:
    assert left(texts(TEXT), []) == Remaining(1.0, 3, 3)


def test_the_share_counts_letters_once() -> None:
    hits = over(TEXT, "Fatima el Amrani", "el Amrani heeft")
    found = left(texts(TEXT), hits)
    assert found.share == pytest.approx(1 - letters("Fatima el Amrani heeft") / letters(TEXT))
    assert (found.sentences, found.readable) == (3, 2)


def test_a_sentence_with_a_name_in_it_can_still_be_read() -> None:
    page = "Gisteren sprak ik met mevrouw De Vries over de melding van vorige week."
    assert left(texts(page), over(page, "De Vries")).readable == 1


def test_short_cries_are_no_sentences() -> None:
    page = "Beste Tom.\n\nZie de bijlage bij dit bericht voor alles.\n\nMet groet."
    assert left(texts(page), []).sentences == 1


def test_abbreviations_and_numbers_do_not_end_a_sentence() -> None:
    page = "De server op 10.11.12.13 is op 3.5 punten nagekeken door het team."
    assert left(texts(page), []).sentences == 1


def test_headers_and_footers_do_not_count() -> None:
    page = "Ministerie van Veiligheid\nGeheim is wat hier stond."
    body = (page.index("Geheim"), len(page))
    found = left(PageTexts((page,), (body,)), over(page, "Geheim is wat hier stond."))
    assert found == Remaining(0.0, 1, 0)


def test_a_hit_over_a_page_end_goes_on_at_the_next_body() -> None:
    first, second = "Dit is van Jan", "KOP\nsen en verder niets."
    pages = PageTexts((first, second), ((0, len(first)), (4, len(second))))
    hit = Hit("doc", 1, first.index("Jan"), len(first) + 3, "PERSON", 0.9, "x", (), "Jansen", parts=2)
    assert left(pages, [hit]).share == pytest.approx(1 - 6 / letters(first + second[4:]))


def test_a_document_without_letters_has_no_share() -> None:
    assert remaining(NOWHERE, "stamp", texts("  \n", "..."), [], 0.75) is None


def test_what_lies_under_a_drawn_box_is_gone(tmp_path: Path) -> None:
    normal = write_pdf(tmp_path / "n.pdf", "Eerste regel van dit stuk.\nTweede regel van dit stuk.")
    (page,) = extract(normal)
    line = [glyph for glyph in page.glyphs if glyph.line == page.glyphs[0].line]
    box = Box(1, 0, min(each.y0 for each in line) - 1, page.width, max(each.y1 for each in line) + 1)
    drawn = Hit("doc", 1, 0, 0, "BY_HAND", 1.0, "d0001", (box,), "")
    found = left(PageTexts((page.text,), (page.body,)), [drawn], normal)
    assert found.share == pytest.approx(letters("Tweede regel van dit stuk.") / letters(page.text))
    whole = Hit("doc", 1, 0, 0, "BY_HAND", 1.0, "d0002", (Box(1, 0, 0, page.width, page.height),), "")
    assert left(PageTexts((page.text,), (page.body,)), [whole], normal).share == 0


@settings(deadline=None, max_examples=100)
@given(
    st.text(alphabet="ab C.\n", min_size=1, max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)))
)
def test_more_hits_never_leave_more(page: str, spans: list[tuple[int, int]]) -> None:
    hits = [
        Hit("doc", 1, start, end, "PERSON", 0.9, "x", (), page[start:end])
        for start, end in (sorted((a % len(page), b % (len(page) + 1))) for a, b in spans)
        if end > start
    ]
    pages = texts(page)
    shares = [remaining(NOWHERE, "stamp", pages, hits[:count], 0.75) for count in range(len(hits) + 1)]
    known = [share for share in shares if share is not None]
    assert all(0 <= after.share <= before.share <= 1 for before, after in pairwise(known))
    gone = {place for hit in hits for place in range(hit.start, hit.end)}
    stays = sum(sign.isalnum() for place, sign in enumerate(page) if place not in gone)
    assert not known or known[-1].share == pytest.approx(stays / letters(page))


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        (Remaining(1.0, 0, 0), ""),
        (Remaining(0.6, 5, 2), ""),
        (Remaining(0.2, 5, 1), ""),
        (Remaining(0.6, 0, 0), ""),
        (Remaining(0.12, 5, 1), "12% over"),
        (Remaining(0.6, 5, 0), "60% over, geen hele zin"),
        (Remaining(0.0, 0, 0), "0% over"),
    ],
)
def test_the_hint_to_refuse_in_full(found: Remaining, hint: str) -> None:
    said = f"resterende tekst niet zelfstandig leesbaar: overweeg geheel te weigeren ({hint})"
    assert found.hint(ReviewRules()) == (said if hint else "")


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0%"), (0.001, "1%"), (0.374, "37%"), (0.999, "99%"), (1.0, "100%")]
)
def test_nothing_and_all_are_only_said_of_nothing_and_all(share: float, shown: str) -> None:
    assert percentage(share) == shown
