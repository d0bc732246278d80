"""Rewrites content streams: no hidden layers, no comments, neutral names, balanced q/Q.

Of marked content only what the document's structure points at stays, by type and number, and what is called artifact.

Every stream that draws (page, form, tiling pattern, soft mask group, Type 3 glyph) gets new /Resources that
hold only what it uses, under names made here. What is not an operator of the standard with operands of the right type
goes: a content stream cannot carry a message to a reader of the file's bytes.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Operator

from redact.pdfobjects.inline import DEVICE_SPACES, MOST_INLINE, image_object, inline_data, inline_entries
from redact.pdfobjects.layers import HiddenLayers
from redact.pdfobjects.operators import (
    BUILD_PATH,
    CATEGORIES,
    INTENTS,
    KNOWN,
    MARKS,
    PAINT_PATH,
    SHOW,
    accepted,
    is_plain,
    spelt,
)

RENDERS = range(8)
"""Text render modes; programs differ in what they make of others."""
DEFAULT_SPACES = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
_PREFIX = {
    "/XObject": "X",
    "/Font": "F",
    "/ExtGState": "G",
    "/Shading": "S",
    "/ColorSpace": "C",
    "/Pattern": "P",
}


@dataclass(frozen=True, slots=True)
class ShownFont:
    """A font and every string that was shown in it, over the whole document."""

    font: pikepdf.Object
    strings: set[bytes]


class Cleaning:
    """What the cleaning of one document shares: names given out, strings shown by font, layers, counts by page."""

    def __init__(self, pdf: pikepdf.Pdf, tags: Mapping[int, Mapping[int, str]] = MappingProxyType({})) -> None:
        """Begins with a document.

        Args:
            pdf: the document.
            tags: types of the pieces of content to keep marked: by page (from 0), by number.
        """
        self.pdf = pdf
        self.tags = tags
        self.layers = HiddenLayers(pdf)
        self.fonts: dict[tuple[int, int], ShownFont] = {}
        self.hidden: Counter[int] = Counter()
        self.malformed: set[int] = set()
        self.unreadable: set[int] = set()
        self.queue: list[tuple[pikepdf.Object, pikepdf.Object | None, pikepdf.Object | None, int]] = []
        self._names: dict[tuple[str, object], str] = {}
        self._counts: Counter[str] = Counter()
        self._done: set[tuple[int, int]] = set()

    def name(self, category: str, value: Any) -> str:
        """The neutral resource name of an object, the same wherever it is used."""
        key = (category, value.objgen if value.is_indirect else value.unparse())
        if key not in self._names:
            self._counts[category] += 1
            self._names[key] = f"/{_PREFIX[category]}{self._counts[category]}"
        return self._names[key]

    def show(self, font: pikepdf.Object | None, strings: list[bytes]) -> None:
        """Remember which strings were shown in a font."""
        if font is not None:
            self.fonts.setdefault(font.objgen, ShownFont(font, set())).strings.update(strings)

    def page(self, page: pikepdf.Object, number: int) -> None:
        """Clean a page's content and everything it draws except Type 3 glyphs (see `type3`)."""
        resources = page.get("/Resources")
        content, page["/Resources"] = rewrite(self, page, resources, None, number)
        page["/Contents"] = self.pdf.make_stream(content)
        self.drain()

    def drain(self) -> None:
        """Clean the streams that were found to be drawn, and those that they draw."""
        while self.queue:
            stream, resources, font, number = self.queue.pop()
            if stream.objgen in self._done:
                continue
            self._done.add(stream.objgen)
            own = stream.get("/Resources")
            content, new = rewrite(self, stream, own if own is not None else resources, font, number)
            stream.write(content)
            stream["/Resources"] = new

    def type3(self, font: pikepdf.Object, procedures: list[pikepdf.Object]) -> None:
        """Clean the glyph procedures of a Type 3 font; they share the font's resources."""
        merged: dict[str, dict[str, Any]] = {}
        for procedure in procedures:
            if not isinstance(procedure, pikepdf.Stream) or procedure.objgen in self._done:
                continue
            self._done.add(procedure.objgen)
            content, new = rewrite(self, procedure, font.get("/Resources"), None, 0)
            procedure.write(content)
            for category, entries in new.items():
                merged.setdefault(category, {}).update(dict(entries.items()))
        font["/Resources"] = Dictionary({key: Dictionary(value) for key, value in merged.items()})
        self.drain()


