"""Which strings a cleaned document shows in which font, and those strings written anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Name, Operator, String

Key = tuple[int, int]
"""Object and generation number of a font or stream."""

_SHOW = frozenset({"Tj", "TJ", "'", '"'})
_FOLLOWED = "q Q Tf gs Tj TJ ' \" Tw Do scn SCN"


class Unclear(ValueError):
    """It cannot be known in which font a string is shown."""


@dataclass(slots=True)
class _Drawn:
    """A stream that draws. Font None is the one that was in force when it started."""

    holder: pikepdf.Object
    resources: pikepdf.Object
    strings: dict[Key | None, set[bytes]] = field(default_factory=lambda: defaultdict(set), repr=False)
    called_in: set[Key | None] = field(default_factory=set)
    first: Key | None = None


class _State:
    """The font in force while a stream is read."""

    def __init__(self, drawn: _Drawn) -> None:
        self.resources = drawn.resources
        self.font = drawn.first
        self.is_spaced = isinstance(drawn.holder, pikepdf.Stream)
        """Whether words may be spaced: not known where a form starts."""
        self._saved: list[tuple[Key | None, bool]] = []

    def follow(self, operator: str, operands: list[Any]) -> pikepdf.Object | None:
        """Keep in step with an instruction; the font that it sets, if any."""
        if operator == "q":
            self._saved.append((self.font, self.is_spaced))
        elif operator == "Q" and self._saved:
            self.font, self.is_spaced = self._saved.pop()
        elif operator in {"Tw", '"'}:
            self.is_spaced = operands[0] != 0
        elif operator == "Tf":
            return self._set(self.resource("/Font", operands[0]))
        elif operator == "gs":
            state = self.resource("/ExtGState", operands[0])
            setting = state.get("/Font") if isinstance(state, pikepdf.Dictionary) else None
            if isinstance(setting, Array) and len(setting):
                return self._set(setting[0])
        return None

    def _set(self, font: Any) -> pikepdf.Object | None:
        known = isinstance(font, pikepdf.Dictionary) and font.is_indirect
        self.font = font.objgen if known else (0, 0)
        return font if known else None

    def resource(self, category: str, name: Any) -> Any:
        """What a name stands for, or None."""
        entries = self.resources.get(category)
        return entries.get(name) if isinstance(entries, pikepdf.Dictionary) and isinstance(name, Name) else None


class ShownText:
    """All text of a document by font.

    Attributes:
        fonts: the fonts in use.

    Raises:
        Unclear: text is shown in a font that depends on who draws it.
        pikepdf.PdfError: content cannot be read.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.fonts: dict[Key, pikepdf.Object] = {}
        self._spaced: set[Key | None] = set()
        self._has_spacing = False
        self._drawn: dict[Key, _Drawn] = {}
        self._waiting: list[_Drawn] = []
        for page in pdf.pages:
            self._meet(page.obj, page.obj.get("/Resources"), None)
        while self._waiting:
            self._read(self._waiting.pop())
        for drawn in self._drawn.values():
            _settle(drawn)

    def strings(self, font: Key) -> set[bytes]:
        """Every string shown in a font."""
        found: set[bytes] = set()
        for drawn in self._drawn.values():
            found |= drawn.strings.get(font, set())
        return found

    def is_spaced(self, font: pikepdf.Object) -> bool:
        """Whether word spacing may apply to a font's text, so that code 32 is not like other codes."""
        return self._has_spacing and (font.objgen in self._spaced or None in self._spaced)

    def _meet(self, holder: pikepdf.Object, resources: Any, font: Key | None) -> None:
        if holder.objgen not in self._drawn:
            known = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
            self._drawn[holder.objgen] = _Drawn(holder, known)
            self._waiting.append(self._drawn[holder.objgen])
        self._drawn[holder.objgen].called_in.add(font)

    def _read(self, drawn: _Drawn) -> None:
        if isinstance(drawn.holder, pikepdf.Dictionary) and "/Contents" not in drawn.holder:
            return
        state = _State(drawn)
        for instruction in pikepdf.parse_content_stream(drawn.holder, _FOLLOWED):
            operator, operands = str(instruction.operator), list(instruction.operands)
            font = state.follow(operator, operands)
            if operator in _SHOW:
                drawn.strings[state.font].update(_strings(operands[-1]))
                if state.is_spaced:
                    self._spaced.add(state.font)
            elif font is not None and font.objgen not in self.fonts:
                self._meet_font(font)
            self._has_spacing |= operator in {"Tw", '"'} and state.is_spaced
            self._meet_drawn(operator, operands, state)

    def _meet_font(self, font: pikepdf.Object) -> None:
        self.fonts[font.objgen] = font
        procedures = font.get("/CharProcs")
        for procedure in procedures.values() if isinstance(procedures, pikepdf.Dictionary) else ():
            if isinstance(procedure, pikepdf.Stream):
                self._meet(procedure, font.get("/Resources"), None)

    def _meet_drawn(self, operator: str, operands: list[Any], state: _State) -> None:
        if operator == "Do":
            form = state.resource("/XObject", operands[0])
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == Name.Form:
                self._meet(form, form.get("/Resources"), state.font)
        elif operator in {"scn", "SCN"} and operands:
            self._meet_stream(state.resource("/Pattern", operands[-1]))
        elif operator == "gs":
            setting = state.resource("/ExtGState", operands[0])
            mask = setting.get("/SMask") if isinstance(setting, pikepdf.Dictionary) else None
            self._meet_stream(mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None)

    def _meet_stream(self, stream: Any) -> None:
        if isinstance(stream, pikepdf.Stream):
            self._meet(stream, stream.get("/Resources"), None)

    def rewrite(self, pdf: pikepdf.Pdf, changes: Mapping[Key, Callable[[bytes], bytes]]) -> None:
        """Write every string of these fonts anew."""
        for drawn in self._drawn.values():
            if not changes.keys().isdisjoint(drawn.strings):
                content = _rewritten(drawn, changes)
                if isinstance(drawn.holder, pikepdf.Stream):
                    drawn.holder.write(content)
                else:
                    drawn.holder["/Contents"] = pdf.make_stream(content)


