"""Reads a tagged PDF as a screen reader does: elements in order, each with what it says or shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import mult_matrix
from pikepdf import Array, Dictionary

Piece = tuple[int, int]
"""Page, from 0, and number of a piece of content."""


@dataclass(slots=True)
class Node:
    """An element: its type, what it says instead of its content, its kids, which are elements and texts, in order."""

    kind: str
    says: str = ""
    kids: list[Node | str] = field(default_factory=list)
    language: str = ""
    pieces: list[Piece] = field(default_factory=list)

    def nodes(self, kind: str = "") -> Iterator[Node]:
        """This element and all below it, of one type or all, in order."""
        if not kind or self.kind == kind:
            yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes(kind)

    def heard(self) -> str:
        """What a screen reader reads out."""
        if self.says:
            return f"[{self.says}]"
        return "".join(kid if isinstance(kid, str) else kid.heard() for kid in self.kids).strip()

    def lines(self) -> list[str]:
        """What it reads out, element by element, with the type of each."""
        if self.says or all(isinstance(kid, str) or kid.kind == "Span" for kid in self.kids):
            return [f"{self.kind}: {self.heard()}"]
        return [line for kid in self.kids for line in (kid.lines() if isinstance(kid, Node) else [f"-: {kid}"])]


def read_structure(path: Path) -> Node:
    """The structure of a document with its text."""
    texts = _texts(path).shown
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        root = pdf.Root.StructTreeRoot
        (document,) = [_node(kid, None, pages, texts) for kid in _items(root)]
        return document


def _node(element: Any, page: int | None, pages: dict[tuple[int, int], int], texts: dict[Piece, str]) -> Node:
    own = pages[element.Pg.objgen] if "/Pg" in element else page
    says = str(element.get("/ActualText", element.get("/Alt", "")))
    node = Node(str(element.S)[1:], says, language=str(element.get("/Lang", "")))
    for kid in _items(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            node.kids.append(_node(kid, own, pages, texts))
            continue
        piece = (pages[kid.Pg.objgen], int(kid.MCID)) if isinstance(kid, Dictionary) else (own or 0, int(kid))
        node.pieces.append(piece)
        node.kids.append(texts.get(piece, ""))
    return node


def _items(element: Any) -> list[Any]:
    given = element.get("/K", [])
    return list(given) if isinstance(given, Array | list) else [given]


def faults(path: Path) -> list[str]:
    """What is wrong between the structure of a document and its pages; nothing of what the documents say."""
    found: list[str] = []
    device = _texts(path)
    if device.untagged:
        found.append(f"text outside every piece on pages {sorted(device.untagged)}")
    pieces = Counter(piece for node in read_structure(path).nodes() for piece in node.pieces)
    found += [f"{piece} has {number} elements" for piece, number in pieces.items() if number > 1]
    with pikepdf.open(path) as pdf:
        owners = _owners(pdf)
        for number, page in enumerate(pdf.pages):
            marked = _marked(page, found, number)
            known = {piece[1] for piece in pieces if piece[0] == number}
            if marked != known:
                found.append(f"page {number}: content {sorted(marked ^ known)[:5]} only on one side")
            if int(page.obj.StructParents) not in owners or set(owners[int(page.obj.StructParents)]) != known:
                found.append(f"page {number}: the parent tree differs")
            for mark, element in owners.get(int(page.obj.StructParents), {}).items():
                if not any(_is_mark(kid, mark, page) for kid in _items(element)):
                    found.append(f"page {number}: {mark} belongs to another element")
    return found


def _is_mark(kid: Any, mark: int, page: pikepdf.Page) -> bool:
    if isinstance(kid, Dictionary):
        return "/MCID" in kid and int(kid.MCID) == mark and kid.Pg.objgen == page.obj.objgen
    return int(kid) == mark


def _owners(pdf: pikepdf.Pdf) -> dict[int, dict[int, Any]]:
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {
        int(key): {mark: element for mark, element in enumerate(owners) if element is not None}
        for key, owners in zip(nums[::2], nums[1::2], strict=True)
    }


def _marked(page: pikepdf.Page, found: list[str], number: int) -> set[int]:
    """Numbers of the content of a page; notes what is painted outside, twice, or does not nest."""
    stack: list[str] = []
    marks: Counter[int] = Counter()
    for instruction in pikepdf.parse_content_stream(page):
        operator = "BI" if isinstance(instruction, pikepdf.ContentStreamInlineImage) else str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            about = instruction.operands[1] if operator == "BDC" else Dictionary()
            if "/MCID" in about:
                marks[int(about.MCID)] += 1
            stack.append("mark")
        elif operator in {"q", "BT"}:
            stack.append(operator)
        elif operator in {"EMC", "Q", "ET"}:
            if not stack or stack.pop() != {"EMC": "mark", "Q": "q", "ET": "BT"}[operator]:
                found.append(f"page {number}: {operator} does not nest")
        elif operator in _PAINTING and "mark" not in stack:
            found.append(f"page {number}: {operator} outside every piece")
    found += [f"page {number}: {mark} used twice" for mark, count in marks.items() if count > 1]
    return set(marks)


_PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "BI", "Tj", "TJ", "'", '"'}


class _Device(PDFDevice):
    """Gathers text by the piece of content that it stands in."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.page = -1
        self.shown: dict[Piece, str] = defaultdict(str)
        self.untagged: set[int] = set()
        self._open: list[tuple[str, int | None]] = []
        self._baseline = 0.0

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.page += 1
        self._open = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self._open.append((tag.name, props.get("MCID") if isinstance(props, dict) else None))

    def end_tag(self) -> None:
        self._open.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        text = "".join(
            _char(textstate.font, code)
            for part in seq
            if isinstance(part, bytes)
            for code in textstate.font.decode(part)
        )
        baseline = round(mult_matrix(textstate.matrix, self.ctm or (1, 0, 0, 1, 0, 0))[5] + textstate.linematrix[1], 1)
        text = f" {text}" if baseline != self._baseline and not text[:1].isspace() else text
        self._baseline = baseline
        mark = next((number for _, number in reversed(self._open) if number is not None), None)
        if mark is not None:
            self.shown[self.page, mark] += text
        elif text.strip() and not any(name == "Artifact" for name, _ in self._open):
            self.untagged.add(self.page)


def _char(font: Any, code: int) -> str:
    try:
        return str(font.to_unichr(code))
    except PDFUnicodeNotDefined:
        return "?"


def _texts(path: Path) -> _Device:
    resources = PDFResourceManager()
    device = _Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    with path.open("rb") as file:
        for page in PDFPage.get_pages(file):
            interpreter.process_page(page)
    return device
