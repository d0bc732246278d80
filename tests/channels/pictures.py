"""What pictures, drawings, colours and functions carry: pixels under a box, metadata, bytes that draw nothing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageCms, ImageDraw

from redact.burn.coding import fax
from redact.burn.jbig2 import encode as jbig2
from tests.channels.channel import Channel, Knock
from tests.channels.knocks import NO_CHECK, NO_REMOVAL, allow, together, without
from tests.channels.text import next_page
from tests.pdfmaker import SECRET, Change, add_text

WORD = SECRET.encode()
SIZE = (1200, 120)


def scanned(mode: str = "L") -> Image.Image:
    """A line of a scan: ink that stays at its left end, the secret in its right half."""
    image = Image.new(mode, SIZE, {"1": 1, "L": 255}.get(mode, (255, 255, 255)))
    black = {"1": 0, "L": 0}.get(mode, (0, 0, 0))
    ImageDraw.Draw(image).text((30, 20), "De heer", fill=black, font_size=72)
    ImageDraw.Draw(image).text((640, 20), "Zwanepoel", fill=black, font_size=72)
    return image


def placed(
    pdf: pikepdf.Pdf, page: Any, image: Any, matrix: bytes = b"300 0 0 30 72 300", at: bytes = b"230 306"
) -> None:
    """A picture on the page, under invisible text as OCR puts it."""
    page["/Resources"]["/XObject"] = Dictionary(Im=image)
    add_text(page, b"q " + matrix + b" cm /Im Do Q BT 3 Tr /F1 20 Tf " + at + b" Td (Zwanepoel) Tj ET")


def image_of(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int] = SIZE, **keys: Any) -> Any:
    """An image object in grey of eight bits, unless the keys say otherwise."""
    stream = pdf.make_stream(data)
    stream["/Type"], stream["/Subtype"], stream["/Width"], stream["/Height"] = Name.XObject, Name.Image, *size
    for key, value in ({"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8} | keys).items():
        stream[f"/{key}"] = value
    return stream


def jpeg(image: Image.Image, **keys: Any) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=90, **keys)
    return out.getvalue()


def coded(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()


def raw(pdf: pikepdf.Pdf, page: Any) -> None:
    placed(pdf, page, image_of(pdf, scanned().tobytes()))


def photo(pdf: pikepdf.Pdf, page: Any) -> None:
    noise = Image.effect_noise(SIZE, 20).point(lambda v: v // 8)
    placed(pdf, page, image_of(pdf, jpeg(ImageChops.subtract(scanned(), noise)), Filter=Name.DCTDecode))


def facsimile(pdf: pikepdf.Pdf, page: Any) -> None:
    parms = Dictionary(K=-1, Columns=SIZE[0], Rows=SIZE[1], BlackIs1=True)
    data = fax(scanned("1"))
    placed(pdf, page, image_of(pdf, data, BitsPerComponent=1, Filter=Name.CCITTFaxDecode, DecodeParms=parms))


def jpeg2000(pdf: pikepdf.Pdf, page: Any) -> None:
    placed(pdf, page, image_of(pdf, coded(scanned(), "JPEG2000"), Filter=Name.JPXDecode))


def stencil(pdf: pikepdf.Pdf, page: Any) -> None:
    image = image_of(pdf, scanned("1").tobytes(), ImageMask=True, BitsPerComponent=1)
    del image["/ColorSpace"]
    placed(pdf, page, image)


def masked(pdf: pikepdf.Pdf, page: Any) -> None:
    mask = image_of(pdf, scanned().tobytes())
    placed(pdf, page, image_of(pdf, b"\x78" * (SIZE[0] * SIZE[1]), SMask=mask))


def turned(pdf: pikepdf.Pdf, page: Any) -> None:
    image = image_of(pdf, scanned().rotate(180).transpose(Image.Transpose.ROTATE_180).tobytes())
    placed(pdf, page, image, b"299.8 10.5 -1.05 30 72 300", b"230 312")


def outlined(pdf: pikepdf.Pdf, page: Any) -> None:
    """Waves over the place of the word on the ordinary line, as letters drawn by hand would be."""
    wave = b" ".join(
        b"%d %d m %d %d %d %d %d %d c S" % (x, 702, x, 712, x + 4, 712, x + 4, 702) for x in range(120, 170, 5)
    )
    add_text(page, b"0 0 0 RG " + wave)


def shaded(pdf: pikepdf.Pdf, page: Any) -> None:
    """A mesh of triangles over the place of the word on the ordinary line."""
    corners = []
    for x in range(120, 165, 9):
        corners += [(x, 702, 0), (x + 8, 702, 255), (x + 4, 712, 0)]
    data = b"".join(struct.pack(">BHHB", 0, x, y, tone) for x, y, tone in corners)
    mesh = pdf.make_stream(data)
    numbers = {"ShadingType": 4, "BitsPerCoordinate": 16, "BitsPerComponent": 8, "BitsPerFlag": 8}
    for key, value in numbers.items():
        mesh[f"/{key}"] = value
    mesh["/ColorSpace"], mesh["/Decode"] = Name.DeviceGray, Array([0, 65535, 0, 65535, 0, 1])
    mesh["/Zwanepoel"] = String(SECRET)
    page["/Resources"]["/Shading"] = Dictionary(S=pdf.make_indirect(mesh))
    add_text(page, b"/S sh")


def has_shading(path: Path) -> bool:
    """Whether the mesh is still there, under its box."""
    with pikepdf.open(path) as pdf:
        return any(isinstance(item, pikepdf.Stream) and "/ShadingType" in item for item in pdf.objects)


def beside(make: Callable[[pikepdf.Pdf], Any]) -> Change:
    """A picture on a page without a box."""

    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        other = next_page(pdf, b"q 200 0 0 30 72 300 cm /Im Do Q")
        other["/Resources"]["/XObject"] = Dictionary(Im=make(pdf))

    return change


def jpeg_metadata(pdf: pikepdf.Pdf) -> Any:
    exif = Image.Exif()
    exif[0x013B] = SECRET
    data = jpeg(Image.new("RGB", (40, 30)), exif=exif, comment=WORD)
    return image_of(pdf, data, (40, 30), ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)


def jpeg_tail(pdf: pikepdf.Pdf) -> Any:
    """A comment between the scans of a progressive JPEG, and a second picture behind its end."""
    data = jpeg(Image.effect_noise((40, 30), 90), progressive=True)
    scan = data.rindex(b"\xff\xda")
    comment = b"\xff\xfe" + (len(WORD) + 2).to_bytes(2, "big") + WORD
    return image_of(pdf, data[:scan] + comment + data[scan:] + WORD + b"\xff\xd9", (40, 30), Filter=Name.DCTDecode)


def wrapped_jpeg(pdf: pikepdf.Pdf) -> Any:
    data = zlib.compress(jpeg(Image.new("L", (40, 30)), comment=WORD))
    image = image_of(pdf, b"", (40, 30))
    image.write(data, filter=Array([Name.FlateDecode, Name.DCTDecode]))
    return image


def jp2_boxes(pdf: pikepdf.Pdf) -> Any:
    data = coded(Image.new("L", (40, 30)), "JPEG2000")
    box = (8 + len(WORD)).to_bytes(4, "big") + b"xml " + WORD
    at = data.index(b"jp2h") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    header = (size + len(box)).to_bytes(4, "big") + data[at + 4 : at + size] + box
    return image_of(pdf, data[:at] + header + data[at + size :] + box, (40, 30), Filter=Name.JPXDecode)


def jp2_comment(pdf: pikepdf.Pdf) -> Any:
    data = coded(Image.new("L", (40, 30)), "JPEG2000")
    at = data.index(b"\xff\x52")
    comment = b"\xff\x64" + (len(WORD) + 4).to_bytes(2, "big") + b"\0\1" + WORD
    start = data.index(b"jp2c") - 4
    size = int.from_bytes(data[start : start + 4], "big")
    length = (size + len(comment) if size else 0).to_bytes(4, "big")
    return image_of(
        pdf, data[:start] + length + data[start + 4 : at] + comment + data[at:], (40, 30), Filter=Name.JPXDecode
    )


def jbig2_segment(number: int, kind: int, data: bytes, page: int = 1) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data


def jbig2_page(image: Image.Image) -> bytes:
    """A page with one region."""
    return jbig2(np.asarray(image).astype(np.uint8))


def jbig2_comment(pdf: pikepdf.Pdf) -> Any:
    note = jbig2_segment(7, 62, struct.pack(">I", 0x20000000) + WORD)
    return image_of(
        pdf, jbig2_page(Image.new("1", (40, 32), 1)) + note, (40, 32), BitsPerComponent=1, Filter=Name.JBIG2Decode
    )


def shared_globals(pdf: pikepdf.Pdf, page: Any) -> None:
    """Two scans with one dictionary of symbols; a symbol that only the boxed one shows spells the secret in pixels."""
    symbols = jbig2_segment(9, 0, symbol_dictionary(), 0)
    parms = Dictionary(JBIG2Globals=pdf.make_stream(symbols))
    keys: dict[str, Any] = {"BitsPerComponent": 1, "Filter": Name.JBIG2Decode, "DecodeParms": parms}
    placed(pdf, page, image_of(pdf, jbig2_page(scanned("1")), **keys))
    other = next_page(pdf, b"q 200 0 0 30 72 300 cm /Im Do Q")
    other["/Resources"]["/XObject"] = Dictionary(
        Im=image_of(pdf, jbig2_page(Image.new("1", (80, 32), 1)), (80, 32), **keys)
    )


def symbol_dictionary() -> bytes:
    """One symbol of 72 by 1 pixels, its bytes the secret, by the standard tables and without compression."""
    height, width, end, plain = "0", "11110111101", "111111", "00000"
    export_none, export_one = "00000", "00001"
    return struct.pack(">HII", 1, 1, 1) + bits(height + width + end + plain) + WORD + bits(export_none + export_one)


def bits(digits: str) -> bytes:
    """Binary digits as bytes, filled up with zeros."""
    size = -(-len(digits) // 8)
    return int(digits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


def raw_tail(pdf: pikepdf.Pdf) -> Any:
    return image_of(pdf, bytes(40 * 30) + WORD, (40, 30))


def no_picture(pdf: pikepdf.Pdf) -> Any:
    image = image_of(pdf, b"", (40, 30))
    image.write(WORD, filter=Name.DCTDecode)
    return image


def image_keys(pdf: pikepdf.Pdf) -> Any:
    image = image_of(pdf, bytes(40 * 30), (40, 30), Metadata=pdf.make_stream(WORD), Name=Name("/Zwanepoel"))
    image["/Alternates"] = Array([Dictionary(Image=pdf.make_stream(WORD))])
    image["/OPI"], image["/ID"] = Dictionary(F=String(SECRET)), String(SECRET)
    return image


IMAGE_KEYS = ("/Metadata", "/Name", "/Alternates", "/OPI", "/ID")


def palette(pdf: pikepdf.Pdf) -> Any:
    space = Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\xff\xff" + WORD)])
    return image_of(pdf, bytes(40 * 30), (40, 30), ColorSpace=space)


def profiled(pdf: pikepdf.Pdf) -> Any:
    """A profile with the secret as its description, as a maker's own data, and between its tags."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132], "big")
    offsets = {
        bytes(data[at : at + 4]): int.from_bytes(data[at + 4 : at + 8], "big")
        for at in range(132, 132 + 12 * count, 12)
    }
    text = offsets[b"cprt"] + 8
    data[text : text + len(WORD)] = WORD
    data[offsets[b"desc"] : offsets[b"desc"] + 8 + len(WORD)] = b"ZwnP\0\0\0\0" + WORD
    profile = pdf.make_stream(bytes(data))
    profile["/N"] = 3
    return image_of(pdf, bytes(3 * 40 * 30), (40, 30), ColorSpace=Array([Name.ICCBased, profile]))


