from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.dataset import files
from osce_scraper.dataset.delta import write_delta
from osce_scraper.dataset.files import write_records
from osce_scraper.items import PressRelease
from tests.conftest import MakeRecord, read_jsonl


def written(folder: Path, name: str, *records: PressRelease) -> Path:
    path = folder / f"{name}.jsonl"
    write_records(path, records)
    return path


def test_delta_names_its_base_and_every_change(tmp_path: Path, make_record: MakeRecord) -> None:
    same, gone, new = (make_record(id=f"osce-{number}-en") for number in (1, 2, 3))
    changed, better = make_record(id="osce-4-en"), make_record(id="osce-5-en")
    old = written(tmp_path, "old", same, gone, changed, better)
    revised = changed.model_copy(update={"title": "New title", "revision": 2})
    typed = better.model_copy(update={"type": "news"})
    counts = write_delta(
        tmp_path / "delta", old, written(tmp_path, "new", same, revised, typed, new), ("a", "b")
    )
    assert read_jsonl(tmp_path / "delta") == [
        {"from": "a", "to": "b"},
        {"op": "delete", "id": "osce-2-en", "cause": "content", "changed": []},
        {"op": "add", "id": "osce-3-en", "cause": "content", "changed": []},
        {"op": "modify", "id": "osce-4-en", "cause": "content", "changed": ["title", "revision"]},
        {"op": "modify", "id": "osce-5-en", "cause": "scraper", "changed": ["type"]},
    ]
    assert counts == {"add": 1, "delete": 1, "modify": 2}


def test_first_dump_adds_everything(tmp_path: Path, make_record: MakeRecord) -> None:
    counts = write_delta(
        tmp_path / "delta", None, written(tmp_path, "new", make_record()), (None, "b")
    )
    head, line = read_jsonl(tmp_path / "delta")
    assert head == {"from": None, "to": "b"}
    assert line["op"] == "add"
    assert counts == {"add": 1}


def test_dumps_that_say_the_same_leave_the_head(tmp_path: Path, make_record: MakeRecord) -> None:
    old, new = (written(tmp_path, name, make_record()) for name in ("old", "new"))
    assert not write_delta(tmp_path / "delta", old, new, ("a", "b"))
    assert read_jsonl(tmp_path / "delta") == [{"from": "a", "to": "b"}]


def test_all_of_it_is_on_the_disk_at_the_end(
    tmp_path: Path, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []

    def sync(descriptor: Any) -> None:
        synced.append(os.fstat(descriptor).st_size)

    new = written(tmp_path, "new", make_record())
    monkeypatch.setattr(files, "sync", sync)
    write_delta(tmp_path / "delta", None, new, (None, "b"))
    assert synced == [(tmp_path / "delta").stat().st_size]
