from __future__ import annotations

from typing import Any

import pytest

from osce_scraper.dataset.order import KEYS
from osce_scraper.items import Failed, Rejected
from osce_scraper.schema import MODELS
from tests.conftest import MakeRecord, make_tombstone


def test_every_file_but_the_taxonomy_is_sorted() -> None:
    assert set(KEYS) == set(MODELS) - {"taxonomy"}


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("press_releases", {"date": "2024-01-31"}, {"date": "2024-02-01"}),
        ("press_releases", {"date": "2024-01-31"}, {"date": None}),
        ("press_releases", {"id": "osce-10-en"}, {"id": "osce-9-en"}),
        ("press_releases", {"date": "2024-01-31", "id": "osce-9-en"}, {"id": "osce-1-en"}),
        ("revisions", {"id": "osce-1-en", "revision": 10}, {"id": "osce-2-en", "revision": 9}),
        ("revisions", {"revision": 9}, {"revision": 10}),
        ("tombstones", {"id": "osce-1-en", "node_id": 1}, {"id": "osce-2-en", "node_id": 2}),
    ],
)
def test_lines_of_records_have_their_order(
    make_record: MakeRecord, kind: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    make = make_record if kind != "tombstones" else lambda **to: make_tombstone(make_record(**to))
    assert KEYS[kind](make(**first)) < KEYS[kind](make(**second))


def test_pages_without_a_record_are_sorted_by_address(make_record: MakeRecord) -> None:
    capture = make_record().capture
    later = capture.model_copy(update={"sha256": "1" * 64})
    pages = [
        (None, later),
        ("https://www.osce.org/a/1", capture),
        ("https://www.osce.org/b", later),
    ]
    refused = [
        Rejected(url=url, reason="no_body", detail=None, captured_at=None, capture=one)
        for url, one in [*pages, ("https://www.osce.org/b", capture)]
    ]
    expected = [refused[0], refused[1], refused[3], refused[2]]
    assert sorted(refused, key=KEYS["rejected"]) == expected
    failed = [Failed(url=url, cause="x", attempts=1, last_status=None) for url in ("b", "a", "é")]
    assert [one.url for one in sorted(failed, key=KEYS["failed"])] == ["a", "b", "é"]
