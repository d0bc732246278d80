"""What fonts tell of letters that are gone: names, maps, widths, outlines, and the order of all of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.eexec import decrypt, encrypt
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from redact.pdfobjects import cmaps
from redact.resources import fonts
from tests.channels.channel import Channel, Knock
from tests.channels.knocks import NO_SUBSET, allow, together, without
from tests.pdfmaker import SECRET, Change, add_text

SANS = fonts() / "LiberationSans-Regular.ttf"
LETTERS = tuple(dict.fromkeys("Zwanepoel en Jan"))
"""Of the line in the embedded font, in the order of first use; the name goes, ' en Jan' stays."""
GONE = frozenset("Zwpol")
LEFT = len(set(" en Jan"))
KEPT_NAMES = without("redact.pdfobjects.fonts.rename", lambda font, number: None)
KEPT_PROGRAM = without("redact.pdfobjects.schema.Schema.strip_font", lambda self, stream: None)
KEPT_ORDER = without("redact.burn.sanitise.reorder", lambda pdf: None)


def named(pdf: pikepdf.Pdf, page: Any) -> None:
    font = page["/Resources"]["/Font"]["/F1"]
    font["/BaseFont"] = Name("/Zwanepoel")
    font["/FontDescriptor"] = Dictionary(Type=Name.FontDescriptor, FontName=Name("/Zwanepoel"), Flags=32)


def keyed(pdf: pikepdf.Pdf, page: Any) -> None:
    font = page["/Resources"]["/Font"]["/F1"]
    font["/Zwanepoel"], font["/Name"] = String(SECRET), Name("/Zwanepoel")
    font["/FontDescriptor"] = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Helvetica, CharSet=String("/Zwanepoel"), FontFamily=String(SECRET)
    )


def mapped(pdf: pikepdf.Pdf, page: Any) -> None:
    cmap = (
        b"begincmap /Zwanepoel /Zwanepoel def 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <01> <"
        + SECRET.encode("utf-16-be").hex().encode()
        + b"> <44> <0044> endbfchar endcmap %Zwanepoel"
    )
    page["/Resources"]["/Font"]["/F1"]["/ToUnicode"] = pdf.make_stream(cmap)


def differing(pdf: pikepdf.Pdf, page: Any) -> None:
    font = page["/Resources"]["/Font"]["/F1"]
    font["/Encoding"] = Dictionary(
        BaseEncoding=Name.WinAnsiEncoding, Differences=Array([1, Name("/Zwanepoel")]), Zwanepoel=String(SECRET)
    )


def composite(pdf: pikepdf.Pdf, page: Any, line: str = "Zwanepoel en Jan") -> Any:
    """' en Jan' and the secret in an embedded font with two-byte codes by first use; everything that a font can say."""
    font = TTFont(SANS)
    glyphs = [font.getGlyphID(font.getBestCmap()[ord(letter)]) for letter in LETTERS]
    program = pdf.make_stream(SANS.read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Eigen"), Flags=4, FontBBox=Array([0, -200, 1000, 900]),
        ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80, FontFile2=program,
    )  # fmt: skip
    table = bytearray(2 * 400)
    for code, glyph in enumerate(glyphs, 1):
        table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    widths = [round(font["hmtx"][font.getGlyphName(glyph)][0] / 2.048) for glyph in glyphs]
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Eigen"), FontDescriptor=descriptor,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        W=Array([1, Array(widths)]), CIDToGIDMap=pdf.make_stream(bytes(table)),
    )  # fmt: skip
    texts = {(2, code): letter for code, letter in enumerate(LETTERS, 1)}
    outer = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Eigen"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]), ToUnicode=pdf.make_stream(cmaps.format_unicode(texts)),
    )  # fmt: skip
    page["/Resources"]["/Font"]["/F2"] = pdf.make_indirect(outer)
    shown = b"".join((LETTERS.index(letter) + 1).to_bytes(2, "big") for letter in line)
    add_text(page, b"BT /F2 12 Tf 72 500 Td <" + shown.hex().encode() + b"> Tj ET")
    return outer


def ordered(pdf: pikepdf.Pdf, page: Any) -> None:
    """All letters of the name are left, in the order in which the name had them."""
    composite(pdf, page, "Zwanepoel en Jan op en wal Z")


def embedded_cmap(pdf: pikepdf.Pdf, page: Any) -> None:
    font = composite(pdf, page)
    lines = b"".join(b"<%04x> %d\n" % (code, code) for code in range(1, len(LETTERS) + 1))
    font = page["/Resources"]["/Font"]["/F2"]
    font["/Encoding"] = pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /Zwanepoel def %Zwanepoel\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange "
        + b"%d begincidchar\n" % len(LETTERS) + lines + b"endcidchar endcmap"
    )  # fmt: skip
    font["/Encoding"]["/Type"], font["/Encoding"]["/CMapName"] = Name.CMap, Name("/Zwanepoel")


def simple(pdf: pikepdf.Pdf, page: Any, key: str, program: pikepdf.Object, names: list[str]) -> None:
    """The line in a font of one byte whose codes are by first use."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/ABCDEF+Eigen"), Flags=4, FontBBox=Array([0, -200, 1000, 900]),
        ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80, MaxWidth=950,
    )  # fmt: skip
    descriptor[key] = program
    texts = {(1, code): letter for code, letter in enumerate(LETTERS, 1)}
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Eigen"), FirstChar=1, LastChar=len(LETTERS),
        Widths=Array([500 + 10 * code for code in range(len(LETTERS))]), FontDescriptor=descriptor,
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *(Name(f"/{name}") for name in names)])),
        ToUnicode=pdf.make_stream(cmaps.format_unicode(texts)),
    )  # fmt: skip
    page["/Resources"]["/Font"]["/F2"] = pdf.make_indirect(font)
    shown = bytes(LETTERS.index(letter) + 1 for letter in "Zwanepoel en Jan")
    add_text(page, b"BT /F2 12 Tf 72 500 Td <" + shown.hex().encode() + b"> Tj ET")


