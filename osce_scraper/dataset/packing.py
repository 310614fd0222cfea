"""JSON Lines on disk, plain or compressed: the ending of a file's name tells which."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from backports import zstd

from osce_scraper.errors import UnreadableInputError

COMPRESSIONS = ("gz", "zst")
"""Compressions that a dump can have, named as their files end."""
ENDINGS = ("", *(f".{name}" for name in COMPRESSIONS))
"""What may follow `.jsonl` in the name of a file."""
MAX_LINE = 64 * 1024 * 1024
"""Bytes of the longest line that is read; a page of 8 MiB with every letter escaped fits."""

_FAULTS = (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError)
_GZIP_LEVEL = 6  # 9 takes four times as long and saves one byte in a hundred
# The check sum makes a flipped bit an error, as gzip's own does.
_ZSTD_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 9,
    zstd.CompressionParameter.checksum_flag: 1,
}


def find(folder: Path, name: str) -> Path | None:
    """A file of a folder by its plain name, as it lies there: plain or compressed."""
    for ending in ENDINGS:
        if (path := folder / f"{name}{ending}").exists():
            return path
    return None


@contextmanager
def open_plain(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read what it holds, uncompressed.

    Raises:
        OSError: If it cannot be opened.
        EOFError: If a file that should be compressed is empty.
    """
    with path.open("rb") as file:
        if path.suffix not in ENDINGS[1:]:
            yield file
            return
        if not file.peek(1):
            raise EOFError("the file is empty")
        packed: Any = zstd.ZstdFile(file) if path.suffix == ".zst" else gzip.GzipFile(fileobj=file)
        with packed, io.BufferedReader(packed) as plain:
            yield plain


@contextmanager
def packed_into(file: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    """What to write to, so that an opened file gets its content as its name says.

    Equal content gives equal bytes: neither time nor name is written, and the level is fixed.
    """
    match path.suffix:
        case ".gz":
            packer: Any = gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)
        case ".zst":
            packer = zstd.ZstdFile(file, "w", options=_ZSTD_OPTIONS)
        case _:
            packer = nullcontext(file)
    with packer as packed:
        packed.write(b"")  # otherwise zstd leaves out the frame of an empty file
        yield packed


def read_numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, from 1; no more than one is held.

    Raises:
        UnreadableInputError: If the file cannot be read to its end, or a line is too long.
    """
    number = 0
    try:
        with open_plain(path) as file:
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise UnreadableInputError(f"{path}:{number}: longer than {MAX_LINE} bytes")
                yield number, line
    except IsADirectoryError:
        raise UnreadableInputError(f"{path}: is a folder; name the files in it") from None
    except _FAULTS as error:
        where = f"{path}:{number + 1}"
        raise UnreadableInputError(f"{where}: cannot be read to its end: {error}") from error
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror or error}") from error
