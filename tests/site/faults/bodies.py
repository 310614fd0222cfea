"""Bodies that are broken, far too large, or no page at all."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

import brotli  # type: ignore[import-untyped]  # ships no types

from tests.site.faults.fault import Fate, Fault
from tests.site.release import Release
from tests.site.server import Answer

_MEGABYTE = b" " * (1 << 20)
_BOMB = 256
"""Megabytes that a bomb unpacks to."""


class NotGzip(Fault):
    """The header says gzip, the body is plain."""

    name = "not-gzip"
    fate = Fate("failed", "compressed body is broken", requests=3)

    def always(self) -> Answer:
        return Answer(self.page, headers={"Content-Encoding": "gzip"})


class CutGzip(Fault):
    """A gzip body ends in the middle."""

    name = "cut-gzip"
    fate = Fate("failed", "compressed body ends too early", requests=3)

    def always(self) -> Answer:
        body = gzip.compress(self.page.encode())[:-40]
        return Answer(body, headers={"Content-Encoding": "gzip"})


class Bomb(Fault):
    """A few kilobytes of gzip that unpack to 256 megabytes."""

    name = "bomb"
    fate = Fate("failed", "exceeded DOWNLOAD_MAXSIZE")

    def __init__(self, release: Release, other: str) -> None:
        super().__init__(release, other)
        _gzip_bomb()  # takes its time, so not while a client waits

    def always(self) -> Answer:
        return Answer(_gzip_bomb(), headers={"Content-Encoding": "gzip"})


class BrotliBomb(Fault):
    """The same, packed with brotli, which nobody had asked for."""

    name = "brotli-bomb"
    fate = Fate("failed", "exceeded DOWNLOAD_MAXSIZE")

    def __init__(self, release: Release, other: str) -> None:
        super().__init__(release, other)
        _brotli_bomb()

    def always(self) -> Answer:
        return Answer(_brotli_bomb(), headers={"Content-Encoding": "br"})


class Large(Fault):
    """A page of more than 8 megabytes."""

    name = "large"
    fate = Fate("rejected", "too_large")

    def always(self) -> Answer:
        return Answer(self.page.encode() + _MEGABYTE * 9)


class Huge(Fault):
    """A page that announces two gigabytes."""

    name = "huge"
    fate = Fate("failed", "larger than download max size")

    def always(self) -> Answer:
        return Answer(self.page, headers={"Content-Length": str(2 << 30)})


class Endless(Fault):
    """A page without a length that goes on and on."""

    name = "endless"
    fate = Fate("failed", "too large")

    def always(self) -> Answer:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        return Answer(raw=head + self.page.encode() + _MEGABYTE * 20)


class Empty(Fault):
    """A page of no bytes."""

    name = "empty"
    fate = Fate("rejected", "unknown_layout")

    def always(self) -> Answer:
        return Answer("")


class NoPage(Fault):
    """A PDF file in the place of a page."""

    name = "pdf"
    fate = Fate("rejected", "unknown_layout")

    def always(self) -> Answer:
        return Answer(b"%PDF-1.4\n%\xe2\xe3\x00", headers={"Content-Type": "application/pdf"})


class WrongCharset(Fault):
    """The header names an encoding that the page does not have."""

    name = "wrong-charset"

    def always(self) -> Answer:
        return Answer(self.page, headers={"Content-Type": "text/html; charset=koi8-r"})


class Garbled(Fault):
    """Bytes that are text in no encoding."""

    name = "garbled"
    fate = Fate("rejected", "bad_encoding")

    def always(self) -> Answer:
        return Answer(self.page.encode().replace(b"Officers", b"\x80\x81\xff\xfe" * 20))


@cache
def _gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(_MEGABYTE) for _ in range(_BOMB)) + packer.flush()


@cache
def _brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=5)
    packed: bytes = b"".join(packer.process(_MEGABYTE) for _ in range(_BOMB))
    return packed + bytes(packer.finish())
