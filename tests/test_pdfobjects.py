"""The whitelist of objects and everything below it: operators, layers, CMaps, fonts, binary streams, unpacking."""

from __future__ import annotations

import base64
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from redact.errors import DocumentRefused, LeakError, StorageError
from redact.pdfobjects import clean, cmaps, codecs, refusing, streams, unpack
from redact.pdfobjects.fontnames import SERIF, Hints, neutral
from redact.pdfobjects.layers import HiddenLayers
from redact.pdfobjects.operators import accepted, spelt
from redact.pdfobjects.schema import SCHEMA
from redact.resources import fonts
from tests.pdfmaker import LINES, helvetica, new_pdf


def operators(pdf: pikepdf.Pdf) -> list[str]:
    return [str(i.operator) for i in pikepdf.parse_content_stream(pdf.pages[0])]


def cleaned(content: bytes, **resources: Any) -> pikepdf.Pdf:
    pdf = new_pdf(content)
    for key, value in resources.items():
        pdf.pages[0].obj["/Resources"][f"/{key}"] = value
    clean(pdf)
    return pdf


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"1 w", ["w"]),
        (b"(x) w", []),
        (b"1 2 3 w", ["w"]),
        (b"w", []),
        (b"1 0 0 rg /P gs", ["rg"]),
        (b"q Q Q Q", ["q", "Q"]),
        (b"q q", ["q", "q", "Q", "Q"]),
        (b"BT", ["BT", "ET"]),
        (b"0 0 1 1 re", ["re", "n"]),
        (b"BX foo EX (x) bar", []),
        (b"/A BMC EMC EMC /B MP", []),
        (b"/Perceptual ri /Geheim ri", ["ri"]),
        (b"[1 (x)] 0 d [1] 0 d", ["d"]),
        (b"true w null w", []),
    ],
)
def test_content_is_reduced_to_sound_instructions(content: bytes, expected: list[str]) -> None:
    assert operators(cleaned(content)) == expected


def test_surplus_operands_are_cut_in_front() -> None:
    assert accepted("w", [7, 1]) == [1]
    assert accepted("Tj", [String("a")]) == [String("a")]
    assert accepted("Tj", [1]) is None
    assert accepted("zz", []) is None
    assert accepted("scn", [0.5, Name.P]) == [0.5, Name.P]


def test_names_are_the_same_wherever_an_object_is_used() -> None:
    pdf = new_pdf(b"/F1 9 Tf /F2 9 Tf /F1 9 Tf")
    page: Any = pdf.pages[0].obj
    page["/Resources"]["/Font"]["/F2"] = helvetica(pdf)
    pdf.pages.append(pdf.pages[0])
    clean(pdf)
    for number in (0, 1):
        assert set(pdf.pages[number].obj["/Resources"]["/Font"].keys()) == {"/F1", "/F2"}


def test_unused_resources_go() -> None:
    pdf = cleaned(LINES, ExtGState=Dictionary(G=Dictionary(LW=1)), ProcSet=Array([Name.PDF]))
    assert set(pdf.pages[0].obj["/Resources"].keys()) == {"/Font"}


def test_names_that_are_not_unicode_do_not_stop_it() -> None:
    pdf = new_pdf()
    font = pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]
    font["/BaseFont"] = pikepdf.Object.parse(b"/#CB#CE#CC#E5")
    pdf.pages[0].obj["/Resources"]["/Properties"] = pikepdf.Object.parse(b"<< /#CB#CE << >> >>")
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"/#CB#CE gs /#CB#CE Do /OC /#CB#CE BDC EMC " + LINES)
    clean(pdf)
    assert spelt(pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]["/BaseFont"]) == "/Helvetica"


def test_spelling_of_names() -> None:
    assert spelt(Name.Foo) == "/Foo"
    assert spelt("x") == "x"
    assert spelt(3) == spelt(None) == ""


def test_a_form_that_draws_itself_ends() -> None:
    pdf = new_pdf(b"/X Do")
    form = pdf.make_stream(b"/X Do")
    form["/Subtype"], form["/BBox"] = Name.Form, Array([0, 0, 9, 9])
    form["/Resources"] = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(X=form)
    clean(pdf)
    assert operators(pdf) == ["Do"]


def test_a_postscript_object_is_not_drawn() -> None:
    pdf = new_pdf(b"/X Do")
    script = pdf.make_stream(b"x")
    script["/Subtype"] = Name.PS
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(X=script)
    clean(pdf)
    assert operators(pdf) == []


