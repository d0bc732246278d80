"""The documents of a bundle: taken in, normalised, numbered, and what was decided on each as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from redact import __version__, numbering
from redact.case import CaseRecord, open_case
from redact.errors import DocumentFailed, RedactError
from redact.limits import SECONDS_PER_DOCUMENT
from redact.model import Description, Finding, Instruction, Judgement, SourceDocument
from redact.pipeline.cache import keep, kept
from redact.pipeline.settings import Context
from redact.pipeline.tasks import NORMAL, PREPARED, Prepared, PrepareTask, Task, count_pages, prepare
from redact.pipeline.working import work_through
from redact.records import digest


@dataclass(frozen=True, slots=True)
class Member:
    """One document in its case. `twin` is the code of the document it is an exact copy of, or ''."""

    document: SourceDocument
    prepared: Prepared
    code: str
    decided: Instruction
    twin: str = ""

    @property
    def document_id(self) -> str:
        """Id of the document."""
        return self.document.document_id

    @property
    def stamp(self) -> str:
        """What its normalised file is made from."""
        return prepare_stamp(self.document)

    @property
    def refusal(self) -> str:
        """Why it cannot be processed, in Dutch; '' when it can, or when nothing of it goes out anyway."""
        if self.withheld or self.twin:
            return ""
        return self.document.refusal or self.prepared.refusal

    @property
    def withheld(self) -> bool:
        """Whether it was decided that nothing of it is published here."""
        return self.decided.judgement in (Judgement.NOT_PUBLIC, Judgement.ALREADY_PUBLIC)

    @property
    def going_out(self) -> bool:
        """Whether it is to be read, reviewed, burnt and published."""
        return not (self.withheld or self.twin or self.refusal)

    @property
    def description(self) -> Description:
        """What the inventory says of it: as decided, else as read."""
        read = self.prepared.description or Description(None, "document", PurePosixPath(self.document.name).stem)
        return replace(
            read,
            date=self.decided.date or read.date,
            kind=self.decided.kind or read.kind,
            title=self.decided.title or read.title,
        )


@dataclass(frozen=True, slots=True)
class Dossier:
    """All documents of the case, in code order."""

    members: tuple[Member, ...]

    @property
    def pages(self) -> int:
        """Pages of all documents together."""
        return sum(member.prepared.pages for member in self.members)

    @property
    def going_out(self) -> tuple[Member, ...]:
        """Those that are to be published."""
        return tuple(member for member in self.members if member.going_out)

    @property
    def codes(self) -> dict[str, str]:
        """Code by document id."""
        return {member.document_id: member.code for member in self.members}


def dossier(members: Iterable[Member], scheme: str) -> Dossier:
    """Members in code order."""
    return Dossier(tuple(sorted(members, key=lambda member: numbering.sort_key(member.code, scheme))))


def with_refusals(given: Dossier, reasons: Mapping[str, str]) -> Dossier:
    """The dossier with these documents refused; reasons are Dutch, by document id."""
    if not reasons:
        return given
    members = tuple(
        replace(member, prepared=replace(member.prepared, refusal=reasons[member.document_id]))
        if member.document_id in reasons
        else member
        for member in given.members
    )
    return replace(given, members=members)


def with_findings(given: Dossier, found: Mapping[str, tuple[Finding, ...]]) -> Dossier:
    """The dossier with what burning met in documents, by document id."""
    members = tuple(
        replace(
            member, prepared=replace(member.prepared, findings=member.prepared.findings + found[member.document_id])
        )
        if found.get(member.document_id)
        else member
        for member in given.members
    )
    return replace(given, members=members)


def gather(context: Context, documents: Sequence[SourceDocument]) -> Dossier:
    """Normalises what is new or changed, gives codes, and finds exact copies.

    Raises:
        InputError: the case folder belongs to another bundle.
    """
    names = {document.document_id: document.name for document in documents}
    record = open_case(context.case.root, context.bundle, names)
    prepared = _prepare_all(context, documents)
    codes = _codes(context, documents, prepared, record)
    context.case.save_record(CaseRecord(record.bundle, context.bundle.case_number, codes, record.names | names))
    members = [_member(context, each, prepared[each.document_id], codes[each.name]) for each in documents]
    return dossier(_with_twins(members, context.bundle.numbering), context.bundle.numbering)


def _prepare_all(context: Context, documents: Sequence[SourceDocument]) -> dict[str, Prepared]:
    done: dict[str, Prepared] = {}
    tasks: list[PrepareTask] = []
    for document in documents:
        stamp = prepare_stamp(document)
        folder = context.case.folder(document.document_id)
        before = Prepared(refusal=document.refusal) if document.refusal else kept(folder / PREPARED, stamp, Prepared)
        if before is None or not (before.refusal or (folder / NORMAL).exists()):
            tasks.append(PrepareTask(document.document_id, folder, stamp, 0, document.path, document.name))
        else:
            done[document.document_id] = before
    for outcome in work_through(context, "prepare", prepare, _sized(context, tasks)):
        done[outcome.task.document_id] = outcome.result or _refused(outcome.task, outcome.error)
    return done


def _sized(context: Context, tasks: Sequence[PrepareTask]) -> list[PrepareTask]:
    """The tasks with the number of pages of their files, so that a long one gets its time; 0 for a broken one."""
    counted = context.executor.map(count_pages, tasks, lambda _: SECONDS_PER_DOCUMENT)
    return [replace(done.task, pages=done.result or 0) for done in counted]


def _refused(task: Task, error: RedactError | None) -> Prepared:
    prepared = Prepared(refusal=str(error))
    if not isinstance(error, DocumentFailed):
        keep(task.folder / PREPARED, task.stamp, prepared, Prepared)
    return prepared


def prepare_stamp(document: SourceDocument) -> str:
    """What a normalised file is made from."""
    return digest("prepare", __version__, document.sha256, document.name)


def _codes(
    context: Context, documents: Sequence[SourceDocument], prepared: dict[str, Prepared], record: CaseRecord
) -> dict[str, str]:
    def when(document: SourceDocument) -> tuple[date, str]:
        said = context.bundle.instructions.get(document.name, Instruction()).date
        read = prepared[document.document_id].description
        return said or (read.date if read else None) or date.max, document.name

    names = [document.name for document in sorted(documents, key=when)]
    return numbering.assign(names, _known_codes(documents, record), context.bundle.numbering)


def _known_codes(documents: Sequence[SourceDocument], record: CaseRecord) -> dict[str, str]:
    """Codes given before. A file that was renamed or moved since (same content, old name gone) takes its code along."""
    present = {document.name for document in documents}
    codes = dict(record.codes)
    for document in documents:
        former = record.names.get(document.document_id, "")
        if document.name not in codes and former not in present and former in codes:
            codes[document.name] = codes.pop(former)
    return codes


def _member(context: Context, document: SourceDocument, prepared: Prepared, code: str) -> Member:
    return Member(document, prepared, code, context.bundle.instructions.get(document.name, Instruction()))


def _with_twins(members: Sequence[Member], scheme: str) -> list[Member]:
    """Each further exact copy learns the code of the first one."""
    first: dict[str, str] = {}
    result = []
    for member in sorted(members, key=lambda each: numbering.sort_key(each.code, scheme)):
        original = first.setdefault(member.document.sha256, member.code) if member.document.sha256 else member.code
        result.append(member if original == member.code else replace(member, twin=original))
    return result
