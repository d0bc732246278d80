"""Rewrites content streams: no hidden layers, no comments, neutral names, balanced q/Q.

Of marked content only what the document's structure points at stays, by type and number, and what is called artifact.

Every stream that draws (page, form, tiling pattern, soft mask group, Type 3 glyph) gets new /Resources that
hold only what it uses, under names made here. What is not an operator of the standard with operands of the right type
goes: a content stream cannot carry a message to a reader of the file's bytes.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pikepdf
from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Operator

from redact.pdfobjects.inline import DEVICE_SPACES, MOST_INLINE, image_object, inline_data, inline_entries
from redact.pdfobjects.layers import HiddenLayers
from redact.pdfobjects.lines import Line, decoded, own_lines, parsed_operands, spelt_lines, spelt_strings, told_apart
from redact.pdfobjects.names import GivenNames, ResourceNames
from redact.pdfobjects.operators import (
    BUILD_PATH,
    CATEGORIES,
    INTENTS,
    MARKS,
    PAINT_PATH,
    SHOW,
    accepted,
    is_plain,
    spelt,
)

RENDERS = range(8)
"""Text render modes; programs differ in what they make of others."""
NO_FONT = b"/F0 "
"""How a font that the resources do not have is written."""
_FOLLOWED = SHOW | BUILD_PATH | PAINT_PATH | {"n", "q", "Q", "BT", "ET"}
_NUMBERED = re.compile(rb"/(?!OC |Artifact )[A-Za-z0-9]+ << /MCID (\d{1,9}) >> BDC")


@dataclass(frozen=True, slots=True)
class ShownFont:
    """A font and every string that was shown in it, over the whole document."""

    font: pikepdf.Object
    spelt: set[bytes] = field(default_factory=set, repr=False)

    @property
    def strings(self) -> set[bytes]:
        """The strings themselves."""
        return set(map(decoded, self.spelt))


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
        self.queue: list[tuple[pikepdf.Object, pikepdf.Object | None, ShownFont | None, int]] = []
        self.given = GivenNames()
        self.spellings: set[bytes] = set()
        """Strings that are spelt as pikepdf spells them."""
        self._done: set[tuple[int, int]] = set()

    def shown(self, font: pikepdf.Object) -> ShownFont:
        """What was shown in a font so far; what is shown in it from now on is to be added."""
        key = font.objgen
        if key not in self.fonts:
            self.fonts[key] = ShownFont(font)
        return self.fonts[key]

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
    font: ShownFont | None,
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
            for line, instruction in _instructions(cleaning, holder):
                rewriter.take(line, instruction)
    except (pikepdf.PdfError, pikepdf.DependencyError, TypeError):
        cleaning.unreadable.add(number)
    if caught:
        cleaning.malformed.add(number)
    return rewriter.finish()


def _instructions(cleaning: Cleaning, holder: pikepdf.Object) -> Iterable[tuple[Line, Any]]:
    """The instructions of a page or stream, spelt out, and as pikepdf parsed them where that was needed."""
    if not isinstance(holder, pikepdf.Stream) and "/Contents" not in holder:
        return []
    own = own_lines(holder, cleaning.spellings)
    if own is not None:
        return [(line, None) for line in own]
    parsed = pikepdf.parse_content_stream(holder)
    return zip(map(told_apart, spelt_lines(parsed)), parsed, strict=True)


class _Rewriter:
    """State of one pass over one content stream."""

    def __init__(self, cleaning: Cleaning, resources: Any, font: ShownFont | None, number: int) -> None:
        self.cleaning = cleaning
        self.resources = resources if isinstance(resources, pikepdf.Dictionary) else Dictionary()
        self.number = number
        self.font = font
        self.fonts: list[ShownFont | None] = []
        self.tags: Mapping[int, str] = {}
        self.marks: list[bool] = []
        self.kept: list[bool] = []
        self.is_hidden = False
        self.in_text = False
        self.in_path = False
        self.names = ResourceNames(cleaning.pdf, cleaning.given, self.resources)
        self.again: dict[bytes, tuple[bytes, ShownFont | None]] = {}
        """Settings by name that were met before: what was written for them, and the font that a font's brings."""
        self.out: list[bytes] = []

    def take(self, told: Line, instruction: Any) -> None:
        """Handle one instruction.

        Args:
            told: the instruction, spelt out.
            instruction: as pikepdf parsed it, None where the line says it all.
        """
        operator, line, written = told
        if written is not None and not self.is_hidden:
            if operator not in _FOLLOWED or self._follow(operator, written):
                self.out.append(written)
        elif line in self.again:
            written, font = self.again[line]
            self.font = font if operator == "Tf" else self.font
            self.out.append(written)
        elif isinstance(instruction, ContentStreamInlineImage):
            self._inline_image(instruction)
        elif operator in MARKS:
            self._mark(operator, line, instruction)
        elif operator:
            written = self._checked(operator, line, instruction)
            if written is not None and (operator not in _FOLLOWED or self._follow(operator, written)):
                self.out.append(written)

    def _checked(self, operator: str, line: bytes, instruction: Any) -> bytes | None:
        """An instruction with the operands that it may have, spelt out; None for one that goes."""
        given = _operands(line, instruction)
        operands = accepted(operator, given)
        if operands is None or (self.is_hidden and self._hide(operator)):
            return None
        if operator in CATEGORIES:
            operands = self._name_resource(operator, operands)
        elif not _is_defined(operator, operands):
            return None
        if operands is None:
            return None
        is_new = operands is not given or not is_plain(operator, operands)
        written = _spelt(operands, operator) if is_new else line
        if operator in {"Tf", "cs", "CS"} and not written.startswith(NO_FONT):
            self.again[line] = written, self.font
        return written

    def _mark(self, operator: str, line: bytes, instruction: Any) -> None:
        if operator in {"BMC", "BDC"}:
            numbered = _NUMBERED.fullmatch(line)
            operands = [] if numbered else _operands(line, instruction)
            self.marks.append(operator == "BDC" and self._is_hidden_layer(operands))
            tag = self._numbered(int(numbered[1])) if numbered else self._tag(operands) if self.tags else b""
            self.kept.append(bool(tag))
            if tag:
                self.out.append(tag)
        elif operator == "EMC" and self.marks:
            self.marks.pop()
            if self.kept.pop():
                self.out.append(b"EMC")
        self.is_hidden = any(self.marks)

    def _numbered(self, number: int) -> bytes:
        """A mark that stays, written anew; nothing for one that goes."""
        kind = self.tags.get(number)
        return b"" if kind is None else b"/%s << /MCID %d >> BDC" % (kind.encode(), number)

    def _tag(self, operands: list[Any]) -> bytes:
        if operands and spelt(operands[0]) == "/Artifact":
            return b"/Artifact BMC"
        number = self._property(operands[1]).get("/MCID") if len(operands) == 2 else None
        return self._numbered(number) if isinstance(number, int) and not isinstance(number, bool) else b""

    def _property(self, given: Any) -> Any:
        """A property list, given itself or by name."""
        found = self.names.entries("/Properties").get(spelt(given)) if isinstance(given, pikepdf.Name) else given
        return found if isinstance(found, pikepdf.Dictionary) else Dictionary()

    def _is_hidden_layer(self, operands: list[Any]) -> bool:
        if len(operands) != 2 or spelt(operands[0]) != "/OC":
            return False
        layer = operands[1]
        if isinstance(layer, pikepdf.Name):
            layer = self.names.entries("/Properties").get(spelt(layer))
        return self.cleaning.layers.hides(layer)

    def _hide(self, operator: str) -> bool:
        """In a hidden layer: swallow what paints, keep what only sets state. True when swallowed."""
        if operator not in SHOW and operator not in PAINT_PATH and operator not in {"Do", "sh"}:
            return False
        self.cleaning.hidden[self.number] += 1
        if operator in PAINT_PATH:
            self.in_path = False
            self.out.append(b"n")
        elif operator in {"'", '"'}:
            self.out.append(b"T*")
        return True

    def _name_resource(self, operator: str, operands: list[Any]) -> list[Any] | None:
        """Operands with the neutral name, or None when the name points nowhere (a renderer draws nothing then)."""
        index = 0 if operator not in {"scn", "SCN"} else len(operands) - 1
        name = operands[index]
        if not isinstance(name, pikepdf.Name):
            return operands
        category = CATEGORIES[operator]
        if category == "/ColorSpace" and spelt(name) in DEVICE_SPACES:
            return operands
        value = self.names.entries(category).get(spelt(name))
        if not isinstance(value, pikepdf.Object) or (operator == "Do" and not self._drawable(value)):
            return [Name("/F0"), operands[1]] if operator == "Tf" else None
        self._discover(operator, value)
        return [*operands[:index], self.names.take(category, value), *operands[index + 1 :]]

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
        known = isinstance(value, pikepdf.Dictionary) and value.is_indirect
        self.font = self.cleaning.shown(value) if known else None

    def _queue(self, stream: pikepdf.Object, font: ShownFont | None) -> None:
        self.cleaning.queue.append((stream, self.resources, font, self.number))

    def _follow(self, operator: str, line: bytes) -> bool:
        """Keep the state in step with an instruction; False when it must not be written (a Q without q)."""
        if operator in SHOW:
            if self.font is not None:
                self.font.spelt.update(spelt_strings(line))
        elif operator == "q":
            self.fonts.append(self.font)
        elif operator == "Q":
            if not self.fonts:
                return False
            self.font = self.fonts.pop()
        elif operator in {"BT", "ET"}:
            self.in_text = operator == "BT"
        else:
            self.in_path = operator in BUILD_PATH
        return True

    def _inline_image(self, instruction: Any) -> None:
        if self.is_hidden:
            self.cleaning.hidden[self.number] += 1
            return
        image = instruction.iimage
        entries = inline_entries(image.obj)
        space = image.obj.get("/ColorSpace")
        if isinstance(space, pikepdf.Name) and spelt(space) not in DEVICE_SPACES:
            value = self.names.entries("/ColorSpace").get(spelt(space))
            if not isinstance(value, pikepdf.Object):
                return
            entries["/ColorSpace"] = value
        # pikepdf has no public way to the bytes of an inline image in their own coding.
        data = inline_data(entries, image._data._inline_image_raw_bytes())
        if len(data) > MOST_INLINE:
            self.out.append(_spelt([self.names.take("/XObject", image_object(self.cleaning.pdf, entries, data))], "Do"))
            return
        if "/ColorSpace" in entries and isinstance(space, pikepdf.Name) and spelt(space) not in DEVICE_SPACES:
            entries["/ColorSpace"] = self.names.take("/ColorSpace", entries["/ColorSpace"])
        self.out.append(b"BI" + Dictionary(entries).unparse()[2:-2] + b"ID " + data + b" EI")

    def finish(self) -> tuple[bytes, pikepdf.Object]:
        """Close what is open; the content's bytes and the new resources."""
        if self.in_path:
            self.out.append(b"n")
        for _ in filter(None, self.kept):
            self.out.append(b"EMC")
        if self.in_text:
            self.out.append(b"ET")
        for _ in self.fonts:
            self.out.append(b"Q")
        return b"\n".join(self.out), self.names.written()


def _is_defined(operator: str, operands: list[Any]) -> bool:
    """Whether the value of a setting is one of those that it can have."""
    if operator == "ri":
        return spelt(operands[0]) in INTENTS
    return operator != "Tr" or operands[0] in RENDERS


def _operands(line: bytes, instruction: Any) -> list[Any]:
    return parsed_operands(line) if instruction is None else list(instruction.operands)


def _spelt(operands: list[Any], operator: str) -> bytes:
    return pikepdf.unparse_content_stream([ContentStreamInstruction(operands, Operator(operator))])
