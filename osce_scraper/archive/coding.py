"""Content codings undone: gzip, deflate, br and zstd, never more than a bound of bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Protocol

import brotli  # type: ignore[import-untyped] # it ships no types
from backports import zstd

from osce_scraper.archive.inflating import FAULTS, start_gunzip
from osce_scraper.archive.message import BrokenResponseError

MAX_BODY = 16 * 1024 * 1024
"""Bytes of a decoded body that are kept; a page of more than half of it is refused anyway."""

_FAULTS = (*FAULTS, brotli.error, zstd.ZstdError)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[a-zA-Z!?]")


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def undo_codings(body: bytes, codings: str) -> bytes:
    """Undo the content codings of a body.

    Args:
        body: The body as it was sent.
        codings: The header `Content-Encoding`; a coding that is not known ends the decoding.

    Returns:
        The decoded body, cut at `MAX_BODY` bytes.

    Raises:
        BrokenResponseError: If the body is not coded so, or ends too early.
    """
    for name in reversed(codings.lower().split(",")):
        decode = _DECODERS.get(name.strip())
        if decode is None or not body:
            break
        try:
            body = decode(body)
        except _FAULTS as error:
            raise BrokenResponseError(f"the body is no {name.strip()}: {error}") from error
    return body


def is_markup(body: bytes) -> bool:
    """Whether a body begins as HTML or XML does, which no compressed body would."""
    return _MARKUP.match(body) is not None


def _decompress(body: bytes, start: Callable[[], _Decompressor]) -> bytes:
    """Decompress a body of one or several members; what follows the last is no part of it."""
    parts: list[bytes] = []
    left, magic = MAX_BODY, body[:2]
    while left > 0 and body[:2] == magic:
        decompressor = start()
        part = decompressor.decompress(body, left)
        parts.append(part)
        left -= len(part)
        if not decompressor.eof and left > 0:
            raise BrokenResponseError("the compressed body ends too early")
        body = decompressor.unused_data
    return b"".join(parts)


def _gunzip(body: bytes) -> bytes:
    return _decompress(body, start_gunzip)


def _inflate(body: bytes) -> bytes:
    """Inflate; some servers leave out the two bytes of zlib's header, and browsers bear it."""
    try:
        return _decompress(body, zlib.decompressobj)
    except zlib.error:
        return _decompress(body, lambda: zlib.decompressobj(wbits=-15))


def _unzstd(body: bytes) -> bytes:
    return _decompress(body, zstd.ZstdDecompressor)


def _unbrotli(body: bytes) -> bytes:
    decompressor = brotli.Decompressor()
    parts = [decompressor.process(body, output_buffer_limit=MAX_BODY)]
    left = MAX_BODY - len(parts[0])
    while left > 0 and not decompressor.is_finished():
        parts.append(decompressor.process(b"", output_buffer_limit=left))
        left -= len(parts[-1])
        if not parts[-1]:
            raise BrokenResponseError("the compressed body ends too early")
    return b"".join(parts)[:MAX_BODY]


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
    "identity": bytes,
}
