"""Hits, documents and progress as the page reads them: JSON with English keys and Dutch texts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from redact.model import Hit
from redact.pipeline.desk import Desk
from redact.pipeline.dossier import Member
from redact.pipeline.groups import PERSON, Groups
from redact.review import BY_HAND, DocumentRow, Entry, HitList, open_hits
from redact.tables import legible, one_line

ADDED = "toegevoegd"
_LONGEST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Marks:
    """What else is known: the reason by hit and by document for which a second reader is awaited; contradictions."""

    needs_second: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    contradiction: frozenset[str] = frozenset()

    def of(self, hit_id: str) -> tuple[bool, bool]:
        """The marks of one hit."""
        return hit_id in self.needs_second, hit_id in self.contradiction


@dataclass(frozen=True)
class View:
    """One state of the case, worked out for showing. Nothing in it changes."""

    revision: int
    hit_list: HitList = field(repr=False)
    groups: Groups = field(repr=False)
    rows: tuple[DocumentRow, ...] = field(repr=False)
    marks: Marks = field(repr=False)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every entry by its hit id, in the order of the list."""
        return {entry.hit_id: entry for entry in (*self.hit_list.entries, *self.hit_list.vanished)}

    @cached_property
    def gone(self) -> frozenset[str]:
        """Hits that are no longer found."""
        return frozenset(entry.hit_id for entry in self.hit_list.vanished)

    @cached_property
    def open(self) -> frozenset[str]:
        """Hits that wait for a final word."""
        return frozenset(entry.hit_id for entry in open_hits(self.hit_list))

    @cached_property
    def counts(self) -> tuple[Counter[str], Counter[str]]:
        """Hits, and open hits, by document id; hints that nobody touched are not counted."""
        counted = [entry for entry in self.hit_list.entries if not (entry.hit.hint and not entry.verdict.value)]
        waiting = (entry for entry in counted if entry.hit_id in self.open)
        return Counter(each.hit.document_id for each in counted), Counter(each.hit.document_id for each in waiting)

    @cached_property
    def by_page(self) -> Mapping[tuple[str, int], tuple[Entry, ...]]:
        """The hits that have a box on a page, by document id and page."""
        found: dict[tuple[str, int], dict[str, Entry]] = {}
        for entry in self.hit_list.entries:
            for page in pages_of(entry.hit):
                found.setdefault((entry.hit.document_id, page), {})[entry.hit_id] = entry
        return {place: tuple(entries.values()) for place, entries in found.items()}


def pages_of(hit: Hit) -> list[int]:
    """The pages that a hit is on, at least the one it begins on."""
    return sorted({hit.page, *(box.page for box in hit.boxes)})


@dataclass(frozen=True, slots=True)
class _Made:
    """The JSON of a hit and what it was made from."""

    entry: Entry
    rest: object
    json: bytes = field(repr=False)


class Shaper:
    """Makes the JSON of hits, and keeps what it made: most hits are the same from one moment to the next."""

    def __init__(self, desk: Desk) -> None:
        self._book = desk.context.rulebook
        self._made: dict[str, _Made] = {}
        self._labels: dict[tuple[str, ...], str] = {}

    def label(self, codes: tuple[str, ...]) -> str:
        """What stands on a box for these grounds."""
        if codes not in self._labels:
            self._labels[codes] = self._book.label(codes)
        return self._labels[codes]

    def kind(self, hit: Hit) -> str:
        """What sort of hit it is, in Dutch."""
        return ADDED if hit.entity_type == BY_HAND else self._book.entity_label(hit.entity_type)

    def hits(self, view: View, hit_ids: Iterable[str]) -> bytes:
        """A JSON list of these hits."""
        return b"[" + b",".join(self._hit(view, hit_id) for hit_id in hit_ids if hit_id in view.entries) + b"]"

    def _hit(self, view: View, hit_id: str) -> bytes:
        entry, group = view.entries[hit_id], view.groups.of(hit_id).group_id
        rest = (group, view.marks.of(hit_id), hit_id in view.gone)
        known = self._made.get(hit_id)
        if known is None or known.entry is not entry or known.rest != rest:
            known = _Made(entry, rest, encoded(self.hit(view, hit_id)))
            self._made[hit_id] = known
        return known.json

    def hit(self, view: View, hit_id: str) -> dict[str, Any]:
        """One hit."""
        entry = view.entries[hit_id]
        hit, review = entry.hit, entry.review
        needs_second, contradiction = view.marks.of(hit_id)
        return {
            "id": hit_id,
            "document": hit.document_id,
            "page": hit.page,
            "pages": pages_of(hit),
            "text": one_line(hit.text)[:_LONGEST_TEXT],
            "kind": self.kind(hit),
            "type": hit.entity_type,
            "grounds": list(entry.grounds),
            "label": self.label(entry.grounds),
            "score": round(hit.score, 3),
            "verdict": entry.verdict.value,
            "proposal": hit.proposal.value,
            "reviewer": review.reviewer if review else "",
            "remark": review.remark if review else "",
            "group": view.groups.of(hit_id).group_id,
            "hint": hit.hint,
            "open": hit_id in view.open,
            "second": review.second if review else "",
            "needs_second": needs_second,
            "contradiction": contradiction,
            "gone": hit_id in view.gone,
        }


def encoded(value: object) -> bytes:
    """JSON as it goes over the line: plain ASCII, so that no half character in a document can spoil it."""
    return json.dumps(value, separators=(",", ":")).encode()


def groups_shape(groups: Groups) -> list[dict[str, str]]:
    """The name of each group."""
    return [
        {"id": group.group_id, "name": group.name, "kind": "persoon" if group.kind == PERSON else "begrip"}
        for group in groups
    ]


def document_shape(view: View, row: DocumentRow, member: Member) -> dict[str, Any]:
    """One document."""
    hits, waiting = view.counts
    return {
        "id": row.document_id,
        "code": row.code,
        "name": legible(row.name),
        "title": legible(row.title),
        "kind": row.kind,
        "date": row.date.isoformat() if row.date else "",
        "sender": legible(row.sender),
        "receiver": legible(row.receiver),
        "location": row.location,
        "pages": row.pages,
        "judgement": row.judgement.value if row.judgement else "",
        "markings": list(row.markings),
        "grounds": list(row.grounds),
        "remark": row.remark,
        "status": row.status,
        "refusal": member.refusal,
        "hits": hits[row.document_id],
        "open": waiting[row.document_id],
        "going_out": member.going_out,
        "remaining": row.remaining,
        "hints": list(row.hints),
        "second": row.second,
        "returned": legible(row.returned),
        "needs_second": view.marks.documents.get(row.document_id, ""),
    }
