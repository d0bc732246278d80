"""What was decided in a document holds for its twin: the same text in other bytes, or the same page elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.model import Hit, Review, Verdict
from redact.pipeline.deciding import By
from redact.pipeline.desk import open_desk
from redact.pipeline.groups import plain
from redact.pipeline.settings import FROM_BUNDLE, MACHINE, Settings, Silence, State
from redact.pipeline.texts import PageTexts
from redact.pipeline.twins import alike_in, taken_over
from redact.pipeline.wording import wording
from redact.review import HitList, merge, with_reviews
from tests.conftest import MAIL, write_pdf
from tests.test_contradictions import hit
from tests.test_pipeline import case_of, go, rows_of, write_rows

RED, KEEP = Verdict.REDACT, Verdict.KEEP
PAGE = MAIL.format(subject="Melding")
AGAIN = MAIL.format(subject="Melding van vrijdag").replace("\n", "\n> ")
NAME = "Fatima el Amrani"
OTHER = "Verslag. Fatima el Amrani was er niet. Zij sprak maandag pas met de leverancier over het netwerk."


def after(hits: list[Hit], reviews: list[Review], *documents: tuple[str, ...]) -> tuple[HitList, tuple[Review, ...]]:
    """The list with these reviews, and what is taken over; documents d0, d1, ... are given by their pages."""
    texts = {
        f"d{number}": PageTexts(pages, tuple((0, len(page)) for page in pages))
        for number, pages in enumerate(documents)
    }
    listed = with_reviews(merge(None, hits)[0], reviews)
    codes = {name: f"A{'ABCD'[number]}" for number, name in enumerate(texts)}
    return listed, taken_over(listed, alike_in(wording(texts), codes))


def by(reviewer: str, hit_id: str, verdict: Verdict = RED) -> Review:
    return Review(hit_id, verdict, ("10.2g",), reviewer, "belangrijk", "B. Tweede")


def test_a_document_saved_again_takes_over_what_was_decided() -> None:
    hits = [hit(0, PAGE, NAME), hit(1, AGAIN, NAME), hit(1, AGAIN, "06-12345678"), hit(2, OTHER, NAME)]
    _, taken = after(hits, [by("T. Jurist", "h0001")], (PAGE,), (AGAIN,), (OTHER,))
    assert taken == (Review("h0002", RED, ("10.2g",), "T. Jurist", "overgenomen van AA p. 1"),)


def test_it_is_taken_over_in_either_direction_and_from_page_to_page() -> None:
    first = replace(hit(0, AGAIN, NAME), page=2)
    _, taken = after([first, hit(1, PAGE, NAME)], [by("T. Jurist", "h0002", KEEP)], (OTHER, AGAIN), (PAGE, OTHER * 9))
    assert [(each.hit_id, each.verdict, each.remark) for each in taken] == [
        ("h0001", KEEP, "overgenomen van AB p. 1"),
    ]


@pytest.mark.parametrize("reviewer", [MACHINE, FROM_BUNDLE])
def test_only_what_a_person_said_of_the_place_is_taken_over(reviewer: str) -> None:
    assert not after([hit(0, PAGE, NAME), hit(1, AGAIN, NAME)], [by(reviewer, "h0001")], (PAGE,), (AGAIN,))[1]


def test_nothing_is_taken_over_where_people_disagree_or_decided_or_doubt() -> None:
    hits = [hit(number, PAGE, NAME) for number in range(3)]
    pages = ((PAGE,),) * 3
    assert not after(hits, [by("A", "h0001"), by("B", "h0002", KEEP)], *pages)[1]
    for known in (KEEP, Verdict.DOUBT, Verdict.OPEN):
        taken = after(hits, [by("A", "h0001"), by("B", "h0002", known)], *pages)[1]
        assert "h0002" not in {each.hit_id for each in taken}, "somebody looked at it"


def test_another_text_at_the_same_place_takes_nothing_over() -> None:
    other = PAGE.replace("06-12345678", "06-87654321")
    assert not after(
        [hit(0, PAGE, "06-12345678"), hit(1, other, "06-87654321")], [by("A", "h0001")], (PAGE,), (other,)
    )[1]


def test_a_text_that_begins_and_ends_alike_is_not_the_same() -> None:
    other = PAGE.replace("Fatima el Amrani", "Fatima van Amrani")
    hits = [hit(0, PAGE, NAME), hit(1, other, "Fatima van Amrani")]
    assert not after(hits, [by("A", "h0001")], (PAGE,), (other,))[1]


def test_the_same_sentence_in_another_text_is_no_twin() -> None:
    sentence = next(line for line in PAGE.splitlines() if NAME in line)
    other = f"{OTHER}\n\n{sentence}\n\nDaarna is alles nog eens nagelopen door twee mensen van de andere dienst."
    hits = [hit(0, PAGE, NAME), hit(1, other, sentence[8:40]), hit(1, other, "12345678")]
    assert not after(hits, [by("A", "h0001")], (PAGE,), (other,))[1]


words = st.sampled_from(("de", "server", "is", "nu", "uit", "want", "Tom", "Bakker", "zag", "iets", "in", "Anna"))


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=12, max_size=60), st.integers(0, 59), st.lists(st.booleans(), min_size=60, max_size=60))
def test_what_is_taken_over_is_the_same_text_and_word(page: list[str], change: int, decided: list[bool]) -> None:
    """Two pages that differ in one word: a review passes between equal texts only, unchanged, to the untouched."""
    other = [*page[: change % len(page)], "anders", *page[change % len(page) + 1 :]]
    texts = " ".join(page), " ".join(other)
    hits, place = [], [0, 0]
    for number in range(len(page)):
        for document, row in enumerate((page, other)):
            start = place[document]
            hits.append(hit(document, texts[document], row[number], start=start, end=start + len(row[number])))
            place[document] += len(row[number]) + 1
    hits.sort(key=lambda each: (each.document_id, each.start))
    mine = [by("A", f"h{n:04d}", KEEP if n % 2 else RED) for n in range(1, len(page) + 1) if decided[n % 60]]
    listed, taken = after(hits, mine, (texts[0],), (texts[1],))
    entries = listed.by_id()
    assert {each.hit_id for each in taken}.isdisjoint(each.hit_id for each in mine)
    for each in taken:
        sources = [entries[one.hit_id] for one in mine if one.verdict is each.verdict]
        assert plain(entries[each.hit_id].hit.text) in {plain(one.hit.text) for one in sources}


def test_a_run_takes_over_what_the_list_says_and_writes_it_in_the_journal(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "een.pdf", PAGE)
    write_pdf(bundle / "twee.pdf", f"\n\n{PAGE}")
    assert go(bundle).state is State.REVIEW
    sheet = case_of(bundle) / "hits.csv"
    rows = rows_of(sheet)
    half = [row for row in rows if row["document"] == rows[0]["document"]][:-1]
    for row in half:
        row["oordeel"] = "lakken"
        row["grond"] = "10.2.g" if row["soort"] == "telefoonnummer" else row["grond"]
    write_rows(sheet, rows)
    assert go(bundle).open_hits == 2, "one half decides for both"
    code = half[0]["document"]
    copied = [row for row in rows_of(sheet) if row["document"] != code and row["oordeel"]]
    assert len(copied) == len(half) > 5
    assert {row["opmerking"] for row in copied} == {f"overgenomen van {code} p. 1"}
    assert [row["grond"] for row in copied] == [row["grond"] for row in half]
    assert {row["grond"] for row in copied if row["soort"] == "telefoonnummer"} == {"10.2.g"}
    lines = [line for line in Journal(case_of(bundle) / "journal.jsonl").entries() if line.get("origin") == "twin"]
    assert len(lines) == len(half) and {line["reviewer"] for line in lines} == {"J. Tester"}


def test_at_the_desk_a_twin_follows_at_once_and_is_undone_with_it(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "een.pdf", PAGE)
    write_pdf(bundle / "twee.pdf", f"\n\n{PAGE}")
    asked = Settings(grounds="10.2e,10.2g", reviewer="J. Tester")
    with open_desk(bundle, None, asked, SerialExecutor(), Silence()) as desk:
        number, twin = (entry.hit_id for entry in desk.hit_list.entries if entry.hit.text == "06-12345678")
        change = desk.decide([number], KEEP, None, None, By("J. Tester", 0))
        assert change.hit_ids == (number, twin) and "1 keer overgenomen" in change.said
        review = desk.hit_list.by_id()[twin].review
        assert review and review.verdict is KEEP and review.remark.startswith("overgenomen van")
        desk.undo(By("J. Tester", desk.revision))
        assert {desk.hit_list.by_id()[each].review for each in (number, twin)} == {None}
        desk.redo(By("J. Tester", desk.revision))
        desk.decide([twin], RED, None, None, By("J. Tester", desk.revision))
        changed = desk.hit_list.by_id()
        assert (changed[number].verdict, changed[twin].verdict) == (KEEP, RED)
        own = changed[twin].review
        assert own and own.remark == "", "it was not taken over"
