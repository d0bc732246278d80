"""The server: which address is answered by what, and what becomes of errors. There are no other addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from redact.errors import DocumentRefused, ReviewError, StorageError
from redact.executors import ProcessExecutor
from redact.pipeline.steps import Overtaken
from redact.tables import legible
from redact.web.answers import WEB, Refused, page, refusal
from redact.web.door import Door
from redact.web.gallery import Gallery
from redact.web.guard import BEGIN, STATIC, Guard
from redact.web.shapes import encoded
from redact.web.sitting import Sitting
from redact.web.views import case, decisions, pages
from redact.web.views.case import JSON, sitting_of

_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
}
_PAGE = "{document:str}/{page:int}"


def build_app(sitting: Sitting, door: Door, drawing: ProcessExecutor) -> ASGIApp:
    """The server for one sitting.

    Args:
        sitting: the case and who is at it.
        door: lets people in.
        drawing: the workers that draw pages.
    """
    handlers = {
        HTTPException: _http_error,
        Refused: _refused,
        Overtaken: _overtaken,
        ReviewError: _sentence,
        DocumentRefused: _sentence,
        StorageError: _full,
    }
    app = Starlette(routes=_routes(), exception_handlers=handlers)  # type: ignore[arg-type]
    app.router.redirect_slashes = False
    app.state.sitting, app.state.door, app.state.gallery = sitting, door, Gallery(drawing)
    app.state.static = _static_files(WEB / "static")
    return Guard(app, door)


def _routes() -> list[Route]:
    reads: dict[str, Callable[[Request], Response | Awaitable[Response]]] = {
        "/": _index,
        BEGIN: _begin,
        f"{STATIC}{{name:path}}": _static,
        "/api/case": case.get_case,
        "/api/hits": case.get_hits,
        "/api/changes": case.get_changes,
        "/api/hits/{hit:str}": case.get_hit,
        "/api/contradictions": case.get_contradictions,
        "/api/documents/{document:str}/pages/{page:int}": pages.get_page,
        f"/pages/{_PAGE}.png": pages.get_picture,
        f"/preview/{_PAGE}.png": pages.get_preview,
    }
    writes: dict[str, Callable[[Request], Awaitable[Response]]] = {
        "/api/decide": decisions.decide,
        "/api/confirm": decisions.confirm,
        "/api/return": decisions.send_back,
        "/api/repair": decisions.solve,
        "/api/undo": decisions.undo,
        "/api/redo": decisions.redo,
        "/api/terms": decisions.add_term,
        "/api/places": decisions.add_place,
        "/api/search": pages.find_text,
        "/api/persons/join": decisions.join,
        "/api/persons/split": decisions.split,
        "/api/documents/{document:str}": decisions.decide_document,
        "/api/documents/{document:str}/confirm": decisions.confirm_document,
        "/api/documents/{document:str}/return": decisions.send_back_document,
    }
    return [
        *(Route(path, view, methods=["GET"]) for path, view in reads.items()),
        *(Route(path, view, methods=["POST"]) for path, view in writes.items()),
    ]


def _static_files(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Every file that the page needs, by name: what a browser asks for never becomes a path."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), _KINDS[path.suffix])
        for path in sorted(folder.rglob("*"))
        if path.suffix in _KINDS
    }


async def _static(request: Request) -> Response:
    found = request.app.state.static.get(request.path_params["name"])
    if found is None:
        raise Refused(404)
    data, kind = found
    return Response(data, media_type=kind)


async def _index(request: Request) -> Response:
    bundle = sitting_of(request).desk.context.bundle
    return page("review.html.j2", bundle=legible(bundle.name), case_number=legible(bundle.case_number))


async def _begin(request: Request) -> Response:
    """Lets somebody in, once."""
    door: Door = request.app.state.door
    if request.method != "GET":
        raise Refused(405)
    secret = door.enter(request.query_params.get("token", ""), request.scope["headers"])
    if secret is None:
        return refusal(request.scope, 403)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(door.cookie_name, secret, path="/", httponly=True, samesite="strict")
    return answer


async def _http_error(request: Request, error: HTTPException) -> Response:
    return refusal(request.scope, error.status_code)


async def _refused(request: Request, error: Refused) -> Response:
    return refusal(request.scope, error.status) if error.usual else JSONResponse(error.body, error.status)


async def _sentence(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": legible(str(error))}, 422)


async def _full(request: Request, error: Exception) -> Response:
    return refusal(request.scope, 507)


async def _overtaken(request: Request, error: Overtaken) -> Response:
    sitting = sitting_of(request)
    view = sitting.view
    parts = (
        b'{"error":' + encoded(str(error)),
        b'"revision":' + encoded(view.revision),
        b'"hits":' + sitting.shaper.hits(view, error.names),
        b'"documents":' + encoded(sitting.documents(view, error.names)) + b"}",
    )
    return Response(b",".join(parts), 409, media_type=JSON)
