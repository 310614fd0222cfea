"""Bodies that break off are no pages: Scrapy would hand on the part that came."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from scrapy.http import Headers, HtmlResponse, TextResponse
from scrapy.responsetypes import responsetypes

if TYPE_CHECKING:
    from scrapy.http import Request, Response

_START = re.compile(rb"<html[\s>]", re.IGNORECASE)
_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
# Bytes, fewer than DOWNLOAD_MAXSIZE; a bomb is unpacked piece by piece and thrown away.
_STEP = 1 << 20
_MOST = 64  # pieces; beyond, Scrapy's own limit speaks


class BrokenBodyError(OSError):
    """A body that ends too early, or is not compressed as it says; raised by the middlewares."""


class WholeBodyMiddleware:
    """Checks gzip bodies where they still are as they came, below the decompression.

    A body is handed on as the check unpacked it, so it is not unpacked twice; what is large, or has
    several members or codings, is left to Scrapy.
    """

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Hand on a whole response.

        Raises:
            BrokenBodyError: For a gzip body that is not whole.
        """
        if not _is_gzip(response.headers) or not response.body:
            return response
        page = _unpack(response.body)
        is_coded_once = len(response.headers.getlist("Content-Encoding")) == 1
        return response if page is None or not is_coded_once else _with_body(response, page)


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


def _with_body(response: Response, body: bytes) -> Response:
    """The response with its body unpacked, and of the kind that it is then."""
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    # The encoding that a text has was guessed from packed bytes.
    anew = {"encoding": None} if issubclass(kind, TextResponse) else {}
    return response.replace(cls=kind, headers=headers, body=body, **anew)


def _is_gzip(headers: Headers) -> bool:
    encoding = headers.get("Content-Encoding") or b""
    return encoding.strip().lower() in {b"gzip", b"x-gzip"}


def _unpack(body: bytes) -> bytes | None:
    """The body without its coding; None where it is checked, but more than a first piece.

    Raises:
        BrokenBodyError: For a body that is not whole.
    """
    unpacker = zlib.decompressobj(wbits=31)
    try:
        first = unpacker.decompress(body, _STEP)
        is_all = unpacker.eof and not unpacker.unused_data
        for _ in range(1, _MOST):
            if not unpacker.unconsumed_tail:
                break
            unpacker.decompress(unpacker.unconsumed_tail, _STEP)
    except zlib.error as error:
        raise BrokenBodyError(f"the compressed body is broken: {error}") from error
    if not unpacker.unconsumed_tail and not unpacker.eof:
        raise BrokenBodyError("the compressed body ends too early")
    return first if is_all else None
