"""An opened WARC."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

GZIP_MAGIC = b"\x1f\x8b\x08"
"""How a gzip member begins."""


@dataclass(slots=True)
class Warc:
    """An opened WARC; it can be read from any position."""

    path: Path
    """The file that the user named."""
    file: IO[bytes]
    end: int
    """Position after its last byte when it was opened; one more where it breaks off before its end.

    Records that are added behind it are not read.
    """
    has_offsets: bool
    """Whether positions in `file` are positions in the file that the user named."""
    is_own: bool = False
    """Whether this project wrote it; set while it is read."""

    @property
    def name(self) -> str:
        """The name that records carry."""
        return self.path.name
