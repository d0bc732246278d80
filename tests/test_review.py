from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import InputError, ReviewError
from redact.journal import Journal
from redact.model import Box, Hit, Regime, Review, Term, Verdict
from redact.review import (
    BY_HAND,
    AddedTerm,
    Entry,
    HitList,
    ReadBack,
    adopt,
    approve,
    from_json,
    kept_texts,
    merge,
    open_hits,
    read_back,
    redactions,
    review_events,
    search_terms,
    term_events,
    to_csv,
    to_json,
    with_reviews,
    with_terms,
)
from redact.rulebook import load_rulebook

RULES = load_rulebook()
CODES = {"doc-a": "DAA", "doc-b": "7"}
HEADER = [
    "id",
    "document",
    "pagina",
    "tekst",
    "context",
    "soort",
    "grond",
    "zekerheid",
    "oordeel",
    "beoordelaar",
    "opmerking",
]
VERSIONS = {"rules_version": "r1", "model_version": "m1"}
Line = dict[str, str]


def hit(number: int = 1, text: str = "", **other: Any) -> Hit:
    values: dict[str, Any] = {
        "document_id": "doc-a",
        "page": 3,
        "start": number * 10,
        "end": number * 10 + 8,
        "entity_type": "NL_BSN",
        "score": 0.85,
        "recognizer": "name",
        "boxes": (Box(3, 10.25, 20.1, 60.0, 32.7),),
        "text": text or f"Jansen{'abcdefghij'[number]}",
        "context": "met\nJansen  gesproken",
        "grounds": ("10.2e",),
    }
    return Hit(**(values | other))


def hits(count: int) -> list[Hit]:
    return [hit(number) for number in range(count)]


def listed(*found: Hit) -> HitList:
    return merge(None, found)[0]


def sheet(hit_list: HitList) -> list[Line]:
    text = to_csv(hit_list, CODES, RULES).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def saved(
    lines: Iterable[Mapping[str, str]], delimiter: str = ";", encoding: str = "utf-8-sig", end: str = "\r\n"
) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, HEADER, restval="", delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue().encode(encoding)


def back(hit_list: HitList, data: bytes | Iterable[Mapping[str, str]], **other: Any) -> ReadBack:
    data = data if isinstance(data, bytes) else saved(data)
    return read_back(data, hit_list, CODES, RULES, other.get("regime", Regime.WOB), other.get("reviewer", "anna"))


def faults(hit_list: HitList, data: bytes | Iterable[Mapping[str, str]], **other: Any) -> list[str]:
    with pytest.raises(ReviewError) as caught:
        back(hit_list, data, **other)
    head, *rest = str(caught.value).splitlines()
    assert head.startswith("hits.csv is niet verwerkt; er is niets gewijzigd.")
    return rest


def changed(hit_list: HitList, row: int = 0, **cells: str) -> list[Line]:
    lines = sheet(hit_list)
    lines[row] |= cells
    return lines


def added(**cells: str) -> Line:
    return {"tekst": "Operatie Citroen", "grond": "10.2.g", "oordeel": "lakken"} | cells


# ids and merging


def test_ids_are_given_once_in_order() -> None:
    first, vanished = merge(None, hits(3))
    assert [entry.hit_id for entry in first.entries] == ["h0001", "h0002", "h0003"]
    assert (vanished, first.next_number) == ((), 4)
    again, _ = merge(first, [hit(9), *reversed(hits(3))])
    assert [entry.hit_id for entry in again.entries] == ["h0004", "h0003", "h0002", "h0001"]


def test_ids_go_on_past_four_digits() -> None:
    assert merge(HitList(next_number=10_000), [hit()])[0].entries[0].hit_id == "h10000"


def test_an_id_is_never_used_again() -> None:
    first = listed(*hits(3))
    second, vanished = merge(first, hits(1))
    assert vanished == ()
    third, _ = merge(second, [hit(0), hit(5)])
    assert [entry.hit_id for entry in third.entries] == ["h0001", "h0004"]


def test_the_same_place_twice_is_one_hit() -> None:
    assert len(listed(hit(), hit()).entries) == 1


def test_reviews_stay_and_the_machine_may_learn() -> None:
    review = Review("h0001", Verdict.KEEP, ("10.2e",), "anna", "bekend")
    first = with_reviews(listed(hit(1)), [review])
    better = replace(hit(1), score=0.99, grounds=("10.2g",))
    second, _ = merge(first, [better])
    assert second.entries == (Entry("h0001", better, review),)


@pytest.mark.parametrize("verdict", [Verdict.REDACT, Verdict.KEEP, Verdict.DOUBT])
def test_a_reviewed_hit_that_vanishes_is_reported_kept_and_restored(verdict: Verdict) -> None:
    review = Review("h0002", verdict, ("10.2e",), "anna")
    first = with_reviews(listed(*hits(3)), [review])
    gone, vanished = merge(first, [hit(0)])
    assert vanished == ("h0002",)
    assert [entry.hit_id for entry in gone.entries] == ["h0001"]
    still, vanished = merge(gone, [hit(0)])
    assert vanished == ("h0002",)
    restored, vanished = merge(still, [hit(0), hit(1)])
    assert vanished == ()
    assert restored.entries[1].review == review
    assert restored.vanished == ()