NAMES = ["space" if letter == " " else letter for letter in LETTERS]


def type1(pdf: pikepdf.Pdf, page: Any) -> None:
    clear, private, tail = type1_program(NAMES)
    stream = pdf.make_stream(clear + private + tail)
    stream["/Length1"], stream["/Length2"], stream["/Length3"] = len(clear), len(private), len(tail)
    simple(pdf, page, "/FontFile", stream, NAMES)


def type1_program(names: list[str]) -> tuple[bytes, bytes, bytes]:
    """A Type 1 program whose glyphs are boxes."""
    clear = (
        b"%!PS-AdobeFont-1.0: Zwanepoel 1.0\n%Zwanepoel\n9 dict begin\n/FontInfo 2 dict dup begin\n"
        b"/Notice (van (de heer) Zwanepoel) readonly def\nend readonly def\n/FontName /Zwanepoel def\n"
        b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n"
        + b"".join(b"dup %d /%s put\n" % (code, name.encode()) for code, name in enumerate(names, 1))
        + b"readonly def\n/PaintType 0 def\n/FontType 1 def\n/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n"
        b"/FontBBox {0 -200 1000 900} readonly def\ncurrentdict end\ncurrentfile eexec\n"
    )
    private = (
        b"dup /Private 8 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n"
        b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/BlueValues [] ND\n"
        b"/MinFeature {16 16} def\n/password 5839 def\n2 index /CharStrings %d dict dup begin\n" % (len(names) + 1)
    )
    for place, name in enumerate([".notdef", *names]):
        code = encrypt(b"\0\0\0\0" + box_program(place), 4330)[0]
        private += b"/%s %d RD %s ND\n" % (name.encode(), len(code), code)
    private += (
        b"end\nend\nreadonly put\nnoaccess put\ndup /FontName get exch definefont pop\nmark currentfile closefile\n"
    )
    return clear, encrypt(b"\0\0\0\0" + private, 55665)[0], b"0" * 512 + b"\ncleartomark\n"


