from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.dataset.schedule import (
    Outcome,
    after_deletion,
    after_failure,
    is_confirmed,
    next_check,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "https://www.osce.org/secretariat/662279"
DAY = timedelta(days=1)

outcomes = st.sampled_from(
    ["record", "duplicate", "filtered", "rejected", "refused", "gone", "forbidden"]
)
dates = st.dates(date(1970, 1, 1), date(2026, 3, 4))
urls = st.integers(1, 700_000).map(lambda number: f"https://www.osce.org/node/{number}")


def wait(published: str | None, outcome: Outcome = "record", url: str = URL) -> timedelta:
    return next_check(NOW, outcome, published, url) - NOW


@pytest.mark.parametrize(
    ("published", "usual"),
    [
        ("2026-03-03", timedelta(hours=6)),  # a slip of the site's, or of time zones
        ("2026-03-02", timedelta(hours=6)),
        ("2026-02-20", DAY),
        ("2026-01-02", 7 * DAY),
        ("2024-06-01", 30 * DAY),
        ("1996-01-01", 180 * DAY),
        (None, 30 * DAY),
    ],
)
def test_release_is_looked_at_soon_while_it_is_young_and_seldom_when_it_is_old(
    published: str | None, usual: timedelta
) -> None:
    assert 0.75 * usual <= wait(published) <= 1.25 * usual


@given(one=dates, other=dates, url=urls)
def test_older_release_is_never_looked_at_sooner(one: date, other: date, url: str) -> None:
    older, younger = sorted((one, other))
    assert wait(older.isoformat(), url=url) >= wait(younger.isoformat(), url=url)


@given(outcome=outcomes, published=dates | st.none(), url=urls)
def test_next_look_is_never_in_the_past_and_always_the_same(
    outcome: Outcome, published: date | None, url: str
) -> None:
    given_date = published.isoformat() if published else None
    due = next_check(NOW, outcome, given_date, url)
    assert NOW <= due <= NOW + 225 * DAY
    assert due == next_check(NOW, outcome, given_date, url)


def test_pages_of_one_day_do_not_come_due_on_one_day() -> None:
    waits = [wait("1996-01-01", url=f"{URL}{number}") for number in range(100)]
    days = {one.days for one in waits}
    assert len(days) > 50
    assert max(waits) - min(waits) > 60 * DAY


def test_page_that_fails_is_asked_again_soon_then_less_and_less() -> None:
    waits = [after_failure(NOW, failures) - NOW for failures in (1, 2, 3, 6, 7, 1000)]
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [30, 60, 120, 960, 1440, 1440]


@pytest.mark.parametrize("outcome", ["gone", "refused"])
def test_page_that_is_doubted_is_asked_again_soon_whatever_its_age(outcome: Outcome) -> None:
    assert wait("1996-01-01", outcome) == timedelta(hours=12)


@pytest.mark.parametrize("outcome", ["duplicate", "filtered", "rejected", "forbidden"])
def test_page_without_a_record_of_its_own_is_looked_at_seldom(outcome: Outcome) -> None:
    assert 20 * DAY < wait("2026-03-02", outcome) < 40 * DAY


def test_deleted_release_may_come_back() -> None:
    assert after_deletion(NOW) - NOW == 90 * DAY


@pytest.mark.parametrize(
    ("answers", "last", "is_gone"),
    [
        (1, "2026-03-02T08:00:00Z", False),
        (2, "2026-03-09T08:00:00Z", False),
        (3, "2026-03-02T23:59:59Z", False),
        (3, "2026-03-03T00:00:00Z", True),
        (9, "2026-03-02T09:00:00Z", False),
        (4, "2027-01-01T00:00:00Z", True),
    ],
)
def test_page_is_gone_for_good_after_three_answers_on_two_days(
    answers: int, last: str, is_gone: bool
) -> None:
    assert is_confirmed(answers, "2026-03-02T08:00:00Z", last) is is_gone


def test_page_that_is_gone_is_confirmed_by_looks_half_a_day_apart() -> None:
    first = at = NOW
    for answers in range(1, 4):
        if is_confirmed(answers, first.isoformat(), at.isoformat()):
            break
        at = next_check(at, "gone", "1996-01-01", URL)
    assert at - first == DAY
