"""What a page that is read again means for the record that a dataset has of it (pure)."""

from __future__ import annotations

from typing import Any

from osce_scraper.items import PressRelease

Line = dict[str, Any]
"""A decoded line of `press_releases.jsonl`."""

# They tell of the fetch and the software, not of the release: alone they change no record.
_OF_THE_FETCH = ("captured_at", "capture", "scraper_version")
_OF_THE_DATASET = ("first_seen_at", "changed_at", "revision")


def settle(
    record: PressRelease,
    published: Line | None,
    earlier: Line | None,
    now: str,
    same_sha256: str | None = None,
) -> Line:
    """The line that a dataset is to hold after a page was read.

    The content has changed where both the bytes and what was read out of them differ: other
    readings of the same bytes are the software's doing, and other bytes that read the same are
    the site's decoration.

    Args:
        record: What was read now.
        published: The line as it was published last.
        earlier: What was read before and has not been published yet.
        now: Time in UTC, whole seconds.
        same_sha256: SHA-256 of the newest bytes that read as what was published; its own bytes
            may be older.

    Returns:
        The published or the earlier line itself where nothing has changed since.
    """
    line = record.model_dump()
    known = published or earlier
    if known is None:
        return line | {"first_seen_at": now, "changed_at": now, "revision": 1}
    line |= {name: known[name] for name in _OF_THE_DATASET}
    if published is not None and _is_other_content(line, published, same_sha256):
        line |= {"revision": published["revision"] + 1, "changed_at": line["captured_at"] or now}
    for held in (published, earlier):
        if held is not None and is_same(line, held):
            return held
    return line


def is_same(new: Line, old: Line) -> bool:
    """Whether two lines say the same of a release."""
    return all(old.get(name) == value for name, value in new.items() if name not in _IGNORED)


def _is_other_content(new: Line, old: Line, same_sha256: str | None) -> bool:
    is_read_otherwise = new["content_sha256"] != old["content_sha256"]
    return is_read_otherwise and new["capture"]["sha256"] not in {
        old["capture"]["sha256"],
        same_sha256,
    }


_IGNORED = frozenset((*_OF_THE_FETCH, *_OF_THE_DATASET))
