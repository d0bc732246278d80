"""Reads the structure tree of any PDF, however odd, and keeps of it what can hold no text.

Alternative texts, replacement texts, titles, expansions, names of one's own and identifiers stay behind: they repeat
what a page says, also where that is to be blacked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from redact.pdfobjects.operators import spelt
from redact.pdfobjects.tags import (
    KINDS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_NUMBER,
    Element,
    Mark,
    Trait,
    carried,
    marks,
    trait,
)

_ALIKE = {
    **dict.fromkeys(("Link", "Annot", "Form", "Em", "Strong", "Sub", "Ruby", "RB", "RT", "RP", "WT", "WP"), "Span"),
    **{"Warichu": "Span", "Private": "Div", "Aside": "Div", "DocumentFragment": "Div", "FENote": "Note"},
    **{"Title": "P", "H": "H2"},
}
"""Standard types under another one: links and fields are no longer there, and the code above a document is an H1."""
_PRIVATE = frozenset({"Artifact"})
_TRAITS = ("RowSpan", "ColSpan", "Scope", "ListNumbering")
_MAX_ROLES = 10


def read_tags(pdf: pikepdf.Pdf, spoken: frozenset[str] | None = None) -> Element | None:
    """The structure of a document, or None where it has none; one of somebody else must point at content, too.

    Args:
        pdf: any document.
        spoken: None for a document of somebody else. For one that we made: what its pictures may say; the words of
            boxes are kept too.
    """
    kept = carried(pdf)
    if kept is not None:
        return kept
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return None
    reading = _Reading(pdf, root, spoken)
    kids = tuple(reading.kids(root, None, 0))
    first = kids[0] if len(kids) == 1 and isinstance(kids[0], Element) else None
    whole = first if first is not None and first.kind == "Document" else Element("Document", kids)
    language = trait("Lang", spelt(pdf.Root.get("/Lang", "")))
    if language is not None and "Lang" not in dict(whole.traits):
        whole = Element(whole.kind, whole.kids, (*whole.traits, ("Lang", language)))
    return whole if spoken is not None or next(marks(whole), None) is not None else None


class _Reading:
    """One pass over a tree: every element once, every piece of content once."""

    def __init__(self, pdf: pikepdf.Pdf, root: pikepdf.Object, spoken: frozenset[str] | None) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        roles = root.get("/RoleMap")
        self._roles = dict(roles.items()) if isinstance(roles, Dictionary) else {}
        self._spoken = spoken
        self._seen: set[tuple[int, int]] = set()
        self._taken: set[Mark] = set()
        self._idents: dict[bytes, int] = {}
        self._count = 0

    def kids(self, holder: pikepdf.Object, page: int | None, depth: int) -> Iterator[Element | Mark]:
        """What stands below an element or the root."""
        given = holder.get("/K")
        for item in list(given) if isinstance(given, Array) else [given]:
            if isinstance(item, Dictionary):
                yield from self._node(item, page, depth)
            else:
                yield from self._mark(item, page)

    def _node(self, item: pikepdf.Object, page: int | None, depth: int) -> Iterator[Element | Mark]:
        kind = spelt(item.get("/Type", ""))
        if kind == "/MCR" or ("/MCID" in item and "/S" not in item):
            if "/Stm" not in item:
                yield from self._mark(item.get("/MCID"), self._page(item, page))
        elif kind != "/OBJR" and "/S" in item:
            yield from self._element(item, page, depth)

    def _element(self, item: pikepdf.Object, page: int | None, depth: int) -> Iterator[Element]:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_ELEMENTS or (item.is_indirect and item.objgen in self._seen):
            return
        self._seen.add(item.objgen if item.is_indirect else (0, 0))
        self._seen.discard((0, 0))
        own = spelt(item["/S"])[1:]
        kind = self._kind(own)
        if own in _PRIVATE:
            return
        kids = tuple(self.kids(item, self._page(item, page), depth + 1))
        words, picture = self._words(item, kind)
        about = _attributes(item)
        traits = tuple(self._traits(item, about))
        ident = self._ident(item.get("/ID"))
        yield Element(kind, kids, traits, ident, tuple(self._headers(about)), words, picture)

    def _kind(self, own: str) -> str:
        for _ in range(_MAX_ROLES):
            if own in KINDS or own in _ALIKE or f"/{own}" not in self._roles:
                break
            own = spelt(self._roles[f"/{own}"])[1:]
        if own[:1] == "H" and own[1:].isdigit():
            return own if own in KINDS else "H6"
        return own if own in KINDS else _ALIKE.get(own, "NonStruct")

    def _page(self, item: pikepdf.Object, inherited: int | None) -> int | None:
        page = item.get("/Pg")
        return self._pages.get(page.objgen, inherited) if isinstance(page, Dictionary) else inherited

    def _mark(self, number: Any, page: int | None) -> Iterator[Mark]:
        if not isinstance(number, int) or isinstance(number, bool) or page is None or not 0 <= number < MAX_NUMBER:
            return
        mark = Mark(page, number)
        if mark not in self._taken:
            self._taken.add(mark)
            yield mark

    def _traits(self, item: pikepdf.Object, about: Sequence[pikepdf.Object]) -> Iterator[tuple[str, Trait]]:
        language = trait("Lang", spelt(item.get("/Lang", "")))
        if language is not None:
            yield "Lang", language
        for name in _TRAITS if about else ():
            for holder in about:
                value = holder.get(f"/{name}")
                kept = trait(name, spelt(value)[1:] if isinstance(value, pikepdf.Name) else value)
                if kept is not None:
                    yield name, kept
                    break

    def _headers(self, about: Sequence[pikepdf.Object]) -> Iterator[int]:
        for holder in about:
            given = holder.get("/Headers")
            if isinstance(given, Array):
                yield from (self._ident(name) for name in given if isinstance(name, pikepdf.String))

    def _ident(self, name: Any) -> int:
        if not isinstance(name, pikepdf.String):
            return 0
        return self._idents.setdefault(bytes(name), len(self._idents) + 1)

    def _words(self, item: pikepdf.Object, kind: str) -> tuple[str, str]:
        """What an element of ours says; nothing for anybody else's."""
        if self._spoken is None:
            return "", ""
        words = spelt(item.get("/ActualText", "")) if kind == "Span" else ""
        picture = spelt(item.get("/Alt", ""))
        return words, picture if picture in self._spoken else ""


def _attributes(item: pikepdf.Object) -> list[pikepdf.Object]:
    given = item.get("/A")
    items = list(given) if isinstance(given, Array) else [given]
    return [each for each in items if isinstance(each, Dictionary)]
