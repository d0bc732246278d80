from __future__ import annotations

import io
import itertools
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import InputError, RulesError, StorageError
from redact.model import InventoryRow, Judgement
from redact.numbering import assign
from redact.publish import inventory
from redact.publish.inventory import COLUMNS, MACHINE_REMARK, InventoryHeading, dutch_date, summary, write_inventory

HEADING = InventoryHeading(
    annex="Bijlage 2A",
    location="NCSC",
    case_number="2021-0042",
    matter="Wob-verzoek Pegasus",
    decision_date=date(2022, 1, 27),
    regime="Wet openbaarheid van bestuur",
)
ROW = InventoryRow(
    code="AC",
    location="ncsc",
    date=date(2021, 7, 19),
    kind="e-mail",
    title="Memo over Pegasus",
    judgement=Judgement.PARTIAL,
    markings=("buiten scope", "Wbni"),
    grounds=("10.2.e", "10.2.g"),
    remark="Dubbel met AB",
    pages=3,
)
HOSTILE = [
    "<b> *x* #1 $1 =1+1 @",
    '#panic("x") #import "@preview/x:1.0.0": *',
    "$ sum_(i=0)^n $ \\ \\u{41} // weg /* weg */",
    "] [#text(red)[x]] `code` ~ -- --- ... 'q' \"q\" <label> @ref",
    '"}, "rows": [] {"',
    "= Kop\n- lijst\n+ lijst",
]


def write(folder: Path, *rows: InventoryRow, heading: InventoryHeading = HEADING) -> tuple[Path, Path]:
    pdf, xlsx = folder / "bijlage-2A.pdf", folder / "bijlage-2A.xlsx"
    write_inventory(rows, heading, pdf, xlsx)
    return pdf, xlsx


