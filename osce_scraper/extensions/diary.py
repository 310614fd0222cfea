"""Keeps what became of every page as soon as it is known, in the state of a dataset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import signals

from osce_scraper.dataset.drift import Kind
from osce_scraper.dataset.manifest import now, utc
from osce_scraper.dataset.outcomes import Answer, Outcomes
from osce_scraper.dataset.records import Evidence
from osce_scraper.dataset.schedule import Outcome
from osce_scraper.dataset.visits import Visits
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.headers import header_of
from osce_scraper.extensions.ledger import RELEASE, Ledger, ledger_of
from osce_scraper.items import PressRelease

if TYPE_CHECKING:
    from scrapy.http import Request, Response

    from osce_scraper.extensions.memory import Memory

_GONE = frozenset((404, 410))


class Diary:
    """Writes one short transaction a page, so that a crash loses the page in flight at most."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.crawler = memory.crawler
        self.outcomes = Outcomes(memory.state)
        self.visits = Visits(memory.state, memory.register.run_id)
        self.exported: set[str] = set()
        self._redirected: list[tuple[str, str]] = []

    def listen(self) -> None:
        """See what becomes of every item."""
        connect = self.crawler.signals.connect
        connect(self.opened, signal=signals.spider_opened)
        connect(self.scraped, signal=signals.item_scraped)
        connect(self.dropped, signal=signals.item_dropped)
        connect(self.redirected, signal=signals.request_dropped)
        connect(self.closed, signal=signals.spider_closed)

    def opened(self) -> None:
        """Ask the ledger for what each record rests on."""
        self.ledger.evidence = {}

    @property
    def ledger(self) -> Ledger:
        """The run's ledger."""
        return ledger_of(self.crawler)

    def scraped(self, item: PressRelease, response: Response) -> None:
        """Keep the record of a page."""
        page, answer = response.meta[RELEASE], self._answer(response)
        evidence = self.ledger.take_evidence(item.id)
        self.memory.has_read(page)
        if not self._is_outdated(page, item):
            self._keep(item, answer, evidence)
        self.exported.add(item.id)
        self.crawler.stats.set_value("osce/exported", len(self.exported))

    def _is_outdated(self, page: str, item: PressRelease) -> bool:
        """Whether the dataset knows something later of a page, or its release, than an archive."""
        at = item.captured_at or ""
        return self.memory.is_archive and (
            self.memory.register.is_newer(page, at) or self.memory.records.is_newer(item.id, at)
        )

    def _keep(self, item: PressRelease, answer: Answer, evidence: Evidence) -> None:
        page = answer.url
        answer = replace(answer, captured_at=item.captured_at)
        with self.memory.writing(), self.memory.state.transaction():
            self.outcomes.enter_outcome(answer, "record", record_id=item.id, published=item.date)
            self.memory.records.enter(page, item, evidence, utc(now()))
            kind = Kind(item.layout, item.type or "")
            self.visits.enter_reading(page, answer.at, answer.status, kind, evidence)

    def dropped(self, response: Response, exception: BaseException) -> None:
        """Keep why a page gave no record."""
        if not isinstance(exception, DroppedPage):
            return
        page, answer = response.meta[RELEASE], self._answer(response)
        self.memory.has_read(page)
        is_gone = answer.status in _GONE
        outcome = "gone" if is_gone else self._outcome(page, answer.at, exception)
        with self.memory.writing(), self.memory.state.transaction():
            # An archive is no proof against what was read: it may lack the page, or be older.
            if not (self.memory.is_archive and self.memory.last_capture(page)):
                self._enter(answer, outcome, exception)
            self.visits.enter(page, answer.at, answer.status, outcome)

    def _enter(self, answer: Answer, outcome: Outcome, exception: DroppedPage) -> None:
        if outcome == "gone" and exception.rejected is not None:
            if self.outcomes.enter_gone(answer, exception.rejected):
                self.memory.records.delete_of(answer.url, answer.at)
            return
        self.outcomes.enter_outcome(
            answer, outcome, record_id=exception.record_id, rejected=exception.rejected
        )

    def _outcome(self, page: str, at: str, exception: DroppedPage) -> Outcome:
        if exception.outcome != "rejected":
            return exception.outcome
        return "refused" if self.memory.register.should_give_record(page, at) else "rejected"

    def redirected(self, request: Request) -> None:
        """Note that a page leads to one that was asked for before, which Scrapy only drops."""
        if RELEASE in request.meta:
            self._redirected.append((request.meta[RELEASE], request.url))

    def closed(self) -> None:
        """Keep the pages that led to others, where these were read."""
        at = utc(now())
        for page, url in self._redirected:
            is_needless = self.memory.is_archive and self.memory.last_capture(page) is not None
            if is_needless or not self.memory.register.was_read_at(url):
                continue
            with self.memory.writing(), self.memory.state.transaction():
                self.outcomes.enter_led_on(page, url, at)
                self.visits.enter(page, at, None, "duplicate")

    def unchanged(self, page: str, response: Response) -> None:
        """Keep that a page has not changed since it was read."""
        answer = self._answer(response)
        with self.memory.writing(), self.memory.state.transaction():
            self.outcomes.enter_unchanged(answer, self.memory.records.date_of(page))
            self.visits.enter(page, answer.at, answer.status, "unchanged")

    def forbidden(self, page: str) -> None:
        """Keep that a page must not be asked for."""
        with self.memory.writing(), self.memory.state.transaction():
            self.outcomes.enter_forbidden(page, utc(now()))

    def failed(self, page: str, status: int | None) -> None:
        """Keep that a page could not be had."""
        if self.memory.is_replay:
            return
        with self.memory.writing(), self.memory.state.transaction():
            self.outcomes.enter_failed(page, utc(now()))
            self.visits.enter(page, utc(now()), status, "failed")

    def _answer(self, response: Response) -> Answer:
        captured_at = response.meta.get("captured_at") or utc(now())
        return Answer(
            url=response.meta[RELEASE],
            at=captured_at if self.memory.is_archive else utc(now()),
            status=response.status,
            captured_at=captured_at,
            capture_url=response.url,
            etag=header_of(response, "ETag"),
            last_modified=header_of(response, "Last-Modified"),
            is_archived=self.memory.is_archive,
        )
