"""The hit list of a case: every hit with its id and its review, over all runs.

A hit keeps its id for as long as it is found at the same place with the same text; an id is never given twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from redact.errors import InputError, ReviewError
from redact.model import Hit, Redaction, Review, Verdict
from redact.records import dump, load
from redact.review.additions import AddedPlace, AddedTerm
from redact.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit with its id and, once somebody touched it, its review."""

    hit_id: str
    hit: Hit
    review: Review | None = None

    @property
    def verdict(self) -> Verdict:
        """The last word on this hit; OPEN when there is none."""
        return self.review.verdict if self.review else Verdict.OPEN

    @property
    def grounds(self) -> tuple[str, ...]:
        """The reviewer's grounds, or the machine's."""
        return self.review.grounds if self.review else self.hit.grounds


@dataclass(frozen=True, slots=True)
class HitList:
    """All hits of a case.

    `vanished` holds entries with a verdict whose hit is no longer found: somebody must look at them, and if the hit
    comes back its review is there. `next_number` is the number of the next new hit id.
    """

    entries: tuple[Entry, ...] = ()
    terms: tuple[AddedTerm, ...] = ()
    next_number: int = 1
    vanished: tuple[Entry, ...] = ()
    places: tuple[AddedPlace, ...] = ()
    joined: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Pairs of ways of writing that somebody said are of one and the same person; see `plain`."""
    parted: tuple[str, ...] = field(default=(), repr=False)
    """Ways of writing that somebody said stand for a person of their own."""

    def by_id(self) -> dict[str, Entry]:
        """Every entry, the vanished ones too, by its hit id."""
        return {entry.hit_id: entry for entry in (*self.vanished, *self.entries)}


def hit_id(number: int) -> str:
    """'h0001': a letter first and digits only, which is what Excel leaves alone."""
    return f"h{number:04d}"


def merge(previous: HitList | None, hits: Sequence[Hit]) -> tuple[HitList, tuple[str, ...]]:
    """Brings the hits of a new run into the list.

    Args:
        previous: the list so far; None for a new case.
        hits: all hits of this run, in the order in which the list shows them.

    Returns:
        The list, and the ids of the reviewed hits that are no longer found.
    """
    previous = previous or HitList()
    known = {_identity(entry.hit): entry for entry in (*previous.vanished, *previous.entries)}
    number = previous.next_number
    entries: list[Entry] = []
    for hit in {_identity(hit): hit for hit in hits}.values():
        old = known.pop(_identity(hit), None)
        if old is None:
            entries.append(Entry(hit_id(number), hit))
            number += 1
        else:
            entries.append(replace(old, hit=hit))
    vanished = tuple(entry for entry in known.values() if entry.verdict is not Verdict.OPEN)
    merged = replace(previous, entries=tuple(entries), next_number=number, vanished=vanished)
    return merged, tuple(entry.hit_id for entry in vanished)


def _identity(hit: Hit) -> tuple[str, str]:
    """Place and text: a review of one text must never pass to another one that came to stand there."""
    return hit.key, hit.text


def with_reviews(hit_list: HitList, reviews: Iterable[Review]) -> HitList:
    """The list with these reviews in place of the older ones.

    Raises:
        ReviewError: a review is of an unknown hit, or redacts without a ground. In Dutch.
    """
    latest = {review.hit_id: review for review in reviews}
    strangers = sorted(latest.keys() - hit_list.by_id().keys())
    groundless = sorted(
        review.hit_id for review in latest.values() if review.verdict is Verdict.REDACT and not review.grounds
    )
    faults = [f"{name}: deze treffer staat niet in de lijst" for name in strangers]
    faults += [f"{name}: 'lakken' zonder grond" for name in groundless]
    if faults:
        raise ReviewError("\n".join(faults))

    def reviewed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(
            replace(entry, review=latest[entry.hit_id]) if entry.hit_id in latest else entry for entry in entries
        )

    return replace(hit_list, entries=reviewed(hit_list.entries), vanished=reviewed(hit_list.vanished))


def with_terms(hit_list: HitList, terms: Iterable[AddedTerm]) -> HitList:
    """The list with these added terms; those it has already are not added again."""
    known = {term.identity for term in hit_list.terms}
    new = {term.identity: term for term in terms if term.identity not in known}
    return replace(hit_list, terms=(*hit_list.terms, *new.values()))


def with_places(hit_list: HitList, places: Iterable[AddedPlace]) -> HitList:
    """The list with these added places."""
    return replace(hit_list, places=(*hit_list.places, *places))


def adopt(hit_list: HitList) -> tuple[Review, ...]:
    """Reviews of the untouched hits that are there because a reviewer added them: redact, in that person's name."""
    added = {each.term_id: each for each in hit_list.terms} | {each.place_id: each for each in hit_list.places}
    return tuple(
        Review(entry.hit_id, Verdict.REDACT, own.grounds, own.reviewer)
        for entry in hit_list.entries
        if entry.review is None and (own := added.get(entry.hit.recognizer)) is not None
    )


