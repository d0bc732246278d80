"""Cuts Type 1 font programs down to the glyphs that are still shown, in the order of their names.

MuPDF leaves these programs whole: the outlines of a name's letters, in the order in which a producer met them, would
stay behind. A program that cannot be understood stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf
from fontTools.agl import toUnicode
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.eexec import decrypt, encrypt

from redact.burn.reorder_content import Key, ShownText, Unclear
from redact.burn.reorder_programs import BROKEN
from redact.burn.reorder_simple import differences

_EEXEC, _CHARSTRING = 55665, 4330
_NOTDEF = ".notdef"
_CODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_ENTRY = re.compile(rb"\s*/(\S+)\s+(\d+)\s+(\S+) ")
_GLYPHS = re.compile(rb"/CharStrings\s+\d+\s+dict\s+dup\s+begin")
_CODE = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put\s*")
_TAIL = (b"\n" + b"0" * 64) * 8 + b"\ncleartomark\n"
_SEAC = b"\x0c\x06"


@dataclass(frozen=True, slots=True)
class _Program:
    """A Type 1 program: its readable part, and its private part around the glyphs."""

    clear: bytes
    before: bytes
    after: bytes
    keyword: bytes
    end: bytes
    glyphs: Mapping[str, bytes]
    skipped: int
    """Random bytes in front of each glyph's program."""


def trim_type1(pdf: pikepdf.Pdf) -> None:
    """Trim every embedded Type 1 program of a cleaned document in place."""
    try:
        shown = ShownText(pdf)
    except (Unclear, pikepdf.PdfError, *BROKEN):
        return
    users: dict[Key, list[pikepdf.Object]] = defaultdict(list)
    for font in shown.fonts.values():
        descriptor = font.get("/FontDescriptor")
        stream = descriptor.get("/FontFile") if isinstance(descriptor, pikepdf.Dictionary) else None
        if isinstance(stream, pikepdf.Stream):
            users[stream.objgen].append(font)
    for fonts in users.values():
        try:
            _trim(fonts, shown)
        except (pikepdf.PdfError, *BROKEN):
            continue


def _trim(fonts: list[pikepdf.Object], shown: ShownText) -> None:
    stream = fonts[0]["/FontDescriptor"]["/FontFile"]
    program = _read(stream.read_bytes())
    names, is_named = {_NOTDEF}, True
    texts: set[str] = set()
    for font in fonts:
        codes = {code for string in shown.strings(font.objgen) for code in string}
        is_named &= codes <= differences(font.get("/Encoding")).keys()
        told = _told(font, program.clear)
        names |= {told[code] for code in codes & told.keys()}
        coding = _CODINGS.get(str(_base(font)))
        texts |= {bytes([code]).decode(coding, "ignore") for code in codes} if coding else set()
    kept = {name for name in program.glyphs if name in names or (toUnicode(name) or None) in texts}
    for name in list(kept):
        kept |= _parts(program, name)
    coded = set() if is_named else kept
    clear = _CODE.sub(lambda match: match[0] if match[2].decode("latin-1") in coded else b"", program.clear)
    _write(stream, program, clear + b"\n", kept & program.glyphs.keys())


def _base(font: pikepdf.Object) -> object:
    encoding = font.get("/Encoding")
    return encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding


def _told(font: pikepdf.Object, clear: bytes) -> dict[int, str]:
    """Glyph names by code, as far as names say it: the program's own, then the font's."""
    own = {int(match[1]): match[2].decode("latin-1") for match in _CODE.finditer(clear)}
    plain = dict(enumerate(StandardEncoding)) if not own or _base(font) is not None else {}
    given = {code: name.removeprefix("/") for code, name in differences(font.get("/Encoding")).items()}
    return plain | own | given


def _read(data: bytes) -> _Program:
    """Take a program apart.

    Raises:
        ValueError: it is not a Type 1 program of the usual form.
    """
    start = data.index(b"eexec") + len(b"eexec")
    clear, coded = data[:start], data[start:].lstrip(b" \t\r\n")
    if re.match(rb"[0-9A-Fa-f]{8}", coded):
        digits = re.sub(rb"\s", b"", coded.split(b"cleartomark")[0])
        coded = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    private = decrypt(coded, _EEXEC)[0][4:]
    found = _GLYPHS.search(private)
    if found is None:
        raise ValueError("no glyphs")
    glyphs: dict[str, bytes] = {}
    at, keyword, end = found.end(), b"", b""
    while entry := _ENTRY.match(private, at):
        stop = entry.end() + int(entry[2])
        glyphs[entry[1].decode("latin-1")] = private[entry.end() : stop]
        closing = re.compile(rb"\s*(?:noaccess\s+)?[^\s/]+").match(private, stop)
        if closing is None:
            raise ValueError("an open glyph")
        keyword, end, at = entry[3], closing.group(), closing.end()
    length = re.search(rb"/lenIV\s+(\d+)", private)
    after = private[at:]
    return _Program(
        clear, private[: found.start()], after[: after.index(b"closefile")] + b"closefile\n", keyword, end, glyphs,
        int(length[1]) if length else 4,
    )  # fmt: skip


def _parts(program: _Program, name: str) -> set[str]:
    """The glyphs that an accented letter is put together from."""
    code = decrypt(program.glyphs.get(name, b""), _CHARSTRING)[0][program.skipped :]
    if not code.endswith(_SEAC):
        return set()
    numbers = list(_numbers(code))
    return {StandardEncoding[number] for number in numbers[-2:] if 0 <= number < 256}


def _numbers(code: bytes) -> Iterator[int]:
    at = 0
    while at < len(code):
        first = code[at]
        if first < 32:
            at += 2 if first == 12 else 1
        elif first < 247:
            yield first - 139
            at += 1
        elif first < 255:
            sign, base = (1, 247) if first < 251 else (-1, 251)
            yield sign * ((first - base) * 256 + code[at + 1] + 108)
            at += 2
        else:
            yield int.from_bytes(code[at + 1 : at + 5], "big", signed=True)
            at += 5


def _write(stream: pikepdf.Object, program: _Program, clear: bytes, kept: set[str]) -> None:
    lines = [program.before, b"/CharStrings %d dict dup begin" % len(kept)]
    for name in sorted(kept):
        code = program.glyphs[name]
        lines.append(b"\n/%s %d %s %s%s" % (name.encode("latin-1"), len(code), program.keyword, code, program.end))
    coded = encrypt(b"\0\0\0\0" + b"".join(lines) + program.after, _EEXEC)[0]
    stream.write(clear + coded + _TAIL)
    stream["/Length1"], stream["/Length2"], stream["/Length3"] = len(clear), len(coded), len(_TAIL)
