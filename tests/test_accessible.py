"""What is published can be read by a screen reader and kept by an archive; veraPDF judges, where it can run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, String

from redact.burn import burn
from redact.model import BurntBox, InventoryRow, Judgement
from redact.normalise import normalise
from redact.publish import AnnexHeading, AnnexPart, InventoryHeading, assemble, write_inventory, write_proof_page
from redact.resources import fonts
from redact.verify import check
from tests import verapdf
from tests.pdfmaker import DESCRIPTION, SECRET, new_pdf, redactions, save, traces
from tests.structreader import Node, faults, read_structure
from tests.test_proof_page import HEADING, entry, proof_of
from tests.verapdf import A2A, A2B, UA

CLAIMS = frozenset({"5-1", "6.6.4-1"})
"""That a file says of itself which standard it meets: PDF/UA-1 and PDF/A-2. The annexes say nothing of the kind."""
BOX = f"[{DESCRIPTION}]"
NOTE = """
#set document(title: "Nota van Zwanepoel", date: datetime(year: 2021, month: 7, day: 19))
#set text(font: "Liberation Sans", size: 10pt, lang: "nl", region: "NL", hyphenate: false)
#set page(footer: [Voettekst])
= Nota over de melding
De heer Zwanepoel sprak met mevrouw Bakker. Daarna belde Zwanepoel haar op.
== Betrokkenen
- Zwanepoel
- Bakker
#table(columns: 2, table.header([Naam], [Functie]), [Zwanepoel], [Jurist], [Bakker], [Adviseur])
#figure(image("beeld.png", alt: "Foto van Zwanepoel", width: 2cm), caption: [Een beeld])
Zie ook #link("https://voorbeeld.nl/Zwanepoel")[hier] en de voetnoot#footnote[Van Zwanepoel.].
#pagebreak()
= Tweede hoofdstuk
Zwanepoel schreef dit; het blijft openbaar.
"""
LETTER = """<html lang="nl"><head><title>Brief</title></head><body><h1>Brief</h1>
<p>Geachte heer Zwanepoel,</p><p lang="en">Mr Zwanepoel wrote <b>this</b>.</p>
<table><tr><th>Naam</th><th>Functie</th></tr><tr><td>Zwanepoel</td><td>jurist</td></tr></table></body></html>"""


def typst_note(folder: Path) -> Path:
    """A tagged document of two pages that meets PDF/A-2a and PDF/UA-1."""
    pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 8), False).save(folder / "beeld.png")
    (folder / "nota.typ").write_text(NOTE, encoding="utf-8")
    target = folder / "nota.pdf"
    made = typst.compile(
        folder / "nota.typ", font_paths=[fonts()], ignore_system_fonts=True, pdf_standards=["a-2a", "ua-1"]
    )
    target.write_bytes(made)
    return target


def printed_letter(folder: Path, variant: str) -> Path:
    """A tagged letter that meets one standard, from another program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from weasyprint import HTML

        target = folder / f"{variant.replace('/', '-')}.pdf"
        HTML(string=LETTER).write_pdf(target, pdf_variant=variant, pdf_tags=True)
    return target


def plain_mail(folder: Path) -> Path:
    """A document without any structure."""
    lines = [
        (60, "Van:"), (60, "Zwanepoel, A. (Anna)"), (74, "Aan:"), (74, "Bakker, T."),
        (110, "Beste collega, gisteren sprak ik Zwanepoel over de melding en"),
        (123, "daarna heeft mevrouw Bakker mij nog gebeld."),
        (150, "Zwanepoel"), (200, "Dit blijft openbaar."),
    ]  # fmt: skip
    target = folder / "mail.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        page.draw_line((50, 90), (500, 90))
        seen: set[int] = set()
        for y, text in lines:
            page.insert_text((200 if y in seen else 60, y), text, fontsize=10)
            seen.add(y)
        page.insert_image((60, 300, 160, 360), pixmap=pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 8, 8), False))
        document.save(target)
    return target


