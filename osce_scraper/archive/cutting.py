"""Where a WARC can be cut: places at which records seem to begin, a piece apart from each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from osce_scraper.archive.inflating import FAULTS, start_gunzip
from osce_scraper.archive.regular import BLANK, bytes_at, is_packed
from osce_scraper.archive.warc import GZIP_MAGIC, Warc

PACKED_PIECE = 1024 * 1024  # bytes: some 80 pages; what each piece costs besides is little then
PLAIN_PIECE = 4 * 1024 * 1024
_BEGINNING = 1024  # bytes
_WINDOW = 64 * 1024  # bytes that are searched at once for a record


def cut(warc: Warc, begin: int) -> Iterator[tuple[int, int]]:
    """Cut a WARC between what looks like the ends of records.

    Args:
        warc: The opened file.
        begin: Where the first record begins.

    Returns:
        Where each piece begins and ends.
    """
    find, size = _find_plain, PLAIN_PIECE
    if is_packed(warc.file, begin):
        find, size = _find_member, PACKED_PIECE
    with suppress(OSError):  # whoever reads on says what is wrong
        while begin < warc.end:
            end = find(warc, begin + size)
            yield begin, end
            begin = end


def _find_member(warc: Warc, position: int) -> int:
    """Where the next gzip member begins that holds a record; the end if there is none."""
    while (position := _find(warc, GZIP_MAGIC, position)) < warc.end:
        if holds_record(bytes_at(warc.file, position, _BEGINNING)):
            break
        position += 1
    return min(position, warc.end)


def _find_plain(warc: Warc, position: int) -> int:
    """Where the next record seems to begin that is not compressed; the end if there is none."""
    before = len(BLANK)
    return min(_find(warc, BLANK + b"WARC/1.", position - before) + before, warc.end)


def _find(warc: Warc, mark: bytes, position: int) -> int:
    """Where some bytes are next; the end if nowhere."""
    position = max(position, warc.file.seek(0))
    while len(window := bytes_at(warc.file, position, _WINDOW)) >= len(mark):
        found = window.find(mark)
        if found >= 0:
            return position + found
        position += len(window) - len(mark) + 1
    return warc.end


def holds_record(member: bytes) -> bool:
    """Whether bytes begin a gzip member that holds a record."""
    try:
        start = start_gunzip().decompress(member[:_BEGINNING], 5)
    except FAULTS:
        return False
    return bool(start == b"WARC/")
