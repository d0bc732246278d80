"""`python -m tests.fuzz`: break thousands of PDFs and put them through `redact run`; nothing may come out or stick."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.fuzz.bundle import Tally, figures, run_bundle
from tests.fuzz.mutate import broken
from tests.fuzz.seeds import borrowed_seeds, own_seeds

BORROWED = (Path(__file__).parents[3] / "shared" / "data" / "torture",)
QUICK = 100


def main() -> int:
    """Run; the exit code says whether anything happened that may never happen."""
    args = _arguments()
    folders = [folder for folder in args.folder or BORROWED if folder.is_dir()]
    seeds = [*own_seeds(), *borrowed_seeds(folders)]
    tally = Tally()
    with TemporaryDirectory() as room:
        root = args.keep or Path(room)
        for number, start in enumerate(range(args.start, args.files, args.size)):
            folder = root / f"bundle{number:03}"
            _fill(folder, seeds, args.seed, range(start, min(args.files, start + args.size)))
            run_bundle(folder, root / f"case{number:03}", tally)
            print(_line(tally), flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "fuzz.json").write_text(figures(tally))
    print(_summary(tally, args.seed))
    return int(tally.bad)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seed", default="1", help="says how the files are broken")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--quick", dest="files", action="store_const", const=QUICK, help=f"just {QUICK} files")
    parser.add_argument("--start", type=int, default=0, help="leave out so many files at the beginning")
    parser.add_argument("--size", type=int, default=50, help="files in one bundle")
    parser.add_argument(
        "--folder", type=Path, action="append", help="more sound PDFs to break [the shared torture files]"
    )
    parser.add_argument("--keep", type=Path, help="keep bundles and cases in this folder")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="where the figures go")
    return parser.parse_args()


def _fill(folder: Path, seeds: Sequence[bytes], seed: str, numbers: range) -> None:
    """Write broken files, each by a chance of its own, so that one can be made again without the others."""
    folder.mkdir(parents=True)
    for number in numbers:
        chance = Random(f"{seed}|{number}")
        (folder / f"{number:05}.pdf").write_bytes(broken(chance.choice(seeds), chance))


def _line(tally: Tally) -> str:
    shown = ("files", "released", "withheld", "boxes", "leaks", "hangs", "crashes", "worker_deaths")
    return ", ".join(f"{name.replace('_', ' ')} {getattr(tally, name)}" for name in shown)


def _summary(tally: Tally, seed: str) -> str:
    return "\n".join([f"# Fuzz, seed {seed}", "", _line(tally), "", *_reasons(tally), *tally.notes])


def _reasons(tally: Tally) -> Iterator[str]:
    for reason, count in tally.reasons.most_common():
        yield f"{count:5} refused: {reason}"


if __name__ == "__main__":
    sys.exit(main())
