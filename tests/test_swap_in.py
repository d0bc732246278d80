from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from redact.errors import StorageError
from redact.files import beside
from redact.publish.release import recover, swap_in

FILES = 3

KILLED_AT_EACH_STEP = """
import os, signal, sys
from pathlib import Path
from redact.publish.release import swap_in

WATCHED = {"os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}

def swap_until(step, root):
    left = [step]
    def watch(event, arguments):
        if event in WATCHED:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(watch)
    swap_in(root / "staged", root / "publication")
    os._exit(0)

for root in sorted(Path(sys.argv[1]).iterdir(), key=lambda path: int(path.name)):
    child = os.fork()
    if child == 0:
        swap_until(int(root.name), root)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

FOR_EVER = """
import sys
from pathlib import Path
from redact.publish.release import swap_in

root = Path(sys.argv[1])
for number in range(10**6):
    staged = root / "work" / "staged"
    (staged / "inside").mkdir(parents=True)
    for file in range(int(sys.argv[2])):
        (staged / "inside" / f"{file}.pdf").write_text(str(number))
    swap_in(staged, root / "publication")
    print(number, flush=True)
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


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


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
    for step in range(1, 20):
        if before:
            folder(tmp_path / str(step) / "publication", before)
        folder(tmp_path / str(step) / "staged", "new")
    with start(KILLED_AT_EACH_STEP, tmp_path) as child:
        codes = [int(line) for line in child.communicate(timeout=60)[0].split()]
    killed = codes.index(0)
    assert codes == [-signal.SIGKILL] * killed + [0] * (19 - killed)
    assert killed > (9 if before else 1)
    outcomes = [recovered(tmp_path / str(step)) for step in range(1, killed + 2)]
    assert outcomes[0] == before
    assert outcomes[-1] == "new"
    assert set(outcomes) == {before, "new"}


def recovered(root: Path) -> str | None:
    """What stands in publication/ after `recover`; None when there is none. Nothing else may be left, or lost."""
    recover(root / "publication")
    content = content_of(root / "publication") if (root / "publication").exists() else None
    assert not [path for path in root.iterdir() if path.name.startswith(".")]
    assert content == "new" or content_of(root / "staged") == "new"
    return content


def test_kills_at_any_moment(tmp_path: Path) -> None:
    final, numbers = tmp_path / "publication", []
    for turn in range(3):
        shutil.rmtree(tmp_path / "work", ignore_errors=True)
        with start(FOR_EVER, tmp_path, FILES) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(0.05 + turn * 0.037)
            child.kill()
        recover(final)
        numbers.append(int(content_of(final)))
        assert {path.name for path in tmp_path.iterdir()} <= {"publication", "work"}
    assert max(numbers) > 0


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


def test_an_old_publication_that_is_all_there_is_comes_back(tmp_path: Path) -> None:
    folder(tmp_path / ".publication-old", "old")
    recover(tmp_path / "publication")
    assert content_of(tmp_path / "publication") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["publication"]
