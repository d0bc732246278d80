"""Make synthetic Dutch government documents with every person, organisation, place and function labelled.

``python -m models.training.synth LISTS COUNT SEED OUT.jsonl`` writes documents, one JSON object a line.
``python -m models.training.synth --check LISTS`` reads all templates and lists and fills every template once.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from models.training.draft import Draft, Piece, assemble, tidy
from models.training.layout import broken_names, wrapped
from models.training.noise import EARLY, LATE, disturb
from models.training.sample import Sample
from models.training.scene import HOME, Scene, World, load_world, resolve
from models.training.template import Library, Node, load_library

SENTENCE_SHARE = 0.15
STACKED_SHARE = 0.12
_VOWEL_ENDS = tuple("aiouyáéíóú")
_HISSING_ENDS = ("s", "x", "z", "S", "X", "Z")


class Maker:
    """Fills templates with invented people and lets noise have its way."""

    def __init__(self, lists: Path, folders: Sequence[Path] = (HOME,)) -> None:
        self.world: World = load_world(lists)
        self.stock: Library = load_library(folders, resolve)
        self._weights = tuple(accumulate(self.stock.weights))
        self._lines = tuple(line for lines in self.stock.pools.values() for line in lines)

    def sample(self, rng: Random) -> Sample:
        """One document, with noise."""
        draft = disturb(self._draft(rng), rng, EARLY)
        if rng.random() < 0.02:
            draft = broken_names(draft, rng)
        if rng.random() < 0.7:
            draft = wrapped(draft, rng)
        draft = tidy(disturb(draft, rng, LATE))
        return Sample(draft.text, draft.spans)

    def clean(self, node: Node, rng: Random) -> Draft:
        """One template filled, without noise."""
        out: list[Piece] = []
        node.render(Scene(rng, self.world, self.stock.pools), out)
        return tidy(assemble(_possessive(out)))

    def _draft(self, rng: Random) -> Draft:
        if self._lines and rng.random() < SENTENCE_SHARE:
            return self.clean(rng.choice(self._lines), rng)
        draft = self.clean(self._template(rng), rng)
        while rng.random() < STACKED_SHARE:
            more = self.clean(self._template(rng), rng)
            gap = len(draft.text) + 2
            spans = tuple((start + gap, end + gap, label) for start, end, label in more.spans)
            draft = Draft(f"{draft.text}\n\n{more.text}", draft.spans + spans)
        return draft

    def _template(self, rng: Random) -> Node:
        return rng.choices(self.stock.templates, cum_weights=self._weights)[0]


def _possessive(pieces: list[Piece]) -> list[Piece]:
    """Write Anna's and Hans' where a template says {a.first}s."""
    for at in range(len(pieces) - 1):
        name, label = pieces[at]
        after = pieces[at + 1][0]
        if label == "PERSON" and not pieces[at + 1][1] and after.startswith("s") and not after[1:2].isalnum():
            ending = "'" if name.endswith(_HISSING_ENDS) else "'s" if name.lower().endswith(_VOWEL_ENDS) else "s"
            pieces[at + 1] = (ending + after[1:], "")
    return pieces


def documents(count: int, seed: int, lists: Path) -> Iterator[Sample]:
    """Make documents; the same seed gives the same ones."""
    maker = Maker(lists)
    for number in range(count):
        yield maker.sample(Random(f"{seed}/{number}"))


def check(lists: Path) -> str:
    """Fill every template and pool line once, and count.

    Raises:
        ValueError: a template names what does not exist.
    """
    maker = Maker(lists)
    rng = Random(0)
    labels: Counter[str] = Counter()
    lines = [line for pool in maker.stock.pools.values() for line in pool]
    for node in [*maker.stock.templates, *lines]:
        labels.update(label for _, _, label in maker.clean(node, rng).spans)
    return f"{len(maker.stock.templates)} templates, {len(lines)} pool lines, {dict(sorted(labels.items()))}"


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    if len(arguments) == 2 and arguments[0] == "--check":
        print(check(Path(arguments[1])))
        return 0
    if len(arguments) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    lists, count, seed, target = arguments
    with Path(target).open("w", encoding="utf-8") as file:
        for sample in documents(int(count), int(seed), Path(lists)):
            file.write(json.dumps({"text": sample.text, "spans": sample.spans}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