def test_a_vanished_hit_without_verdict_is_dropped() -> None:
    first = with_reviews(listed(*hits(2)), [Review("h0001", Verdict.OPEN, ("10.2g",), "anna", "kijk nog eens")])
    assert merge(first, [])[0] == HitList(next_number=3)


def test_another_text_at_the_same_place_is_another_hit() -> None:
    first = with_reviews(listed(hit(1, "Jansen")), [Review("h0001", Verdict.KEEP, (), "anna")])
    second, vanished = merge(first, [hit(1, "Pieters")])
    assert vanished == ("h0001",)
    assert [(entry.hit_id, entry.review) for entry in second.entries] == [("h0002", None)]


def test_a_vanished_hit_stands_in_the_file_and_an_emptied_verdict_lets_it_go() -> None:
    first = with_reviews(listed(hit(1)), [Review("h0001", Verdict.REDACT, ("10.2e",), "anna", "let op")])
    gone, _ = merge(first, [])
    (line,) = sheet(gone)
    assert line["opmerking"].startswith("vervallen: niet meer gevonden")
    assert line["opmerking"].endswith("(let op)")
    assert back(gone, [line]).reviews == ()
    (review,) = back(gone, [line | {"oordeel": ""}]).reviews
    assert (review.verdict, review.remark) == (Verdict.OPEN, "let op")
    assert merge(with_reviews(gone, [review]), [])[1] == ()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=5))
def test_an_id_always_means_the_same_hit(runs: list[list[int]]) -> None:
    hit_list, owner = None, dict[str, str]()
    for run in runs:
        hit_list, _ = merge(hit_list, [hit(number) for number in run])
        for entry in hit_list.entries:
            assert owner.setdefault(entry.hit_id, entry.hit.key) == entry.hit.key
        assert len({entry.hit_id for entry in hit_list.entries}) == len(set(run))


# state file


def full_list() -> HitList:
    first = listed(*hits(4), hit(5, document_id="doc-b", boxes=(Box(3, 1, 2, 3, 4), Box(4, 0.1, 0.2, 0.3, 0.4))))
    reviews = [
        Review("h0001", Verdict.REDACT, ("10.2e", "10.2g"), "anna", "ja"),
        Review("h0002", Verdict.KEEP, (), "bo"),
    ]
    second, _ = merge(with_reviews(first, reviews), [entry.hit for entry in first.entries[1:]])
    return with_terms(second, [AddedTerm("t0001", "Citroen", "doc-a", 3, ("10.2g",), "anna", 9)])


