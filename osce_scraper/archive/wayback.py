"""Addresses of a Wayback Machine: made from those of pages, and taken apart again."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from osce_scraper.items import Capture
from osce_scraper.normalise.addresses import is_on_site

WAYBACK = "https://web.archive.org"
"""The Internet Archive's; other archives and mirrors answer at addresses of the same form."""

_PATH = re.compile(r"/web/(?P<timestamp>\d{4,14})(?:[a-z]{2}_)?/(?P<url>.+)", re.DOTALL)
_SCHEME = re.compile(r"(https?):/{1,2}(?=[^/])", re.IGNORECASE)
_NEWEST = "00000101000000"  # what a timestamp leaves out: January, the first, midnight


class Memento(NamedTuple):
    """A capture in a Wayback Machine."""

    url: str
    """Address of the page as it was captured."""
    timestamp: str
    """The archive's time, 14 digits."""

    @property
    def captured_at(self) -> str:
        """When the page was captured, in UTC."""
        moment = datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def memento_address(url: str, timestamp: str, base: str = WAYBACK) -> str:
    """Address of the bytes of a capture, as they were captured (`id_`).

    Args:
        url: Address of the page.
        timestamp: The archive's time, up to 14 digits; it answers with the nearest capture.
        base: Where the archive is, e.g. what `--wayback-url` gave.
    """
    return f"{base.rstrip('/')}/web/{timestamp}id_/{url.partition('#')[0]}"


def read_memento(address: str, base: str = WAYBACK) -> Memento | None:
    """Take the address of a capture apart.

    Args:
        address: Address that an answer came from, after redirects.
        base: Where the archive is.

    Returns:
        Original address and time; None for an address that is not a capture in this archive,
        or whose timestamp is no time.
    """
    root = base.rstrip("/")
    if not address.startswith(f"{root}/"):
        return None
    match = _PATH.fullmatch(address[len(root) :])
    timestamp = _whole(match["timestamp"]) if match else None
    if match is None or timestamp is None:
        return None
    url = _SCHEME.sub(r"\1://", match["url"], count=1)
    return Memento(url if _SCHEME.match(url) else f"http://{url}", timestamp)


def restore(capture: Capture, memento_datetime: str | None, base: str = WAYBACK) -> Capture | None:
    """The capture that the archive made, of what it answered at the address of its copy.

    Args:
        capture: The answer.
        memento_datetime: Its header of this name.
        base: Where the archive is.

    Returns:
        The page under its own address, at its own time, an error page too; None where the address
        is no copy's, or the archive gave none: then it is the archive that speaks, not the page.
    """
    memento = read_memento(capture.url or "", base)
    if memento is None or (capture.status != 200 and memento_datetime is None):
        return None
    moment = memento_time(memento, memento_datetime)
    # What was asked for is the page; its copy's address stands in `archive`.
    restored = {"url": memento.url, "asked": memento.url, "captured_at": moment}
    return capture.model_copy(update={**restored, "archive": capture.url, "offset": None})


def next_memento(asked: str, location: str, base: str = WAYBACK) -> str | None:
    """Where a redirect leads that the archive gave for a capture.

    It is the archive's own, to the nearest capture; or the page's, which sent its readers on: then
    the next page is looked for in the archive too, at the same time.

    Args:
        asked: Address of the capture.
        location: Address that the redirect names, relative or not, inside the archive or not.
        base: Where the archive is.

    Returns:
        Address of the bytes of a capture in this archive; None where the redirect leads to no
        page of the organisation.
    """
    here = read_memento(asked, base)
    if here is None:
        return None
    try:
        there = read_memento(_within(urljoin(asked, location), base), base)
        url, timestamp = there or (urljoin(here.url, location), here.timestamp)
    except ValueError:  # what it names is no address
        return None
    return memento_address(url, timestamp, base) if is_on_site(url) else None


def _within(address: str, base: str) -> str:
    """An address of the archive's host with the archive's own scheme."""
    host = f"://{urlsplit(base).netloc}/"
    scheme, colon, rest = address.partition(host)
    return f"{urlsplit(base).scheme}{colon}{rest}" if scheme in {"http", "https"} else address


def _whole(timestamp: str) -> str | None:
    """A timestamp with its 14 digits, or None if it is no time."""
    filled = timestamp + _NEWEST[len(timestamp) :]
    try:
        datetime.strptime(filled, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return filled


def memento_time(memento: Memento, memento_datetime: str | None) -> str:
    """When a page was captured: what the archive says in `Memento-Datetime`, else the address.

    Returns:
        The time in UTC, whole seconds.
    """
    try:
        moment = parsedate_to_datetime(memento_datetime or "")
    except ValueError:
        return memento.captured_at
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
