"""Reads one capture, and survives a reader that raises: that is a failure like any other."""

from __future__ import annotations

from dataclasses import dataclass

from osce_scraper.items import Capture, PressRelease
from osce_scraper.reading import read_captures


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no record."""

    reason: str
    is_refusal: bool = True
    """False where the reader raised instead of refusing."""


def read(capture: Capture) -> PressRelease | Nothing:
    """The record of a capture, or why there is none."""
    try:
        (result,) = read_captures([capture])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is to be counted
        return Nothing(f"raised {type(error).__name__}: {error}", is_refusal=False)
    return result if isinstance(result, PressRelease) else Nothing(result.reason)
