"""What a document carries beside its pages: attachments, scripts, metadata, navigation, annotations, old revisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, String

from tests.channels.channel import Channel, Knock
from tests.channels.knocks import FROM_THE_SOURCE, NO_BAKING, NO_REMOVAL, OLD_CATALOG, allow, together, without
from tests.channels.text import form, next_page
from tests.pdfmaker import SECRET, Change, helvetica

WORD = SECRET.encode()
OTHER = "Kwartelstaart"
"""A second secret, for what a new file does not take over from the old one."""
OLD_ANNOTATIONS = together(NO_BAKING, allow("page", "/Annots"))
OLD_DOCUMENT = together(NO_BAKING, OLD_CATALOG)


def annotated(*made: Any) -> Change:
    """Annotations on the page, each a dictionary."""

    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        plain = {"Type": Name.Annot, "Rect": Array([300, 300, 330, 320])}
        items = [Dictionary(**(plain | keys)) for keys in made]
        page["/Annots"] = Array([pdf.make_indirect(item) for item in items])

    return change


def said(subtype: str, *keys: str) -> dict[str, Any]:
    """An annotation with the secret under some keys."""
    return {"Subtype": Name(f"/{subtype}"), **dict.fromkeys(keys, String(SECRET))}


def reply(pdf: pikepdf.Pdf, page: Any) -> None:
    note = said("Text", "Contents", "T", "Subj", "NM") | {"RC": String(f"<p>{SECRET}</p>")}
    annotated(note, said("Popup", "Contents"))(pdf, page)
    page["/Annots"][1]["/Parent"] = page["/Annots"][0]


def highlight(pdf: pikepdf.Pdf, page: Any) -> None:
    points = Array([72, 612, 100, 612, 72, 595, 100, 595])
    annotated(said("Highlight", "Contents") | {"QuadPoints": points})(pdf, page)


def free_text(pdf: pikepdf.Pdf, page: Any) -> None:
    look = {"DA": String("/Helv 12 Tf 0 g"), "Rect": Array([72, 380, 300, 430])}
    annotated(said("FreeText", "Contents", "RC") | look)(pdf, page)


def hidden_note(pdf: pikepdf.Pdf, page: Any) -> None:
    free_text(pdf, page)
    page["/Annots"][0]["/F"] = 2


def stamp(pdf: pikepdf.Pdf, page: Any) -> None:
    look = form(pdf, b"BT /F1 12 Tf 2 10 Td (Zwanepoel) Tj ET", Dictionary(Font=Dictionary(F1=helvetica(pdf))))
    look["/BBox"] = Array([0, 0, 200, 30])
    annotated(said("Stamp", "Contents") | {"AP": Dictionary(N=look, D=look), "Rect": Array([72, 400, 272, 430])})(
        pdf, page
    )


def link(pdf: pikepdf.Pdf, page: Any) -> None:
    action = Dictionary(S=Name.URI, URI=String(f"mailto:{SECRET}@example.org"))
    annotated(said("Link") | {"A": action}, said("Link", "Contents") | {"Dest": String(SECRET)})(pdf, page)


def attached_note(pdf: pikepdf.Pdf, page: Any) -> None:
    spec = Dictionary(Type=Name.Filespec, F=String(f"{SECRET}.txt"), EF=Dictionary(F=pdf.make_stream(WORD)))
    annotated(said("FileAttachment", "Contents") | {"FS": spec})(pdf, page)


def rich_media(pdf: pikepdf.Pdf, page: Any) -> None:
    spec = Dictionary(Type=Name.Filespec, F=String(f"{SECRET}.mp4"), EF=Dictionary(F=pdf.make_stream(WORD)))
    assets = Dictionary(Assets=Dictionary(Names=Array([String(SECRET), spec])), Configurations=Array([]))
    scene = pdf.make_stream(b"U3D\0 Zwanepoel")
    scene["/Type"], scene["/Subtype"], scene["/OnInstantiate"] = Name("/3D"), Name.U3D, pdf.make_stream(WORD)
    annotated(
        said("RichMedia", "NM") | {"RichMediaContent": assets},
        said("3D", "Contents") | {"3DD": scene},
        said("Screen", "T") | {"A": Dictionary(S=Name.Rendition, JS=String(SECRET))},
        said("Sound", "Contents") | {"Sound": pdf.make_stream(WORD)},
        said("Movie", "T") | {"Movie": Dictionary(F=String(SECRET))},
    )(pdf, page)


def widget(pdf: pikepdf.Pdf, page: Any, **keys: Any) -> Any:
    """A form field without any look of its own."""
    item = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([72, 400, 300, 430]), T=String("naam"), **keys)
    item["/DA"] = String("/Helv 12 Tf 0 g")
    field = pdf.make_indirect(item)
    page["/Annots"] = Array([field])
    fonts = Dictionary(Font=Dictionary(Helv=helvetica(pdf)))
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]), DR=fonts)
    return field


def text_field(pdf: pikepdf.Pdf, page: Any) -> None:
    look = form(pdf, b"BT /F1 12 Tf 2 10 Td (Zwanepoel) Tj ET", Dictionary(Font=Dictionary(F1=helvetica(pdf))))
    look["/BBox"] = Array([0, 0, 228, 30])
    secret = dict.fromkeys(("V", "DV", "TU", "TM"), String(SECRET))
    widget(pdf, page, FT=Name.Tx, F=4, AP=Dictionary(N=look), **secret)


def choice_field(pdf: pikepdf.Pdf, page: Any) -> None:
    widget(pdf, page, FT=Name.Ch, F=2, Opt=Array([String(SECRET), String("x")]), V=String("x"), I=Array([1]))


def xfa(pdf: pikepdf.Pdf, page: Any) -> None:
    widget(pdf, page, FT=Name.Tx, F=2)
    data = pdf.make_stream(f"<xdp>{SECRET}</xdp>".encode())
    pdf.Root["/AcroForm"]["/XFA"] = Array([String("template"), data])
    pdf.Root["/AcroForm"]["/CO"] = Array([])


def signature(pdf: pikepdf.Pdf, page: Any) -> None:
    value = Dictionary(Type=Name.Sig, Name=String(SECRET), Reason=String(SECRET), Contents=String(SECRET))
    widget(pdf, page, FT=Name.Sig, F=2, V=pdf.make_indirect(value))
    pdf.Root["/Perms"] = Dictionary(DocMDP=page["/Annots"][0]["/V"])
    pdf.Root["/DSS"] = Dictionary(Certs=Array([pdf.make_stream(WORD)]))


def attachment(pdf: pikepdf.Pdf, page: Any) -> None:
    spec = Dictionary(Type=Name.Filespec, F=String(f"{SECRET}.txt"), EF=Dictionary(F=pdf.make_stream(WORD)))
    names = Dictionary(Names=Array([String(SECRET), pdf.make_indirect(spec)]))
    pdf.Root["/Names"] = Dictionary(EmbeddedFiles=names)
    pdf.Root["/AF"] = page["/AF"] = Array([names["/Names"][1]])
    pdf.Root["/Collection"] = Dictionary(Schema=Dictionary(Zwanepoel=Dictionary(N=String(SECRET))))


def javascript(pdf: pikepdf.Pdf, page: Any) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    pdf.Root["/OpenAction"] = action
    pdf.Root["/Names"] = Dictionary(JavaScript=Dictionary(Names=Array([String(SECRET), action])))
    page["/AA"] = Dictionary(O=action)


def outline(pdf: pikepdf.Pdf, page: Any) -> None:
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    item = pdf.make_indirect(Dictionary(Title=String(SECRET), Parent=outlines, Dest=Array([page, Name.Fit])))
    outlines["/First"] = outlines["/Last"] = item
    pdf.Root["/Outlines"] = outlines


def destinations(pdf: pikepdf.Pdf, page: Any) -> None:
    place = Array([page, Name.Fit])
    pdf.Root["/Dests"] = Dictionary(Zwanepoel=place)
    pdf.Root["/Names"] = Dictionary(Dests=Dictionary(Names=Array([String(SECRET), place])))


def threads(pdf: pikepdf.Pdf, page: Any) -> None:
    thread = pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String(SECRET))))
    bead = pdf.make_indirect(Dictionary(Type=Name.Bead, T=thread, P=page, R=Array([0, 0, 9, 9])))
    thread["/F"], page["/B"] = bead, Array([bead])
    pdf.Root["/Threads"] = Array([thread])


def information(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.docinfo["/Title"] = String(SECRET)
    pdf.docinfo["/Zwanepoel"] = String("x")


def metadata(pdf: pikepdf.Pdf, page: Any) -> None:
    with pdf.open_metadata() as xmp:
        xmp["dc:title"] = SECRET
    page["/Metadata"] = pdf.make_stream(b"<x>Zwanepoel</x>")


def page_keys(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/LastModified"], page["/Thumb"], page["/ID"] = String(SECRET), pdf.make_stream(WORD), String(SECRET)
    page["/PieceInfo"] = Dictionary(Zwanepoel=Dictionary(Private=String(SECRET)))
    page["/VP"] = Array([Dictionary(Type=Name.Viewport, BBox=Array([0, 0, 9, 9]), Name=String(SECRET))])
    page["/SeparationInfo"] = Dictionary(DeviceColorant=Name("/Zwanepoel"))
    page["/Zwanepoel"] = String(SECRET)


def form_keys(pdf: pikepdf.Pdf, page: Any) -> None:
    inner = form(pdf, b"0 0 9 9 re f", Dictionary())
    inner["/PTEX.FileName"], inner["/Name"] = String("./Zwanepoel.pdf"), Name("/Zwanepoel")
    inner["/PTEX.InfoDict"] = Dictionary(Title=String("Zwanepoel"))
    inner["/PieceInfo"] = Dictionary(Zwanepoel=Dictionary(Private=String("Zwanepoel")))
    inner["/Ref"], inner["/LastModified"] = Dictionary(F=String(SECRET)), String(SECRET)
    next_page(pdf, b"/X Do")["/Resources"]["/XObject"] = Dictionary(X=inner)


def structure(pdf: pikepdf.Pdf, page: Any) -> None:
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, RoleMap=Dictionary(Zwanepoel=Name.P)))
    keys: dict[str, Any] = dict.fromkeys(("Alt", "ActualText", "E", "T", "ID", "Lang"), String(SECRET))
    child = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, Pg=page, K=0, **keys))
    parent = Dictionary(Type=Name.StructElem, S=Name("/Zwanepoel"), P=tree, K=Array([child]), **keys)
    parent["/A"] = Dictionary(O=Name.Table, Summary=String(SECRET))
    child["/P"] = tree["/K"] = pdf.make_indirect(parent)
    tree["/ParentTree"] = Dictionary(Nums=Array([0, Array([child])]))
    tree["/IDTree"] = Dictionary(Names=Array([String(SECRET), child]))
    pdf.Root["/StructTreeRoot"], pdf.Root["/MarkInfo"] = tree, Dictionary(Marked=True)
    page["/StructParents"] = 0
    content = page["/Contents"].read_bytes()
    page["/Contents"] = pdf.make_stream(b"/P <</MCID 0>> BDC " + content + b" EMC")


def orphan(path: Path) -> None:
    """An object nobody refers to."""
    data = path.read_bytes()
    path.write_bytes(data.replace(b"xref\n", b"99 0 obj\n(Kwartelstaart)\nendobj\nxref\n", 1))


def trailing(path: Path) -> None:
    path.write_bytes(path.read_bytes() + OTHER.encode())


def leading(path: Path) -> None:
    path.write_bytes(b"Kwartelstaart\n" + path.read_bytes())


def revised(path: Path) -> None:
    """The secret stood on a second page; the last revision has something else there."""
    with pymupdf.open(path) as document:
        document.update_stream(document[1].get_contents()[0], b"0 0 9 9 re f")
        document.saveIncr()


def packed(path: Path) -> None:
    """Everything in object streams."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = String(OTHER)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)


