from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.describe import describe, read_date
from redact.extract import extract
from redact.model import Description, Glyph, Page, PageKind


def page_of(text: str, heights: Mapping[str, float] | None = None) -> Page:
    """A page with this text; letters are 10 points high, in lines named in `heights` as high as that says."""
    glyphs = []
    for number, line in enumerate(text.split("\n")):
        height = (heights or {}).get(line, 10.0)
        glyphs += [
            Glyph(char, 10.0 * i, 20.0 * number, 10.0 * i + 8, 20.0 * number + height, number)
            for i, char in enumerate(line)
        ]
    marks = iter(range(len(glyphs)))
    offsets = tuple(-1 if char == "\n" else next(marks) for char in text)
    return Page(1, 595, 842, 0, PageKind.TEXT, text, tuple(glyphs), offsets, (0, len(text)))


def told(text: str = "", name: str = "0001.pdf", **info: str) -> Description:
    return describe([page_of(text)] if text else [], name, info)


MAIL = """Van: Vries, J. de (Jan)
Verzonden: vrijdag 23 juli 2021 14:02
Aan: Bakker, P.
CC: postbus
Onderwerp: RE: FW: Afspraak over Pegasus

Beste Piet,
"""
OLDER = """
From: Bakker, P.
Sent: Thursday, July 22, 2021 9:10 AM
To: Vries, J. de (Jan)
Subject: FW: Afspraak over Pegasus

Hallo Jan,
"""

# dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("27 januari 2022", date(2022, 1, 27)),
        ("1 mrt. 2021", date(2021, 3, 1)),
        ("3 MEI 2021 om 10:02", date(2021, 5, 3)),
        ("27-01-2022", date(2022, 1, 27)),
        ("27/1/2022", date(2022, 1, 27)),
        ("27.01.22", date(2022, 1, 27)),
        ("27‑01‑2022", date(2022, 1, 27)),
        ("2022-01-27T10:00", date(2022, 1, 27)),
        ("January 27, 2022", date(2022, 1, 27)),
        ("Jan 27th 2022", date(2022, 1, 27)),
        ("27th of", None),
        ("1/27/2022 9:02 AM", date(2022, 1, 27)),
        ("12-31-99", date(1999, 12, 31)),
        ("31 februari 2022", None),
        ("27 januari 1822", None),
        ("1 januari 2199", None),
        ("0000-00-00", None),
        ("99-99-9999", None),
        ("12-03", None),
        ("tekst", None),
        ("", None),
    ],
)
def test_read_date(value: str, expected: date | None) -> None:
    assert read_date(value) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Verzonden: donderdag 27 januari 2022 16:20",
        "Sent: Thursday, January 27, 2022 4:20 PM",
        "Datum: 27-01-2022",
        "Datum\t27 januari 2022",
        "Datum 27 januari 2022",
        "Datum\n27 januari 2022",
        "Date: Thu, 27 Jan 2022 16:20:00 +0100",
        "> Verzonden op: 27 januari 2022",
        "iets vooraf\nDen Haag, 27 januari 2022\niets erna",
        "'s-Gravenhage, 27 januari 2022",
    ],
)
def test_date_in_the_text(text: str) -> None:
    assert told(f"Ministerie\n{text}\nGeachte heer,\nop 3 mei 2019 schreef u").date == date(2022, 1, 27)


def test_first_mail_of_a_thread_dates_it() -> None:
    assert told(MAIL + OLDER).date == date(2021, 7, 23)


def test_a_label_without_date_is_passed_over() -> None:
    assert told("Datum en tijd volgen nog\nDatum: nader te bepalen\nDatum: 5 mei 2020").date == date(2020, 5, 5)


@pytest.mark.parametrize(
    "name",
    [
        "2021-07-23 nota.pdf",
        "nctv/20210723_nota.pdf",
        "nota 23-07-2021.pdf",
        "nota_23_07_2021.pdf",
        "Nota 23 juli 2021.pdf",
    ],
)
def test_date_in_the_file_name(name: str) -> None:
    assert told("Een nota zonder datum", name).date == date(2021, 7, 23)


def test_number_in_a_file_name_is_no_date() -> None:
    assert told("tekst", "kenmerk 20219923123456.pdf").date is None


@pytest.mark.parametrize("key", ["creation", "creationDate", "/CreationDate"])
def test_date_of_the_pdf_comes_last(key: str) -> None:
    info = {key: "D:20210723101500+02'00'"}
    assert describe([], "x.pdf", info).date == date(2021, 7, 23)
    assert describe([page_of("Datum: 1 mei 2020")], "x.pdf", info).date == date(2020, 5, 1)
    assert describe([], "x 2020-05-02.pdf", info).date == date(2020, 5, 2)
    assert describe([], "x.pdf", {key: "D:0000"}).date is None


# kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (MAIL, "e-mail"),
        (MAIL + OLDER, "e-mailwisseling"),
        (MAIL + "\nOp 3 mei 2021 om 10:02 schreef Piet Bakker <p@x.nl>:\n> ja", "e-mailwisseling"),
        ("Van:\tJan de Vries\nAan:\tPiet\nDatum:\t3 mei 2021\nOnderwerp:\tMEMO dreiging\n", "memo"),
        ("TER BESLUITVORMING\nnota\tWetsvoorstel verzuim\nAanleiding", "nota"),
        ("Beslisnota bij Kamerbrief", "nota"),
        ("Adviesnota stuurgroep", "nota"),
        ("Verslag overleg van 3 mei", "verslag"),
        ("Gespreksverslag", "verslag"),
        ("Notulen MT", "verslag"),
        ("Besluit op uw Wob-verzoek", "besluit"),
        ("Wob-besluit", "besluit"),
        ("Besluitenlijst ministerraad", "lijst"),
        ("Advies over de aanpak", "advies"),
        ("Antwoorden op Kamervragen over Pegasus", "Kamervragen"),
        ("Vragen van het lid Jansen (partij)", "Kamervragen"),
        ("Kamerbrief over digitale veiligheid", "brief"),
        ("Ministerie\nGeachte heer Jansen,\nHierbij", "brief"),
        ("[03-05-2021, 10:02:11] Jan: hoi\n[03-05-2021, 10:03:00] Piet: ja\n[03-05-2021, 10:04:00] Jan: ok", "chat"),
        ("3-5-2021 10:02 - Jan: hoi\n3-5-2021 10:03 - Piet: ja\n3-5-2021 10:03 - Jan: oke", "chat"),
        ("Presentatie voor de stuurgroep", "presentatie"),
        ("De notaris kwam langs met memoires", "document"),
        ("Zomaar wat tekst", "document"),
        ("", "document"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert told(text).kind == kind


def test_kind_from_the_file_name() -> None:
    assert told("", "scan_gespreksverslag_3.pdf").kind == "verslag"
    assert told("Zomaar tekst", "adviezen/Memo dreiging.pdf").kind == "memo"


# titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (MAIL, "Afspraak over Pegasus"),
        ("Subject: Antw: RE: Update [2]: vervolg", "Update [2]: vervolg"),
        ("Betreft\tBesluit op uw verzoek", "Besluit op uw verzoek"),
        ("Betreft Besluit op uw verzoek", "Besluit op uw verzoek"),
        ("Onderwerp\nBesluit op uw verzoek", "Besluit op uw verzoek"),
        ("Onderwerp: RE:", "0001"),
        ("Titel:  Een   stuk ", "Een stuk"),
    ],
)
def test_title_from_the_subject(text: str, title: str) -> None:
    assert told(text).title == title


def test_title_from_the_metadata() -> None:
    assert told("tekst", title="Nota digitale dreiging").title == "Nota digitale dreiging"


@pytest.mark.parametrize("title", ["Microsoft Word - nota.docx", "nota v2.docx", "untitled", "Document1", "", "12"])
def test_title_in_the_metadata_that_says_nothing(title: str) -> None:
    assert told("tekst", "Nota over dreiging.pdf", title=title).title == "Nota over dreiging"


def test_title_from_the_heading_when_the_file_name_says_nothing() -> None:
    page = page_of("Ministerie\nDigitale dreiging in beeld\neerste regel\ntweede", {"Digitale dreiging in beeld": 18.0})
    assert describe([page], "scan0001.pdf", {}).title == "Digitale dreiging in beeld"
    assert describe([page], "nctv/Nota over dreiging.pdf", {}).title == "Nota over dreiging"


def test_title_from_the_file_name_in_the_end() -> None:
    assert told("eerste regel\ntweede", "ncsc/0042.pdf").title == "0042"


# sender and receiver


def test_sender_and_receiver() -> None:
    found = told(MAIL + OLDER)
    assert (found.sender, found.receiver) == ("Vries, J. de (Jan)", "Bakker, P.")


def test_fields_in_table_cells() -> None:
    found = told("Van:\tJan de Vries\nVerzonden:\t3 mei 2021 10:02\nAan:\tPiet Bakker\nOnderwerp:\tiets")
    assert (found.sender, found.receiver, found.title) == ("Jan de Vries", "Piet Bakker", "iets")


def test_a_sentence_is_no_sender() -> None:
    assert told("Van: belang is dat\nwij verder gaan met dit plan").sender == ""


def test_text_is_not_in_the_repr() -> None:
    assert "Pegasus" not in repr(told(MAIL))
    assert "Vries" not in repr(told(MAIL))


# whatever comes

ODD = st.text(st.characters(), max_size=300)


@given(ODD, ODD, st.dictionaries(st.sampled_from(["title", "creation", "x"]), ODD))
def test_never_fails_on_odd_text(text: str, name: str, info: dict[str, str]) -> None:
    found = describe([page_of(text)], name, info)
    assert found.date is None or 1900 <= found.date.year <= 2100
    found.title.encode()
    assert "\n" not in found.title


PARTS = st.sampled_from(
    ["Van:", "Aan:", "Datum", "Verzonden:", "Onderwerp:", "RE:", "\n", "\t", " ", "31-02-2021", "mei", "1"]
)


@given(st.lists(PARTS, max_size=40))
def test_never_fails_on_pieces_of_headers(parts: list[str]) -> None:
    told("".join(parts))


@pytest.mark.parametrize("text", ["Van: " * 5000, "op " + "a" * 50_000, "Datum " * 5000, "x" * 100_000, "1-" * 50_000])
def test_long_odd_text_costs_no_time(text: str) -> None:
    told(text, text[:500])


def test_from_a_real_pdf(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((70, 60), "Ministerie van Veiligheid", fontsize=9)
    for index, (label, value) in enumerate((("Datum", "27 januari 2022"), ("Betreft", "Besluit op uw Wob-verzoek"))):
        page.insert_text((70, 120 + 14 * index), label, fontsize=10)
        page.insert_text((160, 120 + 14 * index), value, fontsize=10)
    document.save(tmp_path / "x.pdf")
    found = describe(list(extract(tmp_path / "x.pdf")), "x.pdf", {})
    assert (found.date, found.kind, found.title) == (date(2022, 1, 27), "besluit", "Besluit op uw Wob-verzoek")
