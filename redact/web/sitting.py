"""One sitting: a desk, who is at it, and what is worked out once for every window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from redact.journal import Journal
from redact.model import Verdict
from redact.pipeline.deciding import By, Change
from redact.pipeline.desk import Desk
from redact.pipeline.dossier import Member
from redact.pipeline.four_eyes import sample_estimate
from redact.web.answers import Refused
from redact.web.conflicts import Conflicts
from redact.web.history import History
from redact.web.pace import Pace
from redact.web.shapes import Marks, Shaper, View, document_shape, encoded

RESTARTED = "Het programma is opnieuw gestart. Laad de pagina opnieuw."


@dataclass(slots=True)
class Sitting:
    """Everything the views share. Thread-safe."""

    desk: Desk
    second: bool = False
    """Whether people sit here as second readers."""
    shaper: Shaper = field(init=False)
    history: History = field(init=False)
    conflicts: Conflicts = field(init=False)
    pace: Pace = field(default_factory=Pace)
    keys: tuple[str, ...] = field(init=False)
    """Grounds in the order of their keys: those that are proposed most, as it was at the start."""
    _view: View = field(init=False)
    _stirred: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.shaper = Shaper(self.desk)
        self.history = History(self.desk)
        self.conflicts = Conflicts(self.desk)
        self._view = self._fresh_view()
        self.keys = _keys(self.desk)

    @property
    def view(self) -> View:
        """The case as it was after the last thing that was done."""
        return self._view

    def _fresh_view(self) -> View:
        desk, waiting = self.desk, self.desk.waiting
        marks = Marks(waiting.hits, waiting.documents)
        return View(desk.revision, desk.hit_list, desk.groups, desk.listed.rows, marks)

    def _renew(self) -> None:
        """Works the view out anew; what contradicts what is found out when somebody asks, as that takes longer."""
        before, now = self._view, self._fresh_view()
        self._view = replace(now, marks=replace(now.marks, contradiction=before.marks.contradiction))
        self._note(before.marks, self._view.marks)

    def _note(self, before: Marks, now: Marks) -> None:
        """Remembers which hits and documents got another mark without having been decided on."""
        other = (before.needs_second.items() ^ now.needs_second.items()) | (
            before.documents.items() ^ now.documents.items()
        )
        names = {name for name, _ in other} | (before.contradiction ^ now.contradiction)
        self._stirred |= dict.fromkeys(names, self._view.revision)

    def compare(self) -> View:
        """The view with its contradictions brought up to date; decisions need not wait for that."""
        view = self._view
        found = frozenset(hit_id for each in self.conflicts.now(view) for hit_id in each.hit_ids)
        with self._lock:
            before = self._view
            if before.revision == view.revision and found != before.marks.contradiction:
                self._view = replace(before, marks=replace(before.marks, contradiction=found))
                self._note(before.marks, self._view.marks)
            return self._view

    def act(self, seen: int, reviewer: str, action: Callable[[By], Change]) -> bytes:
        """Does something at the desk, and answers with everything that changed since the window last looked.

        Raises:
            ReviewError: it cannot be done; in Dutch.
        """
        with self._lock:
            self._demand_known(seen)
            open_before = len(self.view.open)
            try:
                change = action(By(reviewer, seen))
            finally:
                self._renew()
            self.pace.note(max(open_before - len(self.view.open), 0))
            return self._answer(replace(self.desk.changes(seen), said=change.said), seen)

    def changes(self, since: int) -> bytes:
        """Everything that changed after a revision, and what got another mark at it."""
        self.compare()
        with self._lock:
            self._demand_known(since)
            return self._answer(self.desk.changes(since), since)

    def _demand_known(self, revision: int) -> None:
        if not 0 <= revision <= self.view.revision:
            raise Refused(409, RESTARTED, restart=True)

    def _answer(self, change: Change, since: int) -> bytes:
        view = self.view
        stirred = [name for name, revision in self._stirred.items() if revision >= since]
        ids = dict.fromkeys((*change.hit_ids, *stirred))
        documents = {*change.document_ids, *stirred}
        parts = {
            b"revision": encoded(view.revision),
            b"hits": self.shaper.hits(view, ids),
            b"removed": encoded(list(change.removed)),
            b"documents": encoded(self.documents(view, documents)),
            b"progress": encoded(self.progress(view)),
            b"said": encoded(change.said),
        }
        return b"{" + b",".join(b'"' + name + b'":' + value for name, value in parts.items()) + b"}"

    def estimate(self) -> str:
        """What the sample says of the decisions that no second reader looked at, in Dutch."""
        lines = Journal(self.desk.context.case.journal).entries()
        return sample_estimate(lines, self.desk.eyes, self.view.hit_list).sentence

    def member(self, document_id: str) -> Member:
        """A document of the case.

        Raises:
            Refused: there is none with this id.
        """
        for member in self.desk.dossier.members:
            if member.document_id == document_id:
                return member
        raise Refused(404)

    def documents(self, view: View, document_ids: Iterable[str] | None = None) -> list[dict[str, Any]]:
        """These documents, or all of them, in the order of their codes."""
        members = {member.document_id: member for member in self.desk.dossier.members}
        wanted = members.keys() if document_ids is None else set(document_ids)
        return [
            document_shape(view, row, members[row.document_id])
            for row in view.rows
            if row.document_id in wanted and row.document_id in members
        ]

    def progress(self, view: View) -> dict[str, Any]:
        """How far the review is."""
        hits, waiting = (sum(counter.values()) for counter in view.counts)
        return {
            "hits": hits,
            "decided": hits - waiting,
            "open": waiting,
            "share": round((hits - waiting) / hits, 4) if hits else 1.0,
            "seconds_left": self.pace.seconds_left(waiting) if waiting else 0,
            "to_confirm": len(view.marks.needs_second) + len(view.marks.documents),
            "contradictions": len(self.conflicts.latest),
            "documents_open": sum(1 for count in view.counts[1].values() if count),
        }


def _keys(desk: Desk) -> tuple[str, ...]:
    codes = desk.context.rulebook.codes(desk.context.regime)
    used: dict[str, int] = {code: 1 for code in codes if code in desk.context.allowed}
    for entry in desk.hit_list.entries:
        if entry.verdict is not Verdict.KEEP:
            for code in entry.grounds:
                used[code] = used.get(code, 0) + 1
    own = [code for code in codes if code in used]
    return tuple(sorted(own, key=lambda code: -used[code]))
