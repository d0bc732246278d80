"""The order of codes and glyphs: sorted by Unicode afterwards, and nothing looks or reads differently."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pypdfium2
import pytest
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as ReportlabFont
from reportlab.pdfgen.canvas import Canvas

from redact.burn import burn
from redact.burn.reorder import reorder
from redact.burn.reorder_cff import read_cff, reordered_cff
from redact.burn.reorder_content import ShownText, Unclear
from redact.burn.reorder_programs import (
    format_maps,
    read_maps,
    read_sfnt,
    reordered_sfnt,
    with_parts,
)
from redact.burn.sanitise import subset_fonts
from redact.normalise import normalise
from redact.pdfobjects import clean, cmaps
from redact.verify import check
from redact.verify.report import Forbidden
from tests.pdfmaker import new_pdf, redact_word, redactions, save

ROOT = Path(__file__).parents[1]
SANS = ROOT / "redact/fonts/LiberationSans-Regular.ttf"
SAMPLES = sorted((ROOT / "samples/pegasus").rglob("*.pdf"))
NAME = "Zwanepoel"
TEXT = (
    f"{NAME} kreeg \u20ac 1.234,56 (zie \u2018bijlage\u2019) voor "
    "\u00e9\u00e9n co\u00f6rdinatie; daarna werd alles openbaar."
)


def by_typst(path: Path, text: str = TEXT) -> Path:
    """TrueType outlines, codes by first use."""
    source = path.with_suffix(".typ")
    setting = '#set page(width: 300pt, height: 200pt)\n#set text(font: "Liberation Sans")\n'
    source.write_text(f"{setting}{text}\n", encoding="utf-8")
    typst.compile(str(source), output=str(path), font_paths=[str(SANS.parent)])
    return path


def by_typst_cff(path: Path) -> Path:
    source = path.with_suffix(".typ")
    source.write_text(
        f"#set page(width: 300pt, height: 200pt)\n{TEXT}\n\n$ x^2 + sum_(i=1)^n y_i $\n", encoding="utf-8"
    )
    typst.compile(str(source), output=str(path))
    return path


def by_reportlab(path: Path) -> Path:
    pdfmetrics.registerFont(ReportlabFont("Proef", str(SANS), asciiReadable=0))
    canvas = Canvas(str(path), pagesize=(400, 200))
    canvas.setFont("Proef", 10)
    canvas.drawString(20, 150, TEXT[:60])
    canvas.drawString(20, 130, TEXT[60:])
    canvas.save()
    return path


def by_mupdf(path: Path) -> Path:
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=200)
        page.insert_textbox((20, 20, 380, 180), TEXT, fontname="Proef", fontfile=str(SANS))
        document.subset_fonts()
        document.save(path)
    return path


def by_weasyprint(path: Path) -> Path:
    weasyprint = pytest.importorskip("weasyprint")
    weasyprint.HTML(string=f"<style>@page {{size: 400px 200px}}</style><p>{TEXT}</p>").write_pdf(str(path))
    return path


def cff_font(path: Path) -> Path:
    """An OpenType font with CFF outlines: a box of its own height for each letter of the text."""
    letters = sorted(set(TEXT), key=TEXT.index)
    names = [".notdef", *(f"teken{place:02}" for place in range(1, len(letters) + 1))]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names[1:], strict=True)})
    programs = {}
    for place, name in enumerate(names):
        pen = T2CharStringPen(600, None)
        pen.moveTo((50, 0))
        for point in ((50, 100 + 12 * place), (500 - 5 * place, 100 + 12 * place), (500, 0)):
            pen.lineTo(point)
        pen.closePath()
        programs[name] = pen.getCharString()
    builder.setupCFF("Proef", {}, programs, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Proef", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


def by_mupdf_cff(path: Path) -> Path:
    with pymupdf.open() as document:
        page = document.new_page(width=500, height=200)
        font = str(cff_font(path.with_suffix(".otf")))
        page.insert_textbox((20, 20, 480, 180), TEXT, fontname="Proef", fontfile=font)
        document.save(path)
    return path


def simple_cff(path: Path, *, is_named: bool) -> Path:
    """A one-byte font with a bare CFF program, codes by first use, told by the program or by /Differences."""
    font = TTFont(cff_font(path.with_suffix(".otf")))
    letters = sorted(set(TEXT), key=TEXT.index)
    names = font.getGlyphOrder()
    top = font["CFF "].cff[0]
    top.Encoding = [names[code] if 0 < code < len(names) else ".notdef" for code in range(256)]
    data = io.BytesIO()
    font["CFF "].cff.compile(data, font)
    pdf = new_pdf(b"BT /F1 9 Tf 20 150 Td <" + bytes(letters.index(c) + 1 for c in TEXT).hex().encode() + b"> Tj ET")
    program = pdf.make_stream(data.getvalue())
    program["/Subtype"] = Name.Type1C
    own = pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]
    own["/BaseFont"] = Name("/AAAAAA+Proef")
    own["/FirstChar"], own["/LastChar"], own["/Widths"] = 1, len(letters), Array([600] * len(letters))
    own["/FontDescriptor"] = Dictionary(
        Type=Name.FontDescriptor, FontName=own["/BaseFont"], Flags=4, FontBBox=[0, 0, 600, 800], ItalicAngle=0,
        Ascent=800, Descent=-200, CapHeight=700, StemV=80, FontFile3=program,
    )  # fmt: skip
    texts = {(1, code): letter for code, letter in enumerate(letters, 1)}
    own["/ToUnicode"] = pdf.make_stream(cmaps.format_unicode(texts))
    del own["/Encoding"]
    if is_named:
        listed = [1, *(Name(f"/{name}") for name in names[1:])]
        own["/Encoding"] = Dictionary(Type=Name.Encoding, Differences=Array(listed))
    return save(pdf, path)


def simple_cff_named(path: Path) -> Path:
    return simple_cff(path, is_named=True)


def simple_cff_own(path: Path) -> Path:
    return simple_cff(path, is_named=False)


def type3(path: Path) -> Path:
    letters = sorted(set(TEXT), key=TEXT.index)
    pdf = new_pdf(b"BT /F1 9 Tf 20 150 Td <" + bytes(letters.index(c) + 1 for c in TEXT).hex().encode() + b"> Tj ET")
    procedures = {
        f"/g{place}": pdf.make_stream(b"600 0 0 0 500 800 d1 50 0 %d %d re f" % (10 * place, 100 + 12 * place))
        for place in range(len(letters))
    }
    pdf.pages[0].obj["/Resources"]["/Font"]["/F1"] = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 600, 800], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            FirstChar=1, LastChar=len(letters), Widths=[600] * len(letters), CharProcs=Dictionary(procedures),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, *(Name(name) for name in procedures)])),
            ToUnicode=pdf.make_stream(cmaps.format_unicode({(1, n): c for n, c in enumerate(letters, 1)})),
        )
    )  # fmt: skip
    return save(pdf, path)


PRODUCERS = (
    by_typst,
    by_typst_cff,
    by_mupdf_cff,
    simple_cff_named,
    simple_cff_own,
    type3,
    by_reportlab,
    by_mupdf,
    by_weasyprint,
)
FIRST_USE = (by_typst, by_typst_cff, simple_cff_named, simple_cff_own, type3)


def cleaned(source: Path) -> Path:
    """The document as it is when its characters get their order."""
    normal, small, target = (source.with_name(f"{word}-{source.stem}.pdf") for word in ("normal", "small", "cleaned"))
    normalise(source, normal)
    subset_fonts(normal, small)
    with pikepdf.open(small) as pdf:
        clean(pdf)
        pdf.save(target)
    return target


def ordered(source: Path) -> Path:
    target = source.with_name(f"ordered-{source.name}")
    with pikepdf.open(source) as pdf:
        reorder(pdf)
        pdf.save(target)
    return target


def pictures(path: Path) -> list[Any]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=100 / 72).to_pil().convert("RGB") for page in document]


def pdfium_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def poppler(*command: str | Path) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout


def pdfminer_chars(path: Path) -> list[tuple[str, tuple[float, ...]]]:
    """Every character and its place; their order in pdfminer's reading differs from run to run."""

    def walk(item: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
        if isinstance(item, LTChar):
            yield item.get_text(), tuple(round(value, 2) for value in item.bbox)
        elif hasattr(item, "__iter__"):
            for part in item:
                yield from walk(part)

    return sorted(found for page in extract_pages(path) for found in walk(page))


def assert_same(before: Path, after: Path) -> None:
    """Two files look the same to two renderers and read the same to three engines."""
    for one, other in zip(pictures(before), pictures(after), strict=True):
        assert ImageChops.difference(one, other).getbbox() is None
    assert pdfium_texts(before) == pdfium_texts(after)
    assert pdfminer_chars(before) == pdfminer_chars(after)
    assert poppler("pdftotext", before, "-") == poppler("pdftotext", after, "-")
    assert poppler("pdftoppm", "-r", "72", before) == poppler("pdftoppm", "-r", "72", after)


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and isinstance(item.get("/ToUnicode"), pikepdf.Stream)
    ]


