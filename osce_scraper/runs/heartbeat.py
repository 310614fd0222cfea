"""Tells a watcher that a run is done, so that one that never ends or begins is noticed too."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterable
from http.client import HTTPException
from time import sleep
from urllib.error import HTTPError
from urllib.parse import urlsplit

from osce_scraper import __version__

logger = logging.getLogger(__name__)
_TRIES = 3
_PAUSE = 1.0  # seconds
_TIMEOUT = 10.0  # seconds


def ping(url: str, lines: Iterable[str], *, is_well: bool) -> bool:
    """Post a summary; that it cannot be had is a warning, and never the run's failure.

    Args:
        url: Address of the watcher; its path gets `/fail` for a run that failed.
        lines: The summary.
        is_well: Whether the run ended well.

    Returns:
        Whether it was taken.
    """
    body = "".join(f"{line}\n" for line in lines).encode()
    cause: Exception | None = None
    for attempt in range(_TRIES):
        sleep(_PAUSE * attempt)
        try:
            _post(url if is_well else _failing(url), body)
        except (OSError, HTTPException, ValueError) as error:
            cause = error
        else:
            return True
    logger.warning("the heartbeat could not be sent: %s", cause)
    return False


def _post(url: str, body: bytes) -> None:
    headers = {"User-Agent": f"osce-scraper/{__version__}", "Content-Type": "text/plain"}
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - the user's own http(s) address
    try:
        urllib.request.urlopen(request, timeout=_TIMEOUT).close()  # noqa: S310 - likewise
    except HTTPError as error:
        error.close()  # it holds the answer
        raise


def _failing(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path.rstrip('/')}/fail").geturl()
