"""The language model as a spaCy component: a small transformer in ONNX that labels each token of a whole text.

    tokens -> pieces -> stretches of at most 126 that overlap -> scores a piece -> a label a token -> entities

A token that lies in two stretches gets its label from the one in which it stands further from the edge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc, Span

from redact.detect.pieces import LINE_END, START, Cutter, Pieces
from redact.errors import MissingModelError

Scores = npt.NDArray[np.float32]
STRETCH = 126
OVERLAP = 24
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
SETTINGS = "settings.json"

PERSON_CHANCES = "person_chances"
"""Key of `doc.user_data`: for each token the chance that it is (part of) a person's name."""

Span.set_extension("score", default=None, force=True)


@dataclass(frozen=True, slots=True)
class NerSettings:
    """What belongs to a trained model: its labels, and how its scores become chances.

    `temperature` was fitted on held-out samples; `leniency` is added to the scores of persons, since a name that is
    missed costs more than one too many.
    """

    labels: tuple[str, ...]
    temperature: float = 1.0
    leniency: float = 0.0


@Language.factory("redact_ner")
def make_redact_ner(nlp: Language, name: str) -> EntityLabeller:
    """The component; `spacy.load` then reads its files."""
    return EntityLabeller()


class EntityLabeller:
    """Sets `doc.ents`; each entity's `_.score` is the mean chance of its tokens."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of a document."""
        pieces = self._cutter(doc)
        if pieces.ids:
            chances = self._chances(pieces)
            doc.ents = tuple(_entities(doc, pieces, chances, self._settings.labels))
            doc.user_data[PERSON_CHANCES] = self._person_chances(pieces, chances)
        return doc

    def _person_chances(self, pieces: Pieces, chances: Scores) -> Scores:
        firsts = np.array(pieces.firsts)
        persons = [label.endswith("PERSON") for label in self._settings.labels]
        of_tokens: Scores = np.where(firsts >= 0, chances[firsts][:, persons].sum(-1), 0.0)
        return of_tokens

    def from_disk(self, path: Path, exclude: Any = ()) -> EntityLabeller:
        """Take the model of a folder; it is opened at the first text."""
        self._folder = Path(path)
        return self

    def to_disk(self, path: Path, exclude: Any = ()) -> None:
        """Copy the model into a folder."""
        path = Path(path)
        path.mkdir(parents=True, exist_ok=True)
        for name in (MODEL, TOKENIZER, SETTINGS):
            (path / name).write_bytes(self._file(name).read_bytes())

    def _file(self, name: str) -> Path:
        if self._folder is None or not (self._folder / name).is_file():
            raise MissingModelError(f"The language model misses its file {name}. Install redact again.")
        return self._folder / name

    @cached_property
    def _settings(self) -> NerSettings:
        values = json.loads(self._file(SETTINGS).read_text("utf-8"))
        return NerSettings(tuple(values["labels"]), values["temperature"], values["leniency"])

    @cached_property
    def _cutter(self) -> Cutter:
        from tokenizers import Tokenizer

        return Cutter(Tokenizer.from_file(str(self._file(TOKENIZER))))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._file(MODEL)), options, providers=["CPUExecutionProvider"])

    def _chances(self, pieces: Pieces) -> Scores:
        """Chances of the labels, (pieces, labels)."""
        settings = self._settings
        raw = np.empty((len(pieces.ids), len(settings.labels)), np.float32)
        for stretch in stretches(pieces):
            ids = np.array([[START, *pieces.ids[stretch.start : stretch.end], LINE_END]], np.int64)
            scores = self._session.run(None, {"ids": ids})[0][0, 1:-1]
            raw[stretch.first : stretch.last] = scores[stretch.first - stretch.start : stretch.last - stretch.start]
        raw[:, [label.endswith("PERSON") for label in settings.labels]] += settings.leniency
        powers = np.exp((raw - raw.max(-1, keepdims=True)) / settings.temperature)
        chances: Scores = powers / powers.sum(-1, keepdims=True)
        return chances


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces start:end go into the model together; the labels of first:last are taken from it."""

    start: int
    end: int
    first: int
    last: int


def stretches(pieces: Pieces) -> Iterator[Stretch]:
    """Stretches of at most STRETCH pieces, cut between tokens, at a line end where one is near."""
    start, first, total = 0, 0, len(pieces.ids)
    while total - start > STRETCH:
        end = _cut(pieces, start + STRETCH)
        following = _token_start(pieces, max(start + 1, end - OVERLAP))
        last = (following + end) // 2
        yield Stretch(start, end, first, last)
        start, first = following, last
    yield Stretch(start, total, first, total)


def _cut(pieces: Pieces, limit: int) -> int:
    for place in range(limit - 1, limit - OVERLAP, -1):
        if pieces.ids[place] == LINE_END:
            return place + 1
    return _token_start(pieces, limit)


def _token_start(pieces: Pieces, place: int) -> int:
    """The nearest place at or before this one where a token begins."""
    while place > 0 and pieces.tokens[place] == pieces.tokens[place - 1]:
        place -= 1
    return place


@dataclass(slots=True)
class _Open:
    """An entity that may go on."""

    kind: str
    start: int
    end: int
    chances: list[float] = field(default_factory=list)


def _entities(doc: Doc, pieces: Pieces, chances: Scores, labels: tuple[str, ...]) -> Iterator[Span]:
    best = chances.argmax(-1)
    both = {label[2:]: [n for n, other in enumerate(labels) if other[2:] == label[2:]] for label in labels}
    open_one: _Open | None = None
    for token, first in enumerate(pieces.firsts):
        if first < 0:
            if open_one is not None and doc[token].text.count("\n") > 1:
                yield _span(doc, open_one)
                open_one = None
            continue
        label = labels[best[first]]
        kind = label[2:]
        if open_one is not None and label != f"I-{open_one.kind}":
            yield _span(doc, open_one)
            open_one = None
        if kind:
            open_one = open_one or _Open(kind, token, token)
            open_one.end = token + 1
            open_one.chances.append(float(chances[first, both[kind]].sum()))
    if open_one is not None:
        yield _span(doc, open_one)


def _span(doc: Doc, found: _Open) -> Span:
    span = Span(doc, found.start, found.end, label=found.kind)
    span._.score = sum(found.chances) / len(found.chances)
    return span


def save_settings(path: Path, settings: NerSettings) -> None:
    """Write the settings beside a model."""
    (path / SETTINGS).write_text(json.dumps(asdict(settings)) + "\n", "utf-8")
