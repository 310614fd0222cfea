"""Tells a watcher that a run is done, so that one that never ends or begins is noticed too."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from collections.abc import Iterable
from time import sleep

from osce_scraper import __version__

logger = logging.getLogger(__name__)
_TRIES = 3
_PAUSE = 1.0  # seconds
_TIMEOUT = 10.0  # seconds


def ping(url: str, lines: Iterable[str], *, is_well: bool) -> bool:
    """Post a summary; that it cannot be had is a warning, and never the run's failure.

    Args:
        url: Address of the watcher; `/fail` is added for a run that failed.
        lines: The summary.
        is_well: Whether the run ended well.

    Returns:
        Whether it was taken.
    """
    address = url if is_well else f"{url.rstrip('/')}/fail"
    body = "".join(f"{line}\n" for line in lines).encode()
    headers = {"User-Agent": f"osce-scraper/{__version__}", "Content-Type": "text/plain"}
    request = urllib.request.Request(address, body, headers)  # noqa: S310 - the user's own http(s) address
    cause: Exception | None = None
    for attempt in range(_TRIES):
        sleep(_PAUSE * attempt)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT):  # noqa: S310 - likewise
                return True
        except (OSError, urllib.error.URLError, ValueError) as error:
            cause = error
    logger.warning("the heartbeat could not be sent: %s", cause)
    return False
