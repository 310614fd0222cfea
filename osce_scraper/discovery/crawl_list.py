"""Common Crawl's list of its collections, each a sample of the web of one month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import orjson

from osce_scraper.discovery.window import Window

MOST_COLLECTIONS = 12
"""Collections that a run asks; the archive has more than a hundred, and each takes requests."""
_NAME = re.compile(r"[A-Za-z0-9-]+")


def read_collections(content: bytes, window: Window, nearest: datetime | None) -> list[str]:
    """Names of the collections that may hold pages of a window.

    Args:
        content: The list, as `collinfo.json` gives it.
        window: Publishing dates that are wanted.
        nearest: Time whose collections come first; None for the newest.

    Raises:
        ValueError: If it is no list.
    """
    data = orjson.loads(content)
    if not isinstance(data, list):
        raise ValueError("it is no list of collections")  # noqa: TRY004 - as for a page that is no JSON
    wanted = [
        (made, name)
        for made, name in _dated(data)
        if window.since is None or made.date() >= window.since
    ]
    return [name for _, name in sorted(wanted, key=lambda one: _distance(one[0], nearest))]


def _dated(data: list[object]) -> Iterator[tuple[datetime, str]]:
    """Collections with their last day; an entry without one is left out."""
    for entry in data:
        known = entry if isinstance(entry, dict) else {}
        name, end = str(known.get("id", "")), str(known.get("to", ""))
        try:
            made = datetime.fromisoformat(end)
        except ValueError:
            continue
        if _NAME.fullmatch(name):
            yield made if made.tzinfo else made.replace(tzinfo=UTC), name


def _distance(made: datetime, nearest: datetime | None) -> float:
    seconds = made.timestamp()
    return -seconds if nearest is None else abs(seconds - nearest.timestamp())
