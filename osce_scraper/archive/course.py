"""An archive read in pieces, from its first record to its last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from osce_scraper.archive.answers import Progress, find_records
from osce_scraper.archive.cutting import cut
from osce_scraper.archive.entry import note_writer
from osce_scraper.archive.files import open_archive
from osce_scraper.archive.held_file import HeldFile
from osce_scraper.archive.pieces import ArchivePiece, ArchiveStop
from osce_scraper.archive.places import Place
from osce_scraper.archive.reader import Archive
from osce_scraper.archive.regular import read_regular
from osce_scraper.archive.walk import read_at
from osce_scraper.named import Named, name


class ArchiveCourse:
    """The reading of an archive in pieces."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        """Open an archive.

        Args:
            path: A `.warc`, `.warc.gz` or `.wacz` file.
            stack: What closes it: `rest`, or whoever gave it.

        Raises:
            UnreadableInputError: If it is none, or its first record is not whole.
        """
        self._path = path
        self._stack = stack
        self._archive = Archive.of(open_archive(path, stack))
        self._progress = Progress(self._archive.warcs)

    @property
    def can_be_cut(self) -> bool:
        """Whether records can be sought in the file that the user named."""
        return all(warc.has_offsets for warc in self._archive.warcs)

    def pieces(self) -> Iterator[ArchivePiece]:
        """Cut it, between what looks like the ends of records."""
        held = HeldFile.of(self._path, self._archive.warcs[0].file)
        for number, warc in enumerate(self._archive.warcs):
            first = next(read_regular(warc), None)
            if first is None:
                return
            note_writer(warc, first)
            for start, end in cut(warc, first.offset):
                span, place = (first.offset, warc.end), Place(number, start)
                wayback = self._archive.wayback
                yield ArchivePiece(held, span, place, end, warc.is_own, wayback)

    def join(self, stop: ArchiveStop) -> bool:
        """Note how far the next piece was read; whether the one after it begins there."""
        if stop.last is not None:
            self._progress.last = stop.last
        return stop.position == stop.end

    def resolve(self, place: Place) -> Named | None:
        """The page of a revisit of the next piece; None if it has none, or not yet."""
        entry = read_at(self._archive.warcs[place.warc], place.offset)
        found = self._progress.find(entry, place)
        capture = None if found is None else self._archive.read(found)
        return None if capture is None else name(self._path, capture)

    def rest(self) -> Iterator[Named]:
        """Read on after the last piece that was joined, and close the archive.

        Raises:
            UnreadableInputError: Where the file breaks.
        """
        with self._stack:
            records = find_records(self._archive.warcs, self._progress)
            for capture in self._archive.captures(records):
                yield name(self._path, capture)
