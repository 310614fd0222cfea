"""Redirects stay on the organisation's own hosts or in an archive, and lead to no login form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from osce_scraper.archive.handler import COPY
from osce_scraper.archive.wayback import next_memento
from osce_scraper.discovery.sieve import leads_elsewhere
from osce_scraper.extensions.ledger import RELEASE
from osce_scraper.middlewares.hosts import host_of, public_hosts
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
            target = self._target(request, location.decode("latin-1"))
            if target is None:
                return response
            headers = {**response.headers, "Location": target}
            return super().process_response(request, response.replace(headers=headers))
        return super().process_response(request, response)

    def _target(self, request: Request, location: str) -> str | None:
        """The address to ask next; None where the redirect must not be followed."""
        settings = self.crawler.settings
        if COPY in request.meta:
            return next_memento(request.url, location, settings["OSCE_WAYBACK"])
        target, host = urljoin(request.url, location), host_of(request.url)
        if host in public_hosts(settings):
            return target if host_of(target) == host else None
        site = settings["OSCE_SITE"]
        is_lost = RELEASE in request.meta and leads_elsewhere(target, site)
        return target if may_fetch(target, site) and not is_lost else None
