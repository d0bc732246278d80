"""The documents list: what the program works out of each document, with what people decided on top."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from redact.detect import anonymise, search
from redact.files import read_whole, write_if_changed
from redact.intake import display_name
from redact.journal import Journal
from redact.model import Hit, Instruction, InventoryRow, Judgement, Term, Verdict
from redact.pipeline.dossier import Dossier, Member
from redact.pipeline.reviewing import Searched
from redact.pipeline.settings import Context
from redact.pipeline.tasks import page_of
from redact.records import dump, load
from redact.review import (
    DocumentDecision,
    DocumentRow,
    Entry,
    HitList,
    decide,
    document_events,
    documents_csv,
    findings_text,
    merge_decisions,
    open_hits,
    read_documents,
)
from redact.rulebook import RuleBook

DUPLICATE = "dubbel"


@dataclass(frozen=True, slots=True)
class Listed:
    """The documents list as last written, and all decisions that people took on it."""

    rows: tuple[DocumentRow, ...] = ()
    decisions: tuple[DocumentDecision, ...] = ()


def listed_so_far(context: Context) -> Listed:
    """The list as it was last written; empty for a new case."""
    data = read_whole(context.case.documents_json)
    return load(data, Listed, context.case.documents_json.name) if data is not None else Listed()


def take_back_documents(context: Context, listed: Listed, data: bytes | None) -> Listed:
    """Reads what people changed in documents.csv; it goes into the journal first.

    Raises:
        ReviewError: every faulty row, in Dutch.
    """
    if data is None or not listed.rows or context.case.untouched(context.case.documents_csv, data):
        return listed
    reviewer = context.settings.reviewer
    decisions = read_documents(data, listed.rows, context.rulebook, context.regime, reviewer)
    if not decisions:
        return listed
    Journal(context.case.journal).append_all(document_events(listed.rows, decisions, "csv", context.versions))
    newer = replace(listed, decisions=merge_decisions(listed.decisions, decisions))
    write_if_changed(context.case.documents_json, dump(newer, Listed))
    return newer


def decided(dossier: Dossier, decisions: Iterable[DocumentDecision]) -> Dossier:
    """The dossier with people's decisions on whole documents in place of what bundle.yaml said."""
    by_id = {decision.document_id: decision for decision in decisions}
    members = tuple(
        replace(member, decided=_overruled(member, by_id[member.document_id]))
        if member.document_id in by_id
        else member
        for member in dossier.members
    )
    return replace(dossier, members=members)


def _overruled(member: Member, decision: DocumentDecision) -> Instruction:
    values = {name: value for name, value in decision.values().items() if name not in ("title", "judgement")}
    if decision.judgement is not None:
        values["judgement"] = decision.judgement
    return replace(member.decided, **values)


def list_documents(
    context: Context,
    dossier: Dossier,
    hit_list: HitList,
    searched: Searched,
    listed: Listed,
    only: Collection[str] | None = None,
) -> Listed:
    """Works out every line anew, or those of the documents named alone, and puts people's decisions on top."""
    worker = _Lines(context, dossier, hit_list, searched)
    decisions = {decision.document_id: decision for decision in listed.decisions}
    known = {row.document_id: row for row in listed.rows} if only is not None else {}
    rows = [
        worker.row(member) if only is None or member.document_id in only else known[member.document_id]
        for member in dossier.members
    ]
    rows = [decide(row, decisions[row.document_id]) if row.document_id in decisions else row for row in rows]
    return replace(listed, rows=tuple(rows))


def show_documents(context: Context, listed: Listed, before: bytes | None) -> None:
    """Writes documents.csv for the reviewer, in place of what this run read there.

    Raises:
        ReviewError: the reviewer saved it in the meantime.
    """
    write_if_changed(context.case.documents_json, dump(listed, Listed))
    context.case.write_sheet(context.case.documents_csv, before, documents_csv(listed.rows, context.rulebook))


