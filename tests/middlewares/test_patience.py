from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.middlewares.patience import retry_after

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 02 Mar 2026 08:01:30 GMT", 90),
        ("Mon, 02 Mar 2026 07:59:00 GMT", 0),
        ("Mon, 02 Mar 2026 09:00:00 +0100", 0),
    ],
)
def test_seconds_and_dates_are_read(header: str, seconds: float) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "1.5", "٣"])
def test_what_says_nothing_is_none(header: str | None) -> None:
    assert retry_after(header, NOW) is None


@given(st.text(max_size=60))
def test_no_header_raises(header: str) -> None:
    wait = retry_after(header, NOW)
    assert wait is None or wait >= 0
