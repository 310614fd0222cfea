"""Pages that could not be had: why, in words for `failed.jsonl`, and which are asked for again."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.retry import get_retry_request

from osce_scraper.archive.handler import COPY
from osce_scraper.extensions.ledger import RELEASE, asked_address
from osce_scraper.items import Failed
from osce_scraper.middlewares.whole import BrokenBodyError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Request

# A compressed body that breaks off; Scrapy asks for such a page no second time.
_BROKEN_BODY = (EOFError, BrokenBodyError, zlib.error)

# Twisted wraps what went wrong in a list of failures, which Scrapy hands on as text.
_WRAPPED = re.compile(r"\[<twisted\.python\.failure\.Failure (?:\w+\.)*(\w+: .*?)>.*\]", re.DOTALL)
_WORDS = {
    "ResponseDataLossError": "the body ended before it was whole",
    "DownloadCancelledError": "the body is too large",
}
"""Words for errors that have none of their own."""


def cause_of(error: BaseException | None) -> str:
    """The kind of an error and its words."""
    kind = type(error).__name__
    words = str(error).strip()
    if wrapped := _WRAPPED.fullmatch(words):
        return wrapped[1]
    return f"{kind}: {words or _WORDS.get(kind, '')}".rstrip(": ")


def failed(request: Request, cause: str, status: int | None) -> Failed:
    """The record of a release page that could not be had.

    Args:
        request: The last one.
        cause: As `cause_of`, or any words.
        status: What the server answered, if it did.
    """
    url = asked_address(request)
    if COPY in request.meta:
        url, cause = request.meta[RELEASE], f"{url}: {cause}"  # the page that is lost, and its copy
    attempts = request.meta.get("retry_times", 0) + 1
    return Failed(url=url, cause=cause, attempts=attempts, last_status=status)


def ask_again(request: Request, error: BaseException | None, spider: Spider) -> Request | None:
    """A second request for a body that broke off; None for other errors, and after some tries."""
    if not isinstance(error, _BROKEN_BODY):
        return None
    return get_retry_request(request, spider=spider, reason="broken_body")
