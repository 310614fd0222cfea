"""The records of a WARC one by one, each whole; a break is named with its place.

What is regular is read at once, what is odd by warcio, which takes nearly three times as long.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress

from osce_scraper.archive.entry import Entry, note_writer
from osce_scraper.archive.regular import is_packed, read_regular
from osce_scraper.archive.warc import Warc

_LONG = 8  # records


def walk(warc: Warc, start: int = 0) -> Iterator[Entry]:
    """Read the records of a WARC; others may read from its file meanwhile.

    Args:
        warc: The opened file.
        start: Where a record begins.

    Raises:
        UnreadableInputError: At the first record that is not whole, with file and offset.
    """
    position: int | None = start
    pause = 1
    while position is not None:
        last: Entry | None = None
        is_long = False
        for count, entry in enumerate(read_regular(warc, position), 1):
            last, is_long = entry, count >= _LONG
            note_writer(warc, entry)
            yield entry
        if last is not None and last.end >= warc.end:
            return
        # Coming back costs as much as some records; it is not worth it where odd ones are many.
        pause = 1 if is_long else pause
        position = yield from _walk_odd(warc, position, last, pause)
        pause *= 2


def _walk_odd(
    warc: Warc, start: int, last: Entry | None, pause: int
) -> Generator[Entry, None, int | None]:
    """Read records up to one from which on they are regular again.

    Args:
        warc: The opened file.
        start: Where the first record begins.
        last: A regular record before it, if there is one: what follows means more after that.
        pause: How many records to read before the first look whether they are regular again.

    Returns:
        Where the regular record begins; None at the end of the file.
    """
    records = _walk_irregular(warc, start if last is None else last.offset)
    if last is not None:
        next(records)
    for count, entry in enumerate(records, 1):
        yield entry
        # Ever more seldom: where all are odd, looking at each would cost half as much again.
        if count == pause:
            pause *= 2
            if _is_regular_after(warc, entry):
                return entry.end
    return None


def _is_regular_after(warc: Warc, entry: Entry) -> bool:
    """Whether a regular record follows, of the same kind: to warcio, others are none."""
    place, end = entry.offset, entry.end
    with suppress(OSError):  # warcio, asked for more, says what cannot be read
        # Amid several records in one gzip member, places are any numbers.
        if 0 <= place < end and is_packed(warc.file, place) == is_packed(warc.file, end):
            return next(read_regular(warc, end), None) is not None
    return False


def _walk_irregular(warc: Warc, start: int) -> Iterator[Entry]:
    from osce_scraper.archive.irregular import walk_irregular  # noqa: PLC0415 - see there

    return walk_irregular(warc, start)


def read_at(warc: Warc, offset: int) -> Entry:
    """Read one record.

    Raises:
        UnreadableInputError: If no whole record begins there.
    """
    return next(walk(warc, offset))
