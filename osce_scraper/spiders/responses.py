"""From a response to a capture: what was fetched, when, and what led to it."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from osce_scraper.dataset.manifest import now, utc
from osce_scraper.extensions.headers import header_of
from osce_scraper.extensions.ledger import asked_address
from osce_scraper.items import Capture

if TYPE_CHECKING:
    from scrapy.http import Response

    from osce_scraper.discovery.found import Found


def capture_of(response: Response, found: Found | None = None) -> Capture:
    """Make a capture of a response, with what led to it."""
    archive, offset = response.meta.get("archive", (None, None))
    return Capture(
        url=response.url,
        asked=asked_address(response.request) if response.request else None,
        status=response.status,
        content_type=header_of(response, "Content-Type"),
        body=response.body,
        captured_at=_captured_at(response),
        archive=archive,
        offset=offset,
        row=found.row if found else None,
        vouched=bool(found and found.vouched),
    )


def _captured_at(response: Response) -> str:
    """The archive's time of an archived page (RFC 7089), else now; whole seconds in UTC."""
    if at := response.meta.get("captured_at"):
        return str(at)
    memento = header_of(response, "Memento-Datetime")
    try:
        moment = parsedate_to_datetime(memento).astimezone(UTC) if memento else now()
    except ValueError:
        moment = now()
    return utc(moment)
