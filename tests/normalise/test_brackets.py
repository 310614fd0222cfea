from __future__ import annotations

from datetime import date

import pytest

from osce_scraper.normalise.brackets import bracket_of, check_bracket


@pytest.mark.parametrize(
    ("node_id", "published"),
    [
        # Pages of facts 1.3: their own dates fit, of course.
        *((129296, date(2014, 12, 3)), (52292, date(1999, 1, 16)), (74232, date(2010, 11, 30))),
        *((328336, date(2017, 7, 7)), (551359, date(2023, 9, 4)), (665473, date(2026, 5, 1))),
        # Between two of them, and a little outside.
        *((160000, date(2015, 6, 1)), (160000, date(2015, 3, 10))),
        # Nothing is known of ids between the import and 2010, nor below it.
        *((60000, date(2003, 1, 1)), (1000, date(1994, 1, 1))),
    ],
)
def test_a_date_within_its_bracket_raises_no_issue(node_id: int, published: date) -> None:
    assert check_bracket(node_id, published) is None


@pytest.mark.parametrize(
    ("node_id", "published"),
    [
        (390146, date(2019, 8, 9)),  # the page of facts 1.3 whose text has a wrong year
        (129296, date(2015, 12, 3)),
        (52292, date(2014, 1, 16)),
        (665473, date(2019, 1, 1)),
    ],
)
def test_a_date_outside_is_told_and_kept(node_id: int, published: date) -> None:
    issue = check_bracket(node_id, published)
    assert issue is not None
    assert (issue.code, issue.field, issue.kept, issue.lost) == (
        *("date_outside_bracket", "date", published.isoformat(), None),
    )


def test_without_id_or_date_nothing_is_said() -> None:
    assert check_bracket(None, date(2014, 12, 3)) is None
    assert check_bracket(129296, None) is None


def test_brackets_never_end_before_they_begin() -> None:
    for node_id in range(45_000, 700_000, 997):
        earliest, latest = bracket_of(node_id)
        assert earliest is None or latest is None or earliest <= latest
