"""Shares fonts, images and content that are equal byte for byte, so that an annex holds each of them once.

A bundle repeats itself: the same letterhead, the same mail in five copies, the same font subset on every page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pikepdf

_Id = tuple[int, int]

_CONTAINERS = (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)


def share_equal_objects(pdf: pikepdf.Pdf) -> None:
    """Makes the pages of a PDF use one object where theirs are equal; the others fall away when it is saved."""
    sharing = _Sharing()
    for page in pdf.pages:
        for key in ("/Resources", "/Contents"):
            if key in page.obj:
                sharing.tidy(page.obj, key)


class _Sharing:
    """Digests seen so far, and for each the first object that had it."""

    def __init__(self) -> None:
        self._digests: dict[_Id, bytes] = {}
        self._first: dict[bytes, pikepdf.Object] = {}
        self._tidied: set[_Id] = set()

    def tidy(self, holder: pikepdf.Object, key: str | int) -> None:
        """Points one entry of a dictionary or array at the first object equal to it, or tidies what is inside."""
        value = holder[key]
        if not isinstance(value, pikepdf.Object):
            return
        if value.is_indirect:
            first = self._first.setdefault(self._digest(value), value)
            if first.objgen != value.objgen:
                holder[key] = first
                return
            if value.objgen in self._tidied:
                return
            self._tidied.add(value.objgen)
        for inner_key, inner in _entries(value):
            if isinstance(inner, _CONTAINERS):
                self.tidy(value, inner_key)

    def _digest(self, value: pikepdf.Object) -> bytes:
        """Digest of an object with all it refers to. An object that reaches itself is equal to no other."""
        known = self._digests.get(value.objgen)
        if known is not None:
            return known
        self._digests[value.objgen] = repr(value.objgen).encode()
        digest = self._content(value).digest()
        self._digests[value.objgen] = digest
        return digest

    def _content(self, value: pikepdf.Object) -> hashlib._Hash:
        content = hashlib.sha256()
        for key, inner in _entries(value):
            content.update(f"{key} ".encode())
            content.update(self._inner(inner))
        if isinstance(value, pikepdf.Stream):
            content.update(value.read_raw_bytes())
        return content

    def _inner(self, inner: object) -> bytes:
        if not isinstance(inner, pikepdf.Object):
            return f"{type(inner).__name__} {inner} ".encode()
        if inner.is_indirect:
            return self._digest(inner)
        if isinstance(inner, _CONTAINERS):
            return self._content(inner).digest()
        return inner.unparse()


def _entries(value: pikepdf.Object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, pikepdf.Array):
        yield from enumerate(value)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from sorted((key, inner) for key, inner in value.items() if key != "/Length")