def test_state_comes_back_whole() -> None:
    hit_list = full_list()
    assert hit_list.vanished
    assert from_json(to_json(hit_list)) == hit_list
    assert to_json(from_json(to_json(hit_list))) == to_json(hit_list)


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text(), st.floats(0, 1), st.floats(-1e6, 1e6))
def test_any_text_and_number_comes_back(text: str, context: str, score: float, x: float) -> None:
    hit_list = listed(hit(1, text or "x", context=context, score=score, boxes=(Box(1, x, 0, x, 1),)))
    assert from_json(to_json(hit_list)) == hit_list


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "torn": lambda data: data[:-20],
    "other": lambda data: b"[]",
    "key": lambda data: data.replace(b'"recognizer"', b'"recogniser"'),
    "type": lambda data: data.replace(b'"page": 3', b'"page": "Jansen"').replace(b'"page":3', b'"page":"Jansen"'),
    "verdict": lambda data: data.replace(b"laten staan", b"laten liggen"),
    "double id": lambda data: data.replace(b"h0003", b"h0004"),
    "foreign id": lambda data: data.replace(b"h0003", b"h9999"),
    "strange id": lambda data: data.replace(b"h0003", b"x1"),
    "not utf-8": lambda data: data.replace(b"Jansen", b"\xff"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_state_is_refused_without_its_text(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InputError, match=r"hits\.json is damaged") as caught:
        from_json(damage(to_json(full_list())))
    assert "Jansen" not in str(caught.value)


# the file that people see


def test_columns_and_cells() -> None:
    (line,) = sheet(listed(hit(1, "Jan\r\n Jansen")))
    assert list(line) == HEADER
    assert line == {
        "id": "h0001",
        "document": "DAA",
        "pagina": "p. 3",
        "tekst": "Jan Jansen",
        "context": "met Jansen gesproken",
        "soort": RULES.entity_label("NL_BSN"),
        "grond": "10.2.e",
        "zekerheid": "0,85",
        "oordeel": "",
        "beoordelaar": "",
        "opmerking": "",
    }


def test_a_reviewed_hit_shows_its_review() -> None:
    review = Review("h0001", Verdict.REDACT, ("10.2e", "10.2g"), "anna", "twee\nregels")
    (line,) = sheet(with_reviews(listed(hit()), [review]))
    assert (line["grond"], line["oordeel"], line["beoordelaar"]) == ("10.2.e; 10.2.g", "lakken", "anna")
    assert line["opmerking"] == "twee regels"


def test_a_marking_shows_its_label() -> None:
    assert sheet(listed(hit(grounds=("buiten_verzoek",))))[0]["grond"] == "buiten verzoek"


def test_what_a_reviewer_added_is_named_so() -> None:
    assert sheet(listed(hit(entity_type=BY_HAND)))[0]["soort"] == "toegevoegd"


def test_a_hit_over_a_page_end_shows_both_pages() -> None:
    assert sheet(listed(hit(boxes=(Box(3, 0, 0, 1, 1), Box(4, 0, 0, 1, 1)))))[0]["pagina"] == "p. 3–4"


def test_a_proposal_to_keep_is_shown_until_reviewed() -> None:
    hit_list = listed(hit(1, proposal=Verdict.KEEP, reason="bewindspersoon"), hit(2, proposal=Verdict.KEEP))
    lines = sheet(hit_list)
    assert [line["opmerking"] for line in lines] == ["voorstel: laten staan (bewindspersoon)", "voorstel: laten staan"]
    lines[0]["oordeel"] = "laten staan"
    (review,) = back(hit_list, lines).reviews
    assert review == Review("h0001", Verdict.KEEP, ("10.2e",), "anna", "")
    assert sheet(with_reviews(hit_list, [review]))[0]["opmerking"] == ""


def test_very_long_text_fits_a_cell() -> None:
    (line,) = sheet(listed(hit(1, "x" * 50_000, context="y" * 50_000)))
    assert len(line["tekst"]) == 2_000
    assert len(line["context"]) == 500
    assert line["tekst"].endswith("…")


@pytest.mark.parametrize("evil", ["=1+1", "+31 6", "-5", "@SUM(A1)", '=HYPERLINK("x";"y")', "-2+3+cmd|' /C calc'!A0"])
def test_formulas_in_documents_stay_text(evil: str) -> None:
    hit_list = listed(hit(1, evil, context=evil, reason=evil))
    line = sheet(hit_list)[0]
    assert line["tekst"] == "'" + evil
    assert line["context"] == "'" + evil
    assert back(hit_list, to_csv(hit_list, CODES, RULES)) == ReadBack((), (), ())


# reading back


def test_an_untouched_file_changes_nothing() -> None:
    for hit_list in (listed(*hits(5)), full_list(), HitList()):
        assert back(hit_list, to_csv(hit_list, CODES, RULES)) == ReadBack((), (), ())


@settings(deadline=None, max_examples=50)
@given(
    st.sampled_from([Verdict.REDACT, Verdict.KEEP, Verdict.DOUBT]),
    st.sampled_from([("10.2e",), ("10.2e", "10.2g"), ("11.1",), ("wbni",), ("buiten_verzoek",)]),
    st.text(max_size=30).map(lambda text: " ".join(text.split())),
)
def test_what_is_written_is_read_as_the_same(verdict: Verdict, grounds: tuple[str, ...], remark: str) -> None:
    review = Review("h0001", verdict, grounds, "anna", remark)
    hit_list = with_reviews(listed(*hits(2)), [review])
    assert back(hit_list, to_csv(hit_list, CODES, RULES)).reviews == ()
    fresh = listed(*hits(2))
    again = back(fresh, to_csv(hit_list, CODES, RULES)).reviews
    assert [(each.verdict, each.grounds) for each in again] == [(verdict, grounds)]


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("lakken", Verdict.REDACT),
        ("  Lakken ", Verdict.REDACT),
        ("LAKKEN.", Verdict.REDACT),
        ("gelakt", Verdict.REDACT),
        ("weglakken", Verdict.REDACT),
        ("laten staan", Verdict.KEEP),
        ("Laten  Staan", Verdict.KEEP),
        ("latenstaan", Verdict.KEEP),
        ("laten-staan", Verdict.KEEP),
        ("niet lakken", Verdict.KEEP),
        ("Niet lakken", Verdict.KEEP),
        ("twijfel", Verdict.DOUBT),
        ("Twijfel ", Verdict.DOUBT),
    ],
)
def test_verdict_words(word: str, verdict: Verdict) -> None:
    hit_list = listed(*hits(2))
    assert back(hit_list, changed(hit_list, 1, oordeel=word)).reviews == (Review("h0002", verdict, ("10.2e",), "anna"),)


