"""The name grammar: what it takes for a person, in which form, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Span

from models.names.build import write_lists
from redact.detect.lexicon import shipped_lexicon
from redact.detect.names import FORMS, NAMES
from redact.detect.shapes import shapes
from redact.detect.words import blank_pipeline
from redact.resources import shipped

LISTS = shipped("models") / "names"


def named(nlp: Language, text: str) -> list[Span]:
    doc = nlp(text)
    return list(doc.spans[NAMES])


def grammar() -> Language:
    nlp = blank_pipeline()
    nlp.add_pipe("dutch_names")
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return grammar()


FOUND = [
    # titles stay outside
    ("Ik sprak dhr. Jansen daarover.", "Jansen", "titel"),
    ("Ik sprak mevrouw De Wit daarover.", "De Wit", "titel"),
    ("de heer Van der Berg zei", "Van der Berg", "titel"),
    ("mr. drs. J. Vermeulen zei", "J. Vermeulen", "titel"),
    ("prof. dr. Koning sprak", "Koning", "titel"),
    ("mevr. Visser-de Boer belde", "Visser-de Boer", "titel"),
    ("mw. A.B. van 't Hof belde", "A.B. van 't Hof", "titel"),
    # initials
    ("Dat zei J.W. de Vries gisteren.", "J.W. de Vries", "voorletters"),
    ("Dat zei J. W. de Vries gisteren.", "J. W. de Vries", "voorletters"),
    ("Dat zei J.W. (Jan Willem) de Vries gisteren.", "J.W. (Jan Willem) de Vries", "voorletters"),
    ("namens A. Bakker besloten", "A. Bakker", "voorletters"),
    ("namens Th. Jansen besloten", "Th. Jansen", "voorletters"),
    ("namens P. in 't Veld besloten", "P. in 't Veld", "voorletters"),
    ("namens A.-M. Smit besloten", "A.-M. Smit", "voorletters"),
    # in full
    ("volgens Jan Jansen is", "Jan Jansen", "volledig"),
    ("volgens Piet van der Meulen is", "Piet van der Meulen", "volledig"),
    ("volgens Fatima el Amrani is", "Fatima el Amrani", "volledig"),
    ("volgens Anne-Fleur Vermeulen is", "Anne-Fleur Vermeulen", "volledig"),
    ("volgens Jan Jansen-de Boer is", "Jan Jansen-de Boer", "volledig"),
    ("volgens Jan Xyverknaap is", "Jan Xyverknaap", "volledig"),
    ("volgens Jan van Rijswijk is", "Jan van Rijswijk", "volledig"),
    ("volgens Jan\nJansen is", "Jan\nJansen", "volledig"),
    ("volgens Jan de\nVries is", "Jan de\nVries", "volledig"),
    ("volgens JAN JANSEN is", "JAN", None),
    # turned round
    ("Vries, J.W. (Jan Willem) de - BD", "Vries, J.W. (Jan Willem) de", "omgekeerd"),
    ("Van: Jansen, Piet", "Jansen, Piet", "omgekeerd"),
    ("Aan: Berg, A. van den; secretariaat", "Berg, A. van den", "omgekeerd"),
    ("Vries, de, J.", "Vries, de, J.", "omgekeerd"),
    # surnames by themselves
    ("De Vries heeft gebeld.", "De Vries", "tussenvoegsel"),
    ("Daarna vroeg Van der Linden het woord.", "Van der Linden", "tussenvoegsel"),
    ("Daarna vroeg Jansen-de Boer het woord.", "Jansen-de Boer", "dubbel"),
    ("Daarna vroeg Vermeulen het woord.", "Vermeulen", "achternaam"),
    ("Daarna vroeg Bakker het woord.", "Bakker", "achternaam"),
    # first names by themselves
    ("Daarna vroeg Fatima het woord.", "Fatima", "voornaam"),
    ("Kees vroeg het woord.", "Kees", "voornaam"),
    ("Daarna vroegen Anne-Fleur en ik het woord.", "Anne-Fleur", "voornamen"),
    ("Daarna vroeg Fatima B. het woord.", "Fatima B.", "voornamen"),
]


@pytest.mark.parametrize(("text", "name", "form"), FOUND)
def test_a_name_is_found_whole_and_in_its_form(nlp: Language, text: str, name: str, form: str | None) -> None:
    found = {ent.text: ent.id_ for ent in named(nlp, text)}
    if form is None:
        assert any(name in one for one in found)
    else:
        assert found == {name: form}
    assert all(ent.label_ == "PERSON" for ent in named(nlp, text))


LEFT_ALONE = [
    "De motie-Segers is aangenomen.",
    "de wet-Mulder en de Wet Jansen",
    "het kabinet-Jansen en de commissie-De Vries",
    "Zij woont in de Jan van Galenstraat 5.",
    "Het kantoor aan de Thorbeckelaan 12 is dicht.",
    "Het Jan Jansen Huis is gesloten.",
    "Stichting De Boer vroeg subsidie aan.",
    "Een offerte van Jansen Bouw B.V. ligt voor.",
    "Een offerte van Bakker BV ligt voor.",
    "het ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
    "de gemeente Van der Meer",
    "In Mei en April is er overleg in Den Haag.",
    "Op maandag 12 maart 2021 te Amsterdam.",
    "De Raad heeft besloten. De Kamer ook. De Staat niet.",
    "Bakker worden is moeilijk.",
    "Wit papier. Groot formaat. Best veel. Korte lijnen. Wilt u dit lezen?",
    "N.B. Bijlage volgt. P.S. Bedankt.",
    "Zie art. 10, tweede lid, Art. 5.1 Woo en Bijlage A. Inleiding volgt.",
    "De minister van Volksgezondheid, Welzijn en Sport antwoordt.",
    "Microsoft Outlook en Windows Server draaien in de cloud.",
    "de heer en mevrouw",
    "",
    "   \n \n  ",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_a_name_is_left_alone(nlp: Language, text: str) -> None:
    assert [ent.text for ent in named(nlp, text)] == []


def test_a_part_of_a_full_name_is_found_again_on_the_page(nlp: Language) -> None:
    text = "Namens mevrouw A. Xyverknaap. Later belde Xyverknaap terug."
    assert [(ent.text, ent.id_) for ent in named(nlp, text)] == [
        ("A. Xyverknaap", "titel"),
        ("Xyverknaap", "naamdeel"),
    ]
    assert not named(nlp, "Later belde Xyverknaap terug.")


def test_a_column_or_an_empty_line_ends_a_name(nlp: Language) -> None:
    for gap in ("     ", "\t", "\n\n"):
        assert [ent.text for ent in named(nlp, f"Fatima{gap}Vermeulen")] == ["Fatima", "Vermeulen"]


def test_columns_of_a_table_give_a_name_a_row(nlp: Language) -> None:
    table = "Naam          Kamer\nJan Jansen    B.12\nFatima el Amrani    C.3\n"
    assert [ent.text for ent in named(nlp, table)] == ["Jan Jansen", "Fatima el Amrani"]


def test_forms_carry_a_score_by_strength_and_a_dutch_reason() -> None:
    assert FORMS["titel"].score > FORMS["voornaam"].score > FORMS["achternaam"].score
    assert all(0 < form.score <= 1 and form.reason for form in FORMS.values())


def test_letters_stand_for_tokens(nlp: Language) -> None:
    doc = nlp.make_doc("De heer J. de Vries,  Stichting X\n\nmotie-Mei")
    read = shapes(doc, shipped_lexicon())
    assert read.letters == "ITL.iS,GL|M-R"
    assert [doc[place].text for place in read.tokens] == [
        *("De", "heer", "J", ".", "de", "Vries", ",", "Stichting", "X", "\n\n", "motie", "-", "Mei"),
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"JVk'’-.,:;()\n\t @/0é", "de ", "van ", "Jan ", "mr. ", "Vries", "Kees", "Wit "]), max_size=40
    )
)
def test_any_text_gives_entities_that_are_tokens_of_it(parts: list[str]) -> None:
    text = "".join(parts)
    doc = PIPELINE(text)
    assert doc.text == text
    assert all(ent.text == ent.text.strip() and ent.text for ent in doc.spans[NAMES])


PIPELINE = grammar()


def test_hostile_text_takes_no_long_time(nlp: Language) -> None:
    for text in (
        "van " * 3000,
        "Jan-" * 3000,
        "J." * 5000,
        "Jan Jansen, " * 1500,
        "mr. " * 4000,
        "A B " * 4000,
        "(Jan) " * 2500,
    ):
        nlp(text)


def test_lists_are_small_and_carry_their_licences() -> None:
    size = sum(path.stat().st_size for path in LISTS.iterdir())
    assert size < 1_500_000
    licences = (LISTS / "LICENSES.md").read_text("utf-8")
    for owner in ("CC0", "Copyright (c) 2020 Joris", "Copyright (c) 2020, OpenTaal"):
        assert owner in licences


DATA = Path(__file__).parents[2] / "shared" / "data" / "names"


@pytest.mark.skipif(not DATA.is_dir(), reason="the source lists are not on this machine")
def test_the_build_makes_the_shipped_bytes(tmp_path: Path) -> None:
    write_lists(DATA, tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(made) == 4
    for name, content in made.items():
        assert (LISTS / name).read_bytes() == content, name


@pytest.mark.parametrize("text", ["Lotte Mei belde", "Aan: Mei, L. (Lotte)", "Beste Lotte Mei,"])
def test_a_surname_that_is_a_month_is_a_name_beside_a_first_name(nlp: Language, text: str) -> None:
    assert any("Mei" in ent.text for ent in named(nlp, text))


@pytest.mark.parametrize("text", ["Op 5 Mei 2021 sprak men", "In Mei was het warm", "op 3 mei, J. de Vries belde"])
def test_a_month_is_no_name(nlp: Language, text: str) -> None:
    assert not any("ei" in ent.text.split() or "Mei" in ent.text for ent in named(nlp, text))
