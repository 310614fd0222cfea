"""The pace of a polite guest: one request at a time over all hosts, never faster than asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from osce_scraper.middlewares.hosts import host_of, public_hosts
from osce_scraper.middlewares.stopping import StoppedError, is_stopping

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)
_EVERY = 0.5  # seconds


class PaceMiddleware:
    """Puts every request into one download slot and keeps the larger delay.

    Scrapy keeps a slot per host, so www, odihr and dushanbe would be asked in parallel, and it
    does not act on `Crawl-delay` by itself. Public archives share a slot of their own, with a delay
    of their own.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.slot: str = settings["OSCE_SLOT"]
        self.public_slot: str = settings["OSCE_PUBLIC_SLOT"]
        self.public = public_hosts(settings)
        delay = settings.getfloat("DOWNLOAD_DELAY")
        public = settings.getdict("DOWNLOAD_SLOTS").get(self.public_slot, {})
        self.delays = {self.slot: delay, self.public_slot: public.get("delay", delay)}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware and let it see every robots.txt."""
        middleware = cls(crawler)
        crawler.stats.set_value("osce/delay", middleware.delays[middleware.slot])
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(middleware.opened, signal=signals.spider_opened)
        crawler.signals.connect(middleware.closed, signal=signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Put a request into its slot."""
        request.meta["download_slot"] = self._slot_of(request)

    def _slot_of(self, request: Request) -> str:
        return self.public_slot if host_of(request.url) in self.public else self.slot

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Honour a host's Crawl-delay if it is larger than ours."""
        slot = self._slot_of(request)
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if asked is None or asked <= self.delays[slot]:
            return
        if self.crawler.settings.getbool("OSCE_ARCHIVE"):
            return
        self.delays[slot] = asked
        if slot == self.slot:
            self.crawler.stats.set_value("osce/delay", asked)
        logger.info("robots.txt of %s asks for a delay of %s s", host_of(request.url), asked)
        self._keep(slot)

    def opened(self) -> None:
        """Begin to watch for the end."""
        self.loop = create_looping_call(self.vacate)
        self.loop.start(_EVERY, now=False)

    def vacate(self) -> None:
        """When the run is being stopped, drop what waits for its turn, perhaps for minutes."""
        if not is_stopping(self.crawler):
            return
        for slot in self.crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(StoppedError("the crawl is being stopped"))

    def closed(self) -> None:
        """End the watch."""
        self.loop.stop()

    def _keep(self, slot: str) -> None:
        downloader, delay = self.crawler.engine.downloader, self.delays[slot]
        # A slot that stays idle is thrown away; the settings bring it back with this delay.
        downloader.per_slot_settings.setdefault(slot, {})["delay"] = delay
        if slot in downloader.slots:
            downloader.slots[slot].delay = delay
