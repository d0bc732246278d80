"""Texts that people asked to have blacked out, in a list or in bundle.yaml: no such place stays readable unnoticed.

    same place      a hit stands there already: it is redacted, as `redact.pipeline.adding` does at the desk
    inside another  that hit speaks, unless it leaves the text readable: then the text is a hit of its own

A person's word on a hit counts against an added text only if it is newer, and always against bundle.yaml, which was
there before; the machine's never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redact.detect import prune
from redact.model import Hit, Review, Verdict
from redact.pipeline.origins import Origins
from redact.pipeline.settings import FROM_BUNDLE, NOBODY
from redact.pipeline.terms import PASSAGE
from redact.review import Entry, HitList, adopt

Place = tuple[str, int, int, int]
_MOST_NAMED = 10


def place_of(hit: Hit) -> Place:
    """Document, page, start and end."""
    return hit.document_id, hit.page, hit.start, hit.end


class Asked:
    """Holds the places of what was asked for against the hit list."""

    def __init__(self, hits: Iterable[Hit], origins: Origins) -> None:
        """Takes passages of bundle.yaml and hits of added texts, the latter with their term ids as recognizers."""
        self._hits = tuple(hits)
        self._origins = origins

    def unmet(self, hit_list: HitList) -> tuple[Hit, ...]:
        """Those inside hits that leave them readable, and that are no hits of the list yet."""
        known = _by_place(hit_list)
        pending: dict[tuple[str, str], list[Hit]] = {}
        for hit in self._hits:
            if place_of(hit) not in known:
                pending.setdefault((hit.document_id, hit.recognizer), []).append(hit)
        entries: dict[str, list[Entry]] = {}
        for entry in hit_list.entries if pending else ():
            entries.setdefault(entry.hit.document_id, []).append(entry)
        return tuple(
            hit
            for (document_id, _), hits in pending.items()
            for hit in self._uncovered(hits, entries.get(document_id, ()))
        )

    def _uncovered(self, hits: list[Hit], entries: Iterable[Entry]) -> Iterator[Hit]:
        covering = [entry.hit for entry in entries if not entry.hit.hint and not self._leaves(entry, hits[0])]
        outermost = set(prune([*covering, *hits]))
        return (hit for hit in hits if hit in outermost)

    def _leaves(self, entry: Entry, asked: Hit) -> bool:
        """Whether a hit leaves its text readable, or is about to, and nobody said so after the text was asked for."""
        verdict = entry.hit.proposal if entry.review is None else entry.verdict
        return verdict is Verdict.KEEP and not self._is_newer(entry, asked)

    def _is_newer(self, entry: Entry, asked: Hit) -> bool:
        by_person = entry.review is not None and entry.review.reviewer not in NOBODY
        return by_person and (asked.entity_type == PASSAGE or self._origins.later(entry.hit_id, asked.recognizer))

    def granted(self, hit_list: HitList) -> Iterator[tuple[str, Review]]:
        """Reviews, each with a term id ('' for bundle.yaml), that redact what stands at the same places and is not."""
        terms = {term.term_id: term for term in hit_list.terms}
        known = _by_place(hit_list)
        done = {review.hit_id for review in adopt(hit_list)}
        for hit in self._hits:
            here = known.get(place_of(hit), [])
            if any(entry.verdict is Verdict.REDACT or self._is_newer(entry, hit) for entry in here):
                continue
            term = terms.get(hit.recognizer)
            name, grounds, who = (term.term_id, term.grounds, term.reviewer) if term else ("", hit.grounds, FROM_BUNDLE)
            for entry in here:
                if entry.hit_id not in done:
                    done.add(entry.hit_id)
                    remark = entry.review.remark if entry.review else ""
                    yield name, Review(entry.hit_id, Verdict.REDACT, grounds, who, remark)


def _by_place(hit_list: HitList) -> dict[Place, list[Entry]]:
    places: dict[Place, list[Entry]] = {}
    for entry in hit_list.entries:
        if not entry.hit.hint:
            places.setdefault(place_of(entry.hit), []).append(entry)
    return places


def overruled(before: HitList, after: HitList) -> tuple[str, ...]:
    """A Dutch remark that names the hits that people had left readable and that an added text has redacted since."""
    now = after.by_id()
    names = [
        name
        for name, entry in before.by_id().items()
        if entry.verdict is Verdict.KEEP
        and entry.review is not None
        and entry.review.reviewer not in NOBODY
        and name in now
        and now[name].verdict is Verdict.REDACT
    ]
    if not names:
        return ()
    more = f" en {len(names) - _MOST_NAMED} andere" if len(names) > _MOST_NAMED else ""
    shown = ", ".join(names[:_MOST_NAMED])
    return (f"Eerder 'laten staan', nu gelakt omdat de tekst is toegevoegd: {shown}{more}.",)
