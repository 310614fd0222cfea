"""Captures by the line, in pieces that are cut between lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from typing import NamedTuple

from osce_scraper.archive.answers import Place
from osce_scraper.capture_lines import read_line
from osce_scraper.captures import Named, named, read_lines
from osce_scraper.items import Capture

SIZE = 1024 * 1024  # bytes: some 14 pages


class LinesStop(NamedTuple):
    """How far lines were read."""

    position: int
    lines: int = 0
    """How many of them."""


@dataclass(frozen=True, slots=True)
class LinesPiece:
    """Neighbouring lines of a file."""

    path: Path
    start: int
    end: int

    def read(self) -> LinesReading:
        """Read them, up to one that holds no capture."""
        return LinesReading(self)


class LinesReading:
    """The captures of some lines."""

    def __init__(self, piece: LinesPiece) -> None:
        self._piece = piece
        self.stop = LinesStop(piece.start)

    def __iter__(self) -> Iterator[Named]:
        return named(self._piece.path, self._captures())

    def _captures(self) -> Iterator[Capture]:
        # A line at fault is left to whoever reads on, and says which it is.
        with suppress(OSError, ValueError, RecursionError), self._piece.path.open("rb") as file:
            position = file.seek(self._piece.start)
            while position < self._piece.end and (line := file.readline()):
                if (capture := read_line(line)) is not None:
                    yield capture
                position += len(line)
                self.stop = LinesStop(position, self.stop.lines + 1)


class LinesCourse:
    """The reading of a file of lines in pieces."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = self._lines = 0

    def pieces(self) -> Iterator[LinesPiece]:
        """Cut the file between lines."""
        with suppress(OSError), self._path.open("rb") as file:
            start, size = 0, file.seek(0, SEEK_END)
            while start < size:
                file.seek(start + SIZE - 1)
                file.readline()
                end = min(file.tell(), size)
                yield LinesPiece(self._path, start, end)
                start = end

    def join(self, piece: LinesPiece, stop: LinesStop) -> bool:
        """Count the lines that were read; whether the piece was read to its end."""
        self._position = stop.position
        self._lines += stop.lines
        return stop.position >= piece.end

    def resolve(self, place: Place) -> Named | None:
        """Nothing: a line needs no other."""

    def rest(self) -> Iterator[Named]:
        """Read the lines that are left.

        Raises:
            UnreadableInputError: With the number of a line that holds no capture.
        """
        return named(self._path, read_lines(self._path, self._position, self._lines))
