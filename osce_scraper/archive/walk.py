"""The records of a WARC one by one, each whole; a break is named with its place."""

from __future__ import annotations

from collections.abc import Iterator

from osce_scraper.archive.regular import Entry, note_writer, read_regular
from osce_scraper.archive.warc import Warc


def walk(warc: Warc, start: int = 0) -> Iterator[Entry]:
    """Read the records of a WARC; others may read from its file meanwhile.

    Args:
        warc: The opened file.
        start: Where a record begins.

    Raises:
        UnreadableInputError: At the first record that is not whole, with file and offset.
    """
    last: Entry | None = None
    for entry in read_regular(warc, start):
        last = entry
        note_writer(warc, entry)
        yield entry
    if last is None:
        yield from _walk_irregular(warc, start)
    elif last.end < warc.end:
        rest = _walk_irregular(warc, last.offset)  # what follows means more after what it follows
        next(rest)
        yield from rest


def _walk_irregular(warc: Warc, start: int) -> Iterator[Entry]:
    from osce_scraper.archive.irregular import walk_irregular  # noqa: PLC0415 - see there

    return walk_irregular(warc, start)


def read_at(warc: Warc, offset: int) -> Entry:
    """Read one record.

    Raises:
        UnreadableInputError: If no whole record begins there.
    """
    return next(walk(warc, offset))
