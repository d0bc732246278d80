"""The figures of a torture run, as JSON and as a table that people read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median

from tests.torture.one import End, Result

ENOUGH = 0.97
"""Share of the files that pdfium opens that must come out."""


def failed(results: Sequence[Result]) -> bool:
    """Whether any figure is worse than it may be."""
    wrong = any(r.end in (End.LEAK, End.CRASH, End.TIMEOUT) or r.centres or not r.sound for r in results)
    return wrong or released_share(results) < ENOUGH


def released_share(results: Sequence[Result]) -> float:
    """Share of the files that pdfium can open that came out."""
    opened = [r for r in results if r.opened]
    return sum(r.end is End.RELEASED for r in opened) / len(opened) if opened else 1.0


def write(results: Sequence[Result], folder: Path, title: str) -> str:
    """Write torture.json and torture.md; gives the text of the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(results, key=lambda r: r.name)
    (folder / "torture.json").write_text(json.dumps([asdict(r) for r in ordered], indent=1, ensure_ascii=False))
    text = "\n".join([f"# {title}", "", *_figures(ordered), "", *_reasons(ordered), "", *_odd(ordered), ""])
    (folder / "torture.md").write_text(text)
    return text


def _figures(results: Sequence[Result]) -> list[str]:
    out = [r for r in results if r.end is End.RELEASED]
    burns = [r.seconds["burn and check"] / r.pages for r in out if r.pages]
    whole = [sum(r.seconds.values()) / r.pages for r in out if r.pages]
    ratios = [r.bytes_out / r.bytes_in for r in out if r.bytes_in]
    rows: dict[str, object] = {
        "files": len(results),
        "opened by pdfium": sum(r.opened for r in results),
        "released": f"{len(out)} ({released_share(results):.1%} of those that pdfium opens)",
        "released with boxes": f"{sum(bool(r.boxes) for r in out)} files, {sum(r.boxes for r in out)} boxes",
        "refused": sum(r.end is End.REFUSED for r in results),
        "leaks": sum(bool(r.leaks) for r in results),
        "boxes with a glyph's centre": sum(r.centres for r in results),
        "too long (30 s a page)": sum(r.end is End.TIMEOUT for r in results),
        "crashes": sum(r.end is End.CRASH for r in results),
        "qpdf --check not clean": sum(not r.sound for r in results),
        "pages": sum(r.pages for r in out),
        "pages that became a picture": sum(r.pictures for r in out),
        "seconds a page, burn and check": _spread(burns),
        "seconds a page, all": _spread(whole),
        "size against source": _spread(ratios),
    }
    return ["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]


def _spread(values: Sequence[float]) -> str:
    return f"median {median(values):.2f}, most {max(values):.1f}" if values else "-"


def _reasons(results: Sequence[Result]) -> list[str]:
    counts = Counter((r.reason, r.opened) for r in results if r.end is End.REFUSED)
    rows = [f"| {reason} | {'yes' if opened else 'no'} | {count} |" for (reason, opened), count in counts.most_common()]
    return ["| refused because it | pdfium opens it | files |", "|---|---|---|", *rows]


def _odd(results: Sequence[Result]) -> list[str]:
    """Each file that needs looking at, by name."""
    bad = (r for r in results if r.end is not End.RELEASED or not r.sound)
    rows = (f"| {r.name} | {r.end} | {'; '.join(r.leaks) or r.reason} {r.centres or ''} |" for r in bad if r.opened)
    return ["| file | end | why |", "|---|---|---|", *rows]
