"""robots.txt, strictly: a host whose rules cannot be had is not crawled."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser

from osce_scraper.middlewares.hosts import common_crawl_hosts, host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

logger = logging.getLogger(__name__)


class StrictRobotsTxtMiddleware(RobotsTxtMiddleware):
    """Takes a server error or an unreachable robots.txt for a no, where Scrapy takes a yes.

    Common Crawl is exempt: its robots.txt keeps crawlers away from what its documentation offers
    to programs, and a run asks there only for what it was told to (`--from commoncrawl`).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._exempt = common_crawl_hosts(crawler.settings)

    async def process_request(
        self,
        request: Request,
        spider: Any = None,  # noqa: ARG002 - Scrapy's own signature
    ) -> None:
        """Refuse what the rules of a host forbid."""
        if host_of(request.url) not in self._exempt:
            await super().process_request(request)

    async def _parse_robots(self, resp: Response, netloc: str, request: Request) -> None:
        if resp.status >= 500 or resp.status == 429:
            logger.warning("robots.txt of %s answered %s: it is left alone", netloc, resp.status)
            raise IgnoreRequest(f"robots.txt of {netloc} answered {resp.status}")
        if resp.status >= 400:
            resp = resp.replace(body=b"")  # no rules: what an error page says is none
        await super()._parse_robots(resp, netloc, request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what the rules forbid, or everything where they could not be had."""
        if isinstance(rp, Closed):
            raise IgnoreRequest("robots.txt could not be had, so the host is left alone")
        super().process_request_2(rp, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        super()._robots_error(exc, netloc)
        self._stats.inc_value("osce/robots_unavailable")
        self._parsers[netloc] = Closed()


class Closed(RobotParser):
    """Rules of a host that must not be crawled."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Closed:  # noqa: ARG003
        """Build the rules, whatever the file said."""
        return cls()

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:  # noqa: ARG002
        """Allow nothing."""
        return False
