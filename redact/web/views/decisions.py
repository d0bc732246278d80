"""Everything that changes the case. Each answer comes after the change is on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from redact.errors import ReviewError
from redact.geometry import from_display
from redact.model import Box
from redact.pipeline.adding import Marked
from redact.pipeline.deciding import By, Change
from redact.pipeline.desk import Desk
from redact.pipeline.pictures import PageWords, StretchTask
from redact.review import words
from redact.web.answers import Refused
from redact.web.reading import (
    LONGEST_TEXT,
    Chosen,
    Decision,
    DocumentValues,
    Hits,
    NewPlace,
    NewTerm,
    OneHit,
    Remark,
    Seen,
    document_values,
    grounds_of,
    read,
    remark_of,
)
from redact.web.views.case import JSON, sitting_of
from redact.web.views.pages import gallery_of, place_of

_SMALLEST = 2.0
_LONGEST_CONTEXT = 200


async def _acted(request: Request, seen: int, action: Callable[[Desk, By], Change]) -> Response:
    sitting = sitting_of(request)
    name = str(request.state.reviewer)
    answer = await run_in_threadpool(sitting.act, seen, name, lambda by: action(sitting.desk, by))
    return Response(answer, media_type=JSON)


async def decide(request: Request) -> Response:
    """A verdict, grounds or a remark on hits."""
    asked = await read(request, Decision)
    desk = sitting_of(request).desk
    verdict = None if asked.verdict is None else words.verdict_of(asked.verdict)
    grounds = None if asked.grounds is None else grounds_of(desk, asked.grounds)
    remark = None if asked.remark is None else remark_of(asked.remark)
    if verdict is None and grounds is None and remark is None:
        raise Refused(400)
    return await _acted(request, asked.seen, lambda desk, by: desk.decide(asked.hits, verdict, grounds, remark, by))


async def confirm(request: Request) -> Response:
    """A second reader agrees."""
    asked = await read(request, Hits)
    return await _acted(request, asked.seen, lambda desk, by: desk.confirm(asked.hits, by))


async def send_back(request: Request) -> Response:
    """A second reader does not agree."""
    asked = await read(request, Hits)
    remark = remark_of(asked.remark)
    return await _acted(request, asked.seen, lambda desk, by: desk.send_back(asked.hits, remark, by))


async def confirm_document(request: Request) -> Response:
    """A second reader agrees with the refusal of a document."""
    asked = await read(request, Seen)
    document_id = sitting_of(request).member(request.path_params["document"]).document_id
    return await _acted(request, asked.seen, lambda desk, by: desk.confirm_document(document_id, by))


async def send_back_document(request: Request) -> Response:
    """A second reader does not agree with the refusal of a document."""
    asked = await read(request, Remark)
    remark = remark_of(asked.remark)
    document_id = sitting_of(request).member(request.path_params["document"]).document_id
    return await _acted(request, asked.seen, lambda desk, by: desk.send_back_document(document_id, remark, by))


async def solve(request: Request) -> Response:
    """Has everything treated as on one side of a contradiction."""
    asked = await read(request, Chosen)
    sitting = sitting_of(request)
    return await _acted(
        request, asked.seen, lambda desk, by: sitting.conflicts.repair(sitting.view, asked.id, asked.side, by)
    )


async def undo(request: Request) -> Response:
    """Takes back this reviewer's last action."""
    return await _acted(request, (await read(request, Seen)).seen, lambda desk, by: desk.undo(by))


async def redo(request: Request) -> Response:
    """Does again what this reviewer took back."""
    return await _acted(request, (await read(request, Seen)).seen, lambda desk, by: desk.redo(by))


async def add_term(request: Request) -> Response:
    """A text to redact wherever it stands."""
    asked = await read(request, NewTerm)
    if len(asked.text) > LONGEST_TEXT:
        raise ReviewError(f"De tekst telt hoogstens {LONGEST_TEXT} tekens.")
    if asked.document:
        sitting_of(request).member(asked.document)
    grounds = grounds_of(sitting_of(request).desk, asked.grounds)
    return await _acted(
        request, asked.seen, lambda desk, by: desk.add_term(asked.text, grounds, asked.document, asked.page, by)
    )


async def add_place(request: Request) -> Response:
    """A place to redact: a drawn box, words, or the whole page."""
    asked = await read(request, NewPlace)
    pdf = place_of(sitting_of(request), asked.document, asked.page)
    here = await gallery_of(request).words(pdf, asked.page)
    grounds = grounds_of(sitting_of(request).desk, asked.grounds)
    marked = Marked(asked.document, asked.page, (), grounds)
    if asked.words is not None:
        start, end = asked.words
        if not 0 <= start < end <= len(here.text):
            raise Refused(400)
        stretch = await gallery_of(request).stretch(StretchTask(pdf, asked.page, start=start, end=end))
        marked = replace(marked, boxes=stretch.boxes, start=start, end=end, text=stretch.text, context=stretch.context)
    elif asked.box is not None:
        box = _drawn(here, asked.page, asked.box)
        marked = replace(marked, boxes=(box,), context=_under(here, box))
    elif asked.whole:
        marked = replace(marked, boxes=(Box(asked.page, 0.0, 0.0, here.width, here.height),), context="hele pagina")
    else:
        raise Refused(400)
    return await _acted(request, asked.seen, lambda desk, by: desk.add_place(marked, by))


def _drawn(here: PageWords, page: int, edges: tuple[float, float, float, float]) -> Box:
    """A box that was drawn on the page as displayed, as far as it lies on the page."""
    x0, y0, x1, y1 = edges
    box = from_display(Box(page, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), here.size, here.rotation)
    box = Box(page, max(box.x0, 0.0), max(box.y0, 0.0), min(box.x1, here.width), min(box.y1, here.height))
    if not (box.x1 - box.x0 >= _SMALLEST and box.y1 - box.y0 >= _SMALLEST):
        raise ReviewError("Het vak is te klein of ligt niet op de pagina.")
    return box


def _under(here: PageWords, box: Box) -> str:
    """What stands under a box, so that people recognise it in a list."""
    under = (
        word.text
        for word in here.words
        if box.x0 <= (word.box[0] + word.box[2]) / 2 <= box.x1 and box.y0 <= (word.box[1] + word.box[3]) / 2 <= box.y1
    )
    return " ".join(under)[:_LONGEST_CONTEXT]


async def join(request: Request) -> Response:
    """Makes two persons one."""
    asked = await read(request, Hits)
    if len(asked.hits) != 2:
        raise Refused(400)
    first, second = asked.hits
    return await _acted(request, asked.seen, lambda desk, by: desk.join(first, second, by))


async def split(request: Request) -> Response:
    """Makes the text of a hit a person of its own."""
    asked = await read(request, OneHit)
    return await _acted(request, asked.seen, lambda desk, by: desk.part(asked.hit, by))


async def decide_document(request: Request) -> Response:
    """Values of a document."""
    asked = await read(request, DocumentValues)
    member = sitting_of(request).member(request.path_params["document"])
    values = document_values(sitting_of(request).desk, asked.values)
    return await _acted(request, asked.seen, lambda desk, by: desk.decide_document(member.document_id, values, by))
