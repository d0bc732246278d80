"""Cuts Type 1 and bare CFF programs down to the glyphs that are still shown.

MuPDF leaves these programs whole: the outlines of a name's letters, in the order in which a producer met them, would
stay behind. A program that cannot be understood stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

import pikepdf
from fontTools.agl import toUnicode
from fontTools.encodings.StandardEncoding import StandardEncoding
from pikepdf import Name

from redact.burn.reorder_cff import accent_parts, read_cff, reordered_named_cff
from redact.burn.reorder_change import program_stream
from redact.burn.reorder_content import Key, ShownText
from redact.burn.reorder_programs import BROKEN
from redact.burn.reorder_simple import differences
from redact.burn.type1 import parts, read_type1, write_type1

_NOTDEF = ".notdef"
_CODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}


def trim(shown: ShownText) -> None:
    """Trim the programs of a cleaned document's fonts in place."""
    users: dict[Key, list[pikepdf.Object]] = defaultdict(list)
    for font in shown.fonts.values():
        stream = program_stream(font)
        if stream is not None and font.get("/Subtype") in (Name.Type1, Name.MMType1):
            users[stream.objgen].append(font)
    for fonts in users.values():
        with suppress(pikepdf.PdfError, *BROKEN):
            _trim(fonts, shown)


def _trim(fonts: Sequence[pikepdf.Object], shown: ShownText) -> None:
    stream = program_stream(fonts[0])
    if stream is None:
        return
    data = stream.read_bytes()
    if data[:2] == b"%!":
        program = read_type1(data)
        kept = _shown_names(fonts, shown, program.encoding, program.glyphs)
        kept |= {part for name in kept for part in parts(program, name)} & program.glyphs.keys()
        write_type1(stream, program, kept, set() if _are_named(fonts, shown) else kept)
    elif stream.get("/Subtype") == Name.Type1C:
        _trim_cff(stream, data, fonts, shown)


def _trim_cff(stream: pikepdf.Object, data: bytes, fonts: Sequence[pikepdf.Object], shown: ShownText) -> None:
    top = read_cff(data)[0]
    if hasattr(top, "ROS"):
        return
    charset = list(top.charset)
    given = None if isinstance(top.Encoding, str) else list(top.Encoding)
    kept = _shown_names(fonts, shown, dict(enumerate(given or ())), charset)
    kept |= accent_parts(top, kept)
    order = [0, *(at for at, name in enumerate(charset) if at and name in kept)]
    if len(order) < len(charset):
        encoding = given and [name if name in kept else _NOTDEF for name in given]
        stream.write(reordered_named_cff(data, order, encoding))


def _shown_names(
    fonts: Sequence[pikepdf.Object], shown: ShownText, own: Mapping[int, str], glyphs: Iterable[str]
) -> set[str]:
    """Names of the glyphs that are shown, where a program itself names them by code like this."""
    names, texts = {_NOTDEF}, set()
    for font in fonts:
        codes, base = _codes(font, shown), _base(font)
        plain = dict(enumerate(StandardEncoding)) if not own or base is not None else {}
        given = {code: name.removeprefix("/") for code, name in differences(font.get("/Encoding")).items()}
        told = plain | dict(own) | given
        names |= {told[code] for code in codes & told.keys()}
        coding = _CODINGS.get(str(base))
        texts |= {bytes([code]).decode(coding, "ignore") for code in codes} if coding else set()
    return {name for name in glyphs if name in names or (toUnicode(name) or None) in texts}


def _are_named(fonts: Sequence[pikepdf.Object], shown: ShownText) -> bool:
    """Whether the fonts name every glyph that they show, so that the program need not."""
    return all(_codes(font, shown) <= differences(font.get("/Encoding")).keys() for font in fonts)


def _codes(font: pikepdf.Object, shown: ShownText) -> set[int]:
    return {code for string in shown.strings(font.objgen) for code in string}


def _base(font: pikepdf.Object) -> object:
    encoding = font.get("/Encoding")
    return encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
