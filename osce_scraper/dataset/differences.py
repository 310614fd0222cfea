"""What differs between two files of records, in any order of lines and of any size.

Of every line only hashes are kept, in a temporary file, so memory stays flat: it grows with
nothing but the number of distinct sets of keys, which is one in a dump.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson

from osce_scraper.dataset.id_table import IdTable, Row
from osce_scraper.dataset.manifest import RECORDS
from osce_scraper.dataset.packing import find, read_numbered
from osce_scraper.errors import UnreadableInputError

CRAWL_FIELDS = frozenset(
    {
        *("first_seen_at", "changed_at", "revision", "captured_at", "capture"),
        *("schema_version", "scraper_version"),
    }
)
"""Fields that tell of the crawl and the software, not of the release."""

_NO_REVISION = -1
_TOO_LARGE = 2**63
_OLD, _NEW = 0, 1


class Change(NamedTuple):
    """What became of one record."""

    op: Literal["add", "modify", "delete"]
    id: str
    changed: tuple[str, ...]
    """Fields whose values differ, in the order of the new record; empty unless modified."""
    old_revision: int | None
    new_revision: int | None


class _Line(NamedTuple):
    revision: int | None
    hashes: dict[str, int]
    """Of every field, in the order of the line."""


class _Shapes:
    """The distinct sets of keys of lines, numbered, so that a line need not repeat its own."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, ...], int] = {}
        self.keys: list[tuple[str, ...]] = []

    def pack(self, record: dict[str, Any]) -> bytes:
        keys = tuple(record)
        if keys not in self.numbers:
            self.numbers[keys] = len(self.keys)
            self.keys.append(keys)
        revision = record.get("revision")
        if type(revision) is not int or not 0 < revision < _TOO_LARGE:
            revision = _NO_REVISION
        start = (self.numbers[keys], revision)
        return array("q", [*start, *map(_hash, record.values())]).tobytes()

    def unpack(self, facts: bytes) -> _Line:
        shape, revision, *hashes = array("q", facts)
        known = None if revision == _NO_REVISION else revision
        return _Line(known, dict(zip(self.keys[shape], hashes, strict=True)))


def compare(old: Path | None, new: Path, ignore: Collection[str] = ()) -> Iterator[Change]:
    """Compare two files of records; nothing is yielded before both are read.

    Args:
        old: JSONL, plain or compressed, with an `id` a line; None: there was nothing yet.
        new: Likewise.
        ignore: Fields whose differences do not count.

    Yields:
        A change for each id that was added, modified or deleted, sorted by id bytewise.

    Raises:
        UnreadableInputError: If a file cannot be read, or a line is no record or repeats an id.
        OSError: If there is no room for the temporary file.
    """
    shapes = _Shapes()
    with IdTable() as table:
        for side, path in ((_OLD, old), (_NEW, new)):
            for number, record in _read(path) if path else ():
                earlier = table.add(record["id"], number, side, shapes.pack(record))
                if earlier is not None:
                    where = f"{path}:{number}: id: {record['id']}"
                    raise UnreadableInputError(f"{where} stands in line {earlier} already")
        for key, rows in groupby(table.rows(), attrgetter("id")):
            if change := _change(key, rows, shapes, ignore):
                yield change


def records_of(path: Path) -> Path:
    """The press releases of a dump.

    Args:
        path: The folder of a dump; a file is taken as it is.

    Raises:
        UnreadableInputError: If the folder holds none.
    """
    if not path.is_dir():
        return path
    found = find(path, RECORDS)
    if found is None:
        raise UnreadableInputError(f"{path}: holds no {RECORDS}, plain or compressed")
    return found


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in read_numbered(path):
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise UnreadableInputError(f"{path}:{number}: not a line of JSON: {error}") from error
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            raise UnreadableInputError(f"{path}:{number}: id: a record with an id was expected")
        yield number, record


def _hash(value: Any) -> int:
    """64 bits, the same in this process for equal values, whatever the order of their keys."""
    return hash(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def _change(
    key: str, rows: Iterator[Row], shapes: _Shapes, ignore: Collection[str]
) -> Change | None:
    lines = {row.side: shapes.unpack(row.facts) for row in rows}
    old, new = lines.get(_OLD), lines.get(_NEW)
    if old is None or new is None:
        op: Literal["add", "delete"] = "add" if old is None else "delete"
        return Change(op, key, (), old and old.revision, new and new.revision)
    changed = tuple(
        field
        for field in new.hashes | old.hashes
        if field not in ignore and old.hashes.get(field) != new.hashes.get(field)
    )
    return Change("modify", key, changed, old.revision, new.revision) if changed else None
