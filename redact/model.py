"""The records that every stage speaks: frozen, slotted, picklable. Imports nothing of ours.

Places. A `Box` is in points on the unrotated page, origin at the top left of the visible area (crop box clipped to
media box), y downwards; `page` counts from 1, as people say it. `redact.geometry` converts to PDF user space.

Fields that hold document text are `repr=False`, so that no log line or traceback can show them.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Regime(StrEnum):
    """The law a decision is taken under. One decision uses one law."""

    WOB = "wob"
    WOO = "woo"


class Verdict(StrEnum):
    """A reviewer's word on one hit."""

    REDACT = "lakken"
    KEEP = "laten staan"
    DOUBT = "twijfel"
    OPEN = ""


class Judgement(StrEnum):
    """What happens to a whole document; exactly the four words the publication platforms know."""

    PUBLIC = "openbaar"
    PARTIAL = "deels openbaar"
    ALREADY_PUBLIC = "reeds openbaar"
    NOT_PUBLIC = "niet openbaar"


class PageKind(StrEnum):
    """What a page is made of, which decides whether its text can be trusted."""

    TEXT = "text"
    SCAN = "scan"
    """An image of (nearly) the whole page and no visible text."""
    OCR = "ocr"
    """An image of (nearly) the whole page under invisible text that somebody's OCR made."""
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on one page, in points (see the module's text)."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Glyph(NamedTuple):
    """One drawn character; a ligature is one glyph with several letters. `line` numbers the lines of its page."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a normalised PDF as people read it.

    `text` is reflowed: lines in reading order joined by a newline, words broken by a hyphen at a line end joined,
    soft hyphens and zero-width characters gone, ligatures spelt out. `offsets[i]` is the index in `glyphs` of the
    glyph that shows `text[i]`, or -1 for a character put in between (a newline, say). `glyphs` are in reading order
    too and complete: a hyphen at a line end stands there though it is gone from `text`. `body` is the part of `text`
    (start, end) without running headers and footers.
    """

    number: int
    width: float
    height: float
    rotation: int
    kind: PageKind
    text: str = field(repr=False)
    glyphs: tuple[Glyph, ...] = field(repr=False)
    offsets: tuple[int, ...] = field(repr=False)
    body: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Location:
    """Where documents were found ('vindplaats'): a sub-folder of the bundle, one annex letter each."""

    key: str
    letter: str
    title: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that was decided on before the run (in bundle.yaml), by ground code or marking."""

    text: str = field(repr=False)
    grounds: tuple[str, ...] = ()
    marking: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Instruction:
    """What bundle.yaml says about one document; None or empty where it says nothing."""

    date: datetime.date | None = None
    kind: str = ""
    title: str = field(default="", repr=False)
    judgement: Judgement | None = None
    markings: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    remark: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it lies on disk: settings of bundle.yaml, or their defaults where there is none."""

    root: Path
    name: str
    regime: Regime | None
    case_number: str
    matter: str
    decision_date: datetime.date | None
    numbering: str
    locations: tuple[Location, ...]
    instructions: dict[str, Instruction] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One file of the bundle. `name` is its path inside it ('/' between parts); `refusal` a Dutch reason or ''."""

    document_id: str
    name: str
    path: Path
    location: str
    sha256: str
    size: int
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something met in a source that people should know of: hidden text dropped, an attachment, a script."""

    kind: str
    page: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Description:
    """What an inventory says about a document, read from its text, file name and metadata."""

    date: datetime.date | None
    kind: str
    title: str = field(repr=False)
    sender: str = field(default="", repr=False)
    receiver: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """An article under which information is withheld. `code` is canonical ('10.2e'), `label` what stands on a box."""

    regime: Regime
    code: str
    label: str
    title: str
    kind: str
    long: str


@dataclass(frozen=True, slots=True)
class Marking:
    """A reason to black out that is not a ground of the law: 'buiten verzoek', 'Wbni'."""

    marking_id: str
    label: str
    title: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entity rule of rules/entities/*.yaml."""

    name: str
    entity_type: str
    patterns: tuple[str, ...]
    score: float
    label: str
    """What a reviewer reads in the column 'soort'."""
    check: str = ""
    context: tuple[str, ...] = ()
    grounds: tuple[tuple[Regime, str], ...] = ()
    ignore_case: bool = True
    matches: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()
    """(example text, exactly what is found in it); every example stands among `matches` too."""
    keep: bool = False
    """Proposed as 'laten staan', with `reason`: a functional mailbox, an official in a public role."""
    reason: str = ""
    echo_words: int = 1
    """From so many words on, a text found by this rule is looked for in the whole bundle and may be left nowhere in
    it: 'jurist' in one signature says nothing of jurists elsewhere."""
    hint: bool = False
    """Signal words, shown with `reason` so that somebody reads the paragraph: see `Hit.hint`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found in a document. Speaks Presidio (entity_type, start, end, score, recognizer).

    `start` and `end` are offsets in the text of `page`; a hit that runs over the page end ends past that text.
    `boxes` has one box a line, never their hull, on one page or more. `grounds` holds canonical codes or one marking;
    empty until tagged.
    """

    document_id: str
    page: int
    start: int
    end: int
    entity_type: str
    score: float
    recognizer: str
    boxes: tuple[Box, ...]
    text: str = field(repr=False)
    context: str = field(default="", repr=False)
    grounds: tuple[str, ...] = ()
    proposal: Verdict = Verdict.REDACT
    reason: str = ""
    parts: int = 1
    """Stretches of text it consists of: over a page end, or lines of a table cell; text between is not of this hit."""
    hint: bool = False
    """Only a signal to read the paragraph: takes no part in the competition of hits, waits for nobody, is looked for
    nowhere else and may be left everywhere."""

    @property
    def key(self) -> str:
        """Names this hit over re-runs: document, page, span and type."""
        own = f"|{self.recognizer}" if self.start == self.end else ""
        place = f"{self.document_id}|{self.page}|{self.start}|{self.end}|{self.entity_type}{own}"
        return hashlib.sha256(place.encode()).hexdigest()[:16]


class Match(StrEnum):
    """How a term is looked for."""

    EXACT = "exact"
    """Literally, wherever it stands."""
    NAME = "name"
    """Literally, where it can be a person's name."""
    PERSON = "person"
    """In every way in which this person's name can be written."""


@dataclass(frozen=True, slots=True)
class Term:
    """A text to look for everywhere: from a terms file, a reviewer's row, bundle.yaml, or a hit found elsewhere."""

    text: str = field(repr=False)
    entity_type: str
    score: float
    recognizer: str
    grounds: tuple[str, ...] = ()
    document_id: str = ""
    """Only in this document; '' for the whole bundle."""
    page: int | None = None
    match: Match = Match.EXACT
    reason: str = ""
    """Why it is looked for, in Dutch; what was found of it says so."""
    forms: tuple[str, ...] = field(default=(), repr=False)
    """Further ways in which the same person was named."""
    documents: tuple[str, ...] = ()
    """Where the person was met: there, less is needed to be sure."""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision on one hit."""

    hit_id: str
    verdict: Verdict
    grounds: tuple[str, ...]
    reviewer: str
    remark: str = field(default="", repr=False)
    second: str = ""
    """The second reader who confirmed this."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """An approved hit: the only thing that can be burnt. Made by `redact.review` and nowhere else."""

    hit_id: str
    boxes: tuple[Box, ...]
    label: str
    """What stands on the box: '10.2.e', '10.2.e; 10.2.g', 'Wbni'."""
    description: str
    """What a screen reader says: 'gelakt op grond van artikel 10, tweede lid, onder e, Wob'."""
    text: str = field(repr=False)
    person: str = ""
    """Number of the person, the same in the whole bundle ('p12'), where boxes carry one."""


class Width(StrEnum):
    """What becomes of the gap that a removed text leaves, whose width can tell what stood there."""

    GRID = "grid"
    """Rounded up to a multiple of 12 points; what follows on the line moves along."""
    EXACT = "exact"
    """As it was."""
    RASTER = "raster"
    """As with GRID, and the page becomes a picture with a word layer on a coarse grid."""


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """How boxes look. `fill` is a grey value from 0 (black) to 1 (white); a label is white on dark, black on light."""

    fill: float = 0.0
    frame: bool = False


@dataclass(frozen=True, slots=True)
class BurnSettings:
    """How to burn. `names` are those left readable in the bundle, against which the width of a gap is weighed."""

    width: Width = Width.GRID
    style: BoxStyle = BoxStyle()
    names: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class BurntBox:
    """A box as painted: where, with which label, for which hits, in which grey (0 is black).

    `surnames` and `readable` say how many common surnames, and names left readable in the bundle, would fit the gap as
    well; None where that cannot be told from the gap.
    """

    box: Box
    label: str
    hit_ids: tuple[str, ...]
    fill: float = 0.0
    person: str = ""
    surnames: int | None = None
    readable: int | None = None
    description: str = ""
    """What a screen reader says, the person's number with it."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that survived. Says where and what kind, never the text."""

    file: str
    engine: str
    what: str
    page: int | None = None
    box: Box | None = None
    hit_id: str = ""


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One line of bijlage 2A/2B. `title` has approved texts already replaced."""

    code: str
    location: str
    date: datetime.date | None
    kind: str
    title: str = field(repr=False)
    judgement: Judgement | None
    """None for a document that could not be processed."""
    markings: tuple[str, ...]
    grounds: tuple[str, ...]
    """Labels, as shown."""
    remark: str
    pages: int