def encrypted(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = String(OTHER)
        pdf.save(path, encryption=pikepdf.Encryption(owner=OTHER, user=""))


def root(**keys: Any) -> Change:
    """Entries of the catalogue."""

    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value

    return change


def output_intent(pdf: pikepdf.Pdf, page: Any) -> None:
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, Info=String(SECRET))
    intent["/OutputConditionIdentifier"], intent["/DestOutputProfile"] = String(SECRET), pdf.make_stream(WORD)
    pdf.Root["/OutputIntents"] = Array([intent])


def trailer(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.trailer["/Kwartelstaart"] = pdf.make_indirect(String(OTHER))


def _nothing(pdf: pikepdf.Pdf, page: Any) -> None:
    """Only the ordinary line."""


def _second(pdf: pikepdf.Pdf, page: Any) -> None:
    next_page(pdf, b"BT /F1 12 Tf 72 500 Td (Kwartelstaart) Tj ET")


_ANNOTATIONS: dict[str, tuple[Change, str]] = {
    "Note with popup, author and rich text": (reply, "annotation"),
    "Highlight": (highlight, "annotation"),
    "Free text": (free_text, "annotation"),
    "Hidden annotation": (hidden_note, "annotation"),
    "Stamp": (stamp, "annotation"),
    "Link": (link, ""),
    "File attachment annotation": (attached_note, "annotation"),
    "Rich media, 3D, screen, sound, movie": (rich_media, "annotation"),
}
_CATALOG: dict[str, tuple[Change, str]] = {
    "Text field": (text_field, "form-field"),
    "Choice field": (choice_field, "form-field"),
    "XFA": (xfa, "form-field"),
    "Signature, permissions, DSS": (signature, "form-field"),
    "Attachment, associated files, portfolio": (attachment, "attachment"),
    "JavaScript and actions": (javascript, "javascript"),
    "Outline": (outline, ""),
    "Named destinations": (destinations, ""),
    "Article threads": (threads, ""),
    "Page labels": (root(PageLabels=Dictionary(Nums=Array([0, Dictionary(P=String(SECRET))]))), ""),
    "Document metadata": (metadata, ""),
    "Output intent": (output_intent, ""),
    "Web capture": (root(SpiderInfo=Dictionary(V=String(SECRET))), ""),
    "Legal attestation": (root(Legal=Dictionary(Attestation=String(SECRET))), ""),
    "Private data of the catalogue": (root(PieceInfo=Dictionary(Zwanepoel=String(SECRET))), ""),
    "Custom catalogue keys": (root(Zwanepoel=Dictionary(Geheim=String(SECRET)), Lang=String(SECRET)), ""),
    "Layer names": (root(OCProperties=Dictionary(OCGs=Array([]), D=Dictionary(Name=String(SECRET)))), ""),
    "Information dictionary": (information, ""),
}
_FILES: dict[str, tuple[Change, str, Callable[[Path], None]]] = {
    "Custom trailer keys": (trailer, "", lambda path: None),
    "Orphan object": (_nothing, "", orphan),
    "Bytes behind the end": (_nothing, "", trailing),
    "Bytes before the start": (_nothing, "", leading),
    "Earlier revision": (_second, "earlier-revision", revised),
    "Object streams, linearised": (_nothing, "", packed),
    "Encrypted with an empty password": (_nothing, "", encrypted),
}
PAGE_KEYS = ("/LastModified", "/Thumb", "/ID", "/PieceInfo", "/VP", "/SeparationInfo", "/Zwanepoel")
FORM_KEYS = ("/PTEX.FileName", "/PTEX.InfoDict", "/Name", "/PieceInfo", "/Ref", "/LastModified")


def _kinds(kind: str) -> frozenset[str]:
    return frozenset({kind} - {""})


def _annotated(name: str) -> Knock:
    """What an annotation shows becomes text of the page, and is boxed like any other."""
    return NO_REMOVAL if name in {"Free text", "Stamp"} else OLD_ANNOTATIONS


def _no_tags(*_: Any) -> None:
    """The tree stays as it came."""


DOCUMENT = (
    *(Channel(name, make, _annotated(name), _kinds(kind)) for name, (make, kind) in _ANNOTATIONS.items()),
    *(Channel(name, make, OLD_DOCUMENT, _kinds(kind)) for name, (make, kind) in _CATALOG.items()),
    Channel("Structure tree", structure, together(OLD_DOCUMENT, without("redact.burn.sanitise.tag", _no_tags))),
    Channel("Page keys", page_keys, allow("page", *PAGE_KEYS)),
    Channel("Form keys, /PTEX.*", form_keys, allow("form", *FORM_KEYS)),
    *(
        Channel(name, make, FROM_THE_SOURCE, _kinds(kind), finish=finish, word=OTHER)
        for name, (make, kind, finish) in _FILES.items()
    ),
)
