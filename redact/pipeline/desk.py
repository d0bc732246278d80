"""A reviewer's desk: one case, open for review, on which people decide one thing after another.

Every operation is on disk when it returns: in the journal first, then in hits.json or documents.json. The lists that
people open in Excel follow when the desk is closed. Operations may come from several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from redact.errors import ReviewError
from redact.executors import Executor
from redact.files import write_if_changed
from redact.journal import Journal
from redact.model import Review, Verdict
from redact.pipeline.adding import Marked, new_place, new_term, with_new_hits
from redact.pipeline.deciding import By, Change, review_of, said_of
from redact.pipeline.dossier import Dossier
from redact.pipeline.groups import Groups, groups, join, part
from redact.pipeline.listing import Listed, decided, list_documents
from redact.pipeline.opening import opened
from redact.pipeline.settings import Context, Progress, Settings
from redact.pipeline.steps import Overtaken, State, Step, applied, step_events
from redact.pipeline.texts import page_texts
from redact.pipeline.to_review import Ready, bring_to_review, put_out
from redact.records import dump
from redact.review import (
    DocumentDecision,
    Entry,
    HitList,
    document_events,
    merge_decisions,
    place_events,
    refuse_groundless,
    review_events,
    term_events,
    to_json,
    with_places,
    with_reviews,
    with_terms,
)

WEB = "web"
MOST_STEPS = 500


@dataclass(slots=True)
class _History:
    """What one reviewer did and took back, the latest last."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)


@contextmanager
def open_desk(
    bundle_folder: Path, out: Path | None, settings: Settings, executor: Executor, progress: Progress
) -> Iterator[Desk]:
    """The desk of a bundle's case, which is locked as long as it is open; the lists are written anew at the end.

    Raises:
        RedactError: as `redact.pipeline.run.run` does on its way to the reviewer.
    """
    with opened(bundle_folder, out, settings, executor, progress) as (context, dossier):
        ready = bring_to_review(context, dossier)
        page_texts(context, ready.dossier.going_out)
        desk = Desk(context, dossier, ready)
        try:
            yield desk
        finally:
            desk.close()


