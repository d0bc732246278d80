"""What `redact verify` prints of a stranger's file: page, box and place, never the text."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
from click.testing import CliRunner

from redact.cli import main
from redact.errors import ExitCode

SECRET = "Zwanepoel"


def leaking(path: Path) -> Path:
    document = pymupdf.open()
    document.set_metadata({"author": "Iemand"})
    page = document.new_page()
    for y in (100, 300):
        page.insert_text((72, y), SECRET, fontsize=11)
        page.draw_rect((70, y - 12, 140, y + 4), color=None, fill=(0, 0, 0))
    document.save(path)
    return path


def test_a_leak_has_page_box_and_place(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(leaking(tmp_path / "vreemd.pdf"))])
    assert done.exit_code == ExitCode.LEAK
    assert "vreemd.pdf: 2 leak(s), 1 pages" in done.output
    assert "page 1, box 1 [72 " in done.output
    assert "page 1, box 2 [72 " in done.output
    assert "remark: metadata (1)" in done.output
    assert SECRET not in done.output


def test_as_json(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["verify", "--json", str(leaking(tmp_path / "vreemd.pdf"))])
    assert done.exit_code == ExitCode.LEAK
    [report] = json.loads(done.output)
    assert [leak["number"] for leak in report["leaks"]] == [1, 2]
    assert report["clean"] is False
    assert SECRET not in done.output


def test_what_cannot_be_checked_is_not_clean(tmp_path: Path) -> None:
    path = tmp_path / "kapot.pdf"
    path.write_bytes(b"geen pdf")
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exit_code == ExitCode.LEAK
    assert "cannot be checked" in done.output
    assert "not a PDF that can be read" in done.output
