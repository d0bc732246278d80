"""Object streams that pdfminer reads lazily: what is sound is read by its header, what is not as pdfminer does it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSException

from redact.verify.lazy import LazyDocument
from redact.verify.miner import read_pdfminer

CATALOG, PAGES, PAGE, FONT = 1, 2, 3, 4
CONTENT, FIRST_STREAM, SECOND_STREAM = 5, 6, 7
SOUND = {
    CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>",
    PAGES: b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
    PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 5 0 R "
    b"/Resources << /Font << /F 4 0 R >> >> >>",
    FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
    b"/Odd [ (a\\)b) (\\101) <41> <4> -1.5 null true /A#42 ] >>",
}


def packed(objects: dict[int, bytes], header: bytes | None = None, extra: bytes = b"") -> bytes:
    """An object stream, with another header than its own if one is given."""
    offsets, body = [], b""
    for number, source in objects.items():
        offsets.append(b"%d %d" % (number, len(body)))
        body += source + b" "
    own = b" ".join(offsets) + b" "
    data = (own if header is None else header) + body
    sizes = b"/N %d /First %d /Length %d" % (len(objects), len(own if header is None else header), len(data))
    return b"<< /Type /ObjStm %s %s >> stream\n%s\nendstream" % (sizes, extra, data)


def shown(text: bytes) -> bytes:
    """What the page draws."""
    data = b"BT /F 12 Tf 20 100 Td (%s) Tj ET" % text
    return b"<< /Length %d >> stream\n%s\nendstream" % (len(data), data)


def file_of(plain: dict[int, bytes], inside: dict[int, tuple[int, int]], before: bytes = b"") -> bytes:
    """A PDF, or a later revision of one, whose cross-references are a stream.

    Args:
        plain: objects by number.
        inside: for each object in a stream the stream and its index there.
        before: the file before this revision.
    """
    out, places = before or b"%PDF-1.5\n", {}
    for number, source in plain.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, source)
    last = max(*plain, *inside, 9) + 1
    places[last] = start = len(out)
    rows = {number: (1, place, 0) for number, place in places.items()}
    rows |= {number: (2, stream, index) for number, (stream, index) in inside.items()}
    table = b"".join(b"%c%s%c" % (k, at.to_bytes(3, "big"), n) for _, (k, at, n) in sorted(rows.items()))
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    earlier = b"/Prev %d" % int(before.rsplit(b"startxref\n", 1)[1].split()[0]) if before else b""
    out += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 3 1] /Index [%s] /Root 1 0 R %s /Length %d >> stream\n" % (
        last,
        last + 1,
        index,
        earlier,
        len(table),
    )
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def sound(header: bytes | None = None, objects: dict[int, bytes] = SOUND) -> bytes:
    """One page whose objects are in one stream."""
    inside = {number: (FIRST_STREAM, index) for index, number in enumerate(objects)}
    return file_of({CONTENT: shown(b"Zwanepoel"), FIRST_STREAM: packed(objects, header)}, inside)


def told(item: Any) -> Any:
    """An object of pdfminer in a form that can be compared."""
    if isinstance(item, PDFObjRef):
        return "reference", item.objid
    if isinstance(item, PDFStream):
        return "stream", told(item.attrs), item.get_data()
    if isinstance(item, dict):
        return {key: told(value) for key, value in item.items()}
    return [told(value) for value in item] if isinstance(item, list) else repr(item)


def every(kind: type[PDFDocument], data: bytes) -> dict[int, Any]:
    """Every object of a file, or the kind of error that it makes."""
    found: dict[int, Any] = {}
    document = kind(PDFParser(BytesIO(data)))
    for number in {number for xref in document.xrefs for number in xref.get_objids()}:
        try:
            found[number] = told(document.getobj(number))
        except Exception as error:
            found[number] = type(error)
    return found


def text_of(data: bytes, folder: Path) -> str:
    path = folder / "bestand.pdf"
    path.write_bytes(data)
    return "".join(read_pdfminer(path, {}).pages)


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    data = sound(objects=SOUND | {8: b"<< broken"})
    document = LazyDocument(PDFParser(BytesIO(data)))
    assert told(document.getobj(PAGES)) == {"Type": "/'Pages'", "Kids": [("reference", PAGE)], "Count": "1"}
    assert not document._parsed_objs
    assert text_of(data, tmp_path) == "Zwanepoel"


def test_objects_are_what_pdfminer_makes_of_them() -> None:
    assert every(LazyDocument, sound()) == every(PDFDocument, sound())


@pytest.mark.parametrize(
    "header",
    [
        b"1 0 2 33 3 78 ",
        b"1 0 2 33 3 78 4 x ",
        b"1 33 2 0 3 78 4 190 ",
        b"1 0 2 33 3 78 4 99999 ",
        b"4 0 2 33 3 78 1 190 ",
        b"9 0 9 33 9 78 9 190 ",
        b"1 0 2 5 3 78 4 190 ",
        b"1 3 2 33 3 78 4 190 ",
        b"",
    ],
)
def test_a_damaged_header_is_left_to_pdfminer(header: bytes) -> None:
    data = sound(header)
    try:
        expected = every(PDFDocument, data)
    except Exception as error:
        with pytest.raises(type(error)):
            every(LazyDocument, data)
    else:
        assert every(LazyDocument, data) == expected


@pytest.mark.parametrize("odd", [b"12 0 R", b"1 2", b"<< /A ", b"[ 1 >>", b"<< /A 1 /B >>", b"<< 1 2 >>", b"(a", b""])
def test_an_odd_object_is_left_to_pdfminer_and_spoils_no_other(odd: bytes) -> None:
    data = sound(objects=SOUND | {8: odd})
    found = every(LazyDocument, data)
    try:
        assert found[8] == every(PDFDocument, data)[8]
    except (ValueError, PSException) as error:
        assert found[8] is type(error)
    assert {number: found[number] for number in SOUND} == {n: every(LazyDocument, sound())[n] for n in SOUND}


def test_an_object_of_the_stream_that_another_extends(tmp_path: Path) -> None:
    base = {number: SOUND[number] for number in (PAGE, FONT)}
    rest = {number: SOUND[number] for number in (CATALOG, PAGES)}
    plain = {
        CONTENT: shown(b"Zwanepoel"),
        FIRST_STREAM: packed(base),
        SECOND_STREAM: packed(rest, extra=b"/Extends %d 0 R" % FIRST_STREAM),
    }
    inside = {PAGE: (FIRST_STREAM, 0), FONT: (FIRST_STREAM, 1), CATALOG: (SECOND_STREAM, 0), PAGES: (SECOND_STREAM, 1)}
    data = file_of(plain, inside)
    assert every(LazyDocument, data) == every(PDFDocument, data)
    assert text_of(data, tmp_path) == "Zwanepoel"


def test_an_object_stream_of_a_later_revision(tmp_path: Path) -> None:
    later = {PAGE: SOUND[PAGE].replace(b"/Contents 5 0 R", b"/Contents 8 0 R")}
    data = file_of({8: shown(b"Pronk"), SECOND_STREAM: packed(later)}, {PAGE: (SECOND_STREAM, 0)}, sound())
    assert every(LazyDocument, data) == every(PDFDocument, data)
    assert text_of(sound(), tmp_path) == "Zwanepoel"
    assert text_of(data, tmp_path) == "Pronk"
