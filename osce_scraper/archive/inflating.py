"""gzip undone by the faster of two inflaters where it is installed; the bytes are the same."""

from __future__ import annotations

import zlib
from typing import Any

try:
    import isal.isal_zlib as fast
except ImportError:  # the extra [fast] is not installed
    fast = zlib

FAULTS: tuple[type[Exception], ...] = (zlib.error, fast.error)
"""What is raised of bytes that are no gzip, or damaged."""


def start_gunzip() -> Any:
    """A decompressor of one gzip member, as `zlib.decompressobj` gives it."""
    return fast.decompressobj(31)
