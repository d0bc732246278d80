"""The raw walk: every object of a file, reachable or not, its strings, names and streams, and the bytes between."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf

from redact.model import Leak
from redact.verify import names
from redact.verify.findings import Findings
from redact.verify.place import Sheet, sheet
from redact.verify.streams import judge_stream
from redact.verify.syntax import Kind, Piece, name_text, pieces, spellings
from redact.verify.tags import judge_tags
from redact.verify.text import Matcher
from redact.verify.tiling import loose_bytes

logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

_PLAIN = (bool, int, float, Decimal)
"""What pikepdf gives for an object that is a number or a truth value: it has no text, and does not know its number."""
_HARMLESS_STRINGS = {"Registry", "Ordering"}


@dataclass(slots=True)
class _Walk:
    """What is gathered on the way over the objects."""

    pieces: dict[int, list[Piece]] = field(default_factory=dict, repr=False)
    roles: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    streams: dict[int, Any] = field(default_factory=dict)

    @property
    def lengths(self) -> dict[int, int]:
        """/Length of every stream."""
        return {number: int(stream.stream_dict.get("/Length", 0)) for number, stream in self.streams.items()}


def walk(path: Path, matcher: Matcher, spoken: Collection[str] = frozenset()) -> tuple[tuple[Sheet, ...], list[Leak]]:
    """Look at every object of a file.

    Args:
        path: the file.
        matcher: what may not stand in it.
        spoken: what its boxes say to a screen reader, where that is known.

    Returns:
        The pages, and what is wrong.

    Raises:
        pikepdf.PdfError: the file cannot be read.
    """
    with pikepdf.open(path) as pdf:
        sheets = tuple(_sheet(page.obj) for page in pdf.pages)
        found = Findings(path.name, matcher)
        if pdf.is_encrypted:
            found.wrong("encrypted")
        seen = _gather(pdf)
        _structure(pdf, seen, found)
        for what in loose_bytes(path.read_bytes(), seen.lengths, seen.pieces):
            found.wrong(what)
        for number, listed in seen.pieces.items():
            _judge_pieces(listed, number, bool(seen.roles[number] & names.RESOURCE_KEYS), found)
            judge_tags(listed, spoken, found)
        for number, stream in seen.streams.items():
            judge_stream(stream, seen.roles[number], seen.holders[number], found)
        if pdf.get_warnings():
            found.wrong("damaged file")
        return sheets, found.leaks()


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The pages of any PDF.

    Raises:
        pikepdf.PdfError: the file cannot be read.
    """
    with pikepdf.open(path) as pdf:
        return tuple(_sheet(page.obj) for page in pdf.pages)


def _sheet(page: Any) -> Sheet:
    inherited = {key: _inherited(page, key) for key in ("/MediaBox", "/CropBox", "/Rotate")}
    media = [float(v) for v in inherited["/MediaBox"]]
    crop = None if inherited["/CropBox"] is None else [float(v) for v in inherited["/CropBox"]]
    return sheet(media, crop, int(inherited["/Rotate"] or 0), float(page.get("/UserUnit", 1)))


def _inherited(page: Any, key: str) -> Any:
    for _ in range(64):
        if page is None or key in page:
            break
        page = page.get("/Parent")
    return None if page is None else page.get(key)


def _gather(pdf: pikepdf.Pdf) -> _Walk:
    """Read every object once, and note under which key each is referred to."""
    seen = _Walk()
    for item in pdf.objects:
        if item is None or isinstance(item, _PLAIN):
            continue
        number, source = item.objgen[0], item
        if isinstance(item, pikepdf.Stream):
            seen.streams[number], source = item, item.stream_dict
        seen.pieces[number] = pieces(source.unparse(resolved=True))
    seen.pieces[0] = pieces(pdf.trailer.unparse(resolved=True))
    _note_roles(seen)
    for number in seen.roles.keys() - seen.pieces.keys():
        if isinstance(pdf.get_object(number, 0), _PLAIN):
            seen.pieces[number] = []
    return seen


def _note_roles(seen: _Walk) -> None:
    """Note under which keys every object is referred to; an array or dictionary of its own hands its role on."""
    links = [(number, p) for number, ps in seen.pieces.items() for p in ps if p.kind is Kind.REFERENCE]
    for _, piece in links:
        seen.roles[int(piece.value)].add(piece.key)
        seen.holders[int(piece.value)].add(piece.holder)
    for number, piece in links:
        if not piece.key:
            seen.roles[int(piece.value)] |= seen.roles[number]
        if not piece.holder:
            seen.holders[int(piece.value)] |= seen.roles[number]


