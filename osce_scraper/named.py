"""Captures with the words that name them in messages."""

from __future__ import annotations

from pathlib import Path

from osce_scraper.items import Capture

Named = tuple[str, Capture]
"""A capture with the words that name it."""


def name(path: Path, capture: Capture) -> Named:
    """Name a capture by its address, or by the file that holds it where it has none."""
    return capture.url or str(path), capture
