"""Records of any WARC as warcio reads them, which bears much; a break is named with its place.

Few files need it, so it is imported only for those: warcio takes its time.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from osce_scraper.archive.entry import MAX_BLOCK, Entry, note_writer
from osce_scraper.archive.warc import GZIP_MAGIC, Warc
from osce_scraper.errors import UnreadableInputError

_FAULTS = (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error)


def walk_irregular(warc: Warc, start: int) -> Iterator[Entry]:
    """Read records with warcio, which bears much."""
    place = warc.file.seek(start)
    records = ArchiveIterator(warc.file, no_record_parse=True)
    position = first = records.offset
    try:
        while position < warc.end and (entry := _next_entry(records)) is not None:
            position, place = records.offset, warc.file.tell()
            note_writer(warc, entry)
            yield entry
            warc.file.seek(place)
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


def is_one_member(file: IO[bytes]) -> bool:
    """Whether a second record lies in the gzip member of the first, so that none can be sought."""
    file.seek(0)
    is_packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    file.seek(0)
    records = ArchiveIterator(file, no_record_parse=True)
    try:
        with redirect_stderr(io.StringIO()):  # what is wrong, says whoever reads it
            next(records)
            records.read_to_end()
    except (StopIteration, *_FAULTS):
        return False
    return is_packed and bool(records.next_line)


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
        block = record.raw_stream.read(MAX_BLOCK)
        is_cut = record.raw_stream.limit > 0
        offset = records.get_record_offset()
        _check_whole(records, record)
    fields: dict[str, str] = {}
    for name, value in record.rec_headers.headers:
        fields.setdefault(name.lower(), value or "")
    return Entry(fields, block, is_cut, offset, records.offset)


def _check_whole(records: Any, record: Any) -> None:
    """Raise unless the record was read to its end, and its gzip member with it."""
    packed = records.reader.decompressor
    if record.raw_stream.limit > 0 or (packed and not packed.eof):
        raise EOFError("a record is cut short")
    if records.err_count and not packed:
        raise ValueError("a record is longer than its Content-Length")
