"""`python -m tests.torture`: black out random words in a folder full of odd PDFs and see whether anything leaks."""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from redact.executors import Done, ProcessExecutor
from redact.model import Width
from tests.torture.one import End, Result, Trial, allowed, count_pages, run_trial
from tests.torture.report import failed, write

SHARED = Path(__file__).parents[3] / "shared" / "data"
FOLDERS = (SHARED / "torture", SHARED / "real")


def main() -> int:
    """Run; the exit code says whether every figure is reached."""
    args = _arguments()
    seed = str(random.SystemRandom().randrange(10**9)) if args.seed == "random" else args.seed
    files = _files(args.folder or FOLDERS)[args.start :]
    trials = [_trial(root, path, seed, args) for root, path in files[: args.limit or None]]
    if not trials:
        print("torture: no PDFs found; name a folder with --folder", file=sys.stderr)
        return 2
    results = torture(trials, args.jobs)
    print(write(results, args.out, f"Torture, seed {seed}, --width {args.width}"))
    return int(failed(results))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--seed", default="1", help="picks the words; 'random' draws one and prints it")
    parser.add_argument("--folder", type=Path, action="append", help="PDFs to try [the shared torture and real files]")
    parser.add_argument("--limit", type=int, default=0, help="only so many files")
    parser.add_argument("--start", type=int, default=0, help="leave out so many files at the beginning")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--patience", type=float, default=1.0, help="multiplies the time limits, on a busy machine")
    parser.add_argument("--width", type=Width, default=Width.GRID, choices=list(Width))
    parser.add_argument("--keep", type=Path, help="keep what is made, in a folder for each file")
    parser.add_argument("--out", type=Path, default=Path("build/torture"), help="where the figures go")
    return parser.parse_args()


def _files(folders: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Every PDF under the folders, in a fixed order, with the folder it was found in."""
    found = [(folder, path) for folder in folders for path in folder.rglob("*") if path.suffix.lower() == ".pdf"]
    return sorted(found, key=lambda pair: (folders.index(pair[0]), pair[1].relative_to(pair[0]).as_posix()))


def _trial(root: Path, path: Path, seed: str, args: argparse.Namespace) -> Trial:
    name = (Path(root.name) / path.relative_to(root)).as_posix()
    keep = args.keep / name if args.keep else None
    return Trial(path, name, seed, args.width, patience=args.patience, keep=keep)


def torture(trials: Sequence[Trial], jobs: int) -> list[Result]:
    """Every file in a worker process with the program's own limits; a file that kills its worker costs just itself."""
    results = []
    with ProcessExecutor(jobs) as executor:
        counted = executor.map(count_pages, trials, lambda _: 60.0)
        sized = [replace(done.task, pages=done.result or 0) for done in counted]
        order = {trial.name: place for place, trial in enumerate(trials)}
        sized.sort(key=lambda trial: order[trial.name])
        for number, done in enumerate(executor.map(run_trial, sized, allowed), start=1):
            results.append(done.result or _ended(done))
            if results[-1].end is not End.RELEASED and results[-1].opened:
                print(f"{number}/{len(sized)} {results[-1].name}: {results[-1].end} {_why(results[-1])}", flush=True)
    return results


def _ended(done: Done[Trial, Result]) -> Result:
    """A trial that gave no result: its worker died, ran out of time, or met an error that nobody foresaw."""
    message = str(done.error)
    end = End.TIMEOUT if "duurt te lang" in message else End.CRASH
    return Result(done.task.name, end, done.task.pages > 0, message, done.task.pages)


def _why(result: Result) -> str:
    return "; ".join(result.leaks) or result.reason


if __name__ == "__main__":
    sys.exit(main())
