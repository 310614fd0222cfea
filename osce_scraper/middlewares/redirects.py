"""Redirects stay on the organisation's own hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from osce_scraper.normalise.addresses import may_fetch

if TYPE_CHECKING:
    from scrapy.http import Request, Response


class OnSiteRedirectMiddleware(RedirectMiddleware):
    """Follows a redirect within the site; any other is handed on as it is, and refused later.

    Scrapy's own filter would drop such a request without a word to the spider.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002 - Scrapy's own signature
    ) -> Request | Response:
        """Follow a redirect, or hand on the response."""
        location = response.headers.get("Location")
        if response.status in {301, 302, 303, 307, 308} and location:
            target = urljoin(request.url, location.decode("latin-1"))
            if not may_fetch(target, self.crawler.settings["OSCE_SITE"]):
                return response
        return super().process_response(request, response)
