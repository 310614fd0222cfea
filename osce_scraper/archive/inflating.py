"""gzip undone by the faster of two inflaters where it is installed; the bytes are the same."""

from __future__ import annotations

import zlib
from types import ModuleType
from typing import Any

_fast: ModuleType
try:
    from isal import isal_zlib as _fast
except ImportError:  # the extra [fast] is not installed
    _fast = zlib

FAULTS: tuple[type[Exception], ...] = (zlib.error, _fast.error)
"""What is raised of bytes that are no gzip, or damaged."""


def start_gunzip() -> Any:
    """A decompressor of one gzip member, as `zlib.decompressobj` gives it."""
    return _fast.decompressobj(31)
