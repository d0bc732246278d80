"""The text of each page of a document, kept beside its other work files, for what compares or searches texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from redact.pipeline.cache import keep, kept
from redact.pipeline.dossier import Member
from redact.pipeline.settings import Context
from redact.pipeline.tasks import NORMAL, Task
from redact.pipeline.working import results_of, work_through
from redact.records import digest

TEXTS = "texts.json"


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The texts of all pages of one document, as `Page.text`, in order; `bodies` as `Page.body`."""

    texts: tuple[str, ...] = field(repr=False)
    bodies: tuple[tuple[int, int], ...]


def page_texts(context: Context, members: Sequence[Member]) -> dict[str, PageTexts]:
    """The texts of these documents by document id; those that cannot be read are left out."""
    done: dict[str, PageTexts] = {}
    tasks: list[Task] = []
    for member in members:
        folder, stamp = context.case.folder(member.document_id), digest("texts", member.stamp)
        before = kept(folder / TEXTS, stamp, PageTexts)
        if before is None:
            tasks.append(Task(member.document_id, folder, stamp, member.prepared.pages))
        else:
            done[member.document_id] = before
    results, _ = results_of(work_through(context, "read", read_texts, tasks))
    return done | results


def read_texts(task: Task) -> PageTexts:
    """Reads the texts of one document and writes texts.json."""
    from redact.extract import extract

    pages = [(page.text, page.body) for page in extract(task.folder / NORMAL)]
    found = PageTexts(tuple(text for text, _ in pages), tuple(body for _, body in pages))
    keep(task.folder / TEXTS, task.stamp, found, PageTexts)
    return found
