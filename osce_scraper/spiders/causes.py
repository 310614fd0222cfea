"""Why a page could not be had, in words for `failed.jsonl`."""

from __future__ import annotations

import re

# Twisted wraps what went wrong in a list of failures, which Scrapy hands on as text.
_WRAPPED = re.compile(r"\[<twisted\.python\.failure\.Failure (?:\w+\.)*(\w+: .*?)>.*\]", re.DOTALL)
_WORDS = {
    "ResponseDataLossError": "the body ended before it was whole",
    "DownloadCancelledError": "the body is too large",
}
"""Words for errors that have none of their own."""


def cause_of(error: BaseException | None) -> str:
    """The kind of an error and its words."""
    kind = type(error).__name__
    words = str(error).strip()
    if wrapped := _WRAPPED.fullmatch(words):
        return wrapped[1]
    return f"{kind}: {words or _WORDS.get(kind, '')}".rstrip(": ")
