"""`python -m tests.looks`: black out places in a folder full of PDFs and compare looks and sizes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from statistics import median

from redact.executors import ProcessExecutor
from tests.looks.one import Look, Task, look

SHARED = Path(__file__).parents[3] / "shared" / "data"
CHANGED = 0.0005
"""Share of a page's pixels that may differ."""
GROWN = 1.3
SMALL = 100_000
"""Bytes under which a file's growth says little: the label's font alone is some 10 kB."""
SECONDS = 240.0


def main() -> int:
    """Run and print the figures."""
    parser = argparse.ArgumentParser(prog="looks", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", default=[SHARED / "real", SHARED / "torture"])
    parser.add_argument("--seed", default="1", help="picks the places")
    parser.add_argument("--every", type=int, default=1, help="take one of so many files")
    parser.add_argument("--start", type=int, default=0, help="leave out so many files at the beginning")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("build/looks.tsv"), help="where a line for each file goes")
    args = parser.parse_args()
    files = [Task(path, str(path.relative_to(folder)), args.seed) for folder in args.folders for path in _pdfs(folder)]
    with ProcessExecutor(args.jobs) as executor:
        done = list(executor.map(look, files[args.start :: args.every], lambda _: SECONDS))
    looks = sorted((each.result for each in done if each.result), key=lambda each: each.name)
    _write(args.out, looks)
    print(_summary(looks, [each.task.name for each in done if not each.result]))
    return 0


def _pdfs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")


def _write(target: Path, looks: Sequence[Look]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = ["\t".join(each.name for each in fields(Look)), *("\t".join(map(str, astuple(one))) for one in looks)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _summary(looks: Sequence[Look], failed: Sequence[str]) -> str:
    burnt = [each for each in looks if not each.refused]
    large = [each for each in burnt if each.bytes_in >= SMALL]
    lines = [
        f"{len(burnt)} files burnt, {len(looks) - len(burnt)} refused, {len(failed)} failed",
        f"boxes: {sum(each.boxes for each in burnt)}; pages made a picture: {sum(each.pictures for each in burnt)}",
        f"size: median {median(each.growth for each in large or burnt):.2f} of the source"
        f" over {len(large)} files of {SMALL} bytes and more",
        *_over("normalised page differs from its source", [(e.name, e.normalised) for e in burnt], CHANGED),
        *_over("burnt page differs outside its boxes", [(e.name, e.burnt) for e in burnt], CHANGED),
        *_over("page made a picture differs", [(e.name, e.raster) for e in burnt], CHANGED),
        *_over("size grows", [(e.name, e.growth) for e in large], GROWN),
        *(f"failed: {name}" for name in failed),
    ]
    return "\n".join(lines)


def _over(what: str, figures: Sequence[tuple[str, float]], limit: float) -> list[str]:
    worst = sorted((figure for figure in figures if figure[1] > limit), key=lambda figure: -figure[1])
    return [f"{what} (over {limit}): {len(worst)} files", *(f"    {value:8.4f} {name}" for name, value in worst)]


if __name__ == "__main__":
    sys.exit(main())
