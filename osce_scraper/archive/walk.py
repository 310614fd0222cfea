"""The records of a WARC one by one, each whole; a break is named with its place."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from osce_scraper.archive.coding import MAX_BODY
from osce_scraper.archive.files import Warc
from osce_scraper.errors import UnreadableInputError

_MAX_BLOCK = MAX_BODY + 64 * 1024  # a body and its headers
_OWN = b"software: osce-scraper/"
_FAULTS = (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error)


class Entry(NamedTuple):
    """One record of a WARC."""

    fields: Any
    """Its named fields, as warcio read them."""
    block: bytes
    is_cut: bool
    """Whether the block is longer than what is kept of it."""
    offset: int
    """Where it begins in the opened file."""

    def field(self, name: str) -> str:
        """A named field; empty where it is missing."""
        return self.fields.get_header(name) or ""

    @property
    def type(self) -> str:
        """Type of the record, e.g. `response`."""
        return self.field("WARC-Type")

    @property
    def url(self) -> str:
        """Address that it is about; empty where it names none."""
        return self.field("WARC-Target-URI")


def walk(warc: Warc, start: int = 0) -> Iterator[Entry]:
    """Read the records of a WARC.

    Args:
        warc: The opened file.
        start: Where a record begins.

    Raises:
        UnreadableInputError: At the first record that is not whole, with file and offset.
    """
    warc.file.seek(start)
    records = ArchiveIterator(warc.file, no_record_parse=True)
    position = first = records.offset
    try:
        while (entry := _next_entry(records)) is not None:
            position = records.offset
            if entry.type == "warcinfo":
                warc.is_own = _OWN in entry.block
            yield entry
        if position == first:
            raise EOFError("there is no record")
        if position < warc.end:
            raise EOFError("a record is cut short")
    except _FAULTS as error:
        where = f"byte {position}" if warc.has_offsets else f"byte {position} of what it holds"
        raise UnreadableInputError(f"{warc.path}: broken at {where}: {_words(error)}") from error


def _words(error: Exception) -> str:
    words = " ".join(str(error).split())
    if "non-chunked gzip" in words:  # warcio says it in half a page
        return "several records in one gzip member; 'warcio recompress' mends that"
    return words


def read_at(warc: Warc, offset: int) -> Entry:
    """Read one record; a walk that is under way in the same file can go on.

    Raises:
        UnreadableInputError: If no whole record begins there.
    """
    position = warc.file.tell()
    try:
        return next(walk(warc, offset))
    finally:
        warc.file.seek(position)


def _next_entry(records: Any) -> Entry | None:
    # warcio prints what it finds amiss; here it becomes an error, or is of no account.
    with redirect_stderr(io.StringIO()):
        record = next(records, None)
        if record is None:
            return None
        if record.format != "warc":
            raise ValueError("a record that is no WARC record")
        if not record.rec_headers.get_header("Content-Length", "").isdigit():
            raise ValueError("a record is cut short, or has no Content-Length")
        block = record.raw_stream.read(_MAX_BLOCK)
        is_cut = record.raw_stream.limit > 0
        offset = records.get_record_offset()
        _check_whole(records, record)
    return Entry(record.rec_headers, block, is_cut, offset)


def _check_whole(records: Any, record: Any) -> None:
    """Raise unless the record was read to its end, and its gzip member with it."""
    packed = records.reader.decompressor
    if record.raw_stream.limit > 0 or (packed and not packed.eof):
        raise EOFError("a record is cut short")
    if records.err_count and not packed:
        raise ValueError("a record is longer than its Content-Length")