def box_program(place: int) -> bytes:
    """hsbw, a box of its own height, closepath, endchar."""

    def number(value: int) -> bytes:
        return b"\xff" + value.to_bytes(4, "big", signed=True)

    height = 100 + 12 * place
    start = number(50) + number(500 + 10 * (place - 1)) + b"\x0d"
    return start + number(height) + b"\x07" + number(300) + b"\x06" + number(-height) + b"\x07\x09\x0e"


def cff(*, in_opentype: bool) -> Change:
    """The line in a CFF program; its glyph names are the secret's letters, its own name is the secret."""

    def make(pdf: pikepdf.Pdf, page: Any) -> None:
        names = [".notdef", *NAMES]
        builder = FontBuilder(1000, isTTF=False)
        builder.setupGlyphOrder(names)
        builder.setupCharacterMap({ord(letter): name for letter, name in zip(LETTERS, NAMES, strict=True)})
        programs = {}
        for place, name in enumerate(names):
            pen = T2CharStringPen(600, None)
            pen.moveTo((50, 0))
            for point in ((50, 100 + 12 * place), (500 - 5 * place, 100 + 12 * place), (500, 0)):
                pen.lineTo(point)
            pen.closePath()
            programs[name] = pen.getCharString()
        builder.setupCFF(SECRET, {"FullName": SECRET, "Notice": SECRET}, programs, {})
        builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 50)))
        builder.setupHorizontalHeader(ascent=800, descent=-200)
        builder.setupNameTable({"familyName": SECRET, "styleName": "Regular"})
        builder.setupOS2()
        builder.setupPost()
        whole, bare = BytesIO(), BytesIO()
        builder.save(whole)
        font = TTFont(BytesIO(whole.getvalue()))
        font["CFF "].cff.compile(bare, font)
        program = pdf.make_stream(whole.getvalue() if in_opentype else bare.getvalue())
        program["/Subtype"] = Name.OpenType if in_opentype else Name.Type1C
        simple(pdf, page, "/FontFile3", program, NAMES)

    return make


def _fonts(path: Path) -> Iterator[Any]:
    """The fonts of the document and those below them; not the one of the labels."""
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == Name.Font:
                yield from (font for font in (item, *item.get("/DescendantFonts", [])) if "LAKLAB" not in str(font))


def _programs(path: Path, key: str) -> Iterator[bytes]:
    for font in _fonts(path):
        if key in font.get("/FontDescriptor", {}):
            yield font["/FontDescriptor"][key].read_bytes()


def told_letters(path: Path) -> bool:
    """Whether a map to Unicode has letters that are gone."""
    return any(
        GONE & set("".join(cmaps.parse(font["/ToUnicode"].read_bytes()).unicode.values()))
        for font in _fonts(path)
        if isinstance(font.get("/ToUnicode"), pikepdf.Stream)
    )


def told_widths(path: Path) -> bool:
    """Whether there are more widths than letters left, or a range of codes that reaches further than they do."""
    for font in _fonts(path):
        if sum(len(item) for item in font.get("/W", []) if isinstance(item, Array)) > LEFT + 1:
            return True
        if "/FontDescriptor" in font and "/Widths" in font and len(font["/Widths"]) > LEFT + 1:
            return True
    return False


def told_outlines(path: Path) -> bool:
    """Whether an embedded program has more outlines than there are letters left."""
    true_type = [TTFont(BytesIO(data)) for data in _programs(path, "/FontFile2")]
    counts = [sum(1 for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours) for font in true_type]
    counts += [len(_type1_names(data)) - 1 for data in _programs(path, "/FontFile")]
    counts += [len(_cff_names(data)) for data in _programs(path, "/FontFile3")]
    return any(count > LEFT for count in counts)


