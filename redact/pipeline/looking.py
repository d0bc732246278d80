"""What somebody at a desk asks to see without changing anything: where a text stands, and a page as published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from redact.detect import search
from redact.detect.windows import surroundings
from redact.model import BurnSettings, Redaction, Review, Verdict
from redact.pipeline.dossier import Dossier
from redact.pipeline.settings import MACHINE, Context
from redact.pipeline.tasks import page_of
from redact.pipeline.texts import page_texts
from redact.review import AddedTerm, Entry, HitList, redactions, search_terms
from redact.tables import one_line


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place where a text stands: offsets in the page's text, and the text around it."""

    document_id: str
    page: int
    start: int
    end: int
    context: str = field(repr=False)


def sightings(context: Context, dossier: Dossier, text: str) -> tuple[Sighting, ...]:
    """Where a text stands in the bundle, as an added text is looked for, page by page; in document order."""
    terms = search_terms([AddedTerm("t0000", one_line(text), "", None, (), "", 0)])
    words = one_line(text).split()
    texts = page_texts(context, dossier.going_out)
    return tuple(
        Sighting(member.document_id, number, hit.start, hit.end, surroundings(page, hit.start, hit.end))
        for member in dossier.going_out
        if member.document_id in texts
        for number, page in enumerate(texts[member.document_id].texts, start=1)
        if all(word in page for word in words)
        for hit in search([page_of(page)], member.document_id, terms)
    )


def order_for_page(context: Context, entries: Sequence[Entry], page: int) -> tuple[tuple[Redaction, ...], BurnSettings]:
    """What would be burnt on a page if everything that is open went as proposed.

    Args:
        context: of the case.
        entries: the hits on the page.
        page: counted from 1.

    Raises:
        ReviewError: a hit is to be redacted but has no place or no ground; in Dutch.
    """
    supposed = tuple(each for entry in entries if (each := _as_proposed(entry)) is not None)
    found = redactions(HitList(supposed, next_number=1), context.rulebook)
    here = tuple(
        replace(each, boxes=tuple(box for box in each.boxes if box.page == page))
        for of_document in found.values()
        for each in of_document
    )
    return here, BurnSettings(context.settings.width, context.rulebook.boxes.style)


def _as_proposed(entry: Entry) -> Entry | None:
    """An entry with its verdict, or the proposed one where there is no final one; None where nothing is redacted."""
    if entry.verdict is Verdict.REDACT:
        return entry
    if entry.verdict is Verdict.KEEP or entry.hit.proposal is not Verdict.REDACT or not entry.grounds:
        return None
    return replace(entry, review=Review(entry.hit_id, Verdict.REDACT, entry.grounds, MACHINE))
