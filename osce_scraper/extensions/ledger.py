"""The ledger of a run: every page that was asked for is entered, and what became of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals

from osce_scraper.articles import Evidence
from osce_scraper.errors import RunFailedError
from osce_scraper.items import Failed, Rejected
from osce_scraper.taxonomy.tree import Taxonomy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)
ITEM_ERRORS = "item_errors"
"""Stat, under `osce/`, of faults of our own in pipelines."""
RELEASE = "osce_release"
"""Key of a request's meta: the canonical address of the release page that it is for."""


def asked_address(request: Request) -> str:
    """The address that was asked for first, before any redirect."""
    return str([*request.meta.get("redirect_urls", ()), request.url][0])


class Ledger:
    """Counts in Scrapy's stats under `osce/`, and keeps what is no press release."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self.rejected: list[Rejected] = []
        self.failed: list[Failed] = []
        self.taxonomy: tuple[str, Taxonomy] | None = None
        self.unknown_labels: set[str] = set()
        self.waiting: set[str] = set()
        self._lost: dict[str, Failed] = {}
        self._dropped: list[tuple[str, Request]] = []
        self.evidence: dict[str, dict[str, list[str]]] | None = None
        """By id of the record; None unless somebody takes it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the ledger and let it see requests that are dropped."""
        ledger = cls(crawler.stats)
        crawler.signals.connect(ledger.request_dropped, signal=signals.request_dropped)
        crawler.signals.connect(ledger.settle, signal=signals.spider_closed)
        crawler.signals.connect(ledger.item_error, signal=signals.item_error)
        return ledger

    def _count(self, name: str) -> None:
        self.stats.inc_value(f"osce/{name}")

    def enter_requested(self, page: str) -> None:
        """The spider decided to ask for a release page, named by its canonical address."""
        self._count("requested")
        self.waiting.add(page)

    def enter_captured(self, page: str) -> None:
        """A release page was had."""
        self._count("captured")
        self.waiting.discard(page)

    def enter_skipped(self, page: str, why: str) -> None:
        """A release page needed no reading or must not be read."""
        self._count(f"skipped/{why}")
        self.waiting.discard(page)

    def enter_failed(self, page: str, failed: Failed, end: str | None = None) -> None:
        """A release page could not be had; `end` is where redirects had led."""
        self._count("failed")
        logger.warning("a release page could not be had: %s: %s", failed.url, failed.cause)
        self.failed.append(failed)
        self._lost[end or failed.url] = failed
        self.waiting.discard(page)

    def enter_cut(self) -> None:
        """A budget was reached: the pages that still wait are not read."""
        for page in sorted(self.waiting):
            self.enter_skipped(page, "budget")

    def enter_rejected(self, rejected: Rejected) -> None:
        """A page was read and refused."""
        self._count(f"rejected/{rejected.reason}")
        self.rejected.append(rejected)

    def enter_duplicate(self) -> None:
        """A page gave a record that another page gave as well."""
        self._count("duplicate")

    def enter_filtered(self) -> None:
        """A page gave a record that the run was not asked for."""
        self._count("filtered")

    def enter_evidence(self, record_id: str, evidence: dict[str, list[Evidence]]) -> None:
        """Count what gave the values of a page: of each field the evidence that won."""
        for field, (won, *_) in evidence.items():
            self._count(f"evidence/{field}/{won.source}")
        if self.evidence is not None:
            self.evidence[record_id] = {
                field: [one.source for one in found] for field, found in evidence.items()
            }

    def take_evidence(self, record_id: str) -> dict[str, list[str]]:
        """What the values of a record come from: of each field the evidence that won first."""
        return (self.evidence or {}).pop(record_id, {})

    def rename_evidence(self, record_id: str, known: str) -> None:
        """Note that a record has another id than its page alone would give it."""
        if self.evidence is not None and record_id in self.evidence:
            self.evidence[known] = self.evidence.pop(record_id)

    def enter_taxonomy(self, captured_at: str | None, taxonomy: Taxonomy) -> None:
        """Keep the newest complete menu; of two of one time the one that came first."""
        self.unknown_labels |= {issue.kept for issue in taxonomy.issues if issue.kept}
        key = captured_at or ""
        if (self.taxonomy is None or key > self.taxonomy[0]) and taxonomy.is_complete:
            self.taxonomy = (key, taxonomy)

    def item_error(self) -> None:
        """Count a fault of our own in a pipeline, which Scrapy only logs."""
        self._count(ITEM_ERRORS)

    def request_dropped(self, request: Request) -> None:
        """Note a redirect to an address seen before, which Scrapy drops without a word."""
        page = request.meta.get(RELEASE)
        if page is None:
            return
        if request.url in request.meta.get("redirect_urls", ()):
            url, cause = asked_address(request), "redirects go in a circle"
            self.enter_failed(page, Failed(url=url, cause=cause, attempts=1, last_status=None))
        else:
            self._dropped.append((page, request))

    def settle(self) -> None:
        """Enter the pages that led to others, when it is known what became of these."""
        refused = {one.capture.url: one for one in self.rejected}
        for page, request in self._dropped:
            own = {"url": asked_address(request)}
            if lost := self._lost.get(request.url):
                self.enter_failed(page, lost.model_copy(update=own))
                continue
            self.enter_captured(page)
            if one := refused.get(request.url):
                self.enter_rejected(one.model_copy(update=own))
            else:
                self.enter_duplicate()
        self._dropped.clear()


def ledger_of(crawler: Crawler) -> Ledger:
    """The ledger of a run.

    Raises:
        RunFailedError: If the extension is off.
    """
    ledger = crawler.get_extension(Ledger)
    if ledger is None:
        raise RunFailedError("the extension Ledger is off, so nothing was counted")
    return ledger
