"""Side by side in one run: redact, deduce and plain Presidio, on marked documents and on news and encyclopedia text.

python -m models.evaluation.compare GOLD.jsonl NER_FOLDER [--cnn FOLDER] [--deduce PYTHON]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from models.evaluation.newswire import LABELS, PERSON, SETS, Exact, Sentence, Span, exact, pipeline_spans, read_columns
from models.evaluation.rivals import deduce_persons, deduce_scores, presidio_scores
from redact.detect import find, load_analyzer
from redact.detect.analyzer import MODEL
from redact.errors import ExitCode, RedactError
from redact.executors import Executor, ProcessExecutor
from redact.pipeline.evaluate import PATIENCE_S, found_in, looked_up_in, scored
from redact.pipeline.gold import GoldDocument, read_gold
from redact.pipeline.scoring import KEPT, KINDS, Kept, Redacted, Scores
from redact.pipeline.tasks import page_of
from redact.resources import shipped
from redact.rulebook import load_rulebook

WIDTH = 140
"""Characters in a line where no terminal says how many there are."""
AT_ONCE = 200
"""Sentences that a worker is handed together."""
PEOPLE = (PERSON, "PUBLIC_OFFICIAL")
R = TypeVar("R")
S = TypeVar("S", Redacted, Kept)
Newswire = dict[str, dict[str, Exact]]
"""Scores by set and label."""
Answers = Callable[[Sequence[Sentence]], Iterator[list[Span]]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sentences for one worker, and the number of the first one."""

    begin: int
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything lies."""

    gold: Path
    ner: Path
    cnn: Path
    deduce: Path

    def missing(self) -> list[str]:
        """What cannot be done without, one sentence each."""
        told = []
        if not self.gold.is_file():
            told.append(f"There are no marked documents at {self.gold}: make eval GOLD=FILE.jsonl")
        told += [
            f"There is no file {self.ner / file} ({name}): make eval NER=FOLDER"
            for name, file in SETS.items()
            if not (self.ner / file).is_file()
        ]
        return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; the exit code."""
    places = _places(arguments)
    if missing := places.missing():
        print("\n".join(missing), file=sys.stderr)
        return ExitCode.INPUT
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    try:
        documents = read_gold(places.gold)
        with ProcessExecutor(os.cpu_count() or 1) as executor:
            show_systems(console, measured_systems(documents, places, executor), len(documents))
            show_newswire(console, measured_newswire(places, executor))
    except RedactError as error:
        print(f"{places.gold}: {error}", file=sys.stderr)
        return error.exit_code
    return ExitCode.OK