@pytest.mark.parametrize(
    "word", ["ja", "nee", "x", "lakken?", "open", "openbaar", "niet", "-", "lakken laten staan", "?"]
)
def test_unclear_verdict_words_are_refused_with_the_allowed_ones(word: str) -> None:
    hit_list = listed(*hits(2))
    assert faults(hit_list, changed(hit_list, 1, oordeel=word)) == [
        f"rij 3: oordeel '{word}' is onbekend; gebruik lakken, laten staan, twijfel of laat leeg"
    ]


def test_a_missing_row_leaves_its_hit_as_it_was() -> None:
    hit_list = with_reviews(listed(*hits(3)), [Review("h0001", Verdict.KEEP, (), "bo")])
    read = back(hit_list, changed(hit_list, 1, oordeel="lakken")[1:2])
    assert [review.hit_id for review in read.reviews] == ["h0002"]
    assert read.notes == ("Aantal treffers dat niet in hits.csv staat: 2. Die blijven zoals ze waren.",)


def test_an_emptied_verdict_reopens() -> None:
    hit_list = with_reviews(listed(*hits(1)), [Review("h0001", Verdict.REDACT, ("10.2e",), "bo", "zo")])
    (review,) = back(hit_list, changed(hit_list, oordeel="")).reviews
    assert review == Review("h0001", Verdict.OPEN, ("10.2e",), "anna", "zo")
    assert [entry.hit_id for entry in open_hits(with_reviews(hit_list, [review]))] == ["h0001"]


def test_only_four_columns_of_a_known_row_count() -> None:
    hit_list = listed(*hits(1))
    nonsense = dict.fromkeys(("document", "pagina", "tekst", "context", "soort", "zekerheid"), "onzin")
    assert back(hit_list, changed(hit_list, 0, **nonsense)).reviews == ()
    (review,) = back(hit_list, changed(hit_list, 0, **nonsense, oordeel="lakken")).reviews
    assert review == Review("h0001", Verdict.REDACT, ("10.2e",), "anna")


@pytest.mark.parametrize(
    ("cell", "grounds"),
    [
        ("10.2g", ("10.2g",)),
        ("10.2.g", ("10.2g",)),
        ("(10)(2g)", ("10.2g",)),
        ("11,1", ("11.1",)),
        ("10.2.e en 10.2.g", ("10.2e", "10.2g")),
        ("10.2.e; 10.2.e", ("10.2e",)),
        ("artikel 10, tweede lid, aanhef en onder g", ("10.2g",)),
        ("Wbni", ("wbni",)),
        ("buiten scope", ("buiten_verzoek",)),
        ("Buiten verzoek", ("buiten_verzoek",)),
    ],
)
def test_grounds_in_any_usual_spelling(cell: str, grounds: tuple[str, ...]) -> None:
    hit_list = listed(*hits(1))
    (review,) = back(hit_list, changed(hit_list, grond=cell, oordeel="lakken")).reviews
    assert review.grounds == grounds


def test_the_same_grounds_in_another_spelling_or_order_are_no_change() -> None:
    hit_list = listed(hit(grounds=("10.2e", "10.2g")))
    for cell in ("10.2.g en 10.2.e", "(10)(2e), 10 2 g"):
        assert back(hit_list, changed(hit_list, grond=cell)).reviews == ()


def test_a_ground_changed_on_an_open_hit_is_kept_and_the_hit_stays_open() -> None:
    hit_list = listed(*hits(1))
    (review,) = back(hit_list, changed(hit_list, grond="11.1")).reviews
    assert review == Review("h0001", Verdict.OPEN, ("11.1",), "anna")
    after = with_reviews(hit_list, [review])
    assert len(open_hits(after)) == 1
    assert approve(after, 0, "machine") == (Review("h0001", Verdict.REDACT, ("11.1",), "machine"),)


@pytest.mark.parametrize(
    ("cell", "regime", "message"),
    [
        ("privacy", Regime.WOB, "grond 'privacy' is niet herkend of mengt Wob en Woo; schrijf bijvoorbeeld 10.2.e"),
        ("10.2.z", Regime.WOO, "grond '10.2.z' is niet herkend of mengt Wob en Woo; schrijf bijvoorbeeld 5.1.2.e"),
        ("10.2.e; 5.1.2.e", Regime.WOB, "grond '10.2.e; 5.1.2.e' is niet herkend of mengt"),
        ("4-7-1905", Regime.WOB, "grond '4-7-1905' is niet herkend"),
        ("; ;", Regime.WOB, "grond '; ;' is niet herkend"),
    ],
)
def test_unknown_grounds_are_refused(cell: str, regime: Regime, message: str) -> None:
    hit_list = listed(*hits(1))
    (fault,) = faults(hit_list, changed(hit_list, grond=cell, oordeel="lakken"), regime=regime)
    assert fault.startswith(f"rij 2: {message}")


def test_a_ground_of_the_other_law_is_refused() -> None:
    hit_list = listed(*hits(1))
    (fault,) = faults(hit_list, changed(hit_list, grond="5.1.2e", oordeel="lakken"))
    assert "is van de Woo; dit besluit valt onder de Wob" in fault
    (fault,) = faults(hit_list, changed(hit_list, grond="10.2g", oordeel="lakken"), regime=Regime.WOO)
    assert "is van de Wob; dit besluit valt onder de Woo" in fault


