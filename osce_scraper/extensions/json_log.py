"""The log as JSON, one object a line, for programs that watch runs."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

import orjson

from osce_scraper.errors import OsceScraperError
from osce_scraper.extensions.figures import FIGURES

logger = logging.getLogger(__name__)


class JsonLines(logging.Handler):
    """Adds log records to a file; when that cannot be written, says so once and is silent."""

    def __init__(self, path: Path, level: str) -> None:
        """Open the file.

        Args:
            path: The file; what it holds is kept.
            level: Name of the least level; records with figures pass in any case.

        Raises:
            OSError: If it cannot be written.
        """
        super().__init__()
        self.path = path
        self._least = logging.getLevelNamesMapping()[level]
        self._file: FileIO | None = FileIO(path, "ab")
        self._is_broken = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, unless it is of no account."""
        if self._is_broken or (record.levelno < self._least and not hasattr(record, FIGURES)):
            return
        try:
            self._write(_line(record))
        except OSError as error:
            self._is_broken = True  # a log is not worth a run
            logger.warning("the log %s cannot be written: %s", self.path, error.strerror)

    def _write(self, line: bytes) -> None:
        if self._file is None:
            self._file = FileIO(self.path, "ab")
        end = self._file.tell()
        if self._file.write(line) != len(line):
            with suppress(OSError):
                self._file.truncate(end)
            raise OSError(errno.ENOSPC, "only a part of a line fits")

    def close(self) -> None:
        """Close the file; the next record opens it again.

        Scrapy closes all handlers that it finds when it sets up its own.
        """
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None
        super().close()


@contextmanager
def json_log(path: Path | None, level: str) -> Iterator[None]:
    """Keep a log as long as the block runs, and the error of ours that ends it.

    Args:
        path: The file; None to keep none.
        level: Name of the least level.

    Raises:
        OSError: If the file cannot be opened.
    """
    if path is None:
        yield
        return
    handler = JsonLines(path, level)
    logging.root.addHandler(handler)
    try:
        yield
    except OsceScraperError as error:
        words = {"msg": str(error), "levelname": "ERROR", "levelno": logging.ERROR}
        handler.handle(logging.makeLogRecord({"name": "osce_scraper", **words}))
        raise
    finally:
        logging.root.removeHandler(handler)
        handler.close()


def _line(record: logging.LogRecord) -> bytes:
    moment = datetime.fromtimestamp(record.created, UTC)
    said = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": _text(record.getMessage()),
    }
    if (figures := getattr(record, FIGURES, None)) is not None:
        said[FIGURES] = figures
    if record.exc_info:
        said["exception"] = _text(logging.Formatter().formatException(record.exc_info))
    return orjson.dumps(said) + b"\n"


def _text(words: str) -> str:
    """Words that can be written: addresses may hold halves of characters."""
    return words.encode("utf-8", "backslashreplace").decode("utf-8")
