"""JPEG 2000 pictures whose tiles come in pieces: MuPDF's memory breaks on them, so the pieces are joined."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image

from redact.normalise import normalise
from redact.pdfobjects import jpeg2000
from redact.pdfobjects.codecs import strip_jpeg2000
from tests.pdfmaker import new_pdf, save

EMPTY = bytes.fromhex("ff90000a00000000000e0100ff93"), bytes.fromhex("ff90000a00000000000e0200ff93")
HEAD = "ff4fff5100290000000000800000004000000000000000000000004000000040000000000000000000010701"
CODING = "01ff52000c00000001000004040001ff5c00044040ff55000c00400000010000000100"
DATA = "ff93df8050115054afff7fe989607f"
BROKEN = (
    bytes.fromhex(f"{HEAD}{CODING}ff90000a00000000001b0000{DATA}")
    + b"".join(EMPTY)
    + bytes.fromhex(f"ff90000a00010000001b0001{DATA}ffd9")
)
"""A black picture of two tiles, of which the first comes in three pieces, two of them empty."""
DRAW = "import sys, pymupdf\nfor _ in range(3):\n    pymupdf.open(sys.argv[1])[0].get_pixmap()"


def picture(tile: tuple[int, int] = (32, 32)) -> tuple[bytes, Image.Image]:
    """A code stream of several tiles, and what it shows."""
    image = Image.effect_noise((70, 50), 90)
    out = BytesIO()
    image.save(out, "JPEG2000", no_jp2=True, irreversible=False, tile_size=tile)
    return out.getvalue(), image


def cut(stream: bytes) -> bytes:
    """The same with each tile in two pieces and an empty one."""
    at = stream.index(b"\xff\x90\x00\x0a")
    out = stream[:at]
    while stream[at : at + 2] == b"\xff\x90":
        length = int.from_bytes(stream[at + 6 : at + 10], "big")
        data = stream[at : at + length].partition(b"\xff\x93")[2]
        for part, piece in enumerate((data[: len(data) // 2], b"", data[len(data) // 2 :])):
            head = b"\xff\x90\x00\x0a" + stream[at + 4 : at + 6] + (14 + len(piece)).to_bytes(4, "big")
            out += head + bytes([part, 0]) + b"\xff\x93" + piece
        at += length
    return out + stream[at:]


def shown(data: bytes) -> object:
    return np.array(Image.open(BytesIO(data))).tolist()


def test_pieces_are_joined_without_loss() -> None:
    stream, image = picture()
    pieces = cut(stream)
    joined = jpeg2000.joined(pieces)
    assert joined.count(b"\xff\x90\x00\x0a") == 6
    assert shown(joined) == np.array(image).tolist()
    assert len(joined) <= len(stream)


def test_whole_tiles_stay_as_they_are() -> None:
    stream, image = picture()
    joined = jpeg2000.joined(stream)
    assert shown(joined) == np.array(image).tolist()
    assert jpeg2000.joined(joined) == joined
    assert len(joined) <= len(stream)


def test_within_its_file_format_too() -> None:
    out = BytesIO()
    image = Image.effect_noise((70, 50), 90)
    image.save(out, "JPEG2000", irreversible=False, tile_size=(32, 32))
    whole = out.getvalue()
    at = whole.index(jpeg2000.START)
    stream = cut(whole[at:])
    wrapped = whole[: at - 8] + (8 + len(stream)).to_bytes(4, "big") + b"jp2c" + stream
    assert shown(wrapped) == shown(strip_jpeg2000(wrapped)) == np.array(image).tolist()
    assert len(strip_jpeg2000(wrapped)) < len(wrapped)


@given(st.data())
def test_damage_never_raises(data: st.DataObject) -> None:
    stream = bytearray(BROKEN)
    for _ in range(data.draw(st.integers(1, 4))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    jpeg2000.joined(bytes(stream[: data.draw(st.integers(4, len(stream)))]))


@pytest.mark.parametrize("is_normalised", [True, False])
def test_a_picture_that_kills_mupdf_can_be_drawn(is_normalised: bool, tmp_path: Path) -> None:
    """Without normalising it is a canary: when that fails, MuPDF has been mended."""
    pdf = new_pdf(b"q 128 0 0 64 72 600 cm /X Do Q")
    image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=128, Height=64, BitsPerComponent=8)
    image["/ColorSpace"] = Name.DeviceGray
    image.write(BROKEN, filter=Name.JPXDecode)
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(X=image)
    source, clean = save(pdf, tmp_path / "source.pdf"), tmp_path / "clean.pdf"
    if is_normalised:
        normalise(source, clean)
        with pikepdf.open(clean) as made:
            (kept,) = made.pages[0].get_images().values()
            assert kept["/Filter"] == Name.JPXDecode
    command = [sys.executable, "-c", DRAW, str(clean if is_normalised else source)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (done.returncode == 0) is is_normalised
