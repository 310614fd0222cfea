"""The files of a dump: written whole, read line by line, described by size and SHA-256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import jsonlines
import orjson
from pydantic import BaseModel

from osce_scraper.errors import UnusableTargetError


def write_records(path: Path, records: Iterable[BaseModel]) -> None:
    """Write records as JSONL, keys in the order of the contract, and make the file durable."""
    with path.open("wb") as file:
        with jsonlines.Writer(file, dumps=orjson.dumps) as writer:
            for record in records:
                writer.write(record.model_dump())
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
    """The decoded lines of a JSONL file."""
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)


def describe(path: Path) -> dict[str, Any]:
    """Name, size, number of records and SHA-256 of a JSONL file, as the manifest holds them."""
    digest = hashlib.sha256()
    records = 0
    with path.open("rb") as file:
        for line in file:
            digest.update(line)
            records += 1
    return {
        "name": path.name,
        "bytes": path.stat().st_size,
        "records": records,
        "sha256": digest.hexdigest(),
    }


def fill_rates(path: Path) -> dict[str, float]:
    """For each field the share of records that have a value in it, to four digits."""
    filled: dict[str, int] = {}
    total = 0
    for record in read_lines(path):
        total += 1
        for name, value in record.items():
            filled[name] = filled.get(name, 0) + (value not in (None, [], ""))
    return {name: round(count / total, 4) for name, count in filled.items()}
