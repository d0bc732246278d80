from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import spacy
from rich.console import Console

from models.evaluation import compare, speed
from models.evaluation.newswire import Exact, Sentence, exact, pipeline_spans, read_columns, sentence
from models.evaluation.rivals import deduce_persons, deduce_scores, presidio_scores
from redact.executors import SerialExecutor
from redact.pipeline.gold import GoldDocument
from redact.pipeline.scoring import Kept, Mention, Redacted

CONLL = """-DOCSTART- -DOCSTART- O
35 Num O
km Misc O
( Punc O
in Prep O
Sierra N B-LOC
Nevada N I-LOC
) Punc O
. Punc O

Ajax N B-ORG
PSV N B-ORG
Anna N I-PER
de N I-PER
Wit N I-PER
Oscar N B-MISC
"""
WIKINEURAL = (
    '0\tHet\tO\n1\t"\tO\n2\tAnna\tB-PER\n3\t"\tO\n4\tvan\tO\n5\t1984\tO\n\n0\tDelft\tB-LOC\n1\t,\tO\n2\tja\tO\n\n'
)
TEXT = "Bel Anna Bloem, mail a@voorbeeldstad.nl of info@voorbeeldstad.nl."
DOCUMENT = GoldDocument("d", None, TEXT, (Mention(4, 14, "PERSON"), Mention(43, 64, "FUNCTIONAL_MAILBOX")))


def marked(each: Sentence) -> list[tuple[str, str]]:
    return [(each.text[start:end], label) for start, end, label in each.spans]


def test_columns_of_conll(tmp_path: Path) -> None:
    path = tmp_path / "testa"
    path.write_text(CONLL, encoding="utf-8")
    first, second = read_columns(path)
    assert first.text == "35 km (in Sierra Nevada)."
    assert marked(first) == [("Sierra Nevada", "LOC")]
    assert marked(second) == [("Ajax", "ORG"), ("PSV", "ORG"), ("Anna de Wit", "PERSON")]


def test_columns_of_wikineural(tmp_path: Path) -> None:
    path = tmp_path / "val"
    path.write_text(WIKINEURAL, encoding="utf-8")
    first, second = read_columns(path)
    assert (first.text, marked(first)) == ('Het "Anna" van 1984', [("Anna", "PERSON")])
    assert (second.text, marked(second)) == ("Delft, ja", [("Delft", "LOC")])


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Wat ? Ja !", "Wat? Ja!"),
        ("de ( oude ) stad ; ja : nee", "de (oude) stad; ja: nee"),
        ("in 't Veld", "in 't Veld"),
        ("Jans ' boek", "Jans' boek"),
        ('" Ja " , zei hij . " Nee "', '"Ja", zei hij. "Nee"'),
    ],
)
def test_tokens_are_put_together_as_people_write(tokens: str, text: str) -> None:
    assert sentence([(token, "O") for token in tokens.split()]).text == text


def test_scores_count_exact_stretches_and_labels() -> None:
    sentences = [
        Sentence("Anna Wit in Delft", ((0, 8, "PERSON"), (12, 17, "LOC"))),
        Sentence("Bo", ((0, 2, "PERSON"),)),
    ]
    answers = [[(0, 8, "PERSON"), (12, 17, "PERSON"), (9, 11, "MISC")], [(0, 1, "PERSON")]]
    result = exact(sentences, answers)
    assert set(result) == {"PERSON"}
    assert result["PERSON"] == Exact(2, 100 / 3, 50.0)
    assert result["PERSON"].f == pytest.approx(40.0)
    assert Exact(2, 0.0, 0.0).f == 0.0


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """A spaCy pipeline that knows one person by name, under the label that other models give."""
    nlp = spacy.blank("nl")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Anna Bloem"}])  # type: ignore[attr-defined]
    folder = tmp_path / "cnn"
    nlp.to_disk(folder)
    return folder


def test_labels_of_other_pipelines_are_understood(pipeline: Path) -> None:
    assert list(pipeline_spans(spacy.load(pipeline), [Sentence(TEXT, ()), Sentence("Niets.", ())])) == [
        [(4, 14, "PERSON")],
        [],
    ]


def test_plain_presidio_is_measured(pipeline: Path) -> None:
    result = presidio_scores([DOCUMENT], pipeline)
    assert result.labels["PERSON"] == Redacted(1, 1.0, 1.0, 1.0)
    assert result.kept["FUNCTIONAL_MAILBOX"] == Kept(1, 0.0)


@pytest.fixture
def python_with_deduce(tmp_path: Path) -> Path:
    """An interpreter with a package that answers as deduce does, and prints as it does while it loads."""
    package = tmp_path / "packages" / "deduce"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "import re\n"
        "from types import SimpleNamespace as N\n"
        "class Deduce:\n"
        "    def __init__(self):\n        print('Loading')\n"
        "    def deidentify(self, text):\n"
        "        found = [(m, 'persoon') for m in re.finditer('Anna', text)]\n"
        "        found += [(m, 'datum') for m in re.finditer('mail', text)]\n"
        "        return N(annotations=[N(start_char=m.start(), end_char=m.end(), tag=tag) for m, tag in found])\n",
        encoding="utf-8",
    )
    script = tmp_path / "python"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{package.parent}" exec "{sys.executable}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return script


def test_deduce_is_asked_in_a_process_of_its_own(python_with_deduce: Path) -> None:
    assert deduce_scores([DOCUMENT], python_with_deduce).labels == {"PERSON": Redacted(1, 0.0, 1.0, 1.0)}
    sentences = [Sentence("mail Anna", ()), Sentence("niets", ())]
    assert list(deduce_persons(sentences, python_with_deduce)) == [[(5, 9, "PERSON")], []]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    spans = [{"start": each.start, "end": each.end, "label": each.label} for each in DOCUMENT.mentions]
    path.write_text(json.dumps({"id": "d", "text": TEXT, "spans": spans}), encoding="utf-8")
    return path


def test_what_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare.main([str(tmp_path / "geen.jsonl"), str(tmp_path)]) == 3
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert "GOLD=" in told[0] and "NER=" in told[1]
    assert speed.main([str(tmp_path / "geen.jsonl")]) == 3


def test_everybody_stands_side_by_side(
    tmp_path: Path, gold: Path, pipeline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conll2002.ned.testa").write_text(CONLL, encoding="utf-8")
    (tmp_path / "wikineural.nl.val.conllu").write_text(WIKINEURAL, encoding="utf-8")
    places = compare.Places(gold, tmp_path, pipeline, tmp_path / "geen")
    assert not places.missing()
    console, executor = Console(width=140), SerialExecutor()
    compare.show_systems(console, compare.measured_systems([DOCUMENT], places, executor), 1)
    compare.show_newswire(console, compare.measured_newswire(places, executor))
    told = capsys.readouterr().out
    assert "redact, one bundle" in told and "redact, each alone" in told and "Presidio + CNN" in told
    assert "CoNLL-2002 testa" in told and "WikiNEuRal val" in told
    assert f"deduce: not measured: there is no {tmp_path / 'geen'}" in told
    assert "Bloem" not in told


def test_speed_is_measured_on_the_same_words() -> None:
    result = speed.measure([TEXT], rounds=1)
    assert result.words == 7
    told = speed.Speed(100, 0.5, 1.0).told().splitlines()
    assert [line.split()[-1] for line in told] == ["CPU-second", "CPU-second", "2.00"]
    assert "200 words" in told[0] and "100 words" in told[1]


def test_speed_takes_the_texts_that_detection_sees(gold: Path) -> None:
    assert speed.gold_texts(gold) == [TEXT]
