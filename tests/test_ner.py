"""The language model: pieces, stretches, and what the shipped one finds."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from tokenizers import Tokenizer

from redact.detect.analyzer import MODEL
from redact.detect.ner import OVERLAP, PERSON_CHANCES, STRETCH, stretches
from redact.detect.pieces import LINE_END, MAX_WORD_PIECES, Cutter, Pieces
from redact.detect.words import blank_pipeline
from redact.errors import MissingModelError
from redact.resources import shipped

FOLDER = shipped("models") / MODEL
WORDS = blank_pipeline()


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(Tokenizer.from_file(str(FOLDER / "redact_ner" / "tokenizer.json")))


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(FOLDER)


def test_every_word_begins_at_a_piece_of_its_own(cutter: Cutter) -> None:
    doc = WORDS.make_doc("Beste J.W. de Vries,\nzie  bijlage\n\nGroet")
    pieces = cutter(doc)
    assert [first >= 0 for first in pieces.firsts] == [not token.is_space for token in doc]
    assert all(pieces.tokens[first] == token.i for token, first in zip(doc, pieces.firsts, strict=True) if first >= 0)
    assert pieces.ids.count(LINE_END) == 3


def test_a_word_means_the_same_wherever_it_stands(cutter: Cutter) -> None:
    alone, later = cutter(WORDS.make_doc("Vries")), cutter(WORDS.make_doc("Jan de Vries"))
    assert later.ids[-len(alone.ids) :] == alone.ids


def test_a_giant_word_gives_few_pieces(cutter: Cutter) -> None:
    assert len(cutter(WORDS.make_doc("x" * 100_000)).ids) <= MAX_WORD_PIECES


@given(st.lists(st.integers(1, 5), min_size=1, max_size=600), st.data())
@settings(max_examples=60, deadline=None)
def test_stretches_cover_all_and_cut_no_word(sizes: list[int], data: st.DataObject) -> None:
    ids: list[int] = []
    firsts: list[int] = []
    tokens: list[int] = []
    for number, size in enumerate(sizes):
        firsts.append(len(ids))
        ids += [LINE_END if data.draw(st.booleans()) and size == 1 else 9] * size
        tokens += [number] * size
    found = list(stretches(Pieces(ids, firsts, tokens)))
    taken = [place for stretch in found for place in range(stretch.first, stretch.last)]
    assert taken == list(range(len(ids)))
    for stretch in found:
        assert stretch.start <= stretch.first < stretch.last <= stretch.end <= stretch.start + STRETCH
        assert stretch.start in firsts and (stretch.end == len(ids) or tokens[stretch.end] != tokens[stretch.end - 1])
    assert all(later.start <= earlier.end - OVERLAP // 2 for earlier, later in pairwise(found))


FOUND = [
    ("Ik sprak gisteren met Xandrine Vlobbers over de nota.", "Xandrine Vlobbers", "PERSON"),
    ("Beste Tjibbelien,\n\nDank voor je bericht.", "Tjibbelien", "PERSON"),
    ("Van: Zwartveld, K.L. (Karlijn) van\nAan: Iedereen", "Zwartveld, K.L. (Karlijn) van", "PERSON"),
    ("Gisteren belde fatima bouzambou over de vergunning.", "fatima bouzambou", "PERSON"),
    ("Het Ministerie van Financiën heeft dat bevestigd.", "Ministerie van Financiën", "ORG"),
    ("Hij verhuisde van Zutphen naar Groningen.", "Groningen", "LOC"),
]


@pytest.mark.parametrize(("text", "wanted", "label"), FOUND)
def test_the_shipped_model_finds(nlp: Language, text: str, wanted: str, label: str) -> None:
    assert (wanted, label) in [(ent.text, ent.label_) for ent in nlp(text).ents]


LEFT = [
    "Het besluit is op maandag genomen door het college.",
    "De motie-Vlobbers is aangenomen.",
    "De aanvraag ligt ter inzage aan de Vlobbersstraat in het gemeentehuis.",
]


@pytest.mark.parametrize("text", LEFT)
def test_the_shipped_model_finds_no_person_in(nlp: Language, text: str) -> None:
    assert not [ent.text for ent in nlp(text).ents if ent.label_ == "PERSON"]


def test_every_entity_has_a_chance_and_every_word_its_own(nlp: Language) -> None:
    doc = nlp("Ik sprak met Xandrine Vlobbers en met Tjibbelien.")
    assert all(0 < ent._.score <= 1 for ent in doc.ents)
    chances = doc.user_data[PERSON_CHANCES]
    assert len(chances) == len(doc)
    assert chances[3] > 0.5 > chances[0]


def test_a_long_text_is_read_to_its_end(nlp: Language) -> None:
    text = "Het college heeft daarover in de vergadering gesproken.\n" * 200 + "Dat zei Xandrine Vlobbers toen."
    assert [ent.text for ent in nlp(text).ents if ent.label_ == "PERSON"] == ["Xandrine Vlobbers"]


def test_the_same_text_gives_the_same_entities(nlp: Language) -> None:
    text = "Aanwezig: Xandrine Vlobbers, T. Knarsebeek en dhr. Brommels.\n" * 30
    first, second = nlp(text), nlp(text)
    assert [(ent.text, ent._.score) for ent in first.ents] == [(ent.text, ent._.score) for ent in second.ents]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u200b", "..." * 50, "\x00\x01", "שלום רב", "北京市 王小明"])
def test_odd_texts_do_no_harm(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_a_folder_without_its_model_says_so(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(FOLDER, copy)
    (copy / "redact_ner" / "model.onnx").unlink()
    with pytest.raises(MissingModelError, match=r"model\.onnx"):
        spacy.load(copy)("Jan")


def test_the_pipeline_is_small_and_says_what_it_is() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 60_000_000
    meta = json.loads((FOLDER / "meta.json").read_text("utf-8"))
    assert meta["lang"] == "nl" and "MIT" in meta["license"]
