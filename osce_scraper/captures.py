"""Captures from files: `.html`, `.txt`, `.jsonl` (or `.jsonl.gz`) of captures, and archives."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from osce_scraper.archive.files import ENDINGS
from osce_scraper.archive.reader import check_archive, read_archive
from osce_scraper.capture_lines import fault_of, read_line
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import Capture
from osce_scraper.named import Named, name
from osce_scraper.pages.decoding import is_binary

_PAGES = frozenset((".html", ".htm"))


def check_input(paths: Sequence[Path], url: str | None = None) -> None:
    """Refuse what cannot be read before any work is done.

    Args:
        paths: Files that the user named.
        url: Address of the page, if the user gave one.

    Raises:
        UnreadableInputError: For a path that is missing, a folder, empty, without permission,
            binary, or of a kind that is not known; for an address that goes with several pages.
    """
    if url is not None and (len(paths) > 1 or _kind(paths[0]) not in {".html", ".txt"}):
        raise UnreadableInputError("--url goes with a single .html or .txt file")
    for path in paths:
        kind = _kind(path)
        if kind in ENDINGS:
            check_archive(path)
            continue
        start = _read(path, 8192)
        if not start.strip():
            raise UnreadableInputError(f"{path}: the file is empty; a page was expected")
        if kind != ".jsonl.gz" and is_binary(start):
            raise UnreadableInputError(f"{path}: the file is binary; HTML or text was expected")


def read_file(path: Path, url: str | None = None) -> Iterator[Capture]:
    """Read the captures of one file.

    Args:
        path: `.html` and `.txt` hold one page, `.jsonl` and `.jsonl.gz` a capture a line.
        url: Address of the page, where the file does not tell.

    Raises:
        UnreadableInputError: As `check_input`, or with the number of a line that is no capture.
    """
    if is_archive(path):
        yield from read_archive(path)
        return
    if _kind(path) in {".jsonl", ".jsonl.gz"}:
        with open_input(path) as file:
            yield from read_lines(path, file)
        return
    content = _read(path)
    if _kind(path) == ".txt":
        yield Capture(url=url, status=None, text=_text(path, content))
    else:
        yield Capture(url=url, status=None, body=content)


def read_named(path: Path, url: str | None = None) -> Iterator[Named]:
    """Read the captures of one file as `read_file`, each with its address or the file's name."""
    return (name(path, capture) for capture in read_file(path, url))


def holds_one_page(path: Path) -> bool:
    """Whether a file is a loose page, by its name."""
    return _kind(path) in {".html", ".txt"}


def holds_plain_lines(path: Path) -> bool:
    """Whether a file holds a capture a line and can be read from any place."""
    return _kind(path) == ".jsonl" and path.is_file()


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive, by its name."""
    return _kind(path) in ENDINGS


def _kind(path: Path) -> str:
    lowered = path.name.lower()
    for ending in (*ENDINGS, ".jsonl.gz", ".jsonl", ".txt", *_PAGES):
        if lowered.endswith(ending):
            return ".html" if ending in _PAGES else ending
    if path.is_dir():
        raise UnreadableInputError(f"{path}: is a folder; name the files in it")
    if not path.exists():
        raise UnreadableInputError(f"{path}: no such file")
    known = f".html, .txt, .jsonl, .jsonl.gz, {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
    raise UnreadableInputError(f"{path}: unknown kind of file; its name should end in {known}")


def open_input(path: Path) -> BinaryIO:
    """Open a file; one whose name ends in `.gz` unpacked.

    Raises:
        UnreadableInputError: If it cannot be opened.
    """
    try:
        if path.name.lower().endswith(".gz"):
            return cast("BinaryIO", gzip.open(path))
        return path.open("rb")
    except IsADirectoryError:
        raise UnreadableInputError(f"{path}: is a folder; name the files in it") from None
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror}") from error


def _read(path: Path, size: int = -1) -> bytes:
    with open_input(path) as file:
        try:
            return file.read(size)
        except (OSError, EOFError, zlib.error) as error:
            raise UnreadableInputError(f"{path}: cannot be read: {error}") from error


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start}"
        raise UnreadableInputError(f"{path}: the text is not UTF-8 ({where})") from error


def read_lines(path: Path, file: BinaryIO, before: int = 0) -> Iterator[Capture]:
    """Read captures that stand a line each.

    Args:
        path: The file's name, for messages.
        file: The opened file, where a line begins.
        before: Lines before it.

    Raises:
        UnreadableInputError: With the number of a line that is no capture.
    """
    for number, line in enumerate(_whole_lines(path, file), start=before + 1):
        try:
            capture = read_line(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableInputError(f"{path}:{number}: {fault_of(error)}") from error
        if capture is not None:
            yield capture


def _whole_lines(path: Path, file: BinaryIO) -> Iterator[bytes]:
    try:
        yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableInputError(f"{path}: cannot be read to its end: {error}") from error
