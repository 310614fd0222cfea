"""WACZ: a zip that holds WARC files, as browsertrix and other recorders write them."""

from __future__ import annotations

import io
import lzma
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from osce_scraper.errors import UnreadableInputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ENCRYPTED = 0x1
_LOCAL_HEADER = struct.Struct("<26xHH")  # lengths of the name and of the extra field
_FAULTS = (
    zipfile.BadZipFile,
    struct.error,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # how zipfile says that it does not know a part's compression
    ValueError,
)


class Part(NamedTuple):
    """One WARC of a WACZ."""

    file: IO[bytes]
    is_stored: bool
    """Whether its bytes lie in the WACZ as they are, so that offsets are those of the WACZ."""


class Section(io.RawIOBase):
    """A part of a file; positions in it are positions in the file."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        super().__init__()
        self._file, self._start, self._end = file, start, end
        file.seek(start)

    def fileno(self) -> int:
        """Descriptor of the whole file."""
        return self._file.fileno()

    def tell(self) -> int:
        """Position in the whole file."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a position of the whole file, or of the section's end; 0 is its beginning."""
        if whence == io.SEEK_END:
            return self._file.seek(self._end + offset)
        return self._file.seek(max(offset, self._start))

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read up to the section's end."""
        view = memoryview(buffer).cast("B")
        data = self._file.read(max(0, min(len(view), self._end - self._file.tell())))
        view[: len(data)] = data
        return len(data)


def warc_parts(path: Path, file: IO[bytes], stack: ExitStack) -> Iterator[Part]:
    """The WARCs of a WACZ, in the order of the zip.

    Args:
        path: The file's name, for messages.
        file: The opened WACZ; the parts read from it.
        stack: What closes the parts.

    Raises:
        UnreadableInputError: If it is no whole zip, or is encrypted.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if not info.filename.lower().endswith((".warc", ".warc.gz")):
                    continue
                if info.flag_bits & _ENCRYPTED:
                    raise zipfile.BadZipFile(f"{info.filename} is encrypted")
                if info.compress_type == zipfile.ZIP_STORED:
                    yield Part(_section(file, info), is_stored=True)
                else:
                    spool = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
                    _unpack(archive, info, spool)
                    yield Part(spool, is_stored=False)
    except _FAULTS as error:
        raise UnreadableInputError(f"{path}: no whole WACZ (a zip): {error}") from error


def _section(file: IO[bytes], info: zipfile.ZipInfo) -> IO[bytes]:
    file.seek(info.header_offset)
    start = info.header_offset + _LOCAL_HEADER.size
    start += sum(_LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size)))
    return cast("IO[bytes]", Section(file, start, start + info.file_size))


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: IO[bytes]) -> None:
    """Unpack a WARC that the zip compresses once more, so that it can be sought in."""
    with archive.open(info) as packed:
        shutil.copyfileobj(packed, target)
