"""The matching rule of the proof, on texts as engines give them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.verify.report import Forbidden
from redact.verify.text import Matcher, bare, fold, solid


def found(needle: str, *pages: str, kept: int = 0) -> bool:
    return bool(Matcher([Forbidden(needle, "h", kept)]).in_pages(pages))


FOLDED = {
    "ﬁets": "fiets",
    "Jan\u00a0de\tVries": "Jan de Vries",
    "Jan\r\n  de Vries": "Jan de Vries",
    "Jan\u00adsen": "Jansen",
    "Jan\u200bsen\ufeff": "Jansen",
    "Zoe\u0308": "Zoë",
    "Ｊａｎ": "Jan",
    "١٢٣": "١٢٣",
}


@pytest.mark.parametrize("text", FOLDED)
def test_fold(text: str) -> None:
    assert fold(text) == FOLDED[text]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_solid_and_bare() -> None:
    assert solid("J. de-Vries 3") == "JdeVries3"
    assert bare(" 10.2.e ;\t10.2.g") == "102e;102g"


BOUNDARIES = [
    ("Jan", "Jan", True),
    ("Jan", "(Jan)", True),
    ("Jan", "Jan's", True),
    ("Jan", "aan Jan, ook", True),
    ("Jan", "januari", False),
    ("Jan", "Janssen", False),
    ("Jan", "FreeJan", False),
    ("Jan", "Jan2", False),
    ("Jan", "2Jan", False),
    ("Jan", "jan", False),
    ("Jan", "Jané", False),
    ("Jan-Piet", "Jan-Pieter", False),
    ("06-12345678", "tel.06-12345678.", True),
    ("12345678", "06-12345678", True),
    ("12345678", "0612345678", False),
    ("(geheim)", "x(geheim)y", True),
    ("de heer Vries", "de  heer\n Vries", True),
    ("ﬁets", "de fiets", True),
    ("Zoë", "Zoe\u0308 de Wit", True),
]


@pytest.mark.parametrize(("needle", "text", "expected"), BOUNDARIES)
def test_boundaries(needle: str, text: str, expected: bool) -> None:
    assert found(needle, text) is expected


JOINTS = [
    ("Jansen", "van Jan-\nsen gehoord", True),
    ("Jansen", "van Jan-\r\n   sen gehoord", True),
    ("Jansen", "van Jan\ufffesen gehoord", True),
    ("Jansen", "van Jan\u00ad\nsen gehoord", True),
    ("Jan", "van Jan-\nsen gehoord", False),
    ("sen", "van Jan-\nsen gehoord", False),
    ("Jan-Pieter", "van Jan-\nPieter gehoord", True),
    ("Jan", "van Jan-\nPieter gehoord", True),
    ("Pieter", "van Jan-\nPieter gehoord", True),
    ("Jan", "van Jan-\nen Pieterzijde", True),
    ("Jan-\nPieter", "van Jan-Pieter gehoord", False),
    ("uit- en inkomend", "de uit-\nen inkomend", True),
    ("heer Jansen", "de heer Jan-\nsen gehoord", True),
    ("Jansen", "Jan-\n\n\nsen", True),
]


@pytest.mark.parametrize(("needle", "text", "expected"), JOINTS)
def test_hyphens_at_line_ends(needle: str, text: str, expected: bool) -> None:
    assert found(needle, text) is expected


def test_texts_that_run_over_a_page_end() -> None:
    assert found("Klaas Jansen", "door Klaas", "Jansen gezien")
    assert found("Jansen", "door Jan-\n", "sen gezien")
    assert not found("Klaas Jansen", "door Klaas", "", "en Jansen")
    assert Matcher([Forbidden("Klaas Jansen", "h")]).in_pages(["x", "Klaas", "Jansen"])[0].page == 2


def test_labels_at_the_end_of_a_page_do_not_part_it_from_the_next() -> None:
    matcher = Matcher([Forbidden("Klaas Jansen", "h")])
    pages = ["door Klaas\n10.2.e\n10.2e\ngelakt op grond van artikel 10\n", "Jansen gezien"]
    assert matcher.in_pages(pages, {"102e"})[0].page == 1
    assert not matcher.in_pages(pages, {"511e"})


def test_what_was_painted_is_searched_as_well() -> None:
    found = Matcher([Forbidden("Jansen", "h")]).in_pages(["a\ngelakt op grond van Jansen", "b"])
    assert [each.page for each in found] == [1]


def test_long_texts_are_found_with_other_spaces() -> None:
    assert found("Klaas de Vries", "door Klaasde Vries gezien")
    assert found("Klaas de Vries", "door K l a a s  d e  V r i e s gezien")
    assert not found("Klaas de Vries", "door Klaas de Vriesman gezien")
    assert not found("Jan Piet", "JanPiet")


@pytest.mark.parametrize("kept", [0, 1, 2, 3, 4])
def test_kept_is_a_count_over_the_whole_file(kept: int) -> None:
    assert found("Jansen", "Jansen en Jan-\nsen", "ook Jansen", kept=kept) is (kept < 3)


def test_the_strictest_count_holds_for_one_text_of_several_hits() -> None:
    matcher = Matcher([Forbidden("Jansen", "a", 2), Forbidden("Jansen ", "b", 1)])
    assert matcher.searched == 1
    assert matcher.in_pages(["Jansen Jansen"])[0].hit_ids == ("a", "b")


def test_short_texts_and_words_of_the_painter_are_counted_as_not_searched() -> None:
    matcher = Matcher([Forbidden(text, "h") for text in ("Li", " X ", "Wob", "tweede lid", "Wob Jansen", "Lid")])
    assert (matcher.searched, matcher.unsearched) == (2, 4)


def test_no_texts_find_nothing() -> None:
    matcher = Matcher([])
    assert matcher.in_pages(["Jan", ""]) == []
    assert matcher.over(matcher.in_texts(["Jan"])) == []
    assert matcher.in_glyph_order("Jansen") == []
    assert Matcher([Forbidden("Jan", "h")]).in_pages([]) == []


def test_loose_texts_do_not_run_into_each_other() -> None:
    matcher = Matcher([Forbidden("Jan Piet", "h")])
    assert not matcher.over(matcher.in_texts(["Jan", "Piet"]))
    assert not matcher.over(matcher.in_texts(["Jan ", " Piet"]))
    assert matcher.over(matcher.in_texts(["Jan Piet"]))


def test_short_texts_are_not_believed_where_no_words_stand() -> None:
    matcher = Matcher([Forbidden("Jan", "a"), Forbidden("Jansen", "b")])
    assert len(matcher.in_texts(["Jan", "Jansen"], only_long=True)) == 1


@pytest.mark.parametrize("letters", ["xxZwanepoelyy", "xxZwanepolyy"])
def test_glyph_orders(letters: str) -> None:
    assert Matcher([Forbidden("Zwanepoel", "h")]).in_glyph_order(letters)


def test_glyph_orders_of_short_or_scrambled_texts_say_nothing() -> None:
    matcher = Matcher([Forbidden("Jansen", "h"), Forbidden("Berg", "h")])
    assert not matcher.in_glyph_order("BergJanse")
    assert not matcher.in_glyph_order("naJsen")
    assert not Matcher([Forbidden("Jansen", "h", 1)]).in_glyph_order("Jansen")


ALPHABET = st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F)
TOKENS = st.text(ALPHABET, min_size=3, max_size=12).filter(lambda token: len(fold(token)) >= 3)


@given(st.lists(TOKENS, min_size=1, max_size=30), st.data())
def test_every_word_of_a_text_is_found_and_no_other(tokens: list[str], data: st.DataObject) -> None:
    other = data.draw(TOKENS.filter(lambda token: fold(token) not in {fold(each) for each in tokens}))
    breaks = st.sampled_from([" ", "\n", "\r\n", ", ", " (", "\u00a0"])
    text = "".join(token + data.draw(breaks) for token in tokens)
    matcher = Matcher([Forbidden(token, str(i)) for i, token in enumerate(tokens)])
    hits = {hit for each in matcher.in_pages([text]) for hit in each.hit_ids}
    assert hits == {str(i) for i in range(len(tokens)) if matcher.searched and _searched(tokens[i])}
    assert not found(other, text)


def _searched(token: str) -> bool:
    return Matcher([Forbidden(token, "h")]).searched == 1


@given(st.lists(TOKENS, min_size=2, max_size=8), st.integers(1, 7))
def test_where_the_pages_end_does_not_matter(tokens: list[str], cut: int) -> None:
    needle = " ".join(tokens[:2])
    first, second = tokens[:cut], tokens[cut:]
    whole = found(needle, " ".join(tokens))
    assert whole
    assert found(needle, " ".join(first), " ".join(second))


def test_thousands_of_texts_take_no_time() -> None:
    forbidden = [Forbidden(f"Naam{i} van Achternaam{i}", f"h{i}") for i in range(5000)]
    page = " ".join(f"woord{i}" for i in range(500)) + " Naam77 van Achternaam77"
    started = time.process_time()
    matcher = Matcher(forbidden)
    hits = matcher.in_pages([page] * 100)
    assert {each.hit_ids for each in hits} == {("h77",)}
    assert time.process_time() - started < 5
