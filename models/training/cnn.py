"""A plain spaCy model (convolutions, no pretraining) on the same samples, to compare with; it does not ship.

python -m models.training.cnn --data FOLDER --synthetic FILE --out build/cnn
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import minibatch
from thinc.api import fix_random_seed

from models.training.sample import Sample
from models.training.train import corpus_samples, synthetic

BATCH = 64


def train_cnn(samples: Sequence[Sample], minutes: float) -> Language:
    """A blank Dutch pipeline with spaCy's entity recogniser, trained for so many minutes."""
    fix_random_seed(0)
    nlp = spacy.blank("nl")
    nlp.add_pipe("ner")
    chance = random.Random(0)
    optimizer = nlp.initialize(lambda: [_example(nlp, sample) for sample in samples[:2000]])
    stop = time.monotonic() + 60 * minutes
    while time.monotonic() < stop:
        for batch in minibatch(chance.sample(samples, len(samples)), BATCH):
            nlp.update([_example(nlp, sample) for sample in batch], sgd=optimizer, drop=0.1)
            if time.monotonic() >= stop:
                break
    return nlp


def _example(nlp: Language, sample: Sample) -> Example:
    doc = nlp.make_doc(sample.text)
    marked = Doc(nlp.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])
    spans = [marked.char_span(start, end, label, alignment_mode="expand") for start, end, label in sample.spans]
    marked.ents = spacy.util.filter_spans([span for span in spans if span is not None])
    return Example(doc, marked)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train a plain spaCy model to compare with.")
    for name in ("data", "synthetic", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=8.0)
    given = parser.parse_args()
    samples = [*corpus_samples(given.data, 0), *synthetic(given.synthetic)]
    train_cnn(samples, given.minutes).to_disk(given.out)


if __name__ == "__main__":
    main()
