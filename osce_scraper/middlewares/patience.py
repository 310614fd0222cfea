"""`Retry-After`, obeyed: the wait that a server asks for before it is asked again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.utils.asyncio import sleep

from osce_scraper.archive.handler import COPY
from osce_scraper.middlewares.hosts import host_of, public_hosts
from osce_scraper.middlewares.stopping import is_stopping

if TYPE_CHECKING:
    from scrapy.http import Request, Response

logger = logging.getLogger(__name__)
LONGEST_WAIT = 600.0  # seconds; a longer one makes the page a failed one
_STEP = 0.5  # seconds; a shutdown ends the wait within this time


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks for.

    Args:
        header: The header: a number of seconds, or a date (RFC 9110).
        now: The time, with its zone.

    Returns:
        Seconds, never below 0; None where the header is missing or says nothing.
    """
    value = (header or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class PatientRetryMiddleware(RetryMiddleware):
    """Waits as long as the server asks before a retry; Scrapy would ask again at once."""

    async def process_response(  # type: ignore[override]
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's own signature
    ) -> Request | Response:
        """Retry a page, after the wait that its server asked for."""
        if COPY in request.meta and "Memento-Datetime" in response.headers:
            return response  # the page was in trouble when it was captured, not the archive now
        if response.status not in {429, 503}:
            return super().process_response(request, response)
        wait = self._asked_wait(request, response)
        if wait is None:
            return super().process_response(request, response)
        if wait > LONGEST_WAIT:
            logger.warning("%s asks for a wait of %.0f s: too long", request.url, wait)
            return response
        # After the last attempt too: the next page is the same server's.
        logger.info("%s asks for a wait of %.0f s", request.url, wait)
        await self._wait(wait)
        return super().process_response(request, response)

    def _asked_wait(self, request: Request, response: Response) -> float | None:
        """Seconds that a server asks for; a public archive's 429 means a minute by itself."""
        header = response.headers.get("Retry-After")
        wait = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
        settings = self.crawler.settings
        is_public = host_of(request.url) in public_hosts(settings)
        if wait is None and response.status == 429 and is_public:
            return settings.getfloat("OSCE_PUBLIC_WAIT")
        return wait

    async def _wait(self, seconds: float) -> None:
        """Wait, unless the crawl is being stopped."""
        left = seconds
        while left > 0 and not is_stopping(self.crawler):
            await sleep(min(_STEP, left))
            left -= _STEP
