"""One `map` over picklable tasks, in this process or in worker processes.

A task that is refused, crashes its worker or runs out of time costs that task only: its `Done` carries the error, the
others go on. Workers start fresh ('spawn'), so that they are the same on every machine, and keep what they load.
"""

from __future__ import annotations

import errno
import multiprocessing
import resource
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from redact.errors import DocumentFailed, RedactError, StorageError
from redact.limits import WORKER_MEMORY_BYTES

T = TypeVar("T")
R = TypeVar("R")


_DISK_FULL = "The disk is full. Free some space and run the same command again; nothing is lost."


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A finished task: its result, or the error it ended in."""

    task: T
    result: R | None
    error: RedactError | None = None


class Executor(Protocol):
    """Runs a function over tasks. `seconds` gives the time that a task may take."""

    def map(self, work: Callable[[T], R], tasks: Sequence[T], seconds: Callable[[T], float]) -> Iterator[Done[T, R]]:
        """Yields each task as it ends, in any order."""
        ...


def _unforeseen(error: BaseException) -> DocumentFailed:
    """Names the kind and place of an unexpected error, never its message: that may quote the document."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "onbekende plaats"
    return DocumentFailed(f"onverwachte fout bij het verwerken ({type(error).__name__}, {place})")


def guarded(work: Callable[[T], R], task: T) -> Done[T, R]:
    """Runs one task and catches what it raises; runs inside the worker, so that no foreign exception crosses over."""
    try:
        return Done(task, work(task))
    except RedactError as error:
        return Done(task, None, error)
    except MemoryError:
        return Done(task, None, DocumentFailed("vraagt meer geheugen dan is toegestaan; splits het document"))
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        return Done(task, None, StorageError(_DISK_FULL) if full else _unforeseen(error))


class SerialExecutor:
    """Runs tasks one by one in this process, without time limits."""

    def map(self, work: Callable[[T], R], tasks: Sequence[T], seconds: Callable[[T], float]) -> Iterator[Done[T, R]]:
        """Yields each task as it ends, in order."""
        for task in tasks:
            yield guarded(work, task)


def _start_worker(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class ProcessExecutor:
    """A pool of worker processes, each with a memory limit; a stuck or dead worker is replaced.

    Use as a context manager; several `map` calls share the workers and what these have loaded.
    """

    def __init__(self, workers: int, memory: int = WORKER_MEMORY_BYTES):
        self._workers = workers
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            if kind is None:
                self._pool.close()
            else:
                self._pool.stop()
            self._pool.join()

    def stop(self) -> None:
        """Ends the workers, whatever they are at, and frees what they have loaded; the next `map` starts new ones."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()
            pool.join()

    def _started(self) -> ProcessPool:
        with self._starting:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    initializer=_start_worker,
                    initargs=(self._memory,),
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool

    def map(self, work: Callable[[T], R], tasks: Sequence[T], seconds: Callable[[T], float]) -> Iterator[Done[T, R]]:
        """Yields each task as it ends, in any order."""
        if not tasks:
            return
        pool = self._started()
        pending: dict[Future[Done[T, R]], T] = {
            pool.schedule(guarded, args=(work, task), timeout=seconds(task)): task for task in tasks
        }
        while pending:
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                yield self._outcome(future, pending.pop(future))

    @staticmethod
    def _outcome(future: Future[Done[T, R]], task: T) -> Done[T, R]:
        try:
            return future.result()
        except TimeoutError:
            return Done(
                task,
                None,
                DocumentFailed("het verwerken duurt te lang; splits het document of print het opnieuw naar PDF"),
            )
        except ProcessExpired:
            return Done(
                task,
                None,
                DocumentFailed("het verwerken is vastgelopen; print het document opnieuw naar PDF"),
            )
