"""What a reviewer adds at the desk, checked and found: a text wherever it stands, or a place on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from redact.detect import search
from redact.errors import ReviewError
from redact.extract import extract
from redact.model import Box, Hit, Review, Verdict
from redact.pipeline.dossier import Dossier, Member
from redact.pipeline.settings import Context
from redact.pipeline.tasks import NORMAL
from redact.pipeline.texts import page_texts
from redact.review import AddedPlace, AddedTerm, HitList, adopt, merge, search_terms
from redact.tables import one_line

SHORTEST = 3
"""Letters of a text that is looked for."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A place that somebody marked. For words, `start` and `end` are offsets in the page's text, which `text` is then.

    `context` is the text around it, for the list.
    """

    document_id: str
    page: int
    boxes: tuple[Box, ...]
    grounds: tuple[str, ...]
    start: int = 0
    end: int = 0
    text: str = field(default="", repr=False)
    context: str = field(default="", repr=False)


def new_term(
    hit_list: HitList, text: str, grounds: tuple[str, ...], where: tuple[str, int | None], reviewer: str
) -> AddedTerm:
    """A text to add, with the next number.

    Args:
        hit_list: the list so far.
        text: the text.
        grounds: codes, or one marking.
        where: document id ('' for the whole bundle) and page.
        reviewer: who adds it.

    Raises:
        ReviewError: it is too short, has no ground, or was added before.
    """
    number = 1 + max((int(term.term_id[1:]) for term in hit_list.terms), default=0)
    term = AddedTerm(f"t{number:04d}", one_line(text), *where, grounds, reviewer, 0)
    if len(term.text) < SHORTEST:
        raise ReviewError(f"De tekst telt minstens {SHORTEST} tekens.")
    _demand_grounds(grounds)
    if term.identity in {known.identity for known in hit_list.terms}:
        raise ReviewError("Deze tekst is al eerder toegevoegd, op dezelfde grond.")
    return term


def new_place(dossier: Dossier, hit_list: HitList, marked: Marked, reviewer: str) -> AddedPlace:
    """A place to add, with the next number.

    Raises:
        ReviewError: it lies on no page of a document that goes out, or has no ground.
    """
    member = next((each for each in dossier.going_out if each.document_id == marked.document_id), None)
    if member is None or not marked.boxes or {box.page for box in marked.boxes} != {marked.page}:
        raise ReviewError("Deze plaats ligt niet op een bladzijde die wordt vrijgegeven.")
    if not 1 <= marked.page <= member.prepared.pages:
        raise ReviewError("Deze bladzijde bestaat niet.")
    _demand_grounds(marked.grounds)
    number = 1 + max((int(place.place_id[1:]) for place in hit_list.places), default=0)
    return AddedPlace(
        f"d{number:04d}",
        marked.document_id,
        marked.page,
        marked.start,
        marked.end,
        marked.boxes,
        marked.grounds,
        reviewer,
        marked.text,
        marked.context,
    )


def _demand_grounds(grounds: Sequence[str]) -> None:
    if not grounds:
        raise ReviewError("Kies een grond.")


def with_new_hits(
    context: Context, dossier: Dossier, hit_list: HitList, added: AddedTerm | AddedPlace
) -> tuple[HitList, tuple[str, ...], tuple[Review, ...]]:
    """Brings what was added into the list as hits.

    Returns:
        The list with the new hits; the ids of all hits that are redacted by it, those that stood at the same place
        already among them; and their reviews, which are not in the list yet.

    Raises:
        ReviewError: an added text stands nowhere.
    """
    is_term = isinstance(added, AddedTerm)
    found = found_of(context, dossier, added) if isinstance(added, AddedTerm) else (added.hit,)
    if not found:
        raise ReviewError("Deze tekst komt in de documenten niet voor.")
    old = {_place(entry.hit): entry for entry in hit_list.entries if not entry.hit.hint}
    new = [hit for hit in found if _place(hit) not in old or not is_term]
    same = [old[_place(hit)] for hit in found if _place(hit) in old] if is_term else []
    order = {member.document_id: number for number, member in enumerate(dossier.members)}
    hits = [*(entry.hit for entry in hit_list.entries), *new]
    hits.sort(key=lambda hit: (order[hit.document_id], hit.page, hit.start, hit.end))
    merged, _ = merge(hit_list, hits)
    reviews = [
        Review(entry.hit_id, Verdict.REDACT, added.grounds, added.reviewer, entry.review.remark if entry.review else "")
        for entry in same
        if entry.verdict is not Verdict.REDACT
    ]
    reviews += adopt(merged)
    if not reviews:
        raise ReviewError("Deze tekst wordt al overal gelakt.")
    return merged, tuple(review.hit_id for review in reviews), tuple(reviews)


def _place(hit: Hit) -> tuple[str, int, int, int]:
    return hit.document_id, hit.page, hit.start, hit.end


def found_of(context: Context, dossier: Dossier, term: AddedTerm) -> tuple[Hit, ...]:
    """Where an added text stands, as the next run will find it."""
    members = [each for each in dossier.going_out if term.document_id in ("", each.document_id)]
    found: list[Hit] = []
    for member in members_with(context, members, term.text):
        pages = extract(context.case.folder(member.document_id) / NORMAL)
        found += search(pages, member.document_id, search_terms([term]))
    return tuple(found)


def members_with(context: Context, members: Sequence[Member], text: str) -> list[Member]:
    """The documents in which all words of a text stand; reading those texts is much cheaper than their pages."""
    words = one_line(text).split()
    texts = page_texts(context, members)
    return [
        member
        for member in members
        if (found := texts.get(member.document_id)) is None
        or all(any(word in page for page in found.texts) for word in words)
    ]
