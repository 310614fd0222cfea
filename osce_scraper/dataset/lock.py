"""One run at a time in a dataset; who comes second is told who came first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from osce_scraper.errors import LockedError

_LOCK = ".lock"
_HOLDER = ".holder"


@contextmanager
def locked(folder: Path, since: str) -> Iterator[None]:
    """Hold the lock of a dataset; it falls with the process, however that ends.

    Args:
        folder: The dataset's folder.
        since: Time in UTC, for whoever is kept waiting.

    Raises:
        LockedError: If another run holds it.
    """
    holder = folder / _HOLDER
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(f"{folder}: another run holds the lock: {_read(holder)}") from None
    try:
        holder.write_text(f"process {os.getpid()}, since {since}", "utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text("utf-8") or "which one is not known"
    except OSError:
        return "it has begun just now"
