"""Where redirects may lead: on the site, and of a release not to a login form."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.http import Request, Response
from scrapy.settings import Settings

from osce_scraper.extensions.ledger import RELEASE
from osce_scraper.middlewares.redirects import OnSiteRedirectMiddleware

URL = "https://www.osce.org/node/662279"


def follow(target: str, meta: dict[str, Any]) -> str | None:
    """Where a redirect leads; None where it is handed on."""
    middleware = OnSiteRedirectMiddleware(Settings())
    middleware.crawler = cast("Any", SimpleNamespace(settings=Settings({"OSCE_SITE": None})))
    middleware.crawler.spider = cast("Any", None)
    response = Response(URL, status=302, headers={"Location": target})
    result = middleware.process_response(Request(URL, meta=meta), response)
    return result.url if isinstance(result, Request) else None


@pytest.mark.parametrize(
    "target",
    [
        *("/secretariat/662279", "https://odihr.osce.org/odihr/662279", "/officers-open-crate"),
        "/admin/662279",  # for robots.txt to say
    ],
)
def test_redirect_of_a_release_is_followed_on_the_site(target: str) -> None:
    assert (follow(target, {RELEASE: URL}) or "").endswith(target)


@pytest.mark.parametrize(
    "target",
    [
        *("/", "/ru", "/user/login?destination=/node/662279", "/ru/user", "/press-releases"),
        *("/files/f/documents/a/1/662279.pdf", "https://www.example.org/secretariat/662279"),
        *("file:///etc/passwd", "http://127.0.0.1/secretariat/662279", "ftp://www.osce.org/1000"),
    ],
)
def test_redirect_of_a_release_is_not_followed_to_what_holds_none(target: str) -> None:
    assert follow(target, {RELEASE: URL}) is None


def test_other_redirects_are_followed_all_over_the_site() -> None:
    assert follow("/press-releases?page=0", {}) == "https://www.osce.org/press-releases?page=0"
