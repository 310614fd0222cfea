"""WARC records of the form that all writers give them, at little more than the cost of inflating.

Whatever is not just of this form is left to warcio, which knows what other files look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import IO, NamedTuple

from osce_scraper.archive.entry import MAX_BLOCK, Entry
from osce_scraper.archive.inflating import FAULTS, start_gunzip
from osce_scraper.archive.warc import GZIP_MAGIC, Warc

BLANK = b"\r\n\r\n"
"""What ends the head of a record, and the record."""

_STEP = 32 * 1024  # bytes that are read at once; a head is shorter
_WARC = b"WARC/"
_VERSIONS = frozenset(("WARC/1.0", "WARC/1.1"))


class _Content(NamedTuple):
    """The bytes of one record, inflated."""

    start: bytes
    """As many as are kept."""
    size: int
    tail: bytes
    """The last four."""
    end: int
    """Where it ends in the file."""


def read_regular(warc: Warc, start: int = 0) -> Iterator[Entry]:
    """Read records up to the first that is not regular, or that something odd follows.

    Args:
        warc: The opened file; others may read from it meanwhile.
        start: Where a record begins.
    """
    with suppress(OSError):  # what cannot be read is left too
        yield from _read_records(warc, warc.file.seek(start))


def _read_records(warc: Warc, position: int) -> Iterator[Entry]:
    magic, read = _WARC, _read_plain
    if is_packed(warc.file, position):
        magic, read = GZIP_MAGIC, _read_packed
    while position < warc.end and (entry := read(warc.file, position)) is not None:
        position = entry.end
        if position != warc.end and bytes_at(warc.file, position, len(magic)) != magic:
            return
        yield entry


def is_packed(file: IO[bytes], position: int) -> bool:
    """Whether a gzip member seems to begin at a position of a file."""
    return bytes_at(file, position, len(GZIP_MAGIC)) == GZIP_MAGIC


def bytes_at(file: IO[bytes], position: int, count: int) -> bytes:
    """What lies in a file from a position on, at most so many bytes."""
    file.seek(position)
    return file.read(count)


def _read_packed(file: IO[bytes], offset: int) -> Entry | None:
    """A record that is a gzip member of its own."""
    content = _inflate(file, offset)
    if content is None or (head := _read_head(content.start)) is None:
        return None
    fields, begin, length = head
    if content.tail != BLANK or content.size != begin + length + len(BLANK):
        return None
    block = content.start[begin : begin + min(length, MAX_BLOCK)]
    return Entry(fields, block, length > MAX_BLOCK, offset, content.end)


def _inflate(file: IO[bytes], offset: int) -> _Content | None:
    """A gzip member; None if it is not whole."""
    inflater = start_gunzip()
    parts: list[bytes] = []
    size, tail = 0, b""
    file.seek(offset)
    while not inflater.eof:
        packed = file.read(_STEP)
        try:
            part = inflater.decompress(packed)
        except FAULTS:
            return None
        if not packed:
            return None
        if size < MAX_BLOCK + _STEP:
            parts.append(part)
        size, tail = size + len(part), (tail + part[-4:])[-4:]
        offset += len(packed)
    return _Content(b"".join(parts), size, tail, offset - len(inflater.unused_data))


def _read_plain(file: IO[bytes], offset: int) -> Entry | None:
    """A record that is not compressed."""
    start = bytes_at(file, offset, _STEP)
    if (head := _read_head(start)) is None:
        return None
    fields, begin, length = head
    kept = min(length, MAX_BLOCK)
    block = start[begin : begin + kept]
    block += file.read(kept - len(block))
    end = offset + begin + length
    if len(block) < kept or bytes_at(file, end, len(BLANK)) != BLANK:
        return None
    return Entry(fields, block, length > kept, offset, end + len(BLANK))


def _read_head(start: bytes) -> tuple[dict[str, str], int, int] | None:
    """The named fields of a record, where its block begins, and how long it is."""
    end = start.find(BLANK, 0, _STEP)
    try:
        version, *lines = start[: max(end, 0)].decode().split("\r\n")
    except UnicodeDecodeError:
        return None
    fields = _read_fields(lines) if version in _VERSIONS else {}
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return None
    return fields, end + len(BLANK), int(length)


def _read_fields(lines: list[str]) -> dict[str, str]:
    """Named fields as warcio reads them; none where it would do more than take them apart."""
    fields: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or "\n" in line or line.startswith((" ", "\t")):
            return {}
        fields.setdefault(name.rstrip(" \t").lower(), value.strip())
    url = fields.get("warc-target-uri", "")
    if " " in url:
        return {}
    if url.startswith("<") and url.endswith(">"):
        fields["warc-target-uri"] = url[1:-1]
    return fields
