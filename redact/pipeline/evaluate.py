"""Marked documents in, scores out: what the pipeline proposes for them, measured against what people marked.

gold.jsonl --read_gold--> documents --detect--> hits --look up what was found--> hits --scores--> shares and mistakes

The documents are laid out as pages (see `redact.extract.typed`), so that reading order, hyphens at line ends and table
cells count as they do for a PDF; what the boxes of a hit cover is what counts as found.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from redact.executors import Executor
from redact.model import Hit, Regime, Term
from redact.pipeline.gold import GoldDocument, read_gold
from redact.pipeline.scoring import Mark, Marked, Scores, scores
from redact.pipeline.terms import combined, knowledge
from redact.rulebook import RuleBook, load_rulebook
from redact.tag import tag

T = TypeVar("T", "FindText", "SearchText")
Hits = Mapping[str, tuple[Hit, ...]]
PATIENCE_S = 600.0
"""A measurement that one slow text cuts short says nothing."""


@dataclass(frozen=True, slots=True)
class FindText:
    """Detection in one text."""

    document_id: str
    text: str = field(repr=False)
    date: datetime.date | None = None
    rules: Path | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class SearchText:
    """Looking for terms in one text."""

    document_id: str
    text: str = field(repr=False)
    terms: tuple[Term, ...] = field(repr=False)


def evaluate(gold: Path, executor: Executor, *, alone: bool, rules: Path | None, model: str | None) -> Scores:
    """Scores of the pipeline on a file of marked documents.

    Args:
        gold: JSON lines, see `redact.pipeline.gold`.
        executor: does the work.
        alone: take each document by itself; else all of them are one bundle.
        rules: another rules folder than the shipped one.
        model: another spaCy pipeline than the shipped one.

    Raises:
        InputError: the file cannot be used.
        RulesError: the rule book is wrong.
        MissingModelError: there is no such pipeline.
    """
    documents = read_gold(gold)
    rulebook = load_rulebook(rules)
    found = found_in(documents, rulebook, executor, rules, model)
    return scored(documents, looked_up_in(documents, found, rulebook, executor, alone=alone))


def found_in(
    documents: Sequence[GoldDocument],
    rulebook: RuleBook,
    executor: Executor,
    rules: Path | None = None,
    model: str | None = None,
) -> Hits:
    """What is found in each document by itself, with grounds and proposals, before anything is looked up."""
    tasks = [FindText(document.document_id, document.text, document.date, rules, model) for document in documents]
    found = _done(executor, find_text, tasks)
    return {name: tuple(tag(hits, rulebook, Regime.WOO, frozenset())) for name, hits in found.items()}


def looked_up_in(
    documents: Sequence[GoldDocument], found: Hits, rulebook: RuleBook, executor: Executor, *, alone: bool
) -> Hits:
    """The hits of each document once what was found anywhere was looked for everywhere.

    Args:
        documents: all documents.
        found: the answer of `found_in`.
        rulebook: says which texts are looked for.
        executor: does the work.
        alone: look for what was found in a document in that document only.
    """
    names = {document.document_id: document.document_id for document in documents}
    if alone:
        known = {name: knowledge({name: hits}, rulebook, {name: names[name]}) for name, hits in found.items()}
    else:
        known = dict.fromkeys(found, knowledge(found, rulebook, names))
    tasks = [SearchText(document.document_id, document.text, known[document.document_id]) for document in documents]
    looked_up = _done(executor, search_text, tasks)
    return {name: combined(hits, looked_up[name]) for name, hits in found.items()}


def scored(documents: Iterable[GoldDocument], hits: Hits) -> Scores:
    """Scores of hits on documents, by what their boxes cover."""
    return scores(marked(document, hits[document.document_id]) for document in documents)


def marked(document: GoldDocument, hits: Iterable[Hit]) -> Marked:
    """A document with its hits, by what their boxes cover."""
    from redact.extract.typed import typed

    page = typed(document.text)
    marks = (Mark(hit.entity_type, hit.recognizer, frozenset(page.under(hit.boxes)), hit.proposal) for hit in hits)
    return Marked(document.document_id, document.text, document.mentions, tuple(marks))


def _done(executor: Executor, work: Callable[[T], tuple[Hit, ...]], tasks: Sequence[T]) -> dict[str, tuple[Hit, ...]]:
    """The hits by document, in the order of the tasks.

    Raises:
        RedactError: what any task ended in.
    """
    results: dict[str, tuple[Hit, ...]] = {}
    for done in executor.map(work, tasks, lambda _: PATIENCE_S):
        if done.error is not None:
            raise done.error
        results[done.task.document_id] = done.result or ()
    return {task.document_id: results[task.document_id] for task in tasks}


def find_text(task: FindText) -> tuple[Hit, ...]:
    """Detects what the rule book and the model know in one text."""
    from redact.detect import find, load_analyzer
    from redact.extract.typed import typed

    analyzer = load_analyzer(load_rulebook(task.rules), task.model)
    return tuple(find([typed(task.text).page], task.document_id, analyzer, task.date))


def search_text(task: SearchText) -> tuple[Hit, ...]:
    """Looks for the terms in one text."""
    from redact.detect import search
    from redact.extract.typed import typed

    return tuple(search([typed(task.text).page], task.document_id, task.terms))
