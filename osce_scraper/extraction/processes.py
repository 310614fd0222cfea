"""Processes that read: copies of one that has loaded what they need.

That one is started first of all and loads while the first process does. It has no threads, so its
copies are sound; a copy of a process that has some may stand still.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import F_GETFL, F_SETFL, F_SETOWN, fcntl
from multiprocessing import (
    forkserver,
    get_all_start_methods,
    get_context,
    parent_process,
    resource_tracker,
)
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext

LOADED = "osce_scraper.extraction.piecework"
"""What is loaded once for all of them."""
_SAFE_PATH = "PYTHONSAFEPATH"


def start_loading() -> BaseContext:
    """Start the process that the others are copied from, if it does not run.

    Returns:
        What starts them. Where no process can be copied, each loads for itself.
    """
    resource_tracker.ensure_running()  # its own start would let CTRL-C through to the others
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    try:
        with hold_back_ctrl_c(), _only_what_is_installed():
            forkserver.ensure_running()
    except OSError:  # it listens at a file in the folder for temporary files: there may be none
        return get_context("spawn")
    return context


@contextmanager
def hold_back_ctrl_c() -> Iterator[None]:
    """Let no CTRL-C through, neither here nor, ever, to a process that is started meanwhile.

    So the first process alone gets it, and ends the others in good order.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _only_what_is_installed() -> Iterator[None]:
    """A process that is started meanwhile takes no file of the current folder for a module."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def end_with_the_first() -> None:
    """End this process when the first one ends, however that is.

    The system tells it by a signal that ends it. A thread that waits would make all memory slower
    to get, which costs 2 % of the reading.
    """
    first = parent_process()
    if first is None:
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl(first.sentinel, F_SETOWN, os.getpid())
    fcntl(first.sentinel, F_SETFL, fcntl(first.sentinel, F_GETFL) | os.O_ASYNC)
    if wait([first.sentinel], timeout=0):
        os._exit(1)  # it ended just now
