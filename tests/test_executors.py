from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from redact.errors import DocumentFailed, DocumentRefused, MissingModelError, StorageError
from redact.executors import MOST_STARTS, Done, Executor, ProcessExecutor, SerialExecutor


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


def slow_start(number: int) -> int:
    time.sleep(0.3)
    return number


def unsendable(_: int) -> object:
    return (number for number in range(2))


def killed(count: int, done: threading.Event) -> int:
    """Kills so many workers of this process, each as soon as it is there."""
    seen: set[int] = set()
    while len(seen) < count and not done.wait(0.001):
        for child in multiprocessing.active_children():
            if child.pid is not None and child.pid not in seen:
                seen.add(child.pid)
                os.kill(child.pid, signal.SIGKILL)
    return len(seen)


@contextmanager
def killing(count: int) -> Iterator[list[int]]:
    """While this runs, the first workers are killed as they start; how many were, in the end."""
    counts: list[int] = []
    done = threading.Event()
    thread = threading.Thread(target=lambda: counts.append(killed(count, done)))
    thread.start()
    try:
        yield counts
    finally:
        done.set()
        thread.join()


def test_a_worker_that_is_killed_while_it_waits_costs_nothing() -> None:
    with ProcessExecutor(1) as executor:
        for _ in range(3):
            (done,) = executor.map(pid_of, [1], lambda _: 30.0)
            assert done.result is not None
            os.kill(done.result, signal.SIGKILL)
        assert [each.result for each in executor.map(double, [1, 2], lambda _: 30.0)] == [2, 4]


def test_workers_that_are_killed_as_they_start_are_replaced() -> None:
    with killing(MOST_STARTS - 1) as counts, ProcessExecutor(1) as executor:
        found = [done.result for done in executor.map(slow_start, [1, 2, 3], lambda _: 30.0)]
    assert counts == [MOST_STARTS - 1]
    assert found == [1, 2, 3]


def test_killing_workers_all_the_time_costs_tasks_and_nothing_else() -> None:
    with ProcessExecutor(2) as executor:
        with killing(8) as counts:
            found = list(executor.map(slow_start, range(12), lambda _: 30.0))
        after = [done.result for done in executor.map(double, [1, 2], lambda _: 30.0)]
    assert sorted(done.task for done in found) == list(range(12))
    assert counts[0] >= 2 and set(after) == {2, 4}
    assert all(done.result == done.task or isinstance(done.error, DocumentFailed) for done in found)
    assert sum(done.error is not None for done in found) <= counts[0]


def test_workers_that_cannot_start_are_given_up() -> None:
    with ProcessExecutor(2, memory=1 << 20) as executor:
        found = list(executor.map(double, [1, 2, 3], lambda _: 30.0))
    assert sorted(done.task for done in found) == [1, 2, 3]
    assert all(isinstance(done.error, DocumentFailed) for done in found)


def test_stopping_ends_what_is_at_work() -> None:
    with ProcessExecutor(1) as executor:
        waiting = executor.map(misbehave, [2, 3], lambda _: 60.0)
        threading.Timer(3.0, executor.stop).start()
        begun = time.monotonic()
        assert all(isinstance(done.error, DocumentFailed) for done in waiting)
        assert time.monotonic() - begun < 30
        assert [done.result for done in executor.map(double, [4], lambda _: 30.0)] == [8]


def test_what_cannot_travel_costs_its_task_only() -> None:
    with ProcessExecutor(1) as executor:
        (done,) = executor.map(unsendable, [1], lambda _: 30.0)
        assert isinstance(done.error, DocumentFailed) and "onverwachte fout" in str(done.error)
        (unsent,) = executor.map(lambda number: number, [1], lambda _: 30.0)
        assert isinstance(unsent.error, DocumentFailed)
        assert [each.result for each in executor.map(double, [4], lambda _: 30.0)] == [8]


def test_several_threads_share_the_workers() -> None:
    with ProcessExecutor(2) as executor, ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda start: outcomes(executor, [start, start + 20]), [20, 21, 22, 23])
        assert [sorted(done.result or 0 for done in each.values()) for each in found] == [
            [40, 80],
            [42, 82],
            [44, 84],
            [46, 86],
        ]
