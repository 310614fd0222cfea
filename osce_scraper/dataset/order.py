"""In which order the lines of each file lie; text is compared by its UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osce_scraper.items import Failed, PressRelease, Rejected, Tombstone

Key = tuple[str | int, ...]

_LAST = "9999-99-99"  # a null date sorts last


def release_key(one: PressRelease) -> tuple[str, str]:
    """By date, then id."""
    return one.date or _LAST, one.id


def rejected_key(one: Rejected) -> tuple[str, str]:
    """By address, then the hash of the page."""
    return one.url or "", one.capture.sha256


def failed_key(one: Failed) -> tuple[str]:
    """By address."""
    return (one.url,)


def revision_key(one: PressRelease) -> tuple[str, int]:
    """By id, then revision."""
    return one.id, one.revision


def tombstone_key(one: Tombstone) -> tuple[str]:
    """By id."""
    return (one.id,)


KEYS: dict[str, Callable[[Any], Key]] = {
    "press_releases": release_key,
    "rejected": rejected_key,
    "failed": failed_key,
    "revisions": revision_key,
    "tombstones": tombstone_key,
}
"""The key of each sorted file; `taxonomy` is in the menu's order, which its lines do not tell."""
