"""Searching known texts: the matching rule, and the way back to the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from redact.detect import search
from redact.detect.fold import INVISIBLE, fold
from redact.model import Hit, Page, PageKind, Term


def plain(text: str, number: int = 1, body: tuple[int, int] | None = None) -> Page:
    """A page without glyphs: only its text matters here."""
    offsets = (-1,) * len(text)
    return Page(number, 595, 842, 0, PageKind.TEXT, text, (), offsets, body or (0, len(text)))


def term(text: str, **more: object) -> Term:
    return Term(text, "PERSON", 1.0, "lijst", **more)  # type: ignore[arg-type]


def found(text: str, *needles: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in search([plain(text)], "d1", [term(needle) for needle in needles])]


def test_every_place_is_found_case_sensitive_and_bounded() -> None:
    text = "Jansen sprak Jansen. jansen en Jansens, (Jansen) en Janssen; JanJansen Jansen2"
    assert found(text, "Jansen") == ["Jansen", "Jansen", "Jansen"]


def test_edges_that_are_no_letters_need_no_boundary() -> None:
    assert found("x@voorbeeld.nl en a.x@voorbeeld.nl", "@voorbeeld.nl") == ["@voorbeeld.nl"] * 2
    assert found("prijs(5)euro", "(5)") == ["(5)"]


def test_white_space_soft_hyphens_and_ligatures_make_no_difference() -> None:
    assert found("Jan \n  de\u00a0Vries", "Jan de Vries") == ["Jan \n  de\u00a0Vries"]
    assert found("Jan\u00adsen\u200b sprak", "Jansen") == ["Jan\u00adsen"]
    assert found("de \ufb01rma", "firma") == ["\ufb01rma"]
    assert found("Ren\u0065\u0301 sprak", "René") == ["Rene\u0301"]
    assert found("René sprak", "Rene\u0301") == ["René"]
    assert found("Jan   Smit", " Jan\tSmit ") == ["Jan   Smit"]


def test_short_needles_are_not_searched() -> None:
    assert found("Jo is er, Bo ook; a\u00adb", "Jo", "Bo ", "a\u00adb", "", "  ") == []
    assert found("Jos is er", "Jos") == ["Jos"]


def test_overlapping_terms_are_all_found() -> None:
    assert found("Jan de Vries", "Jan de Vries", "Vries", "Jan", "de Vries") == [
        "Jan",
        "Jan de Vries",
        "de Vries",
        "Vries",
    ]


def test_a_hit_carries_what_its_term_says() -> None:
    wanted = Term("Jansen", "JOB_TITLE", 0.4, "herhaling", grounds=("10.2e", "10.2g"))
    [hit] = search([plain("Zie Jansen\nhier.")], "d7", [wanted])
    assert (hit.entity_type, hit.score, hit.recognizer, hit.grounds) == (
        "JOB_TITLE",
        0.4,
        "herhaling",
        ("10.2e", "10.2g"),
    )
    assert (hit.document_id, hit.page, hit.start, hit.end) == ("d7", 1, 4, 10)
    assert hit.text == "Jansen"
    assert hit.context == "Zie Jansen hier."
    assert hit.reason == "zelfde tekst als een treffer op een andere plaats"
    assert "Jansen" not in repr(hit)


def test_a_term_for_one_document_or_page_is_found_only_there() -> None:
    pages = [plain("Jansen", 1), plain("Jansen", 2)]
    assert [hit.page for hit in search(pages, "d1", [term("Jansen", page=2)])] == [2]
    assert [hit.page for hit in search(pages, "d1", [term("Jansen", document_id="d1")])] == [1, 2]
    assert search(pages, "d1", [term("Jansen", document_id="d2")]) == []
    assert search(pages, "d1", []) == []


def test_the_same_text_for_two_grounds_gives_two_hits() -> None:
    hits = search([plain("Jansen")], "d1", [term("Jansen", grounds=("10.2e",)), term("Jansen", grounds=("10.2g",))])
    assert [hit.grounds for hit in hits] == [("10.2e",), ("10.2g",)]


def test_a_text_over_a_page_end_is_found_once_and_passes_over_footer_and_header() -> None:
    first, second = "Dit ging naar Piet van\nVoettekst 1", "Koptekst\nder Meulen en verder"
    pages = [plain(first, 1, (0, 22)), plain(second, 2, (9, len(second)))]
    [hit] = search(pages, "d1", [term("Piet van der Meulen")])
    assert (hit.page, hit.start, hit.end) == (1, 14, len(first) + 9 + len("der Meulen"))
    assert hit.text == "Piet van der Meulen"


def test_a_word_broken_at_the_page_end_is_found() -> None:
    [hit] = search([plain("Volgens Vermeu-", 1), plain("len klopt het.", 2)], "d1", [term("Vermeulen")])
    assert (hit.page, hit.start, hit.end) == (1, 8, 15 + 3)
    pages = [plain("Volgens Vermeu-", 1), plain("Len klopt het.", 2)]
    assert search(pages, "d1", [term("VermeuLen"), term("Vermeulen")]) == []
    assert len(search(pages, "d1", [term("Vermeu- Len")])) == 1


def test_a_passage_longer_than_a_seam_is_found_over_the_page_end() -> None:
    passage = " ".join(f"woord{number}" for number in range(200))
    words = passage.split()
    pages = [plain("vooraf " + "\n".join(words[:120]), 1), plain("\n".join(words[120:]) + " daarna", 2)]
    [hit] = search(pages, "d1", [term(passage)])
    assert hit.text == passage


def test_hits_inside_one_page_are_not_found_again_by_the_seam() -> None:
    assert len(search([plain("Jansen sprak", 1), plain("Jansen weer", 2)], "d1", [term("Jansen")])) == 2


def test_many_terms_in_a_long_page_stay_one_pass() -> None:
    text = " ".join(f"naam{number:05d}" for number in range(20_000))
    hits = search([plain(text)], "d1", [term(f"naam{number:05d}") for number in range(0, 20_000, 7)])
    assert len(hits) == len(range(0, 20_000, 7))


LETTERS = st.text(alphabet="aAbé.- \n\u00a0\u00ad\ufb01e\u0301ß½\u0130①\u1100\u1161\uff9e\u3099", max_size=60)


def naive_fold(text: str) -> str:
    kept = "".join(char for char in unicodedata.normalize("NFKC", text) if char not in INVISIBLE)
    return re.sub(r"\s+", " ", kept)


@settings(max_examples=400, deadline=None)
@given(LETTERS)
def test_folding_in_pieces_is_folding_the_whole(text: str) -> None:
    folded = fold(text)
    assert folded.text == naive_fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    for place, (start, end) in enumerate(zip(folded.starts, folded.ends, strict=True)):
        assert 0 <= start < end <= len(text)
        assert folded.text[place] in naive_fold(text[start:end]) or folded.text[place] == " "


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_folding_in_pieces_is_folding_the_whole_for_any_text(text: str) -> None:
    assert fold(text).text == naive_fold(text)


def naive_search(text: str, needles: Sequence[str]) -> set[tuple[str, int, int]]:
    """The same by a regular expression at every place of the folded text."""
    folded = fold(text)
    spans = set()
    for needle in needles:
        wanted = naive_fold(needle).strip(" ")
        if len(wanted) < 3:
            continue
        before = r"(?<![^\W_])" if wanted[0].isalnum() else ""
        after = r"(?![^\W_])" if wanted[-1].isalnum() else ""
        for match in re.finditer(f"(?={before}({re.escape(wanted)}){after})", folded.text):
            first, last = match.span(1)
            spans.add((needle, folded.starts[first], folded.ends[last - 1]))
    return spans


SIMPLE = st.text(alphabet="aAb.- \n\u00adé", max_size=50)


@settings(max_examples=300, deadline=None)
@given(SIMPLE, st.lists(st.text(alphabet="aAb.- \u00adé", max_size=5), max_size=6, unique=True))
def test_search_finds_what_a_naive_search_finds(text: str, needles: list[str]) -> None:
    terms = [Term(needle, "PERSON", 1.0, f"r{number}") for number, needle in enumerate(needles)]
    hits: list[Hit] = search([plain(text)], "d1", terms)
    assert {(needles[int(hit.recognizer[1:])], hit.start, hit.end) for hit in hits} == naive_search(text, needles)
    assert hits == sorted(hits, key=lambda hit: (hit.page, hit.start, hit.end))
