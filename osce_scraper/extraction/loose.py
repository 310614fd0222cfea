"""Loose pages, some in a piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from osce_scraper.archive.places import Place
from osce_scraper.captures import read_named
from osce_scraper.errors import UnreadableInputError
from osce_scraper.extraction.course import Course
from osce_scraper.named import Named

PAGES = 16


class PagesStop(NamedTuple):
    """How many pages of a piece were read."""

    read: int
    of: int


@dataclass(frozen=True, slots=True)
class PagesPiece:
    """Some loose pages."""

    paths: Sequence[Path]
    url: str | None

    def read(self) -> PagesReading:
        """Read them, up to one that cannot be read."""
        return PagesReading(self)


class PagesReading:
    """Some loose pages, as captures."""

    def __init__(self, piece: PagesPiece) -> None:
        self._piece = piece
        self.stop = PagesStop(0, len(piece.paths))

    def __iter__(self) -> Iterator[Named]:
        with suppress(UnreadableInputError):
            for path in self._piece.paths:
                yield from read_named(path, self._piece.url)
                self.stop = PagesStop(self.stop.read + 1, self.stop.of)


class PagesCourse(Course[PagesStop]):
    """The reading of loose pages."""

    def __init__(self, paths: Sequence[Path], url: str | None) -> None:
        self._paths, self._url = paths, url
        self._read = 0

    def pieces(self) -> Iterator[PagesPiece]:
        """Some pages each."""
        for start in range(0, len(self._paths), PAGES):
            yield PagesPiece(self._paths[start : start + PAGES], self._url)

    def join(self, stop: PagesStop) -> bool:
        """Count the pages that were read; whether all of the piece were."""
        self._read += stop.read
        return stop.read == stop.of

    def resolve(self, place: Place) -> Named | None:
        """Nothing: a page needs no other."""

    def rest(self) -> Iterator[Named]:
        """Read the pages that are left.

        Raises:
            UnreadableInputError: For one that cannot be read.
        """
        for path in self._paths[self._read :]:
            yield from read_named(path, self._url)