def _type1_names(data: bytes) -> list[bytes]:
    private = decrypt(data[data.index(b"eexec") + 6 :], 55665)[0]
    return re.findall(rb"/(\S+) \d+ RD ", private)


def type1_order(path: Path) -> bool:
    """Whether the glyphs of a Type 1 program stand in another order than that of their names."""
    orders = [_type1_names(data) for data in _programs(path, "/FontFile")]
    return any(order != sorted(order) for order in orders)


def _cff_names(data: bytes) -> set[str]:
    found = CFFFontSet()
    if data[:4] == b"OTTO":
        top = TTFont(BytesIO(data))["CFF "].cff[0]
    else:
        found.decompile(BytesIO(data), None)
        top = found[0]
    index = top.CharStrings.charStringsIndex
    return {name for at, name in enumerate(top.charset) if at and len(index[at].bytecode) > 3}


def told_map(path: Path) -> bool:
    """Whether a map from codes to glyphs has codes that are gone."""
    return any(
        sum(1 for at in range(0, len(data), 2) if data[at : at + 2] != b"\0\0") > LEFT
        for font in _fonts(path)
        if isinstance(font.get("/CIDToGIDMap"), pikepdf.Stream)
        for data in [font["/CIDToGIDMap"].read_bytes()]
    )


def _tell(name: str, make: Change, knock: Knock, sees: Callable[[Path], bool]) -> Channel:
    return Channel(name, make, knock, sees=sees)


NO_TRIM = without("redact.pdfobjects.fonts._trim_unicode", lambda pdf, font, codes: None)
KEPT_WIDTHS = together(
    without("redact.pdfobjects.fonts.trim_cid_widths", lambda font, cids: None),
    without("redact.pdfobjects.fonts.trim_simple", lambda pdf, font, strings: None),
    KEPT_ORDER,
)
FONTS = (
    Channel("Font name", named, KEPT_NAMES),
    Channel(
        "Font keys, /CharSet",
        keyed,
        together(allow("font", "/Zwanepoel", "/Name"), allow("descriptor", "/CharSet", "/FontFamily")),
    ),
    Channel("Map to Unicode", mapped, NO_TRIM),
    Channel("Glyph names", differing, without("redact.pdfobjects.fonts._trim_differences", lambda font, codes: set())),
    Channel("Embedded encoding", embedded_cmap, without("redact.pdfobjects.fonts._write_encoding", lambda *_: None)),
    _tell("Letters in a map to Unicode", composite, together(NO_TRIM, KEPT_ORDER), told_letters),
    _tell("Widths of a composite font", composite, KEPT_WIDTHS, told_widths),
    _tell("Widths of a simple font", type1, KEPT_WIDTHS, told_widths),
    _tell("Outlines of a TrueType program", composite, together(NO_SUBSET, KEPT_ORDER), told_outlines),
    _tell("Outlines of a CFF program", cff(in_opentype=False), together(NO_SUBSET, KEPT_ORDER), told_outlines),
    _tell(
        "Outlines of a Type 1 program",
        type1,
        without("redact.burn.reorder.trim", lambda shown: None),
        told_outlines,
    ),
    _tell("Order in a Type 1 program", type1, without("redact.burn.reorder.trim", lambda shown: None), type1_order),
    Channel("Order of codes and glyphs", ordered, KEPT_ORDER),
    _tell(
        "Map from codes to glyphs",
        composite,
        together(without("redact.pdfobjects.fonts.trim_glyph_map", lambda font, cids: None), KEPT_ORDER),
        told_map,
    ),
    Channel(
        "Texts in a Type 1 program",
        type1,
        together(KEPT_PROGRAM, without("redact.burn.reorder.trim", lambda shown: None)),
    ),
    Channel("Texts in a CFF program", cff(in_opentype=False), together(KEPT_PROGRAM, KEPT_ORDER, NO_SUBSET)),
    Channel("Texts in an OpenType program", cff(in_opentype=True), together(KEPT_PROGRAM, KEPT_ORDER, NO_SUBSET)),
)