def test_redacting_needs_a_ground() -> None:
    hit_list = listed(hit(grounds=()))
    assert faults(hit_list, changed(hit_list, oordeel="lakken")) == ["rij 2: oordeel 'lakken' zonder grond"]
    assert back(hit_list, changed(hit_list, oordeel="laten staan")).reviews[0].grounds == ()


def test_reviewer_is_the_cell_or_whoever_runs() -> None:
    hit_list = with_reviews(listed(*hits(3)), [Review("h0003", Verdict.KEEP, ("10.2e",), "bo")])
    lines = sheet(hit_list)
    lines[0] |= {"oordeel": "lakken", "beoordelaar": " Cees "}
    lines[1] |= {"oordeel": "lakken"}
    lines[2] |= {"oordeel": "lakken"}
    assert [review.reviewer for review in back(hit_list, lines).reviews] == ["Cees", "anna", "anna"]


def test_a_second_name_on_the_same_verdict_is_a_review() -> None:
    hit_list = with_reviews(listed(*hits(1)), [Review("h0001", Verdict.KEEP, ("10.2e",), "bo")])
    assert back(hit_list, changed(hit_list, beoordelaar="anna")).reviews == (
        Review("h0001", Verdict.KEEP, ("10.2e",), "anna"),
    )
    assert back(hit_list, changed(hit_list, beoordelaar="")).reviews == ()


def test_a_name_beside_an_open_hit_decides_nothing() -> None:
    hit_list = listed(*hits(1))
    assert back(hit_list, changed(hit_list, beoordelaar="Cees")).reviews == ()


def test_nobody_is_no_reviewer() -> None:
    hit_list = listed(*hits(1))
    assert faults(hit_list, changed(hit_list, oordeel="lakken"), reviewer="") == ["rij 2: beoordelaar ontbreekt"]


def test_a_name_that_is_no_name_is_refused() -> None:
    hit_list = with_reviews(listed(*hits(2)), [Review("h0002", Verdict.KEEP, ("10.2e",), "bo")])
    lines = [line | {"beoordelaar": "x" * 101} for line in changed(hit_list, oordeel="lakken")]
    found = faults(hit_list, [*lines, added(beoordelaar="x" * 101)])
    assert found == [f"rij {row}: de naam van de beoordelaar telt meer dan 100 tekens" for row in (2, 3, 4)]


def test_a_remark_is_kept_and_can_be_emptied() -> None:
    hit_list = with_reviews(listed(*hits(1)), [Review("h0001", Verdict.KEEP, ("10.2e",), "bo", "oud")])
    assert back(hit_list, changed(hit_list, opmerking="nieuw  woord")).reviews[0].remark == "nieuw woord"
    assert back(hit_list, changed(hit_list, opmerking="")).reviews[0].remark == ""


def test_duplicate_rows_that_agree_are_fine() -> None:
    hit_list = listed(*hits(2))
    lines = changed(hit_list, oordeel="lakken")
    read = back(hit_list, [*lines, lines[0] | {"oordeel": "Gelakt", "grond": "10.2e"}])
    assert read.reviews == (Review("h0001", Verdict.REDACT, ("10.2e",), "anna"),)


@pytest.mark.parametrize("other", [{"oordeel": "laten staan"}, {"oordeel": ""}, {"grond": "10.2.g"}])
def test_duplicate_rows_that_differ_are_refused(other: dict[str, str]) -> None:
    hit_list = listed(*hits(2))
    lines = changed(hit_list, oordeel="lakken")
    assert faults(hit_list, [*lines, lines[0] | other]) == [
        "rij 2: treffer h0001 staat ook op rij 4, met een ander oordeel of een andere grond"
    ]


@pytest.mark.parametrize("name", ["h0009", "h1", "H0001", " h0001 ", "h00001"])
def test_ids_are_read_tolerantly_but_must_exist(name: str) -> None:
    hit_list = listed(*hits(1))
    lines = changed(hit_list, id=name, oordeel="lakken")
    if name == "h0009":
        assert faults(hit_list, lines) == ["rij 2: treffer h0009 staat niet (meer) in de lijst"]
    else:
        assert back(hit_list, lines).reviews[0].hit_id == "h0001"


@pytest.mark.parametrize("name", ["0001", "Jansen", "h0001x", "h0", "t0001", "4e12"])
def test_what_is_no_id_is_refused_unquoted(name: str) -> None:
    hit_list = listed(*hits(1))
    (fault,) = faults(hit_list, changed(hit_list, id=name))
    assert fault.startswith("rij 2: dit id is geen id van een treffer")
    assert "Jansen" not in fault


