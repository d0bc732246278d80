"""Which strings a cleaned document shows in which font, and those strings written anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Name

from redact.pdfobjects.lines import Respelt, cleaned_lines, decoded, name, numbers, spelt_strings

Key = tuple[int, int]
"""Object and generation number of a font or stream."""

_SHOW = frozenset({b"Tj", b"TJ", b"'", b'"'})
_SET = frozenset({b"q", b"Q", b"Tf", b"gs", b"Tw"})
_DRAW = frozenset({b"Do", b"gs", b"scn", b"SCN"})


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
        self.fonts: dict[Key, pikepdf.Object] = {}
        """The fonts that were set."""
        self._saved: list[tuple[Key | None, bool]] = []
        self._keys: dict[bytes, Key] = {}

    def follow(self, operator: bytes, line: bytes) -> None:
        """Keep in step with an instruction that sets something."""
        if operator == b"q":
            self._saved.append((self.font, self.is_spaced))
        elif operator == b"Q":
            if self._saved:
                self.font, self.is_spaced = self._saved.pop()
        elif operator == b"Tf":
            called = line[: line.index(b" ")]
            if called not in self._keys:
                self._keys[called] = self._known(self.resource("/Font", line))
            self.font = self._keys[called]
        elif operator == b"Tw":
            self.is_spaced = numbers(line)[0] != 0
        else:
            state = self.resource("/ExtGState", line)
            setting = state.get("/Font") if isinstance(state, pikepdf.Dictionary) else None
            if isinstance(setting, Array) and len(setting):
                self.font = self._known(setting[0])

    def _known(self, font: Any) -> Key:
        if not isinstance(font, pikepdf.Dictionary) or not font.is_indirect:
            return 0, 0
        self.fonts[font.objgen] = font
        return font.objgen

    def resource(self, category: str, line: bytes) -> Any:
        """What the name that an instruction begins with stands for, or None."""
        entries = self.resources.get(category)
        return entries.get(name(line)) if isinstance(entries, pikepdf.Dictionary) and line[:1] == b"/" else None


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
        state = _State(drawn)
        shown: dict[tuple[Key | None, bool], set[bytes]] = defaultdict(set)
        for line in cleaned_lines(drawn.holder):
            operator = line[line.rfind(b" ") + 1 :]
            if operator in _SHOW:
                if operator == b'"':
                    state.is_spaced = float(line[: line.index(b" ")]) != 0
                    self._has_spacing |= state.is_spaced
                shown[state.font, state.is_spaced].update(spelt_strings(line))
            elif operator in _SET:
                state.follow(operator, line)
                self._has_spacing |= operator == b"Tw" and state.is_spaced
            if operator in _DRAW:
                self._meet_drawn(operator, line, state)
        for (font, is_spaced), strings in shown.items():
            drawn.strings[font].update(map(decoded, strings))
            self._spaced |= {font} if is_spaced else set()
        for key, met in state.fonts.items():
            if key not in self.fonts:
                self._meet_font(met)

    def _meet_font(self, font: pikepdf.Object) -> None:
        self.fonts[font.objgen] = font
        procedures = font.get("/CharProcs")
        for procedure in procedures.values() if isinstance(procedures, pikepdf.Dictionary) else ():
            if isinstance(procedure, pikepdf.Stream):
                self._meet(procedure, font.get("/Resources"), None)

    def _meet_drawn(self, operator: bytes, line: bytes, state: _State) -> None:
        if operator == b"Do":
            form = state.resource("/XObject", line)
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == Name.Form:
                self._meet(form, form.get("/Resources"), state.font)
        elif operator == b"gs":
            setting = state.resource("/ExtGState", line)
            mask = setting.get("/SMask") if isinstance(setting, pikepdf.Dictionary) else None
            self._meet_stream(mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None)
        elif b"/" in line:
            self._meet_stream(state.resource("/Pattern", line[line.index(b"/") :]))

    def _meet_stream(self, stream: Any) -> None:
        if isinstance(stream, pikepdf.Stream):
            self._meet(stream, stream.get("/Resources"), None)

    def rewrite(self, pdf: pikepdf.Pdf, changes: Mapping[Key, Callable[[bytes], bytes]]) -> None:
        """Write every string of these fonts anew."""
        respelt = {font: Respelt(change) for font, change in changes.items()}
        for drawn in self._drawn.values():
            if not changes.keys().isdisjoint(drawn.strings):
                content = _rewritten(drawn, respelt)
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


def _rewritten(drawn: _Drawn, respelt: Mapping[Key, Respelt]) -> bytes:
    state, out = _State(drawn), []
    for line in cleaned_lines(drawn.holder):
        operator = line[line.rfind(b" ") + 1 :]
        if operator in _SHOW:
            new = respelt.get(state.font) if state.font else None
            out.append(line if new is None else new.line(line))
            continue
        if operator in _SET:
            state.follow(operator, line)
        out.append(line)
    return b"\n".join(out)
