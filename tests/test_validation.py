from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.dataset.files import pack
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import Failed, Provenance, Rejected
from osce_scraper.validation import validate_file
from tests.conftest import MakeRecord, make_tombstone

Line = dict[str, Any]


@pytest.fixture
def line(make_record: MakeRecord) -> Line:
    return make_record().model_dump()


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), "utf-8")
    return path


@pytest.mark.parametrize("name", ["press_releases.jsonl", "records.jsonl", "failed.json"])
def test_good_lines_have_no_faults(tmp_path: Path, line: Line, name: str) -> None:
    if name == "failed.json":
        failed = Failed(url="https://www.osce.org/a/1", cause="x", attempts=3, last_status=500)
        line = failed.model_dump()
    assert list(validate_file(write(tmp_path / name, line, line))) == []


@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_compressed_file_is_read(tmp_path: Path, line: Line, compression: str) -> None:
    path = pack(write(tmp_path / "press_releases.jsonl", line, line | {"date": "x"}), compression)
    assert {fault.split(": ")[0] for fault in validate_file(path)} == {f"{path}:2"}
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UnreadableInputError, match="cannot be read to its end"):
        list(validate_file(path))


def test_earlier_revisions_and_tombstones_are_checked(
    tmp_path: Path, line: Line, make_record: MakeRecord
) -> None:
    tombstone = make_tombstone(make_record()).model_dump()
    assert list(validate_file(write(tmp_path / "revisions.jsonl", line))) == []
    for name in ("tombstones.jsonl", "gone.jsonl"):
        assert list(validate_file(write(tmp_path / name, tombstone))) == []
        broken = tombstone | {"record": line | {"title": ""}}
        (fault,) = validate_file(write(tmp_path / name, broken))
        assert fault.startswith(f"{tmp_path}/{name}:1: record.title: ")


def test_kind_is_told_by_the_keys_of_the_first_line(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    capture: Provenance = make_record().capture
    rejected = Rejected(
        url=None, reason="no_body", detail=None, captured_at=None, capture=capture
    ).model_dump()
    assert list(validate_file(write(tmp_path / "refused.jsonl", rejected))) == []
    (fault,) = validate_file(write(tmp_path / "refused.jsonl", rejected | {"reason": "bored"}))
    assert fault.startswith(f"{tmp_path}/refused.jsonl:1: reason: ")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"node_id": "662279"}, "node_id"),
        ({"node_id": 662279.0}, "node_id"),
        ({"revision": True}, "revision"),
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"date": "2026-2-4"}, "date"),
        ({"date_source": "guess"}, "date_source"),
        ({"places": None}, "places"),
        ({"issues": [{"code": "Odd code"}]}, "issues.0.code"),
        ({"capture": {}}, "capture.url"),
        ({"colour": "red"}, "colour"),
        ({"date": None}, "record"),
        ({"id": "osce-1-en"}, "record"),
    ],
)
def test_fault_names_file_line_and_field(
    tmp_path: Path, line: Line, changes: Line, field: str
) -> None:
    path = write(tmp_path / "press_releases.jsonl", line, line | changes)
    faults = list(validate_file(path))
    assert faults
    assert any(fault.startswith(f"{path}:2: {field}: ") for fault in faults)
    assert all(fault.startswith(f"{path}:2: ") for fault in faults)


def test_missing_field_is_a_fault(tmp_path: Path, line: Line) -> None:
    for name in line:
        rest = {key: value for key, value in line.items() if key != name}
        path = write(tmp_path / "press_releases.jsonl", rest)
        assert any(f": {name}: " in fault for fault in validate_file(path)), name


@pytest.mark.parametrize(
    "broken", ["", "{", "[1]", "null", "NaN", '"text"', r'{"title": "\ud800"}', "[" * 100_000]
)
def test_line_that_is_no_record_is_a_fault(tmp_path: Path, line: Line, broken: str) -> None:
    path = write(tmp_path / "press_releases.jsonl", line)
    path.write_text(f"{path.read_text('utf-8')}{broken}\n{json.dumps(line)}\n", "utf-8")
    faults = list(validate_file(path))
    assert faults
    assert all(fault.startswith(f"{path}:2: ") for fault in faults)


@pytest.mark.parametrize("name", ["rejected", "failed", "revisions", "tombstones"])
def test_nothing_refused_or_failed_is_fine(tmp_path: Path, name: str) -> None:
    assert list(validate_file(write(tmp_path / f"{name}.jsonl"))) == []


@pytest.mark.parametrize("name", ["press_releases.jsonl", "taxonomy.jsonl", "other.jsonl"])
def test_empty_file_cannot_be_validated(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableInputError, match="empty"):
        list(validate_file(write(tmp_path / name)))


def test_file_of_something_else_cannot_be_validated(tmp_path: Path) -> None:
    path = write(tmp_path / "other.jsonl", {"name": "x"})
    with pytest.raises(UnreadableInputError, match="no record of a dump"):
        list(validate_file(path))
    path.write_bytes(b"\x89PNG\x00")
    with pytest.raises(UnreadableInputError):
        list(validate_file(path))
