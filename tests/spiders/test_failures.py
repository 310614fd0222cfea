"""The words that `failed.jsonl` has for what went wrong."""

from __future__ import annotations

import pytest
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure

from osce_scraper.spiders.failures import cause_of

LOST = [Failure(ConnectionLost("in a tunnel"))]  # type: ignore[no-untyped-call]  # Twisted has no types


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (DownloadTimeoutError("took 60 s"), "DownloadTimeoutError: took 60 s"),
        (ResponseDataLossError(), "ResponseDataLossError: the body ended before it was whole"),
        (DownloadCancelledError(), "DownloadCancelledError: the body is too large"),
        (DownloadFailedError(LOST), "ConnectionLost: Connection to the other side was lost in a"),
        (ValueError(), "ValueError"),
    ],
)
def test_cause_names_the_error_and_what_it_says(error: Exception, cause: str) -> None:
    said = cause_of(error)
    assert said.startswith(cause)
    assert "Failure" not in said
