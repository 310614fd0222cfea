"""`extract`: records out of many captures, in the order of the pages, with one process or more.

Workers get pages in batches, of which only a few are under way at a time, so memory does not
grow with the input; what they give is handed on in the order in which the pages were read.
"""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, resource_tracker
from pathlib import Path
from threading import Event, current_thread, main_thread
from types import FrameType
from typing import Literal, NamedTuple

from osce_scraper.captures import read_file
from osce_scraper.dataset.files import line_of
from osce_scraper.errors import RunFailedError, UnreadableInputError
from osce_scraper.items import Capture, PressRelease
from osce_scraper.reading import read_captures

_BATCH = 16  # pages
# The thread that hands pages to workers writes them in small pieces, and would wait for the one
# that reads the next pages, each time as long as this; 0.005 s is Python's own.
_PATIENCE = 0.0001
_WAITING = 3  # batches for each worker

Named = tuple[str, Capture]
"""A capture with the words that name it in messages."""


class Outcome(NamedTuple):
    """What one page gave."""

    kind: Literal["record", "rejected", "failed"]
    line: bytes
    """The record or the rejection, as a line of JSON; empty where the reader failed."""
    note: str
    """Which page, and why it gave no record."""


def extract(paths: Iterable[Path], url: str | None = None, workers: int = 1) -> Iterator[Outcome]:
    """Read every page of some files.

    Args:
        paths: Files of captures.
        url: Address of the page, where a file holds one page.
        workers: How many processes read.

    Raises:
        UnreadableInputError: For a file that cannot be read on, after what came before.
        RunFailedError: If a worker was ended from outside.
    """
    captures = (
        (capture.url or str(path), capture) for path in paths for capture in read_file(path, url)
    )
    return map(_read, captures) if workers == 1 else _share_out(captures, workers)


def _read(named: Named) -> Outcome:
    name, capture = named
    try:
        (result,) = read_captures([capture])
    except Exception as error:  # noqa: BLE001 - one page that breaks a reader stops no other
        return Outcome("failed", b"", f"{name}: {type(error).__name__}: {error}")
    if isinstance(result, PressRelease):
        return Outcome("record", line_of(result), name)
    return Outcome("rejected", line_of(result), f"{name}: {result.reason}: {result.detail}")


def _read_batch(batch: list[Named]) -> list[Outcome]:
    return list(map(_read, batch))


def _share_out(captures: Iterable[Named], workers: int) -> Iterator[Outcome]:
    # Not forked: a copy of a process that has threads may stand still.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    resource_tracker.ensure_running()  # its own start would let CTRL-C through to a worker
    patience = sys.getswitchinterval()
    sys.setswitchinterval(_PATIENCE)
    try:
        with _noticing() as interrupted:
            yield from _until(interrupted, _in_order(pool, captures, _WAITING * workers))
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


def _until(interrupted: Event, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        yield outcome
        if interrupted.is_set():
            raise KeyboardInterrupt


def _in_order(pool: ProcessPoolExecutor, captures: Iterable[Named], most: int) -> Iterator[Outcome]:
    waiting: deque[Future[list[Outcome]]] = deque()
    try:
        for batch in _batches(captures):
            waiting.append(_submit(pool, batch))
            if len(waiting) == most:
                yield from waiting.popleft().result()
    except UnreadableInputError:
        yield from (outcome for future in waiting for outcome in future.result())
        raise
    yield from (outcome for future in waiting for outcome in future.result())


def _batches(captures: Iterable[Named]) -> Iterator[list[Named]]:
    batch: list[Named] = []
    try:
        for named in captures:
            batch.append(named)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except UnreadableInputError:
        yield batch  # what was read before the place where the file breaks
        raise
    yield batch


def _submit(pool: ProcessPoolExecutor, batch: list[Named]) -> Future[list[Outcome]]:
    """Hand a batch over. That may start a worker, which inherits that CTRL-C is held back.

    So the first process alone gets it, and ends the others in good order.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_read_batch, batch)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
