"""Captures by the line, in pieces that are cut between lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import SEEK_END
from pathlib import Path
from typing import NamedTuple

from osce_scraper.archive.held_file import HeldFile
from osce_scraper.archive.places import Place
from osce_scraper.capture_lines import read_line
from osce_scraper.captures import open_input, read_lines
from osce_scraper.extraction.course import Course
from osce_scraper.items import Capture
from osce_scraper.named import Named, name

SIZE = 4 * 1024 * 1024  # bytes: some 50 pages


class LinesStop(NamedTuple):
    """How far lines were read."""

    position: int
    end: int
    """Where the piece ends."""
    lines: int = 0
    """How many of them."""


@dataclass(frozen=True, slots=True)
class LinesPiece:
    """Neighbouring lines of a file."""

    file: HeldFile
    start: int
    end: int

    def read(self) -> LinesReading:
        """Read them, up to one that holds no capture."""
        return LinesReading(self)


class LinesReading:
    """The captures of some lines."""

    def __init__(self, piece: LinesPiece) -> None:
        self._piece = piece
        self.stop = LinesStop(piece.start, piece.end)

    def __iter__(self) -> Iterator[Named]:
        return (name(self._piece.file.path, capture) for capture in self._captures())

    def _captures(self) -> Iterator[Capture]:
        # A line at fault is left to whoever reads on, and says which it is.
        with suppress(OSError, ValueError, RecursionError), self._piece.file.open() as file:
            position = file.seek(self._piece.start)
            while position < self._piece.end and (line := file.readline()):
                if (capture := read_line(line)) is not None:
                    yield capture
                position += len(line)
                self.stop = LinesStop(position, self._piece.end, self.stop.lines + 1)


class LinesCourse(Course[LinesStop]):
    """The reading of a file of lines in pieces."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        """Open a file.

        Args:
            path: A `.jsonl` file.
            stack: What closes it: `rest`, or whoever gave it.

        Raises:
            UnreadableInputError: If it cannot be opened.
        """
        self._stack = stack
        self._file = stack.enter_context(open_input(path))
        self._held = HeldFile.of(path, self._file)
        self._position = self._lines = 0

    def pieces(self) -> Iterator[LinesPiece]:
        """Cut the file between lines."""
        with suppress(OSError):  # whoever reads on says what is wrong
            start, size = 0, self._file.seek(0, SEEK_END)
            while start < size:
                self._file.seek(start + SIZE - 1)
                self._file.readline()
                end = min(self._file.tell(), size)
                yield LinesPiece(self._held, start, end)
                start = end

    def join(self, stop: LinesStop) -> bool:
        """Count the lines that were read; whether the piece was read to its end."""
        self._position = stop.position
        self._lines += stop.lines
        return stop.position >= stop.end

    def resolve(self, place: Place) -> Named | None:
        """Nothing: a line needs no other."""

    def rest(self) -> Iterator[Named]:
        """Read the lines that are left, with those that were added meanwhile; close the file.

        Raises:
            UnreadableInputError: With the number of a line that holds no capture.
        """
        path = self._held.path
        with self._stack:
            self._file.seek(self._position)
            for capture in read_lines(path, self._file, self._lines):
                yield name(path, capture)
