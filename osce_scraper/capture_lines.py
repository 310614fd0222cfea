"""Captures as lines of JSON: `{url, html|text, captured_at, status}`.

What else a line holds is ignored.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import orjson
from pydantic import ValidationError

from osce_scraper.items import Capture

_KEYS = ("url", "status", "content_type", "captured_at", "archive", "offset", "row", "vouched")


def read_line(line: bytes) -> Capture | None:
    """The capture of one line; None of a blank one.

    Raises:
        ValueError, RecursionError: If it is none.
    """
    return parse_capture(_decode(line)) if line.strip() else None


def _decode(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except ValueError:  # json takes halves of characters, and says better what is wrong
        return json.loads(line)


def fault_of(error: ValueError | RecursionError) -> str:
    """What is wrong with a line that holds no capture."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "capture"
        return f"not a capture: {where}: {first['msg']}"
    return f"not a line of JSON: {error}"


def parse_capture(data: Any) -> Capture:
    """Make a capture of one decoded line.

    Raises:
        ValueError: If it is no capture.
    """
    if not isinstance(data, dict):
        raise ValueError("a capture is an object")  # noqa: TRY004 - one kind of error for a line
    known = {"url": None, "status": None} | {key: data[key] for key in _KEYS if key in data}
    if any(isinstance(value, str) and not _is_text(value) for value in known.values()):
        raise ValueError("a capture's address and times must be text")
    if known.get("captured_at") is not None:
        known["captured_at"] = _utc(known["captured_at"])
    html = data.get("html")
    if isinstance(html, str):
        known["content_type"] = "text/html; charset=utf-8"
        return Capture(**known, body=_encode(html))
    return Capture(**known, text=data.get("text"))


def _utc(given: Any) -> str:
    """A time of ISO 8601 with its offset, in UTC and whole seconds.

    Raises:
        ValueError: If it is none.
    """
    moment = datetime.fromisoformat(str(given))
    if moment.tzinfo is None:
        raise ValueError(f"captured_at: '{given}' has no offset; '…Z' was expected")
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError as error:
        raise ValueError(f"captured_at: '{given}' is before all times in UTC") from error


def _encode(html: str) -> bytes:
    try:
        return html.encode()
    except UnicodeEncodeError:
        # The mark keeps a broken page from being read in an encoding that its text names.
        return f"\ufeff{html}".encode("utf-8", "surrogatepass")


def _is_text(value: str) -> bool:
    """Whether a decoded string is whole: JSON can spell halves of characters."""
    return not any("\ud800" <= char <= "\udfff" for char in value)