def orders(path: Path) -> list[list[str]]:
    """What each font shows, in the order of its codes."""
    with pikepdf.open(path) as pdf:
        maps = [cmaps.parse(font["/ToUnicode"].read_bytes()).unicode for font in fonts(pdf)]
        return [[texts[code] for code in sorted(texts)] for texts in maps]


def text_of_code(path: Path, code: int) -> str | None:
    """What a code of one byte shows in the first font."""
    with pikepdf.open(path) as pdf:
        return cmaps.parse(fonts(pdf)[0]["/ToUnicode"].read_bytes()).unicode.get((1, code))


def program(path: Path) -> tuple[bytes, Any]:
    """The first embedded font program, and its font."""
    with pikepdf.open(path) as pdf:
        for font in fonts(pdf):
            inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
            for key in ("/FontFile2", "/FontFile3"):
                if key in inner.get("/FontDescriptor", {}):
                    return inner["/FontDescriptor"][key].read_bytes(), cmaps.parse(font["/ToUnicode"].read_bytes())
    raise AssertionError("no program")


@pytest.mark.parametrize("produce", PRODUCERS, ids=lambda produce: produce.__name__)
def test_codes_are_sorted_and_nothing_looks_or_reads_differently(
    tmp_path: Path, produce: Callable[[Path], Path]
) -> None:
    before = cleaned(produce(tmp_path / "bron.pdf"))
    after = ordered(before)
    assert_same(before, after)
    assert orders(after)
    assert all(order == sorted(order) for order in orders(after))
    assert sorted(map(sorted, orders(before))) == sorted(map(sorted, orders(after)))


