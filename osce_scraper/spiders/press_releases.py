"""From the ways of discovery to the release pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from osce_scraper.archive.handler import NOT_IN_ARCHIVE
from osce_scraper.discovery.choose import Plan, choose
from osce_scraper.discovery.found import Found, Step
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import PageLostError
from osce_scraper.extensions.ledger import RELEASE, Ledger, ledger_of
from osce_scraper.extensions.memory import Memory
from osce_scraper.items import Capture
from osce_scraper.middlewares.stopping import StoppedError
from osce_scraper.spiders.failures import ask_again, cause_of, failed
from osce_scraper.spiders.frontier import Frontier
from osce_scraper.spiders.plan import plan_of
from osce_scraper.spiders.responses import capture_of
from osce_scraper.spiders.sources import Source, source_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

_INDEX_TIMEOUT = 180.0  # seconds; the index of an archive takes its time over a whole domain


class PressReleasesSpider(scrapy.Spider):
    """Finds release pages of osce.org by every way that was chosen, and fetches them.

    Settings: `OSCE_FROM` (the site or a public archive), `OSCE_DISCOVER` (ways), `OSCE_URLS` (file
    of addresses), `OSCE_SITE` (a mirror's address), `OSCE_SCOPE` (dates, languages) and
    `OSCE_LIMIT` (release pages at most).
    """

    name = "press_releases"
    source: Source
    is_auto: bool
    plan: Plan
    ways: list[Discovery]
    """Ways that have begun."""
    later: list[Discovery]
    """Ways that begin only if those before them did not suffice."""
    frontier: Frontier
    """The release pages."""
    memory: Memory | None = None
    """Of the dataset that is kept, if one is."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider with the run's settings."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.source = source_of(crawler.settings)
        spider.plan = plan_of(crawler.settings)
        spider.ways, spider.later = [], choose(spider.plan)
        spider.is_auto = crawler.settings["OSCE_DISCOVER"] == "auto"
        spider.frontier = Frontier(crawler.settings.getint("OSCE_LIMIT"))
        crawler.signals.connect(spider.go_on, signal=signals.scheduler_empty)
        return spider

    @property
    def ledger(self) -> Ledger:
        """The run's ledger."""
        return ledger_of(self.crawler)

    async def start(self) -> AsyncIterator[Request]:
        """Begin with every way that was named; of `auto` with the first."""
        self._recall()
        while self.later and not (self.is_auto and self.ways):
            for request in self._begin(self.later.pop(0)):
                yield request
        for found in self.memory.due() if self.memory else ():
            if self._enter(found):
                self.frontier.put_off(found)

    def _recall(self) -> None:
        """Leave to the ways what a dataset does not know yet."""
        self.memory = self.crawler.get_extension(Memory)
        if self.memory is None:
            return
        known = replace(self.plan, read_before=self.memory.read_before())
        self.later = [] if self.memory.reads_again else choose(known)

    def _begin(self, way: Discovery) -> Iterator[Request]:
        """Begin a way: with what it knows without asking, then with its first page."""
        self.ways.append(way)
        yield from self._ask_for(way.known())
        yield from (self._way_request(url, way) for url in way.first())

    def _way_request(self, url: str, way: Discovery) -> Request:
        # A way may ask for a page again, e.g. for a listing's top after its end.
        return Request(
            url,
            callback=self.parse_way,
            errback=self.way_failed,
            cb_kwargs={"way": way},
            meta={"download_timeout": _INDEX_TIMEOUT} if way.name == "cdx" else {},
            dont_filter=True,
            # A few pages come first, of all the finding does. A dataset is filled in slices.
            priority=0 if self._finds_first else -1,
        )

    def parse_way(self, response: Response, way: Discovery) -> Iterator[Request]:
        """Read a page of a way of discovery: ask for what it found, and follow it."""
        if NOT_IN_ARCHIVE in response.flags:  # no server said so
            step = way.lose(response.url, "not in the archive", is_absent=True)
        else:
            step = way.read(capture_of(response))
        yield from self._follow(way, step)

    def way_failed(self, failure: Failure) -> Iterator[Request]:
        """Go on without a page of a way that could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, StoppedError):
            return
        if (again := ask_again(request, failure.value, self)) is not None:
            yield again
            return
        way = request.cb_kwargs["way"]
        yield from self._follow(way, way.lose(request.url, str(failure.value)))

    def _follow(self, way: Discovery, step: Step) -> Iterator[Request]:
        if step.problem is not None:
            self.logger.info("%s: %s", way.name, step.problem)
        yield from self._ask_for(step.found)
        if self.memory is not None:
            self.memory.mark(way)
        if self.frontier.is_full:
            return
        yield from (self._way_request(url, way) for url in step.follow)
        # A sitemap names documents too: it is asked only for what the listing did not give.
        is_enough = way.reaches_all and way.is_whole
        if self.is_auto and way.is_over and not is_enough and self.later:
            yield from self._begin(self.later.pop(0))

    @property
    def _finds_first(self) -> bool:
        """Whether all is found before a release is asked for."""
        return not (self.frontier.limit or self.memory)

    def _ask_for(self, found: Iterable[Found]) -> Iterator[Request]:
        """Requests for pages that no way has found before."""
        fresh = self.frontier.find(found)
        for one in self.memory.sift(fresh) if self.memory else fresh:
            if not self._enter(one):
                continue
            if self._finds_first:
                self.frontier.put_off(one)
            else:
                yield from self._requests(one)

    def _enter(self, found: Found) -> bool:
        """Enter a page that is to be asked for, unless it has been entered."""
        is_new = self.frontier.enter(found)
        if is_new:
            self.ledger.enter_requested(found.url)
        return is_new

    def _requests(self, found: Found) -> Iterator[Request]:
        """The request for a page, if it can be had at all."""
        request = self.source.request(found)
        if request is None:
            self._skip(found.url, "not_on_mirror")
            return
        if self.memory is not None:
            self.memory.add_conditions(request, found.url)
        request.callback, request.errback = self.parse_release, self.release_failed
        request.cb_kwargs["found"] = found
        request.meta[RELEASE] = found.url
        yield request

    def go_on(self) -> None:
        """Ask for the next page when all else is done; one that was had already is dropped."""
        engine = self.crawler.engine
        while engine.spider_is_idle() and (found := self.frontier.next()) is not None:
            for request in self._requests(self.memory.newest(found) if self.memory else found):
                engine.crawl(request)

    def parse_release(self, response: Response, found: Found) -> Iterator[Capture]:
        """Hand the page on as a capture; what it says is the pipelines' business."""
        page = response.meta[RELEASE]
        if self.memory is not None and (why := self.memory.spares_reading(page, response)):
            self.ledger.enter_skipped(page, why)
            return
        try:
            capture = self.source.capture(response, found)
        except PageLostError as error:
            self._fail(response.request or Request(response.url), str(error), response)
            return
        self.ledger.enter_captured(page)
        if self.memory is not None:
            self.memory.reads(page, capture)
        yield capture

    def release_failed(self, failure: Failure) -> Iterator[Request]:
        """Enter a release page that could not be fetched, or must not be."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error, page = failure.value, request.meta[RELEASE]
        if isinstance(error, StoppedError):
            return  # the ledger has it waiting still
        if isinstance(error, IgnoreRequest) and "Forbidden by robots.txt" in str(error):
            self._skip(page, "robots")
        elif (again := ask_again(request, error, self)) is not None:
            yield again
        else:
            self._fail(request, cause_of(error))

    def _skip(self, page: str, why: str) -> None:
        """Enter a page that must not be asked for."""
        self.ledger.enter_skipped(page, why)
        if self.memory is not None:
            self.memory.diary.forbidden(page)

    def _fail(self, request: Request, cause: str, response: Response | None = None) -> None:
        """Enter a page that could not be had."""
        page, status = request.meta[RELEASE], response.status if response else None
        url = response.url if response else request.url
        self.ledger.enter_failed(page, failed(request, cause, status), url)
        if self.memory is not None:
            self.memory.diary.failed(page, status)
