"""Compressed bodies that break off are no pages: Scrapy would hand on the part that came."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from scrapy.http import Headers

if TYPE_CHECKING:
    from scrapy.http import Request, Response

_STEP = 1 << 20  # bytes; a bomb is unpacked piece by piece and thrown away
_MOST = 64  # pieces; beyond, Scrapy's own limit speaks


class BrokenBodyError(OSError):
    """A compressed body that ends too early or is none; raised by the middleware."""


class WholeBodyMiddleware:
    """Checks gzip bodies where they still are as they came, below the decompression."""

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Hand on a whole response.

        Raises:
            BrokenBodyError: For a gzip body that is not whole.
        """
        if _is_gzip(response.headers) and response.body:
            _check(response.body)
        return response


def _is_gzip(headers: Headers) -> bool:
    encoding = headers.get("Content-Encoding") or b""
    return encoding.strip().lower() in {b"gzip", b"x-gzip"}


def _check(body: bytes) -> None:
    unpacker = zlib.decompressobj(wbits=31)
    rest = body
    try:
        for _ in range(_MOST):
            unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail
            if not rest:
                break
    except zlib.error as error:
        raise BrokenBodyError(f"the compressed body is broken: {error}") from error
    if not rest and not unpacker.eof:
        raise BrokenBodyError("the compressed body ends too early")
