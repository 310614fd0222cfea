"""A dataset in a test's hands: its state, and the pages that runs have read into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.extension import ExtensionManager
from scrapy.http import HtmlResponse, Request
from scrapy.statscollectors import MemoryStatsCollector

from osce_scraper.dataset.state import State
from osce_scraper.discovery.found import Found
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import RELEASE, Ledger
from osce_scraper.extensions.memory import Memory
from osce_scraper.items import Capture, PressRelease, Provenance, Rejected
from osce_scraper.spiders.press_releases import PressReleasesSpider

HOME = "https://www.osce.org"
FIRST = "2026-03-01T08:00:00Z"
LATER = "2026-03-02T08:00:00Z"


def provenance(url: str, body: str = "0") -> Provenance:
    """Where a page lies; `body` is a hex digit that stands for its bytes."""
    return Provenance(url=url, status=200, sha256=body * 64, archive=None, offset=None)


def rejected(url: str, reason: Any = "no_body", at: str = FIRST, status: int = 200) -> Rejected:
    """The refusal of a page."""
    capture = provenance(url).model_copy(update={"status": status})
    return Rejected(url=url, reason=reason, detail="none", captured_at=at, capture=capture)


class Run:
    """One run over a state, as the spider drives its memory."""

    def __init__(self, state: State, run_id: str, **settings: Any) -> None:
        self.crawler = Crawler(PressReleasesSpider, {"OSCE_RUN_ID": run_id, **settings})
        self.crawler.stats = MemoryStatsCollector(self.crawler)
        self.ledger = Ledger(self.crawler.stats)
        self.crawler.extensions = ExtensionManager(self.ledger, crawler=self.crawler)
        self.memory = Memory(self.crawler, state)
        self.memory.diary.opened()

    def find(self, *urls: str, **facts: Any) -> list[str]:
        """Which pages are asked for after they were found."""
        found = [Found(url, **facts) for url in urls]
        return [one.url for one in self.memory.sift(found)]

    def ask(self, page: str, fetched: str | None = None) -> Self:
        """Have a page, perhaps after redirects; its capture goes into the pipelines."""
        capture = Capture(url=fetched or page, asked=page, status=200, text="x")
        self.memory.reads(page, capture)
        return self

    def keep(self, record: PressRelease, page: str | None = None, **headers: str) -> None:
        """Read a record out of a page."""
        url = record.capture.url or ""
        self.memory.diary.scraped(record, respond(page or url, url, headers=headers))

    def drop(self, page: str, why: DroppedPage, status: int = 200) -> None:
        """Read a page that gives no record."""
        self.memory.diary.dropped(respond(page, page, status=status), why)

    def lose(self, page: str, at: str = FIRST) -> None:
        """Ask for a page that answers 404."""
        gone = rejected(page, "http_error", at, 404)
        self.drop(page, DroppedPage("gone", "rejected", rejected=gone), 404)


def respond(
    page: str, url: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> HtmlResponse:
    """The answer to a request for a release page."""
    request = Request(url, meta={RELEASE: page})
    return HtmlResponse(url, status, dict(headers or {}), request=request)