def test_inherited_page_keys_are_written_into_the_page() -> None:
    pdf = new_pdf()
    page: Any = pdf.pages[0].obj
    tree = pdf.Root["/Pages"]
    tree["/Rotate"], tree["/Geheim"] = 90, String("x")
    del page["/MediaBox"]
    tree["/MediaBox"] = Array([0, 0, 200, 100])
    clean(pdf)
    assert (page["/Rotate"], [int(v) for v in page["/MediaBox"]]) == (90, [0, 0, 200, 100])
    assert set(pdf.Root["/Pages"].keys()) == {"/Type", "/Kids", "/Count"}


KINDS = [kind for kind, table in SCHEMA.items() if table]


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_object_lets_a_string_or_a_private_key_through(kind: str) -> None:
    from redact.pdfobjects.schema import Schema

    pdf = pikepdf.new()
    value = pdf.make_indirect(Dictionary({key: String("geheim") for key in SCHEMA[kind]}))
    value["/PTEX.FileName"] = value["/PieceInfo"] = value["/LastModified"] = String("geheim")
    Schema().visit(value, kind)
    left = {key for key in value.keys() if isinstance(value[key], pikepdf.String)}  # noqa: SIM118
    assert left <= {"/Parent"}
    assert not {"/PTEX.FileName", "/PieceInfo", "/LastModified"} & set(value.keys())


def layered(pdf: pikepdf.Pdf, **config: Any) -> tuple[pikepdf.Object, pikepdf.Object]:
    on, off = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(n))) for n in ("aan", "uit"))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([on, off]), D=Dictionary(OFF=Array([off]), **config))
    return on, off


def test_layers_that_are_off() -> None:
    pdf = pikepdf.new()
    on, off = layered(pdf)
    layers = HiddenLayers(pdf)
    assert (layers.hides(on), layers.hides(off), layers.hides(None)) == (False, True, False)


@pytest.mark.parametrize(("policy", "hidden"), [("AnyOn", False), ("AllOn", True), ("AnyOff", False), ("AllOff", True)])
def test_membership_policies(policy: str, hidden: bool) -> None:
    pdf = pikepdf.new()
    groups = Array(list(layered(pdf)))
    assert HiddenLayers(pdf).hides(Dictionary(Type=Name.OCMD, OCGs=groups, P=Name(f"/{policy}"))) is hidden


def test_membership_expressions() -> None:
    pdf = pikepdf.new()
    on, off = layered(pdf)
    layers = HiddenLayers(pdf)
    cases = {False: [Name.Or, on, off], True: [Name.And, on, off]}
    for hidden, terms in cases.items():
        assert layers.hides(Dictionary(Type=Name.OCMD, VE=Array(terms))) is hidden
    assert layers.hides(Dictionary(Type=Name.OCMD, VE=Array([Name.Not, Array([Name.And, on])]))) is True


def test_a_base_state_of_off() -> None:
    pdf = pikepdf.new()
    on, off = layered(pdf, BaseState=Name.OFF)
    pdf.Root["/OCProperties"]["/D"]["/ON"] = Array([on])
    assert [HiddenLayers(pdf).hides(group) for group in (on, off)] == [False, True]


CODES = st.dictionaries(
    st.tuples(st.integers(1, 2), st.integers(1, 255)),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=3),
    max_size=300,
)


@given(CODES)
def test_a_tounicode_map_survives_writing_and_reading(mapping: dict[cmaps.Code, str]) -> None:
    assert cmaps.parse(cmaps.format_unicode(mapping)).unicode == mapping


def test_ranges_arrays_and_odd_digits() -> None:
    data = (
        b"begincmap 3 beginbfrange <01> <03> <0041> <10> <11> [<0061> <00620063>] <20> <20> <1f600> endbfrange "
        b"1 beginbfchar <30> <41> endbfchar 1 begincodespacerange <00> <ff> endcodespacerange endcmap"
    )
    cmap = cmaps.parse(data)
    assert {code: text for (_, code), text in cmap.unicode.items()} == {
        1: "A", 2: "B", 3: "C", 0x10: "a", 0x11: "bc", 0x20: "\U0001f600", 0x30: "A",
    }  # fmt: skip
    assert cmap.spaces == [(1, 0, 255)]


def test_long_texts_are_cut_and_damage_ends_reading() -> None:
    long = "x".encode("utf-16-be") * 40
    cmap = cmaps.parse(b"1 beginbfchar <01> <" + long.hex().encode() + b"> endbfchar")
    assert cmap.unicode == {(1, 1): "x" * cmaps.MAX_UNITS}
    assert cmaps.parse(b"1 beginbfrange <0000> <ffffffff> <0041> endbfrange").unicode == {}
    assert cmaps.parse(b"\xff\x00(((").unicode == {}