def inline_image(pdf: pikepdf.Pdf, page: Any) -> None:
    keys = b"/W 1 /H 1 /BPC 8 /Zwanepoel (Zwanepoel)"
    next_page(
        pdf,
        b"q 20 0 0 20 300 300 cm BI " + keys + b" /CS /G ID xZwanepoel EI Q "
        b"q 20 0 0 20 300 300 cm BI " + keys + b" /CS [/I /RGB 0 (abcZwanepoel)] ID x EI Q",
    )


def states(pdf: pikepdf.Pdf, page: Any) -> None:
    other = next_page(pdf, b"/G gs /C cs 1 scn 300 300 5 5 re f")
    state = Dictionary(LW=2, HTP=String(SECRET), TK=String(SECRET), Zwanepoel=String(SECRET))
    other["/Resources"]["/ExtGState"] = Dictionary(G=state)
    function = pdf.make_stream(b"{ % Zwanepoel\n dup Zwanepoel }")
    function["/FunctionType"], function["/Domain"], function["/Range"] = 4, Array([0, 1]), Array([0, 1, 0, 1])
    spot = Array([Name.Separation, Name("/Zwanepoel"), Name.DeviceRGB, function])
    other["/Resources"]["/ColorSpace"] = Dictionary(C=spot)


def sampled(pdf: pikepdf.Pdf, page: Any) -> None:
    function = pdf.make_stream(bytes(6) + WORD)
    for key, value in {"FunctionType": 0, "BitsPerSample": 8, "Size": Array([2]), "Domain": Array([0, 1])}.items():
        function[f"/{key}"] = value
    function["/Range"] = Array([0, 1, 0, 1, 0, 1])
    other = next_page(pdf, b"/C cs 1 scn 300 300 5 5 re f")
    spot = Array([Name.Separation, Name.All, Name.DeviceRGB, function])
    other["/Resources"]["/ColorSpace"] = Dictionary(C=spot)


