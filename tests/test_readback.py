"""hits.csv written and read back."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import ReviewError
from redact.model import Box, Regime, Review, Term, Verdict
from redact.pipeline.settings import FROM_BUNDLE, MACHINE, NOBODY
from redact.review import (
    BY_HAND,
    AddedTerm,
    HitList,
    ReadBack,
    adopt,
    approve,
    merge,
    open_hits,
    search_terms,
    to_csv,
    with_reviews,
    with_terms,
)
from tests.reviewmaker import (
    CODES,
    HEADER,
    RULES,
    Line,
    added,
    back,
    changed,
    faults,
    full_list,
    hit,
    hits,
    listed,
    saved,
    sheet,
)


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
        "nalezen": "",
        "tweede lezer": "",
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


@pytest.mark.parametrize("word", ["ja", "nee", "x", "open", "openbaar", "niet", "-", "lakken laten staan of niet", "?"])
def test_unclear_verdict_words_are_refused_with_the_allowed_ones(word: str) -> None:
    hit_list = listed(*hits(2))
    assert faults(hit_list, changed(hit_list, 1, oordeel=word)) == [
        f"rij 3: oordeel '{word}' is onbekend; gebruik lakken, laten staan, twijfel of laat leeg"
    ]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("lakken?", "lakken"),
        ("laken", "lakken"),
        ("lakke", "lakken"),
        ("laten stan", "laten staan"),
        ("laten saan", "laten staan"),
        ("twijvel", "twijfel"),
        ("niet laken", "laten staan"),
    ],
)
def test_a_misspelt_verdict_is_asked_about_and_never_guessed(word: str, meant: str) -> None:
    hit_list = listed(*hits(2))
    assert faults(hit_list, changed(hit_list, 1, oordeel=word)) == [
        f"rij 3: oordeel '{word}' is onbekend (bedoelt u '{meant}'?); gebruik lakken, laten staan, twijfel of laat leeg"
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
    assert back(second, lines).notes == ("hits.csv, rij 3: deze treffers bestaan niet meer en zijn overgeslagen.",)
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
    assert note.startswith("hits.csv, rij 2, 3: de tekst hoort niet bij het id.")
    assert "Jansen" not in note


def test_a_verdict_beside_another_hits_text_is_refused() -> None:
    hit_list = listed(hit(1, "Jansen"), hit(2, "De Vries"))
    lines = sheet(hit_list)
    lines[0]["tekst"], lines[1]["tekst"] = lines[1]["tekst"], lines[0]["tekst"]
    lines[1]["oordeel"] = "laten staan"
    (fault,) = faults(hit_list, lines)
    assert fault.startswith("rij 3: de tekst hoort niet bij het id maar bij een andere treffer")
    assert "Jansen" not in fault


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


@pytest.mark.parametrize("name", [MACHINE, "Redact  (Automatisch)", FROM_BUNDLE])
def test_a_copied_cell_with_the_programs_own_name_stands_for_nobody(name: str) -> None:
    """As the program's own, a person's decision would need no second reader and contradict nothing."""
    message = "de naam is die van het programma zelf; vul een eigen naam in of laat de cel leeg"
    hit_list = listed(*hits(1))
    for cells in ({"beoordelaar": name}, {"tweede lezer": name}):
        lines = [sheet(hit_list)[0] | {"oordeel": "laten staan"} | cells]
        assert faults(hit_list, lines, nobody=NOBODY) == [f"rij 2: {message}"]
    assert faults(HitList(), [added(beoordelaar=name)], nobody=NOBODY) == [f"rij 2: {message}"]


def test_what_only_the_machine_decided_and_a_person_changes_is_the_persons() -> None:
    hit_list = with_reviews(listed(*hits(1)), [Review("h0001", Verdict.REDACT, ("10.2e",), MACHINE)])
    (review,) = back(hit_list, changed(hit_list, oordeel="laten staan"), nobody=NOBODY).reviews
    assert (review.verdict, review.reviewer) == (Verdict.KEEP, "anna")


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
