"""What a record says of a page: its answer, when it was fetched, and where it lies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from osce_scraper.archive.coding import is_markup
from osce_scraper.archive.entry import Entry
from osce_scraper.archive.message import (
    BrokenResponseError,
    Headers,
    Message,
    header,
    read_message,
    without,
)
from osce_scraper.archive.warc import Warc

_WEB = ("http://", "https://")


class Stored(NamedTuple):
    """An answer of the web as an archive keeps it."""

    url: str
    captured_at: str | None
    """When it was fetched, in UTC, whole seconds; None where the record does not tell."""
    status: int | None
    """HTTP status; None of a `resource` record, which was not fetched by HTTP."""
    headers: Headers
    body: bytes
    """The body with its content coding, without transfer coding."""
    is_cut: bool
    """Whether the body is longer than what is kept of it."""
    archive: str
    """File name without folder."""
    offset: int | None
    """Where the record begins in that file; None where it cannot be sought there."""

    @property
    def content_type(self) -> str | None:
        """The last header `Content-Type`, as Scrapy reads it."""
        values = [value for name, value in self.headers if name.lower() == b"content-type"]
        return values[-1].decode("latin-1") if values else None

    @property
    def is_page(self) -> bool:
        """Whether it may be a page of HTML; images, scripts and data are none."""
        kind = (self.content_type or "").partition(";")[0].strip().lower()
        return kind in {"", "text/html", "application/xhtml+xml"}

    @property
    def codings(self) -> str:
        """Content codings of the body."""
        return header(self.headers, "Content-Encoding")


def is_answer(entry: Entry) -> bool:
    """Whether a record holds what a web address answered, or points to an earlier answer."""
    return entry.type in {"response", "revisit", "resource"} and entry.url.startswith(_WEB)


def is_not_modified(entry: Entry) -> bool:
    """Whether a record only says that a page was unchanged (304): it adds no bytes."""
    is_revisit = entry.type == "revisit"
    return is_revisit and "server-not-modified" in entry.field("WARC-Profile")


def is_partial(entry: Entry) -> bool:
    """Whether a record that should hold a body holds only a part of it."""
    return bool(entry.field("WARC-Truncated") or entry.field("WARC-Segment-Number"))


def read_stored(warc: Warc, entry: Entry, earlier: Entry | None = None) -> Stored:
    """Read the answer that a record holds.

    Args:
        warc: The file that the record lies in.
        entry: A record for which `is_answer` holds.
        earlier: Of a `revisit` record, the one that holds the body.

    Raises:
        BrokenResponseError: If there is no whole response in it.
    """
    message = _message(entry) if earlier is None else _joined(entry, _message(earlier))
    headers = message.headers
    if not warc.is_own and is_markup(message.body):
        # Older files of Common Crawl hold decoded bodies under the headers of the coded ones.
        # Our own hold what was sent: a server that lies there is not believed here either.
        headers = without(headers, "Content-Encoding")
    return Stored(
        url=entry.url,
        captured_at=utc_seconds(entry.field("WARC-Date")),
        status=message.status or None,
        headers=headers,
        body=message.body,
        is_cut=entry.is_cut or (earlier is not None and earlier.is_cut),
        archive=warc.name,
        offset=entry.offset if warc.has_offsets else None,
    )


def _message(entry: Entry) -> Message:
    if is_partial(entry):
        raise BrokenResponseError("the archive holds only a part of the page")
    if entry.type != "resource":
        return read_message(entry.block)
    kind = entry.field("Content-Type").encode("latin-1", "replace")
    return Message(0, [(b"Content-Type", kind)], entry.block)


def _joined(entry: Entry, earlier: Message) -> Message:
    """The headers of a revisit, if it has any, and the body of the earlier record."""
    if not entry.block.strip():
        return earlier
    return read_message(entry.block)._replace(body=earlier.body)


def utc_seconds(text: str) -> str | None:
    """A WARC-Date in UTC and whole seconds; None for what is no full time."""
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if "T" not in text.upper():
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
