"""Gzip members, as `.warc.gz` files are made of: one for each record."""

from __future__ import annotations

import struct
import zlib

from osce_scraper.archive.cutting import holds_record
from osce_scraper.archive.warc import GZIP_MAGIC

_LEVEL = 6  # at warcio's own 9 pages take longer and come out no smaller
_SMALL = 4096  # bytes; what is no larger fits into the smaller window
# A full window and its memory; for a few hundred bytes these take ten times as long to prepare.
_LARGE_SIZES, _SMALL_SIZES = (15, 8), (12, 5)
_HEADER = GZIP_MAGIC + bytes(6) + b"\xff"  # no name, no time, no system
_TRAILER = struct.Struct("<II")  # CRC 32, and the size


def pack(head: bytes, body: bytes) -> bytes:
    """Make a member.

    Args:
        head: The first bytes of what it holds.
        body: The rest. What begins as gzip does, as pages come, is stored as it is: to compress
            it once more takes longer than all else, and saves two bytes of a hundred. Not so a
            record of another archive, or this one would seem to have a record there.
    """
    if body.startswith(GZIP_MAGIC) and not holds_record(body):
        packed = _deflate(head, zlib.Z_SYNC_FLUSH) + _store(body)
    else:
        packed = _deflate(head + body)
    crc = zlib.crc32(body, zlib.crc32(head))
    return _HEADER + packed + _TRAILER.pack(crc, len(head) + len(body) & 0xFFFFFFFF)


def _deflate(content: bytes, end: int = zlib.Z_FINISH) -> bytes:
    window, memory = _SMALL_SIZES if len(content) <= _SMALL else _LARGE_SIZES
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -window, memory)
    return packer.compress(content) + packer.flush(end)


def _store(content: bytes) -> bytes:
    packer = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
