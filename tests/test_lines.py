"""Content that is read as lines says the same as content that is parsed, and what is no such line is parsed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pikepdf import ContentStreamInstruction, Dictionary, Name, Operator, String

from redact.pdfobjects import clean
from redact.pdfobjects.lines import Respelt, cleaned_lines, decoded, own_lines, parsed_lines, plain, spelt_lines
from tests.pdfmaker import new_pdf

NUMBERS = st.one_of(
    st.from_regex(r"[-+]?[0-9]{0,11}\.[0-9]{0,17}", fullmatch=True).filter(lambda text: any(map(str.isdigit, text))),
    st.from_regex(r"[-+]?[0-9]{1,20}", fullmatch=True),
    st.decimals(-(10**7), 10**7, places=5).map(str),
)
INLINE = b"q\nBI\n/W 1 /H 1 /BPC 8 /CS /G\nID\n\n EI\nQ"


def page_with(content: bytes) -> tuple[pikepdf.Pdf, pikepdf.Object]:
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    page["/Contents"] = pdf.make_stream(content)
    return pdf, page


def written_anew(content: bytes) -> list[bytes]:
    """Every instruction, made from its operands."""
    pdf, page = page_with(content)
    with pdf:
        instructions = pikepdf.parse_content_stream(page)
        return [
            pikepdf.unparse_content_stream(
                [ContentStreamInstruction(list(each.operands), Operator(str(each.operator)))]
            )
            for each in instructions
        ]


@given(st.lists(NUMBERS, min_size=6, max_size=6))
@example([".5", "-.5", "-0.0", "0.0000001", "1.123456789012345678", "007"])
@example([".50196078", "-.0", "5.", "+1.5", "0.000000", "123456789.123456789"])
@example(["0.00000012345", "0", "0", "0", "0", "0"])
@example(["0.0000000", "0", "0", "0", "0", "0"])
@example(["1234567.123456789", "0", "0", "0", "0", "0"])
@example(["-0.00", "0", "0", "0", "0", "0"])
def test_a_plain_line_is_written_as_pikepdf_writes_it(numbers: list[str]) -> None:
    line = " ".join([*numbers, "cm"]).encode()
    if plain("cm", line) is not None:
        assert [plain("cm", line)] == written_anew(line)
        assert parsed(line) == [line]


def parsed(content: bytes) -> list[bytes]:
    pdf, page = page_with(content)
    with pdf:
        return parsed_lines(page)


@pytest.mark.parametrize("number", ["0", "12", "-12", "0.5", ".5", "-.25", "83.59055", "0.5019607843", "-0.000001"])
def test_usual_numbers_are_plain(number: str) -> None:
    line = plain("w", f"{number} w".encode())
    assert line is not None
    assert Decimal(line.split()[0].decode()) == Decimal(number)


@given(st.binary(max_size=30))
@example(b"(a)\\ \r\n\t\b\f\0\x80")
def test_strings_are_read_as_they_are_spelt(string: bytes) -> None:
    line = pikepdf.unparse_content_stream([ContentStreamInstruction([String(string)], Operator("Tj"))])
    assert decoded(line[:-3]) == string
    assert plain("Tj", line) == line
    assert Respelt(bytes).line(line) == line


@pytest.mark.parametrize("string", [b"(\\53)", b"(\\q)", b"(a\rb)", b"(a(b)c)", b"<4A>", b"<414>", b"<41", b"(a"])
def test_strings_in_another_spelling_are_not_plain(string: bytes) -> None:
    assert plain("Tj", string + b" Tj") is None
    assert plain("TJ", b"[ %s ] TJ" % string) is None


@given(st.lists(st.one_of(st.binary(max_size=5), st.integers(-999, 999)), max_size=6))
def test_arrays_of_strings_are_written_as_pikepdf_writes_them(items: list[bytes | int]) -> None:
    shown = pikepdf.Array([String(item) if isinstance(item, bytes) else item for item in items])
    line = pikepdf.unparse_content_stream([ContentStreamInstruction([shown], Operator("TJ"))])
    assert plain("TJ", line) == line
    assert Respelt(bytes).line(line) == line


@pytest.mark.parametrize(
    "content",
    [
        b"(a\n1 0 0 rg\nb) Tj",
        b"1 0 0 rg 0 0 1 RG",
        b"q /X1 Do Q",
        b"1 0 0\nrg",
        b"007 w",
        b"% 1 w\nq\nQ",
        b"(\\53) Tj",
        b"<41> Tj",
        b"<4A4b> Tj",
        b"(a\rb) Tj",
        b"[ (a) null ] TJ",
        b"[(a)] TJ",
        b"/A#20B gs",
        b"/P << /MCID 1 /ActualText (a) >> BDC",
        b"1 2 m\nxyzzy",
        INLINE,
    ],
)
def test_content_in_any_other_spelling_is_parsed(content: bytes) -> None:
    pdf, page = page_with(content)
    with pdf:
        assert own_lines(page, set()) is None


def test_content_of_pikepdf_is_taken_as_it_is() -> None:
    content = (
        b"/P << /MCID 0 >> BDC\nq\n.75 0 0 -.75 0 841.8898 cm\n/C1 cs\n0 scn\nBT\n/F1 12.5 Tf\n"
        b"[ (De heer ) -20 <0001> ] TJ\n(\\(a\\)) Tj\nET\n/P1 scn\n/G1 gs\nQ\nEMC\n/Artifact BMC\n1 2 3 4 re\nf\nEMC"
    )
    pdf, page = page_with(content)
    with pdf:
        own = own_lines(page, set())
        assert own is not None
        assert [line for _, line, _ in own] == parsed_lines(page) == content.split(b"\n")


@pytest.mark.parametrize("spell", [lambda data: data, lambda data: data.replace(b"\n", b" ")])
def test_cleaning_leaves_one_instruction_a_line(spell: Callable[[bytes], bytes]) -> None:
    with new_pdf() as pdf:
        page = pdf.pages[0].obj
        page["/Resources"] = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1)))
        body = spell(b"q\n.5 0 0 1.50 0 0 cm\nBT\n/F1 9 Tf\n[ (a b) .5 <0001> ] TJ\nET\nQ\n1 w")
        page["/Contents"] = pdf.make_stream(body)
        clean(pdf)
        assert cleaned_lines(page) == parsed_lines(page)
        assert cleaned_lines(page)[1] == b"0.5 0 0 1.50 0 0 cm"


def test_pictures_in_content_are_parsed() -> None:
    pdf, page = page_with(INLINE)
    with pdf:
        assert cleaned_lines(page) == [b"q", INLINE[2:-2], b"Q"]
        assert spelt_lines(pikepdf.parse_content_stream(page)) == [b"q", b"BI", b"Q"]
