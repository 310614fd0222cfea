"""Every line of a file against the schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from osce_scraper.dataset.dump import MANIFEST
from osce_scraper.dataset.packing import read_numbered
from osce_scraper.errors import UnreadableInputError
from osce_scraper.schema import MODELS

_Model = TypeVar("_Model", bound=BaseModel)

# These may be empty in a good dump: nothing was refused, nothing failed, nothing changed.
_MAY_BE_EMPTY = ("rejected", "failed", "revisions", "tombstones")
_TELLING_KEYS = {
    "content_sha256": "press_releases",
    "vocabulary": "taxonomy",
    "reason": "rejected",
    "cause": "failed",
    "deleted_at": "tombstones",
}


def validate_file(path: Path) -> Iterator[str]:
    """Check a JSONL file of a dump, plain or compressed.

    What its lines are is told by the file's name, or by the keys of its first line.

    Yields:
        A message for each fault: file, line, field, and what is wrong.

    Raises:
        UnreadableInputError: If the file cannot be read or is no file of a dump.
    """
    name = _kind_by_name(path)
    number = 0
    for number, line in read_numbered(path):
        name = name or _kind_by_keys(path, line)
        yield from (f"{path}:{number}: {fault}" for fault in check(line, MODELS[name])[1])
    if number == 0 and name not in _MAY_BE_EMPTY and not (path.parent / MANIFEST).exists():
        raise UnreadableInputError(f"{path}: the file is empty; records were expected")


def check(content: bytes, model: type[_Model]) -> tuple[_Model | None, list[str]]:
    """Check one JSON object.

    Args:
        content: The object, in UTF-8.
        model: What it is to be.

    Returns:
        What was read, None where it does not fit; and the faults: field, and what is wrong.
    """
    try:
        return model.model_validate(orjson.loads(content), strict=True), []
    except orjson.JSONDecodeError as error:
        return None, [f"line: not JSON: {error}"]
    except ValidationError as error:
        return None, [_words(fault["loc"], fault["msg"]) for fault in error.errors()]


def _words(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, place)) or 'record'}: {message}"


def _kind_by_name(path: Path) -> str | None:
    stem = path.name.partition(".")[0]
    return stem if stem in MODELS else None


def _kind_by_keys(path: Path, line: bytes) -> str:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError:
        data = None
    keys = data if isinstance(data, dict) else {}
    for key, name in _TELLING_KEYS.items():
        if key in keys:
            return name
    raise UnreadableInputError(f"{path}:1: the line is no record of a dump")
