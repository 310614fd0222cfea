"""Jobs shared out over processes; what comes of them is handed on in their order.

Only a few jobs are under way at a time, so memory does not grow with the input.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from fcntl import F_GETFL, F_SETFL, F_SETOWN, fcntl
from functools import partial
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from multiprocessing.connection import wait
from threading import Event, current_thread, main_thread
from types import FrameType
from typing import Any, Generic, NamedTuple, TypeVar

from osce_scraper.errors import RunFailedError

_WAITING = 3  # jobs for each worker
# The thread that hands jobs to workers writes them in small pieces, and would wait for the one
# that makes the next jobs, each time as long as this; 0.005 s is Python's own.
_PATIENCE = 0.0001

T = TypeVar("T")


class Job(NamedTuple, Generic[T]):
    """Work for another process, and what is made of its result in this one."""

    work: Callable[[], Any] | None
    """What another process does; None for nothing."""
    settle: Callable[[Any], Iterable[T]]
    """What comes of the result, or of None."""


Run = Callable[[Iterable[Job[T]]], Iterator[T]]
"""Does jobs; gives what comes of them, in their order."""


def share_out(jobs: Callable[[Run[T]], Iterable[Job[T]]], workers: int) -> Iterator[T]:
    """Do jobs in some processes.

    Args:
        jobs: Makes the jobs. It gets what does further jobs while one is settled, so that what
            comes of them stands before what comes of those that follow.
        workers: How many processes.

    Raises:
        RunFailedError: If a process was ended from outside.
    """
    # Not forked: a copy of a process that has threads may stand still.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _end_with_the_first)
    resource_tracker.ensure_running()  # its own start would let CTRL-C through to a worker
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_PATIENCE)
    run: Run[T] = partial(_run, pool, _WAITING * workers)
    try:
        with _noticing() as interrupted:
            yield from _until(interrupted, run(jobs(run)))
    except KeyboardInterrupt:
        for worker in active_children():  # they hear no CTRL-C, and what they read is not wanted
            worker.terminate()
        raise
    except BrokenProcessPool as error:
        raise RunFailedError(
            "a worker process was ended from outside; where memory is short, give fewer --workers"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(patience)


def _run(pool: ProcessPoolExecutor, most: int, jobs: Iterable[Job[T]]) -> Iterator[T]:
    waiting: deque[tuple[Job[T], Future[Any] | None]] = deque()
    for job in jobs:
        waiting.append((job, None if job.work is None else _submit(pool, job.work)))
        if len(waiting) == most:
            yield from _settle(*waiting.popleft())
    while waiting:
        yield from _settle(*waiting.popleft())


def _settle(job: Job[T], future: Future[Any] | None) -> Iterable[T]:
    return job.settle(None if future is None else future.result())


def _submit(pool: ProcessPoolExecutor, work: Callable[[], Any]) -> Future[Any]:
    """Hand work over. That may start a worker, which inherits that CTRL-C is held back.

    So the first process alone gets it, and ends the others in good order.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(work)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_the_first() -> None:
    """End this process when the first one ends, however that is.

    The system tells it by a signal that ends it. A thread that waits would make all memory slower
    to get, which costs 2 % of the reading.
    """
    first = parent_process()
    if first is None:
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
    fcntl(first.sentinel, F_SETOWN, os.getpid())
    fcntl(first.sentinel, F_SETFL, fcntl(first.sentinel, F_GETFL) | os.O_ASYNC)
    if wait([first.sentinel], timeout=0):
        os._exit(1)  # it ended just now


@contextmanager
def _noticing() -> Iterator[Event]:
    """Notice CTRL-C even where Python drops what it raises, e.g. while it cleans up."""
    event, before = Event(), signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(before):
        yield event
        return

    def notice(number: int, frame: FrameType | None) -> None:
        event.set()
        before(number, frame)

    signal.signal(signal.SIGINT, notice)
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)


def _until(interrupted: Event, results: Iterator[T]) -> Iterator[T]:
    for result in results:
        yield result
        if interrupted.is_set():
            raise KeyboardInterrupt