@dataclass(frozen=True)
class Released:
    """A source, the annex that has it alone, and the boxes."""

    source: Path
    annex: Path
    boxes: tuple[BurntBox, ...]

    @property
    def heard(self) -> list[str]:
        return read_structure(self.annex).lines()


def released(folder: Path, source: Path, code: str = "AA") -> Released:
    clean, burnt = folder / f"{source.stem}.clean.pdf", folder / f"{source.stem}.burnt.pdf"
    normalise(source, clean)
    report = burn(clean, redactions(clean, SECRET), burnt)
    annex = folder / f"{source.stem}.annex.pdf"
    (placed,) = assemble([AnnexPart(code, "Memo", burnt, report.boxes)], annex, AnnexHeading("Bijlage 3A", "NCSC"))
    return Released(source, annex, placed.boxes)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Released]:
    folder = tmp_path_factory.mktemp("released")
    sources = {
        "note": typst_note(folder),
        "letter ua": printed_letter(folder, "pdf/ua-1"),
        "letter a": printed_letter(folder, "pdf/a-2b"),
        "mail": plain_mail(folder),
    }
    return {name: released(folder, source) for name, source in sources.items()}


@pytest.fixture(scope="module")
def bundle(made: Mapping[str, Released], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An annex of several documents, all of whose sources meet the standards."""
    target = tmp_path_factory.mktemp("bundle") / "bijlage-3A.pdf"
    parts = [
        AnnexPart(code, "Nota", made[name].source.with_name(f"{made[name].source.stem}.burnt.pdf"), made[name].boxes)
        for code, name in [("AA", "note"), ("AB", "letter ua"), ("AC", "note")]
    ]
    assemble(parts, target, AnnexHeading("Bijlage 3A", "NCSC"))
    return target


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inventory")
    heading = InventoryHeading("Bijlage 2A", "NCSC", "2021-0042", "Pegasus", date(2022, 1, 27), "Wob", True)
    rows = [
        InventoryRow(
            f"A{letter}", "ncsc", None, "e-mail", "Memo", Judgement.PARTIAL, ("Wbni",), ("10.2.e",), "Dubbel", 3
        )
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]
    write_inventory(rows, heading, folder / "2A.pdf", folder / "2A.xlsx")
    return folder / "2A.pdf"


@pytest.fixture(scope="module")
def proof_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("proof") / "bewijs.pdf"
    write_proof_page(proof_of(entry("bijlage-2A.pdf"), entry("bijlage-3A.pdf")), HEADING, target)
    return target


Verdicts = Mapping[tuple[str, Path], frozenset[str]]


@pytest.fixture(scope="module")
def verdicts(made: Mapping[str, Released], bundle: Path, inventory: Path, proof_page: Path) -> Verdicts:
    """All that veraPDF has to say in this module, from one start of Java."""
    if why := verapdf.missing():
        pytest.skip(f"veraPDF cannot run here: {why}")
    files = [path for each in made.values() for path in (each.source, each.annex)]
    asked = [(standard, path) for path in (*files, bundle, inventory, proof_page) for standard in (UA, A2B)]
    return verapdf.validate([*asked, (A2A, inventory), (A2A, proof_page)])


@pytest.mark.parametrize(("name", "standard"), [("note", UA), ("note", A2B), ("letter ua", UA), ("letter a", A2B)])
def test_what_conformed_conforms(name: str, standard: str, made: Mapping[str, Released], verdicts: Verdicts) -> None:
    assert verdicts[standard, made[name].source] == frozenset()
    assert verdicts[standard, made[name].annex] <= CLAIMS


@pytest.mark.parametrize("standard", [UA, A2B])
@pytest.mark.parametrize("name", ["note", "letter ua", "letter a", "mail"])
def test_no_kind_of_fault_is_added(name: str, standard: str, made: Mapping[str, Released], verdicts: Verdicts) -> None:
    added = verdicts[standard, made[name].annex] - verdicts[standard, made[name].source] - CLAIMS
    assert added == frozenset()


@pytest.mark.parametrize("standard", [UA, A2B])
def test_several_documents_conform_together(standard: str, bundle: Path, verdicts: Verdicts) -> None:
    assert verdicts[standard, bundle] <= CLAIMS


def test_an_untagged_document_gets_all_that_its_fonts_allow(made: Mapping[str, Released], verdicts: Verdicts) -> None:
    left = verdicts[UA, made["mail"].annex] - CLAIMS
    assert left <= {"7.21.4.1-1", "7.21.4.1-2"}, "fonts that the source does not embed"


def test_an_annex_claims_nothing(made: Mapping[str, Released], verdicts: Verdicts) -> None:
    assert "5-1" in verdicts[UA, made["note"].annex]
    assert "6.6.4-1" in verdicts[A2B, made["note"].annex]
    with pikepdf.open(made["note"].annex) as pdf:
        assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("name", ["inventory", "proof_page"])
def test_what_we_write_ourselves_is_what_it_claims(
    name: str, verdicts: Verdicts, request: pytest.FixtureRequest
) -> None:
    own: Path = request.getfixturevalue(name)
    assert [verdicts[standard, own] for standard in (UA, A2A, A2B)] == [frozenset()] * 3
    with pikepdf.open(own) as pdf, pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")


def test_a_tagged_document_reads_as_before_with_its_boxes_in_place(made: Mapping[str, Released]) -> None:
    heard = made["note"].heard
    assert heard[:4] == [
        "H1: AA",
        "H1: Nota over de melding",
        f"P: De heer {BOX} sprak met mevrouw Bakker. Daarna belde {BOX} haar op.",
        "H2: Betrokkenen",
    ]
    assert [line for line in heard if line.startswith(("LBody", "TH", "TD"))] == [
        f"LBody: {BOX}", "LBody: Bakker", "TH: Naam", "TH: Functie",
        f"TD: {BOX}", "TD: Jurist", "TD: Bakker", "TD: Adviseur",
    ]  # fmt: skip
    assert "Figure: [afbeelding]" in heard
    assert heard[-2:] == ["H1: Tweede hoofdstuk", f"P: {BOX} schreef dit; het blijft openbaar."]
    assert not any("Voettekst" in line for line in heard), "an artifact stays one"


def test_an_untagged_document_reads_in_paragraphs(made: Mapping[str, Released]) -> None:
    assert made["mail"].heard == [
        "H1: AA",
        "P: Van:",
        f"P: {BOX}, A. (Anna)",
        "P: Aan:",
        "P: Bakker, T.",
        f"P: Beste collega, gisteren sprak ik {BOX} over de melding en daarna heeft mevrouw Bakker mij nog gebeld.",
        f"P: {BOX}",
        "P: Dit blijft openbaar.",
        "Figure: [afbeelding]",
    ]


@pytest.mark.parametrize("name", ["note", "letter ua", "mail"])
def test_structure_and_pages_agree_and_every_box_speaks(name: str, made: Mapping[str, Released]) -> None:
    each = made[name]
    assert faults(each.annex) == []
    spoken = [node.says for node in read_structure(each.annex).nodes("Span") if node.says]
    assert spoken == [DESCRIPTION] * len(each.boxes)
    assert traces(each.annex, SECRET) == set()


def test_the_texts_of_a_source_tree_stay_behind(made: Mapping[str, Released]) -> None:
    with pikepdf.open(made["note"].source) as pdf:
        assert "Foto van Zwanepoel" in tree_strings(pdf)
    with pikepdf.open(made["note"].annex) as pdf:
        left = {text for text in tree_strings(pdf) if not re.fullmatch(r"[cn]\d+", text)}
        assert left == {"AA", "afbeelding", DESCRIPTION}


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("/ActualText", String("De heer Jansen"), "text in tags"),
        ("/Alt", String("Foto van de heer Jansen"), "text in tags"),
        ("/T", String("Jansen"), "text in tags"),
        ("/Lang", String("x-jansen"), "text in tags"),
        ("/Jansen", Name.P, "tag key"),
    ],
)
def test_the_check_knows_what_a_tree_may_say(
    key: str, value: Any, what: str, made: Mapping[str, Released], tmp_path: Path
) -> None:
    assert check(made["mail"].annex, made["mail"].boxes, ()).leaks == ()
    with pikepdf.open(made["mail"].annex) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        document[key] = value
        pdf.save(tmp_path / "a.pdf")
    assert what in {leak.what for leak in check(tmp_path / "a.pdf", made["mail"].boxes, ()).leaks}


def tree_strings(pdf: pikepdf.Pdf) -> set[str]:
    found: set[str] = set()
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") in (Name.StructElem, Name.StructTreeRoot):
            found |= {str(value) for value in strings(item)}
    return found


def strings(item: Any) -> list[Any]:
    if isinstance(item, pikepdf.String):
        return [item]
    inner = list(item.values()) if isinstance(item, Dictionary) else list(item) if isinstance(item, Array) else []
    return [text for each in inner if not getattr(each, "is_indirect", False) for text in strings(each)]


def test_the_documents_of_an_annex_stand_in_parts(bundle: Path) -> None:
    document = read_structure(bundle)
    assert [kid.kind for kid in document.kids if isinstance(kid, Node)] == ["Part"] * 3
    assert [next(part.nodes("H1")).heard() for part in document.nodes("Part")] == ["AA", "AB", "AC"]
    assert faults(bundle) == []
    assert {node.language for node in document.nodes()} == {"", "nl"}
    with pikepdf.open(bundle) as pdf:
        elements = [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == "/StructElem"]
        idents = sorted(str(element.ID) for element in elements if "/ID" in element)
        assert len(idents) == 8
        assert [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]] == idents
        assert str(pdf.Root.Lang) == "nl-NL"
        assert all(page.obj.Tabs == Name.S for page in pdf.pages)


def tagged(content: bytes, *elements: Any, **root: Any) -> pikepdf.Pdf:
    """A page with this content and a tree of these elements; 'Pg' is filled in."""
    pdf = new_pdf(content)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(list(elements)), **root))
    for element in elements:
        element["/Pg"] = pdf.pages[0].obj
    pdf.Root.StructTreeRoot = tree
    return pdf


LINE = b"/%b <</MCID %d>> BDC BT /F1 12 Tf 72 %d Td (%b) Tj ET EMC\n"


def test_roles_are_followed_and_unknown_types_mean_nothing(tmp_path: Path) -> None:
    content = b"".join(LINE % (b"X", number, 700 - 30 * number, b"Tekst %d" % number) for number in range(5))
    kinds = ["Kop", "Lus", "Zwanepoel", "Sub", "H9"]
    roles = Dictionary({"/Kop": Name("/Titel"), "/Titel": Name.H2, "/Lus": Name("/Lus")})
    pdf = tagged(content, *(Dictionary(S=Name(f"/{kind}"), K=n) for n, kind in enumerate(kinds)), RoleMap=roles)
    source = save(pdf, tmp_path / "a.pdf")
    document = read_structure(released(tmp_path, source).annex)
    assert [node.kind for node in document.nodes()][3:] == ["H2", "NonStruct", "NonStruct", "Span", "H6"]


def test_attributes_are_kept_by_value(tmp_path: Path) -> None:
    content = LINE % (b"TH", 0, 700, b"Naam") + LINE % (b"TD", 1, 680, b"Bakker")
    head = Dictionary(O=Name.Table, Scope=Name.Column, ColSpan=2, Summary=String(SECRET), RowSpan=String(SECRET))
    odd = Dictionary(O=Name.Table, Scope=Name(f"/{SECRET}"), ColSpan=-1)
    pdf = tagged(
        content,
        Dictionary(S=Name.TH, K=0, A=head, Lang=String("en-GB"), ID=String(SECRET), E=String(SECRET)),
        Dictionary(S=Name.TD, K=1, A=Array([odd, 0]), Lang=String("nl-x-zwanepoel"), T=String(SECRET)),
    )
    annex = released(tmp_path, save(pdf, tmp_path / "a.pdf")).annex
    with pikepdf.open(annex) as made:
        cells = [each for each in made.objects if isinstance(each, Dictionary) and each.get("/S") in ("/TH", "/TD")]
        kept = [{key: str(value) for key, value in cell.A[0].items()} if "/A" in cell else {} for cell in cells]
        assert kept == [{"/O": "/Table", "/Scope": "/Column", "/ColSpan": "2"}, {}]
        assert [str(cell.get("/Lang", "")) for cell in cells] == ["en-GB", ""]
    assert traces(annex, SECRET) == set()


def damaged_trees() -> dict[str, Any]:
    def loop(pdf: pikepdf.Pdf, tree: Any) -> None:
        tree.K[0].K = Array([0, tree.K[0]])

    def twice(pdf: pikepdf.Pdf, tree: Any) -> None:
        tree.K.append(pdf.make_indirect(Dictionary(S=Name.P, Pg=pdf.pages[0].obj, K=Array([0, 0, 7, -1, 1 << 40]))))

    def deep(pdf: pikepdf.Pdf, tree: Any) -> None:
        element = tree.K[0]
        for _ in range(500):
            element = pdf.make_indirect(Dictionary(S=Name.Div, Pg=pdf.pages[0].obj, K=element))
        tree.K = element

    def odd(pdf: pikepdf.Pdf, tree: Any) -> None:
        tree.K = Array([Dictionary(S=String("P"), K=Name.P), 3.5, None, Dictionary(Type=Name.OBJR), Array([1]), True])

    def in_a_form(pdf: pikepdf.Pdf, tree: Any) -> None:
        form = pdf.make_stream(b"")
        tree.K[0].K = Array([Dictionary(Type=Name.MCR, MCID=0, Stm=form), Dictionary(Type=Name.MCR, MCID=String("0"))])

    def elsewhere(pdf: pikepdf.Pdf, tree: Any) -> None:
        tree.K[0]["/Pg"] = Dictionary(Type=Name.Page)

    return {change.__name__: change for change in (loop, twice, deep, odd, in_a_form, elsewhere)}


@pytest.mark.parametrize("name", damaged_trees())
def test_a_damaged_tree_does_no_harm(name: str, tmp_path: Path) -> None:
    pdf = tagged(LINE % (b"P", 0, 700, b"De heer Zwanepoel sprak."), Dictionary())
    pdf.Root.StructTreeRoot.K = Array([pdf.make_indirect(Dictionary(S=Name.P, Pg=pdf.pages[0].obj, K=0))])
    damaged_trees()[name](pdf, pdf.Root.StructTreeRoot)
    each = released(tmp_path, save(pdf, tmp_path / "a.pdf"))
    assert faults(each.annex) == []
    assert each.heard == ["H1: AA", f"P: De heer {BOX} sprak."]


@pytest.mark.parametrize("data", [b"", b"[", b"{}", b'["P",{},0,[],[[0,0]]]' * 2, b'["Zwanepoel",{},0,[],[[9,9]]]'])
def test_a_record_that_somebody_else_left_is_not_believed(data: bytes, tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.Root["/RedactTags"] = pdf.make_stream(data)
    each = released(tmp_path, save(pdf, tmp_path / "a.pdf"))
    assert faults(each.annex) == []
    assert each.heard[1:] == [f"P: De heer {BOX} sprak.", "P: Dit blijft openbaar."]


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 72 700 Td q (De heer Zwanepoel sprak.) Tj ET Q",
        b"q BT /F1 12 Tf 72 700 Td (De heer Zwanepoel sprak.) Tj Q ET",
        b"q " * 150 + b"BT /F1 12 Tf 72 700 Td (De heer Zwanepoel sprak.) Tj ET",
    ],
)
def test_content_that_does_not_nest_is_one_paragraph(content: bytes, tmp_path: Path) -> None:
    each = released(tmp_path, save(new_pdf(content), tmp_path / "a.pdf"))
    document = read_structure(each.annex)
    assert BOX in [node.heard() for node in document.nodes("Span")]
    assert "sprak." in document.heard()


def test_what_stands_outside_the_tree_is_read_too(tmp_path: Path) -> None:
    """A stamp that somebody put on a tagged document, a field that was filled in."""
    content = LINE % (b"P", 0, 700, b"Alinea een.") + b"BT /F1 12 Tf 300 60 Td (Zwanepoel heeft gezien) Tj ET"
    pdf = tagged(content, Dictionary(S=Name.P, K=0))
    each = released(tmp_path, save(pdf, tmp_path / "a.pdf"))
    assert each.heard == ["H1: AA", "P: Alinea een.", f"P: {BOX} heeft gezien"]
    assert faults(each.annex) == []


def test_a_box_over_a_picture_speaks_behind_it(tmp_path: Path) -> None:
    """What stands within a figure is not read out: its description takes its place."""
    pdf = tagged(
        b"/Figure <</MCID 0>> BDC q 200 0 0 200 72 500 cm /I Do Q EMC "
        b"BT /F1 12 Tf 100 600 Td (Zwanepoel) Tj ET " + LINE % (b"P", 1, 400, b"Onderschrift."),
        Dictionary(S=Name.Figure, K=0, Alt=String("Foto van Zwanepoel")),
        Dictionary(S=Name.P, K=1),
    )
    image = pdf.make_stream(b"\xee" * 64, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8)
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    pdf.pages[0].Resources.XObject = Dictionary(I=image)
    each = released(tmp_path, save(pdf, tmp_path / "a.pdf"))
    assert each.heard == ["H1: AA", "Figure: [afbeelding]", f"P: {BOX}", "P: Onderschrift."]
    assert faults(each.annex) == []


def test_a_tint_that_no_mark_holds_is_decoration(tmp_path: Path) -> None:
    pdf = tagged(b"/S sh " + LINE % (b"P", 0, 700, b"De heer Zwanepoel sprak."), Dictionary(S=Name.P, K=0))
    fade = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0.9], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[72, 300, 300, 300], Function=fade)
    pdf.pages[0].Resources.Shading = Dictionary(S=pdf.make_indirect(shading))
    each = released(tmp_path, save(pdf, tmp_path / "a.pdf"))
    assert each.heard == ["H1: AA", f"P: De heer {BOX} sprak."]
    assert faults(each.annex) == []


def test_a_page_that_became_a_picture_says_so(tmp_path: Path) -> None:
    pattern = b"/Pattern cs /P1 scn 72 300 200 100 re f "
    content = LINE % (b"P", 0, 700, b"De heer Zwanepoel sprak.") + pattern
    pdf = tagged(content, Dictionary(S=Name.P, K=0))
    tile = pdf.make_stream(b"BT /F1 9 Tf 0 0 Td (Zwanepoel) Tj ET", Type=Name.Pattern, PatternType=1, PaintType=1)
    tile.TilingType, tile.BBox, tile.XStep, tile.YStep = 1, Array([0, 0, 60, 12]), 60, 12
    tile.Resources = pdf.pages[0].Resources
    pdf.pages[0].Resources.Pattern = Dictionary(P1=tile)
    each = released(tmp_path, save(pdf, tmp_path / "a.pdf"))
    assert faults(each.annex) == []
    heard = each.heard
    assert heard[:2] == ["H1: AA", "Figure: [bladzijde als afbeelding]"]
    assert f"P: {BOX}" in heard