class Desk:
    """See the module's text. What `dossier`, `hit_list`, `listed` and `groups` give are snapshots that never change."""

    def __init__(self, context: Context, gathered: Dossier, ready: Ready) -> None:
        """Takes a locked case: its documents before anybody decided on them, and as it was brought to review."""
        self.context = context
        self._gathered = gathered
        self.revision = 0
        self._ready = ready
        self._state = State(ready.hit_list, ready.listed)
        self._groups = groups(ready.hit_list)
        self._touched: dict[str, int] = {}
        self._removed: dict[str, int] = {}
        self._ruled: dict[str, int] = {}
        self._histories: dict[str, _History] = {}
        self._lock = threading.RLock()

    @property
    def dossier(self) -> Dossier:
        """All documents, with what was decided on them."""
        return self._ready.dossier

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

    def touched(self, name: str) -> int:
        """The revision at which a hit or document last changed; 0 if it did not since the desk was opened."""
        return self._touched.get(name, 0)

    def changes(self, since: int) -> Change:
        """Everything that changed after a revision."""
        with self._lock:
            changed = [name for name, revision in self._touched.items() if revision > since]
            documents = {member.document_id for member in self.dossier.members}
            return Change(
                self.revision,
                tuple(name for name in changed if name not in documents),
                tuple(name for name in changed if name in documents),
                tuple(name for name, revision in self._removed.items() if revision > since),
            )

    def decide(
        self,
        hit_ids: Sequence[str],
        verdict: Verdict | None,
        grounds: tuple[str, ...] | None,
        remark: str | None,
        by: By,
    ) -> Change:
        """Decides on hits; what is None stays as it is.

        Raises:
            Overtaken: one of them was changed since it was seen.
            ReviewError: a hit does not exist, or is to be redacted on no ground or on grounds that cannot be together.
        """
        with self._lock:
            entries = self._fresh(hit_ids, by)
            reviews = [review_of(entry, verdict, grounds, remark, by.reviewer) for entry in entries]
            for codes in {review.grounds for review in reviews if review.verdict is Verdict.REDACT}:
                if problems := self.context.rulebook.problems(codes):
                    raise ReviewError(" ".join(problems))
            return self._reviewed(reviews, by, said_of(reviews, verdict))

    def review(self, reviews: Sequence[Review], by: By, said: str) -> Change:
        """Puts reviews in place that were made elsewhere by `redact.review`: second readings, repairs, take-overs.

        Raises:
            Overtaken: one of the hits was changed since it was seen.
        """
        with self._lock:
            self._fresh([review.hit_id for review in reviews], by)
            return self._reviewed(reviews, by, said)

    def _reviewed(self, reviews: Sequence[Review], by: By, said: str) -> Change:
        after = replace(self._state, hit_list=with_reviews(self.hit_list, reviews))
        events = review_events(self.hit_list, reviews, WEB, self.context.versions)
        return self._take(Step(self._state, after, tuple(review.hit_id for review in reviews), (), said), events, by)

    def add_term(self, text: str, grounds: tuple[str, ...], document_id: str, page: int | None, by: By) -> Change:
        """Redacts a text wherever it stands: in the whole bundle ('' as document), one document, or one page of it.

        Raises:
            ReviewError: the text is too short, stands nowhere, or has no ground.
        """
        with self._lock:
            term = new_term(self.hit_list, text, grounds, (document_id, page), by.reviewer)
            listed = with_terms(self.hit_list, (term,))
            listed, hit_ids, reviews = with_new_hits(self.context, self.dossier, listed, term)
            events = term_events((term,), WEB, self.context.versions)
            return self._added(listed, hit_ids, reviews, events, by)

    def add_place(self, marked: Marked, by: By) -> Change:
        """Redacts a place on a page: a drawn box, words, a passage, or the whole page.

        Raises:
            ReviewError: the place is not on a page of a document that goes out, or has no ground.
        """
        with self._lock:
            place = new_place(self.dossier, self.hit_list, marked, by.reviewer)
            listed = with_places(self.hit_list, (place,))
            listed, hit_ids, reviews = with_new_hits(self.context, self.dossier, listed, place)
            events = place_events((place,), WEB, self.context.versions)
            return self._added(listed, hit_ids, reviews, events, by)

    def _added(
        self, hit_list: HitList, hit_ids: Sequence[str], reviews: Sequence[Review], events: list[dict[str, Any]], by: By
    ) -> Change:
        events += review_events(hit_list, reviews, WEB, self.context.versions)
        after = replace(self._state, hit_list=with_reviews(hit_list, reviews))
        said = "1 plaats gelakt" if len(hit_ids) == 1 else f"{len(hit_ids)} plaatsen gelakt"
        return self._take(Step(self._state, after, tuple(hit_ids), (), said), events, by)

    def join(self, first: str, second: str, by: By) -> Change:
        """Makes the persons of two hits one person."""
        return self._regroup(join(self.hit_list, *self._known(first, second)), (first, second), "joined", by)

    def part(self, hit_id: str, by: By) -> Change:
        """Makes the text of a hit a person of its own."""
        return self._regroup(part(self.hit_list, *self._known(hit_id)), (hit_id,), "parted", by)

    def _known(self, *hit_ids: str) -> tuple[str, ...]:
        if strangers := sorted(set(hit_ids) - self.hit_list.by_id().keys()):
            raise ReviewError(f"{', '.join(strangers)}: deze treffer bestaat niet (meer).")
        return hit_ids

    def _regroup(self, hit_list: HitList, asked: tuple[str, ...], event: str, by: By) -> Change:
        with self._lock:
            before = [self._groups.of(hit_id) for hit_id in asked]
            found = groups(hit_list)
            moved = {each for group in (*before, *map(found.of, asked)) for each in group.hit_ids}
            said = "personen samengevoegd" if event == "joined" else "persoon gesplitst"
            line = {"event": event, "hits": list(asked), "reviewer": by.reviewer, "origin": WEB}
            step = Step(self._state, replace(self._state, hit_list=hit_list), tuple(sorted(moved)), (), said)
            return self._take(step, [{**line, **self.context.versions}], by)

    def decide_document(self, document_id: str, values: Mapping[str, Any], by: By) -> Change:
        """Decides on a whole document: fields of `DocumentDecision` with their new values.

        Raises:
            Overtaken: it was changed since it was seen.
            ReviewError: there is no such document, or it is to be refused on no ground.
        """
        with self._lock:
            row = next((row for row in self.listed.rows if row.document_id == document_id), None)
            if row is None:
                raise ReviewError("Dit document bestaat niet.")
            if self._ruled.get(document_id, 0) > by.seen:
                raise Overtaken((document_id,))
            decision = DocumentDecision(document_id, tuple(sorted(values)), by.reviewer, **values)
            refuse_groundless(row, decision)
            listed = replace(self.listed, decisions=merge_decisions(self.listed.decisions, (decision,)))
            events = document_events(self.listed.rows, (decision,), WEB, self.context.versions)
            said = f"{row.code} bijgewerkt"
            return self._take(
                Step(self._state, replace(self._state, listed=listed), (), (document_id,), said), events, by
            )

    def undo(self, by: By) -> Change:
        """Takes the last action of this reviewer back.

        Raises:
            Overtaken: somebody else changed the same thing since.
            ReviewError: there is nothing to take back.
        """
        with self._lock:
            history = self._history(by)
            if not history.done:
                raise ReviewError("Er is niets om ongedaan te maken.")
            step = history.done[-1]
            change = self._again(step.back, "undo", f"ongedaan gemaakt: {step.said}", by)
            history.undone.append(history.done.pop())
            return change

    def redo(self, by: By) -> Change:
        """Does again what this reviewer last took back.

        Raises:
            Overtaken: somebody else changed the same thing since.
            ReviewError: there is nothing to do again.
        """
        with self._lock:
            history = self._history(by)
            if not history.undone:
                raise ReviewError("Er is niets om opnieuw te doen.")
            step = history.undone[-1]
            change = self._again(step, "redo", f"opnieuw gedaan: {step.said}", by)
            history.done.append(history.undone.pop())
            return change

    def _again(self, step: Step, event: str, said: str, by: By) -> Change:
        state = applied(step, self._state)
        now = Step(self._state, state, step.hit_ids, step.document_ids, said)
        events = step_events(now, event, by.reviewer, WEB, self.context.versions)
        return self._put(now, events, by)

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
        """Puts a new state in force: on record first, then on disk, then here."""
        Journal(self.context.case.journal).append_all(events)
        was, now = step.before, step.after
        if now.hit_list is not was.hit_list:
            write_if_changed(self.context.case.hits_json, to_json(now.hit_list))
        if now.listed is not was.listed:
            write_if_changed(self.context.case.documents_json, dump(now.listed, Listed))
        self._state = now
        self._note(step)
        if step.document_ids:
            self._reopen()
        self._refresh(name for name, revision in self._touched.items() if revision == self.revision)
        return replace(self.changes(by.seen), said=step.said)

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
        own = {known[hit_id].hit.document_id for hit_id in step.hit_ids if hit_id in known}
        self._touched |= dict.fromkeys([*own, *step.document_ids], self.revision)
        self._ruled |= dict.fromkeys(step.document_ids, self.revision)

    def _reopen(self) -> None:
        """Works out anew what a decision on a document changes: whether it is read at all."""
        before = {member.document_id for member in self.dossier.going_out}
        dossier = decided(self._gathered, self.listed.decisions)
        if before == {member.document_id for member in dossier.going_out}:
            return
        known = self.hit_list.by_id().keys()
        self._ready = bring_to_review(self.context, self._gathered)
        self._state = State(self._ready.hit_list, self._ready.listed)
        self._groups = groups(self.hit_list)
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