def _structure(pdf: pikepdf.Pdf, seen: _Walk, found: Findings) -> None:
    """Objects that nothing leads to, an earlier revision, and keys that may not be there."""
    if _unreachable(pdf, seen):
        found.wrong("unreachable object")
    if "/Prev" in pdf.trailer or "/XRefStm" in pdf.trailer:
        found.wrong("earlier revision")
    _only(pdf.Root, names.CATALOG_KEYS, "catalog key", found)
    if "/Info" in pdf.trailer:
        _only(pdf.trailer.Info, names.INFO_KEYS, "custom key", found)
    if "/Names" in pdf.Root:
        _only(pdf.Root.Names, names.NAME_TREES, "name tree", found)
    for page in pdf.pages:
        _only(page.obj, names.PAGE_KEYS, "page key", found)
        if any(not _inner_link(item) for item in page.obj.get("/Annots", [])):
            found.wrong("annotation")


def reachable(pdf: pikepdf.Pdf) -> set[int]:
    """The numbers of all objects that something leads to from the trailer on."""
    return _reached(_gather(pdf))


def _reached(seen: _Walk) -> set[int]:
    reached, todo = set(), [0]
    while todo:
        number = todo.pop()
        if number in reached:
            continue
        reached.add(number)
        todo += [int(p.value) for p in seen.pieces.get(number, ()) if p.kind is Kind.REFERENCE]
    return reached


def _unreachable(pdf: pikepdf.Pdf, seen: _Walk) -> bool:
    left = seen.pieces.keys() - _reached(seen)
    return any(not _is_plumbing(pdf.get_object(number, 0)) for number in left)


def _is_plumbing(item: Any) -> bool:
    return item is None or (isinstance(item, pikepdf.Stream) and item.get("/Type") in ("/XRef", "/ObjStm"))


def _only(item: Any, allowed: frozenset[str], what: str, found: Findings) -> None:
    if any(key[1:] not in allowed for key in item.keys()):  # noqa: SIM118  pikepdf iterates over values
        found.wrong(what)


def _inner_link(annotation: Any) -> bool:
    """A link to another place in the same file, without a text of its own."""
    action = annotation.get("/A", {})
    goes = "/Dest" in annotation or action.get("/S") == "/GoTo"
    return annotation.get("/Subtype") == "/Link" and goes and "/Contents" not in annotation


def _judge_pieces(listed: list[Piece], number: int, free: bool, found: Findings) -> None:
    letters = []
    for piece in listed:
        kind, key = piece.kind, piece.key
        if kind is Kind.REFERENCE or (kind is Kind.STRING and key in _HARMLESS_STRINGS):
            continue
        if kind is Kind.STRING:
            only_long = key == "ID" and _is_cross_reference(number, listed)
            found.text("string", *spellings(piece.value), only_long=only_long)
            continue
        wrong, what, text = _verdict(piece.value, kind is Kind.KEY, key, piece.holder, free)
        if wrong:
            found.wrong(wrong)
        if what:
            found.text(what, text, only_long=what == "name" and key == "Differences")
        if key == "Differences" and kind is Kind.NAME:
            letters.append(name_text(piece.value))
    found.glyph_order("".join(letter for letter in letters if len(letter) == 1))


def _is_cross_reference(number: int, listed: list[Piece]) -> bool:
    """Whether an object belongs to the plumbing of a file, where /ID is no text."""
    return number == 0 or any(piece.key == "Type" and piece.value == b"/XRef" for piece in listed)


@lru_cache(maxsize=4096)
def _verdict(token: bytes, is_key: bool, key: str, holder: str, free: bool) -> tuple[str, str, str]:
    """What is wrong with a key or name, and as what its text is to be searched; '' where nothing is.

    Args:
        token: the key or name.
        is_key: whether it is a key.
        key: the key that it stands under, or is.
        holder: the key of the dictionary around it.
        free: whether that is a dictionary whose keys are free names.
    """
    name, wrong = name_text(token), ""
    if is_key:
        if name in names.FORBIDDEN_KEYS and not free and holder not in names.RESOURCE_KEYS:
            wrong = "forbidden key"
    elif key == "Type" and name in names.FORBIDDEN_TYPES:
        wrong = "forbidden object"
    if not is_key and key in names.FONT_KEYS:
        return wrong, "font name", names.font_words(name)
    return (wrong, "", "") if name in names.STANDARD else (wrong, "name", name)