class _Lines:
    """Works out lines of the list from everything that is known of the documents."""

    def __init__(self, context: Context, dossier: Dossier, hit_list: HitList, searched: Searched):
        self._rulebook = context.rulebook
        self._places = {location.key: location.title for location in context.bundle.locations}
        self._searched = searched
        self._entries: dict[str, list[Entry]] = {}
        for entry in hit_list.entries:
            self._entries.setdefault(entry.hit.document_id, []).append(entry)
        waiting = open_hits(hit_list)
        self._open = {entry.hit_id for entry in waiting}
        rejected = {entry.hit.text for entry in hit_list.entries if entry.verdict is Verdict.KEEP}
        approved = {entry.hit.text for entry in hit_list.entries if entry.verdict is not Verdict.KEEP}
        self._left = rejected - approved
        self._terms = [term for term in _unbound(searched.terms) if term.text not in self._left]

    def row(self, member: Member) -> DocumentRow:
        entries = self._entries.get(member.document_id, [])
        redacted = [entry for entry in entries if _to_redact(entry)]
        used = [ground for entry in redacted for ground in entry.grounds]
        said = member.description
        return DocumentRow(
            document_id=member.document_id,
            code=member.code,
            name=display_name(member.document.name),
            location=self._places.get(member.document.location, ""),
            date=said.date,
            kind=said.kind,
            title=self._title(member),
            judgement=_judgement(member, bool(redacted)),
            markings=self._markings(member, used),
            grounds=_in_order(self._rulebook, [*member.decided.grounds, *used]),
            pages=member.prepared.pages,
            remark=f"Dubbel, zie {member.twin}" if member.twin else member.decided.remark,
            status=self._status(member, entries),
        )

    def _title(self, member: Member) -> str:
        """The title as it may be published: what was found in it, or is redacted elsewhere, replaced by its ground.

        A title that could not be looked at is left out.
        """
        if member.document_id not in self._searched.titles:
            return ""
        title = member.description.title
        looked_up = search([page_of(title)], member.document_id, self._terms) if title and self._terms else []
        hits = [*self._searched.titles.get(member.document_id, ()), *looked_up]
        spans = [(hit.start, hit.end, f"[{self._rulebook.label(hit.grounds)}]") for hit in hits if self._hidden(hit)]
        return anonymise(title, spans)

    def _hidden(self, hit: Hit) -> bool:
        return hit.proposal is Verdict.REDACT and bool(hit.grounds) and hit.text not in self._left

    def _markings(self, member: Member, used: Sequence[str]) -> tuple[str, ...]:
        known = {marking.marking_id for marking in self._rulebook.markings}
        twin = (DUPLICATE,) if member.twin else ()
        said = [marking for each in member.decided.markings if (marking := self._rulebook.marking(each))]
        ids = (*(marking.marking_id for marking in said), *(each for each in used if each in known), *twin)
        return tuple(dict.fromkeys(ids))

    def _status(self, member: Member, entries: Sequence[Entry]) -> str:
        if member.refusal:
            return f"niet vrijgegeven: {member.refusal}"
        if not member.going_out:
            return "wordt niet gelakt"
        waiting = sum(1 for entry in entries if entry.hit_id in self._open)
        state = f"wacht op beoordeling: {waiting} van {len(entries)} treffers open" if waiting else "beoordeeld"
        found = findings_text(member.prepared.findings)
        return f"{state}; let op: {found}" if found else state


def _unbound(terms: Iterable[Term]) -> Iterable[Term]:
    return (term for term in terms if not term.document_id)


def _to_redact(entry: Entry) -> bool:
    if entry.verdict in (Verdict.REDACT, Verdict.KEEP):
        return entry.verdict is Verdict.REDACT
    return entry.hit.proposal is Verdict.REDACT


def _judgement(member: Member, redacted: bool) -> Judgement | None:
    if member.refusal:
        return None
    if member.twin:
        return Judgement.NOT_PUBLIC
    if member.withheld:
        return member.decided.judgement
    return Judgement.PARTIAL if redacted else Judgement.PUBLIC


def _in_order(rulebook: RuleBook, codes: Iterable[str]) -> tuple[str, ...]:
    wanted = set(codes)
    return tuple(ground.code for ground in rulebook.grounds if ground.code in wanted)


def inventory_rows(context: Context, dossier: Dossier, listed: Listed) -> tuple[InventoryRow, ...]:
    """The lines of the inventories, for all locations."""
    rows = {row.document_id: row for row in listed.rows}
    label = context.rulebook.label
    return tuple(
        InventoryRow(
            code=row.code,
            location=member.document.location,
            date=row.date,
            kind=row.kind,
            title=row.title,
            judgement=row.judgement,
            markings=tuple(label((marking,)) for marking in row.markings),
            grounds=tuple(label((ground,)) for ground in row.grounds),
            remark="Nog niet beoordeeld" if row.judgement is None and not row.remark else row.remark,
            pages=row.pages,
        )
        for member in dossier.members
        if (row := rows[member.document_id])
    )