def _settle(drawn: _Drawn) -> None:
    """Find the font that a stream's first strings are shown in when the stream does not say so."""
    inherited = drawn.strings.pop(None, set())
    if not any(inherited) or isinstance(drawn.holder, pikepdf.Dictionary):
        return
    if len(drawn.called_in) > 1 or None in drawn.called_in:
        raise Unclear("text in an inherited font")
    (drawn.first,) = drawn.called_in
    drawn.strings[drawn.first] |= inherited


def _strings(shown: Any) -> Iterable[bytes]:
    items = shown if isinstance(shown, Array) else [shown]
    return [bytes(item) for item in items if isinstance(item, String)]


def _rewritten(drawn: _Drawn, changes: Mapping[Key, Callable[[bytes], bytes]]) -> bytes:
    state, out = _State(drawn), []
    for instruction in pikepdf.parse_content_stream(drawn.holder):
        if not isinstance(instruction, ContentStreamInlineImage):
            operator = str(instruction.operator)
            if operator in _SHOW:
                change = changes.get(state.font) if state.font else None
                if change is not None:
                    instruction = _changed(instruction, operator, change)
            elif operator in {"q", "Q", "Tf", "gs"}:
                state.follow(operator, list(instruction.operands))
        out.append(instruction)
    return pikepdf.unparse_content_stream(out)


def _changed(instruction: Any, operator: str, change: Callable[[bytes], bytes]) -> ContentStreamInstruction:
    *before, shown = instruction.operands
    if isinstance(shown, Array):
        new: Any = Array([String(change(bytes(item))) if isinstance(item, String) else item for item in shown])
    else:
        new = String(change(bytes(shown)))
    return ContentStreamInstruction([*before, new], Operator(operator))
