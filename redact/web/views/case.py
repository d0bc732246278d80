"""The case as a whole, its hits, and everything that is known of one hit."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from redact.model import Judgement
from redact.tables import legible, one_line
from redact.web.answers import Refused
from redact.web.evidence import evidence
from redact.web.reading import number_of
from redact.web.shapes import View, encoded, groups_shape
from redact.web.sitting import Sitting

_KEYS = 9
_MOST_OCCURRENCES = 500
JSON = "application/json"


def sitting_of(request: Request) -> Sitting:
    """The sitting that this server is for."""
    sitting: Sitting = request.app.state.sitting
    return sitting


def get_case(request: Request) -> Response:
    """Everything but the hits."""
    sitting = sitting_of(request)
    view, context = sitting.view, sitting.desk.context
    answer = {
        "bundle": legible(context.bundle.name),
        "case_number": legible(context.bundle.case_number),
        "matter": legible(context.bundle.matter),
        "regime": context.regime.value,
        "reviewer": request.state.reviewer,
        "second": sitting.second,
        "revision": view.revision,
        "grounds": _grounds(sitting),
        "markings": [
            {"id": each.marking_id, "label": each.label, "title": each.title} for each in context.rulebook.markings
        ],
        "judgements": [each.value for each in Judgement],
        "documents": sitting.documents(view),
        "progress": sitting.progress(view),
        "estimate": sitting.estimate() if sitting.second else "",
    }
    return JSONResponse(answer)


def _grounds(sitting: Sitting) -> list[dict[str, Any]]:
    """All grounds of this law, those of this bundle first and with a key."""
    context = sitting.desk.context
    keyed = sitting.keys[:_KEYS]
    rest = [code for code in context.rulebook.codes(context.regime) if code not in keyed]
    return [
        {"code": code, "label": ground.label, "title": ground.title, "key": place if place <= len(keyed) else None}
        for place, code in enumerate((*keyed, *rest), start=1)
        for ground in (context.rulebook.ground(code),)
    ]


def get_hits(request: Request) -> Response:
    """Every hit, in the order of the list."""
    sitting = sitting_of(request)
    view = sitting.view
    hits = sitting.shaper.hits(view, view.entries)
    head = b'{"revision":' + encoded(view.revision) + b',"groups":' + encoded(groups_shape(view.groups))
    return Response(head + b',"hits":' + hits + b"}", media_type=JSON)


def get_changes(request: Request) -> Response:
    """What changed after a revision."""
    return Response(sitting_of(request).changes(number_of(request, "since")), media_type=JSON)


def get_contradictions(request: Request) -> Response:
    """What is treated differently in different places."""
    sitting = sitting_of(request)
    return JSONResponse({"items": sitting.conflicts.shape(sitting.compare(), sitting.shaper)})


def get_hit(request: Request) -> Response:
    """One hit with why it was found, where else it stands, and what was done to it."""
    sitting = sitting_of(request)
    view, hit_id = sitting.view, request.path_params["hit"]
    entry = view.entries.get(hit_id)
    if entry is None:
        raise Refused(404)
    group = view.groups.of(hit_id)
    more = {
        "context": one_line(entry.hit.context),
        "reason": legible(entry.hit.reason),
        "recognizer": entry.hit.recognizer,
        "evidence": evidence(sitting.desk, sitting.shaper, view, entry),
        "occurrences": _occurrences(sitting, view, group.hit_ids),
        "group": {"id": group.group_id, "name": legible(group.name), "hits": list(group.hit_ids)},
        "history": sitting.history.of(hit_id),
    }
    return JSONResponse(sitting.shaper.hit(view, hit_id) | more)


def _occurrences(sitting: Sitting, view: View, hit_ids: tuple[str, ...]) -> list[dict[str, Any]]:
    codes = sitting.desk.dossier.codes
    return [
        {
            "id": hit_id,
            "code": codes.get(entry.hit.document_id, ""),
            "page": entry.hit.page,
            "verdict": entry.verdict.value,
            "context": one_line(entry.hit.context),
        }
        for hit_id in hit_ids[:_MOST_OCCURRENCES]
        if (entry := view.entries.get(hit_id)) is not None
    ]
