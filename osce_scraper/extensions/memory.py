"""What a dataset remembers: told of every page as soon as it is known what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Self, get_args

from scrapy import signals
from scrapy.exceptions import NotConfigured

from osce_scraper.archive.handler import NOT_IN_ARCHIVE
from osce_scraper.archive.public import PublicName
from osce_scraper.dataset.drift import Kind
from osce_scraper.dataset.manifest import now, utc
from osce_scraper.dataset.records import Evidence, Holding, Records
from osce_scraper.dataset.register import Answer, Asks, Listed, Register
from osce_scraper.dataset.schedule import Outcome
from osce_scraper.dataset.state import State
from osce_scraper.dataset.visits import Visits
from osce_scraper.discovery.found import Found
from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.overlap import Bookmark, ReadBefore
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import StateError
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import RELEASE, Ledger
from osce_scraper.items import Capture, PressRelease

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

FAILED = "osce/state_failed"
"""Stat that says why the state could not be written; a run that has it must not be published."""
BOOKMARKS = "bookmarks"
"""Key of the state: how far each listing was read."""
_GONE = frozenset((404, 410))
_NOT_MODIFIED = 304
_PUBLIC = get_args(PublicName)


class Memory:
    """Keeps the state of a dataset while its pages come; a crash loses the page in flight.

    Settings: `OSCE_STATE` (an opened `State`; without it the extension is off), `OSCE_RUN_ID`,
    `OSCE_READ_AGAIN` (whether kept pages are read again, and nothing new is looked for).
    """

    def __init__(self, crawler: Crawler, state: State) -> None:
        self.crawler = crawler
        self.state = state
        run_id = crawler.settings["OSCE_RUN_ID"]
        self.register = Register(state, run_id)
        self.records = Records(state)
        self.visits = Visits(state, run_id)
        self.is_replay = crawler.settings["OSCE_REPLAY"] is not None
        self.is_archive = self.is_replay or crawler.settings["OSCE_FROM"] in _PUBLIC
        self.exported: set[str] = set()
        self._redirected: list[tuple[str, str]] = []
        self._being_read: dict[str, str] = {}
        self.reads_again = crawler.settings.getbool("OSCE_READ_AGAIN")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the memory and let it see what becomes of every item.

        Raises:
            NotConfigured: Where no dataset is kept.
        """
        state = crawler.settings["OSCE_STATE"]
        if state is None:
            raise NotConfigured  # without words, which would be logged as a warning
        memory = cls(crawler, state)
        crawler.signals.connect(memory.opened, signal=signals.spider_opened)
        crawler.signals.connect(memory.scraped, signal=signals.item_scraped)
        crawler.signals.connect(memory.dropped, signal=signals.item_dropped)
        crawler.signals.connect(memory.redirected, signal=signals.request_dropped)
        crawler.signals.connect(memory.closed, signal=signals.spider_closed)
        return memory

    def opened(self) -> None:
        """Ask the ledger for what each record rests on."""
        self.ledger.evidence = {}

    @property
    def ledger(self) -> Ledger:
        """The run's ledger."""
        ledger = self.crawler.get_extension(Ledger)
        if ledger is None:
            raise RuntimeError("the extension Ledger must be on; see EXTENSIONS in settings.py")
        return ledger

    @property
    def _asks(self) -> Asks:
        """Of the pages that were found: an archive at hand costs nothing, a public one does."""
        if self.is_replay:
            return "all"
        return "new" if self.is_archive else "due"

    # --- Before a page is asked for

    def read_before(self) -> ReadBefore | None:
        """What earlier runs have read of the listings; an archive's listings are read whole."""
        if self.is_archive:
            return None
        places: dict[str, dict[str, Any]] = self.state.get(BOOKMARKS) or {}
        marks = {language: Bookmark(**place) for language, place in places.items()}
        return ReadBefore(self.register.found_before, self.register.run_id, marks)

    def sift(self, found: Iterable[Found]) -> list[Found]:
        """Remember what was found, and say which of it is to be asked for."""
        pages = [Listed(one.url, one.row, one.listing, one.lastmod, one.vouched) for one in found]
        wanted: list[Listed] = []
        with self._writing():
            wanted = self.register.enter_found(pages, utc(now()), self._asks)
        copies = {one.url: one.copy for one in found}
        return [_found(page, copies[page.url]) for page in wanted]

    def mark(self, way: Discovery) -> None:
        """Remember how far a listing was read."""
        if isinstance(way, Listings) and way.read_before is not None:
            places = {language: asdict(one) for language, one in way.read_before.bookmarks.items()}
            with self._writing(), self.state.transaction():
                self.state.put(BOOKMARKS, places)

    def due(self) -> list[Found]:
        """Known pages whose time has come; of a replay those that were read once."""
        if self.is_archive and not self.reads_again:
            return []
        pages = self.register.read_pages() if self.reads_again else self.register.due(utc(now()))
        return [_found(page) for page in pages]

    def newest(self, found: Found) -> Found:
        """A page with the listing row that was seen last."""
        page = self.register.find(found.url)
        return found if page is None else _found(page, found.copy)

    def add_conditions(self, request: Request, page: str) -> None:
        """Have a request ask for a page only if it is another one than the one that was read."""
        conditions = {} if self.is_archive else self.register.conditions(page)
        if conditions:
            request.headers.update(conditions)
            request.meta["earlier_capture"] = self.last_capture(page)

    def spares_reading(self, page: str, response: Response) -> str | None:
        """Why an answer need not be read: a page that has not changed, or is not in an archive."""
        if response.status == _NOT_MODIFIED and self.last_capture(page) is not None:
            self._unchanged(page, response)
            return "not_modified"
        return "not_in_archive" if NOT_IN_ARCHIVE in response.flags else None

    def last_capture(self, page: str) -> tuple[str, str] | None:
        """Address and time of the capture that a 304 says is still good."""
        return self.register.last_capture(page)

    # --- What the pipelines ask

    def reads(self, page: str, capture: Capture) -> None:
        """Note which page a capture was asked for, since redirects may have led to another."""
        self._being_read[page] = capture.url or ""

    def page_of(self, item: PressRelease) -> str | None:
        """Canonical address of the page that a record was asked for under."""
        pages = (page for page, url in self._being_read.items() if url == item.capture.url)
        return next(pages, None)

    def id_of(self, page: str) -> str | None:
        """Id of the record that a page gave before."""
        return self.records.id_of(page)

    def holding(self, record_id: str) -> Holding | None:
        """What the dataset has of a release."""
        return self.records.find(record_id)

    # --- What became of a page

    def scraped(self, item: PressRelease, response: Response) -> None:
        """Keep the record of a page."""
        page, answer = response.meta[RELEASE], self._answer(response)
        evidence = self.ledger.take_evidence(item.id)
        self._being_read.pop(page, None)
        if not self._is_outdated(page, item):
            self._keep(item, answer, evidence)
        self.exported.add(item.id)
        self.crawler.stats.set_value("osce/exported", len(self.exported))

    def _is_outdated(self, page: str, item: PressRelease) -> bool:
        """Whether the dataset knows something later of a page, or its release, than an archive."""
        at = item.captured_at or ""
        return self.is_archive and (
            self.register.is_newer(page, at) or self.records.is_newer(item.id, at)
        )

    def _keep(self, item: PressRelease, answer: Answer, evidence: Evidence) -> None:
        page = answer.url
        answer = replace(answer, captured_at=item.captured_at)
        with self._writing(), self.state.transaction():
            self.register.enter_outcome(answer, "record", record_id=item.id, published=item.date)
            self.records.enter(page, item, evidence, utc(now()))
            kind = Kind(item.layout, item.type or "")
            self.visits.enter_reading(page, answer.at, answer.status, kind, evidence)

    def dropped(self, response: Response, exception: BaseException) -> None:
        """Keep why a page gave no record."""
        if not isinstance(exception, DroppedPage):
            return
        page, answer = response.meta[RELEASE], self._answer(response)
        self._being_read.pop(page, None)
        is_gone = answer.status in _GONE
        outcome = "gone" if is_gone else self._outcome(page, answer.at, exception)
        with self._writing(), self.state.transaction():
            # An archive is no proof against what was read: it may lack the page, or be older.
            if not (self.is_archive and self.last_capture(page)):
                self._enter(answer, outcome, exception)
            self.visits.enter(page, answer.at, answer.status, outcome)

    def _enter(self, answer: Answer, outcome: Outcome, exception: DroppedPage) -> None:
        if outcome == "gone" and exception.rejected is not None:
            if self.register.enter_gone(answer, exception.rejected):
                self.records.delete_of(answer.url, answer.at)
            return
        self.register.enter_outcome(
            answer, outcome, record_id=exception.record_id, rejected=exception.rejected
        )

    def _outcome(self, page: str, at: str, exception: DroppedPage) -> Outcome:
        if exception.outcome != "rejected":
            return exception.outcome
        return "refused" if self.register.should_give_record(page, at) else "rejected"

    def redirected(self, request: Request) -> None:
        """Note that a page leads to one that was asked for before, which Scrapy only drops."""
        if RELEASE in request.meta:
            self._redirected.append((request.meta[RELEASE], request.url))

    def closed(self) -> None:
        """Keep the pages that led to others, where these were read."""
        at = utc(now())
        for page, url in self._redirected:
            is_needless = self.is_archive and self.last_capture(page) is not None
            if is_needless or not self.register.was_read_at(url):
                continue
            with self._writing(), self.state.transaction():
                self.register.enter_led_on(page, url, at)
                self.visits.enter(page, at, None, "duplicate")

    def _unchanged(self, page: str, response: Response) -> None:
        """Keep that a page has not changed since it was read."""
        answer = self._answer(response)
        with self._writing(), self.state.transaction():
            self.register.enter_unchanged(answer, self.records.date_of(page))
            self.visits.enter(page, answer.at, answer.status, "unchanged")

    def forbidden(self, page: str) -> None:
        """Keep that a page must not be asked for."""
        with self._writing(), self.state.transaction():
            self.register.enter_forbidden(page, utc(now()))

    def failed(self, page: str, status: int | None) -> None:
        """Keep that a page could not be had."""
        if self.is_replay:
            return
        with self._writing(), self.state.transaction():
            self.register.enter_failed(page, utc(now()))
            self.visits.enter(page, utc(now()), status, "failed")

    def _answer(self, response: Response) -> Answer:
        captured_at = response.meta.get("captured_at") or utc(now())
        return Answer(
            url=response.meta[RELEASE],
            at=captured_at if self.is_archive else utc(now()),
            status=response.status,
            captured_at=captured_at,
            capture_url=response.url,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """End the run where the state cannot be written: what cannot be kept must not be fetched.

        Scrapy only logs errors of signal handlers, so the stats say it, and the command looks.
        """
        try:
            yield
        except StateError as error:
            self.crawler.stats.set_value(FAILED, str(error))
            closing = self.crawler.engine.close_spider_async(reason="state_failed")
            self._closing = asyncio.ensure_future(closing)  # kept, or it may be thrown away


def _found(page: Listed, copy: object = None) -> Found:
    return Found(page.url, page.row, vouched=page.is_vouched, copy=copy)  # type: ignore[arg-type]


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
