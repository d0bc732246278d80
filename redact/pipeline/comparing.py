"""The texts of a case laid side by side, once; what people decide is then compared as often as they decide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from redact.extract import reading
from redact.geometry import boxes_by_line, centre, contains
from redact.model import Hit, Page
from redact.pipeline.adding import Marked
from redact.pipeline.contradictions import Contradiction, Place, contradictions
from redact.pipeline.dossier import Dossier
from redact.pipeline.groups import Groups
from redact.pipeline.settings import Context
from redact.pipeline.tasks import NORMAL
from redact.pipeline.texts import page_texts
from redact.pipeline.treatment import Stretch
from redact.pipeline.twins import Alike, alike_in
from redact.pipeline.wording import Wording, wording
from redact.review import HitList

_CONTEXT = 60
"""Characters shown on either side of a place."""


class Comparison:
    """The documents of a case that go out. Costs about 5 ms a page to make; asking is cheap."""

    def __init__(self, context: Context, dossier: Dossier) -> None:
        """Reads the texts, from the work folder where they were read before."""
        self._context = context
        read = page_texts(context, dossier.going_out)
        self._texts = {
            each.document_id: read[each.document_id] for each in dossier.going_out if each.document_id in read
        }
        self.codes = dossier.codes
        """Code by document id."""
        self._drawn: dict[str, tuple[Stretch, ...]] = {}

    @cached_property
    def words(self) -> Wording:
        """All words, and which are copies of one another."""
        return wording(self._texts)

    @cached_property
    def alike(self) -> Alike:
        """Which places of which documents and pages are the same."""
        return alike_in(self.words, self.codes)

    def contradictions(self, hit_list: HitList, groups: Groups) -> tuple[Contradiction, ...]:
        """Everything that is treated in more than one way."""
        return contradictions(hit_list, groups, self.words, self._covered)

    def text(self, place: Place) -> str:
        """What stands at a place; document text."""
        return self._texts[place.document_id].texts[place.page - 1][place.start : place.end]

    def marked(self, place: Place, grounds: tuple[str, ...]) -> Marked:
        """A readable place as a place to redact."""
        page = self._page(place.document_id, place.page)
        shown = [index for index in page.offsets[place.start : place.end] if index >= 0]
        boxes = boxes_by_line(page.glyphs[min(shown) : max(shown) + 1], page.number) if shown else ()
        around = " ".join(page.text[max(0, place.start - _CONTEXT) : place.end + _CONTEXT].split())
        text = page.text[place.start : place.end]
        return Marked(place.document_id, place.page, boxes, grounds, place.start, place.end, text, around)

    def _page(self, document_id: str, number: int) -> Page:
        with reading(self._context.case.folder(document_id) / NORMAL) as reader:
            return reader.page(number)

    def _covered(self, hit: Hit) -> tuple[Stretch, ...]:
        if hit.document_id not in self._texts:
            return ()
        if hit.key not in self._drawn:
            pages = (self._page(hit.document_id, number) for number in sorted({box.page for box in hit.boxes}))
            self._drawn[hit.key] = tuple(stretch for page in pages for stretch in _under(page, hit))
        return self._drawn[hit.key]


def _under(page: Page, hit: Hit) -> Iterator[Stretch]:
    """The stretches of a page's text whose letters have their middle in one of the hit's boxes."""
    boxes = [box for box in hit.boxes if box.page == page.number]
    inside = {index for index, glyph in enumerate(page.glyphs) if any(contains(box, centre(glyph)) for box in boxes)}
    start = None
    for place, index in enumerate((*page.offsets, -1)):
        if index in inside:
            start = place if start is None else start
        elif start is not None and (index >= 0 or place == len(page.offsets)):
            yield page.number, start, place
            start = None