def test_codes_of_mixed_length() -> None:
    cmap = cmaps.CMap(spaces=[(1, 0, 0x7F), (2, 0x8000, 0xFFFF)])
    assert list(cmaps.split(cmap, b"A\x81\x40B")) == [(1, 65), (2, 0x8140), (1, 66)]


def test_encoding_cmaps_survive() -> None:
    cmap = cmaps.CMap(cids={(2, 5): 9}, spaces=[(2, 0, 0xFFFF)], vertical=True)
    again = cmaps.parse(cmaps.format_cids(cmap))
    assert (again.cids, again.spaces, again.vertical) == (cmap.cids, cmap.spaces, True)


@pytest.mark.parametrize(
    ("name", "embedded", "hints", "expected"),
    [
        ("/ABCDEF+Calibri-Bold", True, Hints(), "/AAAAAA+Calibri-Bold"),
        ("/Arial,BoldItalic", False, Hints(), "/Arial,BoldItalic"),
        ("/JansenHandschrift", True, Hints(), "/AAAAAA+Font7"),
        ("/JansenHandschrift-Bold", False, Hints(), "/Helvetica-Bold"),
        ("/JansenSerif", False, Hints(SERIF), "/Times-Roman"),
        ("/JansenMono-Italic", False, Hints(), "/Courier-Oblique"),
        ("/Jansen", False, Hints(0, "Japan1"), "/KozMinPro"),
        ("/ArialJansen", False, Hints(), "/Helvetica"),
    ],
)
def test_font_names(name: str, embedded: bool, hints: Hints, expected: str) -> None:
    assert neutral(name, 7, embedded, hints) == expected


def test_two_fonts_over_one_cidfont_keep_each_others_widths() -> None:
    pdf = new_pdf(b"BT /A 9 Tf <0005> Tj /B 9 Tf <0006> Tj ET")
    info = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    inner = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.X, CIDSystemInfo=info)
    )
    inner["/W"] = Array([4, Array([400, 500, 600, 700]), 20, 30, 1000])
    for name in ("/A", "/B"):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.X, Encoding=Name("/Identity-H"))
        font["/DescendantFonts"] = Array([inner])
        pdf.pages[0].obj["/Resources"]["/Font"][name] = pdf.make_indirect(font)
    clean(pdf)
    assert inner["/W"] == Array([5, Array([500]), 6, Array([600])])


def test_widths_and_differences_of_unused_codes_go() -> None:
    pdf = new_pdf(b"BT /F1 9 Tf (AB) Tj ET")
    font = pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]
    font["/FirstChar"], font["/LastChar"], font["/Widths"] = 65, 68, Array([1, 2, 3, 4])
    font["/Encoding"] = Dictionary(Differences=Array([65, Name.a, Name.b, Name.c]), BaseEncoding=Name.WinAnsiEncoding)
    clean(pdf)
    assert font["/Widths"] == Array([1, 2]) and font["/LastChar"] == 66
    assert font["/Encoding"]["/Differences"] == Array([65, Name.a, 66, Name.b])


def test_jpeg_metadata_goes_and_the_picture_stays() -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "geheim"
    image = Image.effect_noise((40, 30), 90).convert("RGB")
    image.save(out, "JPEG", exif=exif, comment=b"geheim", icc_profile=b"geheim" * 40)
    plain = codecs.strip_jpeg(out.getvalue() + b"geheim")
    assert b"geheim" not in plain
    assert Image.open(BytesIO(plain)).tobytes() == Image.open(BytesIO(out.getvalue())).tobytes()
    assert codecs.strip_jpeg(plain) == plain


@given(st.binary(max_size=300))
def test_binary_cleaners_never_fail(data: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"\0\0\0\x0cjP  ", b"\0\1\0\0", b"OTTO", b"%!PS-AdobeFont", b"\1\0\4"):
        whole = start + data
        for strip in (codecs.strip_jpeg, codecs.strip_jpeg2000, streams.strip_profile, streams.strip_program):
            strip(whole)
        streams.strip_font(whole, 100)
        streams.strip_profile(b"\0" * 36 + b"acsp" + b"\0" * 88 + whole)


def test_jpeg2000_boxes_with_text_go() -> None:
    def box(kind: bytes, data: bytes) -> bytes:
        return (8 + len(data)).to_bytes(4, "big") + kind + data

    kept = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 ") + box(b"jp2h", box(b"ihdr", b"h"))
    kept += box(b"jp2c", b"c")
    assert codecs.strip_jpeg2000(kept + box(b"xml ", b"geheim") + box(b"uuid", b"geheim")) == kept


