"""The WARC files behind a name: `.warc`, `.warc.gz`, and those that a `.wacz` holds."""

from __future__ import annotations

import gzip
import io
import tempfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from osce_scraper.archive.regular import read_regular
from osce_scraper.archive.wacz import warc_parts
from osce_scraper.archive.warc import Warc
from osce_scraper.errors import UnreadableInputError

ENDINGS = (".warc.gz", ".warc", ".wacz")
"""How names of archives end."""

_FAULTS = (EOFError, zlib.error, gzip.BadGzipFile)


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
    if _is_one_member(path, file):
        packed, file = file, stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        missing = _inflate(packed, file)
        has_offsets = False
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    return Warc(path, file, end + missing, has_offsets)


def _is_one_member(path: Path, file: IO[bytes]) -> bool:
    """Whether a second record lies in the gzip member of the first, so that none can be sought."""
    whole = Warc(path, file, file.seek(0, io.SEEK_END), has_offsets=True)
    if next(read_regular(whole), None) is not None:
        return False
    from osce_scraper.archive.irregular import is_one_member  # noqa: PLC0415 - see there

    return is_one_member(file)


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
