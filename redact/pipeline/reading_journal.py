"""The journal of a case for people: by document, in Dutch, and only when nothing in it was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from redact.case import Case, CaseRecord, default_case_folder
from redact.errors import InputError, UsageProblem
from redact.files import read_whole
from redact.intake import display_name
from redact.journal import Journal
from redact.pipeline.sentences import sentence, tool_of
from redact.pipeline.settings import FROM_BUNDLE, MACHINE
from redact.review import HitList, from_json
from redact.rulebook import RuleBook, load_rulebook


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: when (with its zone), who, with which tool, on what, and what was done in Dutch.

    `code` is the document's, or '' for a line on the whole case.
    """

    number: int
    time: datetime
    code: str
    document: str
    hits: tuple[str, ...]
    reviewer: str
    tool: str
    text: str
    rules_version: str
    model_version: str


def read_journal(bundle: Path, out: Path | None, document: str = "", hit: str = "") -> tuple[JournalLine, ...]:
    """The journal of a bundle's case, by document in code order and then by time; first what is of the whole case.

    Args:
        bundle: the bundle.
        out: the case folder; None for the one beside the bundle.
        document: only of the document with this code.
        hit: only of the hit with this id.

    Raises:
        InputError: there is no case yet, or its journal was tampered with.
        UsageProblem: there is no such document or hit.
    """
    case = Case((out or default_case_folder(bundle)).absolute())
    record = case.record()
    if record is None:
        raise InputError(f"There is no case in {case.root} yet. Begin with `redact run {bundle}`.")
    demand_whole(case)
    writer = _Writer(record, load_rulebook())
    lines = [writer.line(entry) for entry in Journal(case.journal).entries()]
    if document:
        lines = _of_document(lines, document, record)
    if hit:
        lines = _of_hit(lines, hit)
    return tuple(sorted(lines, key=lambda line: (line.code != "", writer.place(line.code), line.number)))


def demand_whole(case: Case) -> None:
    """Sees to it that the journal is as it was written, and that no decision is in force without it.

    Raises:
        InputError: a line was changed, moved, put in or taken away; names it.
    """
    journal = Journal(case.journal)
    journal.verify()
    known = {entry.get("hit_id") for entry in journal.entries()}
    data = read_whole(case.hits_json)
    hit_list = from_json(data) if data is not None else HitList()
    missing = [entry.hit_id for entry in hit_list.entries if entry.review is not None and entry.hit_id not in known]
    if missing:
        raise InputError(
            f"{case.journal} has no line on {len(missing)} hits that were decided on ({', '.join(missing[:5])}): lines "
            "are gone. Put a backup back."
        )


def _of_document(lines: Iterable[JournalLine], code: str, record: CaseRecord) -> list[JournalLine]:
    known = {each.casefold(): each for each in record.codes.values()}
    if code.casefold() not in known:
        raise UsageProblem(f"--document: the case has no {code!r}. Its codes stand in documents.csv.")
    return [line for line in lines if line.code == known[code.casefold()]]


def _of_hit(lines: Iterable[JournalLine], hit: str) -> list[JournalLine]:
    found = [line for line in lines if hit.casefold() in line.hits]
    if not found:
        raise UsageProblem(f"--hit: the journal has no line on {hit!r}. Hit ids stand in hits.csv.")
    return found


class _Writer:
    """Puts lines into words."""

    def __init__(self, record: CaseRecord, rulebook: RuleBook) -> None:
        self._rulebook = rulebook
        self._names = record.names
        self._codes = {document_id: record.codes.get(name, "") for document_id, name in record.names.items()}
        order = sorted(record.codes.values(), key=lambda code: (len(code), code))
        self._places = {code: place for place, code in enumerate(order)}

    def place(self, code: str) -> int:
        return self._places.get(code, 0)

    def line(self, entry: Mapping[str, Any]) -> JournalLine:
        document_id = str(entry.get("document_id", ""))
        return JournalLine(
            number=entry["seq"],
            time=datetime.fromisoformat(entry["time"]),
            code=self._codes.get(document_id, ""),
            document=display_name(self._names.get(document_id, "")),
            hits=(entry["hit_id"],) if "hit_id" in entry else tuple(entry.get("hits", ())),
            reviewer=str(entry.get("reviewer", "")),
            tool=tool_of(entry),
            text=sentence(entry, self._rulebook),
            rules_version=str(entry.get("rules_version", "")),
            model_version=str(entry.get("model_version", "")),
        )


def printed(lines: Iterable[JournalLine], *, versions: bool) -> Iterator[str]:
    """The journal for the terminal, in Dutch: a heading a document, a line a decision, in the time of this machine."""
    heading = None
    for line in lines:
        title = f"{line.code}  {line.document}" if line.code else "De hele zaak"
        if title != heading:
            if heading is not None:
                yield ""
            yield title
            heading = title
        yield "  " + "  ".join(filter(None, _cells(line, versions)))
    if heading is None:
        yield "Het journaal heeft hier geen regels over."


def _cells(line: JournalLine, versions: bool) -> Iterator[str]:
    yield line.time.astimezone().strftime("%d-%m-%Y %H:%M:%S")
    yield _who(line)
    yield ", ".join(line.hits) if line.code else ""
    yield line.text
    if versions:
        yield f"[regels {line.rules_version or '-'}, model {line.model_version or '-'}]"


def _who(line: JournalLine) -> str:
    if line.reviewer in ("", MACHINE, FROM_BUNDLE):
        return line.reviewer or "het programma"
    return f"{line.reviewer} ({line.tool})" if line.tool else line.reviewer
