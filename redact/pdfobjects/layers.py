"""Which optional content a reader does not see when the document opens (ISO 32000-1, 8.11)."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Name

from redact.pdfobjects.operators import spelt


def _entries(value: Any) -> list[pikepdf.Object]:
    if isinstance(value, pikepdf.Array):
        return [item for item in value if isinstance(item, pikepdf.Dictionary)]
    return [value] if isinstance(value, pikepdf.Dictionary) else []


class HiddenLayers:
    """The layers of one document that are switched off at opening."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._off: set[tuple[int, int]] = set()
        properties = pdf.Root.get("/OCProperties")
        if not isinstance(properties, pikepdf.Dictionary):
            return
        config = properties.get("/D")
        if isinstance(config, pikepdf.Dictionary):
            self._read(properties, config)

    def _read(self, properties: pikepdf.Object, config: pikepdf.Object) -> None:
        if config.get("/BaseState") == Name.OFF:
            self._off.update(group.objgen for group in _entries(properties.get("/OCGs")))
            self._off.difference_update(group.objgen for group in _entries(config.get("/ON")))
        self._off.update(group.objgen for group in _entries(config.get("/OFF")))
        for usage in _entries(config.get("/AS")):
            if usage.get("/Event") == Name.View:
                self._apply_usage(usage)

    def _apply_usage(self, usage: pikepdf.Object) -> None:
        for group in _entries(usage.get("/OCGs")):
            wish = group.get("/Usage")
            view = wish.get("/View") if isinstance(wish, pikepdf.Dictionary) else None
            state = view.get("/ViewState") if isinstance(view, pikepdf.Dictionary) else None
            if state == Name.OFF:
                self._off.add(group.objgen)
            elif state == Name.ON:
                self._off.discard(group.objgen)

    def hides(self, content: Any) -> bool:
        """Whether the group or membership dictionary `content` (None: no layer at all) is not shown."""
        if not self._off or not isinstance(content, pikepdf.Dictionary):
            return False
        if content.get("/Type") != Name.OCMD:
            return content.objgen in self._off
        expression = content.get("/VE")
        if isinstance(expression, pikepdf.Array):
            return not self._holds(expression, 0)
        return not self._policy(content)

    def _policy(self, membership: pikepdf.Object) -> bool:
        shown = [group.objgen not in self._off for group in _entries(membership.get("/OCGs"))]
        if not shown:
            return True
        policy = spelt(membership.get("/P", Name.AnyOn))
        if policy == "/AllOn":
            return all(shown)
        if policy == "/AllOff":
            return not any(shown)
        return not all(shown) if policy == "/AnyOff" else any(shown)

    def _holds(self, expression: Any, depth: int) -> bool:
        if isinstance(expression, pikepdf.Dictionary):
            return expression.objgen not in self._off
        if not isinstance(expression, pikepdf.Array) or len(expression) == 0 or depth > 20:
            return True
        terms = [self._holds(term, depth + 1) for term in list(expression)[1:]]
        operator = spelt(expression[0])
        if operator == "/Not":
            return not any(terms)
        return any(terms) if operator == "/Or" else all(terms)
