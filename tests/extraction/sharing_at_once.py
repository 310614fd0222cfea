"""The jobs of several workers done in this process, each when it is handed over."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from osce_scraper.archive import cutting
from osce_scraper.errors import UnreadableInputError
from osce_scraper.extraction import extract, lines, loose, piecework, sharing
from osce_scraper.extraction.outcome import Outcome

WAITING = 6


class AtOnce:
    """A pool of no processes; what goes in and out is packed as if it went to one."""

    def submit(self, work: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(_sent(_sent(work)()))
        return future


def _sent(given: Any) -> Any:
    return pickle.loads(pickle.dumps(given))  # noqa: S301 - packed just here


def share_out(jobs: Callable[[Any], Iterable[Any]], _workers: int) -> Iterator[Any]:
    run = partial(sharing._run, cast("ProcessPoolExecutor", AtOnce()), WAITING)
    return run(jobs(run))


def use_tiny_pieces(patch: pytest.MonkeyPatch, size: int) -> None:
    """Cut files into pieces of so many bytes, and loose pages one by one."""
    patch.setattr(cutting, "PACKED_PIECE", size)
    patch.setattr(cutting, "PLAIN_PIECE", size)
    patch.setattr(lines, "SIZE", size)
    patch.setattr(loose, "PAGES", 2)


def outcomes(paths: Iterable[Path], workers: int) -> tuple[list[Outcome], str | None]:
    """What comes out, and the error that ends it."""
    found: list[Outcome] = []
    try:
        found.extend(extract.extract(list(paths), workers=workers))
    except UnreadableInputError as error:
        return found, str(error)
    return found, None


def one_and_two(paths: Iterable[Path], size: int) -> tuple[Any, Any]:
    """The same with one worker, and with two and tiny pieces."""
    paths = list(paths)
    with pytest.MonkeyPatch.context() as patch:
        use_tiny_pieces(patch, size)
        patch.setattr(piecework, "share_out", share_out)
        return outcomes(paths, 1), outcomes(paths, 2)
