"""The case as it is while people decide: its state, what changed when, and every step to take back.

A step is on record before it is in force, and on disk before anybody hears of it. Operations may come from several
threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from redact.errors import ReviewError
from redact.files import write_if_changed
from redact.journal import Journal
from redact.pipeline.comparing import Comparison
from redact.pipeline.deciding import By, Change
from redact.pipeline.dossier import Dossier
from redact.pipeline.four_eyes import Waiting, four_eyes, waiting
from redact.pipeline.groups import Groups, groups
from redact.pipeline.learning import learned, proposed_anew
from redact.pipeline.listing import Listed, decided, list_documents
from redact.pipeline.origins import WEB
from redact.pipeline.reviewing import Searched
from redact.pipeline.settings import Context
from redact.pipeline.steps import Overtaken, State, Step, applied, step_events
from redact.pipeline.to_review import Ready, put_out, settled, sought
from redact.records import dump
from redact.review import DocumentDecision, Entry, HitList, to_json

MOST_STEPS = 500


@dataclass(slots=True)
class _History:
    """What one reviewer did and took back, the latest last."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Undo or redo: its event in the journal, and its words."""

    event: str
    infinitive: str
    participle: str


_UNDO = _Turn("undo", "ongedaan te maken", "ongedaan gemaakt")
_REDO = _Turn("redo", "opnieuw te doen", "opnieuw gedaan")


