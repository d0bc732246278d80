"""Words per CPU-second of the bare pipeline and of the whole analyzer on the same texts.

python -m models.evaluation.speed GOLD.jsonl [--rounds N]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from redact.errors import ExitCode, RedactError

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU time of both on so many words, in seconds."""

    words: int
    model: float
    analyzer: float

    @property
    def ratio(self) -> float:
        """How much longer the whole analyzer takes."""
        return self.analyzer / self.model

    def told(self) -> str:
        """In words."""
        return (
            f"bare model     {self.words / self.model:>9,.0f} words per CPU-second\n"
            f"whole analyzer {self.words / self.analyzer:>9,.0f} words per CPU-second\n"
            f"ratio          {self.ratio:>9.2f}"
        )


def measure(texts: Sequence[str], rounds: int = ROUNDS) -> Speed:
    """CPU time of this process, the best of some rounds in turn; one thread is all there is.

    Args:
        texts: What is analysed, each at most `redact.limits.WINDOW_CHARS` long.
        rounds: How often both are measured.
    """
    import spacy

    from redact.detect import load_analyzer
    from redact.detect.analyzer import MODEL
    from redact.resources import shipped
    from redact.rulebook import load_rulebook

    analyzer = load_analyzer(load_rulebook())
    nlp = spacy.load(shipped("models") / MODEL)
    _seconds(nlp, texts[:1])
    _seconds(analyzer.spans, texts[:1])
    times = [(_seconds(nlp, texts), _seconds(analyzer.spans, texts)) for _ in range(rounds)]
    words = sum(len(text.split()) for text in texts)
    return Speed(words, min(model for model, _ in times), min(whole for _, whole in times))


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    begin = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begin


def gold_texts(gold: Path) -> list[str]:
    """The texts that the analyzer is handed for marked documents."""
    from redact.detect.windows import windows
    from redact.extract.typed import typed
    from redact.pipeline.gold import read_gold

    return [window.text for document in read_gold(gold) for window in windows([typed(document.text).page])]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints; the exit code."""
    parser = argparse.ArgumentParser(prog="speed", description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    try:
        texts = gold_texts(asked.gold)
    except RedactError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(measure(texts, asked.rounds).told())
    return ExitCode.OK


if __name__ == "__main__":
    sys.exit(main())
