"""Headers of answers, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.http import Response


def header_of(response: Response, name: str) -> str | None:
    """The last value of a header; None where it is missing."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