@pytest.mark.parametrize("produce", FIRST_USE, ids=lambda produce: produce.__name__)
def test_the_producer_really_ordered_by_first_use(tmp_path: Path, produce: Callable[[Path], Path]) -> None:
    before = cleaned(produce(tmp_path / "bron.pdf"))
    assert any("".join(order).replace(" ", "").startswith("Zwanepol") for order in orders(before))


@pytest.mark.parametrize("source", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_look_and_read_the_same(tmp_path: Path, source: Path) -> None:
    copy = tmp_path / "bron.pdf"
    copy.write_bytes(source.read_bytes())
    before = cleaned(copy)
    after = ordered(before)
    assert_same(before, after)
    assert all(is_sorted_but_for_the_space(order) for order in orders(after))


def is_sorted_but_for_the_space(order: list[str]) -> bool:
    """Code 32 stays what it is where words are spaced."""
    rest = [text for text in order if text != " "]
    return rest == sorted(rest)


@pytest.mark.parametrize("produce", [by_typst, by_typst_cff], ids=lambda produce: produce.__name__)
def test_glyphs_stand_in_the_order_of_the_codes(tmp_path: Path, produce: Callable[[Path], Path]) -> None:
    data, told = program(ordered(cleaned(produce(tmp_path / "bron.pdf"))))
    if data[:4] == b"\0\1\0\0":
        assert len(told.unicode) < read_sfnt(data).count <= 2 * len(told.unicode) + 2
    else:
        bare = TTFont(io.BytesIO(data))["CFF "].cff if data[:4] == b"OTTO" else read_cff(data)
        assert len(bare[0].charset) == len(told.unicode) + 1
        assert not any(name.startswith("teken") for name in bare[0].charset)
    assert [code for _, code in sorted(told.unicode)] == list(range(1, len(told.unicode) + 1))


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    once = ordered(cleaned(by_typst(tmp_path / "bron.pdf")))
    assert program(once)[0] == program(ordered(once))[0]
    assert orders(once) == orders(ordered(once))


def test_the_order_says_nothing_of_first_use(tmp_path: Path) -> None:
    """Two documents that use the same characters in another order end with the same fonts."""
    programs = []
    for number, text in enumerate((TEXT, TEXT[::-1])):
        path = tmp_path / f"bron{number}.pdf"
        programs.append(program(ordered(cleaned(by_typst(path, text)))))
    assert programs[0] == programs[1]


def test_a_name_is_not_left_in_a_font_of_a_sample(tmp_path: Path) -> None:
    source = tmp_path / "nota.pdf"
    source.write_bytes((ROOT / "samples/pegasus/nctv/nota internationale duiding.pdf").read_bytes())
    name = "Ingrid Terpstra"
    normal = tmp_path / "normal.pdf"
    normalise(source, normal)
    approved = redactions(normal, name)
    assert approved
    report = burn(normal, approved, tmp_path / "burnt.pdf")
    assert any("IngridTepsta" in "".join(order) for order in orders(cleaned(source)))
    assert not any("IngridTepsta" in "".join(order) for order in orders(tmp_path / "burnt.pdf"))
    forbidden = [Forbidden(name, hit.hit_id) for hit in approved]
    assert check(tmp_path / "burnt.pdf", report.boxes, forbidden).leaks == ()


def test_a_name_that_opens_a_document_is_not_left_in_its_fonts(tmp_path: Path) -> None:
    burnt, _, report = redact_word(by_typst(tmp_path / "bron.pdf"), NAME)
    assert len(report.boxes) == 1
    assert check(burnt, report.boxes, [Forbidden(NAME, "h0001")]).leaks == ()
    assert not any("anepol" in "".join(order) for order in orders(burnt))


def edit(source: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    target = source.with_name("edited.pdf")
    with pikepdf.open(source) as pdf:
        change(pdf)
        pdf.save(target)
    return target


def font_name(pdf: pikepdf.Pdf) -> str:
    return str(next(iter(pdf.pages[0].obj["/Resources"]["/Font"].keys())))


def into_form(pdf: pikepdf.Pdf, *, with_font: bool) -> None:
    """Move a page's text into a form that has the page's resources, or takes its font from the page."""
    page = pdf.pages[0].obj
    content, resources = page["/Contents"].read_bytes(), page["/Resources"]
    lines = content.split(b"\n")
    setting = next(line for line in lines if line.endswith(b" Tf"))
    body = content if with_font else b"\n".join(line for line in lines if line != setting)
    form = pdf.make_stream(body)
    form["/Type"], form["/Subtype"], form["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 400, 200])
    form["/Resources"] = resources if with_font else Dictionary()
    page["/Resources"] = Dictionary(Font=resources["/Font"], XObject=Dictionary(X1=form))
    page["/Contents"] = pdf.make_stream(b"q\n" + (b"" if with_font else setting + b"\n") + b"/X1 Do\nQ")


@pytest.mark.parametrize("with_font", [True, False])
def test_forms_are_rewritten_once_and_inherit_the_font(tmp_path: Path, with_font: bool) -> None:
    source = cleaned(by_typst(tmp_path / "bron.pdf"))
    before = edit(source, lambda pdf: into_form(pdf, with_font=with_font))
    after = ordered(before)
    assert_same(before, after)
    assert orders(before) != orders(after)
    assert "openbaar" in "".join(pdfium_texts(after))


def test_text_in_an_unclear_font_stops_all_change(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        into_form(pdf, with_font=False)
        page = pdf.pages[0].obj
        page["/Resources"]["/Font"]["/F99"] = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        )
        page["/Contents"] = pdf.make_stream(page["/Contents"].read_bytes() + b"\n/F99 9 Tf\n/X1 Do")

    before = edit(cleaned(by_typst(tmp_path / "bron.pdf")), change)
    with pikepdf.open(before) as pdf, pytest.raises(Unclear):
        ShownText(pdf)
    assert orders(ordered(before)) == orders(before)


@pytest.mark.parametrize("keep", [0, 4, 40, 400, 4000])
def test_a_damaged_program_stays_as_it_is(tmp_path: Path, keep: int) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = fonts(pdf)[0]["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"]
        stream.write(stream.read_bytes()[:keep])

    before = edit(cleaned(by_typst(tmp_path / "bron.pdf")), change)
    after = ordered(before)
    assert orders(after) == orders(before)
    with pikepdf.open(before) as one, pikepdf.open(after) as other:
        assert one.pages[0].Contents.read_bytes() == other.pages[0].Contents.read_bytes()


def test_a_font_without_unicode_keeps_its_codes(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del fonts(pdf)[0]["/ToUnicode"]

    before = edit(cleaned(by_typst(tmp_path / "bron.pdf")), change)
    assert_same(before, ordered(before))


def test_two_fonts_with_one_program_get_one_order(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        name = font_name(pdf)
        font = page["/Resources"]["/Font"][name]
        page["/Resources"]["/Font"]["/F88"] = pdf.make_indirect(Dictionary(dict(font.items())))
        content = page["/Contents"].read_bytes()
        again = content.replace(name.encode() + b" ", b"/F88 ")
        page["/Contents"] = pdf.make_stream(content + b"\nq 1 0 0 1 0 -60 cm\n" + again + b"\nQ")

    before = edit(cleaned(by_typst(tmp_path / "bron.pdf")), change)
    after = ordered(before)
    assert_same(before, after)
    assert len(orders(after)) == 2
    assert orders(after)[0] == sorted(orders(after)[0]) == orders(after)[1]


def test_word_spacing_keeps_code_32(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page["/Contents"] = pdf.make_stream(b"5 Tw\n" + page["/Contents"].read_bytes())

    before = edit(cleaned(type3(tmp_path / "bron.pdf")), change)
    after = ordered(before)
    assert_same(before, after)
    assert orders(before) != orders(after)
    assert text_of_code(before, 32) == text_of_code(after, 32) is not None


def test_composite_glyphs_keep_their_parts() -> None:
    font = read_sfnt(SANS.read_bytes())
    glyph = read_maps(font)[3, 1][ord("\u00e9")]
    order = with_parts(font, [0, glyph])
    assert len(order) > 2
    new = TTFont(io.BytesIO(reordered_sfnt(font, order)))
    old = TTFont(SANS)
    coordinates = [f["glyf"][f.getGlyphName(at)].getCoordinates(f["glyf"])[0] for f, at in ((old, glyph), (new, 1))]
    assert coordinates[0] == coordinates[1]
    assert new["hmtx"][new.getGlyphName(1)] == old["hmtx"][old.getGlyphName(glyph)]


def test_cff_programs_are_copied_byte_for_byte(tmp_path: Path) -> None:
    font = TTFont(cff_font(tmp_path / "proef.otf"))
    data = font.reader["CFF "]
    old, new = read_cff(data)[0].CharStrings, read_cff(reordered_cff(data, [0, 5, 3]))[0].CharStrings
    assert [new.charStringsIndex[at].bytecode for at in range(3)] == [
        old.charStringsIndex[at].bytecode for at in (0, 5, 3)
    ]


@settings(max_examples=50)
@given(
    st.dictionaries(st.integers(0, 255), st.integers(1, 0xFFFE)),
    st.dictionaries(st.integers(0xF000, 0xF0FF), st.integers(1, 0xFFFE)),
)
def test_maps_are_read_as_written(plain: dict[int, int], private: dict[int, int]) -> None:
    maps = {(1, 0): plain, (3, 0): private}
    font = read_sfnt(SANS.read_bytes())
    font.tables[b"cmap"] = format_maps(maps)
    assert read_maps(font) == maps


def test_maps_are_read_as_fonttools_reads_them() -> None:
    font = read_sfnt(SANS.read_bytes())
    other = TTFont(SANS)
    expected = {code: other.getGlyphID(name) for code, name in other.getBestCmap().items()}
    assert read_maps(font)[3, 1] == {code: glyph for code, glyph in expected.items() if code <= 0xFFFF}