def keeps_codec(name: str) -> Knock:
    """A picture's coding is copied as it is."""
    return without("redact.pdfobjects.schema._strip_image", lambda stream: None) if name else NO_REMOVAL


_PIXELS: dict[str, Change] = {
    "Raw picture": raw,
    "JPEG": photo,
    "Fax (CCITT)": facsimile,
    "JPEG 2000": jpeg2000,
    "Stencil mask": stencil,
    "Soft mask of a picture": masked,
    "Skewed picture": turned,
}
_CODED: dict[str, Callable[[pikepdf.Pdf], Any]] = {
    "JPEG comment, EXIF, XMP": jpeg_metadata,
    "JPEG: between scans, behind the end": jpeg_tail,
    "JPEG in another coding": wrapped_jpeg,
    "JPEG 2000 boxes": jp2_boxes,
    "JPEG 2000 comment": jp2_comment,
    "JBIG2 comment": jbig2_comment,
    "Bytes behind the last pixel": raw_tail,
}
_FITTED = without("redact.pdfobjects.samples.fit", lambda stream, size: None)
PICTURES = (
    *(Channel(name, make, NO_REMOVAL) for name, make in _PIXELS.items()),
    *(Channel(name, beside(make), keeps_codec(name)) for name, make in _CODED.items()),
    Channel(
        "Picture that is none",
        beside(no_picture),
        without("redact.normalise._mend_pictures", lambda path, fresh: []),
        findings=frozenset({"damaged-picture"}),
    ),
    Channel("Text drawn as outlines", outlined, NO_REMOVAL),
    Channel("Shading under a box", shaded, NO_CHECK, pictures=(1,), sees=has_shading),
    Channel("Picture keys", beside(image_keys), allow("image", *IMAGE_KEYS)),
    Channel("Palette", beside(palette), without("redact.pdfobjects.rules.fitted_palette", lambda space: space[3])),
    Channel("Colour profile", beside(profiled), without("redact.pdfobjects.streams.strip_profile", lambda data: data)),
    Channel("Inline image", inline_image, without("redact.pdfobjects.content.inline_data", lambda entries, data: data)),
    Channel(
        "Graphics states, spot colours, functions",
        states,
        together(
            allow("state", "/HTP", "/Zwanepoel"), without("redact.pdfobjects.streams.strip_program", lambda data: data)
        ),
    ),
    Channel("Samples of a function", sampled, _FITTED),
    Channel(
        "JBIG2 symbols shared with another page",
        shared_globals,
        without("redact.burn.own_symbols", lambda *_: None),
    ),
)
