"""The files of a dump: written whole, read line by line, described by size and SHA-256."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from pydantic import BaseModel

from osce_scraper.dataset.packing import packed_into, read_numbered
from osce_scraper.errors import UnusableTargetError


def line_of(record: BaseModel) -> bytes:
    """A record as a line of JSONL, keys in the order of the contract."""
    return orjson.dumps(vars(record), default=vars, option=orjson.OPT_APPEND_NEWLINE)


def write_records(path: Path, records: Iterable[BaseModel]) -> None:
    """Write records as JSONL, keys in the order of the contract, and make the file durable."""
    with _durable(path) as file:
        file.writelines(map(line_of, records))


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines that are JSON already, and make the file durable."""
    with _durable(path) as file:
        file.writelines(line + b"\n" for line in lines)


def pack_all(folder: Path, compression: str | None) -> None:
    """Compress the JSONL files of a dump, where that is asked for."""
    for path in sorted(folder.glob("*.jsonl")) if compression else ():
        pack(path, compression or "")


def pack(path: Path, compression: str) -> Path:
    """Put a compressed file in the place of a plain one; memory stays flat.

    Args:
        path: The plain file.
        compression: `gz` or `zst`; joins the file's name.

    Returns:
        The compressed file.
    """
    packed = path.with_name(f"{path.name}.{compression}")
    with path.open("rb") as plain, _durable(packed) as file:
        shutil.copyfileobj(plain, file)
    path.unlink()
    return packed


@contextmanager
def _durable(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write it as its name says; its bytes are on the disk at the end."""
    with path.open("wb") as file:
        with packed_into(file, path) as plain:
            yield plain
        file.flush()
        sync(file.fileno())


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears at its place only when it is written to the end.

    Raises:
        UnusableTargetError: If it cannot be written there.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as device:  # /dev/null, a pipe: nothing to replace
            yield device
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = part.open("wb")
    except OSError as error:
        raise UnusableTargetError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with file:
            yield file
            file.flush()
            sync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def sync(descriptor: int) -> None:
    """Bring written bytes to the disk."""
    os.fsync(descriptor)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The decoded lines of a JSONL file, plain or compressed.

    Raises:
        UnreadableInputError: If the file cannot be read to its end.
    """
    return (orjson.loads(line) for _, line in read_numbered(path))


def describe(path: Path) -> dict[str, Any]:
    """Name, size, number of records and SHA-256 of a JSONL file, as the manifest holds them.

    Size and SHA-256 are those of the file as it lies there, compressed or not.

    Raises:
        UnreadableInputError: If the file cannot be read to its end.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    records = sum(1 for _ in read_numbered(path))
    return {"name": path.name, "bytes": size, "records": records, "sha256": digest}


def fill_rates(path: Path) -> dict[str, float]:
    """For each field the share of records that have a value in it, to four digits."""
    filled: dict[str, int] = {}
    total = 0
    for record in read_lines(path):
        total += 1
        for name, value in record.items():
            filled[name] = filled.get(name, 0) + (value not in (None, [], ""))
    return {name: round(count / total, 4) for name, count in filled.items()}
