"""Pages to look at: words and boxes, pictures, how they would be published, and where a text stands."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from redact.errors import DocumentRefused, ReviewError
from redact.geometry import as_displayed, overlaps
from redact.model import Box
from redact.pipeline.looking import Sighting, order_for_page, sightings
from redact.pipeline.pictures import PageTask, PageWords, PreviewTask
from redact.pipeline.tasks import NORMAL
from redact.web.answers import Refused
from redact.web.gallery import Gallery, Left
from redact.web.reading import LONGEST_TEXT, Sought, read
from redact.web.shapes import View
from redact.web.sitting import Sitting
from redact.web.views.case import sitting_of

_WIDTH = 1000
_MOST_SIGHTINGS = 1_000
_MOST_PAGES = 60
"""Pages of which the places of sightings are worked out at once."""
_FEWEST_LETTERS = 2


def gallery_of(request: Request) -> Gallery:
    """The gallery of this server."""
    gallery: Gallery = request.app.state.gallery
    return gallery


def place_of(sitting: Sitting, document_id: str, page: int) -> Path:
    """The normalised file of a document that has this page.

    Raises:
        Refused: there is no such document or page, or nothing can be shown of it.
    """
    member = sitting.member(document_id)
    if not 1 <= page <= member.prepared.pages:
        if member.prepared.pages == 0:
            raise Refused(422, "Dit document kan niet worden getoond.")
        raise Refused(404)
    return sitting.desk.context.case.folder(document_id) / NORMAL


def _asked(request: Request) -> tuple[str, int]:
    return request.path_params["document"], request.path_params["page"]


async def get_page(request: Request) -> Response:
    """The words of a page and the boxes of its hits, all in points as displayed."""
    sitting = sitting_of(request)
    document_id, number = _asked(request)
    here = await gallery_of(request).words(place_of(sitting, document_id, number), number)
    view = sitting.view
    return JSONResponse(_page_shape(view, document_id, here))


def _page_shape(view: View, document_id: str, here: PageWords) -> dict[str, Any]:
    width, height = here.size if here.rotation % 180 == 0 else (here.height, here.width)
    entries = view.by_page.get((document_id, here.number), ())
    waiting = sum(entry.hit_id in view.open for entry in entries)
    return {
        "width": width,
        "height": height,
        "words": [
            {
                "box": _edges(here, Box(here.number, *word.box)),
                "text": word.text,
                "line": word.line,
                "at": [word.start, word.end],
            }
            for word in here.words
        ],
        "boxes": [
            {"hit": entry.hit_id, "box": _edges(here, box)}
            for entry in entries
            for box in entry.hit.boxes
            if box.page == here.number
        ],
        "open": waiting,
        "preview": _preview_sentence(waiting),
    }


def _preview_sentence(waiting: int) -> str:
    if not waiting:
        return "Zo wordt deze pagina gepubliceerd."
    hits = "1 open treffer is" if waiting == 1 else f"{waiting} open treffers zijn"
    return f"Zo wordt deze pagina gepubliceerd als u de voorstellen volgt: {hits} getoond zoals voorgesteld."


def _edges(here: PageWords, box: Box) -> list[float]:
    shown = as_displayed(box, here.size, here.rotation)
    return [round(edge, 2) for edge in (shown.x0, shown.y0, shown.x1, shown.y1)]


async def get_picture(request: Request) -> Response:
    """The picture of a page."""
    document_id, number = _asked(request)
    pdf = place_of(sitting_of(request), document_id, number)
    return await _png(gallery_of(request).picture(PageTask(pdf, number, _width(request)), request.is_disconnected))


async def get_preview(request: Request) -> Response:
    """The picture of a page as it would be published."""
    sitting = sitting_of(request)
    document_id, number = _asked(request)
    pdf = place_of(sitting, document_id, number)
    if not sitting.member(document_id).going_out:
        raise ReviewError("Dit document wordt niet vrijgegeven; er is niets om te tonen.")
    entries = sitting.view.by_page.get((document_id, number), ())
    found, settings = order_for_page(sitting.desk.context, entries, number)
    task = PreviewTask(pdf, number, _width(request), found, settings)
    return await _png(gallery_of(request).preview(task, request.is_disconnected))


async def _png(made: Any) -> Response:
    try:
        return Response(await made, media_type="image/png")
    except Left:
        return Response(status_code=204)


def _width(request: Request) -> int:
    value = request.query_params.get("width", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else _WIDTH


async def find_text(request: Request) -> Response:
    """Where a text stands in the bundle."""
    asked = await read(request, Sought)
    sitting = sitting_of(request)
    if not _FEWEST_LETTERS < len(asked.text.strip()) <= LONGEST_TEXT:
        raise ReviewError(f"De tekst telt minstens {_FEWEST_LETTERS + 1} en hoogstens {LONGEST_TEXT} tekens.")
    found = await run_in_threadpool(sightings, sitting.desk.context, sitting.desk.dossier, asked.text)
    shown = found[:_MOST_SIGHTINGS]
    pages = await _pages(request, shown)
    codes = sitting.desk.dossier.codes
    listed = [_sighting(sitting.view, codes, pages.get((each.document_id, each.page)), each) for each in shown]
    return JSONResponse({"total": len(found), "found": listed})


async def _pages(request: Request, found: tuple[Sighting, ...]) -> dict[tuple[str, int], PageWords]:
    """The pages on which something was found, as many as can be read while somebody waits."""
    places = list(dict.fromkeys((each.document_id, each.page) for each in found))[:_MOST_PAGES]
    sitting, gallery = sitting_of(request), gallery_of(request)

    async def words(place: tuple[str, int]) -> PageWords | None:
        try:
            return await gallery.words(place_of(sitting, *place), place[1])
        except (DocumentRefused, Refused):
            return None

    read_pages = await asyncio.gather(*map(words, places))
    return {place: here for place, here in zip(places, read_pages, strict=True) if here is not None}


def _sighting(view: View, codes: dict[str, str], here: PageWords | None, each: Sighting) -> dict[str, Any]:
    box = here.first_box(each.start, each.end) if here else None
    entries = view.by_page.get((each.document_id, each.page), ())
    same = (entry for entry in entries if entry.hit.page == each.page)
    by_text = (entry.hit_id for entry in same if entry.hit.start < each.end and entry.hit.end > each.start)
    by_box = (entry.hit_id for entry in entries if box and any(overlaps(box, own) for own in entry.hit.boxes))
    return {
        "document": each.document_id,
        "code": codes.get(each.document_id, ""),
        "page": each.page,
        "at": [each.start, each.end],
        "box": _edges(here, box) if here and box else None,
        "context": each.context,
        "hit": next(by_text, None) or next(by_box, None),
    }