def many(count: int) -> list[InventoryRow]:
    codes = assign([str(n) for n in range(count)], {}, "letters").values()
    days = (date(2021, 1, 1) + timedelta(days=n // 4) for n in range(count))
    judgements = itertools.cycle(Judgement)
    return [
        replace(ROW, code=code, date=day, judgement=judgement, title=f"Verslag van overleg {code}")
        for code, day, judgement in zip(codes, days, judgements, strict=False)
    ]


def pages_of(pdf: Path) -> list[str]:
    with pdfium.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def words_of(pdf: Path) -> str:
    """All text without white space and without the invisible places where a line may end."""
    return "".join("".join(pages_of(pdf)).replace("\u200b", "").split())


def cells_of(xlsx: Path, sheet: str = "Inventarislijst") -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(xlsx)
    try:
        return list(book[sheet].iter_rows(values_only=True))
    finally:
        book.close()


def test_a_row_in_the_pdf(tmp_path: Path) -> None:
    pdf, _ = write(tmp_path, ROW)
    (text,) = pages_of(pdf)
    flat = " ".join(text.split())
    assert (
        "AC 19-07-2021 e-mail Memo over Pegasus deels openbaar buiten scope; Wbni 10.2.e; 10.2.g 3 Dubbel met AB"
        in flat
    )
    assert "Nr. Datum Soort Titel Oordeel Markering Gronden Pagina's Opmerking" in flat.replace("\u2019", "'")
    assert flat.startswith("Bijlage 2A - Inventarislijst NCSC Zaaknummer 2021-0042 Onderwerp Wob-verzoek Pegasus")
    assert "Datum besluit 27-01-2022 Wettelijk kader Wet openbaarheid van bestuur" in flat
    assert "Pagina 1 van 1" in flat


def test_a_row_in_the_sheet(tmp_path: Path) -> None:
    _, xlsx = write(tmp_path, ROW)
    header, row = cells_of(xlsx)
    assert header == COLUMNS
    assert row == (
        "AC",
        datetime(2021, 7, 19),
        "e-mail",
        "Memo over Pegasus",
        "deels openbaar",
        "buiten scope; Wbni",
        "10.2.e; 10.2.g",
        3,
        "Dubbel met AB",
    )


def test_rows_stand_in_order_of_their_codes(tmp_path: Path) -> None:
    rows = [replace(ROW, code=code) for code in ("EA", "DAA", "DA", "DZ", "AB")]
    pdf, xlsx = write(tmp_path, *rows)
    wanted = ["AB", "DA", "DZ", "DAA", "EA"]
    assert [row[0] for row in cells_of(xlsx)[1:]] == wanted
    assert re.findall(r"\b(AB|DA|DZ|DAA|EA) 19-07", pages_of(pdf)[0].replace("\n", " ")) == wanted


def test_numbers_stand_in_order_too(tmp_path: Path) -> None:
    _, xlsx = write(tmp_path, *(replace(ROW, code=code) for code in ("10", "9", "1")))
    assert [row[0] for row in cells_of(xlsx)[1:]] == ["1", "9", "10"]


def test_what_is_not_known_stays_empty(tmp_path: Path) -> None:
    bare = replace(ROW, date=None, judgement=None, markings=(), grounds=(), remark="", pages=0)
    pdf, xlsx = write(tmp_path, bare)
    assert cells_of(xlsx)[1] == ("AC", None, "e-mail", "Memo over Pegasus", None, None, None, None, None)
    assert "None" not in pages_of(pdf)[0]
    assert (
        "Totaal 1 document: 0 openbaar, 0 deels openbaar, 0 reeds openbaar, 0 niet openbaar, 1 zonder oordeel."
        in (pages_of(pdf)[0])
    )


def test_a_heading_leaves_out_what_is_not_known(tmp_path: Path) -> None:
    heading = InventoryHeading("Bijlage 2A", "", "", "", None, "Wet open overheid")
    pdf, xlsx = write(tmp_path, ROW, heading=heading)
    text = pages_of(pdf)[0]
    assert text.startswith("Bijlage 2A - Inventarislijst\n")
    assert "Wettelijk kader" in text
    assert not re.search("Zaaknummer|Onderwerp|Datum besluit", text)
    assert cells_of(xlsx, "Toelichting")[0] == ("Titel", "Bijlage 2A - Inventarislijst")


def test_an_inventory_without_rows(tmp_path: Path) -> None:
    pdf, xlsx = write(tmp_path)
    assert "Totaal 0 documenten" in pages_of(pdf)[0]
    assert cells_of(xlsx) == [COLUMNS]


def test_the_machines_approval_is_said(tmp_path: Path) -> None:
    pdf, xlsx = write(tmp_path, ROW, heading=replace(HEADING, approved_by_machine=True))
    assert pages_of(pdf)[0].index(MACHINE_REMARK) < pages_of(pdf)[0].index("Zaaknummer")
    assert ("Let op", f"{MACHINE_REMARK}.") in cells_of(xlsx, "Toelichting")


def test_a_persons_approval_needs_no_remark(tmp_path: Path) -> None:
    pdf, xlsx = write(tmp_path, ROW)
    assert "computer" not in pages_of(pdf)[0]
    assert "Let op" not in [name for name, _ in cells_of(xlsx, "Toelichting")]


def test_the_summary_counts(tmp_path: Path) -> None:
    assert summary(many(10)) == "Totaal 10 documenten: 3 openbaar, 3 deels openbaar, 2 reeds openbaar, 2 niet openbaar."
    pdf, xlsx = write(tmp_path, *many(10))
    assert summary(many(10)) in pages_of(pdf)[-1]
    assert ("Aantal", summary(many(10))) in cells_of(xlsx, "Toelichting")


def test_the_sheet_says_what_it_is_about(tmp_path: Path) -> None:
    _, xlsx = write(tmp_path, ROW)
    assert cells_of(xlsx, "Toelichting")[:5] == [
        ("Titel", "Bijlage 2A - Inventarislijst NCSC"),
        ("Zaaknummer", "2021-0042"),
        ("Onderwerp", "Wob-verzoek Pegasus"),
        ("Datum besluit", "27-01-2022"),
        ("Wettelijk kader", "Wet openbaarheid van bestuur"),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_markup_in_the_pdf(tmp_path: Path, text: str) -> None:
    row = replace(ROW, title=text, kind=text, remark=text, markings=(text,))
    heading = replace(HEADING, matter=text, case_number=text, location=text)
    pdf, _ = write(tmp_path, row, heading=heading)
    shown = words_of(pdf)
    assert shown.count("".join(text.split())) >= 7
    with pikepdf.Pdf.open(pdf) as opened:
        assert str(opened.docinfo.Title) == f"Bijlage 2A - Inventarislijst {' '.join(text.split())}"


@pytest.mark.parametrize(
    "text", [*HOSTILE, '=HYPERLINK("http://x")', "+31", "-1", "@SUM(A1)", "http://x.nl", "0012", "1e5", "_x0041_"]
)
def test_text_stays_text_in_the_sheet(tmp_path: Path, text: str) -> None:
    _, xlsx = write(tmp_path, replace(ROW, title=text, remark=text))
    book = openpyxl.load_workbook(xlsx)
    for column in (4, 9):
        cell = book["Inventarislijst"].cell(2, column)
        assert cell.value == " ".join(text.split())
        assert (cell.data_type, cell.number_format, cell.hyperlink) == ("s", "@", None)
    book.close()


def test_the_sheet_is_easy_to_use(tmp_path: Path) -> None:
    _, xlsx = write(tmp_path, *many(5))
    book = openpyxl.load_workbook(xlsx)
    sheet = book["Inventarislijst"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I6")
    assert sheet.column_dimensions["D"].width > 40
    assert sheet.cell(2, 2).number_format == "dd-mm-yyyy"
    assert sheet.cell(2, 2).is_date
    assert sheet.cell(2, 8).data_type == "n"
    book.close()


def test_a_date_before_excel_is_text(tmp_path: Path) -> None:
    _, xlsx = write(tmp_path, replace(ROW, date=date(1899, 3, 2)))
    assert cells_of(xlsx)[1][1] == "02-03-1899"


def test_the_files_name_nobody(tmp_path: Path) -> None:
    pdf, xlsx = write(tmp_path, ROW)
    with pikepdf.Pdf.open(pdf) as opened:
        assert "/Author" not in opened.docinfo
    book = openpyxl.load_workbook(xlsx)
    assert book.properties.title == "Bijlage 2A - Inventarislijst NCSC"
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    book.close()


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name, rows in [("x", many(50)), ("y", many(50)[::-1])]:
        (tmp_path / name).mkdir()
        made.append([path.read_bytes() for path in write(tmp_path / name, *rows)])
        time.sleep(1.1)
    assert made[0] == made[1]


def test_the_pdf_is_for_archives_and_screen_readers(tmp_path: Path) -> None:
    pdf, _ = write(tmp_path, *many(80))
    with pikepdf.Pdf.open(pdf) as opened:
        assert str(opened.Root.Lang).lower() == "nl-nl"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
            assert xmp["xmp:CreateDate"].startswith("2022-01-27")
        kinds = list(structure(opened.Root.StructTreeRoot))
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == len(COLUMNS)
    assert kinds.count("/TR") == 81


def structure(element: pikepdf.Object) -> Iterator[str]:
    if "/S" in element:
        yield str(element.S)
    kids: Any = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from structure(kid)


def test_the_header_repeats_and_pages_are_counted(tmp_path: Path) -> None:
    pdf, _ = write(tmp_path, *many(120))
    pages = pages_of(pdf)
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Oordeel" in text
        assert f"Pagina {number} van {len(pages)}" in text
    with pdfium.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
    assert (round(width), round(height)) == (842, 595)


def test_every_document_is_in_the_pdf(tmp_path: Path) -> None:
    rows = many(700)
    pdf, _ = write(tmp_path, *rows)
    found = re.findall(r"Verslag van overleg ([A-Z]+)", "\n".join(pages_of(pdf)))
    assert found == [row.code for row in rows]


@pytest.mark.parametrize(
    "word", ["x" * 400, "2021-07-19_notitie_" * 20, "a/" * 200, "https://www.example.nl/" + "pad/" * 60]
)
def test_long_words_stay_in_their_cells(tmp_path: Path, word: str) -> None:
    pdf, _ = write(tmp_path, replace(ROW, title=word, remark=word, kind=word[:60], markings=(word[:80],)))
    assert word in words_of(pdf)
    with pdfium.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        for index in range(text.count_chars()):
            assert text.get_charbox(index)[2] <= page.get_width() - 42


def test_a_title_longer_than_a_page(tmp_path: Path) -> None:
    title = " ".join(f"woord{n}" for n in range(6000))
    pdf, xlsx = write(tmp_path, replace(ROW, title=title))
    assert len(pages_of(pdf)) > 2
    assert "woord5999" in words_of(pdf)
    assert cells_of(xlsx)[1][3] == title[:32_766] + "\u2026"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lijn \U0001f389 \u4e2d", "Lijn \u25a1 \u25a1"),
        ("caf\u00e9 cafe\u0301", "caf\u00e9 caf\u00e9"),
        ("a\x00b\x07c", "a b c"),
        ("zacht\u00adstreepje \u200bnul \ufeffbom \u202eom", "zachtstreepje nul bom om"),
        ("kapot \ud800 \ufffe", "kapot"),
        ("priv\ue000e", "priv\u25a1e"),
        ("regel\nregel\tregel\u2028regel", "regel regel regel regel"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
    ],
)
def test_characters_that_cannot_be_shown(tmp_path: Path, text: str, shown: str) -> None:
    pdf, xlsx = write(tmp_path, replace(ROW, title=text))
    flat = " ".join(pages_of(pdf)[0].split())
    assert f"e-mail {shown} deels" in flat or "\u05e9" in shown
    assert "\ue000" not in (cell := cells_of(xlsx)[1][3]) or cell == text
    assert "\n" not in cell


def test_every_character_of_the_font_can_be_shown(tmp_path: Path) -> None:
    title = " ".join(chr(point) for point in sorted(inventory._characters()))
    write(tmp_path, replace(ROW, title=title, code="AA"), heading=replace(HEADING, matter=title))


@settings(max_examples=25, deadline=None)
@given(title=st.text(max_size=60), remark=st.text(max_size=60))
def test_any_text_can_be_written(tmp_path_factory: pytest.TempPathFactory, title: str, remark: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    _, xlsx = write(folder, replace(ROW, title=title, remark=remark))
    assert len(cells_of(xlsx)) == 2


def test_a_thousand_rows_are_quick(tmp_path: Path) -> None:
    rows = many(1000)
    began = time.monotonic()
    write(tmp_path, *rows)
    assert time.monotonic() - began < 10


def test_a_code_that_fits_no_numbering(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="9a"):
        write(tmp_path, replace(ROW, code="9a"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"bijlage-2A\.pdf"):
        write(tmp_path / "none", ROW)


def test_a_wrong_template_names_its_line_and_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "inventory.typ").write_text("#let data = json(bytes(sys.inputs.data))\n#panic(data)")
    monkeypatch.setattr(inventory, "shipped", lambda _: tmp_path)
    with pytest.raises(RulesError, match="at line 2") as raised:
        write(tmp_path, ROW)
    assert "Pegasus" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_repr_shows_no_title() -> None:
    assert "Pegasus" not in repr(ROW)


def test_the_sheet_has_no_formula_and_no_link(tmp_path: Path) -> None:
    _, xlsx = write(tmp_path, *(replace(ROW, code=f"A{chr(65 + n)}", title=text) for n, text in enumerate(HOSTILE)))
    with zipfile.ZipFile(io.BytesIO(xlsx.read_bytes())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert not [name for name in archive.namelist() if "external" in name.lower()]


def test_dutch_dates() -> None:
    assert dutch_date(date(2021, 7, 9)) == "09-07-2021"
    assert dutch_date(date(987, 1, 2)) == "02-01-0987"
    assert dutch_date(None) == ""
