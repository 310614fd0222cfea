"""Every line of a dump against the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from osce_scraper.errors import UnreadableInputError
from osce_scraper.schema import MODELS

_MANIFEST = "manifest.json"
# These may be empty in a good dump: nothing was refused, nothing failed.
_MAY_BE_EMPTY = ("rejected", "failed")
_TELLING_KEYS = {
    "content_sha256": "press_releases",
    "vocabulary": "taxonomy",
    "reason": "rejected",
    "cause": "failed",
}


def validate_file(path: Path) -> Iterator[str]:
    """Check a JSONL file of a dump.

    What its lines are is told by the file's name, or by the keys of its first line.

    Yields:
        A message for each fault: file, line, field, and what is wrong.

    Raises:
        UnreadableInputError: If the file cannot be read or is no file of a dump.
    """
    name = _kind_by_name(path)
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                data = _decode(line)
                name = name or _kind_by_keys(path, data)
                yield from (f"{path}:{number}: {fault}" for fault in _faults(data, MODELS[name]))
    except IsADirectoryError:
        raise UnreadableInputError(f"{path}: is a folder; name the files in it") from None
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror}") from error
    if number == 0 and name not in _MAY_BE_EMPTY and not (path.parent / _MANIFEST).exists():
        raise UnreadableInputError(f"{path}: the file is empty; records were expected")


def _decode(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return ValueError(str(error))


def _kind_by_name(path: Path) -> str | None:
    stem = path.name.partition(".")[0]
    return stem if stem in MODELS else None


def _kind_by_keys(path: Path, data: Any) -> str:
    keys = data if isinstance(data, dict) else {}
    for key, name in _TELLING_KEYS.items():
        if key in keys:
            return name
    raise UnreadableInputError(f"{path}:1: the line is no record of a dump")


def _faults(data: Any, model: type[BaseModel]) -> Iterator[str]:
    if isinstance(data, ValueError):
        yield f"line: not JSON: {data}"
        return
    try:
        model.model_validate(data, strict=True)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            where = ".".join(map(str, fault["loc"])) or "record"
            yield f"{where}: {fault['msg']}"
