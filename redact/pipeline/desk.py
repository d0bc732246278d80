"""A reviewer's desk: one case, open for review, on which people decide one thing after another.

Every operation is on disk when it returns: in the journal first, then in hits.json or documents.json. The lists that
people open in Excel follow when the desk is closed. Operations may come from several threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from redact.errors import ReviewError
from redact.executors import Executor
from redact.model import Review, Verdict
from redact.pipeline.adding import Marked, new_place, new_term, with_new_hits
from redact.pipeline.deciding import By, Change, counted, review_of, said_of
from redact.pipeline.groups import groups, join, part
from redact.pipeline.ledger import Ledger
from redact.pipeline.opening import opened
from redact.pipeline.origins import WEB
from redact.pipeline.settings import Progress, Settings
from redact.pipeline.steps import Overtaken, Step
from redact.pipeline.to_review import bring_to_review
from redact.pipeline.twins import taken_over
from redact.review import (
    DocumentDecision,
    DocumentRow,
    HitList,
    confirm,
    confirm_document,
    document_events,
    merge_decisions,
    place_events,
    refuse_groundless,
    review_events,
    send_back,
    send_back_document,
    term_events,
    with_places,
    with_reviews,
    with_shown_grounds,
    with_terms,
)


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
        desk = Desk(context, dossier, ready)
        _ = desk.comparison.alike
        try:
            yield desk
        finally:
            desk.close()


class Desk(Ledger):
    """What people can do. Each operation takes effect as a whole, or raises and changes nothing."""

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

    def confirm(self, hit_ids: Sequence[str], by: By) -> Change:
        """Confirms what somebody else decided.

        Raises:
            Overtaken: one of the hits was changed since it was seen.
            ReviewError: the reader decided one of them, or one is not decided on.
        """
        with self._lock:
            reviews = confirm(self._fresh(hit_ids, by), by.reviewer)
            return self._reviewed(reviews, by, counted(reviews, "bevestigd"))

    def send_back(self, hit_ids: Sequence[str], remark: str, by: By) -> Change:
        """Sends back what somebody else decided, with a remark; the hits are open again.

        Raises:
            Overtaken, ReviewError: as `confirm`.
        """
        with self._lock:
            reviews = send_back(self._fresh(hit_ids, by), by.reviewer, remark)
            return self._reviewed(reviews, by, counted(reviews, "teruggestuurd"))

    def confirm_document(self, document_id: str, by: By) -> Change:
        """Confirms somebody else's refusal of a whole document; raises as `decide_document`."""
        return self.decide_document(document_id, confirm_document(self._row(document_id), by.reviewer), by)

    def send_back_document(self, document_id: str, remark: str, by: By) -> Change:
        """Sends back somebody else's refusal of a whole document; raises as `decide_document`."""
        return self.decide_document(document_id, send_back_document(self._row(document_id), by.reviewer, remark), by)

    def _row(self, document_id: str) -> DocumentRow:
        row = next((row for row in self.listed.rows if row.document_id == document_id), None)
        if row is None:
            raise ReviewError("Dit document bestaat niet.")
        return row

    def _reviewed(self, reviews: Sequence[Review], by: By, said: str) -> Change:
        """Puts reviews in force, and those of untouched hits in twins that follow them."""
        decided = with_reviews(self.hit_list, reviews)
        copied = taken_over(decided, self.comparison.alike)
        after = replace(self._state, hit_list=with_reviews(decided, copied))
        events = review_events(self.hit_list, reviews, WEB, self.context.versions, self.eyes, by.reviewer)
        events += review_events(self.hit_list, copied, "twin", self.context.versions, self.eyes)
        hit_ids = tuple(review.hit_id for review in (*reviews, *copied))
        said += f"; {len(copied)} keer overgenomen in een dubbel" if copied else ""
        return self._take(Step(self._state, after, hit_ids, (), said), events, by)

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
        events += review_events(hit_list, reviews, WEB, self.context.versions, self.eyes)
        after = replace(self._state, hit_list=with_reviews(hit_list, reviews))
        said = "1 plaats gelakt" if len(hit_ids) == 1 else f"{len(hit_ids)} plaatsen gelakt"
        was = self.hit_list.by_id()
        if left := sum(name in was and was[name].verdict is Verdict.KEEP for name in hit_ids):
            said += f", waarvan {left} eerder 'laten staan'"
        return self._take(Step(self._state, after, tuple(hit_ids), (), said), events, by)

    def join(self, first: str, second: str, by: By) -> Change:
        """Makes the persons of two hits one person."""
        return self._regroup(join(self.hit_list, *self._known(first, second)), (first, second), "joined", by)

    def part(self, hit_id: str, by: By) -> Change:
        """Makes the text of a hit a person of its own."""
        return self._regroup(part(self.hit_list, *self._known(hit_id)), (hit_id,), "parted", by)

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
            row = self._row(document_id)
            if self._ruled.get(document_id, 0) > by.seen:
                raise Overtaken((document_id,))
            values = with_shown_grounds(row, values)
            decision = DocumentDecision(document_id, tuple(sorted(values)), by.reviewer, **values)
            refuse_groundless(row, decision)
            listed = replace(self.listed, decisions=merge_decisions(self.listed.decisions, (decision,)))
            events = document_events(self.listed.rows, (decision,), WEB, self.context.versions)
            said = f"{row.code} bijgewerkt"
            return self._take(
                Step(self._state, replace(self._state, listed=listed), (), (document_id,), said), events, by
            )