class Ledger:
    """See the module's text. What `dossier`, `hit_list`, `listed` and `groups` give are snapshots that never change.

    `comparison` lays the texts of the documents beside one another.
    """

    def __init__(self, context: Context, gathered: Dossier, ready: Ready) -> None:
        """Takes a locked case: its documents before anybody decided on them, and as it was brought to review."""
        self.context = context
        self.eyes = four_eyes(context)
        self._gathered = gathered
        self.revision = 0
        self._ready = ready
        self._state = State(ready.hit_list, ready.listed)
        self._groups = groups(ready.hit_list)
        self.comparison = Comparison(context, ready.dossier)
        self._touched: dict[str, int] = {}
        self._proposed: dict[str, int] = {}
        self._removed: dict[str, int] = {}
        self._ruled: dict[str, int] = {}
        self._histories: dict[str, _History] = {}
        self._lock = threading.RLock()

    @property
    def dossier(self) -> Dossier:
        """All documents, with what was decided on them."""
        return self._ready.dossier

    @property
    def notes(self) -> tuple[str, ...]:
        """Dutch remarks on what was met in the files of the hit list when the case was last searched."""
        return self._ready.notes

    @property
    def hit_list(self) -> HitList:
        """The hit list as it is now."""
        return self._state.hit_list

    @property
    def listed(self) -> Listed:
        """The documents list as it is now."""
        return self._state.listed

    @property
    def groups(self) -> Groups:
        """Which hits belong together."""
        return self._groups

    @property
    def waiting(self) -> Waiting:
        """What waits for a second reader."""
        return waiting(self.eyes, self.hit_list, self.listed.rows)

    def touched(self, name: str) -> int:
        """The revision at which a hit or document last changed; 0 if it did not since the desk was opened."""
        return self._touched.get(name, 0)

    def changes(self, since: int) -> Change:
        """Everything that changed after a revision."""
        with self._lock:
            latest = (*self._touched.items(), *self._proposed.items())
            changed = dict.fromkeys(name for name, revision in latest if revision > since)
            documents = {member.document_id for member in self.dossier.members}
            return Change(
                self.revision,
                tuple(name for name in changed if name not in documents),
                tuple(name for name in changed if name in documents),
                tuple(name for name, revision in self._removed.items() if revision > since),
            )

    def _known(self, *hit_ids: str) -> tuple[str, ...]:
        if strangers := sorted(set(hit_ids) - self.hit_list.by_id().keys()):
            raise ReviewError(f"{', '.join(strangers)}: deze treffer bestaat niet (meer).")
        return hit_ids

    def undo(self, by: By) -> Change:
        """Takes the last action of this reviewer back.

        Raises:
            Overtaken: somebody else changed the same thing since.
            ReviewError: there is nothing to take back.
        """
        with self._lock:
            history = self._history(by)
            return self._turn(history.done, history.undone, _UNDO, by)

    def redo(self, by: By) -> Change:
        """Does again what this reviewer last took back.

        Raises:
            Overtaken: somebody else changed the same thing since.
            ReviewError: there is nothing to do again.
        """
        with self._lock:
            history = self._history(by)
            return self._turn(history.undone, history.done, _REDO, by)

    def _turn(self, steps: list[Step], others: list[Step], turn: _Turn, by: By) -> Change:
        """Applies the last of these steps the other way round, and has it among the others from then on."""
        if not steps:
            raise ReviewError(f"Er is niets om {turn.infinitive}.")
        back = steps[-1].back
        now = replace(
            back, before=self._state, after=applied(back, self._state), said=f"{turn.participle}: {back.said}"
        )
        events = step_events(now, turn.event, by.reviewer, WEB, self.context.versions, self.eyes)
        change = self._put(now, events, by)
        steps.pop()
        others.append(back)
        return change

    def _history(self, by: By) -> _History:
        return self._histories.setdefault(by.reviewer, _History())

    def _fresh(self, hit_ids: Sequence[str], by: By) -> list[Entry]:
        self._known(*hit_ids)
        if late := tuple(hit_id for hit_id in hit_ids if self.touched(hit_id) > by.seen):
            raise Overtaken(late)
        entries = self.hit_list.by_id()
        return [entries[hit_id] for hit_id in dict.fromkeys(hit_ids)]

    def _take(self, step: Step, events: list[dict[str, Any]], by: By) -> Change:
        change = self._put(step, events, by)
        history = self._history(by)
        history.done = [*history.done[1 - MOST_STEPS :], step]
        history.undone.clear()
        return change

    def _put(self, step: Step, events: list[dict[str, Any]], by: By) -> Change:
        """Puts a new state in force: on record first, then on disk, then here. A search that fails changes nothing."""
        found = self._sought(step.after)
        Journal(self.context.case.journal).append_all(events)
        step = self._taught(step)
        was, now = step.before, step.after
        if now.hit_list is not was.hit_list:
            write_if_changed(self.context.case.hits_json, to_json(now.hit_list))
        if now.listed is not was.listed:
            write_if_changed(self.context.case.documents_json, dump(now.listed, Listed))
        self._state = now
        self._note(step)
        if found is not None:
            self._reopen(*found)
        self._refresh(name for name, revision in self._touched.items() if revision == self.revision)
        return replace(self.changes(by.seen), said=step.said)

    def _taught(self, step: Step) -> Step:
        """The step with proposals that follow what people rejected."""
        if step.after.hit_list is step.before.hit_list:
            return step
        return replace(step, after=replace(step.after, hit_list=learned(step.after.hit_list, self.dossier.codes)))

    def _note(self, step: Step) -> None:
        self.revision += 1
        before, after = step.before.hit_list, step.after.hit_list
        if len(before.entries) != len(after.entries) or (before.joined, before.parted) != (after.joined, after.parted):
            self._groups = groups(after)
        known = self.hit_list.by_id()
        for hit_id in step.hit_ids:
            self._touched.pop(hit_id, None)
            self._removed.pop(hit_id, None)
            (self._touched if hit_id in known else self._removed)[hit_id] = self.revision
        proposed = [entry.hit_id for entry in proposed_anew(before, after)]
        self._proposed |= dict.fromkeys(proposed, self.revision)
        own = {known[hit_id].hit.document_id for hit_id in (*step.hit_ids, *proposed) if hit_id in known}
        self._touched |= dict.fromkeys([*own, *step.document_ids], self.revision)
        self._ruled |= dict.fromkeys(step.document_ids, self.revision)

    def _sought(self, after: State) -> tuple[Dossier, Searched] | None:
        """What is found where a state changes which documents are read at all; None where it does not."""
        before, now = self.listed.decisions, after.listed.decisions
        if before == now or self._read_under(before) == self._read_under(now):
            return None
        return sought(self.context, self._gathered, after.hit_list, after.listed)

    def _read_under(self, decisions: Iterable[DocumentDecision]) -> frozenset[str]:
        return frozenset(member.document_id for member in decided(self._gathered, decisions).going_out)

    def _reopen(self, dossier: Dossier, searched: Searched) -> None:
        """Takes in what was found in the documents that are read now."""
        known = self.hit_list.by_id().keys()
        self._ready = settled(self.context, dossier, searched, self.hit_list, self.listed)
        self._state = State(self._ready.hit_list, self._ready.listed)
        self._groups = groups(self.hit_list)
        self.comparison = Comparison(self.context, self.dossier)
        now = self.hit_list.by_id().keys()
        self._removed |= dict.fromkeys(known - now, self.revision)
        self._touched |= dict.fromkeys(now - known, self.revision)

    def _refresh(self, names: Iterable[str]) -> None:
        """Works out the lines of these documents anew from the hits and the decisions as they are now."""
        ready, only = self._ready, set(names)
        listed = list_documents(self.context, ready.dossier, self.hit_list, ready.searched, self.listed, only)
        self._state = replace(self._state, listed=listed)

    def close(self) -> None:
        """Writes the lists for people as they are now."""
        with self._lock:
            self._refresh(member.document_id for member in self.dossier.members)
            put_out(self.context, replace(self._ready, hit_list=self.hit_list, listed=self.listed))
