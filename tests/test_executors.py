from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from redact.errors import DocumentFailed, DocumentRefused, MissingModelError, StorageError
from redact.executors import Done, Executor, ProcessExecutor, SerialExecutor


def double(number: int) -> int:
    if number == 13:
        raise DocumentRefused("een ongeluksgetal")
    if number == 14:
        raise ValueError("geheime tekst")
    if number == 15:
        raise MissingModelError("no model")
    if number == 16:
        raise OSError(28, "No space left on device")
    if number == 17:
        raise MemoryError
    return number * 2


def misbehave(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 2:
        time.sleep(60)
    return number


def hoard(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def pid_of(_: int) -> int:
    return os.getpid()


def outcomes(executor: Executor, numbers: list[int]) -> dict[int, Done[int, int]]:
    return {done.task: done for done in executor.map(double, numbers, lambda _: 30.0)}


@pytest.fixture(params=["serial", "processes"])
def done(request: pytest.FixtureRequest) -> dict[int, Done[int, int]]:
    numbers = [1, 2, 13, 14, 15, 16, 17]
    if request.param == "serial":
        return outcomes(SerialExecutor(), numbers)
    with ProcessExecutor(2) as executor:
        return outcomes(executor, numbers)


def test_results_and_errors_come_back_with_their_task(done: dict[int, Done[int, int]]) -> None:
    assert (done[1].result, done[2].result) == (2, 4)
    assert isinstance(done[13].error, DocumentRefused) and not isinstance(done[13].error, DocumentFailed)
    assert str(done[13].error) == "een ongeluksgetal"
    assert isinstance(done[15].error, MissingModelError)
    assert isinstance(done[16].error, StorageError)
    assert isinstance(done[17].error, DocumentFailed)


def test_an_unforeseen_error_names_its_place_and_never_its_text(done: dict[int, Done[int, int]]) -> None:
    message = str(done[14].error)
    assert "geheime" not in message
    assert "ValueError" in message and "test_executors.py" in message


def test_a_dead_and_a_stuck_worker_cost_their_own_task_only() -> None:
    with ProcessExecutor(2) as executor:
        found = {done.task: done for done in executor.map(misbehave, [0, 1, 2, 3, 4], lambda _: 5.0)}
    assert isinstance(found[1].error, DocumentFailed) and "vastgelopen" in str(found[1].error)
    assert isinstance(found[2].error, DocumentFailed) and "te lang" in str(found[2].error)
    assert [found[number].result for number in (0, 3, 4)] == [0, 3, 4]


def test_a_worker_may_not_take_all_memory() -> None:
    with ProcessExecutor(1, memory=1 << 30) as executor:
        (done,) = executor.map(hoard, [4096], lambda _: 30.0)
    assert isinstance(done.error, DocumentFailed) and "geheugen" in str(done.error)


def test_workers_serve_several_maps() -> None:
    with ProcessExecutor(1) as executor:
        first = {done.result for done in executor.map(pid_of, [1], lambda _: 30.0)}
        second = {done.result for done in executor.map(pid_of, [2], lambda _: 30.0)}
    assert first == second != {os.getpid()}


def test_nothing_to_do_starts_no_process(tmp_path: Path) -> None:
    with ProcessExecutor(4) as executor:
        assert list(executor.map(double, [], lambda _: 1.0)) == []