def test_an_open_row_of_a_dropped_hit_is_only_noted() -> None:
    first = listed(*hits(2))
    lines = sheet(first)
    second, _ = merge(first, hits(1))
    assert back(second, lines).notes == ("rij 3: deze treffers bestaan niet meer en zijn overgeslagen.",)
    lines[1]["oordeel"] = "lakken"
    assert faults(second, lines) == ["rij 3: treffer h0002 staat niet (meer) in de lijst"]


def test_everything_wrong_is_said_at_once_in_order_and_without_document_text() -> None:
    hit_list = listed(*hits(4))
    lines = sheet(hit_list)
    lines[0] |= {"oordeel": "ja", "grond": "privacy"}
    lines[1] |= {"id": "h0077", "oordeel": "lakken"}
    lines[3] |= {"grond": "5.1.2e", "oordeel": "lakken"}
    lines += [added(oordeel=""), {"oordeel": "lakken", "grond": "11.1"}]
    found = faults(hit_list, lines)
    assert [fault.split(":")[0] for fault in found] == ["rij 2", "rij 2", "rij 3", "rij 5", "rij 6", "rij 7"]
    assert not any(word in "\n".join(found) for word in ("Jansen", "Citroen", "gesproken"))


def test_one_wrong_row_means_nothing_counts() -> None:
    hit_list = listed(*hits(2))
    lines = changed(hit_list, oordeel="lakken")
    lines[1]["oordeel"] = "ja"
    assert len(faults(hit_list, lines)) == 1


def test_a_long_wrong_word_is_cut() -> None:
    hit_list = listed(*hits(1))
    (fault,) = faults(hit_list, changed(hit_list, oordeel="Jan " * 100))
    assert len(fault) < 150


def test_a_column_sorted_on_its_own_is_noticed() -> None:
    hit_list = listed(hit(1, "Jansen"), hit(2, "De Vries"), hit(3, "012345678"))
    lines = sheet(hit_list)
    lines[0]["tekst"], lines[1]["tekst"] = lines[1]["tekst"], lines[0]["tekst"]
    lines[2]["tekst"] = "12345678"
    (note,) = back(hit_list, lines).notes
    assert note.startswith("rij 2, 3: de tekst hoort niet bij het id.")
    assert "Jansen" not in note


# files as spreadsheets save them