def test_an_icc_profile_keeps_its_curves_and_loses_its_texts() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = streams.strip_profile(profile)
    assert len(plain) == len(profile)
    assert "sRGB".encode("utf-16-be") not in plain
    before, after = (ImageCms.ImageCmsProfile(BytesIO(p)) for p in (profile, plain))
    swatch = Image.effect_noise((9, 9), 90).convert("RGB")
    lab = ImageCms.createProfile("LAB")
    results = [ImageCms.profileToProfile(swatch, p, lab, outputMode="LAB") for p in (before, after)]
    assert results[0] is not None and results[1] is not None
    assert results[0].tobytes() == results[1].tobytes()


def test_a_font_program_loses_its_names_and_keeps_its_glyphs() -> None:
    data = (fonts() / "LiberationSans-Bold.ttf").read_bytes()
    plain = streams.strip_font(data, 0)
    before, after = TTFont(BytesIO(data)), TTFont(BytesIO(plain))
    assert "name" not in after and "GSUB" not in after
    assert before["glyf"]["A"] == after["glyf"]["A"]
    assert before.getBestCmap() == after.getBestCmap()


def test_type1_texts_are_blanked_in_place() -> None:
    clear = b"%!PS-AdobeFont-1.0: Jansen 1.0\n/FontName /Jansen def /FullName (Jan Jansen) readonly def % Jansen\n"
    plain = streams.strip_font(clear + b"\x80secret", len(clear))
    assert len(plain) == len(clear) + 7
    assert b"Jansen" not in plain
    assert plain.startswith(b"%!PS-AdobeFont-1.0:")


def test_calculator_functions_keep_known_words_only() -> None:
    assert streams.strip_program(b"{ dup 0.5 mul % geheim\n geheim exch -1 add }") == b"{ dup 0.5 mul exch -1 add }"


def unpacked(data: bytes, *filters: str, limit: int = 1 << 24) -> int:
    pdf = pikepdf.new()
    stream = pdf.make_stream(b"")
    stream.write(data, filter=Array([Name(f) for f in filters]))
    return unpack.unpacked_size(stream, limit)


def test_unpacked_sizes() -> None:
    data = bytes(range(256)) * 50
    packed = zlib.compress(data)
    assert unpacked(packed, "/FlateDecode") == len(data)
    assert unpacked(zlib.compress(packed), "/FlateDecode", "/FlateDecode") == len(data)
    assert unpacked(packed.hex().encode() + b">", "/ASCIIHexDecode", "/FlateDecode") == len(data)
    assert unpacked(base64.a85encode(packed) + b"~>", "/ASCII85Decode", "/FlateDecode") == len(data)
    assert unpacked(b"\x02abc\xf7z\x80rest", "/RunLengthDecode") == 3 + 10
    assert unpacked(b"jpeg", "/DCTDecode") == 4
    assert unpacked(b"damaged", "/FlateDecode") == 0


def test_lzw_is_measured() -> None:
    # The example of ISO 32000-1, 7.4.4.2: -----A---B.
    assert unpacked(bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]), "/LZWDecode") == 10


def test_limits_and_unknown_codings() -> None:
    with pytest.raises(unpack.TooLarge):
        unpacked(zlib.compress(bytes(5000)), "/FlateDecode", limit=4999)
    with pytest.raises(unpack.UnknownFilter):
        unpacked(b"x", "/Crypt")


def test_failures_become_refusals_without_text() -> None:
    with pytest.raises(DocumentRefused, match="fout bij het testen") as refusal, refusing("het testen"):
        raise ValueError("Zwanepoel")
    assert "Zwanepoel" not in str(refusal.value)
    with pytest.raises(StorageError), refusing("het testen"):
        raise OSError(28, "No space left on device")
    with pytest.raises(LeakError), refusing("het testen"):
        raise LeakError("as it was")


@pytest.mark.parametrize(("embedded", "given"), [(True, None), (True, Name.Identity), (False, None)])
def test_an_embedded_cid_font_says_that_its_cids_are_glyphs(embedded: bool, given: Any) -> None:
    pdf = new_pdf(b"BT /F1 9 Tf <0041> Tj ET")
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.X, Flags=4)
    if embedded:
        descriptor["/FontFile2"] = pdf.make_stream((fonts() / "LiberationSans-Bold.ttf").read_bytes())
    inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.X, FontDescriptor=descriptor)
    inner["/CIDSystemInfo"] = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    if given is not None:
        inner["/CIDToGIDMap"] = given
    font = pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]
    font["/Subtype"], font["/Encoding"] = Name.Type0, Name("/Identity-H")
    font["/DescendantFonts"] = Array([pdf.make_indirect(inner)])
    clean(pdf)
    made = next(iter(pdf.pages[0].obj["/Resources"]["/Font"].values()))["/DescendantFonts"][0]
    assert made.get("/CIDToGIDMap") == (Name.Identity if embedded else None)
