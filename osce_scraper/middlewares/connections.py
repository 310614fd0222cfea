"""Each request goes out once: sending it again is for whoever keeps the pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class OnceDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own handler, without the second request that Twisted makes by itself.

    Where a connection that was kept open breaks, Twisted asks again at once: unseen by the
    delay, the budget, the archive and the count of attempts.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
