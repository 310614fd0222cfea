"""Choices that look like chance and are none: the same key gives the same choice everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def number(*key: object) -> int:
    """A large number that depends on nothing but the key."""
    digest = hashlib.sha256("\x1f".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:8], "big")


def pick(options: Sequence[T], *key: object) -> T:
    """One of several options."""
    return options[number(*key) % len(options)]


def pick_some(options: Sequence[T], count: int, *key: object) -> list[T]:
    """Several different options, in an order of their own."""
    ranked = sorted(range(len(options)), key=lambda index: number(index, *key))
    return [options[index] for index in ranked[:count]]


def chance(percent: int, *key: object) -> bool:
    """True for so many keys in a hundred."""
    return number("chance", *key) % 100 < percent
