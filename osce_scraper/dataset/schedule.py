"""When a known page is looked at again: soon while it is young, seldom when it is old (pure)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Literal

Outcome = Literal["record", "duplicate", "filtered", "rejected", "refused", "gone", "forbidden"]
"""What became of a page when it was asked for; `refused` is one that should have given a record."""

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
# Age of a release, and how long it is left alone at that age.
_BY_AGE = (
    (2 * _DAY, 6 * _HOUR),
    (14 * _DAY, _DAY),
    (90 * _DAY, 7 * _DAY),
    (730 * _DAY, 30 * _DAY),
)
_OLD = 180 * _DAY
_DOUBTED = 12 * _HOUR  # so three answers that a page is gone fall on two days
_DELETED = 90 * _DAY
_OTHERS = 30 * _DAY  # pages that give no record of their own
DOUBT = 2 * _DAY
"""How long a page that never gave a record is refused before that is settled."""
CONFIRMATIONS = 3
"""Answers 404 or 410 on end, on at least two days, that make a page's record a deleted one."""


def next_check(at: datetime, outcome: Outcome, published: str | None, url: str) -> datetime:
    """When a page is due again.

    Pages of one age are spread over half of the time, so that those of one day do not all come
    due on one day later.

    Args:
        at: When it was asked for, in UTC.
        outcome: What became of it.
        published: Publishing date of its release, `YYYY-MM-DD`; None where it is not known.
        url: Its address.
    """
    if outcome in {"gone", "refused"}:
        return at + _DOUBTED
    wait = _wait(at, published) if outcome == "record" else _OTHERS
    return at + wait * (0.75 + _share(url) / 2)


def after_failure(at: datetime, failures: int) -> datetime:
    """When a page that could not be had is asked for again: twice as late each time, up to a day.

    Args:
        at: When it was asked for, in UTC.
        failures: How often on end it failed.
    """
    doubled: int = 2 ** min(failures - 1, 10)
    return at + min(_HOUR / 2 * doubled, _DAY)


def after_deletion(at: datetime) -> datetime:
    """When a page whose record is deleted is looked at again: it may come back."""
    return at + _DELETED


def is_confirmed(answers: int, first: str, last: str) -> bool:
    """Whether a page is gone for good.

    Args:
        answers: How often on end it answered 404 or 410.
        first: Time of the first such answer, ISO 8601 in UTC.
        last: Time of the last one.
    """
    return answers >= CONFIRMATIONS and first[:10] < last[:10]


def _wait(at: datetime, published: str | None) -> timedelta:
    if published is None:
        return _OTHERS
    age = at - datetime.combine(date.fromisoformat(published), datetime.min.time(), UTC)
    return next((wait for limit, wait in _BY_AGE if age < limit), _OLD)


def _share(url: str) -> float:
    """A number from 0 to 1 that is always the same for an address."""
    return int.from_bytes(blake2b(url.encode(), digest_size=4).digest()) / 2**32