def _places(arguments: Sequence[str] | None) -> Places:
    parser = argparse.ArgumentParser(prog="compare", description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("ner", type=Path)
    parser.add_argument("--cnn", type=Path, default=Path("build/cnn"), help="a spaCy CNN trained on the same data")
    parser.add_argument("--deduce", type=Path, default=Path("build/deduce/bin/python"), help="a Python with deduce")
    return Places(**vars(parser.parse_args(arguments)))


def measured_systems(documents: Sequence[GoldDocument], places: Places, executor: Executor) -> dict[str, Scores | str]:
    """Scores of each system on the marked documents, or why there are none."""
    rulebook = load_rulebook()
    systems: dict[str, Scores | str] = {}
    found = found_in(documents, rulebook, executor)
    for name, alone in (("redact, one bundle", False), ("redact, each alone", True)):
        systems[name] = scored(documents, looked_up_in(documents, found, rulebook, executor, alone=alone))
    systems["deduce"] = _if_there(places.deduce, lambda path: deduce_scores(documents, path))
    systems["Presidio + CNN"] = _if_there(places.cnn, lambda path: presidio_scores(documents, path))
    return systems


def _if_there(path: Path, measure: Callable[[Path], R]) -> R | str:
    return measure(path) if path.exists() else f"not measured: there is no {path}"


def measured_newswire(places: Places, executor: Executor) -> dict[str, Newswire | str]:
    """Scores of each system by set and label, or why there are none."""
    sets = {name: list(read_columns(places.ner / file)) for name, file in SETS.items()}

    def each(answers: Answers) -> Newswire:
        return {title: exact(sentences, answers(sentences)) for title, sentences in sets.items()}

    return {
        "bare model": each(lambda sentences: _bare(shipped("models") / MODEL, sentences)),
        "redact": each(lambda sentences: _product_persons(sentences, executor)),
        "deduce": _if_there(places.deduce, lambda path: each(lambda sentences: deduce_persons(sentences, path))),
        "bare CNN": _if_there(places.cnn, lambda path: each(lambda sentences: _bare(path, sentences))),
    }


def _bare(path: Path, sentences: Sequence[Sentence]) -> Iterator[list[Span]]:
    import spacy

    return pipeline_spans(spacy.load(path), sentences)


def _product_persons(sentences: Sequence[Sentence], executor: Executor) -> Iterator[list[Span]]:
    """The persons that the product finds in each sentence by itself, also those that it wants to leave readable."""
    texts = [each.text for each in sentences]
    chunks = [Chunk(begin, tuple(texts[begin : begin + AT_ONCE])) for begin in range(0, len(texts), AT_ONCE)]
    answers: dict[int, list[list[Span]]] = {}
    for done in executor.map(persons_in, chunks, lambda _: PATIENCE_S):
        if done.error is not None:
            raise done.error
        answers[done.task.begin] = done.result or []
    for chunk in chunks:
        yield from answers[chunk.begin]


def persons_in(chunk: Chunk) -> list[list[Span]]:
    """The persons in each text of a chunk, as a worker process finds them."""
    analyzer = load_analyzer(load_rulebook())
    return [
        [(hit.start, hit.end, PERSON) for hit in find([page_of(text)], "", analyzer) if hit.entity_type in PEOPLE]
        for text in chunk.texts
    ]


def show_systems(console: Console, systems: Mapping[str, Scores | str], documents: int) -> None:
    """Prints a column a system."""
    told = {name: result for name, result in systems.items() if isinstance(result, Scores)}
    table = Table(f"{documents} documents: covered / precision", "n", *told)
    for label in KINDS:
        _add_row(table, label, [scores.labels.get(label) for scores in told.values()], _covered)
    _add_row(table, "PERSON touched", [scores.labels.get("PERSON") for scores in told.values()], _touched)
    table.add_section()
    for label in KEPT:
        _add_row(table, f"{label} kept", [scores.kept.get(label) for scores in told.values()], _stays)
    console.print(table)
    _show_absent(console, systems)


def _add_row(table: Table, title: str, cells: Sequence[S | None], shown: Callable[[S], str]) -> None:
    """A row of what each system has; none where nobody has anything."""
    if number := max((cell.n for cell in cells if cell), default=0):
        table.add_row(title, str(number), *(shown(cell) if cell else "" for cell in cells))


def _covered(score: Redacted) -> str:
    return f"{score.covered:.3f} / {score.precision:.3f}"


def _touched(score: Redacted) -> str:
    return f"{score.touched:.3f}"


def _stays(score: Kept) -> str:
    return f"{score.kept:.3f}"


def show_newswire(console: Console, systems: Mapping[str, Newswire | str]) -> None:
    """Prints a row a set and label, a column a system."""
    told = {name: result for name, result in systems.items() if not isinstance(result, str)}
    table = Table("P / R / F, exact spans", "label", "n", *told)
    for title in SETS:
        for label in LABELS:
            rows = [result[title].get(label) for result in told.values()]
            if number := max((row.n for row in rows if row), default=0):
                shown = (f"{row.precision:.1f} / {row.recall:.1f} / {row.f:.1f}" if row else "" for row in rows)
                table.add_row(title, label, str(number), *shown)
    console.print(table)
    _show_absent(console, systems)


def _show_absent(console: Console, results: Mapping[str, object]) -> None:
    for name, result in results.items():
        if isinstance(result, str):
            console.print(f"{name}: {result}", markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
