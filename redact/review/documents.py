"""What people decide on whole documents, and the line of the documents list that comes of it.

Most of a line is worked out anew in every run. A cell is somebody's decision only when it says something else than what
was written; a `DocumentDecision` therefore names the fields that were changed, and counts for those alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from redact.errors import ReviewError
from redact.model import Judgement
from redact.records import digest

DECIDING = frozenset({"judgement", "markings", "grounds"})
"""The fields that say what becomes of a document."""
_READING = frozenset({"second", "returned", "seen"})


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as the list shows it. `location` is a title; `grounds` are codes and `markings` are ids.

    `sender` and `receiver` are for who reviews, never for the inventory: they are names.
    """

    document_id: str
    code: str
    name: str = field(repr=False)
    location: str
    date: datetime.date | None
    kind: str
    title: str = field(repr=False)
    judgement: Judgement | None
    markings: tuple[str, ...]
    grounds: tuple[str, ...]
    pages: int
    remark: str = field(repr=False)
    status: str
    sender: str = field(default="", repr=False)
    receiver: str = field(default="", repr=False)
    remaining: float | None = None
    """Share of its letters that stays readable, 0 to 1; None for a document that is not redacted."""
    hints: tuple[str, ...] = ()
    """What to consider, in Dutch."""
    decider: str = ""
    """Who decided on judgement, markings or grounds; '' where the program worked them out."""
    second: str = ""
    """The second reader who looked at that; sent back, where `returned` says what is wrong."""
    returned: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DocumentDecision:
    """What people decided on one document: only the fields named in `changed` count.

    A judgement of None takes an earlier decision back: the program works it out again. What a second reader said
    (`second`, `returned`) counts for as long as the document is as it was `seen`.
    """

    document_id: str
    changed: tuple[str, ...]
    reviewer: str
    date: datetime.date | None = None
    kind: str = ""
    title: str = field(default="", repr=False)
    judgement: Judgement | None = None
    markings: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    remark: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    receiver: str = field(default="", repr=False)
    second: str = ""
    returned: str = field(default="", repr=False)
    seen: str = ""
    """See `document_stamp`."""
    decider: str = ""
    """Who decided on judgement, markings or grounds, where that is not the reviewer of this."""

    @property
    def decided_by(self) -> str:
        """Who decided on judgement, markings or grounds; '' when nobody did."""
        return (self.decider or self.reviewer) if DECIDING & set(self.changed) else ""

    def values(self) -> dict[str, Any]:
        """The changed fields with their new values."""
        return {name: getattr(self, name) for name in self.changed}


def document_stamp(row: DocumentRow) -> str:
    """Names what is decided on a document: a second reader's word counts for that alone."""
    return digest(row.judgement, row.markings, row.grounds)


def with_shown_grounds(row: DocumentRow, values: Mapping[str, Any]) -> dict[str, Any]:
    """The changed fields of a decision; a refusal takes along the grounds and markings that the list shows.

    Those come from the document's hits, which are gone from the list once nothing of it goes out.
    """
    if values.get("judgement") is not Judgement.NOT_PUBLIC:
        return dict(values)
    shown = {name: value for name in ("grounds", "markings") if (value := getattr(row, name))}
    return {**shown, **values}


def refuse_groundless(row: DocumentRow, decision: DocumentDecision) -> None:
    """Sees to it that a decision does not refuse a document on nothing.

    Raises:
        ReviewError: it does; in Dutch.
    """
    if DECIDING & set(decision.changed) and groundless(decide(row, decision)):
        raise ReviewError(f"{row.code}: 'niet openbaar' heeft een grond of een markering nodig.")


def groundless(row: DocumentRow) -> bool:
    """Whether a document is refused on nothing."""
    return row.judgement is Judgement.NOT_PUBLIC and not row.grounds and not row.markings


def decide(row: DocumentRow, decision: DocumentDecision) -> DocumentRow:
    """The row with a decision applied; a judgement that was taken back leaves the row's own."""
    values = {
        name: value
        for name, value in decision.values().items()
        if name not in _READING and (name != "judgement" or value)
    }
    ruled = replace(row, **values, decider=decision.decided_by or row.decider)
    if decision.seen != document_stamp(ruled):
        return ruled
    return replace(ruled, second=decision.second, returned=decision.returned)


def merge_decisions(
    older: Iterable[DocumentDecision], newer: Iterable[DocumentDecision]
) -> tuple[DocumentDecision, ...]:
    """One decision a document, field by field the newest."""
    merged: dict[str, DocumentDecision] = {}
    for decision in (*older, *newer):
        before = merged.get(decision.document_id)
        if before is not None:
            values = before.values() | decision.values()
            if decision.decided_by and "second" not in decision.changed:
                values = {name: value for name, value in values.items() if name not in _READING}
            by = decision.decided_by or before.decided_by
            decision = DocumentDecision(
                decision.document_id,
                tuple(sorted(values)),
                decision.reviewer,
                decider="" if by == decision.reviewer else by,
                **values,
            )
        merged[decision.document_id] = decision
    return tuple(merged.values())


def document_events(
    before: Iterable[DocumentRow], decisions: Iterable[DocumentDecision], origin: str, versions: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Journal lines for decisions: which fields, and the old and new judgement, grounds and markings; no titles.

    What a second reader said has lines of its own: 'confirmed', 'sent-back', or 'unconfirmed' when that is taken back.
    """
    rows = {row.document_id: row for row in before}
    lines: list[dict[str, Any]] = []
    for decision in decisions:
        row, rest = rows[decision.document_id], {"origin": origin, **versions}
        fields = [name for name in decision.changed if name not in _READING]
        line = {"document_id": decision.document_id, "reviewer": decision.reviewer}
        if fields:
            lines.append({"event": "document", **line, "fields": fields, **_difference(row, decision), **rest})
        if "second" in decision.changed:
            lines.append({**line, **_second_event(row, decision), **rest})
    return lines


def _second_event(row: DocumentRow, decision: DocumentDecision) -> dict[str, Any]:
    ruled = decide(row, decision)
    if not decision.second:
        return {"event": "unconfirmed", "second": row.second}
    judgement = ruled.judgement.value if ruled.judgement else ""
    said = {"judgement": judgement, "grounds": list(ruled.grounds), "markings": list(ruled.markings)}
    event = "sent-back" if decision.returned else "confirmed"
    return {"event": event, "reviewer": decision.second, "decider": ruled.decider, **said}


def _difference(row: DocumentRow, decision: DocumentDecision) -> dict[str, Any]:
    difference: dict[str, Any] = {}
    for name in sorted(DECIDING & set(decision.changed)):
        old, new = getattr(row, name), getattr(decision, name)
        difference[f"old_{name}"] = list(old) if isinstance(old, tuple) else old or ""
        difference[f"new_{name}"] = list(new) if isinstance(new, tuple) else new or ""
    return difference
