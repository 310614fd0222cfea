"""One request and its answer, as an archive keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from osce_scraper.archive.message import Headers


class Earlier(NamedTuple):
    """An earlier capture whose body a new one repeats."""

    url: str
    captured_at: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    url: str
    captured_at: str
    """In UTC, whole seconds: `2026-03-02T08:00:00Z`."""
    status: int
    headers: Headers
    """Headers of the answer; Scrapy has changed their case and perhaps their order."""
    body: bytes
    """Body of the answer as received: with its content coding, without transfer coding."""
    method: str = "GET"
    request_headers: Headers = field(default_factory=list)
    request_body: bytes = b""
    ip_address: str | None = None
    """Of the server."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Fields of the metadata record, e.g. `via` and `fetchTimeMs`."""
    earlier: Earlier | None = None
    """The capture that a 304 says is still good."""
