"""Type 1 font programs: taken apart, and written with just some of their glyphs in the order of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf
from fontTools.encodings.StandardEncoding import StandardEncoding

_EEXEC, _CHARSTRING = 55665, 4330
_ENTRY = re.compile(rb"\s*/(\S+)\s+(\d+)\s+(\S+) ")
_GLYPHS = re.compile(rb"/CharStrings\s+\d+\s+dict\s+dup\s+begin")
_CODE = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put\s*")
_TAIL = (b"\n" + b"0" * 64) * 8 + b"\ncleartomark\n"
_SEAC = b"\x0c\x06"


@dataclass(frozen=True, slots=True)
class Program:
    """A Type 1 program: its readable part, and its private part around the glyphs."""

    clear: bytes
    before: bytes
    after: bytes
    keyword: bytes
    end: bytes
    glyphs: Mapping[str, bytes]
    skipped: int
    """Random bytes in front of each glyph's program."""

    @property
    def encoding(self) -> dict[int, str]:
        """Glyph names by code, as far as the program says itself."""
        return {int(match[1]): match[2].decode("latin-1") for match in _CODE.finditer(self.clear)}


def read_type1(data: bytes) -> Program:
    """Take a program apart.

    Raises:
        ValueError: it is not a Type 1 program of the usual form.
    """
    start = data.index(b"eexec") + len(b"eexec")
    clear, coded = data[:start], data[start:].lstrip(b" \t\r\n")
    if re.match(rb"[0-9A-Fa-f]{8}", coded):
        digits = re.sub(rb"\s", b"", coded.split(b"cleartomark")[0])
        coded = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    private = _decrypted(coded, _EEXEC)[4:]
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
    return Program(
        clear, private[: found.start()], after[: after.index(b"closefile")] + b"closefile\n", keyword, end, glyphs,
        int(length[1]) if length else 4,
    )  # fmt: skip


def _decrypted(data: bytes, key: int) -> bytes:
    out = bytearray(data)
    for at, byte in enumerate(data):
        out[at] = byte ^ key >> 8
        key = (byte + key) * 52845 + 22719 & 0xFFFF
    return bytes(out)


def _encrypted(data: bytes) -> bytes:
    out, key = bytearray(data), _EEXEC
    for at, byte in enumerate(data):
        out[at] = coded = byte ^ key >> 8
        key = (coded + key) * 52845 + 22719 & 0xFFFF
    return bytes(out)


def parts(program: Program, name: str) -> set[str]:
    """The glyphs that an accented letter is put together from."""
    code = _decrypted(program.glyphs.get(name, b""), _CHARSTRING)[program.skipped :]
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


def write_type1(stream: pikepdf.Object, program: Program, kept: set[str], coded: set[str]) -> None:
    """Write a program with just some of its glyphs, in the order of their names.

    Args:
        stream: where it goes.
        program: all of it.
        kept: names of the glyphs that stay.
        coded: those that the program's own encoding goes on to name.
    """
    clear = _CODE.sub(lambda match: match[0] if match[2].decode("latin-1") in coded else b"", program.clear) + b"\n"
    lines = [program.before, b"/CharStrings %d dict dup begin" % len(kept)]
    for name in sorted(kept):
        code = program.glyphs[name]
        lines.append(b"\n/%s %d %s %s%s" % (name.encode("latin-1"), len(code), program.keyword, code, program.end))
    private = _encrypted(b"\0\0\0\0" + b"".join(lines) + program.after)
    stream.write(clear + private + _TAIL)
    stream["/Length1"], stream["/Length2"], stream["/Length3"] = len(clear), len(private), len(_TAIL)
