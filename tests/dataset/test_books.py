from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.dataset.books import Books, read_books, read_evidence

STATS = {
    "osce/requested": 23,
    "osce/captured": 20,
    "osce/skipped/robots": 1,
    "osce/skipped/not_on_mirror": 1,
    "osce/failed": 1,
    "osce/exported": 14,
    "osce/duplicate": 2,
    "osce/rejected/http_error": 2,
    "osce/rejected/no_body": 1,
    "osce/filtered": 1,
    "osce/evidence/date/label_time": 12,
    "osce/evidence/date/dateline": 2,
    "osce/evidence/title/line": 14,
    "downloader/request_count": 30,
}
COUNT = st.integers(0, 40_000)


def test_books_are_read_off_the_stats() -> None:
    books = read_books(STATS)
    assert books.counts() == {
        "requested": 23,
        "captured": 20,
        "skipped": 2,
        "failed": 1,
        "exported": 14,
        "duplicate": 2,
        "rejected": 3,
        "filtered": 1,
        "rejected_by_reason": {"http_error": 2, "no_body": 1},
    }
    assert books.faults() == []


def test_counts_stand_in_the_order_of_the_contract() -> None:
    assert list(Books().counts()) == [
        *("requested", "captured", "skipped", "failed", "exported", "duplicate", "rejected"),
        *("filtered", "rejected_by_reason"),
    ]


def test_empty_books_balance() -> None:
    assert read_books({}) == Books()
    assert Books().faults() == []


def test_evidence_is_grouped_by_field() -> None:
    assert read_evidence(STATS) == {
        "date": {"label_time": 12, "dateline": 2},
        "title": {"line": 14},
    }
    assert read_evidence({}) == {}


PARTS = st.fixed_dictionaries(
    dict.fromkeys(("skipped", "failed", "exported", "duplicate", "filtered"), COUNT)
)
REJECTED = st.dictionaries(st.sampled_from(["no_body", "schema"]), COUNT)


@given(PARTS, REJECTED, COUNT)
def test_only_books_that_add_up_have_no_faults(
    parts: dict[str, Any], rejected: dict[str, int], lost: int
) -> None:
    read = (parts["exported"], parts["duplicate"], parts["filtered"], *rejected.values())
    captured = sum(read)
    requested = captured + parts["skipped"] + parts["failed"]
    books = Books(requested, captured, rejected_by_reason=rejected, **parts)
    assert books.faults() == []
    unbalanced = Books(requested + lost, captured, rejected_by_reason=rejected, **parts)
    assert bool(unbalanced.faults()) is (lost > 0)


@pytest.mark.parametrize(
    ("books", "words"),
    [
        (Books(requested=3, captured=2, exported=2), "3 pages were requested, but 2 captured"),
        (Books(requested=2, captured=2, exported=1), "2 pages were captured, but 1 exported"),
        (Books(requested=1, captured=1, exported=2), "1 pages were captured, but 2 exported"),
    ],
)
def test_fault_is_told_in_words(books: Books, words: str) -> None:
    (fault,) = books.faults()
    assert fault.startswith(words)
    assert fault.rpartition(" = ")[2].isdigit()


def test_both_sums_are_checked() -> None:
    assert len(Books(requested=5, captured=3, exported=1).faults()) == 2
