"""One `map` over picklable tasks, in this process or in worker processes.

A task that is refused, crashes its worker or runs out of time costs that task only: its `Done` carries the error, the
others go on. Workers start fresh ('spawn'), so that they are the same on every machine, and keep what they load. They
share nothing, neither pipes nor locks: whenever one of them is killed, the others do not notice.

    map -> jobs -> thread 1 <-- pipe --> worker 1
               '-> thread 2 <-- pipe --> worker 2
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
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from redact.errors import DocumentFailed, RedactError, StorageError
from redact.limits import SECONDS_TO_START, WORKER_MEMORY_BYTES

T = TypeVar("T")
R = TypeVar("R")

MOST_STARTS = 3
"""Workers that may die one after the other before they begin a task, until that task is given up."""

_DISK_FULL = "The disk is full. Free some space and run the same command again; nothing is lost."
_TOO_LONG = "het verwerken duurt te lang; splits het document of print het opnieuw naar PDF"
_STUCK = "het verwerken is vastgelopen; print het document opnieuw naar PDF"
_NO_WORKER = "het verwerken kon niet beginnen; sluit andere programma's en geef dezelfde opdracht opnieuw"
_STOPPED = "het verwerken is afgebroken; geef dezelfde opdracht opnieuw"


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


def _serve(pipe: Connection, memory: int) -> None:
    """What a worker process does: take a task, say so, do it, answer; until nobody is at the other end any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            work, task = pipe.recv()
            pipe.send(None)
            done = guarded(work, task)
            try:
                pipe.send(done)
            except (BrokenPipeError, ConnectionResetError):
                raise
            except Exception as error:
                pipe.send(Done(task, None, _unforeseen(error)))


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Any], Any]
    task: Any
    seconds: float
    answer: Future[Done[Any, Any]] = field(default_factory=Future)


class _NeverBegun(Exception):
    """A worker died before it took its task."""


class _Worker:
    """One worker process and the pipe to it. It starts when there is work, and anew when it has died."""

    _one_at_a_time = threading.Lock()

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._is_ended = False

    def done(self, job: _Job) -> Done[Any, Any]:
        """Has a job done; whatever happens to the process becomes the error of the task."""
        for _ in range(MOST_STARTS):
            if self._is_ended:
                return Done(job.task, None, DocumentFailed(_STOPPED))
            try:
                return self._answer(self._begun(job), job)
            except _NeverBegun:
                self.close()
            except Exception as error:
                return Done(job.task, None, _unforeseen(error))
        return Done(job.task, None, DocumentFailed(_NO_WORKER))

    def _begun(self, job: _Job) -> Connection:
        """The pipe to a worker that has the job in hand."""
        try:
            pipe = self._pipe or self._start()
            pipe.send((job.work, job.task))
            if pipe.poll(SECONDS_TO_START):
                pipe.recv()
                return pipe
        except (EOFError, OSError):
            pass
        raise _NeverBegun

    def _answer(self, pipe: Connection, job: _Job) -> Done[Any, Any]:
        try:
            if pipe.poll(job.seconds):
                answer: Done[Any, Any] = pipe.recv()
                return answer
            failure = _TOO_LONG
        except (EOFError, OSError):
            failure = _STOPPED if self._is_ended else _STUCK
        self.close()
        return Done(job.task, None, DocumentFailed(failure))

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with self._one_at_a_time, theirs:
            if self._is_ended:
                raise _NeverBegun
            self._process = context.Process(target=_serve, args=(theirs, self._memory), daemon=True)
            self._pipe = ours
            self._process.start()
        return ours

    def close(self) -> None:
        """Ends the process, if there is one; the next job starts another."""
        self.kill()
        if self._process is not None and self._process.pid is not None:
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def kill(self) -> None:
        """Kills the process, from whichever thread."""
        process = self._process
        if process is not None and process.pid is not None:
            process.kill()

    def end(self) -> None:
        """Kills the process, and starts no other."""
        with self._one_at_a_time:
            self._is_ended = True
        self.kill()


class _Pool:
    """Threads that take jobs from one queue, each with a worker of its own."""

    def __init__(self, workers: int, memory: int) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._workers = [_Worker(memory) for _ in range(workers)]
        self._threads = [threading.Thread(target=self._serve, args=(each,), daemon=True) for each in self._workers]
        for thread in self._threads:
            thread.start()

    def add(self, job: _Job) -> None:
        """Puts a job behind the others."""
        self._jobs.put(job)

    def _serve(self, worker: _Worker) -> None:
        while (job := self._jobs.get()) is not None:
            job.answer.set_result(worker.done(job))
        worker.close()

    def close(self) -> None:
        """Waits for the jobs there are; then ends the workers."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """Ends the workers, whatever they are at; the jobs there are fail."""
        for worker in self._workers:
            worker.end()
        self.close()


class ProcessExecutor:
    """A pool of worker processes, each with a memory limit; a stuck or dead worker is replaced.

    Use as a context manager; several `map` calls share the workers and what these have loaded.
    """

    def __init__(self, workers: int, memory: int = WORKER_MEMORY_BYTES):
        self._workers = workers
        self._memory = memory
        self._pool: _Pool | None = None
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._pool is not None:
            self._pool.close()
        else:
            self.stop()

    def stop(self) -> None:
        """Ends the workers, whatever they are at, and frees what they have loaded; the next `map` starts new ones."""
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()

    def map(self, work: Callable[[T], R], tasks: Sequence[T], seconds: Callable[[T], float]) -> Iterator[Done[T, R]]:
        """Yields each task as it ends, in any order."""
        pending: set[Future[Done[T, R]]] = {self._added(_Job(work, task, seconds(task))) for task in tasks}
        while pending:
            finished, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in finished)

    def _added(self, job: _Job) -> Future[Done[Any, Any]]:
        with self._starting:
            if self._pool is None:
                self._pool = _Pool(self._workers, self._memory)
            self._pool.add(job)
        return job.answer