def rewrite(
    cleaning: Cleaning,
    holder: pikepdf.Object,
    resources: pikepdf.Object | None,
    font: pikepdf.Object | None,
    number: int,
) -> tuple[bytes, pikepdf.Object]:
    """The cleaned content of a page or stream and its new resources.

    Args:
        cleaning: what the document's streams share.
        holder: page dictionary or content stream.
        resources: the resources that its names point into.
        font: the font in force when it starts (a form inherits its caller's).
        number: page on which it was met first, for the counts.
    """
    rewriter = _Rewriter(cleaning, resources, font, number)
    if not isinstance(holder, pikepdf.Stream):
        rewriter.tags = cleaning.tags.get(number - 1, {})
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            instructions = pikepdf.parse_content_stream(holder) if _has_content(holder) else []
            for instruction in instructions:
                rewriter.take(instruction)
    except (pikepdf.PdfError, pikepdf.DependencyError, TypeError):
        cleaning.unreadable.add(number)
    if caught:
        cleaning.malformed.add(number)
    return rewriter.finish()


def _has_content(holder: pikepdf.Object) -> bool:
    return isinstance(holder, pikepdf.Stream) or "/Contents" in holder


class _Rewriter:
    """State of one pass over one content stream."""

    def __init__(self, cleaning: Cleaning, resources: Any, font: pikepdf.Object | None, number: int) -> None:
        self.cleaning = cleaning
        self.resources = resources if isinstance(resources, pikepdf.Dictionary) else Dictionary()
        self.number = number
        self.font = font
        self.fonts: list[pikepdf.Object | None] = []
        self.tags: Mapping[int, str] = {}
        self.marks: list[bool] = []
        self.kept: list[bool] = []
        self.in_text = False
        self.in_path = False
        self.found: dict[str, dict[str, Any]] = {}
        self.used: dict[str, dict[str, Any]] = {}
        self.out: list[Any] = []
        self.done: list[bytes] = []

    def take(self, instruction: Any) -> None:
        """Handle one instruction."""
        if isinstance(instruction, ContentStreamInlineImage):
            self._inline_image(instruction)
            return
        operator = KNOWN.get(bytes(instruction.operator))
        if operator is None:
            return
        given = list(instruction.operands)
        if operator in MARKS:
            self._mark(operator, given)
            return
        operands = accepted(operator, given)
        if operands is None or (any(self.marks) and self._hide(operator)):
            return
        if operator in CATEGORIES:
            operands = self._name_resource(operator, operands)
            if operands is None:
                return
        elif not _is_defined(operator, operands):
            return
        if self._follow(operator, operands):
            is_new = operands is not given or not is_plain(operator, operands)
            self.out.append(ContentStreamInstruction(operands, Operator(operator)) if is_new else instruction)

    def _emit(self, operands: list[Any], operator: str) -> None:
        self.out.append(ContentStreamInstruction(operands, Operator(operator)))

    def _mark(self, operator: str, operands: list[Any]) -> None:
        if operator in {"BMC", "BDC"}:
            self.marks.append(operator == "BDC" and self._is_hidden_layer(operands))
            tag = self._tag(operands) if self.tags else []
            self.kept.append(bool(tag))
            if tag:
                self._emit(tag, "BDC" if len(tag) > 1 else "BMC")
        elif operator == "EMC" and self.marks:
            self.marks.pop()
            if self.kept.pop():
                self._emit([], "EMC")

    def _tag(self, operands: list[Any]) -> list[Any]:
        """Operands of a mark that stays, written anew; none for one that goes."""
        if operands and spelt(operands[0]) == "/Artifact":
            return [Name.Artifact]
        number = self._property(operands[1]).get("/MCID") if len(operands) == 2 else None
        kind = self.tags.get(number) if isinstance(number, int) and not isinstance(number, bool) else None
        return [] if kind is None else [Name(f"/{kind}"), Dictionary(MCID=number)]

    def _property(self, given: Any) -> Any:
        """A property list, given itself or by name."""
        found = self._lookup("/Properties").get(spelt(given)) if isinstance(given, pikepdf.Name) else given
        return found if isinstance(found, pikepdf.Dictionary) else Dictionary()

    def _is_hidden_layer(self, operands: list[Any]) -> bool:
        if len(operands) != 2 or spelt(operands[0]) != "/OC":
            return False
        layer = operands[1]
        if isinstance(layer, pikepdf.Name):
            layer = self._lookup("/Properties").get(spelt(layer))
        return self.cleaning.layers.hides(layer)

    def _hide(self, operator: str) -> bool:
        """In a hidden layer: swallow what paints, keep what only sets state. True when swallowed."""
        if operator not in SHOW and operator not in PAINT_PATH and operator not in {"Do", "sh"}:
            return False
        self.cleaning.hidden[self.number] += 1
        if operator in PAINT_PATH:
            self.in_path = False
            self._emit([], "n")
        elif operator in {"'", '"'}:
            self._emit([], "T*")
        return True

    def _lookup(self, category: str) -> dict[str, Any]:
        """The resources of a category by old name, direct dictionaries made indirect so that they can be told apart."""
        if category not in self.found:
            entries = self.resources.get(category)
            self.found[category] = (
                {key: self._indirect(value) for key, value in entries.items()}
                if isinstance(entries, pikepdf.Dictionary)
                else {}
            )
        return self.found[category]

    def _indirect(self, value: Any) -> Any:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            return self.cleaning.pdf.make_indirect(value)
        return value

    def _name_resource(self, operator: str, operands: list[Any]) -> list[Any] | None:
        """Operands with the neutral name, or None when the name points nowhere (a renderer draws nothing then)."""
        index = 0 if operator not in {"scn", "SCN"} else len(operands) - 1
        name = operands[index]
        if not isinstance(name, pikepdf.Name):
            return operands
        category = CATEGORIES[operator]
        if category == "/ColorSpace" and spelt(name) in DEVICE_SPACES:
            return operands
        value = self._lookup(category).get(spelt(name))
        if not isinstance(value, pikepdf.Object) or (operator == "Do" and not self._drawable(value)):
            return [Name("/F0"), operands[1]] if operator == "Tf" else None
        self._discover(operator, value)
        return [*operands[:index], self._own(category, value), *operands[index + 1 :]]

    def _drawable(self, value: pikepdf.Object) -> bool:
        if not isinstance(value, pikepdf.Stream) or value.get("/Subtype") not in (Name.Form, Name.Image):
            return False
        if self.cleaning.layers.hides(value.get("/OC")):
            self.cleaning.hidden[self.number] += 1
            return False
        return True

    def _discover(self, operator: str, value: pikepdf.Object) -> None:
        """Queue what this resource draws in its turn, and follow the font."""
        if operator == "Tf":
            self._use_font(value)
        elif (operator == "Do" and value.get("/Subtype") == Name.Form) or (
            operator in {"scn", "SCN"} and isinstance(value, pikepdf.Stream)
        ):
            self._queue(value, self.font)
        elif operator == "gs" and isinstance(value, pikepdf.Dictionary):
            self._discover_state(value)

    def _discover_state(self, state: pikepdf.Object) -> None:
        mask = state.get("/SMask")
        group = mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
        if isinstance(group, pikepdf.Stream):
            self._queue(group, None)
        setting = state.get("/Font")
        if isinstance(setting, pikepdf.Array) and len(setting):
            self._use_font(setting[0])

    def _use_font(self, value: Any) -> None:
        self.font = value if isinstance(value, pikepdf.Dictionary) and value.is_indirect else None
        self.cleaning.show(self.font, [])

    def _queue(self, stream: pikepdf.Object, font: pikepdf.Object | None) -> None:
        self.cleaning.queue.append((stream, self.resources, font, self.number))

    def _follow(self, operator: str, operands: list[Any]) -> bool:
        """Keep the state in step with an instruction; False when it must not be written (a Q without q)."""
        if operator == "q":
            self.fonts.append(self.font)
        elif operator == "Q":
            if not self.fonts:
                return False
            self.font = self.fonts.pop()
        elif operator in {"BT", "ET"}:
            self.in_text = operator == "BT"
        elif operator in BUILD_PATH:
            self.in_path = True
        elif operator in PAINT_PATH or operator == "n":
            self.in_path = False
        elif operator in SHOW:
            self.cleaning.show(self.font, _strings(operands[-1]))
        return True

    def _inline_image(self, instruction: Any) -> None:
        if any(self.marks):
            self.cleaning.hidden[self.number] += 1
            return
        image = instruction.iimage
        entries = inline_entries(image.obj)
        space = image.obj.get("/ColorSpace")
        if isinstance(space, pikepdf.Name) and spelt(space) not in DEVICE_SPACES:
            value = self._lookup("/ColorSpace").get(spelt(space))
            if not isinstance(value, pikepdf.Object):
                return
            entries["/ColorSpace"] = value
        # pikepdf has no public way to the bytes of an inline image in their own coding.
        data = inline_data(entries, image._data._inline_image_raw_bytes())
        if len(data) > MOST_INLINE:
            self._emit([self._own("/XObject", image_object(self.cleaning.pdf, entries, data))], "Do")
            return
        if "/ColorSpace" in entries and isinstance(space, pikepdf.Name) and spelt(space) not in DEVICE_SPACES:
            entries["/ColorSpace"] = self._own("/ColorSpace", entries["/ColorSpace"])
        self._flush()
        self.done.append(b"BI" + Dictionary(entries).unparse()[2:-2] + b"ID " + data + b" EI")

    def _own(self, category: str, value: pikepdf.Object) -> Name:
        """The neutral name of a resource, which is now in use."""
        name = self.cleaning.name(category, value)
        self.used.setdefault(category, {})[name] = value
        return Name(name)

    def _flush(self) -> None:
        if self.out:
            self.done.append(pikepdf.unparse_content_stream(self.out))
            self.out = []

    def finish(self) -> tuple[bytes, pikepdf.Object]:
        """Close what is open; the content's bytes and the new resources."""
        if self.in_path:
            self._emit([], "n")
        for _ in filter(None, self.kept):
            self._emit([], "EMC")
        if self.in_text:
            self._emit([], "ET")
        for _ in self.fonts:
            self._emit([], "Q")
        self._flush()
        for name in DEFAULT_SPACES:
            value = self._lookup("/ColorSpace").get(name)
            if isinstance(value, pikepdf.Object):
                self.used.setdefault("/ColorSpace", {})[name] = value
        new = Dictionary({category: Dictionary(entries) for category, entries in self.used.items()})
        return b"\n".join(self.done), new


def _is_defined(operator: str, operands: list[Any]) -> bool:
    """Whether the value of a setting is one of those that it can have."""
    if operator == "ri":
        return spelt(operands[0]) in INTENTS
    return operator != "Tr" or operands[0] in RENDERS


def _strings(shown: Any) -> list[bytes]:
    items = list(shown) if isinstance(shown, Array) else [shown]
    return [bytes(item) for item in items if isinstance(item, pikepdf.String)]
