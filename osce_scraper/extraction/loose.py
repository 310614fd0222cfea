"""Loose pages, some in a piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from osce_scraper.archive.answers import Place
from osce_scraper.captures import Named, read_named
from osce_scraper.errors import UnreadableInputError

PAGES = 16


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
        self.stop = 0

    def __iter__(self) -> Iterator[Named]:
        with suppress(UnreadableInputError):
            for path in self._piece.paths:
                yield from read_named(path, self._piece.url)
                self.stop += 1


class PagesCourse:
    """The reading of loose pages."""

    def __init__(self, paths: Sequence[Path], url: str | None) -> None:
        self._paths, self._url = paths, url
        self._read = 0

    def pieces(self) -> Iterator[PagesPiece]:
        """Some pages each."""
        for start in range(0, len(self._paths), PAGES):
            yield PagesPiece(self._paths[start : start + PAGES], self._url)

    def join(self, piece: PagesPiece, stop: int) -> bool:
        """Count the pages that were read; whether all of the piece were."""
        self._read += stop
        return stop == len(piece.paths)

    def resolve(self, place: Place) -> Named | None:
        """Nothing: a page needs no other."""

    def rest(self) -> Iterator[Named]:
        """Read the pages that are left.

        Raises:
            UnreadableInputError: For one that cannot be read.
        """
        for path in self._paths[self._read :]:
            yield from read_named(path, self._url)
