"""The WARC files behind a name: `.warc`, `.warc.gz`, and those that a `.wacz` holds."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from contextlib import ExitStack, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from osce_scraper.archive.wacz import warc_parts
from osce_scraper.errors import UnreadableInputError

ENDINGS = (".warc.gz", ".warc", ".wacz")
"""How names of archives end."""

GZIP_MAGIC = b"\x1f\x8b\x08"
"""How a gzip member begins."""

_FAULTS = (EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(slots=True)
class Warc:
    """An opened WARC; it can be read from any position."""

    path: Path
    """The file that the user named."""
    file: IO[bytes]
    end: int
    """Position after its last byte; one more where the file breaks off before its end."""
    has_offsets: bool
    """Whether positions in `file` are positions in the file that the user named."""
    is_own: bool = False
    """Whether this project wrote it; set while it is read."""

    @property
    def name(self) -> str:
        """The name that records carry."""
        return self.path.name


def open_archive(path: Path, stack: ExitStack) -> list[Warc]:
    """Open an archive.

    Args:
        path: A `.warc`, `.warc.gz` or `.wacz` file.
        stack: What closes the files.

    Raises:
        UnreadableInputError: If it cannot be read, is no WACZ, or is a WACZ without a WARC.
    """
    try:
        file = stack.enter_context(path.open("rb"))
        if path.suffix.lower() != ".wacz":
            return [_warc(path, file, stack, has_offsets=True)]
        parts = list(warc_parts(path, file, stack))
        if not parts:
            raise UnreadableInputError(f"{path}: the WACZ holds no WARC file")
        return [_warc(path, part.file, stack, has_offsets=part.is_stored) for part in parts]
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror or error}") from error


def _warc(path: Path, file: IO[bytes], stack: ExitStack, *, has_offsets: bool) -> Warc:
    missing = 0
    if _is_one_member(file):
        packed, file = file, stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        missing = _inflate(packed, file)
        has_offsets = False
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    return Warc(path, file, end + missing, has_offsets)


def _is_one_member(file: IO[bytes]) -> bool:
    """Whether a second record lies in the gzip member of the first, so that none can be sought."""
    file.seek(0)
    is_packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    file.seek(0)
    records = ArchiveIterator(file, no_record_parse=True)
    try:
        with redirect_stderr(io.StringIO()):  # what is wrong, says whoever reads it
            next(records)
            records.read_to_end()
    except (StopIteration, ArchiveLoadFailed, *_FAULTS):
        return False
    return is_packed and bool(records.next_line)


def _inflate(packed: IO[bytes], target: IO[bytes]) -> int:
    """Write what a gzip file holds, up to where it breaks.

    Returns:
        0, or 1 if it breaks: at least one byte is missing.
    """
    packed.seek(0)
    with gzip.GzipFile(fileobj=packed) as file:
        while True:
            try:
                piece = file.read1()
            except _FAULTS:
                return 1
            if not piece:
                return 0
            target.write(piece)
