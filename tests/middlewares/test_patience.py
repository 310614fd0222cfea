from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.statscollectors import MemoryStatsCollector

from osce_scraper.archive.handler import COPY
from osce_scraper.middlewares.patience import PatientRetryMiddleware, retry_after

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


# --- public archives

ARCHIVE = "http://127.0.0.1:1"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> PatientRetryMiddleware:
    """The middleware; it keeps the waits in `waits` and does not wait."""
    crawler = Crawler(Spider, {"OSCE_WAYBACK": ARCHIVE, "OSCE_PUBLIC_WAIT": 60})
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = Spider.from_crawler(crawler, "x")
    middleware = PatientRetryMiddleware.from_crawler(crawler)
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(middleware, "_wait", wait)
    monkeypatch.setattr(middleware, "waits", waits, raising=False)
    return middleware


def answer(patient: Any, url: str, status: int, **headers: str) -> tuple[Any, list[float]]:
    request = Request(url, meta={COPY: True})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = Response(url, status=status, headers=named)
    return asyncio.run(patient.process_response(request, response)), patient.waits


def test_an_archive_that_wants_to_be_asked_less_has_its_minute(patient: Any) -> None:
    again, waits = answer(patient, f"{ARCHIVE}/web/a", 429)
    assert isinstance(again, Request)
    assert waits == [60]


def test_a_wait_that_it_names_counts_instead(patient: Any) -> None:
    assert answer(patient, f"{ARCHIVE}/web/a", 429, Retry_After="5")[1] == [5]


def test_other_hosts_name_their_wait(patient: Any) -> None:
    assert answer(patient, "https://www.osce.org/a", 429)[1] == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_capture_of_a_page_in_trouble_is_what_was_asked_for(patient: Any, status: int) -> None:
    time = "Sun, 01 Mar 2026 12:00:00 GMT"
    page, waits = answer(patient, f"{ARCHIVE}/web/a", status, Memento_Datetime=time)
    assert isinstance(page, Response)
    assert waits == []
