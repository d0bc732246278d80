"""Pictures and words of pages, made by worker processes, the last ones kept.

A page that hangs or kills its worker is that page's trouble alone: the next one gets a new worker.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from redact.executors import ProcessExecutor
from redact.pipeline.pictures import (
    SECONDS,
    SECONDS_TO_BURN,
    PageTask,
    PageWords,
    PreviewTask,
    Stretch,
    StretchTask,
    draw_page,
    preview_page,
    read_stretch,
    read_words,
    wake,
)
from redact.records import digest

T = TypeVar("T")
R = TypeVar("R", bound=PageTask)

WORKERS = 2
_WORKER_MEMORY = 3 << 30
_MOST_BYTES = 48 << 20
_MOST_PAGES = 2_000


@contextmanager
def drawing_workers() -> Iterator[ProcessExecutor]:
    """The workers that draw pages; they load what they need while the caller goes on."""
    with ProcessExecutor(WORKERS, _WORKER_MEMORY) as executor:
        Thread(target=_wake, args=(executor,), daemon=True).start()
        try:
            yield executor
        finally:
            executor.stop()


def _wake(executor: ProcessExecutor) -> None:
    """Wakes every worker. That one is stopped meanwhile is no matter; whoever needs it hears of any other trouble."""
    with suppress(Exception):
        list(executor.map(wake, range(1, WORKERS + 1), lambda _: SECONDS))


@dataclass(slots=True)
class Shelf:
    """Keeps pictures up to so many bytes; those that nobody asked for longest go first."""

    most: int
    _kept: OrderedDict[object, bytes] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, key: object) -> bytes | None:
        """What was kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: object, value: bytes) -> None:
        """Keeps a picture."""
        self._size += len(value) - len(self._kept.pop(key, b""))
        self._kept[key] = value
        while self._size > self.most and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1])


class Left(Exception):
    """Whoever asked is gone."""


Gone = Callable[[], Awaitable[bool]]


async def _stays() -> bool:
    return False


class Gallery:
    """Asks the workers, a few at a time, and previews one at a time: they take longest."""

    def __init__(self, executor: ProcessExecutor) -> None:
        self._executor = executor
        self._pictures = Shelf(_MOST_BYTES)
        self._words: OrderedDict[tuple[Path, int], PageWords] = OrderedDict()
        self._free = asyncio.Semaphore(WORKERS)
        self._one_preview = asyncio.Semaphore(1)

    async def picture(self, task: PageTask, gone: Gone = _stays) -> bytes:
        """A page as PNG.

        Raises:
            DocumentRefused: it cannot be drawn; in Dutch.
            Left: whoever asked turned the page before it was begun.
        """
        return await self._drawn((task.pdf, task.page, task.pixels), draw_page, task, gone)

    async def preview(self, task: PreviewTask, gone: Gone = _stays) -> bytes:
        """A page as it would be published, as PNG; raises as `picture` does."""
        burnt = digest([(each.boxes, each.label, each.person) for each in task.redactions], task.settings)
        async with self._one_preview:
            return await self._drawn((task.pdf, task.page, task.pixels, burnt), preview_page, task, gone)

    async def _drawn(self, key: object, work: Callable[[R], bytes], task: R, gone: Gone) -> bytes:
        found = self._pictures.get(key)
        if found is not None:
            return found
        made = await self._done(work, task, SECONDS_TO_BURN if isinstance(task, PreviewTask) else SECONDS, gone)
        self._pictures.put(key, made)
        return made

    async def words(self, pdf: Path, page: int) -> PageWords:
        """The words of a page.

        Raises:
            DocumentRefused: it cannot be read; in Dutch.
        """
        key = (pdf, page)
        if key not in self._words:
            self._words[key] = await self._done(read_words, PageTask(pdf, page), SECONDS, _stays)
            while len(self._words) > _MOST_PAGES:
                self._words.popitem(last=False)
        self._words.move_to_end(key)
        return self._words[key]

    async def stretch(self, task: StretchTask) -> Stretch:
        """A stretch of text with its boxes; raises as `words` does."""
        return await self._done(read_stretch, task, SECONDS, _stays)

    async def _done(self, work: Callable[[R], T], task: R, seconds: float, gone: Gone) -> T:
        async with self._free:
            if await gone():
                raise Left
            return await run_in_threadpool(self._wait, work, task, seconds)

    def _wait(self, work: Callable[[R], T], task: R, seconds: float) -> T:
        tasks: Sequence[R] = (task,)
        (done,) = self._executor.map(work, tasks, lambda _: seconds)
        if done.error is not None:
            raise done.error
        assert done.result is not None
        return done.result
