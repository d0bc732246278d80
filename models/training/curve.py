"""The learning curve: scores of the checkpoints that training left, each sample having been seen at most once.

Writes a drawing (SVG) for the model card and prints the numbers.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import spacy

from models.evaluation.newswire import PERSON, exact, pipeline_spans, read_columns
from models.training.export import load, to_onnx, write_pipeline
from models.training.features import LABELS
from redact.detect import ner

WIDTH, HEIGHT, MARGIN = 640.0, 320.0, 48.0
LOWEST, HIGHEST, TICK = 60, 90, 5
"""The part of the scale that is drawn, in percent."""


def score(checkpoint: Path, tokenizer: Path, sentences: Path) -> float:
    """PERSON F, in percent, of one checkpoint in float32 on a column file."""
    marked = list(read_columns(sentences))
    with tempfile.TemporaryDirectory() as room:
        plain, pipeline = Path(room) / "float.onnx", Path(room) / "pipeline"
        to_onnx(load(checkpoint), plain)
        write_pipeline(plain, tokenizer, ner.NerSettings(LABELS), pipeline)
        return exact(marked, pipeline_spans(spacy.load(pipeline), marked))[PERSON].f


def drawing(points: Sequence[tuple[int, float]], caption: str) -> str:
    """The curve as SVG: training steps to the right, F upwards."""
    last = max(step for step, _ in points)

    def place(step: float, f: float) -> tuple[float, float]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * step / last
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (f - LOWEST) / (HIGHEST - LOWEST)
        return x, y

    parts = []
    for percent in range(LOWEST, HIGHEST + 1, TICK):
        _, y = place(0, percent)
        parts.append(f'<path d="M{MARGIN} {y:.1f}H{WIDTH - MARGIN}" stroke="#ccc"/>')
        parts.append(f'<text x="{MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end">{percent}</text>')
    for step, f in points:
        x, y = place(step, f)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle">{f:.1f}</text>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - MARGIN + 18:.1f}" text-anchor="middle">{step}</text>')
    line = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#000" stroke-width="1.5"/>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">{caption}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}"'
    return "\n".join([f'{head} font-family="sans-serif" font-size="12">', *parts, "</svg>\n"])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Draw the learning curve.")
    for name in ("checkpoints", "sentences", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    points = []
    for path in given.checkpoints.glob("step-*.pt"):
        step = int(re.sub(r"\D", "", path.stem))
        points.append((step, score(path, given.checkpoints / "tokenizer.json", given.sentences)))
        print(f"step {step}: PERSON F {points[-1][1]:.1f}", flush=True)
    caption = f"PERSON F ({given.sentences.name}) after so many training steps"
    given.out.write_text(drawing(sorted(points), caption), encoding="utf-8")


if __name__ == "__main__":
    main()
