"""One stage over many documents: progress, and which errors end the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from redact.errors import DocumentRefused
from redact.executors import Done
from redact.pipeline.settings import Context
from redact.pipeline.tasks import Task

T = TypeVar("T", bound=Task)
R = TypeVar("R")


def work_through(context: Context, stage: str, work: Callable[[T], R], tasks: Sequence[T]) -> Iterator[Done[T, R]]:
    """Does the tasks, largest first. A refused document is handed back with its error.

    Raises:
        RedactError: something that does not lie in the document (a full disk, no model): the whole run ends.
    """
    context.progress.stage(stage, len(tasks))
    ordered = sorted(tasks, key=lambda task: task.pages, reverse=True)
    for done in context.executor.map(work, ordered, lambda task: task.seconds):
        if done.error is not None and not isinstance(done.error, DocumentRefused):
            raise done.error
        context.progress.advance()
        yield done


def results_of(outcomes: Iterable[Done[T, R]]) -> tuple[dict[str, R], dict[str, str]]:
    """Results by document id, and the Dutch reason of each document that was refused."""
    results: dict[str, R] = {}
    refused: dict[str, str] = {}
    for done in outcomes:
        if done.error is not None:
            refused[done.task.document_id] = str(done.error)
        elif done.result is not None:
            results[done.task.document_id] = done.result
    return results, refused
