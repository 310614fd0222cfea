"""Records as JSONL, or as Parquet with the columns of the published schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import orjson

from osce_scraper.dataset.files import whole_file
from osce_scraper.schema import json_schema

Format = Literal["jsonl", "parquet"]
_GROUP = 1_000  # records of a row group: they wait in memory


class Lines(Protocol):
    """What takes records, each as a line of JSON."""

    def write(self, line: bytes, /) -> object:
        """Take one."""


def records_file(path: Path, form: Format) -> AbstractContextManager[Lines]:
    """Open a file of records that appears only when it is written to the end.

    Raises:
        UnusableTargetError: If it cannot be written there.
    """
    return whole_file(path) if form == "jsonl" else _parquet_file(path)


@contextmanager
def _parquet_file(path: Path) -> Iterator[Lines]:
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 - comes with the extra

    with (
        whole_file(path) as file,
        ParquetWriter(file, arrow_schema(), compression="zstd") as writer,
    ):
        rows = _Rows(writer)
        yield rows
        rows.flush()


class _Rows:
    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._waiting: list[Any] = []

    def write(self, line: bytes) -> None:
        self._waiting.append(orjson.loads(line))
        if len(self._waiting) == _GROUP:
            self.flush()

    def flush(self) -> None:
        from pyarrow import RecordBatch  # noqa: PLC0415 - comes with the extra

        if self._waiting:
            schema = self._writer.schema
            self._writer.write_batch(RecordBatch.from_pylist(self._waiting, schema=schema))
        self._waiting = []


def arrow_schema() -> Any:
    """The columns of a record: the same in every part, whatever its pages leave empty."""
    import pyarrow as pa  # noqa: PLC0415 - comes with the extra

    schema = json_schema("press_releases")
    plain = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_()}

    def column(facts: dict[str, Any]) -> Any:
        if "anyOf" in facts:
            (facts,) = (choice for choice in facts["anyOf"] if choice.get("type") != "null")
        if "$ref" in facts:
            facts = schema["$defs"][facts["$ref"].rpartition("/")[2]]
        if "properties" in facts:
            return pa.struct(columns(facts))
        if facts["type"] == "array":
            return pa.list_(column(facts["items"]))
        return plain[facts["type"]]

    def columns(facts: dict[str, Any]) -> list[Any]:
        return [pa.field(name, column(part)) for name, part in facts["properties"].items()]

    return pa.schema(columns(schema))
