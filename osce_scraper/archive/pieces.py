"""An archive cut into pieces, each of which a process can read by itself.

A piece is read as long as its records are regular and none of them needs another. What is not so
is read by whoever puts the pieces together, just as if there were none. So is the rest of a file
whose place another takes meanwhile: it stays open there, and no piece is read of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, NamedTuple, cast

from osce_scraper.archive.answers import Found, needs_body
from osce_scraper.archive.entry import note_writer
from osce_scraper.archive.held_file import HeldFile
from osce_scraper.archive.places import Place
from osce_scraper.archive.reader import Archive
from osce_scraper.archive.regular import read_regular
from osce_scraper.archive.wacz import Section
from osce_scraper.archive.warc import Warc
from osce_scraper.named import Named, name


@dataclass(frozen=True, slots=True)
class ArchivePiece:
    """Neighbouring records of one WARC."""

    file: HeldFile
    span: tuple[int, int]
    """Where the WARC begins and ends in the file."""
    place: Place
    """Where the first record seems to begin."""
    end: int
    """Where the first record after the last seems to begin."""
    is_own: bool
    """Whether the records before it say that this project wrote them."""
    wayback: str

    def read(self) -> ArchiveReading:
        """Read it, as far as that can be done alone."""
        return ArchiveReading(self)


class ArchiveStop(NamedTuple):
    """How far a piece was read."""

    position: int
    end: int
    """Where the piece ends."""
    last: Place | None = None
    """The last record that was read; None if none was."""


class ArchiveReading:
    """The pages of a piece and, amid them, the places of revisits, whose bodies lie elsewhere."""

    def __init__(self, piece: ArchivePiece) -> None:
        self._piece = piece
        self.stop = ArchiveStop(piece.place.offset, piece.end)
        """How far it was read by now."""

    def __iter__(self) -> Iterator[Named | Place]:
        piece = self._piece
        try:
            with piece.file.open() as file:
                section = cast("IO[bytes]", Section(file, *piece.span))
                warc = Warc(piece.file.path, section, piece.span[1], has_offsets=True)
                warc.is_own = piece.is_own
                yield from self._read(Archive([warc], piece.wayback))
        except OSError:
            return  # whoever reads on from here says what is wrong

    def _read(self, archive: Archive) -> Iterator[Named | Place]:
        (warc,) = archive.warcs
        number, start = self._piece.place
        for entry in read_regular(warc, start):
            note_writer(warc, entry)
            if warc.is_own != self._piece.is_own:
                return
            place = Place(number, entry.offset)
            if needs_body(entry):
                yield place
            elif (capture := archive.read(Found(Place(0, entry.offset), entry))) is not None:
                yield name(warc.path, capture)
            self.stop = ArchiveStop(entry.end, self._piece.end, place)
            if entry.end >= self._piece.end:
                return
