from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.stated import StatedManifest

COUNTS = Books(9, 7, 1, 1, 4, 1, 1, {"no_body": 1}).counts()
FILES = [
    {"name": f"{name}.jsonl", "bytes": 1, "records": 4, "sha256": "0" * 64}
    for name in ("press_releases", "taxonomy", "rejected")
]


def stated(counts: dict[str, Any] | None = None, files: list[Any] | None = None) -> StatedManifest:
    return StatedManifest.model_validate(
        {
            "run_id": "20260302T080000Z",
            "complete": True,
            "schema_version": "1.0.0",
            "counts": COUNTS | (counts or {}),
            "files": FILES if files is None else files,
            "more": "is not looked at",
        },
        strict=True,
    )


def test_sound_manifest_has_no_faults() -> None:
    assert list(stated().faults()) == []


def test_records_that_were_carried_over_are_not_in_the_books() -> None:
    more = [FILES[0] | {"records": 36_000}, *FILES[1:]]
    assert list(stated(files=more).faults()) == []


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"requested": 10}, "counts: 10 pages were requested, but"),
        ({"filtered": 0}, "counts: 7 pages were captured, but"),
        ({"rejected": 2}, "counts.rejected: 2, but rejected_by_reason comes to 1"),
        ({"exported": 5, "duplicate": 0}, "counts.exported: 5, but there are 4"),
    ],
)
def test_books_that_do_not_balance_are_a_fault(counts: dict[str, int], words: str) -> None:
    (fault,) = stated(counts).faults()
    assert fault.startswith(words)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (FILES[1:], "files: press_releases is missing"),
        (FILES[:1] + FILES[2:], "files: taxonomy is missing"),
        ([*FILES, FILES[1] | {"name": "taxonomy.jsonl.gz"}], "files.3.name: taxonomy is named t"),
        ([*FILES, FILES[1] | {"name": "../x.jsonl"}], "files.3.name: '../x.jsonl' is no file"),
        ([*FILES, FILES[1] | {"name": "failed.jsonl.rar"}], "files.3.name: 'failed.jsonl.rar' is"),
    ],
)
def test_names_of_files_that_cannot_be_are_a_fault(files: list[Any], words: str) -> None:
    (fault,) = stated(files=files).faults()
    assert fault.startswith(words)


@pytest.mark.parametrize("name", COUNTS)
def test_count_that_is_missing_or_none_is_a_fault(name: str) -> None:
    with pytest.raises(ValidationError, match=name):
        stated({name: "1"})
    with pytest.raises(ValidationError, match=name):
        stated({name: -1})
