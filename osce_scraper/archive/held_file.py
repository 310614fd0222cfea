"""A file that one process holds open and others open too."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Self


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that stays open somewhere, so that no other can be taken for it."""

    path: Path
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path, file: IO[bytes]) -> Self:
        """The file that was opened at a path.

        Size and time are left out: a file that grows is still the same.
        """
        found = os.fstat(file.fileno())
        return cls(path, found.st_dev, found.st_ino)

    def open(self) -> BinaryIO:
        """Open it once more.

        Raises:
            OSError: If it cannot be opened, or another file lies at its path now.
        """
        file = self.path.open("rb")
        if HeldFile.of(self.path, file) == self:
            return file
        file.close()
        raise FileNotFoundError(errno.ENOENT, "another file lies there now", str(self.path))
