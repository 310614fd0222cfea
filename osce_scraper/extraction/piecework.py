"""Files read by several processes, piece by piece.

What cannot be cut into pieces is read by the first process, which sends the others the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import Any, Generic, NoReturn

from osce_scraper.archive.places import Place
from osce_scraper.errors import UnreadableInputError
from osce_scraper.extraction.course import Course, Piece, Stop
from osce_scraper.extraction.courses import courses
from osce_scraper.extraction.open_files import OpenFiles
from osce_scraper.extraction.outcome import Outcome, read_page
from osce_scraper.extraction.sharing import Job, Run, share_out
from osce_scraper.named import Named

_BATCH = 16  # pages


def read_in_pieces(paths: Sequence[Path], url: str | None, workers: int) -> Iterator[Outcome]:
    """Read every page of some files; arguments and errors are those of `extract`."""
    with closing(OpenFiles()) as files:
        inputs = courses(paths, url, files)
        yield from share_out(lambda run: _to_the_fault(_jobs(inputs, run)), workers)


def _jobs(
    inputs: Iterable[Course[Any] | Iterator[Named]], run: Run[Outcome]
) -> Iterator[Job[Outcome]]:
    for is_cut, some in groupby(inputs, lambda one: isinstance(one, Course)):
        if is_cut:
            for course in some:
                if isinstance(course, Course):
                    yield from _CourseJobs(course, run)
        else:
            captures = (one for one in some if not isinstance(one, Course))
            yield from _batches(chain.from_iterable(captures))


def _to_the_fault(jobs: Iterator[Job[Outcome]]) -> Iterator[Job[Outcome]]:
    """Jobs up to the place where the input breaks, which is told when those before are settled."""
    try:
        yield from jobs
    except UnreadableInputError as error:
        yield Job(None, partial(_raise, error))


def _raise(error: Exception, _: None) -> NoReturn:
    raise error


def _batches(captures: Iterable[Named]) -> Iterator[Job[Outcome]]:
    """Jobs that hold pages themselves."""
    batch: list[Named] = []
    try:
        for named in captures:
            batch.append(named)
            if len(batch) == _BATCH:
                yield _batch_job(batch)
                batch = []
    except UnreadableInputError:
        yield _batch_job(batch)  # what was read before the place where the file breaks
        raise
    if batch:
        yield _batch_job(batch)


def _batch_job(batch: list[Named]) -> Job[Outcome]:
    return Job(partial(_read_batch, batch), iter)


def _read_batch(batch: list[Named]) -> list[Outcome]:
    return list(map(read_page, batch))


class _CourseJobs(Generic[Stop]):
    """Jobs that read pieces; where they do not join, reading goes on in this process."""

    def __init__(self, course: Course[Stop], run: Run[Outcome]) -> None:
        self._course, self._run = course, run
        self._is_over = False

    def __iter__(self) -> Iterator[Job[Outcome]]:
        pieces = self._course.pieces()
        while not self._is_over and (piece := next(pieces, None)) is not None:
            yield Job(partial(_read_piece, piece), self._settle)
        yield Job(None, self._end)

    def _settle(self, result: tuple[list[Outcome | Place], Stop]) -> Iterator[Outcome]:
        if self._is_over:
            return
        found, stop = result
        for one in found:
            if not isinstance(one, Place):
                yield one
            elif (named := self._course.resolve(one)) is not None:
                yield read_page(named)
        if not self._course.join(stop):
            yield from self._end()

    def _end(self, _: None = None) -> Iterator[Outcome]:
        if not self._is_over:
            self._is_over = True
            yield from self._run(_to_the_fault(_batches(self._course.rest())))


def _read_piece(piece: Piece[Stop]) -> tuple[list[Outcome | Place], Stop]:
    reading = piece.read()
    found: list[Outcome | Place] = []
    with suppress(Exception):  # who reads on from there meets the fault too, and tells it
        found.extend(one if isinstance(one, Place) else read_page(one) for one in reading)
    return found, reading.stop
