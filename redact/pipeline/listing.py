"""The documents list: what the program works out of each document, with what people decided on top."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from redact.detect import anonymise, search
from redact.files import read_whole, write_if_changed
from redact.intake import display_name
from redact.journal import Journal
from redact.model import Hit, Instruction, InventoryRow, Judgement, Term, Verdict
from redact.pipeline.dossier import Dossier, Member
from redact.pipeline.four_eyes import four_eyes
from redact.pipeline.remaining import Remaining, remaining
from redact.pipeline.reviewing import Searched
from redact.pipeline.settings import FROM_BUNDLE, Context
from redact.pipeline.tasks import NORMAL, page_of
from redact.pipeline.texts import PageTexts, page_texts
from redact.records import dump, load
from redact.review import (
    DocumentDecision,
    DocumentRow,
    Earlier,
    Entry,
    HitList,
    decide,
    document_events,
    documents_csv,
    facts_hint,
    findings_text,
    merge_decisions,
    open_hits,
    opinion_ground,
    outstanding,
    outstanding_documents,
    read_documents,
)
from redact.rulebook import RuleBook

DUPLICATE = "dubbel"
MOST_HINTS = 3
"""So many hints stand in the list; the page for reviewers shows all of them."""
_INSTRUCTED = frozenset({"date", "kind", "judgement", "markings", "grounds", "remark"})
"""What a decision can put in place of what bundle.yaml says."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The documents list as last written, and all decisions that people took on it."""

    rows: tuple[DocumentRow, ...] = ()
    decisions: tuple[DocumentDecision, ...] = ()
    by_machine: bool = False
    """Whether the run that wrote it approved hits in the machine's name."""


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
    earlier = Earlier(read_whole(context.case.written(context.case.documents_csv)), listed.decisions)
    decisions = read_documents(data, listed.rows, context.rulebook, context.regime, reviewer, earlier)
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
    values = {
        name: value
        for name, value in decision.values().items()
        if name in _INSTRUCTED and (name != "judgement" or value)
    }
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
    decisions = {decision.document_id: decision for decision in listed.decisions}
    known = {row.document_id: row for row in listed.rows} if only is not None else {}
    anew = [member for member in dossier.members if only is None or member.document_id in only]
    worker = _Lines(context, hit_list, searched, page_texts(context, [each for each in anew if each.going_out]))
    rows = known | {member.document_id: worker.row(member, decisions.get(member.document_id)) for member in anew}
    by_machine = context.settings.approve is not None
    return replace(listed, rows=tuple(rows[member.document_id] for member in dossier.members), by_machine=by_machine)


def show_documents(context: Context, listed: Listed, before: bytes | None) -> None:
    """Writes documents.csv for the reviewer, in place of what this run read there.

    Raises:
        ReviewError: the reviewer saved it in the meantime.
    """
    write_if_changed(context.case.documents_json, dump(listed, Listed))
    context.case.write_sheet(context.case.documents_csv, before, documents_csv(listed.rows, context.rulebook))


class _Lines:
    """Works out lines of the list from everything that is known of the documents."""

    def __init__(self, context: Context, hit_list: HitList, searched: Searched, texts: Mapping[str, PageTexts]) -> None:
        self._case = context.case
        self._rulebook = context.rulebook
        self._texts = texts
        self._eyes = four_eyes(context)
        self._to_confirm = outstanding(hit_list, self._eyes)
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

    def row(self, member: Member, decision: DocumentDecision | None) -> DocumentRow:
        entries = self._entries.get(member.document_id, [])
        redacted = [entry for entry in entries if _to_redact(entry)]
        row = self._worked_out(member, redacted)
        row = decide(row, decision) if decision else row
        left = self._remaining(member, redacted)
        hints = tuple(self._hints(redacted, left))
        row = replace(row, remaining=left.share if left else None, hints=hints)
        return replace(row, status=self._status(member, entries, row))

    def _worked_out(self, member: Member, redacted: Sequence[Entry]) -> DocumentRow:
        """The line without what people decided on the document as a whole at the list."""
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
            status="",
            sender=said.sender,
            receiver=said.receiver,
            decider=FROM_BUNDLE if member.decided.judgement and not member.twin else "",
        )

    def _remaining(self, member: Member, redacted: Sequence[Entry]) -> Remaining | None:
        texts = self._texts.get(member.document_id)
        if texts is None or not member.going_out:
            return None
        normal = self._case.folder(member.document_id) / NORMAL
        hits = [entry.hit for entry in redacted]
        return remaining(normal, member.stamp, texts, hits, self._rulebook.review.whole_sentence)

    def _hints(self, redacted: Sequence[Entry], left: Remaining | None) -> Iterator[str]:
        """What to consider of a document: that little of it remains, that withheld opinions are facts."""
        if left is not None and (hint := left.hint(self._rulebook.review)):
            yield hint
        used = {entry.grounds for entry in redacted} if left is not None else set()
        opinions = {codes for codes in used if opinion_ground(codes, self._rulebook)}
        for entry in redacted:
            if entry.grounds in opinions and (hint := facts_hint(entry, self._rulebook)):
                yield f"{entry.hit_id} {hint}"

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

    def _status(self, member: Member, entries: Sequence[Entry], row: DocumentRow) -> str:
        if member.refusal:
            return f"niet vrijgegeven: {member.refusal}"
        if reason := outstanding_documents([row], self._eyes).get(row.document_id):
            return reason if row.returned else f"wacht op een tweede lezer: {reason}"
        if not member.going_out:
            return "wordt niet gelakt"
        more = len(row.hints) - MOST_HINTS
        said = [self._state(entries), *row.hints[:MOST_HINTS], *([f"en nog {more} opmerkingen"] if more > 0 else ())]
        found = findings_text(member.prepared.findings)
        return "; ".join([*said, f"let op: {found}"] if found else said)

    def _state(self, entries: Sequence[Entry]) -> str:
        waiting = sum(1 for entry in entries if entry.hit_id in self._open)
        if waiting:
            return f"wacht op beoordeling: {waiting} van {len(entries)} treffers open"
        second = sum(1 for entry in entries if entry.hit_id in self._to_confirm)
        return f"wacht op een tweede lezer: {second} van {len(entries)} treffers" if second else "beoordeeld"


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