EDITED = [
    {"id": "h0001", "oordeel": "Lakken", "grond": "10.2.e", "opmerking": "crème; brûlée"},
    {"id": "h0003", "oordeel": "laten staan", "grond": "10.2.g", "beoordelaar": "Cees"},
    added(document="daa", pagina="3"),
]
EXPECTED = (
    Review("h0001", Verdict.REDACT, ("10.2e",), "anna", "crème; brûlée"),
    Review("h0003", Verdict.KEEP, ("10.2g",), "Cees"),
)
FILES = {
    "excel": saved(EDITED),
    "excel ansi comma": saved(EDITED, ",", "cp1252"),
    "unicode text": saved(EDITED, "\t", "utf-16"),
    "libreoffice": saved(EDITED, ";", "utf-8", "\n"),
    "sep line": b"sep=,\r\n" + saved(EDITED, ",", "utf-8"),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_files_of_spreadsheets(data: bytes) -> None:
    read = back(listed(*hits(3)), data)
    assert read.reviews == EXPECTED
    assert [(term.document_id, term.page, term.row) for term in read.added] == [("doc-a", 3, 4)]


def test_other_headings_extra_columns_and_missing_ones() -> None:
    data = b"Besluit;mijn notitie;Treffer\r\nlakken;x;h0002\r\n;y;h0001\r\n"
    assert back(listed(*hits(2)), data).reviews == (Review("h0002", Verdict.REDACT, ("10.2e",), "anna"),)


def test_an_xlsx_is_refused_as_such() -> None:
    with pytest.raises(ReviewError, match=r"hits\.csv is een Excel-werkmap"):
        back(listed(hit()), b"PK\x03\x04")


def test_a_file_without_verdicts_is_refused() -> None:
    with pytest.raises(ReviewError, match="kolom 'oordeel' ontbreekt"):
        back(listed(hit()), b"id;grond\nh0001;10.2e\n")


CELLS = st.fixed_dictionaries(
    {
        "oordeel": st.sampled_from(["", "lakken", "niet lakken", "twijfel"]),
        "grond": st.sampled_from(["10.2.e", "10.2g", "Wbni"]),
        "opmerking": st.sampled_from(["", "a", "b"]),
        "beoordelaar": st.sampled_from(["", "Cees"]),
    }
)
HAND = st.fixed_dictionaries(
    {
        "tekst": st.sampled_from(["Operatie Citroen", "Meloen", "Peer"]),
        "grond": st.sampled_from(["10.2.e; 10.2.g", "10.2.g, 10.2.e", "Wbni"]),
        "beoordelaar": st.sampled_from(["", "Cees"]),
        "document": st.sampled_from(["", "DAA", "7"]),
    }
).map(lambda cells: added(**cells))


@settings(deadline=None, max_examples=50)
@given(st.lists(CELLS, min_size=4, max_size=4), st.lists(HAND, max_size=4), st.booleans(), st.randoms())
def test_sorting_or_shuffling_rows_changes_nothing(
    edits: list[Line], hand: list[Line], twice: bool, chance: random.Random
) -> None:
    hit_list = listed(*hits(4))
    lines = [line | edit for line, edit in zip(sheet(hit_list), edits, strict=True)] + hand
    lines += [lines[0] | {"opmerking": "c"}] if twice else []
    shuffled = list(lines)
    chance.shuffle(shuffled)
    columns = list(HEADER)
    chance.shuffle(columns)
    first, second = back(hit_list, lines), back(hit_list, shuffled)
    assert first.reviews == second.reviews
    assert [replace(term, row=0) for term in first.added] == [replace(term, row=0) for term in second.added]


# rows added by hand


def test_a_row_without_id_is_an_added_text() -> None:
    hit_list = listed(*hits(1))
    lines = [*sheet(hit_list), added(tekst=" Operatie\n Citroen ", document="7", pagina="p. 12", beoordelaar="Cees")]
    read = back(hit_list, lines)
    assert read.reviews == ()
    assert read.added == (AddedTerm("t0001", "Operatie Citroen", "doc-b", 12, ("10.2g",), "Cees", 3),)
    assert "Citroen" not in repr(read)


@pytest.mark.parametrize(
    ("cell", "page"), [("p. 3", 3), ("3", 3), ("P.3", 3), ("pagina 3", 3), ("blz. 12", 12), ("", None)]
)
def test_pages_of_added_texts(cell: str, page: int | None) -> None:
    assert back(HitList(), [added(document="DAA", pagina=cell)]).added[0].page == page


@pytest.mark.parametrize("code", ["7", "07", "007"])
def test_document_codes_survive_excel(code: str) -> None:
    assert back(HitList(), [added(document=code)]).added[0].document_id == "doc-b"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"oordeel": ""}, "een rij zonder id is een toevoeging; die heeft oordeel 'lakken' nodig"),
        ({"oordeel": "laten staan"}, "een rij zonder id is een toevoeging; die heeft oordeel 'lakken' nodig"),
        ({"grond": ""}, "een toevoeging heeft een grond nodig"),
        ({"grond": "geheim"}, "grond 'geheim' is niet herkend"),
        ({"document": "DAB"}, "document is onbekend"),
        ({"pagina": "p. 3"}, "pagina zonder document"),
        ({"document": "DAA", "pagina": "p. 3–4"}, "pagina is niet herkend"),
        ({"document": "DAA", "pagina": "0"}, "pagina is niet herkend"),
        ({"tekst": "ab"}, "de tekst van een toevoeging telt minstens 3 tekens"),
        ({"tekst": ""}, "geen id en geen tekst"),
    ],
)
def test_faulty_additions(cells: dict[str, str], message: str) -> None:
    (fault,) = faults(HitList(), [added(**cells)])
    assert fault.startswith(f"rij 2: {message}")


def test_an_addition_needs_somebody() -> None:
    assert faults(HitList(), [added()], reviewer="") == ["rij 2: beoordelaar ontbreekt"]


def test_rows_with_only_strange_columns_are_skipped() -> None:
    assert back(HitList(), b"id;oordeel;mijn\n;;x\n") == ReadBack((), (), ())


def test_the_same_addition_is_added_once() -> None:
    first = back(HitList(), [added(), added(beoordelaar="Cees"), added(grond="10.2.e")])
    assert [term.term_id for term in first.added] == ["t0001", "t0002"]
    hit_list = with_terms(HitList(), first.added)
    again = back(hit_list, [added(), added(grond="10.2.e"), added(document="DAA")])
    assert [(term.term_id, term.document_id) for term in again.added] == [("t0003", "doc-a")]
    assert with_terms(hit_list, first.added) == hit_list


def test_added_texts_are_searched_and_their_hits_adopted() -> None:
    hit_list = with_terms(HitList(), back(HitList(), [added(document="DAA", pagina="3")]).added)
    (term,) = search_terms(hit_list.terms)
    assert term == Term("Operatie Citroen", BY_HAND, 1.0, "t0001", ("10.2g",), "doc-a", 3)
    found = hit(1, "Operatie Citroen", recognizer="t0001", entity_type=BY_HAND)
    hit_list, _ = merge(hit_list, [found, hit(2)])
    reviews = adopt(hit_list)
    assert reviews == (Review("h0001", Verdict.REDACT, ("10.2g",), "anna"),)
    hit_list = with_reviews(hit_list, reviews)
    assert adopt(hit_list) == ()
    assert adopt(with_reviews(hit_list, [Review("h0001", Verdict.OPEN, ("10.2g",), "bo")])) == ()


# verdicts into redactions


