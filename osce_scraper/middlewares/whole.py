"""Bodies that break off are no pages: Scrapy would hand on the part that came."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from scrapy.http import Headers, HtmlResponse

if TYPE_CHECKING:
    from scrapy.http import Request, Response

_START = re.compile(rb"<html[\s>]", re.IGNORECASE)
_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
_STEP = 1 << 20  # bytes; a bomb is unpacked piece by piece and thrown away
_MOST = 64  # pieces; beyond, Scrapy's own limit speaks


class BrokenBodyError(OSError):
    """A body that ends too early, or is not compressed as it says; raised by the middlewares."""


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


class WholePageMiddleware:
    """Checks that a page ends as one, where bodies are unpacked.

    A `Content-Length` that is too small cuts a page off, and nothing but its end tells.
    """

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Hand on a whole response.

        Raises:
            BrokenBodyError: For a page that ends in the middle of its text or of a tag.
        """
        if isinstance(response, HtmlResponse) and response.status == 200 and _is_cut(response.body):
            raise BrokenBodyError("the page breaks off in the middle")
        return response


def _is_cut(body: bytes) -> bool:
    """Whether a page begins as a whole one, but ends with neither its own end nor that of a tag.

    End tags of `html` and `body` may be left out, so a page that ends with any tag is whole.
    """
    return bool(_START.search(body[:1024])) and not (
        body.rstrip(b" \t\r\n\0").endswith(b">") or _END.search(body)
    )


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