def open_hits(hit_list: HitList) -> tuple[Entry, ...]:
    """The entries that still wait for a final word: untouched, reopened, or in doubt.

    An untouched hint waits for nobody: there is nothing to redact until somebody says so.
    """
    final = (Verdict.REDACT, Verdict.KEEP)
    return tuple(
        entry
        for entry in hit_list.entries
        if entry.verdict not in final and not (entry.hit.hint and entry.verdict is Verdict.OPEN)
    )


def approve(hit_list: HitList, minimum: float, reviewer: str) -> tuple[Review, ...]:
    """Reviews in the machine's name: each open hit gets the verdict that was proposed.

    Somebody's doubt is left alone, and so is a hint, and a hit to redact for which no ground is known.

    Args:
        hit_list: the list.
        minimum: only hits with at least this score, 0 to 1.
        reviewer: the name to put on the reviews.
    """
    return tuple(
        Review(entry.hit_id, entry.hit.proposal, entry.grounds, reviewer, _remark(entry))
        for entry in hit_list.entries
        if entry.verdict is Verdict.OPEN and entry.hit.score >= minimum and _can_approve(entry)
    )


def _can_approve(entry: Entry) -> bool:
    if entry.hit.hint:
        return False
    if entry.hit.proposal is Verdict.REDACT:
        return bool(entry.grounds)
    return entry.hit.proposal is Verdict.KEEP


def _remark(entry: Entry) -> str:
    return entry.review.remark if entry.review else ""


def redactions(hit_list: HitList, rulebook: RuleBook) -> dict[str, tuple[Redaction, ...]]:
    """What may be burnt, by document id. Nothing else in the program makes a `Redaction`.

    Raises:
        ReviewError: a hit is to be redacted but has no place or no ground. In Dutch, with its id.
    """
    label, describe = cache(rulebook.label), cache(rulebook.description)
    made: dict[str, list[Redaction]] = {}
    faults: list[str] = []
    for entry in hit_list.entries:
        if entry.verdict is not Verdict.REDACT:
            continue
        if not entry.hit.boxes:
            faults.append(f"{entry.hit_id}: deze treffer heeft geen plaats op een pagina en kan niet worden gelakt")
        elif not entry.grounds:
            faults.append(f"{entry.hit_id}: 'lakken' zonder grond")
        else:
            words = label(entry.grounds), describe(entry.grounds)
            redaction = Redaction(entry.hit_id, entry.hit.boxes, *words, entry.hit.text)
            made.setdefault(entry.hit.document_id, []).append(redaction)
    if faults:
        raise ReviewError("\n".join(faults))
    return {document: tuple(found) for document, found in made.items()}


def kept_texts(hit_list: HitList) -> dict[str, tuple[str, ...]]:
    """Texts of the hits that somebody left visible on purpose, by document id, each once. Hints say nothing."""
    kept: dict[str, dict[str, None]] = {}
    for entry in hit_list.entries:
        if entry.verdict is Verdict.KEEP and not entry.hit.hint:
            kept.setdefault(entry.hit.document_id, {})[entry.hit.text] = None
    return {document: tuple(texts) for document, texts in kept.items()}


def to_json(hit_list: HitList) -> bytes:
    """The state file: everything, with coordinates."""
    return dump(hit_list, HitList)


def from_json(data: bytes) -> HitList:
    """The list that `to_json` wrote.

    Raises:
        InputError: the data is damaged.
    """
    hit_list = load(data, HitList, "hits.json")
    entries = (*hit_list.entries, *hit_list.vanished)
    sound = len(hit_list.by_id()) == len(entries) and all(_sound(entry, hit_list) for entry in entries)
    added = [*(term.term_id for term in hit_list.terms), *(place.place_id for place in hit_list.places)]
    if not sound or len(set(added)) != len(added):
        raise InputError("hits.json is damaged: hit ids do not agree. Put a backup back.")
    return hit_list


def _sound(entry: Entry, hit_list: HitList) -> bool:
    number = entry.hit_id[1:]
    known = number.isdecimal() and hit_id(int(number)) == entry.hit_id and int(number) < hit_list.next_number
    return known and (entry.review is None or entry.review.hit_id == entry.hit_id)