def decided() -> HitList:
    found = [hit(number) for number in range(4)] + [hit(5, document_id="doc-b"), hit(6, "Jansena")]
    reviews = [
        Review("h0001", Verdict.REDACT, ("10.2e", "10.2g"), "anna"),
        Review("h0002", Verdict.KEEP, ("10.2e",), "anna"),
        Review("h0003", Verdict.DOUBT, ("10.2e",), "anna"),
        Review("h0005", Verdict.REDACT, ("wbni",), "anna"),
        Review("h0006", Verdict.KEEP, ("10.2e",), "anna"),
    ]
    return with_reviews(listed(*found), reviews)


def test_only_approved_hits_become_redactions() -> None:
    made = redactions(decided(), RULES)
    assert {document: [each.hit_id for each in found] for document, found in made.items()} == {
        "doc-a": ["h0001"],
        "doc-b": ["h0005"],
    }
    (redaction,) = made["doc-a"]
    assert redaction.label == "10.2.e; 10.2.g"
    assert redaction.description == RULES.description(("10.2e", "10.2g"))
    assert redaction.boxes == hit(0).boxes
    assert redaction.text == hit(0).text
    assert made["doc-b"][0].label == "Wbni"


def test_nothing_reviewed_nothing_redacted() -> None:
    assert redactions(listed(*hits(3)), RULES) == {}


def test_a_hit_without_place_cannot_be_redacted() -> None:
    hit_list = with_reviews(listed(hit(boxes=())), [Review("h0001", Verdict.REDACT, ("10.2e",), "anna")])
    with pytest.raises(ReviewError, match="h0001: deze treffer heeft geen plaats"):
        redactions(hit_list, RULES)


def test_kept_texts_are_those_left_visible_on_purpose() -> None:
    assert kept_texts(decided()) == {"doc-a": ("Jansenb", "Jansena")}


def test_open_hits_are_untouched_reopened_or_in_doubt() -> None:
    assert [entry.hit_id for entry in open_hits(decided())] == ["h0003", "h0004"]


def test_unknown_and_groundless_reviews_are_refused() -> None:
    reviews = [Review("h0009", Verdict.KEEP, (), "anna"), Review("h0001", Verdict.REDACT, (), "anna")]
    with pytest.raises(ReviewError, match=r"h0009: .*\nh0001: 'lakken' zonder grond"):
        with_reviews(listed(*hits(1)), reviews)


def test_the_last_review_of_a_hit_counts() -> None:
    reviews = [Review("h0001", verdict, ("10.2e",), "anna") for verdict in (Verdict.REDACT, Verdict.KEEP)]
    assert with_reviews(listed(*hits(1)), reviews).entries[0].verdict is Verdict.KEEP


def test_approve_follows_the_proposal_above_a_score() -> None:
    hit_list = listed(
        hit(0, score=0.9),
        hit(1, score=0.9, proposal=Verdict.KEEP),
        hit(2, score=0.49),
        hit(3, score=0.9, grounds=()),
        hit(4, score=0.9, proposal=Verdict.DOUBT),
        hit(5, score=0.5),
        hit(6, score=0.9),
        hit(7, score=0.9),
    )
    hit_list = with_reviews(
        hit_list,
        [
            Review("h0007", Verdict.KEEP, (), "anna"),
            Review("h0008", Verdict.DOUBT, ("10.2e",), "anna"),
            Review("h0006", Verdict.OPEN, ("11.1",), "anna", "zo"),
        ],
    )
    assert approve(hit_list, 0.5, "redact") == (
        Review("h0001", Verdict.REDACT, ("10.2e",), "redact"),
        Review("h0002", Verdict.KEEP, ("10.2e",), "redact"),
        Review("h0006", Verdict.REDACT, ("11.1",), "redact", "zo"),
    )


# journal


def test_every_review_is_journalled_without_text(tmp_path: Path) -> None:
    before = decided()
    reviews = [
        Review("h0001", Verdict.OPEN, ("10.2e",), "bo", "Jansen"),
        Review("h0004", Verdict.REDACT, ("11.1",), "bo"),
    ]
    events = review_events(before, reviews, "csv", VERSIONS)
    assert events[0] == {
        "event": "review",
        "hit_id": "h0001",
        "hit_key": hit(0).key,
        "document_id": "doc-a",
        "old_verdict": "lakken",
        "new_verdict": "",
        "old_grounds": ["10.2e", "10.2g"],
        "new_grounds": ["10.2e"],
        "reviewer": "bo",
        "origin": "csv",
        "rules_version": "r1",
        "model_version": "m1",
    }
    assert (events[1]["old_verdict"], events[1]["new_verdict"]) == ("", "lakken")
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append_all(events + term_events(back(HitList(), [added()]).added, "csv", VERSIONS))
    journal.verify()
    text = (tmp_path / "journal.jsonl").read_text()
    assert not any(word in text for word in ("Jansen", "Citroen", "gesproken"))
    assert '"term_id":"t0001"' in text
