"""Answers in the two forms that there are: JSON for the page, a page for people. Neither repeats what was asked."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from redact.web.door import values_of

WEB = Path(__file__).parent
LARGEST_BODY = 64 * 1024
_SECONDS_FOR_BODY = 10.0

SENTENCES = {
    400: "Het verzoek is niet te lezen.",
    403: "Geen toegang. Gebruik de link die `redact review` toont; die werkt één keer. Stop het programma met "
    "Ctrl-C en start het opnieuw voor een nieuwe link.",
    404: "Dit is er niet.",
    405: "Dit kan hier niet.",
    408: "Het verzoek duurde te lang.",
    413: "Het verzoek is te groot.",
    431: "Het verzoek is te groot.",
    500: "Er is een onverwachte fout opgetreden. Wat u eerder besliste, is bewaard.",
    507: "Opslaan lukt niet: de schijf is vol of niet beschrijfbaar. Wat eerder werd opgeslagen, is bewaard.",
}
TITLES = {400: "Niet te lezen", 403: "Geen toegang", 404: "Niet gevonden", 405: "Kan niet", 500: "Fout"}


class Refused(Exception):
    """A request that cannot be granted: a status, and a Dutch sentence where the usual one does not do."""

    def __init__(self, status: int, sentence: str = "", **more: Any) -> None:
        """Takes further keys of the JSON answer too."""
        super().__init__(status)
        self.status = status
        self.usual = not sentence and not more
        self.body = {"error": sentence or SENTENCES.get(status, SENTENCES[400]), **more}


def refusal(scope: Scope, status: int) -> Response:
    """An answer to a request that is not granted: a page where a browser asks for one, else JSON."""
    sentence = SENTENCES.get(status, SENTENCES[400])
    if any("text/html" in value for value in values_of(scope["headers"], "accept")):
        return message_page(TITLES.get(status, TITLES[400]), sentence, status)
    return JSONResponse({"error": sentence}, status)


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(WEB / "templates"), autoescape=True)


def page(name: str, status: int = 200, **values: str) -> Response:
    """A template of ours with these values, escaped."""
    return HTMLResponse(_templates().get_template(name).render(values), status)


def message_page(title: str, message: str, status: int) -> Response:
    """A page with one message."""
    return page("message.html.j2", status, title=title, message=message)


async def body_of(request: Request) -> bytes:
    """The body of a request.

    Raises:
        Refused: it is too large, or comes too slowly.
    """
    data = bytearray()
    try:
        async with asyncio.timeout(_SECONDS_FOR_BODY):
            async for chunk in request.stream():
                data += chunk
                if len(data) > LARGEST_BODY:
                    raise Refused(413)
    except TimeoutError:
        raise Refused(408) from None
    return bytes(data)
