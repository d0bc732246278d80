"""The names of resources: neutral ones in the place of a producer's own, and no more of them than are in use."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

DEFAULT_SPACES = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_PREFIX = {
    "/XObject": "X",
    "/Font": "F",
    "/ExtGState": "G",
    "/Shading": "S",
    "/ColorSpace": "C",
    "/Pattern": "P",
}


class GivenNames:
    """The names given out in one document."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, object], str] = {}
        self._counts: Counter[str] = Counter()

    def name(self, category: str, value: Any) -> str:
        """The neutral resource name of an object, the same wherever it is used."""
        key = (category, value.objgen if value.is_indirect else value.unparse())
        if key not in self._names:
            self._counts[category] += 1
            self._names[key] = f"/{_PREFIX[category]}{self._counts[category]}"
        return self._names[key]


class ResourceNames:
    """The resources of one content stream: as it calls them, and those in use under their new names."""

    def __init__(self, pdf: pikepdf.Pdf, given: GivenNames, resources: Any) -> None:
        self._pdf = pdf
        self._given = given
        self._resources = resources
        self._found: dict[str, dict[str, Any]] = {}
        self._used: dict[str, dict[str, Any]] = {}

    def entries(self, category: str) -> dict[str, Any]:
        """The resources of a category by old name, direct dictionaries made indirect so that they can be told apart."""
        if category not in self._found:
            held = self._resources.get(category)
            known = held.items() if isinstance(held, pikepdf.Dictionary) else ()
            self._found[category] = {key: self._indirect(value) for key, value in known}
        return self._found[category]

    def _indirect(self, value: Any) -> Any:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            return self._pdf.make_indirect(value)
        return value

    def take(self, category: str, value: pikepdf.Object) -> Name:
        """The neutral name of a resource, which is now in use."""
        name = self._given.name(category, value)
        self._used.setdefault(category, {})[name] = value
        return Name(name)

    def written(self) -> pikepdf.Object:
        """The new resources."""
        for name in DEFAULT_SPACES:
            value = self.entries("/ColorSpace").get(name)
            if isinstance(value, pikepdf.Object):
                self._used.setdefault("/ColorSpace", {})[name] = value
        return Dictionary({category: Dictionary(entries) for category, entries in self._used.items()})
