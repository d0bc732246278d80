from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from redact.errors import StorageError
from redact.publish.release import beside, recover, swap_in

FILES = 40

KILLED_AT_STEP = """
import os, signal, sys
from pathlib import Path
from redact.publish.release import swap_in

left = int(sys.argv[3])
WATCHED = {"os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}

def watch(event, arguments):
    global left
    if event in WATCHED:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
swap_in(Path(sys.argv[1]), Path(sys.argv[2]))
"""

FOR_EVER = """
import sys
from pathlib import Path
from redact.publish.release import swap_in

root = Path(sys.argv[1])
for number in range(10**6):
    staged = root / "work"
    staged.mkdir()
    for file in range(40):
        (staged / f"{file}.pdf").write_text(str(number))
    swap_in(staged, root / "publication")
"""


def folder(path: Path, content: str) -> Path:
    path.mkdir(parents=True)
    (path / "inside").mkdir()
    for number in range(FILES):
        (path / "inside" / f"{number}.pdf").write_text(content)
    return path


def content_of(path: Path) -> str:
    """What all files of a whole folder hold."""
    (content,) = {file.read_text() for file in (path / "inside").iterdir()}
    assert len(list((path / "inside").iterdir())) == FILES
    return content


def run(code: str, *arguments: object) -> int:
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(root)}, check=False).returncode


def test_a_first_publication(tmp_path: Path) -> None:
    swap_in(folder(tmp_path / "staged", "new"), tmp_path / "publication")
    assert content_of(tmp_path / "publication") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["publication"]


def test_the_old_publication_goes(tmp_path: Path) -> None:
    folder(tmp_path / "publication", "old")
    (tmp_path / "publication" / "only-in-the-old.pdf").touch()
    swap_in(folder(tmp_path / "work" / "staged", "new"), tmp_path / "publication")
    assert content_of(tmp_path / "publication") == "new"
    assert [path.name for path in (tmp_path / "publication").iterdir()] == ["inside"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["publication", "work"]
    assert not list((tmp_path / "work").iterdir())


def test_nothing_to_recover(tmp_path: Path) -> None:
    recover(tmp_path / "publication")
    assert not list(tmp_path.iterdir())
    folder(tmp_path / "publication", "old")
    recover(tmp_path / "publication")
    assert content_of(tmp_path / "publication") == "old"


def test_nothing_staged(tmp_path: Path) -> None:
    folder(tmp_path / "publication", "old")
    with pytest.raises(StorageError, match="publication"):
        swap_in(tmp_path / "staged", tmp_path / "publication")
    assert content_of(tmp_path / "publication") == "old"


@pytest.mark.parametrize("before", ["old", None])
def test_a_kill_before_any_step(tmp_path: Path, before: str | None) -> None:
    """Every rename and removal is the last thing a process does once; then `recover` must give a whole folder."""
    outcomes = []
    for step in range(1, 200):
        root = tmp_path / str(step)
        if before:
            folder(root / "publication", before)
        staged = folder(root / "staged", "new")
        code = run(KILLED_AT_STEP, staged, root / "publication", step)
        recover(root / "publication")
        done = (root / "publication").exists()
        outcomes.append(content_of(root / "publication") if done else None)
        assert not [path for path in root.iterdir() if path.name.startswith(".")]
        if outcomes[-1] != "new":
            assert content_of(staged) == "new"
        if code == 0:
            break
        assert code == -signal.SIGKILL
    else:
        pytest.fail("the swap never ended")
    assert outcomes[0] == before
    assert outcomes[-1] == "new"
    assert set(outcomes) == {before, "new"}
    assert len(outcomes) > (5 if before else 2)


def test_kills_at_any_moment(tmp_path: Path) -> None:
    final = tmp_path / "publication"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    last = -1
    for turn in range(6):
        child = subprocess.Popen([sys.executable, "-c", FOR_EVER, str(tmp_path)], env=environment)
        began = time.monotonic()
        while not final.exists() and time.monotonic() - began < 20:
            time.sleep(0.01)
        time.sleep(0.21 + turn * 0.037)
        child.kill()
        child.wait()
        recover(final)
        contents = {file.read_text() for file in final.iterdir()}
        assert len(contents) == 1
        assert len(list(final.iterdir())) == FILES
        last = max(last, int(contents.pop()))
        assert {path.name for path in tmp_path.iterdir()} <= {"publication", "work"}
        for leftover in (tmp_path / "work").glob("*"):
            leftover.unlink()
        if (tmp_path / "work").exists():
            (tmp_path / "work").rmdir()
    assert last > 0


def test_a_file_beside_is_renamed_when_whole(tmp_path: Path) -> None:
    with beside(tmp_path / "a.pdf") as temporary:
        temporary.write_bytes(b"new")
        assert temporary.suffix == ".pdf"
        assert not (tmp_path / "a.pdf").exists()
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_beside_is_gone_after_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), beside(tmp_path / "a.pdf") as temporary:
        temporary.write_bytes(b"half")
        raise ZeroDivisionError
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(StorageError), beside(tmp_path / "none" / "a.pdf") as temporary:
        temporary.write_bytes(b"new")
